"""Pages become documents: the table algorithm, what is shown, what is furniture, what is metadata."""

from __future__ import annotations

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document, Paragraph
from extractor.errors import ExtractorError, LimitExceeded
from extractor.grid import Geometry, Grid
from extractor.ingest.html import ingest
from extractor.source import Source


def page(body: str | bytes) -> Document:
    return ingest(Source("page.html", body if isinstance(body, bytes) else body.encode()))


def layout(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    """Rows ``top:bottom``, columns ``left:right`` and text of every cell."""
    return [(c.span.top, c.span.bottom, c.span.left, c.span.right, c.text) for c in grid.cells]


def only_grid(body: str) -> Grid:
    (grid,) = page(body).grids
    assert grid.geometry is Geometry.EXACT
    return grid


def texts(body: str) -> list[str]:
    return [paragraph.text for paragraph in page(body).paragraphs]


def cell_text(inner: str) -> str:
    return only_grid(f"<table><tr><td>{inner}</td><td>x</td></tr></table>").cells[0].text


@pytest.mark.parametrize(
    ("sheet", "inner", "expected"),
    [
        ("span.Note {vertical-align: super}", "22<span class=Note>1</span>", "22¹"),
        ("sub, sup {line-height: 0; vertical-align: baseline} sup {top: -.5em}", "22<sup>1</sup>", "22¹"),
        ("td {vertical-align: middle} td span {vertical-align: top}", "22<span>1</span>", "221"),
    ],
)
def test_a_mark_of_a_note_is_no_digit_whatever_the_style_sheet_says(
    sheet: str, inner: str, expected: str
) -> None:
    grid = only_grid(f"<style>{sheet}</style><table><tr><td>{inner}</td><td>x</td></tr></table>")
    assert grid.cells[0].text == expected


# --- the table algorithm


def test_spans_take_their_rows_and_columns() -> None:
    body = (
        "<table><tr><td rowspan=2>行政复议</td><td colspan=2>甲</td></tr>"
        "<tr><td>乙</td><td>丙</td></tr><tr><td colspan=3>丁</td></tr></table>"
    )
    assert layout(only_grid(body)) == [
        (0, 2, 0, 1, "行政复议"),
        (0, 1, 1, 3, "甲"),
        (1, 2, 1, 2, "乙"),
        (1, 2, 2, 3, "丙"),
        (2, 3, 0, 3, "丁"),
    ]


def test_rowspan_nought_goes_to_the_end_of_its_row_group() -> None:
    body = (
        "<table><tbody><tr><td rowspan=0>a</td><td>b</td></tr><tr><td>c</td></tr></tbody>"
        "<tbody><tr><td>d</td><td>e</td></tr></tbody></table>"
    )
    assert layout(only_grid(body)) == [
        (0, 2, 0, 1, "a"),
        (0, 1, 1, 2, "b"),
        (1, 2, 1, 2, "c"),
        (2, 3, 0, 1, "d"),
        (2, 3, 1, 2, "e"),
    ]


def test_a_rowspan_does_not_leave_its_row_group() -> None:
    body = (
        "<table><thead><tr><td rowspan=5>h</td><td>i</td></tr></thead>"
        "<tbody><tr><td>a</td><td>b</td></tr></tbody></table>"
    )
    assert layout(only_grid(body)) == [
        (0, 1, 0, 1, "h"),
        (0, 1, 1, 2, "i"),
        (1, 2, 0, 1, "a"),
        (1, 2, 1, 2, "b"),
    ]


def test_a_rowspan_beyond_the_last_row_is_cut() -> None:
    body = "<table><tr><td>a</td><td rowspan=99>b</td></tr><tr><td>c</td></tr></table>"
    assert layout(only_grid(body)) == [(0, 1, 0, 1, "a"), (0, 2, 1, 2, "b"), (1, 2, 0, 1, "c")]


def test_of_overlapping_cells_the_first_keeps_its_place() -> None:
    body = (
        "<table><tr><td>a</td><td>b</td><td rowspan=2>c</td><td>d</td></tr>"
        "<tr><td>e</td><td colspan=3>f</td></tr></table>"
    )
    assert layout(only_grid(body)) == [
        (0, 1, 0, 1, "a"),
        (0, 1, 1, 2, "b"),
        (0, 2, 2, 3, "c"),
        (0, 1, 3, 4, "d"),
        (1, 2, 0, 1, "e"),
        (1, 2, 1, 2, "f"),
    ]


def test_a_title_that_spans_more_columns_than_there_are_is_cut() -> None:
    grid = only_grid("<table><tr><td colspan=10>题</td></tr><tr><td>a</td><td>b</td></tr></table>")
    assert (grid.height, grid.width) == (2, 2)
    assert grid.cells[0].span.columns == 2


def test_head_first_and_foot_last_wherever_they_are_written() -> None:
    body = (
        "<table><tfoot><tr><td>合计</td></tr></tfoot><tbody><tr><td>0</td></tr></tbody>"
        "<thead><tr><td>头</td></tr></thead></table>"
    )
    grid = only_grid(body)
    assert [cell.text for cell in grid.cells] == ["头", "0", "合计"]
    assert [cell.provenance.at for cell in grid.cells] == [
        "table 1, row 3, cell 1",
        "table 1, row 2, cell 1",
        "table 1, row 1, cell 1",
    ]


@pytest.mark.parametrize(
    ("value", "columns"),
    [("2", 2), (" 2 ", 2), ("2.7", 2), ("-3", 1), ("0", 1), ("x", 1), ("", 1), ("+2", 2)],
)
def test_colspans_are_read_as_browsers_read_them(value: str, columns: int) -> None:
    body = f'<table><tr><td colspan="{value}">a</td><td>b</td></tr><tr><td>1<td>2<td>3</table>'
    assert only_grid(body).cells[0].span.columns == columns


def test_word_s_row_of_no_height_is_no_row() -> None:
    body = (
        "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr>"
        "<![if !supportMisalignedColumns]><tr height=0><td></td><td></td></tr><![endif]></table>"
    )
    assert only_grid(body).height == 2


def test_ragged_rows_leave_holes() -> None:
    grid = only_grid("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>")
    assert grid.cell(1, 1) is None


# --- what the repair of lxml would break


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
        "<table><tr><td><span>a<td><b>b<tr><td>c<td>d</table>",
        "<table><tr><td><div>a<td><p>b<tr><td><font>c<td>d</table>",
        "<table><form><tr><td>a</td><td>b</td></tr></form><tr><td>c</td><td>d</td></tr></table>",
        "<table><td>a</td><td>b</td><tr><td>c</td><td>d</td></tr></table>",
        "<table><tr><td>a</td><td>b</td></div></tr><tr><td>c</td><td>d</td></tr>",
    ],
)
def test_broken_tables_have_the_shape_that_browsers_give_them(body: str) -> None:
    assert only_grid(f"<p>前</p>{body}").matrix(fill=False) == [["a", "b"], ["c", "d"]]


