"""Pictures of grids and reports: nothing is lost, nothing out of line, nothing unescaped."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from lxml import html as lxml_html
from lxml.html import HtmlElement

from extractor.edition import Edition, Layout
from extractor.edition_file import shipped_editions
from extractor.fact import Fact, Item, Status
from extractor.finding import Check, Code, Finding, Outcome
from extractor.grid import Cell, Grid, Span
from extractor.messages import Language
from extractor.provenance import Provenance
from extractor.report import Identification, Report
from extractor.show import grid_svg, tables_html, terminal
from extractor.show.form import Part, printed
from extractor.show.measure import width, wrap
from extractor.source import Source
from extractor.sums import check_sums
from tests.small_form import FACTS, report

HERE = Provenance("block 12, row 3, cell 2")
BASE = {edition.id: edition for edition in shipped_editions() if edition.variant is None}


def filled(edition: Edition, values: dict[str, str] | None = None) -> Report:
    """A report in which every item has a number of its own, 1, 2, 3 …, unless another is given."""
    other = values or {}
    facts = tuple(
        Fact(item, Status.REPORTED, Decimal(raw), edition.unit(item), raw, provenance=HERE)
        for number, item in enumerate(edition.items, 1)
        for raw in [other.get(str(item), str(number))]
    )
    checks = check_sums(edition, {fact.item: fact for fact in facts})
    return replace(report(), edition=edition, facts=facts, checks=checks, findings=())


def columns(text: str) -> int:
    """The columns that a line takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(character) in ("W", "F") else 1 for character in text)


def drawings(text: str) -> list[list[str]]:
    """The tables in a text, each as its lines."""
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line.startswith("┌")]
    ends = [number for number, line in enumerate(lines) if line.startswith("└")]
    return [lines[start : end + 1] for start, end in zip(starts, ends, strict=True)]


# -- the form ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("edition", shipped_editions(), ids=lambda each: f"{each.id}-{each.variant}")
@pytest.mark.parametrize("layout", [None, Layout.MATRIX])
def test_the_boxes_of_a_form_cover_it_exactly(edition: Edition, layout: Layout | None) -> None:
    for table in edition.tables:
        form = printed(table, layout=layout)
        covered = [position for box in form.boxes for position in box.span.positions()]
        assert sorted(covered) == [
            (row, column) for row in range(form.height) for column in range(form.width)
        ]
        assert tuple(box.item for box in form.boxes if box.item is not None) == table.items


def spans(edition: Edition, table: str) -> dict[str, tuple[int, int]]:
    form = printed(edition.table(table))
    return {box.label: (box.span.rows, box.span.columns) for box in form.boxes if box.part is not Part.FIGURE}


def test_table_three_has_the_spans_of_the_official_form() -> None:
    found = spans(BASE["2021"], "applications")
    assert found["申请人情况"] == (1, 7)
    assert found["法人或其他组织"] == (1, 5)
    assert found["自然人"] == (2, 1)
    assert found["科研机构"] == (1, 1)
    assert found["三、本年度办理结果"] == (22, 1)
    assert found["（三）不予公开"] == (8, 1)
    assert found["（五）不予处理"] == (5, 1)
    assert found["（七）总计"] == (1, 2)
    assert found["四、结转下年度继续办理"] == (1, 3)


def test_table_four_is_one_line_of_fifteen() -> None:
    form = printed(BASE["2021"].table("review_litigation"))
    figures = [box for box in form.boxes if box.part is Part.FIGURE]
    assert [box.span for box in figures] == [Span(3, place, 4, place + 1) for place in range(15)]
    found = spans(BASE["2021"], "review_litigation")
    assert found["行政复议"] == (1, 5)
    assert found["行政诉讼"] == (1, 10)
    assert found["复议后起诉"] == (1, 5)


def test_table_two_has_its_captions_and_wide_figures() -> None:
    form = printed(BASE["2021"].table("proactive"))
    assert (form.height, form.width) == (14, 4)
    captions = [box for box in form.boxes if box.part is Part.CAPTION]
    assert [box.label for box in captions] == [f"第二十条第（{number}）项" for number in "一五六八"]
    assert {box.span.columns for box in captions} == {4}
    fee = next(box for box in form.boxes if box.item == Item("proactive", "fees", "amount"))
    assert fee.span == Span(13, 1, 14, 4)


# -- the terminal -----------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [60, 72, 80, 100, 133, 200])
@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_all_lines_of_a_table_end_in_one_column(edition: str, room: int) -> None:
    tables = drawings(terminal(filled(BASE[edition]), language="zh", width=room))
    assert len(tables) == 3
    for lines in tables:
        assert {columns(line) for line in lines} == {columns(lines[0])}


