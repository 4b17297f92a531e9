"""Every notebook runs from its first cell to its last, and its plots have all their characters."""

from __future__ import annotations

import base64
import importlib.util
import re
import struct
from pathlib import Path
from types import ModuleType
from typing import Any

import nbformat
import pytest
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font
from nbclient import NotebookClient

from extractor.edition_file import shipped_editions

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = ROOT / "notebooks"


def fonts() -> ModuleType:
    """The module beside the notebooks, freshly loaded."""
    spec = importlib.util.spec_from_file_location("notebook_fonts", NOTEBOOKS / "fonts.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The same, with matplotlib's settings and its list of fonts restored behind it."""
    module = fonts()
    monkeypatch.setattr(font_manager.fontManager, "ttflist", list(font_manager.fontManager.ttflist))
    monkeypatch.setattr(module.mpl, "rcParams", module.mpl.rcParams.copy())
    return module


def characters() -> set[str]:
    """Every Chinese character that stands in a notebook's code or in a label of a form."""
    codes = [
        cell["source"]
        for path in NOTEBOOKS.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4)["cells"]
        if cell["cell_type"] == "code"
    ]
    labels = [
        label
        for edition in shipped_editions()
        for table in edition.tables
        for heading in table.rows + table.columns
        for label in heading.path
    ]
    return set(re.findall(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]", "".join(codes + labels)))


def lacking(file: Path) -> set[str]:
    """The characters that a font does not have."""
    known = FT2Font(str(file)).get_charmap()
    return {character for character in characters() if ord(character) not in known}


@pytest.fixture(scope="module")
def executed() -> Any:
    """The notebook ``first_look``, run in its own folder."""
    notebook = nbformat.read(NOTEBOOKS / "first_look.ipynb", as_version=4)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        resources = {"metadata": {"path": str(NOTEBOOKS)}}
        NotebookClient(notebook, timeout=300, kernel_name="python3", resources=resources).execute()
    return notebook


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook["cells"] for output in cell.get("outputs", [])]


def test_notebooks_are_kept_without_outputs() -> None:
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    assert [path.name for path in paths] == ["first_look.ipynb"]
    for path in paths:
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert outputs(notebook) == []
        assert {cell["execution_count"] for cell in notebook["cells"] if cell["cell_type"] == "code"} == {
            None
        }


def test_it_runs_without_errors_and_warnings(executed: Any) -> None:
    assert [output for output in outputs(executed) if output["output_type"] == "error"] == []
    assert "".join(output["text"] for output in outputs(executed) if output.get("name") == "stderr") == ""


def test_it_reads_four_formats(executed: Any) -> None:
    table = next(
        output["data"]["text/html"]
        for output in outputs(executed)
        if "报告年度" in output.get("data", {}).get("text/html", "")
    )
    for format in ("docx", "pdf", "html", "text"):
        assert f"<td>{format}</td>" in table


def test_it_shows_a_grid_and_the_tables(executed: Any) -> None:
    data = [output["data"] for output in outputs(executed) if "data" in output]
    assert len([each for each in data if "image/svg+xml" in each]) == 1
    pages = [each["text/html"] for each in data if "extractor-report" in each.get("text/html", "")]
    assert len(pages) == 1
    assert "crossed" in pages[0].partition("</style>")[2]


def test_it_has_three_plots_of_some_size(executed: Any) -> None:
    pictures = [
        base64.b64decode(output["data"]["image/png"])
        for output in outputs(executed)
        if "image/png" in output.get("data", {})
    ]
    sizes = [struct.unpack(">II", picture[16:24]) for picture in pictures]
    assert len(sizes) == 3
    assert min(min(size) for size in sizes) > 300


def test_the_font_in_use_has_every_character(chosen: ModuleType) -> None:
    assert len(characters()) > 150
    assert lacking_of(chosen) == set()


def test_a_machine_without_fonts_takes_the_packages(
    chosen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin = [entry for entry in font_manager.fontManager.ttflist if entry.name.startswith("DejaVu")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", latin)
    assert lacking_of(chosen) == set()
    assert "pylopdf_fonts_zh_cn" in chosen.font_file().parts


def lacking_of(module: ModuleType) -> set[str]:
    family = module.use_chinese_font()
    assert module.mpl.rcParams["font.sans-serif"][0] == family
    return lacking(module.font_file())


def test_without_any_font_it_says_what_to_install(
    chosen: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    monkeypatch.setattr(chosen, "PACKAGE", "no_such_package_of_fonts")
    with pytest.raises(LookupError, match="pip install pylopdf-fonts-zh-cn"):
        chosen.use_chinese_font()
