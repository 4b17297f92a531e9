"""The dataset's tables as Parquet files: the only door to pyarrow."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.errors import Reason, SinkError
from extractor.sinks.rows import Rows
from extractor.sinks.schema import DIGITS, PLACES, TABLES, Kind, Row

_TYPES = {
    Kind.TEXT: pa.string(),
    Kind.INTEGER: pa.int32(),
    Kind.SIZE: pa.int64(),
    Kind.NUMBER: pa.decimal128(DIGITS, PLACES),
    Kind.SECONDS: pa.float64(),
    Kind.DAY: pa.date32(),
    Kind.TEXTS: pa.list_(pa.string()),
    Kind.BOX: pa.list_(pa.float64()),
}

_GROUP = {"documents": 20_000, "reports": 20_000, "facts": 20_000, "sections": 2_000, "findings": 20_000}
"""Rows a row group: as many as are held in memory before they are written."""


def _schema(name: str) -> pa.Schema:
    return pa.schema([(column, _TYPES[kind]) for column, kind in TABLES[name].items()])


class ParquetTables:
    """``documents.parquet`` … ``findings.parquet`` in a folder, written a row group at a time.

    A context manager; the files are whole once it is left.  Raises SinkError where they cannot be
    written.
    """

    def __init__(self, folder: Path, about: Mapping[str, str]) -> None:
        self._waiting: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._schemas = {name: _schema(name).with_metadata(dict(about)) for name in TABLES}
        self._writers: dict[str, pq.ParquetWriter] = {}
        try:
            for name, schema in self._schemas.items():
                path = folder / f"{name}.parquet"
                self._writers[name] = pq.ParquetWriter(path, schema, compression="zstd")
        except OSError as error:
            self._close()
            raise SinkError(Reason.OUTPUT, name=str(folder), why=str(error)) from error

    def __enter__(self) -> ParquetTables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                for name in TABLES:
                    self._flush(name)
        finally:
            self._close()

    def append(self, rows: Rows) -> None:
        """Adds the rows of one input."""
        self._waiting["documents"].append(rows.document)
        self._waiting["reports"] += rows.reports
        self._waiting["facts"] += rows.facts
        self._waiting["sections"] += rows.sections
        self._waiting["findings"] += rows.findings
        for name, limit in _GROUP.items():
            if len(self._waiting[name]) >= limit:
                self._flush(name)

    def _flush(self, name: str) -> None:
        rows = self._waiting[name]
        if not rows:
            return
        try:
            self._writers[name].write_table(pa.Table.from_pylist(rows, schema=self._schemas[name]))
        except OSError as error:
            raise SinkError(Reason.OUTPUT, name=f"{name}.parquet", why=str(error)) from error
        rows.clear()

    def _close(self) -> None:
        for name, writer in self._writers.items():
            try:
                writer.close()
            except OSError as error:
                raise SinkError(Reason.OUTPUT, name=f"{name}.parquet", why=str(error)) from error
