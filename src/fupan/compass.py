"""The compass: motive, problem, value, and the path that they point to, said against lived. Never a verdict.

The table of job, PhD and startup and the order motive → problem → value → path are those of Li Mu's talk at SJTU, 2024;
"choice matters more than effort, once you know what your goal is". What is pointed to needs proof; a tie, or a value
without proof, is "not yet known" and never guessed.
"""

from __future__ import annotations

import json
from dataclasses import field
from functools import cache
from itertools import pairwise
from pathlib import Path as File
from types import MappingProxyType
from typing import TYPE_CHECKING

from fupan.bilingual import Bilingual
from fupan.lean import dataclass
from fupan.long_view import Decision, Path, Problem
from fupan.model import Field, Goal, GoalWeek, Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.driving import Spell
    from fupan.periods import Week

DATA = File(__file__).parent / "data" / "paths.json"
VALUES: Mapping[str, Path] = MappingProxyType({"academic": Path.PHD, "commercial": Path.STARTUP, "growth": Path.JOB})
FIELDS: Mapping[Path, Field] = MappingProxyType(
    {Path.PHD: Field.RESEARCH, Path.STARTUP: Field.STARTUP, Path.JOB: Field.JOB}
)
LIVED_OVER = 13  # weeks that are counted as lived
ENOUGH = 2  # of 3: a value below this points nowhere
STRONG, HELD = 8, 8  # a startup asks the strongest motive: 8 of 10, held for eight weeks
FULL = 0.8  # of the planned hours: a week of full effort
FEW = 5  # below this nothing is said in percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One path as the talk draws it."""

    path: Path
    name: Bilingual
    goal: Bilingual
    motive: Bilingual
    gains: Bilingual
    costs: Bilingual
    asks: Bilingual
    test: Bilingual  # the cheapest one within four weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """Where the values point. Without a path, `why` says what is missing: a code of the sentence."""

    path: Path | None
    why: str = ""  # no_problem, no_values, no_proof, tie, low
    held: int = 0  # weeks in a row, up to now, in which the motive was at least STRONG
    startup_waits: bool = False  # commercial value points there, but the motive has not held


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one field took of the weeks that were lived."""

    field: Field
    amount: float  # hours, or goals where no hours are on record
    goals: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What the record says of the last weeks, by field, most first."""

    weeks: int
    by_hours: bool
    shares: tuple[Share, ...] = ()
    undone: int = 0  # longest run of weeks of full effort with no goal done: what delayed gratification looks like
    blows: int = 0  # weeks right after one in which all that was judged was missed
    stood: int = 0  # of these, weeks of full effort

    @property
    def total(self) -> float:
        return sum(share.amount for share in self.shares)

    def percent(self, of: Field) -> float:
        found = sum(share.amount for share in self.shares if share.field is of)
        return 100 * found / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Compass:
    """Everything that `fupan path` shows."""

    motive: Spell | None
    problem: Problem | None
    stated: tuple[Problem, ...]  # every statement, the first one first
    since: Week | None  # the week since which the problem stands in these words
    pointed: Pointed
    lived: Lived
    distance: float | None  # points between the value's share and the share that was lived
    decisions: tuple[Decision, ...] = ()
    due: tuple[Decision, ...] = ()
    said: Mapping[str, float] = field(default_factory=dict)  # each value's share, in percent


@cache
def cards() -> Mapping[Path, Card]:
    """The table of the three paths, in both languages."""
    told = json.loads(DATA.read_text(encoding="utf-8"))
    return {
        Path(name): Card(path=Path(name), **{part: Bilingual(*words) for part, words in card.items()})
        for name, card in told.items()
    }


def compass(
    problems: Sequence[Problem],
    spells: Sequence[Spell],
    decisions: Sequence[Decision],
    goals: Sequence[Goal],
    weeks: Sequence[GoalWeek],
    today: Week,
) -> Compass:
    """The page of evidence; `weeks` are the goal weeks of the last LIVED_OVER weeks."""
    problem = problems[-1] if problems else None
    motive = spells[-1] if spells else None
    found = point(problem, motive)
    told = lived(goals, weeks)
    said = shares(problem)
    distance = None
    if found.path and said and told.total:
        value = next(name for name, path in VALUES.items() if path is found.path)
        distance = abs(said[value] - told.percent(FIELDS[found.path]))
    same = [one for one in problems if problem and one.text == problem.text]
    return Compass(
        motive=motive,
        problem=problem,
        stated=tuple(problems),
        since=same[0].week if same else None,
        pointed=found,
        lived=told,
        distance=distance,
        decisions=tuple(decisions),
        due=due(decisions, today),
        said=said,
    )


