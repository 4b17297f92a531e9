"""Which characters the bytes of a page or a text stand for (编码).

A declared charset is never trusted over the bytes: pages say utf-8 above GBK, and the reverse.  The
order is: byte order mark, UTF-16 without one, strict UTF-8, UTF-8 with a few broken bytes, declared
Big5, strict GB18030 (which contains GB2312 and GBK), the same with a few broken bytes, a guess by
chardet, and at last replacement characters, counted.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extractor.document import Metadatum
from extractor.provenance import Provenance

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_BIG5_LABELS = {"big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5"}
_BIG5_HOSTS = re.compile(r"\.(?:tw|hk|mo)(?:[:/]|$)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\u0000-\u036f\u2000-\u24ff\u3000-\u303f\uff00-\uffef]+")
_PLAUSIBLE = re.compile(
    r"[\t\n\r\x20-\x7e\u00a0-\u00ff\u2010-\u2027\u2460-\u24ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
)
_REPLACEMENT = "\ufffd"
_SAMPLE = 20_000
_TOLERATED = 10
"""At most one broken byte sequence for so many sound ones: below that, the encoding is another."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the codec that gave it, and how many characters had to be replaced (U+FFFD)."""

    text: str
    encoding: str
    replaced: int = 0

    def metadata(self) -> tuple[Metadatum, ...]:
        """``charset``, and ``replaced characters`` where there are any."""
        place = Provenance("bytes")
        charset = Metadatum("charset", self.encoding, place)
        if not self.replaced:
            return (charset,)
        return (charset, Metadatum("replaced characters", str(self.replaced), place))


def decode(data: bytes, *, declared: str | None = None, host_hint: str | None = None) -> Decoded:
    """The text of the bytes, without its byte order mark and without NUL characters.

    ``declared`` is the charset that a page names; ``host_hint`` the host or URL that it came from:
    a host in .tw, .hk or .mo speaks for Big5.  Never raises.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replacing(data[len(mark) :], encoding)
    found = _utf16(data) or _strict(data, "utf-8") or _nearly(data, "utf-8")
    if found is None and _speaks_big5(declared, host_hint):
        found = _strict(data, "big5hkscs")
    found = found or _chinese(data) or _nearly(data, "gb18030") or _guessed(data)
    return found or _replacing(data, "gb18030")


def _speaks_big5(declared: str | None, host_hint: str | None) -> bool:
    if declared is not None and declared.strip().lower() in _BIG5_LABELS:
        return True
    return host_hint is not None and _BIG5_HOSTS.search(host_hint) is not None


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding).replace("\0", ""), encoding)
    except UnicodeDecodeError:
        return None


def _replacing(data: bytes, encoding: str) -> Decoded:
    already = data.count(_REPLACEMENT.encode(encoding))
    text = data.decode(encoding, errors="replace").replace("\0", "")
    return Decoded(text, encoding, max(0, text.count(_REPLACEMENT) - already))


def _nearly(data: bytes, encoding: str) -> Decoded | None:
    """Text of that encoding with a few broken bytes: a download cut short, a character cut in two."""
    found = _replacing(data, encoding)
    ascii_only = found.text.encode("ascii", errors="ignore")  # counts in C: a page has many characters
    sound = len(found.text) - len(ascii_only) - found.replaced
    return found if found.replaced * _TOLERATED <= sound else None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 that lacks its mark: every ASCII character leaves a NUL at every other byte."""
    if b"\0" not in data[:_SAMPLE] or len(data) < 4:
        return None
    best: tuple[float, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        sample = data[: _SAMPLE // 2 * 2].decode(encoding, errors="replace")
        share = len(_PLAUSIBLE.findall(sample)) / len(sample)
        if best is None or share > best[0]:
            best = (share, encoding)
    if best is None or best[0] < 0.9:
        return None
    return _replacing(data, best[1])


def _chinese(data: bytes) -> Decoded | None:
    """Strict GB18030, unless the characters it gives are rare ones and those of Big5 are common."""
    found = _strict(data, "gb18030")
    if found is None or _common(found.text, "gb2312", 0xB0, 0xD7) >= 0.5:
        return found
    other = _strict(data, "big5hkscs")
    if other is not None and _common(other.text, "big5", 0xA4, 0xC6) >= 0.8:
        return other
    return found


def _common(text: str, charset: str, first: int, last: int) -> float:
    """The share of letters that stand in the first level (the common ideographs) of a charset."""
    letters = "".join(_LETTERS.findall(text[:_SAMPLE]))
    if not letters:
        return 1.0
    leads = letters.encode(charset, errors="ignore")[::2]  # every letter that it has takes two bytes
    return len(re.findall(b"[%c-%c]" % (first, last), leads)) / len(letters)


def _guessed(data: bytes) -> Decoded | None:
    import chardet  # 30 ms to load, and needed for one page in a thousand

    encoding = chardet.detect(data[:_SAMPLE])["encoding"]
    if encoding is None or encoding.lower().startswith(("utf-16", "utf-32")):  # tried before
        return None
    try:
        codecs.lookup(encoding)
    except LookupError:
        return None
    return _strict(data, encoding)
