"""Responses: the catalogue, choosing from it, and judging what was tried."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.model import Cause, Gap, GoalWeek, Outcome, Reason, Trial, TrialResult, TrialWeek
from fupan.periods import Week
from fupan.responses import (
    Chooser,
    Response,
    catalogue,
    fill,
    for_pattern,
    judge_trial,
    ledger,
    may_try,
    measure_trial,
    missing_slots,
    offer,
)
from fupan.responses.trials import TESTS, effort

START = Week(2026, 30)
LAZY, ABLE, UNCLEAR = Cause.LAZINESS, Cause.ABILITY, Cause.UNCLEAR
WORKED, IN_VAIN = TrialResult.WORKED, TrialResult.NO_EFFECT
UNDONE, EARLY = TrialResult.NOT_CARRIED_OUT, TrialResult.TOO_EARLY
PATTERNS = {
    LAZY: ["LD", "LF", "LE", "LL", "LS", "LH"],
    ABLE: ["AS", "AV", "AP", "AW", "AU", "AX"],
    UNCLEAR: ["M", "X", "W"],
}


def trial(response="L01", result=None, at=0, goal="g1", doses=None, **given_with):
    """A trial that began `at` weeks after the start, with the doses of its weeks."""
    weeks = tuple(TrialWeek(week=START.shift(at + n), doses=dose) for n, dose in enumerate(doses or ()))
    return Trial(
        id=f"r{response}{at}{goal}",
        goal=goal,
        response=response,
        started=START.shift(at),
        result=result,
        weeks=weeks,
        review_weeks=given_with.pop(
            "review_weeks", catalogue()[response].review_weeks if response in catalogue() else 2
        ),
        **given_with,
    )


def lived(at, hours=None, planned=10, outcome=Outcome.MISSED, **given_with):
    return GoalWeek(
        goal="g1",
        week=START.shift(at),
        title="g1",
        planned_hours=planned,
        actual_hours=hours,
        outcome=outcome,
        **given_with,
    )


def with_own(*rows):
    """The shipped responses and some of a person's own."""
    own = (row if isinstance(row, Response) else Response.read(row) for row in rows)
    return {**catalogue(), **{response.id: response for response in own}}


def ids(offers):
    return [offered.response.id for offered in offers]


# --- the catalogue -----------------------------------------------------------------------------------


def test_the_catalogue_holds_thirty_five_responses_in_both_languages():
    """Fifteen against laziness, fifteen for ability, five for neither; each complete in Chinese and English."""
    responses = catalogue()
    assert len(responses) == 35
    assert [sum(r.id.startswith(side) for r in responses.values()) for side in "LA"] == [15, 15]
    for response in responses.values():
        for words in (response.title, response.do, response.because):
            assert words.en
            assert words.zh
            assert words.en != words.zh
            assert not re.search(r"[!！]", words.en + words.zh)
        for sentence in (response.do.en, response.do.zh):
            assert set(re.findall(r"\{(\w+)\}", sentence)) == set(response.slots)
        assert response.strength in (1, 2, 3)
        assert response.test in TESTS
        assert response.evidence
        assert 0 < response.enough <= 1


def test_twice_the_time_and_a_new_direction_get_four_weeks():
    """The review comes after two weeks, for A01 and A02 after four."""
    weeks = {response.id: response.review_weeks for response in catalogue().values()}
    assert weeks["A01"] == weeks["A02"] == 4
    assert weeks["L01"] == weeks["A04"] == 2


def test_only_the_talks_own_responses_have_a_head_start():
    """The talk names five."""
    assert {r.id for r in catalogue().values() if r.talk} == {"L01", "L02", "L03", "A01", "A02"}


def test_a_persons_own_responses_join_the_catalogue():
    """An own response is read from a few fields, finds its slots itself, and may replace a shipped one."""
    own = {
        "id": "P1",
        "kind": "laziness",
        "do_en": "Swim at {slot}, then “{goal}”.",
        "do_zh": "{slot}先游泳，再做「{goal}」。",
    }
    responses = with_own(own, {"id": "L05", "kind": "laziness", "do_en": "Sell the phone."})
    assert len(responses) == 36
    assert responses["P1"].slots == ("slot", "goal")
    assert responses["L05"].do.zh == "Sell the phone."
    assert catalogue()["L05"].do.en.startswith("Before")


