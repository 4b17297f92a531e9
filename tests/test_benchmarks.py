"""The benchmark runs and prints a line a format; what it measures is nobody's test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "fixtures" / "documents"


def test_the_benchmark_prints_a_line_for_every_format_it_is_given() -> None:
    files = ["docx/2021-plain-0001.docx", "html/plain.html", "pdf/2021-plain-0001.pdf", "text/tab.txt"]
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--rounds", "1", *(str(DOCUMENTS / file) for file in files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.strip("|").split("|") for line in run.stdout.splitlines()]
    assert [line[0].strip() for line in lines[2:]] == ["docx", "html", "pdf", "text"]
    for line in lines[2:]:
        assert line[1].strip() == "1"
        ingest, read = (float(cell.strip().rstrip("×")) for cell in line[5:7])
        assert ingest > 0
        assert read > 0
