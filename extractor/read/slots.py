"""The rows that an edition expects, in the order of the form (what printed rows are aligned to)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from extractor.edition import Block, Edition, Heading, Layout, Table
from extractor.fact import Item
from extractor.labels import label, likeness


@dataclass(frozen=True, eq=False)
class Slot:
    """One row of figures that the form has: ``heading`` is None for a table that is one line."""

    table: Table
    block: Block
    heading: Heading | None

    @property
    def columns(self) -> tuple[Heading, ...]:
        """The headings over the figures, from left to right.

        In a table that is one line, every column once for each row, and the path names both.
        """
        return _line_columns(self.block) if self.heading is None else self.block.columns

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the figures, from left to right."""
        rows = self.block.rows if self.heading is None else (self.heading,)
        return tuple(Item(self.table.code, row.code, column.code) for row in rows for column in self.block.columns)


@lru_cache(maxsize=64)
def _line_columns(block: Block) -> tuple[Heading, ...]:
    return tuple(
        Heading(f"{row.code}/{column.code}", (*row.path, *column.path), column.aliases, column.unit)
        for row in block.rows
        for column in block.columns
    )


@lru_cache(maxsize=32)
def slots(edition: Edition) -> tuple[Slot, ...]:
    """The expected rows of all tables, from the top of the form to its end."""
    found: list[Slot] = []
    for table in edition.tables:
        for block in table.blocks:
            if table.layout is Layout.LINE:
                found.append(Slot(table, block, None))
            else:
                found += (Slot(table, block, row) for row in block.rows)
    return tuple(found)


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
