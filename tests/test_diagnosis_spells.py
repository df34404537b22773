"""How long an outside cause lasts, and how much more it takes to accuse where the words were not understood."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupan.diagnosis.diagnose import diagnose
from fupan.diagnosis.spells import spells
from fupan.diagnosis.wording import lean
from fupan.model import Cause, Reason
from test_diagnosis import record

NOBODY = frozenset()


def of(*weeks, shares, away=NOBODY):
    return spells(record(*weeks).weeks, shares, away)


def test_the_whole_drop_after_full_hours():
    """Full hours, then an outside cause: what is missing from then on is its doing, silent weeks included."""
    assert of((8, 8), (8, 0, None, "flu"), (8, 2), shares=(0, 0.5, 0)) == (0, 1, 0.75)


def test_it_ends_when_the_hours_come_back():
    """A week at full hours ends the cause; a low week after that is not excused."""
    weeks = ((8, 8), (8, 0, None, "flu"), (8, 8), (8, 0))
    assert of(*weeks, shares=(0, 0.5, 0, 0)) == (0, 1, 0, 0)


def test_it_ends_when_the_words_tell_of_laziness():
    """A week that tells of videos is the person's own, and so is what follows."""
    weeks = ((8, 8), (8, 0, None, "flu"), (8, 0, None, "刷视频"), (8, 0))
    assert of(*weeks, shares=(0, 0.5, 0, 0), away=frozenset({2})) == (0, 1, 0, 0)


def test_silence_carries_it_for_two_weeks_only():
    """After two weeks without a word the cause is over."""
    found = of((8, 8), (8, 0, None, "flu"), (8, 0), (8, 0), (8, 0), shares=(0, 0.5, 0, 0, 0))
    assert found == (0, 1, 1, 1, 0)


@pytest.mark.parametrize(("why", "share"), [("same", 0.6), ("还没开", 0.6), ("", 0), ("a new chapter", 0)])
def test_without_full_hours_only_plain_words_carry_it(why, share):
    """Nothing shows what an undisturbed week gives: the week's words must say that it goes on."""
    assert of((8, 0, None, "waiting"), (8, 0, None, why), shares=(0.6, 0)) == (0.6, share)


@given(
    weeks=st.lists(
        st.tuples(st.floats(0.5, 20), st.floats(0, 30), st.floats(0, 1), st.sampled_from(["", "same", "x"])),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=200, deadline=None)
def test_a_cause_is_never_made_smaller(weeks):
    """Every week keeps at least the share that its own words tell, and never more than the whole."""
    named = tuple(w[2] for w in weeks)
    found = spells(record(*[(p, a, None, why) for p, a, _, why in weeks]).weeks, named, NOBODY)
    assert all(a <= b <= 1 for a, b in zip(named, found, strict=True))


def test_good_weeks_then_a_cause_gives_no_verdict():
    """Hours and progress were there until the cause came: no verdict, and the reason is told."""
    weeks = ((8, 8, 0.4), (8, 0, 0.4, "the server room flooded"), (8, 0, 0.4, "still pumping"))
    found = diagnose(record(*weeks, would_have_made_it_with_planned_hours="yes", knew_next_step="yes"))
    assert (found.cause, found.reason) == (Cause.UNCLEAR, Reason.OUTSIDE)


def test_unread_words_ask_before_they_accuse():
    """A story that no list knows, with low hours and no act of laziness, asks; the same with an act convicts."""
    story = record((6, 0.5, None, "the peacocks have taken the whole courtyard"), knew_next_step="yes")
    assert diagnose(story).cause is Cause.UNCLEAR
    told = replace(story, answers={**story.answers, "hours_went_to": "leisure"})
    assert diagnose(told).cause is Cause.LAZINESS


def test_wanting_it_less_and_saying_so_is_no_longer_wanting_it():
    """`Weaker` alone decides nothing; with words that say the same the goal is no longer wanted."""
    week = (4, 0.5, 0.1, "it doesn't matter to me any more")
    given_up = {"still_wanted": "weaker", "would_have_made_it_with_planned_hours": "yes", "start": "late"}
    assert diagnose(record(week, **given_up)).reason is Reason.NOT_WANTED
    assert diagnose(record((4, 0.5, 0.1, "刷视频"), **given_up)).reason is not Reason.NOT_WANTED


@pytest.mark.parametrize("text", ["saturday and again tuesday", "又是周三", "a b c", "it was what it was"])
def test_empty_words_are_never_shown(text):
    """Stop words, days of the week and single letters explain nothing."""
    assert lean([text])[1] == ()


def test_own_clauses_are_shown():
    """What is shown for the wording are the person's own clauses, at most two."""
    shown = lean(["saturday and the, watched football on the sofa all evening. ate crisps and played chess online"])[1]
    assert 0 < len(shown) <= 2
    assert "watched football on the sofa all evening" in shown
