"""Bytes with a name (来源): what an ingestor is given."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from extractor.errors import Reason, UnreadableSource


@dataclass(frozen=True)
class Source:
    """The bytes of one input and the name under which they came.

    The name is never believed: what a source is, its bytes say.  It is only repeated to people.
    """

    name: str
    data: bytes = field(repr=False)

    @classmethod
    def from_path(cls, path: str | Path) -> Source:
        """Reads a file.  Raises UnreadableSource where there is none, it may not be read or is no file.

        A pipe or a device is refused: to read it may never end.
        """
        try:
            mode = Path(path).stat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise UnreadableSource(Reason.INPUT_OUTPUT, name=str(path), why="not a regular file")
            data = Path(path).read_bytes()
        except FileNotFoundError as error:
            raise UnreadableSource(Reason.NO_SUCH_FILE, name=str(path)) from error
        except IsADirectoryError as error:
            raise UnreadableSource(Reason.IS_A_FOLDER, name=str(path)) from error
        except PermissionError as error:
            raise UnreadableSource(Reason.NO_PERMISSION, name=str(path)) from error
        except OSError as error:
            why = error.strerror or str(error)
            raise UnreadableSource(Reason.INPUT_OUTPUT, name=str(path), why=why) from error
        return cls(str(path), data)

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the bytes in hexadecimal: the identity of the document."""
        return hashlib.sha256(self.data).hexdigest()
