"""Printed rows that are only a part of something: of a row beside them, or of a table of one line."""

from __future__ import annotations

import re

from extractor.labels import label
from extractor.numerals import is_number
from extractor.read.columns import Assignment, Witnesses, assign
from extractor.read.heads import Verdict
from extractor.read.rows import PrintedRow
from extractor.read.slots import Slot

_CUT_NUMBER = re.compile(r"[0-9０-９]+[,，.]|[,，.][0-9０-９]+")
"""38, of 38,728: the page ended within the number."""

BOX_HEIGHT = 16
"""No box-head has more rows (table four has been seen with twelve)."""


def may_be_of(row: PrintedRow, slot: Slot) -> bool:
    """Whether a row that prints figures may be a piece of the row of a slot beside it.

    It prints no words of its own (those that began in a row above, a group's label, are not), or
    only words of the slot's label.
    """
    own = [position for position, cell in enumerate(row.cells) if cell.span.top == row.index]
    if not any(is_number(row.cells[position].text) for position in own):
        return False
    worded = [row.cells[position].text for position in own if row.words[position]]
    if not worded or slot.heading is None:
        return not worded
    piece = _whole(worded[-1])
    return any(piece in _whole(wording) for wording in slot.heading.wordings)


def _whole(text: str) -> str:
    parts = label(text)
    return parts.number + parts.words


def line_rows(gap: list[PrintedRow], slot: Slot) -> list[tuple[PrintedRow, Assignment, Verdict]]:
    """The rows of a gap that have enough figures under enough of the slot's heads."""
    found: list[tuple[PrintedRow, Assignment, Verdict]] = []
    count = len(slot.columns)
    for number, row in enumerate(gap):
        stub = _line_stub(row, count)
        if stub is None:
            continue
        known = Witnesses(tuple(gap[max(0, number - BOX_HEIGHT) : number]))
        assignment, verdict = assign(row, stub, slot, known)
        if verdict is not None and 2 * verdict.seen >= count:
            found.append((row, assignment, verdict))
    return found


def _line_stub(row: PrintedRow, count: int) -> int | None:
    """The place of the cell before the figures of a one-line table; None where the row is none.

    An odd cell among the figures (a head that hangs over into it) does not unmake the row.
    """
    if not any(cell.span.top == row.index for cell in row.figures):
        return None
    if len(row.figures) >= count:
        return row.stub_end - 1
    own = [cell.text for cell in row.cells if cell.span.top == row.index]
    numbers = sum(1 for text in own if is_number(text) or _CUT_NUMBER.fullmatch(text.strip()))
    return -1 if len(row.cells) == count and 3 * numbers >= 2 * count else None
