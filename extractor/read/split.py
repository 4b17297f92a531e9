"""Several organs' reports in one document, taken apart."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.document import Block
from extractor.edition import Edition
from extractor.grid import Grid
from extractor.labels import likeness
from extractor.read.identify import find_titles
from extractor.read.passages import Passage, passages
from extractor.read.sections import heading_of
from extractor.read.slots import expected

PRINTED = 0.9


def split_reports(blocks: Sequence[Block], edition: Edition) -> tuple[range, ...]:
    """The blocks of each report: a new one begins where tables come again behind a new title.

    Tables that come again without a new title, or a new 一、总体情况, are one report's: it prints
    them twice.  A document without any table is one range.
    """
    text = passages(blocks)
    headings = [slot.heading for slot in expected(edition).slots if slot.heading is not None]
    labels = [(heading.code, heading.label) for heading in headings]
    cuts = [0]
    seen: set[str] = set()
    last = -1
    for number, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        rows = _rows_of_form(block, labels)
        if not rows:
            continue
        again = len(rows & seen)
        if again >= 2 and 2 * again >= len(rows):
            cut = _beginning(text, edition, after=last, before=number)
            if cut is not None:
                cuts.append(cut)
                seen = set()
        seen |= rows
        last = number
    return tuple(range(start, end) for start, end in zip(cuts, [*cuts[1:], len(blocks)], strict=True))


def _rows_of_form(grid: Grid, labels: Sequence[tuple[str, str]]) -> set[str]:
    texts = {cell.text for cell in grid.cells if 1 < len(cell.text) < 80}
    return {code for code, wording in labels for text in texts if likeness(text, wording) >= PRINTED}


def _beginning(text: Sequence[Passage], edition: Edition, *, after: int, before: int) -> int | None:
    """The block in which a new report begins between two grids: at its title or its first section."""
    between = [passage for passage in text if after < passage.place[0] < before]
    for start, _ in find_titles(between):
        return between[start].place[0]
    for passage in between:
        if heading_of(passage, edition.sections[0])[0] >= 1.0:
            return passage.place[0]
    return None
