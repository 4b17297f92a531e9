"""One report of a document, recognised: its overlay, its identification and its sections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Document
from extractor.edition import Edition
from extractor.read.identify import identify
from extractor.read.observe import Overlay
from extractor.read.passages import Passage, passages
from extractor.read.recognise import Recognition, recognise, refuse_near_misses, without_tables
from extractor.read.rows import stream
from extractor.read.sections import Extent, find_sections
from extractor.read.split import split_reports
from extractor.report import Identification, SectionText


@dataclass(frozen=True)
class Sheet:
    """What reading makes of one report; ``rival`` names an edition that fits as well as the best."""

    overlay: Overlay
    rival: str | None
    identification: Identification
    sections: tuple[SectionText, ...]


def read_sheets(document: Document, editions: Sequence[Edition]) -> tuple[Sheet, ...]:
    """The reports of a document, in order.

    Raises NotAReport where there is none, NoEdition where there is one whose tables fit no edition.
    """
    name = document.source.name
    text = passages(document.blocks)
    rows = stream(document.blocks)
    parts = split_reports(document.blocks, editions[0])
    sheets: list[Sheet] = []
    for part in parts:
        own_text = [passage for passage in text if passage.place[0] in part]
        own_rows = [row for row in rows if row.block in part]
        found = recognise(own_rows, editions)
        refuse_near_misses(name, _before(own_text, found), found)
        if found is not None:
            sheets.append(_sheet(document, own_text, found, alone=len(parts) == 1))
    if not sheets:
        raise without_tables(name, text, rows, document.metadata, editions[0])
    return tuple(sheets)


def _sheet(document: Document, text: list[Passage], found: Recognition, *, alone: bool) -> Sheet:
    # What a page says of itself is about its one report; of several it names none.
    metadata = document.metadata if alone else ()
    edition = found.best.edition
    return Sheet(
        overlay=found.best,
        rival=_name(found.rival) if found.rival is not None else None,
        identification=identify(_before(text, found), metadata),
        sections=find_sections(text, edition.sections, found.best.extents, _captions(edition)),
    )


def _before(text: list[Passage], found: Recognition | None) -> list[Passage]:
    """The passages above the first row of the form's tables."""
    if found is None or not found.best.extents:
        return text
    first: Extent = min(found.best.extents.values())
    return [passage for passage in text if passage.place < first[0]]


def _captions(edition: Edition) -> list[str]:
    captions = [block.caption for table in edition.tables for block in table.blocks]
    return [table.title for table in edition.tables] + [caption for caption in captions if caption]


def _name(edition: Edition) -> str:
    return edition.id if edition.variant is None else f"{edition.id} ({edition.variant})"
