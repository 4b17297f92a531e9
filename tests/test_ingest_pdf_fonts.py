"""Fonts that bring their own maps from codes to glyphs and to characters, in PDFs written byte by byte."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

import pytest

from extractor.document import Document
from extractor.ingest.pdf import ingest
from extractor.source import Source

FILLER = "本年度共有若干事项在此说明供读者参阅并无其他用意"
XS, YS = (100, 200, 300), (200, 220, 240)


def stream(data: bytes, entries: str = "") -> bytes:
    packed = zlib.compress(data)
    head = f"<</Length {len(packed)}/Filter/FlateDecode{entries}>>stream\n".encode()
    return head + packed + b"\nendstream"


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of the objects, the first its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    index = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, index, tail)


def char_map(pairs: Mapping[str, str], kind: str) -> bytes:
    lines = "\n".join(f"<{code}> {to}" for code, to in pairs.items())
    ranges = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    return f"begincmap {ranges}\n{len(pairs)} begin{kind}\n{lines}\nend{kind} endcmap".encode()


def document(
    cells: list[list[str]], glyphs: Mapping[str, int] | None, characters: Mapping[str, str]
) -> Document:
    """A table of two rows and columns whose cells hold codes, in hexadecimal, of a font with these maps.

    ``glyphs`` is the font's own encoding, None for Identity-H; text enough for a page is set in a
    second font.
    """
    told = stream(
        char_map({code: f"<{to.encode('utf-16-be').hex()}>" for code, to in characters.items()}, "bfchar")
    )
    encoding = b"/Identity-H"
    if glyphs is not None:
        encoding = b"10 0 R"
    plain = {f"{n:04x}": f"<{c.encode('utf-16-be').hex()}>" for n, c in enumerate(FILLER, start=1)}
    drawn = "BT /P 10 Tf 80 700 Td <" + "".join(plain) + "> Tj ET\n"
    for x in XS:
        drawn += f"{x} {842 - YS[0]} m {x} {842 - YS[-1]} l S\n"
    for y in YS:
        drawn += f"{XS[0]} {842 - y} m {XS[-1]} {842 - y} l S\n"
    for y, row in zip(YS[1:], cells, strict=True):
        for x, codes in zip(XS, row, strict=False):
            drawn += f"BT /F 8 Tf {x + 3} {842 - y + 6} Td <{codes}> Tj ET\n"
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    descendant = f"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/DW 1000{system}>>".encode()
    return ingest(
        Source(
            "fonts.pdf",
            pdf_of(
                [
                    b"<</Type/Catalog/Pages 2 0 R>>",
                    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                    b"/Resources<</Font<</F 5 0 R/P 7 0 R>>>>>>",
                    stream(drawn.encode()),
                    b"<</Type/Font/Subtype/Type0/BaseFont/X/DescendantFonts[6 0 R]/ToUnicode 9 0 R/Encoding "
                    + encoding
                    + b">>",
                    descendant,
                    b"<</Type/Font/Subtype/Type0/BaseFont/Y/DescendantFonts[11 0 R]/ToUnicode 8 0 R"
                    b"/Encoding/Identity-H>>",
                    stream(char_map(plain, "bfchar")),
                    told,
                    stream(
                        char_map({code: str(to) for code, to in (glyphs or {}).items()}, "cidchar"),
                        "/Type/CMap/CMapName/Own" + system,
                    ),
                    descendant,
                ]
            ),
        )
    )


def texts(read: Document) -> list[list[str | None]]:
    return read.grids[0].matrix(fill=False)


CELLS = [["0001", "0002"], ["00020003", "0003"]]


def test_a_font_with_its_own_encoding_is_read_by_its_codes_and_not_by_its_glyphs() -> None:
    # The glyphs' numbers are codes of other digits: taken for codes they would read 2, 3, 31, 1.
    read = document(CELLS, {"0001": 2, "0002": 3, "0003": 1}, {"0001": "1", "0002": "2", "0003": "3"})
    assert texts(read) == [["1", "2"], ["23", "3"]]


@pytest.mark.parametrize("glyphs", [None, {"0001": 11, "0002": 12, "0003": 13}])
def test_a_digit_whose_code_no_map_knows_is_illegible_and_never_left_out(
    glyphs: dict[str, int] | None,
) -> None:
    read = document([["0001", "00010003"], ["00020001", "0002"]], glyphs, {"0001": "1", "0002": "2"})
    assert texts(read) == [["1", "1\ufffd"], ["21", "2"]]


def test_a_code_that_is_a_blank_elsewhere_but_has_a_glyph_here_is_illegible_without_its_text() -> None:
    read = document(
        [["0001", "0020"], ["0002", "0001"]], {"0001": 11, "0002": 12, "0020": 13}, {"0001": "1", "0002": "2"}
    )
    assert texts(read) == [["1", "\ufffd"], ["2", "1"]]


def test_a_code_that_the_encoding_lacks_leaves_a_mark_and_only_a_blank_leaves_none() -> None:
    read = document([["0001", "00010077"], ["0020", "0001"]], {"0001": 11}, {"0001": "1"})
    assert texts(read) == [["1", "1\ufffd"], ["", "1"]]


@pytest.mark.parametrize(
    ("stored", "meant"),
    [("⼀、⾏政", "一、行政"), ("⻔⼾", "门户"), ("⽆", "无"), ("⸺", "——"), ("ﬁle", "file")],
)
def test_radicals_and_ligatures_are_read_as_what_they_look_like(stored: str, meant: str) -> None:
    characters = {f"{n:04x}": c for n, c in enumerate(stored, start=1)}
    word = "".join(characters)
    read = document([[word, word], [word, word]], None, characters)
    assert texts(read) == [[meant, meant], [meant, meant]]
