"""Printed rows laid against the rows that the form expects, as ordered sequences.

A label that is clipped, misspelt or doubled is still found between its neighbours: the alignment is
the monotone one of greatest likeness (Needleman and Wunsch, 1970), not a look-up label by label.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.labels import label
from extractor.numerals import is_number
from extractor.read.rows import PrintedRow, join
from extractor.read.slots import POSSIBLE, Expected, Slot

SURE = 0.75
"""Above every likeness between two labels of one form (行政处罚 and 行政强制 have 0.5)."""
LABELLED = 0.8
"""Above the likeness of a group's words to any label (不予公开 and 予以公开 have 0.75)."""
REPEATED = 0.85
"""A row so like a slot that another fills is the same row, printed twice."""
LONGEST = 120
"""No label has more characters."""
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


def placements(row: PrintedRow, expected: Expected) -> dict[int, Placement]:
    """The row read as that of each slot that it may be, by the number of the slot.

    The cell whose words are likest is the label; the cells behind it are the figures.
    """
    found: dict[int, Placement] = {}
    for position in range(len(row.cells) - 1):
        text = row.cells[position].text
        if not row.words[position] or len(text) > LONGEST:
            continue
        for number, likeness in expected.likely(text):
            # Of equals the last: a merged cell's label may be printed at every place that it covered.
            if number in found and likeness < found[number].likeness:
                continue
            slot = expected.slots[number]
            if _may_hold(row, position, likeness, len(slot.columns)):
                found[number] = Placement(row, slot, position, likeness)
    return found


def _may_hold(row: PrintedRow, position: int, likeness: float, wanted: int) -> bool:
    """Whether what stands behind a label can be its figures."""
    behind = len(row.cells) - position - 1
    if behind < wanted and (likeness < 0.85 or len(row.cells[position].text.strip()) < 4):
        return False  # 其他 and 总计 stand in the box-head, too
    worded = sum(row.words[position + 1 :])
    if not worded:
        return True
    # Words behind the label are those of a box-head, or of another table: among figures, odd ones.
    filled = sum(1 for cell in row.cells[position + 1 :] if cell.text.strip())
    return likeness >= 0.9 and (behind == 1 or 2 * worded < filled)


def align(rows: Sequence[PrintedRow], expected: Expected) -> Alignment:
    """Places the printed rows.  Rows that a page break cut in two are made whole first."""
    whole = _join_cut_rows(rows, expected)
    table = [each for row in whole if (each := placements(row, expected))]
    chosen = _monotone(table, len(expected.slots))
    filled = {placement.slot for placement in chosen}
    used = {id(placement.row) for placement in chosen}
    repeated: list[Placement] = []
    # A row of the form's name in a grid of another matter is no row of the form.
    alike = Counter(row.block for row in whole if _best_likeness(row, expected) >= REPEATED)
    form_grids = {block for block, count in alike.items() if count >= 2} | {
        placement.row.block for placement in chosen
    }
    # What is left over: rows out of order, by their words alone, and rows printed twice.
    for line in table:
        likest = max(line.values(), key=lambda each: each.likeness)
        if id(likest.row) in used:
            continue
        if likest.slot in filled and likest.likeness >= REPEATED:
            repeated += [likest] if likest.row.block in form_grids else []
        elif likest.slot not in filled and likest.likeness >= VERBATIM:
            chosen.append(likest)
            filled.add(likest.slot)
            used.add(id(likest.row))
    order = {slot: number for number, slot in enumerate(expected.slots)}
    chosen.sort(key=lambda placement: order[placement.slot])
    return Alignment(tuple(whole), tuple(chosen), tuple(repeated))


def _monotone(table: list[dict[int, Placement]], width: int) -> list[Placement]:
    """The placements of greatest total likeness that keep the order of rows and of slots."""
    height = len(table)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        line, below, here = table[i], best[i + 1], best[i]
        for j in range(width - 1, -1, -1):
            skip = max(below[j], here[j + 1])
            found = line.get(j)
            here[j] = skip if found is None else max(skip, below[j + 1] + _worth(found))
    chosen: list[Placement] = []
    i = j = 0
    while i < height and j < width:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            chosen.append(table[i][j])
            i, j = i + 1, j + 1
    return chosen


def _worth(placement: Placement) -> float:
    """What a placement counts: a label printed to the letter more than two that are only like.

    Where two rows print one label, the one with figures counts for more.
    """
    filled = 0.01 if not placement.row.is_bare else 0.0
    return (placement.likeness - POSSIBLE) ** 2 + 0.01 + filled


def _join_cut_rows(rows: Sequence[PrintedRow], expected: Expected) -> list[PrintedRow]:
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
    printed = {label(cell.text).words for row in rows[:after] for cell in row.cells}
    for candidate in range(after, min(after + 8, len(rows))):
        row = rows[candidate]
        if row.block != rows[after].block:
            return None
        words = {label(text).words for text, worded in zip(row.texts, row.words, strict=True) if worded}
        if words and words <= printed and not any(is_number(text) for text in row.texts):
            continue  # heads, printed again
        return candidate if row.figures else None  # new heads: another table
    return None


def _joined(row: PrintedRow, piece: PrintedRow, expected: Expected) -> PrintedRow | None:
    over_page = row.block != piece.block
    alone, rest = _best_likeness(row, expected), _best_likeness(piece, expected)
    if max(alone, rest) >= 0.98 and min(alone, rest) >= LABELLED:
        return None  # nearly all pairs are two whole rows
    joined = join(row, piece)
    if joined is None:
        return None
    both = _best_likeness(joined, expected)
    if both >= 0.85 and both > alone + 0.02 and both > rest + 0.02:
        return joined
    # The label ended on the page before; of the stub, at most a group's rest is printed again.
    figures = joined.cells[len(joined.cells) - len(row.figures) :]
    if over_page and alone >= LABELLED > rest and _is_rest(piece, row):
        return replace(joined, cells=(*row.stub, *figures))
    # Or the other way about: the figures stood at the foot of the page, the label on the next.
    if over_page and rest >= LABELLED > alone and piece.is_bare and _is_rest(row, piece):
        return replace(joined, cells=(*piece.stub, *figures))
    return None


def _is_rest(piece: PrintedRow, labelled: PrintedRow) -> bool:
    """Whether a row is the figures of one whose label stands on the other page.

    Words in it are at most a group's, with a blank cell for the label between them and the figures;
    words right before the figures are the label of a row of its own.
    """
    if piece.stub and len(piece.figures) <= len(labelled.figures):
        return False
    short = len(label(piece.label).words) < 8
    return short and not piece.is_bare and not any(is_number(cell.text) for cell in piece.stub)


def _best_likeness(row: PrintedRow, expected: Expected) -> float:
    return expected.best(row.label) if 0 < len(row.label.strip()) <= LONGEST else 0.0
