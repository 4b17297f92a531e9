"""The closed lists of docs/findings.md are those of the code, both ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor import errors
from extractor.errors import ExtractorError, Reason
from extractor.fact import VALUED, Status
from extractor.finding import Code
from extractor.messages import SENTENCES, WORDS
from extractor.report import ReportStatus
from extractor.sinks.rows import DocumentStatus

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"


def table(heading: str, page: str = "findings.md") -> list[dict[str, str]]:
    """The rows of the one table under a heading, by the words of its head, without backticks."""
    text = (DOCS / page).read_text(encoding="utf-8")
    part = re.split(r"^## ", text, flags=re.MULTILINE)
    under = next(each for each in part if each.startswith(f"{heading}\n"))
    lines = [line for line in under.split("\n") if line.startswith("|")]
    split = [[cell.strip().strip("`") for cell in line.strip("|").split(" | ")] for line in lines]
    head, _, *rows = split
    return [dict(zip(head, row, strict=True)) for row in rows]


def column(heading: str, name: str) -> list[str]:
    return [row[name] for row in table(heading)]


def test_statuses_of_items() -> None:
    assert column("What became of an item", "status") == [status.value for status in Status]


@pytest.mark.parametrize("row", table("What became of an item"), ids=lambda row: row["status"])
def test_the_statuses_that_have_a_value(row: dict[str, str]) -> None:
    assert row["value"].startswith("none") is (Status(row["status"]) not in VALUED)


def test_statuses_of_reports() -> None:
    heading = "Whether a report can be used as it is"
    assert column(heading, "status") == [status.value for status in ReportStatus]


def test_statuses_of_inputs() -> None:
    assert column("What became of an input", "status") == [status.value for status in DocumentStatus]


def test_findings_and_their_severities() -> None:
    documented = [(row["code"], row["severity"]) for row in table("Findings")]
    assert documented == [(code.value, code.severity.value) for code in Code]


def test_reasons() -> None:
    assert column("Reasons of errors", "reason") == [reason.value for reason in Reason]


def test_reasons_are_raised_as_the_class_that_is_named() -> None:
    """Every place in the code that makes an error of a reason makes one of the named class."""
    documented = {row["reason"]: row["raised as"] for row in table("Reasons of errors")}
    raised = {
        (Reason[reason].value, kind)
        for path in (ROOT / "extractor").rglob("*.py")
        for kind, reason in re.findall(r"(\w+)\(\s*Reason\.([A-Z_]+)\b", path.read_text(encoding="utf-8"))
        if hasattr(errors, kind)
    }
    assert len(raised) > 15
    assert {(reason, kind) for reason, kind in raised if documented[reason] != kind} == set()
    assert all(issubclass(getattr(errors, kind), ExtractorError) for kind in documented.values())


@pytest.mark.parametrize("heading", ["Findings", "Reasons of errors"])
def test_every_member_has_its_words_in_both_languages(heading: str) -> None:
    for row in table(heading):
        code = row.get("code") or row["reason"]
        assert set(SENTENCES[code]) == {"zh", "en"}
        assert re.search(r"[\u4e00-\u9fff]", row["中文"])
        assert row["meaning"]


def test_what_a_reading_rests_on() -> None:
    documented = column("What a reading rests on", "evidence")
    assert set(documented) - {"sum:CODE"} == set(WORDS) - {"row", "column"}
    assert all(set(WORDS[code]) == {"zh", "en"} for code in set(documented) - {"sum:CODE"})
    read = {
        path.name: path.read_text(encoding="utf-8") for path in (ROOT / "extractor" / "read").glob("*.py")
    }
    said = {code for text in read.values() for code in re.findall(r'"([a-z]+_[a-z_]+)"', text)}
    assert {"head_lost", "cells_shifted", "stray_figures", "printed_twice"} <= said & set(WORDS)


def test_the_glossary_says_each_word_once() -> None:
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = [
        row
        for part in re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
        for row in table(part, "glossary.md")
    ]
    words = [row["word"] for row in rows]
    assert len(words) == len(set(words))
    nouns = {
        "source",
        "document",
        "grid",
        "cell",
        "span",
        "edition",
        "item",
        "observation",
        "fact",
        "finding",
    }
    assert nouns | {"provenance", "report", "organ", "stub", "box-head", "label"} <= set(words)
    assert all(row["what is meant"] for row in rows)


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (DOCS / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (DOCS / link).is_file()] == []
