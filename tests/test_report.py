from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.model import (
    Call,
    Cause,
    Diagnosis,
    Gap,
    Goal,
    GoalWeek,
    Level,
    Outcome,
    Reason,
    Score,
    Trial,
    Verdict,
    WeeklyReview,
)
from fupan.periods import Quarter, Span, Week, Year
from fupan.render import wire
from fupan.report import Material, build_report, missed_goals
from fupan.report.course import estimate_factor
from fupan.report.goal_nouns import CauseKey
from fupan.report.goals import agreement, cause_key, kappa
from fupan.report.nouns import Missing, WeekState
from fupan.scoring import Life
from rich_quarter import (
    GOALS,
    QUARTER,
    ROWS,
    VERDICTS,
    one_week,
    quarterly,
    rich_quarter,
    row,
    unfinished_quarter,
    week,
)

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def review(number: int, *goals: GoalWeek, **more) -> WeeklyReview:
    known = {"week": week(number), "started": NOW, "written": NOW, "zone": "UTC", "goals": goals}
    return WeeklyReview(**{**known, **more})


def material(*reviews: WeeklyReview, **more) -> Material:
    known = {"period": QUARTER, "today": Week(2027, 1), "reviews": reviews, "goals": GOALS}
    return Material(**{**known, **more})


def lacking(report) -> set[Missing]:
    return {lack.what for lack in report.lacks}


# --- the head --------------------------------------------------------------------------------------------


def test_what_the_record_holds_is_counted_with_what_it_is_out_of():
    """Every headline number comes with its own total: weeks, promises, hours, proofs."""
    held = build_report(rich_quarter()).holding
    rows = [goal for goals in ROWS.values() for goal in goals]
    assert (held.weeks, held.over, held.written, held.late) == (14, 14, 12, 1)
    assert (held.quality, held.quality_n) == (71, 12)
    assert (held.measured, held.promises) == (sum(bool(r.measure) for r in rows), len(rows))
    assert held.timed == len(rows) - 1
    assert held.shown == sum(bool(r.proof) for r in rows if r.outcome in ("done", "partly"))


def test_hours_count_only_where_plan_and_reality_are_both_known():
    """A promise without recorded hours is left out of both sums, never counted as zero."""
    told = row("g14", 40, "a", "4/3", Outcome.DONE)
    untold = row("g13", 40, "b", "9/?", Outcome.DONE)
    held = build_report(material(review(40, told, untold))).holding
    assert (held.planned, held.actual, held.timed) == (4, 3, 1)


def test_a_report_names_what_it_lacks():
    """Empty weeks, missing hours, late weeks and misses without a verdict are said openly."""
    report = build_report(rich_quarter())
    assert [(lack.what, lack.n, lack.of) for lack in report.lacks] == [
        (Missing.WEEKS, 2, 14),
        (Missing.HOURS, 1, 26),
        (Missing.LATE, 1, 12),
        (Missing.VERDICTS, 1, 5),
    ]
    assert report.lacks[0].weeks == (week(44), week(50))


def test_scores_given_without_rereading_are_reported_so():
    """A quarter closed with --skip-reread says that its weeks were not re-read."""
    report = build_report(replace(rich_quarter(), quarterlies=(replace(quarterly(), reread=False),)))
    assert Missing.REREAD in lacking(report)


@pytest.mark.parametrize("period", [week(40), QUARTER, Year(2026), Span(week(40), week(43))], ids=str)
def test_a_period_about_which_nothing_is_written_has_an_honest_report(period):
    """An empty journal gives a report that says so, with every section empty."""
    report = build_report(Material(period=period, today=Week(2027, 1)))
    assert Missing.NOTHING in lacking(report)
    assert Missing.WEEKS not in lacking(report)
    sections = (report.marks, report.misses, report.goals, report.causes, report.calibration)
    assert not any(sections)
    assert all(line.state is WeekState.EMPTY for line in report.weeks)
    assert report.holding.planned is None


def test_an_unfinished_quarter_says_how_far_it_is():
    """In its fifth week the report counts the weeks that are over and names the quarter as not closed."""
    report = build_report(unfinished_quarter())
    assert lacking(report) >= {Missing.RUNNING, Missing.WEEKS, Missing.FEW_WEEKS, Missing.NOT_CLOSED}
    states = [line.state for line in report.weeks]
    assert states[:6] == ["on_time", "on_time", "on_time", "empty", "running", "ahead"]
    assert report.decided.goals == ()


