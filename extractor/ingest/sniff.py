"""What the bytes are (格式识别): decided by their content alone, never by a name.

``sniff`` gives a short id for anything at all, so that a dataset can say what every input was;
``NAMES`` has the words for people; ``recognised`` refuses what is not read.
"""

from __future__ import annotations

import re
import unicodedata

from extractor.errors import EncryptedSource, Reason, UnreadableSource, UnsupportedFormat
from extractor.ingest.encoding import Decoded, decode
from extractor.ingest.sniff_containers import sniff_ole, sniff_zip
from extractor.source import Source

READ = ("docx", "pdf", "html", "text")
"""The ids that an ingestor exists for."""

NAMES = {
    "empty": "empty",
    "docx": "Word (.docx)",
    "pdf": "PDF",
    "html": "HTML",
    "text": "text",
    "doc": "Word 97-2003 (.doc)",
    "xls": "Excel 97-2003 (.xls)",
    "ppt": "PowerPoint 97-2003 (.ppt)",
    "wps": "WPS / Works (.wps)",
    "msg": "Outlook (.msg)",
    "ole": "OLE2 (.doc/.xls/.ppt)",
    "encrypted": "Office (.docx/.xlsx/.pptx)",
    "xlsx": "Excel (.xlsx)",
    "pptx": "PowerPoint (.pptx)",
    "odt": "OpenDocument (.odt)",
    "ods": "OpenDocument (.ods)",
    "odp": "OpenDocument (.odp)",
    "epub": "EPUB",
    "ofd": "OFD",
    "zip": "ZIP",
    "gzip": "gzip",
    "7z": "7z",
    "rar": "RAR",
    "xz": "xz",
    "bzip2": "bzip2",
    "tar": "tar",
    "warc": "WARC",
    "rtf": "RTF",
    "mhtml": "MHTML (.mht)",
    "eml": "e-mail (.eml)",
    "wordml": "Word XML",
    "xml": "XML",
    "svg": "SVG",
    "png": "PNG",
    "jpeg": "JPEG",
    "gif": "GIF",
    "bmp": "BMP",
    "tiff": "TIFF",
    "webp": "WEBP",
    "heic": "HEIC",
    "mp4": "MP4",
    "exe": "EXE",
    "elf": "ELF",
    "sqlite": "SQLite",
    "parquet": "Parquet",
    "binary": "binary data",
}
"""The name of every id, in words that stand in a Chinese and in an English sentence alike."""

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (8, b"WEBP", "webp"),
    (4, b"ftypheic", "heic"),
    (4, b"ftypmif1", "heic"),
    (4, b"ftyp", "mp4"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x7fELF", "elf"),
    (0, b"SQLite format 3\0", "sqlite"),
    (0, b"PAR1", "parquet"),
    (0, b"WARC/1.", "warc"),
    (257, b"ustar", "tar"),
)
_PDF = re.compile(rb"%PDF-\d")
_HEADER = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*:[ \t]", re.MULTILINE)
_OPENING = re.compile(
    rb"<(?:html|head|body|table|thead|tbody|tr|td|th|div|p|span|font|br|meta|title|ul|ol|li|a|b|strong|h[1-6]|center)"
    rb"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    rb"</(?:html|head|body|table|tr|td|th|div|p|span|font|title|ul|ol|li|a|b|strong|h[1-6]|center)\s*>", re.I
)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|frameset)\b", re.IGNORECASE)
_TABLE = re.compile(rb"<table\b[^<>]*>.*?<t[rdh]\b", re.IGNORECASE | re.DOTALL)
_LEAD = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WINDOW = 1 << 21
_SAMPLE = 20_000


def recognised(source: Source) -> str:
    """The id of a format that is read.

    Raises UnreadableSource (EMPTY) for no bytes or only blanks, EncryptedSource for an Office file
    behind a password, UnsupportedFormat for everything else that is not read.
    """
    found = sniff(source.data)
    if found == "empty":
        raise UnreadableSource(Reason.EMPTY, name=source.name)
    if found == "encrypted":
        raise EncryptedSource(Reason.ENCRYPTED, name=source.name, format="Office")
    if found not in READ:
        raise UnsupportedFormat(Reason.UNSUPPORTED, name=source.name, format=NAMES[found])
    return found


