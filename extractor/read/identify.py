"""Who reports, on which year, under which title (机关、报告年度、标题), with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.document import Metadatum
from extractor.labels import fold
from extractor.read.passages import Passage
from extractor.report import Evidence, Identification

_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?:[12][0-9]{3}|[二一][〇○零一二三四五六七八九]{3})"
_TITLE = re.compile(
    r"""(?P<front>[^。；;：:]{0,60}?)
         (?:政府信息公开|政务信息公开|信息公开|政务公开)(?:工作)?(?:情况)?
         (?P<middle>[^。；;：:信]{0,16}?)
         (?:年度报告|年报|(?:工作|情况)的?报告|报告)
         (?:的?(?:报告|公告|公示))?(?:[(（][^()（）]{0,20}[)）])?""",
    re.VERBOSE,
)
_NO_TITLE = re.compile(
    r"""通知|意见|办法|规定|格式|模板|解读|指南|目录|列表|季度|上半年|半年|条例》?$
        |总结|说明|要点|方案|统计(?!局|处|科|所|站|办|中心|调查)|[0-9]日|^依据|^根据|^按照|本报告|现将|编制|特此""",
    re.VERBOSE,
)
_PERIOD = re.compile(rf"(?P<from>{_YEAR})年(?:度)?0?1月0?1日.{{0,8}}?(?:(?P<to>{_YEAR})年)?12月31日")
_ANY_YEAR = re.compile(rf"({_YEAR})年?")
_DATE = re.compile(r"([12][0-9]{3})[-年/.]([01]?[0-9])[-月/.]([0-3]?[0-9])")
_ORGAN_END = re.compile(
    r"(?:政府|局|委员会|委|办公室|办公厅|厅|部|院|街道|办事处|管委会|镇|乡|市|区|县|旗|州|省|盟|中心|署|行|会|公司|队|所|站|处|社)$"
)
_TITLE_KEYS = ("ArticleTitle", "标题", "名称", "信息名称", "文件名称", "题名", "title", "og:title")
_ORGAN_KEYS = (
    *("发布机构", "发文机关", "公开机构", "信息提供", "制作机构", "成文单位", "发布单位", "公开主体"),
    *("发文机构", "ContentSource", "来源"),
)
_PUBLISHED_KEYS = (
    *("公开日期", "发布日期", "发布时间", "PubDate", "公开时间", "生成日期", "成文日期", "发文日期"),
    "publishdate",
)


@dataclass(frozen=True)
class Title:
    """A title of an annual report, taken apart.  ``organ`` and ``year`` are None where it has none."""

    text: str
    organ: str | None
    year: int | None


def parse_title(printed: str) -> Title | None:
    """The title of an annual report in its parts; None where the text is no such title.

    ``X2022年政府信息公开工作年度报告``, ``2022年X…``, ``X政府信息公开工作2022年度报告`` and
    ``X关于2023年…的报告`` are titles; a notice about them is none.
    """
    dense = fold(printed).strip("《》<>[]【】")
    text = "".join(printed.split()).strip("《》<>〈〉[]［］【】")
    if len(dense) > 90 or _NO_TITLE.search(dense):
        return None
    match = _TITLE.fullmatch(dense)
    if match is None or ("年" not in dense and "报告" not in dense):
        return None
    front, middle = match["front"], match["middle"]
    behind = dense[match.end("middle") :]
    years = [year for part in (front, middle, behind) for year in _ANY_YEAR.findall(part)]
    if "年度报告" not in dense and "年报" not in dense and not years:
        return None
    organ = _ANY_YEAR.sub("", front, count=1)
    organ = re.sub(r"^度|度$", "", organ)
    organ = re.split(r"关于", organ)[0] or organ.removeprefix("关于")
    organ = re.sub(r"^(?:公布|发布|报送|印发)|(?:的|年度|本级)$", "", organ).strip("-—_·,，、")
    if len(text) == len(dense) and organ in dense:  # as printed, brackets and all
        organ = text[dense.index(organ) :][: len(organ)]
    return Title(text, organ or None, _number(years[0]) if years else None)


def _number(year: str) -> int:
    return int(year.translate(_CHINESE_DIGITS))


def find_titles(text: Sequence[Passage]) -> Iterator[tuple[int, Title]]:
    """The titles printed among the passages, each with the number of the passage where it begins.

    A title stands on one line or on up to three that follow one another; the organ's name may have
    the line above to itself.
    """
    for start, passage in enumerate(text):
        found, length = _title_at(text, start) if len(passage.dense) <= 60 else (None, 0)
        if found is None:
            continue
        later = (_title_at(text, below)[0] for below in range(start + 1, start + length))
        if any(title is not None and title.organ is not None for title in later):
            continue  # the lines above that title are no part of it: a signature, a breadcrumb
        if found.organ is None and start:
            above = text[start - 1]
            named = 2 < len(above.dense) <= 30 and _ORGAN_END.search(above.dense)
            fuller = parse_title(above.text + found.text) if named else None
            if fuller is not None:
                yield start - 1, fuller
                continue
        yield start, found


def _title_at(text: Sequence[Passage], start: int) -> tuple[Title | None, int]:
    """The title that begins at a passage and the number of lines it takes."""
    joined = ""
    for length, line in enumerate(text[start : start + 3], 1):
        if len(line.dense) > 60:
            break
        joined += line.text
        title = parse_title(joined)
        if title is not None:
            return title, length
    return None, 0


def find_period(text: Iterable[Passage]) -> tuple[int, str] | None:
    """The year of the period sentence (自2023年1月1日起至…12月31日), with its words."""
    for passage in text:
        for match in _PERIOD.finditer(passage.dense):
            first, last = match["from"], match["to"] or match["from"]
            if first == last:
                return _number(first), match[0]
    return None


def identify(before: Sequence[Passage], metadata: Sequence[Metadatum]) -> Identification:
    """Who and when, from the passages before the first table and what the file says of itself.

    The year is that of the period sentence, then of the title.  All readings are kept as evidence,
    so that those that contradict one another can be reported.
    """
    evidence: list[Evidence] = []
    declared = _declared_title(metadata)
    period = find_period(before)
    body = _own_title([title for _, title in find_titles(before)], period[0] if period else None)
    if period:
        evidence.append(Evidence("year", str(period[0]), period[1]))
    for title, basis in ((body, "title"), (declared, "metadata")):
        if title is not None:
            if title.year is not None:
                evidence.append(Evidence("year", str(title.year), f"{basis}: {title.text}"))
            if title.organ is not None:
                evidence.append(Evidence("organ", title.organ, f"{basis}: {title.text}"))
    for key, value in _first(metadata, _ORGAN_KEYS):
        evidence.append(Evidence("organ", value, f"{key}: {value}"))
    published = _published(metadata)
    if published:
        evidence.append(Evidence("published", published[0].isoformat(), published[1]))
    title = body or declared
    years = [each for each in evidence if each.field == "year"]
    organs = [each for each in evidence if each.field == "organ"]
    return Identification(
        title=title.text if title else None,
        organ=organs[0].value if organs else None,
        year=int(years[0].value) if years else None,
        published=published[0] if published else None,
        evidence=tuple(evidence),
    )


def _own_title(titles: Sequence[Title], year: int | None) -> Title | None:
    """The report's own among the titles above its tables: a page may list those of other years first.

    One of the year of the period sentence, if there is any; one that names the organ; the last of
    them, which stands nearest to the text.
    """
    best: Title | None = None
    for title in titles:
        if best is None or _worth(title, year) >= _worth(best, year):
            best = title
    return best


def _worth(title: Title, year: int | None) -> tuple[bool, bool, bool]:
    return (year is not None and title.year == year, title.organ is not None, title.year is not None)


def _declared_title(metadata: Sequence[Metadatum]) -> Title | None:
    for _, value in _first(metadata, _TITLE_KEYS):
        for part in re.split(r"\s*[-_|—–]+\s*|\s{2,}", value):
            title = parse_title(part)
            if title is not None:
                return title
    return None


def _first(metadata: Sequence[Metadatum], keys: Sequence[str]) -> Iterable[tuple[str, str]]:
    """The metadata under the keys, in the order of the keys."""
    for key in keys:
        for datum in metadata:
            if datum.key == key and datum.value.strip():
                yield key, datum.value.strip()


def _published(metadata: Sequence[Metadatum]) -> tuple[date, str] | None:
    for key, value in _first(metadata, _PUBLISHED_KEYS):
        match = _DATE.search(fold(value))
        if match is None:
            continue
        try:
            return date(*(int(part) for part in match.groups())), f"{key}: {value}"
        except ValueError:
            continue  # 2024-13-45: no date, and the next key may have one
    return None
