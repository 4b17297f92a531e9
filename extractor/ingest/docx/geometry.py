"""Which rows and columns the cells of a Word table cover.

Word states for every cell of a row how many grid columns it covers (``w:gridSpan``) and how wide it is
(``w:tcW``); a merge downwards is a chain of cells marked as continued (``w:vMerge``).  The declared
``w:tblGrid`` is often wrong and is not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extractor.grid import Span

WORD_COLUMNS = 63
"""Word has no more; a table that claims more has spans that nobody sees."""
_SLACK = 0.015
"""Edges this near to one another, as a share of the table's width, are one (2 mm on a page)."""


class Merge(Enum):
    """``w:vMerge`` or ``w:hMerge`` of a cell."""

    NONE = "none"
    RESTART = "restart"
    CONTINUE = "continue"


_NONE, _CONTINUE = Merge.NONE, Merge.CONTINUE


class Slot(NamedTuple):
    """One ``w:tc`` as stated: ``row`` and ``cell`` are its numbers in the source, ``width`` is in the
    unit of the table or None.  (A named tuple: one is made for every cell, four times faster.)"""

    row: int
    cell: int
    span: int = 1
    width: float | None = None
    down: Merge = Merge.NONE
    across: Merge = Merge.NONE


class Strip(NamedTuple):
    """One ``w:tr``: its cells, and the grid columns left out before and after them."""

    slots: tuple[Slot, ...]
    before: int = 0
    after: int = 0
    before_width: float | None = None


class Placed(NamedTuple):
    """A cell that is seen, what it covers, and the ``w:tc`` that holds its content."""

    span: Span
    slot: Slot


@dataclass(slots=True)
class _Piece:
    """A cell within its row: columns ``left:right``, edges ``start`` and ``end`` in widths."""

    slot: Slot
    left: int
    right: int
    start: float | None
    end: float | None


def uneven(strips: Sequence[Strip]) -> bool:
    """Whether rows disagree in their number of columns: only then do the widths bear on the layout."""
    totals: set[int] = set()
    for strip in strips:
        if strip.slots:
            totals.add(strip.before + sum([slot.span for slot in strip.slots]) + strip.after)
    return len(totals) > 1


def place(strips: Sequence[Strip]) -> tuple[int, int, tuple[Placed, ...]]:
    """Height, width and the cells of the table, which never overlap; places left out are holes."""
    rows = [_pieces(strip) for strip in strips]
    if uneven(strips):
        _align(rows)
    width = max([piece.right for row in rows for piece in row], default=0)
    if width > WORD_COLUMNS:
        width = _squeeze(rows)
    return len(rows), width, _merged_down(rows)


def _pieces(strip: Strip) -> list[_Piece]:
    row: list[_Piece] = []
    column = strip.before
    edge = strip.before_width if strip.before else 0.0
    for slot in strip.slots:
        _, _, span, width, _, across = slot
        end = None if edge is None or width is None else edge + width
        if across is _CONTINUE and row:
            row[-1].right, row[-1].end = column + span, end
        else:
            row.append(_Piece(slot, column, column + span, edge, end))
        column, edge = column + span, end
    return row


def _align(rows: list[list[_Piece]]) -> None:
    """Where rows disagree in their number of columns but their edges meet, columns follow the edges.

    Rows with the same number of columns count alike, so their edges are taken together.  Where the
    widths do not tell, the stated columns stay.
    """
    kinds: dict[int, dict[int, float]] = {}
    for total in {row[-1].right for row in rows if row}:
        edges = _edges([row for row in rows if row and row[-1].right == total])
        if edges is None:
            return
        kinds[total] = edges
    moved = _columns_by_edge(kinds)
    if moved is None:
        return
    for row in rows:
        columns = moved[row[-1].right] if row else {}
        for piece in row:
            piece.left, piece.right = columns[piece.left], columns[piece.right]


