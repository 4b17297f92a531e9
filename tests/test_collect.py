"""Which paths are inputs, in what order, and what is passed over."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.collect import Input, collect, fingerprint, unreadable_paths
from extractor.errors import Reason, UnreadableSource
from extractor.source import Source


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return root


def names(root: Path, *inputs: Path) -> list[str]:
    return [Path(met.path).relative_to(root).as_posix() for met in collect(inputs or (root,))]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    tree(tmp_path, "b.docx", "a/2.pdf", "a/1.pdf", "a/c/0.txt", "年报.html", "B.docx", "noextension")
    assert names(tmp_path) == [
        *("B.docx", "a/1.pdf", "a/2.pdf", "a/c/0.txt", "b.docx", "noextension", "年报.html"),
    ]


def test_inputs_come_in_the_order_given(tmp_path: Path) -> None:
    tree(tmp_path, "a.docx", "z/1.pdf")
    assert names(tmp_path, tmp_path / "z", tmp_path / "a.docx") == ["z/1.pdf", "a.docx"]


def test_hidden_files_and_litter_are_passed_over_in_folders_only(tmp_path: Path) -> None:
    tree(tmp_path, ".hidden", "~$a.docx", "Thumbs.db", "__pycache__/a.pyc", ".git/x", "a.docx")
    assert names(tmp_path) == ["a.docx"]
    assert names(tmp_path, tmp_path / ".hidden") == [".hidden"]


def test_our_own_datasets_are_passed_over(tmp_path: Path) -> None:
    tree(tmp_path, "out/documents.parquet", "out/journal.sqlite", "out/facts.parquet", "a.docx")
    tree(tmp_path, "other/documents.parquet")
    assert names(tmp_path) == ["a.docx", "other/documents.parquet"]


def test_extractorignore_names_what_is_no_input(tmp_path: Path) -> None:
    tree(
        tmp_path,
        *("make/one.py", "make/deep/two.py", "documents/make/a.docx", "truth.json", "documents/truth.json"),
        *("documents/drafts", "documents/x.tmp", "documents/old/y.docx", "old/z.docx"),
    )
    (tmp_path / ".extractorignore").write_text(
        "\ufeff# what is no input\n\n/make/\ntruth.json\n*.tmp\ndrafts/\n/old\n", encoding="utf-8"
    )
    assert names(tmp_path) == ["documents/drafts", "documents/make/a.docx", "documents/old/y.docx"]


def test_an_extractorignore_further_down_holds_there_alone(tmp_path: Path) -> None:
    tree(tmp_path, "a/notes.txt", "a/b/notes.txt", "notes.txt")
    (tmp_path / "a" / ".extractorignore").write_text("notes.txt\n")
    assert names(tmp_path) == ["notes.txt"]


def test_a_missing_path_is_an_input_with_its_error(tmp_path: Path) -> None:
    (met,) = collect([tmp_path / "nothing.pdf"])
    assert met.error is not None
    assert met.error.reason is Reason.NO_SUCH_FILE
    with pytest.raises(UnreadableSource):
        fingerprint(met)


def test_a_link_that_leads_nowhere_is_an_input_with_its_error(tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    (met,) = collect([tmp_path])
    assert met.error is not None
    assert met.error.reason is Reason.NO_SUCH_FILE


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    tree(tmp_path, "a/1.pdf")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to(tmp_path / "a")
    assert names(tmp_path) == ["a/1.pdf"]


def test_a_folder_below_another_input_is_entered_once(tmp_path: Path) -> None:
    tree(tmp_path, "a/1.pdf", "2.pdf")
    assert names(tmp_path, tmp_path, tmp_path / "a") == ["2.pdf", "a/1.pdf"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (met,) = collect([tmp_path])
    assert met.error is not None
    assert met.error.sentence("en") == "could not be read from disk: not a regular file"


def test_paths_stay_as_they_were_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "in/a.pdf")
    monkeypatch.chdir(tmp_path)
    assert [met.path for met in collect(["./in"])] == ["./in/a.pdf"]
    assert [met.path for met in collect(["./in/a.pdf"])] == ["./in/a.pdf"]


def test_a_name_that_is_not_utf_8_can_be_written_down() -> None:
    met = Input(os.fsdecode("年.pdf".encode("gb18030")))
    assert met.name == r"\xc4\xea.pdf"


def test_a_fingerprint_is_the_sha_256_and_the_size(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    found = fingerprint(Input(str(tmp_path / "abc")))
    # FIPS 180-4, the example "abc".
    assert found.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert found.bytes == 3


def test_paths_that_were_given_and_cannot_be_read(tmp_path: Path) -> None:
    tree(tmp_path, "in/a.pdf")
    os.mkfifo(tmp_path / "in" / "pipe")
    given = [tmp_path / "in", tmp_path / "in" / "a.pdf", tmp_path / "gone", tmp_path / "in" / "pipe"]
    assert [(error.name, error.reason) for error in unreadable_paths(given)] == [
        (str(tmp_path / "gone"), Reason.NO_SUCH_FILE),
        (str(tmp_path / "in" / "pipe"), Reason.INPUT_OUTPUT),
    ]


def test_a_source_from_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UnreadableSource) as raised:
        Source.from_path(tmp_path / "pipe")
    assert raised.value.detail["why"] == "not a regular file"
