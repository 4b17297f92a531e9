"""What a page's styles hide (隐藏): inline styles, the ``hidden`` attribute and simple style sheets.

Selectors of tags, classes and ids are understood, also one inside another (``.a td``, ``.a > td``);
rules with anything else in their selector, and rules for print or for small screens, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.ingest.html_tree import Element, any_hidden

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_COMPOUND = re.compile(r"([a-zA-Z][\w-]*|\*)?((?:[.#][\w-]+)*)")
_DECLARATION = re.compile(
    r"(?<![-\w])(display|visibility|vertical-align|float|font-size|text-decoration(?:-line)?)"
    r"\s*:\s*([^;!]+)(!\s*important)?",
    re.IGNORECASE,
)
_OFF: dict[str | None, Literal["sub", "super"]] = {"sub": "sub", "super": "super"}
_TELLING = ("display", "visibility", "line-through", "super", "sub", "font-size")
_NOUGHT = re.compile(r"0+(?:\.0*)?[a-z%]*")
_TELLING_VALUES = {"vertical-align": ("sub", "super"), "float": ("left", "right")}
_PLAIN_MEDIA = re.compile(r"@media\s+(?:only\s+)?(?:screen|all)(?:\s+and\s+\(\s*min-width[^)]*\))?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is shown, as far as it is declared for it; None where nothing is."""

    display: str | None = None
    visibility: str | None = None
    struck: bool = False
    off: Literal["sub", "super"] | None = None
    """Above or below the line of its text."""
    floats: bool = False
    tiny: bool = False
    """Of letters of no size."""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class _Compound:
    tag: str | None
    classes: frozenset[str]
    id: str | None

    @property
    def key(self) -> str:
        """The most telling thing that it asks for, under which it is looked up."""
        if self.id is not None:
            return f"#{self.id}"
        return f".{min(self.classes)}" if self.classes else self.tag or "*"

    def matches(self, element: Element) -> bool:
        if self.tag is not None and element.tag != self.tag:
            return False
        if self.id is not None and element.get("id") != self.id:
            return False
        return not self.classes or self.classes <= set((element.get("class") or "").split())


@dataclass(frozen=True, slots=True)
class _Declared:
    property: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    compounds: tuple[_Compound, ...]
    specificity: tuple[int, int, int]
    declared: tuple[_Declared, ...]

    def is_inside(self, element: Element) -> bool:
        """Whether an element that matches the last part stands inside what the others ask for."""
        wanted = list(self.compounds[:-1])
        for ancestor in element.iterancestors():
            if not wanted:
                break
            if wanted[-1].matches(ancestor):
                wanted.pop()
        return not wanted


_Names: TypeAlias = tuple[str, str | None, str | None]
"""Tag, id and class of an element."""


class Styles:
    """The styles of one page."""

    def __init__(self, root: Element) -> None:
        self._rules: dict[str, list[tuple[int, _Rule]]] = {}
        """By the id, class or tag that their last part asks for, with their order."""
        sheets = "\n".join(sheet.text or "" for sheet in root.iter("style"))
        for order, rule in enumerate(_rules(_COMMENT.sub(" ", sheets))):
            self._rules.setdefault(rule.compounds[-1].key, []).append((order, rule))
        self._inline: dict[str | None, Look] = {None: PLAIN}
        self._named: dict[_Names, tuple[_Rule, ...]] = {}
        self._looks: dict[tuple[_Names, str | None, bool], Look] = {}
        self._bare = not self._rules and not any_hidden(root)
        """Whether inline styles alone say how an element is shown."""

    def look(self, element: Element) -> Look:
        """How the element itself is shown; what its ancestors hide is for the caller to pass on."""
        style = element.get("style")
        if self._bare:
            known = self._inline.get(style)
            if known is None:
                known = self._inline[style] = _resolved((), style, False)
            return known
        names = (element.tag, element.get("id"), element.get("class"))
        hidden = element.get("hidden") is not None
        rules = self._named.get(names)
        if rules is None:
            rules = self._named[names] = self._of(element)
        if any(len(rule.compounds) > 1 for rule in rules):
            return _resolved(tuple(rule for rule in rules if rule.is_inside(element)), style, hidden)
        known = self._looks.get((names, style, hidden))
        if known is None:
            known = self._looks[names, style, hidden] = _resolved(rules, style, hidden)
        return known

    def _of(self, element: Element) -> tuple[_Rule, ...]:
        """The rules whose last part an element of these names matches, in the order of the sheets."""
        keys = [f"#{element.get('id')}", str(element.tag), "*"]
        keys += [f".{name}" for name in (element.get("class") or "").split()]
        candidates = {order: rule for key in keys for order, rule in self._rules.get(key, ())}
        found = (candidates[order] for order in sorted(candidates))
        return tuple(rule for rule in found if rule.compounds[-1].matches(element))


