"""The goals of a report: their stories and scores, the misses by cause, and how far the judges agree."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from fupan.bilingual import Bilingual
from fupan.model import Call, Cause, Level, Outcome, Reason, Score
from fupan.periods import Week
from fupan.report.goal_nouns import (
    Agreement,
    CauseKey,
    CauseLine,
    GoalStory,
    Miss,
    OfferLine,
    Quote,
    Ruling,
    StoryLine,
    TrialLine,
)
from fupan.responses import catalogue, fill
from fupan.responses.hindsight import Hindsight, hindsight
from fupan.scoring import Life, computed_score, is_miss, lives, missed_week_goals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.model import Goal, GoalWeek, Trial, Verdict
    from fupan.report import Material
    from fupan.responses import Offer, Response

KAPPA_FROM = 10  # verdicts; below this the figure says nothing


def found_lives(material: Material) -> tuple[Life, ...]:
    """The goals of the period with their weeks; in a report of one week every goal stands for itself."""
    rows = tuple(goal for review in material.reviews for goal in review.goals)
    found = lives(material.goals, rows, material.period)
    if isinstance(material.period, Week):
        return tuple(life for life in found if life.goal.level is Level.WEEK)
    return found


# --- verdicts and misses ---------------------------------------------------------------------------------


def all_verdicts(material: Material) -> tuple[Verdict, ...]:
    """Every verdict of the period once, in the order of their periods; the quarter's come last."""
    written = [verdict for review in material.reviews for verdict in review.verdicts]
    closing = [verdict for closed in material.quarterlies for verdict in closed.verdicts]
    every = {(verdict.goal, verdict.period): verdict for verdict in (*material.verdicts, *written, *closing)}
    closed = (str(closing.quarter) for closing in material.quarterlies)
    periods = {str(material.period), *map(str, material.period.weeks), *closed}
    inside = (verdict for verdict in every.values() if verdict.period in periods)
    return tuple(sorted(inside, key=lambda verdict: ("Q" in verdict.period, verdict.period, verdict.goal)))


def scores_of(material: Material, found: Iterable[Life]) -> Mapping[str, Score]:
    """The scores of the quarter goals; before the quarter is closed the record's alone, and none holds."""
    given = {score.goal: score for closed in material.quarterlies for score in closed.scores}
    return {
        life.goal.id: given.get(life.goal.id) or Score(goal=life.goal.id, computed=computed_score(life))
        for life in found
        if life.goal.level is Level.QUARTER
    }


def missed_goals(material: Material, found: Sequence[Life]) -> frozenset[str]:
    """Goals that count as missed: by their score, by the person's word, or by their last week.

    Until a quarter is closed nothing is said of its goals; the week goals that serve them speak instead.
    """
    known = {life.goal.id for life in found}
    if material.quarterly is None:
        ended = (life for life in found if life.goal.level is Level.WEEK and life.reviewed)
        last = {life.goal.id for life in ended if life.reviewed[-1].missed and life.goal.outcome is not Outcome.DROPPED}
        return frozenset(last | (set(material.diagnoses) & known))
    scores = scores_of(material, found)
    by_score = {
        life.goal.id for life in found if life.goal.id in scores and is_miss(life.goal, scores[life.goal.id].final)
    }
    by_word = {life.goal.id for life in found if material.said(f"scores.{life.goal.id}.missed") == "yes"}
    by_word |= {verdict.goal for verdict in material.quarterly.verdicts}
    last = {life.goal.id for life in missed_week_goals(found) if life.goal.outcome is not Outcome.DROPPED}
    return frozenset((by_score | by_word | last | set(material.diagnoses)) & known)


def misses(material: Material, found: Sequence[Life]) -> tuple[Miss, ...]:
    """The missed goals of one quarter or less."""
    missed = missed_goals(material, found)
    scores = scores_of(material, found)
    verdicts = all_verdicts(material)
    return tuple(_miss(life, scores.get(life.goal.id), verdicts, material) for life in found if life.goal.id in missed)


def _miss(life: Life, score: Score | None, verdicts: Sequence[Verdict], material: Material) -> Miss:
    goal = life.goal
    family = {goal.id, *(week.goal for week in life.weeks)}
    about = [verdict for verdict in verdicts if verdict.goal == goal.id]
    last = about[-1] if about else None
    key = cause_key(last)
    planned, actual, lost = _hours(life.reviewed, excused=key is not CauseKey.OUTSIDE)
    return Miss(
        goal=goal.id,
        title=goal.title,
        level=goal.level,
        key=key,
        cause=last.final if last else None,
        reason=last.reason if last else None,
        own=last.own if last else None,
        mentor=last.mentor if last else None,
        program=material.diagnoses.get(goal.id) or (last.program if last else None),
        overruled=last.overruled if last else "",
        around=last.around if last else "",
        score=score.final if score else None,
        planned=planned,
        actual=actual,
        lost=lost,
        history=tuple(_rulings(verdicts, family)),
        said=_said(life, material),
        offers=tuple(_offer(offer, goal.title) for offer in material.offers.get(goal.id, ())),
    )


