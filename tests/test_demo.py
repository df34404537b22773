"""The made-up person of `fupan demo`: one life in two languages, written through the journal's own doors."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from fupan import demo
from fupan.care import care
from fupan.errors import BadAnswers
from fupan.journal import Journal
from fupan.model import Call, Cause, Change, Level, MotiveKind, Outcome, Reason, TrialResult
from fupan.periods import Moment, Quarter, Week
from fupan.store import open_store
from fupan.wording import lint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fupan.model import Goal, QuarterlyReview, Trial, Verdict, WeeklyReview

CJK = re.compile("[\u3400-\u9fff]")
FIRST, LAST, EMPTY, LATE = Week(2026, 14), Week(2026, 46), Week(2026, 36), Week(2026, 33)
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


@dataclass(frozen=True)
class Written:
    """A demo journal, read back."""

    language: str
    home: Path
    quarter: Quarter
    reviews: tuple[WeeklyReview, ...]
    goals: tuple[Goal, ...]
    trials: tuple[Trial, ...]
    quarters: tuple[QuarterlyReview, ...]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        weekly = (verdict for review in self.reviews for verdict in review.verdicts)
        closing = (verdict for review in self.quarters for verdict in review.verdicts)
        return (*weekly, *closing)

    def review(self, week: Week) -> WeeklyReview:
        return next(review for review in self.reviews if review.week == week)


def read_back(home: Path, language: str, quarter: Quarter) -> Written:
    now = datetime(2026, 11, 16, 21, tzinfo=ZoneInfo("Asia/Shanghai"))
    store = open_store(home / "journal.db", now=now)
    journal = Journal(store, Moment(now, "Asia/Shanghai"))
    return Written(
        language=language,
        home=home,
        quarter=quarter,
        reviews=store.reviews(FIRST, LAST),
        goals=store.goals(),
        trials=store.trials(),
        quarters=(journal.quarterly(Q2), journal.quarterly(Q3)),
    )


@pytest.fixture(scope="module")
def both(lived: dict[str, Path]) -> dict[str, Written]:
    quarters = {language: (home.parent / "quarter").read_text() for language, home in lived.items()}
    return {language: read_back(home, language, Quarter.read(quarters[language])) for language, home in lived.items()}


@pytest.fixture(params=demo.LANGUAGES)
def told(request: pytest.FixtureRequest, both: dict[str, Written]) -> Written:
    return both[request.param]


def words(language: str) -> dict[str, Any]:
    return tomllib.loads((demo.DATA / f"demo_{language}.toml").read_text(encoding="utf-8"))


def leaves(told: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for name, value in told.items():
            yield from leaves(value, f"{path}.{name}")
    elif isinstance(told, list):
        for n, value in enumerate(told):
            yield from leaves(value, f"{path}.{n}")
    else:
        yield path, told


# --- the weeks -------------------------------------------------------------------------------------------


def test_two_quarters_and_more_are_written(told: Written) -> None:
    """The demo holds at least 26 reviews, closes both quarters and names the last one closed."""
    assert told.quarter == Q3
    assert len(told.reviews) >= 26
    assert [review.quarter for review in told.quarters] == [Q2, Q3]


def test_the_record_is_not_perfect(told: Written) -> None:
    """One week is empty, one is late, two are short, and some promises lack a proof or a measure."""
    written = {review.week for review in told.reviews}
    assert [week for week in (FIRST.shift(n) for n in range(33)) if week not in written] == [EMPTY]
    assert [review.week for review in told.reviews if review.late] == [LATE]
    assert sum(review.mode == "short" for review in told.reviews) == 2
    rows = [row for review in told.reviews for row in review.goals]
    assert any(row.outcome is Outcome.DONE and not row.proof for row in rows)
    assert any(not row.measure for row in rows if row.week > FIRST)


def test_reviews_take_believable_time(told: Written) -> None:
    """A full review takes 20 to 40 minutes, a short one about ten, a quarter's over an hour."""
    assert all(20 <= (review.minutes or 0) <= 40 for review in told.reviews if review.mode == "full")
    assert all((review.minutes or 0) <= 10 for review in told.reviews if review.mode == "short")
    assert all(60 < (review.written - review.started).total_seconds() / 60 <= 90 for review in told.quarters)


def test_a_goal_is_carried_until_it_is_made_smaller(told: Written) -> None:
    """One goal is carried three times or more and shrunk on the way; another is dropped with its reason."""
    rows = [row for review in told.reviews for row in review.goals]
    shrunk = {row.goal for row in rows if row.carried_as == "shrink"}
    assert any(row.goal in shrunk and row.carried >= 3 for row in rows)
    assert any(goal.outcome is Outcome.DROPPED and goal.why and goal.level is Level.QUARTER for goal in told.goals)
    assert any(row.outcome is Outcome.DROPPED and row.let_go == "decided" and row.replaced_by for row in rows)


def test_a_fear_turns_into_a_desire(told: Written) -> None:
    """The motive begins as a fear and becomes a desire in one week, with the event that did it."""
    kinds = [review.motive.kind for review in told.reviews if review.motive and review.motive.kind]
    assert kinds[0] is MotiveKind.FEAR
    assert kinds[-1] is MotiveKind.DESIRE
    [turn] = [r.motive for r in told.reviews if r.motive and r.motive.change is Change.DIFFERENT]
    assert turn.event
    assert turn.positive


# --- verdicts and responses ------------------------------------------------------------------------------