def _resolved(rules: tuple[_Rule, ...], style: str | None, hidden: bool) -> Look:
    ranked: list[tuple[tuple[bool, bool, tuple[int, int, int]], _Declared]] = []
    if hidden:
        ranked.append(((False, False, (-1, 0, 0)), _Declared("display", "none", False)))
    for rule in rules:
        ranked += [((d.important, False, rule.specificity), d) for d in rule.declared]
    ranked += [((d.important, True, (0, 0, 0)), d) for d in _declared(style or "")]
    if not ranked:
        return PLAIN
    ranked.sort(key=lambda pair: pair[0])  # stable: of equals, the later rule wins
    last = {declared.property: declared.value for _, declared in ranked}
    decoration = last.get("text-decoration", "")
    align = last.get("vertical-align")
    off: Literal["sub", "super"] | None = "super" if align == "super" else "sub" if align == "sub" else None
    return Look(
        display=last.get("display"),
        visibility=last.get("visibility"),
        struck="line-through" in decoration,
        off=off,
        floats=last.get("float") in ("left", "right"),
        tiny="font-size" in last,
    )


def _declared(style: str) -> Iterator[_Declared]:
    lowered = style.lower()  # a search for plain words is much faster than the pattern
    if not any(word in lowered for word in _TELLING):
        return
    for name, value, important in _DECLARATION.findall(style):
        plain = name.lower()
        plain = "text-decoration" if plain.startswith("text-decoration") else plain
        lowered = value.strip().lower()
        telling = _NOUGHT.fullmatch(lowered) if plain == "font-size" else True
        if telling and lowered in _TELLING_VALUES.get(plain, (lowered,)):
            yield _Declared(plain, lowered, bool(important))


def _rules(sheet: str) -> Iterator[_Rule]:
    for selectors, body in _blocks(sheet):
        declared = tuple(
            d for d in _declared(body) if d.property != "text-decoration" or "line-through" in d.value
        )
        if not declared:
            continue
        for selector in selectors.split(","):
            compounds = _compounds(selector)
            if compounds:
                yield _Rule(compounds, _specificity(compounds), declared)


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Selector and body of every rule that holds on an ordinary screen."""
    position = 0
    while True:
        opening = sheet.find("{", position)
        if opening < 0:
            return
        prelude = sheet[position:opening].rpartition(";")[2].strip().lstrip("}").strip()
        depth, closing = 1, opening + 1
        while closing < len(sheet) and depth:
            depth += {"{": 1, "}": -1}.get(sheet[closing], 0)
            closing += 1
        body = sheet[opening + 1 : closing - (depth == 0)]
        if not prelude.startswith("@"):
            yield prelude, body
        elif _PLAIN_MEDIA.match(prelude) and "{" in body:
            yield from _blocks(body)
        position = closing


def _compounds(selector: str) -> tuple[_Compound, ...]:
    found = []
    for part in selector.replace(">", " ").split():
        match = _COMPOUND.fullmatch(part)
        if match is None:
            return ()
        tag = None if match[1] in (None, "*") else match[1].lower()
        classes = frozenset(re.findall(r"\.([\w-]+)", match[2]))
        ids = re.findall(r"#([\w-]+)", match[2])
        found.append(_Compound(tag, classes, ids[0] if ids else None))
    return tuple(found)


def _specificity(compounds: tuple[_Compound, ...]) -> tuple[int, int, int]:
    return (
        sum(c.id is not None for c in compounds),
        sum(len(c.classes) for c in compounds),
        sum(c.tag is not None for c in compounds),
    )
