"""Sections, and several reports in one document."""

from __future__ import annotations

import pytest

from extractor.edition_file import shipped_editions
from extractor.errors import NotAReport, Reason
from extractor.pipeline import read_document
from extractor.report import Report
from tests.grids import applications, document, grid

FORM = shipped_editions()[0]
TITLE = "某市2023年政府信息公开工作年度报告"
TABLE = grid(applications())


def read(*blocks: object) -> Report:
    (report,) = read_document(document(*blocks))  # type: ignore[arg-type]
    return report


def texts(report: Report) -> dict[str, str]:
    return {section.code: section.text for section in report.sections}


def test_the_sections_of_a_plain_report() -> None:
    report = read(
        TITLE,
        "一、总体情况",
        "全年公开信息5500条。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        TABLE,
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "（一）问题。",
        "（二）改进。",
        "六、其他需要报告的事项",
        "无。",
    )
    assert texts(report) == {
        "overview": "全年公开信息5500条。",
        "proactive": "",
        "applications": "",
        "review_litigation": "",
        "problems": "（一）问题。\n（二）改进。",
        "other": "无。",
    }
    assert [section.ordinal for section in report.sections] == [1, 2, 3, 4, 5, 6]


def test_a_table_of_contents_before_the_report_is_passed_over() -> None:
    headings = [f"{section.numeral}、{section.heading}" for section in FORM.sections]
    report = read(
        TITLE,
        "目录",
        *headings,
        headings[0],
        "正文。",
        *headings[1:3],
        TABLE,
        *headings[3:5],
        "问题。",
        headings[5],
        "事项。",
    )
    assert texts(report)["overview"] == "正文。"
    assert texts(report)["problems"] == "问题。"
    assert texts(report)["other"] == "事项。"


def test_a_sub_heading_with_a_sections_name_is_no_section() -> None:
    report = read(
        TITLE,
        "一、总体情况",
        "（一）主动公开政府信息情况",
        "公开了许多。",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        TABLE,
    )
    assert texts(report)["overview"] == "（一）主动公开政府信息情况\n公开了许多。"


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("存在的主要问题及改进情况", "problems"),
        ("五、存在问题及改进情况", "problems"),
        ("五.存在的主要问题及改进情况", "problems"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "review_litigation"),
        ("四、政府信息公开行政法复议、行政诉讼情况", "review_litigation"),
        ("二、存在的主要问题及改进情况", "problems"),
        ("五、存在的主要问题及改进情况\u00a0\u00a0\u00a0", "problems"),
    ],
)
def test_a_heading_printed_otherwise_is_still_its_sections(heading: str, code: str) -> None:
    report = read(TITLE, "三、收到和处理政府信息公开申请情况", TABLE, heading, "文字。")
    assert texts(report)[code] == "文字。"


def test_a_heading_glued_to_its_text_is_parted_from_it() -> None:
    report = read(TITLE, "一、总体情况2023年，某市公开信息。", "三、收到和处理政府信息公开申请情况", TABLE)
    assert texts(report)["overview"] == "2023年，某市公开信息。"
    assert report.sections[0].heading == "一、总体情况"


def test_lines_of_one_paragraph_are_read_as_lines() -> None:
    report = read(f"{TITLE}\n一、总体情况\n文字。\n三、收到和处理政府信息公开申请情况", TABLE)
    assert texts(report)["overview"] == "文字。"


def test_two_organs_in_one_document_are_two_reports() -> None:
    other = "某县2023年政府信息公开工作年度报告"
    reports = read_document(
        document(TITLE, "一、总体情况", "甲。", TABLE, other, "一、总体情况", "乙。", TABLE)
    )
    assert [(report.index, report.organ) for report in reports] == [(0, "某市"), (1, "某县")]
    assert [texts(report)["overview"] for report in reports] == ["甲。", "乙。"]


def test_one_report_that_prints_its_table_twice_stays_one() -> None:
    assert len(read_document(document(TITLE, "一、总体情况", TABLE, "其中，市政府办公室：", TABLE))) == 1


def test_a_notice_with_the_blank_form_is_a_notice() -> None:
    blank = grid(
        "\n".join(
            "|".join([*line.split("|")[:3], *[""] * 7]) for line in applications(head=False).splitlines()
        )
    )
    with pytest.raises(NotAReport) as caught:
        read_document(document("关于做好2023年政府信息公开工作年度报告编制发布工作的通知", "各单位：", blank))
    assert caught.value.reason is Reason.NOTICE


def test_half_a_year_is_no_report_of_a_year() -> None:
    with pytest.raises(NotAReport):
        read_document(document("某市2023年上半年政府信息公开统计", TABLE))
