"""Phrases that come back in the whys of misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.model import Gap, GoalWeek, Outcome
from fupan.periods import Week
from fupan.recurring import Why, again, refrains, whys_of

W01 = Week(2026, 1)


def why(text: str, week: int, goal: str = "g1", title: str = "") -> Why:
    return Why(week=Week(2026, week), goal=goal, text=text, title=title)


def found(*texts: str, weeks=(2, 4, 6, 8, 10, 12)) -> dict[str, int]:
    told = tuple(why(text, week) for text, week in zip(texts, weeks, strict=False))
    return {refrain.phrase: refrain.times for refrain in refrains(told)}


@pytest.mark.parametrize(
    ("texts", "phrase"),
    [
        (
            (
                "I answered messages first, then it was ten.",
                "Again answered messages first.",
                "Answered messages first!",
            ),
            "Answered messages first",
        ),
        (("被会议打断，没写完。", "周三又被会议打断了两次。", "下午被会议打断。"), "被会议打断"),
        (("一到家就躺下，没起来。", "周四一到家就躺下了。", "一到家就躺下刷手机"), "一到家就躺下"),
        (
            ("开会 kick-off 拖了", "kick-off meeting ran over", "the kick-off meeting again", "a kick-off meeting"),
            "kick-off meeting",
        ),
    ],
)
def test_a_phrase_of_three_weeks_has_come_back(texts, phrase):
    """The longest piece that the texts share is the phrase, in either language."""
    assert phrase in found(*texts)


def test_two_weeks_of_one_quarter_are_not_enough_and_two_quarters_are():
    """Twice within a quarter is chance; once in each of two quarters counts."""
    texts = ("Lay down when I got home.", "I lay down when I got home again.")
    assert found(*texts, weeks=(3, 9)) == {}
    assert found(*texts, weeks=(3, 20)) == {"lay down when I got home": 2}


def test_the_same_week_twice_counts_once():
    """Two goals missed in one week for one reason are one week."""
    told = (why("被会议打断", 3, "g1"), why("被会议打断", 3, "g2"), why("被会议打断", 5))
    assert refrains(told) == ()


def test_a_fragment_of_a_phrase_is_not_told_beside_it():
    """Of a phrase and its pieces only the phrase stands in the list."""
    told = found(*["周三晚上坐下来先回了一圈消息，就十点了。"] * 3)
    assert all(not (one != other and one in other) for one in told for other in told)
    assert any("先回了一圈消息" in phrase for phrase in told)


def test_a_shorter_phrase_of_more_weeks_beats_a_longer_one_of_few():
    """What came back five times is not hidden by a longer form that came back twice, nor told twice."""
    texts = (
        "easier things first small tickets",
        "easier things first small tickets",
        "easier things first",
        "the easier things first",
        "easier things first again",
    )
    assert found(*texts, weeks=(2, 20, 22, 24, 26)) == {"easier things first": 5}


def test_days_and_function_words_alone_are_no_phrase():
    """“on Tuesday and Thursday”, “it was”, 周二到周四 and 十分钟 come back in every diary."""
    assert found(*["On Tuesday and Thursday it was all I had."] * 4) == {}
    assert found(*["周二到周四，晚上，十分钟，然后，就是。"] * 6) == {}


def test_a_goals_own_name_is_no_excuse():
    """What its title says comes back of itself."""
    told = tuple(why("Results section: Tuesday, no.", week, title="Write the results section") for week in (2, 4, 6))
    assert [refrain.phrase for refrain in refrains(told)] == []


def test_a_phrase_does_not_reach_over_punctuation():
    """Words on both sides of a comma are two thoughts."""
    assert "messages first" not in found("messages, first", "messages. First", "messages; first")


def test_what_was_typed_again_is_found_at_its_goal():
    """The phrase of tonight's why is told with all its weeks; another why has none."""
    past = (why("Lay down when I got home.", 6), why("I lay down when I got home", 11))
    now = why("Thursday I lay down when I got home.", 27)
    [refrain] = again(past, now)
    assert [week.number for week in refrain.weeks] == [6, 11, 27]
    assert again(past, why("The train stood still.", 27)) == ()


def test_whys_are_those_of_misses_with_all_that_was_said():
    """Where it stuck and what took the hours belong to the why; a goal that was done has none."""
    gap = Gap(why="Tuesday: no.", stuck_at="the proof", outside_what="a fair")
    missed = GoalWeek(goal="g1", week=W01, title="t", outcome=Outcome.MISSED, gap=gap)
    done = GoalWeek(goal="g2", week=W01, title="t", outcome=Outcome.DONE, gap=gap)
    assert [said.text for said in whys_of((done, missed))] == ["Tuesday: no.\nthe proof\na fair"]


words = st.sampled_from(
    ["messages", "first", "the", "phone", "Tuesday", "被", "会", "议", "打断", "，", ".", "没", "写"]
)
texts = st.lists(st.lists(words, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=9)


@given(texts)
def test_every_phrase_stands_in_each_of_its_texts_and_the_order_of_texts_changes_nothing(said):
    """Counts are true, and deterministic."""
    told = tuple(why(text, n + 1) for n, text in enumerate(said))
    one = refrains(told)
    for refrain in one:
        parts = refrain.phrase.lower().replace(" ", "")
        assert all(parts in text.text.lower().replace(" ", "") for text in refrain.said)
        assert refrain.times == len(refrain.weeks) >= 2
    assert [r.phrase for r in one] == [r.phrase for r in refrains.__wrapped__(told)]


@given(texts)
def test_what_came_back_tonight_stands_in_tonights_why_and_in_earlier_weeks(said):
    """Nothing is mentioned on Monday that was not just typed, or that was never typed before."""
    *past, now = (why(text, n + 1) for n, text in enumerate(said))
    for refrain in again(past, now):
        assert refrain.phrase.lower().replace(" ", "") in now.text.lower().replace(" ", "")
        assert refrain.times >= 2
        assert now.week in refrain.weeks