def sniff(data: bytes) -> str:
    """The id of what the bytes are, one of ``NAMES``.  Never raises."""
    if not data.strip(b"\0 \t\r\n\f\v\xef\xbb\xbf"):
        return "empty"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return sniff_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return sniff_ole(data)
    return _signature(data) or _markup(data) or _text(data)


def _signature(data: bytes) -> str | None:
    for offset, signature, name in _SIGNATURES:
        if data.startswith(signature, offset) and not (name == "webp" and not data.startswith(b"RIFF")):
            return name
    if data.startswith(b"BM") and (data[6:10] == b"\0\0\0\0" or data[2:6] == len(data).to_bytes(4, "little")):
        return "bmp"
    if data.startswith(b"BZh") and data[4:10] == b"1AY&SY":
        return "bzip2"
    if data.startswith(b"MZ") and b"\0" in data[:512]:
        return "exe"
    lead = data[:1024]
    if data.startswith(b"%PDF-") or (_PDF.search(lead) and not _OPENING.search(lead)):
        return "pdf"
    return "rtf" if lead.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else None


def _markup(data: bytes) -> str | None:
    window = data[:_WINDOW]
    if b"\0" in window[:_SAMPLE] or window.startswith((b"\xff\xfe", b"\xfe\xff")):
        window = decode(window).text.encode("utf-8", errors="replace")
    mail = _mail(window[:4096])
    if mail is not None:
        return mail
    lead = _LEAD.match(window)
    start = window[lead.end() if lead else 0 :][:200].lower()
    if _is_html(window, start):
        return "html"
    if start.startswith((b"<svg", b"<!doctype svg")):
        return "svg"
    if b"<w:worddocument" in window[:4096].lower() or b"<pkg:package" in window[:4096].lower():
        return "wordml"
    return "xml" if re.match(rb"\A(?:\xef\xbb\xbf)?\s*<\?xml", window) else None


def _mail(lead: bytes) -> str | None:
    """A page saved with its pictures, or a letter: lines of headers, then a MIME body."""
    if b"mime-version:" not in lead.lower() or not _HEADER.match(lead.lstrip(b"\xef\xbb\xbf\r\n ")):
        return None
    related = b"multipart/related" in lead.lower() or b"snapshot-content-location:" in lead.lower()
    return "mhtml" if related else "eml"


def _is_html(window: bytes, start: bytes) -> bool:
    if start.startswith((b"<!doctype html", b"<html")):
        return True
    if start.startswith((b"<svg", b"<!doctype svg")):
        return False
    if re.match(rb"\A(?:\xef\xbb\xbf)?\s*<\?(?:xml|mso)", window) and b"<html" not in window[:65536].lower():
        return False
    openings = sum(1 for _ in zip(_OPENING.finditer(window), range(5), strict=False))
    if _TABLE.search(window) or (_PAGE.search(window) and openings):
        return True
    closings = sum(1 for _ in zip(_CLOSING.finditer(window), range(3), strict=False))
    return (start.startswith(b"<") and openings >= 1 and closings >= 1) or (openings >= 5 and closings >= 2)


def _text(data: bytes) -> str:
    """Text, when it decodes to characters that people write; binary data otherwise."""
    found = decode(data[: 1 << 20] if len(data) > 1 << 22 else data)
    if not found.text.strip():
        return "empty"
    return "text" if _written(found) else "binary"


def _written(found: Decoded) -> bool:
    sample = found.text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) * 100 > len(sample):
        return False
    if found.replaced * 20 > len(found.text):
        return False
    odd = sum(1 for character in sample if unicodedata.category(character) in ("Cn", "Co", "Cs"))
    return odd * 20 <= len(sample)
