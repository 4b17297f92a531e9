"""What a container holds: ZIP packages (Word, Excel, OFD …) and OLE2 compound files (.doc, .xls …)."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

_MAIN_PARTS = (
    (b"wordprocessingml.", "docx"),
    (b"ms-word.document.macroEnabled", "docx"),
    (b"spreadsheetml.", "xlsx"),
    (b"ms-excel.", "xlsx"),
    (b"presentationml.", "pptx"),
)
_MAIN = re.compile(rb'ContentType\s*=\s*"([^"]*\.main\+xml)"')
_MIMETYPES = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"),
    (b"epub", "epub"),
)
_FOLDERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
    ("MatOST", "wps"),
    ("WpsDocument", "wps"),
    ("__properties_version1.0", "msg"),
)
_FIRST_SECTORS = ((b"\xec\xa5", "doc"), (b"\x09\x08\x10\x00", "xls"))
"""How the first stream of a Word or Excel file begins, right behind the header of the container."""
_HEAD = 1 << 20
_END_OF_CHAIN = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""


def sniff_zip(data: bytes) -> str:
    """docx, xlsx, pptx, odt, ods, odp, epub, ofd or zip.

    A package cut short has no directory left; the names in front of its members still tell what it
    was meant to be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            types = _member(package, "[Content_Types].xml") if "[Content_Types].xml" in names else b""
            mimetype = _member(package, "mimetype") if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
        names, types = _without_directory(data)
        return _by_type(types) or _by_mimetype(data[:200]) or _by_names(names)
    found = _by_type(types)
    if found is not None:
        return found
    found = _by_mimetype(mimetype)
    if found is not None:
        return found
    return _by_names(names) if types or "OFD.xml" in names else "zip"


def _member(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as member:
        return member.read(_HEAD)


def _by_names(names: list[str]) -> str:
    if "OFD.xml" in names:
        return "ofd"
    for folder, found in _FOLDERS:
        if any(name.startswith(folder) for name in names):
            return found
    return "zip"


def _by_type(types: bytes) -> str | None:
    for main in _MAIN.findall(types):
        for mark, name in _MAIN_PARTS:
            if mark in main:
                return name
    return None


def _by_mimetype(mimetype: bytes) -> str | None:
    for mark, name in _MIMETYPES:
        if mark in mimetype:
            return name
    return None


def _without_directory(data: bytes) -> tuple[list[str], bytes]:
    """The names in front of the members, and as much of [Content_Types].xml as is there."""
    names: list[str] = []
    types = b""
    for match in re.finditer(b"PK\x03\x04", data):
        header = data[match.start() : match.start() + 30]
        if len(header) < 30:
            continue
        method, length, extra = struct.unpack_from("<8xH16xHH", header)
        start = match.start() + 30
        names.append(data[start : start + length].decode("utf-8", errors="replace"))
        if names[-1] == "[Content_Types].xml":
            types = _inflated(data[start + length + extra :], method)
    return names, types


def _inflated(data: bytes, method: int) -> bytes:
    if method != zipfile.ZIP_DEFLATED:
        return data[:_HEAD]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, _HEAD)
    except zlib.error:
        return b""


def sniff_ole(data: bytes) -> str:
    """doc, xls, ppt, wps, msg, encrypted (an OOXML package behind a password) or ole."""
    names = _ole_names(data)
    for stream, found in _STREAMS:
        if stream in names:
            return found
    # A file cut short has lost its directory or the sectors that lead to it: look for the names.
    for stream, found in _STREAMS:
        if stream != "Book" and stream.encode("utf-16-le") in data:
            return found
    for mark, found in _FIRST_SECTORS:
        if data.startswith(mark, 512):
            return found
    return "ole"


def _ole_names(data: bytes) -> set[str]:
    """The names of the streams and storages in the directory of a compound file ([MS-CFB])."""
    if len(data) < 512:
        return set()
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 16)
    if size < 512:
        return set()
    fat: list[int] = []
    for sector in struct.unpack_from("<109I", data, 76):
        block = _sector(data, sector, size)
        fat.extend(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))
    names: set[str] = set()
    sector = struct.unpack_from("<I", data, 48)[0]
    seen: set[int] = set()
    while sector < _END_OF_CHAIN and sector not in seen:
        seen.add(sector)
        block = _sector(data, sector, size)
        for start in range(0, len(block) - 127, 128):
            (length,) = struct.unpack_from("<H", block, start + 64)
            name = block[start : start + min(max(length - 2, 0), 64)]
            names.add(name.decode("utf-16-le", errors="replace"))
        sector = fat[sector] if sector < len(fat) else _END_OF_CHAIN
    return names


def _sector(data: bytes, number: int, size: int) -> bytes:
    if number >= _END_OF_CHAIN:
        return b""
    return data[(number + 1) * size : (number + 2) * size]
