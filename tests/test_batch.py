"""The batch: every input has its row, whatever becomes of it, and a dataset is whole or not there."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from extractor.batch.account import Account
from extractor.batch.pool import Broken, Limits, Pool
from extractor.batch.run import Options, run
from extractor.batch.worker import Reader
from extractor.errors import Reason, SinkError
from tests.small_form import read_small, sniff_small

READER = Reader(read_small, sniff_small, "en")
QUICK = Options(workers=2, limits=Limits(seconds=3.0), version="9.9", arguments={"inputs": ["in"]})

FILES = {
    "01-good.txt": "good one",
    "02-suspect.txt": "doubtful",
    "03-crash.txt": "crash",
    "04-hang.txt": "hang",
    "05-bug.txt": "bug",
    "06-nothing.txt": "nothing here",
    "07-strange.txt": "strange",
    "08-secret.txt": "secret",
    "09-memory.txt": "memory",
    "10-blank.txt": "blank",
    "11-two.txt": "two",
    "12-again.txt": "two",
    "13-empty.txt": "",
    "14-unpicklable.txt": "unpicklable",
    "15-good.txt": "good two",
    "16-hang-again.txt": "hang",
}
EXPECTED = {
    "01-good.txt": ("ok", None, 1),
    "02-suspect.txt": ("suspect", None, 1),
    "03-crash.txt": ("failed", "worker_died", 0),
    "04-hang.txt": ("failed", "timeout", 0),
    "05-bug.txt": ("failed", "internal_error", 0),
    "06-nothing.txt": ("not_report", "not_a_report", 0),
    "07-strange.txt": ("failed", "no_edition", 0),
    "08-secret.txt": ("failed", "encrypted", 0),
    "09-memory.txt": ("failed", "limit_exceeded", 0),
    "10-blank.txt": ("not_report", "empty_form", 1),
    "11-two.txt": ("suspect", None, 2),
    "12-again.txt": ("suspect", None, 2),
    "13-empty.txt": ("failed", "empty_file", 0),
    "14-unpicklable.txt": ("failed", "internal_error", 0),
    "15-good.txt": ("ok", None, 1),
    "16-hang-again.txt": ("failed", "timeout", 0),
    "17-no-such-file": ("failed", "no_such_file", 0),
}


def folder_of(path: Path, files: dict[str, str]) -> Path:
    path.mkdir(parents=True)
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")
    return path


def rows(out: Path, table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Account, list[tuple[int, int]]]:
    """One run over inputs of every kind."""
    home = tmp_path_factory.mktemp("batch")
    inputs = folder_of(home / "in", FILES)
    seen: list[tuple[int, int]] = []
    account = run(
        [inputs, inputs / "17-no-such-file"],
        home / "out",
        READER,
        options=QUICK,
        watch=lambda account: seen.append((account.done, account.total)),
    )
    return home / "out", account, seen


def test_every_input_has_one_row_that_says_what_became_of_it(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    documents = rows(finished[0], "documents")
    found = {
        Path(str(row["path"])).name: (
            row["status"],
            str(row["error"]).split(": ")[0] if row["error"] else None,
            row["reports"],
        )
        for row in documents
    }
    assert found == EXPECTED
    assert [Path(str(row["path"])).name for row in documents] == list(EXPECTED)


def test_an_unreadable_path_has_a_row_without_an_identity(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    row = rows(finished[0], "documents")[-1]
    assert row["document_id"] is None
    assert row["bytes"] is None
    assert row["format"] is None
    assert row["error"] == "no_such_file: no such file"


def test_a_copy_repeats_the_row_and_adds_no_facts(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    documents = {Path(str(row["path"])).name: row for row in rows(finished[0], "documents")}
    first, copy = documents["11-two.txt"], documents["12-again.txt"]
    assert copy["duplicate_of"] == first["path"]
    assert first["duplicate_of"] is None
    assert copy["document_id"] == first["document_id"]
    assert copy["seconds"] is None
    assert documents["16-hang-again.txt"]["duplicate_of"] == documents["04-hang.txt"]["path"]
    facts = [row for row in rows(finished[0], "facts") if row["document_id"] == first["document_id"]]
    assert [row["report"] for row in facts] == [0] * 6 + [1] * 6


def test_a_blank_form_is_no_report_but_stands_in_the_tables(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    (document,) = [row for row in rows(finished[0], "documents") if str(row["path"]).endswith("10-blank.txt")]
    (blank,) = [row for row in rows(finished[0], "reports") if row["status"] == "empty"]
    assert blank["document_id"] == document["document_id"]
    assert blank["year"] is None
    facts = [row for row in rows(finished[0], "facts") if row["document_id"] == document["document_id"]]
    assert [(row["status"], row["value"]) for row in facts] == [("blank", None)] * 6


def test_the_format_of_an_input_that_hung_or_crashed_is_known(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    formats = {Path(str(row["path"])).name: row["format"] for row in rows(finished[0], "documents")}
    assert formats["04-hang.txt"] == "hang"
    assert formats["03-crash.txt"] == "crash"
    assert formats["08-secret.txt"] == "secret"
    assert formats["13-empty.txt"] is None


def test_a_mistake_of_ours_is_logged_with_its_traceback_and_counted(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    out, account, _ = finished
    log = (out / "run.log").read_text(encoding="utf-8")
    assert account.mistakes == 2
    assert "ZeroDivisionError: a mistake of ours" in log
    assert 'raise ZeroDivisionError("a mistake of ours")' in log
    (row,) = [row for row in rows(out, "documents") if str(row["path"]).endswith("05-bug.txt")]
    assert "ZeroDivisionError: a mistake of ours" in str(row["error"])


def test_the_account_counts_what_the_dataset_holds(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    out, account, seen = finished
    assert (account.total, account.done, account.duplicates) == (17, 17, 2)
    assert (account.reports, account.facts) == (6, 36)
    assert account.reports == len(rows(out, "reports"))
    assert account.facts == len(rows(out, "facts"))
    assert account.refusals["timeout"].count == 2
    assert Path(account.refusals["timeout"].examples[0][0]).name == "04-hang.txt"
    assert account.findings["error", "item_missing"] == 2
    assert account.suspect is not None
    assert Path(account.suspect).name == "02-suspect.txt"
    assert account.read_any
    assert seen == [(done, 17) for done in range(18)]


def test_duckdb_has_the_same_tables_with_the_same_types(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    with duckdb.connect(str(finished[0] / "dataset.duckdb"), read_only=True) as connection:
        types = dict(
            connection.execute(
                "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'facts'"
            ).fetchall()
        )
        names = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
        (total,) = connection.execute("SELECT sum(value) FROM facts WHERE \"column\" = 'amount'").fetchall()
    assert names == {"documents", "reports", "facts", "sections", "findings"}
    assert types["value"] == "DECIMAL(38,10)"
    assert types["bbox"] == "DOUBLE[]"
    assert types["page"] == "INTEGER"
    assert total == (Decimal("59237.2449") * 5,)


def test_the_journal_is_one_file_that_records_the_run_and_every_input(
    finished: tuple[Path, Account, list[tuple[int, int]]],
) -> None:
    out = finished[0]
    assert sorted(path.name for path in out.iterdir()) == [
        *("dataset.duckdb", "documents.parquet", "facts.parquet", "findings.parquet"),
        *("journal.sqlite", "reports.parquet", "run.log", "sections.parquet"),
    ]
    db = sqlite3.connect(out / "journal.sqlite")
    ((version, arguments, finished_at),) = db.execute("SELECT version, arguments, finished FROM runs")
    inputs = db.execute("SELECT ordinal, status, reason FROM inputs ORDER BY ordinal").fetchall()
    db.close()
    assert (version, arguments) == ("9.9", '{"inputs": ["in"]}')
    assert finished_at is not None
    assert inputs == [
        (ordinal, status, reason) for ordinal, (status, reason, _) in enumerate(EXPECTED.values(), 1)
    ]


def test_the_rows_do_not_depend_on_the_number_of_workers(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {f"{n:02}.txt": f"good {n}" for n in range(12)})
    for workers in (1, 2):
        options = Options(workers=workers, limits=QUICK.limits)
        run([inputs], tmp_path / f"out{workers}", READER, options=options)
    for table in ("reports", "facts", "sections", "findings"):
        assert rows(tmp_path / "out1", table) == rows(tmp_path / "out2", table)
    one, two = (
        [row | {"seconds": None} for row in rows(tmp_path / f"out{workers}", "documents")]
        for workers in (1, 2)
    )
    assert one == two
    assert len(one) == 12


def test_a_dataset_of_ours_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})
    run([inputs], tmp_path / "out", READER, options=QUICK)
    (inputs / "b.txt").write_text("doubtful")
    run([inputs], tmp_path / "out", READER, options=QUICK)
    assert len(rows(tmp_path / "out", "documents")) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


@pytest.mark.parametrize("files", [{"notes.txt": "mine"}, {"facts.parquet": "no dataset"}])
def test_a_folder_of_somebody_elses_is_refused_and_left_alone(tmp_path: Path, files: dict[str, str]) -> None:
    out = folder_of(tmp_path / "out", files)
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})
    with pytest.raises(SinkError) as raised:
        run([inputs], out, READER, options=QUICK)
    assert next(iter(files)) in raised.value.sentence("en")
    assert {path.name: path.read_text() for path in out.iterdir()} == files


def test_a_dataset_with_a_file_of_the_users_in_it_is_refused(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})
    run([inputs], tmp_path / "out", READER, options=QUICK)
    (tmp_path / "out" / "remarks.xlsx").write_text("mine")
    with pytest.raises(SinkError, match=r"remarks\.xlsx"):
        run([inputs], tmp_path / "out", READER, options=QUICK)
    assert (tmp_path / "out" / "remarks.xlsx").read_text() == "mine"


def test_out_may_not_be_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(SinkError):
        run([], tmp_path / "out", READER, options=QUICK)
    assert (tmp_path / "out").read_text() == "a file"


def fail(account: Account) -> None:
    raise ZeroDivisionError


def test_what_a_dead_run_left_is_removed_and_what_it_put_aside_comes_back(tmp_path: Path) -> None:
    folder_of(tmp_path / ".out.partial-dead", {"lock": "", "facts.parquet": "half"})
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})
    run([inputs], tmp_path / "out", READER, options=QUICK)
    (tmp_path / "out").rename(tmp_path / ".out.old-dead")
    with pytest.raises(ZeroDivisionError):
        run([inputs], tmp_path / "out", READER, options=QUICK, watch=fail)
    assert len(rows(tmp_path / "out", "documents")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_a_live_run_beside_it_is_left_alone(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})

    def run_within(account: Account) -> None:
        if account.done == 1:
            run([inputs], tmp_path / "out", READER, options=QUICK)

    run([inputs], tmp_path / "out", READER, options=QUICK, watch=run_within)
    assert len(rows(tmp_path / "out", "documents")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]


def test_no_inputs_leave_a_dataset_without_rows(tmp_path: Path) -> None:
    account = run([], tmp_path / "deep" / "out", READER, options=QUICK)
    assert (account.total, account.read_any) == (0, False)
    assert rows(tmp_path / "deep" / "out", "facts") == []


def test_a_name_that_is_not_utf_8_has_its_row(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {})
    name = os.fsencode(inputs) + b"/" + "大.txt".encode("gb18030")
    with open(name, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(b"good")
    run([inputs], tmp_path / "out", READER, options=QUICK)
    (row,) = rows(tmp_path / "out", "documents")
    assert row["status"] == "ok"
    assert str(row["path"]).endswith(r"\xb4\xf3.txt")


def test_an_input_named_twice_is_one_input(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})
    run([inputs / "a.txt", inputs, f"{inputs}/../in/a.txt"], tmp_path / "out", READER, options=QUICK)
    assert len(rows(tmp_path / "out", "documents")) == 1


def test_crashes_one_after_another_lose_nothing_else(tmp_path: Path) -> None:
    files = {f"{n:02}.txt": f"crash {n}" if n % 3 == 0 else f"good {n}" for n in range(18)}
    run([folder_of(tmp_path / "in", files)], tmp_path / "out", READER, options=QUICK)
    statuses = [row["status"] for row in rows(tmp_path / "out", "documents")]
    assert statuses == ["failed" if n % 3 == 0 else "ok" for n in range(18)]


def test_work_alone_does_not_wait_for_the_rest(tmp_path: Path) -> None:
    with Pool(1, Limits(seconds=5.0), tmp_path / "log") as pool:
        pool.submit(time.sleep, 4)
        start = time.monotonic()
        assert pool.alone(abs, -3, seconds=3.0) == 3
        broken = pool.alone(time.sleep, 60, seconds=0.5)
        assert time.monotonic() - start < 3.5
    assert isinstance(broken, Broken)
    assert (broken.reason, broken.why) == (Reason.TIMEOUT, "0.5")


INTERRUPTED = """
import os, signal, sys
sys.path.insert(0, {tests!r})
from tests.small_form import read_small, sniff_small
from extractor.batch.run import Options, run
from extractor.batch.worker import Reader
if __name__ == "__main__":
    def interrupt(account):
        if account.done == 1:
            os.kill(os.getpid(), signal.SIGINT)
    reader = Reader(read_small, sniff_small, "en")
    run([{inputs!r}], {out!r}, reader, options=Options(workers=2), watch=interrupt)
"""


def test_an_interrupted_run_leaves_the_old_dataset_and_no_half_of_a_new_one(tmp_path: Path) -> None:
    inputs = folder_of(tmp_path / "in", {"a.txt": "good"})
    run([inputs], tmp_path / "out", READER, options=QUICK)
    (inputs / "b.txt").write_text("hang")
    script = tmp_path / "interrupted.py"
    tests = str(Path(__file__).parents[1])
    script.write_text(INTERRUPTED.format(tests=tests, inputs=str(inputs), out=str(tmp_path / "out")))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    start = time.monotonic()
    ended = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, timeout=30, check=False
    )
    assert "KeyboardInterrupt" in ended.stderr
    assert time.monotonic() - start < 25
    assert len(rows(tmp_path / "out", "documents")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "interrupted.py", "out"]
