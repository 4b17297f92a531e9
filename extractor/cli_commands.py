"""The commands: arguments and printing.

What a command needs is imported when it runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO, cast

import typer
from typer.core import TyperCommand, TyperGroup

import extractor
from extractor.cli_codes import Exit
from extractor.cli_exits import stoppable
from extractor.cli_words import HELP, asked_language, usage_error
from extractor.errors import ExtractorError, Reason, SinkError
from extractor.messages import Language, preferred_language

if TYPE_CHECKING:
    from extractor.batch.account import Account
    from extractor.report import Report


class Lang(StrEnum):
    """The languages that the program speaks."""

    ZH = "zh"
    EN = "en"


class Form(StrEnum):
    """The texts that ``facts`` prints."""

    JSON = "json"
    CSV = "csv"


_SPEAKS = asked_language(sys.argv[1:])


_BREAK = "\x1f"
"""A blank to whatever breaks lines, without width, and printed nowhere else."""


def _help(code: str) -> str:
    """The help in the user's language.

    What lays it out breaks lines at blanks alone, and cuts off what has none: Chinese is given breaks
    that ``_Unbroken`` takes away again.
    """
    full = "\u3000-\u9fff\uff00-\uffef"
    closing = "，；。：、）”"
    return re.sub(
        rf"(?<=[{full}”])(?<![（“])(?=[^\s{closing}])|(?<=[^\s（“])(?=[一-鿿（“])",
        _BREAK,
        HELP[code][_SPEAKS],
    )


class _Unbroken:
    """A stream without the breaks in what is written to it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, words: str) -> int:
        return self._stream.write(words.replace(_BREAK, ""))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _print_help(lay_out: Callable[..., None], *context: Any) -> None:
    """The help as typer lays it out, and the exit codes, one a line."""
    with redirect_stdout(cast("TextIO", _Unbroken(sys.stdout))):
        lay_out(*context)
    typer.echo("\n".join(f" {line}" for line in HELP["exits"][_SPEAKS].splitlines()))


class _Command(TyperCommand):
    def format_help(self, *context: Any) -> None:
        _print_help(super().format_help, *context)


class _Group(TyperGroup):
    def format_help(self, *context: Any) -> None:
        _print_help(super().format_help, *context)


def _full(given: str) -> str:
    """An argument in which something stands."""
    if not given:
        raise typer.BadParameter(HELP["empty"][_SPEAKS])
    return given


def _all_full(given: list[str]) -> list[str]:
    return [_full(each) for each in given]


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"extractor {extractor.__version__}")
        raise typer.Exit


Language_ = Annotated[Lang | None, typer.Option("--lang", help=_help("lang"))]
File = Annotated[str, typer.Argument(metavar="FILE", help=_help("file"), callback=_full)]

app = typer.Typer(
    cls=_Group,
    help=_help("program"),
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def _common(
    context: typer.Context,
    lang: Language_ = None,
    version: Annotated[
        bool, typer.Option("--version", help=_help("version"), is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    context.obj = lang


@app.command(cls=_Command, help=_help("run"))
def run(
    context: typer.Context,
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help=_help("inputs"), callback=_all_full)],
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_help("out"), callback=_full)],
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", metavar="N", min=1, help=_help("jobs"))] = None,
    timeout: Annotated[float, typer.Option("--timeout", metavar="S", min=0.1, help=_help("timeout"))] = 60.0,
    lang: Language_ = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help=_help("quiet"))] = False,
) -> None:
    language = _language(context, lang)
    from extractor.batch.console import print_account, progress
    from extractor.batch.pool import Limits
    from extractor.batch.run import Options, cores
    from extractor.batch.run import run as run_batch
    from extractor.batch.worker import Reader
    from extractor.collect import unreadable_paths
    from extractor.ingest import FORMATS
    from extractor.ingest.sniff import sniff
    from extractor.pipeline import read_all

    workers = jobs or cores()
    options = Options(
        workers=workers,
        limits=Limits(seconds=timeout),
        preload=tuple(FORMATS.values()),
        version=extractor.__version__,
        arguments={"inputs": inputs, "out": out, "jobs": workers, "timeout": timeout, "lang": language},
    )
    for error in unreadable_paths(inputs):
        _say(error.name, error.sentence(language))
    with _errors(language), stoppable() as check, progress(language, quiet=quiet) as show_progress:

        def watch(account: Account) -> None:
            check()
            show_progress(account)

        account = run_batch(inputs, out, Reader(read_all, sniff, language), options=options, watch=watch)
    if not quiet:
        print_account(account, Path(out), language)
    if account.mistakes:
        raise typer.Exit(Exit.MISTAKE)
    if not account.read_any:
        raise typer.Exit(Exit.NOTHING_READ)


