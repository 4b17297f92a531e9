"""What the readers of one HTML page share, and the passages that they find on it."""

from __future__ import annotations

from typing import NamedTuple

from extractor.errors import LimitExceeded, Reason
from extractor.ingest.html_style import Styles
from extractor.ingest.html_tree import Element

MAX_POSITIONS = 1_000_000
"""Positions (rows × columns) of all the grids of a page together."""


class Passage(NamedTuple):
    """A paragraph of a page before it is known whether it belongs to the page or to the portal.

    ``linked`` counts its characters inside links; ``zone`` is ``nav``, ``edge`` (header, footer,
    aside), ``hint`` (a telling class or id) or empty; ``at`` is where it stands.
    """

    text: str
    at: str
    tag: str = ""
    linked: int = 0
    zone: str = ""
    heading: bool = False


class Page:
    """What the readers of one page share: its styles, its tables' numbers, what they have used up."""

    def __init__(self, root: Element, name: str) -> None:
        self.name = name
        self.styles = Styles(root)
        self.numbers = {table: number for number, table in enumerate(root.iter("table"), start=1)}
        self._positions = 0

    def spend(self, positions: int) -> None:
        """Counts the positions of a grid.  Raises LimitExceeded beyond MAX_POSITIONS."""
        self._positions += positions
        if self._positions > MAX_POSITIONS:
            raise self.limit("grid_positions", self._positions, MAX_POSITIONS)

    def limit(self, what: str, value: int, maximum: int) -> LimitExceeded:
        """The error for a page that asks for too much."""
        return LimitExceeded(Reason.LIMIT, name=self.name, limit=what, value=value, maximum=maximum)
