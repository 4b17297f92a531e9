"""Where in a source something stands (出处)."""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, from the top left corner of the page."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """A place in a source that a person can find again.

    ``at`` names it in the terms of the format: ``block 12, row 3, cell 2`` in Word, ``line 40`` in
    text, an element path in HTML, ``page 3, table 1, row 2, cell 4`` in PDF.  ``page`` counts from 1;
    ``page`` and ``bbox`` are None where the format has no pages.

    Raises ValueError where the place cannot exist: a page below 1, a box on no page, a box whose
    right is left of its left.
    """

    at: str
    page: int | None = None
    bbox: Box | None = None

    def __post_init__(self) -> None:
        if not self.at:
            raise ValueError("a provenance must say where")
        if self.page is not None and self.page < 1:
            raise ValueError(f"pages count from 1, not {self.page}")
        if self.bbox is not None:
            if self.page is None:
                raise ValueError("a box needs the page that it is on")
            x0, top, x1, bottom = self.bbox
            if x1 < x0 or bottom < top:
                raise ValueError(f"box {self.bbox} is inside out")

    def __str__(self) -> str:
        return self.at
