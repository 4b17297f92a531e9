"""Sentences for people, in Chinese and in English, by code.

Errors and findings carry a code and its details; the words are here alone.
"""

from __future__ import annotations

import locale
import os
from typing import Literal

Language = Literal["zh", "en"]

SENTENCES: dict[str, dict[Language, str]] = {
    # errors
    "no_such_file": {"zh": "没有这个文件", "en": "no such file"},
    "is_a_folder": {"zh": "这是文件夹，不是文件", "en": "a folder, not a file"},
    "no_permission": {"zh": "没有读取权限", "en": "no permission to read it"},
    "input_output": {"zh": "读取出错：{why}", "en": "could not be read from disk: {why}"},
    "empty_file": {
        "zh": "文件为空（0 字节，或没有任何文字）",
        "en": "the file is empty (no bytes, or no text at all)",
    },
    "truncated": {"zh": "{format} 文件不完整（{why}）", "en": "the {format} file is cut short: {why}"},
    "damaged": {"zh": "{format} 文件已损坏（{why}）", "en": "the {format} file is damaged: {why}"},
    "encrypted": {
        "zh": "{format} 文件已加密，需要密码",
        "en": "the {format} file is encrypted and needs a password",
    },
    "unsupported_format": {
        "zh": "这是 {format}，暂不支持；请另存为 .docx、PDF、HTML 或文本",
        "en": "this is {format}, which is not read; save it as .docx, PDF, HTML or text",
    },
    "no_text_layer": {
        "zh": "{pages} 页 PDF 中没有可读文字（可能是扫描件）",
        "en": "the {pages} pages of the PDF hold no readable text (a scan, perhaps)",
    },
    "limit_exceeded": {
        "zh": "超过限制 {limit}：{value}，上限 {maximum}",
        "en": "over the limit {limit}: {value}, at most {maximum}",
    },
    "timeout": {"zh": "{seconds} 秒内没有读完", "en": "not read within {seconds} s"},
    "worker_died": {"zh": "读取进程意外终止：{why}", "en": "the process that read it died: {why}"},
    "internal_error": {
        "zh": "本程序出错，与文件无关（{kind}: {why}）",
        "en": "a mistake of this program, not of the file ({kind}: {why})",
    },
    "not_a_report": {
        "zh": "不是政府信息公开工作年度报告：{why}",
        "en": "not a government information disclosure annual report: {why}",
    },
    "notice_about_reports": {
        "zh": "这是关于编制年度报告的通知，不是年度报告",
        "en": "a notice about compiling the annual reports, not a report",
    },
    "title_alone": {
        "zh": "标题是年度报告，但没有报告的正文和统计表",
        "en": "it has the title of an annual report, but neither its text nor its tables",
    },
    "no_edition": {
        "zh": "是年度报告，但其表格不符合任何已知版式",
        "en": "an annual report whose tables fit no known edition",
    },
    "no_tables": {
        "zh": "是年度报告，但没有找到可读的统计表",
        "en": "an annual report in which no readable statutory table was found",
    },
    "edition_file": {"zh": "版式文件 {file} 有误：{mistake}", "en": "edition file {file}: {mistake}"},
    "output": {"zh": "无法写入：{why}", "en": "cannot be written: {why}"},
    # findings
    "sum_broken": {
        "zh": "{table}，“{heading}”{axis}：{left}为 {expected}，{right}为 {found}，相差 {gap}（{at}）",
        "en": "{table}, {axis} {heading!r}: {left} is {expected}, {right} is {found}, off by {gap} (at {at})",
    },
    "sum_undecidable": {
        "zh": "{label}：因缺少数字而无法核对：{where}",
        "en": "{label}: cannot be checked, as figures are missing, for {where}",
    },
    "item_missing": {
        "zh": "“{row}”一行有 {count} 个单元格没有找到",
        "en": "{count} cells of the row {row!r} were not found",
    },
    "item_illegible": {"zh": "{cell}：“{raw}”不是数字", "en": "{cell}: {raw!r} is not a number"},
    "item_uncertain": {
        "zh": "{cell}：读作“{raw}”，但可能有误（{why}）",
        "en": "{cell}: read as {raw!r}, which may be wrong ({why})",
    },
    "item_repaired": {
        "zh": "{cell}：“{raw}”有多种读法，依据勾稽关系确定为 {found}（{why}）",
        "en": "{cell}: {raw!r} can be read in several ways; the sums settle it as {found} ({why})",
    },
    "unit_converted": {
        "zh": "{cell}：“{raw}”已折算为 {found} {unit}",
        "en": "{cell}: {raw!r} was converted to {found} {unit}",
    },
    "negative_count": {"zh": "{cell}：数量为负（{found}）", "en": "{cell}: a count below zero ({found})"},
    "fractional_count": {
        "zh": "{cell}：数量不是整数（{found}）",
        "en": "{cell}: a count that is no whole number ({found})",
    },
    "row_unplaced": {
        "zh": "“{row}”一行有数字，但版式中没有这一项",
        "en": "a row {row!r} holds figures, and the form has no such row",
    },
    "row_repeated": {
        "zh": "“{row}”印了两次，数字不同",
        "en": "{row!r} is printed twice, with different figures",
    },
    "edition_doubtful": {
        "zh": "版式 {edition} 与 {rival} 同样符合，无法确定是哪一种",
        "en": "the tables fit edition {edition} and edition {rival} equally well",
    },
    "year_conflict": {
        "zh": "报告年度说法不一：{years}（{bases}）",
        "en": "the reporting year is given as {years} ({bases})",
    },
    "year_missing": {"zh": "没有找到报告年度", "en": "no reporting year was found"},
    "organ_conflict": {"zh": "机关名称说法不一：{organs}", "en": "the organ is named as {organs}"},
    "organ_missing": {"zh": "没有找到报告机关", "en": "no organ was found"},
    "section_missing": {
        "zh": "没有找到以下部分：{sections}",
        "en": "these sections were not found: {sections}",
    },
    "empty_form": {"zh": "这是空白表格", "en": "this is the blank form"},
}


