"""The rows of a report's grids as one stream, whatever grids and pages they were cut into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extractor.document import Block
from extractor.grid import Cell, Geometry, Grid
from extractor.numerals import holds_figure

PAGE_BREAK = "\f"
"""Between the two parts of a text that were printed in two cells, one on each page."""


@dataclass(frozen=True, eq=False)
class PrintedRow:
    """One row of a grid: the cells that cover it, from left to right.

    ``block`` is the number of the grid among the document's blocks and ``index`` the row in it.  A
    row that was put together from two keeps the place of the first.
    """

    block: int
    index: int
    grid: Grid
    cells: tuple[Cell, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The texts of the cells."""
        return tuple(cell.text for cell in self.cells)

    @cached_property
    def words(self) -> tuple[bool, ...]:
        """Of each cell, whether it holds words: what stands in no cell for figures."""
        return tuple(not holds_figure(cell.text) for cell in self.cells)

    @cached_property
    def stub_end(self) -> int:
        """The number of cells up to and including the last that holds words: the rest hold figures."""
        for position in range(len(self.cells) - 1, -1, -1):
            if self.words[position]:
                return position + 1
        return 0

    @property
    def stub(self) -> tuple[Cell, ...]:
        """The leading cells, up to the last that holds words."""
        return self.cells[: self.stub_end]

    @property
    def figures(self) -> tuple[Cell, ...]:
        """The trailing cells that hold figures, voids or nothing."""
        return self.cells[self.stub_end :]

    @property
    def label(self) -> str:
        """The innermost words of the stub."""
        return self.cells[self.stub_end - 1].text if self.stub_end else ""

    @property
    def is_bare(self) -> bool:
        """Whether no trailing cell holds anything."""
        return all(not cell.text.strip() for cell in self.figures)

    @property
    def is_exact(self) -> bool:
        """Whether the columns of the cells can be believed."""
        return self.grid.geometry is Geometry.EXACT


def stream(blocks: Sequence[Block]) -> tuple[PrintedRow, ...]:
    """The rows of all grids among the blocks, in order.

    Rows without any cell are left out, and those in which only a row above goes on.
    """
    return tuple(
        PrintedRow(number, index, block, cells)
        for number, block in enumerate(blocks)
        if isinstance(block, Grid)
        for index in range(block.height)
        if (cells := block.row(index)) and not _goes_on(index, cells)
    )


def _goes_on(index: int, cells: Sequence[Cell]) -> bool:
    """Whether a row is the lower part of the one above: its figures began there, and no text here.

    A rule that ends within the stub (a group's rest on the next page) makes two rows of one.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    if any(cell.span.top == index for cell in filled):
        return False
    return any(holds_figure(cell.text) for cell in filled)


def join(first: PrintedRow, second: PrintedRow) -> PrintedRow | None:
    """The two pieces of a row that a page break cut, as one; None where they cannot be.

    Figures are laid over one another from the right and the label's rest is put behind its start.
    Where both pieces print something, the page broke a number: its parts are put together with a
    PAGE_BREAK, and it is for the reading of the number to doubt it.
    """
    width = min(len(first.figures), len(second.figures))
    if not width:
        return None
    figures: list[Cell] = list(first.figures)
    for back in range(1, width + 1):
        upper, lower = first.figures[-back], second.figures[-back]
        if upper.text.strip() and lower.text.strip():
            figures[-back] = replace(upper, text=f"{upper.text}{PAGE_BREAK}{lower.text}")
        elif lower.text.strip():
            figures[-back] = lower
    if any(cell.text.strip() for cell in second.figures[:-width]):
        return None
    stub = list(first.stub)
    if second.stub:
        if stub:
            stub[-1] = replace(stub[-1], text=f"{stub[-1].text}{second.label}")
        else:
            stub = list(second.stub)
    return replace(first, cells=(*stub, *figures))
