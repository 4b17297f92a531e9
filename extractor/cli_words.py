"""What the command line says of itself, in Chinese and in English."""

from __future__ import annotations

import re
from typing import cast

from extractor.messages import Language, preferred_language

HELP: dict[str, dict[Language, str]] = {
    "program": {
        "zh": "读取政府信息公开工作年度报告（Word、PDF、网页、文本），把三张法定统计表的每一个数字连同出处"
        "整理成一份经过核对的数据集，并列出所有对不上的地方。",
        "en": "Reads China's government information disclosure annual reports (Word, PDF, web pages, text)"
        " into one audited dataset: every figure of the three statutory tables with the place where it"
        " stands, and a list of all that does not add up.",
    },
    "run": {
        "zh": "读取文件和文件夹，把数据集写入 OUT。\n\n"
        "OUT 中有五张表（Parquet，以及 dataset.duckdb）：documents、reports、facts、sections、findings，"
        "另有 journal.sqlite（运行记录）和 run.log。OUT 或者完整写成，或者不动；已有的数据集会被替换，"
        "其他非空文件夹则拒绝写入。\n\n"
        "文件夹会逐层读取，每个文件都是一个输入；隐藏文件、__pycache__、~$ 开头的文件和本程序写出的"
        "数据集除外。文件夹里可放 .extractorignore，每行一个通配符（以 / 结尾的只指文件夹，# 开头的是"
        "注释），列出不作为输入的文件。",
        "en": "Reads files and folders and leaves the dataset in OUT.\n\n"
        "OUT holds five tables (Parquet, and dataset.duckdb): documents, reports, facts, sections,"
        " findings; and journal.sqlite, the record of the run, and run.log. It is written whole or not at"
        " all: a dataset that stands there is replaced, any other folder that is not empty is refused.\n\n"
        "Folders are read with all that is below them, and every file is an input, except for hidden"
        " files, __pycache__, files that begin with ~$, and datasets of this program. A folder may hold a"
        " file .extractorignore that names what is no input: a pattern a line (* ? [...]), one that ends"
        " in / for folders alone, lines that begin with # are comments.",
    },
    "show": {
        "zh": "在终端里显示一个文件中的报告：统计表和发现。",
        "en": "Shows the report in a file on the terminal: its tables as the form prints them, its findings.",
    },
    "facts": {
        "zh": "输出一个文件中的全部数据项，JSON 或 CSV（UTF-8），列与 facts 表相同，另加 organ 和 year。\n\n"
        "没有数字的格子 value 为 null（CSV 为空），原因见 status。CSV 中以 = + - @ 开头、"
        "会被电子表格当作公式的文字前加一个单引号；数字和横线不加。",
        "en": "Prints every fact of the report in a file as JSON or CSV (UTF-8), with the columns of the"
        " table facts, and organ and year.\n\n"
        "A cell without a number has the value null (an empty field in CSV), and status says why. In CSV a"
        " text that begins with = + - @, which a spreadsheet would run as a formula, gets a single quote"
        " before it; numbers and dashes do not.",
    },
    "inputs": {"zh": "文件或文件夹，可以多个。", "en": "Files and folders, as many as you like."},
    "file": {
        "zh": "一个报告文件；- 表示标准输入。",
        "en": "A file with a report in it; - for standard input.",
    },
    "out": {"zh": "数据集写入哪个文件夹。", "en": "The folder in which to leave the dataset."},
    "jobs": {
        "zh": "同时读取几个文件；默认与处理器核数相同。",
        "en": "How many inputs are read at a time; by default as many as there are processor cores.",
    },
    "timeout": {
        "zh": "每个文件最多读几秒；超时的记为 failed，其余继续。",
        "en": "Seconds that one input may take; one that takes longer is a failed row, and the run goes on.",
    },
    "quiet": {
        "zh": "不显示进度和最后的小结，只报错误。",
        "en": "No progress and no account at the end; errors alone.",
    },
    "format": {"zh": "json 或 csv。", "en": "json or csv."},
    "output": {"zh": "写入这个文件，而不是标准输出。", "en": "Write to this file, not to standard output."},
    "lang": {
        "zh": "用中文（zh）还是英文（en）；默认随系统语言。",
        "en": "Speak Chinese (zh) or English (en); by default as the locale says.",
    },
    "version": {"zh": "显示版本。", "en": "Print the version."},
    "exits": {
        "zh": "退出码：\n  0 完成（run：无论各输入结果如何）\n  1 该文件读不出或不是报告（show、facts）\n  "
        "2 用法有误\n  3 run 完成，但没有一个输入能读出\n  4 无法写入\n  70 本程序自身出错\n  "
        "130 被中断\n  143 被终止",
        "en": "Exit codes:\n  0 done (run: whatever became of the inputs)\n  "
        "1 the file cannot be read or is no report (show, facts)\n  2 wrong usage\n  "
        "3 run is done, but no input at all could be read\n  4 the output cannot be written\n  "
        "70 a mistake of this program itself\n  130 interrupted\n  143 terminated",
    },
    "empty": {"zh": "不能为空", "en": "it is empty"},
    "suspect": {
        "zh": "注意：报告存疑，有数据项缺失、不确定或对不上；请用 extractor show 查看",
        "en": "note: the report is suspect (something is missing, uncertain or does not add up);"
        " see extractor show",
    },
}


def asked_language(arguments: list[str]) -> Language:
    """The language of the help, which is needed before the arguments are parsed."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            asked = value or "".join(arguments[place + 1 : place + 2])
            if asked in ("zh", "en"):
                return cast("Language", asked)
    return preferred_language()


_USAGE_ERRORS = (
    (r"Missing argument '(.+)'\.", r"缺少参数 \1"),
    (r"Missing option '(.+?)'(?: / '.+')?\.", r"缺少选项 \1"),
    (r"No such command '(.+?)'\..*", r"没有命令 \1"),
    (r"No such option: (\S+).*", r"没有选项 \1"),
    (r"Option '(.+)' requires an argument\.", r"选项 \1 后面缺少值"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)", r"多余的参数：\1"),
    (r"Invalid value for '(.+?)'(?: / '.+?')?: (.+)", r"\1 的值无效：\2"),
)
"""What the parser of arguments says in English → Chinese; the reason of an invalid value stays as it is."""


def usage_error(said: str, command: str, language: Language) -> str:
    """What is wrong with the arguments of a command, and where to read how it is used: two lines."""
    said = said.replace("Value error, ", "")
    if language == "en":
        return f"{command}: {said}\nSee {command} --help"
    for pattern, words in _USAGE_ERRORS:
        found = re.fullmatch(pattern, said, re.DOTALL)
        if found is not None:
            said = found.expand(words)
            break
    return f"{command}: {said}\n用法见 {command} --help"
