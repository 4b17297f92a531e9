"""Titles, organs and years, in the ways in which they are printed."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.document import Metadatum, Paragraph
from extractor.provenance import Provenance
from extractor.read.identify import identify, parse_title
from extractor.read.passages import passages

HERE = Provenance("here")


@pytest.mark.parametrize(
    ("title", "organ", "year"),
    [
        ("某市人民政府2024年政府信息公开工作年度报告", "某市人民政府", 2024),
        ("某市2022年度政府信息公开工作年度报告", "某市", 2022),
        ("2022年某区政府信息公开工作年度报告", "某区", 2022),
        ("2023年度某市市场监督管理局政府信息公开工作年度报告", "某市市场监督管理局", 2023),
        ("某区政府信息公开工作2022年度报告", "某区", 2022),
        ("某局关于2023年政府信息公开工作年度报告的报告", "某局", 2023),
        ("某县统计局2021年政府信息公开工作年度报告", "某县统计局", 2021),
        ("某街道办事处二〇二一年政府信息公开工作年度报告", "某街道办事处", 2021),
        ("某部政府信息公开工作年度报告（2022年）", "某部", 2022),
        ("某镇 2 0 2 0 年政府信息公开工作年度报告", "某镇", 2020),
        ("《某乡2020年政府信息公开年报》", "某乡", 2020),
        ("政府信息公开工作年度报告", None, None),
    ],
)
def test_a_title(title: str, organ: str | None, year: int | None) -> None:
    parsed = parse_title(title)
    assert parsed is not None
    assert (parsed.organ, parsed.year) == (organ, year)


@pytest.mark.parametrize(
    "text",
    [
        "关于做好2024年政府信息公开工作年度报告编制发布工作的通知",
        "政府信息公开工作年度报告格式模板",
        "某县2024年上半年政府信息公开工作统计报告",
        "《中华人民共和国政府信息公开条例》",
        "政府网站工作年度报表（2024年度）",
        "本报告由某局编制政府信息公开工作年度报告",
        "某局2024年政务公开工作总结",
    ],
)
def test_what_is_no_title(text: str) -> None:
    assert parse_title(text) is None


def identified(*lines: str, **metadata: str) -> object:
    text = passages([Paragraph(line, HERE) for line in lines])
    return identify(text, [Metadatum(key, value, HERE) for key, value in metadata.items()])


@pytest.mark.parametrize(
    "lines",
    [
        ("某市人民政府", "2024年政府信息公开工作年度报告"),
        ("某市人民政府2024年", "政府信息公开工作年度报告"),
        ("某市人民政府", "2024年政府信息公开", "工作年度报告"),
        ("某市人民政府\n2024年政府信息公开工作年度报告",),
        ("首页 > 信息公开", "某市人民政府2024年政府信息公开工作年度报告"),
        ("某县某局", "2024年3月1日", "某市人民政府2024年政府信息公开工作年度报告"),
    ],
)
def test_a_title_over_several_lines(lines: tuple[str, ...]) -> None:
    found = identified(*lines)
    assert (found.organ, found.year) == ("某市人民政府", 2024)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "sentence",
    [
        "报告所列数据统计期限自2023年1月1日起至2023年12月31日止。",
        "统计期限为2023年1月1日至12月31日。",
        "数据从 2023 年 1 月 1 日起，到 2023 年 12 月 31 日止",
        "２０２３年１月１日—２０２３年１２月３１日",
        "二〇二三年1月1日至二〇二三年12月31日",
        "2023年01月01日至2023年12月31日",
    ],
)
def test_the_year_is_that_of_the_period_sentence(sentence: str) -> None:
    found = identified("某市政府信息公开工作年度报告", f"依据2021年的规定。{sentence}比2022年增长。")
    assert found.year == 2023  # type: ignore[attr-defined]


def test_a_title_and_a_period_that_disagree_are_both_kept() -> None:
    found = identified("某市2022年政府信息公开工作年度报告", "自2023年1月1日起至2023年12月31日止")
    assert found.year == 2023  # type: ignore[attr-defined]
    assert [each.value for each in found.evidence if each.field == "year"] == ["2023", "2022"]  # type: ignore[attr-defined]


def test_titles_of_other_years_in_a_list_above_are_passed_over() -> None:
    found = identified(
        "某区2021年政府信息公开工作年度报告",
        "某区2022年政府信息公开工作年度报告",
        "某区2023年政府信息公开工作年度报告",
        "某市某区人民政府2022年政府信息公开工作年度报告",
        "数据统计期限自2022年1月1日起至2022年12月31日止。",
    )
    assert (found.organ, found.year) == ("某市某区人民政府", 2022)  # type: ignore[attr-defined]
    assert {each.value for each in found.evidence if each.field == "year"} == {"2022"}  # type: ignore[attr-defined]


def test_a_title_that_stands_only_in_the_pages_head() -> None:
    found = identified("一、总体情况", title="某镇2021年政府信息公开工作年度报告-某县人民政府")
    assert (found.organ, found.year) == ("某镇", 2021)  # type: ignore[attr-defined]


def test_the_organ_and_the_day_of_publication_of_a_portals_table() -> None:
    found = identified("年度报告", 发布机构="某县财政局", 公开日期="2024-01-25 09:30")
    assert found.organ == "某县财政局"  # type: ignore[attr-defined]
    assert found.published == date(2024, 1, 25)  # type: ignore[attr-defined]


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert identified("年度报告", 公开日期="2024-13-45").published is None  # type: ignore[attr-defined]
