"""The command line: arguments and printing.

What a command needs is imported when it runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import io
import os
import re
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Annotated, NoReturn, cast

import typer

import extractor
from extractor.cli_words import HELP
from extractor.errors import ExtractorError, Reason, SinkError
from extractor.messages import Language, preferred_language

if TYPE_CHECKING:
    from extractor.report import Report


class Exit(IntEnum):
    """What the program ends with."""

    DONE = 0
    UNREADABLE = 1
    USAGE = 2
    NOTHING_READ = 3
    UNWRITABLE = 4
    MISTAKE = 70
    INTERRUPTED = 130
    TERMINATED = 143


class Lang(StrEnum):
    """The languages that the program speaks."""

    ZH = "zh"
    EN = "en"


class Form(StrEnum):
    """The texts that ``facts`` prints."""

    JSON = "json"
    CSV = "csv"


def _asked_language(arguments: list[str]) -> Language:
    """The language of the help, which is needed before the arguments are parsed."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or "".join(arguments[place + 1 : place + 2])
            if asked in ("zh", "en"):
                return cast("Language", asked)
    return preferred_language()


_SPEAKS = _asked_language(sys.argv[1:])


def _help(code: str) -> str:
    """The help in the user's language.

    What lays it out breaks lines at spaces alone, and cuts off what has none: a space behind every
    full-width stop gives Chinese its places to break.
    """
    return re.sub(r"(?<=[，；。：])(?=\S)", " ", HELP[code][_SPEAKS])


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"extractor {extractor.__version__}")
        raise typer.Exit


Language_ = Annotated[Lang | None, typer.Option("--lang", help=_help("lang"))]
File = Annotated[str, typer.Argument(metavar="FILE", help=_help("file"))]

app = typer.Typer(
    help=_help("program"),
    epilog=_help("exits"),
    no_args_is_help=True,
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


@app.command(help=_help("run"), epilog=_help("exits"))
def run(
    context: typer.Context,
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT", help=_help("inputs"))],
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help=_help("out"))],
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
    with _errors(language), _terminable(), progress(language, quiet=quiet) as watch:
        account = run_batch(inputs, out, Reader(read_all, sniff, language), options=options, watch=watch)
    if not quiet:
        print_account(account, Path(out), language)
    if account.mistakes:
        raise typer.Exit(Exit.MISTAKE)
    if not account.read_any:
        raise typer.Exit(Exit.NOTHING_READ)


@app.command(help=_help("show"), epilog=_help("exits"))
def show(context: typer.Context, file: File, lang: Language_ = None) -> None:
    language = _language(context, lang)
    from extractor.show import terminal

    with _errors(language, file):
        for report in _read(file):
            typer.echo(terminal(report, language=language, color=_colors()))


@app.command(help=_help("facts"), epilog=_help("exits"))
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
        about = [error.name or name, " ".join(error.sentence(language).split())]
        typer.echo(": ".join(["extractor", *filter(None, about)]), err=True)
        raise typer.Exit(Exit.UNWRITABLE if isinstance(error, SinkError) else Exit.UNREADABLE) from error
    except KeyboardInterrupt as error:
        from extractor.batch.words import word

        typer.echo(word("interrupted", language), err=True)
        raise typer.Exit(Exit.INTERRUPTED) from error


@contextmanager
def _terminable() -> Iterator[None]:
    """Lets a termination signal clean up behind itself like Ctrl-C."""

    def end(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(Exit.TERMINATED)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _our_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
    """Prints the traceback of what nothing expected, and ends with the code for it."""
    traceback.print_exception(kind, error, trace)
    raise SystemExit(Exit.MISTAKE)


def main() -> None:
    """The command ``extractor``."""
    sys.excepthook = _our_mistake
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    typer.main.get_command(app)(prog_name="extractor")
