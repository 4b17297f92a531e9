"""The dataset's tables as one DuckDB file, made of the Parquet files: the only door to duckdb."""

from __future__ import annotations

from pathlib import Path

import duckdb

from extractor.errors import Reason, SinkError
from extractor.sinks.schema import TABLES


def write_duckdb(folder: Path) -> Path:
    """Makes ``dataset.duckdb`` of the Parquet files in the folder, with the same names and types.

    Raises SinkError where it cannot be written.
    """
    path = folder / "dataset.duckdb"
    try:
        with duckdb.connect(str(path)) as connection:
            for name in TABLES:
                source = str(folder / f"{name}.parquet").replace("'", "''")
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{source}')")
            connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise SinkError(Reason.OUTPUT, name=str(path), why=str(error)) from error
    return path