def test_text_straight_in_a_row_stands_before_the_table() -> None:
    blocks = page("<table>甲<tr>乙<td>a</td><td>b</td></tr></table><p>丙</p>").blocks
    assert [getattr(block, "text", "grid") for block in blocks] == ["甲乙", "grid", "丙"]


def test_a_sound_table_beside_a_broken_one_keeps_its_number() -> None:
    body = (
        "<table><tr><td>1</td><td>2</td></tr></table><!-- <table> -->"
        "<table><tr><td><b>a<td>b</table><table><tr><td>3</td><td>4</td></tr></table>"
    )
    grids = page(body).grids
    assert [grid.to_text() for grid in grids] == ["1 | 2", "a | b", "3 | 4"]
    assert [grid.provenance.at for grid in grids] == ["table 1", "table 2", "table 3"]


# --- the text of a cell


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("结<br>果<br/>维<br>持", "结\n果\n维\n持"),
        ("<p>结</p>\n <p>果</p>", "结\n果"),
        ("<div>结</div><ul><li>果</li></ul>", "结\n果"),
        ("<span>总</span><span>计</span>", "总计"),
        ("<span>总</span>\n\t<span>计</span>", "总计"),
        ("本年新收\n      政府信息", "本年新收政府信息"),
        ("1  \n 2", "1 2"),
        ("&nbsp;&nbsp;0&nbsp;", "0"),
        ("&nbsp;", ""),
        ("<p>0<o:p></o:p></p>", "0"),
        ("3&shy;1&#8203;7", "317"),
        ("12<sup>①</sup>", "12①"),
        ("\x0447 \x05", "47"),
        ("<span style='display:block;float:left'>二、</span>主动公开", "二、主动公开"),
        (
            "<div style='display:block;float:left'>1</div><div style='display:block;float:left'>2</div>",
            "1\n2",
        ),
        ("12<span style='font-size: 0'>8</span><span style='font-size:0.0px'>9</span>", "12"),
        ("<div style='font-size:0'><span style='font-size:14px'>1</span></div>", "1"),
        ("1<span style='font-size:0.5em'>2</span>", "12"),
        ("22<sup>1</sup>", "22¹"),
        ("<p>22<sup><a href='#n'>[<span>1</span>]</a></sup></p>", "22[¹]"),
        ("22<a href='#n'><span style='font-size:8pt;vertical-align: super'>1</span></a>", "22¹"),
        ("22<sub>1</sub>", "22₁"),
        ("<span style='vertical-align:middle'>2</span><span style='vertical-align:baseline'>2</span>", "22"),
        ("<p style='vertical-align:super'>22</p>", "22"),
        ("<ins>13</ins><del>12</del>", "13"),
        ("<s>12</s><strike>1</strike><span style='text-decoration: line-through'>2</span>13", "13"),
        ("<input value='42'><input type=hidden value=9><input type=submit value=提交>", "42"),
        ("<textarea>\n7</textarea>", "7"),
        ("<select><option>甲<option selected>乙</select>", "乙"),
        ("<ruby>公<rp>(</rp><rt>gong</rt><rp>)</rp></ruby>", "公"),
        ("a<!-- no --><!--[if gte mso 9]><b>no</b><![endif]-->b", "ab"),
        ("<script>no()</script><style>p{}</style><template>no</template><noscript>no</noscript>0", "0"),
        ("<table><tr><td>在</td></tr></table>内", "在\n内"),
        ("<span style='display:block'>1</span><span style='display:block'>2</span>", "1\n2"),
        ("<p style='display:inline'>1</p><p style='display:inline'>2</p>", "12"),
        ("<pre>a\nb</pre>", "a\nb"),
        ("１２", "１２"),
        ("1&lt;2", "1<2"),
    ],
)
def test_the_text_of_a_cell(inner: str, expected: str) -> None:
    assert cell_text(inner) == expected


