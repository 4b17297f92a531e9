"""Numbers as automatic numbering prints them: 二, 甲, iv, ①, １ …"""

from __future__ import annotations

from collections.abc import Callable

_CHINESE = "〇一二三四五六七八九"
_FINANCIAL = "零壹贰叁肆伍陆柒捌玖"
_FINANCIAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def counting(number: int, digits: str, units: str) -> str:
    """A number below ten thousand in Chinese characters: 十二, 二十, 一百〇五; digits beyond that."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    parts: list[str] = []
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(parts)
            continue
        parts.append((digits[0] if gap else "") + digits[digit] + ("", *units)[place])
        gap = False
    text = "".join(parts)
    return text[1:] if 10 <= number < 20 and units[0] == "十" else text


def roman(number: int) -> str:
    """Lower-case Roman numerals; digits where they have no numeral."""
    if not 0 < number < 32_768:
        return str(number)
    text = ""
    for size, letters in _ROMAN:
        text += letters * (number // size)
        number %= size
    return text


def letter(number: int) -> str:
    """a … z, then aa, bb …, as Word counts with letters."""
    if not 0 < number < 781:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _cycle(characters: str) -> Callable[[int], str]:
    return lambda number: characters[(number - 1) % len(characters)] if number > 0 else str(number)


def _within(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _run(first: str, length: int) -> str:
    return "".join(chr(ord(first) + step) for step in range(length))


def _chinese(number: int) -> str:
    return counting(number, _CHINESE, "十百千")


def _digitwise(number: int) -> str:
    return "".join(_CHINESE[int(digit)] for digit in str(number)) if number >= 0 else str(number)


_CIRCLED = _run("①", 20) + _run("㉑", 15) + _run("㊱", 15)
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_COUNTED = (
    "chineseCounting chineseCountingThousand taiwaneseCounting taiwaneseCountingThousand japaneseCounting"
)

FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "none": lambda number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "lowerLetter": letter,
    "upperLetter": lambda number: letter(number).upper(),
    **dict.fromkeys(_COUNTED.split(), _chinese),
    **dict.fromkeys(("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _digitwise),
    "chineseLegalSimplified": lambda number: counting(number, _FINANCIAL, "拾佰仟"),
    "ideographLegalTraditional": lambda number: counting(number, _FINANCIAL_TRADITIONAL, "拾佰仟"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _within(_run("㈠", 10)),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _within(_CIRCLED)),
    "decimalEnclosedFullstop": _within(_run("⒈", 20)),
    "decimalEnclosedParen": _within(_run("⑴", 20)),
    **dict.fromkeys(
        ("decimalFullWidth", "decimalFullWidth2"), lambda number: str(number).translate(_FULL_WIDTH)
    ),
    "numberInDash": lambda number: f"- {number} -",
}
"""``w:numFmt`` by name; a format that is not here prints as decimal."""


def render(number: int, fmt: str) -> str:
    """The number in the format of that name."""
    return FORMATS.get(fmt, str)(number)
