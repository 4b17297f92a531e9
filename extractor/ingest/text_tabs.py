"""A row a line, its cells parted by tabs, as browsers and spreadsheets paste tables.

A spreadsheet quotes a cell that holds line breaks, so that a row may take several lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.ingest.text_rows import Entry, Line, Row, Run, are_rows, filled, is_heading, is_prose_row

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=\t|\Z)')
_MOST_LINES = 60
"""Lines that one row may take."""


def read_tabbed_rows(lines: Sequence[Line], at: int) -> Run | None:
    """The rows that begin at line ``at``; a run without rows where the tabs part no cells."""
    rows: list[Row] = []
    ends: list[int] = []
    end = at
    while end < len(lines):
        if "\t" not in lines[end].text:
            between = lines[end].is_blank and end + 1 < len(lines) and "\t" in lines[end + 1].text
            if not between:
                break
            end += 1
        row, taken = _row(lines, end)
        if is_prose_row(row) or (not rows and _is_lone_heading(row)):
            break
        rows.append(row)
        end += taken
        ends.append(end)
    while rows and _is_lone_heading(rows[-1]):
        rows.pop()
        ends.pop()
    if not rows:
        return Run((), 1)
    return Run(tuple(rows) if are_rows(rows) else (), ends[-1] - at)


def _is_lone_heading(row: Row) -> bool:
    texts = filled(row)
    return len(texts) == 1 and is_heading(texts[0].text)


def _row(lines: Sequence[Line], at: int) -> tuple[Row, int]:
    """The row that begins at a line, and how many lines it takes."""
    text = lines[at].text
    taken = 1
    cells = _cells(text)
    while cells is None and taken < _MOST_LINES and at + taken < len(lines):
        text = f"{text}\n{lines[at + taken].text}"
        taken += 1
        cells = _cells(text)
    if cells is None:  # a quotation mark that is part of the text
        taken, cells = 1, lines[at].text.split("\t")
    number = lines[at].number
    row = tuple(Entry(_tidy(cell), f"line {number}, cell {n}") for n, cell in enumerate(cells, start=1))
    return row, taken


def _cells(text: str) -> list[str] | None:
    """The cells of a row, or None where a quoted cell is not closed."""
    cells = []
    position = 0
    while True:
        if text.startswith('"', position):
            quoted = _QUOTED.match(text, position)
            if quoted is None:
                return None
            cells.append(quoted[1].replace('""', '"'))
            position = quoted.end()
        else:
            stop = text.find("\t", position)
            stop = len(text) if stop < 0 else stop
            cells.append(text[position:stop])
            position = stop
        if position >= len(text):
            return cells
        position += 1
        if position == len(text):
            return [*cells, ""]


def _tidy(cell: str) -> str:
    return "\n".join(part.strip() for part in cell.split("\n") if part.strip())
