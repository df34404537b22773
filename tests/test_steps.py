"""An interview in steps: what opens when, and what stays unseen until everything before it is said."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fupan.bilingual import Bilingual
from fupan.questions import Question, question
from fupan.review.steps import frontier, is_open, reached, seen, steps

WORDS = Bilingual("words", "话")
IDS = {"mentor": ("B1", "B4", "P1", "V1", "V2"), "gap": ("G1", "G5"), "next": ("N1",), "score": ("S1", "S2", "S3")}


def made(*parts: tuple[str, str]) -> tuple[Question, ...]:
    """Questions by their ids and sections, each with a key of its own."""
    return tuple(
        Question(key=f"q{n}", id=name, section=section, kind="text", text=WORDS)
        for n, (name, section) in enumerate(parts)
    )


asked = st.lists(
    st.sampled_from([(name, section) for section, names in IDS.items() for name in names]), min_size=1, max_size=12
).map(lambda parts: made(*sorted(parts, key=lambda part: list(IDS).index(part[1]))))
answered = st.sets(st.integers(0, 11))


@given(asked, answered)
def test_the_programs_view_waits_for_everything_before_it(questions, done):
    """Whatever is answered in whatever order, what comes last is seen only when nothing ahead of it is open."""
    answers = {f"q{n}": None for n in done}
    for step in steps(questions):
        for one in seen(step, questions, answers):
            if one.id in ("P1", "V1", "V2", "S2", "S3"):
                ahead = questions[: questions.index(one)]
                assert not any(is_open(before, answers) for before in ahead)


@given(asked, answered)
def test_no_step_opens_before_those_ahead_of_it(questions, done):
    """What is reached ends with the first step that has an open question; every question stands on one step."""
    answers = {f"q{n}": None for n in done}
    found = steps(questions)
    assert sorted(one.key for step in found for one in step.questions) == sorted(one.key for one in questions)
    last = frontier(found, answers)
    assert reached(found, answers) == (found if last is None else found[: found.index(last) + 1])
    assert not any(step.open(answers) for step in reached(found, answers)[:-1])


def test_a_week_on_the_re_reading_desk_is_a_step_of_its_own():
    """Its marks stand with it; what is asked of all weeks comes behind them, and a blank page counts too."""
    week = {"week": "2026-W40"}
    questions = (
        question("quarter", "D2", key=week),
        question("quarter", "D2x", key=week),
        replace(question("quarter", "D2", key={"week": "2026-W41"}), kind="show"),
        question("quarter", "D3"),
        question("quarter", "S1", key={"goal": "g1"}),
    )
    found = steps(questions)
    assert [(step.name, step.week) for step in found] == [
        ("2026-W40", "2026-W40"),
        ("2026-W41", "2026-W41"),
        ("marks", ""),
        ("score", ""),
    ]
    assert not found[1].asks


def test_another_interviews_second_question_is_no_week():
    """The desk is known by its section: a decision's options have the same name and stay on one screen."""
    questions = (question("path", "D1"), question("path", "D2", key={"n": 1}), question("path", "D4"))
    assert [step.name for step in steps(questions)] == ["decision"]
