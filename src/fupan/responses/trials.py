"""Whether a response worked: judged on recorded numbers, never on “it helped”.

A response is an experiment with a dose. It worked if it was carried out and the test that its row of
the catalogue names is met by hours, progress and outcomes; where the record cannot tell, it is too early.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.averages import mean
from fupan.lean import dataclass
from fupan.model import Outcome, TrialResult
from fupan.planning import share_done

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from fupan.model import GoalWeek, Trial
    from fupan.periods import Week
    from fupan.responses import Response

PARTLY_CARRIED_OUT = 0.4  # of the agreed doses; below it was not carried out
FULL_EFFORT = 0.8
MORE_EFFORT = 0.2
MOVED = 0.05  # progress below this is standing still
DECIDING_EFFORT = 0.9
LEAST_FOR_A_RULE = 3  # trials before one says "works for you"
RANKS = {Outcome.MISSED: 0, Outcome.PARTLY: 1, Outcome.DONE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A trial in numbers, before its start and since. None: not recorded."""

    result: TrialResult
    carried_out: float | None  # doses done over doses agreed
    effort_before: float | None  # real over planned hours
    effort_since: float | None
    gain_before: float | None  # progress, as a share of the whole goal
    gain_since: float | None
    hours_gained: float | None  # real hours beyond those of as many weeks before


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One response over all its trials. `n` counts the judged ones."""

    response: str
    tried: int
    n: int
    carried_out: int
    worked: int
    hours_gained: float | None = None

    @property
    def tells(self) -> bool:
        """Whether there are enough trials to speak of what works for this person."""
        return self.n >= LEAST_FOR_A_RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What a test may look at: weeks of the goal, ascending, before the trial and since."""

    trial: Trial
    response: Response
    earlier: tuple[GoalWeek, ...]  # everything before the trial
    since: tuple[GoalWeek, ...]

    @property
    def before(self) -> tuple[GoalWeek, ...]:
        """As many weeks before the trial as it is judged over."""
        return self.earlier[-self.trial.review_weeks :]

    @property
    def done(self) -> bool:
        return any(week.outcome is Outcome.DONE for week in self.since)


def measure_trial(
    trial: Trial, response: Response, before: Sequence[GoalWeek], since: Sequence[GoalWeek], today_week: Week
) -> Measured:
    """A trial's numbers and its result. `today_week` is the newest week that has been reviewed."""
    case = Case(
        trial=trial,
        response=response,
        earlier=tuple(week for week in before if week.week < trial.started),
        since=tuple(week for week in since if trial.started <= week.week <= today_week),
    )
    return Measured(
        result=_result(case, today_week),
        carried_out=_carried_out(case),
        effort_before=effort(case.before),
        effort_since=effort(case.since),
        gain_before=_gain_before(case),
        gain_since=_gain(case),
        hours_gained=_hours_gained(case),
    )


def ledger(trials: Sequence[Trial], hours: Mapping[str, float] | None = None) -> tuple[LedgerLine, ...]:
    """What was tried and what came of it, best first; `hours` gained by trial id, where they are known."""
    hours = hours or {}
    lines = []
    for name in dict.fromkeys(trial.response for trial in trials):
        own = [trial for trial in trials if trial.response == name]
        results = [trial.result for trial in own]
        worked, no_effect = results.count(TrialResult.WORKED), results.count(TrialResult.NO_EFFECT)
        gained = [hours[trial.id] for trial in own if trial.id in hours]
        lines.append(
            LedgerLine(
                response=name,
                tried=len(own),
                n=worked + no_effect + results.count(TrialResult.NOT_CARRIED_OUT),
                carried_out=worked + no_effect,
                worked=worked,
                hours_gained=sum(gained) if gained else None,
            )
        )
    return tuple(sorted(lines, key=lambda line: (-line.worked, -line.n, line.response)))


def effort(weeks: Sequence[GoalWeek]) -> float | None:
    """Real over planned hours, of the weeks that have both."""
    told = [(week.actual_hours, week.planned_hours) for week in weeks if week.actual_hours is not None]
    both = [(real, planned) for real, planned in told if planned]
    return sum(real for real, _ in both) / sum(planned for _, planned in both) if both else None


