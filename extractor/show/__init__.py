"""Pictures of grids and tables for people (图示): SVG, HTML, and text for a terminal."""

from extractor.show.console import terminal
from extractor.show.figures import Shown
from extractor.show.page import tables_html
from extractor.show.picture import grid_svg

__all__ = ["Shown", "grid_svg", "tables_html", "terminal"]
