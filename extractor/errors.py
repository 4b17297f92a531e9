"""Why something that was asked for cannot be produced.

::

    ExtractorError
     ├─ SourceError           the bytes cannot be read
     │   ├─ UnsupportedFormat     readable by someone, not by this program
     │   ├─ UnreadableSource      absent, empty, truncated, broken
     │   ├─ EncryptedSource       needs a password
     │   └─ LimitExceeded         more than the limits allow
     ├─ FormError             the document can be read, the form cannot
     │   ├─ NotAReport            no annual report in it
     │   └─ NoEdition             a report, on a form that no edition describes
     ├─ EditionError          an edition file that contradicts itself
     └─ SinkError             a dataset that cannot be written

A report that does not add up raises nothing: that is a finding.
"""

from __future__ import annotations

from enum import StrEnum

from extractor.messages import Language, render


class Reason(StrEnum):
    """The closed list of reasons; each has a sentence in every language."""

    # SourceError
    NO_SUCH_FILE = "no_such_file"
    IS_A_FOLDER = "is_a_folder"
    NO_PERMISSION = "no_permission"
    INPUT_OUTPUT = "input_output"
    EMPTY = "empty_file"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported_format"
    NO_TEXT = "no_text_layer"
    LIMIT = "limit_exceeded"
    TIMEOUT = "timeout"
    CRASHED = "worker_died"
    INTERNAL = "internal_error"
    """A mistake of this program, never a fact about the source."""
    # FormError
    NOT_A_REPORT = "not_a_report"
    NOTICE = "notice_about_reports"
    TITLE_ALONE = "title_alone"
    NO_EDITION = "no_edition"
    NO_TABLES = "no_tables"
    # EditionError, SinkError
    EDITION = "edition_file"
    OUTPUT = "output"


class ExtractorError(Exception):
    """What this program raises on purpose.

    ``reason`` is one of the closed list, ``name`` the input that it is about, ``detail`` fills in the
    sentence.  ``str()`` is the English sentence; ``sentence()`` gives it in either language.
    """

    def __init__(self, reason: Reason, *, name: str = "", **detail: str | int) -> None:
        super().__init__(reason, name, detail)
        self.reason = reason
        self.name = name
        self.detail = detail

    def sentence(self, language: Language = "en") -> str:
        """What happened, in words, without the name of the input."""
        return render(self.reason, language, **self.detail)

    def __str__(self) -> str:
        return f"{self.name}: {self.sentence()}" if self.name else self.sentence()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.reason, self.name, self.detail)


def _rebuild(
    kind: type[ExtractorError], reason: Reason, name: str, detail: dict[str, str | int]
) -> ExtractorError:
    return kind(reason, name=name, **detail)


class SourceError(ExtractorError):
    """The bytes cannot be read."""


class UnsupportedFormat(SourceError):
    """The bytes are of a format that this program does not read; ``detail['format']`` names it."""


class UnreadableSource(SourceError):
    """The bytes are absent, empty, cut short or broken."""


class EncryptedSource(SourceError):
    """The bytes need a password."""


class LimitExceeded(SourceError):
    """The bytes ask for more than the limits allow; ``detail`` has ``limit`` and ``value``."""


class FormError(ExtractorError):
    """The document can be read, but not as a report."""


class NotAReport(FormError):
    """The document holds no annual report."""


class NoEdition(FormError):
    """The document is an annual report, but its tables fit no edition."""


class EditionError(ExtractorError):
    """An edition file is wrong; ``detail`` has ``file`` and ``mistake``."""


class SinkError(ExtractorError):
    """A dataset cannot be written; ``detail['why']`` says why."""
