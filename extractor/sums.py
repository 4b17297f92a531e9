"""The sums of an edition, worked out exactly on the values of a report (勾稽关系)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from extractor.edition import Each, Edition, Identity
from extractor.fact import Fact, Item, Status
from extractor.finding import Check, Outcome

Term = tuple[Identity, tuple[Item, ...], tuple[Item, ...]]


@lru_cache(maxsize=32)
def terms(edition: Edition) -> tuple[Term, ...]:
    """Every identity with the items of its two sides, once for each row or column it holds in."""
    return tuple(_terms(edition))


def _terms(edition: Edition) -> Iterator[Term]:
    for identity in edition.identities:
        table = edition.table(identity.table)
        across = table.columns if identity.each is Each.COLUMN else table.rows
        for heading in across:
            if identity.each is Each.COLUMN:
                left = tuple(Item(table.code, row, heading.code) for row in identity.left)
                right = tuple(Item(table.code, row, heading.code) for row in identity.right)
            else:
                left = tuple(Item(table.code, heading.code, column) for column in identity.left)
                right = tuple(Item(table.code, heading.code, column) for column in identity.right)
            yield identity, left, right


def check_sums(edition: Edition, facts: Mapping[Item, Fact]) -> tuple[Check, ...]:
    """Every identity of the edition, decided.

    A term without a value (blank, void, illegible, missing) makes an identity undecidable, which is
    neither kept nor broken.  One that is kept by a repaired value is assumed: it chose that value.
    """
    return tuple(_check(identity.code, left, right, facts) for identity, left, right in terms(edition))


def _check(code: str, left: tuple[Item, ...], right: tuple[Item, ...], facts: Mapping[Item, Fact]) -> Check:
    sums: list[Decimal] = []
    for side in (left, right):
        total = Decimal(0)
        for item in side:
            value = facts[item].value
            if value is None:
                return Check(code, left, right, Outcome.UNDECIDABLE)
            total += value
        sums.append(total)
    if sums[0] != sums[1]:
        outcome = Outcome.BROKEN
    elif any(facts[item].status is Status.REPAIRED for item in left + right):
        outcome = Outcome.ASSUMED
    else:
        outcome = Outcome.KEPT
    return Check(code, left, right, outcome, *sums)
