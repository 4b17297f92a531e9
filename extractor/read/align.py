"""Printed rows laid against the rows that the form expects, as ordered sequences.

A label that is clipped, misspelt or doubled is still found between its neighbours: the alignment is
the monotone one of greatest likeness (Needleman and Wunsch, 1970), not a look-up label by label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.read.rows import PrintedRow, join
from extractor.read.slots import Slot, heading_likeness

SURE = 0.75
"""Above every likeness between two labels of one form (行政处罚 and 行政强制 have 0.5)."""
POSSIBLE = 0.58
"""Below this a label says nothing."""
REPEATED = 0.85
"""A row so like a slot that another fills is the same row, printed twice."""
VERBATIM = 0.95
"""The words as printed on the form: such a row is believed out of order, too."""


@dataclass(frozen=True)
class Placement:
    """A printed row, placed: ``stub`` is the position of the cell that holds its label."""

    row: PrintedRow
    slot: Slot
    stub: int
    likeness: float


@dataclass(frozen=True)
class Alignment:
    """Which printed row is which row of the form.

    ``rows`` are all printed rows, cut ones made whole; ``repeated`` are rows that print the label of
    a slot that another row fills.
    """

    rows: tuple[PrintedRow, ...]
    placements: tuple[Placement, ...]
    repeated: tuple[Placement, ...]


def place(row: PrintedRow, slot: Slot) -> Placement | None:
    """The row read as the slot's, by the cell whose words are likest; None where none is possible."""
    if slot.heading is None:
        return None
    best: Placement | None = None
    wanted = len(slot.columns)
    for position in range(len(row.cells) - 1):
        text = row.cells[position].text
        if len(text) > 120 or not text.strip():
            continue
        found = heading_likeness(text, slot.heading)
        if found < POSSIBLE or (best and found <= best.likeness):
            continue
        behind = row.cells[position + 1 :]
        worded = sum(row.words[position + 1 :])
        if len(behind) < wanted and (found < 0.85 or len(text.strip()) < 4):
            continue  # 其他 and 总计 stand in the box-head, too
        if worded and (found < 0.9 or 2 * worded > len(behind)) and not (found >= 0.9 and len(behind) == 1):
            continue  # words behind the label: a box-head, or a row of another table
        best = Placement(row, slot, position, found)
    return best


def align(rows: Sequence[PrintedRow], expected: Sequence[Slot]) -> Alignment:
    """Places the printed rows.  Rows that a page break cut in two are made whole first."""
    whole = _join_cut_rows(rows, expected)
    table = [[place(row, slot) for slot in expected] for row in whole]
    chosen = _monotone(table, len(expected))
    filled = {placement.slot for placement in chosen}
    used = {id(placement.row) for placement in chosen}
    repeated: list[Placement] = []
    # What is left over: rows out of order, by their words alone, and rows printed twice.
    for line in table:
        likest = max((each for each in line if each is not None), key=lambda each: each.likeness, default=None)
        if likest is None or id(likest.row) in used:
            continue
        if likest.slot in filled and likest.likeness >= REPEATED:
            repeated.append(likest)
        elif likest.slot not in filled and likest.likeness >= VERBATIM:
            chosen.append(likest)
            filled.add(likest.slot)
            used.add(id(likest.row))
    order = {slot: number for number, slot in enumerate(expected)}
    chosen.sort(key=lambda placement: order[placement.slot])
    return Alignment(tuple(whole), tuple(chosen), tuple(repeated))


def _monotone(table: list[list[Placement | None]], width: int) -> list[Placement]:
    """The placements of greatest total likeness that keep the order of rows and of slots."""
    height = len(table)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            skip = max(best[i + 1][j], best[i][j + 1])
            found = table[i][j]
            best[i][j] = skip if found is None else max(skip, best[i + 1][j + 1] + _worth(found))
    chosen: list[Placement] = []
    i = j = 0
    while i < height and j < width:
        found = table[i][j]
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            assert found is not None
            chosen.append(found)
            i, j = i + 1, j + 1
    return chosen


def _worth(placement: Placement) -> float:
    """Likeness above what is possible at all; where two rows print one label, the one with figures."""
    filled = 0.01 if not placement.row.is_bare else 0.0
    return placement.likeness - POSSIBLE + 0.05 + filled


def _join_cut_rows(rows: Sequence[PrintedRow], expected: Sequence[Slot]) -> list[PrintedRow]:
    """Rows of which a page break left the label's rest, or the figures, on the next page."""
    whole: list[PrintedRow] = []
    skip: set[int] = set()
    for number, row in enumerate(rows):
        if number in skip:
            continue
        following = _next_piece(rows, number)
        if following is not None:
            joined = _joined(row, rows[following], expected)
            if joined is not None:
                skip.add(following)
                row = joined
        whole.append(row)
    return whole


def _next_piece(rows: Sequence[PrintedRow], number: int) -> int | None:
    """The next row that may continue this one: the next in the grid, or, behind heads that are
    printed again, the first that holds figures in the next grid."""
    after = number + 1
    if after < len(rows) and rows[after].block == rows[number].block:
        return after
    for candidate in range(after, min(after + 8, len(rows))):
        if rows[candidate].block != rows[after].block:
            return None
        if rows[candidate].figures:
            return candidate
    return None


def _joined(row: PrintedRow, piece: PrintedRow, expected: Sequence[Slot]) -> PrintedRow | None:
    if not (row.is_bare or piece.is_bare) or not row.figures or not piece.figures:
        return None
    joined = join(row, piece)
    if joined is None:
        return None
    alone, rest, both = (_best_likeness(each, expected) for each in (row, piece, joined))
    if both >= 0.85 and both > alone + 0.02 and both > rest + 0.02:
        return joined
    figures_only = rest < POSSIBLE and not piece.is_bare and len(piece.label.strip()) < 8
    if figures_only and row.is_bare and alone >= SURE and row.block != piece.block:
        return joined
    return None


def _best_likeness(row: PrintedRow, expected: Sequence[Slot]) -> float:
    if not row.label.strip():
        return 0.0
    return max(heading_likeness(row.label, slot.heading) for slot in expected if slot.heading is not None)
