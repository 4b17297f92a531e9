"""The folder of a dataset, which stands there whole or not at all."""

from __future__ import annotations

import glob
import shutil
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

from extractor.collect import DATASET_FILES, is_dataset
from extractor.errors import Reason, SinkError

_LOCK = "lock"
_HARMLESS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


class Target:
    """A hidden folder beside OUT that takes its place by a rename when all is written.

    A context manager that gives the hidden folder; ``finish()`` puts it in place, and leaving without
    it removes it.  What runs that died have left beside OUT is removed first.

    Raises SinkError where OUT holds anything but a dataset of ours, or cannot be written.
    """

    def __init__(self, out: str | Path) -> None:
        self.out = Path(out).resolve()
        self._given = str(out)
        self._lock: IO[bytes] | None = None
        self.folder = self.out

    def __enter__(self) -> Target:
        self._check()
        try:
            self.out.parent.mkdir(parents=True, exist_ok=True)
            self._clear_away()
            self.folder = Path(tempfile.mkdtemp(prefix=f".{self.out.name}.partial-", dir=self.out.parent))
            self.folder.chmod(0o755)
            self._lock = _locked(self.folder)
        except OSError as error:
            raise self._failure(error) from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._lock is not None:
            self._lock.close()
        if self.folder != self.out:
            shutil.rmtree(self.folder, ignore_errors=True)

    def finish(self) -> None:
        """Puts the folder in the place of OUT.  Raises SinkError where that cannot be done."""
        self._check()
        old = self.folder.with_name(self.folder.name.replace(".partial-", ".old-"))
        try:
            if self._lock is not None:
                self._lock.close()
            (self.folder / _LOCK).unlink(missing_ok=True)
            if self.out.exists():
                self.out.rename(old)
            self._put(old)
        except OSError as error:
            raise self._failure(error) from error
        self.folder = self.out
        shutil.rmtree(old, ignore_errors=True)

    def _put(self, old: Path) -> None:
        try:
            self.folder.rename(self.out)
        except OSError:
            if old.exists():
                old.rename(self.out)
            raise

    def _check(self) -> None:
        """Refuses an OUT in which there is anything that we did not write."""
        if not self.out.exists():
            return
        try:
            names = {path.name for path in self.out.iterdir()} - _HARMLESS
        except OSError as error:  # a file, or a folder without permission
            raise self._failure(error) from error
        strange = sorted(names - DATASET_FILES)
        if strange or (names and not is_dataset(names)):
            what = strange[0] if strange else sorted(names)[0]
            why = f"the folder exists and is not a dataset of this program (it holds {what})"
            raise SinkError(Reason.OUTPUT, name=self._given, why=why)

    def _clear_away(self) -> None:
        """Removes what runs that died have left, and brings back a dataset that one had put aside."""
        name = glob.escape(self.out.name)
        for folder in self.out.parent.glob(f".{name}.old-*"):
            if self.out.exists():
                shutil.rmtree(folder, ignore_errors=True)
            else:
                folder.rename(self.out)
        for folder in self.out.parent.glob(f".{name}.partial-*"):
            if _abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)

    def _failure(self, error: OSError) -> SinkError:
        return SinkError(Reason.OUTPUT, name=self._given, why=error.strerror or str(error))


def _locked(folder: Path) -> IO[bytes]:
    """A lock in the folder that the system lets go when this process ends, however it ends."""
    lock = (folder / _LOCK).open("wb")
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return lock


def _abandoned(folder: Path) -> bool:
    """Whether the run that wrote the folder lives no more; where there are no locks, nobody can say."""
    if sys.platform == "win32":
        return False
    import fcntl

    try:
        with (folder / _LOCK).open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return False
    return True
