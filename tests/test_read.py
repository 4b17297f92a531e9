"""Reading: printed rows laid against the form, and every figure in its column or under suspicion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.edition_file import shipped_editions
from extractor.errors import NoEdition, NotAReport, Reason
from extractor.fact import Fact, Status
from extractor.finding import Code
from extractor.grid import Geometry
from extractor.pipeline import read_document
from extractor.report import Report
from tests.grids import LEGAL_ROWS, applications, document, figures, grid

TITLE = "某市2023年政府信息公开工作年度报告"
CODES = [row.code for row in shipped_editions()[0].table("applications").rows]
COLUMNS = [column.code for column in shipped_editions()[0].table("applications").columns]


def read(*blocks: object) -> Report:
    (report,) = read_document(document(TITLE, *blocks))  # type: ignore[arg-type]
    return report


def row_of(report: Report, row: int) -> list[Fact]:
    return [report[f"applications/{CODES[row]}/{column}"] for column in COLUMNS]


def values(report: Report, row: int) -> list[Decimal | None]:
    return [fact.value for fact in row_of(report, row)]


def assert_whole(report: Report, rows: range = range(25)) -> None:
    for row in rows:
        assert values(report, row) == [Decimal(value) for value in figures(row)], CODES[row]
        assert {fact.status for fact in row_of(report, row)} == {Status.REPORTED}, CODES[row]


def test_a_whole_table_is_read() -> None:
    report = read(grid(applications()))
    assert_whole(report)
    assert Code.SUM_BROKEN not in {finding.code for finding in report.findings}


def test_a_table_without_its_spans_is_read() -> None:
    flat = applications().replace("^", "").replace("<", "")
    assert_whole(read(grid(flat, geometry=Geometry.RAGGED)))


def test_a_table_in_five_pieces_without_heads_is_read() -> None:
    pieces = [range(4), range(4, 9), range(9, 14), range(14, 20), range(20, 25)]
    grids = [grid(applications(piece, head=piece.start == 0)) for piece in pieces]
    assert_whole(read(*grids))


def test_a_table_in_two_pieces_with_heads_repeated_is_read() -> None:
    assert_whole(read(grid(applications(range(10))), grid(applications(range(10, 25)))))


def test_columns_swapped_together_with_their_heads_are_read_by_their_heads() -> None:
    drawn = applications().replace("自然人", "X").replace("总计|\n", "Y")
    lines = []
    for line in applications().splitlines():
        cells = line.split("|")
        cells[4], cells[5] = cells[5], cells[4]
        lines.append("|".join(cells))
    drawn = "\n".join(lines).replace("|<|法人或其他组织", "|法人或其他组织|<")
    assert_whole(read(grid(drawn)))


def test_figures_under_lost_heads_are_uncertain() -> None:
    report = read(grid(applications(head=False)))
    assert {fact.status for fact in row_of(report, 3)} == {Status.UNCERTAIN}
    assert values(report, 3) == [Decimal(value) for value in figures(3)]


def test_heads_in_another_order_over_flattened_rows_are_not_trusted() -> None:
    flat = applications().replace("^", "").replace("<", "")
    flat = flat.replace("商业企业", "Z").replace("科研机构", "商业企业").replace("Z", "科研机构")
    report = read(grid(flat, geometry=Geometry.RAGGED))
    assert {fact.status for fact in row_of(report, 3)} == {Status.UNCERTAIN}


def test_two_rows_swapped_with_their_labels_are_read_by_their_labels() -> None:
    lines = applications().splitlines()
    lines[3 + 16], lines[3 + 17] = lines[3 + 17], lines[3 + 16]
    assert_whole(read(grid("\n".join(lines))))


def test_a_row_cut_by_a_page_is_made_whole() -> None:
    upper = applications(range(10)) + "\n" + "^|^|7.属于行政" + "|" * 7
    lower = "||执法案卷|" + "|".join(map(str, figures(10))) + "\n" + applications(range(11, 25), head=False)
    assert_whole(read(grid(upper), grid(lower)))


def test_figures_alone_on_the_next_page_belong_to_the_label_before() -> None:
    upper = applications(range(10)) + "\n" + "^|^|7.属于行政执法案卷" + "|" * 7
    lower = "|||" + "|".join(map(str, figures(10))) + "\n" + applications(range(11, 25), head=False)
    assert_whole(read(grid(upper), grid(lower)))


def test_a_row_of_the_organs_own_at_the_head_of_a_page_is_no_rest_of_the_row_before() -> None:
    upper = (
        "信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|2|3\n行政规范性文件|4|5|6\n"
        "信息内容|本年处理决定数量|<|<\n行政许可|7|<|<\n行政处罚|8|<|<\n行政强制|2006|<|<"
    )
    lower = "行政检查|12\n信息内容|本年收费金额（单位：万元）\n行政事业性收费|10"
    report = read(grid(upper), grid(lower))
    assert report["proactive/compulsion/decisions"].value == 2006
    assert report["proactive/compulsion/decisions"].status is Status.REPORTED
    assert report["proactive/fees/amount"].status is Status.REPORTED


def test_figures_above_a_page_break_belong_to_the_label_below_it() -> None:
    upper = applications(range(10)) + "\n" + "^|^||" + "|".join(map(str, figures(10)))
    lower = "||7.属于行政执法案卷" + "|" * 7 + "\n" + applications(range(11, 25), head=False)
    assert_whole(read(grid(upper), grid(lower)))


def test_a_number_cut_by_a_page_is_put_together_only_as_the_sums_have_it() -> None:
    seven = figures(10)
    first = [str(value)[:1] for value in seven]
    rest = [str(value)[1:] for value in seven]
    upper = applications(range(10)) + "\n" + "^|^|7.属于行政执法案卷|" + "|".join(first)
    lower = "|||" + "|".join(rest) + "\n" + applications(range(11, 25), head=False)
    report = read(grid(upper), grid(lower))
    assert values(report, 10) == [Decimal(value) for value in seven]
    assert {fact.status for fact in row_of(report, 10)} <= {Status.REPAIRED, Status.UNCERTAIN}
    assert_whole(report, range(10))
    assert_whole(report, range(11, 25))


def test_stray_figures_beside_a_row_make_it_uncertain() -> None:
    lines = applications().splitlines()
    lines.insert(3 + 11, "^|^||3|||||| ")
    report = read(grid("\n".join(lines)))
    assert Status.REPORTED not in {fact.status for fact in row_of(report, 10)}
    assert Status.REPORTED not in {fact.status for fact in row_of(report, 11)}


def test_a_row_printed_twice_with_other_figures_is_uncertain() -> None:
    lines = applications().splitlines()
    again = "|".join([LEGAL_ROWS[10], "1", "0", "0", "0", "0", "0", "1"])
    report = read(grid("\n".join([*lines, again.replace("^", "")])))
    assert {fact.status for fact in row_of(report, 10)} == {Status.UNCERTAIN}
    assert Code.ROW_REPEATED in {finding.code for finding in report.findings}


def test_a_row_of_the_organs_own_is_named_and_moves_nothing() -> None:
    lines = applications().splitlines()
    lines.insert(3 + 11, "^|^|9.属于本单位自定情形|5|5|5|5|5|5|30")
    report = read(grid("\n".join(lines)))
    assert_whole(report)
    (finding,) = [f for f in report.findings if f.code is Code.ROW_UNPLACED]
    assert "9.属于本单位自定情形" in finding.message("zh")


def test_a_dropped_row_is_missing_and_the_others_stay() -> None:
    lines = applications().splitlines()
    del lines[3 + 10]
    report = read(grid("\n".join(lines)))
    assert {fact.status for fact in row_of(report, 10)} == {Status.MISSING}
    assert_whole(report, range(10))
    assert_whole(report, range(11, 25))


@pytest.mark.parametrize(
    "label", ["1.属于国家秘", "属于国家秘密", "（1）属于国家秘密", "1、属 于 国 家 秘 密", "属于国秘密"]
)
def test_a_label_printed_otherwise_is_still_its_row(label: str) -> None:
    assert_whole(read(grid(applications().replace("1.属于国家秘密", label))))


def test_a_ruined_label_leaves_its_row_missing_or_uncertain() -> None:
    report = read(grid(applications().replace("1.属于国家秘密", "1.■■■■秘密")))
    assert Status.REPORTED not in {fact.status for fact in row_of(report, 4)}
    assert_whole(report, range(4))
    assert_whole(report, range(5, 25))


def test_a_cell_over_several_columns_is_uncertain() -> None:
    drawn = applications()
    line = drawn.splitlines()[3 + 5]
    merged = "|".join([*line.split("|")[:3], "0", *["<"] * 6])
    report = read(grid(drawn.replace(line, merged)))
    assert {fact.status for fact in row_of(report, 5)} == {Status.UNCERTAIN}
    assert_whole(report, range(5))


def test_a_row_with_too_few_cells_is_missing() -> None:
    flat = applications().replace("^", "").replace("<", "")
    line = flat.splitlines()[3 + 5]
    report = read(grid(flat.replace(line, "||2.其他法律行政法规禁止公开|0"), geometry=Geometry.RAGGED))
    assert {fact.status for fact in row_of(report, 5)} == {Status.MISSING}
    assert_whole(report, range(5))


def test_merged_cells_that_became_blanks_behind_the_figures_shift_nothing() -> None:
    flat = [line.replace("^", "").replace("<", "") for line in applications().splitlines()]
    for number in (3, 4, 27):
        cells = flat[number].split("|")
        flat[number] = "|".join([cells[0], *cells[3:], "", ""])
    assert_whole(read(grid("\n".join(flat), geometry=Geometry.RAGGED)))


def test_blanks_that_could_stand_on_either_side_are_a_doubt() -> None:
    flat = [line.replace("^", "").replace("<", "") for line in applications(range(3)).splitlines()]
    flat[3] = "一、本年新收政府信息公开申请数量||1|0|0|0|0||"
    report = read(grid("\n".join(flat), geometry=Geometry.RAGGED))
    assert Status.REPORTED not in {fact.status for fact in row_of(report, 0)}


def test_digits_split_over_lines_are_repaired_where_the_sums_agree() -> None:
    report = read(grid(applications().replace("|104|", "|1⏎0⏎4|", 1)))
    fact = next(fact for fact in report.facts if fact.raw == "1\n0\n4")
    assert (fact.value, fact.status) == (Decimal(104), Status.REPAIRED)
    assert "sum:applicants" in fact.evidence
    assert Code.REPAIRED in {finding.code for finding in report.findings}


def test_digits_split_over_lines_stay_uncertain_where_the_sums_disagree() -> None:
    report = read(grid(applications().replace("|104|", "|1⏎0⏎5|", 1)))
    fact = next(fact for fact in report.facts if fact.raw == "1\n0\n5")
    assert (fact.value, fact.status) == (Decimal(105), Status.UNCERTAIN)


def test_no_digit_that_is_plainly_printed_is_changed_by_a_sum() -> None:
    report = read(grid(applications().replace("|104|", "|105|", 1)))
    fact = next(fact for fact in report.facts if fact.raw == "105")
    assert fact.status is Status.REPORTED
    assert Code.SUM_BROKEN in {finding.code for finding in report.findings}


def test_tables_of_another_kind_are_no_report() -> None:
    with pytest.raises(NotAReport):
        read_document(document("部门预算", grid("科目|金额\n一般公共预算|12\n基金|3")))


def test_a_report_without_tables_is_said_to_be_one() -> None:
    with pytest.raises(NoEdition) as caught:
        read_document(document(TITLE, "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"))
    assert caught.value.reason is Reason.NO_TABLES


def test_a_report_on_an_unknown_form_is_said_to_be_one() -> None:
    own = grid("指标|数值\n甲|1\n乙|2\n丙|3\n丁|4\n戊|5\n己|6")
    with pytest.raises(NoEdition) as caught:
        read_document(document(TITLE, "统计期限自2023年1月1日起至2023年12月31日止。", own))
    assert caught.value.reason is Reason.NO_EDITION


# What was found by changing one thing in a right table; each case is named for what was changed.


def changed(row: int, cells: list[str]) -> Report:
    """Table 三 with the figures of one row written anew, as many cells as are given."""
    lines = applications().splitlines()
    stub = LEGAL_ROWS[row].split("|")
    lines[3 + row] = "|".join([*stub, *cells])
    return read(grid("\n".join(lines)))


def nothing_reported(report: Report, row: int) -> bool:
    return Status.REPORTED not in {fact.status for fact in row_of(report, row)}


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("text", ["", "9", "- 3 -"])
def test_a_cell_too_many_among_the_figures_makes_the_row_doubtful(place: int, text: str) -> None:
    cells = [str(value) for value in figures(5)]
    report = changed(5, [*cells[:place], text, *cells[place:]])
    assert nothing_reported(report, 5)
    assert_whole(report, range(5))
    assert_whole(report, range(6, 25))


@pytest.mark.parametrize("place", range(7))
def test_a_cell_too_few_among_the_figures_makes_the_row_doubtful(place: int) -> None:
    cells = [str(value) for value in figures(5)]
    report = changed(5, cells[:place] + cells[place + 1 :])
    assert nothing_reported(report, 5)
    assert_whole(report, range(5))


def test_a_figure_over_two_rows_makes_both_doubtful() -> None:
    lines = applications().splitlines()
    cells = lines[3 + 6].split("|")
    lines[3 + 6] = "|".join([*cells[:4], "^", *cells[4:]])
    report = read(grid("\n".join(lines)))
    assert row_of(report, 5)[1].status is Status.UNCERTAIN
    assert nothing_reported(report, 6)


def test_a_row_cut_in_two_within_one_grid_is_put_together() -> None:
    lines = applications().splitlines()
    seven = [str(value) for value in figures(10)]
    lines[3 + 10 : 3 + 11] = [
        "|".join(["^", "^", "7.属于行政", *seven[:3], *[""] * 4]),
        "|".join(["^", "^", "执法案卷", *[""] * 3, *seven[3:]]),
    ]
    assert_whole(read(grid("\n".join(lines))))


def test_a_row_cut_between_its_number_and_its_words_is_doubtful() -> None:
    lines = applications().splitlines()
    seven = [str(value) for value in figures(10)]
    lines[3 + 10 : 3 + 11] = [
        "|".join(["^", "^", "7.", *seven[:3], *[""] * 4]),
        "|".join(["^", "^", "属于行政执法案卷", *[""] * 3, *seven[3:]]),
    ]
    report = read(grid("\n".join(lines)))
    named = {item for finding in report.findings if finding.code is Code.UNCERTAIN for item in finding.items}
    assert all(fact.item in named for fact in row_of(report, 10))


def test_an_empty_column_among_the_figures_shifts_nothing() -> None:
    lines = []
    for number, line in enumerate(applications().splitlines()):
        cells = line.split("|")
        lines.append("|".join([*cells[:5], "<" if number == 0 else "", *cells[5:]]))
    lines[1] = lines[1].replace("|自然人|法人或其他组织||<", "|自然人|法人或其他组织|<|<")
    assert_whole(read(grid("\n".join(lines))))


def test_a_column_of_remarks_behind_the_figures_is_left_aside() -> None:
    lines = []
    for number, line in enumerate(applications().splitlines()):
        lines.append(
            line + ("|备注" if number == 0 else "|^" if number < 3 else "|含重复件" if number == 8 else "|")
        )
    assert_whole(read(grid("\n".join(lines))))


def test_a_label_under_the_heads_of_another_block_is_doubtful() -> None:
    drawn = (
        "信息内容|本年制发件数|本年废止件数|现行有效件数\n规章|1|2|3\n行政规范性文件|4|5|6\n"
        "信息内容|本年处理决定数量|<|<\n行政许可|7|<|<\n行政处罚|8|<|<\n行政强制|9|<|<\n行政事业性收费|10|<|<"
    )
    report = read(grid(drawn))
    assert report["proactive/licensing/decisions"].status is Status.REPORTED
    assert report["proactive/fees/amount"].status is Status.UNCERTAIN


def test_groups_as_rows_of_their_own_are_no_box_head() -> None:
    lines = []
    for row, line in enumerate(applications().splitlines()[3:]):
        for group in ("（三）不予公开", "（六）其他处理"):
            if LEGAL_ROWS[row].split("|")[1] == group:
                lines.append(f"{group}|<|<" + "|" * 7)
        stub = LEGAL_ROWS[row].split("|")
        label = next(text for text in reversed(stub) if text not in "^<")
        lines.append("|".join([label, "<", "<", *line.split("|")[3:]]))
    assert_whole(read(grid("\n".join([*applications().splitlines()[:3], *lines]))))


def test_the_first_two_rows_swapped_with_their_labels_are_read_by_their_labels() -> None:
    lines = applications().splitlines()
    lines[3], lines[4] = lines[4], lines[3]
    assert_whole(read(grid("\n".join(lines))))


def test_labels_of_merged_cells_printed_at_every_place_are_labels() -> None:
    lines = applications().splitlines()[:3]
    for row in range(25):
        stub = LEGAL_ROWS[row].split("|")
        label = next(text for text in reversed(stub) if text not in "^<")
        lines.append("|".join([label] * 3 + [str(value) for value in figures(row)]))
    assert_whole(read(grid("\n".join(lines))))


def test_a_row_of_the_forms_name_in_a_table_of_another_matter_is_no_row_of_the_form() -> None:
    other = grid("渠道|数量\n重复申请|7\n网站|12")
    assert_whole(read(other, grid(applications())))


def test_one_label_printed_twice_with_and_without_figures_is_doubtful() -> None:
    lines = applications().splitlines()
    lines.append("1.信访举报投诉类申请|<|<" + "|" * 7)
    assert nothing_reported(read(grid("\n".join(lines))), 15)


def test_figures_without_a_label_below_the_last_row_make_it_doubtful() -> None:
    report = read(grid(applications() + "\n" + "|<|<|7|0|0|0|0|0|7"))
    assert nothing_reported(report, 24)
    assert_whole(report, range(24))


def line_of_15(first: str, second: str) -> Report:
    """Table 四, flattened: the two names over its leaves in one order or the other."""
    leaves = "结果维持|结果纠正|其他结果|尚未审结|总计"
    drawn = f"{first}|{second}\n{leaves}|未经复议直接起诉|复议后起诉\n|||||{leaves}|{leaves}\n" + "|".join(
        str(number) for number in range(1, 16)
    )
    return read(grid(applications()), grid(drawn, geometry=Geometry.RAGGED))


def test_a_flattened_line_is_believed_only_under_names_in_the_order_of_the_form() -> None:
    right = line_of_15("行政复议", "行政诉讼")["review_litigation/review/upheld"]
    assert (right.value, right.status) == (1, Status.REPORTED)
    swapped = line_of_15("行政诉讼", "行政复议")["review_litigation/review/upheld"]
    assert swapped.status is Status.UNCERTAIN
