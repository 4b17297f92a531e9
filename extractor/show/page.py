"""A report as HTML: its tables as the form prints them, every doubt to be seen."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping

from extractor.edition import Table
from extractor.fact import Item
from extractor.messages import Language
from extractor.show.figures import Figure, Shown, account, figures, heading, particulars, printable
from extractor.show.form import Box, Part, printed
from extractor.show.style import CSS
from extractor.show.words import word

_LEGEND = ("blank", "missing", "illegible", "uncertain", "repaired", "broken", "crossed")


def tables_html(report: Shown, *, language: Language = "zh") -> str:
    """The report as one ``<div>`` that brings its own style and can stand in any page.

    Headings and labels are the form's, in Chinese; ``language`` is that of all the rest.  Over every
    figure (its ``title``) stands where it was read, and what speaks against it.
    """
    values = figures(report)
    accounts = {item: account(figure, report.edition, language) for item, figure in values.items()}
    numerals = {section.code: f"{section.numeral}、" for section in report.edition.sections}
    lines = [
        f'<div class="extractor-report"><style>{CSS}</style>',
        f"<h3>{_safe(heading(report, language))} "
        f'<span class="pill {_safe(report.status)}">{_safe(word(report.status, language))}</span></h3>',
        f"<p>{' · '.join(_safe(each) for each in particulars(report, language))}</p>",
    ]
    for table in report.edition.tables:
        lines.append(f"<h4>{_safe(numerals.get(table.section, '') + table.title)}</h4>")
        lines += _table(table, values, accounts)
    return "\n".join([*lines, *_legend(values, language), *_findings(report, language), "</div>"])


def _table(table: Table, values: Mapping[Item, Figure], accounts: Mapping[Item, list[str]]) -> Iterator[str]:
    form = printed(table)
    yield f'<table class="{table.layout}">'
    for row in range(form.height):
        yield "<tr>"
        for box in sorted((box for box in form.boxes if box.span.top == row), key=lambda box: box.span.left):
            if box.item is None:
                yield f'<th class="{box.part}{_vertical(box)}"{_spans(box)}>{_safe(box.label)}</th>'
            else:
                yield _figure(box, values[box.item], accounts[box.item])
        yield "</tr>"
    yield "</table>"


def _figure(box: Box, figure: Figure, known: list[str]) -> str:
    # A line end in an attribute survives only as a character reference.
    title = "&#10;".join(_safe(line) for line in known)
    return f'<td class="{" ".join(figure.marks)}"{_spans(box)} title="{title}">{_safe(figure.text)}</td>'


def _spans(box: Box) -> str:
    rows = f' rowspan="{box.span.rows}"' if box.span.rows > 1 else ""
    return rows + (f' colspan="{box.span.columns}"' if box.span.columns > 1 else "")


def _vertical(box: Box) -> str:
    """Whether a label over many rows is set in a narrow column."""
    return " tall" if box.part is Part.STUB and box.span.rows > 2 else ""


def _legend(values: Mapping[Item, Figure], language: Language) -> Iterator[str]:
    """The marks that are to be seen, and what they mean."""
    seen = {mark for figure in values.values() for mark in figure.marks}
    marks = [mark for mark in _LEGEND if mark in seen]
    if marks:
        samples = (f'<span class="sample {mark}"></span>{_safe(word(mark, language))}' for mark in marks)
        yield f'<p class="legend">{" ".join(samples)}</p>'


def _findings(report: Shown, language: Language) -> Iterator[str]:
    yield f"<h4>{word('findings', language)}</h4>"
    if not report.findings:
        yield f"<p>{word('no_findings', language)}</p>"
        return
    yield "<ul>"
    for finding in report.findings:
        severity = finding.severity
        yield (
            f'<li><span class="pill {severity}">{_safe(word(severity, language))}</span> '
            f"<code>{finding.code}</code> {_safe(finding.message(language))}</li>"
        )
    yield "</ul>"


def _safe(text: str) -> str:
    return html.escape(printable(text))
