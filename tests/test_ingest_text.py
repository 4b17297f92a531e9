"""Text becomes paragraphs and, where its marks make sure of rows and cells, ragged grids."""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document
from extractor.grid import Geometry, Grid
from extractor.ingest.text import ingest
from extractor.source import Source

WUCHANG = Path(__file__).resolve().parents[2] / "shared" / "real" / "wuchang-2024.tika.txt"


def document(text: str, encoding: str = "utf-8") -> Document:
    return ingest(Source("report.txt", text.encode(encoding)))


def rows(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in grid.row(row)] for row in range(grid.height)]


def shown(text: str) -> list[str | list[list[str]]]:
    """Paragraphs as they are, grids as their rows, in order."""
    return [rows(block) if isinstance(block, Grid) else block.text for block in document(text).blocks]


# --- paragraphs


def test_a_line_is_a_paragraph() -> None:
    found = document("标题\r\n\r\n  一、总体情况\n正文").paragraphs
    assert [(p.text, p.provenance.at) for p in found] == [
        ("标题", "line 1"),
        ("一、总体情况", "line 3"),
        ("正文", "line 4"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    text = "政府信息公开工作年度报告\n\t规章\n\t0\n\n\t规范性文件\n\t2\n"
    blocks = document(text, encoding).blocks
    assert len(blocks) == 2


def test_a_page_break_parts_lines_and_counts_none() -> None:
    found = document("甲\f乙\n\f丙\n").paragraphs
    assert [(p.text, p.provenance.at) for p in found] == [
        ("甲", "line 1"),
        ("乙", "line 1"),
        ("丙", "line 2"),
    ]


def test_bookmarks_glued_to_a_heading_are_dropped() -> None:
    assert shown("[bookmark: _GoBack]五、存在的主要问题及改进情况") == ["五、存在的主要问题及改进情况"]


@pytest.mark.parametrize(
    "text",
    [
        "\t2024年，本机关认真落实各项要求，公开各类信息三百余条。\n",
        "\t2024年，本机关认真落实各项要求。\n\t下一步，将继续加强平台建设，提高公开质量。\n",
        "\t一、总体情况\n\t2024年，本机关认真落实各项要求，主动公开信息。\n",
        "联系电话\t12345678\n",
        "某镇人民政府\t2024年1月20日\n",
        "首页 | 新闻 | 公开\n",
        "我局网站设有“公开|互动”栏目，运行平稳，未发生安全事故。\n",
        "0\n0\n0\n12\n",
        "规章 |\n0 |\n0 | ||\n规范性文件 |\n1 |\n2 | ||\n",
        "规章\n|\n0\n|\n0\n|\n",
        "\t单独缩进的一行\n\n\t又是一行\n\n",
    ],
)
def test_marks_in_text_make_no_table(text: str) -> None:
    found = document(text)
    assert found.grids == ()
    assert len(found.paragraphs) == sum(1 for line in text.split("\n") if line.strip())


# --- a cell a line behind a tab


TABBED = (
    "二、主动公开政府信息情况\n"
    "\t第一项\n\n"
    "\t信息内容\n\t制发件数\n\t有效件数\n\n"
    "\t规章\n\t0\n\t12\n\n"
    "\t社会\n公益\n组织\n\t\n\t3\n\n\n"
    "三、下一节\n正文。\n"
)


def test_cells_behind_tabs() -> None:
    assert shown(TABBED) == [
        "二、主动公开政府信息情况",
        [
            ["第一项"],
            ["信息内容", "制发件数", "有效件数"],
            ["规章", "0", "12"],
            ["社会\n公益\n组织", "", "3"],
        ],
        "三、下一节",
        "正文。",
    ]


def test_cells_behind_tabs_have_their_lines_as_places() -> None:
    (grid,) = document(TABBED).grids
    assert grid.geometry is Geometry.RAGGED
    assert grid.provenance.at == "lines 2-16"
    assert [cell.provenance.at for cell in grid.row(3)] == ["line 12", "line 15", "line 16"]
    assert all(cell.span.rows == cell.span.columns == 1 for cell in grid.cells)


def test_crlf_and_blank_lines_with_blanks_in_them_are_the_same() -> None:
    text = TABBED.replace("\n\n", "\n \n").replace("\n", "\r\n")
    assert shown(text) == shown(TABBED)


def test_a_section_heading_right_behind_a_cell_is_a_paragraph() -> None:
    assert shown("\t规章\n\t0\n四、政府信息公开情况\n") == [[["规章", "0"]], "四、政府信息公开情况"]


def test_running_text_right_behind_a_cell_is_a_paragraph() -> None:
    text = "\t规章\n\t0\n本年度没有收取信息处理费，特此说明。\n"
    assert shown(text) == [[["规章", "0"]], "本年度没有收取信息处理费，特此说明。"]


def test_a_line_behind_a_row_s_blank_line_is_a_paragraph() -> None:
    assert shown("\t规章\n\t0\n\n注释\n\t文件\n\t1\n") == [[["规章", "0"]], "注释", [["文件", "1"]]]


def test_two_blank_lines_end_a_table() -> None:
    assert shown("\t规章\n\t0\n\n\n\t文件\n\t1\n") == [[["规章", "0"]], [["文件", "1"]]]


def test_an_indented_heading_before_a_table_is_a_paragraph() -> None:
    text = "\t二、主动公开情况\n\n\t规章\n\t0\n\n\t三、其他\n\n"
    assert shown(text) == ["二、主动公开情况", [["规章", "0"]], "三、其他"]


def test_an_indented_sentence_before_a_table_is_a_paragraph() -> None:
    text = "\t现将有关数据公布如下，请予监督。\n\n\t规章\n\t0\n\n"
    assert shown(text) == ["现将有关数据公布如下，请予监督。", [["规章", "0"]]]


def test_cells_without_any_row_marks_stay_paragraphs() -> None:
    assert document("".join(f"\t{n}\n" for n in range(60))).grids == ()


def test_the_real_report() -> None:
    if not WUCHANG.is_file():
        pytest.skip("the real report is not beside this checkout")
    found = ingest(Source.from_path(WUCHANG))
    assert [grid.geometry for grid in found.grids] == [Geometry.RAGGED] * 3
    widths = [[len(grid.row(row)) for row in range(grid.height)] for grid in found.grids]
    assert widths[0] == [1, 1, 4, 4, 4, 1, 2, 2, 1, 2, 2, 2, 1, 2, 2]
    # caption; head; two rows above; under 三: the first of a group has its label, others an empty cell
    head, two_cells, three_cells = [1, 2, 4, 8, 8], [8, 8], [10] * 8
    body = [9, 9, *three_cells, *[10] * 3, *[10] * 5, *[10] * 3, 9]
    assert widths[1] == [*head, *two_cells, *body, 8]
    assert widths[2] == [1, 2, 7, 7, 7, 15, 15, 15, 15, 15]
    assert rows(found.grids[2])[-1] == ["0"] * 15
    assert rows(found.grids[2])[2][0] == "结\n果\n维\n持"
    assert rows(found.grids[1])[3] == [
        "",
        "",
        "商业",
        "科研",
        "社会\n公益\n组织",
        "法律\n服务\n机构",
        "其他",
        "",
    ]
    assert found.grids[1].cell(5, 1).provenance.at == "line 93"  # type: ignore[union-attr]
    assert found.paragraphs[-5].text == "五、存在的主要问题及改进情况"
    assert [p.text for p in found.paragraphs if p.text[1:2] == "、"] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]


# --- pipes


PIPED = [["信息内容", "制发", "废止"], ["规章", "0", "12"], ["", "文件", ""]]


@pytest.mark.parametrize(
    "text",
    [
        "信息内容 | 制发 | 废止 |\n规章 | 0 | 12 |\n | 文件 | |\n",
        "信息内容 | 制发 | 废止\n规章 | 0 | 12\n | 文件 |\n",
        "| 信息内容 | 制发 | 废止 |\n| 规章 | 0 | 12 |\n| | 文件 | |\n",
        "|信息内容|制发|废止|\n|---|:--:|---|\n|规章|0|12|\n||文件||\n",
        "| 信息内容 | 制发 | 废止 |\n|\n| 规章 | 0 | 12 |\n | \n| | 文件 | |\n",
        "信息内容｜制发｜废止｜\n规章｜0｜12｜\n｜文件｜｜\n",
        "信息内容 | 制发 | 废止 |\n\n规章 | 0 | 12 |\n\n | 文件 | |\n",
        "| 信息内容 | 制发 | 废止 |\n规章 | 0 | 12 |\n| | 文件 | |\n",
        "信息内容 | 制发 | 废止 |\n规章 | 0 | 12\n | 文件 | |\n",
    ],
)
def test_pipes(text: str) -> None:
    assert shown(f"前文\n{text}后文：\n") == ["前文", PIPED, "后文："]


def test_cells_of_pipes_have_line_and_number_as_place() -> None:
    (grid,) = document("甲 | 乙 |\n1 | 2 |\n").grids
    assert [cell.provenance.at for cell in grid.row(1)] == ["line 2, cell 1", "line 2, cell 2"]


def test_blank_cells_at_both_ends_of_a_row_of_pipes() -> None:
    text = "合计 | a | b | c |\n | | 1 | |\n规章 | | | |\n其他 | 1 | 2 | 3 |\n"
    assert shown(text) == [
        [["合计", "a", "b", "c"], ["", "", "1", ""], ["规章", "", "", ""], ["其他", "1", "2", "3"]]
    ]


def test_a_row_of_pipes_over_several_lines_is_made_whole_where_its_marks_prove_it() -> None:
    text = "名称 | 甲 | 乙 |\n社会 | 1 | 2 |\n规章 | 3\n件 | 4 |\n其他 | 5 | 6 |\n"
    assert shown(text) == [
        [["名称", "甲", "乙"], ["社会", "1", "2"], ["规章", "3\n件", "4"], ["其他", "5", "6"]]
    ]


def test_a_line_without_pipes_between_whole_rows_is_left_alone() -> None:
    text = "甲 | 乙 |\n1 | 2 |\n其中\n3 | 4 |\n5 | 6 |\n"
    assert shown(text) == [[["甲", "乙"], ["1", "2"]], "其中", [["3", "4"], ["5", "6"]]]


def test_line_breaks_of_markdown_are_line_breaks() -> None:
    assert shown("| 社会<br>公益 | 1 |\n| 规章 | 2 |\n") == [[["社会\n公益", "1"], ["规章", "2"]]]


# --- rows of tabs


def test_rows_of_tabs() -> None:
    text = "前文\n信息内容\t制发\t废止\n规章\t0\t12\n\t文件\t\n后文\n"
    assert shown(text) == ["前文", PIPED, "后文"]


def test_cells_of_tabs_have_line_and_number_as_place() -> None:
    (grid,) = document("甲\t乙\n1\t2\n").grids
    assert grid.geometry is Geometry.RAGGED
    assert [cell.provenance.at for cell in grid.row(1)] == ["line 2, cell 1", "line 2, cell 2"]


def test_quoted_cells_hold_line_breaks() -> None:
    text = '自然人\t"社会\n公益\n组织"\t"危及""三安全"""\n1\t2\t3\n'
    found = document(text)
    assert rows(found.grids[0]) == [["自然人", "社会\n公益\n组织", '危及"三安全"'], ["1", "2", "3"]]
    assert found.grids[0].row(1)[0].provenance.at == "line 4, cell 1"


def test_a_quotation_mark_that_is_text_stays() -> None:
    assert shown('"三安全"一稳定\t1\n规章\t2\n') == [[['"三安全"一稳定', "1"], ["规章", "2"]]]


def test_rows_that_begin_with_empty_cells() -> None:
    text = "\t申请人情况\n\t自然人\t总计\n一、新收\t1\t1\n\t\t0\n"
    assert shown(text) == [
        [["", "申请人情况"], ["", "自然人", "总计"], ["一、新收", "1", "1"], ["", "", "0"]]
    ]


def test_trailing_empty_cells_are_cells() -> None:
    assert shown("甲\t乙\t丙\n规章\t\t\n") == [[["甲", "乙", "丙"], ["规章", "", ""]]]


def test_one_row_of_numbers_is_a_table() -> None:
    assert shown("前文\n规章\t1\t2\t3\n后文\n") == ["前文", [["规章", "1", "2", "3"]], "后文"]


# --- properties


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    made = document(text.encode("utf-8", errors="replace").decode())
    assert (made.format, made.pages) == ("text", None)
    assert sum(len(paragraph.text) for paragraph in made.paragraphs) <= len(text)


MARKS = [
    "\t",
    "\n",
    "\n\n",
    "|",
    " | ",
    '"',
    "0",
    "12",
    "规章",
    "一、总体情况",
    "。",
    "　",
    "\r\n",
    "\f",
    "---",
]


@given(st.lists(st.sampled_from(MARKS), max_size=60))
@settings(deadline=None)
def test_no_character_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    found = document(text)
    out = "".join(paragraph.text for paragraph in found.paragraphs)
    out += "".join(cell.text for grid in found.grids for cell in grid.cells)
    for word in ("规章", "总体", "12"):
        assert out.count(word) == text.count(word)


entries = st.text(alphabet="规章文件0123456789", min_size=1, max_size=6)


@given(st.lists(st.lists(entries, min_size=2, max_size=8), min_size=2, max_size=8), st.data())
@settings(deadline=None)
def test_tables_come_back_as_they_were_flattened(table: list[list[str]], data: st.DataObject) -> None:
    style = data.draw(st.sampled_from(["tab", "cells", "pipe"]))
    if style == "tab":
        text = "\n".join("\t".join(row) for row in table)
    elif style == "pipe":
        text = "\n".join("".join(f"{cell} | " for cell in row) for row in table)
    else:
        text = "\n".join("".join(f"\t{cell}\n" for cell in row) for row in table)
    assert shown(text) == [table]


@pytest.mark.parametrize(
    "part",
    ["a{}\nb|c\n", "\t一、甲{}\n\n", "一、甲{}\t\n", "\t本机关{}落实各项要求，公开信息。\n\n", '"甲\t乙{}\n'],
)
def test_the_work_of_reading_grows_no_faster_than_the_lines(part: str) -> None:
    def calls(lines: int) -> int:
        text = "".join(part.format(number) for number in range(lines))
        counted = 0

        def count(frame: FrameType, event: str, argument: object) -> None:
            nonlocal counted
            counted += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            document(text)
        finally:
            sys.setprofile(None)
        return counted

    calls(100)
    assert calls(3000) < 15 * calls(300)