def test_an_instruction_is_filled_with_who_where_when():
    """Given places are filled, open ones stay visible, and braces in a person's words are left as they are."""
    response = catalogue()["L01"]
    slots = {"goal": "第 3 章 {draft}", "partner": "小周", "slot": "周二 20:00"}
    said = fill(response, slots, "zh")
    assert "周二 20:00 和小周在……一起坐下" in said
    assert "第 3 章 {draft}" in said
    assert missing_slots(response, slots) == ("place",)
    assert missing_slots(response, {**slots, "place": "library"}) == ()


# --- choosing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", [name for names in PATTERNS.values() for name in names])
def test_every_pattern_calls_for_responses_that_exist(pattern):
    """The method's table names only responses of the catalogue."""
    assert for_pattern(pattern)
    assert set(for_pattern(pattern)) <= set(catalogue())


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("LD", ["L01", "L04", "L08"]),
        ("LF", ["L03", "L05", "L06"]),
        ("LE", ["L07", "L09"]),
        ("LL", ["L07", "L11"]),
        ("LS", ["L12"]),
        ("LH", ["L01", "L15", "L08"]),
    ],
)
def test_a_pattern_of_laziness_offers_its_own_by_rank(pattern, expected):
    """Strength and the talk's head start order the pattern's list; what else is shown comes after it."""
    offers = offer(pattern, LAZY, ())
    assert ids(offers)[: len(expected)] == expected
    assert len(offers) == 3
    assert offers[0].reason.en
    assert offers[0].reason.zh


def test_past_success_moves_a_response_up_and_failure_down():
    """Rank is strength + 2·(successes+1)/(trials+2) − 1 + the head start."""
    assert offer("LD", LAZY, ())[0].score == pytest.approx(3.3)
    worked = offer("LD", LAZY, [trial("L04", WORKED), trial("L04", WORKED, at=3)])
    assert worked[0].response.id == "L04"
    assert worked[0].score == pytest.approx(3 + 2 * 3 / 4 - 1)
    assert (worked[0].tried, worked[0].worked) == (2, 2)
    running = trial("L08", EARLY)
    assert next(o for o in offer("LD", LAZY, [running]) if o.response.id == "L08").tried == 0


def test_what_did_nothing_twice_is_not_offered_again():
    """One trial without effect lowers a response, two remove it; so do two that were left undone."""
    once = [trial("L03", IN_VAIN)]
    assert "L03" in ids(offer("LF", LAZY, [*once, trial("L04", WORKED)], firmness="gentle"))
    for result in (IN_VAIN, UNDONE):
        twice = [trial("L03", result), trial("L03", result, at=4)]
        for firmness in ("gentle", "plain", "hard"):
            assert "L03" not in ids(offer("LF", LAZY, twice, firmness=firmness))


def test_the_ladder_goes_from_alone_to_place_to_people_to_a_stake():
    """A rung that was carried out without effect is followed by the next one."""
    alone = [trial("L04", IN_VAIN)]
    assert {catalogue()[name].rung for name in ids(offer("LD", LAZY, alone))} == {2}
    place = [trial("L03", IN_VAIN)]
    assert {catalogue()[name].rung for name in ids(offer("LF", LAZY, place))} == {3}
    people = [*place, trial("L01", IN_VAIN, at=3)]
    assert ids(offer("LF", LAZY, people))[0] == "L14"


