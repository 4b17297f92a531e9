"""What ``read()`` returns and a sink is given: one report, read and audited."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import cached_property

from extractor.document import Document
from extractor.edition import Edition
from extractor.fact import Fact, Item, Status
from extractor.finding import Check, Finding, Severity
from extractor.provenance import Provenance
from extractor.show import tables_html


class ReportStatus(StrEnum):
    """Whether a report can be used as it is."""

    OK = "ok"
    """Every item found, no finding of severity error."""
    SUSPECT = "suspect"
    """Something is missing, uncertain or does not add up."""
    EMPTY = "empty"
    """The blank form: tables there, no figure in them, no organ and no year."""


@dataclass(frozen=True, slots=True)
class SectionText:
    """The text of one section, its paragraphs parted by line feeds; tables are left out."""

    ordinal: int
    code: str
    heading: str
    text: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reading of ``organ``, ``year`` or ``published``, and the words that it was taken from."""

    field: str
    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class Identification:
    """Who reports on which year, and what that rests on.

    ``organ`` and ``title`` are as printed; ``year`` is the year reported on, never that of
    publication; ``evidence`` holds every reading, the one that was believed first of its field.
    """

    title: str | None = None
    organ: str | None = None
    year: int | None = None
    published: date | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Report:
    """One annual report: who, when, its figures with their provenance, and what is to be known of it.

    ``facts`` has one Fact for every item of ``edition``, in the order of the form.

    Raises ValueError where that is not so.
    """

    document: Document
    index: int
    edition: Edition
    identification: Identification
    sections: tuple[SectionText, ...]
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]

    def __post_init__(self) -> None:
        if tuple(fact.item for fact in self.facts) != self.edition.items:
            raise ValueError("a report has one fact for every item of its edition, in order")

    @property
    def title(self) -> str | None:
        """The title as printed."""
        return self.identification.title

    @property
    def organ(self) -> str | None:
        """The organ that reports, as printed."""
        return self.identification.organ

    @property
    def year(self) -> int | None:
        """The year reported on."""
        return self.identification.year

    @property
    def published(self) -> date | None:
        """The day of publication, where the document gives it."""
        return self.identification.published

    @property
    def is_empty(self) -> bool:
        """Whether no item of the form holds anything: the blank form."""
        return all(fact.status is Status.BLANK for fact in self.facts)

    @property
    def status(self) -> ReportStatus:
        """Follows from the facts and the findings; see ReportStatus."""
        if self.is_empty:
            return ReportStatus.EMPTY
        doubtful = any(f.status in (Status.MISSING, Status.UNCERTAIN, Status.ILLEGIBLE) for f in self.facts)
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        return ReportStatus.SUSPECT if doubtful or wrong else ReportStatus.OK

    @cached_property
    def _by_item(self) -> dict[Item, Fact]:
        return {fact.item: fact for fact in self.facts}

    def __getitem__(self, key: str | Item) -> Fact:
        """``report["applications/outcome.granted/natural_person"]``.

        Raises KeyError for an item that the edition does not have, ValueError for what names none.
        """
        item = key if isinstance(key, Item) else Item.parse(key)
        if item not in self._by_item:
            near = get_close_matches(str(item), map(str, self._by_item), n=3)
            hint = f"; near it are {', '.join(near)}" if near else ""
            raise KeyError(f"{item} is no item of edition {self.edition.id}{hint}")
        return self._by_item[item]

    def __contains__(self, item: object) -> bool:
        """Whether the edition has an item (an Item, or its text)."""
        return str(item).replace("|", "/") in map(str, self._by_item)

    def __iter__(self) -> Iterator[Fact]:
        """The facts, in the order of the form."""
        return iter(self.facts)

    def __repr__(self) -> str:
        """One line: a report has some 200 facts and all of a document in it."""
        variant = "" if self.edition.variant is None else f"/{self.edition.variant}"
        return (
            f"<Report {self.organ} {self.year}, edition {self.edition.id}{variant}, {self.status}, "
            f"{len(self.facts)} facts, {len(self.findings)} findings>"
        )

    def _repr_html_(self) -> str:
        """The tables as the form prints them, for a notebook."""
        return tables_html(self)