@pytest.mark.parametrize("room", [72, 80, 100, 133, 200])
def test_tables_fit_the_terminal(room: int) -> None:
    for lines in drawings(terminal(filled(BASE["2021"]), language="zh", width=room)):
        assert columns(lines[0]) <= room


@pytest.mark.parametrize("room", [60, 80, 120])
def test_every_figure_stands_whole_and_in_order(room: int) -> None:
    values = {"proactive/fees/amount": "1234567890.123456", "applications/carried_out/total": "98765432101"}
    text = "\n".join(
        line
        for table in drawings(terminal(filled(BASE["2021"], values), language="en", width=room))
        for line in table
    )
    figures = re.findall(r"(?<=[│ ])(\d[\d.]*)[ !]*(?=│)", text)
    assert figures == [
        values.get(str(item), str(number)) for number, item in enumerate(BASE["2021"].items, 1)
    ]


def test_rules_meet_in_fitting_joints() -> None:
    """Every box-drawing character goes on in its neighbours exactly where it says so."""
    down, right = set("│┌┐├┤┬┼"), set("─┌└├┬┴┼")
    up, left = set("│└┘├┤┴┼"), set("─┐┘┤┬┴┼")
    for lines in drawings(terminal(filled(BASE["2021"]), language="zh", width=90)):
        rows = [[part for each in line for part in [each, *[""] * (columns(each) - 1)]] for line in lines]
        for upper, lower in pairwise(rows):
            assert [one in down for one in upper] == [other in up for other in lower]
        for row in rows:
            assert [one in right for one in row[:-1]] == [other in left for other in row[1:]]


def test_every_status_has_its_mark_and_its_words() -> None:
    text = terminal(marked(), language="zh", width=80)
    figures = [cell.strip() for lines in drawings(text) for line in lines for cell in line.split("│")]
    for figure in ("_", "22", "约二十余.. #".replace(" ", ""), "7~", "—", "?"):
        assert figure in figures, figure
    legend = next(line for line in text.split("\n") if line.startswith("_ 空白"))
    assert legend.split("   ") == ["_ 空白", "? 没有找到", "# 不是数字", "~ 可能有误"]


def marked() -> Report:
    """Facts of many statuses in the small form."""
    items = [fact.item for fact in FACTS]
    facts = (
        Fact(items[0], Status.REPORTED, Decimal(22), raw="22", provenance=HERE),
        Fact(items[1], Status.BLANK, raw="", provenance=HERE),
        Fact(items[2], Status.ILLEGIBLE, raw="约二十余件<b>左右</b>", provenance=HERE),
        Fact(items[3], Status.VOID, raw="—", provenance=HERE),
        Fact(items[4], Status.UNCERTAIN, Decimal(7), raw="7", provenance=HERE, evidence=("split",)),
        Fact(items[5], Status.MISSING),
    )
    return report(facts=facts)


def broken() -> Report:
    """A broken sum over two items of the small form, one of them settled by another sum."""
    one, other = FACTS[0].item, FACTS[4].item
    repaired = replace(FACTS[4], status=Status.REPAIRED, evidence=("split", "sum:balance"))
    check = Check("balance", (one,), (other,), Outcome.BROKEN, Decimal(22), Decimal(0))
    finding = Finding(
        Code.SUM_BROKEN,
        (one, other),
        Decimal(22),
        Decimal(0),
        (
            ("table", "表"),
            ("axis", "row"),
            ("heading", "丙"),
            ("left", "甲"),
            ("right", "乙"),
            ("gap", "22"),
            ("at", "x"),
        ),
    )
    facts = (*FACTS[:4], repaired, *FACTS[5:])
    return replace(report(facts=facts), checks=(check,), findings=(finding,))


def test_broken_sums_are_marked_and_found() -> None:
    text = terminal(broken(), language="zh", width=80)
    figures = [cell.strip() for lines in drawings(text) for line in lines for cell in line.split("│")]
    assert "22!" in figures
    assert "0*!" in figures
    assert "! 勾稽关系不符" in text
    assert "错误 sum_broken: 表，“丙”行：甲为 22，乙为 0，相差 22（x）" in text


@pytest.mark.parametrize(("language", "words"), [("zh", "没有发现问题"), ("en", "no findings")])
def test_nothing_found_is_said(language: Language, words: str) -> None:
    assert words in terminal(filled(BASE["2021"]), language=language).split("\n")


