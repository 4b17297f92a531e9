"""Every cell on its own line behind a tab, a blank line after every row.

A cell's further lines stand without the tab (a label stacked one character a line), merged-away cells
are lines with nothing but the tab.  This is how a Word table comes out of a text extractor.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractor.ingest.text_rows import (
    Entry,
    Line,
    Row,
    Run,
    filled,
    is_heading,
    is_number,
    is_prose,
    is_prose_row,
)

_MOST_IN_ONE_ROW = 40
"""A lone row of more cells has lost the blank lines that part rows: it is not known what it holds."""


def read_tabbed_cells(lines: Sequence[Line], at: int) -> Run | None:
    """The rows that begin at line ``at``, or None where the lines are of another style."""
    if not _is_cell(lines[at]):
        return None
    rows: list[list[list[Line]]] = [[]]
    end = at
    while end < len(lines):
        line = lines[end]
        if line.text.startswith("\t"):
            rows[-1].append([line])
        elif line.is_blank:
            if not _is_cell_at(lines, end + 1) or _ends_run(rows):
                break
            rows.append([])
        elif rows[-1] and _continues(rows[-1][-1], line):
            rows[-1][-1].append(line)
        else:
            break
        end += 1
    if _is_of_tabbed_rows(rows, lines, end):
        return None
    return _run([row for row in rows if row])


def _is_cell(line: Line) -> bool:
    return line.text.startswith("\t")


def _ends_run(rows: list[list[list[Line]]]) -> bool:
    """Whether the last row is running text, or the first a heading: what follows is read by itself."""
    row = _row(rows[-1])
    return is_prose_row(row) or (len(rows) == 1 and _is_lone_heading(row))


def _is_cell_at(lines: Sequence[Line], at: int) -> bool:
    return at < len(lines) and _is_cell(lines[at])


def _continues(cell: list[Line], line: Line) -> bool:
    """Whether a line without a tab is a further line of the cell above it, and no paragraph."""
    if "\t" in line.text or is_heading(line.text) or is_prose(line.text):
        return False
    if all(is_number(part.text) for part in cell) and not is_number(line.text):
        return len(line.text.strip()) <= 4
    return True


def _is_of_tabbed_rows(rows: list[list[list[Line]]], lines: Sequence[Line], end: int) -> bool:
    """Whether the lines hold whole rows: most have tabs inside, or the next line has one."""
    cells = [cell for row in rows for cell in row]
    inside = sum("\t" in cell[0].text.rstrip()[1:].lstrip("\t") for cell in cells)
    foreign = end < len(lines) and not lines[end].is_blank and "\t" in lines[end].text
    several = sum("\t" in cell[0].text[1:] for cell in cells)
    return inside * 2 > len(cells) or several * 2 > len(cells) or (foreign and len(rows) == 1)


def _run(found: list[list[list[Line]]]) -> Run:
    """The rows as far as they are cells; where they are none at all, the lines to leave alone."""
    rows: list[Row] = []
    for cells in found:
        row = _row(cells)
        if is_prose_row(row) or (not rows and _is_lone_heading(row)):
            break
        rows.append(row)
    while rows and _is_lone_heading(rows[-1]):
        rows.pop()
    if not rows:
        return Run((), _extent(found[:1]))
    lone = len(rows) == 1 and len(rows[0]) > _MOST_IN_ONE_ROW
    is_table = any(len(row) >= 2 and filled(row) for row in rows) and not lone
    return Run(tuple(rows) if is_table else (), _extent(found[: len(rows)]))


def _row(cells: list[list[Line]]) -> Row:
    return tuple(Entry(_text(cell), f"line {cell[0].number}") for cell in cells)


def _is_lone_heading(row: Row) -> bool:
    return len(row) == 1 and is_heading(row[0].text)


def _extent(rows: list[list[list[Line]]]) -> int:
    """How many lines lie between the first and the last, a blank line between two rows."""
    return sum(len(cell) for row in rows for cell in row) + len(rows) - 1


def _text(cell: list[Line]) -> str:
    parts = [part.text.replace("\t", " ").strip() for part in cell]
    return "\n".join(part for part in parts if part)
