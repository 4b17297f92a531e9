"""Reads China's government information disclosure annual reports into audited figures.

::

    import extractor

    report = extractor.read("report.pdf")
    report["applications/outcome.granted/natural_person"].value
    extractor.frame(report, table="applications")
    report.findings

``import extractor`` loads almost nothing: the rest of the package, pandas and the libraries of the
formats are imported when something that needs them is first used.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.document import Document, Paragraph
    from extractor.edition import Edition
    from extractor.errors import (
        EditionError,
        EncryptedSource,
        ExtractorError,
        FormError,
        LimitExceeded,
        NoEdition,
        NotAReport,
        Reason,
        SinkError,
        SourceError,
        UnreadableSource,
        UnsupportedFormat,
    )
    from extractor.fact import Fact, Item, Status
    from extractor.finding import Check, Code, Finding, Outcome, Severity
    from extractor.grid import Cell, Grid, Span
    from extractor.provenance import Provenance
    from extractor.report import Report, ReportStatus
    from extractor.sinks.frames import frame
    from extractor.source import Source

    __version__: str

__all__ = [
    "Cell",
    "Check",
    "Code",
    "Document",
    "Edition",
    "EditionError",
    "EncryptedSource",
    "ExtractorError",
    "Fact",
    "Finding",
    "FormError",
    "Grid",
    "Item",
    "LimitExceeded",
    "NoEdition",
    "NotAReport",
    "Outcome",
    "Paragraph",
    "Provenance",
    "Reason",
    "Report",
    "ReportStatus",
    "Severity",
    "SinkError",
    "Source",
    "SourceError",
    "Span",
    "Status",
    "UnreadableSource",
    "UnsupportedFormat",
    "__version__",
    "frame",
    "read",
    "read_all",
]

_HOMES = {
    "extractor.document": ("Document", "Paragraph"),
    "extractor.edition": ("Edition",),
    "extractor.errors": (
        "EditionError",
        "EncryptedSource",
        "ExtractorError",
        "FormError",
        "LimitExceeded",
        "NoEdition",
        "NotAReport",
        "Reason",
        "SinkError",
        "SourceError",
        "UnreadableSource",
        "UnsupportedFormat",
    ),
    "extractor.fact": ("Fact", "Item", "Status"),
    "extractor.finding": ("Check", "Code", "Finding", "Outcome", "Severity"),
    "extractor.grid": ("Cell", "Grid", "Span"),
    "extractor.provenance": ("Provenance",),
    "extractor.report": ("Report", "ReportStatus"),
    "extractor.sinks.frames": ("frame",),
    "extractor.source": ("Source",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def read(source: str | Path | bytes | Source, *, name: str | None = None) -> Report:
    """Reads one report from a file (its path), from bytes, or from a Source.

    What the format is, the bytes say; ``name`` is only repeated to people, in errors.  Where a
    document holds several reports this is the first; ``read_all`` gives all of them.

    Raises SourceError where the bytes cannot be read, NotAReport where they hold no annual report,
    NoEdition where they hold one whose tables fit no known form.
    """
    return read_all(source, name=name)[0]


def read_all(source: str | Path | bytes | Source, *, name: str | None = None) -> tuple[Report, ...]:
    """Every report in a file, in bytes, or in a Source, in the order of the document; at least one.

    Raises as ``read`` does.
    """
    from extractor import pipeline
    from extractor.source import Source

    if isinstance(source, bytes):
        found = Source(name or "", source)
    elif isinstance(source, Source):
        found = source if name is None else Source(name, source.data)
    else:
        found = Source.from_path(source)
        found = found if name is None else Source(name, found.data)
    return pipeline.read_all(found)


def __getattr__(name: str) -> object:
    """Imports a public name from where it lives, when it is first asked for."""
    value: object
    if name == "__version__":
        value = _version()
    elif name in _HOME:
        value = getattr(importlib.import_module(_HOME[name]), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version("extractor")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "0+uninstalled"


class _Package(ModuleType):
    """This package, whose ``read`` stays the function.

    The folder ``extractor/read`` has the same name, and importing a submodule sets it on its package.
    Modules in it are imported as ``from extractor.read import …``, which does not look here.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "read" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
