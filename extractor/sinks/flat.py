"""The facts of reports as one text: a JSON array of objects, or CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from decimal import Decimal

from extractor.report import Report
from extractor.sinks.rows import fact_row, text
from extractor.sinks.schema import TABLES, Row, Value

COLUMNS = (*TABLES["facts"], "organ", "year")
"""The columns of the facts table, then who reports and on which year."""

_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
"""What a spreadsheet takes for the start of a formula."""
_HARMLESS = re.compile(r"[-－]+|[+\-＋－]?[\d０-９][\d０-９,，]*([.．][\d０-９]+)?")
"""A crossed-out cell and a number stay as they are printed, though they begin like a formula."""


def facts_of(reports: Iterable[Report]) -> list[Row]:
    """One row for every item of every report.  Raises LimitExceeded as ``fact_row`` does."""
    return [
        {**fact_row(report, fact), "organ": text(report.organ), "year": report.year}
        for report in reports
        for fact in report.facts
    ]


def facts_json(reports: Iterable[Report]) -> str:
    """A JSON array of objects, an object a line.

    ``value`` is a JSON number with the very digits of the value, and null where there is none.
    """
    lines = (json.dumps(row, ensure_ascii=False) for row in map(_exact, facts_of(reports)))
    return "[\n" + ",\n".join(lines) + "\n]\n"


def facts_csv(reports: Iterable[Report]) -> str:
    """CSV with a line of column names; null is an empty field, ``bbox`` four numbers parted by spaces.

    A text that a spreadsheet would run as a formula gets a single quote before it; numbers and
    dashes do not.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in facts_of(reports):
        writer.writerow([_field(row[column]) for column in COLUMNS])
    return out.getvalue()


def _exact(row: Row) -> dict[str, object]:
    value = row["value"]
    return {**row, "value": _json_number(value) if isinstance(value, Decimal) else None}


def _json_number(value: Decimal) -> int | float | str:
    """The number that JSON prints with the same digits; a string where a float would lose some."""
    if value == value.to_integral_value():
        return int(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else plain(value)


def _field(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list):
        return " ".join(str(side) for side in value)
    if isinstance(value, str) and _FORMULA.match(value) and not _HARMLESS.fullmatch(value):
        return f"'{value}"
    return str(value)


def plain(value: Decimal) -> str:
    """The number in digits: no exponent, no noughts at the end of a fraction."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
