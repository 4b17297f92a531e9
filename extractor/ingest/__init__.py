"""Sources become documents: one module a format, chosen by the bytes and never by the name."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from extractor.document import Document
from extractor.ingest.sniff import recognised
from extractor.source import Source

FORMATS = {
    "docx": "extractor.ingest.docx",
    "pdf": "extractor.ingest.pdf",
    "html": "extractor.ingest.html",
    "text": "extractor.ingest.text",
}
"""What is read, and the module whose ``ingest(source) -> Document`` reads it.

A module is loaded when its first source arrives: the document libraries are slow to import.
"""


def ingest(source: Source) -> Document:
    """The document that the bytes hold.

    Raises UnsupportedFormat for a format that is recognised and not read, EncryptedSource,
    UnreadableSource (empty, truncated, damaged) and LimitExceeded.
    """
    module = import_module(FORMATS[recognised(source)])
    reader = cast("Callable[[Source], Document]", module.ingest)
    return reader(source)
