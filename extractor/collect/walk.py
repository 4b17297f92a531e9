"""Paths and folders → the inputs of a run, in an order that does not depend on the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.collect.ignore import Ignored
from extractor.errors import Reason, UnreadableSource

DATASET_FILES = frozenset(
    {
        "documents.parquet",
        "reports.parquet",
        "facts.parquet",
        "sections.parquet",
        "findings.parquet",
        "dataset.duckdb",
        "journal.sqlite",
        "run.log",
    }
)
"""What a run leaves in its folder."""

_NO_INPUTS = frozenset({"__pycache__", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Input:
    """One input: the path under which it was met, or why nothing can be read there.

    ``path`` may hold the lone surrogates by which Python stands for bytes that are not UTF-8.
    """

    path: str
    error: UnreadableSource | None = None

    @property
    def name(self) -> str:
        """The path as text that can be written anywhere: bytes that are not UTF-8 as ``\\xb4``."""
        return os.fsencode(self.path).decode("utf-8", "backslashreplace")


def collect(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[Input]:
    """Files as they are; folders with all that is below them, sorted by name at every level.

    In a folder these are passed over: hidden files and folders, what a ``.extractorignore`` there or
    above names, ``__pycache__``, what Windows and Word leave behind (``Thumbs.db``, ``~$…``), and
    datasets that this program wrote.  No folder is entered twice, so that links cannot lead in
    circles.  What cannot be read (no such file, a folder without permission, a device) is an Input
    with its error, never an exception.
    """
    walk = _Walk()
    for given in inputs:
        path = os.fspath(given)
        if _is_folder(path):
            yield from walk.folder(path, ())
        else:
            yield _file(path)


def unreadable_paths(inputs: Iterable[str | os.PathLike[str]]) -> Iterator[UnreadableSource]:
    """Why those of the given paths that are no folders cannot be read, each with its name."""
    for given in inputs:
        path = os.fspath(given)
        met = Input(path) if _is_folder(path) else _file(path)
        if met.error is not None:
            yield UnreadableSource(met.error.reason, name=met.name, **met.error.detail)


@dataclass(slots=True)
class _Walk:
    """One walk over several folders, which remembers where it has been."""

    entered: set[tuple[int, int]] = field(default_factory=set)

    def folder(self, path: str, ignored: tuple[Ignored, ...]) -> Iterator[Input]:
        try:
            here = Path(path).stat()
            if (here.st_dev, here.st_ino) in self.entered:
                return
            names = sorted(os.listdir(path))  # noqa: PTH208 - paths stay as they were given
        except OSError as error:
            yield Input(path, unreadable(error, path))
            return
        self.entered.add((here.st_dev, here.st_ino))
        if is_dataset(names):
            return
        if ".extractorignore" in names:
            ignored = (*ignored, Ignored.in_folder(path))
        for name in names:
            below = os.path.join(path, name)  # noqa: PTH118 - Path would turn ./a into a
            is_folder = _is_folder(below)
            if passed_over(name) or any(rules.match(below, folder=is_folder) for rules in ignored):
                continue
            if is_folder:
                yield from self.folder(below, ignored)
            else:
                yield _file(below)


def passed_over(name: str) -> bool:
    """Whether a file or folder of this name is no input in any folder."""
    return name.startswith((".", "~$")) or name in _NO_INPUTS


def is_dataset(names: Iterable[str]) -> bool:
    """Whether a folder with these names in it is a dataset of ours."""
    return {"documents.parquet", "journal.sqlite"} <= set(names)


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # no permission to look: an input that fails as such
        return False


def _file(path: str) -> Input:
    try:
        mode = Path(path).stat().st_mode
    except OSError as error:
        return Input(path, unreadable(error, path))
    if stat.S_ISREG(mode):
        return Input(path)
    # Reading a pipe or a device may never end.
    return Input(path, UnreadableSource(Reason.INPUT_OUTPUT, name=path, why="not a regular file"))


def unreadable(error: OSError, path: str) -> UnreadableSource:
    """What the operating system says, in our words."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableSource(Reason.NO_SUCH_FILE, name=path)
    if isinstance(error, PermissionError):
        return UnreadableSource(Reason.NO_PERMISSION, name=path)
    return UnreadableSource(Reason.INPUT_OUTPUT, name=path, why=error.strerror or str(error))
