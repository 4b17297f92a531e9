"""What an ingestor makes of a source: paragraphs and grids in the order in which they are read."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.grid import Grid
from extractor.provenance import Provenance
from extractor.source import Source


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text outside every grid, its lines parted by ``\\n``; never only blanks."""

    text: str
    provenance: Provenance

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a paragraph holds text")


@dataclass(frozen=True, slots=True)
class Metadatum:
    """One thing that the file or its page says of itself: ``title``, ``PubDate``, 发布机构 …"""

    key: str
    value: str
    provenance: Provenance


Block = Paragraph | Grid


@dataclass(frozen=True)
class Document:
    """A source, ingested: its blocks in reading order and what it says of itself.

    ``format`` is what the bytes are (``docx``, ``pdf``, ``html``, ``text``), whatever the name says;
    ``ingestor`` names the reader that made it; ``pages`` is None where the format has none.
    """

    source: Source
    format: str
    ingestor: str
    blocks: tuple[Block, ...]
    metadata: tuple[Metadatum, ...] = ()
    pages: int | None = None

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs in order."""
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The grids in order."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))