def test_hard_climbs_earlier_and_gentle_never_reaches_a_stake():
    """Firmness changes how fast one climbs, never what the verdict is."""
    alone = [trial("L04", IN_VAIN)]
    assert {catalogue()[name].rung for name in ids(offer("LD", LAZY, (), firmness="hard"))} == {2}
    assert {catalogue()[name].rung for name in ids(offer("LD", LAZY, alone, firmness="hard"))} == {3}
    assert catalogue()[ids(offer("LD", LAZY, alone, firmness="gentle"))[0]].rung == 1
    people = [trial("L03", IN_VAIN), trial("L01", IN_VAIN, at=3)]
    assert "L14" not in ids(offer("LF", LAZY, people, firmness="gentle"))
    own = {
        "id": "P3",
        "kind": "laziness",
        "strength": 3,
        "rung": 4,
        "tags": ["stake"],
        "do_en": "x",
        "patterns": ["LF"],
    }
    worn_out = [trial(name, IN_VAIN, at=at) for name in ("L01", "L02", "L07", "L11") for at in (0, 3)]
    assert ids(offer("LF", LAZY, worn_out))[0] == "L14"
    chooser = Chooser(past=tuple(worn_out), responses=with_own(own))
    assert "P3" in ids(chooser.offer("LF", LAZY))
    assert not {"P3", "L14"} & set(ids(chooser.offer("LF", LAZY, firmness="gentle")))


def test_a_stake_is_offered_once():
    """After a stake that was lost or left, it does not come back."""
    people = [trial("L03", IN_VAIN), trial("L01", IN_VAIN, at=3)]
    for result in (IN_VAIN, UNDONE):
        assert "L14" not in ids(offer("LF", LAZY, [*people, trial("L14", result, at=6)]))


def test_old_failures_do_not_keep_one_on_a_high_rung():
    """Only the last quarter before the newest trial decides the rung, and only the goal's own if it is named."""
    old = [trial("L03", IN_VAIN, at=-30), trial("L04", WORKED, at=0)]
    assert ids(offer("LF", LAZY, old))[0] == "L03"
    elsewhere = [trial("L03", IN_VAIN, goal="g2")]
    assert catalogue()[ids(offer("LF", LAZY, elsewhere))[0]].rung == 3
    assert catalogue()[ids(offer("LF", LAZY, elsewhere, goal="g1"))[0]].rung == 2


def test_left_undone_once_gets_a_smaller_dose_and_twice_something_lighter():
    """A response that was not carried out comes back smaller, then gives way to 15 minutes or a person."""
    once = {o.response.id: o.dose for o in offer("LD", LAZY, [trial("L01", UNDONE)])}
    assert once["L01"] == 1 < catalogue()["L01"].dose
    twice = offer("LD", LAZY, [trial("L01", UNDONE), trial("L04", UNDONE, at=3)])
    assert ids(twice)[:2] == ["L08", "L01"]


def test_what_is_under_way_on_the_goal_is_not_offered_again():
    """A running trial of this goal is left out; the same response on another goal is not in the way."""
    assert "L01" not in ids(offer("LD", LAZY, [trial("L01")], goal="g1"))
    assert "L01" in ids(offer("LD", LAZY, [trial("L01", goal="g2")], goal="g1"))


@pytest.mark.parametrize("pattern", ["AS", "AP", "AW", ""])
def test_can_you_go_around_it_decides_what_comes_first(pattern):
    """Yes: another direction or another step. No: an hour of help, then twice the time. Unknown: the hour."""
    assert ids(offer(pattern, ABLE, (), around="yes")) == ["A02", "A03", "A15"]
    assert ids(offer(pattern, ABLE, (), around="no"))[:2] == ["A04", "A01"]
    for around in ("unknown", ""):
        names = ids(offer(pattern, ABLE, (), around=around))
        assert names[0] == "A04"
        assert not {"A01", "A02", "A03"} & set(names)


def test_twice_the_time_is_not_offered_where_the_first_time_was_never_given():
    """Who avoids a goal for not knowing how is shown the first step, not more hours."""
    assert ids(offer("AV", ABLE, (), around="no")) == ["A04", "A07", "A06"]


def test_a_plan_that_was_too_small_is_planned_anew_first():
    """Where the work moved and only the estimate failed, the record's figure comes first."""
    for around in ("no", "unknown", ""):
        assert ids(offer("AU", ABLE, (), around=around))[0] == "A12"


def test_twice_the_time_in_vain_asks_for_another_direction():
    """After four doubled weeks without half more progress the direction comes first."""
    past = [trial("A01", IN_VAIN)]
    assert ids(offer("AW", ABLE, past))[0] == "A02"
    assert ids(offer("AW", ABLE, past, around="no"))[0] == "A04"


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        (Reason.OUTSIDE, ["X01", "X02"]),
        (Reason.NOT_WANTED, ["W01"]),
        (Reason.MIXED, ["U02"]),
        (Reason.NO_FACTS, ["U01", "U02"]),
        (None, ["U01", "U02"]),
    ],
)
def test_an_unclear_cause_goes_by_its_reason(reason, expected):
    """Outside, no longer wanted, mixed and unknown each have their own."""
    assert ids(offer("", UNCLEAR, (), reason=reason)) == expected


