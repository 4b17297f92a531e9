"""What stands in each box of a form, in words: for every picture alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from extractor.edition import Edition
from extractor.fact import Fact, Item, Status
from extractor.finding import Check, Finding, Outcome
from extractor.messages import Language, words
from extractor.show.words import word


class Shown(Protocol):
    """What the pictures look at: a report, or what has the same parts."""

    @property
    def edition(self) -> Edition: ...
    @property
    def facts(self) -> tuple[Fact, ...]: ...
    @property
    def checks(self) -> tuple[Check, ...]: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def organ(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def title(self) -> str | None: ...
    @property
    def published(self) -> date | None: ...
    @property
    def status(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact and the sums that it stands in and that do not hold."""

    fact: Fact
    broken: tuple[Check, ...] = ()

    @property
    def text(self) -> str:
        """What to print: the number without grouping, else the cell's own text, or ``?`` for no cell."""
        fact = self.fact
        if fact.value is not None:
            return plain(fact.value)
        if fact.status is Status.MISSING:
            return "?"
        return printable(fact.raw or "").strip()

    @property
    def is_doubtful(self) -> bool:
        """Whether it was read, or read as holding nothing, and may be another item's or another number."""
        status = self.fact.status
        return status in (Status.UNCERTAIN, Status.ILLEGIBLE) or (
            self.fact.value is None and bool(self.fact.evidence)
        )

    @property
    def marks(self) -> tuple[str, ...]:
        """The codes of all that is to be seen of it, the status first."""
        crossing = ("broken", "crossed")[: min(len(self.broken), 2)]
        return (self.fact.status.value, *(["doubtful"] if self.is_doubtful else []), *crossing)


def figures(shown: Shown) -> Mapping[Item, Figure]:
    """Every item of the form with its figure."""
    broken: dict[Item, list[Check]] = {}
    for check in shown.checks:
        if check.outcome is Outcome.BROKEN:
            for item in check.items:
                broken.setdefault(item, []).append(check)
    return {fact.item: Figure(fact, tuple(broken.get(fact.item, ()))) for fact in shown.facts}


def account(figure: Figure, edition: Edition, language: Language) -> list[str]:
    """All that is known of a figure, a line each: its item, status, text, place, reasons and sums."""
    fact = figure.fact
    lines = [str(fact.item)]
    if fact.status is not Status.REPORTED:
        lines.append(word(fact.status, language))
    if fact.raw:
        lines.append(word("raw", language, raw=fact.raw.replace("\n", "⏎").replace("\f", "⏎")))
    if fact.note:
        lines.append(word("note", language, note=fact.note))
    if fact.provenance is not None:
        lines.append(word("at", language, at=fact.provenance))
    if fact.evidence:
        lines.append(word("why", language, why="; ".join(words(code, language) for code in fact.evidence)))
    labels = {identity.code: identity.label for identity in edition.identities}
    for check in figure.broken:
        sides = {"left": plain(check.left_sum), "right": plain(check.right_sum)}
        lines.append(word("sum", language, label=labels.get(check.identity, check.identity), **sides))
    return lines


def heading(shown: Shown, language: Language) -> str:
    """Who reports on which year."""
    organ = shown.organ or word("no_organ", language)
    year = word("no_year", language) if shown.year is None else word("year", language, year=shown.year)
    return f"{printable(organ)}  {year}"


def particulars(shown: Shown, language: Language) -> list[str]:
    """Title, edition and day of publication, as far as they are known."""
    variant = "" if shown.edition.variant is None else f" / {shown.edition.variant}"
    known = [word("edition", language, edition=shown.edition.id + variant)]
    if shown.published is not None:
        known.append(word("published", language, day=shown.published.isoformat()))
    return [printable(shown.title), *known] if shown.title else known


def plain(number: Decimal | None) -> str:
    """A number without exponent and without grouping, its noughts as they are."""
    return "" if number is None else f"{number:f}"


def printable(text: str) -> str:
    """Without what would steer a terminal or break a page: controls, marks of direction, surrogates.

    Line ends and tabs become blanks.
    """
    kept = (" " if character in "\n\r\t" else character for character in text)
    return "".join(character for character in kept if unicodedata.category(character)[0] != "C")
