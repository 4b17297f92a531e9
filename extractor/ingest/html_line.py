"""One line of running text as a browser shows it, and the cells that hold no more than one (行)."""

from __future__ import annotations

import re

from extractor.ingest.html_elements import BLOCKS, DROPPED, OFF_THE_LINE, SPECIAL
from extractor.ingest.html_page import Page, Passage
from extractor.ingest.html_style import PLAIN
from extractor.ingest.html_tree import Element

_CONTROLS = "".join(chr(code) for code in (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)))
_INVISIBLE = str.maketrans("\u00a0", " ", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff" + _CONTROLS)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”"
_BROKEN_LINE = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n\s*(?=[{_WIDE}])")
_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_LONE_DEPTH = 12
"""So many elements one in another, each alone in the one around it, are followed to the text."""
_NOT_LONE = DROPPED | SPECIAL | frozenset(OFF_THE_LINE) | {"a", "pre", "xmp", "listing"}
"""Elements that change what is made of the text in them."""
_NOT_IN_LINE = _NOT_LONE | BLOCKS
_LINE_MOST = 60
"""So many elements in a line cannot nest too deep."""


def clean(text: str) -> str:
    """One line as a browser shows it: runs of blanks as one, invisible characters gone.

    A line break of the source between two Chinese characters is no blank (CSS Text 3, segment
    breaks).
    """
    if text.isalnum():
        return text
    text = text.translate(_INVISIBLE)
    if "\n" in text:
        text = _BROKEN_LINE.sub("", text.strip())
    return _BLANKS.sub(" ", text).strip()


def lone_passage(page: Page, cell: Element) -> list[Passage | Element] | None:
    """The passages of a cell of one plain line, as most are; None for any other."""
    element, block = cell, cell.tag
    look = page.styles.look
    for _ in range(_LONE_DEPTH):
        if look(element) is not PLAIN:
            return None
        text = element.text
        within = len(element)
        if within != 1 or (text and not text.isspace()):
            line = _one_line(page, element) if within else clean(text or "")
            return None if line is None else [Passage(line, "", block)] if line else []
        element = element[0]
        tag, tail = element.tag, element.tail
        if (tail and not tail.isspace()) or (tag in _NOT_LONE and tag != "br"):
            return None
        if tag == "br":
            return []
        if tag in BLOCKS:
            block = tag
    return None


def _one_line(page: Page, element: Element) -> str | None:
    """The text of an element whose descendants, all of them plain, end no line; None for any other."""
    look = page.styles.look
    for number, inner in enumerate(element.iterdescendants()):
        if number == _LINE_MOST or inner.tag in _NOT_IN_LINE or look(inner) is not PLAIN:
            return None
    return clean("".join(map(str, element.itertext())))
