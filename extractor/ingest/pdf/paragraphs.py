"""From loose lines to paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

from extractor.ingest.pdf.lines import Line, is_wide
from extractor.provenance import Box

INDENT = 0.9
"""A line that begins this many em further right than the column begins a paragraph."""
SHORT = 2.5
"""A line that ends this many em before the column does ends a paragraph."""
LOOSE = 1.45
"""Lines further apart than this, times the usual pitch, are of different paragraphs."""
WRAPPED = 2.3
"""The lines of one centred paragraph are at most so many em apart."""
OTHER_SIZE = 1.12
"""Lines whose sizes differ by more than this factor are of different paragraphs."""

_STOPS = "。！？；：.!?;:"
_HEADING = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．,，]|第[一二三四五六七八九十]{1,3}[章节条部])"
)


class Column(NamedTuple):
    """Where the lines of running text begin and end, in points across the page."""

    left: float
    right: float


def column_of(lines: Sequence[Line]) -> Column | None:
    """The column that the lines fill; None for no lines."""
    if not lines:
        return None
    return Column(min(line.x0 for line in lines), max(line.x1 for line in lines))


def paragraphs_of(lines: Sequence[Line], column: Column) -> Iterator[tuple[str, Box]]:
    """The paragraphs of lines that follow each other, each with its box.

    A paragraph ends where the next line is indented, further away, of another size, a numbered heading
    or centred, and after a line that stops short.  A centred line that fills the column goes on below.
    """
    pitches = [after.top - before.top for before, after in itertools.pairwise(lines)]
    near = [p for p, line in zip(pitches, lines, strict=False) if 0 < p < 3 * line.size]
    pitch = median(near) if near else 0.0
    held: list[Line] = []
    for line in lines:
        if held and _parts(held[-1], line, column, pitch) and not _is_centred_rest(held[-1], line, column):
            yield _joined(held), _box(held)
            held = []
        held.append(line)
    if held:
        yield _joined(held), _box(held)


def _parts(before: Line, line: Line, column: Column, pitch: float) -> bool:
    """Whether the line begins a new paragraph."""
    size = max(before.size, line.size)
    return (
        size > OTHER_SIZE * min(before.size, line.size)
        or line.top - before.top > LOOSE * pitch
        or line.top < before.top
        or line.x0 - column.left > INDENT * size
        or column.right - before.x1 > SHORT * size
        or _HEADING.match(line.text) is not None
    )


def _is_centred_rest(before: Line, line: Line, column: Column) -> bool:
    """Whether the line goes on with a centred one above it that had no room for more (a long title)."""
    size = before.size
    return (
        size <= OTHER_SIZE * line.size
        and line.size <= OTHER_SIZE * size
        and 0 < line.top - before.top < WRAPPED * size
        and column.right - before.x1 <= SHORT * size
        and before.x0 - column.left <= SHORT * size
        and abs(before.x0 + before.x1 - line.x0 - line.x1) <= size
        and line.x1 - line.x0 <= before.x1 - before.x0 + size
        and before.text[-1] not in _STOPS
        and not _HEADING.match(line.text)
    )


def _joined(lines: Sequence[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        text += ("" if is_wide(text[-1]) or is_wide(line.text[0]) else " ") + line.text
    return text


def _box(lines: Sequence[Line]) -> Box:
    return (
        min(line.x0 for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
    )
