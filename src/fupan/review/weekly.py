"""The weekly review: what is known before it, and which questions it asks, given the answers so far.

`weekly(sheet, answers)` is pure: the same sheet and answers give the same questions, so that an
interrupted review resumes, a step goes back, and a script is judged by the very list that a person sees.
Order and minutes: open 1, motive 3, facts 6, gaps 6, mentor 3, responses 3, next week 7, rule and seal 1.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.diagnosis.quality import quality
from fupan.grades import REQUEST
from fupan.lean import dataclass
from fupan.long_view import FromAfar
from fupan.model import Change, Goal, GoalWeek, Motive, MotiveKind, Note, Outcome, Trial, WeeklyReview
from fupan.questions import question
from fupan.review.deciding import looking_back
from fupan.review.inquiry import Miss, elsewhere, gap_questions, mentor_questions, verdict_of, verdict_questions, worry
from fupan.review.moving import sayable
from fupan.review.promising import PROMISED_AT_MOST, carried_on, carry_questions, new_goal_questions
from fupan.review.responding import follow_up, respond
from fupan.review.returning import asked_for, still_sure, words_again
from fupan.review.reviewed import had_goals, misses, reviewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupan.periods import Week
    from fupan.planning import Factor
    from fupan.questions import Question
    from fupan.recurring import Why

MINUTES: Mapping[str, float] = MappingProxyType(
    {"open": 1, "motive": 3, "facts": 6, "gap": 6, "mentor": 3, "response": 3, "next": 7, "close": 1}
)
TAKES: Mapping[str, float] = MappingProxyType({"full": 30, "short": 10, "first": 15, "catchup": 3})  # minutes
REVIEWED_AT_MOST, PROBED_AT_MOST, CAUGHT_UP_AT_MOST = 5, 3, 4
ask = partial(question, "week")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a review begins with: last week's promises in the person's own words, and no comment."""

    promises: tuple[GoalWeek, ...]
    request: str
    trials: tuple[Trial, ...]
    notes: tuple[Note, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSheet:
    """Everything that is known before the first question."""

    week: Week
    mode: str = "full"  # full, short, first, catchup
    late: bool = False
    again: bool = False
    goals: tuple[GoalWeek, ...] = ()  # promised for this week, most hours first
    lives: Mapping[str, tuple[GoalWeek, ...]] = field(default_factory=dict)  # their earlier weeks
    trials: tuple[Trial, ...] = ()  # under way
    past_trials: tuple[Trial, ...] = ()
    confirmed: tuple[int, int] = (0, 0)  # earlier misses that the person filed under laziness, and under ability
    quarter_goals: tuple[Goal, ...] = ()
    motive: Motive | None = None
    afar: FromAfar = field(default_factory=FromAfar)
    previous: WeeklyReview | None = None
    sealed: WeeklyReview | None = None  # what is amended
    notes: tuple[Note, ...] = ()
    factor: Factor | None = None  # real over planned hours; None without a record
    sure: Mapping[str, int] = field(default_factory=dict)  # of the quarter goals, as last said
    whys: tuple[Why, ...] = ()  # what was written about earlier misses
    capacity: float = 20
    firmness: str = "plain"
    draft: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)  # the sealed answers, when amending

    @property
    def period(self) -> str:
        return str(self.week)

    @property
    def span(self) -> Week:
        return self.week

    @property
    def resumed(self) -> bool:
        return bool(self.draft)

    @property
    def minutes(self) -> Mapping[str, float]:
        """The budget of each section; the shorter ways share theirs out alike."""
        share = TAKES.get(self.mode, 30) / sum(MINUTES.values())
        return {section: minutes * share for section, minutes in MINUTES.items()}

    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        return weekly(self, answers)

    def of(self, goal: str) -> tuple[GoalWeek, ...]:
        return tuple(self.lives.get(goal, ()))


