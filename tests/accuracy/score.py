"""One document, read and held against its truth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError, NotAReport
from extractor.fact import Fact, Item, Status
from extractor.finding import Code, Severity
from extractor.pipeline import read_all
from extractor.report import Report, ReportStatus
from extractor.source import Source

DOUBTFUL = {Status.MISSING, Status.UNCERTAIN, Status.ILLEGIBLE}


@dataclass
class Score:
    """Cells right, flagged and silently wrong, and everything else that is not as it should be."""

    path: str
    kind: str
    right: int = 0
    flagged: int = 0
    silent: int = 0
    faults: list[str] = field(default_factory=list)


def load_truth(corpus: Path) -> list[dict[str, Any]]:
    """The entries of ``truth.json``, one a document."""
    documents: list[dict[str, Any]] = json.loads((corpus / "truth.json").read_text("utf-8"))["documents"]
    return documents


def score_document(corpus: Path, entry: Mapping[str, Any]) -> Score:
    """Reads a document of the corpus and compares everything with its entry."""
    score = Score(entry["path"], f"{entry['format']}/{entry['kind']}")
    source = Source.from_path(corpus / entry["path"])
    try:
        reports = read_all(source)
        status = "suspect" if any(r.status is ReportStatus.SUSPECT for r in reports) else "ok"
        if all(report.status is ReportStatus.EMPTY for report in reports):
            status = "empty"
        reason = None
    except ExtractorError as error:
        reports, reason = (), str(error.reason)
        status = "not_report" if isinstance(error, NotAReport) else "failed"
    allowed = list(entry.get("allowed_statuses") or [entry["status"]])
    if status not in allowed and not (status == "empty" and "not_report" in allowed):
        score.faults.append(f"status {status} ({reason}), not {allowed}")
    errors = entry.get("allowed_errors") or []
    if reason is not None and errors and reason not in errors:
        score.faults.append(f"reason {reason}, not {errors}")
    truths = entry["reports"]
    if len(reports) != len(truths) and (reason is None or status not in allowed):
        score.faults.append(f"{len(reports)} reports, not {len(truths)}")
    for number, truth in enumerate(truths):
        if number < len(reports):
            _score_report(score, reports[number], truth)
        else:
            score.flagged += len(truth["facts"])
    for report in reports[len(truths) :]:
        score.silent += sum(1 for fact in report.facts if fact.value is not None)
    return score


def _score_report(score: Score, report: Report, truth: Mapping[str, Any]) -> None:
    for name, got in (
        ("edition", report.edition.id),
        ("variant", report.edition.variant),
        ("year", report.year),
    ):
        if got != truth[name]:
            score.faults.append(f"{name} {got}, not {truth[name]}")
    if report.organ not in [truth["organ"], *truth.get("organs", [])]:
        score.faults.append(f"organ {report.organ}, not {truth['organ']}")
    published = report.published.isoformat() if report.published else None
    if published is not None and published != truth["published"]:
        score.faults.append(f"published {published}, not {truth['published']}")
    named = {
        item
        for finding in report.findings
        if finding.severity is not Severity.INFO and finding.code is not Code.SUM_BROKEN
        for item in finding.items
    }
    facts = {fact.item: fact for fact in report.facts}
    for table, row, column, value, status, _unit in truth["facts"]:
        item = Item(table, row, column)
        permitted = list(truth["allowed"].get(str(item)) or [status])
        if status == "reported":
            permitted.append("repaired")  # the right value, and more said of it
        _score_cell(score, item, facts.get(item), value, permitted, item in named)
    for finding in report.findings:
        score.faults += [] if finding.message("zh") and finding.message("en") else [f"{finding.code} is mute"]
    _score_sections(score, report, truth)
    score.faults += _planted(report, truth)


def _score_cell(
    score: Score, item: Item, fact: Fact | None, value: str | None, permitted: list[str], named: bool
) -> None:
    wanted = None if value is None else Decimal(value)
    if fact is not None and fact.value == wanted and str(fact.status) in permitted:
        score.right += 1
        return
    flagged = fact is not None and (fact.status in DOUBTFUL or named)
    if flagged:
        score.flagged += 1
    else:
        score.silent += 1
    got = "no such item" if fact is None else f"{fact.value} {fact.status} {fact.raw!r} {fact.evidence}"
    score.faults.append(f"{'flagged' if flagged else 'SILENT'} {item}: {got}, not {value} {permitted}")


def _score_sections(score: Score, report: Report, truth: Mapping[str, Any]) -> None:
    texts = {section.code: _dense(section.text) for section in report.sections}
    for code, text in truth["sections"].items():
        if code not in texts:
            score.faults.append(f"section {code} not found")
        elif _dense(text) not in texts[code]:
            score.faults.append(f"section {code} reads {texts[code][:60]!r}, not {_dense(text)[:60]!r}")


def _dense(text: str) -> str:
    return "".join(text.split())


def _planted(report: Report, truth: Mapping[str, Any]) -> Iterator[str]:
    """Faults in the findings of broken sums: one too many, one too few, another number."""
    found = {
        frozenset(str(item) for item in finding.items): (finding.expected, finding.found)
        for finding in report.findings
        if finding.code is Code.SUM_BROKEN
    }
    for error in truth.get("errors", []):
        items = frozenset("/".join(item) if isinstance(item, list) else item for item in error["items"])
        if items not in found:
            yield f"planted error not found: {error}"
            continue
        numbers = found.pop(items)
        if numbers != (Decimal(error["expected"]), Decimal(error["found"])):
            yield f"planted error {error} found with {numbers}"
    for items, numbers in found.items():
        yield f"broken sum that was not planted: {sorted(items)[:3]}… {numbers}"
