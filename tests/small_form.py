"""A form of six items, reports on it made by hand, and a reader of texts that obeys their first word.

The sinks and the batch know no official form, and nothing of reading: this is all that they need.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

from extractor.document import Document
from extractor.edition import Block, Edition, Heading, Layout, Section, Table
from extractor.errors import EncryptedSource, NoEdition, NotAReport, Reason, UnreadableSource
from extractor.fact import Fact, Item, Status
from extractor.finding import Code, Finding
from extractor.provenance import Provenance
from extractor.report import Identification, Report, SectionText
from extractor.source import Source

ISSUED = Heading("issued", ("制发件数",), unit="件")
REPEALED = Heading("repealed", ("废止件数",), unit="件")
AMOUNT = Heading("amount", ("收费金额",), unit="万元")
SMALL = Edition(
    id="small",
    variant=None,
    issued_by="nobody",
    sections=(Section("proactive", "一", "主动公开"), Section("applications", "二", "申请")),
    tables=(
        Table(
            "proactive",
            "proactive",
            "主动公开",
            Layout.MATRIX,
            (
                Block((Heading("regulations", ("规章",)),), (ISSUED, REPEALED), caption="第（一）项"),
                Block((Heading("fees", ("收费",)),), (AMOUNT,), caption="第（八）项"),
            ),
        ),
        Table(
            "applications",
            "applications",
            "申请",
            Layout.MATRIX,
            (
                Block(
                    (
                        Heading("received", ("一、新收",)),
                        Heading("outcome.granted", ("二、结果", "（一）公开")),
                    ),
                    (Heading("person", ("申请人", "自然人"), unit="件"),),
                ),
            ),
        ),
        Table(
            "review",
            "applications",
            "复议",
            Layout.LINE,
            (Block((Heading("review", ("行政复议",)),), (Heading("upheld", ("维持",)),)),),
        ),
    ),
    identities=(),
)

PLACE = Provenance("page 3, table 1, row 2, cell 4", page=3, bbox=(10.0, 20.5, 30.0, 40.0))


def fact(name: str, status: Status, raw: str | None = None, value: str | None = None, **more: str) -> Fact:
    """A fact of the small form, its unit as the form has it."""
    item = Item.parse(name)
    return Fact(
        item,
        status,
        None if value is None else Decimal(value),
        SMALL.unit(item),
        raw,
        more.get("note"),
        None if status is Status.MISSING else PLACE,
        ("doubtful_column",) if status is Status.UNCERTAIN else (),
    )


FACTS = (
    fact(
        "proactive/regulations/issued", Status.REPORTED, "22（其中修订16件）", "22", note="（其中修订16件）"
    ),
    fact("proactive/regulations/repealed", Status.BLANK, ""),
    fact("proactive/fees/amount", Status.REPORTED, "59237.2449", "59237.2449"),
    fact("applications/received/person", Status.VOID, "-"),
    fact("applications/outcome.granted/person", Status.REPORTED, "0", "0"),
    fact("review/review/upheld", Status.MISSING),
)


def report(data: bytes = b"a report", *, index: int = 0, facts: tuple[Fact, ...] = FACTS) -> Report:
    """A suspect report: one item missing, one sum broken."""
    source = Source("a.docx", data)
    return Report(
        document=Document(source, "docx", "docx", (), pages=4),
        index=index,
        edition=SMALL,
        identification=Identification("甲区2024年度报告", "甲区人民政府", 2024, date(2025, 1, 20)),
        sections=(SectionText(1, "proactive", "一、主动公开", "第一段\n第二段", Provenance("block 3")),),
        facts=facts,
        checks=(),
        findings=(
            Finding(
                Code.MISSING,
                (facts[-1].item,),
                Decimal("1.5"),
                Decimal(2),
                (("row", "行政复议"), ("count", "1")),
            ),
        ),
    )


def consistent(data: bytes = b"a report") -> Report:
    """The same, with nothing missing and nothing found."""
    whole = (*FACTS[:-1], fact("review/review/upheld", Status.REPORTED, "7", "7"))
    return replace(report(data, facts=whole), findings=())


def blank_form(data: bytes = b"a report") -> Report:
    """The form with every cell empty."""
    facts = tuple(fact(str(item), Status.BLANK, "") for item in SMALL.items)
    return replace(
        report(data, facts=facts), identification=Identification(), findings=(Finding(Code.EMPTY_FORM),)
    )


def sniff_small(data: bytes) -> str | None:
    """The first word of a text, in small letters."""
    return data.split()[0].decode().lower() if data.split() else None


def read_small(source: Source) -> tuple[Report, ...]:
    """Does what the first word of the bytes says."""
    word = sniff_small(source.data)
    if word == "hang":
        time.sleep(600)
    if word == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if word == "memory":
        return (report(bytes(64 * 1024**3)),)
    if word == "bug":
        raise ZeroDivisionError("a mistake of ours")
    if word == "unpicklable":
        raise AwkwardError(1, 2)
    if word == "nothing":
        raise NotAReport(Reason.NOT_A_REPORT, why="no title")
    if word == "strange":
        raise NoEdition(Reason.NO_EDITION, why="3 of 25 rows fit")
    if word == "secret":
        raise EncryptedSource(Reason.ENCRYPTED, format="docx")
    if word is None:
        raise UnreadableSource(Reason.EMPTY)
    if word == "blank":
        return (blank_form(source.data),)
    if word == "two":
        return (consistent(source.data), report(source.data, index=1))
    return (consistent(source.data),) if word == "good" else (report(source.data),)


class AwkwardError(Exception):
    """An exception that cannot be sent from one process to another, like those of some libraries."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")
