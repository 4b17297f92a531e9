"""What a run can tell at its end: counts, reasons and where to look."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extractor.errors import Reason
from extractor.sinks.rows import DocumentStatus, Rows, reason_of

EXAMPLES = 3
"""Inputs named under each reason; the dataset has them all."""


@dataclass(slots=True)
class Refusal:
    """All inputs that were not read for one reason: how many, and the first few with their sentence."""

    count: int = 0
    examples: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Account:
    """The counts of a run so far.  Duplicates count under the status of the input that they repeat."""

    total: int = 0
    """Inputs planned."""
    done: int = 0
    """Inputs of which it is known what became."""
    duplicates: int = 0
    reports: int = 0
    """Reports in the dataset: those of a duplicate stand there once."""
    facts: int = 0
    seconds: float = 0.0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(format, or an empty string, and document status) → inputs."""
    report_statuses: Counter[str] = field(default_factory=Counter)
    refusals: dict[str, Refusal] = field(default_factory=dict)
    """Code of the reason → what was refused for it."""
    findings: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(severity, code) → findings."""
    suspect: str | None = None
    """The path of the first document with a suspect report."""
    mistakes: int = 0
    """Inputs on which this program itself failed."""

    def add(self, rows: Rows) -> None:
        """Counts the rows of one input."""
        document = rows.document
        path, status = str(document["path"]), str(document["status"])
        self.done += 1
        self.duplicates += document["duplicate_of"] is not None
        self.reports += len(rows.reports)
        self.facts += len(rows.facts)
        self.outcomes[str(document["format"] or ""), status] += 1
        self.report_statuses.update(str(report["status"]) for report in rows.reports)
        self.findings.update((str(f["severity"]), str(f["code"])) for f in rows.findings)
        if status == DocumentStatus.SUSPECT and self.suspect is None:
            self.suspect = path
        reason = reason_of(document)
        if reason is not None:
            self.mistakes += reason == Reason.INTERNAL
            refusal = self.refusals.setdefault(reason, Refusal())
            refusal.count += 1
            if len(refusal.examples) < EXAMPLES:
                refusal.examples.append((path, str(document["error"]).partition(": ")[2]))

    def count(self, status: DocumentStatus) -> int:
        """Inputs of which this became."""
        return sum(count for (_, each), count in self.outcomes.items() if each == status)

    @property
    def read_any(self) -> bool:
        """Whether any input at all could be read, be it a report or not."""
        return self.done > self.count(DocumentStatus.FAILED)