def test_colours_are_there_only_when_asked_and_change_no_word() -> None:
    plain = terminal(broken(), language="zh", width=80)
    coloured = terminal(broken(), language="zh", width=80, color=True)
    assert "\x1b" not in plain
    assert "\x1b[31m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_a_document_cannot_steer_the_terminal() -> None:
    sly = "甲\x1b[2J\x07区\u202e人民政府\r\n"
    facts = (replace(FACTS[0], status=Status.ILLEGIBLE, value=None, raw="\x1b]0;x\x07"), *FACTS[1:])
    finding = Finding(Code.ROW_UNPLACED, detail=(("row", sly),))
    shown = replace(
        report(facts=facts), identification=Identification(title=sly, organ=sly), findings=(finding,)
    )
    text = terminal(shown, language="zh")
    assert [character for character in text if unicodedata.category(character) in ("Cc", "Cf")] == [
        "\n"
    ] * text.count("\n")


def test_texts_break_within_their_columns() -> None:
    text = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 sum_undecidable 42"
    for room in range(4, 60):
        lines = wrap(text, room)
        assert max(columns(line) for line in lines) <= room
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not [line for line in lines if line.startswith("、")]
    assert wrap("", 10) == [""]
    assert "sum_undecidable" in wrap(text, 16)


@pytest.mark.parametrize(
    ("text", "wide"), [("", 0), ("ab", 2), ("政府", 4), ("（一）", 6), ("e\u0301", 1), ("│─", 2)]
)
def test_widths(text: str, wide: int) -> None:
    assert width(text) == wide


# -- the page ---------------------------------------------------------------------------------------


def page(shown: Report, language: Language = "zh") -> HtmlElement:
    return lxml_html.fromstring(tables_html(shown, language=language))


def figure(shown: Report, item: str) -> HtmlElement:
    """The cell of an item: the one whose title begins with it."""
    cells = [cell for cell in page(shown).iter("td") if cell.get("title", "").split("\n")[0] == item]
    assert len(cells) == 1
    return cells[0]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_page_has_every_figure_once_in_order(edition: str) -> None:
    cells = list(page(filled(BASE[edition])).iter("td"))
    assert [cell.text for cell in cells] == [str(number) for number in range(1, len(cells) + 1)]
    assert [cell.get("title", "").split("\n")[0] for cell in cells] == [
        str(item) for item in BASE[edition].items
    ]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_spans_of_the_page_tile_its_tables(edition: str) -> None:
    for table in page(filled(BASE[edition])).iter("table"):
        taken: set[tuple[int, int]] = set()
        rows = list(table.iter("tr"))
        for number, row in enumerate(rows):
            column = 0
            for cell in row:
                while (number, column) in taken:
                    column += 1
                place = {
                    (number + down, column + across)
                    for down in range(int(cell.get("rowspan", "1")))
                    for across in range(int(cell.get("colspan", "1")))
                }
                assert not place & taken
                taken |= place
        wide = 1 + max(column for _, column in taken)
        assert len(taken) == len(rows) * wide


def test_every_status_is_to_be_seen_on_the_page() -> None:
    shown = marked()
    seen = {fact.status: figure(shown, str(fact.item)) for fact in shown.facts}
    assert {status: cell.get("class", "").split()[0] for status, cell in seen.items()} == {
        status: status.value for status in seen
    }
    assert seen[Status.BLANK].text is None
    assert seen[Status.VOID].text == "—"
    assert seen[Status.MISSING].text == "?"
    assert seen[Status.ILLEGIBLE].text_content() == "约二十余件<b>左右</b>"
    assert "doubtful" in seen[Status.UNCERTAIN].get("class", "").split()


def test_a_blank_that_may_be_anothers_is_doubtful() -> None:
    blank = replace(FACTS[1], evidence=("blanks_shift",))
    cell = figure(report(facts=(FACTS[0], blank, *FACTS[2:])), str(blank.item))
    assert cell.get("class") == "blank doubtful"


def test_over_a_figure_stand_text_place_reasons_and_sums() -> None:
    cell = figure(broken(), "applications/outcome.granted/person")
    assert cell.get("class") == "repaired broken"
    assert cell.get("title", "").split("\n") == [
        "applications/outcome.granted/person",
        "依勾稽关系确定",
        "原文：“0”",
        "出处：page 3, table 1, row 2, cell 4",
        "依据：数字被空格或换行分开; 勾稽关系 balance 成立",
        "balance：左边为 22，右边为 0",
    ]


def test_where_two_broken_sums_cross_is_marked() -> None:
    edition = BASE["2021"]
    zeros = {str(item): "0" for item in edition.items}
    wrong = "applications/outcome.partial/natural_person"
    shown = filled(edition, zeros | {wrong: "1"})
    assert figure(shown, wrong).get("class") == "reported broken crossed"
    assert figure(shown, "applications/outcome.partial/total").get("class") == "reported broken"
    assert figure(shown, "applications/received/natural_person").get("class") == "reported"
    assert "各类申请人之和＝总计：左边为 1，右边为 0" in figure(shown, wrong).get("title", "")


