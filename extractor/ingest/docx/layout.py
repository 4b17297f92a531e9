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
    held = [_inlined(cell) for cell in table.cells]
    texts = [_text(items) for items in held]
    if _is_layout(held, texts):
        for items in held:
            yield from blocks(items, name)
        return
    yield _grid(table, texts, name)
    for items in held:
        if len(items) > 1 or (items and isinstance(items[0], Table)):
            yield from blocks([item for item in items if isinstance(item, Table)], name)


def _inlined(cell: TableCell) -> list[Item]:
    """What the cell holds, tables of one cell (frames around text) opened."""
    if len(cell.items) == 1 and isinstance(cell.items[0], Line):
        return cell.items
    items: list[Item] = []
    for item in cell.items:
        if isinstance(item, Table) and len(item.cells) == 1:
            items.extend(_inlined(item.cells[0]))
        else:
            items.append(item)
    return items


def _text(items: list[Item]) -> str:
    """The lines of a cell, without blank ones at the end."""
    return "\n".join([item.text for item in items if isinstance(item, Line)]).rstrip()


def _is_layout(held: list[list[Item]], texts: list[str]) -> bool:
    nesting = 0
    for items in held:
        for item in items:
            if isinstance(item, Table) and not item.floating:
                nesting += 1
                break
    if nesting:
        return nesting > 1 or sum(1 for text in texts if text) < DATA_CELLS
    if len(held) > 1:
        return False
    lines = [item for items in held for item in items if isinstance(item, Table) or item.text.strip()]
    return len(lines) > 1


def _grid(table: Table, texts: list[str], name: str) -> Grid:
    if table.height * table.width > MAX_POSITIONS:
        raise LimitExceeded(
            Reason.LIMIT,
            name=name,
            limit="rows × columns of a table",
            value=f"{table.height} × {table.width}",
            maximum=MAX_POSITIONS,
        )
    cells = [
        Cell(cell.span, text, Provenance(cell.at)) for cell, text in zip(table.cells, texts, strict=True)
    ]
    return Grid(table.height, table.width, tuple(cells), Provenance(table.at), Geometry.EXACT)
