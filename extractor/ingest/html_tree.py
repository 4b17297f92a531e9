"""Bytes to an element tree: decoding, lxml, and html5lib where lxml's repair breaks a table.

This is the only door to lxml, to beautifulsoup4 and, through it, to html5lib.  lxml is fast and keeps
what a browser would move: text straight in a row, a cell inside an unclosed ``<span>``.  A table that
shows such damage is parsed again by html5lib, which builds the tree that a browser builds.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from lxml import etree

from extractor.errors import LimitExceeded, Reason
from extractor.ingest.encoding import Decoded, decode

Element: TypeAlias = etree._Element

MAX_DEPTH = 512
"""Elements inside one another; a page of deeper nesting is refused."""

_CHARSET = re.compile(
    rb"<meta\b[^>]*?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml\b[^>]*?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*>")
_TOKEN = re.compile(
    r"<!--.*?-->|<(script|style|textarea|title)\b.*?</\1\s*>|<(/?)table\b[^<>]*>", re.IGNORECASE | re.DOTALL
)
_CELLS = etree.XPath("count(//td) + count(//th)")
_HIDDEN = etree.XPath("boolean(//@hidden)")
_SECTIONS = {"table", "thead", "tbody", "tfoot"}
_IN_TABLE = {"thead", "tbody", "tfoot", "tr", "caption", "colgroup", "col", "script", "style", "template"}
_IN_SECTION = {"tr", "script", "style", "template"}
_IN_ROW = {"td", "th", "script", "style", "template"}
_ALLOWED = {
    "table": _IN_TABLE,
    "thead": _IN_SECTION,
    "tbody": _IN_SECTION,
    "tfoot": _IN_SECTION,
    "tr": _IN_ROW,
}


def parse(data: bytes, *, name: str) -> tuple[Element, Decoded]:
    """The root of the page and how its bytes were decoded.

    Raises LimitExceeded where elements nest deeper than MAX_DEPTH.
    """
    decoded = decode(data, declared=declared_charset(data))
    text = _XML_DECLARATION.sub("", decoded.text)
    root = _tree(text, name)
    broken = _broken_tables(root)
    if broken:
        root = _tree(_repaired(text, broken), name)
    return root, decoded


def declared_charset(data: bytes) -> str | None:
    """The charset that the first 4096 bytes of a page declare, in lower case."""
    match = _CHARSET.search(data[:4096])
    return (match[1] or match[2]).decode("ascii", errors="ignore").lower() if match else None


def any_hidden(root: Element) -> bool:
    """Whether any element of the page has the attribute ``hidden``."""
    return bool(_HIDDEN(root))


def path_of(element: Element) -> str:
    """The path of an element from the root, as the browser's inspector shows it."""
    return element.getroottree().getpath(element)


def _tree(text: str, name: str) -> Element:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except etree.XMLSyntaxError:  # nothing but blanks
        root = None
    if root is None:  # nothing but comments
        return etree.fromstring("<html><body/></html>")
    # libxml2 drops what nests too deep for it, without raising.
    if any("xcessive depth" in entry.message for entry in parser.error_log):
        raise LimitExceeded(Reason.LIMIT, name=name, limit="html_depth", value=">2048", maximum=MAX_DEPTH)
    return root


def _broken_tables(root: Element) -> set[int]:
    """The numbers (from 0, in document order) of the tables that no browser would build so."""
    broken: set[int] = set()
    tables = {table: number for number, table in enumerate(root.iter("table"))}
    if not tables:
        return broken
    in_rows = 0
    for element in root.iter("table", "thead", "tbody", "tfoot", "tr"):
        cells = _sound_cells(element, element.tag)
        if cells is not None:
            in_rows += cells
            continue
        owner = element if element.tag == "table" else next(element.iterancestors("table"), None)
        broken.add(tables[owner] if owner is not None else -1)
    astray = in_rows != _CELLS(root)
    for cell in root.iter("td", "th") if astray else ():
        parent = cell.getparent()
        if parent is None or parent.tag != "tr":
            owner = next(cell.iterancestors("table"), None)
            broken.add(tables[owner] if owner is not None else -1)
    broken.discard(-1)
    return broken


def _sound_cells(element: Element, tag: str) -> int | None:
    """How many cells a part of a table holds of its own; None where it holds what does not belong there
    or stands where it does not belong."""
    if tag == "tr":
        parent = element.getparent()
        if parent is None or parent.tag not in _SECTIONS:
            return None
    text = element.text
    if text is not None and not text.isspace():
        return None
    allowed = _ALLOWED[tag]
    cells = 0
    for child in element:
        name = child.tag
        if name == "td" or name == "th":
            cells += 1
        if name not in allowed and isinstance(name, str):
            return None
        tail = child.tail
        if tail is not None and not tail.isspace():
            return None
    return cells


def _repaired(text: str, broken: set[int]) -> str:
    """The page with each outermost broken table replaced by what html5lib makes of it."""
    pieces = []
    end = 0
    for start, stop, first, last in _outermost(text):
        if not any(first <= number <= last for number in broken):
            continue
        if stop is None:  # never closed: where it ends is for the whole page to say
            return _html5(text)
        pieces += [text[end:start], _html5(text[start:stop])]
        end = stop
    return "".join([*pieces, text[end:]]) if pieces else _html5(text)


def _outermost(text: str) -> list[tuple[int, int | None, int, int]]:
    """Start, end, first and last table number of every table that stands in no other."""
    found: list[tuple[int, int | None, int, int]] = []
    depth = start = first = 0
    number = -1
    for token in _TOKEN.finditer(text):
        if token[2] is None:
            continue
        if not token[2]:
            number += 1
            if depth == 0:
                start, first = token.start(), number
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((start, token.end(), first, number))
    if depth:
        found.append((start, None, first, number))
    return found


def _html5(fragment: str) -> str:
    from bs4 import BeautifulSoup  # 125 ms to load, and needed for broken tables alone

    soup = BeautifulSoup(fragment, "html5lib")
    whole = soup if re.search(r"<(?:html|head|body)\b", fragment, re.IGNORECASE) else soup.body
    return whole.decode_contents() if whole is not None else fragment
