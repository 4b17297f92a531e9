"""An official form (版式): the logic of its tables, its sections and its sums, as one notice issued it.

An edition knows no file format.  The forms themselves are data, in ``editions/*.toml``; they are
loaded by :mod:`extractor.edition_file`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from extractor.fact import Item


class Layout(StrEnum):
    """How a table of the form lies on the page."""

    MATRIX = "matrix"
    """Rows in the stub, columns in the box-head."""
    LINE = "line"
    """One line of numbers: rows and columns both stand in the box-head, the row above its columns."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One leaf of a stub or a box-head (标目).

    ``path`` is the printed labels from the outermost to the leaf's own; ``aliases`` are other
    wordings of the leaf's own label; ``unit`` is what it counts in, None where the crossing heading
    says so.
    """

    code: str
    path: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    unit: str | None = None
    signed: bool = False

    @property
    def label(self) -> str:
        """The leaf's own label."""
        return self.path[-1]

    @property
    def wordings(self) -> tuple[str, ...]:
        """The label and its aliases."""
        return (self.label, *self.aliases)


@dataclass(frozen=True, slots=True)
class Block:
    """Rows that share a box-head: a whole table, or one of the four parts of 二、主动公开.

    ``caption`` is the line above the box-head, ``stub_head`` what the form prints over the stub.
    """

    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    caption: str | None = None
    stub_head: str | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """One table of the form (表): ``blocks`` from top to bottom, each rows × columns.

    Loaded once and compared by identity, so that it is quick to look things up by.
    """

    code: str
    section: str
    title: str
    layout: Layout
    blocks: tuple[Block, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every fillable position, row by row."""
        return tuple(
            Item(self.code, row.code, column.code)
            for block in self.blocks
            for row in block.rows
            for column in block.columns
        )

    @cached_property
    def rows(self) -> tuple[Heading, ...]:
        """The rows of all blocks."""
        return tuple(row for block in self.blocks for row in block.rows)

    @cached_property
    def columns(self) -> tuple[Heading, ...]:
        """The columns of all blocks, each code once."""
        seen: dict[str, Heading] = {}
        for block in self.blocks:
            for column in block.columns:
                seen.setdefault(column.code, column)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report: 二、主动公开政府信息情况."""

    code: str
    numeral: str
    heading: str
    aliases: tuple[str, ...] = ()


class Each(StrEnum):
    """Along what an identity repeats."""

    COLUMN = "column"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Identity:
    """A sum that the form declares or implies (勾稽关系): left terms = right terms.

    ``each`` is ``column``: the terms are row codes, and it holds in every column of the table; or
    ``row``: the terms are column codes, and it holds in every row.
    """

    code: str
    table: str
    each: Each
    left: tuple[str, ...]
    right: tuple[str, ...]
    printed: bool
    label: str


@dataclass(frozen=True, eq=False)
class Edition:
    """One form, whole: the base form where ``variant`` is None, else one of its declared variants.

    Loaded once and compared by identity, so that it is quick to look things up by.
    """

    id: str
    variant: str | None
    issued_by: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    identities: tuple[Identity, ...]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every fillable position of every table, in the order of the form."""
        return tuple(item for table in self.tables for item in table.items)

    def table(self, code: str) -> Table:
        """The table with the code.  Raises KeyError where there is none."""
        for table in self.tables:
            if table.code == code:
                return table
        raise KeyError(code)

    @cached_property
    def _units(self) -> dict[Item, tuple[str | None, bool]]:
        return {
            Item(table.code, row.code, column.code): (column.unit or row.unit, column.signed or row.signed)
            for table in self.tables
            for block in table.blocks
            for row in block.rows
            for column in block.columns
        }

    def unit(self, item: Item) -> str | None:
        """What the form counts in at the item: 件, 万元 …"""
        return self._units[item][0]

    def signed(self, item: Item) -> bool:
        """Whether a number below nought makes sense there (本年增/减)."""
        return self._units[item][1]
