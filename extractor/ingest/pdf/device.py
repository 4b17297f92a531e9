"""pdfminer's device: what the drawing of a page paints, noted as ink."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager, PDFStackT
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFStream, dict_value, int_value, list_value, resolve1
from pdfminer.psparser import literal_name
from pdfminer.utils import Matrix, apply_matrix_pt, apply_matrix_rect, mult_matrix

from extractor.ingest.pdf.ink import ASCENT, ILLEGIBLE, Glyph, PageInk, Path
from extractor.labels import without_radicals
from extractor.provenance import Box

INVISIBLE = frozenset({3, 7})
"""Text rendering modes that leave no ink: neither filled nor stroked."""
UNSEEN = 2 | 32
"""Flags of annotations that are not shown."""
FAINT = 0.05
"""Ink of less opacity than this is not seen."""
SMALLEST = 1.0
"""Text smaller than this, in points, is not there to be read."""
SLANT = 0.12
"""Text off the axes by more than this (tangent) is a watermark or a drawing, never a figure."""


class InkDevice(PDFTextDevice):
    """Notes glyphs, paths and images of one page, in points from the top left of its crop box."""

    ctm: Matrix

    def __init__(self, resources: PDFResourceManager, number: int) -> None:
        super().__init__(resources)
        self.number = number
        self.order = 0
        self.fill_opacity = self.stroke_opacity = 1.0
        self.frame: Matrix = (1, 0, 0, 1, 0, 0)
        self.left = self.right = self.floor = self.ceiling = 0.0
        self.glyphs: list[Glyph] = []
        self.paths: list[Path] = []
        self.images: list[Box] = []

    @property
    def opacities(self) -> tuple[float, float]:
        return self.fill_opacity, self.stroke_opacity

    @opacities.setter
    def opacities(self, both: tuple[float, float]) -> None:
        self.fill_opacity, self.stroke_opacity = both

    def page(self) -> PageInk:
        width, height = self.right - self.left, self.ceiling - self.floor
        return PageInk(self.number, width, height, tuple(self.glyphs), tuple(self.paths), tuple(self.images))

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        self.frame = ctm
        media = apply_matrix_rect(ctm, page.mediabox)
        crop = apply_matrix_rect(ctm, page.cropbox or page.mediabox)
        left, floor = max(media[0], crop[0]), max(media[1], crop[1])
        right, ceiling = min(media[2], crop[2]), min(media[3], crop[3])
        if right <= left or ceiling <= floor:
            left, floor, right, ceiling = media
        self.left, self.floor, self.right, self.ceiling = left, floor, right, ceiling

    def render_image(self, name: str, stream: PDFStream) -> None:
        self.order += 1
        x0, y0, x1, y1 = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
        self.images.append((x0 - self.left, self.ceiling - y1, x1 - self.left, self.ceiling - y0))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.order += 1
        seen = len(self.glyphs)
        super().render_string(textstate, seq, ncs, graphicstate)
        if textstate.render in INVISIBLE or self.fill_opacity < FAINT:
            del self.glyphs[seen:]

    def render_char(
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        advance: float = font.char_width(cid) * fontsize * scaling
        a, b, c, d, _e, _f = matrix
        if font.is_vertical():
            vx, vy = cast(tuple[float | None, float], font.char_disp(cid))
            x = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
            high = (1000 - vy) * fontsize * 0.001 + rise
            box, along = (x, high + advance, x + fontsize, high), (a, b)
        else:
            low = rise - (1 - ASCENT) * fontsize
            box = (0.0, low, advance, low + fontsize)
            along = (a * fontsize * scaling, b * fontsize * scaling)
        size = abs(fontsize) * (c * c + d * d) ** 0.5
        angle = _angle(*along)
        x0, y0, x1, y1 = apply_matrix_rect(matrix, box)
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        inside = self.left <= x <= self.right and self.floor <= y <= self.ceiling
        if angle is not None and size >= SMALLEST and inside:
            self.order += 1
            light = _lightness(graphicstate.ncolor, ncs.name)
            left, top = self.left, self.ceiling
            self.glyphs.append(
                Glyph(
                    _text(font, cid), x0 - left, top - y1, x1 - left, top - y0, size, angle, self.order, light
                )
            )
        return advance

    def paint_path(
        self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]
    ) -> None:
        self.order += 1
        stroke, fill = stroke and self.stroke_opacity > FAINT, fill and self.fill_opacity > FAINT
        if not (stroke or fill):
            return
        lined = _lightness(graphicstate.scolor, graphicstate.scs.name) if stroke else None
        # A veil hides nothing and rules nothing off: it counts as a pale, but visible, fill.
        filled = _lightness(graphicstate.ncolor, graphicstate.ncs.name) if fill else None
        if filled is not None and self.fill_opacity < 0.95:
            filled = 1 - (1 - min(filled, 0.9)) * self.fill_opacity
        for legs, box in self._subpaths(path):
            self.paths.append(Path(legs, box, lined, filled, graphicstate.linewidth, self.order))

    def _subpaths(self, path: Sequence[Any]) -> Iterator[tuple[tuple[Box, ...], Box]]:
        """The straight legs and the box of each subpath."""
        points: list[tuple[float, float]] = []
        legs: list[Box] = []
        for operator, *numbers in path:
            if operator == "m":
                if len(points) > 1:
                    yield tuple(legs), _bounds(points)
                points, legs = [], []
            if operator == "h":
                if points:
                    legs.append((*points[-1], *points[0]))
                continue
            x, y = apply_matrix_pt(self.ctm, (numbers[-2], numbers[-1]))
            point = (x - self.left, self.ceiling - y)
            if operator == "l" and points:
                legs.append((*points[-1], *point))
            points.append(point)
        if len(points) > 1:
            yield tuple(legs), _bounds(points)


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, which skips ``gs``, taught the two opacities."""

    def __init__(self, resources: PDFResourceManager, device: InkDevice) -> None:
        super().__init__(resources, device)
        self.ink = device
        self.opacities: list[tuple[float, float]] = []

    def draw_annotations(self, page: PDFPage) -> None:
        """The text of filled-in fields and stamps, which pdfminer leaves out; their frames rule nothing."""
        for reference in list_value(page.annots or []):
            note = dict_value(reference)
            look = resolve1(dict_value(note.get("AP") or {}).get("N"))
            if isinstance(look, dict):
                look = resolve1(look.get(literal_name(note.get("AS"))))
            if isinstance(look, PDFStream) and not int_value(note.get("F", 0)) & UNSEEN:
                self._draw_look(look, list_value(note.get("Rect")))

    def _draw_look(self, look: PDFStream, place: Sequence[Any]) -> None:
        """Draws an appearance such that its box, moved by its matrix, fills its place on the page."""
        matrix = cast(Matrix, tuple(list_value(look.get("Matrix") or [1, 0, 0, 1, 0, 0])))
        x0, y0, x1, y1 = apply_matrix_rect(matrix, cast(Box, tuple(list_value(look.get("BBox")))))
        left, right = sorted((place[0], place[2]))
        low, high = sorted((place[1], place[3]))
        if x1 <= x0 or y1 <= y0:
            return
        a, d = (right - left) / (x1 - x0), (high - low) / (y1 - y0)
        fitted = mult_matrix(matrix, (a, 0, 0, d, left - a * x0, low - d * y0))
        paths, images = len(self.ink.paths), len(self.ink.images)
        self.subinterp().render_contents(
            dict_value(look.get("Resources") or {}), [look], ctm=mult_matrix(fitted, self.ink.frame)
        )
        del self.ink.paths[paths:], self.ink.images[images:]

    def do_gs(self, name: object) -> None:
        states = dict_value(dict_value(self.resources or {}).get("ExtGState") or {})
        state = dict_value(states.get(literal_name(name)) or {})
        fill, stroke = resolve1(state.get("ca")), resolve1(state.get("CA"))
        if isinstance(fill, int | float):
            self.ink.fill_opacity = float(fill)
        if isinstance(stroke, int | float):
            self.ink.stroke_opacity = float(stroke)

    def do_q(self) -> None:
        super().do_q()
        self.opacities.append(self.ink.opacities)

    def do_Q(self) -> None:  # noqa: N802 - the operator's name
        super().do_Q()
        if self.opacities:
            self.ink.opacities = self.opacities.pop()

    def do_Do(self, xobjid_arg: PDFStackT) -> None:  # noqa: N802 - the operator's name
        kept = self.ink.opacities
        super().do_Do(xobjid_arg)
        self.ink.opacities = kept


