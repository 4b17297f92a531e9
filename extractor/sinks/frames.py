"""Reports and grids as pandas DataFrames: the only door to pandas.

Every frame holds Python objects: pandas is never let to parse a cell or to choose a type, so that
``无`` stays a text, a number stays an exact Decimal, and what is absent never becomes nought.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

import pandas as pd

from extractor.edition import Block, Table
from extractor.fact import Fact, Item
from extractor.grid import Grid
from extractor.report import Report
from extractor.sinks.rows import fact_row
from extractor.sinks.schema import TABLES

Values = Literal["value", "status", "raw"]

_ASPECTS: dict[Values, Callable[[Fact], Decimal | str | None]] = {
    "value": lambda fact: fact.value,
    "status": lambda fact: fact.status.value,
    "raw": lambda fact: fact.raw,
}

_NO_ITEM = float("nan")
"""Where the form has no item: no box stands there to be filled in."""


def frame(
    thing: Report | Grid,
    *,
    table: str | None = None,
    fill: bool | None = None,
    values: Values | None = None,
) -> pd.DataFrame:
    """A report's facts, one of its tables, or a grid as a DataFrame of objects.

    ``frame(report)`` is long, a row a fact, with the columns of the dataset's ``facts``;
    ``frame(report, table="applications")`` has the form's own shape, with the facts' ``values``
    (``"value"``, or ``"status"`` or ``"raw"``); ``frame(grid)`` the page's, with the text of merged
    cells at every position that they cover, or with ``fill=False`` at their first alone.

    Raises KeyError where the report's edition has no such table, ValueError for other ``values``,
    TypeError for what is neither a report nor a grid and for an argument that does not apply to it.
    """
    if isinstance(thing, Grid):
        _refuse("a grid", table=table, values=values)
        return grid_frame(thing, fill=True if fill is None else fill)
    if not isinstance(thing, Report):
        raise TypeError(f"a Report or a Grid is wanted, not {type(thing).__name__}")
    _refuse("a report", fill=fill)
    if table is None:
        _refuse("a report without table=", values=values)
        return facts_frame(thing)
    return table_frame(thing, table, values="value" if values is None else values)


def _refuse(thing: str, **arguments: object) -> None:
    """Refuses arguments that would have no effect."""
    given = [name for name, value in arguments.items() if value is not None]
    if given:
        raise TypeError(f"{' and '.join(given)} does not apply to {thing}")


def facts_frame(report: Report) -> pd.DataFrame:
    """A row for every item of the report's edition; ``value`` is a Decimal, or None."""
    rows = [fact_row(report, fact) | {"value": fact.value} for fact in report.facts]
    return pd.DataFrame(rows, columns=list(TABLES["facts"]), dtype=object)


def table_frame(report: Report, table: str, *, values: Values = "value") -> pd.DataFrame:
    """One table as the form prints it: label paths of the stub and the box-head as MultiIndexes.

    The cells hold the facts' values (Decimal), statuses or raw texts; None where a fact has none,
    and NaN where the form has no item.  ``.attrs["rows"]`` and ``.attrs["columns"]`` have the codes,
    in the same order.

    Raises KeyError where the edition has no such table, ValueError for unknown ``values``.
    """
    if values not in _ASPECTS:
        raise ValueError(f"values is one of {', '.join(_ASPECTS)}, not {values!r}")
    known = [each.code for each in report.edition.tables]
    if table not in known:
        raise KeyError(f"{table!r} is no table of edition {report.edition.id}: {', '.join(known)}")
    form = report.edition.table(table)
    aspect = _ASPECTS[values]
    stub = [(block, row.code) for block in form.blocks for row in block.rows]
    head = [column.code for column in form.columns]
    cells: list[list[object]] = [
        [aspect(report[Item(table, row, column)]) if column in _codes(block) else _NO_ITEM for column in head]
        for block, row in stub
    ]
    shaped = pd.DataFrame(
        cells,
        index=_levels(_stub_paths(form), "项目"),
        columns=_levels([column.path for column in form.columns], "栏目"),
        dtype=object,
    )
    shaped.attrs = {"table": table, "rows": [row for _, row in stub], "columns": head}
    return shaped


def grid_frame(grid: Grid, *, fill: bool = True) -> pd.DataFrame:
    """The texts of a grid by row and column; None in a hole, and with ``fill=False`` under a merged cell."""
    return pd.DataFrame(
        grid.matrix(fill=fill), index=range(grid.height), columns=range(grid.width), dtype=object
    )


def _codes(block: Block) -> frozenset[str]:
    return frozenset(column.code for column in block.columns)


def _stub_paths(form: Table) -> list[tuple[str, ...]]:
    """The label paths of all rows, below the caption of their block where the table prints any."""
    captioned = any(block.caption is not None for block in form.blocks)
    return [
        ((block.caption or "", *row.path) if captioned else row.path)
        for block in form.blocks
        for row in block.rows
    ]


def _levels(paths: list[tuple[str, ...]], name: str) -> pd.MultiIndex:
    """Paths of different depths as one index, the short ones ending in empty labels."""
    depth = max(len(path) for path in paths)
    padded = [(*path, *[""] * (depth - len(path))) for path in paths]
    return pd.MultiIndex.from_tuples(padded, names=[f"{name}{level}" for level in range(1, depth + 1)])