def weekly(sheet: WeekSheet, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """Every question of this review as far as the answers so far tell."""
    ways = {"first": first_review, "short": short_review, "catchup": catch_up}
    sections = ways.get(sheet.mode, full_review)
    asked = sections(sheet, answers)
    if sheet.said:
        asked = (replace(q, default=sheet.said[q.key]) if sheet.said.get(q.key) is not None else q for q in asked)
    return tuple(asked)


def full_review(sheet: WeekSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    goals = goals_reviewed(sheet, answers)
    missed = misses_of(sheet, goals, answers)
    deep, others = missed[:PROBED_AT_MOST], missed[PROBED_AT_MOST:]
    verdicts = [(verdict_of(miss, answers), miss.goal.title) for miss in deep]
    trying = partial(respond, past=sheet.past_trials, active=len(sheet.trials), firmness=sheet.firmness)
    return chain(
        opening(sheet),
        asked_for(request_of(sheet)),
        looking_back(sheet.afar.decisions),
        motive(sheet, answers),
        facts(sheet, answers),
        chain.from_iterable(inquiry(sheet, miss, answers) for miss in deep),
        chain.from_iterable(gap_questions(miss, answers, depth="brief") for miss in others),
        mentor(),
        mentor_questions(deep, answers),
        verdict_questions(deep, answers),
        follow_up(sheet.trials, answers),
        () if sheet.again else trying(verdicts, answers),
        still_sure(sheet.quarter_goals, sheet.sure),
        next_week(sheet, goals, answers),
        [ask("C1")],
    )


def short_review(sheet: WeekSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """Ten minutes: the motive's strength, the facts, one miss, one promise."""
    goals = goals_reviewed(sheet, answers)
    deep = misses_of(sheet, goals, answers)[:1]
    return chain(
        opening(sheet),
        asked_for(request_of(sheet)),
        [ask("M3", default=sheet.motive.strength if sheet.motive else None)],
        facts(sheet, answers),
        chain.from_iterable(gap_questions(miss, answers, depth="short") for miss in deep),
        verdict_questions(deep, answers, probing=False),
        next_week(sheet, goals, answers),
    )


def first_review(sheet: WeekSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """The first evening, at most fifteen prompts: goals one had, the motive, the first promise."""
    missed = misses(had_goals(sheet.week, answers))[:1]
    quarter = sheet.week.shift(1).quarter
    return chain(
        had(sheet, answers),
        [ask("G1", key={"goal": goal.goal}, about=goal.title, shows=(goal,)) for goal in missed],
        [ask("M1")],
        [ask("Q1", key={"n": 1}, values={"quarter": str(quarter)})],
        next_week(sheet, (), answers),
    )


def goals_reviewed(sheet: WeekSheet, answers: Mapping[str, Any]) -> tuple[GoalWeek, ...]:
    """The goals of this review with what the answers say of them."""
    if sheet.mode == "first":
        return had_goals(sheet.week, answers)
    return reviewed(sheet.goals, answers, late=sheet.late)


def catch_up(sheet: WeekSheet, _answers: Mapping[str, Any]) -> Iterator[Question]:
    """Three minutes for a week that was missed, five questions at most: what is still known, and no more."""
    yield from opening(sheet)
    yield ask("U1")
    goals = sheet.goals[:CAUGHT_UP_AT_MOST]
    for number, promised in enumerate(goals):
        about = partial(ask, key={"goal": promised.goal}, about=promised.title)
        yield about("R1", shows=(promised,), default=promised.outcome, required=False)
        if number < CAUGHT_UP_AT_MOST - len(goals):
            yield about("R2", default=_known_hours(sheet, promised))


def misses_of(sheet: WeekSheet, goals: tuple[GoalWeek, ...], answers: Mapping[str, Any]) -> tuple[Miss, ...]:
    """The misses of this review with the weeks before them, most planned hours first."""
    points = quality(goals, motive_touched=_motive_touched(answers), on_time=not sheet.late)
    return tuple(
        Miss(
            goal=goal,
            history=sheet.of(goal.goal),
            goals_that_week=len(goals),
            trials=tuple(trial for trial in sheet.past_trials if trial.goal == goal.goal),
            quality=points,
            elsewhere=elsewhere(sheet.confirmed, sheet.past_trials, {goal.goal}),
        )
        for goal in misses(goals)
    )


def inquiry(sheet: WeekSheet, miss: Miss, answers: Mapping[str, Any]) -> Iterator[Question]:
    """The questions on one miss; behind the why, what came back in it."""
    for asked in gap_questions(miss, answers):
        yield asked
        if asked.id == "G1":
            yield from words_again(miss.goal, sheet.whys, answers)


def next_week(sheet: WeekSheet, goals: tuple[GoalWeek, ...], answers: Mapping[str, Any]) -> Iterator[Question]:
    """What is promised for the week after. An amended review promises nothing anew."""
    if sheet.again:
        return
    yield from carry_questions(goals, answers, sheet.factor, still=sheet.mode == "full")
    if worry(answers) == "distress":
        yield ask("S1")
    carried = carried_on(goals, answers)
    room = {"first": 1, "short": 0 if carried else 1}.get(sheet.mode, max(PROMISED_AT_MOST - carried, 0))
    yield from new_goal_questions(
        answers,
        mode=sheet.mode,
        room=room,
        factor=sheet.factor,
        capacity=sheet.capacity,
        quarter_goals=sheet.quarter_goals,
        reword=sheet.mode == "full" or (sheet.mode == "first" and not answers.get("had.3.title")),
    )


def opening(sheet: WeekSheet) -> Iterator[Question]:
    before = sheet.previous.answers if sheet.previous else {}
    shown = Opening(
        promises=sheet.goals,
        request=request_of(sheet),
        trials=sheet.trials,
        notes=sheet.notes,
        rule=before.get("rule") or "",
    )
    yield ask("O1", shows=(shown, sheet.afar) if sheet.afar else (shown,))


def request_of(sheet: WeekSheet) -> str:
    """The one thing that the mentor asked for in the review before this one."""
    return sheet.previous.answers.get(REQUEST) or "" if sheet.previous else ""


def motive(sheet: WeekSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    known = sheet.motive or Motive(week=sheet.week)
    yield ask("M1", default=known.kind)
    if answers.get("motive.kind") != MotiveKind.NONE:
        yield ask("M2", default=known.of or None)
    yield ask("M3", default=known.strength)
    change = answers.get("motive.change")
    if sheet.motive:
        said = known.change if known.week == sheet.week and not sheet.again else None  # moved since Monday
        yield ask("M4", default=said or Change.SAME)
        if change and change != Change.SAME:
            yield ask("M4b", default=known.event if said else None)
    new_quarter = sheet.previous is None or sheet.previous.week.quarter != sheet.week.quarter
    if not known.positive or change == Change.DIFFERENT or new_quarter:
        yield ask("M5", default=known.positive or None)
        yield from sayable(answers)


def facts(sheet: WeekSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """What came of each promise: outcome, hours, proof, progress. Beyond five goals, the outcome alone."""
    results = {goal.goal: goal for goal in goals_reviewed(sheet, answers)}
    for number, promised in enumerate(sheet.goals):
        about = partial(ask, key={"goal": promised.goal}, about=promised.title)
        yield about("R1", shows=(promised,), default=promised.outcome)
        outcome = results[promised.goal].outcome
        if number >= REVIEWED_AT_MOST:
            continue
        yield about("R2", default=_known_hours(sheet, promised))
        if sheet.mode == "short":
            continue
        if outcome in (Outcome.DONE, Outcome.PARTLY):
            yield about("R3", default=promised.proof or None)
        if outcome in (Outcome.PARTLY, Outcome.MISSED) and (promised.carried or outcome is Outcome.PARTLY):
            yield about("R4", default=_last_progress(sheet, promised.goal))
        if outcome is Outcome.DROPPED:
            yield from (about("R6"), about("R6b"))
    done = [goal for goal in results.values() if goal.outcome is Outcome.DONE]
    if done and sheet.mode != "short":
        yield ask("R5", key={"goal": done[0].goal}, about=done[0].title)


def had(sheet: WeekSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """Up to three goals that one had before there was a journal."""
    for n in (1, 2, 3):
        yield ask("H1", key={"n": n}, values={"week": str(sheet.week)})
        title = answers.get(f"had.{n}.title")
        if not title:
            return
        yield from (ask("H2", key={"n": n}, about=title), ask("H3", key={"n": n}, about=title))


def mentor() -> Iterator[Question]:
    return (ask(name) for name in ("B1", "B2", "B3", "B5", "B6"))


def _known_hours(sheet: WeekSheet, promised: GoalWeek) -> float | str | None:
    """The hours said when the goal ended, or kept by `fupan note` during the week, as a proposal."""
    if promised.actual_hours is not None:
        return promised.actual_hours
    kept = [note for note in sheet.notes if note.goal == promised.goal and note.hours is not None]
    if not kept:
        return None
    total = round(sum(note.hours or 0 for note in kept), 2)
    return f"~{total:g}" if any(note.estimated for note in kept) else total


def _last_progress(sheet: WeekSheet, goal: str) -> int | None:
    known = [week.progress for week in sheet.of(goal) if week.progress is not None]
    return round(known[-1] * 100) if known else None


def _motive_touched(answers: Mapping[str, Any]) -> bool:
    return any(key.startswith("motive.") and value is not None for key, value in answers.items())
