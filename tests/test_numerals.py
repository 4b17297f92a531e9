"""What stands in a cell: a number, a blank, a void mark, or something that is none of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.numerals import Doubt, Kind, holds_figure, read_number


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("0", "0", None),
        (" 12 ", "12", None),
        ("１２", "12", None),
        ("1,234", "1234", None),
        ("１，２３４，５６７", "1234567", None),
        ("59237.2449", "59237.2449", None),
        ("0.000001", "0.000001", None),
        ("+19", "19", None),
        ("＋19", "19", None),
        ("-18", "-18", None),
        ("－18", "-18", None),
        ("−18", "-18", None),
        ("减3", "-3", None),
        ("减少 3", "-3", None),
        ("增5", "5", None),
        ("12件", "12", "件"),
        ("共12件", "12", "共件"),
        ("251000元", "251000", "元"),
        ("110.55万元", "110.55", "万元"),
        ("22（其中修订16件）", "22", "（其中修订16件）"),
        ("22\n（其中 修订16件）", "22", "（其中修订16件）"),
        ("22，其中修订16件", "22", "其中修订16件"),
        ("22①", "22", "①"),
        ("22¹", "22", "¹"),
        ("3*", "3", "*"),
        ("零", "0", None),
        ("\u200b7\ufeff", "7", None),
    ],
)
def test_a_plain_number(text: str, value: str, note: str | None) -> None:
    reading = read_number(text)
    assert (reading.kind, reading.value, reading.note) == (Kind.NUMBER, Decimal(value), note)
    assert reading.doubt is None


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0\n", "\u200b"])
def test_a_blank(text: str) -> None:
    assert read_number(text).kind is Kind.BLANK


@pytest.mark.parametrize("text", ["-", "—", "——", "–", "/", "／", "\\", "无", "－", "一一"])
def test_a_void(text: str) -> None:
    assert read_number(text).kind is Kind.VOID


@pytest.mark.parametrize(
    "text",
    [
        "约12",
        "12/13",
        "O",
        "十二",
        "1,23",
        "12,3456",
        "1.2.3",
        "(22)",
        "10%",
        "12件3",
        "见附件",
        "8040.",
        "一",
        *["②", "¹", "1e3", "１２ａ", "\ufffd", "12\ufffd", "9" * 16, "0.12345678901", "٣", "२"],
    ],
)
def test_what_is_no_number_is_illegible(text: str) -> None:
    assert read_number(text).kind is Kind.ILLEGIBLE


@pytest.mark.parametrize(
    ("text", "value", "doubt"),
    [
        ("1\n0", "10", Doubt.SPLIT),
        ("3 119", "3119", Doubt.SPLIT),
        ("3,\n119", "3119", Doubt.SPLIT),
        ("1\u20020", "10", Doubt.SPLIT),
        ("00", "0", Doubt.LEADING_ZERO),
        ("012", "12", Doubt.LEADING_ZERO),
        ("1.000", "1.000", Doubt.POINT),
    ],
)
def test_a_number_that_may_be_another_says_so(text: str, value: str, doubt: Doubt) -> None:
    reading = read_number(text)
    assert (reading.value, reading.doubt) == (Decimal(value), doubt)


def test_blanks_in_a_remark_are_no_doubt() -> None:
    assert read_number("22（1 2）").doubt is None


@given(st.integers(min_value=0, max_value=10**12))
def test_every_count_is_read_as_it_is_written(number: int) -> None:
    for text in (
        str(number),
        f"{number:,}",
        str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ):
        reading = read_number(text)
        assert (reading.value, reading.doubt) == (Decimal(number), None)


@given(st.text(max_size=30))
def test_any_text_is_read_as_something(text: str) -> None:
    reading = read_number(text)
    assert holds_figure(text) == (reading.kind is not Kind.ILLEGIBLE)
    if reading.value is not None:
        assert reading.value.is_finite()
