"""The command ``extractor``: what must stand before anything is imported that takes its time."""

from __future__ import annotations

import signal

from extractor.cli_codes import Exit

__all__ = ["Exit", "main"]


def main() -> None:
    """The command ``extractor``."""
    try:
        from extractor.cli_exits import guard, run_guarded

        guard()
    except KeyboardInterrupt as error:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        from extractor.cli_exits import say_stopped

        say_stopped()
        raise SystemExit(Exit.INTERRUPTED) from error
    from extractor.cli_commands import start  # typer takes its time: a signal is answered by now

    run_guarded(start)
