"""Lists of phrases found again in a person's text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan import phrases
from fupan.care import words_of_care
from fupan.phrases import Phrases, plain
from fupan.wording import linter


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("less", "unless it rains", False),
        ("less", "Less sugar", True),
        ("improv*", "I am improving", True),
        ("get … accepted", "get the big paper accepted", True),
        ("get … accepted", "get it, all accepted", False),
        ("拿…奖", "拿到一等奖", True),
        ("拿…奖", "拿书。得奖", False),
        ("# papers", "read 12 papers", True),
        ("# papers", "read two papers", True),
        ("# papers", "read papers", False),
        ("#行", "写 800 行", True),
        ("^stop", "stop now", True),
        ("^stop", "do not stop", False),
        (">learn", "sleep and learn", True),
        (">learn", "the learn page", False),
        ("(a|b) team", "b team", True),
        ("don't", "I don’t", True),
    ],
)
def test_the_signs_of_a_phrase_mean_what_they_say(phrase, text, found):
    """Each sign finds what it stands for and nothing beside it."""
    assert Phrases((phrase,))(plain(text)) is found


def test_a_trap_voids_only_the_hit_that_it_touches():
    """A word inside a trap is passed over, the same word elsewhere in the text still counts."""
    learning = Phrases(("学习",), ("深度学习",))
    assert not learning("深度学习")
    assert [hit.start for hit in learning.hits("深度学习，学习")] == [5]


def test_no_phrases_find_nothing():
    """An empty list is silent."""
    assert Phrases(()).hits("anything") == ()


@given(st.text(max_size=80))
def test_plain_spelling_is_stable(text):
    """Making a text even a second time changes nothing."""
    assert plain(plain(text)) == plain(text)


def lists(table):
    """Every list of phrases in the data."""
    if isinstance(table, list):
        yield tuple(phrase for phrase in table if isinstance(phrase, str))
    for below in table.values() if isinstance(table, dict) else ():
        yield from lists(below)


EVERY = sorted({phrase for table in (words_of_care(), linter()) for listed in lists(table) for phrase in listed})


@given(st.lists(st.sampled_from(EVERY), max_size=4), st.text(max_size=12), st.sampled_from(["upper", "lower", "title"]))
def test_only_phrases_that_cannot_stand_there_are_left_out(some, between, case):
    """What is found of a text is what all phrases of a list together find in it."""
    text = plain(getattr(between.join(re.sub("[(|)*…#^>]", " ", phrase) for phrase in some), case)())
    listed = tuple(EVERY[::9]) + tuple(some)
    every = phrases._compiled(tuple(sorted(listed, key=len, reverse=True)))
    found, place = [], 0
    while match := every.search(text, place):
        found.append(match.span())
        place = match.start() + 1
        if place > len(text):
            break
    assert [(hit.start, hit.end) for hit in Phrases(listed).hits(text)] == found