def test_a_pattern_of_another_cause_is_left_aside():
    """Who overrules the program gets responses for their own verdict."""
    assert all(name.startswith("L") for name in ids(offer("AS", LAZY, ())))
    assert all(name.startswith("A") for name in ids(offer("LF", ABLE, (), around="no")))


def test_a_persons_own_response_is_offered_for_its_pattern():
    """It may name its patterns; without one it goes by its kind."""
    own = {"id": "P1", "kind": "laziness", "strength": 3, "do_en": "x", "patterns": ["LF"]}
    for firmness in ("plain", "hard"):
        chooser = Chooser(responses=with_own(own))
        assert "P1" in ids(chooser.offer("LF", LAZY, firmness=firmness))
    assert "P1" not in ids(Chooser(responses=with_own(own)).offer("LD", LAZY))
    company = {"id": "P2", "kind": "ability", "strength": 3, "do_en": "x", "tags": ["company"]}
    chooser = Chooser(responses=with_own(company))
    assert "P2" in ids(chooser.offer("AP", ABLE))
    assert "P2" not in ids(chooser.offer("AS", ABLE))


def test_at_most_three_are_under_way():
    """A fourth response waits; ended ones do not count."""
    running = [trial(name) for name in ("L01", "L02", "L03")]
    assert may_try(running[:2])
    assert not may_try(running)
    assert may_try([*running[:2], trial("L04", WORKED)])


results = st.sampled_from([WORKED, IN_VAIN, UNDONE, EARLY, None])
histories = st.lists(st.builds(trial, st.sampled_from(sorted(catalogue())), results, st.integers(-60, 0)), max_size=8)


@given(
    histories,
    st.sampled_from([(cause, pattern) for cause, names in PATTERNS.items() for pattern in [*names, ""]]),
    st.sampled_from(["plain", "hard", "gentle"]),
    st.sampled_from(["", "yes", "no", "unknown"]),
)
def test_whatever_was_tried_the_offers_keep_the_rules(past, verdict, firmness, around):
    """At most three, none twice, none that failed twice, no stake for ability, no company for the stuck."""
    cause, pattern = verdict
    names = ids(offer(pattern, cause, past, firmness=firmness, around=around))
    assert len(names) == len(set(names)) <= 3
    for name in names:
        assert sum(t.response == name and t.result is IN_VAIN for t in past) < 2
    if cause is ABLE:
        assert all(name.startswith("A") for name in names)
        assert "L14" not in names
    if "L14" in names:
        assert firmness != "gentle"
        assert any(t.result is IN_VAIN and t.response.startswith("L") for t in past)
    if pattern == "AS":
        assert "L01" not in names


# --- judging -----------------------------------------------------------------------------------------

BEFORE = [lived(-2, 3), lived(-1, 3)]  # effort .3
END = START.shift(1)


def judged(response, before, since, end=END, **given_with):
    return judge_trial(trial(response, **given_with), before, since, end)


def test_effort_is_real_over_planned_hours_of_weeks_with_both():
    """A week without one of the two says nothing."""
    assert effort([lived(0, 3), lived(1, None), lived(2, 5, planned=None)]) == pytest.approx(0.3)
    assert effort([]) is None


@pytest.mark.parametrize(
    ("hours", "expected"),
    [((8, 8), WORKED), ((5, 5), WORKED), ((4.9, 4.9), IN_VAIN), ((3, 3), IN_VAIN)],
)
def test_a_partner_worked_if_effort_is_full_or_well_up(hours, expected):
    """Effort of at least .8, or up by at least .2 from the weeks before."""
    since = [lived(n, hour) for n, hour in enumerate(hours)]
    assert judged("L01", BEFORE, since, doses=(2, 2)) is expected