def cause_key(verdict: Verdict | None) -> CauseKey:
    """The row of the table of causes that a verdict counts in."""
    if verdict is None or verdict.final is None:
        return CauseKey.UNDECIDED
    if verdict.final is not Cause.UNCLEAR:
        return CauseKey(verdict.final.value)
    rows = {
        Reason.OUTSIDE: CauseKey.OUTSIDE,
        Reason.NOT_WANTED: CauseKey.DROPPED,
        Reason.MIXED: CauseKey.MIXED,
    }
    return rows.get(verdict.reason, CauseKey.UNCLEAR) if verdict.reason else CauseKey.UNCLEAR


def _rulings(verdicts: Iterable[Verdict], family: set[str]) -> Iterable[Ruling]:
    for verdict in verdicts:
        if verdict.goal in family and verdict.final and "W" in verdict.period:
            yield Ruling(week=Week.read(verdict.period), cause=verdict.final, reason=verdict.reason)


def _said(life: Life, material: Material) -> tuple[Quote, ...]:
    """Why it was missed, in the person's own words: week by week, then as seen from the quarter's end."""
    quotes = []
    for row in life.reviewed:
        gap = row.gap
        if row.missed and gap:
            more = [text for text in (gap.stuck_at, gap.outside_what) if text and text not in gap.why]
            quotes += [Quote(week=row.week, text=text) for text in (gap.why, *more) if text]
    now = material.said_of(f"goals.{life.goal.id}.why_now")
    return (*quotes, *((Quote(week=None, text=now),) if now else ()))


def _hours(rows: Iterable[GoalWeek], *, excused: bool = True) -> tuple[float | None, float | None, float | None]:
    """Planned, real and missing hours of the weeks in which both were recorded.

    Hours that something outside took are not missing, unless that is what is asked for.
    """
    timed = [
        (row.planned_hours, row.actual_hours, (row.gap.outside_hours or 0) if row.gap and excused else 0)
        for row in rows
        if row.planned_hours is not None and row.actual_hours is not None
    ]
    if not timed:
        return None, None, None
    planned, actual = sum(plan for plan, _, _ in timed), sum(real for _, real, _ in timed)
    lost = sum(max(0.0, plan - real - outside) for plan, real, outside in timed)
    return round(planned, 2), round(actual, 2), round(lost, 2)


# --- stories ---------------------------------------------------------------------------------------------


def stories(material: Material, found: Sequence[Life], missed: frozenset[str]) -> tuple[GoalStory, ...]:
    """The quarter's goals with all that served them, then the goals that stand for themselves."""
    scores = scores_of(material, found)
    titles = {goal.id: goal.title for goal in material.goals}
    folded = {life.goal.id for life in found if life.goal.parent in scores}
    return tuple(
        _story(life, scores.get(life.goal.id), titles, material, missed) for life in found if life.goal.id not in folded
    )


def _story(
    life: Life, score: Score | None, titles: Mapping[str, str], material: Material, missed: frozenset[str]
) -> GoalStory:
    goal = life.goal
    planned, actual, _ = _hours(life.reviewed)
    return GoalStory(
        id=goal.id,
        title=goal.title,
        level=goal.level,
        kind=goal.kind,
        field=goal.field,
        measure=goal.measure or next((row.measure for row in reversed(life.weeks) if row.goal == goal.id), ""),
        hours=goal.hours,
        serves=titles.get(goal.parent, ""),
        outcome=goal.outcome,
        ending=goal.why,
        own=score.own if score else None,
        computed=score.computed if score else None,
        final=score.final if score else None,
        credit=material.said_of(f"credits.{goal.id}"),
        missed=goal.id in missed,
        planned=planned,
        actual=actual,
        lines=tuple(_line(row, goal, quoted=bool({goal.id, row.goal} & missed)) for row in life.reviewed),
    )


def _line(row: GoalWeek, goal: Goal, *, quoted: bool) -> StoryLine:
    why = row.gap.why if row.gap and row.missed and not quoted else ""
    return StoryLine(
        week=row.week,
        goal=row.goal,
        title=row.title if row.title != goal.title else "",
        outcome=row.outcome,
        planned=row.planned_hours,
        actual=row.actual_hours,
        estimated=row.estimated,
        carried=row.carried,
        carried_as=row.carried_as,
        progress=row.progress,
        proof=row.proof,
        credit=row.credit,
        let_go=row.let_go,
        replaced_by=row.replaced_by,
        why=why,
    )


