"""A ``<table>`` to a grid, by the HTML table algorithm (表格模型).

What the algorithm leaves to the browser is settled as browsers show it: of two cells that overlap the
first keeps the position and the later is cut; a span ends with its row group and with the last row;
a head stands first and a foot last, wherever they are written; what is not displayed takes no place,
what is only invisible takes its place and holds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.grid import Cell, Grid, Span
from extractor.ingest.html_page import MAX_POSITIONS, Page
from extractor.ingest.html_style import PLAIN, Look
from extractor.ingest.html_tree import Element
from extractor.provenance import Provenance

MAX_COLSPAN = 1000

_SECTIONS = ("thead", "tbody", "tfoot")


class Place(NamedTuple):
    """One displayed cell of a table: its element, its row's and its own number in the source, and
    whether what it holds can be seen."""

    element: Element
    row: int
    cell: int
    visible: bool


Row = tuple[Place, ...]


def row_groups(page: Page, table: Element) -> list[list[Row]]:
    """The displayed rows of a table by row group, in the order in which they are displayed.

    Rows and cells are numbered from 1 as they stand in the source, those not displayed included.
    """
    heads: list[list[Row]] = []
    bodies: list[list[Row]] = []
    feet: list[list[Row]] = []
    loose: list[Row] | None = None
    number = 0
    shown = _is_visible(page.styles.look(table), True)
    for child in table:
        if child.tag == "tr":
            number += 1
            if loose is None:
                loose = []
                bodies.append(loose)
            loose += _row(page, child, number, shown)
        elif child.tag in _SECTIONS:
            loose = None
            rows: list[Row] = []
            look = page.styles.look(child)
            for row in child.iterchildren("tr"):
                number += 1
                if look.display != "none":
                    rows += _row(page, row, number, _is_visible(look, shown))
            where = feet if child.tag == "tfoot" else bodies
            (heads if child.tag == "thead" and not heads else where).append(rows)
    return [group for group in [*heads, *bodies, *feet] if group]


def _row(page: Page, element: Element, number: int, shown: bool) -> list[Row]:
    """The row in a list, or an empty list where it is not displayed."""
    look = page.styles.look(element)
    if look.display == "none":
        return []
    shown = _is_visible(look, shown)
    places = []
    index = 0
    for cell in element:
        if cell.tag != "td" and cell.tag != "th":
            continue
        index += 1
        look = page.styles.look(cell)
        if look is PLAIN:
            places.append(Place(cell, number, index, shown))
        elif look.display != "none":
            places.append(Place(cell, number, index, _is_visible(look, shown)))
    return [tuple(places)]


def _is_visible(look: Look, inherited: bool) -> bool:
    if look.visibility is None or look.visibility == "inherit":
        return inherited
    return look.visibility not in ("hidden", "collapse")


def build_grid(
    page: Page, table: Element, groups: list[list[Row]], texts: Mapping[Element, str]
) -> Grid | None:
    """The grid of a table, or None where no cell of it is displayed.

    Raises LimitExceeded where the page's grids have too many positions.
    """
    spans: list[tuple[Span, Place]] = []
    top = 0
    for group in groups:
        kept = [row for row in group if not _is_spacer(row, texts)]
        spans += _placed(page, kept, top)
        top += len(kept)
    if not spans:
        return None
    spans = _without_overrun(_without_empty_rows(spans))
    name = f"table {page.numbers[table]}"
    cells = tuple(
        Cell(span, texts[place.element], Provenance(f"{name}, row {place.row}, cell {place.cell}"))
        for span, place in spans
    )
    height = max([span.bottom for span, _ in spans])
    width = max([span.right for span, _ in spans])
    page.spend(height * width)
    return Grid(height, width, cells, Provenance(name))


def _is_spacer(row: Row, texts: Mapping[Element, str]) -> bool:
    """The row of no height that Word writes below a table to state the widths of its columns."""
    if not row:
        return False
    height = row[0].element.getparent()
    flat = height is not None and (height.get("height") or "").strip() in ("0", "0px")
    return flat and not any(texts[place.element] for place in row)


def _placed(page: Page, group: list[Row], top: int) -> list[tuple[Span, Place]]:
    """The rectangles of the cells of one row group that begins at row ``top``."""
    spans: list[tuple[Span, Place]] = []
    free_from: dict[int, int] = {}
    """Column to the first row of the group in which it is free again."""
    area = 0
    for row, places in enumerate(group):
        left = 0
        for place in places:
            while free_from.get(left, 0) > row:
                left += 1
            across, down = place.element.get("colspan"), place.element.get("rowspan")
            columns = 1 if across is None else _number(across, least=1, most=MAX_COLSPAN)
            wanted = 1 if down is None else _number(down, least=0, most=len(group) - row)
            bottom = len(group) if wanted == 0 else row + wanted
            right = left + 1
            while right < left + columns and free_from.get(right, 0) <= row:
                right += 1
            if bottom > row + 1:  # one that ends with its row is in no later one's way
                for column in range(left, right):
                    free_from[column] = bottom
            area += (right - left) * (bottom - row)
            if area > MAX_POSITIONS:
                raise page.limit("grid_positions", area, MAX_POSITIONS)
            spans.append((Span(top + row, left, top + bottom, right), place))
            left += columns
    return spans


def _number(text: str, *, least: int, most: int) -> int:
    """A span attribute as browsers read it: leading digits, 1 where there are none, kept in bounds."""
    digits = ""
    for character in text.strip().lstrip("+"):
        if character not in "0123456789":
            break
        digits += character
    value = int(digits[:9]) if digits else 1
    if value < least:
        return 1
    return min(value, most)


def _without_empty_rows(spans: list[tuple[Span, Place]]) -> list[tuple[Span, Place]]:
    """The same, less the rows in which no cell begins: they have no height and hold nothing."""
    tops = {span.top for span, _ in spans}
    height = max([span.bottom for span, _ in spans])
    if len(tops) == height:
        return spans
    new = [0]
    for row in range(height):
        new.append(new[-1] + (row in tops))
    return [(Span(new[s.top], s.left, new[s.bottom], s.right), place) for s, place in spans]


def _without_overrun(spans: list[tuple[Span, Place]]) -> list[tuple[Span, Place]]:
    """The same, with a lone cell that spans more columns than all other rows have cut to their width."""
    begun: dict[int, int] = {}
    for span, _ in spans:
        begun[span.top] = begun.get(span.top, 0) + 1
    alone = {s.top for s, _ in spans if begun[s.top] == 1 and s.left == 0 and s.rows == 1}
    if not alone:
        return spans
    width = max((span.right for span, _ in spans if span.top not in alone), default=0)
    if width == 0:
        width = 1
    return [
        (Span(s.top, s.left, s.bottom, min(s.right, width)) if s.top in alone else s, place)
        for s, place in spans
    ]
