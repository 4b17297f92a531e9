"""Which column a figure stands in: the box-head over it, verified before it is believed.

Two witnesses are heard.  The geometry says which head cells stand over a figure; the sequence says
in what order the heads are printed.  A figure is sure of its column where a witness speaks for it
and none against.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from extractor.edition import Heading
from extractor.grid import Cell
from extractor.labels import fold, likeness
from extractor.read.rows import PrintedRow
from extractor.read.slots import Slot, heading_likeness

FITS = 0.7
"""A head cell is the heading's: above the 0.5 that the closest two headings of one form have."""

Box = Sequence[PrintedRow]
"""The rows of a box-head: those printed between the figures above and the figures below."""


@dataclass(frozen=True)
class Verdict:
    """What one witness says of the columns of a row: ``order[n]`` is the heading over figure n.

    ``seen`` is how many headings were recognised; ``verified`` whether all were, or enough that the
    order leaves no choice.
    """

    order: tuple[int, ...]
    seen: int
    verified: bool

    @property
    def is_plain(self) -> bool:
        """Whether the headings stand in the order of the form."""
        return self.order == tuple(range(len(self.order)))


def by_geometry(box: Box, cells: Sequence[Cell], slot: Slot) -> Verdict | None:
    """What the head cells right over the figures say; None where they say nothing.

    ``cells`` are as many as the slot has columns.  Box-head and figures must be of one grid.
    """
    rows = tuple(box)
    stacks = tuple(stack(rows, cell.span.left, cell.span.right) for cell in cells)
    return _by_stacks(stacks, slot.columns)


@lru_cache(maxsize=4096)
def _by_stacks(stacks: tuple[tuple[str, ...], ...], columns: tuple[Heading, ...]) -> Verdict | None:
    likes = [[_over(stack, heading) for heading in columns] for stack in stacks]
    count = len(columns)
    plain = [likes[n][n] >= FITS and likes[n][n] >= max(likes[n]) - 1e-9 for n in range(count)]
    seen = sum(1 for line in likes if max(line) >= FITS)
    if not seen:
        return None
    if all(plain):
        return Verdict(tuple(range(count)), seen, verified=True)
    best = tuple(line.index(max(line)) for line in likes)
    if seen == count and len(set(best)) == count:
        return Verdict(best, seen, verified=True)
    # Some heads are ruined: those that are not keep the order of the form, and leave one place each.
    agrees = all(plain[n] or max(likes[n]) < FITS for n in range(count))
    return Verdict(tuple(range(count)), seen, verified=agrees and 2 * seen > count)


@lru_cache(maxsize=256)
def stack(box: tuple[PrintedRow, ...], left: int, right: int) -> tuple[str, ...]:
    """The texts printed over the columns of a figure, from the top: of head cells that share most of
    their width.  The rows of one table ask the same again and again."""
    stack: dict[int, str] = {}
    for row in box:
        for head in row.cells:
            shared = min(head.span.right, right) - max(head.span.left, left)
            if shared > 0 and 2 * shared > min(right - left, head.span.columns) and head.text.strip():
                stack.setdefault(id(head), head.text)
    return tuple(stack.values())


def _over(texts: Sequence[str], heading: Heading) -> float:
    """How far the words printed over a figure are the heading's: of any one head cell, or of two
    that stand one on the other (商业 over 企业)."""
    pairs = [one + other for one, other in pairwise(texts)]
    leaf = max((heading_likeness(text, heading) for text in (*texts[-2:], *pairs)), default=0.0)
    if len(heading.path) < 2 or "/" not in heading.code or leaf < FITS:
        return leaf
    # In a table that is one line the same leaf stands under each row's name.
    group = max((likeness(text, heading.path[-2]) for text in texts), default=0.0)
    return leaf if group >= FITS else leaf - 0.1 if _ungrouped(texts) else 0.5


def head_extents(box: tuple[PrintedRow, ...], slot: Slot) -> tuple[tuple[int, int], ...] | None:
    """The columns of the grid under each head of the slot; None where a head is not printed.

    For rows that have more cells than the form: an empty column among them, remarks behind them.
    """
    if slot.heading is None:
        return None
    found: list[tuple[int, int]] = []
    for heading in slot.columns:
        heads = [cell for row in box for cell in row.cells if heading_likeness(cell.text, heading) >= FITS]
        if not heads:
            return None
        lowest = heads[-1].span
        left = min(head.span.left for head in heads if head.text == heads[-1].text)
        right = max(head.span.right for head in heads if head.text == heads[-1].text)
        found.append((left, right) if len(slot.columns) == 1 else (lowest.left, lowest.right))
    apart = all(
        one[1] <= other[0] or other[1] <= one[0]
        for number, one in enumerate(found)
        for other in found[number + 1 :]
    )
    return tuple(found) if apart else None


def _ungrouped(texts: Sequence[str]) -> bool:
    """Whether no name of a row stands over a leaf: the line of names is lost."""
    return len([text for text in texts if fold(text)]) < 2


def by_sequence(box: Box, slot: Slot) -> Verdict | None:
    """What the order of the printed heads says; None where no head is printed.

    Heads of one row must stand in the order of the form.  Which of two rows is the upper says
    nothing of left and right, so that every heading must have been seen.
    """
    columns = slot.columns
    if slot.heading is None:
        return _line_sequence(box, columns)
    found: set[int] = set()
    ordered = True
    for row in box:
        hits = [hit for cell in row.cells if (hit := _nearest(cell.text, columns)) is not None]
        ordered &= hits == sorted(hits)
        found.update(hits)
    if not found:
        return None
    complete = len(found) == len(columns)
    return Verdict(tuple(range(len(columns))), len(found), verified=ordered and complete)


def _nearest(text: str, columns: Sequence[Heading]) -> int | None:
    """The heading that a head cell is likest, where it is like one and clearly not another.

    A head that is stacked over two rows (商业 / 企业) gives a piece of its label: enough, where no
    other heading has it.
    """
    if not text.strip() or len(text) > 60:
        return None
    likes = [heading_likeness(text, heading) for heading in columns]
    best = max(likes)
    if best >= FITS or (best >= 0.6 and sorted(likes)[-2:][0] < best - 0.15):
        return likes.index(best)
    return None


def _line_sequence(box: Box, columns: Sequence[Heading]) -> Verdict | None:
    """The leaves of a one-line table, row by row, must be the form's: 5 and then 10 of them."""
    leaves: dict[str, None] = {column.label: None for column in columns}
    kinds = [Heading(label, (label,)) for label in leaves]
    printed = [
        hit
        for row in box
        for cell in row.cells
        if cell.span.top == row.index and (hit := _nearest(cell.text, kinds)) is not None
    ]
    if not printed:
        return None
    expected = [list(leaves).index(column.label) for column in columns]
    ordered = printed == expected and _names_in_order(box, columns)
    return Verdict(tuple(range(len(columns))), len(printed), verified=ordered)


def _names_in_order(box: Box, columns: Sequence[Heading]) -> bool:
    """Whether the names over the leaves (行政复议, 行政诉讼 …) stand in the order of the form.

    The leaves are the same under each, so that their order does not tell.
    """
    rank: dict[str, int] = {}
    for column in columns:
        for name in column.path[:-1]:
            rank.setdefault(name, len(rank))
    for row in box:
        texts = [cell.text for cell in row.cells if cell.span.top == row.index]
        hits = [place for text in texts for name, place in rank.items() if likeness(text, name) >= 0.85]
        if hits != sorted(hits):
            return False
    return True
