"""``.extractorignore``: what in a folder is no input."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ignored:
    """The lines of one ``.extractorignore``, which hold for its folder and all below.

    A line is a pattern with ``*``, ``?`` and ``[…]``; blank lines and lines that begin with ``#`` are
    none.  A pattern that ends in ``/`` is for folders alone.  A pattern with another ``/`` in it is
    matched against the path from the folder of the file, one without against the name.
    """

    folder: str
    patterns: tuple[str, ...]

    @classmethod
    def in_folder(cls, folder: str) -> Ignored:
        """Reads the file.  One that cannot be read ignores nothing, so that no input is lost by it."""
        try:
            text = Path(folder, ".extractorignore").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return cls(folder, ())
        lines = (line.strip() for line in text.removeprefix("\ufeff").splitlines())
        return cls(folder, tuple(line for line in lines if line and not line.startswith("#")))

    def match(self, path: str, *, folder: bool) -> bool:
        """Whether a path below the folder is named here."""
        below = os.path.relpath(path, self.folder).replace(os.sep, "/")
        name = below.rpartition("/")[2]
        return any(_matches(pattern, below, name, folder) for pattern in self.patterns)


def _matches(pattern: str, below: str, name: str, folder: bool) -> bool:
    if pattern.endswith("/") and not folder:
        return False
    bare = pattern.rstrip("/")
    return fnmatchcase(below, bare.lstrip("/")) if "/" in bare else fnmatchcase(name, bare)
