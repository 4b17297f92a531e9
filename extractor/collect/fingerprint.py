"""Who an input is, by its bytes, before anything is made of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from extractor.collect.walk import Input, unreadable


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The SHA-256 of the bytes in hexadecimal, and how many they are."""

    sha256: str
    bytes: int


def fingerprint(source: Input) -> Fingerprint:
    """Reads the file once, in pieces.

    Raises UnreadableSource where it cannot be read, and what was already known when it was met.
    """
    if source.error is not None:
        raise source.error
    try:
        with Path(source.path).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            size = file.tell()
    except OSError as error:
        raise unreadable(error, source.path) from error
    return Fingerprint(digest.hexdigest(), size)
