"""From painted paths to ruling lines, and which glyphs can be seen among the fills.

A rule comes as a stroked line, as one side of a stroked rectangle, as a thin filled rectangle, as the
frame between two nested ones, in dashes, dots and pieces, or as the dark ground between white cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.ingest.pdf.ink import WHITE, Glyph, PageInk, Path
from extractor.provenance import Box

THICK = 3.6
"""A filled rectangle up to this thick, in points, is a line; anything thicker is a ground."""
BROAD = 6.0
"""A stroke wider than this is no rule."""
LEAN = 1.0
"""How far a rule may lean over its whole length."""
BREAK = 4.2
"""Pieces of one rule stand at most so far apart."""
SHORTEST = 4.0
"""A rule that is shorter than this, when all its pieces are joined, rules nothing off."""
SHORTEST_DOTTED = 10.0
"""The same for one made of dots: the dots of two borders side by side make short rules across."""
SAME_LINE = 1.5
"""Pieces of one rule lie at most so far beside each other."""
WHOLE_PAGE = 0.97
"""A rectangle that covers this share of both sides of the page is the page."""
MOST_GROUNDS = 20
"""So many of the largest grounds are looked at; a map or a chart has thousands of small ones."""
GROUND = 0.92
"""Ink darker than this can be the ground that shows as rules between white cells."""


class Rule(NamedTuple):
    """A straight line across (``at`` is its y) or down (``at`` is its x) the page."""

    at: float
    start: float
    end: float


class Rules(NamedTuple):
    """The rules of a page, each whole, sorted by ``at``."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]


class Fill(NamedTuple):
    """A painted area and the lightness of its ink."""

    box: Box
    light: float
    order: int


class _Pieces:
    """Pieces of rules as they are found."""

    def __init__(self) -> None:
        self.across: list[Rule] = []
        self.down: list[Rule] = []

    def add_leg(self, leg: Box) -> None:
        """A straight stroke; what lies on neither axis is dropped."""
        x0, y0, x1, y1 = leg
        if abs(y1 - y0) <= LEAN:
            self.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        if abs(x1 - x0) <= LEAN:
            self.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))

    def add_bar(self, box: Box) -> None:
        """A thin filled rectangle; a dot is a piece both ways."""
        x0, top, x1, bottom = box
        if bottom - top <= THICK:
            self.across.append(Rule((top + bottom) / 2, x0, x1))
        if x1 - x0 <= THICK:
            self.down.append(Rule((x0 + x1) / 2, top, bottom))

    def add_frame(self, box: Box) -> None:
        """The four sides of a rectangle."""
        x0, top, x1, bottom = box
        for leg in (
            (x0, top, x1, top),
            (x0, bottom, x1, bottom),
            (x0, top, x0, bottom),
            (x1, top, x1, bottom),
        ):
            self.add_leg(leg)


def rules_of(page: PageInk) -> tuple[Rules, tuple[Fill, ...]]:
    """The rules of the page and its fills, in the order of painting."""
    pieces = _Pieces()
    fills: list[Fill] = [Fill(box, 0.5, 0) for box in page.images]
    paths = [path for path in page.paths if _meets(path.box, page) and not _is_page(path.box, page)]
    for index, path in enumerate(paths):
        if path.stroke is not None and path.stroke < WHITE and path.width <= BROAD:
            for leg in path.legs:
                pieces.add_leg(leg)
        if path.fill is None:
            continue
        after = paths[index + 1] if index + 1 < len(paths) else None
        before = paths[index - 1] if index else None
        if after is not None and _are_frame(path, after):
            if path.fill < WHITE:
                pieces.add_frame(_middle(path.box, after.box))
        elif before is not None and _are_frame(before, path):
            continue
        elif path.fill < WHITE and _is_thin(path.box):
            pieces.add_bar(path.box)
        else:
            fills.append(Fill(path.box, path.fill, path.order))
    _add_white_cells(fills, pieces)
    return Rules(_joined(pieces.across), _joined(pieces.down)), tuple(fills)


def _meets(box: Box, page: PageInk) -> bool:
    return box[0] <= page.width and box[2] >= 0 and box[1] <= page.height and box[3] >= 0


def _is_page(box: Box, page: PageInk) -> bool:
    return box[2] - box[0] >= WHOLE_PAGE * page.width and box[3] - box[1] >= WHOLE_PAGE * page.height


def _is_thin(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) <= THICK


def _are_frame(one: Path, other: Path) -> bool:
    """Two rectangles of one painting, the one just inside the other: what is filled is the rim."""
    if one.order != other.order or _is_thin(one.box) or _is_thin(other.box):
        return False
    a, b = (one.box, other.box) if _area(one.box) >= _area(other.box) else (other.box, one.box)
    return all(-0.01 <= gap <= BROAD for gap in (b[0] - a[0], b[1] - a[1], a[2] - b[2], a[3] - b[3]))


def _middle(a: Box, b: Box) -> Box:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2, (a[3] + b[3]) / 2