WORDS: dict[str, dict[Language, str]] = {
    "row": {"zh": "行", "en": "row"},
    "column": {"zh": "列", "en": "column"},
    # what a reading rests on, or what speaks against it
    "split": {"zh": "数字被空格或换行分开", "en": "its digits are parted by a blank or a line end"},
    "leading_zero": {"zh": "数字以 0 开头", "en": "it begins with a needless 0"},
    "point": {"zh": "小数点可能是千分位", "en": "its point may be a thousands separator"},
    "unit_unlike": {"zh": "单位与表格不符", "en": "its unit is not the form's"},
    "unit_converted": {"zh": "单位已折算", "en": "its unit was converted"},
    "label_unlike": {"zh": "行标题与版式不符", "en": "the row's label is unlike the form's"},
    "head_lost": {"zh": "没有找到表头", "en": "the column heads were not found"},
    "head_unlike": {"zh": "表头与版式不符", "en": "the column heads are unlike the form's"},
    "head_of_another": {"zh": "上方是另一部分的表头", "en": "the heads above belong to another part"},
    "blanks_shift": {"zh": "空白单元格使列位不定", "en": "blank cells leave its column open"},
    "cells_shifted": {"zh": "这一行的单元格多了或少了", "en": "the row has a cell too many or too few"},
    "spans_columns": {"zh": "单元格跨了几列", "en": "the cell spans several columns"},
    "shared_cell": {"zh": "一个单元格对应几项", "en": "one cell stands for several items"},
    "printed_twice": {"zh": "同一行印了两次", "en": "the row is printed twice"},
    "stray_figures": {"zh": "旁边有没有标题的数字", "en": "figures without a label stand beside it"},
}
"""Codes within findings, in words: the ``evidence`` of facts, and the axes of a table."""


def words(code: str, language: Language) -> str:
    """A code of WORDS in words; ``sum:balance`` names the sum by its code."""
    kind, _, name = code.partition(":")
    if kind == "sum":
        return {"zh": f"勾稽关系 {name} 成立", "en": f"the sum {name} holds"}[language]
    return WORDS[code][language]


def render(code: str, language: Language, **detail: object) -> str:
    """The sentence for a code.  Raises KeyError for an unknown code or a missing detail."""
    return SENTENCES[code][language].format(**detail)


def preferred_language() -> Language:
    """Chinese or English by the user's locale (LC_ALL, LC_MESSAGES, LANG); English where it says neither."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "zh" if (locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"
