"""The visible text of one paragraph, and the text boxes that it anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.ingest.docx.names import (
    ALTERNATE,
    DELETED,
    LEVEL,
    MATH,
    MOVED_AWAY,
    NUM_ID,
    NUM_PR,
    P_PR,
    P_STYLE,
    R_PR,
    TEXT_BOX,
    TRANSPARENT,
    VAL,
    Element,
    W,
    branch,
    child_of,
    integer,
    value,
)
from extractor.ingest.docx.numbering import Numbering
from extractor.ingest.docx.styles import Style, Styles

_RUN, _TEXT, _SYMBOL, _RUBY, _FIELD = (W + name for name in ("r", "t", "sym", "ruby", "fldChar"))
_INLINE = TRANSPARENT | {W + "hyperlink", W + "fldSimple"}
_DRAWN = frozenset(W + name for name in ("drawing", "pict", "object"))
_MARKS = {
    W + "br": "\n",
    W + "cr": "\n",
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "noBreakHyphen": "-",
}
_GONE = frozenset((DELETED, MOVED_AWAY))
_POSITION = W + "position"
_LIFTED = 4
"""Half points above the line from which a run is a note's."""
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_OFF_THE_LINE: dict[str | None, dict[int, int]] = {
    "superscript": _SUPERSCRIPT,
    "subscript": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_WINGDINGS = {
    0x52: "☑",
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x75: "◆",
    0xA8: "□",
    0xD8: "➢",
    0xFB: "✗",
    0xFC: "✓",
    0xFD: "☒",
    0xFE: "☑",
    **{0x80 + n: "⓪①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(11)},
    **{0x8B + n: "⓿❶❷❸❹❺❻❼❽❾❿"[n] for n in range(11)},
}
"""Places of the font Wingdings (and Wingdings 2, for 0x52) that stand in forms."""


class Mark(NamedTuple):
    """What a paragraph says of itself as a whole: the style it names and what that says, whether its
    mark is hidden or deleted (the paragraph runs on into the next one), its own ``w:numPr``."""

    style: str | None
    stated: Style
    hidden: bool = False
    deleted: bool = False
    number: int | None = None
    level: int | None = None


class Marks:
    """The marks of the paragraphs of a document with those styles."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._plain: dict[str | None, Mark] = {}

    def plain(self, style: str | None) -> Mark:
        """The mark of a paragraph that names a style, or none, and says no more of itself."""
        mark = self._plain.get(style)
        if mark is None:
            stated = self._styles.paragraph(style)
            mark = self._plain[style] = Mark(style, stated, stated.hidden is True)
        return mark

    def of(self, properties: Element | None) -> Mark:
        """The mark of a paragraph with that ``w:pPr``."""
        style: str | None = None
        numbering: Element | None = None
        run: Element | None = None
        for child in () if properties is None else properties:
            tag = child.tag
            if tag == P_STYLE:
                style = child.get(VAL)
            elif tag == R_PR:
                run = child
            elif tag == NUM_PR:
                numbering = child
        mark = self.plain(style)
        if run is not None and len(run):
            hidden = self._styles.hides(run, mark.hidden)
            mark = mark._replace(hidden=hidden, deleted=any(child.tag in _GONE for child in run))
        if numbering is not None:
            number, level = integer(value(numbering, NUM_ID)), integer(value(numbering, LEVEL))
            mark = mark._replace(number=number, level=level)
        return mark


def numbered(text: str, mark: Mark, numbering: Numbering) -> str:
    """The paragraph's text behind its number, which is counted on.

    The tab between the two is layout and is left out, as people type 二、主动公开, save where two
    figures would run together.
    """
    if mark.number is None and mark.stated.number is None:
        return text
    label = numbering.label(mark.number, mark.level, mark.style, mark.stated)
    if label.endswith("\t"):
        bare = label[:-1]
        glued = bare[-1:].isalnum() or bare[-1:] in tuple(".．,，")
        glued = glued and (text[:1].isdigit() or (text[:1].isalnum() and text[:1].isascii()))
        label = label if glued else bare
    return label + text


def visible_text(children: list[Element], styles: Styles, hidden: bool) -> tuple[str, Sequence[Element]]:
    """The text that a paragraph of those children shows, and its text boxes (``w:txbxContent``) in
    order; ``hidden`` is whether its style hides what does not say otherwise."""
    plain = None if hidden else _plain_text(children)
    if plain is not None:
        return plain, ()
    collector = _Collector(styles, hidden)
    collector.inline(children)
    return "".join(collector.pieces), collector.boxes


def _plain_text(children: list[Element]) -> str | None:
    """The text where, as in nearly every cell, it stands in runs of text alone that say nothing of
    themselves; else None."""
    text = ""
    for child in children:
        tag = child.tag
        if tag == _RUN:
            for part in child:
                tag = part.tag
                if tag == _TEXT:
                    text += _string(part)
                elif tag != R_PR or len(part):
                    return None
        elif tag != P_PR:
            return None
    return text


class _Collector:
    __slots__ = ("_fields", "_hidden", "_styles", "boxes", "pieces")

    def __init__(self, styles: Styles, hidden: bool) -> None:
        self.pieces: list[str] = []
        self.boxes: list[Element] = []
        self._styles = styles
        self._hidden = hidden
        # True while in a field's code.  A field may run over paragraphs; its code does not, so that a
        # field that is never closed hides nothing beyond its paragraph.
        self._fields: list[bool] = []

    def inline(self, parent: Iterable[Element]) -> None:
        for child in parent:
            tag = child.tag
            if tag == _RUN:
                properties = child_of(child, R_PR)
                if properties is None:
                    if not self._hidden:
                        self._run(child, None)
                elif not self._styles.hides(properties, self._hidden):
                    self._run(child, self._off_the_line(child, properties))
            elif tag in _INLINE:
                self.inline(child)
            elif tag == ALTERNATE:
                chosen = branch(child)
                if chosen is not None:
                    self.inline(chosen)
            elif isinstance(tag, str) and tag.startswith(MATH):
                self._write(_formula(child))

    def _off_the_line(self, run: Element, properties: Element | None) -> dict[int, int] | None:
        """What a run's digits become where it stands above or below the line: they are a note's, never
        a figure's (22¹ is not 221).  A run that is lifted is so only against the one before it: a whole
        cell may be lifted."""
        align = self._styles.alignment(properties)
        if align in _OFF_THE_LINE:
            return _OFF_THE_LINE[align]
        lifted = integer(value(properties, _POSITION))
        if lifted is None or lifted < _LIFTED:
            return None
        before = run.getprevious()
        if before is None or before.tag != _RUN:
            return None
        below = integer(value(child_of(before, R_PR), _POSITION)) or 0
        return _SUPERSCRIPT if lifted - below >= _LIFTED else None

    def _run(self, run: Element, digits: dict[int, int] | None) -> None:
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                text = _string(child)
                self._write(text if digits is None else text.translate(digits))
            elif tag in _MARKS:
                self._write(_MARKS[tag])
            elif tag == _FIELD:
                self._field(child.get(W + "fldCharType"))
            elif tag == _SYMBOL:
                self._write(_symbol(child))
            elif tag in _DRAWN:
                self.boxes.extend(_text_boxes(child))
            elif tag == ALTERNATE:
                chosen = branch(child)
                if chosen is not None:
                    self._run(chosen, digits)
            elif tag == _RUBY:
                base = child.find(W + "rubyBase")
                if base is not None:
                    self.inline(base)

    def _write(self, text: str) -> None:
        if not self._fields or not any(self._fields):
            self.pieces.append(text)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def _string(element: Element) -> str:
    text = element.text or ""
    if len(element):  # a comment within the text parts it
        text += "".join(child.tail or "" for child in element)
    if "\xad" in text or "\n" in text or "\t" in text:
        text = text.replace("\xad", "").replace("\n", " ").replace("\t", " ")
    return text


def _symbol(element: Element) -> str:
    """The character of a ``w:sym``; U+FFFD for a place of a picture font that is not known."""
    try:
        code = int(element.get(W + "char", ""), 16)
    except ValueError:
        return _UNREADABLE
    if 0xE000 <= code <= 0xF8FF:
        code &= 0xFF
        font = element.get(W + "font", "").lower()
        if font.startswith("wingdings"):
            return _WINGDINGS.get(code, _UNREADABLE)
        plain = 0x20 < code < 0x7F and not chr(code).isalpha() and font != "webdings"
        return chr(code) if plain else _UNREADABLE
    return chr(code) if 0x20 <= code < 0x110000 and not 0xD800 <= code < 0xE000 else _UNREADABLE


def _formula(element: Element) -> str:
    """The runs of a formula in one line; a fraction or power, which has no such line, is U+FFFD."""
    text = ""
    for child in element:
        if child.tag == MATH + "r":
            text += "".join(part.text or "" for part in child.iterchildren(MATH + "t"))
        elif child.tag == MATH + "oMath":
            text += _formula(child)
        elif isinstance(child.tag, str) and child.tag.startswith(MATH) and not child.tag.endswith("Pr"):
            text += _UNREADABLE
    return text


def _text_boxes(drawn: Element) -> Iterator[Element]:
    """The outermost text boxes in a drawing; those within them belong to their paragraphs."""
    for child in drawn:
        if child.tag == TEXT_BOX:
            yield child
        elif child.tag == ALTERNATE:
            chosen = branch(child)
            if chosen is not None:
                yield from _text_boxes(chosen)
        elif len(child):
            yield from _text_boxes(child)
