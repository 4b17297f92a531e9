"""The element names of WordprocessingML that the Word ingestor knows, and how to walk through wrappers."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lxml.etree import _Element as Element

__all__ = ["Element", "branch", "child_of", "contents", "integer", "is_on", "value"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

VAL = W + "val"
TYPE = W + "type"
WIDTH = W + "w"

BODY, P, TBL, TR, TC, ALT_CHUNK = (W + name for name in ("body", "p", "tbl", "tr", "tc", "altChunk"))
P_PR, R_PR, TR_PR, TC_PR = (W + name for name in ("pPr", "rPr", "trPr", "tcPr"))
P_STYLE, R_STYLE, NUM_PR, NUM_ID, LEVEL = (
    W + name for name in ("pStyle", "rStyle", "numPr", "numId", "ilvl")
)
VANISH, DELETED, MOVED_AWAY = (W + name for name in ("vanish", "del", "moveFrom"))
VERTICAL = W + "vertAlign"
STRUCK = frozenset(W + name for name in ("strike", "dstrike"))
TEXT_BOX = W + "txbxContent"
ALTERNATE, CHOICE, FALLBACK = (MC + name for name in ("AlternateContent", "Choice", "Fallback"))

TELLING = (R_STYLE, VANISH, VERTICAL, *STRUCK, W + "position", DELETED, MOVED_AWAY)
"""What of a run's or a mark's ``w:rPr`` is read."""
_LOOKS = """
    rFonts b bCs i iCs color spacing kern sz szCs lang shd bidi ind jc keepNext keepLines widowControl
    suppressLineNumbers snapToGrid tabs pBdr tblPr tblPrEx tblGrid trHeight tcBorders tcMar vAlign noWrap
"""
LOOKS = tuple(W + name for name in _LOOKS.split())
"""Properties, two thirds of a document's elements, that say only how it looks, and hold nothing else."""

TRANSPARENT = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "dir", "bdo")
)
"""Wrappers whose content is read as if they were not there: content controls, insertions …"""


def child_of(parent: Iterable[Element], tag: str) -> Element | None:
    """The first child with that tag; several times as fast as ``find`` where, as properties do, it
    stands first.  Here as in ``contents`` a list of the children serves as well as their parent: what
    is asked of every paragraph, run and cell lists them once, for each time costs as much again."""
    for child in parent:
        if child.tag == tag:
            return child
    return None


def value(parent: Element | None, tag: str) -> str | None:
    """``w:val`` of the child with that tag; None where there is no such child or it has none."""
    child = None if parent is None else parent.find(tag)
    return None if child is None else child.get(VAL)


def is_on(element: Element | None) -> bool | None:
    """A switch such as ``w:vanish``: True, False (``w:val="0"``), or None where it is not stated."""
    if element is None:
        return None
    return element.get(VAL) not in ("0", "false", "off", "none")


def integer(text: str | None) -> int | None:
    """A whole number as Word writes it (``12``, sometimes ``12.0``); None for anything else."""
    if text is None:
        return None
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


def branch(alternate: Element) -> Element | None:
    """The one branch of ``mc:AlternateContent`` to read: the first that holds text, else the first."""
    branches = [child for child in alternate if child.tag in (CHOICE, FALLBACK)]
    for child in branches:
        if next(child.iter(W + "t", TEXT_BOX, P), None) is not None:
            return child
    return branches[0] if branches else None


def contents(parent: Iterable[Element], wanted: Collection[str]) -> list[Element]:
    """The children with the wanted tags, in order, also those inside transparent wrappers.

    Deletions are no wrappers: what was deleted or moved away with tracked changes is not met.
    """
    found: list[Element] = []
    for child in parent:
        tag = child.tag
        if tag in wanted:
            found.append(child)
        elif tag in TRANSPARENT:
            found += contents(child, wanted)
        elif tag == ALTERNATE:
            chosen = branch(child)
            if chosen is not None:
                found += contents(chosen, wanted)
    return found
