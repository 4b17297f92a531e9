"""The door to pdfplumber and pdfminer: bytes of a PDF into pages of ink."""

from __future__ import annotations

import io
import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pdfplumber
from pdfminer.ascii85 import ascii85decode
from pdfminer.pdfdocument import PDFEncryptionError
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_FLATE_DECODE,
    PDFStream,
    dict_value,
    resolve1,
)
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from extractor.errors import EncryptedSource, LimitExceeded, Reason, UnreadableSource
from extractor.ingest.pdf.device import InkDevice, Interpreter
from extractor.ingest.pdf.fonts import Fonts
from extractor.ingest.pdf.ink import PageInk
from extractor.source import Source

MOST_PAGES = 2000

BROKEN = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    zlib.error,
)
"""What the libraries let out on broken files; each was seen while cutting and corrupting real ones."""

logging.getLogger("pdfminer").setLevel(logging.ERROR)


class Opened(NamedTuple):
    """A file that could be opened: what it says of itself, how many pages it has (``length``), and these.

    The pages are read as they are asked for; asking raises UnreadableSource where one is damaged.
    """

    told: dict[str, str]
    length: int
    pages: Iterator[PageInk]


def opened(source: Source) -> Opened:
    """Opens a PDF; an empty password is tried.

    Raises EncryptedSource, UnreadableSource (cut short, damaged) and LimitExceeded.
    """
    if _is_cut_short(source.data):
        why = "the index of its objects is missing at the end"
        raise UnreadableSource(Reason.TRUNCATED, name=source.name, format="PDF", why=why)
    with _door(source):
        pdf = pdfplumber.open(io.BytesIO(source.data), raise_unicode_errors=False)
        told, count = _told(pdf), _pages_found(pdf)
    if count > MOST_PAGES:
        raise LimitExceeded(Reason.LIMIT, name=source.name, limit="pages", value=count, maximum=MOST_PAGES)
    return Opened(told, count, _inked(pdf, source))


@contextmanager
def _door(source: Source) -> Iterator[None]:
    """What the libraries raise on broken files, as errors of this program."""
    try:
        yield
    except BROKEN as error:
        cause = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(cause, PDFEncryptionError):
            raise EncryptedSource(Reason.ENCRYPTED, name=source.name, format="PDF") from error
        why = f"{type(cause).__name__}: {cause}".rstrip(": ")
        raise UnreadableSource(Reason.DAMAGED, name=source.name, format="PDF", why=why) from error


def _told(pdf: Any) -> dict[str, str]:
    """The information dictionaries' strings (pdfplumber takes UTF-16 in Intel order for Latin)."""
    told: dict[str, str] = {}
    for entries in pdf.doc.info:
        for key, value in entries.items():
            raw = resolve1(value)
            text = _decoded(raw).strip("\0 \n") if isinstance(raw, bytes) else ""
            if text:
                told[key] = text
    return told


def _decoded(raw: bytes) -> str:
    marks = ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8"))
    for mark, encoding in marks:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _is_cut_short(data: bytes) -> bool:
    """Whether objects follow the last index: pdfminer would read what is left as if it were all."""
    index = data.rfind(b"startxref")
    return index < 0 or index < data.rfind(b"endobj")


def _pages_found(pdf: Any) -> int:
    """How many pages there are.  Raises ValueError for none, or where the file counts more of them."""
    found = len(pdf.pages)
    told = resolve1(dict_value(pdf.doc.catalog.get("Pages")).get("Count"))
    if isinstance(told, int) and told > found:
        raise ValueError(f"it has {told} pages, of which {found} can be found")
    if not found:
        raise ValueError("it has no pages")
    return found


def _inked(pdf: Any, source: Source) -> Iterator[PageInk]:
    """Each page interpreted, and closed at once: pdfplumber keeps all it has read (pdfplumber#1390)."""
    fonts = Fonts()
    for page in pdf.pages:
        device = InkDevice(fonts, page.page_number)
        with _door(source):
            _demand_whole_streams(page.page_obj)
            interpreter = Interpreter(fonts, device)
            interpreter.process_page(page.page_obj)
            interpreter.draw_annotations(page.page_obj)
            page.close()
        yield device.page()


def _demand_whole_streams(page: PDFPage) -> None:
    """Raises where the page's drawing is missing or cut: pdfminer would drop the rest in silence.

    ValueError or zlib.error; a drawing packed in a way other than the usual is left to pdfminer.
    """
    for reference in page.contents:
        stream = resolve1(reference)
        if not isinstance(stream, PDFStream):
            raise ValueError("the drawing of a page is missing")
        data = stream.rawdata
        if data is None:
            continue
        if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
            data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
        for name, _ in stream.get_filters():
            if name in LITERALS_ASCII85_DECODE:
                data = ascii85decode(data)
                continue
            if name in LITERALS_FLATE_DECODE:
                inflate = zlib.decompressobj()
                inflate.decompress(data)
                if not inflate.eof:
                    raise ValueError("the drawing of a page is cut short")
            break
