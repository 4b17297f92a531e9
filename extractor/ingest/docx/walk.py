"""The walk through a Word document in its order: lines of text and tables, with their places.

Numbering counts as the walk goes, so it is made once, from the first block to the last, and visits
only what is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.grid import Span
from extractor.ingest.docx.geometry import Merge, Slot, Strip, place
from extractor.ingest.docx.names import (
    ALT_CHUNK,
    DELETED,
    MOVED_AWAY,
    TBL,
    TC,
    TC_PR,
    TR,
    TR_PR,
    TYPE,
    VAL,
    WIDTH,
    Element,
    P,
    W,
    child_of,
    contents,
    integer,
    is_on,
    value,
)
from extractor.ingest.docx.numbering import Numbering
from extractor.ingest.docx.styles import Styles
from extractor.ingest.docx.text import Mark, mark_of, numbered, visible_text

_BLOCKS = frozenset((P, TBL, ALT_CHUNK))
_ROWS, _CELLS = frozenset((TR,)), frozenset((TC,))
_SPAN, _DOWN, _ACROSS = W + "gridSpan", W + "vMerge", W + "hMerge"
_TC_WIDTH, _CELL_MERGE, _CELL_DELETED = W + "tcW", W + "cellMerge", W + "cellDel"
_BEFORE, _AFTER, _BEFORE_WIDTH = W + "gridBefore", W + "gridAfter", W + "wBefore"


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph's visible text, perhaps blank, and its place."""

    text: str
    at: str


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell that is seen: what it covers, what it holds in order, its place."""

    span: Span
    items: tuple[Item, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table that has rows; ``floating`` where it stands in a text box."""

    height: int
    width: int
    cells: tuple[TableCell, ...]
    at: str
    floating: bool


Item = Line | Table


class _Paragraph(NamedTuple):
    """A paragraph in the making: one whose mark was deleted runs on into the next."""

    text: str = ""
    at: str = ""
    boxes: Sequence[Element] = ()

    def joined(self, text: str, at: str, boxes: Sequence[Element]) -> _Paragraph:
        return _Paragraph(self.text + text, self.at if self.text.strip() else at, (*self.boxes, *boxes))


_NOTHING = _Paragraph()
_NO_MARK = Mark(hidden=True)
"""For what is left of a paragraph whose mark was deleted where no paragraph follows."""


class Walk:
    """One walk over a document.  ``foreign`` tells afterwards whether a ``w:altChunk`` was met: a
    document of another format kept whole within this one, which is not read."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.foreign = False

    def items(self, parent: Element, at: str = "", floating: bool = False) -> Iterator[Item]:
        """The lines and tables within a body, cell or text box; ``at`` is its place, "" for the body."""
        held = _NOTHING
        for number, element in enumerate(contents(parent, _BLOCKS), 1):
            here = f"{at}, block {number}" if at else f"block {number}"
            if element.tag == P:
                mark = mark_of(element, self._styles)
                text, boxes = visible_text(element, self._styles, mark.style)
                whole = _Paragraph(text, here, boxes) if held is _NOTHING else held.joined(text, here, boxes)
                held = whole if mark.deleted else _NOTHING
                if not mark.deleted:
                    yield from self._shown(whole, mark)
                continue
            if held is not _NOTHING:
                yield from self._shown(held, _NO_MARK)
                held = _NOTHING
            if element.tag == ALT_CHUNK:
                self.foreign = True
                continue
            table = self._table(element, here, floating)
            if table is not None:
                yield table
        if held is not _NOTHING:
            yield from self._shown(held, _NO_MARK)

    def _shown(self, paragraph: _Paragraph, mark: Mark) -> Iterator[Item]:
        """The paragraph, unless its mark is hidden and so is all its text, and then its text boxes."""
        if paragraph.text.strip() or not mark.hidden:
            yield Line(numbered(paragraph.text, mark, self._styles, self._numbering), paragraph.at)
        for number, box in enumerate(paragraph.boxes, 1):
            yield from self.items(box, f"{paragraph.at}, text box {number}", floating=True)

    def _table(self, table: Element, at: str, floating: bool) -> Table | None:
        """The table with the cells that are seen, in reading order; None where all rows are gone."""
        strips: list[Strip] = []
        sources: dict[tuple[int, int], Element] = {}
        unit = _unit(table)
        for number, row in enumerate(contents(table, _ROWS), 1):
            properties = child_of(row, TR_PR)
            if properties is not None and _row_is_gone(properties):
                continue
            slots: list[Slot] = []
            for count, cell in enumerate(contents(row, _CELLS), 1):
                slot = _slot(child_of(cell, TC_PR), number, count, unit)
                if slot is not None:
                    slots.append(slot)
                    sources[number, count] = cell
            if slots:
                strips.append(_strip(properties, slots, unit))
        if not strips:
            return None
        height, width, placed = place(strips)
        cells: list[TableCell] = []
        for each in placed:
            here = f"{at}, row {each.slot.row}, cell {each.slot.cell}"
            source = sources[each.slot.row, each.slot.cell]
            cells.append(TableCell(each.span, tuple(self.items(source, here)), here))
        return Table(height, width, tuple(cells), at, floating)


def _row_is_gone(properties: Element) -> bool:
    return (
        properties.find(DELETED) is not None
        or properties.find(MOVED_AWAY) is not None
        or is_on(properties.find(W + "hidden")) is True
    )


def _strip(properties: Element | None, slots: list[Slot], unit: str) -> Strip:
    if properties is None:
        return Strip(tuple(slots))
    before, after = integer(value(properties, _BEFORE)), integer(value(properties, _AFTER))
    return Strip(
        tuple(slots),
        before=0 if before is None else max(before, 0),
        after=0 if after is None else max(after, 0),
        before_width=_width(properties.find(_BEFORE_WIDTH), unit),
    )


def _slot(properties: Element | None, row: int, cell: int, unit: str) -> Slot | None:
    """The cell as its ``w:tcPr`` states it; None where it was deleted with tracked changes."""
    if properties is None:
        return Slot(row, cell)
    stated: dict[str, Element] = {child.tag: child for child in properties}
    if _CELL_DELETED in stated:
        return None
    span = integer(stated[_SPAN].get(VAL)) if _SPAN in stated else None
    span = 1 if span is None else max(span, 1)
    width = _width(stated.get(_TC_WIDTH), unit)
    return Slot(row, cell, span, width, _down(stated), _merge(stated.get(_ACROSS)))


def _merge(element: Element | None) -> Merge:
    if element is None:
        return Merge.NONE
    return Merge.RESTART if element.get(VAL) == "restart" else Merge.CONTINUE


def _down(stated: dict[str, Element]) -> Merge:
    """``w:vMerge``, or the merge that a tracked change (``w:cellMerge``) makes."""
    change = None if _DOWN in stated else stated.get(_CELL_MERGE)
    if change is not None:
        return {"rest": Merge.RESTART, "cont": Merge.CONTINUE}.get(change.get(_DOWN, ""), Merge.NONE)
    return _merge(stated.get(_DOWN))


def _unit(table: Element) -> str:
    """The unit of the table's widths: that of its first cell."""
    first = next(table.iter(_TC_WIDTH), None)
    return "dxa" if first is None else first.get(TYPE, "dxa")


def _width(element: Element | None, unit: str) -> float | None:
    """A positive width in the table's unit; None where there is none, or one in another unit."""
    if element is None or element.get(TYPE, "dxa") != unit or unit not in ("dxa", "pct"):
        return None
    try:
        width = float(element.get(WIDTH, "").removesuffix("%"))
    except ValueError:
        return None
    return width if 0 < width < 1e9 else None