@pytest.mark.parametrize(("written", "trend"), [(5, False), (6, True)])
def test_below_six_weeks_no_trend_is_drawn(written, trend):
    """Five written weeks draw no trend and say so; six draw one."""
    report = build_report(material(*(review(40 + n) for n in range(written))))
    assert report.trend is trend
    assert (Missing.FEW_WEEKS in lacking(report)) is not trend


def test_one_week_alone_does_not_lack_a_trend():
    """A report of one week is no thin quarter: it says nothing of trends and of closing."""
    assert not lacking(build_report(one_week())) & {Missing.FEW_WEEKS, Missing.NOT_CLOSED, Missing.RUNNING}


def test_reviews_outside_the_period_do_not_count():
    """Weeks before and after the period are left out, whatever is handed in."""
    report = build_report(material(review(39), review(40), period=Span(week(40), week(41))))
    assert report.holding.written == 1


# --- marks and words -------------------------------------------------------------------------------------


def test_a_mark_quotes_its_week_and_the_line_written_at_the_rereading():
    """The best week shows what was solid, the worst its why, the turning point its event."""
    best, worst, turning = build_report(rich_quarter()).marks
    assert (best.week, best.excerpt) == (week(46), "112 rows in one week, with someone beside you")
    assert (worst.week, worst.excerpt) == (week(41), "一次都没打开，晚上一躺下就刷视频")
    assert (turning.excerpt, turning.now) == ("引理卡住，连着两周提不起劲", "这里就该问“绕得开吗”，我等了六周。")


def test_a_marked_week_that_is_gone_still_stands():
    """A mark on a week that cannot be read any more keeps its week and quotes nothing."""
    report = build_report(replace(rich_quarter(), reviews=()))
    assert [mark.excerpt for mark in report.marks] == ["", "", ""]


def test_a_long_excerpt_is_cut():
    """A mark's excerpt is short enough for a first page, and shows that it was cut."""
    long = replace(ROWS[41][1], gap=Gap(why="字" * 999))
    report = build_report(replace(rich_quarter(), reviews=(review(41, long),)))
    excerpt = report.marks[1].excerpt
    assert len(excerpt) <= 240
    assert excerpt.endswith("…")


def test_the_raw_words_of_a_motive_stand_in_no_report():
    """What one fears or wants, named plainly, is for oneself alone: not even the JSON carries it."""
    written = wire.report(build_report(rich_quarter()))
    assert "怕一直不如同届" not in written
    assert "别人真的会用" not in written


def test_the_motive_shows_its_changes_and_its_last_sentence():
    """Changes stand with their week and event; the sentence is the one said last, at the quarter's end."""
    drift = build_report(rich_quarter()).drift
    assert [(change.week, change.change) for change in drift.changes] == [
        (week(43), "weaker"),
        (week(46), "different"),
        (week(51), "stronger"),
    ]
    assert (drift.n, drift.strength) == (12, 8)
    assert drift.positive.startswith("I want the dataset")


# --- goals, scores, misses -------------------------------------------------------------------------------


def test_a_quarter_goal_has_the_weeks_of_the_goals_that_serve_it():
    """Week goals stand inside the quarter goal that they serve, in the order of their weeks, and not again."""
    stories = {story.id: story for story in build_report(rich_quarter()).goals}
    assert set(stories) == {"g1", "g2", "g3", "g4", "g10", "g11", "g12", "g13", "g14"}
    assert [line.week.number for line in stories["g1"].lines] == [40, 41, 43, 45, 51]
    assert stories["g1"].planned == 52


def test_the_persons_score_stands_before_the_records():
    """Own, computed and final score are kept apart, as they were given."""
    story = next(story for story in build_report(rich_quarter()).goals if story.id == "g3")
    assert (story.own, story.computed, story.final) == (0.5, 0.25, 0.3)


@pytest.mark.parametrize(
    ("kind", "final", "missed"),
    [("committed", 0.69, True), ("committed", 0.7, False), ("stretch", 0.39, True), ("stretch", 0.4, False)],
)
def test_a_quarter_goal_is_missed_below_its_bar(kind, final, missed):
    """Committed goals are missed below .7, stretch goals below .4."""
    goal = Goal(id="g1", title="a", level=Level.QUARTER, quarter=QUARTER, kind=kind, created=NOW)
    closing = replace(quarterly(), scores=(Score(goal="g1", final=final),), verdicts=(), answers={})
    assert missed_goals(material(goals=(goal,), quarterlies=(closing,))) == ({"g1"} if missed else set())