@app.command(cls=_Command, help=_help("show"))
def show(context: typer.Context, file: File, lang: Language_ = None) -> None:
    language = _language(context, lang)
    from extractor.show import terminal

    with _errors(language, file):
        for report in _read(file):
            typer.echo(terminal(report, language=language, color=_colors()))


@app.command(cls=_Command, help=_help("facts"))
def facts(
    context: typer.Context,
    file: File,
    form: Annotated[Form, typer.Option("--format", "-f", help=_help("format"))] = Form.JSON,
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar="FILE", help=_help("output"))
    ] = None,
    lang: Language_ = None,
) -> None:
    language = _language(context, lang)
    from extractor.report import ReportStatus
    from extractor.sinks.flat import facts_csv, facts_json

    with _errors(language, file):
        reports = _read(file)
        text = facts_json(reports) if form is Form.JSON else facts_csv(reports)
        _write(text, output)
        if any(report.status is ReportStatus.SUSPECT for report in reports):
            typer.echo(f"{file}: {HELP['suspect'][language]}", err=True)


def _language(context: typer.Context, lang: Lang | None) -> Language:
    asked: Lang | None = lang or context.obj
    return asked.value if asked is not None else preferred_language()


def _colors() -> bool:
    """Whether standard output shows colours, and the user has not said no (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _read(file: str) -> tuple[Report, ...]:
    if file in ("-", "/dev/stdin"):
        return extractor.read_all(sys.stdin.buffer.read(), name=file)
    return extractor.read_all(file)


def _write(text: str, output: str | None) -> None:
    """UTF-8 in a file or on standard output, whatever the terminal speaks."""
    data = text.encode()
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        Path(output).write_bytes(data)
    except OSError as error:
        raise SinkError(Reason.OUTPUT, name=output, why=error.strerror or str(error)) from error


@contextmanager
def _errors(language: Language, name: str = "") -> Iterator[None]:
    """Says what went wrong, and with what, in one line, and ends with the exit code for it."""
    try:
        yield
    except ExtractorError as error:
        _say(error.name or name, error.sentence(language))
        raise typer.Exit(Exit.UNWRITABLE if isinstance(error, SinkError) else Exit.UNREADABLE) from error


def _say(*about: str) -> None:
    """One line on standard error: the program, what it was at, what went wrong."""
    words = [" ".join(each.split()) if place else each for place, each in enumerate(about)]
    typer.echo(": ".join(["extractor", *filter(None, words)]), err=True)


_UsageError: type[Exception] = typer.BadParameter.__bases__[0]
"""Everything that can be wrong with arguments; typer, which may carry its own click, does not name it."""


def start() -> None:
    """Runs the command that the arguments ask for, and ends with its exit code."""
    arguments = sys.argv[1:]
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments or ["--help"], prog_name="extractor", standalone_mode=False)
    except _UsageError as error:
        context: Any = getattr(error, "ctx", None)
        path = "extractor" if context is None else context.command_path
        said: str = error.format_message()  # type: ignore[attr-defined]
        typer.echo(usage_error(said, path, _SPEAKS), err=True)
        raise SystemExit(Exit.USAGE) from error
    raise SystemExit(code if arguments else Exit.USAGE)
