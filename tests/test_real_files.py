"""Published files, where a checkout has them beside it; skipped in plain sight where it has not."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.fact import Status
from extractor.finding import Severity
from extractor.pipeline import read_all
from extractor.report import Report, ReportStatus
from extractor.source import Source

REAL = Path(__file__).parents[2] / "shared" / "real"


def read_real(name: str) -> Report:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    (report,) = read_all(Source.from_path(path))
    return report


def test_a_citys_published_pdf_is_read_whole() -> None:
    report = read_real("huaian-2024.pdf")
    truth = json.loads((REAL / "huaian-2024.truth.json").read_text("utf-8"))
    assert (report.organ, report.year, report.edition.id) == (truth["organ"], truth["year"], truth["edition"])
    assert len(truth["facts"]) == 200
    for table, row, column, value in truth["facts"]:
        assert report[f"{table}/{row}/{column}"].value == Decimal(str(value)), (table, row, column)
    assert not [finding for finding in report.findings if finding.severity is Severity.ERROR]
    assert all(fact.provenance is not None and fact.provenance.bbox is not None for fact in report.facts)


def test_a_flattened_word_report_is_read_whole() -> None:
    report = read_real("wuchang-2024.tika.txt")
    assert [fact.value for fact in report.facts] == [Decimal(0)] * 200
    assert {fact.status for fact in report.facts} == {Status.REPORTED}
    assert (report.organ, report.year) == ("五常市五常镇人民政府", 2024)
    assert report.status is ReportStatus.OK
    assert [section.ordinal for section in report.sections] == [1, 2, 3, 4, 5, 6]
    assert report.sections[4].heading == "五、存在的主要问题及改进情况"


def test_the_official_blank_form_is_an_empty_form() -> None:
    report = read_real("form-2021.docx")
    assert len(report.facts) == 200
    assert {fact.status for fact in report.facts} == {Status.BLANK}
    assert report.status is ReportStatus.EMPTY
    assert [str(finding.code) for finding in report.findings] == ["empty_form"]
