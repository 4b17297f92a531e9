"""The rules of the audit, one generator each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from extractor.edition import Edition
from extractor.fact import Fact, Item, Status
from extractor.finding import Check, Code, Finding, Outcome
from extractor.report import Identification, SectionText


@dataclass(frozen=True)
class Audited:
    """What the rules look at: one report, read but not yet judged.

    ``unplaced`` are the labels of rows with figures for which the form has no place, ``repeated``
    the labels of rows that are printed twice with other figures, ``rival`` an edition that fits as
    well.
    """

    edition: Edition
    facts: tuple[Fact, ...]
    checks: tuple[Check, ...]
    identification: Identification
    sections: tuple[SectionText, ...]
    unplaced: tuple[str, ...] = ()
    repeated: tuple[tuple[str, tuple[Item, ...]], ...] = ()
    rival: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it is the blank form."""
        return all(fact.status is Status.BLANK for fact in self.facts)


Rule = Callable[[Audited], Iterator[Finding]]


def broken_sums(audited: Audited) -> Iterator[Finding]:
    """A sum that the figures do not keep: the organ's, never repaired."""
    labels = {identity.code: identity.label for identity in audited.edition.identities}
    facts = {fact.item: fact for fact in audited.facts}
    for check in audited.checks:
        if check.outcome is not Outcome.BROKEN or check.left_sum is None or check.right_sum is None:
            continue
        left, _, right = labels[check.identity].partition("＝")
        axis, heading = _where(audited.edition, check)
        place = facts[check.right[0]].provenance
        detail = {
            "table": audited.edition.table(check.left[0].table).title,
            "axis": axis,
            "heading": heading,
            "left": left,
            "right": right,
            "gap": f"{abs(check.left_sum - check.right_sum):f}",
            "at": str(place),
        }
        yield Finding(
            Code.SUM_BROKEN,
            check.items,
            expected=check.left_sum,
            found=check.right_sum,
            detail=tuple(detail.items()),
        )


def undecidable_sums(audited: Audited) -> Iterator[Finding]:
    """Sums that cannot be decided for want of a term: one finding an identity, naming the terms."""
    if audited.is_empty:
        return
    valued = {fact.item for fact in audited.facts if fact.value is not None}
    for identity in audited.edition.identities:
        open_checks = [
            check
            for check in audited.checks
            if check.identity == identity.code and check.outcome is Outcome.UNDECIDABLE
        ]
        if open_checks:
            named = (item for check in open_checks for item in check.items)
            absent = dict.fromkeys(item for item in named if item not in valued)
            places = "、".join(_where(audited.edition, check)[1] for check in open_checks)
            detail = (("label", identity.label), ("where", places))
            yield Finding(Code.SUM_UNDECIDABLE, tuple(absent), detail=detail)


def missing_items(audited: Audited) -> Iterator[Finding]:
    """Items whose cell was not found: one finding a row."""
    missing = [fact.item for fact in audited.facts if fact.status is Status.MISSING]
    for (table, row), items in groupby(missing, key=lambda item: (item.table, item.row)):
        named = tuple(items)
        detail = (("row", _row(audited.edition, table, row)), ("count", str(len(named))))
        yield Finding(Code.MISSING, named, detail=detail)


def _by_status(status: Status, code: Code) -> Rule:
    def rule(audited: Audited) -> Iterator[Finding]:
        for fact in audited.facts:
            if fact.status is status:
                yield Finding(code, (fact.item,), found=fact.value, detail=_cell(audited.edition, fact))

    rule.__name__ = f"{status}_items"
    rule.__doc__ = f"Facts with the status {status}."
    return rule


def doubtful_blanks(audited: Audited) -> Iterator[Finding]:
    """Cells that hold nothing, or a void mark, and may be another item's."""
    for fact in audited.facts:
        if fact.value is None and fact.evidence:
            yield Finding(Code.UNCERTAIN, (fact.item,), detail=_cell(audited.edition, fact))


def converted_units(audited: Audited) -> Iterator[Finding]:
    """Figures whose cell prints a unit other than the form's."""
    for fact in audited.facts:
        if "unit_converted" in fact.evidence:
            detail = (*_cell(audited.edition, fact), ("unit", fact.unit or ""))
            yield Finding(Code.UNIT_CONVERTED, (fact.item,), found=fact.value, detail=detail)


