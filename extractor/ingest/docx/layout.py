"""Which tables of a Word document are grids and which only lay out the page, and the blocks they give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.document import Block, Paragraph
from extractor.errors import LimitExceeded, Reason
from extractor.grid import Cell, Geometry, Grid
from extractor.ingest.docx.walk import Item, Line, Table, TableCell
from extractor.provenance import Provenance

DATA_CELLS = 8
"""A table with so many filled cells is a table of data, though one of its cells holds another table."""
MAX_POSITIONS = 2_000_000
"""Rows × columns of one grid; the forms have a few hundred."""


def blocks(items: Iterable[Item], name: str) -> Iterator[Block]:
    """The blocks of a body in reading order; ``name`` is the source's, for errors.

    Raises LimitExceeded for a table of more than ``MAX_POSITIONS``.
    """
    for item in items:
        if isinstance(item, Table):
            yield from _table(item, name)
        elif item.text.strip():
            yield Paragraph(item.text.strip("\n"), Provenance(item.at))


def _table(table: Table, name: str) -> Iterator[Block]:
    """A grid and the tables that stand in it; or what its cells hold, where it lays out the page."""
    held = [(cell, _inlined(cell)) for cell in table.cells]
    if _is_layout(held):
        for _, items in held:
            yield from blocks(items, name)
        return
    yield _grid(table, [(cell, _text(items)) for cell, items in held], name)
    for _, items in held:
        yield from blocks((item for item in items if isinstance(item, Table)), name)


def _inlined(cell: TableCell) -> list[Item]:
    """What the cell holds, tables of one cell (frames around text) opened."""
    items: list[Item] = []
    for item in cell.items:
        if isinstance(item, Table) and len(item.cells) == 1:
            items.extend(_inlined(item.cells[0]))
        else:
            items.append(item)
    return items


def _is_layout(held: list[tuple[TableCell, list[Item]]]) -> bool:
    filled = sum(1 for _, items in held if _text(items))
    nesting = sum(
        1 for _, items in held if any(isinstance(item, Table) and not item.floating for item in items)
    )
    if nesting:
        return nesting > 1 or filled < DATA_CELLS
    if len(held) > 1:
        return False
    lines = [item for _, items in held for item in items if isinstance(item, Table) or item.text.strip()]
    return len(lines) > 1


def _text(items: list[Item]) -> str:
    """The lines of a cell, without blank ones at the end."""
    return "\n".join(item.text for item in items if isinstance(item, Line)).rstrip()


def _grid(table: Table, texts: list[tuple[TableCell, str]], name: str) -> Grid:
    if table.height * table.width > MAX_POSITIONS:
        raise LimitExceeded(
            Reason.LIMIT,
            name=name,
            limit="rows × columns of a table",
            value=f"{table.height} × {table.width}",
            maximum=MAX_POSITIONS,
        )
    return Grid(
        table.height,
        table.width,
        tuple(Cell(cell.span, text, Provenance(cell.at)) for cell, text in texts),
        Provenance(table.at),
        Geometry.EXACT,
    )
