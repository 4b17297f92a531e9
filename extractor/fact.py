"""Items, what was read of them, and what is concluded (项、观测、事实)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from extractor.provenance import Provenance


class Status(StrEnum):
    """What became of one item.  Nought, blank, crossed out and missing are four things."""

    REPORTED = "reported"
    """The cell plainly prints a number."""
    BLANK = "blank"
    """The cell is there and holds nothing."""
    VOID = "void"
    """The cell is crossed out: - — / 无."""
    ILLEGIBLE = "illegible"
    """The cell holds something that is no number."""
    MISSING = "missing"
    """No cell was found."""
    UNCERTAIN = "uncertain"
    """A number was read, but the reading may be wrong."""
    REPAIRED = "repaired"
    """The source left the reading open, and identities settled it."""


VALUED = frozenset({Status.REPORTED, Status.UNCERTAIN, Status.REPAIRED})
"""The statuses under which a fact has a value."""


@dataclass(frozen=True, slots=True, order=True)
class Item:
    """One fillable position of a form, ``table/row/column`` (项)."""

    table: str
    row: str
    column: str

    def __post_init__(self) -> None:
        for part in (self.table, self.row, self.column):
            if not part or "/" in part or "|" in part:
                raise ValueError(f"{part!r} is no code")

    @classmethod
    def parse(cls, text: str) -> Item:
        """``applications/outcome.granted/natural_person`` → Item.  Raises ValueError otherwise.

        The dataset parts the codes by ``|``, which is read as well.
        """
        parts = text.replace("|", "/").split("/")
        if len(parts) != 3:
            raise ValueError(f"{text!r} is not table/row/column")
        return cls(*parts)

    def __str__(self) -> str:
        return f"{self.table}/{self.row}/{self.column}"


@dataclass(frozen=True, slots=True)
class Observation:
    """One cell read against one item (观测): its text, where it stands, and what speaks against it.

    ``doubts`` are short codes of why the cell may belong elsewhere; empty where nothing does.
    """

    item: Item
    text: str
    provenance: Provenance
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """The one value concluded for one item (事实).

    ``value`` is an exact Decimal under the statuses in VALUED and None under all others; ``unit`` is
    the unit in which the form counts; ``raw`` the text of the cell as printed (None only when the
    cell was not found); ``note`` what the cell holds beside its number; ``evidence`` names what the
    status rests on where it is ``uncertain`` or ``repaired``.

    Raises ValueError where status and value contradict each other.
    """

    item: Item
    status: Status
    value: Decimal | None = None
    unit: str | None = None
    raw: str | None = None
    note: str | None = None
    provenance: Provenance | None = None
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.value is not None) != (self.status in VALUED):
            raise ValueError(f"{self.item}: {self.status} with value {self.value}")
        if (self.raw is None) != (self.status is Status.MISSING):
            raise ValueError(f"{self.item}: {self.status} with raw text {self.raw!r}")
        if self.status is not Status.MISSING and self.provenance is None:
            raise ValueError(f"{self.item}: read from nowhere")
        if self.status in (Status.UNCERTAIN, Status.REPAIRED) and not self.evidence:
            raise ValueError(f"{self.item}: {self.status} without a reason")
        if self.value is not None and not self.value.is_finite():
            raise ValueError(f"{self.item}: {self.value} is no number")
