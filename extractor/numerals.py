"""What is printed in the cell of a form, read as a number or as what else it is.

Nothing is guessed: a text that is not plainly one number is illegible, or is read with the doubt
that stands against it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

MAXIMUM_DECIMALS = 10
MAXIMUM_DIGITS = 15
"""Behind and before the point: a longer number is no figure of a report.  Sums of numbers within
these bounds are exact in Decimal's 28 digits."""


class Kind(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    BLANK = "blank"
    VOID = "void"
    ILLEGIBLE = "illegible"


class Doubt(StrEnum):
    """Why a number that was read may be another."""

    SPLIT = "split"
    """A blank or a line end stands between its digits: one number cut, or two that ran together."""
    LEADING_ZERO = "leading_zero"
    """``00``, ``012``: two numbers may have run together."""
    POINT = "point"
    """A decimal point that may be a thousands separator: ``1.000`` in a count."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A cell's text, read.  ``value`` is there exactly where ``kind`` is NUMBER."""

    kind: Kind
    value: Decimal | None = None
    unit: str | None = None
    note: str | None = None
    doubt: Doubt | None = None

    def __post_init__(self) -> None:
        if (self.kind is Kind.NUMBER) != (self.value is not None):
            raise ValueError(f"{self.kind} with value {self.value}")


BLANK = Reading(Kind.BLANK)
VOID = Reading(Kind.VOID)
ILLEGIBLE = Reading(Kind.ILLEGIBLE)

# Only full-width forms are folded.  NFKC would make 221 of 22① and of 22¹, where the mark is a note.
_HALF_WIDTH = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}) | str.maketrans(
    "\u3000\u00a0−﹣－﹢", "  ---+"
)
_DROPPED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_VOID = re.compile(r"[-—–―─━一⸺⸻/\\]{1,6}|无|无此项|不涉及")
# 一 alone may be a dash or the numeral: it is no void.
_LONE_ONE = "一"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = "万元|亿元|元|件次|人次|件|条|次|项|个|人|篇|份|宗|起|例"
_NUMBER = re.compile(
    rf"""(?P<before>共计|合计|共|计)?
         (?P<sign>[+-]|增加?|减少?)?
         (?P<digits>{_DIGITS})
         (?P<unit>{_UNITS})?
         (?P<note>[(\[【][^()\[\]【】]*[)\]】]|[,;。、]?其中.*|[*※①-⑳⁰¹²³⁴-⁹]+)?""",
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_INNER_BLANK = re.compile(r"[0-9,.]\s+[0-9,.]")


@lru_cache(maxsize=4096)
def read_number(text: str) -> Reading:
    """Reads the text of a cell.

    Full-width digits, thousands separators, signs (also 增 and 减), decimals, a unit and a remark in
    brackets or behind 其中 are taken; ``约12``, ``12/13``, ``O``, ``十二`` and ``1,23`` are illegible.
    """
    printed = _DROPPED.sub("", text).strip()
    if not printed:
        return BLANK
    verbatim = re.sub(r"\s+", "", printed)
    dense = verbatim.translate(_HALF_WIDTH)  # character by character: both are of one length
    if dense in ("零", "〇"):
        return Reading(Kind.NUMBER, Decimal(0))
    if _VOID.fullmatch(dense):
        return ILLEGIBLE if dense == _LONE_ONE else VOID
    match = _NUMBER.fullmatch(dense)
    if match is None:
        return ILLEGIBLE
    return _number(match, printed=printed, verbatim=verbatim)


def _number(match: re.Match[str], *, printed: str, verbatim: str) -> Reading:
    digits = match["digits"].replace(",", "")
    whole, _, decimals = digits.partition(".")
    if len(decimals) > MAXIMUM_DECIMALS or len(whole) > MAXIMUM_DIGITS:
        return ILLEGIBLE
    value = Decimal(digits)
    if match["sign"] in ("-", "减", "减少"):
        value = -value
    beside = match["before"] or ""
    beside += match["unit"] or ""
    note = verbatim[match.start("note") :] if match["note"] else ""
    beside += note.lstrip("，,；;。、")
    # The figure's own part of the text: digits within a remark may stand apart as they like.
    own = printed[: len(printed) - _length_with_blanks(printed, len(note))].translate(_HALF_WIDTH)
    doubt = None
    if _INNER_BLANK.search(own):
        doubt = Doubt.SPLIT
    elif len(whole) > 1 and whole.startswith("0"):
        doubt = Doubt.LEADING_ZERO
    elif decimals:
        doubt = Doubt.POINT if len(decimals) == 3 and "," not in match["digits"] else None
    return Reading(Kind.NUMBER, value, match["unit"], beside or None, doubt)


def _length_with_blanks(printed: str, visible: int) -> int:
    """How many characters of ``printed``, counted from its end, hold the last ``visible`` visible ones."""
    length = 0
    while visible:
        length += 1
        visible -= not printed[-length].isspace()
    return length


def is_number(text: str) -> bool:
    """Whether a text is read as a number."""
    return read_number(text).kind is Kind.NUMBER


def holds_figure(text: str) -> bool:
    """Whether a text is what stands in a cell for figures: a number, a void mark, or nothing."""
    return read_number(text).kind is not Kind.ILLEGIBLE
