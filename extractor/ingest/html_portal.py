"""What a portal prints around a report: furniture to drop, and what it says of the report (元数据)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from extractor.document import Metadatum
from extractor.grid import Grid
from extractor.ingest.html_page import Passage
from extractor.ingest.html_tree import Element
from extractor.provenance import Provenance

_KEYS = [
    "信息索引号",
    "索引号",
    "索取号",
    "信息名称",
    "文件名称",
    "公文标题",
    "名称",
    "标题",
    "发布机构",
    "发布机关",
    "发布单位",
    "发文机关",
    "发文单位",
    "公开机构",
    "公开主体",
    "公开单位",
    "制发机关",
    "所属机构",
    "责任部门",
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源",
    "成文日期",
    "成文时间",
    "生成日期",
    "生成时间",
    "制发日期",
    "印发日期",
    "发文日期",
    "发文时间",
    "公开日期",
    "公开时间",
    "发布日期",
    "发布时间",
    "更新日期",
    "更新时间",
    "日期",
    "时间",
    "废止日期",
    "失效日期",
    "生效日期",
    "实施日期",
    "发文字号",
    "发布文号",
    "公文文号",
    "文件编号",
    "文号",
    "有效性",
    "公文时效",
    "时效性",
    "信息有效性",
    "效力状态",
    "主题分类",
    "信息分类",
    "体裁分类",
    "公文种类",
    "公文体裁",
    "组配分类",
    "服务对象",
    "主题词",
    "关键词",
    "公开方式",
    "公开形式",
    "公开范围",
    "公开时限",
    "公开类别",
    "公开属性",
    "载体类型",
    "内容概述",
    "信息类别",
    "类别",
    "分类",
    "主题",
    "作者",
    "编辑",
    "责任编辑",
    "审核",
]
_SINKS = [
    "字号",
    "字体",
    "字体大小",
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读量",
    "阅读",
    "点击数",
    "点击量",
    "点击次数",
    "访问量",
    "访问次数",
    "打印",
    "分享",
    "分享到",
]

_SPACED = "|".join(
    "[ \u3000]*".join(map(re.escape, key)) for key in sorted([*_KEYS, *_SINKS], key=len, reverse=True)
)
_LABEL = re.compile(rf"[\[【]?[ \u3000]*({_SPACED})[ \u3000]*[\]】]?[ \u3000]*[:：]?")
_PAIR = re.compile(rf"(?:(?<=[\s|｜\[【(（\]】)）])|^)[\[【]?[ \u3000]*({_SPACED})[ \u3000]*[:：]")
_NOT_META = {
    "viewport",
    "renderer",
    "robots",
    "format-detection",
    "referrer",
    "theme-color",
    "csrf-token",
    "csrf-param",
}

_BREADCRUMB = re.compile(
    r"^[【\[]?(?:您?(?:当前|现在)?(?:的)?(?:所在)?位置|您现在的位置是?|当前所在页面)\s*[】\]]?\s*[:：>]"
)
_NEIGHBOUR = re.compile(r"^(?:上|下|前|后)一?[篇条则页]\s*[:：]?")
_FOOT = re.compile(
    r"ICP备|公网安备|版权所有|网站标识码|Copyright|All Rights Reserved|政府网站找错|技术支持[:：]",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:相关|推荐|延伸)(?:链接|文档|信息|新闻|阅读|稿件|文章|附件)[:：]?|友情链接[:：]?|网站地图"
)
_TOOLS = re.compile(
    r"(?:字号|字体(?:大小)?|打印(?:本页|此页)?|我要打印|关闭(?:窗口|本页|此页)?|分享(?:到|至|文章)?|收藏(?:本页)?|返回(?:顶部|首页|列表)?"
    r"|扫一扫|在手机(?:上)?打开当前页(?:面)?|扫一扫在手机打开当前页|无障碍(?:浏览|阅读)?|适老化|长者(?:模式|助手|版)|繁體(?:版|中文)?|繁体(?:版|中文)?"
    r"|简体(?:版|中文)?|登录|注册|搜索|检索|微信|微博|新浪微博|腾讯微博|QQ空间|朗读|保护视力色|视力保护色?|下载|纠错|English)"
)
_TOOLS_AFTER = re.compile(rf"(?:^|[\s【\[(（|｜]+)(?={_TOOLS.pattern})")
_FILLER = re.compile(r"[\s\d大中小默认特超较放缩A+\-:：|｜/\[\]【】（）()<>《》·•.,，、]*")
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）]?、?\S")
_SENTENCE = re.compile(r"[，。；！？]")
_MENU = 4
_MOST_METADATA_CELLS = 80


def meta_tags(root: Element) -> Iterator[Metadatum]:
    """The page's ``<title>`` and its named ``<meta>`` tags."""
    for title in root.iter("title"):
        text = " ".join((title.text or "").split())
        if text:
            yield Metadatum("title", text, Provenance("title"))
            break
    for tag in root.iter("meta"):
        key = (tag.get("name") or tag.get("property") or "").strip()
        value = " ".join((tag.get("content") or "").split())
        if key and value and key.lower() not in _NOT_META:
            yield Metadatum(key, value, Provenance(f"meta {key}"))


