"""Printed labels, compared."""

from __future__ import annotations

import itertools

import pytest

from extractor.edition_file import shipped_editions
from extractor.labels import fold, is_shortened, label, likeness
from extractor.read.slots import expected


@pytest.mark.parametrize(
    ("printed", "number", "words"),
    [
        ("1.属于国家秘密", "1", "属于国家秘密"),
        ("1、属于国家秘密", "1", "属于国家秘密"),
        ("1 . 属于国家秘密", "1", "属于国家秘密"),
        ("（1）属于国家秘密", "1", "属于国家秘密"),
        ("１．属于国家秘密", "1", "属于国家秘密"),
        ("1属于国家秘密", "1", "属于国家秘密"),
        ("（三）不予公开", "三", "不予公开"),
        ("(三)不予公开", "三", "不予公开"),
        ("一、本年新收政府信息公开申请数量", "一", "本年新收政府信息公开申请数量"),
        ("结\n果\n维\n持", "", "结果维持"),
        ("3.危及“三安全一稳定”", "3", "危及三安全一稳定"),
        ("⼀、⾏政许可", "一", "行政许可"),
        ("规 章", "", "规章"),
        ("", "", ""),
    ],
)
def test_a_label_in_its_parts(printed: str, number: str, words: str) -> None:
    parts = label(printed)
    assert (parts.number, parts.words) == (number, words)


def test_radicals_are_folded() -> None:
    assert fold("⻔⻅⻚") == "门见页"


def test_a_remark_in_brackets_is_left_aside() -> None:
    assert likeness("（二）部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）") == 1.0
    assert likeness("现行有效件数（历史累计）", "现行有效件数") == 1.0


def test_a_shortened_label_puts_nothing_in() -> None:
    assert is_shortened("一、本年新收申请数量", "一、本年新收政府信息公开申请数量")
    assert not is_shortened("其他行政许可事项", "行政许可")
    assert not is_shortened("其他", "3.其他")  # two characters say too little


def test_the_labels_of_two_rows_of_a_form_are_far_apart() -> None:
    for edition in shipped_editions():
        slots = [slot for slot in expected(edition).slots if slot.heading is not None]
        for one, other in itertools.combinations(slots, 2):
            assert one.heading is not None
            assert other.heading is not None
            # A label printed to the letter leads every other by enough to be believed.
            assert likeness(one.heading.label, other.heading.label) < 0.8, (one.heading, other.heading)
