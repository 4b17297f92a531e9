"""The running text of a document, wherever it stands: paragraphs, and grid rows that hold one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.document import Block, Paragraph
from extractor.labels import fold
from extractor.numerals import holds_figure
from extractor.provenance import Provenance

Place = tuple[int, int]
"""Number of the block among the document's, and of the row in a grid: an order of reading."""


@dataclass(frozen=True)
class Passage:
    """A piece of running text and its place in the order of reading."""

    place: Place
    text: str
    provenance: Provenance
    in_grid: bool = False

    @cached_property
    def dense(self) -> str:
        """The text without blanks and line ends, compatibility characters folded: for matching only."""
        return fold(self.text)


def passages(blocks: Sequence[Block]) -> tuple[Passage, ...]:
    """Every line of a paragraph, and every grid row in which one cell alone holds words.

    Lines are taken apart because a page's editor may have put a whole report into one paragraph.
    """
    found: list[Passage] = []
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            lines = (line for line in block.text.splitlines() if line.strip())
            found += (Passage((number, 0), line, block.provenance) for line in lines)
            continue
        for index in range(block.height):
            filled = [cell for cell in block.row(index) if cell.text.strip()]
            if len(filled) == 1 and filled[0].span.top == index and not holds_figure(filled[0].text):
                found.append(Passage((number, index), filled[0].text, filled[0].provenance, in_grid=True))
    return tuple(found)