def _result(case: Case, today_week: Week) -> TrialResult:
    share = _carried_out(case)
    if share is None or not _over(case, today_week):
        return TrialResult.TOO_EARLY
    if share < PARTLY_CARRIED_OUT:
        return TrialResult.NOT_CARRIED_OUT
    worked = TESTS[case.response.test](case)
    if worked is None:
        return TrialResult.TOO_EARLY
    return TrialResult.WORKED if worked else TrialResult.NO_EFFECT


def _over(case: Case, today_week: Week) -> bool:
    """The weeks agreed on are reviewed, or the goal has ended before."""
    ended = any(week.outcome in (Outcome.DONE, Outcome.DROPPED) for week in case.since)
    leaves = case.response.test == "stays_away"
    return today_week >= case.trial.started.shift(case.trial.review_weeks - 1) or (ended and not leaves)


def _carried_out(case: Case) -> float | None:
    """Doses done over doses agreed; of hours over agreed hours where the hours are the dose."""
    if case.response.by == "effort":
        return _effort_agreed(case)
    if case.response.test == "stays_away" and case.earlier and case.earlier[-1].outcome is Outcome.DROPPED:
        return 1.0
    doses = [week.doses for week in case.trial.weeks if week.doses is not None]
    if not doses:
        return None
    if case.response.by == "any":
        return 1.0 if sum(doses) >= 1 else 0.0
    agreed = (case.trial.dose_planned or case.response.dose) * (1 if case.response.once else len(doses))
    return sum(doses) / agreed if agreed else None


def _effort_agreed(case: Case) -> float | None:
    """Real hours over the hours a week that the trial's own slot names, else over the plan."""
    named = re.search(r"\d+(?:\.\d+)?", str(case.trial.slots.get("hours", "")))
    real = [week.actual_hours for week in case.since if week.actual_hours is not None]
    if case.response.test == "progress_half_more" and named and float(named.group()) and real:
        return sum(real) / (float(named.group()) * len(real))
    return effort(case.since)


def _hours(weeks: Sequence[GoalWeek]) -> list[float]:
    return [week.actual_hours for week in weeks if week.actual_hours is not None]


def _hours_gained(case: Case) -> float | None:
    before, since = _hours(case.before), _hours(case.since)
    return sum(since) - mean(before) * len(since) if before and since else None


def _gain(case: Case) -> float | None:
    """Progress since the trial began."""
    start, now = _start(case), share_done(case.since)
    return None if start is None or now is None else now - start


def _start(case: Case) -> float | None:
    """What stood when the trial began; a goal without earlier weeks began at nothing."""
    if not case.earlier:
        return 0.0
    stood = share_done(case.earlier)
    told = [week.progress for week in case.since if week.progress is not None]
    return stood if stood is not None or len(told) < 2 else told[0]


def _gain_before(case: Case) -> float | None:
    """Progress over as many weeks before the trial."""
    older = case.earlier[: -case.trial.review_weeks]
    then = share_done(older) if older else 0.0
    now = share_done(case.before)
    return None if then is None or now is None else now - then


def _effort(case: Case) -> bool | None:
    now, then = effort(case.since), effort(case.before)
    if now is None:
        return None
    return now >= FULL_EFFORT or (then is not None and now - then >= MORE_EFFORT - 1e-9)


def _effort_recorded(case: Case) -> bool | None:
    held = _effort(case)
    return held and all(week.actual_hours is not None for week in case.since)


def _effort_up(case: Case) -> bool | None:
    now, then = effort(case.since), effort(case.before)
    return None if now is None or then is None else now - then >= MORE_EFFORT - 1e-9


def _effort_full(case: Case) -> bool | None:
    now = effort(case.since)
    return None if now is None else now >= FULL_EFFORT


def _zero_weeks(case: Case) -> bool | None:
    """Weeks at zero end, and the effort is up."""
    hours = _hours(case.since)
    up = _effort_up(case)
    return None if not hours or up is None else up and all(hour > 0 for hour in hours)


def _hours_doubled(case: Case) -> bool | None:
    before, since = _hours(case.before), _hours(case.since)
    return mean(since) > 0 and mean(since) >= 2 * before[-1] if before and since else None


def _hours_any(case: Case) -> bool | None:
    since = _hours(case.since)
    return any(hour > 0 for hour in since) if since else None


def _rank(weeks: Sequence[GoalWeek]) -> int | None:
    ranks = [RANKS[week.outcome] for week in weeks if week.outcome in RANKS]
    return ranks[-1] if ranks else None


