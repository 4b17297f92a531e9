"""The bad inputs of the corpus are as bad as truth.json says, by the judgement of other readers."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from lxml import etree

from fixtures.make.compound import write_compound
from fixtures.make.corpus import HOME

BAD = HOME / "documents" / "bad"
ENTRIES: dict[str, dict[str, Any]] = {
    Path(d["path"]).name: d
    for d in json.loads((HOME / "truth.json").read_text("utf-8"))["documents"]
    if d["kind"] == "bad"
}
PDF_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""


def _bytes(name: str) -> bytes:
    return (BAD / name).read_bytes()


def _package(name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(_bytes(name)))


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_bad_input_has_one_clear_verdict(name: str) -> None:
    entry = ENTRIES[name]
    assert entry["error"] in entry["allowed_errors"]
    assert entry["status"] in entry["allowed_statuses"]
    if not entry["reports"]:
        assert entry["status"] in ("failed", "not_report")


def test_a_truncated_package_has_no_directory() -> None:
    with pytest.raises(zipfile.BadZipFile):
        _package("truncated.docx")


def test_a_damaged_member_cannot_be_unpacked() -> None:
    with _package("damaged-member.docx") as package, pytest.raises((zipfile.BadZipFile, zlib.error)):
        package.read("word/document.xml")


def test_a_cut_part_is_no_xml() -> None:
    with _package("cut-part.docx") as package, pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(package.read("word/document.xml"))


def test_the_bomb_is_small_outside_and_large_inside() -> None:
    with _package("bomb.docx") as package:
        assert package.getinfo("word/document.xml").file_size > 1000 * len(_bytes("bomb.docx")) / 2


def test_the_encrypted_package_is_a_compound_file_of_two_streams() -> None:
    data = _bytes("encrypted.docx")
    assert data[:8] == bytes.fromhex("d0cf11e0a1b11ae1")
    assert "EncryptionInfo".encode("utf-16-le") in data
    assert "EncryptedPackage".encode("utf-16-le") in data


def test_a_compound_file_larger_than_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="FAT"):
        write_compound({"EncryptedPackage": b"\0" * 80_000})


def test_the_locked_pdf_asks_for_its_password() -> None:
    with pytest.raises(pypdfium2.PdfiumError) as error:
        pypdfium2.PdfDocument(_bytes("encrypted.pdf"))
    assert error.value.err_code == PDF_PASSWORD
    assert len(pypdfium2.PdfDocument(_bytes("encrypted.pdf"), password="fixture-user")) > 1


@pytest.mark.parametrize("name", ["scan.pdf", "blank-pages.pdf"])
def test_pages_without_text_have_none(name: str) -> None:
    pages = pypdfium2.PdfDocument(_bytes(name))
    assert "".join(page.get_textpage().get_text_range() for page in pages).strip() == ""


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("picture.docx", b"\x89PNG\r\n\x1a\n"),
        ("old-word.docx", bytes.fromhex("d0cf11e0a1b11ae1")),
        ("rich-text.doc", b"{\\rtf1"),
        ("workbook.xlsx", b"PK\x03\x04"),
        ("opendocument.odt", b"PK\x03\x04"),
    ],
)
def test_files_are_what_their_names_deny(name: str, start: bytes) -> None:
    assert _bytes(name).startswith(start)


def test_the_old_word_document_still_has_its_tables() -> None:
    cell_marks = _bytes("old-word.docx").count("\x07".encode("utf-16-le"))
    assert cell_marks > 200


def test_half_a_page_gives_half_the_figures() -> None:
    facts = ENTRIES["half.html"]["reports"][0]["facts"]
    states = [fact[4] for fact in facts]
    first = states.index("missing")
    assert facts[first][:3] == ["applications", "outcome.refused.internal", "legal.business"]
    assert set(states[:first]) == {"reported"}
    assert set(states[first:]) == {"missing"}
    assert not _bytes("half.html").rstrip().endswith(b"</html>")
