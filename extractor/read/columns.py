"""Which cell of a placed row belongs to which column of the form, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.grid import Cell
from extractor.numerals import holds_figure
from extractor.read.heads import Box, Verdict, by_geometry, by_sequence, head_extents, stack
from extractor.read.rows import PrintedRow
from extractor.read.slots import Slot


@dataclass(frozen=True)
class Assignment:
    """For each column of a slot, in the order of the form, its cell; None where there is none.

    ``doubts`` hold for the whole row, ``cell_doubts`` for single columns.
    """

    cells: tuple[Cell | None, ...]
    doubts: tuple[str, ...] = ()
    cell_doubts: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Witnesses:
    """What is known of the columns where a row stands.

    ``box`` is the box-head over it; ``inherited`` what an earlier piece of the same table proved;
    ``extents`` the columns of a row of the same grid whose figures are sure; ``uniform`` whether all
    rows of the table in this grid part their figures alike; ``start`` the place of the first figure
    in those rows of the same length that leave no choice.
    """

    box: Box
    inherited: Verdict | None = None
    extents: tuple[tuple[int, int], ...] | None = None
    uniform: bool = True
    start: int | None = None


def judge(row: PrintedRow, figures: Sequence[Cell], slot: Slot, known: Witnesses) -> Verdict | None:
    """The verdict on a row with as many figures as the slot has columns; None where nothing speaks."""
    over = [head for head in known.box if head.block == row.block]
    geometry = by_geometry(over, figures, slot) if row.is_exact and over else None
    if geometry is not None and geometry.verified:
        return geometry
    sequence = by_sequence(known.box, slot) if known.box else None
    if sequence is not None and sequence.verified and (geometry is None or known.uniform):
        return sequence
    if geometry is None and sequence is None:
        return known.inherited
    return geometry or sequence


def assign(row: PrintedRow, stub: int, slot: Slot, known: Witnesses) -> tuple[Assignment, Verdict | None]:
    """The cells behind position ``stub`` of a row, given to the columns of the slot."""
    figures = row.cells[stub + 1 :]
    count = len(slot.columns)
    if len(figures) == count:
        verdict = judge(row, figures, slot, known)
        return _counted(figures, verdict, count), verdict
    if row.is_exact:
        over = tuple(head for head in known.box if head.block == row.block)
        extents = known.extents or head_extents(over, slot)
        if extents is not None:
            return _by_extents(figures, extents, over), None
    if len(figures) > count:
        return _window(row, figures, slot, replace(known, uniform=False))
    return Assignment((None,) * count), None


def _counted(figures: Sequence[Cell], verdict: Verdict | None, count: int) -> Assignment:
    if verdict is None:
        # A row of one figure needs no head to say which it is.
        return Assignment(tuple(figures), () if count == 1 else ("head_lost",))
    cells: list[Cell | None] = [None] * count
    for place, column in enumerate(verdict.order):
        cells[column] = figures[place]
    return Assignment(tuple(cells), () if verdict.verified else ("head_unlike",))


def _by_extents(
    figures: Sequence[Cell], extents: tuple[tuple[int, int], ...], over: tuple[PrintedRow, ...]
) -> Assignment:
    """Cells by the columns that they cover: a row whose cells are merged or more than the form has.

    A cell too many or too few shifts all behind it: where one prints something beside the columns of
    the form, or a column has no cell, the whole row is in doubt.
    """
    cells: list[Cell | None] = []
    spanning: list[tuple[int, str]] = []
    placed: set[int] = set()
    crowded = False
    for column, (left, right) in enumerate(extents):
        under = [cell for cell in figures if cell.span.left < right and cell.span.right > left]
        placed.update(id(cell) for cell in under)
        filled = [cell for cell in under if cell.text.strip()]
        chosen = filled[0] if filled else under[0] if under else None
        cells.append(chosen)
        # A merged cell's figure may be printed again at every place that it covered.
        repeated = len(extents) == 1 and len({cell.text.strip() for cell in filled}) == 1
        crowded |= len(filled) > 1 and not repeated
        if chosen is not None and (chosen.span.left < left or chosen.span.right > right):
            spanning.append((column, "spans_columns"))
    beside = [cell for cell in figures if id(cell) not in placed and cell.text.strip()]
    strange = any(not _is_remark(cell, over) for cell in beside)
    shifted = crowded or strange or None in cells or _overhangs(figures, over)
    return Assignment(tuple(cells), ("cells_shifted",) if shifted else (), tuple(spanning))


def _overhangs(figures: Sequence[Cell], over: tuple[PrintedRow, ...]) -> bool:
    """Whether a row goes on where its box-head has ended: a cell too many stands in it somewhere."""
    edge = max((cell.span.right for head in over for cell in head.cells), default=None)
    return edge is not None and any(cell.span.right > edge for cell in figures)


def _is_remark(cell: Cell, over: tuple[PrintedRow, ...]) -> bool:
    """Whether a cell beside the columns of the form holds words under a head of its own (备注)."""
    return not holds_figure(cell.text) and bool(stack(over, cell.span.left, cell.span.right))


def _window(
    row: PrintedRow, figures: Sequence[Cell], slot: Slot, known: Witnesses
) -> tuple[Assignment, Verdict | None]:
    """More cells than columns: merged cells that lost their width stand as blanks before or behind.

    The figures are a run of ``count`` cells with nothing outside it.  Where blanks leave a choice of
    runs, other rows of the same length choose; where they cannot, the last is taken, with a doubt.
    """
    count = len(slot.columns)
    starts = run_starts(figures, count)
    if not starts:
        return Assignment((None,) * count), None
    usual = None if known.start is None else known.start - (len(row.cells) - len(figures))
    if not row.is_exact and usual in starts:
        starts = (usual,)
    runs = [figures[start : start + count] for start in starts]
    verdict = judge(row, runs[0], slot, known)
    assignment = _counted(runs[0], verdict, count)
    over = tuple(head for head in known.box if head.block == row.block)
    if row.is_exact and _overhangs(figures, over):
        assignment = replace(assignment, doubts=(*assignment.doubts, "cells_shifted"))
    if len(runs) > 1 and any(cell.text.strip() for cell in figures):
        return replace(assignment, doubts=(*assignment.doubts, "blanks_shift")), verdict
    return assignment, verdict


def run_starts(figures: Sequence[Cell], count: int) -> tuple[int, ...]:
    """Where a run of ``count`` figures may begin that leaves nothing outside it, the last first."""
    return tuple(
        start
        for start in range(len(figures) - count, -1, -1)
        if all(not cell.text.strip() for cell in (*figures[:start], *figures[start + count :]))
    )
