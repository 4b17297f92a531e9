"""``python -m tests.accuracy [CORPUS] [--only TEXT] [--verbose N] [--update]``: a score by kind."""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

from tests.accuracy.floor import FIXTURES, update
from tests.accuracy.score import Score, load_truth, score_document


def main() -> None:
    """Prints a line a kind, and the faults."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="?", type=Path, default=FIXTURES)
    parser.add_argument("--only", default="", help="only documents whose path holds this text")
    parser.add_argument("--verbose", type=int, default=6, help="how many faults to print of a document")
    parser.add_argument("--update", action="store_true", help="record the floor of the fixtures anew")
    arguments = parser.parse_args()
    if arguments.update:
        update()
        return
    kinds: dict[str, list[Score]] = defaultdict(list)
    for entry in load_truth(arguments.corpus):
        if arguments.only in entry["path"]:
            score = score_document(arguments.corpus, entry)
            kinds[score.kind].append(score)
    total = [0, 0, 0, 0]
    for kind, scores in sorted(kinds.items()):
        faults = [(score.path, fault) for score in scores for fault in score.faults]
        counts = [sum(getattr(s, name) for s in scores) for name in ("right", "flagged", "silent")]
        total = [one + other for one, other in zip(total, [*counts, len(faults)], strict=True)]
        if faults:
            print(f"{kind}: {counts[0]} right, {counts[1]} flagged, {counts[2]} silent")
            for path, fault in faults[: arguments.verbose]:
                print(f"    {path}: {fault[:220]}")
    print(f"all: {total[0]} right, {total[1]} flagged, {total[2]} silently wrong, {total[3]} faults")


if __name__ == "__main__":
    main()
