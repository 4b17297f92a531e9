"""Text in columns: how wide it is, where to break it, and how wide columns must be.

Widths are counted in columns of a terminal: a Chinese character takes two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractor.grid import Span


@dataclass(frozen=True, slots=True)
class Content:
    """What a span holds: lines of text that may be broken anywhere, unless they are ``solid``."""

    span: Span
    lines: tuple[str, ...]
    solid: bool = False


_PIECES = re.compile(r"[!-~]+ *|.", re.DOTALL)
_CLOSING = frozenset("，。、；：？！）〕》」』”’％")


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """The columns that a text takes; a character of ambiguous width counts as narrow."""
    return sum(_columns(character) for character in text)


def wrap(text: str, columns: int) -> list[str]:
    """The text in lines of at most so many columns (at least two); one empty line for no text.

    Words of ASCII characters stay whole where they fit in a line, and no line begins with a closing
    bracket, a comma or a stop.
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        if width(lines[-1]) + width(piece.rstrip()) <= columns:
            lines[-1] += piece
        elif width(piece) <= columns:
            carried = lines[-1][-1:] if piece in _CLOSING and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1][: len(lines[-1]) - len(carried)]
            lines.append(carried + piece)
        else:
            for character in piece:
                if lines[-1] and width(lines[-1] + character) > columns:
                    lines.append("")
                lines[-1] += character
    return [line.rstrip() for line in lines]


def clip(text: str, columns: int) -> str:
    """The text, cut with two points where it is wider than so many columns."""
    return text if width(text) <= columns else wrap(text, columns - 2)[0] + ".."


def column_widths(
    contents: Sequence[Content], least: Sequence[int], most: int, gap: int, room: int | None = None
) -> list[int]:
    """How wide every column is: at least ``least``, at most ``most`` unless something solid needs more.

    ``gap`` is what lies between two columns.  Where all columns together may not take more than
    ``room``, those that would break most are widened first.  Solid contents are never broken, even
    where that takes more than the room.
    """
    widths = list(least)
    wanted = list(least)
    for content in sorted(contents, key=lambda content: content.span.columns):
        need = max(width(line) for line in content.lines)
        last = content.span.right - 1
        place = slice(content.span.left, content.span.right)
        gaps = gap * (content.span.columns - 1)
        if content.solid:
            widths[last] += max(0, need - gaps - sum(widths[place]))
        if content.span.columns == 1:
            wanted[last] = max(wanted[last], min(need, most))
    wanted = [max(pair) for pair in zip(widths, wanted, strict=True)]
    if room is None:
        return wanted
    while sum(widths) < room and widths != wanted:
        lacking = [want - have for want, have in zip(wanted, widths, strict=True)]
        widest = max(lacking)
        widths[lacking.index(widest)] += min(widest, 2, room - sum(widths))  # one Chinese character
    return widths


def row_heights(contents: Sequence[Content], broken: Sequence[list[str]], rows: int) -> list[int]:
    """How many lines every row takes, given the lines that each content was broken into."""
    heights = [1] * rows
    for content, lines in sorted(zip(contents, broken, strict=True), key=lambda pair: pair[0].span.rows):
        span = content.span
        heights[span.bottom - 1] += max(0, len(lines) - sum(heights[span.top : span.bottom]))
    return heights
