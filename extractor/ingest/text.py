"""Text files (文本), and the tables that someone flattened into them.

Three styles say by their marks where rows and cells end, and become ragged grids: every cell on its
own line behind a tab (``text_cells``), rows of cells parted by tabs (``text_tabs``) or by ``|``
(``text_pipes``).  Everything else stays paragraphs, a line each: to know that 175 bare numbers are 25
rows of 7 one must know the form.

Places: a paragraph by ``line 40``; a cell by ``line 40`` where it has its lines for itself and by
``line 40, cell 3`` where it shares one; a grid by ``lines 12-57``.  Lines count as an editor counts
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.document import Block, Document, Paragraph
from extractor.grid import Grid
from extractor.ingest.encoding import decode
from extractor.ingest.text_cells import read_tabbed_cells
from extractor.ingest.text_pipes import PIPES, read_pipes
from extractor.ingest.text_rows import Line, Run, ragged
from extractor.ingest.text_tabs import read_tabbed_rows
from extractor.provenance import Provenance
from extractor.source import Source

_MARKS = re.compile(r"\[(?:bookmark|image|shape|textbox|footnoteRef|endnoteRef):[^\]\n]*\]")
_LINE_ENDS = re.compile(r"\r+\n|\r")
_OTHER_ENDS = re.compile("[\f\v\x1c-\x1e\x85\u2028\u2029]")
_INVISIBLE = str.maketrans("", "", "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


def ingest(source: Source) -> Document:
    """The document of a text file: a paragraph a line, and the grids that its marks make sure of."""
    decoded = decode(source.data)
    blocks: list[Block] = []
    for item in _grids_in(_lines(decoded.text)):
        if isinstance(item, Grid):
            blocks.append(item)
        elif item.text.strip():
            blocks.append(Paragraph(item.text.strip(), Provenance(f"line {item.number}")))
    return Document(
        source=source,
        format="text",
        ingestor="text",
        blocks=tuple(blocks),
        metadata=decoded.metadata(),
    )


def _lines(text: str) -> list[Line]:
    """The lines with their numbers; a page break or a soft line break parts a line without counting."""
    text = _LINE_ENDS.sub("\n", _MARKS.sub("", text)).translate(_INVISIBLE)
    return [
        Line(number, part) for number, line in enumerate(text.split("\n"), start=1) for part in _parts(line)
    ]


def _parts(line: str) -> list[str]:
    parts = _OTHER_ENDS.split(line)
    return parts if len(parts) == 1 else [part for part in parts if part.strip()] or [""]


def _grids_in(lines: Sequence[Line]) -> Iterator[Line | Grid]:
    """The lines and grids in order; every line is in a grid or comes out as it was."""
    at = 0
    while at < len(lines):
        run = _run(lines, at)
        if run is not None and run.rows:
            yield ragged(run.rows, lines[at].number, lines[at + run.lines - 1].number)
        else:
            yield from lines[at : at + (run.lines if run is not None else 1)]
        at += run.lines if run is not None else 1


def _run(lines: Sequence[Line], at: int) -> Run | None:
    text = lines[at].text
    if "\t" in text:
        return read_tabbed_cells(lines, at) or read_tabbed_rows(lines, at)
    return read_pipes(lines, at) if PIPES.search(text) else None