# --- hidden


@pytest.mark.parametrize(
    ("sheet", "attributes"),
    [
        ("", "style='display:none'"),
        ("", "style='DISPLAY : none !important'"),
        ("", "hidden"),
        (".h{display:none}", "class='a h'"),
        ("#h , b {color:red;display:none}", "id=h"),
        ("/* td{} */ td.h{display:none}", "class=h"),
        ("table .h{display:none}", "class=h"),
        ("@media screen {.h{display:none}}", "class=h"),
        (".h{display:none !important}", "class=h style='display:table-cell'"),
    ],
)
def test_a_cell_that_is_not_displayed_takes_no_place(sheet: str, attributes: str) -> None:
    body = f"<style>{sheet}</style><table><tr><td>a</td><td {attributes}>9</td><td>b</td></tr></table>"
    grid = only_grid(body)
    assert grid.matrix(fill=False) == [["a", "b"]]
    assert grid.cells[1].provenance.at == "table 1, row 1, cell 3"


@pytest.mark.parametrize(
    ("sheet", "attributes"),
    [
        ("@media print {.h{display:none}}", "class=h"),
        ("@media (max-width:600px) {.h{display:none}}", "class=h"),
        (".h{display:none} .h{display:table-cell}", "class=h"),
        (".h{display:none}", "class=h style='display:table-cell'"),
        ("div .h{display:none}", "class=h"),
        (".h:hover{display:none}", "class=h"),
        ("", "style='-x-display:none'"),
    ],
)
def test_a_cell_that_is_displayed_after_all_is_read(sheet: str, attributes: str) -> None:
    body = f"<style>{sheet}</style><table><tr><td>a</td><td {attributes}>9</td><td>b</td></tr></table>"
    assert only_grid(body).matrix(fill=False) == [["a", "9", "b"]]


def test_an_invisible_cell_keeps_its_place_and_holds_nothing() -> None:
    body = (
        "<table><tr><td>a</td><td style='visibility:hidden'>9</td><td>b</td></tr>"
        "<tr style='visibility:hidden'><td>8</td><td style='visibility:visible'>0</td><td>7</td></tr></table>"
    )
    assert only_grid(body).matrix(fill=False) == [["a", "", "b"], ["", "0", ""]]


