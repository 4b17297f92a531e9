"""The command line: help, exit codes, one clear line for what cannot be done, the account of a run."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from rich.console import Console

from extractor.batch.account import Account
from extractor.batch.console import print_account, progress
from extractor.batch.run import Options, run
from extractor.batch.worker import Reader
from extractor.errors import NotAReport, Reason, UnreadableSource
from extractor.messages import Language
from extractor.sinks.rows import Origin, Rows, rows_of_failure, rows_of_reports
from tests.small_form import blank_form, consistent, read_small, report, sniff_small

ROOT = Path(__file__).parents[1]
DOCUMENTS = ROOT / "fixtures" / "documents"
LIBRARIES = ("pandas", "pyarrow", "duckdb", "pdfplumber", "docx", "lxml", "bs4", "pebble", "sqlite3")


def extractor(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "COLUMNS": "100"} | environment,
        capture_output=True,
        timeout=60,
        check=False,
    )


def lines(data: bytes) -> list[str]:
    return data.decode().splitlines()


@pytest.fixture(scope="module")
def plain_document() -> Path:
    """A report of the fixtures that has nothing planted in it."""
    found = sorted(DOCUMENTS.glob("docx/2021-*.docx"))
    if not found:
        pytest.skip("no fixtures")
    return next(path for path in found if "planted" not in path.name)


def test_help_imports_no_library_that_it_does_not_need() -> None:
    code = (
        "import sys\nfrom extractor.cli_commands import app\n"
        f"print([name for name in {LIBRARIES!r} if name in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert ended.stdout.strip() == "[]"


def test_help_names_the_commands_and_the_exit_codes() -> None:
    ended = extractor("--help")
    text = ended.stdout.decode()
    assert ended.returncode == 0
    for words in ("run", "show", "facts", "--lang", "Exit codes", "130 interrupted"):
        assert words in text


@pytest.mark.parametrize("arguments", [("--lang", "zh", "run", "--help"), ("run", "--lang=zh", "--help")])
def test_help_in_chinese_is_whole(arguments: tuple[str, ...]) -> None:
    text = extractor(*arguments, COLUMNS="80").stdout.decode()
    assert "…" not in text
    assert "默认与处理器核数相同" in text
    assert "退出码" in text


def test_help_follows_the_locale() -> None:
    assert "读取" in extractor("--help", LC_ALL="zh_CN.UTF-8").stdout.decode()


def test_version() -> None:
    (line,) = lines(extractor("--version").stdout)
    assert line.startswith("extractor 0")


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("run", "x"),
        ("run", "x", "-o", "y", "--jobs", "0"),
        ("facts", "x", "--format", "xml"),
        ("go",),
        ("run", "", "-o", "y"),
        ("run", "x", "-o", ""),
        ("show", ""),
        (),
    ],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert extractor(*arguments).returncode == 2


def test_facts_of_what_is_not_there_is_one_line_and_ends_with_1() -> None:
    ended = extractor("facts", "nothing.pdf")
    assert ended.returncode == 1
    assert lines(ended.stderr) == ["extractor: nothing.pdf: no such file"]
    assert ended.stdout == b""
    other = extractor("--lang", "zh", "facts", "nothing.pdf")
    assert lines(other.stderr) == ["extractor: nothing.pdf: 没有这个文件"]
    assert lines(extractor("facts", "nothing.pdf", "--lang", "zh").stderr) == lines(other.stderr)


def test_show_of_what_is_no_report_is_one_line_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("各位同事：\n今天下午三点开会。\n", encoding="utf-8")
    ended = extractor("show", tmp_path / "letter.txt")
    assert ended.returncode == 1
    (line,) = lines(ended.stderr)
    assert line.startswith(f"extractor: {tmp_path / 'letter.txt'}: not a government information")


def test_show_prints_the_tables_without_colours_where_there_is_no_terminal(plain_document: Path) -> None:
    ended = extractor("show", plain_document, "--lang", "zh")
    text = ended.stdout.decode()
    assert ended.returncode == 0
    assert "行政许可" in text
    assert "\x1b" not in text


def test_facts_as_json_and_csv_say_the_same(plain_document: Path, tmp_path: Path) -> None:
    ended = extractor("facts", plain_document)
    assert ended.returncode == 0
    found = json.loads(ended.stdout)
    assert len(found) in (186, 200)
    assert extractor("facts", plain_document, "-f", "csv", "-o", tmp_path / "facts.csv").stdout == b""
    with (tmp_path / "facts.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["raw"] for row in table] == [row["raw"] or "" for row in found]
    assert [row["value"] for row in table] == [
        "" if row["value"] is None else str(row["value"]) for row in found
    ]
    assert {row["organ"] for row in table} == {found[0]["organ"]}


def test_facts_are_utf_8_whatever_the_terminal_speaks(plain_document: Path) -> None:
    ended = extractor("facts", plain_document, PYTHONIOENCODING="gbk")
    assert json.loads(ended.stdout.decode("utf-8"))[0]["unit"] == "件"


def test_what_the_terminal_cannot_show_does_not_stop_the_program() -> None:
    ended = extractor("--lang", "zh", "facts", "nothing-\U0001f600.pdf", PYTHONIOENCODING="gb2312")
    assert ended.returncode == 1
    assert "没有这个文件" in ended.stderr.decode("gb2312", "replace")


def test_facts_that_cannot_be_written_end_with_4(plain_document: Path, tmp_path: Path) -> None:
    ended = extractor("facts", plain_document, "-o", tmp_path / "nowhere" / "facts.json")
    assert ended.returncode == 4
    assert len(lines(ended.stderr)) == 1


def test_run_tells_what_it_read_and_what_not_and_where_to_look(plain_document: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    out = tmp_path / "out"
    ended = extractor("run", plain_document, tmp_path / "empty.pdf", tmp_path / "gone.docx", "-o", out)
    text = ended.stdout.decode()
    assert ended.returncode == 0, ended.stderr.decode()
    assert "empty_file × 1" in text
    assert f"{tmp_path / 'gone.docx'}  no such file" in text
    assert (out / "facts.parquet").exists()
    assert lines(ended.stderr)[-1].startswith("3/3 documents")
    assert "run.log" not in text
    assert "duckdb.connect" not in text, "a query for errors, of which there are none"


def test_the_query_that_a_run_suggests_works_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "doubtful.txt").write_text("doubtful")
    reader = Reader(read_small, sniff_small, "en")
    counted = run([tmp_path / "doubtful.txt"], tmp_path / "out", reader, options=Options(workers=1))
    out = io.StringIO()
    print_account(counted, tmp_path / "out", "en", stream=out)
    (query,) = [line for line in out.getvalue().splitlines() if line.lstrip().startswith("duckdb.connect(")]
    assert "read_only=True" in query
    (tmp_path / "out" / "dataset.duckdb").chmod(0o444)
    tried = f"import duckdb\n{query.strip()}"
    ended = subprocess.run([sys.executable, "-c", tried], capture_output=True, timeout=60, check=True)
    assert "doubtful" in ended.stdout.decode()


def test_a_quiet_run_says_nothing(plain_document: Path, tmp_path: Path) -> None:
    ended = extractor("run", plain_document, "-o", tmp_path / "out", "--quiet")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


def test_a_run_that_could_read_nothing_ends_with_3(tmp_path: Path) -> None:
    assert extractor("run", tmp_path / "nothing", "-o", tmp_path / "out").returncode == 3
    assert (tmp_path / "out" / "documents.parquet").exists()
    (tmp_path / "in").mkdir()
    ended = extractor("run", tmp_path / "in", "-o", tmp_path / "out")
    assert ended.returncode == 3
    text = ended.stdout.decode()
    assert "no inputs were found" in text
    assert "every input is a report" not in text
    assert "duckdb.connect" not in text


def test_a_run_into_somebody_elses_folder_ends_with_4(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ended = extractor("run", tmp_path / "mine.txt", "-o", tmp_path)
    assert ended.returncode == 4
    (line,) = lines(ended.stderr)
    assert "mine.txt" in line


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing(
    plain_document: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for copy in range(200):
        (inputs / f"{copy}.docx").write_bytes(plain_document.read_bytes() + b" " * copy)
    command = [sys.executable, "-m", "extractor", "run", str(inputs), "-o", str(tmp_path / "out")]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as started:
        assert started.stderr is not None
        started.stderr.readline()  # the first line of progress: the run has begun
        time.sleep(0.3)
        started.send_signal(number)
        _, said = started.communicate(timeout=30)
    assert started.returncode == code, said.decode()
    assert [line for line in lines(said) if "documents," not in line] == [
        "interrupted; no new dataset was left"
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@pytest.mark.parametrize("delay", [0.15, 0.45, 0.75, 1.05])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_to_the_whole_group_while_the_workers_start_is_one_line(
    tmp_path: Path, number: signal.Signals, code: int, delay: float
) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for copy in range(3000):
        (inputs / f"{copy}.txt").write_text(f"no report {copy}")
    command = [sys.executable, "-m", "extractor", "run", str(inputs), "-o", str(tmp_path / "out")]
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as started:
        time.sleep(delay)
        os.killpg(started.pid, number)
        os.killpg(started.pid, number)
        _, said = started.communicate(timeout=30)
    assert started.returncode == code, said.decode()
    assert [line for line in lines(said) if "documents," not in line] == [
        "interrupted; no new dataset was left"
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


def test_a_signal_that_was_swallowed_is_raised_again() -> None:
    code = (
        "import os, signal\n"
        "from extractor.cli_exits import Stopped, stoppable\n"
        "class Finalizer:\n"
        "    def __del__(self):\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        [None for _ in range(1000)]\n"
        "try:\n"
        "    with stoppable() as check:\n"
        "        Finalizer()\n"
        "        print('swallowed')\n"
        "        check()\n"
        "except Stopped as stopped:\n"
        "    print(stopped.exit)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ended.stdout.split(), ended.stderr) == (["swallowed", "143"], "")


def test_what_was_named_and_cannot_be_read_is_told_even_where_quiet_is_asked(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("a letter")
    os.mkfifo(tmp_path / "pipe")
    gone = tmp_path / "gone.pdf"
    ended = extractor("run", tmp_path / "letter.txt", gone, tmp_path / "pipe", "-q", "-o", tmp_path / "out")
    assert (ended.returncode, ended.stdout) == (0, b"")
    assert lines(ended.stderr) == [
        f"extractor: {gone}: no such file",
        f"extractor: {tmp_path / 'pipe'}: could not be read from disk: not a regular file",
    ]


@pytest.mark.parametrize("command", ["show", "facts"])
def test_a_pipe_by_its_path_is_refused_and_not_waited_for(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    ended = extractor(command, tmp_path / "pipe")
    assert ended.returncode == 1
    (line,) = lines(ended.stderr)
    assert line.endswith("not a regular file")


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_facts_of_standard_input(plain_document: Path, name: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "extractor", "facts", name],
        input=plain_document.read_bytes(),
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0
    assert ended.stdout == extractor("facts", plain_document).stdout


def test_help_in_chinese_has_no_blanks_behind_its_stops_and_is_not_cut_off() -> None:
    for command in ((), ("run",), ("facts",)):
        data = extractor("--lang", "zh", *command, "--help", COLUMNS="80").stdout
        text = data.decode()
        assert re.findall(r"[，；。：、] (?=[^ │\[])", text) == []
        assert "…" not in text
        assert b"\x1f" not in data
        assert max(Console().render_str(line).cell_len for line in text.splitlines()) <= 80


@pytest.mark.parametrize("language", ["zh", "en"])
def test_help_has_one_exit_code_a_line(language: str) -> None:
    text = extractor("--lang", language, "run", "--help").stdout.decode()
    codes = re.findall(r"^ +(\d+) \S", text, re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "4", "70", "130", "143"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (
            ("--lang", "xx", "show", "x"),
            "extractor: Invalid value for '--lang': 'xx' is not one of 'zh', 'en'.",
        ),
        (("--lang", "zh", "run"), "extractor run: 缺少参数 INPUT"),
        (("--lang", "zh", "run", "x"), "extractor run: 缺少选项 --out"),
        (("--lang", "zh", "go"), "extractor: 没有命令 go"),
        (("--lang", "zh", "show", "--foo", "x"), "extractor show: 没有选项 --foo"),
        (("--lang", "zh", "show", "x", "y"), "extractor show: 多余的参数：y"),
        (("--lang", "zh", "run", "x", "-o", ""), "extractor run: --out 的值无效：不能为空"),
    ],
)
def test_wrong_usage_is_told_in_the_language_asked_for(arguments: tuple[str, ...], line: str) -> None:
    ended = extractor(*arguments)
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert lines(ended.stderr)[0] == line


def test_a_mistake_of_ours_ends_with_70(tmp_path: Path) -> None:
    code = (
        "import extractor.cli as cli, extractor.cli_commands as commands\n"
        "commands._read = lambda file: 1 // 0\ncli.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, "facts", "x"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 70
    assert "ZeroDivisionError" in ended.stderr


def account() -> Account:
    """One report that is ok, one that is suspect, five refusals with markup and spaces in their names."""
    counted = Account(total=7)
    first = Origin("a.docx", "0" * 64, 1)
    counted.add(rows_of_reports(first, (consistent(),), seconds=1.0, language="en"))
    second = Origin("it's [b]old[/b].docx", "1" * 64, 1)
    counted.add(rows_of_reports(second, (report(),), seconds=1.0, language="en"))
    for number in range(4):
        missing = UnreadableSource(Reason.NO_SUCH_FILE)
        origin = Origin(f"[red]{number}.pdf")
        counted.add(rows_of_failure(origin, missing, format=None, seconds=None, language="en"))
    other = rows_of_failure(
        Origin("b.html", "2" * 64, 1), NotAReport(Reason.NOTICE), format="html", seconds=1.0, language="en"
    )
    counted.add(Rows(other.document | {"duplicate_of": "c.html"}))
    return counted


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_account_at_the_end(language: str) -> None:
    out = io.StringIO()
    print_account(account(), Path("out/demo"), language, stream=out)  # type: ignore[arg-type]
    text = out.getvalue()
    assert "no_such_file × 4" in text
    assert "[red]0.pdf" in text
    assert "[red]3.pdf" not in text
    assert "item_missing" in text
    assert "extractor show 'it'\"'\"'s [b]old[/b].docx'" in text
    table = [line.split() for line in text.splitlines() if line.startswith(("  docx", "  html"))]
    assert table == [["docx", "1", "1", "0", "0", "2"], ["html", "0", "0", "1", "0", "1"]]
    assert ("读取情况" in text) == (language == "zh")


@pytest.mark.parametrize(
    ("language", "several", "one"),
    [
        (
            "en",
            "3 inputs, 1 of them a duplicate (counted above, read once); 1 report, 1 blank form, 12 facts,",
            "1 input; 1 report, 6 facts,",
        ),
        (
            "zh",
            "3 个文件，其中重复文件 1 个（计入上表，只读一次）；1 份报告，1 份空白表，12 项数据，",
            "1 个文件；1 份报告，6 项数据，",
        ),
    ],
)
def test_the_account_says_how_many_are_duplicates_and_blank_forms(
    language: Language, several: str, one: str
) -> None:
    counted = Account(total=1)
    first = rows_of_reports(Origin("a", "0" * 64, 1), (consistent(),), seconds=1.0, language="en")
    counted.add(first)
    out = io.StringIO()
    print_account(counted, Path("out"), language, stream=out)
    assert one in out.getvalue()
    counted.total = 3
    counted.add(rows_of_reports(Origin("b", "1" * 64, 1), (blank_form(),), seconds=1.0, language="en"))
    counted.add(Rows(first.document | {"path": "c", "duplicate_of": "a"}))
    out = io.StringIO()
    print_account(counted, Path("out"), language, stream=out)
    assert several in out.getvalue()


def test_columns_of_the_account_stand_below_one_another_in_chinese() -> None:
    out = io.StringIO()
    print_account(account(), Path("out"), "zh", stream=out)
    header = next(line for line in out.getvalue().splitlines() if "格式" in line)
    row = next(line for line in out.getvalue().splitlines() if line.startswith("  docx"))
    width = Console().render_str(header.rstrip()).cell_len
    assert width == len(row.rstrip())


def test_progress_without_a_terminal_is_plain_lines() -> None:
    out = io.StringIO()
    with progress("en", stream=out) as watch:
        for done in range(4):
            watch(Account(total=3, done=done))
    assert [line.split(",")[0] for line in out.getvalue().splitlines()] == ["0/3 documents", "3/3 documents"]


def test_quiet_progress_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("en", quiet=True) as watch:
        watch(Account(total=1, done=1))
    assert capsys.readouterr() == ("", "")
