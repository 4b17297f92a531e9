"""Word: what a person sees in Word is what is read."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import Document, Paragraph
from extractor.errors import EncryptedSource, LimitExceeded, Reason, UnreadableSource, UnsupportedFormat
from extractor.grid import Geometry, Grid
from extractor.ingest.docx import ingest
from extractor.ingest.docx.geometry import Merge, Slot, Strip, place
from extractor.ingest.docx.numerals import render
from extractor.ingest.docx.package import Package
from extractor.source import Source

W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W_NS}" xmlns:r="{REL}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def part(root: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{content}</w:{root}>'


def word(body: str, *, numbering: str = "", styles: str = "", more: dict[str, str] | None = None) -> Source:
    parts: dict[str, str | bytes] = {"word/document.xml": part("document", f"<w:body>{body}</w:body>")}
    if numbering:
        parts["word/numbering.xml"] = part("numbering", numbering)
    if styles:
        parts["word/styles.xml"] = part("styles", styles)
    parts.update(more or {})
    return Source("report.docx", packed(parts))


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text) if text else ''}</w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def wide(twips: int) -> str:
    return f'<w:tcW w:w="{twips}" w:type="dxa"/>'


START, GO_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def texts(document: Document) -> list[str]:
    """Paragraphs as their text, grids as their rows joined by / and cells by |."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else "/".join("|".join("." if t is None else t for t in row) for row in block.matrix(fill=False))
        for block in document.blocks
    ]


def read(body: str, *, numbering: str = "", styles: str = "") -> list[str]:
    return texts(ingest(word(body, numbering=numbering, styles=styles)))


def only_grid(body: str) -> Grid:
    (grid,) = ingest(word(body)).grids
    return grid


