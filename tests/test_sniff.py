"""Formats are recognised by their bytes; encodings by the bytes and never by the label."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import EncryptedSource, ExtractorError, Reason, UnreadableSource, UnsupportedFormat
from extractor.ingest import FORMATS, ingest
from extractor.ingest.encoding import decode
from extractor.ingest.sniff import NAMES, READ, recognised, sniff
from extractor.source import Source

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
CHINESE = "各乡镇人民政府：现将本机关政府信息公开工作情况公布如下，欢迎监督。\n" * 4
TRADITIONAL = "各區公所：茲公布本機關政府資訊公開工作之情形，歡迎監督與指教。\n" * 4


def package(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def content_types(main: str) -> bytes:
    return f'<Types><Override PartName="/x.xml" ContentType="application/{main}.main+xml"/></Types>'.encode()


WORD = package(
    {
        "[Content_Types].xml": content_types("vnd.openxmlformats-officedocument.wordprocessingml.document"),
        "word/document.xml": b"<w:document/>" * 50,
    }
)


def compound(*streams: str) -> bytes:
    """An OLE2 compound file with a directory of these names, put together by hand ([MS-CFB])."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", header, 30, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = [0xFFFFFFFD, 2, 0xFFFFFFFE] + [0xFFFFFFFF] * 125
    entries = b""
    for name in ("Root Entry", *streams):
        encoded = name.encode("utf-16-le")
        entries += (encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded) + 2)).ljust(128, b"\0")
    return bytes(header) + struct.pack("<128I", *fat) + entries.ljust(1024, b"\0")


PAGE = "<html><head><title>题</title></head><body><p>正文</p></body></html>"

