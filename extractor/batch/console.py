"""A run on the terminal: its progress, and the account at its end."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from extractor.batch.account import Account
from extractor.batch.run import Watch
from extractor.batch.words import counted, noun, word
from extractor.messages import Language
from extractor.report import ReportStatus
from extractor.sinks.rows import DocumentStatus

_SECONDS_A_LINE = 5.0

_COLORS = {
    "ok": "green",
    "suspect": "yellow",
    "failed": "red",
    "error": "red",
    "warning": "yellow",
    "info": "dim",
}

_SEVERITIES = ("error", "warning", "info")

_QUERY = (
    "SELECT d.path, f.code, f.items, f.expected, f.found, f.message"
    " FROM findings f JOIN documents d USING (document_id)"
    " WHERE f.severity = 'error' AND d.duplicate_of IS NULL"
)


@contextmanager
def progress(language: Language, *, quiet: bool = False, stream: TextIO | None = None) -> Iterator[Watch]:
    """Shows how far a run has come: a bar on a terminal, elsewhere a line now and then."""
    out = stream or sys.stderr
    if quiet:
        yield lambda account: None
    elif out.isatty():
        with _bar(out, language) as watch:
            yield watch
    else:
        yield _Lines(out, language).watch


@contextmanager
def _bar(out: TextIO, language: Language) -> Iterator[Watch]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}/s"),
        TextColumn("[red]{task.fields[unread]}"),
        TimeRemainingColumn(),
    )
    start = time.monotonic()
    with Progress(*columns, console=Console(file=out)) as bar:
        task = bar.add_task(word("collecting", language), total=None, rate="0", unread="")

        def watch(account: Account) -> None:
            failed = account.count(DocumentStatus.FAILED)
            bar.update(
                task,
                description=word("reading", language),
                total=account.total,
                completed=account.done,
                rate=_rate(account, start),
                unread=word("unread", language, count=failed) if failed else "",
            )

        yield watch


class _Lines:
    """Progress as plain lines: at the start, every few seconds, and at the end."""

    def __init__(self, out: TextIO, language: Language) -> None:
        self._out = out
        self._language = language
        self._start = self._last = time.monotonic()

    def watch(self, account: Account) -> None:
        now = time.monotonic()
        if 0 < account.done < account.total and now - self._last < _SECONDS_A_LINE:
            return
        self._last = now
        failed = account.count(DocumentStatus.FAILED)
        counts = {"done": account.done, "total": account.total, "failed": failed}
        documents = noun("document", account.total, self._language)
        rate = _rate(account, self._start)
        print(word("line", self._language, rate=rate, noun=documents, **counts), file=self._out)


def _rate(account: Account, start: float) -> str:
    elapsed = time.monotonic() - start
    return f"{account.done / elapsed:.1f}" if elapsed > 0 else "0"


def print_account(account: Account, out: Path, language: Language, *, stream: TextIO | None = None) -> None:
    """What was read, what was not and why, what was found, and where to look next."""
    console = Console(file=stream or sys.stdout, highlight=False)
    _heading(console, word("read", language))
    _print_read(console, account, language)
    if account.total:
        _heading(console, word("refused", language))
        _print_refused(console, account, language)
        _heading(console, word("findings", language))
        _print_findings(console, account, language)
    _heading(console, word("next", language))
    _print_next(console, account, out, language)


def _heading(console: Console, words: str) -> None:
    console.print()
    console.print(Text(words, style="bold"))


def _line(console: Console, words: str, style: str = "") -> None:
    """One line that is never wrapped nor read as markup: it may hold a path."""
    console.print(Text(f"  {words}", style=style), soft_wrap=True)


def _print_read(console: Console, account: Account, language: Language) -> None:
    table = Table(box=None, pad_edge=True, padding=(0, 2))
    table.add_column(word("format", language))
    for status in DocumentStatus:
        table.add_column(word(status, language), justify="right", style=_COLORS.get(status), no_wrap=True)
    table.add_column(word("all", language), justify="right")
    formats = sorted({format for format, _ in account.outcomes})
    for format in formats:
        counts = [account.outcomes[format, status] for status in DocumentStatus]
        table.add_row(Text(format or word("unknown", language)), *map(str, counts), str(sum(counts)))
    if len(formats) > 1:
        sums = [account.count(status) for status in DocumentStatus]
        table.add_row(word("all", language), *map(str, sums), str(sum(sums)), style="bold")
    if formats:
        console.print(table)
    if account.total:
        _line(console, _summary(account, language))
    else:
        _line(console, word("no_inputs", language), "red")


def _summary(account: Account, language: Language) -> str:
    """How many inputs there were, and how much came out of them."""
    repeated = account.duplicates
    blank = account.report_statuses[ReportStatus.EMPTY]
    return word(
        "summary",
        language,
        inputs=counted("input", account.done, language),
        repeated=word("repeated", language, count=repeated, noun=noun("duplicate", repeated, language))
        if repeated
        else "",
        reports=counted("report", account.reports - blank, language),
        blank=word("blank", language, counted=counted("blank_form", blank, language)) if blank else "",
        facts=counted("fact", account.facts, language),
        seconds=f"{account.seconds:.1f}",
    )


def _print_refused(console: Console, account: Account, language: Language) -> None:
    if not account.refusals:
        _line(console, word("nothing_refused", language))
    for reason, refusal in sorted(account.refusals.items(), key=lambda pair: (-pair[1].count, pair[0])):
        _line(console, f"{reason} × {refusal.count}", "red")
        for path, sentence in refusal.examples:
            _line(console, f"  {path}  {' '.join(sentence.split())}")
        if refusal.count > len(refusal.examples):
            _line(console, "  " + word("more", language, count=refusal.count - len(refusal.examples)))


def _print_findings(console: Console, account: Account, language: Language) -> None:
    if not account.findings:
        _line(console, word("no_findings", language))
        return
    table = Table(box=None, pad_edge=True, padding=(0, 2))
    table.add_column(word("severity", language))
    table.add_column(word("code", language), no_wrap=True)
    table.add_column(word("count", language), justify="right")
    ordered = sorted(
        account.findings.items(), key=lambda pair: (_SEVERITIES.index(pair[0][0]), -pair[1], pair[0][1])
    )
    for (severity, code), count in ordered:
        table.add_row(word(severity, language), code, str(count), style=_COLORS[severity])
    console.print(table)


def _print_next(console: Console, account: Account, out: Path, language: Language) -> None:
    _line(console, f"{out / 'dataset.duckdb'}, {out / '*.parquet'}  {word('tables', language)}")
    _line(console, f"{out / 'journal.sqlite'}  {word('record', language)}")
    if any(severity == "error" for severity, _ in account.findings):
        _line(console, word("query", language))
        _line(console, "  import duckdb")
        dataset = repr(str(out / "dataset.duckdb"))
        _line(console, f"  duckdb.connect({dataset}, read_only=True).sql({_QUERY!r}).show()")
    if account.suspect is not None:
        _line(console, word("look", language))
        _line(console, f"  extractor show {shlex.quote(account.suspect)}")
    if account.mistakes:
        failed = counted("input", account.mistakes, language)
        _line(console, word("mistakes", language, counted=failed, log=out / "run.log"), "bold red")
