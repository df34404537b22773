"""Nouns for the tests of the store: any that could be written, and one rich journal of fixed content."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from fupan import long_view as lv
from fupan import model as m
from fupan.periods import Quarter, Week
from fupan.store import file, open_store

if TYPE_CHECKING:
    from fupan.store import Store

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=timezone(timedelta(hours=8)))
W53 = Week(2026, 53)
ODD = "复盘 👩🏽‍🔬 𠮷 naïve\tline\nnext \u202e “quotes” '; DROP TABLE goal; -- %(x)s {{ x }}"

# --- any noun -----------------------------------------------------------------------------------------

text = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30)
floats = st.none() | st.floats(allow_nan=False, allow_infinity=False)
whole = st.none() | st.integers(-(2**31), 2**31 - 1)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 3), datetime(2399, 12, 30), timezones=zones)
days = st.dates(date(2000, 1, 3), date(2399, 12, 26))
weeks = days.map(Week.of)
quarters = days.map(Quarter.of)
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3))
answers = st.dictionaries(text, values, max_size=4)
facts = st.dictionaries(text, text | st.integers() | st.floats(allow_nan=False, allow_infinity=False), max_size=3)


def maybe(kind):
    return st.none() | st.sampled_from(kind)


goals = st.builds(
    m.Goal,
    id=st.just("g1"),
    title=text,
    level=st.sampled_from(m.Level),
    quarter=st.none() | quarters,
    parent=st.just(""),
    kind=st.sampled_from(m.Kind),
    field=st.sampled_from(m.Field),
    measure=text,
    hours=floats,
    confidence=whole,
    created=moments,
    closed=st.none() | moments,
    outcome=maybe(m.Outcome),
    why=text,
    motive=st.none() | weeks,
)
gaps = st.builds(
    m.Gap,
    why=text,
    outside_hours=floats,
    outside_what=text,
    would_have_made_it=text,
    why_not_start=text,
    stuck_at=text,
    stuck_hours=floats,
    approaches_tried=whole,
    knew_next_step=text,
    asked_for_help=text,
    start=text,
    hours_went_to=text,
    still_wanted=text,
    peer_hours=floats,
)
goal_weeks = st.builds(
    m.GoalWeek,
    goal=st.just("g1"),
    week=weeks,
    title=text,
    measure=text,
    planned_hours=floats,
    confidence=whole,
    done_before=text,
    first_step=text,
    carried=st.integers(0, 99),
    carried_as=maybe(m.Carry),
    outcome=maybe(m.Outcome),
    actual_hours=floats,
    estimated=st.booleans(),
    proof=text,
    progress=floats,
    credit=text,
    let_go=text,
    replaced_by=text,
    gap=st.none() | gaps,
)
motives = st.builds(
    m.Motive,
    week=weeks,
    kind=maybe(m.MotiveKind),
    of=text,
    strength=whole,
    change=maybe(m.Change),
    event=text,
    positive=text,
)
findings = st.builds(
    m.Finding,
    code=text,
    side=st.sampled_from([m.Cause.LAZINESS, m.Cause.ABILITY]),
    weight=floats.filter(lambda x: x is not None),
    week=st.none() | weeks,
    quote=text,
    values=facts,
)
diagnoses = st.builds(
    m.Diagnosis,
    cause=st.sampled_from(m.Cause),
    reason=maybe(m.Reason),
    p_laziness=st.floats(0, 1),
    log_odds=st.floats(-50, 50),
    findings=st.lists(findings, max_size=3).map(tuple),
    pattern=text,
    probe=text,
    change_my_mind=text,
    outside_share=st.floats(0, 1),
    model=text,
)
verdicts = st.builds(
    m.Verdict,
    goal=st.just("g1"),
    period=weeks.map(str) | quarters.map(str),
    own=maybe(m.Call),
    mentor=maybe(m.Call),
    program=st.none() | diagnoses,
    probe_answer=text,
    final=maybe(m.Cause),
    reason=maybe(m.Reason),
    overruled=text,
    around=text,
    decided=st.none() | moments,
)
trial_weeks = st.builds(m.TrialWeek, week=weeks, doses=floats, helped=text)
trials = st.builds(
    m.Trial,
    id=st.just("r1"),
    goal=st.just("g1"),
    response=text,
    slots=st.dictionaries(text, text, max_size=3),
    started=weeks,
    review_weeks=st.integers(0, 99),
    dose_planned=floats,
    weeks=st.lists(trial_weeks, max_size=3, unique_by=lambda one: one.week).map(
        lambda found: tuple(sorted(found, key=lambda one: one.week))
    ),
    result=maybe(m.TrialResult),
    ended=st.none() | weeks,
)
notes = st.builds(
    m.Note,
    id=st.just("n1"),
    day=days,
    week=weeks,
    text=text,
    goal=st.sampled_from(["", "g1"]),
    hours=floats,
    estimated=st.booleans(),
    written=moments,
)
weekly = st.builds(
    m.WeeklyReview,
    week=weeks,
    started=moments,
    written=moments,
    zone=text,
    late=st.booleans(),
    mode=text,
    minutes=floats,
    quality=whole,
    answers=answers,
)
quarterly = st.builds(
    m.QuarterlyReview,
    quarter=quarters,
    started=moments,
    written=moments,
    zone=text,
    reread=st.booleans(),
    marks=st.dictionaries(text, weeks, max_size=3),
    scores=st.lists(st.builds(m.Score, goal=st.just("g1"), own=floats, computed=floats, final=floats), max_size=1).map(
        tuple
    ),
    answers=answers,
)
drafts = st.builds(
    m.Draft,
    period=weeks.map(str) | quarters.map(str),
    started=moments,
    zone=text,
    mode=text,
    again=st.booleans(),
    answers=st.dictionaries(text, values, min_size=1, max_size=4),
)

problems = st.builds(
    lv.Problem,
    id=st.just("p1"),
    week=weeks,
    text=text,
    is_motive=text,
    academic=whole,
    academic_proof=text,
    commercial=whole,
    growth_proof=text,
    written=moments,
)
decisions = st.builds(
    lv.Decision,
    id=st.just("d1"),
    week=weeks,
    question=text,
    options=st.dictionaries(text, text, max_size=3),
    path=maybe(lv.Path),
    goal=st.sampled_from(["", "g1"]),
    review=weeks,
    reviewed=st.none() | weeks,
    came=text,
    written=moments,
)
letters = st.builds(
    lv.Letter, id=st.just("l1"), text=text, opens=days, opened=st.none() | moments, period=text, written=moments
)
rules = st.builds(lv.Rule, id=st.just("s1"), text=text, born=text, since=weeks, retired=st.none() | weeks)
long_reviews = st.builds(
    lv.LongReview,
    period=st.sampled_from(["2026", "2022..2026"]),
    scope=st.sampled_from(lv.Scope),
    started=moments,
    written=moments,
    zone=text,
    answers=answers,
)
pacts = st.builds(
    lv.Pact,
    id=st.just("a1"),
    partner=text,
    sees=st.dictionaries(text, st.booleans(), max_size=3),
    key=text,
    compared=st.booleans(),
    since=weeks,
    ended=st.none() | weeks,
)
far = st.one_of(problems, decisions, letters, rules, long_reviews, pacts)

# --- one journal --------------------------------------------------------------------------------------

GOAL = m.Goal(
    id="g1", title="写完 𠮷 论文 " + ODD, created=NOW, quarter=Quarter(2026, 4), level=m.Level.QUARTER, hours=90.5
)
STEP = m.Goal(id="g2", title="Draft §3", created=NOW, parent="g1", field=m.Field.RESEARCH, why=ODD)
FOUND = m.Finding(code="hours", side=m.Cause.ABILITY, weight=1.25, week=W53, quote=ODD, values={"hours": 12.5, "n": 3})
NOUNS = (
    GOAL,
    STEP,
    m.Goal(id="g10", title="closed", created=NOW, closed=NOW, outcome=m.Outcome.DROPPED),
    m.GoalWeek(
        goal="g2", week=Week(2026, 52), title="before", outcome=m.Outcome.DONE, actual_hours=3.25, estimated=True
    ),
    m.GoalWeek(
        goal="g2",
        week=W53,
        title=ODD,
        planned_hours=10,
        outcome=m.Outcome.MISSED,
        actual_hours=0,
        gap=m.Gap(why=ODD, outside_hours=2.5, approaches_tried=0),
    ),
    m.GoalWeek(goal="g2", week=Week(2027, 1), title="again", carried=1, carried_as=m.Carry.SHRINK),
    m.Motive(week=W53, kind=m.MotiveKind.FEAR, of="钱", strength=10, change=m.Change.STRONGER, event=ODD),
    m.Verdict(
        goal="g2",
        period="2026-W53",
        own=m.Call.LAZINESS,
        mentor=m.Call.BOTH,
        program=m.Diagnosis(
            cause=m.Cause.UNCLEAR, reason=m.Reason.MIXED, p_laziness=0.5, log_odds=0, findings=(FOUND,)
        ),
        final=m.Cause.ABILITY,
        decided=NOW,
    ),
    m.Verdict(goal="g1", period="2026-Q4", own=m.Call.ABILITY, final=m.Cause.ABILITY, decided=NOW),
    m.Trial(
        id="r3",
        goal="g2",
        response="A04",
        slots={"who": "师兄"},
        started=W53,
        weeks=(m.TrialWeek(week=W53, doses=2, helped="helped"), m.TrialWeek(week=Week(2027, 1))),
    ),
    m.Note(id="n1", day=date(2026, 12, 30), week=W53, text=ODD, goal="g2", hours=1.5, estimated=True, written=NOW),
    m.Note(id="n2", day=date(2027, 1, 1), week=W53, text="free", written=NOW),
    m.WeeklyReview(week=Week(2026, 52), started=NOW, written=NOW, zone="Asia/Shanghai", mode="first"),
    m.WeeklyReview(
        week=W53,
        started=NOW,
        written=NOW,
        zone="Asia/Shanghai",
        late=True,
        minutes=31.5,
        quality=80,
        answers={"open": ODD},
    ),
    m.QuarterlyReview(
        quarter=Quarter(2026, 4),
        started=NOW,
        written=NOW,
        zone="Asia/Shanghai",
        marks={"best": W53},
        scores=(m.Score(goal="g1", own=0.3, computed=0.4),),
        answers={"letter": ODD},
    ),
)
FAR_NOUNS = (  # those of the second schema
    lv.Problem(id="p1", week=W53, text=ODD, academic=2, academic_proof="three asked", written=NOW),
    lv.Decision(
        id="d1",
        week=W53,
        question=ODD,
        options={"读博": "五年", "job": ODD},
        choice="读博",
        path=lv.Path.PHD,
        goal="g2",
        review=Week(2027, 8),
        written=NOW,
    ),
    lv.Letter(id="l1", text=ODD, opens=date(2027, 12, 27), period="2026", written=NOW),
    lv.Rule(id="s1", text=ODD, born="2026-Q3 2026-Q4", since=W53),
    lv.LongReview(
        period="2026", scope=lv.Scope.YEAR, started=NOW, written=NOW, zone="Asia/Shanghai", answers={"grew": ODD}
    ),
    lv.Pact(id="a1", partner="李 " + ODD, sees={"goal.title": True, "motive": False}, secret="00" * 32, since=W53),
    lv.PactLetter(pact="a1", week=W53, side=lv.Side.RECEIVED, at=NOW, text=ODD, facts={"n": 1}, signed=True),
)
DRAFT = m.Draft(
    period="2027-W01", started=NOW, zone="Asia/Shanghai", mode="short", answers={"open": ODD, "g2.hours": 1e22}
)


class TakenBackError(Exception):
    """Ends a transaction without keeping it."""


@contextmanager
def tried(store: Store):
    """A transaction that is taken back at its end, so that a thousand of them need one journal."""
    with suppress(TakenBackError), store.writing() as writing:
        yield writing
        raise TakenBackError


def fill(store: Store) -> None:
    """Write the rich journal, as the first schema could hold it."""
    with store.writing() as writing:
        for noun in NOUNS:
            writing.put(noun)
    with store.writing() as writing:
        for key, value in DRAFT.answers.items():
            writing.keep_answer(DRAFT, key, value)
        writing.put(replace(store.goals()[0], confidence=70, measure="a\x00b\x1b[1m"))


def fill_far(store: Store) -> None:
    """Write what the second schema brought."""
    with store.writing() as writing:
        for noun in FAR_NOUNS:
            writing.put(noun)
        writing.put(replace(store.goals()[1], motive=W53))


def filled(path: Path, *, far: bool = False) -> Store:
    """The rich journal in a new file, a copy of the one that was written first."""
    file.make(path)
    path.write_bytes(_written_once(far=far))
    return open_store(path, now=NOW)


@cache
def _written_once(*, far: bool) -> bytes:
    with TemporaryDirectory() as place:
        store = open_store(Path(place) / "journal.db", now=NOW)
        fill(store)
        if far:
            fill_far(store)
        return store.path.read_bytes()


def kept(noun):
    """The noun as the store gives it back after its first put."""
    return replace(noun, version=2) if hasattr(noun, "version") else noun


def said(before):
    """What a row said before, without what it did not say: a later schema has more columns."""
    return {name: value for name, value in before.items() if value is not None}


def content(store: Store) -> tuple:
    """Everything that can be read."""
    first, last = Week(2000, 1), Week(2399, 1)
    with store.snapshot():
        return (
            store.goals(),
            store.goal_weeks(first, last),
            store.reviews(first, last),
            store.calendar(),
            store.quarters(),
            tuple(store.quarterly(quarter) for quarter in store.quarters()),
            store.motives(first, last),
            store.verdicts("2026-W53"),
            store.verdicts("2026-Q4"),
            store.trials(),
            store.notes(first, last),
            store.problems(),
            store.decisions(),
            store.letters(),
            store.rules(),
            store.long_reviews(),
            store.pacts(),
            store.pact_letters("a1"),
            store.drafts(),
            store.audience(),
            tuple((at, said(before)) for at, before in store.earlier("goal", "g1")),
            {key: value for key, value in store.facts().items() if key != "needs"},
        )