def _bounds(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _angle(x: float, y: float) -> int | None:
    """How far clockwise text that runs along the vector (y upwards) is turned; None off the axes."""
    if abs(y) <= SLANT * abs(x):
        return 0 if x > 0 else 180
    if abs(x) <= SLANT * abs(y):
        return 90 if y < 0 else 270
    return None


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LIGATURES = str.maketrans(
    {
        "\u2e3a": "——",
        "\u2e3b": "———",
        "\ufb00": "ff",
        "\ufb01": "fi",
        "\ufb02": "fl",
        "\ufb03": "ffi",
        "\ufb04": "ffl",
    }
)
"""Glyphs that fonts draw for several characters; browsers store the glyph for what the page says."""


def _text(font: PDFFont, cid: int) -> str:
    """The glyph's text; a glyph without one is ILLEGIBLE, so that it is never read as a digit."""
    try:
        text = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        return ILLEGIBLE
    if not text or _CONTROL.search(text):
        return ILLEGIBLE
    return without_radicals(str(text).translate(_LIGATURES))


def _lightness(colour: Any, space: str) -> float:
    """From 0 (black) to 1 (white); a pattern or an indexed colour counts as a middle grey."""
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts) or space == "Indexed":
        return 0.5
    if space in ("Separation", "DeviceN") or len(parts) == 4:
        return 1 - min(1.0, sum(parts))
    return float(min(parts))
