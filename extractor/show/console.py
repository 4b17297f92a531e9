"""A report on a terminal: its tables in box drawing, as the form prints them, with marks for doubts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence

from extractor.edition import Layout, Table
from extractor.fact import Item, Status
from extractor.finding import Severity
from extractor.messages import Language
from extractor.show.drawing import Colour, Drawn, Frame, draw
from extractor.show.figures import Figure, Shown, figures, heading, particulars, printable
from extractor.show.form import Box, Part, Printed, printed
from extractor.show.measure import Content, clip, column_widths, row_heights, wrap
from extractor.show.words import word

_NARROWEST = 60
_LABEL, _LONG = 6, 40
"""Columns of text that a label is at least given where it is that long, and at most."""
_HEAD = 4
_ILLEGIBLE = 10
"""Columns of text after which an illegible cell is cut."""

_ALONE = {Status.BLANK: "_", Status.MISSING: "?"}
"""What stands in place of a figure, and, below, behind it."""
_BEHIND = {Status.ILLEGIBLE: "#", Status.UNCERTAIN: "~", Status.REPAIRED: "*"}
_DOUBTFUL, _BROKEN = "~", "!"
_COLOURS = {Severity.ERROR: Colour.RED, Severity.WARNING: Colour.AMBER, Severity.INFO: Colour.DIM}


def terminal(report: Shown, *, language: Language, width: int | None = None, color: bool = False) -> str:
    """The report's tables and findings as lines of text, without a line end behind the last.

    ``width`` is in columns, by default the terminal's, and at least 60.  A table that cannot be drawn
    in it without breaking a number is wider.  ``color`` adds ANSI colours; the marks behind the
    figures, which the legend explains, stand there either way.
    """
    room = max(_NARROWEST, width or shutil.get_terminal_size((100, 24)).columns)
    values = figures(report)
    numerals = {section.code: f"{section.numeral}、" for section in report.edition.sections}
    lines = [_bold(heading(report, language), color) + f"  [{word(report.status, language)}]"]
    lines += [line for each in particulars(report, language) for line in wrap(each, room)]
    for table in report.edition.tables:
        title = numerals.get(table.section, "") + table.title
        lines += ["", _bold(title, color), *_table(table, values, room, color)]
    legend = _legend(values, language)
    lines += ["", *(wrap(legend, room) if legend else [])]
    lines += [_bold(word("findings", language), color), *_findings(report, language, room, color)]
    return "\n".join(lines)


def _table(table: Table, values: Mapping[Item, Figure], room: int, color: bool) -> list[str]:
    """As the form prints it where that fits; else with the rows of one long line below one another."""
    for layout in (table.layout, Layout.MATRIX):
        form = printed(table, layout=layout)
        roomy, tight = (_widths(form, values, room, pad) for pad in (1, 0))
        if sum(tight) + form.width + 1 <= room:
            break
    drawn = [_draw(form, values, widths, pad, color) for widths, pad in ((roomy, 1), (tight, 0))]
    fits = sum(roomy) + form.width + 1 <= room and len(drawn[0]) <= len(drawn[1])
    return drawn[0] if fits else drawn[1]


def _widths(form: Printed, values: Mapping[Item, Figure], room: int, pad: int) -> list[int]:
    """How wide every column of a table is, with the blanks beside the text."""
    contents = _contents(form, values)
    least = [_HEAD] * form.width
    for box in form.boxes:
        if box.part is Part.STUB and box.span.columns == 1:
            least[box.span.left] = _LABEL
    spare = room - (form.width + 1) - 2 * pad * form.width
    widths = column_widths(contents, least, _LONG, 1 + 2 * pad, spare)
    return [wide + 2 * pad for wide in widths]


def _draw(
    form: Printed, values: Mapping[Item, Figure], widths: Sequence[int], pad: int, color: bool
) -> list[str]:
    contents = _contents(form, values)
    broken = [
        list(content.lines)
        if content.solid
        else wrap(content.lines[0], sum(widths[_columns(box)]) + box.span.columns - 1 - 2 * pad)
        for box, content in zip(form.boxes, contents, strict=True)
    ]
    heights = row_heights(contents, broken, form.height)
    drawn = [
        Drawn(box.span, lines, box.item is not None, _colour(values[box.item]) if box.item else None)
        for box, lines in zip(form.boxes, broken, strict=True)
    ]
    return draw(drawn, Frame.of(widths, heights, _ruled(form)), pad, color)


def _columns(box: Box) -> slice:
    return slice(box.span.left, box.span.right)


def _contents(form: Printed, values: Mapping[Item, Figure]) -> list[Content]:
    marks = {item: _mark(values[item]) for box in form.boxes if (item := box.item)}
    # Where any figure has a mark, those without one end a column earlier, so that digits align.
    deep = max(len(mark) for mark in marks.values())
    return [
        Content(box.span, (_text(values[box.item]) + marks[box.item].ljust(deep),), solid=True)
        if box.item
        else Content(box.span, (box.label,))
        for box in form.boxes
    ]


def _ruled(form: Printed) -> frozenset[int]:
    """The row boundaries that get a rule: all but those between two plain rows of one group."""
    open_ = set(range(1, form.height))
    for box in form.boxes:
        leaf = box.part is Part.STUB and box.span.rows == 1 and box.span.right == form.stub
        if box.part is not Part.FIGURE and not leaf:
            open_ -= {box.span.top, box.span.bottom}
    lefts = {
        box.span.top: box.span.left for box in form.boxes if box.part is Part.STUB and box.span.rows == 1
    }
    same = {row for row in open_ if lefts.get(row) == lefts.get(row - 1)}
    return frozenset(range(form.height + 1)) - same


def _text(figure: Figure) -> str:
    status = figure.fact.status
    if status in _ALONE:
        return _ALONE[status]
    return clip(figure.text, _ILLEGIBLE) if status is Status.ILLEGIBLE else figure.text


def _mark(figure: Figure) -> str:
    """What stands behind a figure; nothing of it is lost where there is no colour."""
    mark = _BEHIND.get(figure.fact.status, "")
    if figure.is_doubtful and not mark:
        mark = _DOUBTFUL
    return mark + (_BROKEN if figure.broken else "")


def _colour(figure: Figure) -> Colour | None:
    if figure.broken or figure.fact.status is Status.MISSING:
        return Colour.RED
    if figure.is_doubtful:
        return Colour.AMBER
    if figure.fact.status is Status.REPAIRED:
        return Colour.BLUE
    return Colour.DIM if figure.fact.value is None else None


def _legend(values: Mapping[Item, Figure], language: Language) -> str:
    """The marks that are to be seen, and what they mean."""
    seen = {_ALONE[figure.fact.status] for figure in values.values() if figure.fact.status in _ALONE}
    seen.update(mark for figure in values.values() for mark in _mark(figure))
    meanings = {mark: word(status, language) for status, mark in (_ALONE | _BEHIND).items()}
    meanings |= {_BROKEN: word("broken", language)}
    return "   ".join(f"{mark} {meaning}" for mark, meaning in meanings.items() if mark in seen)


def _findings(report: Shown, language: Language, room: int, color: bool) -> Iterator[str]:
    if not report.findings:
        yield word("no_findings", language)
    for finding in report.findings:
        text = f"{word(finding.severity, language)} {finding.code}: {printable(finding.message(language))}"
        first, *rest = wrap(text, room - 2)
        for line in (first, *(f"  {line}" for line in rest)):
            yield _COLOURS[finding.severity].paint(line) if color else line


def _bold(text: str, color: bool) -> str:
    return Colour.BOLD.paint(text) if color else text
