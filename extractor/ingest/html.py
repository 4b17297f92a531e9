"""HTML pages (网页): a portal's page, or a page saved from Word, WPS or LibreOffice.

Places are named so that they can be found in a browser's inspector:

- ``table 3, row 4, cell 2``: the third ``<table>`` of the page in the order of the source, nested and
  hidden ones counted; in it the fourth ``<tr>`` of its own; in that the second ``<td>`` or ``<th>``;
- a paragraph by the path of the element that holds it, ``/html/body/div[2]/p[7]``;
- metadata by ``title``, ``meta PubDate``, or the place of the cell or paragraph that prints it;
  ``charset`` (how the bytes were decoded) and ``replaced characters`` (where some could not be) by
  ``bytes``.

A page whose tables are damaged is counted as a browser builds it.

A ``<br>`` parts lines of one paragraph, two of them part paragraphs.  What is not displayed, struck
out, or furniture of the portal is not in the document; tables that hold text always are, unless all
they hold is metadata.  Digits above or below the line are a note's and stay apart from a figure:
``22<sup>1</sup>`` is 22¹.
"""

from __future__ import annotations

from extractor.document import Block, Document, Paragraph
from extractor.grid import Grid
from extractor.ingest.html_layout import pieces
from extractor.ingest.html_page import Page
from extractor.ingest.html_portal import meta_tags, portal_metadata, without_furniture
from extractor.ingest.html_tree import parse
from extractor.provenance import Provenance
from extractor.source import Source


def ingest(source: Source) -> Document:
    """The document of a page.

    Raises LimitExceeded for a page whose elements nest too deep or whose tables are too large.
    """
    root, decoded = parse(source.data, name=source.name)
    page = Page(root, source.name)
    left, printed = portal_metadata(list(pieces(page, root)))
    blocks: list[Block] = [
        item if isinstance(item, Grid) else Paragraph(item.text, Provenance(item.at))
        for item in without_furniture(left)
    ]
    return Document(
        source=source,
        format="html",
        ingestor="html (lxml)",
        blocks=tuple(blocks),
        metadata=(*meta_tags(root), *printed, *decoded.metadata()),
    )