def test_rows_and_sections_that_are_not_displayed_are_not_there() -> None:
    body = (
        "<table><thead hidden><tr><td>9</td></tr></thead><tbody><tr><td>a</td><td>b</td></tr>"
        "<tr style='display:none'><td>9</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>"
        "<div style='display:none'><table><tr><td>9</td><td>9</td></tr></table></div>"
    )
    assert only_grid(body).matrix(fill=False) == [["a", "b"], ["c", "d"]]


# --- nested and layout tables


def test_a_layout_table_is_taken_apart_in_reading_order() -> None:
    body = (
        "<table><tr><td>左栏</td><td><p>一、总体情况</p>"
        "<table><tr><td>1</td><td>2</td></tr></table><p>后文</p>"
        "<table><tr><td>3</td><td>4</td></tr></table></td></tr></table>"
    )
    blocks = page(body).blocks
    shown = [block.text if isinstance(block, Paragraph) else block.to_text() for block in blocks]
    assert shown == ["左栏", "一、总体情况", "1 | 2", "后文", "3 | 4"]
    assert [grid.provenance.at for grid in page(body).grids] == ["table 2", "table 3"]


def test_a_data_table_that_holds_a_table_comes_before_it() -> None:
    row = "".join(f"<td>{n}</td>" for n in range(1, 9))
    body = f"<table><tr>{row}<td><table><tr><td>a</td><td>b</td></tr></table></td></tr></table>"
    outer, inner = page(body).grids
    assert outer.to_text() == "1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | "
    assert inner.to_text() == "a | b"


def test_one_cell_of_several_paragraphs_is_layout() -> None:
    assert texts("<table><tr><td><p>第一段</p><p>第二段</p></td></tr></table>") == ["第一段", "第二段"]


def test_a_page_set_in_one_table_gives_its_texts_and_its_grids() -> None:
    running = "本机关全年主动公开各类信息，回应社会关切。" * 6
    body = (
        "<table><tr><td colspan=3>一、总体情况</td></tr>"
        f"<tr><td colspan=3>{running}</td></tr><tr><td colspan=3>二、主动公开</td></tr>"
        "<tr><td>甲</td><td>乙</td><td>丙</td></tr><tr><td>1</td><td>2</td><td>3</td></tr>"
        f"<tr><td colspan=3>三、其他</td></tr><tr><td colspan=3>{running}</td></tr></table>"
    )
    blocks = page(body).blocks
    shown = [block.text if isinstance(block, Paragraph) else block.to_text() for block in blocks]
    assert shown == ["一、总体情况", running, "二、主动公开", "甲 | 乙 | 丙\n1 | 2 | 3", "三、其他", running]
    assert blocks[3].provenance.at == "table 1"
    assert page(body).grids[0].cells[0].provenance.at == "table 1, row 4, cell 1"


def test_a_caption_is_a_paragraph_before_its_grid() -> None:
    blocks = page("<table><caption>表一</caption><tr><td>1</td><td>2</td></tr></table>").blocks
    assert isinstance(blocks[0], Paragraph) and blocks[0].text == "表一"
    assert isinstance(blocks[1], Grid)


# --- paragraphs, furniture, metadata


def test_paragraphs_and_their_places() -> None:
    found = page("<p>a<br>b<br><br>c</p>文<div>d <b>e</b></div>").paragraphs
    assert [(p.text, p.provenance.at) for p in found] == [
        ("a\nb", "/html/body/p"),
        ("c", "/html/body/p"),
        ("文", "/html/body"),
        ("d e", "/html/body/div"),
    ]