def test_without_weeks_before_only_full_effort_counts():
    """What was before is not guessed."""
    assert judged("L01", [], [lived(0, 8), lived(1, 8)], doses=(2, 2)) is WORKED
    assert judged("L01", [], [lived(0, 7), lived(1, 7)], doses=(2, 2)) is IN_VAIN


@pytest.mark.parametrize(
    ("doses", "expected"),
    [((2, 2), WORKED), ((1, 1), WORKED), ((1, 0), UNDONE), ((0, 0), UNDONE), ((None, None), EARLY)],
)
def test_a_response_counts_only_if_it_was_carried_out(doses, expected):
    """Below .4 of the doses it was not carried out; without any recorded dose nothing is said."""
    assert judged("L01", BEFORE, [lived(0, 9), lived(1, 9)], doses=doses) is expected


def test_the_persons_own_dose_is_what_was_agreed():
    """Doses are weighed against the trial's own plan, a single act against the whole trial."""
    since = [lived(0, 9), lived(1, 9)]
    assert judged("L03", BEFORE, since, doses=(2, 2), dose_planned=2) is WORKED
    assert judged("L03", BEFORE, since, doses=(2, 2), dose_planned=7) is UNDONE
    moved = [lived(0, 9, progress=0.1), lived(1, 9, progress=0.4)]
    assert judged("A10", [lived(-1, 9, progress=0.1)], moved, end=START.shift(2), doses=(0, 1, 0)) is WORKED


def test_it_is_too_early_until_its_weeks_are_reviewed():
    """Two weeks, four for twice the time; a goal that ends sooner is judged at once."""
    since = [lived(0, 9), lived(1, 9)]
    assert judged("L01", BEFORE, since, end=START, doses=(2, 2)) is EARLY
    assert judged("L01", BEFORE, since, end=START.shift(1), doses=(2, 2)) is WORKED
    done = [lived(0, 9, outcome=Outcome.DONE)]
    assert judged("L01", BEFORE, done, end=START, doses=(2,)) is WORKED


def test_weeks_after_the_newest_reviewed_one_do_not_count():
    """A promise for next week is no fact."""
    since = [lived(0, 3), lived(1, 3), lived(2, 10)]
    assert judged("L01", BEFORE, since, doses=(2, 2)) is IN_VAIN


def test_mutual_supervision_needs_every_hour_recorded():
    """L02 works when effort holds and no week's hours are missing."""
    assert judged("L02", BEFORE, [lived(0, 9), lived(1, 9)], doses=(1, 1)) is WORKED
    assert judged("L02", BEFORE, [lived(0, 9), lived(1, None)], doses=(1, 1)) is IN_VAIN


def test_an_if_then_step_ends_the_weeks_at_zero():
    """L04 works when no week stands at zero and effort is up by .2."""
    before = [lived(-2, 0), lived(-1, 1)]
    assert judged("L04", before, [lived(0, 3), lived(1, 3)], doses=(3, 3)) is WORKED
    assert judged("L04", before, [lived(0, 6), lived(1, 0)], doses=(3, 3)) is IN_VAIN
    assert judged("L04", before, [lived(0, 1), lived(1, 1)], doses=(3, 3)) is IN_VAIN
    assert judged("L04", before, [lived(0, None), lived(1, None)], doses=(3, 3)) is EARLY


@pytest.mark.parametrize("response", ["L07", "L11"])
def test_an_early_piece_or_a_promise_must_better_the_outcome(response):
    """Missed to partly or partly to done is one step."""
    partly = [lived(0, 5, outcome=Outcome.MISSED), lived(1, 5, outcome=Outcome.PARTLY)]
    assert judged(response, BEFORE, partly, doses=(1,)) is WORKED
    assert judged(response, BEFORE, [lived(0, 9), lived(1, 9)], doses=(1,)) is IN_VAIN
    assert judged(response, [], partly, doses=(1,)) is EARLY


def test_fifteen_minutes_a_day_must_double_the_hours():
    """L08 works when the hours are at least twice those of the week before it."""
    assert judged("L08", [lived(-1, 1)], [lived(0, 2), lived(1, 2)], doses=(5, 5)) is WORKED
    assert judged("L08", [lived(-1, 1)], [lived(0, 1.5), lived(1, 2)], doses=(5, 5)) is IN_VAIN
    assert judged("L08", [lived(-1, 0)], [lived(0, 0), lived(1, 0)], doses=(5, 5)) is IN_VAIN


