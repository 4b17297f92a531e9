"""``python -m benchmarks [FILE ...] [--rounds N]``: time a document, by format, as ratios.

Every round times the floor, the plain library, ``ingest`` and ``read`` on the same bytes one after
the other; a ratio is taken within its round, and the median over the rounds is printed.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from pathlib import Path

from benchmarks.contenders import CONTESTS, Contest, Run, run_ingest, run_read
from extractor.errors import ExtractorError
from extractor.ingest.sniff import sniff

FIXTURES = Path(__file__).parents[1] / "fixtures" / "documents"
CHOSEN = {
    "docx": "docx/*written-by-libreoffice*.docx",  # as verbose as what an office program writes
    "html": "html/*.html",
    "pdf": "pdf*/*.pdf",
    "text": "text/*.txt",
}
A_FORMAT = 8


def timed(run: Run, data: bytes) -> float:
    """Seconds for one run, with the collector of garbage kept out of it."""
    gc.collect()
    gc.disable()
    start = time.perf_counter()
    run(data)
    seconds = time.perf_counter() - start
    gc.enable()
    return seconds


def contest(match: Contest, files: list[Path], rounds: int) -> str:
    """One line of the table: the medians over all files and rounds."""
    floors: list[float] = []
    ratios: dict[str, list[float]] = {"plain": [], "ingest": [], "read": [], "read/plain": []}
    for file in files:
        data = file.read_bytes()
        try:
            for run in (match.run_floor, match.run_plain, run_ingest, run_read):
                run(data)  # imports and caches are warmed: a run over many files pays for them once
        except (ExtractorError, ValueError) as error:
            print(f"left out: {file.name}: {error}")
            continue
        for _ in range(rounds):
            floor = timed(match.run_floor, data)
            plain = timed(match.run_plain, data)
            read = timed(run_read, data)
            floors.append(floor)
            ratios["plain"].append(plain / floor)
            ratios["ingest"].append(timed(run_ingest, data) / floor)
            ratios["read"].append(read / floor)
            ratios["read/plain"].append(read / plain)
    middle = {name: statistics.median(values) for name, values in ratios.items()}
    return (
        f"| {match.format} | {len(files)} | {match.floor} | {statistics.median(floors) * 1000:.1f} ms "
        f"| {match.plain} {middle['plain']:.1f}× | {middle['ingest']:.1f}× | {middle['read']:.1f}× "
        f"| {middle['read/plain']:.2f} |"
    )


def main() -> None:
    """Prints one line a format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="documents; without any, the fixtures")
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    print("| format | files | floor | floor takes | library, plainly | ingest | read | read / plain |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for match in CONTESTS:
        chosen = [file for file in arguments.files if sniff(file.read_bytes()) == match.format]
        if not arguments.files:
            every = sorted(FIXTURES.glob(CHOSEN[match.format]))
            chosen = every[:: max(1, len(every) // A_FORMAT)][:A_FORMAT]
        if chosen:
            print(contest(match, chosen, arguments.rounds), flush=True)


if __name__ == "__main__":
    main()
