"""What the program is timed against: the floor of each format's library, and the library used plainly."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import docx
import lxml.html
import pandas
import pdfplumber
import pypdfium2
from lxml import etree

from extractor.ingest import ingest
from extractor.pipeline import read_all
from extractor.source import Source

Run = Callable[[bytes], object]


@dataclass(frozen=True)
class Contest:
    """One format: its floor, its library used plainly, and what the program does."""

    format: str
    floor: str
    run_floor: Run
    plain: str
    run_plain: Run


def _docx_floor(data: bytes) -> object:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def _docx_plain(data: bytes) -> object:
    tables = docx.Document(io.BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def _html_floor(data: bytes) -> object:
    return lxml.html.fromstring(data)


def _html_plain(data: bytes) -> object:
    return pandas.read_html(io.BytesIO(data))


def _pdf_floor(data: bytes) -> object:
    pdf = pypdfium2.PdfDocument(data)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    return texts


def _pdf_plain(data: bytes) -> object:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def _text_floor(data: bytes) -> object:
    return data.decode("utf-8", "replace").splitlines()


CONTESTS = (
    Contest("docx", "zip + lxml parse", _docx_floor, "python-docx, cell by cell", _docx_plain),
    Contest("html", "lxml.html parse", _html_floor, "pandas.read_html", _html_plain),
    Contest("pdf", "pypdfium2 text", _pdf_floor, "pdfplumber extract_tables", _pdf_plain),
    Contest("text", "decode, split lines", _text_floor, "decode, split lines", _text_floor),
)


def run_ingest(data: bytes) -> object:
    """The bytes made a Document: what the floor and the plain use of a library stop short of."""
    return ingest(Source("benchmark", data))


def run_read(data: bytes) -> object:
    """The whole way: Document, facts, sums, findings."""
    return read_all(Source("benchmark", data))
