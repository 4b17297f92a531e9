"""The exit codes of the program."""

from __future__ import annotations

from enum import IntEnum


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
