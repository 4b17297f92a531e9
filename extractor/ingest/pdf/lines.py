"""From glyphs to lines of text: in a cell, or loose on the page."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractor.ingest.pdf.ink import ILLEGIBLE, Glyph
from extractor.provenance import Box

SAME_BASELINE = 0.5
"""Glyphs whose baselines differ by less than this, in em of the smaller, stand on one line."""
WORD_GAP = 0.3
"""A gap wider than this, in em, parts two words though no blank was printed."""
FIELD_GAP = 1.0
"""A gap wider than this parts a Chinese character from a number beside it."""
SAME_PLACE = 0.15
"""Digits whose middles are nearer than this, in em, are printed over each other; none is under 0.3 wide."""
BLANKS = frozenset("\u200b\u200c\u200d\u00ad\ufeff\u2060")
"""Characters that leave no mark, beside those that Unicode calls spaces."""


class Line(NamedTuple):
    """A line of text and where it stands; ``size`` is that of its largest glyphs, in points."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of upright glyphs, from top to bottom, blank ones left out."""
    lines = [_line(row) for row in _rows([glyph for glyph in glyphs if glyph.angle == 0])]
    return [line for line in lines if line is not None]


def text_of(glyphs: Sequence[Glyph]) -> str:
    """The text of a cell: its lines in reading order, parted by line breaks.

    Characters set one below the other (a stacked label) are a line each.  Text that is turned is read
    in its own direction; vertical writing of more than one column is read from the right, a column a
    line.
    """
    marks = [glyph for glyph in glyphs if not is_blank(glyph)]
    if not marks:
        return ""
    if _is_vertical(marks):
        return "\n".join(_columns(marks))
    texts: list[str] = []
    for angle in sorted({glyph.angle for glyph in marks}):
        turned = [glyph.upright() for glyph in glyphs if glyph.angle == angle]
        texts.extend(line.text for line in lines_of(turned))
    return "\n".join(texts)


def is_blank(glyph: Glyph) -> bool:
    return glyph.text.isspace() or glyph.text in BLANKS


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs by baseline."""
    rows: list[list[Glyph]] = []
    anchor, size = 0.0, 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        baseline = glyph.baseline
        if rows and baseline - anchor <= SAME_BASELINE * min(size, glyph.size):
            rows[-1].append(glyph)
            if glyph.size > size:
                anchor, size = baseline, glyph.size
        else:
            rows.append([glyph])
            anchor, size = baseline, glyph.size
    return rows


def _line(row: Sequence[Glyph]) -> Line | None:
    marks = sorted((g for g in row if not is_blank(g)), key=lambda g: (g.x, g.order))
    if not marks:
        return None
    blanks = sorted(g.x for g in row if is_blank(g))
    text = marks[0].text
    blank = 0
    for before, glyph in itertools.pairwise(marks):
        while blank < len(blanks) and blanks[blank] <= before.x:
            blank += 1
        printed = blank < len(blanks) and blanks[blank] < glyph.x
        if _are_overprinted(before, glyph):
            text = text[:-1] + ILLEGIBLE
        else:
            text += _between(before, glyph, printed) + glyph.text
    return Line(
        text,
        min(g.x0 for g in marks),
        min(g.top for g in marks),
        max(g.x1 for g in marks),
        max(g.bottom for g in marks),
        max(g.size for g in marks),
    )


def _between(before: Glyph, after: Glyph, printed: bool) -> str:
    """A blank or nothing: none among Chinese characters, whose blanks only stretch the line."""
    gap = (after.x0 - before.x1) / max(before.size, after.size)
    wide = sum(is_wide(text) for text in (before.text[-1], after.text[0]))
    if wide == 2:
        return ""
    if wide == 1:
        return " " if gap > FIELD_GAP else ""
    return " " if gap > WORD_GAP or (printed and gap > 0.05) else ""


def is_wide(character: str) -> bool:
    """Whether the character is set as Chinese is, without blanks between words; a digit never is."""
    if character in "“”‘’—…·":
        return True
    return unicodedata.east_asian_width(character) in "WF" and not character.isdigit()


def _are_overprinted(before: Glyph, after: Glyph) -> bool:
    """Two different digits at one place: neither can be told."""
    if not (before.text.isdigit() and after.text.isdigit()):
        return False
    return after.x - before.x < SAME_PLACE * min(before.size, after.size)


def _is_vertical(marks: Sequence[Glyph]) -> bool:
    """Whether upright characters run down several columns, or down one together with turned ones."""
    angles = {glyph.angle for glyph in marks}
    if not angles <= {0, 90} or 0 not in angles or len(marks) < 2:
        return False
    down = right = 0
    for before, after in itertools.pairwise(marks):
        size = max(before.size, after.size)
        dx, dy = after.x - before.x, after.y - before.y
        if abs(dx) <= 0.35 * size and 0.25 * size < dy < 2.5 * size:
            down += 1
        elif abs(dy) < 0.5 * size and dx > 0.25 * size:
            right += 1
    leftwards = _run_leftwards(_by_column(marks))
    if leftwards and not right and all(is_wide(glyph.text[0]) for glyph in marks):
        return True
    return down >= 2 and down > 2 * right and (90 in angles or leftwards)


def _run_leftwards(columns: Sequence[Sequence[Glyph]]) -> bool:
    """Whether there are several columns and each was written before the next one to its left.

    A stacked label whose first line is 三、 has two columns too, but not one after the other.
    """
    ends = [(min(g.order for g in column), max(g.order for g in column)) for column in columns]
    return len(ends) > 1 and all(a[1] < b[0] for a, b in itertools.pairwise(ends))


def _by_column(marks: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs by column, from the right."""
    columns: list[list[Glyph]] = []
    for glyph in sorted(marks, key=lambda g: -g.x):
        if columns and columns[-1][0].x - glyph.x <= 0.6 * glyph.size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    return columns


def _columns(marks: Sequence[Glyph]) -> list[str]:
    return ["".join(g.text for g in sorted(column, key=lambda g: g.y)) for column in _by_column(marks)]
