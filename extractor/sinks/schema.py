"""The tables of the dataset: their columns, in order, and what kind of value each holds.

The Parquet files, the DuckDB file, the CSV and JSON texts and the frames all follow this one list.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a column holds.  Every column may be null."""

    TEXT = "text"
    INTEGER = "integer"
    """A count, below 2³¹."""
    SIZE = "size"
    """A number of bytes, below 2⁶³."""
    NUMBER = "number"
    """An exact decimal: at most 28 digits before the point and 10 after it."""
    SECONDS = "seconds"
    DAY = "day"
    TEXTS = "texts"
    BOX = "box"
    """x0, top, x1, bottom in PDF points from the top left corner of the page."""


Value = str | int | float | Decimal | date | list[str] | list[float] | None
Row = dict[str, Value]
"""One row of a table: every column of it, in order."""

PLACES = 10
"""Decimal places of a NUMBER."""
DIGITS = 38
"""All digits of a NUMBER, the decimal places among them."""

TABLES: dict[str, dict[str, Kind]] = {
    "documents": {
        "document_id": Kind.TEXT,
        "path": Kind.TEXT,
        "format": Kind.TEXT,
        "bytes": Kind.SIZE,
        "status": Kind.TEXT,
        "error": Kind.TEXT,
        "pages": Kind.INTEGER,
        "reports": Kind.INTEGER,
        "ingestor": Kind.TEXT,
        "duplicate_of": Kind.TEXT,
        "seconds": Kind.SECONDS,
    },
    "reports": {
        "document_id": Kind.TEXT,
        "report": Kind.INTEGER,
        "edition": Kind.TEXT,
        "variant": Kind.TEXT,
        "organ": Kind.TEXT,
        "region_code": Kind.TEXT,
        "year": Kind.INTEGER,
        "title": Kind.TEXT,
        "published": Kind.DAY,
        "status": Kind.TEXT,
    },
    "facts": {
        "document_id": Kind.TEXT,
        "report": Kind.INTEGER,
        "table": Kind.TEXT,
        "row": Kind.TEXT,
        "column": Kind.TEXT,
        "value": Kind.NUMBER,
        "unit": Kind.TEXT,
        "status": Kind.TEXT,
        "raw": Kind.TEXT,
        "note": Kind.TEXT,
        "page": Kind.INTEGER,
        "bbox": Kind.BOX,
        "at": Kind.TEXT,
    },
    "sections": {
        "document_id": Kind.TEXT,
        "report": Kind.INTEGER,
        "ordinal": Kind.INTEGER,
        "code": Kind.TEXT,
        "heading": Kind.TEXT,
        "text": Kind.TEXT,
    },
    "findings": {
        "document_id": Kind.TEXT,
        "report": Kind.INTEGER,
        "code": Kind.TEXT,
        "severity": Kind.TEXT,
        "items": Kind.TEXTS,
        "expected": Kind.NUMBER,
        "found": Kind.NUMBER,
        "message": Kind.TEXT,
    },
}
