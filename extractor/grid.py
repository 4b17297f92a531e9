"""A table as it is laid out on the page (网格): cells in rows and columns, no headings, no numbers.

The layout of a table and its logic are kept apart, after Wang, *Tabular Abstraction, Editing, and
Formatting* (1996): this module knows only the layout.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from extractor.provenance import Provenance


class Geometry(StrEnum):
    """How far the columns of a grid can be believed."""

    EXACT = "exact"
    """The source states which columns every cell covers (Word, HTML, ruled PDF)."""
    RAGGED = "ragged"
    """The source states rows and the order of cells in them; merged cells have lost their width, so
    that a cell's column is only its number in the row (flattened text)."""


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open rectangle of rows ``top:bottom`` and columns ``left:right`` that a cell covers."""

    top: int
    left: int
    bottom: int
    right: int

    def __post_init__(self) -> None:
        if not (0 <= self.top < self.bottom and 0 <= self.left < self.right):
            raise ValueError(f"an empty or negative span: {self}")

    @property
    def rows(self) -> int:
        return self.bottom - self.top

    @property
    def columns(self) -> int:
        return self.right - self.left

    def positions(self) -> Iterator[tuple[int, int]]:
        """Every (row, column) that the span covers."""
        for row in range(self.top, self.bottom):
            for column in range(self.left, self.right):
                yield row, column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what it covers, the text printed in it (its lines parted by ``\\n``), and where."""

    span: Span
    text: str
    provenance: Provenance


@dataclass(frozen=True)
class Grid:
    """``height`` × ``width`` positions, covered by cells that do not overlap.

    A position that no cell covers is a hole (``w:gridBefore``, a row that ends early).  Cells are
    kept sorted by their top left corner, which is the order of reading.

    Raises ValueError where cells overlap or leave the grid.
    """

    height: int
    width: int
    cells: tuple[Cell, ...]
    provenance: Provenance
    geometry: Geometry = Geometry.EXACT
    _owner: dict[tuple[int, int], Cell] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        owner: dict[tuple[int, int], Cell] = {}
        height, width = self.height, self.width
        for cell in self.cells:
            span = cell.span
            if span.bottom > height or span.right > width:
                raise ValueError(f"{span} leaves a grid of {height} × {width}")
            corner = span.top, span.left
            single = span.bottom - span.top == 1 == span.right - span.left
            for position in (corner,) if single else span.positions():
                if position in owner:
                    raise ValueError(f"two cells at row {position[0]}, column {position[1]}")
                owner[position] = cell
        ordered = tuple(sorted(self.cells, key=lambda cell: (cell.span.top, cell.span.left)))
        object.__setattr__(self, "cells", ordered)
        object.__setattr__(self, "_owner", owner)

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell that covers the position, or None for a hole."""
        return self._owner.get((row, column))

    def row(self, row: int) -> tuple[Cell, ...]:
        """The cells that cover some position of the row, from left to right, each once."""
        seen: dict[int, Cell] = {}
        for column in range(self.width):
            cell = self._owner.get((row, column))
            if cell is not None:
                seen.setdefault(cell.span.left, cell)
        return tuple(seen.values())

    def column(self, column: int) -> tuple[Cell, ...]:
        """The cells that cover some position of the column, from top to bottom, each once."""
        seen: dict[int, Cell] = {}
        for row in range(self.height):
            cell = self._owner.get((row, column))
            if cell is not None:
                seen.setdefault(cell.span.top, cell)
        return tuple(seen.values())

    def matrix(self, *, fill: bool) -> list[list[str | None]]:
        """The texts by row and column; None in a hole.

        With ``fill`` a merged cell's text stands at every position that it covers; without, only at
        its top left corner, and None at the others.
        """
        texts: list[list[str | None]] = [[None] * self.width for _ in range(self.height)]
        for cell in self.cells:
            positions = cell.span.positions() if fill else [(cell.span.top, cell.span.left)]
            for row, column in positions:
                texts[row][column] = cell.text
        return texts

    def to_text(self) -> str:
        """A row a line, cells parted by `` | ``, the lines of a cell joined."""
        rows = self.matrix(fill=False)
        return "\n".join(" | ".join((text or "").replace("\n", "") for text in row) for row in rows)

    def to_html(self) -> str:
        """An HTML table with the same spans."""
        lines = ['<table class="extractor-grid">']
        for row in range(self.height):
            lines.append("<tr>")
            for cell in (c for c in self.cells if c.span.top == row):
                spans = f' rowspan="{cell.span.rows}"' if cell.span.rows > 1 else ""
                spans += f' colspan="{cell.span.columns}"' if cell.span.columns > 1 else ""
                lines.append(f"<td{spans}>{html.escape(cell.text).replace(chr(10), '<br>')}</td>")
            lines.append("</tr>")
        return "\n".join([*lines, "</table>"])

    _repr_html_ = to_html