# --- causes, agreement, trials ---------------------------------------------------------------------------


def causes(material: Material, found: Sequence[Life], missed: Sequence[Miss]) -> tuple[CauseLine, ...]:
    """Goals and hours by cause, empty rows left out. Goals let go on purpose are no misses."""
    judged = {miss.goal for miss in missed}
    above = {life.goal.id for life in found} if material.quarterly else set()
    folded = {life.goal.id for life in found if life.goal.parent in above}
    let_go = [
        life
        for life in found
        if life.goal.outcome is Outcome.DROPPED and life.goal.id not in judged and life.goal.id not in folded
    ]
    lines = []
    for key in CauseKey:
        parts = [(miss.planned, miss.actual, miss.lost) for miss in missed if miss.key is key]
        if key is CauseKey.DROPPED:
            parts += [_hours(life.reviewed) for life in let_go]
        if parts:
            lines.append(CauseLine(key=key, goals=len(parts), **sums(parts)))
    return tuple(lines)


def sums(parts: Sequence[tuple[float | None, float | None, float | None]]) -> dict[str, float | None]:
    columns = dict(zip(("planned", "actual", "lost"), zip(*parts, strict=True), strict=True))
    known = {name: [value for value in column if value is not None] for name, column in columns.items()}
    return {name: round(sum(values), 2) if values else None for name, values in known.items()}


_LABELS = {Call.LAZINESS: Cause.LAZINESS, Call.ABILITY: Cause.ABILITY}


def agreement(verdicts: Iterable[Verdict]) -> tuple[Agreement, ...]:
    """The person's and the mentor's call against the program's, on laziness, ability and unclear."""
    judged = [verdict for verdict in verdicts if verdict.program]
    lines = []
    for voice in ("own", "mentor"):
        pairs = [
            (_LABELS.get(call, Cause.UNCLEAR), verdict.program.cause)
            for verdict in judged
            if (call := getattr(verdict, voice)) and verdict.program
        ]
        if pairs:
            same = sum(one is other for one, other in pairs)
            lines.append(Agreement(voice=voice, n=len(pairs), same=same, kappa=kappa(pairs)))
    return tuple(lines)


def borne_out(material: Material, verdicts: Iterable[Verdict]) -> Hindsight | None:
    """Whom the responses bore out where the person and the program differed."""
    lives: dict[str, list[GoalWeek]] = defaultdict(list)
    for review in material.reviews:
        for week in review.goals:
            lives[week.goal].append(week)
    return hindsight(verdicts, material.trials, lives)


def kappa(pairs: Sequence[tuple[Cause, Cause]]) -> float | None:
    """Cohen's κ, from ten pairs on; None where chance alone would agree always."""
    n = len(pairs)
    if n < KAPPA_FROM:
        return None
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ones[cause] * others[cause] for cause in Cause) / n**2
    if chance == 1:
        return None
    return round((sum(one is other for one, other in pairs) / n - chance) / (1 - chance), 2)


def trials(material: Material) -> tuple[TrialLine, ...]:
    """The responses tried in the period, and those begun at its end."""
    first, last = material.period.weeks[0], material.period.weeks[-1]
    inside = [
        trial
        for trial in material.trials
        if first <= trial.started <= last.shift(1) or any(week.week in material.period for week in trial.weeks)
    ]
    titles = {goal.id: goal.title for goal in material.goals}
    responses = material.responses or catalogue()
    return tuple(
        _trial(trial, titles.get(trial.goal, ""), responses.get(trial.response))
        for trial in sorted(inside, key=lambda trial: (trial.started, trial.id))
    )


def _trial(trial: Trial, goal: str, response: Response | None) -> TrialLine:
    """`response` is None for one of the person's own that is no longer in their list: its id must do."""
    return TrialLine(
        id=trial.id,
        goal=trial.goal,
        response=trial.response,
        title=response.title if response else Bilingual(trial.response, trial.response),
        instruction=_filled(response, {**trial.slots, "goal": goal}) if response else Bilingual("", ""),
        started=trial.started,
        ended=trial.ended,
        dose_planned=trial.dose_planned,
        weeks=trial.weeks,
        result=trial.result,
    )


def _offer(offer: Offer, goal: str) -> OfferLine:
    return OfferLine(
        response=offer.response.id,
        title=offer.response.title,
        because=offer.reason,
        instruction=_filled(offer.response, {"goal": goal}),
        tried=offer.tried,
        worked=offer.worked,
    )


def _filled(response: Response, slots: Mapping[str, str]) -> Bilingual:
    return Bilingual(fill(response, slots, "en"), fill(response, slots, "zh"))
