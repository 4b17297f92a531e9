"""PDF → Document: born-digital reports whose tables are ruled.

The stages, each a module: ``pages`` and ``device`` (the door) give ink, ``rules`` finds the ruling lines in
it, ``lattice`` the cells between them, ``lines`` the text, ``tables`` puts the text into the cells,
``furniture`` tells page numbers and running heads, ``paragraphs`` joins what is left.

Places are named ``page 3, table 1, row 2, cell 4`` and ``page 3, paragraph 2``, all counted from 1; the
fourth cell of a row is the fourth of those that begin in it.  Boxes are in points from the top left of
the page as it is displayed (cropped and rotated).  A table that runs over pages is a grid on each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.document import Block, Document, Metadatum, Paragraph
from extractor.errors import Reason, UnreadableSource
from extractor.grid import Grid
from extractor.ingest.pdf.furniture import LoosePage, furniture_of
from extractor.ingest.pdf.lines import Line
from extractor.ingest.pdf.pages import opened
from extractor.ingest.pdf.paragraphs import Column, column_of, paragraphs_of
from extractor.ingest.pdf.tables import PageBlocks, blocks_of
from extractor.provenance import Box, Provenance
from extractor.source import Source

__all__ = ["ingest"]

LEAST_TEXT = 20
"""A document that shows fewer legible characters than this, on all its pages, has no text layer."""
TOLD = {"Title": "title", "Author": "author", "CreationDate": "created"}


def ingest(source: Source) -> Document:
    """The document in the bytes of a PDF.

    Raises EncryptedSource (a password is needed), UnreadableSource (cut short, damaged, or no text layer:
    a scan) and LimitExceeded (more than 2000 pages).
    """
    pdf = opened(source)
    parts = [blocks_of(page) for page in pdf.pages]
    if sum(part.legible for part in parts) < LEAST_TEXT:
        raise UnreadableSource(Reason.NO_TEXT, name=source.name, pages=pdf.length)
    furniture = furniture_of([LoosePage(part.number, part.height, part.lines) for part in parts])
    metadata = [
        Metadatum(name, pdf.told[key], Provenance(f"document information, {key}"))
        for key, name in TOLD.items()
        if key in pdf.told
    ]
    metadata += _running_heads(parts, furniture.running)
    dropped = furniture.numbers | furniture.running
    text = [_without(part, dropped) for part in parts]
    usual = column_of([line for lines in text for line in lines])
    blocks = [
        block for part, lines in zip(parts, text, strict=True) for block in _ordered(part, lines, usual)
    ]
    return Document(source, "pdf", "pdfplumber", tuple(blocks), tuple(metadata), pdf.length)


def _running_heads(parts: Sequence[PageBlocks], running: frozenset[tuple[int, int]]) -> list[Metadatum]:
    """Each running head or foot once, where it stands first: some reports print their title only there."""
    heads: dict[str, Provenance] = {}
    for part in parts:
        for index, line in enumerate(part.lines):
            if (part.number, index) in running:
                heads.setdefault(line.text, part.place(f"line {index + 1}", line.box))
    return [Metadatum("running head", text, place) for text, place in heads.items()]


def _without(part: PageBlocks, dropped: frozenset[tuple[int, int]]) -> list[Line]:
    return [line for index, line in enumerate(part.lines) if (part.number, index) not in dropped]


def _ordered(part: PageBlocks, lines: Sequence[Line], usual: Column | None) -> Iterator[Block]:
    """The blocks of a page from top to bottom; few lines stand in the column that is usual elsewhere."""
    column = column_of(lines)
    if column is None or usual is None:
        yield from part.grids
        return
    if len(lines) < 5:
        column = usual
    number = 0
    for piece in _between_grids(lines, part):
        if isinstance(piece, Grid):
            yield piece
            continue
        for text, box in _texts(piece, column):
            number += 1
            yield Paragraph(text, part.place(f"paragraph {number}", box))


def _texts(lines: Sequence[Line], column: Column) -> Iterator[tuple[str, Box]]:
    return paragraphs_of(lines, column) if lines else iter(())


def _between_grids(lines: Sequence[Line], part: PageBlocks) -> Iterator[Grid | list[Line]]:
    """The grids of a page, and the lines that stand before, between and after them."""
    rest = list(lines)
    for grid, top in zip(part.grids, part.tops, strict=True):
        yield [line for line in rest if line.bottom + line.top <= 2 * top]
        rest = [line for line in rest if line.bottom + line.top > 2 * top]
        yield grid
    yield rest
