"""The accuracy gate: every document of the corpus is read as well as it ever was, and nothing silently."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.accuracy.floor import FIXTURES, below, digest, load_floor
from tests.accuracy.score import Score, load_truth, score_document

FLOOR = load_floor()
TRUTH = load_truth(FIXTURES)
REAL = Path(__file__).parents[2] / "shared" / "real"


def test_the_corpus_is_the_one_that_the_floor_was_measured_on() -> None:
    assert digest(FIXTURES) == FLOOR["corpus"], "the fixtures changed: python -m tests.accuracy --update"
    assert {entry["path"] for entry in TRUTH} == set(FLOOR["documents"])


@pytest.mark.parametrize("entry", TRUTH, ids=lambda entry: entry["path"])
def test_document_is_read_as_well_as_before(entry: dict[str, Any]) -> None:
    data = (FIXTURES / entry["path"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    score = score_document(FIXTURES, entry)
    assert not below(score, FLOOR["documents"][entry["path"]]), score.faults


def test_the_whole_corpus_is_right_to_the_promised_share() -> None:
    """At least 99.95 % of the cells, but for the kinds that may be refused openly."""
    readable = [
        entry
        for entry in TRUTH
        if entry["reports"] and not {"failed", "not_report"} & {entry["status"], *entry["allowed_statuses"]}
    ]
    cells = sum(len(report["facts"]) for entry in readable for report in entry["reports"])
    right = sum(FLOOR["documents"][entry["path"]]["right"] for entry in readable)
    assert cells > 80_000
    assert right / cells >= 0.9995


def test_the_gate_sees_a_silent_error_a_lost_cell_and_a_new_fault() -> None:
    floor = {"right": 10, "faults": 0}
    assert below(Score("a", "k", right=10), floor) == []
    assert below(Score("a", "k", right=10, silent=1), floor) == ["1 cells silently wrong"]
    assert below(Score("a", "k", right=9, flagged=1), floor) == ["9 cells right, where 10 were"]
    assert below(Score("a", "k", right=10, faults=["organ"]), floor) == ["1 faults, where 0 were"]
