"""Word (.docx, .docm, .dotx; 2007 and later): paragraphs and grids in the order of the document.

What Word would print is what is read: tracked changes as accepted, hidden and struck-out text left
out, digits above or below the line as a note's (22¹ is not 221), automatic numbers rendered, field
results in place of field codes, text boxes after the paragraph that holds them.
Headers, footers, footnotes and comments are left out.  This package is the one door to python-docx.
"""

from __future__ import annotations

import sys

from extractor.document import Document, Metadatum
from extractor.errors import LimitExceeded, Reason, UnreadableSource, UnsupportedFormat
from extractor.grid import Grid
from extractor.ingest.docx.layout import blocks
from extractor.ingest.docx.names import BODY, NUM_PR, Element, integer
from extractor.ingest.docx.numbering import Numbering
from extractor.ingest.docx.package import FORMAT, Package
from extractor.ingest.docx.styles import Styles
from extractor.ingest.docx.walk import Walk
from extractor.provenance import Provenance
from extractor.source import Source

__all__ = ["ingest"]

_TELLING = (b"vanish", b"superscript", b"subscript")
_STATED = ("title", "creator", "created", "modified")


def ingest(source: Source) -> Document:
    """Reads a Word file.

    Raises UnreadableSource (truncated, damaged, no document in it), EncryptedSource, LimitExceeded,
    and UnsupportedFormat for a shell around a document of another format (``w:altChunk``) that has no
    table of its own.
    """
    package = Package(source)
    document = package.document()
    body = document.find(BODY)
    if body is None:
        why = f"{package.main} has no body"
        raise UnreadableSource(Reason.DAMAGED, name=source.name, format=FORMAT, why=why)
    parts = package.related(package.main)
    walk = Walk(*_styles_and_numbering(package, parts, document))
    try:
        found = tuple(blocks(walk.items(body), source.name))
    except RecursionError as error:
        raise LimitExceeded(
            Reason.LIMIT,
            name=source.name,
            limit="elements within one another in the Word file",
            value="too many",
            maximum=sys.getrecursionlimit(),
        ) from error
    if walk.foreign and not any(isinstance(block, Grid) for block in found):
        shell = f"{FORMAT} (altChunk)"
        raise UnsupportedFormat(Reason.UNSUPPORTED, name=source.name, format=shell)
    metadata, pages = _properties(package)
    return Document(source, "docx", "docx", found, metadata, pages)


def _styles_and_numbering(
    package: Package, parts: dict[str, str], document: Element
) -> tuple[Styles, Numbering]:
    """The two parts that change what is read.  A styles part that speaks neither of hidden text, nor of
    text off the line, nor of numbers, and a numbering part that nothing refers to, are not parsed: they
    may be larger than the text."""
    name = parts.get("styles", "word/styles.xml")
    data = package.read(name) or b""
    wide = b"\0" in data[:4]  # UTF-16: its words cannot be looked for in the bytes
    numbers = wide or b"numPr" in data
    styles = Styles(package.parse(data, name) if numbers or any(word in data for word in _TELLING) else None)
    if not numbers and next(document.iter(NUM_PR), None) is None:
        return styles, Numbering(None)
    return styles, Numbering(package.tree(parts.get("numbering", "word/numbering.xml")))


def _properties(package: Package) -> tuple[tuple[Metadatum, ...], int | None]:
    """What the file says of itself.  It bears on no figure: where it is damaged it is left out."""
    try:
        parts = package.related("")
        core_name = parts.get("core-properties", "docProps/core.xml")
        core = package.tree(core_name)
        extended = package.tree(parts.get("extended-properties", "docProps/app.xml"))
    except UnreadableSource:
        return (), None
    stated = {_local(child): (child.text or "").strip() for child in (core if core is not None else ())}
    metadata = tuple(
        Metadatum(key, stated[key], Provenance(f"{core_name}, {key}")) for key in _STATED if stated.get(key)
    )
    counts = {_local(child): child.text for child in (extended if extended is not None else ())}
    pages = integer(counts.get("Pages"))
    return metadata, pages if pages is not None and pages > 0 else None


def _local(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
