"""The PDF ingestor, on documents drawn here stroke by stroke and on a real report where it is at hand."""

from __future__ import annotations

import io
import itertools
import json
import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Document
from extractor.errors import EncryptedSource, LimitExceeded, Reason, SourceError, UnreadableSource
from extractor.grid import Grid, Span
from extractor.ingest.pdf import ingest
from extractor.source import Source

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
WIDTH, HEIGHT = 595.0, 842.0
FILLER = "本年度共有若干事项在此说明，供读者参阅，并无其他用意，也不含任何数字。"


class Page:
    """A page to draw on, in points from the top left."""

    def __init__(self, canvas: Canvas, height: float = HEIGHT) -> None:
        self.canvas = canvas
        self.height = height

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = "STSong-Light") -> None:
        """Writes with the baseline at y."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text)

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def lines(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """A full lattice of rules."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)

    def rect(self, x0: float, y0: float, x1: float, y1: float, *, stroke: int = 0, fill: int = 1) -> None:
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=stroke, fill=fill)

    def cells(self, xs: Sequence[float], ys: Sequence[float], texts: Iterable[Iterable[str]]) -> None:
        """A text in each cell, 3 points from its left border and above its lower one."""
        for y, row in zip(ys[1:], texts, strict=True):
            for x, text in zip(xs, row, strict=False):
                self.text(x + 3, y - 3, text, size=8)


