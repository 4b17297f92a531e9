"""How the program ends: with what exit code, and what Ctrl-C and a termination signal do."""

from __future__ import annotations

import io
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import NoReturn

from extractor.batch.words import word
from extractor.cli_codes import Exit
from extractor.cli_words import asked_language

_EXITS = {signal.SIGINT: Exit.INTERRUPTED, signal.SIGTERM: Exit.TERMINATED}

Hook = Callable[[int, FrameType | None], NoReturn]


class Stopped(BaseException):
    """A signal came while something had to be cleaned up; ``exit`` is the code to end with."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit = _EXITS[signal.Signals(number)]


def say_stopped() -> None:
    """The one line that an interrupted program says, past all buffers."""
    line = word("interrupted", asked_language(sys.argv[1:])) + "\n"
    os.write(2, line.encode(sys.stderr.encoding or "utf-8", "backslashreplace"))


def _end_at_once(number: int, frame: FrameType | None) -> NoReturn:
    say_stopped()
    os._exit(_EXITS[signal.Signals(number)])


def guard() -> None:
    """From now on a signal ends the program at once, with one line.

    An exception would not do: one that is raised in the midst of an import may be swallowed there, or
    printed with a traceback.
    """
    _on_signals(_end_at_once)


def run_guarded(start: Callable[[], None]) -> None:
    """Runs the command line that ``start`` starts; ends with its exit code, whatever happens."""
    sys.excepthook = _our_mistake
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        start()
    except Stopped as stopped:
        say_stopped()
        raise SystemExit(stopped.exit) from stopped


def _our_mistake(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> NoReturn:
    """Prints the traceback of what nothing expected, and ends with the code for it."""
    traceback.print_exception(kind, error, trace)
    raise SystemExit(Exit.MISTAKE)


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Within, a signal raises Stopped, so that what stands half written is cleaned away.

    It does so once: ``timeout`` and some shells send the signal twice, and the second one would
    interrupt the cleaning.  Gives a function that raises it again, for where it was swallowed (what is
    raised in a finalizer goes no further).  Afterwards a signal simply ends the program.
    """
    seen: list[int] = []
    hook = sys.unraisablehook

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        _on_signals(signal.SIG_IGN)
        seen.append(number)
        raise Stopped(number)

    def check() -> None:
        if seen:
            raise Stopped(seen[0])

    def unraisable(swallowed: sys.UnraisableHookArgs) -> None:
        if not isinstance(swallowed.exc_value, Stopped):
            hook(swallowed)

    sys.unraisablehook = unraisable
    _on_signals(stop)
    try:
        yield check
    finally:
        sys.unraisablehook = hook
        if not seen:
            _on_signals(signal.SIG_DFL)


def _on_signals(hook: Hook | signal.Handlers) -> None:
    for number in _EXITS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup, or a shell for what runs behind
            signal.signal(number, hook)
