"""Whether a document is an annual report, and on which edition of the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document import Metadatum
from extractor.edition import Edition
from extractor.errors import FormError, NoEdition, NotAReport, Reason
from extractor.numerals import is_number
from extractor.read.align import LONGEST, Alignment, align
from extractor.read.identify import find_period, find_titles, parse_title
from extractor.read.observe import Overlay, overlay
from extractor.read.passages import Passage
from extractor.read.rows import PrintedRow
from extractor.read.sections import heading_of
from extractor.read.slots import expected

LEAST = 6
"""So many items must be found before a document is said to hold the form's tables."""

NEARLY = 1
"""An edition with so many labels less than the best may still fit as well: one row fell to the other."""

PROSE = 500
"""So many characters of running text under one title are a report, and no entry of a list."""

_NOTICE = re.compile(r"关于.*(?:年度报告|年报).*(?:通知|意见|要求|函)$|年度报告.*(?:通知|编制说明|填报说明)$")
_PART_OF_YEAR = re.compile(r"上半年|下半年|第?[一二三四1-4]季度|(?<!年度)半年|1[-至—][1-9]月|[1-9]月份")


@dataclass(frozen=True)
class Recognition:
    """The edition that fits best, laid over the rows; ``rival`` fits as well, where one does."""

    best: Overlay
    rival: Edition | None


def recognise(rows: Sequence[PrintedRow], editions: Sequence[Edition]) -> Recognition | None:
    """The edition whose headings the tables print; None where none is found.

    The year, and the notice that the text cites, are not asked: both are wrong in real reports.
    """
    if not rows:
        return None
    laid = [overlay(edition, alignment) for edition, alignment in _candidates(rows, editions)]
    ranked = sorted(laid, key=lambda each: (-each.fit, -len(each.observations)))
    best = ranked[0]
    if max(best.fit, len(best.observations)) < LEAST:
        return None
    rival = ranked[1] if len(ranked) > 1 else None
    tied = rival is not None and (rival.fit, len(rival.observations)) == (best.fit, len(best.observations))
    return Recognition(best, rival.edition if rival is not None and tied else None)


def _candidates(rows: Sequence[PrintedRow], editions: Sequence[Edition]) -> list[tuple[Edition, Alignment]]:
    """The editions worth laying over the rows: those whose labels are printed, or nearly as many."""
    texts = {text for row in rows for cell in row.cells if 1 < len(text := cell.text.strip()) <= LONGEST}
    counts = [expected(edition).printed_in(texts) for edition in editions]
    return [
        (edition, align(rows, expected(edition)))
        for edition, count in zip(editions, counts, strict=True)
        if count >= max(counts) - NEARLY
    ]


def refuse_near_misses(name: str, before: Sequence[Passage], found: Recognition | None) -> None:
    """Raises NotAReport for what carries the form, or its name, and is no report of a year.

    ``before`` are the passages above the first table.
    """
    early = [passage for passage in before[:12] if len(passage.dense) <= 80]
    titled = next(find_titles(before), None) is not None
    filled = found is not None and any(is_number(each.text) for each in found.best.observations)
    if not filled and any(_NOTICE.search(passage.dense) for passage in early):
        raise NotAReport(Reason.NOTICE, name=name)
    if not titled:
        for passage in early:
            if _PART_OF_YEAR.search(passage.dense) and "信息公开" in passage.dense:
                raise NotAReport(Reason.NOT_A_REPORT, name=name, why=passage.dense)


def without_tables(
    name: str,
    text: Sequence[Passage],
    rows: Sequence[PrintedRow],
    metadata: Sequence[Metadatum],
    edition: Edition,
) -> FormError:
    """What a document without the form's tables is: a report on no known form, or no report.

    A page that lists many reports has many titles; a report has one, and text or figures below it.
    """
    titles = {(title.organ, title.year) for _, title in find_titles(text)}
    titles |= {(title.organ, title.year) for each in metadata if (title := parse_title(each.value))}
    headings = sum(
        1 for section in edition.sections if any(heading_of(passage, section)[0] >= 1.0 for passage in text)
    )
    figures = sum(1 for row in rows for cell in row.cells if is_number(cell.text))
    prose = sum(len(passage.dense) for passage in text if len(passage.dense) > 40)
    alone = len(titles) == 1 and (find_period(text) is not None or figures >= LEAST or prose >= PROSE)
    if titles and (headings >= 3 or alone):
        return NoEdition(Reason.NO_EDITION if figures >= LEAST else Reason.NO_TABLES, name=name)
    if len(titles) == 1 and any(next(iter(titles))):  # 政府信息公开年报 alone names a list of them
        return NotAReport(Reason.TITLE_ALONE, name=name)
    first = next((passage.text.strip()[:40] for passage in text), "")
    return NotAReport(Reason.NOT_A_REPORT, name=name, why=first)
