"""The rows that an edition expects, in the order of the form (what printed rows are aligned to)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extractor.edition import Block, Edition, Heading, Layout, Table
from extractor.fact import Item
from extractor.labels import label, likeness


@dataclass(frozen=True, eq=False)
class Slot:
    """One row of figures that the form has: ``heading`` is None for a table that is one line."""

    table: Table
    block: Block
    heading: Heading | None

    @cached_property
    def columns(self) -> tuple[Heading, ...]:
        """The headings over the figures, from left to right.

        In a table that is one line, every column once for each row, and the path names both.
        """
        return _line_columns(self.block) if self.heading is None else self.block.columns

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the block's columns; blocks with the same may share one box-head."""
        return tuple(column.code for column in self.block.columns)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The items of the figures, from left to right."""
        rows = self.block.rows if self.heading is None else (self.heading,)
        columns = self.block.columns
        return tuple(Item(self.table.code, row.code, column.code) for row in rows for column in columns)


@lru_cache(maxsize=64)
def _line_columns(block: Block) -> tuple[Heading, ...]:
    return tuple(
        Heading(f"{row.code}/{column.code}", (*row.path, *column.path), column.aliases, column.unit)
        for row in block.rows
        for column in block.columns
    )


class Expected:
    """The expected rows of all tables of an edition, from the top of the form to its end.

    Likenesses to their labels are worked out once for each printed text: the same few hundred texts
    come in every report.
    """

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.slots = tuple(_slots(edition))
        self._columns = {heading.label: heading for slot in self.slots for heading in slot.block.columns}
        self._seen: dict[str, tuple[tuple[float, ...], tuple[tuple[int, float], ...]]] = {}
        self._heads: dict[str, frozenset[str]] = {}

    def likenesses(self, text: str) -> tuple[float, ...]:
        """How far a printed text is the label of each slot, in the order of the slots."""
        return self._known(text)[0]

    def likely(self, text: str) -> tuple[tuple[int, float], ...]:
        """The numbers of the slots whose label a printed text may be, each with its likeness."""
        return self._known(text)[1]

    def best(self, text: str) -> float:
        """The greatest likeness of a printed text to any label; 0 where it may be none."""
        return max((likeness for _, likeness in self.likely(text)), default=0.0)

    def _known(self, text: str) -> tuple[tuple[float, ...], tuple[tuple[int, float], ...]]:
        found = self._seen.get(text)
        if found is None:
            if len(self._seen) > _MOST_TEXTS:
                self._seen.clear()
            every = tuple(
                0.0 if slot.heading is None else heading_likeness(text, slot.heading) for slot in self.slots
            )
            likely = tuple(
                (number, likeness) for number, likeness in enumerate(every) if likeness >= POSSIBLE
            )
            found = self._seen[text] = every, likely
        return found

    def printed_in(self, texts: Collection[str]) -> int:
        """How many labels of rows and of columns are among the texts, nearly to the letter."""
        rows: set[int] = set()
        heads: set[str] = set()
        for text in texts:
            rows.update(number for number, likeness in self.likely(text) if likeness >= PRINTED)
            heads |= self.heads_in(text)
        return len(rows) + len(heads)

    def heads_in(self, text: str) -> frozenset[str]:
        """The labels of columns that a printed text is, nearly to the letter."""
        found = self._heads.get(text)
        if found is None:
            if len(self._heads) > _MOST_TEXTS:
                self._heads.clear()
            found = self._heads[text] = frozenset(
                label
                for label, heading in self._columns.items()
                if heading_likeness(text, heading) >= PRINTED
            )
        return found


POSSIBLE = 0.58
"""Below this a label says nothing."""
PRINTED = 0.85
"""A label of which one character in six or so is lost is still said to be printed."""

_MOST_TEXTS = 20_000
"""So that a run over millions of documents does not remember every odd text."""


def _slots(edition: Edition) -> Iterator[Slot]:
    for table in edition.tables:
        for block in table.blocks:
            if table.layout is Layout.LINE:
                yield Slot(table, block, None)
            else:
                for row in block.rows:
                    yield Slot(table, block, row)


@lru_cache(maxsize=32)
def expected(edition: Edition) -> Expected:
    """The expected rows of an edition, made once."""
    return Expected(edition)


@lru_cache(maxsize=1024)
def wordings(heading: Heading) -> tuple[str, ...]:
    """What may be printed for a heading: its label, its aliases, and the label behind its group's."""
    behind_group = ("".join(heading.path[-2:]), "".join(heading.path)) if len(heading.path) > 1 else ()
    return (*heading.wordings, *behind_group)


@lru_cache(maxsize=131072)
def heading_likeness(printed: str, heading: Heading) -> float:
    """How far a printed label is one of the heading's wordings, from 0 to 1.

    The same number before both (1. and 1、) is worth a little: it parts labels that are else alike.
    """
    best = max(likeness(printed, wording) for wording in wordings(heading))
    number = label(printed).number
    if best < 1.0 and number and number == label(heading.label).number:
        best = min(0.99, best + 0.02)
    return best