def portal_metadata(items: list[Passage | Grid]) -> tuple[list[Passage | Grid], list[Metadatum]]:
    """Takes the page's metadata out of its pieces; returns what is left and what was found.

    A grid goes when all its cells are pairs of a known label and a value; a passage goes when it is
    nothing but such pairs.
    """
    left: list[Passage | Grid] = []
    found: list[Metadatum] = []
    waiting: Passage | None = None
    for item in items:
        if waiting is not None:
            key, passage, waiting = _plain(waiting.text), waiting, None
            if isinstance(item, Passage) and len(item.text) <= 60 and not _LABEL.fullmatch(item.text):
                if not _PAIR.search(item.text):
                    found.append(Metadatum(key, item.text, Provenance(item.at)))
                    continue
            else:
                left.append(passage)
        if isinstance(item, Grid):
            pairs, whole = _grid_pairs(item)
            found += pairs
            if not whole:
                left.append(item)
        elif _LABEL.fullmatch(item.text) and (item.tag == "dt" or item.text.rstrip()[-1] in ":："):
            waiting = item
        else:
            pairs, whole = _text_pairs(item.text, Provenance(item.at))
            found += pairs
            if not whole:
                left.append(item)
    return ([*left, waiting] if waiting is not None else left), found


def without_furniture(items: Iterable[Passage | Grid]) -> Iterator[Passage | Grid]:
    """The pieces that belong to the page's text; every grid among them."""
    menu: list[Passage] = []
    for item in items:
        if isinstance(item, Passage) and _is_link(item) and not _is_protected(item):
            menu.append(item)
            continue
        if len(menu) < _MENU:
            yield from (passage for passage in menu if not _is_furniture(passage))
        menu = []
        if isinstance(item, Grid) or not _is_furniture(item):
            yield item
    if len(menu) < _MENU:
        yield from (passage for passage in menu if not _is_furniture(passage))


def _is_link(passage: Passage) -> bool:
    return passage.linked * 5 >= len(passage.text) * 4


def _is_protected(passage: Passage) -> bool:
    """A heading of a section, or more than 30 characters of running text outside links."""
    if passage.heading or _NUMBERED.match(passage.text):
        return True
    return len(passage.text) - passage.linked > 30 and _SENTENCE.search(passage.text) is not None


def _is_furniture(passage: Passage) -> bool:
    text = passage.text
    if _is_protected(passage):
        return False
    if passage.zone in ("nav", "edge") or (passage.zone == "hint" and passage.linked * 2 > len(text)):
        return True
    if _BREADCRUMB.match(text) or _NEIGHBOUR.match(text) or _FOOT.search(text) or _RELATED.fullmatch(text):
        return True
    if _is_link(passage) and len(text.split()) >= _MENU:
        return True
    rest, tools = _TOOLS.subn("", text)
    return tools > 0 and _FILLER.fullmatch(rest) is not None


def _plain(text: str) -> str:
    """A label as printed, without its colon, its brackets and the blanks inside."""
    return re.sub(r"[\s:：\[\]【】]", "", text)


def _text_pairs(text: str, provenance: Provenance) -> tuple[list[Metadatum], bool]:
    """The pairs in a line such as ``发布日期：2024-01-20 来源：市政府办``; whether there is nothing else."""
    if len(text) > 300 or not _PAIR.match(text):
        return [], False
    matches = list(_PAIR.finditer(text))
    found = []
    for match, following in zip(matches, [*matches[1:], None], strict=True):
        value = text[match.end() : following.start() if following else len(text)].strip(" \u3000\n|｜[]【】")
        if _SENTENCE.search(value) and len(value) > 30:
            return [], False
        value = _TOOLS_AFTER.split(value)[0].strip(" \u3000\n|｜[]【】")
        if value and _plain(match[1]) not in _SINKS:
            found.append(Metadatum(_plain(match[1]), value, provenance))
    return found, True


def _grid_pairs(grid: Grid) -> tuple[list[Metadatum], bool]:
    """The pairs in a portal's metadata table, and whether it is nothing else.

    Fewer than two pairs are no metadata table: 名称 alone is also a heading of data.
    """
    if len(grid.cells) > _MOST_METADATA_CELLS:
        return [], False
    found: list[Metadatum] = []
    labels = 0
    whole = True
    for row in range(grid.height):
        key: str | None = None
        for cell in (cell for cell in grid.row(row) if cell.span.top == row):
            if key is None:
                if _LABEL.fullmatch(cell.text):
                    key = _plain(cell.text)
                    labels += 1
                    continue
                pairs, paired = _text_pairs(cell.text, cell.provenance)
                found += pairs
                labels += len(pairs)
                whole = whole and (paired or not cell.text)
            else:
                if cell.text:
                    found.append(Metadatum(key, cell.text, cell.provenance))
                key = None
    return (found, whole) if labels >= 2 and len(found) >= 1 else ([], False)
