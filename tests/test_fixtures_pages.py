"""The pages, texts and printed pages of the corpus show the figures that truth.json gives them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from bs4 import BeautifulSoup, Tag

from fixtures.make.corpus import HOME, specimens
from fixtures.make.specimen import Specimen
from fixtures.make.web_pages import PAGES

DOCUMENTS: list[dict[str, Any]] = json.loads((HOME / "truth.json").read_text("utf-8"))["documents"]
ENCODINGS = {f"documents/html/{page.name}.html": page.encoding for page in PAGES}
MADE: dict[str, Specimen] = {
    f"documents/{s.path}": s for s in specimens(only=["html", "text", "pdf-browser", "pdf-drawn"])
}
WEB = sorted(path for path in MADE if path.startswith("documents/html/"))
TEXT = sorted(path for path in MADE if path.startswith("documents/text/"))
PRINTED = sorted(path for path in MADE if path.startswith("documents/pdf-"))


def _hidden(tag: Tag) -> bool:
    style = str(tag.get("style", "")).replace(" ", "").lower()
    return "display:none" in style or "yc" in (tag.get("class") or []) or tag.has_attr("hidden")


def _shown_cells(html: str) -> list[str]:
    """The texts of the cells that a browser shows, in order, nothing hidden in them."""
    soup = BeautifulSoup(html, "html5lib")
    for tag in soup.find_all(["script", "style", "input"]):
        tag.decompose()
    for tag in [t for t in soup.find_all(True) if _hidden(t)]:
        if not tag.decomposed:
            tag.decompose()
    cells = [t for t in soup.find_all(["td", "th", "div"]) if t.name != "div" or t.get("class") == ["td"]]
    return [cell.get_text() for cell in cells if not cell.find(["td", "div"])]


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("path", WEB)
def test_the_figures_stand_in_the_page_in_order(path: str) -> None:
    html = (
        (HOME / path).read_bytes().decode(ENCODINGS.get(path, "gb18030" if "editions" in path else "utf-8"))
    )
    cells = iter([_bare(cell) for cell in _shown_cells(html)])
    for truth in MADE[path].truths:
        for key, figure in truth.facts.items():
            wanted = _bare(figure.printed)
            if wanted:
                assert any(cell == wanted for cell in cells), key


@pytest.mark.parametrize("path", TEXT)
def test_the_figures_stand_in_the_text_in_order(path: str) -> None:
    data = (HOME / path).read_bytes()
    encoding = "utf-16" if data[:2] == b"\xff\xfe" else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    place = 0
    for truth in MADE[path].truths:
        for key, figure in truth.facts.items():
            wanted = figure.printed.strip()
            if wanted:
                lines = r"\r?\n?".join(map(re.escape, wanted.replace("\n", "")))
                found = re.compile(rf"(?:^|[\t|]) *{lines} *(?=[\t|\r\n])", re.M).search(text, place)
                assert found, key
                place = found.end() - 1


@pytest.mark.parametrize("path", PRINTED)
def test_the_figures_are_legible_in_the_pages(path: str) -> None:
    pages = pypdfium2.PdfDocument(Path(HOME / path).read_bytes())
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    digits = Counter(character for character in text if character.isdecimal())
    wanted = Counter(
        character
        for truth in MADE[path].truths
        for figure in truth.facts.values()
        for character in figure.printed
        if character.isdecimal()
    )
    assert not wanted - digits
    long = {
        f.printed for t in MADE[path].truths for f in t.facts.values() if not f.allowed and len(f.printed) > 3
    }
    dense = _bare(text)
    assert {figure for figure in long if figure not in dense} == set()