def test_a_goal_above_its_bar_is_missed_when_the_person_says_so():
    """The person's word makes a miss of a goal whose score would clear it."""
    goal = Goal(id="g1", title="a", level=Level.QUARTER, quarter=QUARTER, created=NOW)
    closing = replace(
        quarterly(),
        scores=(Score(goal="g1", final=0.9),),
        verdicts=(),
        answers={"scores.g1.missed": "yes"},
    )
    assert missed_goals(material(goals=(goal,), quarterlies=(closing,))) == {"g1"}


def test_a_goal_that_was_carried_and_then_done_is_no_miss():
    """The last reviewed week decides: missed, missed, done is done."""
    rows = [row("g14", 40, "a", "3/0", Outcome.MISSED), row("g14", 41, "a", "3/3", Outcome.DONE)]
    told = material(*(review(r.week.number, r) for r in rows))
    assert missed_goals(told) == set()
    assert missed_goals(replace(told, reviews=told.reviews[:1])) == {"g14"}


def test_until_the_quarter_is_closed_its_week_goals_speak():
    """An open quarter judges no quarter goal, but shows the weekly verdicts that there are."""
    report = build_report(unfinished_quarter())
    assert {(miss.goal, miss.cause) for miss in report.misses} == {("g7", "laziness"), ("g8", "ability")}
    assert all(story.own is None and story.final is None for story in report.goals)


def test_misses_come_by_cause_and_then_by_hours_lost():
    """Laziness, ability, outside, mixed, and last what nobody decided."""
    report = build_report(rich_quarter())
    assert [(miss.goal, miss.key) for miss in report.misses] == [
        ("g2", "laziness"),
        ("g3", "ability"),
        ("g10", "outside"),
        ("g13", "mixed"),
        ("g14", "undecided"),
    ]


def test_a_miss_tells_in_the_persons_own_words_week_by_week():
    """The whys stand with their weeks, and last what is said from the quarter's end."""
    miss = build_report(rich_quarter()).misses[1]
    assert [(quote.week and quote.week.number, quote.text[:4]) for quote in miss.said] == [
        (42, "试了三种"),
        (42, "归纳步的"),
        (43, "不是懒，"),
        (46, "聊过了，"),
        (49, "十个小时"),
        (None, "四十个小"),
    ]


def test_the_history_of_a_miss_counts_its_flips():
    """The weekly verdicts of the goals that serve it stand in order; every change of cause is a flip."""
    miss = build_report(rich_quarter()).misses[0]
    assert [ruling.cause for ruling in miss.history] == ["laziness", "laziness", "unclear", "laziness", "laziness"]
    assert miss.flips == 2


def test_hours_that_something_outside_took_are_not_lost():
    """Four hours planned, none done, two of them ill: two are missing; of an outside miss, all four."""
    missed = row("g14", 40, "a", "4/0", Outcome.MISSED, gap=Gap(outside_hours=2))
    told = material(review(40, missed))
    lazy = Verdict(goal="g14", period="2026-W40", final=Cause.LAZINESS)
    outside = Verdict(goal="g14", period="2026-W40", final=Cause.UNCLEAR, reason=Reason.OUTSIDE)
    assert build_report(replace(told, verdicts=(lazy,))).misses[0].lost == 2
    assert build_report(replace(told, verdicts=(outside,))).misses[0].lost == 4


def test_the_table_of_causes_counts_goals_and_hours():
    """One row for each cause that occurs; goals let go on purpose stand in their own."""
    lines = {line.key: line for line in build_report(rich_quarter()).causes}
    assert list(lines) == ["laziness", "ability", "outside", "dropped", "mixed", "undecided"]
    assert (lines[CauseKey.LAZINESS].planned, lines[CauseKey.LAZINESS].actual) == (47, 18)
    assert (lines[CauseKey.DROPPED].goals, lines[CauseKey.DROPPED].planned) == (1, 6)
    assert lines[CauseKey.UNDECIDED].lost is None


