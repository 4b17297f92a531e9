"""What stands at the head and foot of pages and belongs to no text: page numbers, running heads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from extractor.ingest.pdf.lines import Line

MARGIN = 0.13
"""The share of the page's height, at its head and at its foot, in which furniture stands."""
DEEP = 3
"""At most so many lines at the head or foot of a page are looked at."""
SAME_PLACE = 4.0
"""Running heads stand at the same height to within this many points."""
MOST = 0.6
"""A running head stands on at least this share of the pages."""

_RULE = r"[-—–―─‐~·•.|]*"
_PLAIN = re.compile(rf"^{_RULE}(\d{{1,4}}){_RULE}$")
_NAMED = re.compile(
    rf"^{_RULE}(?:第(\d{{1,4}})页(?:[/,，、]?\(?共\d+页\)?)?|page(\d{{1,4}})(?:(?:of|/)\d+)?|(\d{{1,4}})/\d{{1,4}}页?)"
    rf"{_RULE}$",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


class LoosePage(NamedTuple):
    """The lines of a page outside its grids, from top to bottom, and the page's height."""

    number: int
    height: float
    lines: tuple[Line, ...]


class _Edge(NamedTuple):
    """A line at the head or foot of a page."""

    page: int
    place: int
    line: Line
    outermost: bool


class Furniture(NamedTuple):
    """Lines, each by the number of its page and its index there."""

    numbers: frozenset[tuple[int, int]]
    running: frozenset[tuple[int, int]]


def furniture_of(pages: Sequence[LoosePage]) -> Furniture:
    """The page numbers and the running heads and feet of a document."""
    edges = [edge for page in pages for edge in _edges(page)]
    numbers = _page_numbers(edges, len(pages))
    return Furniture(frozenset(numbers), frozenset(_running(edges, len(pages)) - numbers))


def _edges(page: LoosePage) -> list[_Edge]:
    head = [i for i, line in enumerate(page.lines) if line.bottom <= MARGIN * page.height][:DEEP]
    foot = [i for i, line in enumerate(page.lines) if line.top >= (1 - MARGIN) * page.height][-DEEP:]
    last = len(page.lines) - 1
    return [_Edge(page.number, i, page.lines[i], i in (0, last)) for i in head + foot]


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _page_numbers(edges: Sequence[_Edge], count: int) -> set[tuple[int, int]]:
    """Lines that number their page: 第 3 页 or 3/6 as they are, — 3 — and 3 only where the count runs on."""
    found: set[tuple[int, int]] = set()
    plain: list[tuple[_Edge, int]] = []
    for edge in edges:
        text = _squeezed(edge.line.text)
        if _NAMED.match(text):
            found.add((edge.page, edge.place))
        elif (match := _PLAIN.match(text)) and edge.outermost:
            plain.append((edge, int(match[1])))
    ahead = Counter(number - edge.page for edge, number in plain)
    for edge, number in plain:
        offset = number - edge.page
        dressed = not _squeezed(edge.line.text).isdigit()
        if ahead[offset] > 1 or dressed or (offset == 0 and count == 1):
            found.add((edge.page, edge.place))
    return found


def _running(edges: Sequence[_Edge], count: int) -> set[tuple[int, int]]:
    """Lines that stand with the same words at the same place on most pages (both of two)."""
    alike: dict[str, list[_Edge]] = {}
    for edge in edges:
        alike.setdefault(_DIGITS.sub("0", _squeezed(edge.line.text)), []).append(edge)
    found: set[tuple[int, int]] = set()
    for lines in alike.values():
        for anchor in lines:
            group = [edge for edge in lines if abs(edge.line.top - anchor.line.top) <= SAME_PLACE]
            pages = {edge.page for edge in group}
            if len(pages) >= 2 and len(pages) >= MOST * count and _count_on(group):
                found.update((edge.page, edge.place) for edge in group)
    return found


def _count_on(group: Sequence[_Edge]) -> bool:
    """Whether the numbers in the lines are the same on every page, or go up with the pages."""
    numbers = [[int(n) for n in _DIGITS.findall(_squeezed(edge.line.text))] for edge in group]
    for column in zip(*numbers, strict=True):
        still = len(set(column)) == 1
        steps = len({number - edge.page for number, edge in zip(column, group, strict=True)}) == 1
        if not (still or steps):
            return False
    return True
