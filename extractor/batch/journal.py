"""The record of a run (``journal.sqlite``): what was asked, and what became of every input."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from extractor.collect import Input
from extractor.errors import Reason, SinkError, UnreadableSource
from extractor.sinks.rows import reason_of
from extractor.sinks.schema import TABLES, Row

_TABLES = """
CREATE TABLE runs (
    run TEXT PRIMARY KEY, version TEXT NOT NULL, started TEXT NOT NULL, finished TEXT,
    arguments TEXT NOT NULL
);
CREATE TABLE inputs (
    run TEXT NOT NULL REFERENCES runs, ordinal INTEGER NOT NULL, path TEXT NOT NULL, location BLOB NOT NULL,
    document_id TEXT, bytes INTEGER, format TEXT, status TEXT NOT NULL, reason TEXT, error TEXT,
    pages INTEGER, reports INTEGER NOT NULL, ingestor TEXT, duplicate_of TEXT, seconds REAL,
    PRIMARY KEY (run, ordinal)
);
CREATE TEMP TABLE plan (
    ordinal INTEGER PRIMARY KEY, location BLOB NOT NULL, place BLOB NOT NULL UNIQUE, reason TEXT, why TEXT
);
CREATE TEMP TABLE first (document_id TEXT PRIMARY KEY, ordinal INTEGER NOT NULL);
"""

_COLUMNS = tuple(TABLES["documents"])

_ROWS_A_COMMIT = 200


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its name, the program's version and what it was asked."""

    id: str
    version: str
    arguments: Mapping[str, str | int | float | list[str]]


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Journal:
    """The journal of one run, and its plan: which inputs are still to come, which bytes were met before.

    The plan lies in SQLite's own temporary file, so that a million inputs take no memory.  A context
    manager; the file is closed on leaving.  Raises SinkError where it cannot be written.
    """

    def __init__(self, path: Path, run: Run) -> None:
        self._path = path
        self._run = run
        self._pending = 0
        try:
            self._db = sqlite3.connect(path)
            self._db.executescript(_TABLES)
            arguments = json.dumps(dict(run.arguments), ensure_ascii=False)
            self._db.execute(
                "INSERT INTO runs VALUES (?, ?, ?, NULL, ?)", (run.id, run.version, now(), arguments)
            )
            self._db.commit()
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with closing(self._db):
            if error is None:
                try:
                    self._db.execute("UPDATE runs SET finished = ? WHERE run = ?", (now(), self._run.id))
                    self._db.commit()
                except sqlite3.Error as mistake:
                    raise self._failure(mistake) from mistake

    def plan(self, inputs: Iterable[Input]) -> int:
        """Notes the inputs in order, each place once, and says how many there are."""
        rows = (
            (
                os.fsencode(each.path),
                os.path.abspath(os.fsencode(each.path)),  # noqa: PTH100 - of bytes, and links stay links
                None if each.error is None else each.error.reason.value,
                None if each.error is None else str(each.error.detail.get("why", "")),
            )
            for each in inputs
        )
        try:
            self._db.executemany(
                "INSERT OR IGNORE INTO plan (location, place, reason, why) VALUES (?, ?, ?, ?)", rows
            )
            self._db.commit()
            (total,) = self._db.execute("SELECT count(*) FROM plan").fetchone()
        except sqlite3.Error as error:
            raise self._failure(error) from error
        return int(total)

    def planned(self, after: int) -> tuple[int, Input] | None:
        """The next input of the plan and its ordinal, or None at the end; ordinals count from 1."""
        found = self._one(
            "SELECT ordinal, location, reason, why FROM plan WHERE ordinal > ? ORDER BY ordinal LIMIT 1",
            after,
        )
        if found is None:
            return None
        ordinal, location, reason, why = found
        path = os.fsdecode(location)
        error = None if reason is None else UnreadableSource(Reason(reason), name=path, why=why)
        return ordinal, Input(path, error)

    def first_with(self, document_id: str, ordinal: int) -> int:
        """The ordinal of the first input with these bytes: the one given, where there was none before."""
        found = self._one("SELECT ordinal FROM first WHERE document_id = ?", document_id)
        if found is not None:
            return int(found[0])
        self._write("INSERT INTO first VALUES (?, ?)", document_id, ordinal)
        return ordinal

    def write(self, ordinal: int, source: Input, document: Row) -> None:
        """Notes what became of an input."""
        row = [document[column] for column in _COLUMNS]
        self._write(
            f"INSERT INTO inputs (run, ordinal, location, reason, {', '.join(_COLUMNS)})"
            f" VALUES ({', '.join('?' * (4 + len(_COLUMNS)))})",
            *(self._run.id, ordinal, os.fsencode(source.path), reason_of(document), *row),
        )

    def written(self, ordinal: int) -> Row:
        """The row of an input that was noted before.  Raises KeyError where it was not."""
        found = self._one(
            f"SELECT {', '.join(_COLUMNS)} FROM inputs WHERE run = ? AND ordinal = ?",
            *(self._run.id, ordinal),
        )
        if found is None:
            raise KeyError(ordinal)
        return dict(zip(_COLUMNS, found, strict=True))

    def _one(self, query: str, *values: object) -> tuple[Any, ...] | None:
        try:
            found: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        except sqlite3.Error as error:
            raise self._failure(error) from error
        return found

    def _write(self, statement: str, *values: object) -> None:
        try:
            self._db.execute(statement, values)
            self._pending += 1
            if self._pending >= _ROWS_A_COMMIT:
                self._db.commit()
                self._pending = 0
        except sqlite3.Error as error:
            raise self._failure(error) from error

    def _failure(self, error: sqlite3.Error) -> SinkError:
        return SinkError(Reason.OUTPUT, name=str(self._path), why=str(error))
