"""What a person should know of a report (发现), and the sums that were checked (勾稽关系)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.fact import Item
from extractor.messages import Language, render, words


class Severity(StrEnum):
    """How much a finding weighs: an ``error`` makes a report suspect."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Code(StrEnum):
    """The closed list of findings; each has one severity and a sentence in every language."""

    SUM_BROKEN = "sum_broken"
    SUM_UNDECIDABLE = "sum_undecidable"
    MISSING = "item_missing"
    ILLEGIBLE = "item_illegible"
    UNCERTAIN = "item_uncertain"
    REPAIRED = "item_repaired"
    UNIT_CONVERTED = "unit_converted"
    NEGATIVE_COUNT = "negative_count"
    FRACTIONAL_COUNT = "fractional_count"
    ROW_UNPLACED = "row_unplaced"
    ROW_REPEATED = "row_repeated"
    EDITION_DOUBTFUL = "edition_doubtful"
    YEAR_CONFLICT = "year_conflict"
    YEAR_MISSING = "year_missing"
    ORGAN_CONFLICT = "organ_conflict"
    ORGAN_MISSING = "organ_missing"
    SECTION_MISSING = "section_missing"
    EMPTY_FORM = "empty_form"

    @property
    def severity(self) -> Severity:
        """The severity of every finding under this code."""
        return _SEVERITIES[self]


_SEVERITIES = {
    Code.SUM_BROKEN: Severity.ERROR,
    Code.SUM_UNDECIDABLE: Severity.INFO,
    Code.MISSING: Severity.ERROR,
    Code.ILLEGIBLE: Severity.ERROR,
    Code.UNCERTAIN: Severity.WARNING,
    Code.REPAIRED: Severity.INFO,
    Code.UNIT_CONVERTED: Severity.WARNING,
    Code.NEGATIVE_COUNT: Severity.WARNING,
    Code.FRACTIONAL_COUNT: Severity.WARNING,
    Code.ROW_UNPLACED: Severity.WARNING,
    Code.ROW_REPEATED: Severity.WARNING,
    Code.EDITION_DOUBTFUL: Severity.WARNING,
    Code.YEAR_CONFLICT: Severity.WARNING,
    Code.YEAR_MISSING: Severity.WARNING,
    Code.ORGAN_CONFLICT: Severity.WARNING,
    Code.ORGAN_MISSING: Severity.WARNING,
    Code.SECTION_MISSING: Severity.WARNING,
    Code.EMPTY_FORM: Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a person should know.

    ``items`` are the positions that it names, ``expected`` and ``found`` the two numbers that differ
    where it is about a sum; ``detail`` fills in the sentence (under ``why`` and ``axis``, codes).
    """

    code: Code
    items: tuple[Item, ...] = ()
    expected: Decimal | None = None
    found: Decimal | None = None
    detail: tuple[tuple[str, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """The severity of the code."""
        return self.code.severity

    def message(self, language: Language = "en") -> str:
        """The finding in words."""
        numbers = {"expected": _plain(self.expected), "found": _plain(self.found)}
        detail = dict(self.detail)
        for coded in ("why", "axis"):
            if coded in detail:
                parts = [words(code, language) for code in detail[coded].split()]
                detail[coded] = ("；" if language == "zh" else "; ").join(parts)
        return render(self.code, language, **(numbers | detail))


def _plain(number: Decimal | None) -> str:
    """A number without exponent and without trailing noughts behind the point."""
    if number is None:
        return ""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Outcome(StrEnum):
    """What became of one identity."""

    KEPT = "kept"
    BROKEN = "broken"
    UNDECIDABLE = "undecidable"
    """A term has no value: neither kept nor broken."""
    ASSUMED = "assumed"
    """It holds, but a value in it was chosen with its help: it confirms nothing."""


@dataclass(frozen=True, slots=True)
class Check:
    """One identity, applied to one row or column: the sum of ``left`` is the sum of ``right``."""

    identity: str
    left: tuple[Item, ...]
    right: tuple[Item, ...]
    outcome: Outcome
    left_sum: Decimal | None = None
    right_sum: Decimal | None = None

    def __post_init__(self) -> None:
        decided = self.outcome is not Outcome.UNDECIDABLE
        if decided != (self.left_sum is not None) or decided != (self.right_sum is not None):
            raise ValueError(f"{self.identity}: {self.outcome} with sums {self.left_sum}, {self.right_sum}")
        if decided and (self.left_sum == self.right_sum) == (self.outcome is Outcome.BROKEN):
            raise ValueError(f"{self.identity}: {self.outcome} with sums {self.left_sum}, {self.right_sum}")

    @property
    def items(self) -> tuple[Item, ...]:
        """All terms, left before right."""
        return self.left + self.right
