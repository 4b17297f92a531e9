"""Many inputs → one dataset: the stages in the order in which they happen."""

from __future__ import annotations

import os
import sys
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from extractor.batch.account import Account
from extractor.batch.journal import Journal, Run, now
from extractor.batch.pool import Broken, Limits, Pool, Ticket
from extractor.batch.target import Target
from extractor.batch.worker import Reader, read_input, sniff_input
from extractor.collect import Input, collect, fingerprint
from extractor.errors import ExtractorError, LimitExceeded, Reason, SinkError, UnreadableSource
from extractor.sinks.duckdb import write_duckdb
from extractor.sinks.parquet import ParquetTables
from extractor.sinks.rows import Origin, Rows, rows_of_failure
from extractor.sinks.schema import Row

_AHEAD = 256
"""Inputs in work or done that wait for one before them, so that rows stand in the order of the inputs."""

_SNIFF_SECONDS = 10.0

Watch = Callable[[Account], None]
"""Is told the counts so far, after every input."""


def cores() -> int:
    """The processor cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is to be done; ``arguments`` is what the journal records of the asking."""

    workers: int = field(default_factory=cores)
    limits: Limits = field(default_factory=Limits)
    preload: tuple[str, ...] = ()
    """Modules that are slow to import, loaded once for all workers."""
    version: str = ""
    arguments: Mapping[str, str | int | float | list[str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Begun:
    """An input in its place in the queue.

    ``state`` is the work in which it is, or why it cannot be read, or the ordinal of the input whose
    bytes it repeats.
    """

    ordinal: int
    met: Input
    origin: Origin
    state: Ticket[Rows] | UnreadableSource | int


def run(
    inputs: Iterable[str | os.PathLike[str]],
    out: str | Path,
    reader: Reader,
    *,
    options: Options | None = None,
    watch: Watch = lambda account: None,
) -> Account:
    """Reads the inputs and leaves the dataset in OUT, whole or not at all.

    An input that cannot be read, hangs or kills its process is a row with its reason, and so is one
    on which this program itself fails (``Account.mistakes``, with the traceback in ``run.log``).

    Raises SinkError where OUT holds something else or cannot be written.
    """
    asked = options or Options()
    account = Account()
    start = time.monotonic()
    with Target(out) as target:
        record = Run(uuid.uuid4().hex, asked.version, asked.arguments)
        with Journal(target.folder / "journal.sqlite", record) as journal:
            account.total = journal.plan(collect(inputs))
            watch(account)
            with ParquetTables(target.folder, {"extractor.version": asked.version}) as tables:
                for rows in _Batch(journal, reader, asked, target.folder / "run.log").rows():
                    tables.append(rows)
                    account.add(rows)
                    watch(account)
        write_duckdb(target.folder)
        target.finish()
    account.seconds = time.monotonic() - start
    return account


class _Batch:
    """The inputs of a plan on their way through the workers."""

    def __init__(self, journal: Journal, reader: Reader, options: Options, log: Path) -> None:
        self._journal = journal
        self._reader = reader
        self._options = options
        self._log = log
        self._note(f"run of extractor {options.version}")

    def rows(self) -> Iterator[Rows]:
        """The rows of every input, in the order of the inputs."""
        begun: deque[_Begun] = deque()
        after = 0
        asked = self._options
        with Pool(asked.workers, asked.limits, self._log, preload=asked.preload) as pool:
            while True:
                while len(begun) < _AHEAD and (found := self._journal.planned(after)) is not None:
                    after = found[0]
                    begun.append(self._begin(pool, *found))
                if not begun:
                    return
                each = begun.popleft()
                rows = self._settle(pool, each)
                self._journal.write(each.ordinal, each.met, rows.document)
                yield rows

    def _begin(self, pool: Pool, ordinal: int, met: Input) -> _Begun:
        try:
            known = fingerprint(met)
        except UnreadableSource as error:
            return _Begun(ordinal, met, Origin(met.name), error)
        origin = Origin(met.name, known.sha256, known.bytes)
        first = self._journal.first_with(known.sha256, ordinal)
        if first != ordinal:
            return _Begun(ordinal, met, origin, first)
        return _Begun(ordinal, met, origin, pool.submit(read_input, self._reader, met, origin))

    def _settle(self, pool: Pool, begun: _Begun) -> Rows:
        if isinstance(begun.state, UnreadableSource):
            return self._refused(begun, begun.state)
        if isinstance(begun.state, int):
            row = self._journal.written(begun.state)
            changes: Row = {"path": begun.origin.path, "duplicate_of": row["path"], "seconds": None}
            return Rows(row | changes)
        answer = pool.outcome(begun.state)
        if isinstance(answer, Rows):
            return answer
        self._note(f"{answer.reason} {begun.met.name}: {answer.kind}: {answer.why}\n{answer.trace}")
        sniffed = pool.alone(sniff_input, self._reader, begun.met, seconds=_SNIFF_SECONDS)
        format = sniffed if isinstance(sniffed, str) else None
        seconds = self._options.limits.seconds if answer.reason is Reason.TIMEOUT else None
        return self._refused(begun, _error(answer, begun.met.name), format=format, seconds=seconds)

    def _refused(
        self, begun: _Begun, error: ExtractorError, *, format: str | None = None, seconds: float | None = None
    ) -> Rows:
        language = self._reader.language
        return rows_of_failure(begun.origin, error, format=format, seconds=seconds, language=language)

    def _note(self, words: str) -> None:
        try:
            with self._log.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(f"{now()} {words}\n")
        except OSError as error:
            raise SinkError(Reason.OUTPUT, name=str(self._log), why=str(error)) from error


def _error(broken: Broken, name: str) -> ExtractorError:
    """Work that gave no result, as an error with a sentence."""
    if broken.reason is Reason.TIMEOUT:
        return UnreadableSource(Reason.TIMEOUT, name=name, seconds=broken.why)
    if broken.reason is Reason.CRASHED:
        return UnreadableSource(Reason.CRASHED, name=name, why=broken.why)
    if broken.reason is Reason.LIMIT:
        limit = f"{broken.why} MiB"
        return LimitExceeded(Reason.LIMIT, name=name, limit="memory", value=f"> {limit}", maximum=limit)
    return ExtractorError(Reason.INTERNAL, name=name, kind=broken.kind, why=broken.why)
