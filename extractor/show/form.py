"""A table of a form as it is printed: box-head, stub and figures as boxes in rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extractor.edition import Block, Layout, Table
from extractor.fact import Item
from extractor.grid import Span


class Part(StrEnum):
    """What a box of a printed table is."""

    CAPTION = "caption"
    HEAD = "head"
    """In the box-head, or over the stub."""
    STUB = "stub"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Box:
    """One box: what it covers, and the label printed in it or the item whose figure stands there."""

    span: Span
    part: Part
    label: str = ""
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A table of ``height`` × ``width`` positions, of which the first ``stub`` columns are its stub."""

    height: int
    width: int
    stub: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class _Branch:
    """A label over the leaves ``first:last``, at ``level`` and ``levels`` deep."""

    label: str
    level: int
    levels: int
    first: int
    last: int


def printed(table: Table, *, layout: Layout | None = None) -> Printed:
    """The table as the form prints it; ``layout`` sets another layout than the form's own."""
    return _line(table) if (layout or table.layout) is Layout.LINE else _matrix(table)


def _matrix(table: Table) -> Printed:
    stub = max(len(row.path) for row in table.rows)
    width = stub + max(len(block.columns) for block in table.blocks)
    boxes: list[Box] = []
    top = 0
    for block in table.blocks:
        if block.caption is not None:
            boxes.append(Box(Span(top, 0, top + 1, width), Part.CAPTION, block.caption))
            top += 1
        # A block with fewer columns than the widest: its last column takes the rest.
        edges = [*range(stub, stub + len(block.columns)), width]
        first_row = top + max(len(column.path) for column in block.columns)
        boxes.append(Box(Span(top, 0, first_row, stub), Part.HEAD, block.stub_head or ""))
        boxes += _head([column.path for column in block.columns], edges, top, first_row)
        boxes += _body(table, block, edges, first_row, stub)
        top = first_row + len(block.rows)
    return Printed(top, width, stub, tuple(boxes))


def _body(table: Table, block: Block, edges: Sequence[int], top: int, stub: int) -> Iterator[Box]:
    for branch in _branches([row.path for row in block.rows], stub):
        span = Span(top + branch.first, branch.level, top + branch.last, branch.level + branch.levels)
        yield Box(span, Part.STUB, branch.label)
    for row, heading in enumerate(block.rows, top):
        for place, column in enumerate(block.columns):
            item = Item(table.code, heading.code, column.code)
            yield Box(Span(row, edges[place], row + 1, edges[place + 1]), Part.FIGURE, item=item)


def _head(paths: Sequence[tuple[str, ...]], edges: Sequence[int], top: int, bottom: int) -> Iterator[Box]:
    for branch in _branches(paths, bottom - top):
        level = top + branch.level
        span = Span(level, edges[branch.first], level + branch.levels, edges[branch.last])
        yield Box(span, Part.HEAD, branch.label)


def _line(table: Table) -> Printed:
    """Rows and columns both stand in the box-head, each row above its columns."""
    leaves = [
        ((*row.path, *column.path), Item(table.code, row.code, column.code))
        for block in table.blocks
        for row in block.rows
        for column in block.columns
    ]
    depth = max(len(path) for path, _ in leaves)
    width = len(leaves)
    boxes = list(_head([path for path, _ in leaves], range(width + 1), 0, depth))
    for place, (_, item) in enumerate(leaves):
        boxes.append(Box(Span(depth, place, depth + 1, place + 1), Part.FIGURE, item=item))
    return Printed(depth + 1, width, 0, tuple(boxes))


def _branches(paths: Sequence[tuple[str, ...]], depth: int) -> Iterator[_Branch]:
    """The labels of all levels; one that several leaves share stands once, a leaf's reaches the end."""
    for level in range(depth):
        first = 0
        while first < len(paths):
            path, last = paths[first], first + 1
            if level == len(path) - 1:
                yield _Branch(path[level], level, depth - level, first, last)
            elif level < len(path):
                while last < len(paths) and _shares(paths[last], path, level):
                    last += 1
                yield _Branch(path[level], level, 1, first, last)
            first = last


def _shares(path: tuple[str, ...], other: tuple[str, ...], level: int) -> bool:
    return len(path) > level + 1 and path[: level + 1] == other[: level + 1]
