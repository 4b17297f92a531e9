"""What the elements of HTML are to running text: which end a line, which are not read (元素)."""

from __future__ import annotations

import re
from typing import Literal

DROPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "object",
        "iframe",
        "svg",
        "canvas",
        "audio",
        "video",
        "map",
        "button",
        "datalist",
        "del",
        "s",
        "strike",
        "rt",
        "rp",
        "colgroup",
        "img",
        "option",
    ]
)
"""Not shown, or shown as no text; struck-out text is what a report no longer says, ruby is how to say it."""

BLOCKS = frozenset(
    [
        "html",
        "body",
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "address",
        "blockquote",
        "pre",
        "form",
        "fieldset",
        "legend",
        "center",
        "hr",
        "figure",
        "figcaption",
        "details",
        "summary",
        "dir",
        "menu",
        "listing",
        "xmp",
    ]
)
FIELDS = frozenset({"input", "textarea", "select"})
"""Form fields: their values are text where a cell holds them."""
SPECIAL = FIELDS | {"br", "table"}
"""Elements that are more than the text in them."""
NO_TEXT_INPUTS = frozenset(
    ["hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file", "password"]
)
ZONES = {"nav": "nav", "header": "edge", "footer": "edge", "aside": "edge", "main": "", "article": ""}
HINT = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|bread\w*|crumbs?|footer|foot|toolbar|share|copyright|sidebar|friendlinks?|"
    r"links?|search|position|location|weizhi|dqwz)(?:$|[\s_-])",
    re.IGNORECASE,
)
HEADINGS = frozenset({"h1", "h2", "h3"})
"""Headings, which no furniture of a portal has."""
OFF_THE_LINE: dict[str, Literal["sub", "super"]] = {"sup": "super", "sub": "sub"}
"""Text above or below the line, whatever the style sheet says: it resets where they stand, not that
they are set off."""