@pytest.mark.parametrize(
    ("final", "reason", "key"),
    [
        (None, None, "undecided"),
        ("laziness", None, "laziness"),
        ("unclear", "outside", "outside"),
        ("unclear", "not_wanted", "dropped"),
        ("unclear", "mixed", "mixed"),
        ("unclear", "dont_know", "unclear"),
        ("unclear", None, "unclear"),
    ],
)
def test_a_verdict_counts_in_one_row(final, reason, key):
    """What is decided and what is not are never mixed."""
    verdict = Verdict(goal="g1", period="2026-W40", final=final and Cause(final), reason=reason and Reason(reason))
    assert cause_key(verdict) == key


# --- judges ----------------------------------------------------------------------------------------------


def judged(own: str, program: str) -> Verdict:
    found = Diagnosis(cause=Cause(program), p_laziness=0.5, log_odds=0)
    return Verdict(goal="g1", period="2026-W40", own=Call(own), program=found)


def test_agreement_counts_pairs_on_three_labels():
    """ "Both" and "neither" are unclear; a verdict without a program or without a voice is no pair."""
    pairs = (judged("both", "unclear"), judged("laziness", "ability"), Verdict(goal="g", period="2026-W40", own="both"))
    (own,) = agreement(pairs)
    assert (own.voice, own.n, own.same, own.kappa) == ("own", 2, 1, None)


LAZY, UNABLE, UNCLEAR = Cause.LAZINESS, Cause.ABILITY, Cause.UNCLEAR


def test_kappa_needs_ten_pairs():
    """Nine pairs give no figure, ten do."""
    assert kappa([(LAZY, LAZY)] * 5 + [(UNABLE, UNABLE)] * 4) is None
    assert kappa([(LAZY, LAZY)] * 5 + [(UNABLE, UNABLE)] * 5) == 1.0


def test_kappa_is_nought_for_chance_and_none_where_chance_is_certain():
    """Agreement as often as chance would is no agreement; one label throughout says nothing."""
    assert kappa([(LAZY, LAZY), (LAZY, UNABLE), (UNABLE, LAZY), (UNABLE, UNABLE)] * 3) == 0.0
    assert kappa([(UNCLEAR, UNCLEAR)] * 10) is None


# --- responses, calibration, what comes next -------------------------------------------------------------


def test_only_trials_that_touch_the_period_stand_in_it():
    """A trial of an earlier quarter without a week in this one is left out; one begun at its end is in."""
    old = Trial(id="r8", goal="g7", response="L01", started=week(20), ended=week(24))
    new = Trial(id="r9", goal="g7", response="A02", started=Week(2027, 1))
    report = build_report(replace(rich_quarter(), trials=(old, new)))
    assert [trial.id for trial in report.trials] == ["r9"]


def test_a_trial_of_an_unknown_response_is_named_by_its_id():
    """A response of one's own that left the list does not break an old report."""
    gone = Trial(id="r8", goal="g7", response="MINE", started=week(42))
    (line,) = build_report(replace(rich_quarter(), trials=(gone,))).trials
    assert (line.title.en, line.instruction.zh) == ("MINE", "")


def test_calibration_counts_what_was_said_against_what_was_done():
    """Three bands that leave no gap; dropped goals and outside causes are left out and counted."""
    report = build_report(rich_quarter())
    assert [(b.low, b.high, b.n, b.done) for b in report.calibration] == [
        (90, 100, 2, 1),
        (51, 89, 15, 6),
        (0, 50, 4, 1),
    ]
    assert report.uncounted == 1


def test_the_estimate_factor_starts_from_a_prior():
    """One goal that needed twice its plan moves the prior of 1.4 by a sixth; no goal gives no figure."""
    life = Life(goal=GOALS[13], weeks=(row("g14", 40, "a", "5/10", Outcome.DONE),))
    assert estimate_factor([life]) == (1.49, 1)
    half = Life(goal=GOALS[13], weeks=(replace(life.weeks[0], outcome=Outcome.PARTLY, progress=0.5),))
    assert estimate_factor([half]) == (1.67, 1)
    assert estimate_factor([]) == (None, 0)


def test_what_was_decided_holds_goals_letter_and_promises():
    """The next quarter's goals come with what could make them fail, the last week with its promises."""
    decided = build_report(rich_quarter()).decided
    assert [goal.id for goal in decided.goals] == ["g15", "g16"]
    assert decided.goals[0].premortem == "定理的条件不满足，我又硬推了六周"
    assert decided.letter.count("\n") == 4
    assert (str(decided.week), decided.promises[0].serves) == ("2027-W01", "Publish the evaluation dataset")


