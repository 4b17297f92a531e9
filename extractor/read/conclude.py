"""From observations to facts: the one value of every item, with its status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.edition import Edition
from extractor.fact import Fact, Item, Observation, Status
from extractor.finding import Check, Outcome
from extractor.numerals import Doubt, Kind, Reading, read_number
from extractor.read.rows import PAGE_BREAK
from extractor.sums import check_sums

_PLAIN = {Kind.BLANK: Status.BLANK, Kind.VOID: Status.VOID, Kind.ILLEGIBLE: Status.ILLEGIBLE}

_SCALES = {
    ("元", "万元"): Decimal("0.0001"),
    ("亿元", "万元"): Decimal(10000),
}
"""What a number in the cell's unit is multiplied by to count in the form's."""

CONVERTED = "unit_converted"
OPEN = frozenset({str(Doubt.SPLIT)})
"""The doubts that the source itself leaves open, which sums may settle."""


def conclude(edition: Edition, observations: Sequence[Observation]) -> tuple[Fact, ...]:
    """One fact for every item of the edition, in its order.

    An item without observation is missing.  A reading that the source leaves open (digits split over
    lines) is settled by the identities where they confirm it, and says so; a digit that is plainly
    printed is never changed.
    """
    seen = {observation.item: observation for observation in observations}
    facts = {item: _fact(item, seen.get(item), edition) for item in edition.items}
    settled = _settle(edition, facts)
    return tuple(settled[item] for item in edition.items)


def _fact(item: Item, observation: Observation | None, edition: Edition) -> Fact:
    unit = edition.unit(item)
    if observation is None:
        return Fact(item, Status.MISSING, unit=unit)
    reading = read_number(observation.text)
    value, evidence = reading.value, list(observation.doubts)
    scale = _SCALES.get((reading.unit or "", unit or ""))
    if value is not None and scale is not None:
        value = value * scale
        evidence.append(CONVERTED)
    if value is None:
        status = _PLAIN[reading.kind]
    else:
        evidence += _own_doubts(reading, unit)
        status = Status.UNCERTAIN if set(evidence) - {CONVERTED} else Status.REPORTED
    return Fact(
        item,
        status,
        value,
        unit,
        raw=observation.text,
        note=reading.note,
        provenance=observation.provenance,
        evidence=tuple(evidence),
    )


def _own_doubts(reading: Reading, unit: str | None) -> list[str]:
    """What speaks against the number in its own text."""
    doubts: list[str] = []
    if reading.doubt is Doubt.POINT:
        if unit != "万元":
            doubts.append(str(Doubt.POINT))
    elif reading.doubt is not None:
        doubts.append(str(reading.doubt))
    if reading.unit and unit and reading.unit != unit and (reading.unit, unit) not in _SCALES:
        money = {"元", "万元", "亿元"}
        if reading.unit in money or unit in money:
            doubts.append("unit_unlike")
    return doubts


def _settle(edition: Edition, facts: dict[Item, Fact]) -> dict[Item, Fact]:
    """Readings that are open, and that every decidable sum they stand in confirms, are repaired."""
    open_items = {
        item for item, fact in facts.items() if fact.status is Status.UNCERTAIN and set(fact.evidence) <= OPEN
    }
    if not open_items:
        return facts
    confirmed: dict[Item, list[str]] = {}
    refuted: set[Item] = set()
    for check in check_sums(edition, facts):
        for item in open_items.intersection(check.items):
            if check.outcome is Outcome.BROKEN:
                refuted.add(item)
            elif check.outcome is not Outcome.UNDECIDABLE and _is_evidence(check, facts, open_items):
                confirmed.setdefault(item, []).append(f"sum:{check.identity}")
    return facts | {
        item: replace(facts[item], status=Status.REPAIRED, evidence=(*facts[item].evidence, *sums))
        for item, sums in confirmed.items()
        if item not in refuted
    }


def _is_evidence(check: Check, facts: dict[Item, Fact], open_items: set[Item]) -> bool:
    """Whether a sum that holds says anything of the open readings in it.

    A sum of noughts does not.  Of a row put together from two pages, one in which every other term is
    open does not either: two whole rows that each keep their sum keep it when glued (3 and 4, 3 and
    4: 34 = 34).
    """
    if check.left_sum == 0:
        return False
    glued = any(PAGE_BREAK in (facts[item].raw or "") for item in check.items)
    return not glued or any(facts[item].value != 0 for item in check.items if item not in open_items)
