"""An edition laid over the rows of a report: one observation for every cell that it claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from extractor.edition import Edition
from extractor.fact import Item, Observation
from extractor.labels import is_shortened
from extractor.numerals import is_number
from extractor.read.align import SURE, Alignment, Placement
from extractor.read.columns import Assignment, Witnesses, assign, run_starts
from extractor.read.heads import Verdict, by_geometry, by_sequence
from extractor.read.passages import Place
from extractor.read.pieces import BOX_HEIGHT, line_rows, may_be_of
from extractor.read.rows import PrintedRow
from extractor.read.slots import Expected, Slot, expected

Columns = tuple[str, ...]
"""The codes of a block's columns.  Blocks with the same columns may share one box-head."""


@dataclass(frozen=True)
class Overlay:
    """An edition, laid over the rows of one report.

    ``observations`` has one for every item whose cell was found; ``unplaced`` are rows that hold
    figures for which the edition has no place; ``repeated`` the labels of rows printed twice with
    other figures; ``fit`` counts the items whose row was recognised by its label, and once more those
    whose column was by its head;
    ``extents`` are, by the code of the section, the first and the last row of its table.
    """

    edition: Edition
    observations: tuple[Observation, ...]
    unplaced: tuple[PrintedRow, ...]
    repeated: tuple[tuple[str, tuple[Item, ...]], ...]
    fit: int
    extents: dict[str, tuple[Place, Place]]


def overlay(edition: Edition, alignment: Alignment) -> Overlay:
    """Lays the edition over rows that were aligned to it."""
    return _Observer(edition, expected(edition), alignment).overlay()


