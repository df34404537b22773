"""Who was right later: where the person and the program differed, what a response then showed.

A response is a test of its cause: hours brought in with a partner and no progress were never laziness; a
laziness response that worked, or an ability response that worked, bears its cause out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.model import Call, Cause, Trial, TrialResult, Verdict
from fupan.periods import Week
from fupan.responses.trials import effort

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.model import GoalWeek

FULL_EFFORT = 0.8  # real over planned hours from which missing progress is no longer a matter of hours
DECIDED = {Call.LAZINESS: Cause.LAZINESS, Call.ABILITY: Cause.ABILITY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hindsight:
    """Verdicts on which person and program differed and that a response has decided since."""

    n: int
    person: int
    program: int


def hindsight(
    verdicts: Iterable[Verdict], trials: Sequence[Trial], lives: Mapping[str, Sequence[GoalWeek]]
) -> Hindsight | None:
    """Whom the follow-up bore out; None where nothing was decided yet."""
    person = program = 0
    for verdict in verdicts:
        own = DECIDED.get(verdict.own) if verdict.own else None
        proposed = verdict.program.cause if verdict.program else None
        if own is None or proposed not in DECIDED.values() or own is proposed:
            continue
        shown = shown_since(verdict, trials, lives.get(verdict.goal, ()))
        person += shown is own
        program += shown is proposed
    return Hindsight(n=person + program, person=person, program=program) if person + program else None


def shown_since(verdict: Verdict, trials: Sequence[Trial], lived: Sequence[GoalWeek]) -> Cause | None:
    """The cause that the first judged response after a verdict bore out."""
    since = Week.read(verdict.period) if "W" in verdict.period else None
    for trial in sorted(trials, key=lambda trial: trial.started):
        if trial.goal == verdict.goal and since is not None and trial.started > since and trial.result:
            return shown_by(trial, [week for week in lived if week.week >= trial.started])
    return None


def shown_by(trial: Trial, since: Sequence[GoalWeek]) -> Cause | None:
    """The cause that a judged response speaks for, if it speaks."""
    kind = trial.response[:1]
    if trial.result is TrialResult.WORKED:
        return {"L": Cause.LAZINESS, "A": Cause.ABILITY}.get(kind)
    spent = effort(since)
    if trial.result is TrialResult.NO_EFFECT and kind == "L" and spent is not None and spent >= FULL_EFFORT:
        return Cause.ABILITY
    return None
