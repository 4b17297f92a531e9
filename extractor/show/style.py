"""How a report looks as HTML; every rule holds inside ``.extractor-report`` alone."""

from __future__ import annotations

_FONTS = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif"

_RULES: tuple[tuple[tuple[str, ...], str], ...] = (
    (("",), f"color:#1d2330;background:#fff;padding:.6em 1em;line-height:1.45;font-family:{_FONTS}"),
    (("h3",), "margin:.2em 0;font-size:1.25em;color:inherit"),
    (("h4",), "margin:1.1em 0 .4em;font-size:1em;color:inherit"),
    (("p",), "margin:.2em 0;color:#586074;font-size:.9em"),
    (("table",), "border-collapse:collapse;font-size:13px;color:inherit;background:#fff;margin:0;border:0"),
    (("tr",), "background:#fff"),
    (("th", "td"), "border:1px solid #8c94a6;padding:3px 7px;vertical-align:middle;white-space:normal"),
    (("th",), "font-weight:500;background:#f3f5f9;text-align:center;max-width:7em"),
    (("th.stub",), "text-align:left;max-width:27em"),
    (("th.tall",), "text-align:center;max-width:5.5em"),
    (("th.caption",), "text-align:left;background:#e6eaf2;max-width:none"),
    (("table.line th",), "max-width:6em"),
    (("td",), "text-align:right;font-variant-numeric:tabular-nums;min-width:2.4em"),
    ((".blank",), "background:repeating-linear-gradient(45deg,#fff 0 5px,#d5dae6 5px 6.5px)"),
    (("td.void",), "text-align:center;color:#586074"),
    ((".uncertain", ".illegible"), "background:#fff4d6;color:#8a5a00"),
    ((".doubtful", ".uncertain", ".illegible"), "box-shadow:inset 0 0 0 2px #e09a00"),
    ((".repaired",), "background:#e3effc;color:#1557a0"),
    ((".broken",), "background:#fde3e3;color:#a30d18"),
    ((".crossed",), "background:#f2a0a0;color:#7a0710;font-weight:700"),
    ((".missing",), "background:#fff;color:#d0021b;outline:2px dashed #d0021b;outline-offset:-3px"),
    (("td.missing",), "text-align:center"),
    ((".legend",), "margin-top:.9em"),
    (
        (".sample",),
        "display:inline-block;width:1.7em;height:1.05em;border:1px solid #8c94a6;"
        "vertical-align:-.15em;margin:0 .35em 0 .8em",
    ),
    (
        (".pill",),
        "display:inline-block;border-radius:.7em;padding:0 .6em;font-size:12px;font-weight:500;"
        "background:#e6eaf2;color:#3a4258",
    ),
    ((".pill.ok",), "background:#dcf3e2;color:#17663a"),
    ((".pill.suspect", ".pill.warning"), "background:#fff0c9;color:#7a5200"),
    ((".pill.error",), "background:#fbd5d5;color:#8f0c16"),
    (("ul",), "margin:.2em 0;padding-left:1.2em;font-size:.9em"),
    (("code",), "background:#f3f5f9;padding:0 .3em;color:inherit"),
)

CSS = "".join(
    ",".join(f".extractor-report {selector}".strip() for selector in selectors) + f"{{{rule}}}"
    for selectors, rule in _RULES
)
