"""Grids and documents written down in a test: a row a line, cells parted by ``|``.

``^`` goes on from the cell above, ``<`` from the cell to the left; ``⏎`` is a line end in a cell.
"""

from __future__ import annotations

from extractor.document import Block, Document, Paragraph
from extractor.grid import Cell, Geometry, Grid, Span
from extractor.provenance import Provenance
from extractor.source import Source


def grid(drawn: str, *, geometry: Geometry = Geometry.EXACT, at: str = "table 1") -> Grid:
    """The grid that a drawing shows."""
    rows = [[text.strip() for text in line.split("|")] for line in drawn.strip("\n").splitlines()]
    width = max(len(row) for row in rows)
    cells = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in ("^", "<"):
                continue
            right, bottom = left + 1, top + 1
            while right < len(row) and row[right] == "<":
                right += 1
            while bottom < len(rows) and left < len(rows[bottom]) and rows[bottom][left] == "^":
                bottom += 1
            place = Provenance(f"{at}, row {top + 1}, cell {left + 1}")
            cells.append(Cell(Span(top, left, bottom, right), text.replace("⏎", "\n"), place))
    return Grid(len(rows), width, tuple(cells), Provenance(at), geometry)


def document(*blocks: str | Grid) -> Document:
    """A document of paragraphs (texts) and grids."""
    made: list[Block] = [
        Paragraph(block, Provenance(f"paragraph {number}")) if isinstance(block, str) else block
        for number, block in enumerate(blocks, 1)
    ]
    return Document(Source("drawn", b"drawn"), "text", "drawn", tuple(made))


LEGAL_ROWS = (
    "一、本年新收政府信息公开申请数量|<|<",
    "二、上年结转政府信息公开申请数量|<|<",
    "三、本年度办理结果|（一）予以公开|<",
    "^|（二）部分公开（区分处理的，只计这一情形，不计其他情形）|<",
    "^|（三）不予公开|1.属于国家秘密",
    "^|^|2.其他法律行政法规禁止公开",
    "^|^|3.危及“三安全一稳定”",
    "^|^|4.保护第三方合法权益",
    "^|^|5.属于三类内部事务信息",
    "^|^|6.属于四类过程性信息",
    "^|^|7.属于行政执法案卷",
    "^|^|8.属于行政查询事项",
    "^|（四）无法提供|1.本机关不掌握相关政府信息",
    "^|^|2.没有现成信息需要另行制作",
    "^|^|3.补正后申请内容仍不明确",
    "^|（五）不予处理|1.信访举报投诉类申请",
    "^|^|2.重复申请",
    "^|^|3.要求提供公开出版物",
    "^|^|4.无正当理由大量反复申请",
    "^|^|5.要求行政机关确认或重新出具已获取信息",
    "^|（六）其他处理|1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "^|^|2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "^|^|3.其他",
    "^|（七）总计|<",
    "四、结转下年度继续办理|<|<",
)
"""The stub of table 三 of edition 2021, a row an entry."""

HEAD = """
（本列数据的勾稽关系）|<|<|申请人情况|<|<|<|<|<|<
^|^|^|自然人|法人或其他组织|<|<|<|<|总计
^|^|^|^|商业企业|科研机构|社会公益组织|法律服务机构|其他|^
"""


def figures(row: int) -> list[int]:
    """Seven figures for a row of table 三, nearly all different, that keep every sum of the form."""
    if row == 0:
        parts = [5000 + column for column in range(1, 7)]
    elif row == 23:
        parts = [sum(column) for column in list(zip(*map(figures, range(2, 23)), strict=True))[:6]]
    elif row == 24:
        received, carried_in, outcomes = figures(0), figures(1), figures(23)
        parts = [r + c - o for r, c, o in zip(received, carried_in, outcomes, strict=True)][:6]
    else:
        parts = [row * 10 + column for column in range(1, 7)]
    return [*parts, sum(parts)]


def applications(rows: range = range(25), *, head: bool = True) -> str:
    """Table 三 as a drawing, its rows or some of them, with ``figures`` in the cells."""
    lines = HEAD.strip().splitlines() if head else []
    for place, row in enumerate(rows):
        stub = LEGAL_ROWS[row]
        if place == 0:
            stub = stub.replace("^|", "|", 2) if stub.startswith("^|^|") else stub.replace("^", "", 1)
        lines.append("|".join([stub, *(str(value) for value in figures(row))]))
    return "\n".join(lines)