@dataclass
class _Observer:
    """Walks the aligned rows from top to bottom, keeping the box-head that stands over them."""

    edition: Edition
    form: Expected
    alignment: Alignment
    boxes: dict[Columns, tuple[PrintedRow, ...]] = field(default_factory=dict)
    verdicts: dict[Columns, Verdict] = field(default_factory=dict)
    extents: dict[tuple[int, Columns], tuple[tuple[int, int], ...]] = field(default_factory=dict)
    starts: dict[tuple[int, Columns, int], int | None] = field(default_factory=dict)
    uniform: dict[tuple[int, Columns], bool] = field(default_factory=dict)
    found: dict[Slot, tuple[Placement | None, PrintedRow, Assignment, Verdict | None]] = field(
        default_factory=dict
    )
    heads: frozenset[str] = frozenset()
    strays: set[Slot] = field(default_factory=set)
    repeats: list[tuple[str, tuple[Item, ...]]] = field(default_factory=list)

    def overlay(self) -> Overlay:
        placed = {id(placement.row): placement for placement in self.alignment.placements}
        pending: list[PrintedRow] = []
        last: Placement | None = None
        gaps: list[list[PrintedRow]] = []
        for row in self.alignment.rows:
            placement = placed.get(id(row))
            if placement is None:
                pending.append(row)
                continue
            self._observe(placement, pending)
            beside = [each for each in (last, placement) if each is not None]
            for piece in pending:
                if piece.block in {each.row.block for each in beside}:
                    self.strays.update(each.slot for each in beside if may_be_of(piece, each.slot))
            last = placement
            gaps.append(pending)
            pending = []
        self._observe_lines([*gaps, pending])
        lines = {id(row) for _, row, _, _ in self.found.values()}
        for piece in pending:  # below the last row of all
            if last is not None and piece.block == last.row.block and id(piece) not in lines:
                self.strays |= {last.slot} if may_be_of(piece, last.slot) else set()
        observations = self._observations()
        return Overlay(
            edition=self.edition,
            observations=observations,
            unplaced=self._unplaced(),
            repeated=tuple(self.repeats),
            fit=self._fit(),
            extents=self._extents(),
        )

    def _observe(self, placement: Placement, pending: list[PrintedRow]) -> None:
        slot, row = placement.slot, placement.row
        key = slot.codes
        box = tuple(pending[-BOX_HEIGHT:])
        if key not in self.boxes or self._is_box(box, slot):
            self.boxes[key] = box
        known = self._witnesses(slot, row)
        assignment, verdict = assign(row, placement.stub, slot, known)
        if self._is_foreign(box, slot):
            assignment = replace(assignment, doubts=(*assignment.doubts, "head_of_another"))
        if verdict is not None and verdict.verified:
            self.verdicts[key] = verdict
            figures = row.cells[placement.stub + 1 :]
            if row.is_exact and verdict.is_plain and len(figures) == len(slot.columns):
                extents = tuple((cell.span.left, cell.span.right) for cell in figures)
                self.extents.setdefault((row.block, key), extents)
        self.found[slot] = (placement, row, assignment, verdict)

    def _is_box(self, box: tuple[PrintedRow, ...], slot: Slot) -> bool:
        """Whether the rows above print the slot's heads, and not only a word that is like one."""
        heard = by_sequence(box, slot)
        return heard is not None and 2 * heard.seen >= len(slot.columns)

    def _is_foreign(self, box: tuple[PrintedRow, ...], slot: Slot) -> bool:
        """Whether the heads last printed above are heads of the form, and none of the slot's."""
        printed = {text for row in box for cell in row.cells if (text := cell.text.strip())}
        heads = frozenset[str]().union(*(self.form.heads_in(text) for text in printed))
        self.heads = heads or self.heads
        own = (column.label for column in slot.block.columns)
        return bool(self.heads) and self.heads.isdisjoint(own)

    def _witnesses(self, slot: Slot, row: PrintedRow) -> Witnesses:
        key = slot.codes
        return Witnesses(
            box=self.boxes.get(key, ()),
            inherited=self.verdicts.get(key),
            extents=self.extents.get((row.block, key)),
            uniform=self._is_uniform(row.block, key),
            start=self._usual_start(row, slot),
        )

    def _is_uniform(self, grid: int, columns: Columns) -> bool:
        """Whether all rows of the same columns in a grid part their figures alike."""
        if (grid, columns) not in self.uniform:
            alike = {
                tuple((cell.span.left, cell.span.right) for cell in each.row.cells[each.stub + 1 :])
                for each in self.alignment.placements
                if each.row.block == grid and each.slot.codes == columns
            }
            self.uniform[grid, columns] = len(alike) == 1
        return self.uniform[grid, columns]

    def _usual_start(self, row: PrintedRow, slot: Slot) -> int | None:
        """Where the figures begin in the rows of the same grid and length, if all that say agree."""
        key = (row.block, slot.codes, len(row.cells))
        if key not in self.starts:
            count = len(slot.columns)
            found: set[int] = set()
            for each in self.alignment.placements:
                if (each.row.block, each.slot.codes, len(each.row.cells)) != key:
                    continue
                figures = each.row.cells[each.stub + 1 :]
                filled = any(cell.text.strip() for cell in figures)
                runs = run_starts(figures, count) if filled else ()
                if len(runs) == 1:
                    found.add(each.stub + 1 + runs[0])
            self.starts[key] = found.pop() if len(found) == 1 else None
        return self.starts[key]

    def _observe_lines(self, gaps: list[list[PrintedRow]]) -> None:
        """Tables that are one line of figures: the row without words under their box-head.

        ``gaps`` are the rows between those that were placed.
        """
        for slot in self.form.slots:
            if slot.heading is not None:
                continue
            heard = [each for gap in gaps for each in line_rows(gap, slot)]
            filled = [each for each in heard if not each[0].is_bare]
            # Rows of nothing but merged-away cells stand under the box-head in flattened text.
            chosen = filled[0] if filled else heard[-1] if heard else None
            if chosen is None:
                continue
            self.found[slot] = (None, *chosen)
            for other, _, _ in filled[1:]:
                if [c.text for c in other.figures] != [c.text for c in chosen[0].figures]:
                    self.repeats.append((slot.table.title, slot.items))

    def _observations(self) -> tuple[Observation, ...]:
        used = Counter(
            id(cell)
            for _, _, assignment, _ in self.found.values()
            for cell in assignment.cells
            if cell is not None
        )
        self._note_repeats()
        twice = {item for _, items in self.repeats for item in items}
        observations: list[Observation] = []
        for slot, (placement, _, assignment, _) in self.found.items():
            doubts = list(assignment.doubts)
            if placement is not None and self._is_unlike(placement):
                doubts.append("label_unlike")
            if slot in self.strays:
                doubts.append("stray_figures")
            for column, (item, cell) in enumerate(zip(slot.items, assignment.cells, strict=True)):
                if cell is None:
                    continue
                own = [doubt for place, doubt in assignment.cell_doubts if place == column]
                own += ["shared_cell"] if used[id(cell)] > 1 else []
                own += ["printed_twice"] if item in twice else []
                observations.append(Observation(item, cell.text, cell.provenance, (*doubts, *own)))
        return tuple(observations)

    def _is_unlike(self, placement: Placement) -> bool:
        """Whether the printed label is not clearly its slot's, or as much another's.

        A label that only leaves words out (本年新收申请数量) is clear from a lower likeness on, if no
        other is near it; one with words of its own (其他行政许可事项) is not.
        """
        text = placement.row.cells[placement.stub].text
        heading = placement.slot.heading
        assert heading is not None
        nearest = max(
            (
                likeness
                for slot, likeness in zip(self.form.slots, self.form.likenesses(text), strict=True)
                if slot is not placement.slot and slot.table is placement.slot.table
            ),
            default=0.0,
        )
        lead = placement.likeness - nearest
        if placement.likeness >= SURE:
            return lead < 0.05
        return lead < 0.2 or not is_shortened(text, heading.label)

    def _note_repeats(self) -> None:
        for other in self.alignment.repeated:
            _, row, _, _ = self.found[other.slot]
            if other.row.cells[other.stub].span.top != other.row.index:
                continue  # the label of a row above goes on: nothing is printed again
            count = len(other.slot.columns)
            texts = [cell.text.strip() for cell in other.row.cells[other.stub + 1 :]][-count:]
            if texts != [cell.text.strip() for cell in row.cells][-count:]:
                self.repeats.append((other.row.cells[other.stub].text, other.slot.items))

    def _unplaced(self) -> tuple[PrintedRow, ...]:
        """Rows that print a figure, in grids of the form, and are nobody's."""
        claimed = {id(row) for _, row, _, _ in self.found.values()}
        claimed |= {id(each.row) for each in self.alignment.repeated}
        blocks = {row.block for _, row, _, _ in self.found.values()}
        return tuple(
            row
            for row in self.alignment.rows
            if id(row) not in claimed
            and row.block in blocks
            and any(is_number(cell.text) for cell in row.figures if cell.span.top == row.index)
        )

    def _extents(self) -> dict[str, tuple[Place, Place]]:
        places: dict[str, list[Place]] = {}
        for slot, (_, row, _, _) in self.found.items():
            places.setdefault(slot.table.section, []).append((row.block, row.index))
        return {section: (min(each), max(each)) for section, each in places.items()}

    def _fit(self) -> int:
        fit = 0
        for slot, (placement, row, assignment, verdict) in self.found.items():
            if placement is not None and placement.likeness < SURE:
                continue
            cells = [cell for cell in assignment.cells if cell is not None]
            fit += len(cells)
            heads = self.boxes.get(slot.codes, ())
            if len(slot.columns) == 1 and cells and verdict is None and heads:
                over = [head for head in heads if head.block == row.block]
                verdict = by_geometry(over, cells, slot) or by_sequence(heads, slot)
            if verdict is not None and verdict.verified:
                fit += len(cells)
        return fit
