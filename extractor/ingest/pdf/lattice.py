"""From ruling lines to lattices: the edges of a grid and the rectangle that each cell covers.

pdfplumber's finder wants four corners for every cell and so loses an open last row, and cells whose
borders lie a point apart.  Here a component of crossing rules is closed at its own ends, its edges are
snapped, and atomic cells between which no rule stands are one cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.grid import Span
from extractor.ingest.pdf.rules import Rule, Rules
from extractor.provenance import Box

TOUCH = 4.2
"""Rules whose ends come this near to each other meet."""
SAME_EDGE = 5.6
"""Rules within this distance are one edge: double lines, borders of neighbouring cells, lines drawn a
little off.  Rows are at least 8 points high and columns 12 wide, so that no row or column is lost."""
OPEN = 6.0
"""Rules that reach further than this beyond the last edge leave a row or column open there."""
MOST_CELLS = 50_000
"""A mesh of more atomic cells than this is a drawing."""
HALF = 0.5
"""The share of a side that must be ruled for it to part two cells."""


@dataclass(frozen=True)
class Lattice:
    """The edges of a grid from left to right and from top to bottom, and the spans of its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]

    @property
    def box(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @cached_property
    def _owners(self) -> dict[tuple[int, int], int]:
        return {position: index for index, span in enumerate(self.spans) for position in span.positions()}

    def owner(self, x: float, y: float) -> int | None:
        """The number of the cell in which the point lies, None for a point outside."""
        x0, top, x1, bottom = self.box
        if not (x0 <= x < x1 and top <= y < bottom):
            return None
        return self._owners[bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1]

    def box_of(self, span: Span) -> Box:
        return self.xs[span.left], self.ys[span.top], self.xs[span.right], self.ys[span.bottom]

    def edges(self, top: int, bottom: int) -> frozenset[int]:
        """The edges of columns at which a cell of the rows ``top:bottom`` begins or ends."""
        within = [s for s in self.spans if s.top >= top and s.bottom <= bottom]
        return frozenset(edge for s in within for edge in (s.left, s.right))

    def rows(self, top: int, bottom: int) -> Lattice:
        """The lattice of the rows ``top:bottom`` alone; no cell may reach over their ends."""
        kept = [s for s in self.spans if s.top >= top and s.bottom <= bottom]
        moved = [Span(s.top - top, s.left, s.bottom - top, s.right) for s in kept]
        return _without_idle_edges(self.xs, self.ys[top : bottom + 1], moved)


def lattices_of(rules: Rules) -> list[Lattice]:
    """The lattices of a page that have at least two cells, from top to bottom."""
    found = [_lattice(across, down) for across, down in _components(rules)]
    return sorted((one for one in found if one is not None), key=lambda one: (one.ys[0], one.xs[0]))


def _components(rules: Rules) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """The rules that hang together by crossing or meeting each other."""
    parent = list(range(len(rules.across) + len(rules.down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    shift = len(rules.across)
    places = [rule.at for rule in rules.down]
    for i, across in enumerate(rules.across):
        first = bisect_left(places, across.start - TOUCH)
        last = bisect_right(places, across.end + TOUCH)
        for j in range(first, last):
            down = rules.down[j]
            if down.start - TOUCH <= across.at <= down.end + TOUCH:
                parent[root(i)] = root(shift + j)
    members: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate(rules.across):
        members.setdefault(root(i), ([], []))[0].append(rule)
    for j, rule in enumerate(rules.down):
        members.setdefault(root(shift + j), ([], []))[1].append(rule)
    yield from (pair for pair in members.values() if pair[0] and pair[1])


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    ys = _closed(_edges(across), down)
    xs = _closed(_edges(down), across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > MOST_CELLS:
        return None
    over = _walls(across, ys, xs)
    beside = _walls(down, xs, ys)
    over[0] = over[-1] = [True] * (len(xs) - 1)
    beside[0] = beside[-1] = [True] * (len(ys) - 1)
    spans = list(_spans(over, beside))
    return _without_idle_edges(xs, ys, spans) if len(spans) > 1 else None


def _edges(rules: Sequence[Rule]) -> list[float]:
    """The distinct edges that the rules lie on, each where most of its ruled length lies."""
    edges: list[float] = []
    bundle: list[Rule] = []
    for rule in sorted(rules):
        if bundle and rule.at - bundle[0].at > SAME_EDGE:
            edges.append(_weighted(bundle))
            bundle = []
        bundle.append(rule)
    if bundle:
        edges.append(_weighted(bundle))
    return edges


def _weighted(bundle: Sequence[Rule]) -> float:
    weight = sum(rule.end - rule.start for rule in bundle)
    return sum(rule.at * (rule.end - rule.start) for rule in bundle) / weight


def _closed(edges: list[float], crossing: Sequence[Rule]) -> list[float]:
    """The edges, and one more at each end where crossing rules reach beyond the last.

    A table cut by a page break has no bottom rule on the one page or no top rule on the next, and some
    tables have no outer rules: the open row or column ends where the rules that flank it end.
    """
    before = sorted(rule.start for rule in crossing if rule.start < edges[0] - OPEN)
    after = sorted(rule.end for rule in crossing if rule.end > edges[-1] + OPEN)
    needed = min(2, len(crossing))
    first = [before[0]] if len(before) >= needed else []
    last = [after[-1]] if len(after) >= needed else []
    return first + edges + last


def _walls(rules: Sequence[Rule], lines: Sequence[float], steps: Sequence[float]) -> list[list[bool]]:
    """For every line and every step along it, whether it is ruled there."""
    covered = [[0.0] * (len(steps) - 1) for _ in lines]
    for rule in rules:
        line = min(range(len(lines)), key=lambda index: abs(lines[index] - rule.at))
        first = max(bisect_right(steps, rule.start) - 1, 0)
        last = min(bisect_left(steps, rule.end), len(steps) - 1)
        for step in range(first, last):
            reach = min(rule.end, steps[step + 1]) - max(rule.start, steps[step])
            covered[line][step] += max(reach, 0.0)
    return [
        [length >= HALF * (steps[step + 1] - steps[step]) for step, length in enumerate(row)]
        for row in covered
    ]


def _spans(over: list[list[bool]], beside: list[list[bool]]) -> Iterator[Span]:
    """The cells: atomic cells with no rule between them, cut into rectangles where they form none.

    ``over[r][c]`` is the rule above atomic cell (r, c), ``beside[c][r]`` the one to its left.
    """
    pending = _regions(over, beside)
    while pending:
        region = pending.pop()
        top, bottom = min(r for r, _ in region), max(r for r, _ in region) + 1
        left, right = min(c for _, c in region), max(c for _, c in region) + 1
        if len(region) == (bottom - top) * (right - left):
            yield Span(top, left, bottom, right)
            continue
        _cut(region, over)
        pending.extend(_regions(over, beside, within=region))


def _regions(
    over: list[list[bool]], beside: list[list[bool]], within: set[tuple[int, int]] | None = None
) -> list[set[tuple[int, int]]]:
    height, width = len(over) - 1, len(beside) - 1
    left = set(within) if within is not None else {(r, c) for r in range(height) for c in range(width)}
    regions = []
    while left:
        start = left.pop()
        region, edge = {start}, [start]
        while edge:
            r, c = edge.pop()
            for near, wall in (
                ((r - 1, c), over[r][c]),
                ((r + 1, c), over[r + 1][c]),
                ((r, c - 1), beside[c][r]),
                ((r, c + 1), beside[c + 1][r]),
            ):
                if not wall and near in left:
                    left.remove(near)
                    region.add(near)
                    edge.append(near)
        regions.append(region)
    return regions


def _cut(region: set[tuple[int, int]], over: list[list[bool]]) -> None:
    """Rules off a region that is no rectangle wherever its left or right side steps."""
    columns: dict[int, set[int]] = {}
    for r, c in region:
        columns.setdefault(r, set()).add(c)
    for r in sorted(columns)[1:]:
        if columns.get(r - 1) != columns[r]:
            for c in columns[r]:
                over[r][c] = True
    for r, held in columns.items():
        if columns.get(r + 1) != held:
            for c in held:
                over[r + 1][c] = True


def _without_idle_edges(xs: Sequence[float], ys: Sequence[float], spans: Sequence[Span]) -> Lattice:
    """The lattice without the edges at which no cell begins or ends."""
    rows = sorted({edge for span in spans for edge in (span.top, span.bottom)})
    columns = sorted({edge for span in spans for edge in (span.left, span.right)})
    row = {edge: index for index, edge in enumerate(rows)}
    column = {edge: index for index, edge in enumerate(columns)}
    moved = sorted(
        (Span(row[s.top], column[s.left], row[s.bottom], column[s.right]) for s in spans),
        key=lambda s: (s.top, s.left),
    )
    return Lattice(tuple(xs[c] for c in columns), tuple(ys[r] for r in rows), tuple(moved))
