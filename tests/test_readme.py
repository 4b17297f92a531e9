"""What the READMEs show is what happens: their programs and commands are run, their tables are the code's."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.cli import Exit
from extractor.fact import Status
from extractor.sinks.schema import TABLES

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh.md")

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block, and the output that is shown right below it."""

    language: str
    text: str
    shown: str | None


def blocks(readme: str) -> list[Block]:
    found = [(match[1], match[2]) for match in _FENCE.finditer((ROOT / readme).read_text(encoding="utf-8"))]
    below = [*found[1:], ("", "")]
    return [
        Block(language, text, next_text if next_language == "text" else None)
        for (language, text), (next_language, next_text) in zip(found, below, strict=True)
    ]


def table(readme: str, first: str) -> list[list[str]]:
    """The rows of the table whose first heading is this one."""
    lines = (ROOT / readme).read_text(encoding="utf-8").split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return rows


def codes(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the fixtures lie as in the project, to be left with what is written there."""
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run_python(block: Block) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block.text, "README", "exec"), {"__name__": "readme"})
    return printed.getvalue()


def run_console(block: Block, folder: Path) -> None:
    """Runs every command in turn, and compares the beginning of what it prints with what is shown."""
    for entry in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, shown = entry.partition("\n")
        name, *arguments = shlex.split(command)
        assert name == "extractor"
        done = subprocess.run(
            [sys.executable, "-m", "extractor", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        expected = shown.splitlines()
        assert done.stdout.splitlines()[: len(expected)] == expected
        assert done.stdout.strip()


@pytest.mark.parametrize("readme", READMES)
def test_every_program_and_command_does_what_is_shown(readme: str, folder: Path) -> None:
    ran = []
    for block in blocks(readme):
        if block.language == "python":
            printed = run_python(block)
            assert printed.strip()
            if block.shown is not None:
                assert printed == block.shown
        elif block.language == "console":
            run_console(block, folder)
        ran.append(block.language)
    assert ran == ["sh", "python", "text", "console", "python", "python"]


@pytest.mark.parametrize("readme", READMES)
def test_the_first_program_has_ten_lines_and_its_output_is_shown(readme: str) -> None:
    first = next(block for block in blocks(readme) if block.language == "python")
    assert len([line for line in first.text.split("\n") if line.strip()]) == 10
    assert first.shown is not None


@pytest.mark.parametrize("readme", READMES)
def test_the_first_commands_are_make_demo_and_make_test(readme: str) -> None:
    commands = [line.partition("#")[0].strip() for line in blocks(readme)[0].text.splitlines()]
    assert commands == ["make demo", "make test"]
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {"demo", "test"} <= set(targets)


@pytest.mark.parametrize(("readme", "first"), [("README.md", "status"), ("README.zh.md", "状态")])
def test_the_statuses_are_those_of_the_code(readme: str, first: str) -> None:
    assert [codes(row[0]) for row in table(readme, first)] == [[status.value] for status in Status]


@pytest.mark.parametrize(("readme", "first"), [("README.md", "exit code"), ("README.zh.md", "退出码")])
def test_the_exit_codes_are_those_of_the_code(readme: str, first: str) -> None:
    assert [int(row[0]) for row in table(readme, first)] == [code.value for code in Exit]


@pytest.mark.parametrize(("readme", "first"), [("README.md", "table"), ("README.zh.md", "表")])
def test_the_tables_are_those_of_the_dataset(readme: str, first: str) -> None:
    rows = table(readme, first)
    assert {codes(row[0])[0]: codes(row[2]) for row in rows} == {
        name: list(columns) for name, columns in TABLES.items()
    }


@pytest.mark.parametrize("readme", READMES)
def test_links_lead_somewhere(readme: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert len(links) > 4
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_both_are_built_alike() -> None:
    """The same parts in the same order, and the same fixtures, in both languages."""
    one, other = ((ROOT / readme).read_text(encoding="utf-8") for readme in READMES)
    for pattern in (r"^#+ ", r"^\| `\w+` \|", r"^```\w*", r"fixtures/\S+?\.\w+", r"\(docs/\w+\.md\)"):
        found = [re.findall(pattern, text, flags=re.MULTILINE | re.ASCII) for text in (one, other)]
        assert found[0] == found[1], pattern
