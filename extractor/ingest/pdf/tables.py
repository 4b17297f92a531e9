"""From a page of ink to its grids and the lines that stand outside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractor.grid import Cell, Grid
from extractor.ingest.pdf.ink import ILLEGIBLE, Glyph, PageInk, displayed
from extractor.ingest.pdf.lattice import Lattice, lattices_of
from extractor.ingest.pdf.lines import Line, is_blank, is_wide, lines_of, text_of
from extractor.ingest.pdf.rules import rules_of, visible, without_underlines
from extractor.provenance import Box, Provenance

PROSE = 4
"""A cell as wide as its grid that holds at least so many lines is text within a frame, no table row."""
TOUCHING = 0.06
"""Digits nearer to each other than this, in em, are one number, and stacked characters one word."""

OVERLAP = 0.12
"""A digit may reach so far, in em, over the border of the cell that it fills."""
HAIRLINE = 0.08
"""A gap between digits that is wider than the others by this, in points, may hold a border."""
SLACK = 1.0
"""A table may reach so far, in points, over the border of the cell in which it stands."""

HEADING = re.compile(r"^[一二三四五六七八九十]、")


class PageBlocks(NamedTuple):
    """A page taken apart: its grids, its loose lines, and how many legible characters it shows.

    ``height`` and the boxes of the lines are those of the page turned such that its text is upright;
    ``tops`` says where its grids begin there; ``place`` names a place on the page as displayed.
    """

    number: int
    height: float
    place: Callable[[str, Box], Provenance]
    grids: tuple[Grid, ...]
    tops: tuple[float, ...]
    lines: tuple[Line, ...]
    legible: int


def blocks_of(page: PageInk) -> PageBlocks:
    """The grids and the loose lines of the page, both from top to bottom."""
    angle, width, height = page.slant(), page.width, page.height

    def place(what: str, box: Box) -> Provenance:
        shown = displayed(box, angle, width, height)
        x0, top, x1, bottom = (round(edge, 2) for edge in shown)
        return Provenance(f"page {page.number}, {what}", page.number, (x0, top, x1, bottom))

    upright = page.upright()
    rules, fills = rules_of(upright)
    glyphs = visible(upright, fills)
    tables, loose = _filled(lattices_of(without_underlines(rules, glyphs)), glyphs)
    grids = tuple(
        _grid(lattice, texts, f"table {number}", place)
        for number, (lattice, texts) in enumerate(tables, start=1)
    )
    legible = sum(not is_blank(glyph) and glyph.text != ILLEGIBLE for glyph in glyphs)
    tops = tuple(lattice.ys[0] for lattice, _ in tables)
    return PageBlocks(page.number, upright.height, place, grids, tops, tuple(lines_of(loose)), legible)


def _filled(
    lattices: Sequence[Lattice], glyphs: Sequence[Glyph]
) -> tuple[list[tuple[Lattice, list[str]]], list[Glyph]]:
    """The lattices that are tables, with the texts of their cells, and the glyphs in none of them."""
    tables: list[tuple[Lattice, list[str]]] = []
    loose = list(glyphs)
    for lattice in sorted(lattices, key=_area):
        held, rest = _in_cells(lattice, loose)
        frames = {owner for table, _ in tables if (owner := _frame(lattice, table)) is not None}
        for piece, first in _pieces(lattice, held, frames):
            texts = [text_of(held.get(first + index, [])) for index in range(len(piece.spans))]
            if len(piece.spans) > 1 and any(texts):
                tables.append((piece, texts))
                for index in range(len(piece.spans)):
                    held.pop(first + index, None)
        loose = rest + [glyph for kept in held.values() for glyph in kept]
    tables.sort(key=lambda table: (table[0].ys[0], table[0].xs[0]))
    return tables, sorted(loose, key=lambda glyph: glyph.order)


def _area(lattice: Lattice) -> float:
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[-1] - lattice.ys[0])


def _in_cells(lattice: Lattice, glyphs: Sequence[Glyph]) -> tuple[dict[int, list[Glyph]], list[Glyph]]:
    """The glyphs by the number of the cell in which their middle lies, and those outside.

    Digits that touch are one number, and go together to where the middle of the number lies: a number
    wider than its cell is not cut in two by the border that it runs across.  Numbers that fill cells
    beside each other touch as well: between these, the border stands in the gap.
    """
    held: dict[int, list[Glyph]] = {}
    outside: list[Glyph] = []
    runs = list(_numbers(glyphs))
    in_strings = any(b.order - a.order == 1 and b.text.isdigit() for run in runs for a, b in pairwise(run))
    for run in (part for whole in runs for part in _parted(whole, lattice, in_strings)):
        x, y = (run[0].x0 + run[-1].x1) / 2, (run[0].top + run[-1].bottom) / 2
        owner = lattice.owner(x, y)
        if owner is None:
            outside.extend(run)
        else:
            held.setdefault(owner, []).extend(run)
    return held, outside


def _numbers(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Touching digits and stacked characters together, every other glyph by itself, as they were painted."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not (_goes_on(run[-1], glyph) or _goes_down(run[-1], glyph)):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _goes_on(before: Glyph, after: Glyph) -> bool:
    if not (before.text.isdigit() and after.text.isdigit()) or before.angle or after.angle:
        return False
    near = TOUCHING * after.size
    return abs(after.x0 - before.x1) <= near and abs(after.bottom - before.bottom) <= near


def _goes_down(before: Glyph, after: Glyph) -> bool:
    """Whether the characters were painted one after the other, the second set tight below the first."""
    if not (is_wide(before.text[0]) and is_wide(after.text[0])) or before.angle or after.angle:
        return False
    near = TOUCHING * after.size
    together = after.order - before.order <= 2 and abs(after.x - before.x) <= near
    return together and abs(after.top - before.bottom) <= near


def _parted(run: list[Glyph], lattice: Lattice, in_strings: bool) -> Iterator[list[Glyph]]:
    """The run, cut at the borders that stand in a gap of it.

    A gap is where another string begins, if strings were painted whole, or one that is wider than the
    others: the border of two cells that their numbers fill has a width, however thin.
    """
    gaps = [max(b.x0 - a.x1, b.top - a.bottom) for a, b in pairwise(run)]
    usual = min(gaps) if len(gaps) > 1 else 0.0
    start = 0
    for index, (before, after) in enumerate(pairwise(run), start=1):
        begins = in_strings and after.order - before.order > 1
        wider = gaps[index - 1] > usual + HAIRLINE
        if (begins or wider) and _has_border_between(before, after, lattice):
            yield run[start:index]
            start = index
    yield run[start:]


def _has_border_between(before: Glyph, after: Glyph, lattice: Lattice) -> bool:
    one, other = lattice.owner(before.x, before.y), lattice.owner(after.x, after.y)
    if one == other:
        return False
    over = OVERLAP * after.size
    x1, bottom = (before.x1, before.bottom) if one is None else lattice.box_of(lattice.spans[one])[2:]
    x0, top = (after.x0, after.top) if other is None else lattice.box_of(lattice.spans[other])[:2]
    within = before.x1 <= x1 + over and before.bottom <= bottom + over
    return within and after.x0 >= x0 - over and after.top >= top - over


def _frame(lattice: Lattice, inner: Lattice) -> int | None:
    """The number of the cell in which another, smaller table stands whole."""
    x0, top, x1, bottom = inner.box
    owner = lattice.owner((x0 + x1) / 2, (top + bottom) / 2)
    if owner is None:
        return None
    box = lattice.box_of(lattice.spans[owner])
    inside = (
        box[0] - SLACK <= x0 and box[1] - SLACK <= top and x1 <= box[2] + SLACK and bottom <= box[3] + SLACK
    )
    return owner if inside else None


def _pieces(
    lattice: Lattice, held: dict[int, list[Glyph]], frames: set[int]
) -> Iterator[tuple[Lattice, int]]:
    """The lattice cut at its rows of prose, each piece with the number of its first cell.

    A rectangle around a page, or around tables and the text between them, meets the tables' rules and
    would make cells of that text; a row in which a whole table stands is such a frame, however little
    text is left in it.  A row that holds but a section's heading parts two tables too, where their
    columns differ.
    """
    whole = len(lattice.xs) - 1, len(lattice.ys) - 1
    wide = [(index, span) for index, span in enumerate(lattice.spans) if span.columns == whole[0]]
    ends = [0, *(edge for _, span in wide for edge in (span.top, span.bottom)), whole[1]]
    top, first = 0, 0
    for number, (index, span) in enumerate(wide):
        above = lattice.edges(ends[2 * number], span.top)
        below = lattice.edges(span.bottom, ends[2 * number + 3])
        differ = not (above <= below or below <= above)
        if index in frames or _is_prose(held.get(index, []), but=1 if differ else PROSE):
            if span.top > top:
                yield lattice.rows(top, span.top), first
            top, first = span.bottom, index + 1
    if top < whole[1]:
        yield (lattice.rows(top, whole[1]) if top else lattice), first


def _is_prose(glyphs: Sequence[Glyph], but: int) -> bool:
    """Whether the cell holds text of a page: at least PROSE lines, or ``but`` that begin with a heading."""
    lines = lines_of(glyphs)
    if len(lines) >= PROSE:
        return max(len(line.text) for line in lines) > 1
    return len(lines) >= but and any(HEADING.match(line.text) for line in lines)


def _grid(lattice: Lattice, texts: Sequence[str], name: str, place: Callable[[str, Box], Provenance]) -> Grid:
    """The grid; its cells are named by their row and their place among the cells that begin in it."""
    cells: list[Cell] = []
    begun: Counter[int] = Counter()
    for span, text in zip(lattice.spans, texts, strict=True):
        begun[span.top] += 1
        where = place(f"{name}, row {span.top + 1}, cell {begun[span.top]}", lattice.box_of(span))
        cells.append(Cell(span, text, where))
    return Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, tuple(cells), place(name, lattice.box))
