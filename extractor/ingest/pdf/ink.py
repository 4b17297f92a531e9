"""What a page of a PDF shows: glyphs and painted paths, in points from the top left as displayed.

Nothing here knows the library that read the file; the rest of the package is geometry on these values.
They are named tuples, not dataclasses, because a page has thousands of them.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from extractor.provenance import Box

ASCENT = 0.86
"""How far a glyph's box reaches above its baseline, in em; the box is one em high.

Fixed for every font: the descents that fonts declare are often wrong, and the middle of a digit or of a
Chinese character stands 0.36 em above its baseline in all of them.
"""

ILLEGIBLE = "\N{REPLACEMENT CHARACTER}"
"""Stands for a glyph that cannot be told: no Unicode value, or two digits printed over each other."""

WHITE = 0.98
"""Lightness from which ink is not seen on paper."""


class Glyph(NamedTuple):
    """One character as printed.  ``angle`` is how far its line is turned, clockwise: 0, 90, 180, 270.

    ``order`` counts everything painted on the page, so that what covers what is known; ``light`` runs
    from 0 (black) to 1 (white).
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    angle: int
    order: int
    light: float

    @property
    def x(self) -> float:
        """The middle, across the page."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        """The middle, down the page."""
        return (self.top + self.bottom) / 2

    @property
    def baseline(self) -> float:
        """Where the line stands on which an upright glyph is set, down the page."""
        return self.bottom - (1 - ASCENT) * (self.bottom - self.top)

    def upright(self) -> Glyph:
        """The glyph in the frame of its own line: reading goes right, lines follow downwards.

        The coordinates are then no longer those of the page.
        """
        x0, top, x1, bottom = turned((self.x0, self.top, self.x1, self.bottom), self.angle)
        return self._replace(x0=x0, top=top, x1=x1, bottom=bottom, angle=0)


def turned(box: Box, angle: int) -> Box:
    """The box in a frame turned by the angle, such that text of that angle reads to the right."""
    x0, top, x1, bottom = box
    if angle == 90:
        return top, -x1, bottom, -x0
    if angle == 270:
        return -bottom, x0, -top, x1
    if angle == 180:
        return -x1, -bottom, -x0, -top
    return box


class Path(NamedTuple):
    """One painted subpath: its straight legs, its box, and how it was painted.

    ``stroke`` and ``fill`` are the lightness of the ink, None where the path was not stroked or filled.
    Subpaths painted by one operator share their ``order``.
    """

    legs: tuple[Box, ...]
    box: Box
    stroke: float | None
    fill: float | None
    width: float
    order: int


class PageInk(NamedTuple):
    """A page: its number from 1, its size as displayed, and all that can be seen painted on it."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    paths: tuple[Path, ...]
    images: tuple[Box, ...]

    def slant(self) -> int:
        """The angle at which most of the text is set: 0, but on a page drawn lying on its side."""
        angles = Counter(glyph.angle for glyph in self.glyphs if not glyph.text.isspace())
        return max(angles, key=lambda angle: (angles[angle], angle == 0)) if angles else 0

    def upright(self) -> PageInk:
        """The page with most of its text upright."""
        angle = self.slant()
        if angle == 0:
            return self
        frame = turned((0.0, 0.0, self.width, self.height), angle)

        def moved(box: Box) -> Box:
            x0, top, x1, bottom = turned(box, angle)
            return x0 - frame[0], top - frame[1], x1 - frame[0], bottom - frame[1]

        glyphs = []
        for glyph in self.glyphs:
            x0, top, x1, bottom = moved((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
            left = (glyph.angle - angle) % 360
            glyphs.append(glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, angle=left))
        paths = [
            path._replace(legs=tuple(moved(leg) for leg in path.legs), box=moved(path.box))
            for path in self.paths
        ]
        images = tuple(moved(image) for image in self.images)
        size = frame[2] - frame[0], frame[3] - frame[1]
        return PageInk(self.number, *size, tuple(glyphs), tuple(paths), images)


def displayed(box: Box, angle: int, width: float, height: float) -> Box:
    """A box of the upright page on the page as displayed, which is so wide and high."""
    frame = turned((0.0, 0.0, width, height), angle)
    x0, top, x1, bottom = box
    shifted = x0 + frame[0], top + frame[1], x1 + frame[0], bottom + frame[1]
    return turned(shifted, -angle % 360)
