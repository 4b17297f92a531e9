"""What a run says to a person, in Chinese and in English."""

from __future__ import annotations

from extractor.messages import Language

WORDS: dict[str, dict[Language, str]] = {
    "collecting": {"zh": "正在查找文件", "en": "looking for files"},
    "reading": {"zh": "正在读取", "en": "reading"},
    "unread": {"zh": "未读出 {count}", "en": "{count} not read"},
    "line": {
        "zh": "{done}/{total} 个文件，每秒 {rate} 个，未读出 {failed}",
        "en": "{done}/{total} {noun}, {rate}/s, {failed} not read",
    },
    "read": {"zh": "读取情况", "en": "What was read"},
    "format": {"zh": "格式", "en": "format"},
    "all": {"zh": "合计", "en": "all"},
    "unknown": {"zh": "（不明）", "en": "(unknown)"},
    "ok": {"zh": "无误", "en": "ok"},
    "suspect": {"zh": "存疑", "en": "suspect"},
    "not_report": {"zh": "非报告", "en": "not a report"},
    "failed": {"zh": "未读出", "en": "failed"},
    "summary": {
        "zh": "{inputs}{repeated}；{reports}{blank}，{facts}，用时 {seconds} 秒",
        "en": "{inputs}{repeated}; {reports}{blank}, {facts}, in {seconds} s",
    },
    "repeated": {
        "zh": "，其中重复文件 {count} 个（计入上表，只读一次）",
        "en": ", {count} of them {noun} (counted above, read once)",
    },
    "blank": {"zh": "，{counted}", "en": ", {counted}"},
    "refused": {"zh": "未作为报告读出的及其原因", "en": "What was not read as a report, and why"},
    "nothing_refused": {"zh": "没有：所有文件都是报告", "en": "nothing: every input is a report"},
    "more": {"zh": "……另有 {count} 个，见 documents 表", "en": "… and {count} more, in the table documents"},
    "findings": {"zh": "发现", "en": "Findings"},
    "no_findings": {"zh": "没有", "en": "none"},
    "severity": {"zh": "严重程度", "en": "severity"},
    "code": {"zh": "代码", "en": "code"},
    "count": {"zh": "数量", "en": "count"},
    "error": {"zh": "错误", "en": "error"},
    "warning": {"zh": "警告", "en": "warning"},
    "info": {"zh": "提示", "en": "info"},
    "next": {"zh": "接下来看什么", "en": "Where to look next"},
    "tables": {
        "zh": "五张表（documents reports facts sections findings）",
        "en": "the five tables (documents reports facts sections findings)",
    },
    "record": {"zh": "本次运行的记录", "en": "the record of this run"},
    "query": {"zh": "例如，列出所有错误：", "en": "for instance, everything that is wrong:"},
    "look": {"zh": "第一份存疑的报告：", "en": "the first report that is suspect:"},
    "mistakes": {
        "zh": "本程序在 {counted}上出错，详见 {log}",
        "en": "this program itself failed on {counted}; see {log}",
    },
    "no_inputs": {"zh": "没有找到任何文件", "en": "no inputs were found"},
    "interrupted": {"zh": "已中断，未留下数据集", "en": "interrupted; no new dataset was left"},
}


COUNTED: dict[str, tuple[str, str, str]] = {
    "input": ("个文件", "input", "inputs"),
    "document": ("个文件", "document", "documents"),
    "duplicate": ("重复文件", "a duplicate", "duplicates"),
    "report": ("份报告", "report", "reports"),
    "blank_form": ("份空白表", "blank form", "blank forms"),
    "fact": ("项数据", "fact", "facts"),
}
"""What is counted: in Chinese, in English one of it and several."""


def noun(code: str, count: int, language: Language) -> str:
    """What so many of these are called.  Raises KeyError for an unknown code."""
    chinese, one, several = COUNTED[code]
    if language == "zh":
        return chinese
    return one if count == 1 else several


def counted(code: str, count: int, language: Language) -> str:
    """``1 report``, ``2 reports``.  Raises KeyError for an unknown code."""
    return f"{count} {noun(code, count, language)}"


def word(code: str, language: Language, **detail: object) -> str:
    """The words for a code.  Raises KeyError for an unknown code or a missing detail."""
    return WORDS[code][language].format(**detail)