def test_both_causes_and_the_outside_are_found(told: Written) -> None:
    """Misses end as laziness, as ability, as something outside and as mixed."""
    assert {verdict.final for verdict in told.verdicts} >= {Cause.LAZINESS, Cause.ABILITY}
    assert {verdict.reason for verdict in told.verdicts} >= {Reason.OUTSIDE, Reason.MIXED}


def test_illness_is_held_against_nobody(told: Written) -> None:
    """In the week of the flu no promise is called laziness or ability, by the program or by the person."""
    ill = told.review(Week(2026, 30)).verdicts
    assert len(ill) == 3
    assert {verdict.reason for verdict in ill} == {Reason.OUTSIDE}
    assert all(verdict.program and verdict.program.cause is Cause.UNCLEAR for verdict in ill)


def test_self_blame_is_contradicted_by_the_record(told: Written) -> None:
    """At the quarter's end the person calls a miss laziness, the hours call it ability, and the person agrees."""
    closing = told.quarters[-1].verdicts
    blamed = [v for v in closing if v.own is Call.LAZINESS and v.final is Cause.ABILITY]
    assert len(blamed) == 1
    assert blamed[0].mentor is Call.ABILITY
    assert any(verdict.own is Call.LAZINESS and verdict.final is Cause.LAZINESS for verdict in closing)


def test_the_person_overrules_the_program(told: Written) -> None:
    """Some verdicts are overruled, each with a reason; the last word is the person's."""
    overruled = [verdict for verdict in told.verdicts if verdict.overruled]
    assert 2 <= len(overruled) <= 5
    assert any(v.program and v.program.cause is not v.final for v in overruled)


def test_responses_work_do_nothing_or_are_not_done(told: Written) -> None:
    """Of the responses tried some worked, some did not, and some were not carried out; none runs for ever."""
    results = [trial.result for trial in told.trials]
    assert results.count(TrialResult.WORKED) >= 3
    assert results.count(TrialResult.NO_EFFECT) >= 1
    assert results.count(TrialResult.NOT_CARRIED_OUT) >= 1
    assert all(trial.ended for trial in told.trials)


def test_one_score_differs_from_the_record(told: Written) -> None:
    """The closed quarter has its three marks, and one own score that the record contradicts."""
    closing = told.quarters[-1]
    assert set(closing.marks) == {"best", "worst", "turning"}
    apart = [s for s in closing.scores if s.own is not None and abs(s.own - (s.computed or 0)) > 0.2]
    assert len(apart) == 1
    assert apart[0].final not in (apart[0].own, apart[0].computed)
    assert len(closing.answers["letter"].splitlines()) == 5


# --- the words -------------------------------------------------------------------------------------------


def test_every_word_is_in_its_language() -> None:
    """Each text of the Chinese demo holds Chinese; no text of the English one does."""
    assert [path for path, text in leaves(words("zh")) if not CJK.search(text)] == []
    assert [path for path, text in leaves(words("en")) if CJK.search(text)] == []


def test_both_languages_tell_the_same_life(both: dict[str, Written]) -> None:
    """The same things are said in both languages, and the same verdicts are reached on them."""
    assert dict.fromkeys(path for path, _ in leaves(words("zh"))) == dict.fromkeys(
        path for path, _ in leaves(words("en"))
    )
    reached = {
        language: {(v.goal, v.period): (v.final, v.reason) for v in written.verdicts}
        for language, written in both.items()
    }
    assert reached["zh"] == reached["en"]
    assert [t.result for t in both["zh"].trials] == [t.result for t in both["en"].trials]


def test_nothing_calls_for_care() -> None:
    """No text speaks words of crisis or distress: the demo is nobody's emergency."""
    assert [text for code in demo.LANGUAGES for _, text in leaves(words(code)) if care(text)] == []


def test_its_goals_are_good_examples(told: Written) -> None:
    """The linter has next to nothing to say about the goals."""
    remarks = [
        (row.title, remark.code)
        for review in told.reviews
        for row in review.promises
        if not row.carried
        for remark in lint(row.title, row.measure, hours=row.planned_hours, confidence=row.confidence)
        if remark.severity != "info"
    ]
    assert len(remarks) <= 3, remarks


# --- writing it ------------------------------------------------------------------------------------------


def test_only_the_journal_is_written(told: Written) -> None:
    """Nothing but the journal lies in the directory, readable by its owner alone."""
    assert [entry.name for entry in told.home.iterdir()] == ["journal.db"]
    assert (told.home / "journal.db").stat().st_mode & 0o077 == 0


def test_notes_and_goals_by_hand_are_there(told: Written) -> None:
    """Notes kept during the week and goals added by hand are part of the life."""
    store = open_store(told.home / "journal.db", now=told.reviews[-1].written)
    notes = store.notes(FIRST, LAST)
    assert len(notes) >= 10
    assert any(note.goal and note.hours for note in notes)
    assert any(goal.title.startswith(("检索组用", "The search team finishes one")) for goal in told.goals)


def test_a_text_that_nobody_asks_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo goes through the journal's own reading of documents: what is not asked is an error."""
    life = {"zone": "Asia/Shanghai", "2026-W14": demo._read("life")["2026-W14"]}
    spoken = {"2026-W14": {**words("en")["2026-W14"], "rule": "Not asked on the first evening."}}
    monkeypatch.setattr(demo, "_read", lambda name: life if name == "life" else spoken)
    with pytest.raises(BadAnswers):
        demo.write(tmp_path, "en")
