"""What ``import extractor`` offers, and that it costs next to nothing."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path
from types import FunctionType

import pytest

import extractor

ROOT = Path(__file__).resolve().parent.parent
WORD = ROOT / "fixtures" / "documents" / "docx"
ONE = WORD / "2021-plain-0001.docx"
TWO = WORD / "2021-several-reports-0001.docx"

PUBLIC = [
    *("Cell", "Check", "Code", "Document", "Edition", "EditionError", "EncryptedSource"),
    *("ExtractorError", "Fact", "Finding", "FormError", "Grid", "Item", "LimitExceeded", "NoEdition"),
    *("NotAReport", "Outcome", "Paragraph", "Provenance", "Reason", "Report", "ReportStatus"),
    *("Severity", "SinkError", "Source", "SourceError", "Span", "Status", "UnreadableSource"),
    *("UnsupportedFormat", "__version__", "frame", "read", "read_all"),
]

HEAVY = {
    *("lxml", "docx", "pdfplumber", "pdfminer", "pypdfium2", "bs4", "html5lib", "chardet", "rapidfuzz"),
    *("pandas", "pyarrow", "duckdb", "numpy", "typer", "rich", "pebble", "matplotlib"),
}


def run(program: str) -> str:
    """What a program prints that runs in an interpreter of its own."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_all_is_the_declared_list() -> None:
    assert sorted(extractor.__all__) == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(extractor, name) is not None
    assert name in dir(extractor)


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="'extractor' has no attribute 'reed'"):
        extractor.reed  # type: ignore[attr-defined]  # noqa: B018


def test_the_types_that_a_checker_sees_are_those_that_are_loaded() -> None:
    tree = ast.parse(Path(extractor.__file__ or "").read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        (node.module, name.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom) and node.module != "pathlib"
        for name in node.names
    }
    assert seen == {(home, name) for home, names in extractor._HOMES.items() for name in names}


def test_importing_it_loads_no_library() -> None:
    loaded = json.loads(run("import extractor, json, sys; print(json.dumps(sorted(sys.modules)))"))
    assert {name.partition(".")[0] for name in loaded} & HEAVY == set()
    assert [name for name in loaded if name.startswith("extractor.")] == []


def test_importing_it_takes_less_than_150_milliseconds() -> None:
    program = "import time; t = time.perf_counter(); import extractor; print(time.perf_counter() - t)"
    assert min(float(run(program)) for _ in range(5)) < 0.150


def test_reports_are_read_without_pandas() -> None:
    program = f"import extractor, sys; extractor.read({str(ONE)!r}); print('pandas' in sys.modules)"
    assert run(program).strip() == "False"


def test_a_path_a_text_bytes_and_a_source_give_the_same() -> None:
    reports = [
        extractor.read(ONE),
        extractor.read(str(ONE)),
        extractor.read(ONE.read_bytes()),
        extractor.read(extractor.Source.from_path(ONE)),
    ]
    assert {report.facts for report in reports} == {reports[0].facts}
    assert {report.document.source.sha256 for report in reports} == {reports[0].document.source.sha256}
    assert [report.document.source.name for report in reports] == [str(ONE), str(ONE), "", str(ONE)]


@pytest.mark.parametrize("source", [ONE, ONE.read_bytes(), extractor.Source.from_path(ONE)])
def test_a_name_can_be_given(source: Path | bytes | extractor.Source) -> None:
    assert extractor.read(source, name="one.docx").document.source.name == "one.docx"


def test_several_reports_in_a_document() -> None:
    truth = json.loads((ROOT / "fixtures" / "truth.json").read_text(encoding="utf-8"))
    known = next(each for each in truth["documents"] if each["path"].endswith(TWO.name))
    reports = extractor.read_all(TWO)
    assert [report.organ for report in reports] == [each["organ"] for each in known["reports"]]
    assert len(reports) > 1
    assert extractor.read(TWO).organ == reports[0].organ


def test_errors_name_the_input() -> None:
    with pytest.raises(extractor.UnreadableSource, match=r"nowhere\.docx") as caught:
        extractor.read(ROOT / "nowhere.docx")
    assert caught.value.reason is extractor.Reason.NO_SUCH_FILE
    with pytest.raises(extractor.SourceError) as empty:
        extractor.read(b"", name="nothing.pdf")
    assert (empty.value.name, empty.value.reason) == ("nothing.pdf", extractor.Reason.EMPTY)
    with pytest.raises(extractor.NotAReport):
        extractor.read("今天天气很好。\n明天也是。\n".encode())


def test_read_stays_a_function_beside_the_folder_of_that_name() -> None:
    program = (
        "import extractor.read.align, extractor; from extractor import read, pipeline; print(extractor.read)"
    )
    assert run(program).startswith("<function read ")
    extractor.read(ONE)
    assert isinstance(extractor.read, FunctionType)
    assert extractor.read(ONE).organ is not None
