"""The same week a year ago: on the day of the review in `fupan status`, and at the opening of `fupan week`."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.periods import Week
from fupan.standing import year_before

if TYPE_CHECKING:
    from pathlib import Path

MONDAY, TUESDAY = "2027-11-22T20:00+08:00", "2027-11-23T20:00+08:00"  # the week under review is 2027-W46
WORDS = {"en": "The same week a year ago: 2026-W46", "zh": "一年前的这一周：2026-W46"}


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_the_week_before_a_year_has_the_same_number_or_is_the_last(day):
    """53 weeks or 52: always a week that exists, 51 to 53 weeks earlier."""
    week = Week.of(day)
    before = year_before(week)
    assert before.year == week.year - 1
    assert before.number in (week.number, 52)
    assert timedelta(weeks=51) <= week.monday - before.monday <= timedelta(weeks=53)


def test_a_53rd_week_is_held_against_the_last_one():
    """2026 has 53 weeks, 2025 and 2027 have 52."""
    assert year_before(Week(2026, 53)) == Week(2025, 52)
    assert year_before(Week(2026, 52)) == Week(2025, 52)
    assert year_before(Week(2027, 1)) == Week(2026, 1)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_status_tells_it_on_the_day_of_the_review(language: str, home: Path, lived: Any, run: Any) -> None:
    """What was set out, what came of it, the rule; on other days, and when it is turned off, nothing."""
    shutil.copytree(lived[language], home)

    def told(when: str, *more: str) -> str:
        return run("status", "--lang", language, *more, FUPAN_NOW=when).out

    shown = told(MONDAY)
    assert WORDS[language] in shown
    assert "fupan show 2026-W46" in shown
    assert WORDS[language] not in told(TUESDAY)
    assert WORDS[language] in told(TUESDAY, "-c", "review_day=tue")
    assert WORDS[language] not in told(MONDAY, "-c", "year_ago=off")
    assert WORDS[language] not in told("2028-11-20T20:00+08:00")  # nothing was written in 2027
    assert run("status", "-c", "year_ago=sometimes", FUPAN_NOW=MONDAY).status == 2


def test_json_tells_it_too(home: Path, lived: Any, run: Any) -> None:
    """The week, its goals with their outcomes, the rule; null where there is nothing to tell."""
    shutil.copytree(lived["en"], home)
    then = run("status", "--json", FUPAN_NOW=MONDAY).data["year_ago"]
    assert then["week"] == "2026-W46"
    assert [goal["outcome"] for goal in then["goals"]]
    assert then["rule"]
    assert run("status", "--json", FUPAN_NOW=TUESDAY).data["year_ago"] is None


@pytest.mark.parametrize(
    ("language", "more", "seen"), [("en", (), True), ("zh", (), True), ("en", ("-c", "year_ago=off"), False)]
)
def test_a_weekly_review_opens_with_it(
    language: str, more: tuple[str, ...], seen: bool, home: Path, lived: Any
) -> None:
    """Whenever it is begun, once: not again when it is gone on with."""
    pytest.importorskip("pexpect")
    from terminal import Terminal

    shutil.copytree(lived[language], home)
    environ = {"FUPAN_LANG": language, "FUPAN_NOW": TUESDAY}
    one = Terminal(["-m", "fupan", *more, "week"], environ)
    one.type("y")
    one.type(":q")
    assert one.end() == 0
    assert (WORDS[language] in one.text) is seen
    two = Terminal(["-m", "fupan", *more, "week"], environ)
    two.type(":q")
    assert WORDS[language] not in two.text