SAMPLES: list[tuple[str, bytes]] = [
    ("docx", WORD),
    ("docx", WORD[: len(WORD) // 2]),
    (
        "xlsx",
        package(
            {"[Content_Types].xml": content_types("vnd.openxmlformats-officedocument.spreadsheetml.sheet")}
        ),
    ),
    ("pptx", package({"[Content_Types].xml": content_types("x.presentationml.presentation"), "ppt/a": b""})),
    ("odt", package({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})),
    ("epub", package({"mimetype": b"application/epub+zip"})),
    ("ofd", package({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b""})),
    ("zip", package({"报告.docx": WORD})),
    ("doc", compound("WordDocument", "1Table")),
    ("xls", compound("Workbook")),
    ("ppt", compound("PowerPoint Document")),
    ("encrypted", compound("EncryptionInfo", "EncryptedPackage")),
    ("doc", compound("a", "b", "c", "d", "WordDocument")),
    ("ole", compound("Something")),
    ("pdf", b"%PDF-1.7\n1 0 obj"),
    ("pdf", b"\r\n" * 200 + b"%PDF-1.4\n"),
    ("text", "文件以 %PDF 开头的是另一种格式。".encode()),
    ("rtf", b"{\\rtf1\\ansi text}"),
    ("mhtml", b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=x\r\n\r\n"),
    ("png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ("jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF"),
    ("gif", b"GIF89a\1\0\1\0"),
    ("bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0"),
    ("tiff", b"II*\0\x08\0\0\0"),
    ("webp", b"RIFF\x24\0\0\0WEBPVP8 "),
    ("gzip", b"\x1f\x8b\x08\0\0\0\0\0"),
    ("7z", b"7z\xbc\xaf\x27\x1c\0\4"),
    ("rar", b"Rar!\x1a\x07\x01\0"),
    ("exe", b"MZ\x90\0\3\0\0\0"),
    ("elf", b"\x7fELF\2\1\1\0"),
    ("html", PAGE.encode()),
    ("html", PAGE.encode("gb18030")),
    ("html", PAGE.encode("utf-16")),
    ("html", PAGE.encode("utf-16-le")),
    ("html", b"\xef\xbb\xbf" + PAGE.encode()),
    ("html", "<!-- 正文 -->\n<table><tr><td>规章</td></tr></table>".encode()),
    ("html", "<TABLE border=1><TR><TD>规章<TD>0".encode()),
    ("html", ("前言文字" * 300 + "<table><tr><td>1</td></tr></table>").encode()),
    ("html", b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'><body/></html>"),
    ("html", "<p>一段</p><p>又一段</p>".encode()),
    ("svg", b"<?xml version='1.0'?><svg xmlns='x'><title>t</title><a>b</a></svg>"),
    ("xml", b"<?xml version='1.0'?><catalog><p>x</p></catalog>"),
    ("text", CHINESE.encode()),
    ("text", CHINESE.encode("gb18030")),
    ("text", CHINESE.encode("utf-16")),
    ("text", "网页里用 <table> 标签表示表格，用 a<b 表示小于。".encode()),
    ("text", b"\t0\n\t0\n"),
    ("binary", bytes(range(256)) * 8),
    ("binary", b"\0\1\2\3\xff\xfe\xfd" * 50),
    ("empty", b""),
    ("empty", b" \r\n\t\n"),
    ("empty", b"\xef\xbb\xbf\n"),
    ("empty", b"\0" * 4096),
]


@pytest.mark.parametrize(("expected", "data"), SAMPLES, ids=[f"{n}-{i}" for i, (n, _) in enumerate(SAMPLES)])
def test_what_the_bytes_are(expected: str, data: bytes) -> None:
    assert sniff(data) == expected


def test_every_id_has_a_name_and_every_read_one_a_module() -> None:
    assert {name for name, _ in SAMPLES} <= set(NAMES)
    assert set(READ) == set(FORMATS) == {"docx", "pdf", "html", "text"}


def test_the_real_files_are_what_they_are() -> None:
    if not REAL.is_dir():
        pytest.skip("the real files are not beside this checkout")
    assert sniff((REAL / "form-2021.docx").read_bytes()) == "docx"
    assert sniff((REAL / "huaian-2024.pdf").read_bytes()) == "pdf"
    assert sniff((REAL / "wuchang-2024.tika.txt").read_bytes()) == "text"


@pytest.mark.parametrize(
    ("data", "kind", "reason", "word"),
    [
        (b"  \n", UnreadableSource, Reason.EMPTY, ""),
        (b"\x89PNG\r\n\x1a\n\0\0", UnsupportedFormat, Reason.UNSUPPORTED, "PNG"),
        (compound("WordDocument"), UnsupportedFormat, Reason.UNSUPPORTED, "Word 97-2003 (.doc)"),
        (compound("EncryptedPackage"), EncryptedSource, Reason.ENCRYPTED, "Office"),
    ],
)
def test_what_is_not_read_is_refused_by_name(
    data: bytes, kind: type[ExtractorError], reason: Reason, word: str
) -> None:
    with pytest.raises(kind) as caught:
        ingest(Source("年度报告.docx", data))
    assert caught.value.reason is reason
    assert caught.value.name == "年度报告.docx"
    assert word in caught.value.sentence("zh") and word in caught.value.sentence("en")


def test_the_registry_loads_no_document_library() -> None:
    code = (
        "import sys, extractor.ingest\n"
        "print([m for m in ('docx', 'lxml', 'bs4', 'pdfplumber', 'chardet', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.binary(max_size=3000))
def test_no_bytes_make_sniffing_fail(data: bytes) -> None:
    assert sniff(data) in NAMES


@given(st.sampled_from([b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]), st.binary(max_size=2000))
def test_broken_containers_do_not_make_sniffing_fail(signature: bytes, rest: bytes) -> None:
    assert sniff(signature + rest) in NAMES


def test_recognised_gives_the_id() -> None:
    assert recognised(Source("x.doc", PAGE.encode())) == "html"


@pytest.mark.parametrize(
    ("data", "declared", "encoding", "text"),
    [
        (CHINESE.encode(), None, "utf-8", CHINESE),
        (CHINESE.encode(), "gb2312", "utf-8", CHINESE),
        (CHINESE.encode("gbk"), "utf-8", "gb18030", CHINESE),
        (CHINESE.encode("gb18030"), None, "gb18030", CHINESE),
        (b"\xef\xbb\xbf" + CHINESE.encode(), "gbk", "utf-8", CHINESE),
        (CHINESE.encode("utf-16"), None, "utf-16-le", CHINESE),
        (CHINESE.encode("utf-16-be"), None, "utf-16-be", CHINESE),
        (TRADITIONAL.encode("big5"), "big5", "big5hkscs", TRADITIONAL),
        (TRADITIONAL.encode("big5"), None, "big5hkscs", TRADITIONAL),
        (TRADITIONAL.encode("gbk"), None, "gb18030", TRADITIONAL),
        (TRADITIONAL.encode("utf-8"), "big5", "utf-8", TRADITIONAL),
        (b"plain", "utf-16", "utf-8", "plain"),
    ],
)
def test_the_bytes_decide_the_encoding(data: bytes, declared: str | None, encoding: str, text: str) -> None:
    found = decode(data, declared=declared)
    assert (found.text, found.encoding, found.replaced) == (text, encoding, 0)


def test_a_host_in_taiwan_speaks_for_big5() -> None:
    data = "資訊".encode("big5")
    assert decode(data, host_hint="https://www.example.gov.tw/a").text == "資訊"


@pytest.mark.parametrize("cut", [1, 2])
def test_utf8_cut_inside_a_character_is_still_utf8(cut: int) -> None:
    found = decode(CHINESE.rstrip("\n").encode()[:-cut])
    assert found.encoding == "utf-8"
    assert found.replaced == 1
    assert found.text.rstrip("\ufffd") == CHINESE.rstrip("\n")[:-1]


def test_utf8_with_a_broken_byte_inside_is_still_utf8() -> None:
    data = CHINESE.encode()
    found = decode(data[:30] + b"\xff" + data[30:])
    assert (found.encoding, found.replaced) == ("utf-8", 1)
    assert found.text.replace("\ufffd", "") == CHINESE


def test_gbk_with_a_broken_byte_is_still_gbk() -> None:
    found = decode(CHINESE.rstrip("\n").encode("gbk") + b"\xb9")
    assert (found.encoding, found.replaced) == ("gb18030", 1)
    assert found.text.rstrip("\ufffd") == CHINESE.rstrip("\n")


@given(st.binary(max_size=500), st.sampled_from([None, "utf-8", "big5", "gbk", "nonsense"]))
def test_decoding_never_fails(data: bytes, declared: str | None) -> None:
    assert "\0" not in decode(data, declared=declared).text


@given(st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=300))
def test_utf8_comes_back_whole(text: str) -> None:
    assert decode(text.encode()).text == text
