"""The walk through a Word document in its order: lines of text and tables, with their places.

Numbering counts as the walk goes, so it is made once, from the first block to the last, and visits
only what is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.grid import Span
from extractor.ingest.docx.geometry import Merge, Slot, Strip, place, uneven
from extractor.ingest.docx.names import (
    ALT_CHUNK,
    DELETED,
    MOVED_AWAY,
    P_PR,
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
from extractor.ingest.docx.text import Mark, Marks, numbered, visible_text

_BLOCKS = frozenset((P, TBL, ALT_CHUNK))
_ROWS, _CELLS = frozenset((TR,)), frozenset((TC,))
_SPAN, _DOWN, _ACROSS = W + "gridSpan", W + "vMerge", W + "hMerge"
_TC_WIDTH, _CELL_MERGE, _CELL_DELETED = W + "tcW", W + "cellMerge", W + "cellDel"
_TELLING = (_SPAN, _DOWN, _ACROSS, _CELL_MERGE, _CELL_DELETED)
_BEFORE, _AFTER, _BEFORE_WIDTH = W + "gridBefore", W + "gridAfter", W + "wBefore"
_NONE = Merge.NONE
_TRACKED = {"rest": Merge.RESTART, "cont": Merge.CONTINUE}
"""The merge that a tracked change (``w:cellMerge``) makes; a ``w:vMerge`` beside it counts instead."""


class Line(NamedTuple):
    """A paragraph's visible text, perhaps blank, and its place."""

    text: str
    at: str


class TableCell(NamedTuple):
    """A cell that is seen: what it covers, what it holds in order, its place."""

    span: Span
    items: list[Item]
    at: str


class Table(NamedTuple):
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


class Walk:
    """One walk over a document.  ``foreign`` tells afterwards whether a ``w:altChunk`` was met: a
    document of another format kept whole within this one, which is not read."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self.foreign = False
        # For what is left of a paragraph whose mark was deleted where no paragraph follows.
        self._no_mark = Mark(None, styles.paragraph(None), hidden=True)
        self._marks = Marks(styles)

    def items(self, parent: Iterable[Element], at: str = "", floating: bool = False) -> list[Item]:
        """The lines and tables within a body, cell or text box; ``at`` is its place, "" for the body."""
        found: list[Item] = []
        held = _NOTHING
        for number, element in enumerate(contents(parent, _BLOCKS), 1):
            here = f"{at}, block {number}" if at else f"block {number}"
            tag = element.tag
            if tag == P:
                children = list(element)
                mark = self._marks.of(child_of(children, P_PR))
                text, boxes = visible_text(children, self._styles, mark.stated.hidden is True)
                if held is not _NOTHING:
                    text, here, boxes = held.joined(text, here, boxes)
                held = _Paragraph(text, here, boxes) if mark.deleted else _NOTHING
                if not mark.deleted:
                    self._show(found, text, here, boxes, mark)
                continue
            if held is not _NOTHING:
                self._show(found, *held, self._no_mark)
                held = _NOTHING
            if tag == ALT_CHUNK:
                self.foreign = True
                continue
            table = self._table(element, here, floating)
            if table is not None:
                found.append(table)
        if held is not _NOTHING:
            self._show(found, *held, self._no_mark)
        return found

    def _show(self, found: list[Item], text: str, at: str, boxes: Sequence[Element], mark: Mark) -> None:
        """Adds the paragraph, unless its mark is hidden and so is all its text, and then its text boxes."""
        if not mark.hidden or text.strip():
            found.append(Line(numbered(text, mark, self._numbering), at))
        for number, box in enumerate(boxes, 1) if boxes else ():
            found.extend(self.items(box, f"{at}, text box {number}", floating=True))

    def _table(self, table: Element, at: str, floating: bool) -> Table | None:
        """The table with the cells that are seen, in reading order; None where all rows are gone."""
        strips: list[Strip] = []
        sources: dict[tuple[int, int], list[Element]] = {}
        unit = _unit(table)
        telling = {element.getparent() for element in table.iter(*_TELLING)}  # the w:tcPr of few cells
        for number, row in enumerate(contents(table, _ROWS), 1):
            parts = list(row)
            properties = child_of(parts, TR_PR)
            if properties is not None and len(properties) == 0:
                properties = None
            if properties is not None and _row_is_gone(properties):
                continue
            slots: list[Slot] = []
            for count, cell in enumerate(contents(parts, _CELLS), 1):
                children = list(cell)
                stated = child_of(children, TC_PR)
                slot = _slot(stated if stated in telling else None, number, count)
                if slot is not None:
                    slots.append(slot)
                    sources[number, count] = children
            if slots:
                strips.append(_strip(properties, slots, unit))
        if not strips:
            return None
        if uneven(strips):
            strips = _measured(strips, sources, unit)
        height, width, placed = place(strips)
        cells: list[TableCell] = []
        for span, slot in placed:
            row_number, cell_number = slot[:2]
            here = f"{at}, row {row_number}, cell {cell_number}"
            cells.append(TableCell(span, self.items(sources[row_number, cell_number], here), here))
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


def _slot(properties: Element | None, row: int, cell: int) -> Slot | None:
    """The cell as its ``w:tcPr`` states it, save its width; None where it was deleted with tracked
    changes."""
    if properties is None:
        return Slot(row, cell)
    span: int | None = None
    down: Merge | None = None
    across = changed = _NONE
    for child in properties:
        tag = child.tag
        if tag == _SPAN:
            span = integer(child.get(VAL))
        elif tag == _DOWN:
            down = _merge(child)
        elif tag == _ACROSS:
            across = _merge(child)
        elif tag == _CELL_MERGE:
            changed = _TRACKED.get(child.get(_DOWN, ""), _NONE)
        elif tag == _CELL_DELETED:
            return None
    span = 1 if span is None else max(span, 1)
    return Slot(row, cell, span, None, changed if down is None else down, across)


def _measured(strips: list[Strip], sources: dict[tuple[int, int], list[Element]], unit: str) -> list[Strip]:
    """The rows with the widths of their cells, which few tables need."""
    measured: list[Strip] = []
    for strip in strips:
        slots: list[Slot] = []
        for slot in strip.slots:
            properties = child_of(sources[slot.row, slot.cell], TC_PR)
            stated = None if properties is None else properties.findall(_TC_WIDTH)
            slots.append(slot._replace(width=_width(stated[-1], unit) if stated else None))
        measured.append(strip._replace(slots=tuple(slots)))
    return measured


def _merge(element: Element) -> Merge:
    return Merge.RESTART if element.get(VAL) == "restart" else Merge.CONTINUE


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
