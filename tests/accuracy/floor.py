"""The floor: what was reached on every document of the committed corpus, and is not given up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.accuracy.score import Score, load_truth, score_document

FIXTURES = Path(__file__).parents[2] / "fixtures"
FILE = Path(__file__).with_name("floor.json")

Floor = dict[str, Any]


def digest(corpus: Path) -> str:
    """One SHA-256 over the names, the bytes and the truths of a corpus."""
    entries = sorted(json.dumps(entry, sort_keys=True, ensure_ascii=False) for entry in load_truth(corpus))
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()


def load_floor() -> Floor:
    """The recorded floor."""
    floor: Floor = json.loads(FILE.read_text("utf-8"))
    return floor


def below(score: Score, floor: Mapping[str, int]) -> list[str]:
    """In what a score falls short of what was reached before; a silent error always does."""
    short = [f"{score.silent} cells silently wrong"] if score.silent else []
    if score.right < floor["right"]:
        short.append(f"{score.right} cells right, where {floor['right']} were")
    if len(score.faults) > floor["faults"]:
        short.append(f"{len(score.faults)} faults, where {floor['faults']} were")
    return short


def update() -> None:
    """Records what is reached now.  Refuses, and records nothing, where any document falls short."""
    old = load_floor()["documents"] if FILE.exists() else {}
    documents: dict[str, dict[str, Any]] = {}
    refused: list[str] = []
    for entry in load_truth(FIXTURES):
        score = score_document(FIXTURES, entry)
        reached = {"right": score.right, "faults": len(score.faults)}
        before = old.get(entry["path"])
        same = before is not None and before["sha256"] == entry["sha256"]
        floor = before if same else {"right": 0, "faults": len(score.faults)}
        refused += [f"{entry['path']}: {short}" for short in below(score, floor)]
        documents[entry["path"]] = {"sha256": entry["sha256"], **reached}
    if refused:
        raise SystemExit("the floor is not lowered:\n" + "\n".join(refused))
    lines = ",\n".join(
        f"  {json.dumps(path)}: {json.dumps(each)}" for path, each in sorted(documents.items())
    )
    FILE.write_text(f'{{"corpus": "{digest(FIXTURES)}",\n "documents": {{\n{lines}\n}}}}\n', encoding="utf-8")