@pytest.mark.parametrize(("response", "doses"), [("L09", (3, 3)), ("L13", (2, 2))])
def test_hard_first_and_a_pleasure_must_raise_the_effort(response, doses):
    """Up by .2, even if it was high before."""
    assert judged(response, BEFORE, [lived(0, 5), lived(1, 5)], doses=doses) is WORKED
    assert judged(response, [lived(-1, 8)], [lived(0, 8), lived(1, 8)], doses=doses) is IN_VAIN


@pytest.mark.parametrize("response", ["L12", "L14", "X01"])
def test_one_goal_a_stake_and_a_new_plan_need_full_effort(response):
    """Up is not enough: .8 of the plan."""
    assert judged(response, BEFORE, [lived(0, 8), lived(1, 8)], doses=(1,)) is WORKED
    assert judged(response, BEFORE, [lived(0, 7), lived(1, 7)], doses=(1,)) is IN_VAIN


def test_starting_again_needs_any_hours():
    """L15 works with the first hours above zero."""
    assert judged("L15", [lived(-1, 0)], [lived(0, 0.5), lived(1, 0)], doses=(1,)) is WORKED
    assert judged("L15", [lived(-1, 0)], [lived(0, 0), lived(1, 0)], doses=(1,)) is IN_VAIN


def doubled(hours, progress):
    """Four weeks before at 5 hours a week and .1 progress, then four at `hours` up to `progress`."""
    before = [lived(n - 4, 5, planned=5, progress=0.025 * (n + 1)) for n in range(4)]
    since = [lived(n, hours, progress=0.1 + (progress - 0.1) * (n + 1) / 4) for n in range(4)]
    return judged("A01", before, since, end=START.shift(3), slots={"hours": "10"})


def test_twice_the_time_is_carried_out_by_its_hours_and_must_bring_half_more():
    """A01: .8 of the doubled hours, and 1.5 times the progress of the four weeks before."""
    assert doubled(hours=10, progress=0.25) is WORKED
    assert doubled(hours=10, progress=0.24) is IN_VAIN
    assert doubled(hours=3, progress=0.4) is UNDONE


def test_a_new_direction_must_double_the_pace():
    """A02: progress per hour at least twice the old."""
    before = [lived(n - 4, 5, progress=0.025 * (n + 1)) for n in range(4)]

    def over(progress):
        since = [lived(n, 5, progress=0.1 + (progress - 0.1) * (n + 1) / 4) for n in range(4)]
        return judged("A02", before, since, end=START.shift(3), doses=(1,))

    assert over(0.3) is WORKED
    assert over(0.29) is IN_VAIN


@pytest.mark.parametrize("response", ["A05", "A09", "A10", "A13", "A14"])
def test_ability_responses_must_move_the_goal(response):
    """A twentieth of the goal is movement; without recorded progress only the outcome tells."""
    doses = (3, 3)
    before = [lived(-1, 9, progress=0.2)]
    assert judged(response, before, [lived(0, 9, progress=0.2), lived(1, 9, progress=0.3)], doses=doses) is WORKED
    assert judged(response, before, [lived(0, 9, progress=0.2), lived(1, 9, progress=0.22)], doses=doses) is IN_VAIN
    bare = [lived(-1, 9)]
    assert judged(response, bare, [lived(0, 9), lived(1, 9, outcome=Outcome.PARTLY)], doses=doses) is WORKED
    assert judged(response, bare, [lived(0, 9), lived(1, 9)], doses=doses) is IN_VAIN
    half = [lived(-1, 9, outcome=Outcome.PARTLY)]
    assert (
        judged(response, half, [lived(0, 9, outcome=Outcome.PARTLY), lived(1, 9, outcome=Outcome.PARTLY)], doses=doses)
        is EARLY
    )