FURNITURE = [
    "<nav><ul><li><a>首页</a></li></ul></nav>",
    "<header><a>某某市人民政府</a></header>",
    "<footer><p>地址：中山路1号</p></footer>",
    "<div>当前位置：<a>首页</a> &gt; <a>政务公开</a></div>",
    "<div>您现在的位置： <a>首页</a></div>",
    "<div>字号：[大 中 小]</div>",
    "<p>【打印本页】【关闭窗口】</p>",
    "<p>分享到：微信 微博</p>",
    "<p>上一篇：<a>别的报告</a></p>",
    "<p>下一篇：没有了</p>",
    "<p>相关链接</p>",
    "<p>版权所有 某某市人民政府 备案ICP备1号</p>",
    "<ul><li><a>要闻</a></li><li><a>政策</a></li><li><a>服务</a></li><li><a>互动</a></li></ul>",
    "<div class='bread-crumb'><a>首页</a> <a>公开</a></div>",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_is_dropped(furniture: str) -> None:
    assert texts(f"<p>正文一</p>{furniture}<p>正文二</p>") == ["正文一", "正文二"]


@pytest.mark.parametrize(
    "kept",
    [
        "<nav>一、总体情况</nav>",
        "<header><h1>某局年度报告</h1></header>",
        "<div class=header>某某镇人民政府</div>",
        "<footer>全年共收到申请三件，均已在法定期限内答复，没有因此引起的行政复议和行政诉讼，特此报告。</footer>",
        "<p>中</p>",
        "<p>打印机采购情况</p>",
        "<p>附件：<a>某局报告.docx</a></p>",
    ],
)
def test_what_may_be_text_is_kept(kept: str) -> None:
    assert len(texts(f"<p>正文一</p>{kept}<p>正文二</p>")) == 3


def test_a_table_in_a_footer_is_kept() -> None:
    assert (
        only_grid("<footer><table><tr><td>规章</td><td>0</td></tr></table></footer>").to_text() == "规章 | 0"
    )


def found(body: str) -> list[tuple[str, str]]:
    return [(m.key, m.value) for m in page(body).metadata if m.key != "charset"]


def test_the_head_of_the_page_is_metadata() -> None:
    body = (
        "<head><title> 某局 报告 </title><meta name=ArticleTitle content='报告'>"
        "<meta name='PubDate' content='2024-01-20 08:00'><meta name=viewport content=x></head><p>文</p>"
    )
    assert found(body) == [("title", "某局 报告"), ("ArticleTitle", "报告"), ("PubDate", "2024-01-20 08:00")]
    assert page(body).metadata[2].provenance.at == "meta PubDate"


def test_a_portal_s_table_is_metadata_and_no_grid() -> None:
    body = (
        "<table><tr><td>索 引 号：</td><td>1-2</td><td>公开日期</td><td>2024-01-20</td></tr>"
        "<tr><td>发布机构</td><td>某局</td><td>有效性</td><td></td></tr></table><p>正文</p>"
    )
    document = page(body)
    assert document.grids == ()
    assert found(body) == [("索引号", "1-2"), ("公开日期", "2024-01-20"), ("发布机构", "某局")]
    assert document.metadata[0].provenance.at == "table 1, row 1, cell 2"


def test_a_table_that_holds_more_than_metadata_stays_a_grid() -> None:
    body = (
        "<table><tr><td>索引号</td><td>1</td><td>文号</td><td>2</td></tr>"
        "<tr><td>规章</td><td>5</td><td>6</td><td>7</td></tr></table>"
    )
    assert len(page(body).grids) == 1
    assert ("索引号", "1") in found(body)


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li>索引号：<span>9</span></li><li>发布日期：2024-01-20</li></ul>",
        "<dl><dt>索引号</dt><dd>9</dd><dt>发布日期</dt><dd>2024-01-20</dd></dl>",
        "<p>索引号：9　　发布日期：2024-01-20　字号：[大 中 小]</p>",
        "<div>索引号：</div><div>9</div><div>发布日期:</div><div>2024-01-20</div>",
    ],
)
def test_metadata_in_lists_and_lines(body: str) -> None:
    assert found(body + "<p>正文</p>") == [("索引号", "9"), ("发布日期", "2024-01-20")]
    assert texts(body + "<p>正文</p>") == ["正文"]


def test_running_text_with_a_label_in_it_is_no_metadata() -> None:
    body = "<p>来源：上年度结转的申请三件，新收的申请五件，均已办结，其中予以公开六件，不予公开两件。</p>"
    assert len(texts(body)) == 1


# --- encodings, damage, limits


@pytest.mark.parametrize(
    ("encoding", "label"), [("gbk", "utf-8"), ("utf-8", "gb2312"), ("gb18030", "gb2312"), ("utf-16", "gbk")]
)
def test_a_wrong_charset_label_is_not_believed(encoding: str, label: str) -> None:
    body = f"<html><head><meta charset={label}></head><body><p>政府信息公开工作情况</p></body></html>"
    assert [p.text for p in page(body.encode(encoding)).paragraphs] == ["政府信息公开工作情况"]


def test_declared_big5_is_read() -> None:
    body = "<meta http-equiv=Content-Type content='text/html; charset=big5'><p>資訊公開</p>"
    assert [p.text for p in page(body.encode("big5")).paragraphs] == ["資訊公開"]


