"""What the pictures say, in Chinese and in English."""

from __future__ import annotations

from extractor.fact import Status
from extractor.messages import Language

WORDS: dict[str, dict[Language, str]] = {
    # the status of a report
    "ok": {"zh": "齐全、相符", "en": "ok"},
    "suspect": {"zh": "存疑", "en": "suspect"},
    "empty": {"zh": "空白表格", "en": "blank form"},
    # of an item, and what else is marked
    Status.REPORTED: {"zh": "数字", "en": "a figure"},
    Status.BLANK: {"zh": "空白", "en": "blank"},
    Status.VOID: {"zh": "划去", "en": "crossed out"},
    Status.ILLEGIBLE: {"zh": "不是数字", "en": "no number"},
    Status.MISSING: {"zh": "没有找到", "en": "not found"},
    Status.UNCERTAIN: {"zh": "可能有误", "en": "may be wrong"},
    Status.REPAIRED: {"zh": "依勾稽关系确定", "en": "settled by the sums"},
    "broken": {"zh": "勾稽关系不符", "en": "in a sum that does not hold"},
    "crossed": {"zh": "两处以上勾稽关系不符", "en": "in two or more sums that do not hold"},
    # the severity of a finding
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "警告", "en": "warning"},
    "info": {"zh": "提示", "en": "info"},
    # around the tables
    "no_organ": {"zh": "（机关不明）", "en": "(organ unknown)"},
    "no_year": {"zh": "（年度不明）", "en": "(year unknown)"},
    "year": {"zh": "{year}年度", "en": "{year}"},
    "edition": {"zh": "版式 {edition}", "en": "edition {edition}"},
    "published": {"zh": "{day} 公开", "en": "published {day}"},
    "findings": {"zh": "发现", "en": "Findings"},
    "no_findings": {"zh": "没有发现问题", "en": "no findings"},
    # in the words over a figure
    "raw": {"zh": "原文：“{raw}”", "en": "printed: {raw!r}"},
    "note": {"zh": "附注：{note}", "en": "note: {note}"},
    "at": {"zh": "出处：{at}", "en": "at: {at}"},
    "why": {"zh": "依据：{why}", "en": "because: {why}"},
    "sum": {
        "zh": "{label}：左边为 {left}，右边为 {right}",
        "en": "{label}: {left} on the left, {right} on the right",
    },
}


def word(code: str, language: Language, **detail: object) -> str:
    """The words for a code.  Raises KeyError for an unknown code or a missing detail."""
    return WORDS[code][language].format(**detail)
