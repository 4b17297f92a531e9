"""What the readers of flattened tables share: lines, rows, and what is certainly no cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.grid import Cell, Geometry, Grid, Span
from extractor.provenance import Provenance

_LONG = 60
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,3}、\S{2,}")
_NUMBER = re.compile(r"\s*[+-]?[\d０-９][\d０-９,.，．]*\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file and its number, from 1."""

    number: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it, not even the tab of an empty cell."""
        return "\t" not in self.text and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell as it was found: its text and its place."""

    text: str
    at: str


Row = tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The rows that begin at some line and how many lines they take.

    No rows: these lines are no table, whichever line one begins at.
    """

    rows: tuple[Row, ...]
    lines: int


def ragged(rows: Sequence[Row], first: int, last: int) -> Grid:
    """The rows as a grid in which a cell's column is its number in the row."""
    cells = tuple(
        Cell(Span(top, left, top + 1, left + 1), entry.text, Provenance(entry.at))
        for top, row in enumerate(rows)
        for left, entry in enumerate(row)
    )
    where = Provenance(f"lines {first}-{last}" if last > first else f"line {first}")
    return Grid(len(rows), max(len(row) for row in rows), cells, where, Geometry.RAGGED)


def filled(row: Iterable[Entry]) -> list[Entry]:
    """The entries of a row that hold text."""
    return [entry for entry in row if entry.text]


def is_prose(text: str) -> bool:
    """Whether a text is a sentence, or too long for a cell."""
    text = text.strip()
    return len(text) > _LONG or (len(text) > 10 and text[-1] in "。！？；")


def is_heading(text: str) -> bool:
    """Whether a text is numbered as the sections of official documents are (一、 二、 …)."""
    return _HEADING.match(text) is not None


def is_number(text: str) -> bool:
    """Whether a text is a number and nothing else."""
    return _NUMBER.fullmatch(text) is not None


def is_prose_row(row: Row) -> bool:
    """Whether what looks like a row is running text with a mark in it: half of it is sentences."""
    texts = [entry.text for entry in filled(row)]
    return bool(texts) and sum(is_prose(text) for text in texts) * 2 >= len(texts)


def are_rows(rows: Sequence[Row]) -> bool:
    """Whether rows make a table.

    Two of them with two entries do; so does one with two entries beside another of as many cells,
    and one alone that holds mostly numbers.
    """
    full = [row for row in rows if len(filled(row)) >= 2]
    if len(full) != 1:
        return len(full) >= 2
    entries = filled(full[0])
    if any(len(row) == len(full[0]) for row in rows if row is not full[0]):
        return True
    return len(entries) >= 3 and sum(is_number(entry.text) for entry in entries) >= 2