def due(decisions: Sequence[Decision], week: Week) -> tuple[Decision, ...]:
    """The decisions whose week of review has come and that nobody has looked at again."""
    return tuple(one for one in decisions if one.reviewed is None and one.review <= week)


def point(problem: Problem | None, motive: Spell | None) -> Pointed:
    """Where the values point, by the highest one, if it is at least ENOUGH and has its proof.

    Academic to a PhD, commercial to a startup where the motive has held, else growth to a job.
    """
    held = _held(motive)
    if problem is None:
        return Pointed(path=None, why="no_problem", held=held)
    scores = {name: getattr(problem, name) for name in VALUES}
    if None in scores.values():
        return Pointed(path=None, why="no_values", held=held)
    best = max(scores.values())
    highest = [name for name, value in scores.items() if value == best]
    waits = highest == ["commercial"] and best >= ENOUGH and held < HELD
    name = "growth" if waits else highest[0]
    why = ""
    if len(highest) > 1 and best >= ENOUGH:
        why = "tie"
    elif scores[name] < ENOUGH:
        why = "low"
    elif not getattr(problem, f"{name}_proof"):
        why = "no_proof"
    return Pointed(path=None if why else VALUES[name], why=why, held=held, startup_waits=waits)


def shares(problem: Problem | None) -> dict[str, float]:
    """Each value's share of what was said, in percent; {} where one is not said or all are nothing."""
    said = {name: getattr(problem, name) for name in VALUES} if problem else {}
    if not said or None in said.values() or not sum(said.values()):
        return {}
    whole = sum(said.values())
    return {name: 100 * value / whole for name, value in said.items()}


def lived(goals: Sequence[Goal], weeks: Sequence[GoalWeek]) -> Lived:
    """What the weeks went to, by the fields of their goals: hours, or counts where no hours are on record."""
    of = {goal.id: goal for goal in goals}
    known = [week for week in weeks if week.goal in of and week.outcome is not None]
    by_hours = any(week.actual_hours for week in known)
    counted: dict[Field, float] = {}
    for week in known:
        place = _field(of[week.goal], of)
        counted[place] = counted.get(place, 0) + ((week.actual_hours or 0) if by_hours else 1)
    found = [
        Share(
            field=place,
            amount=amount,
            goals=len({week.goal for week in known if _field(of[week.goal], of) is place}),
            done=len({w.goal for w in known if _field(of[w.goal], of) is place and w.outcome is Outcome.DONE}),
        )
        for place, amount in counted.items()
    ]
    undone, blows, stood = _standing(known)
    return Lived(
        weeks=len({week.week for week in known}),
        by_hours=by_hours,
        shares=tuple(sorted(found, key=lambda share: (-share.amount, share.field))),
        undone=undone,
        blows=blows,
        stood=stood,
    )


def _field(goal: Goal, goals: Mapping[str, Goal]) -> Field:
    """A week goal that says “other” is about what the goal above it is about."""
    above = goals.get(goal.parent)
    return above.field if above and goal.field is Field.OTHER else goal.field


def _held(motive: Spell | None) -> int:
    """Weeks in a row, up to the last one on record, in which the motive was at least STRONG."""
    count = 0
    for strength in reversed(motive.strengths if motive else ()):
        if strength is None or strength < STRONG:
            break
        count += 1
    return count


def _standing(weeks: Sequence[GoalWeek]) -> tuple[int, int, int]:
    """Longest run of full weeks without a goal done; weeks after a week of misses; how many of these were full."""
    by_week: dict[Week, list[GoalWeek]] = {}
    for week in weeks:
        by_week.setdefault(week.week, []).append(week)
    rows = [by_week[week] for week in sorted(by_week)]
    longest = run = 0
    for row in rows:
        run = run + 1 if _full(row) and not any(one.outcome is Outcome.DONE for one in row) else 0
        longest = max(longest, run)
    after = [now for before, now in pairwise(rows) if all(one.missed for one in before)]
    return longest, len(after), sum(_full(row) for row in after)


def _full(row: Sequence[GoalWeek]) -> bool:
    planned = sum(one.planned_hours or 0 for one in row)
    return bool(planned) and sum(one.actual_hours or 0 for one in row) >= FULL * planned