def test_a_weeks_report_shows_its_own_words_and_notes():
    """A report of one week holds the mentor's words, the verdict of that week and the notes kept in it."""
    report = build_report(one_week())
    assert report.words[0].solid == "112 rows in one week, with someone beside you"
    assert [note.text for note in report.notes] == [
        "和林悦在三楼，两小时 48 条",
        "The advisor asked for a one-page plan",
    ]
    assert [story.id for story in report.goals] == ["g7", "g8"]
    assert not report.calibration


# --- whatever is recorded --------------------------------------------------------------------------------

hours = st.none() | st.floats(0, 60).map(lambda value: round(value, 2))
rows = st.builds(
    GoalWeek,
    goal=st.sampled_from(["g1", "g5", "g7", "g8", "g14"]),
    week=st.integers(40, 53).map(week),
    title=st.text(max_size=5),
    measure=st.text(max_size=5),
    planned_hours=hours,
    actual_hours=hours,
    confidence=st.none() | st.integers(0, 100),
    outcome=st.none() | st.sampled_from(list(Outcome)),
    progress=st.none() | st.floats(0, 1),
    carried=st.integers(0, 3),
    gap=st.none() | st.builds(Gap, why=st.text(max_size=5), outside_hours=hours),
)


@st.composite
def lived(draw) -> Material:
    numbers = draw(st.sets(st.integers(40, 53)))
    reviews = [
        review(
            number, *(replace(r, week=week(number)) for r in draw(st.lists(rows, max_size=3))), late=draw(st.booleans())
        )
        for number in numbers
    ]
    closing = draw(st.sampled_from([(), (quarterly(),)]))
    today = draw(st.integers(40, 53).map(week) | st.just(Week(2027, 2)))
    return material(*reviews, quarterlies=closing, today=today, verdicts=VERDICTS)


@given(lived())
def test_any_quarter_has_a_report_whose_counts_agree(told):
    """Whatever was recorded: every week stands once, and outcomes, states and causes add up."""
    report = build_report(told)
    assert [line.week for line in report.weeks] == list(told.period.weeks)
    assert report.holding.written == sum(line.mode != "" for line in report.weeks) == len(told.reviews)
    outcomes = sum(line.done + line.partly + line.missed + line.dropped for line in report.weeks)
    assert outcomes == sum(r.outcome is not None for one in told.reviews for r in one.goals)
    missed = sum(line.goals for line in report.causes if line.key is not CauseKey.DROPPED)
    assert missed == sum(miss.key is not CauseKey.DROPPED for miss in report.misses)
    assert {miss.goal for miss in report.misses} == missed_goals(told)
    assert all((miss.lost or 0) >= 0 for miss in report.misses)
    assert json.loads(wire.report(report))["data"]["period"] == "2026-Q4"


@given(lived())
def test_the_order_of_what_is_handed_in_does_not_matter(told):
    """Reviews and verdicts in another order give the same report."""
    turned = replace(told, reviews=told.reviews[::-1], verdicts=told.verdicts[::-1])
    assert build_report(turned) == build_report(told)


def test_a_year_holds_every_one_of_its_weeks():
    """A year of 53 weeks has 53 lines, and its hours are those of its quarters."""
    report = build_report(replace(rich_quarter(), period=Year(2026)))
    assert len(report.weeks) == 53
    assert report.holding.actual == build_report(rich_quarter()).holding.actual


def test_a_quarter_keeps_the_last_verdict_of_its_own_period():
    """A verdict of a week outside the period neither judges nor enters the history."""
    late = Verdict(goal="g14", period="2027-W02", final=Cause.LAZINESS)
    report = build_report(replace(rich_quarter(), verdicts=(*VERDICTS, late)))
    assert next(miss for miss in report.misses if miss.goal == "g14").cause is None


def test_minutes_and_mode_of_a_week_are_kept():
    """The rhythm knows how a week was written: in full or short, in how many minutes."""
    line = build_report(material(review(40, mode="short", minutes=9, started=NOW - timedelta(minutes=9)))).weeks[0]
    assert (line.mode, line.minutes) == ("short", 9)


def test_another_quarters_goals_are_not_promised_here():
    """Only goals of the quarter right after are what was decided next."""
    later = Goal(id="g99", title="later", level=Level.QUARTER, quarter=Quarter(2027, 2), created=NOW)
    report = build_report(replace(rich_quarter(), goals=(*GOALS, later)))
    assert "g99" not in [goal.id for goal in report.decided.goals]
