"""A font with Chinese characters for matplotlib, whose own fonts have none."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, findfont, fontManager

INSTALLED = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
"""Families that are taken where the machine has them, the first of them first."""
PACKAGE = "pylopdf_fonts_zh_cn"
"""A package that carries Noto Sans SC as a file."""


def use_chinese_font() -> str:
    """Makes matplotlib write Chinese from here on; the name of the font's family.

    Raises LookupError where neither the machine nor the package has a font.
    """
    family = _installed() or _packaged()
    mpl.rcParams["font.family"] = "sans-serif"
    mpl.rcParams["font.sans-serif"] = [family, "DejaVu Sans"]
    mpl.rcParams["axes.unicode_minus"] = False
    return family


def font_file() -> Path:
    """The file of the font in use."""
    return Path(
        findfont(FontProperties(family=mpl.rcParams["font.sans-serif"][0]), fallback_to_default=False)
    )


def _installed() -> str | None:
    known = {entry.name for entry in fontManager.ttflist}
    return next((family for family in INSTALLED if family in known), None)


def _packaged() -> str:
    spec = find_spec(PACKAGE)
    folders = (spec.submodule_search_locations or []) if spec is not None else []
    files = [file for folder in folders for file in sorted(Path(folder).glob("NotoSansSC*.[ot]tf"))]
    if not files:
        raise LookupError(
            "no font with Chinese characters: pip install pylopdf-fonts-zh-cn, or install Noto Sans CJK"
        )
    fontManager.addfont(str(files[0]))
    return str(fontManager.ttflist[-1].name)
