"""The audit: sums decided exactly, and everything that a person should know said once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractor.audit import RULES, Audited, audit
from extractor.edition import Edition
from extractor.edition_file import shipped_editions
from extractor.fact import Fact, Item, Status
from extractor.finding import Code, Finding, Outcome
from extractor.provenance import Provenance
from extractor.report import Evidence, Identification
from extractor.sums import check_sums
from tests.grids import figures

FORM = shipped_editions()[0]
HERE = Provenance("somewhere")
WHO = Identification(title="某市2023年政府信息公开工作年度报告", organ="某市", year=2023)


def consistent(form: Edition = FORM) -> dict[Item, Fact]:
    """Facts that keep every sum, written down without the code that checks them."""
    values: dict[Item, int] = {}
    table = form.table("applications")
    for number, row in enumerate(table.rows):
        for column, value in zip(table.columns, figures(number), strict=True):
            values[Item(table.code, row.code, column.code)] = value
    for row in form.table("review_litigation").rows:
        for code, value in {"upheld": 3, "corrected": 1, "other": 0, "pending": 2, "total": 6}.items():
            values[Item("review_litigation", row.code, code)] = value
    return {
        item: Fact(
            item, Status.REPORTED, Decimal(values.get(item, 7)), form.unit(item), raw="x", provenance=HERE
        )
        for item in form.items
    }


def findings(
    facts: dict[Item, Fact], identification: Identification = WHO, **more: object
) -> tuple[Finding, ...]:
    audited = Audited(
        edition=FORM,
        facts=tuple(facts.values()),
        checks=check_sums(FORM, facts),
        identification=identification,
        sections=(),
        **more,  # type: ignore[arg-type]
    )
    return audit(audited)


def identities_with(item: Item) -> set[frozenset[Item]]:
    """The sums an item stands in, written down from the form and not from the edition file."""
    table = FORM.table(item.table)
    rows = [row.code for row in table.rows]
    columns = [column.code for column in table.columns]
    found = set()
    if item.table == "applications":
        found.add(frozenset(Item(item.table, item.row, column) for column in columns))
        balance = ["received", "carried_in", "outcome.total", "carried_out"]
        outcomes = [row for row in rows if row.startswith("outcome.")]
        for terms in (balance, outcomes):
            if item.row in terms:
                found.add(frozenset(Item(item.table, row, item.column) for row in terms))
    elif item.table == "review_litigation":
        found.add(frozenset(Item(item.table, item.row, column) for column in columns))
    return found


def test_a_consistent_report_keeps_every_sum() -> None:
    checks = check_sums(FORM, consistent())
    assert len(checks) == 7 + 25 + 7 + 3
    assert {check.outcome for check in checks} == {Outcome.KEPT}


@pytest.mark.parametrize("item", FORM.items, ids=str)
def test_one_wrong_digit_breaks_exactly_the_sums_it_stands_in(item: Item) -> None:
    facts = consistent()
    value = facts[item].value
    assert value is not None
    facts[item] = replace(facts[item], value=value + 1)
    broken = [finding for finding in findings(facts) if finding.code is Code.SUM_BROKEN]
    assert {frozenset(finding.items) for finding in broken} == identities_with(item)
    for finding in broken:
        assert finding.expected is not None
        assert finding.found is not None
        assert abs(finding.expected - finding.found) == 1


@pytest.mark.parametrize("status", [Status.BLANK, Status.VOID, Status.ILLEGIBLE])
def test_a_sum_with_a_term_that_has_no_value_is_undecidable(status: Status) -> None:
    facts = consistent()
    item = Item("applications", "outcome.granted", "natural_person")
    facts[item] = replace(facts[item], status=status, value=None, raw="")
    undecidable = {
        frozenset(check.items) for check in check_sums(FORM, facts) if check.outcome is Outcome.UNDECIDABLE
    }
    assert undecidable == identities_with(item)
    said = [finding for finding in findings(facts) if finding.code is Code.SUM_UNDECIDABLE]
    assert {named for finding in said for named in finding.items} == {item}


def test_a_sum_that_a_repair_rests_on_confirms_nothing() -> None:
    facts = consistent()
    item = Item("applications", "outcome.granted", "natural_person")
    facts[item] = replace(facts[item], status=Status.REPAIRED, evidence=("split",))
    assumed = {
        frozenset(check.items) for check in check_sums(FORM, facts) if check.outcome is Outcome.ASSUMED
    }
    assert assumed == identities_with(item)


def test_sums_are_exact_where_binary_fractions_are_not() -> None:
    facts = consistent()
    row = [
        Item("review_litigation", "review", code)
        for code in ("upheld", "corrected", "other", "pending", "total")
    ]
    for item, value in zip(row, ["0.1", "0.2", "0", "0", "0.3"], strict=True):
        facts[item] = replace(facts[item], value=Decimal(value))
    assert not [finding for finding in findings(facts) if finding.code is Code.SUM_BROKEN]


def test_missing_items_are_named_row_by_row() -> None:
    facts = consistent()
    for item in list(facts):
        if item.row == "received":
            facts[item] = Fact(item, Status.MISSING)
    (finding,) = [each for each in findings(facts) if each.code is Code.MISSING]
    assert len(finding.items) == 7
    assert "一、本年新收政府信息公开申请数量" in finding.message("zh")


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ({"value": Decimal(-1)}, Code.NEGATIVE_COUNT),
        ({"value": Decimal("1.5")}, Code.FRACTIONAL_COUNT),
        ({"status": Status.UNCERTAIN, "evidence": ("split",)}, Code.UNCERTAIN),
        ({"status": Status.ILLEGIBLE, "value": None, "raw": "约12"}, Code.ILLEGIBLE),
        ({"status": Status.BLANK, "value": None, "raw": "", "evidence": ("head_lost",)}, Code.UNCERTAIN),
        ({"evidence": ("unit_converted",)}, Code.UNIT_CONVERTED),
    ],
)
def test_a_fact_to_be_looked_at_is_named(fact: dict[str, object], code: Code) -> None:
    facts = consistent()
    item = Item("proactive", "licensing", "decisions")
    facts[item] = replace(facts[item], **fact)  # type: ignore[arg-type]
    assert [each.items for each in findings(facts) if each.code is code] == [(item,)]


def test_who_and_when_are_asked_for() -> None:
    codes = {finding.code for finding in findings(consistent(), Identification())}
    assert {Code.ORGAN_MISSING, Code.YEAR_MISSING} <= codes


def test_two_years_that_contradict_each_other_are_said() -> None:
    who = replace(
        WHO,
        evidence=(
            Evidence("year", "2022", "2022年1月1日至2022年12月31日"),
            Evidence("year", "2023", "title: 某市2023年…"),
        ),
    )
    (finding,) = [each for each in findings(consistent(), who) if each.code is Code.YEAR_CONFLICT]
    assert "2022, 2023" in finding.message("zh")


def test_every_rule_says_something_of_some_report_and_nothing_of_a_good_one() -> None:
    good = [finding.code for finding in findings(consistent())]
    assert good == [Code.SECTION_MISSING]  # the sections were left out above
    assert len({rule.__name__ for rule in RULES}) == len(RULES)
    assert all(rule.__doc__ for rule in RULES)
