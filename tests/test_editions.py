"""The shipped edition files, held against the documented codes, and the strictness of the loader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor.edition import Edition
from extractor.edition_file import parse_edition, shipped_editions
from extractor.errors import EditionError
from extractor.fact import Item

SCHEMA = (Path(__file__).parents[1] / "docs" / "schema.md").read_text("utf-8")


def edition(name: str, variant: str | None = None) -> Edition:
    return next(each for each in shipped_editions() if (each.id, each.variant) == (name, variant))


def rows_of(heading: str, number: int = 0) -> list[list[str]]:
    """The rows of the n-th table under a heading of the page, without its head."""
    section = SCHEMA.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    tables = re.findall(r"(?:^\|.*\n)+", section, re.MULTILINE)
    lines = tables[number].strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_documented_editions_are_those_shipped() -> None:
    documented = {(row[0].strip("`"), row[2].strip("`") or None, row[1]) for row in rows_of("Editions")}
    assert documented == {(each.id, each.variant, each.issued_by) for each in shipped_editions()}


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_sections_are_the_documented_ones(name: str) -> None:
    documented = [(row[0].strip("`"), row[1]) for row in rows_of("Sections")]
    assert documented == [(s.code, f"{s.numeral}、{s.heading}") for s in edition(name).sections]


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_table_proactive_is_the_documented_one(name: str) -> None:
    documented = []
    for article, code, label, columns in rows_of(f"Table `proactive`, edition `{name}`"):
        for column in columns.split(";"):
            column_code, column_label = re.fullmatch(r"`(\w+)` (.+)", column.strip()).groups()  # type: ignore[union-attr]
            documented.append((article, code.strip("`"), label, column_code, column_label))
    shipped = [
        (block.caption, row.code, row.label, column.code, column.label)
        for block in edition(name).table("proactive").blocks
        for row in block.rows
        for column in block.columns
    ]
    assert shipped == documented


@pytest.mark.parametrize(("name", "variant"), [("2021", None), ("2019", None), ("2021", "other-one-row")])
def test_table_applications_is_the_documented_one(name: str, variant: str | None) -> None:
    used = "2019" if variant else name  # the variant has the rows of 2019
    place = {"2021": 2, "2019": 3}[used]
    documented = [
        (row[0].strip("`"), tuple(re.split(r"\s*›\s*", row[1])))
        for row in rows_of("Table `applications`", 1)
        if row[place] == "x"
    ]
    table = edition(name, variant).table("applications")
    assert [(row.code, row.path) for row in table.rows] == documented
    columns = [(row[0].strip("`"), row[1]) for row in rows_of("Table `applications`", 0)]
    assert [(column.code, column.label) for column in table.columns] == columns
    assert all(column.path[0] == "申请人情况" for column in table.columns)
    legal = [column for column in table.columns if column.code.startswith("legal.")]
    assert [column.path[1] for column in legal] == ["法人或其他组织"] * 5


@pytest.mark.parametrize("name", ["2021", "2019"])
def test_table_review_litigation_is_the_documented_one(name: str) -> None:
    table = edition(name).table("review_litigation")
    rows = [
        (row[0].strip("`"), tuple(re.split(r"\s*›\s*", row[1])))
        for row in rows_of("Table `review_litigation`")
    ]
    assert [(row.code, row.path) for row in table.rows] == rows
    columns = [(row[0].strip("`"), row[1]) for row in rows_of("Table `review_litigation`", 1)]
    assert [(column.code, column.label) for column in table.columns] == columns


def test_the_documented_sums_are_those_declared() -> None:
    documented = {(row[0].strip("`"), row[1].strip("`"), row[2]) for row in rows_of("Sums (勾稽关系)")}
    for each in shipped_editions():
        assert {(i.code, i.table, str(i.each)) for i in each.identities} == documented


def test_the_sum_of_outcomes_takes_every_leaf_and_not_the_total() -> None:
    outcomes = next(each for each in edition("2021").identities if each.code == "outcomes")
    assert len(outcomes.left) == 21
    assert "outcome.total" not in outcomes.left
    variant = next(each for each in edition("2021", "other-one-row").identities if each.code == "outcomes")
    assert len(variant.left) == 19
    assert "outcome.other" in variant.left


def test_the_form_of_2021_has_200_items_and_that_of_2019_198() -> None:
    assert len(edition("2021").items) == 10 + 25 * 7 + 15
    assert len(edition("2019").items) == (2 * 3 + 4 * 3 + 2 + 2) + 23 * 7 + 15


def test_units_are_those_of_the_form() -> None:
    form = edition("2021")
    assert form.unit(Item("proactive", "fees", "amount")) == "万元"
    assert form.unit(Item("applications", "received", "total")) == "件"
    assert edition("2019").signed(Item("proactive", "licensing", "change"))
    assert not form.signed(Item("applications", "received", "total"))


MINIMAL = """
id = "x"
issued_by = "某通知"
[[section]]
code = "s"
numeral = "一"
heading = "情况"
[[table]]
code = "t"
section = "s"
title = "表"
layout = "matrix"
[[table.block]]
columns = [{ code = "a", path = ["甲"] }, { code = "b", path = ["乙"] }]
rows = [{ code = "r", path = ["行"] }]
[[identity]]
code = "i"
label = "甲＝乙"
table = "t"
each = "row"
left = ["a"]
right = ["b"]
"""


def test_a_small_edition_loads() -> None:
    (form,) = parse_edition(MINIMAL, file="x.toml")
    assert [str(item) for item in form.items] == ["t/r/a", "t/r/b"]


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ('title = "表"', 'title = "表"\ncolour = "red"', "unknown keys ['colour']"),
        ('section = "s"', 'section = "z"', "stands in section 'z', not declared"),
        ('left = ["a"]', 'left = ["c"]', "sums 'c'"),
        ('left = ["a"]', 'left = ["a", "a"]', "declared twice"),
        ('layout = "matrix"', 'layout = "round"', "layout is one of"),
        ('each = "row"', 'each = "page"', "each is one of"),
        ('table = "t"', 'table = "u"', "table 'u', not declared"),
        ('code = "b", path', 'code = "a", path', "declared twice"),
        ('id = "x"', "", "needs a text 'id'"),
        ('id = "x"', "id = ", "Invalid value"),
    ],
)
def test_a_mistake_is_said_with_its_file(old: str, new: str, mistake: str) -> None:
    with pytest.raises(EditionError) as caught:
        parse_edition(MINIMAL.replace(old, new, 1), file="x.toml")
    assert mistake in str(caught.value)
    assert "x.toml" in str(caught.value)