def _outcome_better(case: Case) -> bool | None:
    now, then = _rank(case.since), _rank(case.before)
    return None if now is None or then is None else now > then


def _outcome_any(case: Case) -> bool | None:
    now = _rank(case.since)
    return None if now is None else now >= RANKS[Outcome.PARTLY]


def _goal_done(case: Case) -> bool | None:
    return case.done if _rank(case.since) is not None else None


def _moved(case: Case, by: float = MOVED) -> bool | None:
    """Whether the goal moved; without recorded progress only a better or a missed outcome tells."""
    gain = _gain(case)
    if case.done or gain is not None:
        return case.done or (gain or 0) >= by - 1e-9
    if _outcome_better(case):
        return True
    return False if _rank(case.since) == RANKS[Outcome.MISSED] else None


def _progress_tenth(case: Case) -> bool | None:
    return _moved(case, 0.1)


def _progress_half_more(case: Case) -> bool | None:
    now, then = _gain(case), _gain_before(case)
    return None if now is None or then is None else now >= max(1.5 * then, MOVED) - 1e-9


def _pace_doubled(case: Case) -> bool | None:
    now, then = _gain(case), _gain_before(case)
    since, before = sum(_hours(case.since)), sum(_hours(case.before))
    if now is None or then is None or not since or not before:
        return None
    return now >= MOVED and now / since >= 2 * then / before - 1e-9


def _next_step(case: Case) -> bool | None:
    """The next step is known and the goal moves; where the step was not asked, a tenth of the goal tells."""
    known = [week.gap.knew_next_step for week in case.since if week.gap and week.gap.knew_next_step]
    if known and known[-1] != "yes":
        return False
    return _moved(case) if known else _moved(case, 0.1)


def _stuck_halved(case: Case) -> bool | None:
    before, since = _stuck(case.before), 0.0 if case.done else _stuck(case.since)
    return None if not before or since is None else since <= before / 2


def _stuck(weeks: Sequence[GoalWeek]) -> float | None:
    told = [week.gap.stuck_hours for week in weeks if week.gap and week.gap.stuck_hours is not None]
    return mean(told) if told else None


def _plan_fits(case: Case) -> bool | None:
    """Planned over needed hours within .8 and 1.25, for what was left when the trial began."""
    start, gain, spent = _start(case), _gain(case), sum(_hours(case.since))
    planned = sum(week.planned_hours or 0 for week in case.since)
    if case.done and planned and spent:
        return 0.8 <= planned / spent <= 1.25
    if start is None or gain is None or gain < MOVED or start >= 1 or not (planned and spent):
        return None
    return 0.8 <= planned / (spent * (1 - start) / gain) <= 1.25


def _pieces(case: Case) -> bool | None:
    """Two pieces a week, the doses being pieces."""
    doses = [week.doses for week in case.trial.weeks if week.doses is not None]
    return mean(doses) >= 2 if doses else None


def _stays_away(case: Case) -> bool | None:
    return not [week for week in case.since if week.outcome is not Outcome.DROPPED]


def _told_apart(case: Case) -> bool | None:
    """The misses since say whether it was not wanting, not knowing or something else."""
    return any(week.gap and week.gap.why_not_start for week in case.since)


def _decided(case: Case) -> bool | None:
    """With all the hours in, the goal moved or stood still: either way it is told."""
    full = effort(case.since)
    if full is None:
        return None
    return False if full < DECIDING_EFFORT else (_moved(case) is not None or None)


TESTS: Mapping[str, Callable[[Case], bool | None]] = {
    "effort": _effort,
    "effort_recorded": _effort_recorded,
    "effort_up": _effort_up,
    "effort_full": _effort_full,
    "zero_weeks": _zero_weeks,
    "hours_doubled": _hours_doubled,
    "hours_any": _hours_any,
    "outcome_better": _outcome_better,
    "outcome_any": _outcome_any,
    "goal_done": _goal_done,
    "progress": _moved,
    "progress_tenth": _progress_tenth,
    "progress_half_more": _progress_half_more,
    "pace_doubled": _pace_doubled,
    "next_step": _next_step,
    "stuck_halved": _stuck_halved,
    "plan_fits": _plan_fits,
    "pieces": _pieces,
    "stays_away": _stays_away,
    "told_apart": _told_apart,
    "decided": _decided,
}
