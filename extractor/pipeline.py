"""The stages in the order in which they happen: source → document → reports."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.audit import Audited, audit
from extractor.document import Document
from extractor.edition import Edition
from extractor.edition_file import shipped_editions
from extractor.errors import NotAReport, Reason, UnreadableSource
from extractor.ingest import ingest
from extractor.read import Sheet, conclude, read_sheets
from extractor.report import Report
from extractor.source import Source
from extractor.sums import check_sums


def read_all(source: Source, editions: Sequence[Edition] | None = None) -> tuple[Report, ...]:
    """Every report that the source holds, read and audited; nearly always one.

    Raises SourceError where the bytes cannot be read, NotAReport where they hold no annual report,
    and NoEdition where they hold one whose tables fit none of the editions.
    """
    return read_document(ingest(source), editions)


def read_document(document: Document, editions: Sequence[Edition] | None = None) -> tuple[Report, ...]:
    """Every report that a document holds; raises FormError as ``read_all`` does, and SourceError for
    a document that holds nothing at all."""
    if not document.blocks:
        raise UnreadableSource(Reason.EMPTY, name=document.source.name)
    forms = shipped_editions() if editions is None else tuple(editions)
    sheets = read_sheets(document, forms)
    if not sheets:
        raise NotAReport(Reason.NOT_A_REPORT, name=document.source.name, why="")
    return tuple(_report(document, number, sheet) for number, sheet in enumerate(sheets))


def _report(document: Document, number: int, sheet: Sheet) -> Report:
    edition = sheet.overlay.edition
    facts = conclude(edition, sheet.overlay.observations)
    checks = check_sums(edition, {fact.item: fact for fact in facts})
    audited = Audited(
        edition=edition,
        facts=facts,
        checks=checks,
        identification=sheet.identification,
        sections=sheet.sections,
        unplaced=tuple(row.label for row in sheet.overlay.unplaced),
        repeated=sheet.overlay.repeated,
        rival=sheet.rival,
    )
    findings = audit(audited)
    return Report(document, number, edition, sheet.identification, sheet.sections, facts, checks, findings)
