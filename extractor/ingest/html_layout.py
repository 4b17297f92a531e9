"""What a ``<table>`` is there for: a grid of data, or the layout of the page (布局表格)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.grid import Cell, Grid, Span
from extractor.ingest.html_flow import flow
from extractor.ingest.html_grid import Row, build_grid, row_groups
from extractor.ingest.html_page import Page, Passage
from extractor.ingest.html_tree import Element

MAX_NESTED_TABLES = 50

Piece = Passage | Grid

_DATA_CELLS = 8
"""So many cells with text of its own make a table that holds another one a table of data still."""
_LONG = 300
_RUNNING = 80
"""Characters of a cell that are a text set in a table, and no entry of it."""
_SENTENCE = re.compile(r"[。；]")
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、\S")


def pieces(page: Page, element: Element, *, level: int = 0) -> Iterator[Piece]:
    """The passages and grids inside an element, in reading order, layout tables taken apart."""
    for item in flow(page, element, cell=False):
        if isinstance(item, Passage):
            yield item
        else:
            yield from _table(page, item, level + 1)


def _table(page: Page, table: Element, level: int) -> Iterator[Piece]:
    if level > MAX_NESTED_TABLES:
        raise page.limit("nested_tables", level, MAX_NESTED_TABLES)
    for caption in table.iterchildren("caption"):
        yield from pieces(page, caption, level=level)
    groups = row_groups(page, table)
    contents = {
        place.element: flow(page, place.element, cell=True) if place.visible else []
        for group in groups
        for row in group
        for place in row
    }
    texts = {cell: _text_of(items) for cell, items in contents.items()}
    if _is_layout(contents, texts):
        for cell in _cells(groups):
            if contents[cell]:
                yield from pieces(page, cell, level=level)
        return
    grid = build_grid(page, table, groups, texts)
    if grid is not None and any(cell.text for cell in grid.cells):
        yield from _parted(grid)
    for cell in _cells(groups):
        for item in contents[cell]:
            if not isinstance(item, Passage):
                yield from _table(page, item, level + 1)


def _text_of(items: list[Passage | Element]) -> str:
    """The passages of a cell, a line each."""
    return "\n".join([item.text for item in items if isinstance(item, Passage)]) if items else ""


def _cells(groups: list[list[Row]]) -> Iterator[Element]:
    for group in groups:
        for row in group:
            for place in row:
                yield place.element


def _is_layout(contents: dict[Element, list[Passage | Element]], texts: dict[Element, str]) -> bool:
    """Whether a table only arranges what it holds.

    A lone cell of several paragraphs does, and a table of few cells with a long text in one.  A
    table that holds tables does, unless it has many entries of its own and the other table is an
    entry of one cell.
    """
    filled = [cell for cell in contents if texts[cell]]
    holders = list(
        dict.fromkeys(
            cell for cell, items in contents.items() for item in items if not isinstance(item, Passage)
        )
    )
    longest = max(map(len, texts.values()), default=0)
    if holders:
        is_data = len(filled) >= _DATA_CELLS and len(holders) == 1 and longest <= _LONG
        return not (is_data and len(texts[holders[0]]) <= _RUNNING)
    if len(contents) == 1:
        return any(len(items) > 1 or longest > _LONG for items in contents.values())
    return len(filled) <= 4 and longest > _LONG and any(len(contents[cell]) >= 3 for cell in filled)


def _parted(grid: Grid) -> Iterable[Piece]:
    """The grid, or, where a whole page was set in one table, its texts and what lies between them.

    Rows of one cell over the full width that hold running text are paragraphs; in a table that has
    such rows the numbered headings in rows of that kind are paragraphs as well.
    """
    lone = {
        cell.span.top: cell
        for cell in grid.cells
        if cell.span.left == 0 and cell.span.right == grid.width and cell.span.rows == 1
    }
    texts = {top: cell for top, cell in lone.items() if _is_running(cell.text)}
    if not texts or (grid.width == 1 and len(grid.cells) == 1):
        return [grid]
    texts |= {top: cell for top, cell in lone.items() if _NUMBERED.match(cell.text)}
    found: list[Piece] = []
    start = 0
    for top in [*sorted(texts), grid.height]:
        part = _part(grid, start, top)
        if part is not None:
            found.append(part)
        if top in texts:
            found += [Passage(line, str(texts[top].provenance), "td") for line in texts[top].text.split("\n")]
        start = top + 1
    return found


def _is_running(text: str) -> bool:
    return len(text) > _RUNNING and _SENTENCE.search(text) is not None


def _part(grid: Grid, top: int, bottom: int) -> Grid | None:
    """The rows ``top:bottom`` of a grid that no cell crosses into, or None where they hold no text."""
    inside = [cell for cell in grid.cells if top <= cell.span.top < bottom]
    if not any(cell.text for cell in inside):
        return None
    moved = tuple(
        Cell(Span(c.span.top - top, c.span.left, c.span.bottom - top, c.span.right), c.text, c.provenance)
        for c in inside
    )
    return Grid(bottom - top, max(c.span.right for c in moved), moved, grid.provenance, grid.geometry)
