"""The tables of docs/explanation/speed, from the figures; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import words
from bench.commands import FLOOR
from bench.figures import GROWTH, Figures, reached
from bench.page import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.commands import Both, Row
    from bench.measuring import Spread

BEGIN, END = "<!-- measured: nox -s bench -->", "<!-- /measured -->"
NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class Machine:
    """Where it was measured; nothing by which anybody could find the machine."""

    cores: int
    system: str
    python: str
    sqlite: str
    libraries: Mapping[str, str]
    missing: Sequence[str] = ()
    load: float = 0.0


@dataclass(frozen=True)
class Writer:
    """Says the figures in one language."""

    figures: Figures
    machine: Machine
    chinese: bool

    def say(self, both: Both, **values: object) -> str:
        return both[self.chinese].format(**values)

    def text(self) -> str:
        parts = [self.about(), self.commands(), self.missed(), self.grown(), self.pages()]
        return "\n\n".join(part for part in parts if part) + "\n"

    # --- the machine -------------------------------------------------------------------------------------

    def about(self) -> str:
        figures, machine = self.figures, self.machine
        walls = [cost.wall * 1000 for cost in figures.costs[FLOOR]]
        spread = type(figures.timed(FLOOR)).of(walls)
        million = ""
        if FLOOR in figures.instructions:
            million = self.say(words.MILLION, million=figures.instructions[FLOOR] / 1e6)
        floor = self.say(words.FLOOR_IS, ms=spread.middle, low=spread.low, high=spread.high, million=million)
        told = self.say(
            words.MACHINE, cores=machine.cores, system=machine.system, python=machine.python, sqlite=machine.sqlite,
            libraries=", ".join(f"{name} {version}" for name, version in machine.libraries.items()),
            floor=floor, counted="" if figures.instructions else self.say(words.UNCOUNTED), rounds=len(walls),
        )  # fmt: skip
        if machine.load > machine.cores:
            told += self.say(words.BUSY, load=machine.load)
        if machine.missing:
            told += "\n" + self.say(words.MISSING, names=", ".join(machine.missing))
        return told

    # --- commands ----------------------------------------------------------------------------------------

    def commands(self) -> str:
        lines = [self.line(row) for row in self.figures.rows]
        return table([self.say(column) for column in words.COLUMNS], lines)

    def line(self, row: Row) -> list[str]:
        figures = self.figures
        others = [f"{name} {self.both(f'{row.key}/{name}', row.against)}" for name in row.peers]
        return [
            self.named(row),
            number(figures.counted(row.key, row.against)),
            spread_of(figures.timed(row.key, row.against)),
            self.both(f"{row.key}/imports", row.against) if row.imports else NOTHING,
            self.both(f"{row.key}/sqlite3", row.against) if row.raw else NOTHING,
            "; ".join(others) or NOTHING,
            f"{figures.megabytes(row.key):.0f}",
            self.target(row),
        ]

    def named(self, row: Row) -> str:
        parts = [f"`{row.name}`" if row.name else "", self.say(row.says)]
        told = " ".join(part for part in parts if part)
        return told if row.against == FLOOR else f"{told} ÷ `{row.against}`"

    def both(self, name: str, against: str) -> str:
        """Instructions and time as multiples, or the one there is."""
        counted, timed = self.figures.counted(name, against), self.figures.timed(name, against)
        return (
            f"{number(counted)} · {number(timed.middle)}"
            if counted is not None
            else f"{NOTHING} · {number(timed.middle)}"
        )

    def target(self, row: Row) -> str:
        wanted = [f"≤ {row.target:g}"] if row.target is not None else []
        wanted += [self.say(words.UNDER, megabytes=row.megabytes)] if row.megabytes is not None else []
        return f"{', '.join(wanted)} {mark(good=bool(reached(row, self.figures)))}" if wanted else NOTHING

    def missed(self) -> str:
        found = [row for row in self.figures.rows if reached(row, self.figures) is False and row.key in words.REASONS]
        told = [f"- {self.say(words.MISSED)}{self.named(row)}. {self.say(words.REASONS[row.key])}" for row in found]
        return "\n".join(told)

    # --- growth, pages -----------------------------------------------------------------------------------

    def grown(self) -> str:
        figures = self.figures
        names = {row.key: self.named(row) for row in figures.rows}
        lines = []
        for command in figures.growing:
            hundred = figures.grown(command, "en-100", "en-1")
            lines.append(
                [
                    names.get(command, command),
                    ratio(figures.grown(command, "en-10", "en-1")),
                    ratio(hundred),
                    ratio(figures.grown(command, "zh-10", "en-10")),
                    f"≤ {GROWTH:g} {mark(good=round(hundred, 2) <= GROWTH)}",
                ]
            )
        return table([self.say(column) for column in words.GROWTH], lines) if lines else ""

    def pages(self) -> str:
        if not self.figures.pages:
            return ""
        floor = type(self.figures.timed(FLOOR)).of([cost.wall for cost in self.figures.costs[FLOOR]]).middle
        lines = [
            [self.say(PAGES[path]), f"{one.middle * 1000:.0f}", f"{one.late * 1000:.0f}", number(one.late / floor)]
            for path, one in self.figures.pages.items()
        ]
        told = table([self.say(column) for column in words.PAGES], lines)
        peak = self.figures.page_peak
        return told + (f"\n\n{self.say(words.PAGE_PEAK, peak=peak / 1e6)}" if peak else "")


def table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A table in Markdown: words to the left, figures to the right."""
    made = [
        list(head),
        ["---", *["---:"] * (len(head) - 1)],
        *([cell.replace("|", "\\|") for cell in line] for line in lines),
    ]
    return "\n".join("| " + " | ".join(line) + " |" for line in made)


def number(value: float | None) -> str:
    """Three figures, and none that nobody can trust."""
    if value is None:
        return NOTHING
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def ratio(value: float) -> str:
    return f"{value:.2f}"


def spread_of(spread: Spread) -> str:
    return f"{number(spread.middle)} ({number(spread.low)}–{number(spread.high)})"


def mark(*, good: bool) -> str:
    return "✓" if good else "✗"


def put(page: str, told: str) -> str:
    """The page with this text between its marks. Raises ValueError where they are missing."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n\n{told}\n{END}{after}"
