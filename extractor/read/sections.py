"""The six sections of a report and their text (一、总体情况 … 六、其他需要报告的事项)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from extractor.edition import Section
from extractor.labels import fold, label, likeness
from extractor.read.passages import Passage, Place
from extractor.report import SectionText

HEADING = 0.8
"""A line is a section's heading from this likeness on: one character in six may be wrong."""

_GLUED = re.compile(r"^(?P<numeral>[一二三四五六七])[、.．,]?(?P<rest>.+)$", re.DOTALL)

_PAGE_NUMBER = re.compile(r"[-—–第]*[0-9]{1,4}[-—–页]*(?:[/共]+[0-9]{1,4}页?)?")

CONTENTS = 3
"""So many headings one right under the other are a table of contents."""

Extent = tuple[Place, Place]
"""First and last row of a table."""


def find_sections(
    text: Sequence[Passage],
    sections: Sequence[Section],
    tables: Mapping[str, Extent],
    captions: Collection[str] = (),
) -> tuple[SectionText, ...]:
    """The sections found, in order, each with the passages up to the next heading.

    ``tables`` gives, by section code, where the section's table stands: a heading stands before its
    own table and behind the one before, which tells it from a table of contents, and from a
    sub-heading that has a section's name.  Rows of the tables are left out of the text, and so are
    page numbers and the ``captions`` of the form's tables.
    """
    printed = {fold(caption) for caption in captions}
    starts = _starts(text, sections, tables)
    found: list[SectionText] = []
    for number, (section, start, rest) in enumerate(starts):
        end = starts[number + 1][1] if number + 1 < len(starts) else len(text)
        body = [
            passage
            for passage in text[start + 1 : end]
            if not _in_table(passage, tables.values())
            and not _PAGE_NUMBER.fullmatch(passage.dense)
            and passage.dense not in printed
        ]
        lines = ([rest] if rest else []) + [passage.text for passage in body]
        heading = text[start].text.strip()
        if rest:
            heading = heading[: len(heading) - len(rest)].strip()
        found.append(
            SectionText(
                ordinal=sections.index(section) + 1,
                code=section.code,
                heading=heading,
                text="\n".join(line.strip() for line in lines if line.strip()),
                provenance=text[start].provenance,
            )
        )
    return tuple(found)


def heading_of(passage: Passage, section: Section) -> tuple[float, str]:
    """How far a passage is the section's heading, and what is glued behind the heading in it.

    A numeral that is the section's own speaks for it, one in brackets (（一）) or another against it.
    """
    dense = passage.dense
    if len(dense) < 3:
        return 0.0, ""
    best, rest = 0.0, ""
    if len(dense) <= 45:
        best = max(likeness(dense, wording) for wording in (section.heading, *section.aliases))
    if best < HEADING:
        best, rest = _glued(passage, section)
    if best < HEADING:
        return 0.0, ""
    if passage.in_grid:
        best -= 0.05  # a caption within the table repeats the heading above it
    number = label(dense).number
    if number:
        bracketed = dense.startswith("(")
        best += 0.3 if number == section.numeral and not bracketed else -0.2
    return best, rest


def _glued(passage: Passage, section: Section) -> tuple[float, str]:
    """A heading that runs on into its text: 二、主动公开政府信息情况第二十条…"""
    match = _GLUED.match(passage.dense)
    if match is None or match["numeral"] != section.numeral:
        return 0.0, ""
    for wording in (section.heading, *section.aliases):
        plain = fold(wording)
        if match["rest"].startswith(plain):
            return 1.0, _behind(passage.text, passage.dense.index(plain) + len(plain))
    return 0.0, ""


def _behind(text: str, visible: int) -> str:
    """The text behind its first ``visible`` characters that are no blanks."""
    for position, character in enumerate(text):
        if not visible:
            return text[position:]
        visible -= not character.isspace()
    return ""


def _starts(
    text: Sequence[Passage], sections: Sequence[Section], tables: Mapping[str, Extent]
) -> list[tuple[Section, int, str]]:
    """The passages chosen as headings: the chain of greatest likeness in the order of the form.

    Between equals the later wins for what stands before the tables (a table of contents comes first)
    and the earlier for what comes behind.
    """
    listed = _contents(text, sections)
    chains: list[tuple[float, tuple[tuple[Section, int, str], ...]]] = [(0.0, ())]
    for section in sections:
        grown = list(chains)
        low, high = _bounds(section, sections, tables)
        for position, passage in enumerate(text):
            if not (low < passage.place and (high is None or passage.place <= high)):
                continue
            value, rest = heading_of(passage, section)
            if not value:
                continue
            value -= 0.5 if position in listed else 0.0
            value += (position if high is not None else -position) * 1e-6
            before = max(
                (chain for chain in chains if not chain[1] or chain[1][-1][1] < position),
                key=lambda chain: chain[0],
            )
            grown.append((before[0] + value, (*before[1], (section, position, rest))))
        chains = grown
    return list(max(chains, key=lambda chain: chain[0])[1])


def _contents(text: Sequence[Passage], sections: Sequence[Section]) -> set[int]:
    """The passages of a table of contents: headings with nothing, not even a table, between them."""
    listed: set[int] = set()
    run: list[int] = []
    for position, passage in enumerate(text):
        heading = any(heading_of(passage, section)[0] >= HEADING for section in sections)
        follows = bool(run) and passage.place[0] - text[run[-1]].place[0] <= 1
        if not (heading and follows):
            if len(run) >= CONTENTS:
                listed.update(run)
            run = []
        if heading:
            run.append(position)
    return listed | (set(run) if len(run) >= CONTENTS else set())


def _bounds(
    section: Section, sections: Sequence[Section], tables: Mapping[str, Extent]
) -> tuple[Place, Place | None]:
    """Between which places the section's heading stands: behind the tables of the sections before
    it, and not behind its own table or those that follow."""
    at = [each.code for each in sections].index(section.code)
    before = [tables[each.code][1] for each in sections[:at] if each.code in tables]
    behind = [tables[each.code][0] for each in sections[at:] if each.code in tables]
    return (max(before) if before else (-1, 0)), (min(behind) if behind else None)


def _in_table(passage: Passage, extents: Iterable[Extent]) -> bool:
    """Whether the passage is a row of a table, or a caption in the grid that holds one."""
    if not passage.in_grid:
        return False
    if any(first <= passage.place <= last for first, last in extents):
        return True
    short = len(passage.dense) <= 60
    return short and any(first[0] <= passage.place[0] <= last[0] for first, last in extents)