def test_the_heading_names_organ_year_edition_and_status() -> None:
    head = page(filled(BASE["2021"]))
    assert head.findtext(".//h3") == "甲区人民政府  2024年度 "
    assert head.findtext(".//h3/span") == "齐全、相符"
    assert page(report()).findtext(".//h3/span") == "存疑"
    assert head.findtext(".//p") == "甲区2024年度报告 · 版式 2021 · 2025-01-20 公开"
    unknown = replace(filled(BASE["2021"]), identification=Identification())
    assert page(unknown, "en").findtext(".//h3") == "(organ unknown)  (year unknown) "


def test_findings_are_listed_with_their_severity() -> None:
    items = [item.text_content() for item in page(broken()).iter("li")]
    assert items == ["错误 sum_broken 表，“丙”行：甲为 22，乙为 0，相差 22（x）"]


def test_nothing_of_a_document_becomes_markup() -> None:
    evil = '"><script>alert(1)</script>'
    facts = (
        replace(FACTS[0], note=evil, provenance=Provenance(evil)),
        Fact(FACTS[1].item, Status.ILLEGIBLE, raw=evil, provenance=HERE),
        *FACTS[2:],
    )
    finding = Finding(Code.ROW_UNPLACED, detail=(("row", evil),))
    shown = replace(report(facts=facts), identification=Identification(evil, evil, 2024), findings=(finding,))
    text = tables_html(shown)
    assert "<script" not in text
    assert page(shown).findtext(".//h3") == f"{evil}  2024年度 "
    assert figure(shown, str(FACTS[1].item)).text == evil


def test_a_report_shows_itself_in_a_notebook() -> None:
    assert broken()._repr_html_() == tables_html(broken())


# -- the grid ---------------------------------------------------------------------------------------


def cell(top: int, left: int, bottom: int, right: int, text: str) -> Cell:
    return Cell(Span(top, left, bottom, right), text, HERE)


SVG = "{http://www.w3.org/2000/svg}"
GRID = Grid(
    3,
    3,
    (
        cell(0, 0, 1, 3, "申请人情况"),
        cell(1, 0, 3, 1, "结\n果"),
        cell(1, 1, 2, 2, "a<b>&\x00"),
        cell(1, 2, 2, 3, ""),
        cell(2, 1, 3, 2, "本机关不掌握相关政府信息，没有现成信息需要另行制作"),
    ),
    HERE,
)


def test_a_grid_is_drawn_with_its_spans() -> None:
    root = ElementTree.fromstring(grid_svg(GRID))
    groups = root.findall(f"{SVG}g")
    boxes = [group.find(f"{SVG}rect") for group in groups]
    sizes = [
        tuple(float(box.get(side, "nan")) for side in ("x", "y", "width", "height"))
        for box in boxes
        if box is not None
    ]
    assert len(sizes) == 5
    wide, high = float(root.get("width", "")) - 2, float(root.get("height", "")) - 2
    assert sizes[0][2] == wide
    assert sizes[1][3] == sizes[2][3] + sizes[4][3]
    area = sum(size[2] * size[3] for size in sizes)
    hole = sizes[3][2] * sizes[4][3]
    assert area + hole == wide * high
    fills = [box.get("fill") for box in boxes if box is not None]
    assert fills[0] == fills[1] != fills[2]


def test_the_text_of_a_cell_stands_in_its_lines_within_it() -> None:
    root = ElementTree.fromstring(grid_svg(GRID))
    groups = root.findall(f"{SVG}g")
    lines = [[text.text for text in group.findall(f"{SVG}text")] for group in groups]
    assert lines[:4] == [["申请人情况"], ["结", "果"], ["a<b>&"], []]
    assert "".join(line or "" for line in lines[4]) == GRID.cells[4].text
    assert len(lines[4]) > 1
    for group in groups:
        box = group.find(f"{SVG}rect")
        assert box is not None
        top, high, wide = (float(box.get(side, "nan")) for side in ("y", "height", "width"))
        for text in group.findall(f"{SVG}text"):
            assert top < float(text.get("y", "nan")) < top + high
            assert 7 * columns(text.text or "") <= wide
    assert "Noto Sans CJK SC" in root.get("font-family", "")


def test_an_empty_grid_has_a_picture() -> None:
    assert ElementTree.fromstring(grid_svg(Grid(0, 0, (), HERE))).findall(f"{SVG}g") == []


def test_show_needs_no_document() -> None:
    """What is drawn is the report's own; the source may hold anything."""
    shown = broken()
    other = replace(shown, document=replace(shown.document, source=Source("b", b"")))
    assert terminal(other, language="zh", width=80) == terminal(shown, language="zh", width=80)
