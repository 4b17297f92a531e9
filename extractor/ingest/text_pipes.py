"""A row a line, its cells parted or ended by ``|``, with or without one in front.

Rules of dashes (Markdown) and lines of a lone ``|`` are no rows.  A row whose cells hold line breaks
is made whole where the count of its marks proves it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.ingest.text_rows import Entry, Line, Row, Run, are_rows, is_heading, is_prose, is_prose_row

PIPES = re.compile(r"[|｜]")

_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MOST_PARTS = 8
"""Lines that one row may take."""
_MOST_BETWEEN = 20
"""Lines without marks that one run may hold; beyond, a new run begins (and the search stays short)."""


@dataclass(frozen=True, slots=True)
class _Strip:
    """One row as text: its line number, its text without outer blanks, how many lines it takes."""

    number: int
    text: str
    end: int

    @property
    def marks(self) -> int:
        return self.text.count("|")


def read_pipes(lines: Sequence[Line], at: int) -> Run | None:
    """The rows that begin at line ``at``; a run without rows where the marks part no cells."""
    strips = _joined(_gathered(lines, at))
    kept: list[_Strip] = []
    for strip in strips:
        if "|" not in strip.text:
            break
        kept.append(strip)
    if not kept:
        return Run((), 1)
    real = [strip for strip in kept if not _is_no_row(strip.text)]
    front, back = _is_border(real, front=True), _is_border(real, front=False)
    rows = [_row(strip, front, back) for strip in real]
    return Run(tuple(rows) if rows and are_rows(rows) else (), kept[-1].end - at)


def _gathered(lines: Sequence[Line], at: int) -> list[_Strip]:
    """The lines that may belong to the run: those with marks, and short ones between them."""
    found: list[_Strip] = []
    loose: list[_Strip] = []
    between = 0
    for index in range(at, len(lines)):
        text = PIPES.sub("|", lines[index].text).strip()
        strip = _Strip(lines[index].number, text, index + 1)
        if "|" in text:
            if is_prose_row(_entries(text)):
                break
            between += sum(bool(part.text) for part in loose)
            if between > _MOST_BETWEEN:
                break
            found += [*loose, strip]
            loose = []
        elif _may_stand_between(text, loose):
            loose.append(strip)
        else:
            break
    return [strip for strip in found if strip.text]


def _entries(text: str) -> Row:
    return tuple(Entry(cell.strip(), "-") for cell in text.split("|"))


def _may_stand_between(text: str, loose: list[_Strip]) -> bool:
    if not text:
        return not loose or bool(loose[-1].text)
    return not is_heading(text) and not is_prose(text) and len(loose) < _MOST_PARTS


def _joined(strips: list[_Strip]) -> list[_Strip]:
    """The same with rows that run over several lines made whole.

    That is certain only where rows end with a mark and the parts have together as many marks as most
    rows have.
    """
    ended = Counter(strip.marks for strip in strips if strip.text.endswith("|") and strip.marks > 1)
    if not ended:
        return strips
    usual = ended.most_common(1)[0][0]
    whole: list[_Strip] = []
    index = 0
    while index < len(strips):
        taken = 1 if strips[index].text.endswith("|") else _parts(strips, index, usual)
        parts = strips[index : index + taken]
        text = "\n".join(part.text for part in parts)
        whole.append(_Strip(parts[0].number, text, parts[-1].end))
        index += taken
    return whole


def _parts(strips: list[_Strip], index: int, usual: int) -> int:
    """How many lines from ``index`` on make one row of the usual marks; 1 where that is not certain."""
    marks = 0
    for taken, strip in enumerate(strips[index : index + _MOST_PARTS], start=1):
        marks += strip.marks
        if marks > usual or strip.marks == usual:
            return 1
        if strip.text.endswith("|"):
            return taken if marks == usual else 1
    return 1


def _is_no_row(text: str) -> bool:
    return _RULE.fullmatch(text) is not None or (text.count("|") <= 1 and not text.strip("| "))


def _is_border(strips: list[_Strip], *, front: bool) -> bool:
    """Whether a mark at that end of a row is its border and parts no empty cell off.

    It is where all rows have it, and where those that have it count more marks than those without.
    """
    has = [s.text.startswith("|") if front else s.text.endswith("|") for s in strips]
    if all(has):
        return True
    with_mark = Counter(strip.marks for strip, mark in zip(strips, has, strict=True) if mark)
    without = Counter(strip.marks for strip, mark in zip(strips, has, strict=True) if not mark)
    if with_mark.total() <= without.total():
        return False
    return with_mark.most_common(1)[0][0] > without.most_common(1)[0][0]


def _row(strip: _Strip, front: bool, back: bool) -> Row:
    text = strip.text
    if front and text.startswith("|"):
        text = text[1:]
    if back and text.endswith("|"):
        text = text[:-1]
    return tuple(
        Entry(_tidy(cell), f"line {strip.number}, cell {n}")
        for n, cell in enumerate(text.split("|"), start=1)
    )


def _tidy(cell: str) -> str:
    return "\n".join(part.strip() for part in _BREAK.sub("\n", cell).split("\n") if part.strip())
