"""What runs in a worker: one input, read into plain rows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.collect import Input
from extractor.errors import FormError, Reason, SourceError, UnreadableSource
from extractor.messages import Language
from extractor.report import Report
from extractor.sinks.rows import Origin, Rows, rows_of_failure, rows_of_reports
from extractor.source import Source


@dataclass(frozen=True, slots=True)
class Reader:
    """How inputs are read: functions of a module's top level, so that they can be sent to a worker.

    ``read`` raises ExtractorError where there is no report to be had; ``sniff`` names the format of
    some bytes.
    """

    read: Callable[[Source], Sequence[Report]]
    sniff: Callable[[bytes], str | None]
    language: Language


def read_input(reader: Reader, met: Input, origin: Origin) -> Rows:
    """Reads one input whose bytes were seen before; what cannot be read is a row with its reason."""
    start = time.perf_counter()
    language = reader.language
    format: str | None = None
    try:
        source = Source(met.name, Source.from_path(met.path).data)
        if source.sha256 != origin.document_id:
            raise UnreadableSource(Reason.INPUT_OUTPUT, name=met.name, why="changed while it was read")
        format = reader.sniff(source.data)
        reports = reader.read(source)
        seconds = time.perf_counter() - start
        return rows_of_reports(origin, reports, seconds=seconds, language=language)
    except (SourceError, FormError) as error:
        seconds = time.perf_counter() - start
        return rows_of_failure(origin, error, format=format, seconds=seconds, language=language)


def sniff_input(reader: Reader, met: Input) -> str | None:
    """The format of an input on which a worker hung or died."""
    return reader.sniff(Path(met.path).read_bytes())