def test_an_xml_declaration_does_no_harm() -> None:
    assert texts("<?xml version='1.0' encoding='gbk'?><html><body><p>文</p></body></html>") == ["文"]


def test_an_encoding_that_had_to_be_mended_is_said() -> None:
    metadata = page(("<p>" + "公开" * 40 + "</p>").encode()[:-5]).metadata
    assert ("replaced characters", "1") in [(m.key, m.value) for m in metadata]


@pytest.mark.parametrize("depth", [600, 5000])
def test_too_deep_a_page_is_refused(depth: int) -> None:
    with pytest.raises(LimitExceeded) as caught:
        page("<div>" * depth + "x")
    assert caught.value.name == "page.html"
    assert "512" in caught.value.sentence("en")


def test_a_deep_page_is_read() -> None:
    assert texts("<div>" * 480 + "x") == ["x"]


def test_too_deep_a_nest_of_tables_is_refused() -> None:
    with pytest.raises(LimitExceeded):
        page("<table><tr><td>a</td><td>" * 120 + "x")


def test_too_large_a_table_is_refused_at_its_first_cell() -> None:
    row = "<tr>" + "<td colspan=1000 rowspan=9999>0</td>" * 3 + "</tr>"
    with pytest.raises(LimitExceeded) as caught:
        page("<table>" + row * 2000 + "</table>")
    assert caught.value.detail["value"] == 1000 * 2000  # one cell's positions: no other was laid out


@pytest.mark.parametrize(
    "body", ["<!-- nothing -->", "<table></table>", "<table><tr><td></td></tr></table>", "<p></p>"]
)
def test_pages_without_text_are_empty_documents(body: str) -> None:
    assert page(body).blocks == ()


# --- properties


span = st.integers(min_value=0, max_value=4)


@given(st.lists(st.lists(st.tuples(span, span), max_size=5), min_size=1, max_size=6))
@settings(deadline=None)
def test_random_spans_give_a_valid_grid_that_loses_nothing(rows: list[list[tuple[int, int]]]) -> None:
    number = 0
    body = ""
    for row in rows:
        body += "<tr>"
        for rowspan, colspan in row:
            number += 1
            body += f"<td rowspan={rowspan} colspan={colspan}>c{number}</td>"
        body += "</tr>"
    document = page(f"<table>{body}</table>")
    shown = [cell.text for grid in document.grids for cell in grid.cells]
    assert sorted(shown) == sorted(f"c{n}" for n in range(1, number + 1))


def word(text: str) -> str:
    return html.escape(text, quote=False)


@given(
    st.lists(st.text(alphabet="政府信息0123456789（）", min_size=1, max_size=12), min_size=2, max_size=8),
    st.data(),
)
@settings(deadline=None)
def test_nothing_visible_is_lost_in_unclosed_tables(entries: list[str], data: st.DataObject) -> None:
    wraps = st.sampled_from(["{}", "<p>{}", "<span>{}", "<div>{}</div>", "<b>{}", "<font>{}</font>"])
    body = "".join(f"<td>{data.draw(wraps).format(word(entry))}" for entry in entries)
    grid = only_grid(f"<table><tr>{body}</table>")
    assert [cell.text for cell in grid.cells] == entries


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "</tr>",
    "<td>",
    "</td>",
    "<td rowspan=2>",
    "<th colspan=3>",
    "<p>",
    "</p>",
    "<div>",
]
TAGS += [
    "</div>",
    "<br>",
    "<tbody>",
    "<thead>",
    "<tfoot>",
    "<form>",
    "<a>",
    "<b>",
    "</b>",
    "文",
    "1",
    " ",
    "<input value=3>",
]


@given(st.lists(st.sampled_from(TAGS), max_size=40))
@settings(deadline=None)
def test_any_soup_of_tags_is_read_or_refused_by_name(tags: list[str]) -> None:
    try:
        document = page("".join(tags))
    except ExtractorError:
        return
    shown = "".join(
        getattr(b, "text", "") or "".join(c.text for c in getattr(b, "cells", ())) for b in document.blocks
    )
    assert shown.count("文") == tags.count("文")


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    try:
        made = page(text.encode("utf-8", errors="replace"))
    except ExtractorError as error:
        assert error.sentence("zh")
        return
    assert made.format == "html"
