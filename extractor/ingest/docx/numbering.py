"""Automatic numbering (自动编号): the 二、 that no run of the document holds but that Word prints."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.ingest.docx.names import ALTERNATE, LEVEL, NUM_ID, VAL, Element, W, integer, is_on, value
from extractor.ingest.docx.numerals import render
from extractor.ingest.docx.styles import Style

_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is printed; ``restart`` counts levels from 1, None is "any above"."""

    fmt: str = "decimal"
    text: str = ""
    start: int = 1
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None

    @classmethod
    def read(cls, element: Element) -> Level:
        start = integer(value(element, W + "start"))
        return cls(
            fmt=_format(element),
            text=value(element, W + "lvlText") or "",
            start=0 if start is None else start,
            suffix=value(element, W + "suff") or "tab",
            restart=integer(value(element, W + "lvlRestart")),
            legal=is_on(element.find(W + "isLgl")) is True,
            style=value(element, W + "pStyle"),
        )


def _format(level: Element) -> str:
    element = level.find(W + "numFmt")
    if element is None:
        alternate = level.find(ALTERNATE)
        for fallback in [] if alternate is None else alternate.iter(W + "numFmt"):
            element = fallback  # the last branch names a format that every reader knows
    return "decimal" if element is None else element.get(VAL, "decimal")


@dataclass(frozen=True, slots=True)
class List:
    """One ``w:num``: its levels after overriding, the counters it shares, where it starts anew."""

    counters: str
    levels: dict[int, Level]
    anew: frozenset[int]


class Numbering:
    """The lists of a document and how far each has counted.  Ask in the order of the document."""

    def __init__(self, root: Element | None) -> None:
        self._stated = {} if root is None else _stated(root)
        self._lists: dict[int, List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[int, int]] = set()

    def _list(self, ident: int) -> List | None:
        """The list of that ``w:numId``, read when its first paragraph asks: files define lists, of nine
        levels each, that no paragraph is in."""
        if ident not in self._lists and ident in self._stated:
            element, counters, abstract = self._stated[ident]
            self._lists[ident] = _overridden(element, counters, _levels(abstract))
        return self._lists.get(ident)

    def label(self, number: int | None, level: int | None, style_name: str | None, style: Style) -> str:
        """The number printed before a paragraph, its suffix included as a blank, tab or nothing; it
        is counted on.  ``number`` and ``level`` are the paragraph's own ``w:numPr``."""
        ident = style.number if number is None else number
        entry = None if ident is None else self._list(ident)
        if ident is None or entry is None:
            return ""
        if level is None and number is None:
            level = next((n for n, lv in entry.levels.items() if lv.style and lv.style == style_name), None)
        if level is None:
            level = style.level
        place = min(level, 8) if level is not None and level > 0 else 0
        shape = entry.levels.get(place)
        if shape is None:
            return ""
        counts = self._count(ident, entry, place, shape)
        if shape.fmt == "bullet":
            return ""
        return _written(entry, shape, counts) + {"space": " ", "nothing": ""}.get(shape.suffix, "\t")

    def _count(self, ident: int, entry: List, place: int, shape: Level) -> dict[int, int]:
        counts = self._counts.setdefault(entry.counters, {})
        if place in entry.anew and (ident, place) not in self._started:
            counts.pop(place, None)
        self._started.add((ident, place))
        counts[place] = counts[place] + 1 if place in counts else shape.start
        for deeper in [other for other in counts if other > place]:
            restart = entry.levels[deeper].restart if deeper in entry.levels else None
            if restart is None or place < restart:
                del counts[deeper]
        return counts


def _written(entry: List, shape: Level, counts: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        level = entry.levels.get(place, Level())
        fmt = "decimal" if shape.legal and level.fmt != "none" else level.fmt
        return "" if fmt == "bullet" else render(counts.get(place, level.start), fmt)

    return _PLACE.sub(number, shape.text)


def _levels(parent: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in parent.iterchildren(W + "lvl"):
        place = integer(element.get(LEVEL))
        if place is not None:
            found[place] = Level.read(element)
    return found


def _stated(root: Element) -> dict[int, tuple[Element, str, Element]]:
    """The ``w:num`` of a numbering part, each with the ``w:abstractNum`` that it leads to and its name."""
    abstracts: dict[str, Element] = {}
    linked: dict[str, str] = {}
    for element in root.iterchildren(W + "abstractNum"):
        name = element.get(W + "abstractNumId", "")
        abstracts[name] = element
        style = value(element, W + "styleLink")
        if style is not None:
            linked.setdefault(style, name)
    found: dict[int, tuple[Element, str, Element]] = {}
    for element in root.iterchildren(W + "num"):
        ident = integer(element.get(NUM_ID))
        name = value(element, W + "abstractNumId") or ""
        if ident is None or name not in abstracts:
            continue
        name = linked.get(value(abstracts[name], W + "numStyleLink") or "", name)
        found[ident] = element, name, abstracts[name]
    return found


def _overridden(element: Element, counters: str, levels: dict[int, Level]) -> List:
    anew: set[int] = set()
    for override in element.iterchildren(W + "lvlOverride"):
        place = integer(override.get(LEVEL))
        if place is None:
            continue
        own = override.find(W + "lvl")
        if own is not None:
            levels[place] = Level.read(own)
        start = integer(value(override, W + "startOverride"))
        if start is not None:
            anew.add(place)
            levels[place] = replace(levels.get(place, Level()), start=start)
    return List(counters, levels, frozenset(anew))