def impossible_counts(audited: Audited) -> Iterator[Finding]:
    """Counts below nought, and counts that are no whole number."""
    for fact in audited.facts:
        if fact.value is None:
            continue
        codes: list[Code] = []
        if fact.value < 0 and not audited.edition.signed(fact.item):
            codes.append(Code.NEGATIVE_COUNT)
        if fact.unit in ("件", "项") and fact.value != fact.value.to_integral_value():
            codes.append(Code.FRACTIONAL_COUNT)
        for code in codes:
            yield Finding(code, (fact.item,), found=fact.value, detail=_cell(audited.edition, fact))


def rows_of_no_item(audited: Audited) -> Iterator[Finding]:
    """Rows with figures that the form does not have, and rows printed twice with other figures."""
    for label in audited.unplaced:
        yield Finding(Code.ROW_UNPLACED, detail=(("row", label),))
    for label, items in audited.repeated:
        yield Finding(Code.ROW_REPEATED, items, detail=(("row", label),))


def doubtful_edition(audited: Audited) -> Iterator[Finding]:
    """Two editions that fit alike."""
    if audited.rival is not None:
        detail = (("edition", audited.edition.id), ("rival", audited.rival))
        yield Finding(Code.EDITION_DOUBTFUL, detail=detail)


def doubtful_identity(audited: Audited) -> Iterator[Finding]:
    """Organ and year: absent, or said in two ways that contradict each other."""
    if audited.is_empty:
        return
    identification = audited.identification
    if identification.organ is None:
        yield Finding(Code.ORGAN_MISSING)
    if identification.year is None:
        yield Finding(Code.YEAR_MISSING)
    years = dict.fromkeys(each.value for each in identification.evidence if each.field == "year")
    if len(years) > 1:
        bases = "; ".join(each.basis for each in identification.evidence if each.field == "year")
        detail = (("years", ", ".join(years)), ("bases", bases))
        yield Finding(Code.YEAR_CONFLICT, detail=detail)
    titled = [
        each.value
        for each in identification.evidence
        if each.field == "organ" and each.basis.startswith(("title", "metadata"))
    ]
    if len(titled) > 1 and not (titled[0] in titled[1] or titled[1] in titled[0]):
        yield Finding(Code.ORGAN_CONFLICT, detail=(("organs", ", ".join(titled)),))


def missing_sections(audited: Audited) -> Iterator[Finding]:
    """Sections whose heading was not found."""
    found = {section.code for section in audited.sections}
    absent = [section.heading for section in audited.edition.sections if section.code not in found]
    if absent:
        yield Finding(Code.SECTION_MISSING, detail=(("sections", "、".join(absent)),))


def empty_form(audited: Audited) -> Iterator[Finding]:
    """The blank form."""
    if audited.is_empty:
        yield Finding(Code.EMPTY_FORM)


RULES: tuple[Rule, ...] = (
    empty_form,
    broken_sums,
    missing_items,
    _by_status(Status.ILLEGIBLE, Code.ILLEGIBLE),
    _by_status(Status.UNCERTAIN, Code.UNCERTAIN),
    doubtful_blanks,
    rows_of_no_item,
    doubtful_edition,
    doubtful_identity,
    missing_sections,
    converted_units,
    impossible_counts,
    _by_status(Status.REPAIRED, Code.REPAIRED),
    undecidable_sums,
)


def audit(audited: Audited) -> tuple[Finding, ...]:
    """The findings of every rule, in the order of the rules."""
    return tuple(finding for rule in RULES for finding in rule(audited))


def _row(edition: Edition, table: str, row: str) -> str:
    heading = next(each for each in edition.table(table).rows if each.code == row)
    return " › ".join(heading.path[-2:])


def _cell(edition: Edition, fact: Fact) -> tuple[tuple[str, str], ...]:
    table = edition.table(fact.item.table)
    column = next(each for each in table.columns if each.code == fact.item.column)
    where = f"{_row(edition, fact.item.table, fact.item.row)} × {column.label}"
    raw = (fact.raw or "").replace("\n", "⏎").replace("\f", "⏎")
    return ("cell", where), ("raw", raw), ("why", " ".join(fact.evidence))


def _where(edition: Edition, check: Check) -> tuple[str, str]:
    """The axis along which a sum was checked (``row``, ``column``) and its heading on the form."""
    first = check.left[0]
    table = edition.table(first.table)
    if len({item.row for item in check.items}) == 1:
        return "row", _row(edition, table.code, first.row)
    column = next(each for each in table.columns if each.code == first.column)
    return "column", " › ".join(column.path[-2:])
