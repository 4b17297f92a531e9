"""Reading: editions laid over a document (识读).

A document comes in as paragraphs and grids; a :class:`Sheet` for every report in it goes out.
"""

from __future__ import annotations

from extractor.read.conclude import conclude
from extractor.read.sheet import Sheet, read_sheets

__all__ = ["Sheet", "conclude", "read_sheets"]
