"""The quarterly review: record, re-reading, scores, why, responses, motive, direction, next quarter, letter.

Like the week it is a pure interview. Scores stay hidden until every week was re-read and three marked.
"""

from __future__ import annotations

from dataclasses import field, replace
from functools import partial
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.lean import dataclass
from fupan.model import GoalWeek, Motive, Outcome, Score, Trial, Verdict, WeeklyReview
from fupan.questions import Choice, question
from fupan.review.inquiry import Miss, elsewhere, mentor_questions, verdict_of, verdict_questions
from fupan.review.moving import whose
from fupan.review.responding import respond
from fupan.scoring import Life, as_one, computed_score, is_miss, missed_week_goals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from fupan.driving import Spell
    from fupan.model import QuarterlyReview
    from fupan.periods import Quarter, Week
    from fupan.questions import Question

MINUTES: Mapping[str, float] = MappingProxyType(
    {
        "record": 3,
        "reread": 18,
        "score": 10,
        "why": 10,
        "well": 4,
        "responses": 7,
        "motive": 8,
        "direction": 10,
        "next": 15,
        "letter": 5,
    }
)
ASKED_ABOUT = 0.2  # own and computed score may differ by this without a question
MISSES_AT_MOST = 5
GOALS_AT_MOST = 3
TREND_FROM = 6  # weeks; below this no trend is drawn
LENT: Mapping[str, str] = MappingProxyType({"gap": "why", "mentor": "why", "response": "responses"})
ask = partial(question, "quarter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the quarter's weeks hold."""

    weeks: int
    written: int
    late: int
    quality: int | None  # mean, 0–100
    measured: float | None  # share of promises with a measure
    planned: float
    real: float

    @property
    def thin(self) -> bool:
        return self.written < TREND_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class BlankWeek:
    """A week of the quarter that nobody wrote: a blank page on the re-reading desk, not a gap."""

    week: Week


@dataclass(frozen=True, slots=True, kw_only=True)
class MotiveLine:
    """The motives of the quarter's weeks, in order."""

    motives: tuple[Motive, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarterSheet:
    """Everything that is known before the first question."""

    quarter: Quarter
    mode: str = "full"  # full, skip_reread
    again: bool = False
    finished: bool = True  # whether the quarter's last week is over
    reviews: tuple[WeeklyReview, ...] = ()
    found: tuple[Life, ...] = ()
    weekly_verdicts: Mapping[str, tuple[Verdict, ...]] = field(default_factory=dict)  # by goal
    trials: tuple[Trial, ...] = ()  # under way
    past_trials: tuple[Trial, ...] = ()
    confirmed: tuple[int, int] = (0, 0)  # earlier misses that the person filed under laziness, and under ability
    motives: tuple[Motive, ...] = ()
    spells: tuple[Spell, ...] = ()  # of one motive each, up to the quarter's end
    capacity: float | None = None  # hours of the next quarter, by the record
    firmness: str = "plain"
    sealed: QuarterlyReview | None = None
    draft: Mapping[str, Any] = field(default_factory=dict)
    said: Mapping[str, Any] = field(default_factory=dict)

    @property
    def period(self) -> str:
        return str(self.quarter)

    @property
    def span(self) -> Quarter:
        return self.quarter

    @property
    def skip_reread(self) -> bool:
        return self.mode == "skip_reread"

    @property
    def resumed(self) -> bool:
        return bool(self.draft)

    @property
    def late(self) -> bool:
        return False

    @property
    def minutes(self) -> Mapping[str, float]:
        return MINUTES

    @property
    def titles(self) -> Mapping[str, str]:
        """Of the goals that the weeks' answers name by their ids."""
        return {life.goal.id: life.goal.title for life in self.found}

    @property
    def goals(self) -> tuple[Life, ...]:
        """The quarter's own goals, but those dropped."""
        return tuple(life for life in self.found if life.goal.quarter and life.goal.outcome is not Outcome.DROPPED)

    def interview(self, answers: Mapping[str, Any]) -> tuple[Question, ...]:
        return quarterly(self, answers)


def quarterly(sheet: QuarterSheet, answers: Mapping[str, Any]) -> tuple[Question, ...]:
    """Every question of this review as far as the answers so far tell."""
    missed = missed_in(sheet, answers)
    verdicts = [(verdict_of(miss, answers), miss.goal.title) for miss in missed]
    asked = chain(
        [ask("D1", shows=(record(sheet),))],
        rereading(sheet, answers),
        scores(sheet, answers),
        why(missed, answers),
        [] if sheet.again else _responses(sheet, verdicts, answers),
        well(sheet, answers),
        motive(sheet),
        [ask("X1"), ask("X2"), ask("X3")],
        [] if sheet.again else next_quarter(sheet, answers),
        [ask("L1")],
    )
    return tuple(_placed(sheet, q) for q in asked)


def record(sheet: QuarterSheet) -> Record:
    weeks = [goal for review in sheet.reviews for goal in review.goals]
    points = [review.quality for review in sheet.reviews if review.quality is not None]
    return Record(
        weeks=len(sheet.quarter.weeks),
        written=len(sheet.reviews),
        late=sum(review.late for review in sheet.reviews),
        quality=round(sum(points) / len(points)) if points else None,
        measured=sum(bool(week.measure) for week in weeks) / len(weeks) if weeks else None,
        planned=sum(week.planned_hours or 0 for week in weeks),
        real=sum(week.actual_hours or 0 for week in weeks),
    )


def rereading(sheet: QuarterSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """Every week on a page of its own, then the three marks, before any score is shown."""
    if sheet.skip_reread or not sheet.reviews:
        return
    written = {review.week: review for review in sheet.reviews}
    for week in sheet.quarter.weeks:
        if week in written:
            yield ask("D2", key={"week": week}, about=str(week), shows=(written[week],))
            yield from _marked(sheet, week, answers)
        elif week < max(written):
            yield ask("D2", key={"week": week}, kind="show", shows=(BlankWeek(week=week),))
    names = tuple(
        Choice(value=str(week), letter=f"w{week.number:02}", label=Bilingual(str(week), str(week))) for week in written
    )
    for entry in ("D3", "D4", "D5"):
        yield ask(entry, choices=names)
    yield ask("D6")


def _marked(sheet: QuarterSheet, week: Week, answers: Mapping[str, Any]) -> Iterator[Question]:
    """What `fupan reread` may have marked in a week; nobody is asked for it who marked nothing."""
    about = partial(ask, key={"week": week}, about=str(week))
    if f"excuses.{week}" in answers:
        yield about("D2x")
    if f"evidence.{week}" in answers:
        goals = ((life.goal.id, life.goal.title) for life in sheet.found)
        yield about("D2g", choices=tuple(Choice(value=id_, letter=id_, label=Bilingual(t, t)) for id_, t in goals))


def scores(sheet: QuarterSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """The person's own score of each goal first, then the computed one, asked about where they differ."""
    for life in sheet.goals:
        about = partial(ask, key={"goal": life.goal.id}, about=life.goal.title)
        yield about("S1")
        score = score_of(life, answers)
        if score.own is not None and score.computed is not None and abs(score.own - score.computed) > ASKED_ABOUT:
            yield about("S2", default=score.own, shows=(score,))
        elif score.own is not None:
            yield about("S2", kind="show", shows=(score,))
        if score.final is not None and not is_miss(life.goal, score.final):
            yield about("S3", default="no")


def score_of(life: Life, answers: Mapping[str, Any]) -> Score:
    own = answers.get(f"scores.{life.goal.id}.own")
    chosen = answers.get(f"scores.{life.goal.id}.final")
    computed = computed_score(life)
    final = next((value for value in (chosen, own, computed) if value is not None), None)
    return Score(goal=life.goal.id, own=own, computed=computed, final=final)


def missed_in(sheet: QuarterSheet, answers: Mapping[str, Any]) -> tuple[Miss, ...]:
    """The quarter's misses with all their weeks: its own goals below the bar, then week goals that serve none."""
    own = [life for life in sheet.goals if _called_missed(life, answers)]
    found = [life for life in (*own, *missed_week_goals(sheet.found)) if as_one(life)]
    return tuple(_miss(sheet, life, answers) for life in found[:MISSES_AT_MOST])


def why(missed: tuple[Miss, ...], answers: Mapping[str, Any]) -> Iterator[Question]:
    """Each miss over all its weeks: why, own verdict, the mentor's, then the program's."""
    for miss in missed:
        goal = {"goal": miss.goal.goal}
        yield ask("W1", key=goal, about=miss.goal.title, shows=(*miss.history, miss.goal))
        yield miss.ask("G5")
    yield from mentor_questions(missed, answers)
    yield from verdict_questions(missed, answers)


def well(sheet: QuarterSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    for life in sheet.goals:
        score = score_of(life, answers).final
        if score is not None and not is_miss(life.goal, score):
            yield ask("C1", key={"goal": life.goal.id}, about=life.goal.title)
    yield ask("C2")


def motive(sheet: QuarterSheet) -> Iterator[Question]:
    last = sheet.motives[-1] if sheet.motives else None
    line = (MotiveLine(motives=sheet.motives),) if sheet.motives else ()
    yield ask("M1", default=last.strength if last else None, shows=line)
    yield ask("M2", default=last.positive or None if last else None)
    if old := changed_from(sheet.spells, sheet.quarter.weeks[0]):
        yield from whose((life.goal for life in sheet.goals), old)


def changed_from(found: Sequence[Spell], first: Week) -> Spell | None:
    """The motive before the present one, if that began in or after the week `first`."""
    return found[-2] if len(found) > 1 and found[-1].first >= first else None


def next_quarter(sheet: QuarterSheet, answers: Mapping[str, Any]) -> Iterator[Question]:
    """At most three goals, from what the record says there are hours for, each imagined to have failed."""
    capacity = "?" if sheet.capacity is None else f"{sheet.capacity:.0f}"
    values = {"quarter": str(sheet.quarter.shift(1)), "capacity": capacity}
    for n in range(1, GOALS_AT_MOST + 1):
        about = partial(ask, key={"goal": f"new{n}"})
        yield about("N1", values=values)
        title = answers.get(f"next.new{n}.title")
        if not title:
            return
        for entry in ("N2", "N3", "N4", "N5", "N6", "N7"):
            yield about(entry, about=title, values=values if entry == "N4" else {})
        if sheet.spells:
            yield about("N8", about=title, default="yes")


def _responses(
    sheet: QuarterSheet, verdicts: list[tuple[Verdict, str]], answers: Mapping[str, Any]
) -> Iterator[Question]:
    for trial in sheet.trials:
        yield ask("T1", key={"trial": trial.id}, about=trial.id, shows=(trial,), default="keep")
    going_on = sum(answers.get(f"trials.{trial.id}.decision") in (None, "keep") for trial in sheet.trials)
    yield from respond(verdicts, answers, past=sheet.past_trials, active=going_on, firmness=sheet.firmness)


def _called_missed(life: Life, answers: Mapping[str, Any]) -> bool:
    final = score_of(life, answers).final
    return is_miss(life.goal, final) or answers.get(f"scores.{life.goal.id}.missed") == "yes"


def _miss(sheet: QuarterSheet, life: Life, answers: Mapping[str, Any]) -> Miss:
    weeks: tuple[GoalWeek, ...] = as_one(life)
    note = answers.get(f"goals.{life.goal.id}.why_now") or ""
    own = {week.goal for week in life.weeks} | {life.goal.id}
    trials = tuple(trial for trial in sheet.past_trials if trial.goal in own)
    known = elsewhere(sheet.confirmed, sheet.past_trials, own)
    return Miss(goal=weeks[-1], history=weeks[:-1], note=note, trials=trials, elsewhere=known)


def _placed(sheet: QuarterSheet, asked: Question) -> Question:
    """A question lent by the week in the quarter's section, prefilled when the quarter is amended."""
    said = sheet.said.get(asked.key)
    default = asked.default if said is None else said
    return replace(asked, section=LENT.get(asked.section, asked.section), default=default)
