"""What was measured, as values: of each command its runs and its instructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: TC003 - fields of dataclasses
from dataclasses import dataclass, field

from bench.commands import FLOOR, Row
from bench.measuring import Cost, Spread, ratios
from bench.page import Shown  # noqa: TC001

GROWTH = 1.1  # the target of a hundred years over one


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One measurement, whole."""

    rows: Sequence[Row]
    costs: Mapping[str, Sequence[Cost]]
    instructions: Mapping[str, float]
    growing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # command, journal: name among the costs
    pages: Mapping[str, Shown] = field(default_factory=dict)
    page_peak: int = 0

    def counted(self, name: str, against: str = FLOOR) -> float | None:
        """Instructions as a multiple; nothing where either was not counted."""
        if name not in self.instructions or against not in self.instructions:
            return None
        return self.instructions[name] / self.instructions[against]

    def timed(self, name: str, against: str = FLOOR) -> Spread:
        return ratios(self.costs[name], self.costs[against])

    def measured(self, name: str, against: str = FLOOR) -> float:
        """What a target is held against: instructions, or the median of time where they were not counted."""
        counted = self.counted(name, against)
        return self.timed(name, against).middle if counted is None else counted

    def megabytes(self, name: str) -> float:
        return max(cost.peak for cost in self.costs[name]) / 1e6

    def grown(self, command: str, many: str, few: str) -> float:
        """How many times as much in one journal as in another: of instructions, or of the processor's time."""
        here, there = self.growing[command][many], self.growing[command][few]
        counted = self.counted(here, there)
        return ratios(self.costs[here], self.costs[there], "cpu").middle if counted is None else counted


def reached(row: Row, figures: Figures) -> bool | None:
    """Whether a row's targets are reached; nothing where it has none."""
    if row.target is None and row.megabytes is None:
        return None
    return (row.target is None or figures.measured(row.key, row.against) <= row.target) and (
        row.megabytes is None or figures.megabytes(row.key) < row.megabytes
    )
