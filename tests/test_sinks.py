"""Rows, files and frames: nothing rounded, nothing made nought, the same columns everywhere."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.errors import EncryptedSource, LimitExceeded, NoEdition, NotAReport, Reason, SinkError
from extractor.fact import Fact, Status
from extractor.grid import Cell, Grid, Span
from extractor.provenance import Provenance
from extractor.sinks.duckdb import write_duckdb
from extractor.sinks.flat import facts_csv, facts_json
from extractor.sinks.frames import frame, table_frame
from extractor.sinks.parquet import ParquetTables
from extractor.sinks.rows import (
    DocumentStatus,
    Origin,
    Rows,
    document_status,
    fact_row,
    rows_of_failure,
    rows_of_reports,
    text,
)
from extractor.sinks.schema import TABLES
from tests.small_form import FACTS, PLACE, blank_form, consistent, fact, report

ORIGIN = Origin("in/a.docx", "0" * 64, 8)

COLUMNS = {
    "documents": "document_id path format bytes status error pages reports ingestor duplicate_of seconds",
    "reports": "document_id report edition variant organ region_code year title published status",
    "facts": "document_id report table row column value unit status raw note page bbox at",
    "sections": "document_id report ordinal code heading text",
    "findings": "document_id report code severity items expected found message",
}


def rows() -> Rows:
    return rows_of_reports(ORIGIN, (consistent(), report(index=1)), seconds=0.25, language="en")


def first_fact(**changes: object) -> Fact:
    return replace(FACTS[0], **changes)  # type: ignore[arg-type]


def test_the_tables_have_the_columns_of_the_schema() -> None:
    assert {name: " ".join(columns) for name, columns in TABLES.items()} == COLUMNS


def test_every_row_has_every_column_in_order() -> None:
    made = rows()
    refused = rows_of_failure(
        ORIGIN, EncryptedSource(Reason.ENCRYPTED, format="docx"), format="docx", seconds=1.0, language="en"
    )
    for name, several in {
        "documents": (made.document, refused.document),
        "reports": made.reports,
        "facts": made.facts,
        "sections": made.sections,
        "findings": made.findings,
    }.items():
        assert several
        for row in several:
            assert " ".join(row) == COLUMNS[name]


def test_a_fact_row_keeps_four_kinds_of_nothing_apart() -> None:
    values = {
        f"{row['row']}/{row['column']}": (row["status"], row["value"], row["raw"])
        for row in rows_of_reports(ORIGIN, (report(),), seconds=None, language="en").facts
    }
    assert values["regulations/repealed"] == ("blank", None, "")
    assert values["received/person"] == ("void", None, "-")
    assert values["outcome.granted/person"] == ("reported", Decimal(0), "0")
    assert values["review/upheld"] == ("missing", None, None)


def test_a_fact_row_leads_to_the_cell() -> None:
    row = fact_row(report(), FACTS[0])
    assert (row["page"], row["bbox"], row["at"]) == (3, [10.0, 20.5, 30.0, 40.0], PLACE.at)
    assert (row["unit"], row["note"], row["raw"]) == ("件", "（其中修订16件）", "22（其中修订16件）")
    missing = fact_row(report(), FACTS[-1])
    assert (missing["page"], missing["bbox"], missing["at"]) == (None, None, None)


def test_a_number_with_more_decimals_than_the_dataset_holds_is_refused_not_rounded() -> None:
    exact = fact_row(report(), first_fact(value=Decimal("0.1234567890")))
    assert exact["value"] == Decimal("0.123456789")
    assert fact_row(report(), first_fact(value=Decimal("1.50000000000000")))["value"] == Decimal("1.5")
    assert fact_row(report(), first_fact(value=Decimal("9" * 28)))["value"] == Decimal("9" * 28)
    for value in ("0.12345678901", "9" * 29, "1E+40"):
        with pytest.raises(LimitExceeded, match="proactive/regulations/issued"):
            fact_row(report(), first_fact(value=Decimal(value)))


@pytest.mark.parametrize(
    ("reports", "status"),
    [
        ((consistent(),), DocumentStatus.OK),
        ((consistent(), report()), DocumentStatus.SUSPECT),
        ((blank_form(),), DocumentStatus.NOT_REPORT),
        ((consistent(), blank_form()), DocumentStatus.SUSPECT),
    ],
)
def test_the_status_of_a_document_follows_from_its_reports(
    reports: tuple[object, ...], status: DocumentStatus
) -> None:
    assert document_status(reports) is status  # type: ignore[arg-type]


def test_no_report_has_no_rows() -> None:
    with pytest.raises(ValueError, match="no report"):
        rows_of_reports(ORIGIN, (), seconds=None, language="en")


def test_the_error_of_a_document_is_its_code_and_a_sentence_in_the_language_asked_for() -> None:
    locked = EncryptedSource(Reason.ENCRYPTED, format="docx")
    row = rows_of_failure(ORIGIN, locked, format="docx", seconds=None, language="zh").document
    assert (row["status"], row["error"]) == ("failed", "encrypted: docx 文件已加密，需要密码")
    other = rows_of_failure(
        ORIGIN, NotAReport(Reason.NOTICE), format="pdf", seconds=None, language="en"
    ).document
    assert row["reports"] == 0
    assert (other["status"], str(other["error"]).split(":")[0]) == ("not_report", "notice_about_reports")
    local = NoEdition(Reason.NO_EDITION, why="?")
    assert rows_of_failure(ORIGIN, local, format="", seconds=None, language="en").document["format"] is None


def test_half_a_surrogate_pair_does_not_stop_the_run() -> None:
    assert text("a\ud835b") == "a\ufffdb"
    assert text("a\ud835\udfd9b") == "a𝟙b"
    assert text("汉字") == "汉字"
    assert text(None) is None


def test_parquet_has_exact_types_and_gives_back_what_was_written(tmp_path: Path) -> None:
    made = rows()
    with ParquetTables(tmp_path, {"extractor.version": "9.9"}) as tables:
        tables.append(made)
    facts = pq.read_table(tmp_path / "facts.parquet")
    assert facts.schema.field("value").type == pa.decimal128(38, 10)
    assert facts.schema.field("bbox").type == pa.list_(pa.float64())
    assert facts.schema.metadata[b"extractor.version"] == b"9.9"
    assert facts.to_pylist() == list(made.facts)
    assert pq.read_table(tmp_path / "documents.parquet").to_pylist() == [made.document]
    (first, second) = pq.read_table(tmp_path / "reports.parquet").to_pylist()
    assert (first["status"], second["status"], second["report"]) == ("ok", "suspect", 1)
    assert (first["published"], first["year"], first["region_code"]) == (date(2025, 1, 20), 2024, None)
    (finding,) = pq.read_table(tmp_path / "findings.parquet").to_pylist()
    assert finding["items"] == ["review|review|upheld"]
    assert (finding["expected"], finding["found"]) == (Decimal("1.5"), Decimal(2))
    (section, _) = pq.read_table(tmp_path / "sections.parquet").to_pylist()
    assert (section["ordinal"], section["text"]) == (1, "第一段\n第二段")


def test_rows_are_written_in_groups_and_none_is_lost(tmp_path: Path) -> None:
    made = rows()
    times = 20_000 // len(made.facts) + 10
    with ParquetTables(tmp_path, {}) as tables:
        for _ in range(times):
            tables.append(made)
    file = pq.ParquetFile(tmp_path / "facts.parquet")
    assert file.metadata.num_rows == times * 12
    assert file.metadata.num_row_groups == 2


def test_duckdb_holds_what_parquet_holds_in_a_folder_with_a_quote_in_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "o'ut 年报"
    folder.mkdir()
    with ParquetTables(folder, {}) as tables:
        tables.append(rows())
    with duckdb.connect(str(write_duckdb(folder)), read_only=True) as connection:
        found = connection.execute(
            "SELECT value FROM facts WHERE \"column\" = 'amount' AND report = 0"
        ).fetchall()
        (items,) = connection.execute("SELECT items FROM findings").fetchall()
        (kind,) = connection.execute("SELECT typeof(published) FROM reports LIMIT 1").fetchall()
    assert found == [(Decimal("59237.2449"),)]
    assert items == (["review|review|upheld"],)
    assert kind == ("DATE",)


def test_a_folder_that_is_not_there_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(SinkError):
        ParquetTables(tmp_path / "nothing", {})
    with pytest.raises(SinkError):
        write_duckdb(tmp_path / "nothing")


def test_json_has_the_very_digits() -> None:
    found = json.loads(facts_json((report(),)), parse_float=Decimal)
    assert [row["value"] for row in found] == [22, None, Decimal("59237.2449"), None, 0, None]
    assert found[0]["organ"] == "甲区人民政府"
    assert found[0]["bbox"] == [Decimal("10.0"), Decimal("20.5"), Decimal("30.0"), Decimal("40.0")]
    assert list(found[0]) == [*COLUMNS["facts"].split(), "organ", "year"]


def test_json_gives_a_string_where_a_float_would_lose_digits() -> None:
    long = first_fact(value=Decimal("12345678901234567.8901"))
    (row, *_) = json.loads(facts_json((report(facts=(long, *FACTS[1:])),)))
    assert row["value"] == "12345678901234567.8901"


def test_csv_has_the_same_columns_and_empty_fields_for_nothing() -> None:
    found = list(csv.DictReader(io.StringIO(facts_csv((report(),)))))
    assert list(found[0]) == [*COLUMNS["facts"].split(), "organ", "year"]
    assert [row["value"] for row in found] == ["22", "", "59237.2449", "", "0", ""]
    assert [row["status"] for row in found][1:4] == ["blank", "reported", "void"]
    assert found[0]["bbox"] == "10.0 20.5 30.0 40.0"
    assert found[3]["raw"] == "-"


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd", "'-2+3+cmd"),
        ("＝1+1", "'＝1+1"),
        ("-18", "-18"),
        ("+19", "+19"),
        ("－１８", "－１８"),
        ("-1,234.5", "-1,234.5"),
        ("--", "--"),
        ("减3", "减3"),
    ],
)
def test_csv_runs_no_formula_and_leaves_numbers_and_dashes_as_printed(raw: str, printed: str) -> None:
    changed = fact("proactive/regulations/issued", Status.ILLEGIBLE, raw)
    (row, *_) = csv.DictReader(io.StringIO(facts_csv((report(facts=(changed, *FACTS[1:])),))))
    assert row["raw"] == printed


def test_csv_prints_no_exponent() -> None:
    large = first_fact(value=Decimal("1.2E+5"))
    (row, *_) = csv.DictReader(io.StringIO(facts_csv((report(facts=(large, *FACTS[1:])),))))
    assert row["value"] == "120000"


def test_the_long_frame_has_the_columns_of_the_dataset_and_exact_values() -> None:
    facts = frame(report())
    assert list(facts.columns) == COLUMNS["facts"].split()
    assert set(facts.dtypes) == {pd.Series([], dtype=object).dtype}
    assert list(facts["value"]) == [Decimal(22), None, Decimal("59237.2449"), None, Decimal(0), None]
    assert list(facts["raw"]) == ["22（其中修订16件）", "", "59237.2449", "-", "0", None]


def test_a_table_stands_in_the_shape_of_the_form() -> None:
    table = frame(report(), table="applications")
    assert [*map(tuple, table.index)] == [("一、新收", ""), ("二、结果", "（一）公开")]
    assert [*map(tuple, table.columns)] == [("申请人", "自然人")]
    assert table.index.names == ["项目1", "项目2"]
    assert table.loc[("二、结果", "（一）公开"), ("申请人", "自然人")] == Decimal(0)
    assert table.loc[("一、新收", ""), ("申请人", "自然人")] is None
    assert table.attrs["rows"] == ["received", "outcome.granted"]


def test_blocks_with_other_columns_stand_under_all_columns_with_no_item_elsewhere() -> None:
    table = frame(report(), table="proactive")
    assert [*map(tuple, table.index)] == [("第（一）项", "规章"), ("第（八）项", "收费")]
    assert [*map(tuple, table.columns)] == [("制发件数",), ("废止件数",), ("收费金额",)]
    assert table.iloc[0, 0] == Decimal(22)
    assert table.iloc[0, 1] is None
    assert table.iloc[1, 2] == Decimal("59237.2449")
    assert isinstance(table.iloc[0, 2], float)
    assert isinstance(table.iloc[1, 0], float)
    assert table.notna().sum().sum() == 2


def test_a_line_of_numbers_is_rows_by_columns_too() -> None:
    assert frame(consistent(), table="review").iloc[0, 0] == Decimal(7)


def test_a_table_of_statuses_and_one_of_raw_texts() -> None:
    statuses = frame(report(), table="applications", values="status")
    assert [row[0] for row in statuses.values] == ["void", "reported"]
    raw = frame(report(), table="proactive", values="raw")
    assert raw.iloc[0, 0] == "22（其中修订16件）"
    assert raw.iloc[0, 1] == ""


def test_nothing_becomes_nan_and_never_nought_when_a_frame_is_made_numeric() -> None:
    numbers = frame(report(), table="applications").astype(float)
    assert numbers.isna().to_numpy().tolist() == [[True], [False]]
    assert numbers.iloc[1, 0] == 0.0


def test_a_table_that_the_form_lacks_and_values_that_there_are_not() -> None:
    with pytest.raises(KeyError, match="proactive, applications, review"):
        frame(report(), table="statistics")
    with pytest.raises(KeyError, match="appl"):
        frame(report(), table="appl")
    with pytest.raises(ValueError, match="value, status, raw"):
        table_frame(report(), "applications", values="number")  # type: ignore[arg-type]


def grid() -> Grid:
    place = Provenance("table 1")
    return Grid(
        2,
        3,
        (
            Cell(Span(0, 0, 1, 2), "合并", place),
            Cell(Span(0, 2, 1, 3), "NA", place),
            Cell(Span(1, 0, 2, 1), "0012", place),
            Cell(Span(1, 1, 2, 2), "", place),
        ),
        place,
    )


def test_a_grid_as_a_frame_with_merged_cells_filled_or_not() -> None:
    assert frame(grid()).to_numpy().tolist() == [["合并", "合并", "NA"], ["0012", "", None]]
    assert frame(grid(), fill=False).to_numpy().tolist() == [["合并", None, "NA"], ["0012", "", None]]


def test_a_frame_of_what_is_no_report_and_no_grid() -> None:
    with pytest.raises(TypeError, match="a Report or a Grid is wanted, not list"):
        frame([report()])  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="a Report or a Grid is wanted, not str"):
        frame("x.docx")  # type: ignore[arg-type]


def test_a_frame_refuses_arguments_that_would_have_no_effect() -> None:
    with pytest.raises(TypeError, match="fill does not apply to a report"):
        frame(report(), fill=False)
    with pytest.raises(TypeError, match="table does not apply to a grid"):
        frame(grid(), table="applications")
    with pytest.raises(TypeError, match="values does not apply to a grid"):
        frame(grid(), values="raw")
    with pytest.raises(TypeError, match="values does not apply to a report without table="):
        frame(report(), values="raw")