def test_going_around_a_step_must_move_a_tenth():
    """A03: a tenth of the whole goal."""
    before = [lived(-1, 9, progress=0.2)]
    assert judged("A03", before, [lived(0, 2, progress=0.2), lived(1, 2, progress=0.3)], doses=(1,)) is WORKED
    assert judged("A03", before, [lived(0, 2, progress=0.2), lived(1, 2, progress=0.29)], doses=(1,)) is IN_VAIN


@pytest.mark.parametrize("response", ["A04", "A06"])
def test_help_and_examples_must_show_the_next_step(response):
    """The step is known and the goal moves; an unknown step is no success however far it moved."""
    before = [lived(-1, 9, progress=0.2)]

    def since(knew, progress):
        gap = Gap(knew_next_step=knew) if knew else None
        return [lived(0, 9, progress=0.2), lived(1, 9, progress=progress, gap=gap)]

    assert judged(response, before, since("yes", 0.26), doses=(1,)) is WORKED
    assert judged(response, before, since("no", 0.5), doses=(1,)) is IN_VAIN
    assert judged(response, before, since("", 0.3), doses=(1,)) is WORKED
    assert judged(response, before, since("", 0.26), doses=(1,)) is IN_VAIN


def test_pieces_are_counted():
    """A07: one piece done carries it out, two a week make it work."""
    since = [lived(0, 4), lived(1, 4)]
    assert judged("A07", BEFORE, since, doses=(2, 2)) is WORKED
    assert judged("A07", BEFORE, since, doses=(1, 0)) is IN_VAIN
    assert judged("A07", BEFORE, since, doses=(2, 1)) is IN_VAIN
    assert judged("A07", BEFORE, since, doses=(0, 0)) is UNDONE


def test_asking_must_halve_the_stuck_hours():
    """A08: recorded stuck hours, half or fewer; a goal that is done is no longer stuck."""
    before = [lived(-1, 9, gap=Gap(stuck_hours=6))]
    assert judged("A08", before, [lived(0, 9), lived(1, 9, gap=Gap(stuck_hours=3))], doses=(1, 1)) is WORKED
    assert judged("A08", before, [lived(0, 9), lived(1, 9, gap=Gap(stuck_hours=4))], doses=(1, 1)) is IN_VAIN
    assert judged("A08", before, [lived(0, 9), lived(1, 9)], doses=(1, 1)) is EARLY
    assert judged("A08", before, [lived(0, 9, outcome=Outcome.DONE)], doses=(1,)) is WORKED


@pytest.mark.parametrize("response", ["A11", "X02"])
def test_a_version_or_a_date_must_leave_something_done(response):
    """Partly or better."""
    assert judged(response, BEFORE, [lived(0, 4), lived(1, 4, outcome=Outcome.PARTLY)], doses=(1,)) is WORKED
    assert judged(response, BEFORE, [lived(0, 4), lived(1, 4)], doses=(1,)) is IN_VAIN


def test_a_plan_by_the_record_must_fit():
    """A12: planned over needed hours within .8 and 1.25."""

    def done(planned, hours):
        since = [lived(0, hours, planned=planned, outcome=Outcome.DONE)]
        return judged("A12", BEFORE, since, doses=(1,))

    assert done(8, 10) is WORKED
    assert done(8, 10.5) is IN_VAIN
    assert done(10, 8) is WORKED
    before = [lived(-1, 9, progress=0.5)]
    half = [lived(0, 5, planned=5, progress=0.6), lived(1, 5, planned=5, progress=0.75)]
    assert judged("A12", before, half, doses=(1,)) is IN_VAIN  # 10 hours for half of the rest: 20 needed


def test_a_trade_must_finish_the_goal():
    """A15: done, or not."""
    assert judged("A15", BEFORE, [lived(0, 4, outcome=Outcome.DONE)], doses=(1,)) is WORKED
    assert judged("A15", BEFORE, [lived(0, 4), lived(1, 4, outcome=Outcome.PARTLY)], doses=(1,)) is IN_VAIN


def test_a_goal_dropped_on_purpose_stays_away():
    """W01: the drop itself is the dose, and eight weeks without it are the result."""
    before = [lived(-1, 0, outcome=Outcome.DROPPED)]
    assert judged("W01", before, [], end=START.shift(7)) is WORKED
    assert judged("W01", before, [], end=START.shift(6)) is EARLY
    assert judged("W01", before, [lived(5, 1)], end=START.shift(7)) is IN_VAIN


