"""Reports and documents as plain rows of the dataset's tables: no objects, nothing rounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, InvalidOperation
from enum import StrEnum

from extractor.errors import ExtractorError, LimitExceeded, NotAReport, Reason
from extractor.fact import Fact, Item
from extractor.finding import Finding
from extractor.messages import Language, render
from extractor.report import Report, ReportStatus, SectionText
from extractor.sinks.schema import DIGITS, PLACES, Row

_EXACT = Context(prec=DIGITS, traps=[Inexact, InvalidOperation])
_PLACE = Decimal(1).scaleb(-PLACES)


class DocumentStatus(StrEnum):
    """What became of one input."""

    OK = "ok"
    """Every report in it is ok."""
    SUSPECT = "suspect"
    """At least one report in it is suspect, or a blank form stands beside a filled one."""
    NOT_REPORT = "not_report"
    """Readable, but no annual report, or nothing but the blank form."""
    FAILED = "failed"
    """Not readable."""


@dataclass(frozen=True, slots=True)
class Origin:
    """One input as it was met: its path as given, and its identity where its bytes could be read."""

    path: str
    document_id: str | None = None
    bytes: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows that one input adds to the dataset."""

    document: Row
    reports: tuple[Row, ...] = ()
    facts: tuple[Row, ...] = ()
    sections: tuple[Row, ...] = ()
    findings: tuple[Row, ...] = ()


def rows_of_reports(
    origin: Origin, reports: Sequence[Report], *, seconds: float | None, language: Language
) -> Rows:
    """The rows of a document that holds at least one report.

    Raises ValueError where there is none, and LimitExceeded where a number has more digits than the
    dataset holds.
    """
    document = reports[0].document if reports else None
    if document is None:
        raise ValueError(f"{origin.path}: rows of no report")
    status = document_status(reports)
    empty = status is DocumentStatus.NOT_REPORT
    return Rows(
        document={
            **_document(origin, status),
            "format": document.format,
            "error": f"empty_form: {render('empty_form', language)}" if empty else None,
            "pages": document.pages,
            "reports": len(reports),
            "ingestor": document.ingestor,
            "seconds": seconds,
        },
        reports=tuple(report_row(report) for report in reports),
        facts=tuple(fact_row(report, fact) for report in reports for fact in report.facts),
        sections=tuple(_section(report, section) for report in reports for section in report.sections),
        findings=tuple(
            _finding(report, finding, language) for report in reports for finding in report.findings
        ),
    )


def rows_of_failure(
    origin: Origin,
    error: ExtractorError,
    *,
    format: str | None,
    seconds: float | None,
    language: Language,
) -> Rows:
    """The one row of an input in which no report could be read."""
    status = DocumentStatus.NOT_REPORT if isinstance(error, NotAReport) else DocumentStatus.FAILED
    sentence = text(f"{error.reason}: {error.sentence(language)}")
    return Rows(
        {**_document(origin, status), "format": format or None, "error": sentence, "seconds": seconds}
    )


def reason_of(document: Row) -> str | None:
    """The code that stands before the sentence in ``error``; None where there is no error."""
    error = document["error"]
    return None if error is None else str(error).partition(": ")[0]


def document_status(reports: Sequence[Report]) -> DocumentStatus:
    """Follows from the reports of a document, of which there is at least one."""
    statuses = {report.status for report in reports}
    if statuses == {ReportStatus.OK}:
        return DocumentStatus.OK
    return DocumentStatus.NOT_REPORT if statuses == {ReportStatus.EMPTY} else DocumentStatus.SUSPECT


def _document(origin: Origin, status: DocumentStatus) -> Row:
    return {
        "document_id": origin.document_id,
        "path": text(origin.path),
        "format": None,
        "bytes": origin.bytes,
        "status": status.value,
        "error": None,
        "pages": None,
        "reports": 0,
        "ingestor": None,
        "duplicate_of": None,
        "seconds": None,
    }


def report_row(report: Report) -> Row:
    """The row of ``reports``; ``region_code`` is null, since nothing resolves organs to regions."""
    return {
        "document_id": report.document.source.sha256,
        "report": report.index,
        "edition": report.edition.id,
        "variant": report.edition.variant,
        "organ": text(report.organ),
        "region_code": None,
        "year": report.year,
        "title": text(report.title),
        "published": report.published,
        "status": report.status.value,
    }


def fact_row(report: Report, fact: Fact) -> Row:
    """The row of ``facts``.  Raises LimitExceeded where the value has more digits than it may."""
    place = fact.provenance
    return {
        "document_id": report.document.source.sha256,
        "report": report.index,
        "table": fact.item.table,
        "row": fact.item.row,
        "column": fact.item.column,
        "value": _number(fact.value, fact.item),
        "unit": fact.unit,
        "status": fact.status.value,
        "raw": text(fact.raw),
        "note": text(fact.note),
        "page": None if place is None else place.page,
        "bbox": None if place is None or place.bbox is None else [float(side) for side in place.bbox],
        "at": None if place is None else text(place.at),
    }


def _section(report: Report, section: SectionText) -> Row:
    return {
        "document_id": report.document.source.sha256,
        "report": report.index,
        "ordinal": section.ordinal,
        "code": section.code,
        "heading": text(section.heading),
        "text": text(section.text),
    }


def _finding(report: Report, finding: Finding, language: Language) -> Row:
    about = finding.items[0] if finding.items else None
    return {
        "document_id": report.document.source.sha256,
        "report": report.index,
        "code": finding.code.value,
        "severity": finding.severity.value,
        "items": [f"{item.table}|{item.row}|{item.column}" for item in finding.items],
        "expected": _number(finding.expected, about),
        "found": _number(finding.found, about),
        "message": text(finding.message(language)),
    }


def _number(value: Decimal | None, item: Item | None) -> Decimal | None:
    """The same number, with the decimal places of the dataset; never a rounded one."""
    if value is None:
        return None
    try:
        return value.quantize(_PLACE, context=_EXACT)
    except (Inexact, InvalidOperation) as error:
        raise LimitExceeded(
            Reason.LIMIT, limit=f"digits ({item})", value=str(value), maximum=f"{DIGITS - PLACES}.{PLACES}"
        ) from error


def text(words: str | None) -> str | None:
    """The words with every half of a surrogate pair that stands alone made U+FFFD.

    Broken character maps of PDF files yield them, and no UTF-8 file can hold them.
    """
    if words is None:
        return None
    try:
        words.encode()
    except UnicodeEncodeError:
        return words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return words
