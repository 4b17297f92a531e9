"""What the styles of a Word file say that changes what is read: text hidden or off the line, numbering."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.ingest.docx.names import (
    LEVEL,
    NUM_ID,
    NUM_PR,
    P_PR,
    R_PR,
    R_STYLE,
    STRUCK,
    TYPE,
    VAL,
    VANISH,
    VERTICAL,
    Element,
    W,
    integer,
    is_on,
    value,
)


@dataclass(frozen=True, slots=True)
class Style:
    """A style with what it inherits: None is "not stated"."""

    hidden: bool | None = None
    align: str | None = None
    """``superscript``, ``subscript``, or ``baseline``."""
    number: int | None = None
    level: int | None = None


_PLAIN = Style()


class Styles:
    """The styles by their ids.  A part that is absent states nothing."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str | None, Style] = {}
        self._default: str | None = None
        for element in () if root is None else root.iterchildren(W + "style"):
            name = element.get(W + "styleId")
            if name is None:
                continue
            self._elements[name] = element
            if element.get(TYPE) == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
                self._default = name

    def paragraph(self, name: str | None) -> Style:
        """The style of a paragraph that names it, or the default one for None."""
        name = self._default if name is None else name
        known = self._resolved.get(name)
        return self._resolve(name, frozenset()) if known is None else known

    def hides(self, properties: Element | None, inherited: bool) -> bool:
        """Whether a run (or a paragraph's mark) with these ``w:rPr`` is hidden, or struck out: what a
        report no longer says."""
        struck = False
        for child in () if properties is None else properties:
            tag = child.tag
            if tag == R_STYLE:
                stated = self._resolve(child.get(VAL), frozenset()).hidden
                inherited = inherited if stated is None else stated
            elif tag == VANISH:
                inherited = is_on(child) is True
            elif tag in STRUCK:
                struck = struck or is_on(child) is True
        return inherited or struck

    def alignment(self, properties: Element | None) -> str | None:
        """``superscript``, ``subscript`` or ``baseline`` as a run's ``w:rPr`` or its style states."""
        if properties is None:
            return None
        own = value(properties, VERTICAL)
        style = value(properties, R_STYLE) if own is None else None
        return own if style is None else self._resolve(style, frozenset()).align

    def _resolve(self, name: str | None, seen: frozenset[str]) -> Style:
        known = self._resolved.get(name)
        if known is not None:
            return known
        element = None if name is None else self._elements.get(name)
        if name is None or element is None:
            self._resolved[name] = _PLAIN
            return _PLAIN
        if name in seen:  # styles based on one another in a circle
            return _PLAIN
        base = self._resolve(value(element, W + "basedOn"), seen | {name})
        hidden, align, number, level = _stated(element)
        style = Style(
            base.hidden if hidden is None else hidden,
            base.align if align is None else align,
            base.number if number is None else number,
            base.level if level is None else level,
        )
        self._resolved[name] = style
        return style


def _stated(style: Element) -> tuple[bool | None, str | None, int | None, int | None]:
    run = style.find(R_PR)
    hidden = None if run is None else is_on(run.find(VANISH))
    paragraph = style.find(P_PR)
    numbering = None if paragraph is None else paragraph.find(NUM_PR)
    return hidden, value(run, VERTICAL), integer(value(numbering, NUM_ID)), integer(value(numbering, LEVEL))
