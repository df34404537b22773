"""Years, five years, letters and standing rules: written once, found again on their day."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

import store_nouns as sn
from fupan.long_view import LetterSealed
from fupan.model import Goal, Outcome, WeeklyReview
from fupan.periods import Week, Year
from fupan.review.years import came_back, learnt_twice

W1 = Week(2026, 1)
YEAR = {
    "shrank": "ability: I ask on Thursday",
    "still_pays": "the list of forty broken questions",
    "grew": "I can say no",
    "direction": {"again": "yes", "why": "it is the question"},
    "letter": "Dear me, did you apply? 种一棵树",
}


def week(number, rule):
    return WeeklyReview(week=W1.shift(number), started=sn.NOW, written=sn.NOW, zone="UTC", answers={"rule": rule})


def test_a_rule_of_two_quarters_is_learnt_twice():
    """The same words in two quarters make a candidate, as they were written last; in one quarter they do not."""
    reviews = [week(2, "no new feature after Thursday"), week(20, "Really: no new feature after Thursday.")]
    [found] = learnt_twice(reviews)
    assert found.text == "Really: no new feature after Thursday."
    assert found.born == "2026-Q1 2026-Q2"
    assert learnt_twice([week(2, "no new feature after Thursday"), week(3, "no new feature after Thursday")]) == ()


def test_rules_come_back_in_chinese_too():
    """Chinese words are compared character by character."""
    [found] = learnt_twice([week(2, "周四以后不加新功能"), week(20, "还是那句：周四以后不加新功能")])
    assert "不加新功能" in found.phrase


def test_a_turn_of_speech_is_no_rule():
    """Three characters that two lines share by chance do not make them the same rule."""
    assert learnt_twice([week(20, "信是写给读信的人看的，不是写给自己改的"), week(35, "海报是给站着的人看的")]) == ()
    assert (
        learnt_twice(
            [week(20, "read all of the labels once more before the score is told to anyone"), week(35, "labels before")]
        )
        == ()
    )


def test_goals_that_come_back_undone_over_years():
    """What was never done in two years is named; what was done, or came back in one year alone, is not."""

    def goal(name, title, days, outcome=Outcome.MISSED):
        return Goal(id=name, title=title, created=sn.NOW + timedelta(days=days), closed=sn.NOW, outcome=outcome)

    goals = [
        goal("g1", "learn to play the guitar", 0),
        goal("g2", "play the guitar on Sundays", 400),
        goal("g3", "file the tax form", 0, Outcome.DONE),
        goal("g4", "file the tax form", 400, Outcome.DONE),
    ]
    [found] = came_back(goals, lambda one: Week.of(one.created.date()))
    assert found.phrase == "play the guitar"
    assert [why.goal for why in found.said] == ["g1", "g2"]


# --- as a person uses it -----------------------------------------------------------------------------------


@pytest.fixture
def at_new_year(lived, home, monkeypatch):
    """The demo's life, on the first Monday after its year."""
    shutil.copytree(lived["en"], home)
    monkeypatch.setenv("FUPAN_NOW", "2027-01-04T20:00:00+08:00")
    return home


def given_in(run, command, answers, *more):
    return run(*command.split(), "--answers", "-", *more, input=json.dumps(answers))


def data(ran):
    assert ran.status == 0, ran.err
    return json.loads(ran.out)["data"]


def test_a_year_is_written_once(at_new_year, run):
    """The year that ended is meant early in the new one; a second time it is refused with the way to amend it."""
    written = data(given_in(run, "year", YEAR, "--json"))
    assert (written["period"], written["scope"]) == ("2026", "year")
    again = given_in(run, "year 2026", YEAR)
    assert again.status == 1
    assert "fupan year --again" in again.err
    amended = data(given_in(run, "year 2026 --again", {"grew": "I can say no, kindly"}, "--json"))
    assert amended["answers"]["grew"] == "I can say no, kindly"
    assert amended["answers"]["still_pays"] == YEAR["still_pays"]


