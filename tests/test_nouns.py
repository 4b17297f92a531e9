"""The core values refuse states that cannot be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.document import Paragraph
from extractor.errors import EncryptedSource, ExtractorError, Reason, UnreadableSource
from extractor.fact import Fact, Item, Status
from extractor.finding import Check, Code, Finding, Outcome, Severity
from extractor.grid import Cell, Grid, Span
from extractor.messages import SENTENCES, preferred_language, render
from extractor.numerals import Kind, Reading
from extractor.provenance import Provenance
from extractor.source import Source

HERE = Provenance("table 1")
ITEM = Item("applications", "received", "total")


def cell(top: int, left: int, bottom: int, right: int, text: str = "x") -> Cell:
    return Cell(Span(top, left, bottom, right), text, HERE)


def test_a_grid_knows_its_cells_by_position_row_and_column() -> None:
    wide, tall, small = cell(0, 0, 1, 2, "wide"), cell(0, 2, 2, 3, "tall"), cell(1, 0, 2, 1, "small")
    grid = Grid(2, 3, (small, tall, wide), HERE)
    assert grid.cells == (wide, tall, small)
    assert grid.cell(1, 2) is tall
    assert grid.cell(1, 1) is None
    assert grid.row(1) == (small, tall)
    assert grid.column(0) == (wide, small)
    assert grid.matrix(fill=False) == [["wide", None, "tall"], ["small", None, None]]
    assert grid.matrix(fill=True) == [["wide", "wide", "tall"], ["small", None, "tall"]]


def test_a_grid_as_html_has_the_spans_and_escapes_text() -> None:
    grid = Grid(1, 2, (cell(0, 0, 1, 2, "a<b\n&"),), HERE)
    assert '<td colspan="2">a&lt;b<br>&amp;</td>' in grid.to_html()


@pytest.mark.parametrize(
    "make",
    [
        lambda: Span(1, 0, 1, 2),
        lambda: Span(-1, 0, 1, 2),
        lambda: Grid(1, 2, (cell(0, 0, 1, 2), cell(0, 1, 1, 2)), HERE),
        lambda: Grid(1, 1, (cell(0, 0, 1, 2),), HERE),
        lambda: Provenance(""),
        lambda: Provenance("x", page=0),
        lambda: Provenance("x", bbox=(0, 0, 1, 1)),
        lambda: Provenance("x", page=1, bbox=(2, 0, 1, 1)),
        lambda: Paragraph("  ", HERE),
        lambda: Item("a/b", "r", "c"),
        lambda: Item("", "r", "c"),
        lambda: Item.parse("a/b"),
        lambda: Fact(ITEM, Status.REPORTED, None, raw="", provenance=HERE),
        lambda: Fact(ITEM, Status.BLANK, Decimal(0), raw="", provenance=HERE),
        lambda: Fact(ITEM, Status.MISSING, raw="0"),
        lambda: Fact(ITEM, Status.BLANK, raw=""),
        lambda: Fact(ITEM, Status.UNCERTAIN, Decimal(1), raw="1", provenance=HERE),
        lambda: Fact(ITEM, Status.REPORTED, Decimal("NaN"), raw="x", provenance=HERE),
        lambda: Check("i", (ITEM,), (ITEM,), Outcome.KEPT, Decimal(1), Decimal(2)),
        lambda: Check("i", (ITEM,), (ITEM,), Outcome.BROKEN, Decimal(1), Decimal(1)),
        lambda: Check("i", (ITEM,), (ITEM,), Outcome.UNDECIDABLE, Decimal(1), Decimal(1)),
        lambda: Check("i", (ITEM,), (ITEM,), Outcome.KEPT),
        lambda: Reading(Kind.BLANK, Decimal(0)),
        lambda: Reading(Kind.NUMBER),
    ],
)
def test_impossible_states_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        make()  # type: ignore[operator]


def test_an_item_is_written_as_it_is_parsed() -> None:
    assert str(Item.parse("applications/outcome.granted/natural_person")) == (
        "applications/outcome.granted/natural_person"
    )


def test_a_source_is_told_by_its_bytes() -> None:
    assert Source("a", b"abc").sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_missing_file_is_named(tmp_path: object) -> None:
    with pytest.raises(UnreadableSource) as caught:
        Source.from_path(f"{tmp_path}/nothing.docx")
    assert caught.value.reason is Reason.NO_SUCH_FILE
    assert "nothing.docx: no such file" in str(caught.value)


def test_every_reason_and_finding_has_a_sentence_in_both_languages() -> None:
    codes = {str(reason) for reason in Reason} | {str(code) for code in Code}
    assert codes <= set(SENTENCES)
    for code in codes:
        assert set(SENTENCES[code]) == {"zh", "en"}


def test_every_finding_code_has_a_severity() -> None:
    assert {code.severity for code in Code} == set(Severity)


def test_an_error_speaks_both_languages_and_survives_a_process_border() -> None:
    import pickle

    error = EncryptedSource(Reason.ENCRYPTED, name="a.docx", format="Word")
    assert error.sentence("zh") == "Word 文件已加密，需要密码"
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, EncryptedSource)
    assert isinstance(again, ExtractorError)
    assert (again.reason, again.name, again.sentence()) == (error.reason, error.name, error.sentence())


def test_a_finding_shows_its_numbers_plainly() -> None:
    finding = Finding(
        Code.SUM_BROKEN,
        (ITEM,),
        expected=Decimal("1E+1"),
        found=Decimal("10.50"),
        detail=(
            *(("table", "表"), ("axis", "column"), ("heading", "总计")),
            *(("left", "甲"), ("right", "乙"), ("gap", "0.5"), ("at", "line 3")),
        ),
    )
    assert finding.message("en") == ("表, column '总计': 甲 is 10, 乙 is 10.5, off by 0.5 (at line 3)")
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize(("value", "language"), [("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en"), ("C", "en")])
def test_the_language_follows_the_locale(monkeypatch: pytest.MonkeyPatch, value: str, language: str) -> None:
    monkeypatch.setenv("LC_ALL", value)
    assert preferred_language() == language


def test_a_missing_detail_is_our_mistake_and_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        render("truncated", "en", format="PDF")
