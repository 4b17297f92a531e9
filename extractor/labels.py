"""Printed labels (标签), made comparable: for matching only, never for showing.

Labels arrive with blanks between characters, stacked one character a line, numbered in four ways,
in half-width or full-width brackets and with radicals in place of characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel, LCSseq

# NFKC folds the Kangxi radicals block, but only 2 of the CJK radicals supplement (U+2E80-2EF3):
# these are the rest that stand for a simplified character, after EquivalentUnifiedIdeograph.txt.
_RADICALS = str.maketrans(
    "⺁⺄⺇⺈⺌⺍⺎⺗⺙⺜⺝⺟⺠⺡⺢⺥⺧⺩⺪⺫⺬⺭⺮⺯⺰⺲⺳⺶⺷⺹⺻⺼⺽⻂⻃⻄⻅⻆⻈⻉⻊⻋⻌⻍⻎⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻢⻤⻥⻦⻨⻩⻪⻬⻭⻮⻯⻰⻳",
    "厂乙几刀小小兀心攵日月母民水水爪牛王疋目示礻竹糸纟网网羊羊老聿肉臼衤覀西见角讠贝足车辶辶辶長长门阝雨青韦页风飞食食食饣马鬼鱼鸟麦黄黾齐齿齿龙龙龟",
)

_ENUMERATOR = re.compile(
    r"""^(?:
        \(\s*([0-9]{1,2}|[一二三四五六七八九十]{1,3})\s*\)[、.,:]?      # （一） (1)
      | ([0-9]{1,2})(?:[.、,:．]+|(?=[^\W\d_]))                           # 1. 1、 1属于
      | ([一二三四五六七八九十]{1,3})[、.,:．]                            # 一、
    )""",
    re.VERBOSE,
)
# Blanks, and characters that nobody sees: controls, joiners, marks of direction, private ones.
_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ue000-\uf8ff]+")
_NOISE = re.compile(r"[\W_]+")
_NOTE = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label in its comparable parts.

    ``number`` is its enumerator (``1``, ``一``), empty where it has none; ``words`` the rest without
    blanks and punctuation; ``short`` the words without what stands in brackets.
    """

    number: str
    words: str
    short: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed."""
        return not self.words and not self.number


_KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_KANGXI |= {ord("⼾"): "户", ord("⾭"): "青"}  # NFKC gives the traditional 戶 and 靑


def without_radicals(text: str) -> str:
    """The text with radicals (⼀, ⻔) as the characters that they look like (一, 门).

    Fonts without a proper map give the one for the other; on paper there is no difference.
    """
    return text.translate(_KANGXI).translate(_RADICALS)


def fold(text: str) -> str:
    """Compatibility characters and radicals folded, all blanks and line ends dropped."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text.translate(_RADICALS)))


@lru_cache(maxsize=65536)
def label(text: str) -> Label:
    """The comparable parts of a printed label."""
    folded = fold(text)
    match = _ENUMERATOR.match(folded)
    number = ""
    rest = folded
    if match and match.end() < len(folded):
        number = next(group for group in match.groups() if group)
        rest = folded[match.end() :]
    words = _NOISE.sub("", rest)
    short = _NOISE.sub("", _NOTE.sub("", rest))
    return Label(number, words, short or words)


@lru_cache(maxsize=262144)
def likeness(printed: str, wording: str) -> float:
    """How far a printed label is the wording: 1.0 the same words, 0.0 nothing in common.

    The enumerator is left aside (it is dropped, restarted and rendered in many ways), and so is a
    remark in brackets on either side.
    """
    one, other = label(printed), label(wording)
    if not one.words or not other.words:
        return 0.0
    return max(
        Indel.normalized_similarity(one.words, other.words),
        Indel.normalized_similarity(one.short, other.short),
    )


@lru_cache(maxsize=65536)
def is_shortened(printed: str, wording: str) -> bool:
    """Whether a printed label is the wording with words or characters left out, and none put in."""
    words = label(printed).short
    return len(words) >= 3 and LCSseq.similarity(words, label(wording).words) == len(words)
