"""A grid as it lies on the page, as SVG: every cell a rectangle with its text in it."""

from __future__ import annotations

import html
from itertools import accumulate

from extractor.grid import Cell, Grid
from extractor.show.figures import printable
from extractor.show.measure import Content, column_widths, row_heights, wrap

_UNIT = 7
"""Pixels a column of text: half a Chinese character of 14 pixels."""
_LINE = 19
_PAD = 6
_LEAST, _MOST = 3, 26
"""Columns of text in a column of the grid."""

_FONTS = (
    "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',SimSun,sans-serif"
)


def grid_svg(grid: Grid) -> str:
    """A picture of the grid: merged cells tinted, holes hatched, the provenance over every cell.

    A string that holds one ``<svg>`` element and can stand in a page or in a file of its own.
    """
    cells = grid.cells
    contents = [_content(cell) for cell in cells]
    widths = column_widths(contents, [_LEAST] * grid.width, _MOST, 0)
    broken = [_broken(content, widths) for content in contents]
    heights = row_heights(contents, broken, grid.height)
    xs = [1, *(1 + x for x in accumulate(_UNIT * columns + 2 * _PAD for columns in widths))]
    ys = [1, *(1 + y for y in accumulate(_LINE * lines + _PAD for lines in heights))]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="extractor-grid" width="{xs[-1] + 1}" '
        f'height="{ys[-1] + 1}" font-family="{_FONTS}" font-size="13">',
        f"<desc>{grid.height} × {grid.width}, {grid.geometry}, {_safe(str(grid.provenance))}</desc>",
        '<defs><pattern id="extractor-hole" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="7" height="7" fill="#fff"/>'
        '<path d="M0 0V7" stroke="#bbb" stroke-width="2"/></pattern></defs>',
        f'<rect x="1" y="1" width="{xs[-1] - 1}" height="{ys[-1] - 1}" '
        'fill="url(#extractor-hole)" stroke="#999"/>',
    ]
    for cell, lines in zip(cells, broken, strict=True):
        parts += _cell(cell, lines, xs, ys)
    return "\n".join([*parts, "</svg>"])


def _content(cell: Cell) -> Content:
    lines = tuple(printable(line).strip() for line in cell.text.split("\n"))
    short = len(lines) == 1 and lines[0].isascii() and len(lines[0]) <= _MOST
    return Content(cell.span, lines, solid=short)


def _broken(content: Content, widths: list[int]) -> list[str]:
    span = content.span
    room = sum(widths[span.left : span.right]) + 2 * _PAD // _UNIT * (span.columns - 1)
    return [part for line in content.lines for part in wrap(line, max(room, 2))]


def _cell(cell: Cell, lines: list[str], xs: list[int], ys: list[int]) -> list[str]:
    span = cell.span
    x, y = xs[span.left], ys[span.top]
    wide, high = xs[span.right] - x, ys[span.bottom] - y
    merged = span.rows > 1 or span.columns > 1
    first = y + (high - _LINE * len(lines)) / 2 + _LINE * 0.72
    texts = [
        f'<text x="{x + wide / 2:g}" y="{first + _LINE * number:g}" text-anchor="middle">{_safe(line)}</text>'
        for number, line in enumerate(lines)
        if line
    ]
    return [
        f"<g><title>{_safe(f'{span.rows} × {span.columns}, {cell.provenance}')}</title>",
        f'<rect x="{x}" y="{y}" width="{wide}" height="{high}" '
        f'fill="{"#eaf2fb" if merged else "#fff"}" stroke="#667"/>',
        *texts,
        "</g>",
    ]


def _safe(text: str) -> str:
    return html.escape(printable(text))
