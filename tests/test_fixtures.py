"""The corpus itself: its truths add up, what was planted breaks, and the bytes are those described."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pypdfium2
import pytest
from lxml import etree

from fixtures.make import generate, plant, shapes
from fixtures.make.corpus import HOME, specimens
from fixtures.make.form import tables
from fixtures.make.labels import keys
from fixtures.make.specimen import Specimen
from fixtures.make.story import Shape, bent
from fixtures.make.truth import broken

FORMS = [("2021", None, 200), ("2021", "other-one-row", 186), ("2019", None, 198)]
DOCUMENTS: list[dict[str, Any]] = json.loads((HOME / "truth.json").read_text("utf-8"))["documents"]
REPORTS = [(d["path"], n, report) for d in DOCUMENTS for n, report in enumerate(d["reports"])]
SHAPES = [value for name, value in vars(shapes).items() if getattr(value, "__doc__", "") and name in {
    "four_tables", "caption_row", "cut_by_page", "cut_with_heads", "cut_in_label", "cut_three_times",
    "cut_row", "stacked", "stacked_in_pieces", "renumbered", "half_width", "short_forms",
    "lost_characters", "wide_spaces", "extra_rows", "tall_heads", "unmerged_heads", "groups_repeated",
    "groups_once", "heads_again", "no_articles", "spare_row", "one_head_for_services",
}]  # fmt: skip
APPLICANTS = ["natural_person", *(f"legal.{kind}" for kind in ("business", "research", "social", "law_service", "other"))]  # fmt: skip  # noqa: E501
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def _values(report: dict[str, Any]) -> dict[str, Decimal | None]:
    return {"/".join(f[:3]): None if f[3] is None else Decimal(f[3]) for f in report["facts"]}


def _sums(values: dict[str, Decimal | None]) -> Iterator[tuple[str, list[str], list[str]]]:
    """The identities of the form, by their words: kind, parts, whole."""
    rows = list(dict.fromkeys(key.split("/")[1] for key in values if key.startswith("applications/")))
    for column in [*APPLICANTS, "total"]:
        at = "applications/{}/" + column
        yield (
            "balance",
            [at.format("received"), at.format("carried_in")],
            [
                at.format("outcome.total"),
                at.format("carried_out"),
            ],
        )
        parts = [r for r in rows if r not in ("received", "carried_in", "outcome.total", "carried_out")]
        yield "outcome_sum", [at.format(row) for row in parts], [at.format("outcome.total")]
    for row in rows:
        yield "row_total", [f"applications/{row}/{c}" for c in APPLICANTS], [f"applications/{row}/total"]
    for row in ("review", "litigation.direct", "litigation.after_review"):
        parts = [f"review_litigation/{row}/{c}" for c in ("upheld", "corrected", "other", "pending")]
        yield "row_total", parts, [f"review_litigation/{row}/total"]


def _wrong(values: dict[str, Decimal | None]) -> set[tuple[str, tuple[str, ...], Decimal, Decimal]]:
    found = set()
    for kind, left, right in _sums(values):
        lefts, rights = [values[key] for key in left], [values[key] for key in right]
        known = [value for value in lefts + rights if value is not None]
        if len(known) < len(left) + len(right):
            continue
        one, other = sum(known[: len(left)], Decimal(0)), sum(known[len(left) :], Decimal(0))
        if one != other:
            found.add((kind, (*left, *right), one, other))
    return found


@pytest.mark.parametrize(("edition", "variant", "count"), FORMS)
def test_forms_have_the_items_of_the_schema(edition: str, variant: str | None, count: int) -> None:
    items = keys(edition, variant)
    assert len(items) == len(set(items)) == count
    laid = [cell.item for table in tables(edition, variant) for cell in table.cells if cell.item]
    assert sorted(laid) == sorted(items)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize(("edition", "variant", "count"), FORMS)
def test_shapes_keep_every_item_once(shape: Shape, edition: str, variant: str | None, count: int) -> None:
    rng = Random(7)
    truth = generate.sample(rng, edition, variant)
    pieces = bent(truth, [shape], rng)
    for piece in pieces:
        piece.owner()
    assert Counter(c.item for p in pieces for c in p.cells if c.item) == Counter(keys(edition, variant))


@pytest.mark.parametrize(("edition", "variant", "count"), FORMS)
def test_drawn_truths_keep_every_identity(edition: str, variant: str | None, count: int) -> None:
    for seed in range(60):
        truth = generate.sample(Random(seed), edition, variant)
        assert _wrong({"/".join(key): value for key, value in truth.values.items()}) == set()
        assert broken(truth) == ()


@pytest.mark.parametrize("kind", sorted(plant.ERRORS))
def test_planted_errors_break_what_is_listed(kind: str) -> None:
    for seed in range(20):
        rng = Random(seed)
        truth = plant.plant(generate.sample(rng, scale="medium"), rng, kind)
        listed = {
            (b.identity, tuple("/".join(k) for k in (*b.left, *b.right)), b.expected, b.found)
            for b in broken(truth)
        }
        assert listed
        assert listed == _wrong({"/".join(key): value for key, value in truth.values.items()})


@pytest.mark.parametrize(("path", "number", "report"), REPORTS, ids=lambda v: str(v) if v != {} else "")
def test_committed_truth_lists_exactly_what_breaks(path: str, number: int, report: dict[str, Any]) -> None:
    listed = {
        (e["identity"], tuple(e["items"]), Decimal(e["expected"]), Decimal(e["found"]))
        for e in report["errors"]
    }
    assert listed == _wrong(_values(report))
    assert [tuple(fact[:3]) for fact in report["facts"]] == list(keys(report["edition"], report["variant"]))
    for fact in report["facts"]:
        assert (fact[3] is not None) == (fact[4] == "reported")


def test_every_document_is_described_and_unchanged() -> None:
    described = {document["path"]: document["sha256"] for document in DOCUMENTS}
    lying = {
        path.relative_to(HOME).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (HOME / "documents").rglob("*")
        if path.is_file()
    }
    assert lying == described


def test_documents_made_again_are_the_same() -> None:
    described = {document["path"]: document["sha256"] for document in DOCUMENTS}
    made = {f"documents/{s.path}": s for s in specimens()}
    assert set(made) == set(described)
    different = [path for path, s in made.items() if s.reproducible and _digest(s) != described[path]]
    assert different == []


def _digest(specimen: Specimen) -> str:
    return hashlib.sha256(specimen.render()).hexdigest()


@cache
def _made(rendering: str) -> dict[str, Specimen]:
    return {f"documents/{specimen.path}": specimen for specimen in specimens(only=[rendering])}


def _shown(cell: etree._Element) -> str:
    """The text of a Word cell that a reader sees: nothing deleted, nothing hidden."""
    text = ""
    for node in cell.iter(f"{W}t", f"{W}noBreakHyphen"):
        run = node.getparent()
        hidden = run is not None and (
            run.find(f"{W}rPr/{W}vanish") is not None
            or any(style.get(f"{W}val") == "a3" for style in run.iter(f"{W}rStyle"))
        )
        if not hidden and next(node.iterancestors(f"{MC}Fallback"), None) is None:
            text += "-" if node.tag.endswith("noBreakHyphen") else node.text or ""
    return text


WORD = [d for d in DOCUMENTS if d["format"] == "docx" and d["path"].startswith("documents/docx/")]


@pytest.mark.parametrize("document", WORD, ids=lambda document: document["path"])
def test_the_figures_stand_in_the_word_document_in_order(document: dict[str, Any]) -> None:
    made = _made("docx")[document["path"]]
    with zipfile.ZipFile(io.BytesIO((HOME / document["path"]).read_bytes())) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    texts = iter([_shown(cell) for cell in root.iter(f"{W}tc")])
    for truth in made.truths:
        for key, figure in truth.facts.items():
            wanted = figure.printed.replace("\n", "")
            if wanted.strip():
                assert any(text == wanted for text in texts), key


PRINTED = [d for d in DOCUMENTS if d["format"] == "pdf" and "printed-by-libreoffice" in d["guises"]]


@pytest.mark.parametrize("document", PRINTED, ids=lambda document: document["path"])
def test_the_figures_are_legible_in_the_printed_pages(document: dict[str, Any]) -> None:
    made = _made("pdf-office")[document["path"]]
    pages = pypdfium2.PdfDocument(Path(HOME / document["path"]).read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    if document["kind"].startswith(("split-digits", "rows-cut")):
        digits = Counter(character for character in text if character.isdigit())
        wanted = Counter(c for t in made.truths for f in t.facts.values() for c in f.printed if c.isdigit())
    else:
        figures = [f.printed for t in made.truths for f in t.facts.values() if f.printed.strip()]
        digits = Counter(text.split())
        wanted = Counter(printed for printed in figures if printed.isascii())
        dense = "".join(text.split())
        assert [printed for printed in figures if not printed.isascii() and printed not in dense] == []
    assert wanted - digits == Counter()