def _add_white_cells(fills: Sequence[Fill], pieces: _Pieces) -> None:
    """White cells on a dark ground: the ground that is left between them is the rules."""
    dark = [fill for fill in fills if fill.light < GROUND and fill.order and not _is_thin(fill.box)]
    grounds = sorted(dark, key=lambda fill: -_area(fill.box))[:MOST_GROUNDS]
    if not grounds:
        return
    for fill in fills:
        if fill.light >= WHITE and not _is_thin(fill.box):
            under = [
                g for g in grounds if g.order < fill.order and g.box != fill.box and _within(fill.box, g.box)
            ]
            if under:
                pieces.add_frame(fill.box)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _within(inner: Box, outer: Box, slack: float = 0.5) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def _joined(pieces: Iterable[Rule]) -> tuple[Rule, ...]:
    """Rules made whole of their pieces: dashes, dots, sides of neighbouring cells."""
    whole: list[Rule] = []
    for line in _by_line(sorted(pieces)):
        line.sort(key=lambda piece: piece.start)
        run = [line[0]]
        reach = line[0].end
        for piece in line[1:]:
            if piece.start - reach > BREAK:
                whole.extend(_one(run))
                run = []
                reach = piece.end
            run.append(piece)
            reach = max(reach, piece.end)
        whole.extend(_one(run))
    return tuple(sorted(whole))


def _by_line(pieces: Sequence[Rule]) -> Iterator[list[Rule]]:
    line: list[Rule] = []
    for piece in pieces:
        if line and piece.at - line[0].at > SAME_LINE:
            yield line
            line = []
        line.append(piece)
    if line:
        yield line


def _one(run: Sequence[Rule]) -> Iterator[Rule]:
    """One rule for a run of pieces, where most of its length lies; none for a run that is too short."""
    weights = [piece.end - piece.start + 0.01 for piece in run]
    at = sum(piece.at * weight for piece, weight in zip(run, weights, strict=True)) / sum(weights)
    rule = Rule(at, min(piece.start for piece in run), max(piece.end for piece in run))
    if rule.end - rule.start >= (SHORTEST_DOTTED if max(weights) <= THICK else SHORTEST):
        yield rule


def without_underlines(rules: Rules, glyphs: Sequence[Glyph]) -> Rules:
    """The rules but for those that begin and end with a run of unbroken text just above or through them.

    An underlined number that fills its cell would else cut the cell in two.  A rule that rules down meet
    between its ends underlines nothing: it runs below the texts of several cells.
    """
    by_baseline: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        if not glyph.text.isspace() and glyph.angle == 0:
            by_baseline.setdefault(int(glyph.baseline / 8), []).append(glyph)
    kept = [rule for rule in rules.across if not _underlines(rule, by_baseline) or _is_met(rule, rules.down)]
    return Rules(tuple(kept), rules.down)


def _is_met(rule: Rule, down: Sequence[Rule]) -> bool:
    return any(
        rule.start + BREAK < other.at < rule.end - BREAK
        and other.start - SAME_LINE <= rule.at <= other.end + SAME_LINE
        for other in down
    )


def _underlines(rule: Rule, by_baseline: dict[int, list[Glyph]]) -> bool:
    row = int(rule.at / 8)
    over = [
        glyph
        for near in (row - 1, row, row + 1)
        for glyph in by_baseline.get(near, ())
        if -0.5 * glyph.size <= rule.at - glyph.baseline <= 0.35 * glyph.size
        and rule.start - 1 <= glyph.x <= rule.end + 1
    ]
    if not over:
        return False
    over.sort(key=lambda glyph: glyph.x0)
    if any(after.x0 - before.x1 > after.size for before, after in pairwise(over)):
        return False
    start, end = over[0].x0, max(glyph.x1 for glyph in over)
    return abs(start - rule.start) <= SAME_LINE and abs(end - rule.end) <= SAME_LINE


def visible(page: PageInk, fills: Sequence[Fill]) -> list[Glyph]:
    """The glyphs that a reader of the page sees, each once.

    Dropped are white ones on white, those that an opaque white patch was painted over, and the copies
    that make a fake bold (the same glyph again within a fraction of its width).
    """
    patches = [fill for fill in fills if fill.light >= WHITE]
    grounds = [fill for fill in fills if fill.light < 0.9]
    seen: dict[tuple[str, int], list[Glyph]] = {}
    kept: list[Glyph] = []
    for glyph in page.glyphs:
        if glyph.light >= WHITE and not _stands_on(glyph, grounds):
            continue
        if patches and _is_covered(glyph, patches):
            continue
        if not glyph.text.isspace() and _is_copy(glyph, seen):
            continue
        kept.append(glyph)
    return kept


def _stands_on(glyph: Glyph, grounds: Sequence[Fill]) -> bool:
    return any(
        g.order < glyph.order and g.box[0] <= glyph.x <= g.box[2] and g.box[1] <= glyph.y <= g.box[3]
        for g in grounds
    )


def _is_covered(glyph: Glyph, patches: Sequence[Fill]) -> bool:
    slack = 0.12 * glyph.size
    box = (glyph.x0, glyph.top, glyph.x1, glyph.bottom)
    return any(patch.order > glyph.order and _within(box, patch.box, slack) for patch in patches)


def _is_copy(glyph: Glyph, seen: dict[tuple[str, int], list[Glyph]]) -> bool:
    """Whether the same glyph was printed at nearly this place before; notes it if not."""
    x, y, row = glyph.x, glyph.y, int(glyph.y / 4)
    near_x = 0.3 * (glyph.x1 - glyph.x0) if glyph.angle in (0, 180) else 0.15 * glyph.size
    near_y = 0.15 * glyph.size if glyph.angle in (0, 180) else 0.3 * (glyph.bottom - glyph.top)
    for key in ((glyph.text, row), (glyph.text, row - 1), (glyph.text, row + 1)):
        for other in seen.get(key, ()):
            if abs(other.x - x) <= near_x and abs(other.y - y) <= near_y and other.angle == glyph.angle:
                return True
    seen.setdefault((glyph.text, row), []).append(glyph)
    return False
