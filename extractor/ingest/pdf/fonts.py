"""Fonts whose codes are not the numbers of their glyphs, which pdfminer reads wrongly or not at all.

A composite font maps the codes in a string to the numbers of glyphs (CIDs) by its ``Encoding``, and to
characters by its ``ToUnicode``.  pdfminer looks a glyph's number up where the code belongs, which is the
same only under ``Identity-H``; it knows no ``Encoding`` that the file brings with it, and leaves out in
silence whatever it cannot decode: a cell full of figures would be blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from pdfminer.cmapdb import CMap, IdentityCMap
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral, literal_name

_SECTION = re.compile(rb"begin(codespacerange|cidrange|cidchar)\b(.*?)end\1\b", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\d+)")
_WRITING = re.compile(rb"/WMode\s+1\b")
_BLANK_CODES = frozenset({b"\0", b"\t", b"\n", b"\r", b" ", b"\0\0", b"\0\t", b"\0\n", b"\0\r", b"\0 "})
"""Codes that stand for nothing to be seen, where the encoding has no glyph for them."""

Codes = dict[bytes, int]
"""The number of the glyph for each code."""


class Fonts(PDFResourceManager):
    """pdfminer's store of fonts, which makes CodedFonts of the composite ones."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        kind = spec.get("Subtype")
        if isinstance(kind, PSLiteral) and literal_name(kind) in ("CIDFontType0", "CIDFontType2"):
            font = PDFCIDFont(self, spec)
            return font if isinstance(font.cmap, IdentityCMap) else CodedFont(self, spec)
        return super().get_font(objid, spec)


class CodedFont(PDFCIDFont):
    """A composite font that is read code by code; a code that no map knows is a glyph without a text.

    pdfminer asks for widths and texts by the numbers that ``decode`` gives: here they number the codes
    as they are met.
    """

    def __init__(self, fonts: PDFResourceManager, spec: Mapping[str, Any]) -> None:
        super().__init__(fonts, spec)
        self._met: dict[bytes, int] = {}
        self._told = isinstance(resolve1(spec.get("ToUnicode")), PDFStream)
        encoding = resolve1(spec.get("Encoding"))
        if isinstance(encoding, PDFStream):
            data = encoding.get_data()
            self._codes, self._lengths = _embedded(data)
            self.vertical = self.vertical or encoding.get("WMode") == 1 or _WRITING.search(data) is not None
        else:
            tree = self.cmap.code2cid if isinstance(self.cmap, CMap) else {}
            self._codes = dict(_leaves(tree, b""))
            self._lengths = {}
        if not self._lengths:
            self._lengths = {code[:1]: len(code) for code in self._codes}
        self._usual = min(self._lengths.values(), default=2)
        self._by_number: list[bytes] = []

    def decode(self, string: bytes) -> Iterator[int]:
        """The numbers under which this font keeps the codes of the string."""
        at = 0
        while at < len(string):
            code = self._code_at(string, at)
            at += len(code)
            if code not in self._met:
                self._met[code] = len(self._by_number)
                self._by_number.append(code)
            yield self._met[code]

    def _code_at(self, string: bytes, at: int) -> bytes:
        length = self._lengths.get(string[at : at + 1], self._usual)
        for other in (length, 1, 2, 3, 4):
            code = string[at : at + other]
            if code in self._codes:
                return code
        return string[at : at + length]

    def char_width(self, cid: int) -> float:
        """The width of the glyph, in em."""
        return super().char_width(self._glyph(cid))

    def char_disp(self, cid: int) -> float | tuple[float | None, float]:
        """Where vertical writing sets the glyph."""
        return super().char_disp(self._glyph(cid))

    def _glyph(self, number: int) -> int:
        return self._codes.get(self._by_number[number], 0)

    def to_unichr(self, cid: int) -> str:
        """The text of the glyph.  Raises PDFUnicodeNotDefined where no map knows it."""
        if not 0 <= cid < len(self._by_number):  # pdfminer asks for a width by the text, too
            raise PDFUnicodeNotDefined(self.cidcoding, cid)
        code = self._by_number[cid]
        try:
            return super().to_unichr(int.from_bytes(code, "big") if self._told else self._glyph_of(code))
        except PDFUnicodeNotDefined:
            if code in _BLANK_CODES and self._codes and code not in self._codes:
                return " "  # no glyph at all; one that has lost its text may be a digit
            raise

    def _glyph_of(self, code: bytes) -> int:
        if code not in self._codes:
            raise PDFUnicodeNotDefined(self.cidcoding, int.from_bytes(code, "big"))
        return self._codes[code]


def _leaves(tree: Mapping[int, object], before: bytes) -> Iterator[tuple[bytes, int]]:
    """The codes of one of pdfminer's maps, a tree by their bytes."""
    for byte, below in tree.items():
        code = before + bytes((byte,))
        if isinstance(below, int):
            yield code, below
        else:
            yield from _leaves(cast("Mapping[int, object]", below), code)


def _embedded(data: bytes) -> tuple[Codes, dict[bytes, int]]:
    """The codes of a map that stands in the file, and how long those are that begin with a byte."""
    codes: Codes = {}
    lengths: dict[bytes, int] = {}
    for section in _SECTION.finditer(data):
        tokens = [_token(found) for found in _TOKEN.finditer(section[2])]
        if section[1] == b"cidchar":
            for code, glyph in zip(tokens[::2], tokens[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(glyph, int):
                    codes[code] = glyph
        elif section[1] == b"cidrange":
            for first, last, glyph in zip(tokens[::3], tokens[1::3], tokens[2::3], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes) and isinstance(glyph, int):
                    codes.update(_range(first, last, glyph))
        else:
            for first, last in zip(tokens[::2], tokens[1::2], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes) and first and last:
                    lengths |= {bytes((lead,)): len(first) for lead in range(first[0], last[0] + 1)}
    return codes, lengths


def _token(found: re.Match[bytes]) -> bytes | int:
    if found[2] is not None:
        return int(found[2])
    digits = b"".join(found[1].split()).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _range(first: bytes, last: bytes, glyph: int) -> Codes:
    start, end = int.from_bytes(first, "big"), int.from_bytes(last, "big")
    size = len(first)
    if len(last) != size or not 0 <= end - start <= 0xFFFF:
        return {}
    return {code.to_bytes(size, "big"): glyph + code - start for code in range(start, end + 1)}