def test_the_letter_of_a_year_is_sealed_for_a_year(at_new_year, run, monkeypatch):
    """Its words stand nowhere until its day; then Monday says so, and it opens."""
    done = given_in(run, "year", YEAR)
    assert done.status == 0, done.err
    assert "种一棵树" not in done.out
    assert "Letter l1 is sealed until 2028-01-04." in done.out
    refused = run("letter", "read", "l1")
    assert (refused.status, "2028-01-04" in refused.err) == (1, True)
    for command in (
        "letter",
        "letter --json",
        "show 2026-W46",
        "report 2026",
        "report 2026 --json",
        "export -",
    ):
        shown = run(*command.split())
        if not command.startswith("export"):  # the person's own full copy
            assert "种一棵树" not in shown.out, command
    monkeypatch.setenv("FUPAN_NOW", "2028-01-10T20:00:00+08:00")
    monkeypatch.setenv("FUPAN_CLOCK", "trust")
    assert "种一棵树" in run("letter", "read", "l1").out
    assert "read" in run("letter").out


def test_a_letter_needs_a_day_to_come(home, run):
    """A letter for today or earlier, or without a word, is not sealed."""
    assert run("letter", "write", "--opens", "2026-11-20", "-", input="too late").status == 2
    assert run("letter", "write", "-", input="  \n").status == 2
    assert data(run("letter", "--json")) == []
    assert data(run("letter", "write", "--opens", "2031-01-01", "-", "--json", input="x")) == {
        "id": "l1",
        "opens": "2031-01-01",
    }


@pytest.mark.parametrize(("language", "said"), [("en", "Your standing rules"), ("zh", "常备规矩")])
def test_standing_rules_are_shown_on_mondays(at_new_year, run, journal, language, said):
    """A rule stands at the opening of every review until it is retired; it stays on record."""
    assert run("--lang", language, "rule", "add", "周四以后不加新功能").status == 0
    assert "周四以后不加新功能" in run("--lang", language, "rule").out
    assert run("rule", "retire", "s1").status == 0
    assert data(run("rule", "--json"))[0]["retired"] == "2027-W01"
    assert run("rule", "retire", "s9").status == 3
    journal.add_rule("周四以后不加新功能")
    [shown] = [one for one in journal.open_week().interview({})[0].shows if type(one).__name__ == "FromAfar"] or [None]
    assert shown is None or shown.rules[0].text == "周四以后不加新功能"
    del said


def test_the_opening_draws_rules_and_letters(journal, monkeypatch):
    """What comes back on Monday stands below the promises, in both languages."""
    from fupan.language import Language
    from fupan.long_view import FromAfar, Letter, Rule
    from fupan.render.compass import from_afar
    from fupan.render.lines import Lines
    from fupan.render.words import Words

    afar = FromAfar(
        rules=(Rule(id="s1", text="no new feature after Thursday", since=W1),),
        letters=(Letter(id="l1", text="secret", opens=sn.NOW.date(), written=sn.NOW),),
    )
    for code, rules, letter in (("en", "Your standing rules", "fupan letter read l1"), ("zh", "常备规矩", "l1")):
        lines = Lines(80)
        from_afar(afar, Words(Language.load(code)), lines)
        drawn = lines.plain()
        assert rules in drawn
        assert letter in drawn
        assert "secret" not in drawn


def test_five_years_in_chapters(at_new_year, run):
    """Only years about which something is known have a chapter; decisions get their quality here."""
    given_in(run, "year", YEAR)
    written = data(
        given_in(
            run,
            "five-years",
            {
                "chapters": {"2026": "the year of evaluations"},
                "choices": "leaving the team",
                "all_along": "why evaluations lie",
                "next": {"direction": "evaluation", "bets": {"1": "PhD", "2": "a tool"}, "wrong": "no paper"},
            },
            "--json",
        )
    )
    assert written["period"] == "2022..2026"
    assert written["answers"]["next.bets.2"] == "a tool"
    unknown = given_in(run, "five-years --again", {"chapters": {"2025": "there was none"}})
    assert (unknown.status, "2025" in unknown.err) == (2, True)


def test_a_year_without_a_week_is_refused(home, run):
    """Nothing is asked about a year that holds nothing, and a year to come is too early."""
    for year, status in (("2025", 3), ("2027", 2), ("W46", 2)):
        assert given_in(run, f"year {year}", YEAR).status == status


def test_the_letter_is_opened_by_its_owner_alone(journal):
    """The use case refuses before the day, whatever asks."""
    letter = journal.write_letter("to me")
    assert letter.opens == journal.moment.today.replace(year=2027)
    with pytest.raises(LetterSealed):
        journal.read_letter(letter.id)
    assert journal.letters() == (replace(letter, text=""),)
    assert journal.year_under_review() == Year(2026)
