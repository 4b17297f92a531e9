"""The Word file as a package of parts: opened lazily, read within a limit, parsed without entities.

``docx.Document()`` inflates every part, pictures included, and fails where any of them is damaged or a
relation leads nowhere; a reader of tables needs three or four parts.  So only these are inflated.
python-docx's own parser makes their trees, save that of the text: for its thousands of elements a plain
parser is twice as fast.  References that lead outside the package are not followed.
"""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from functools import cached_property, partial
from io import BytesIO
from posixpath import dirname, join, normpath

from docx.oxml.parser import parse_xml
from lxml import etree

from extractor.errors import EncryptedSource, LimitExceeded, Reason, UnreadableSource
from extractor.ingest.docx.names import LOOKS, R_PR, TELLING, Element
from extractor.source import Source

FORMAT = "Word"
MAX_PART_BYTES = 256 * 1024 * 1024
"""A part that inflates to more is refused: a report's is a few megabytes at most."""

_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
)
"""What ``zipfile`` raises for bytes that are no sound archive."""

_DIRECTORY_END = 22
"""Bytes of the record that ends a zip archive; a file without it was cut short."""

_PLAIN = partial(etree.fromstring, parser=etree.XMLParser(remove_blank_text=True, resolve_entities=False))
"""python-docx's parser without its classes of elements."""

_KINDS = frozenset(("officeDocument", "styles", "numbering", "core-properties", "extended-properties"))
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
"""The namespaces of ISO 29500 Strict and the transitional ones that mean the same."""


class Package:
    """The parts of one Word file by name.

    Raises UnreadableSource (truncated, damaged), EncryptedSource, and LimitExceeded for a part of
    more than ``maximum`` bytes, counted as they are inflated.
    """

    def __init__(self, source: Source, maximum: int = MAX_PART_BYTES) -> None:
        self._source = source
        self._maximum = maximum
        try:
            self._zip = zipfile.ZipFile(BytesIO(source.data))
        except _DAMAGE as error:
            directory = source.data.rfind(b"PK\x05\x06")
            whole = 0 <= directory <= len(source.data) - _DIRECTORY_END
            reason = Reason.DAMAGED if whole else Reason.TRUNCATED
            raise self._unreadable(reason, str(error) or "no zip archive") from error
        self._related: dict[str, dict[str, str]] = {}
        self._members = {
            member.filename.replace("\\", "/").lstrip("/").lower(): member for member in self._zip.infolist()
        }

    def _unreadable(self, reason: Reason, why: str) -> UnreadableSource:
        return UnreadableSource(reason, name=self._source.name, format=FORMAT, why=why)

    def read(self, part: str) -> bytes | None:
        """The bytes of a part; None where the package has none of that name."""
        member = self._members.get(part.lower())
        if member is None:
            return None
        if member.flag_bits & 0x1:
            raise EncryptedSource(Reason.ENCRYPTED, name=self._source.name, format=FORMAT)
        try:
            with self._zip.open(member) as stream:
                data = stream.read(self._maximum + 1)
        except _DAMAGE as error:
            why = f"{part}: {str(error) or type(error).__name__}"
            raise self._unreadable(Reason.DAMAGED, why) from error
        if len(data) > self._maximum:
            raise LimitExceeded(
                Reason.LIMIT,
                name=self._source.name,
                limit="bytes of a part of the Word file",
                value=f"> {self._maximum}",
                maximum=self._maximum,
            )
        return data

    def parse(self, data: bytes, part: str, parser: Callable[[bytes], Element] = parse_xml) -> Element:
        """The tree of a part's bytes, in the transitional namespaces.

        Raises UnreadableSource for what is no XML, and for XML with a document type: a part of an
        Office file has none, and entities are never expanded.
        """
        try:
            root = parser(data)
            if b"purl.oclc.org/ooxml" in data or "purl.oclc.org/ooxml" in str(root.tag):
                data = etree.tostring(root, encoding="UTF-8")
                for strict, transitional in _STRICT:
                    data = data.replace(strict, transitional)
                root = parser(data)
        except etree.XMLSyntaxError as error:
            raise self._unreadable(Reason.DAMAGED, f"{part}: {error}") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise self._unreadable(Reason.DAMAGED, f"{part}: it declares a document type")
        return root

    def tree(self, part: str) -> Element | None:
        """The tree of a part; None where the package has none of that name."""
        data = self.read(part)
        return None if data is None else self.parse(data, part)

    def related(self, part: str) -> dict[str, str]:
        """The parts that a part ("" for the package) refers to, by the last word of the relation's type,
        of the types that are read.

        Relations that lead out of the package are left out; of several of one type the first counts.
        """
        known = self._related.get(part)
        if known is not None:
            return known
        folder = dirname(part)
        tree = self.tree(join(folder, "_rels", part[len(folder) :].lstrip("/") + ".rels"))
        found: dict[str, str] = {}
        for relation in () if tree is None else tree:
            target = relation.get("Target")
            if not target or relation.get("TargetMode") == "External":
                continue
            kind = relation.get("Type", "").rsplit("/", 1)[-1]
            if kind in _KINDS and kind not in found:
                found[kind] = normpath(join("/", folder, target)).lstrip("/")
        self._related[part] = found
        return found

    @cached_property
    def main(self) -> str:
        """The name of the main part, as the package says, else ``word/document.xml``."""
        stated = self.related("").get("officeDocument", "")
        return stated if stated.lower() in self._members else "word/document.xml"

    def document(self) -> Element:
        """The tree of the main part, without what says only how it looks.

        Raises UnreadableSource where the part is not there.
        """
        data = self.read(self.main)
        if data is None:
            raise self._unreadable(Reason.DAMAGED, f"it has no {self.main}")
        tree = self.parse(data, self.main, _PLAIN)
        silent = next(tree.iter(*TELLING), None) is None
        etree.strip_elements(tree, *LOOKS, *((R_PR,) if silent else ()), with_tail=False)
        return tree
