"""A sheet is filled in at once as it would be one question at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.bilingual import Bilingual
from fupan.errors import BadAnswer, BadAnswers
from fupan.questions import Choice, Question, read_answer
from fupan.review.sheet import fill, flatten, next_question

WORDS = ("a", "b", "c", "?", "")


class Made:
    """An interview in which a question may hang on an earlier answer: whether it is asked, and what it offers."""

    period, mode, draft, again = "2026-W47", "full", {}, False

    def __init__(self, rules):
        self.rules = rules

    def interview(self, answers):
        return tuple(self.asked(answers))

    def asked(self, answers):
        for place, (of, wanted, kind, required) in enumerate(self.rules):
            before = answers.get(f"q{of}") if of < place else None
            if of < place and (before is not None) != wanted:
                continue
            offered = ("a", "b") if before is None else ("b", "c")
            yield Question(
                key=f"q{place}",
                id=f"Q{place}",
                section="open",
                kind=kind,
                text=Bilingual("q", "q"),
                choices=tuple(Choice(value=word, letter=word, label=Bilingual(word, word)) for word in offered),
                required=required,
            )


def one_by_one(sheet, document):
    """The plain way: after every answer the interview is asked anew. Answers, or what was wrong."""
    told, answers, missing, bad = dict(flatten(document)), {}, [], []
    while question := next_question(sheet.interview(answers), answers):
        answers[question.key] = None
        try:
            answers[question.key] = read_answer(question, told.pop(question.key, None))
        except BadAnswer as problem:
            bad.append(problem.key)
        else:
            if answers[question.key] is None and question.required:
                missing.append(question.key)
    return (missing, bad, list(told)) if missing or bad or told else answers


def at_once(sheet, document):
    try:
        return fill(sheet, document)
    except BadAnswers as problem:
        return list(problem.missing), [one.key for one in problem.bad], list(problem.unknown)


RULES = st.lists(
    st.tuples(st.integers(0, 9), st.booleans(), st.sampled_from(["text", "choice", "show"]), st.booleans()), max_size=10
)
DOCUMENTS = st.dictionaries(st.sampled_from([f"q{n}" for n in range(11)]), st.sampled_from(WORDS))


@given(RULES, DOCUMENTS)
def test_at_once_is_as_one_by_one(rules, document):
    """The same answers in the same order, and the same missing, bad and unknown ones."""
    sheet = Made(rules)
    wanted, found = one_by_one(sheet, document), at_once(sheet, document)
    assert found == wanted
    assert list(found) == list(wanted)


def test_a_question_that_changes_is_read_as_it_is_asked():
    """What an answer makes of a later question counts for that one's own answer."""
    sheet = Made([(9, True, "text", False), (0, True, "choice", False)])
    assert fill(sheet, {"q0": "x", "q1": "c"}) == {"q0": "x", "q1": "c"}
    with pytest.raises(BadAnswers):
        fill(sheet, {"q0": "x", "q1": "a"})