def _columns_by_edge(kinds: dict[int, dict[int, float]]) -> dict[int, dict[int, int]] | None:
    """For each kind of row, by its number of stated columns, the true column of each stated one.

    None where the widths do not tell: rows of a kind that ends early must count as some kind does that
    reaches the full width (equal widths for all cells meet anywhere and say nothing), no two
    edges of a kind may fall together, and there may be no more columns than some row states.
    """
    full = max(max(edges.values()) for edges in kinds.values())
    slack = min([full * _SLACK, *(_narrowest(edges) / 2 for edges in kinds.values())])
    lines: list[float] = []
    for edge in sorted(edge for edges in kinds.values() for edge in edges.values()):
        if not lines or edge - lines[-1] > slack:
            lines.append(edge)
    if len(lines) - 1 > max(kinds):
        return None
    moved = {
        total: {unit: _line(lines, edge) for unit, edge in edges.items()} for total, edges in kinds.items()
    }
    if any(len(set(columns.values())) < len(columns) for columns in moved.values()):
        return None
    reaching = [moved[total] for total, edges in kinds.items() if max(edges.values()) >= full - slack]
    for columns in moved.values():
        if not any(columns.items() <= other.items() for other in reaching):
            return None
    return moved


def _edges(rows: list[list[_Piece]]) -> dict[int, float] | None:
    """The position of each column edge, the median over the rows; None where a width is missing or
    positions do not grow with the columns."""
    seen: dict[int, list[float]] = {}
    for row in rows:
        for piece in row:
            if piece.start is None or piece.end is None:
                return None
            seen.setdefault(piece.left, []).append(piece.start)
            seen.setdefault(piece.right, []).append(piece.end)
    edges = {unit: median(seen[unit]) for unit in sorted(seen)}
    return edges if _narrowest(edges) > 0 else None


def _narrowest(edges: dict[int, float]) -> float:
    places = list(edges.values())
    return min(right - left for left, right in pairwise(places))


def _line(lines: list[float], edge: float) -> int:
    return min(range(len(lines)), key=lambda number: abs(lines[number] - edge))


def _squeeze(rows: list[list[_Piece]]) -> int:
    """Leaves out the columns at which no cell begins or ends; returns the width that is left."""
    used = sorted({0} | {edge for row in rows for piece in row for edge in (piece.left, piece.right)})
    rank = {edge: number for number, edge in enumerate(used)}
    for row in rows:
        for piece in row:
            piece.left, piece.right = rank[piece.left], rank[piece.right]
    return len(used) - 1


def _merged_down(rows: list[list[_Piece]]) -> tuple[Placed, ...]:
    """Joins each continued cell to the cell above it, where together they cover its columns exactly.

    A continued cell that fits none above stands for itself: nothing overlaps, no text is lost.
    """
    placed: list[tuple[int, _Piece]] = []
    bottoms: list[int] = []
    open_above: list[int] = []
    for top, row in enumerate(rows):
        joined: set[int] = set()
        continued: dict[int, _Piece] = {}
        if open_above:
            continued = {piece.left: piece for piece in row if piece.slot.down is _CONTINUE}
        still_open: list[int] = []
        for index in open_above:
            above = placed[index][1]
            below = _cover(continued, above.left, above.right)
            if below:
                joined.update(id(piece) for piece in below)
                bottoms[index] = top + 1
                still_open.append(index)
        for piece in row:
            if joined and id(piece) in joined:
                continue
            if piece.slot.down is not _NONE:
                still_open.append(len(placed))
            placed.append((top, piece))
            bottoms.append(top + 1)
        open_above = still_open
    seen = [
        Placed(Span(top, piece.left, bottom, piece.right), piece.slot)
        for (top, piece), bottom in zip(placed, bottoms, strict=True)
    ]
    return tuple(seen)


def _cover(pieces: dict[int, _Piece], left: int, right: int) -> list[_Piece]:
    """The pieces, by their left edges, that side by side fill the columns; empty where none do."""
    found: list[_Piece] = []
    while left < right:
        piece = pieces.get(left)
        if piece is None:
            return []
        found.append(piece)
        left = piece.right
    return found if left == right else []