def drawn(*pages: Callable[[Page], None], **settings: object) -> bytes:
    """A PDF of A4 pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), **settings)
    for page in pages:
        page(Page(canvas))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(*pages: Callable[[Page], None]) -> Document:
    return ingest(Source("drawn.pdf", drawn(*pages)))


def body(page: Page, lines: int = 2) -> None:
    """Enough text for a page not to be a scan."""
    for number in range(lines):
        page.text(80, 140 + 16 * number, FILLER)


def texts(grid: Grid) -> list[list[str | None]]:
    return grid.matrix(fill=False)


XS, YS = (100.0, 200.0, 300.0, 400.0), (200.0, 220.0, 240.0, 260.0)
FIGURES = [["甲", "11", "0", "7"], ["乙", "26", "105", "8"], ["丙", "3", "4", "9"]]
TEXTS = [["甲", "乙", "丙"], ["规章", "11", "0"], ["文件", "26", "105"]]


def table(page: Page) -> None:
    page.lines(XS, YS)
    page.cells(XS, YS, TEXTS)


# --- grids from rules


def test_a_ruled_table_is_a_grid_between_the_paragraphs_around_it() -> None:
    def page(p: Page) -> None:
        body(p)
        table(p)
        p.text(80, 300, "表后的话")

    document = read(page)
    assert document.format == "pdf"
    assert document.ingestor == "pdfplumber"
    assert document.pages == 1
    before, grid, after = document.blocks
    assert isinstance(grid, Grid)
    assert texts(grid) == TEXTS
    assert before == document.paragraphs[0]
    assert after == document.paragraphs[1]
    assert document.paragraphs[1].text == "表后的话"
    cell = grid.cell(1, 1)
    assert cell is not None
    assert cell.provenance.at == "page 1, table 1, row 2, cell 2"
    assert cell.provenance.bbox == (200.0, 220.0, 300.0, 240.0)
    assert document.paragraphs[1].provenance.at == "page 1, paragraph 2"


def thin_rectangles(p: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    p.rect(x0 - 0.24, y0 - 0.24, x1 + 0.24, y1 + 0.24)


def dashes(p: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    steps = max(int(max(x1 - x0, y1 - y0) / 4), 1)
    for step in range(steps):
        a, b = step / steps, (step + 0.5) / steps
        p.line(x0 + a * (x1 - x0), y0 + a * (y1 - y0), x0 + b * (x1 - x0), y0 + b * (y1 - y0))


def dots(p: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    steps = max(int(max(x1 - x0, y1 - y0) / 2), 1)
    for step in range(steps + 1):
        x, y = x0 + step / steps * (x1 - x0), y0 + step / steps * (y1 - y0)
        p.rect(x - 0.4, y - 0.4, x + 0.4, y + 0.4)


def doubled(p: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    across = y0 == y1
    for shift in (-1.0, 1.0):
        dx, dy = (0.0, shift) if across else (shift, 0.0)
        p.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def wavering(p: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    """Borders of neighbouring cells that lie up to two points beside each other."""
    shift = 2.0 if (int(x0) + int(y0)) % 3 == 0 else 0.0
    dx, dy = (0.0, shift) if y0 == y1 else (shift, 0.0)
    p.line(x0 + dx, y0 + dy, x1 + dx, y1 + dy)


def straight(p: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    p.line(x0, y0, x1, y1)


def random_spans(rng: random.Random, height: int, width: int) -> list[Span]:
    """Cells that cover the grid, some of them merged."""
    free = {(r, c) for r in range(height) for c in range(width)}
    spans = []
    for r in range(height):
        for c in range(width):
            if (r, c) not in free:
                continue
            bottom, right = r + rng.choice((1, 1, 1, 2, 3)), c + rng.choice((1, 1, 1, 2, 3))
            span = Span(r, c, min(bottom, height), min(right, width))
            if not set(span.positions()) <= free:
                span = Span(r, c, r + 1, c + 1)
            free -= set(span.positions())
            spans.append(span)
    return spans


@pytest.mark.parametrize("rule", [straight, thin_rectangles, dashes, dots, doubled, wavering])
@pytest.mark.parametrize("seed", range(4))
def test_merged_cells_keep_their_spans_whatever_the_rules_are_drawn_with(
    rule: Callable[[Page, float, float, float, float], None], seed: int
) -> None:
    rng = random.Random(seed)
    height, width = 7, 6
    # Every row and column begins a cell, so that no edge is idle.
    spans = random_spans(rng, height - 1, width - 1)
    spans += [Span(height - 1, c, height, c + 1) for c in range(width)]
    spans += [Span(r, width - 1, r + 1, width) for r in range(height - 1)]
    xs = [60.0]
    for _ in range(width):
        xs.append(xs[-1] + rng.choice((24, 40, 90)))
    ys = [200.0]
    for _ in range(height):
        ys.append(ys[-1] + rng.choice((14, 20, 33)))

    def page(p: Page) -> None:
        body(p)
        for number, s in enumerate(spans):
            for r in range(s.top, s.bottom):
                rule(p, xs[s.left], ys[r], xs[s.left], ys[r + 1])
                rule(p, xs[s.right], ys[r], xs[s.right], ys[r + 1])
            for c in range(s.left, s.right):
                rule(p, xs[c], ys[s.top], xs[c + 1], ys[s.top])
                rule(p, xs[c], ys[s.bottom], xs[c + 1], ys[s.bottom])
            p.text(xs[s.left] + 6, ys[s.bottom] - 5, str(100 + number), size=6, font="Helvetica")

    (grid,) = read(page).grids
    found = {cell.span: cell.text for cell in grid.cells}
    assert found == {span: str(100 + number) for number, span in enumerate(spans)}


def test_rows_of_eight_points_and_columns_of_twelve_are_not_snapped_together() -> None:
    xs = [100.0 + 12 * n for n in range(8)]
    ys = [200.0 + 8 * n for n in range(6)]

    def page(p: Page) -> None:
        body(p)
        p.lines(xs, ys)
        for r, y in enumerate(ys[1:]):
            for c, x in enumerate(xs[:-1]):
                p.text(x + 3, y - 2, str((r + c) % 10), size=6, font="Helvetica")

    (grid,) = read(page).grids
    assert texts(grid) == [[str((r + c) % 10) for c in range(7)] for r in range(5)]


def test_the_open_last_row_at_a_page_break_is_kept_and_so_is_the_open_first_row() -> None:
    def first(p: Page) -> None:
        body(p)
        for x in XS:
            p.line(x, 700, x, 760)
        for y in (700, 720, 740):
            p.line(XS[0], y, XS[-1], y)
        p.cells(XS, (700, 720, 740, 760), TEXTS)

    def second(p: Page) -> None:
        for x in XS:
            p.line(x, 60, x, 120)
        for y in (80, 100, 120):
            p.line(XS[0], y, XS[-1], y)
        p.cells(XS, (60, 80, 100, 120), TEXTS)

    one, two = read(first, second).grids
    assert texts(one) == TEXTS
    assert texts(two) == TEXTS
    assert two.provenance.at == "page 2, table 1"


def test_white_fills_behind_paragraphs_and_the_page_rectangle_are_no_table() -> None:
    def page(p: Page) -> None:
        p.canvas.setFillColorRGB(1, 1, 1)
        p.rect(0, 0, WIDTH, HEIGHT, stroke=1)
        for number in range(6):
            p.rect(80, 128 + 16 * number, 500, 144 + 16 * number)
        p.canvas.setFillColorRGB(0, 0, 0)
        body(p, lines=6)

    document = read(page)
    assert document.grids == ()
    assert FILLER * 2 in "".join(paragraph.text for paragraph in document.paragraphs)


def test_shading_makes_no_cells_and_white_text_on_it_is_read() -> None:
    def page(p: Page) -> None:
        body(p)
        p.canvas.setFillColorRGB(0.1, 0.2, 0.5)
        p.rect(110, 200, 390, 220)
        p.canvas.setFillColorRGB(0.8, 0.9, 1)
        p.rect(105, 222, 250, 238)
        p.canvas.setFillColorRGB(0, 0, 0)
        p.lines(XS, YS)
        p.cells(XS, (220, 240, 260), TEXTS[1:])
        p.canvas.setFillColorRGB(1, 1, 1)
        p.cells([x + 10 for x in XS], (200, 220), TEXTS[:1])

    (grid,) = read(page).grids
    assert texts(grid) == TEXTS


def test_white_cells_on_a_dark_ground_are_ruled_by_what_is_left_of_it() -> None:
    def page(p: Page) -> None:
        body(p)
        p.rect(XS[0] - 1, YS[0] - 1, XS[-1] + 1, YS[-1] + 1)
        p.canvas.setFillColorRGB(1, 1, 1)
        for x0, x1 in itertools.pairwise(XS):
            for y0, y1 in itertools.pairwise(YS):
                p.rect(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5)
        p.canvas.setFillColorRGB(0, 0, 0)
        p.cells(XS, YS, TEXTS)

    (grid,) = read(page).grids
    assert texts(grid) == TEXTS


def test_a_table_without_outer_side_rules_keeps_its_outer_columns() -> None:
    def page(p: Page) -> None:
        body(p)
        for x in XS[1:-1]:
            p.line(x, YS[0], x, YS[-1])
        for y in YS:
            p.line(XS[0], y, XS[-1], y)
        p.cells(XS, YS, TEXTS)

    (grid,) = read(page).grids
    assert texts(grid) == TEXTS


def test_a_table_of_three_rules_across_is_not_made_into_a_grid() -> None:
    def page(p: Page) -> None:
        body(p)
        for y in (YS[0], YS[1], YS[-1]):
            p.line(XS[0], y, XS[-1], y)
        p.cells(XS, YS, TEXTS)

    document = read(page)
    assert document.grids == ()
    assert any("26" in paragraph.text.split() for paragraph in document.paragraphs)


def test_a_frame_around_the_page_that_meets_the_table_does_not_swallow_the_paragraphs() -> None:
    def page(p: Page) -> None:
        p.rect(XS[0], 60, XS[-1], 780, stroke=1, fill=0)
        for number in range(5):
            p.text(XS[0] + 4, 90 + 16 * number, "框里的正文，框里的正文，框里的正文")
        table(p)
        for number in range(5):
            p.text(XS[0] + 4, 300 + 16 * number, "表后的正文，表后的正文，表后的正文")

    document = read(page)
    (grid,) = document.grids
    assert texts(grid) == TEXTS
    assert document.paragraphs[0].text.startswith("框里的正文")
    assert document.paragraphs[-1].text.startswith("表后的正文")


def test_a_single_framed_box_of_text_is_a_paragraph() -> None:
    def page(p: Page) -> None:
        body(p)
        p.rect(80, 200, 400, 260, stroke=1, fill=0)
        p.text(90, 230, "框中之语")

    document = read(page)
    assert document.grids == ()
    assert document.paragraphs[-1].text == "框中之语"


def test_rules_off_the_page_rule_nothing() -> None:
    def page(p: Page) -> None:
        body(p)
        table(p)
        p.line(150, -40, 450, -40)
        p.lines((-300, -250, -200), (200, 220, 240))

    (grid,) = read(page).grids
    assert texts(grid) == TEXTS


def test_an_underline_in_a_cell_cuts_nothing() -> None:
    def page(p: Page) -> None:
        body(p)
        table(p)
        p.line(206, 232, 260, 232)

    (grid,) = read(page).grids
    assert texts(grid) == TEXTS


def test_an_underlined_number_that_fills_its_cell_is_not_parted_from_it() -> None:
    def page(p: Page) -> None:
        body(p)
        width = pdfmetrics.stringWidth("447228", "Helvetica", 10)
        xs = (100, 100 + width + 3, 200)
        p.lines(xs, (200, 220, 240))
        for y in (210, 232):
            p.text(101.5, y, "447228", font="Helvetica")
            p.line(101.5, y + 1.2, 101.5 + width, y + 1.2)

    (grid,) = read(page).grids
    assert texts(grid) == [["447228", ""], ["447228", ""]]


def test_a_rule_below_heads_that_fill_their_cells_is_no_underline() -> None:
    def page(p: Page) -> None:
        body(p)
        xs, ys = (100.0, 140.0, 180.0, 220.0), (200.0, 212.0, 224.0)
        p.lines(xs, ys)
        for x, head in zip(xs, ("结果维持", "结果纠正", "其他结果"), strict=False):
            p.text(x, 210.5, head)
            p.text(x + 15, 222, "6")

    assert texts(read(page).grids[0]) == [["结果维持", "结果纠正", "其他结果"], ["6", "6", "6"]]


def test_the_dots_of_borders_side_by_side_make_no_rules_across() -> None:
    def dotted(p: Page, x0: float, x1: float, top: float, bottom: float) -> None:
        across, down = round((x1 - x0) / 4.5), round((bottom - top) / 4.5)
        for step in range(across + 1):
            x = x0 + (x1 - x0 - 2.25) * step / across
            for y in (top, bottom - 2.25):
                p.rect(x, y, x + 2.25, y + 2.25)
        for step in range(down + 1):
            y = top + (bottom - top - 2.25) * step / down
            for x in (x0, x1 - 2.25):
                p.rect(x, y, x + 2.25, y + 2.25)

    def page(p: Page) -> None:
        body(p)
        xs, ys = (100.0, 161.5, 190.0, 240.0, 303.0), (200.0, 262.0, 289.0, 330.0)
        for row, line in enumerate(FIGURES):
            for column, text in enumerate(line):
                dotted(p, xs[column], xs[column + 1] - 1.5, ys[row], ys[row + 1] - 1.5)
                p.text(xs[column] + 8, ys[row] + 18, text)

    assert texts(read(page).grids[0]) == FIGURES


def test_two_tables_and_the_heading_between_them_in_one_frame_are_two_grids() -> None:
    def page(p: Page) -> None:
        body(p)
        p.lines((100, 200, 300, 400), (200, 220, 240))
        p.line(100, 240, 100, 280)
        p.line(400, 240, 400, 280)
        p.lines((100, 150, 250, 400), (280, 300))
        p.cells((100, 200, 300, 400), (200, 220, 240), (("甲", "1", "2"), ("乙", "3", "4")))
        p.text(110, 265, "四、行政复议情况")
        p.cells((100, 150, 250, 400), (280, 300), (("5", "6", "7"),))

    document = read(page)
    one, two = document.grids
    assert texts(one) == [["甲", "1", "2"], ["乙", "3", "4"]]
    assert texts(two) == [["5", "6", "7"]]
    assert document.blocks.index(document.paragraphs[-1]) == document.blocks.index(one) + 1
    assert document.paragraphs[-1].text == "四、行政复议情况"


def test_a_caption_row_inside_a_table_stays_in_it() -> None:
    def page(p: Page) -> None:
        body(p)
        p.lines((100, 200, 300, 400), (200, 220))
        p.line(100, 220, 100, 240)
        p.line(400, 220, 400, 240)
        p.lines((100, 250, 400), (240, 260))
        p.cells((100, 200, 300, 400), (200, 220), (("规章", "1", "2"),))
        p.text(110, 235, "第二十条第（八）项")
        p.cells((100, 250, 400), (240, 260), (("收费", "3"),))

    (grid,) = read(page).grids
    rows = [[text for text in row if text is not None] for row in texts(grid)]
    assert rows == [["规章", "1", "2"], ["第二十条第（八）项"], ["收费", "3"]]


def test_a_frame_around_a_table_inside_and_one_that_touches_it_leaves_the_tables_in_order() -> None:
    def page(p: Page) -> None:
        body(p)
        p.lines((110, 250, 390), (200, 220, 240))
        p.cells((110, 250), (200, 220, 240), [["规章", "11"], ["文件", "26"]])
        p.text(110, 270, "四、行政复议情况")
        p.lines((100, 200, 300, 400), (280, 300, 320))
        p.cells((100, 200, 300), (280, 300, 320), [["甲", "乙", "丙"], ["1", "2", "3"]])
        p.rect(100, 190, 400, 320, stroke=1, fill=0)

    document = read(page)
    assert [texts(grid) for grid in document.grids] == [
        [["规章", "11"], ["文件", "26"]],
        [["甲", "乙", "丙"], ["1", "2", "3"]],
    ]
    assert document.paragraphs[-1].text == "四、行政复议情况"


@pytest.mark.parametrize("inner_first", [True, False])
def test_cells_whose_borders_are_filled_between_two_rectangles_are_ruled(inner_first: bool) -> None:
    def page(p: Page) -> None:
        body(p)
        for row, line in enumerate(TEXTS):
            for column, text in enumerate(line):
                x, y = 100.0 + 100 * column, 200.0 + 20 * row
                sides = [(x, y, 100.0, 20.0), (x + 0.4, y + 0.4, 99.2, 19.2)]
                border = p.canvas.beginPath()
                for left, top, width, height in reversed(sides) if inner_first else sides:
                    border.rect(left, p.height - top - height, width, height)
                p.canvas.drawPath(border, stroke=0, fill=1, fillMode=0)
                p.text(x + 3, y + 15, text, size=8)

    assert texts(read(page).grids[0]) == TEXTS


# --- text in cells


def in_cell(draw: Callable[[Page], None], *, right: float = 300.0) -> str:
    """What a cell from (200, 200) to (right, 320) is read as."""

    def page(p: Page) -> None:
        body(p)
        p.lines((100, 200, right, 500), (200, 320))
        draw(p)

    (grid,) = read(page).grids
    cell = grid.cell(0, 1)
    assert cell is not None
    return cell.text


def test_a_stacked_label_is_one_character_a_line() -> None:
    def draw(p: Page) -> None:
        for number, character in enumerate("结果维持"):
            p.text(210, 220 + 14 * number, character)

    assert in_cell(draw) == "结\n果\n维\n持"


def test_a_stacked_label_that_begins_with_a_numeral_and_its_comma_reads_downwards() -> None:
    def draw(p: Page) -> None:
        p.text(205, 215, "三、")
        for number, character in enumerate("本年度"):
            p.text(207, 229 + 14 * number, character)

    assert in_cell(draw) == "三、\n本\n年\n度"


def test_vertical_writing_in_two_columns_is_read_from_the_right() -> None:
    def draw(p: Page) -> None:
        for x, column in ((230, "三本年度"), (214, "办理结果")):
            for number, character in enumerate(column):
                p.text(x, 215 + 12 * number, character)

    assert in_cell(draw) == "三本年度\n办理结果"


@pytest.mark.parametrize("angle", [90, -90, 180])
def test_turned_text_is_read_in_its_own_direction(angle: int) -> None:
    def draw(p: Page) -> None:
        p.canvas.saveState()
        p.canvas.translate(250, HEIGHT - 260)
        p.canvas.rotate(angle)
        p.canvas.setFont("STSong-Light", 10)
        p.canvas.drawString(-30, 0, "本年度")
        p.canvas.drawString(-30, -12, "结果127")
        p.canvas.restoreState()

    assert in_cell(draw) == "本年度\n结果127"


def test_a_slanted_watermark_leaves_the_figures_alone() -> None:
    def draw(p: Page) -> None:
        p.canvas.saveState()
        p.canvas.translate(250, HEIGHT - 260)
        p.canvas.rotate(45)
        p.canvas.drawString(-30, 0, "888")
        p.canvas.restoreState()
        p.text(210, 250, "105")

    assert in_cell(draw) == "105"


def test_fake_bold_is_read_once_and_true_repetition_is_kept() -> None:
    def draw(p: Page) -> None:
        p.text(210, 250, "11", font="Helvetica")
        p.text(210.3, 250, "11", font="Helvetica")
        p.text(210, 280, "1", font="Helvetica")
        p.text(210.3, 280.2, "1", font="Helvetica")

    assert in_cell(draw) == "11\n1"


def test_digits_printed_over_each_other_are_illegible() -> None:
    def draw(p: Page) -> None:
        p.text(210, 250, "17", font="Helvetica")
        p.text(210.2, 250, "4", font="Helvetica")

    assert in_cell(draw) == "\ufffd7"


def test_digits_of_a_font_without_widths_are_illegible_and_not_shuffled() -> None:
    content = (
        b"BT /F 10 Tf 100 700 Td [(1) -3 (0) 8 (5)] TJ ET BT /H 10 Tf 100 600 Td (" + b"a" * 30 + b") Tj ET"
    )
    font = b"<</Type/Font/Subtype/TrueType/BaseFont/Sub/FirstChar 0/LastChar 255/Encoding/WinAnsiEncoding>>"
    assert ingest(Source("x", raw_pdf(content, font))).paragraphs[0].text == "\ufffd"


def test_vertical_writing_of_one_character_a_column_is_read_from_the_right() -> None:
    def draw(p: Page) -> None:
        p.text(236, 230, "结")
        p.text(220, 230, "果")

    assert in_cell(draw) == "结\n果"


def test_text_that_cannot_be_seen_is_not_read() -> None:
    def draw(p: Page) -> None:
        p.text(210, 230, "105")
        unseen = p.canvas.beginText(240, HEIGHT - 230)
        unseen.setFont("STSong-Light", 10)
        unseen.setTextRenderMode(3)
        unseen.textOut("3")
        unseen.setTextRenderMode(0)
        p.canvas.drawText(unseen)
        p.text(260, 230, "4", size=0.5)
        p.canvas.saveState()
        p.canvas.setFillColorRGB(1, 1, 1)
        p.text(270, 230, "5")
        p.canvas.setFillColorRGB(0, 0, 0)
        p.canvas.setFillAlpha(0)
        p.text(280, 230, "6")
        p.canvas.restoreState()

    assert in_cell(draw) == "105"


def test_a_figure_under_a_white_patch_is_replaced_by_the_one_on_it() -> None:
    def draw(p: Page) -> None:
        p.text(210, 230, "105")
        p.canvas.setFillColorRGB(1, 1, 1)
        p.rect(206, 220, 240, 234)
        p.canvas.setFillColorRGB(0, 0, 0)
        p.text(210, 230, "206")

    assert in_cell(draw) == "206"


def test_a_filled_in_field_is_read_in_its_cell() -> None:
    def draw(p: Page) -> None:
        p.canvas.acroForm.textfield(value="105", x=210, y=HEIGHT - 250, width=60, height=20, name="received")

    assert in_cell(draw) == "105"


def test_a_veil_over_a_figure_does_not_hide_it() -> None:
    def draw(p: Page) -> None:
        p.text(210, 230, "105")
        p.canvas.setFillColorRGB(1, 1, 1)
        p.canvas.setFillAlpha(0.3)
        p.rect(206, 220, 240, 234)

    assert in_cell(draw) == "105"


def test_blanks_go_between_chinese_characters_and_stay_between_words_and_numbers() -> None:
    def draw(p: Page) -> None:
        p.text(205, 220, "第 二 十 条  第（一）项")
        p.text(205, 240, "total of 12 34", font="Helvetica")
        p.text(205, 260, "１２  ３４", size=8)

    assert in_cell(draw, right=400) == "第二十条第（一）项\ntotal of 12 34\n１２ ３４"


def test_a_number_drawn_in_pieces_is_joined_and_two_numbers_are_not() -> None:
    def draw(p: Page) -> None:
        width = pdfmetrics.stringWidth("31", "Helvetica", 10)
        p.text(205, 220, "31", font="Helvetica")
        p.text(205 + width, 220, "19", font="Helvetica")
        p.text(205, 240, "31", font="Helvetica")
        p.text(205 + width + 6, 240, "19", font="Helvetica")

    assert in_cell(draw) == "3119\n31 19"


def test_a_number_wider_than_its_cell_is_not_cut_by_the_border() -> None:
    def page(p: Page) -> None:
        body(p)
        p.lines((100, 120, 140), (200, 220))
        p.text(97, 214, "447228", font="Helvetica", size=8)
        p.text(128, 214, "0", font="Helvetica", size=8)

    (grid,) = read(page).grids
    assert texts(grid) == [["447228", "0"]]


def test_numbers_that_fill_cells_beside_each_other_are_two() -> None:
    def page(p: Page) -> None:
        body(p)
        p.lines((100, 120, 150, 200), YS)
        p.text(100, 217, "１２", size=10)
        p.text(120, 217, "３４５", size=10)
        p.text(150, 217, "6")
        p.text(103, 237, "7")

    assert texts(read(page).grids[0])[0] == ["１２", "３４５", "6"]


def test_numbers_painted_digit_by_digit_are_parted_by_a_hairline_and_not_by_a_border_alone() -> None:
    def digits(p: Page, x: float, y: float, text: str) -> None:
        for number, digit in enumerate(text):
            p.text(x + 5 * number, y, digit)

    def page(p: Page) -> None:
        body(p)
        p.lines((100, 115.1, 130.3, 160), YS)
        digits(p, 100, 217, "123")
        digits(p, 115.2, 217, "456")
        digits(p, 140, 217, "78")
        digits(p, 105.1, 237, "456")
        digits(p, 140, 237, "78")
        digits(p, 100.1, 257, "1234")
        digits(p, 122, 257, "5")

    assert texts(read(page).grids[0]) == [["123", "456", "78"], ["456", "", "78"], ["1234", "5", ""]]


def test_a_stacked_label_longer_than_its_cell_is_not_cut_by_the_border() -> None:
    def page(p: Page) -> None:
        body(p)
        p.lines((100, 140, 180), (200, 232, 260))
        for number, character in enumerate("结果维持"):
            p.text(115, 208.6 + 10 * number, character)
        p.text(150, 215, "乙")
        p.text(117, 255, "6")
        p.text(157, 255, "7")

    assert texts(read(page).grids[0]) == [["结\n果\n维\n持", "乙"], ["6", "7"]]


def test_a_digit_broken_to_the_next_line_stays_there() -> None:
    def draw(p: Page) -> None:
        p.text(205, 220, "1", font="Helvetica")
        p.text(205, 232, "0", font="Helvetica")

    assert in_cell(draw) == "1\n0"


# --- paragraphs and furniture


def test_lines_of_a_paragraph_are_joined_and_headings_stand_alone() -> None:
    def page(p: Page) -> None:
        p.text(200, 80, "某市二〇二四年年度报告", size=16)
        p.text(80, 120, "一、总体情况")
        p.text(100, 136, "第一段的第一行写到这里就该换到下一行去了呀就该换到下一行去了呀")
        p.text(80, 152, "第一段的第二行写到这里就该换到下一行去了呀就该换到下一行去了呀就呀")
        p.text(80, 168, "第一段完。")
        p.text(100, 184, "第二段的第一行写到这里就该换到下一行去了呀就该换到下一行去了呀")
        p.text(80, 200, "（一）小标题")
        p.text(100, 216, "第三段。")

    assert [paragraph.text for paragraph in read(page).paragraphs] == [
        "某市二〇二四年年度报告",
        "一、总体情况",
        "第一段的第一行写到这里就该换到下一行去了呀就该换到下一行去了呀"
        "第一段的第二行写到这里就该换到下一行去了呀就该换到下一行去了呀就呀第一段完。",
        "第二段的第一行写到这里就该换到下一行去了呀就该换到下一行去了呀",
        "（一）小标题",
        "第三段。",
    ]


def test_a_centred_title_too_long_for_its_line_is_one_paragraph() -> None:
    def page(p: Page) -> None:
        for number, line in enumerate(("某某市政务服务和大数据管理", "局2020年信息公开工作", "年度报告")):
            width = 28.0 * len(line) - 14 * line.count("2020") * 4
            p.text((WIDTH - width) / 2, 100 + 32 * number, line, size=28)
        for number in range(6):
            p.text(115.5, 220 + 16 * number, FILLER[:30], size=12)

    assert read(page).paragraphs[0].text == "某某市政务服务和大数据管理局2020年信息公开工作年度报告"


def test_a_wide_running_foot_does_not_widen_the_column_of_text() -> None:
    def page(p: Page) -> None:
        p.text(100, 300, "四、某某市某某区某某局政府信息公开行政复议情", size=20)
        p.text(100, 326, "况", size=20)
        p.text(10, 830, "第页" + "某某市" * 19, size=10)

    document = read(page, page, page)
    assert [p.text for p in document.paragraphs] == ["四、某某市某某区某某局政府信息公开行政复议情况"] * 3


@pytest.mark.parametrize("form", ["— {} —", "- {} -", "{}", "第 {} 页 共 3 页", "{}/3", "第{}页"])
def test_page_numbers_are_dropped(form: str) -> None:
    def numbered(number: int) -> Callable[[Page], None]:
        def page(p: Page) -> None:
            body(p)
            p.text(280, 800, form.format(number))

        return page

    document = read(*(numbered(number) for number in (1, 2, 3)))
    assert [paragraph.text for paragraph in document.paragraphs] == [FILLER * 2] * 3


def test_a_number_at_the_foot_that_does_not_count_the_pages_is_kept() -> None:
    def foot(number: str) -> Callable[[Page], None]:
        def page(p: Page) -> None:
            body(p)
            p.text(280, 800, number)

        return page

    document = read(foot("105"), foot("22"), foot("7"))
    assert [paragraph.text for paragraph in document.paragraphs][1::2] == ["105", "22", "7"]


def test_running_heads_are_dropped_from_the_text_and_told_as_metadata() -> None:
    def page(p: Page) -> None:
        p.text(200, 40, "某市2024年政府信息公开工作年度报告")
        body(p)

    document = read(page, page, page)
    assert [paragraph.text for paragraph in document.paragraphs] == [FILLER * 2] * 3
    (head,) = (datum for datum in document.metadata if datum.key == "running head")
    assert head.value == "某市2024年政府信息公开工作年度报告"
    assert head.provenance.page == 1


def test_titles_of_two_reports_at_the_head_of_their_pages_are_no_running_head() -> None:
    def titled(title: str) -> Callable[[Page], None]:
        def page(p: Page) -> None:
            p.text(200, 60, title)
            body(p)

        return page

    document = read(titled("某局2021年年度报告"), titled("某局2024年年度报告"))
    assert [p.text for p in document.paragraphs][::2] == ["某局2021年年度报告", "某局2024年年度报告"]


def test_a_page_number_inside_a_cell_is_left_there() -> None:
    def page(p: Page) -> None:
        body(p)
        for x in XS:
            p.line(x, 760, x, 830)
        p.line(XS[0], 760, XS[-1], 760)
        p.line(XS[0], 780, XS[-1], 780)
        p.cells(XS, (760, 780), TEXTS[1:2])
        p.text(XS[1] + 20, 815, "— 3 —")

    (grid,) = read(page).grids
    assert texts(grid) == [TEXTS[1], ["", "—3—", ""]]


# --- pages


def test_boxes_are_of_the_page_as_displayed_when_it_is_cropped_and_turned() -> None:
    def page(p: Page) -> None:
        p.canvas.setCropBox((50, 42, 545, 792))
        body(p)
        p.text(10, 300, "裁去的字")
        table(p)

    document = read(page)
    (grid,) = document.grids
    assert grid.provenance.bbox == (50.0, 150.0, 350.0, 210.0)
    assert "裁去" not in "".join(paragraph.text for paragraph in document.paragraphs)

    def turned(p: Page) -> None:
        # Drawn on a portrait page such that it is read with the page turned clockwise.
        p.canvas.setPageRotation(90)
        p.canvas.translate(WIDTH, 0)
        p.canvas.rotate(90)
        body(Page(p.canvas, WIDTH))
        table(Page(p.canvas, WIDTH))

    (grid,) = read(turned).grids
    assert grid.provenance.bbox == (100.0, 200.0, 400.0, 260.0)
    assert texts(grid) == TEXTS


def test_a_page_drawn_on_its_side_is_read_upright_and_its_boxes_are_as_displayed() -> None:
    def page(p: Page) -> None:
        p.canvas.translate(WIDTH, 0)
        p.canvas.rotate(90)
        body(Page(p.canvas, WIDTH))
        table(Page(p.canvas, WIDTH))

    document = read(page)
    (grid,) = document.grids
    assert texts(grid) == TEXTS
    assert grid.provenance.bbox == (200.0, HEIGHT - 400, 260.0, HEIGHT - 100)
    cell = grid.cell(0, 0)
    assert cell is not None
    assert cell.provenance.bbox == (200.0, HEIGHT - 200, 220.0, HEIGHT - 100)
    assert document.blocks.index(grid) == 1


def test_the_file_s_own_words_are_metadata() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle("某局2024年年度报告")
    canvas.setAuthor("某局办公室")
    body(Page(canvas))
    canvas.save()
    told = {datum.key: datum.value for datum in ingest(Source("x", out.getvalue())).metadata}
    assert told["title"] == "某局2024年年度报告"
    assert told["author"] == "某局办公室"
    assert told["created"].startswith("D:20")


def test_glyphs_without_a_unicode_value_are_illegible_and_never_digits() -> None:
    content = (
        b"BT /F 10 Tf 100 700 Td <0014001500160017> Tj ET BT /H 10 Tf 100 600 Td (" + b"a" * 30 + b") Tj ET"
    )
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Sub/Encoding/Identity-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType2/BaseFont/Sub"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Sub/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0"
        b"/Ascent 800/Descent -200/CapHeight 700/StemV 80>>/DW 500>>]>>"
    )
    document = ingest(Source("x", raw_pdf(content, font)))
    assert document.paragraphs[0].text == "\ufffd" * 4


def raw_pdf(content: bytes, font: bytes) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R/H 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        font,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    index = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, index)


# --- what cannot be read


def test_a_page_without_text_is_a_scan() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(lambda p: p.rect(50, 50, 500, 700), lambda p: p.text(280, 800, "- 2 -"))
    assert caught.value.reason is Reason.NO_TEXT
    assert caught.value.detail == {"pages": 2}


def test_a_file_that_needs_a_password_is_refused_and_one_that_does_not_is_read() -> None:
    def page(p: Page) -> None:
        p.text(80, 140, "figures of the year, in full", font="Helvetica")

    locked = drawn(page, encrypt=StandardEncryption("secret", "owner"))
    with pytest.raises(EncryptedSource) as caught:
        ingest(Source("locked.pdf", locked))
    assert caught.value.reason is Reason.ENCRYPTED
    opened = drawn(page, encrypt=StandardEncryption("", "owner"))
    assert ingest(Source("open.pdf", opened)).paragraphs[0].text == "figures of the year, in full"


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3, 0.5, 0.8, 0.95])
def test_a_file_cut_short_is_refused_wherever_it_is_cut(share: float) -> None:
    data = drawn(*[body] * 5)
    with pytest.raises(UnreadableSource) as caught:
        ingest(Source("cut.pdf", data[: int(len(data) * share)]))
    assert caught.value.reason is Reason.TRUNCATED
    assert caught.value.detail["format"] == "PDF"


def test_a_damaged_drawing_is_refused_and_not_read_in_part() -> None:
    data = bytearray(drawn(table, pageCompression=1))
    filters = b"/Filter [ /ASCII85Decode /FlateDecode ]"
    assert filters in data
    start = data.index(b"stream", data.index(filters)) + 60
    data[start : start + 40] = b"#" * 40
    with pytest.raises(UnreadableSource) as caught:
        ingest(Source("damaged.pdf", bytes(data)))
    assert caught.value.reason is Reason.DAMAGED


def test_a_lost_page_is_damage() -> None:
    data = drawn(body, body, body)
    assert b"/Count 3" in data
    with pytest.raises(UnreadableSource) as caught:
        ingest(Source("lost.pdf", data.replace(b"/Count 3", b"/Count 4")))
    assert caught.value.reason is Reason.DAMAGED


@pytest.mark.parametrize("seed", range(60))
def test_a_corrupted_file_is_read_or_refused_and_never_crashes(seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(drawn(table, body))
    for _ in range(rng.choice((1, 3, 12))):
        data[rng.randrange(len(data))] = rng.randrange(256)
    try:
        document = ingest(Source("corrupted.pdf", bytes(data)))
    except SourceError as error:
        assert error.name == "corrupted.pdf"
    else:
        assert document.pages == 2


def test_bytes_that_only_begin_like_a_pdf_are_refused() -> None:
    with pytest.raises(UnreadableSource):
        ingest(Source("x.pdf", b"%PDF-1.4\nnothing of the kind\nstartxref\n9\n%%EOF"))


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(LimitExceeded) as caught:
        ingest(Source("long.pdf", drawn(*[lambda p: None] * 2001)))
    assert caught.value.detail == {"limit": "pages", "value": 2001, "maximum": 2000}


# --- a real report


@pytest.fixture(scope="module")
def huaian() -> tuple[Document, dict[str, list[list[object]]]]:
    path = REAL / "huaian-2024.pdf"
    if not path.exists():
        pytest.skip(f"the real report is not at hand: {path.name}")
    truth: dict[str, list[list[object]]] = {}
    for name, row, _, value in json.loads((REAL / "huaian-2024.truth.json").read_text("utf-8"))["facts"]:
        truth.setdefault(name, []).append([row, str(value)])
    return ingest(Source.from_path(path)), truth


def by_row(facts: list[list[object]]) -> list[list[object]]:
    rows: dict[object, list[object]] = {}
    for row, value in facts:
        rows.setdefault(row, []).append(value)
    return list(rows.values())


def test_the_real_report_has_its_200_figures_in_the_right_cells(
    huaian: tuple[Document, dict[str, list[list[object]]]],
) -> None:
    document, truth = huaian
    assert document.pages == 6
    assert [(grid.height, grid.width) for grid in document.grids] == [
        (8, 4),
        (6, 2),
        (16, 10),
        (12, 10),
        (4, 15),
    ]
    labels = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")
    proactive = [row for grid in document.grids[:2] for row in texts(grid) if row[0] in labels]
    assert [[text for text in row[1:] if text is not None] for row in proactive] == by_row(truth["proactive"])
    first, second = document.grids[2:4]
    applications = [row[3:] for row in texts(first)[3:] + texts(second)]
    assert applications == by_row(truth["applications"])
    assert texts(document.grids[4])[3] == [value for _, value in truth["review_litigation"]]


def test_the_real_report_keeps_its_headings_apart_and_loses_its_page_numbers(
    huaian: tuple[Document, dict[str, list[list[object]]]],
) -> None:
    document, _ = huaian
    lines = [paragraph.text for paragraph in document.paragraphs]
    for heading in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"):
        assert heading in lines
    assert not [line for line in lines if line.strip("- —").isdigit()]
    assert {datum.key: datum.value for datum in document.metadata}["title"] == "政府信息公开工作年度报告"