def test_a_log_of_words_must_tell_the_cause_apart():
    """U01 works when a miss since then says why it was not started."""
    told = [lived(0, 1), lived(1, 1, gap=Gap(why_not_start="did_not_know_how"))]
    assert judged("U01", BEFORE, told, doses=(3, 3)) is WORKED
    assert judged("U01", BEFORE, [lived(0, 1), lived(1, 1)], doses=(3, 3)) is IN_VAIN


def test_full_hours_decide_either_way():
    """U02 is carried out by the hours, and works whether the goal then moved or stood still."""
    before = [lived(-1, 3, progress=0.2)]
    for progress in (0.2, 0.6):
        since = [lived(0, 9, progress=0.2), lived(1, 9, progress=progress)]
        assert judged("U02", before, since) is WORKED
    assert judged("U02", before, [lived(0, 8, progress=0.2), lived(1, 8, progress=0.5)]) is IN_VAIN
    assert judged("U02", before, [lived(0, 3), lived(1, 3)]) is UNDONE


def test_a_response_that_is_no_longer_known_is_not_judged():
    """An own response that was removed from the list leaves its trial open."""
    assert judged("P9", BEFORE, [lived(0, 9), lived(1, 9)], doses=(2, 2)) is EARLY


def test_a_trial_is_measured_in_numbers():
    """Effort and progress before and since, and the hours gained, go to the next verdict and the ledger."""
    before = [lived(-2, 3, progress=0.1), lived(-1, 3, progress=0.2)]
    since = [lived(0, 8, progress=0.3), lived(1, 8, progress=0.5)]
    measured = measure_trial(trial("L01", doses=(2, 1)), catalogue()["L01"], before, since, END)
    assert measured.result is WORKED
    assert measured.carried_out == pytest.approx(0.75)
    assert (measured.effort_before, measured.effort_since) == pytest.approx((0.3, 0.8))
    assert measured.gain_before == pytest.approx(0.2)
    assert measured.gain_since == pytest.approx(0.3)
    assert measured.hours_gained == pytest.approx(10)


weeks = st.builds(
    lived,
    st.integers(-5, 9),
    st.none() | st.floats(0, 40),
    st.none() | st.floats(0, 40),
    st.none() | st.sampled_from(Outcome),
    progress=st.none() | st.floats(0, 1),
    gap=st.none()
    | st.builds(Gap, knew_next_step=st.sampled_from(["", "yes", "no"]), stuck_hours=st.none() | st.floats(0, 9)),
)
records = st.lists(weeks, max_size=12, unique_by=lambda row: row.week).map(
    lambda rows: sorted(rows, key=lambda r: r.week)
)


@given(
    st.sampled_from(sorted(catalogue())),
    records,
    st.lists(st.none() | st.integers(0, 7), max_size=4),
    st.integers(0, 9),
)
def test_any_record_gets_one_of_four_results_and_success_needs_doses(response, rows, doses, end):
    """No record breaks the judging, and nothing works that was not carried out."""
    before = [row for row in rows if row.week < START]
    since = [row for row in rows if row.week >= START]
    given_trial = trial(response, doses=doses)
    measured = measure_trial(given_trial, catalogue()[response], before, since, START.shift(end))
    assert measured.result in TrialResult
    if measured.result is WORKED:
        assert measured.carried_out is not None
        assert measured.carried_out >= 0.4


def test_the_ledger_counts_with_n():
    """Tried, judged, carried out and worked for each response, best first; it tells from three trials on."""
    trials = [
        trial("L01", WORKED),
        trial("L01", WORKED, at=3),
        trial("L01", UNDONE, at=6),
        trial("L04", IN_VAIN),
        trial("L04"),
    ]
    first, second = ledger(trials, {trials[0].id: 4.0, trials[1].id: 2.0})
    assert (first.response, first.tried, first.n, first.carried_out, first.worked) == ("L01", 3, 3, 2, 2)
    assert first.hours_gained == 6
    assert first.tells
    assert (second.response, second.tried, second.n, second.worked) == ("L04", 2, 1, 0)
    assert not second.tells
    assert second.hours_gained is None
