"""Elements to running text, as a browser lays it out: which words share a line, which do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from extractor.ingest.html_elements import (
    BLOCKS,
    DROPPED,
    FIELDS,
    HEADINGS,
    HINT,
    NO_TEXT_INPUTS,
    OFF_THE_LINE,
    SPECIAL,
    ZONES,
)
from extractor.ingest.html_line import clean, lone_passage
from extractor.ingest.html_page import Page, Passage
from extractor.ingest.html_style import PLAIN, Look
from extractor.ingest.html_tree import MAX_DEPTH, Element, path_of

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class _Here:
    """How the text in an element is shown.  Digits ``off`` the line are a note's (22¹ is not 221)."""

    visible: bool = True
    off: Literal["sub", "super"] | None = None
    pre: bool = False
    linked: bool = False
    zone: str = ""
    heading: bool = False


_Frame: TypeAlias = tuple[Iterator[Element], Element, _Here, Element, bool]
"""The children still to visit, their parent, how they are shown, the block they are in, whether the
parent is a block."""


def flow(page: Page, element: Element, *, cell: bool) -> list[Passage | Element]:
    """The passages and the tables inside an element, in order; the tables are not entered.

    In a ``cell`` the values of form fields count as text, a table of one cell is part of the text,
    and passages carry no place.
    """
    lone = lone_passage(page, element) if cell else None
    return _Flow(page, cell).run(element) if lone is None else lone


class _Flow:
    def __init__(self, page: Page, cell: bool) -> None:
        self.page = page
        self.cell = cell
        self.items: list[Passage | Element] = []
        self.line: list[str] = []
        self.lines: list[str] = []
        self.linked = 0
        self.start: tuple[Element, _Here] | None = None

    def run(self, element: Element) -> list[Passage | Element]:
        here = _Here()
        look = self.page.styles.look(element)
        if look.display == "none":
            return []
        if look.visibility in ("hidden", "collapse"):
            here = replace(here, visible=False)
        self._walk(element, here)
        self._end_passage()
        return self.items

    def _walk(self, root: Element, here: _Here) -> None:
        """Depth first, without recursion: pages nest deeper than Python's stack goes."""
        if root.text:
            self._text(root.text, here, root)
        stack: list[_Frame] = [(iter(root), root, here, root, True)]
        while stack:
            children, element, here, block, ends = stack[-1]
            for child in children:
                frame = self._opened(child, here, block)
                if frame is not None:
                    stack.append(frame)
                    break
                if child.tail:
                    self._text(child.tail, here, block)
            else:
                stack.pop()
                if ends:
                    self._end_passage()
                if stack and element.tail:
                    self._text(element.tail, stack[-1][2], stack[-1][3])
            if len(stack) > MAX_DEPTH:
                raise self.page.limit("html_depth", len(stack), MAX_DEPTH)

    def _opened(self, element: Element, here: _Here, block: Element) -> _Frame | None:
        """Takes an element's own text; the frame to go on with where it has children, else None."""
        tag = element.tag
        if not isinstance(tag, str) or tag in DROPPED:
            return None
        look = self.page.styles.look(element)
        if look is not PLAIN:
            if look.display == "none" or look.struck or (look.tiny and not len(element)):
                return None  # what stands deeper in letters of no size may have a size of its own
            if look.visibility is not None:
                here = replace(here, visible=look.visibility not in ("hidden", "collapse"))
        if tag in SPECIAL and self._special(element, tag, here, block):
            return None
        ends = self._is_block(tag, look)
        if ends:
            self._end_passage()
            block = element
            here = self._entered(element, tag, here)
        else:
            here = _inline(tag, look, here)
        if element.text:
            self._text(element.text, here, block)
        if len(element):
            return iter(element), element, here, block, ends
        if ends:
            self._end_passage()
        return None

    def _special(self, element: Element, tag: str, here: _Here, block: Element) -> bool:
        """Takes a line break, a form field or a table; False for a table that is but a box."""
        if tag == "br":
            self._end_line()
        elif tag in FIELDS:
            self._field(element, here, block)
        elif self.cell and _has_one_cell(element):
            return False
        else:
            self._end_passage()
            if here.visible:
                self.items.append(element)
        return True

    @staticmethod
    def _is_block(tag: str, look: Look) -> bool:
        """Whether an element has lines of its own.  A floating ``<span>`` stands beside its text, as the
        numbers of lists do in what LibreOffice writes."""
        display = look.display
        if display is None or tag in ("td", "th", "tr", "table"):
            return tag in BLOCKS
        if look.floats and tag not in BLOCKS:
            return False
        return not display.startswith("inline") and display not in ("contents", "initial", "unset", "revert")

    def _entered(self, element: Element, tag: str, here: _Here) -> _Here:
        if tag == "pre" or tag == "xmp" or tag == "listing":
            here = replace(here, pre=True)
        if self.cell:
            return here
        if tag in HEADINGS:
            return replace(here, heading=True)
        if tag in ZONES:
            return replace(here, zone=ZONES[tag])
        if not here.zone:
            named = f"{element.get('class') or ''} {element.get('id') or ''}"
            if named != " " and HINT.search(named):
                return replace(here, zone="hint")
        return here

    def _field(self, element: Element, here: _Here, block: Element) -> None:
        if not self.cell:
            return
        if element.tag == "input":
            if (element.get("type") or "text").lower() not in NO_TEXT_INPUTS:
                self._text(element.get("value") or "", here, block)
        elif element.tag == "textarea":
            self._text(element.text or "", replace(here, pre=True), block)
        else:
            options = list(element.iter("option"))
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            self._text("".join(str(part) for o in chosen for part in o.itertext()), here, block)

    def _text(self, text: str, here: _Here, block: Element) -> None:
        if not here.visible or not text:
            return
        if self.start is None:
            blank = text.isspace()
            if blank and not here.pre:  # blanks that begin a paragraph are not shown
                return
            if not blank:
                self.start = (block, here)
        if here.off is not None:
            text = text.translate(_RAISED if here.off == "super" else _LOWERED)
        if here.linked:
            self.linked += len(text.strip())
        if here.pre and "\n" in text:
            first, *others = text.split("\n")
            self.line.append(first)
            for other in others:
                self._end_line()
                self.line.append(other)
        else:
            self.line.append(text)

    def _end_line(self) -> None:
        raw = "".join(self.line)
        text = "" if not raw or raw.isspace() else clean(raw)
        self.line.clear()
        if text:
            self.lines.append(text)
        elif not self.cell:  # an empty line parts two paragraphs
            self._close()

    def _end_passage(self) -> None:
        if self.line:
            self._end_line()
        if self.lines:
            self._close()

    def _close(self) -> None:
        if self.lines and self.start is not None:
            block, here = self.start
            at = "" if self.cell else path_of(block)
            text = "\n".join(self.lines)
            self.items.append(Passage(text, at, str(block.tag), self.linked, here.zone, here.heading))
        self.lines.clear()
        self.linked = 0
        self.start = None


def _inline(tag: str, look: Look, here: _Here) -> _Here:
    """How the text in an element that ends no line is shown."""
    if tag == "a":
        here = replace(here, linked=True)
    off = OFF_THE_LINE.get(tag, look.off)
    return here if off is None else replace(here, off=off)


def _has_one_cell(table: Element) -> bool:
    """Whether a table has at most one cell of its own, which makes it a box and no table."""
    own = 0
    for cell in table.iter("td", "th"):
        own += next(cell.iterancestors("table"), None) is table
        if own > 1:
            return False
    return True