def rectangles(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {c.text: (c.span.top, c.span.left, c.span.bottom, c.span.right) for c in grid.cells}


# --- text ---------------------------------------------------------------------------------------


def test_paragraphs_and_grids_come_in_the_order_of_the_document() -> None:
    document = docx.Document()
    document.add_paragraph("一、总体情况")
    table = document.add_table(rows=2, cols=2)
    for number, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = str(number)
    document.add_paragraph("")
    document.add_paragraph("二、主动公开政府信息情况")
    stream = io.BytesIO()
    document.save(stream)
    read_back = ingest(Source("made.docx", stream.getvalue()))
    assert texts(read_back) == ["一、总体情况", "0|1/2|3", "二、主动公开政府信息情况"]
    assert [block.provenance.at for block in read_back.blocks] == ["block 1", "block 2", "block 4"]
    assert (read_back.format, read_back.ingestor) == ("docx", "docx")
    assert read_back.grids[0].geometry is Geometry.EXACT
    assert [cell.provenance.at for cell in read_back.grids[0].cells][-1] == "block 2, row 2, cell 2"
    assert all(cell.provenance.page is None for cell in read_back.grids[0].cells)


@pytest.mark.parametrize(
    ("inline", "expected"),
    [
        ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:cr/><w:t>末</w:t></w:r>", "上\n下\n末"),
        ("<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r>", "1\t2"),
        ("<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3</w:t><w:softHyphen/><w:t>4</w:t></w:r>", "2-34"),
        ("<w:r><w:t>公\u00ad开</w:t></w:r>", "公开"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r("是"), "☑是"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F082"/></w:r>', "②"),
        ('<w:r><w:sym w:font="Strange" w:char="F041"/></w:r>' + r("5"), "\ufffd5"),
        (r("12") + r(" ") + r("34"), "12 34"),
        (f'<w:hyperlink r:id="rId9">{r("网站")}</w:hyperlink>', "网站"),
        (f"<w:smartTag>{r('甲')}<w:customXml>{r('乙')}</w:customXml></w:smartTag>", "甲乙"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('22')}</w:sdtContent></w:sdt>{r('件')}", "22件"),
        (f"<w:ins>{r('12')}</w:ins><w:del><w:r><w:delText>9</w:delText></w:r></w:del>", "12"),
        (f"<w:moveTo>{r('到')}</w:moveTo><w:moveFrom>{r('从')}</w:moveFrom>", "到"),
        (f"<w:ins>{r('甲')}<w:del>{r('乙')}</w:del></w:ins>", "甲"),
        (r("1") + r("2", "<w:vanish/>") + r("3", '<w:vanish w:val="0"/>'), "13"),
        (r("注") + "<w:r><w:footnoteReference w:id='2'/></w:r><w:commentRangeStart/>", "注"),
        ("<w:r><w:t>12<!-- a remark -->34</w:t></w:r>", "1234"),
        (f"<w:r><w:ruby><w:rt>{r('gong')}</w:rt><w:rubyBase>{r('公')}</w:rubyBase></w:ruby></w:r>", "公"),
        ("<m:oMath><m:r><m:t>7</m:t></m:r></m:oMath>", "7"),
        ("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num></m:f></m:oMath>" + r("x"), "\ufffdx"),
    ],
)
def test_inline_content_reads_as_printed(inline: str, expected: str) -> None:
    assert read(f"<w:p>{inline}</w:p>") == [expected]


def test_a_fields_result_is_kept_and_its_code_is_not() -> None:
    def char(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> =SUM(ABOVE) </w:instrText></w:r>"
    nested = char("begin") + code + char("separate") + r("99") + char("end")
    field = char("begin") + code + nested + char("separate") + r("35") + char("end")
    assert read(f"<w:p>{r('计')}{field}{r('件')}</w:p>") == ["计35件"]
    assert read(f'<w:p><w:fldSimple w:instr="PAGE">{r("4")}</w:fldSimple></w:p>') == ["4"]


def test_a_field_never_closed_hides_nothing_beyond_its_paragraph() -> None:
    opened = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>'
    assert read(opened + p("后文")) == ["后文"]


def test_hidden_text_through_styles() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Heir"><w:basedOn w:val="Gone"/></w:style>'
    )
    body = (
        "<w:p>"
        + r("甲")
        + r("乙", '<w:rStyle w:val="Secret"/>')
        + "</w:p>"
        + p("丙", '<w:pStyle w:val="Heir"/>')
        + '<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr>'
        + r("丁", '<w:vanish w:val="false"/>')
        + "</w:p>"
    )
    assert read(body, styles=styles) == ["甲", "丁"]


def test_digits_off_the_line_are_a_note_s() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        '</w:style><w:style w:type="character" w:styleId="Heir"><w:basedOn w:val="Note"/></w:style>'
    )
    lifted = '<w:position w:val="8"/>'
    level = '<w:rStyle w:val="Note"/><w:vertAlign w:val="baseline"/>'
    body = "".join(
        f"<w:p>{runs}</w:p>"
        for runs in (
            r("22") + r("1", '<w:rStyle w:val="Heir"/>'),
            r("22") + r("1", level),
            r("22") + r("1", lifted),
            r("22", lifted) + r("1", lifted),
            r("22", lifted),
            r("22") + r("1", '<w:vertAlign w:val="subscript"/>'),
        )
    )
    assert read(body, styles=styles) == ["22¹", "221", "22¹", "221", "22", "22₁"]


def test_struck_out_text_is_what_a_report_no_longer_says() -> None:
    body = (
        "<w:p>"
        + r("12", "<w:strike/>")
        + r("5", "<w:dstrike/>")
        + r("13", '<w:strike w:val="0"/>')
        + "</w:p>"
    )
    assert read(body) == ["13"]


def test_styles_in_utf_16_are_heeded() -> None:
    style = '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
    data = part("styles", style).replace("UTF-8", "UTF-16").encode("utf-16")
    hidden = p("藏", '<w:pStyle w:val="Gone"/>')
    body = part("document", f"<w:body>{hidden}{p('见')}</w:body>")
    source = Source("wide.docx", packed({"word/document.xml": body, "word/styles.xml": data}))
    assert texts(ingest(source)) == ["见"]


def test_styles_based_on_one_another_in_a_circle_end() -> None:
    circle = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    assert read(p("见", '<w:pStyle w:val="B"/>') + p("留"), styles=circle) == ["留"]


def test_a_deleted_paragraph_mark_joins_the_paragraph_to_the_next() -> None:
    deleted = "<w:rPr><w:del/></w:rPr>"
    assert read(p("二、主动公开", deleted) + p("政府信息情况")) == ["二、主动公开政府信息情况"]
    gone = f"<w:p><w:pPr>{deleted}</w:pPr><w:del>{r('旧')}</w:del></w:p>"
    document = ingest(word(gone + p("新")))
    assert texts(document) == ["新"]
    assert document.blocks[0].provenance.at == "block 2"


def test_headers_and_blank_paragraphs_are_left_out() -> None:
    assert read(p() + p(" \u3000") + p("正文") + "<w:sectPr/>") == ["正文"]


def test_strict_files_are_read() -> None:
    xml = part("document", f"<w:body>{p('正文')}{tbl(tr(tc('1'), tc('2')))}</w:body>")
    strict = xml.replace(W_NS, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    for encoding in ("utf-8", "utf-16"):
        data = strict.replace("UTF-8", encoding).encode(encoding)
        assert texts(ingest(Source("s.docx", packed({"word/document.xml": data})))) == ["正文", "1|2"]


def test_block_level_content_controls_are_transparent() -> None:
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = control.format(tr(control.format(tc("1")), tc("2")))
    assert read(control.format(p("甲") + tbl(row, tr(tc("3"), tc("4"))))) == ["甲", "1|2/3|4"]


def test_alternate_content_is_read_once() -> None:
    box = "<w:txbxContent>" + p("{}") + "</w:txbxContent>"
    both = (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        + box.format("框")
        + "</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        + box.format("框")
        + "</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(both) == ["框"]


def pict(content: str) -> str:
    inner = f"<v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
    return f"<w:r><w:pict>{inner}</w:pict></w:r>"


def test_text_boxes_follow_the_paragraph_that_anchors_them() -> None:
    body = f"<w:p>{r('锚')}{pict(p('框一') + tbl(tr(tc('1'), tc('2'))))}{pict(p('框二'))}</w:p>" + p("后")
    document = ingest(word(body))
    assert texts(document) == ["锚", "框一", "1|2", "框二", "后"]
    assert [block.provenance.at for block in document.blocks] == [
        "block 1",
        "block 1, text box 1, block 1",
        "block 1, text box 1, block 2",
        "block 1, text box 2, block 1",
        "block 2",
    ]
    assert document.grids[0].cells[1].provenance.at == "block 1, text box 1, block 2, row 1, cell 2"


def test_a_text_box_within_a_cell_gives_lines_of_the_cell() -> None:
    assert read(tbl(tr(tc(f"<w:p>{pict(p('行政') + p('复议'))}</w:p>"), tc("0")))) == ["\n行政\n复议|0"]


# --- grids --------------------------------------------------------------------------------------


def test_merged_cells() -> None:
    grid = only_grid(
        tbl(
            tr(tc("角", span(2) + START), tc("甲"), tc("乙")),
            tr(tc("", span(2) + GO_ON), tc("1"), tc("2")),
            tr(tc("a"), tc("b"), tc("c", span(2))),
        )
    )
    assert (grid.height, grid.width) == (3, 4)
    found = rectangles(grid)
    assert found["角"] == (0, 0, 2, 2)
    assert found["c"] == (2, 2, 3, 4)
    assert found["2"] == (1, 3, 2, 4)


def test_horizontal_merges_of_old_files() -> None:
    start, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    grid = only_grid(tbl(tr(tc("头", start), tc("", on), tc("尾")), tr(tc("1"), tc("2"), tc("3"))))
    assert rectangles(grid)["头"] == (0, 0, 1, 2)
    assert rectangles(grid)["尾"] == (0, 2, 1, 3)


def test_columns_left_out_before_and_after_are_holes() -> None:
    before, after = '<w:gridBefore w:val="1"/>', '<w:gridAfter w:val="1"/>'
    grid = only_grid(
        tbl(
            tr(tc("1"), tc("2"), tc("3")),
            tr(tc("x"), tc("y"), properties=before),
            tr(tc("z"), tc("w"), properties=after),
        )
    )
    assert grid.matrix(fill=False) == [["1", "2", "3"], [None, "x", "y"], ["z", "w", None]]


def test_a_row_with_too_few_cells_ends_early() -> None:
    assert only_grid(tbl(tr(tc("1"), tc("2"), tc("3")), tr(tc("4")))).matrix(fill=False) == [
        ["1", "2", "3"],
        ["4", None, None],
    ]


def test_two_continued_cells_under_one_wide_cell_belong_to_it() -> None:
    grid = only_grid(tbl(tr(tc("宽", span(2) + START), tc("1")), tr(tc("", GO_ON), tc("", GO_ON), tc("2"))))
    assert rectangles(grid)["宽"] == (0, 0, 2, 2)


def test_a_continued_cell_of_other_extents_stands_for_itself() -> None:
    grid = only_grid(tbl(tr(tc("窄", START), tc("1"), tc("2")), tr(tc("自", span(2) + GO_ON), tc("3"))))
    assert rectangles(grid) == {
        "窄": (0, 0, 1, 1),
        "1": (0, 1, 1, 2),
        "2": (0, 2, 1, 3),
        "自": (1, 0, 2, 2),
        "3": (1, 2, 2, 3),
    }


def test_a_continued_cell_whose_start_was_deleted_begins_the_merge() -> None:
    grid = only_grid(
        tbl(
            tr(tc("旧", START), tc("1"), properties="<w:del/>"),
            tr(tc("新", GO_ON), tc("2")),
            tr(tc("", GO_ON), tc("3")),
        )
    )
    assert rectangles(grid) == {"新": (0, 0, 2, 1), "2": (0, 1, 1, 2), "3": (1, 1, 2, 2)}


def test_rows_that_count_columns_differently_are_aligned_by_their_widths() -> None:
    grid = only_grid(
        tbl(
            tr(tc("标签", wide(2000)), tc("甲", wide(1000)), tc("乙", wide(1000))),
            tr(tc("一", wide(2003) + span(3)), tc("1", wide(998)), tc("2", wide(1000) + span(2))),
            tr(tc("二", wide(1000)), tc("三", wide(1000)), tc("3", wide(1004)), tc("4", wide(996))),
        )
    )
    assert (grid.height, grid.width) == (3, 4)
    found = rectangles(grid)
    assert found["标签"] == (0, 0, 1, 2)
    assert found["一"] == (1, 0, 2, 2)
    assert [found[text][1] for text in ("甲", "1", "3")] == [2, 2, 2]
    assert [found[text][3] for text in ("乙", "2", "4")] == [4, 4, 4]


def test_widths_that_contradict_one_another_are_not_believed() -> None:
    grid = only_grid(
        tbl(
            tr(tc("1", wide(500)), tc("2", wide(500)), tc("3", wide(500))),
            tr(tc("4", wide(500) + span(2)), tc("5", wide(500)), tc("6", wide(500)), tc("7", wide(500))),
        )
    )
    assert rectangles(grid)["4"] == (1, 0, 2, 2)
    assert rectangles(grid)["6"] == (1, 3, 2, 4)


def test_spans_beyond_what_word_has_are_squeezed() -> None:
    grid = only_grid(tbl(tr(tc("宽", span(1_000_000_000))), tr(tc("1"), tc("2"))))
    assert (grid.height, grid.width) == (2, 3)
    assert rectangles(grid)["宽"] == (0, 0, 1, 3)


def test_tracked_rows_and_cells() -> None:
    body = tbl(
        tr(tc("a"), tc("x", "<w:cellDel/>"), tc("b", "<w:cellIns/>")),
        tr(tc("旧"), tc("行"), properties="<w:del/>"),
        tr(tc("c"), tc("d"), properties="<w:ins/>"),
        tr(tc("藏"), tc("行"), properties="<w:hidden/>"),
        tr(tc("并", '<w:cellMerge w:vMerge="rest"/>'), tc("e")),
        tr(tc("", '<w:cellMerge w:vMerge="cont"/>'), tc("f")),
    )
    grid = only_grid(body)
    assert grid.matrix(fill=False) == [["a", "b"], ["c", "d"], ["并", "e"], [None, "f"]]
    assert grid.cell(1, 0) is not None and grid.cells[2].provenance.at == "block 1, row 3, cell 1"
    assert read(tbl(tr(tc("旧"), tc("表"), properties="<w:del/>")) + p("文")) == ["文"]


def test_the_lines_of_a_cell() -> None:
    stacked = "".join(p(character) for character in "结果维持") + p()
    body = tbl(tr(tc(stacked, '<w:textDirection w:val="tbRlV"/>'), tc(p("\u3000")), tc(p("12") + p("3"))))
    assert read(body) == ["结\n果\n维\n持||12\n3"]


def test_a_row_of_very_many_continued_cells_is_placed_in_linear_time() -> None:
    rows = [Strip(tuple(Slot(row, cell, down=Merge.CONTINUE) for cell in range(30_000))) for row in range(4)]
    height, width, placed = place(rows)
    assert (height, width, len(placed)) == (4, 30_000, 30_000)
    assert {each.span.rows for each in placed} == {4}


# --- tables within tables -----------------------------------------------------------------------


def test_a_table_that_lays_out_the_page_gives_its_contents() -> None:
    inner = tbl(tr(tc("1"), tc("2")), tr(tc("3"), tc("4")))
    document = ingest(word(tbl(tr(tc(p("题") + inner + p("注")), tc("侧栏")))))
    assert texts(document) == ["题", "1|2/3|4", "注", "侧栏"]
    assert document.grids[0].provenance.at == "block 1, row 1, cell 1, block 2"
    assert document.grids[0].cells[3].provenance.at == "block 1, row 1, cell 1, block 2, row 2, cell 2"


def test_a_table_of_data_stays_although_a_cell_holds_another() -> None:
    inner = tbl(tr(tc("小"), tc("表")))
    body = tbl(*(tr(tc(f"{n}甲"), tc(f"{n}乙")) for n in range(4)), tr(tc("末"), tc(p("内") + inner + p())))
    assert read(body) == ["0甲|0乙/1甲|1乙/2甲|2乙/3甲|3乙/末|内", "小|表"]


def test_a_nested_table_of_one_cell_is_the_text_of_its_cell() -> None:
    assert read(tbl(tr(tc(tbl(tr(tc("框内"))) + p()), tc("5")))) == ["框内|5"]


def test_a_table_of_one_cell_with_several_paragraphs_is_layout() -> None:
    assert read(tbl(tr(tc(p("第一段") + p() + p("第二段"))))) == ["第一段", "第二段"]
    assert read(tbl(tr(tc("一格")))) == ["一格"]
    assert len(ingest(word(tbl(tr(tc("一格"))))).grids) == 1


# --- numbering ----------------------------------------------------------------------------------


def lvl(place: int, fmt: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(ident: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{ident}">{more}{"".join(levels)}</w:abstractNum>'


def num(ident: int, to: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{ident}"><w:abstractNumId w:val="{to}"/>{overrides}</w:num>'


def listed(number: int, level: int = 0) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_a_heading_typed_as_a_numbered_list_reads_as_printed() -> None:
    numbering = abstract(
        0,
        lvl(0, "chineseCountingThousand", "%1、"),
        lvl(1, "chineseCounting", "（%2）"),
        lvl(2, "decimal", "%3."),
    ) + num(1, 0)
    body = (
        p("总体情况", listed(1))
        + p("主动公开政府信息情况", listed(1))
        + tbl(tr(tc(p("予以公开", listed(1, 1))), tc("0")), tr(tc(p("不予公开", listed(1, 1))), tc("1")))
        + f"<w:p>{pict(p('属于国家秘密', listed(1, 2)))}</w:p>"
        + p("收到和处理", listed(1))
        + p("再来", listed(1, 1))
    )
    assert read(body, numbering=numbering) == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "（一）予以公开|0/（二）不予公开|1",
        "1.属于国家秘密",
        "三、收到和处理",
        "（一）再来",
    ]


def test_numbers_start_anew_where_a_list_overrides_its_start_and_go_on_where_it_does_not() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0) + num(2, 0) + num(3, 0, anew)
    body = "".join(p("条", listed(n)) for n in (1, 1, 2, 3, 3))
    assert read(body, numbering=numbering) == ["1.条", "2.条", "3.条", "1.条", "2.条"]


def test_an_override_may_bring_a_level_of_its_own() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{lvl(0, "upperLetter", "%1)")}</w:lvlOverride>'
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0, own)
    assert read(p("条", listed(1)), numbering=numbering) == ["A)条"]


def test_numbering_through_styles_and_linked_styles() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1">'
        '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    numbering = (
        abstract(0, more='<w:numStyleLink w:val="Rows"/>')
        + abstract(
            1,
            lvl(0, "ideographTraditional", "%1．", '<w:pStyle w:val="H1"/>'),
            lvl(1, "decimal", "%1.%2", '<w:pStyle w:val="H2"/><w:isLgl/><w:suff w:val="space"/>'),
            more='<w:styleLink w:val="Rows"/>',
        )
        + num(4, 0)
    )
    body = (
        p("章", '<w:pStyle w:val="H1"/>')
        + p("节", '<w:pStyle w:val="H2"/>')
        + p("平", '<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        + p("章", '<w:pStyle w:val="H1"/>')
    )
    assert read(body, styles=styles, numbering=numbering) == ["甲．章", "1.1 节", "平", "乙．章"]


def test_bullets_are_dropped_and_hidden_or_deleted_paragraphs_do_not_count() -> None:
    numbering = (
        abstract(0, lvl(0, "bullet", "●")) + num(1, 0) + abstract(5, lvl(0, "decimal", "%1.")) + num(2, 5)
    )
    hidden = f"<w:p><w:pPr>{listed(2)}<w:rPr><w:vanish/></w:rPr></w:pPr>{r('藏', '<w:vanish/>')}</w:p>"
    deleted = f"<w:p><w:pPr>{listed(2)}<w:rPr><w:del/></w:rPr></w:pPr><w:del>{r('删')}</w:del></w:p>"
    body = p("点", listed(1)) + p("甲", listed(2)) + hidden + deleted + p("乙", listed(2))
    assert read(body, numbering=numbering) == ["点", "1.甲", "2.乙"]


def test_a_number_never_runs_into_a_figure() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1.")) + num(1, 0)
    assert read(p("12件", listed(1)), numbering=numbering) == ["1.\t12件"]
    wide_digits = abstract(0, lvl(0, "decimalFullWidth", "%1")) + num(1, 0)
    assert read(p("5", listed(1)), numbering=wide_digits) == ["１\t5"]


def test_an_empty_numbered_cell_prints_its_number() -> None:
    numbering = abstract(0, lvl(0, "decimal", "%1")) + num(1, 0)
    body = tbl(*(tr(tc(p("", listed(1))), tc(name)) for name in ("甲", "乙")))
    assert read(body, numbering=numbering) == ["1|甲/2|乙"]


@pytest.mark.parametrize(
    ("fmt", "number", "printed"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 105, "一百〇五"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("taiwaneseCounting", 21, "二十一"),
        ("japaneseCounting", 3, "三"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("ideographTraditional", 3, "丙"),
        ("ideographDigital", 10, "一〇"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("lowerLetter", 3, "c"),
        ("upperLetter", 27, "AA"),
        ("decimalFullWidth", 15, "１５"),
        ("decimalEnclosedCircle", 10, "⑩"),
        ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("ideographEnclosedCircle", 2, "㈡"),
        ("something new", 4, "4"),
    ],
)
def test_number_formats(fmt: str, number: int, printed: str) -> None:
    assert render(number, fmt) == printed


# --- the file -----------------------------------------------------------------------------------


def test_metadata_and_pages() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:title>2024年度报告</dc:title>'
        "<dc:creator>办公室</dc:creator><dcterms:modified>2025-01-20T08:00:00Z</dcterms:modified>"
        "<cp:revision>3</cp:revision></cp:coreProperties>"
    )
    app = "<Properties><Pages>7</Pages></Properties>"
    document = ingest(word(p("文"), more={"docProps/core.xml": core, "docProps/app.xml": app}))
    assert [(each.key, each.value) for each in document.metadata] == [
        ("title", "2024年度报告"),
        ("creator", "办公室"),
        ("modified", "2025-01-20T08:00:00Z"),
    ]
    assert document.pages == 7
    bare = ingest(word(p("文"), more={"docProps/core.xml": "<broken"}))
    assert (bare.metadata, bare.pages, texts(bare)) == ((), None, ["文"])


def test_the_main_part_is_found_by_its_relation() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{REL}/officeDocument" Target="/word/document2.xml"/></Relationships>'
    )
    parts = {
        "_rels/.rels": relations,
        "word/document.xml": part("document", f"<w:body>{p('旧')}</w:body>"),
        "word/document2.xml": part("document", f"<w:body>{p('新')}</w:body>"),
    }
    assert texts(ingest(Source("x.docx", packed(parts)))) == ["新"]


def test_external_references_are_not_followed() -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="a" Type="{REL}/styles" Target="http://example.invalid/s.xml" TargetMode="External"/>'
        "</Relationships>"
    )
    assert texts(ingest(word(p("文"), more={"word/_rels/document.xml.rels": relations}))) == ["文"]


def test_another_document_kept_whole_within_is_refused_only_where_no_table_is_read() -> None:
    chunk = '<w:altChunk r:id="rId1"/>'
    with pytest.raises(UnsupportedFormat) as caught:
        ingest(word(p("题") + chunk))
    assert "altChunk" in caught.value.sentence("en") and caught.value.name == "report.docx"
    assert read(p("题") + chunk + tbl(tr(tc("1"), tc("2")))) == ["题", "1|2"]


def test_a_truncated_file() -> None:
    whole = word(p("文" * 5000)).data
    for length in (len(whole) // 2, len(whole) - 10):
        with pytest.raises(UnreadableSource) as caught:
            ingest(Source("cut.docx", whole[:length]))
        assert caught.value.reason is Reason.TRUNCATED
        assert "Word" in caught.value.sentence("en")


def test_damaged_files() -> None:
    whole = word("".join(p(f"段{n}") for n in range(400))).data
    spoilt = bytearray(whole)
    spoilt[200:220] = bytes(20)
    no_document = packed({"word/styles.xml": part("styles", "")})
    no_xml = packed({"word/document.xml": "<w:document"})
    no_body = packed({"word/document.xml": part("document", "")})
    entity = (
        '<!DOCTYPE d [<!ENTITY e "9">]>' + part("document", f"<w:body>{p('&e;')}</w:body>").split("?>")[1]
    )
    for data in (bytes(spoilt), no_document, no_xml, no_body, packed({"word/document.xml": entity})):
        with pytest.raises(UnreadableSource) as caught:
            ingest(Source("bad.docx", data))
        assert caught.value.reason is Reason.DAMAGED
        assert caught.value.sentence("zh")


def test_an_encrypted_member() -> None:
    data = bytearray(word(p("文")).data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        data[at : at + 2] = struct.pack("<H", struct.unpack("<H", data[at : at + 2])[0] | 1)
    with pytest.raises(EncryptedSource):
        ingest(Source("locked.docx", bytes(data)))


def test_a_part_is_refused_by_what_it_inflates_to() -> None:
    source = word(p("文" * 10_000))
    with pytest.raises(LimitExceeded) as caught:
        Package(source, maximum=5_000).document()
    assert caught.value.detail["maximum"] == 5_000
    assert caught.value.sentence("en")


def nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + p("深") + "</w:tc></w:tr></w:tbl>" * depth


def test_tables_nested_a_few_dozen_deep_are_read_and_without_end_refused() -> None:
    assert read(nested_tables(40)) == ["深"]
    for body in (nested_tables(3000), "<w:customXml>" * 9000 + p("深") + "</w:customXml>" * 9000):
        with pytest.raises((LimitExceeded, UnreadableSource)) as caught:
            ingest(word(body))
        assert caught.value.sentence("en")


# --- any table ----------------------------------------------------------------------------------

CELL = st.tuples(
    st.integers(1, 4),
    st.sampled_from(["", START, GO_ON]),
    st.sampled_from(["", "", "", '<w:hMerge w:val="restart"/>', "<w:hMerge/>"]),
    st.sampled_from([0, 500, 1000, 2000]),
)
ROW = st.tuples(st.integers(0, 2), st.integers(0, 2), st.lists(CELL, min_size=1, max_size=6))


@settings(max_examples=150, deadline=None)
@given(st.lists(ROW, min_size=1, max_size=6))
def test_any_mixture_of_spans_makes_a_grid_that_loses_no_visible_text(
    rows: list[tuple[int, int, list[tuple[int, str, str, int]]]],
) -> None:
    xml, visible, total = [], set(), 0
    for number, (before, after, cells) in enumerate(rows):
        made = []
        for count, (columns, down, across, twips) in enumerate(cells):
            text = f"r{number}c{count}"
            total += 1
            made.append(tc(text, (wide(twips) if twips else "") + span(columns) + across + down))
            joined = across == "<w:hMerge/>" and count > 0
            if down != GO_ON and not joined:
                visible.add(text)
        edges = f'<w:gridBefore w:val="{before}"/><w:gridAfter w:val="{after}"/>'
        xml.append(tr(*made, properties=edges))
    grid = only_grid(tbl(*xml))
    printed = [cell.text for cell in grid.cells]
    assert len(printed) == len(set(printed)) <= total
    assert visible <= set(printed)
    assert grid.height == len(rows)
    for number in range(grid.height):
        assert grid.row(number), "every row has a cell, its own or one that reaches down into it"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_damaged_byte_is_read_or_refused_in_words(at: int, value: int) -> None:
    data = bytearray(word(p("文") + tbl(tr(tc("1"), tc("2")))).data)
    data[at % len(data)] = value
    try:
        ingest(Source("spoilt.docx", bytes(data)))
    except (UnreadableSource, EncryptedSource, LimitExceeded) as error:
        assert error.sentence("en")


# --- a real file --------------------------------------------------------------------------------

REAL = Path(__file__).resolve().parents[2] / "shared" / "real" / "form-2021.docx"


@pytest.mark.skipif(not REAL.exists(), reason="the official form is not beside this checkout")
def test_the_official_form() -> None:
    document = ingest(Source.from_path(REAL))
    assert [(grid.height, grid.width) for grid in document.grids] == [(14, 4), (28, 10), (4, 15)]
    second = rectangles(document.grids[1])
    assert second["三、本年度办理结果"] == (5, 0, 27, 1)
    assert second["法人或其他组织"] == (1, 4, 2, 9)
    assert second["总计"] == (1, 9, 3, 10)
    assert "二、主动公开政府信息情况" in texts(document)
    assert document.pages == 3
