"""Boxes with text in them, drawn in box-drawing characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, groupby

from extractor.grid import Span
from extractor.show.measure import width

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_JOINTS = {
    _UP | _DOWN: "│",
    _LEFT | _RIGHT: "─",
    _DOWN | _RIGHT: "┌",
    _DOWN | _LEFT: "┐",
    _UP | _RIGHT: "└",
    _UP | _LEFT: "┘",
    _UP | _DOWN | _RIGHT: "├",
    _UP | _DOWN | _LEFT: "┤",
    _DOWN | _LEFT | _RIGHT: "┬",
    _UP | _LEFT | _RIGHT: "┴",
    _UP | _DOWN | _LEFT | _RIGHT: "┼",
}


class Colour(Enum):
    """What a text is drawn in; the value is its ANSI parameter."""

    RED = 31
    AMBER = 33
    BLUE = 34
    BOLD = 1
    DIM = 2

    def paint(self, text: str) -> str:
        """The text between the escapes that begin and end the colour."""
        return f"\x1b[{self.value}m{text}\x1b[0m"


@dataclass(frozen=True, slots=True)
class Drawn:
    """One box: its lines of text, set to the right or to the left, in a colour."""

    span: Span
    lines: Sequence[str]
    right: bool = False
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the columns and rows of a drawing begin, in characters.

    ``xs`` and ``ys`` are the places of the rules; a row boundary that is not in ``ruled`` has none,
    and the first line of the row below stands in its place.
    """

    xs: tuple[int, ...]
    ys: tuple[int, ...]
    ruled: frozenset[int]

    @classmethod
    def of(cls, widths: Sequence[int], heights: Sequence[int], ruled: frozenset[int]) -> Frame:
        """The frame of columns and rows of these inner sizes."""
        xs = tuple(accumulate((wide + 1 for wide in widths), initial=0))
        steps = (high + (row in ruled) for row, high in enumerate(heights))
        return cls(xs, tuple(accumulate(steps, initial=0)), ruled)

    def first_line(self, row: int) -> int:
        """The first line of text in a row."""
        return self.ys[row] + (row in self.ruled)


def draw(boxes: Sequence[Drawn], frame: Frame, pad: int, color: bool) -> list[str]:
    """The lines of the drawing, all equally wide; ``pad`` blanks stand on both sides of every text."""
    characters = _rules(boxes, frame)
    colours: list[list[Colour | None]] = [[None] * len(line) for line in characters]
    for box in boxes:
        left, right = frame.xs[box.span.left] + 1 + pad, frame.xs[box.span.right] - pad
        for number, line in enumerate(box.lines, frame.first_line(box.span.top)):
            x = right - width(line) if box.right else left
            _put(characters[number], x, line)
            colours[number][x : x + width(line)] = [box.colour] * width(line)
    if not color:
        return ["".join(line) for line in characters]
    return [_coloured(*pair) for pair in zip(characters, colours, strict=True)]


def _rules(boxes: Sequence[Drawn], frame: Frame) -> list[list[str]]:
    """The borders of all boxes, with blanks inside."""
    joints = [[0] * (frame.xs[-1] + 1) for _ in range(frame.ys[-1] + 1)]
    for box in boxes:
        x0, x1 = frame.xs[box.span.left], frame.xs[box.span.right]
        y0, y1 = frame.ys[box.span.top], frame.ys[box.span.bottom]
        for y in range(y0 if box.span.top in frame.ruled else y0 - 1, y1):
            for x in (x0, x1):
                joints[y][x] |= _DOWN
                joints[y + 1][x] |= _UP
        for y in [frame.ys[row] for row in (box.span.top, box.span.bottom) if row in frame.ruled]:
            for x in range(x0, x1):
                joints[y][x] |= _RIGHT
                joints[y][x + 1] |= _LEFT
    return [[_JOINTS.get(joint, " ") for joint in line] for line in joints]


def _put(line: list[str], x: int, text: str) -> None:
    """Writes a text at column x; the second column of a wide character holds nothing."""
    for character in text:
        wide = width(character)
        if wide == 0:
            line[x - 1] += character
            continue
        line[x : x + wide] = [character, *[""] * (wide - 1)]
        x += wide


def _coloured(characters: list[str], colours: list[Colour | None]) -> str:
    runs = groupby(zip(characters, colours, strict=True), key=lambda pair: pair[1])
    parts = ((colour, "".join(character for character, _ in run)) for colour, run in runs)
    return "".join(text if colour is None else colour.paint(text) for colour, text in parts)
