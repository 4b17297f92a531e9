"""Edition files (版式文件): TOML, loaded strictly.

A key that is not known, a code that is not declared or a sum over nothing is a mistake of the file,
and is said; nothing is skipped.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

from extractor.edition import Block, Each, Edition, Heading, Identity, Layout, Section, Table
from extractor.errors import EditionError, Reason

SHIPPED = ("2021", "2019")
"""The editions in the package, the newest first."""

Entry = Mapping[str, Any]


@cache
def shipped_editions() -> tuple[Edition, ...]:
    """The editions in the package, each followed by its variants."""
    folder = resources.files("extractor") / "editions"
    return tuple(
        edition
        for name in SHIPPED
        for edition in parse_edition((folder / f"{name}.toml").read_text("utf-8"), file=f"{name}.toml")
    )


def parse_edition(text: str, *, file: str) -> tuple[Edition, ...]:
    """The edition that a TOML text declares, followed by its variants.

    Raises EditionError with the file and the mistake.
    """
    try:
        return _Reader(file).editions(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise EditionError(Reason.EDITION, file=file, mistake=str(error)) from error


class _Reader:
    """Reads the entries of one file; every method raises EditionError on a mistake."""

    def __init__(self, file: str) -> None:
        self._file = file

    def editions(self, entry: Entry) -> tuple[Edition, ...]:
        self._known(entry, "the file", "id issued_by section table variant identity")
        sections = tuple(self._section(each) for each in self._list(entry, "section", "the file"))
        tables = tuple(self._table(each) for each in self._list(entry, "table", "the file"))
        self._unique("section", [section.code for section in sections])
        self._unique("table", [table.code for table in tables])
        for table in tables:
            self._unique("item", [str(item) for item in table.items])
            if table.section not in {section.code for section in sections}:
                raise self._mistake(f"table {table.code!r} stands in section {table.section!r}, not declared")
        rules = self._list(entry, "identity", "the file")
        base = Edition(
            id=self._text(entry, "id", "the file"),
            variant=None,
            issued_by=self._text(entry, "issued_by", "the file"),
            sections=sections,
            tables=tables,
            identities=tuple(self._identity(each, tables) for each in rules),
        )
        variants = entry.get("variant", [])
        return base, *(self._variant(each, base, rules) for each in variants)

    def _variant(self, entry: Entry, base: Edition, rules: list[Entry]) -> Edition:
        where = f"variant {entry.get('id')!r}"
        self._known(entry, where, "id table replace rows")
        code = self._text(entry, "table", where)
        if code not in {table.code for table in base.tables}:
            raise self._mistake(f"{where} changes table {code!r}, not declared")
        out = set(self._list(entry, "replace", where))
        table = base.table(code)
        if missing := out - {row.code for row in table.rows}:
            raise self._mistake(f"{where} replaces {sorted(missing)}, not declared")
        new = tuple(self._heading(each, where) for each in self._list(entry, "rows", where))
        blocks = tuple(replace(block, rows=_exchange(block.rows, out, new)) for block in table.blocks)
        changed = replace(table, blocks=blocks)
        tables = tuple(changed if each.code == code else each for each in base.tables)
        return replace(
            base,
            variant=self._text(entry, "id", where),
            tables=tables,
            identities=tuple(self._identity(each, tables) for each in rules),
        )

    def _section(self, entry: Entry) -> Section:
        where = f"section {entry.get('code')!r}"
        self._known(entry, where, "code numeral heading aliases")
        return Section(
            code=self._text(entry, "code", where),
            numeral=self._text(entry, "numeral", where),
            heading=self._text(entry, "heading", where),
            aliases=tuple(entry.get("aliases", ())),
        )

    def _table(self, entry: Entry) -> Table:
        where = f"table {entry.get('code')!r}"
        self._known(entry, where, "code section title layout block")
        try:
            layout = Layout(self._text(entry, "layout", where))
        except ValueError as error:
            raise self._mistake(f"{where}: layout is one of {[str(each) for each in Layout]}") from error
        return Table(
            code=self._text(entry, "code", where),
            section=self._text(entry, "section", where),
            title=self._text(entry, "title", where),
            layout=layout,
            blocks=tuple(self._block(each, where) for each in self._list(entry, "block", where)),
        )

    def _block(self, entry: Entry, where: str) -> Block:
        self._known(entry, f"a block of {where}", "caption stub_head columns rows")
        return Block(
            rows=tuple(self._heading(each, where) for each in self._list(entry, "rows", where)),
            columns=tuple(self._heading(each, where) for each in self._list(entry, "columns", where)),
            caption=entry.get("caption"),
            stub_head=entry.get("stub_head"),
        )

    def _heading(self, entry: Entry, where: str) -> Heading:
        self._known(entry, f"a heading of {where}", "code path aliases unit signed")
        return Heading(
            code=self._text(entry, "code", where),
            path=tuple(self._list(entry, "path", where)),
            aliases=tuple(entry.get("aliases", ())),
            unit=entry.get("unit"),
            signed=bool(entry.get("signed", False)),
        )

    def _identity(self, entry: Entry, tables: tuple[Table, ...]) -> Identity:
        where = f"identity {entry.get('code')!r}"
        self._known(entry, where, "code label table each left right printed")
        code = self._text(entry, "table", where)
        table = next((each for each in tables if each.code == code), None)
        if table is None:
            raise self._mistake(f"{where} is about table {code!r}, not declared")
        try:
            each = Each(self._text(entry, "each", where))
        except ValueError as error:
            raise self._mistake(f"{where}: each is one of {[str(one) for one in Each]}") from error
        headings = table.rows if each is Each.COLUMN else table.columns
        codes = [heading.code for heading in headings]
        right = self._terms(self._list(entry, "right", where), codes, (), where)
        return Identity(
            code=self._text(entry, "code", where),
            table=code,
            each=each,
            left=self._terms(self._list(entry, "left", where), codes, right, where),
            right=right,
            printed=bool(entry.get("printed", False)),
            label=self._text(entry, "label", where),
        )

    def _terms(
        self, terms: list[str], codes: list[str], other: tuple[str, ...], where: str
    ) -> tuple[str, ...]:
        """``outcome.*`` is every code under the prefix that does not stand on the other side."""
        found: list[str] = []
        for term in terms:
            if term.endswith(".*"):
                under = [code for code in codes if code.startswith(term[:-1]) and code not in other]
            else:
                under = [code for code in codes if code == term]
            if not under:
                raise self._mistake(f"{where} sums {term!r}, which is no row or column of its table")
            found += under
        self._unique(f"term of {where}", found)
        return tuple(found)

    def _known(self, entry: Entry, where: str, keys: str) -> None:
        if unknown := set(entry) - set(keys.split()):
            raise self._mistake(f"{where} has unknown keys {sorted(unknown)}; known are {keys}")

    def _text(self, entry: Entry, key: str, where: str) -> str:
        value = entry.get(key)
        if not isinstance(value, str) or not value:
            raise self._mistake(f"{where} needs a text {key!r}")
        return value

    def _list(self, entry: Entry, key: str, where: str) -> list[Any]:
        value = entry.get(key)
        if not isinstance(value, list) or not value:
            raise self._mistake(f"{where} needs a list {key!r}")
        return value

    def _unique(self, what: str, codes: list[str]) -> None:
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise self._mistake(f"{what} {twice} is declared twice")

    def _mistake(self, mistake: str) -> EditionError:
        return EditionError(Reason.EDITION, file=self._file, mistake=mistake)


def _exchange(rows: tuple[Heading, ...], out: set[str], new: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The rows with those in ``out`` replaced, where the first of them stood, by ``new``."""
    result: list[Heading] = []
    placed = False
    for row in rows:
        if row.code not in out:
            result.append(row)
        elif not placed:
            result += new
            placed = True
    return tuple(result)
