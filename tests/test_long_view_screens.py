"""The screens of the long view: calibration, patterns, the mentor's view, the method's figures."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from fupan.cli.patterns import last_of
from fupan.errors import BadUsage
from fupan.periods import Span, Week
from fupan.render.cells import cells

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (
    ("calibration",),
    ("calibration", "--show"),
    ("patterns",),
    ("patterns", "--last", "4q", "--show"),
    ("mentor",),
    ("mentor", "--period", "2026"),
    ("doctor", "--method"),
)


@pytest.fixture(params=["en", "zh"])
def person(request, home: Path, lived: dict[str, Path]) -> str:
    shutil.copytree(lived[request.param], home)
    return request.param


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_screen_fits_eighty_columns(command, person: str, run: Any) -> None:
    """Chinese or English, no line is wider than the terminal, and Chinese screens speak Chinese."""
    ran = run(*command, "--lang", person)
    assert ran.status == 0
    assert [line for line in ran.out.splitlines() if cells(line) > 80] == []
    assert ("（n = " in ran.out or "次复盘" in ran.out) == (person == "zh")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_an_empty_journal_is_no_error(command, run: Any) -> None:
    """Nothing to tell yet is said in a sentence."""
    ran = run(*command)
    assert (ran.status, ran.out.count("\n")) in {(0, n) for n in (1, 2)}


def test_the_demo_shows_what_comes_back(person: str, run: Any) -> None:
    """The made-up person repeats themselves in three weeks of two quarters, in both languages."""
    data = run("patterns", "--json").data
    told = {refrain["phrase"]: refrain["weeks"] for refrain in data["refrains"]}
    phrase = {"en": "lay down when I got home", "zh": "一到家就躺下"}[person]
    assert told[phrase] == ["2026-W16", "2026-W20", "2026-W28"]
    assert len(data["quarters"]) == 3


def test_shown_phrases_quote_their_weeks(person: str, run: Any) -> None:
    """--show prints every text in which a phrase stands, whole; without it none is printed."""
    said = [why["text"] for refrain in run("patterns", "--json").data["refrains"] for why in refrain["said"]]
    plain = run("patterns", "--lang", person).out
    shown = "".join(run("patterns", "--show", "--lang", person).out.replace("│", "").split())
    assert len(said) > 8
    assert [text for text in said if "".join(text.split()) not in shown] == []
    assert [text for text in said if text in plain] == []


def test_the_demo_doubts_and_waits(person: str, run: Any) -> None:
    """A doubted quarter goal was dropped three weeks later; another was kept to its end."""
    lines = {line["title"]: line for line in run("calibration", "--json").data["sureness"]}
    waits = {(line["doubt"], line["decided"], line["waited"]) for line in lines.values() if line["level"] == "quarter"}
    assert ("2026-W16", "2026-W19", 3) in waits
    assert any(decided is None and waited == 7 for _, decided, waited in waits)


def test_the_brier_score_stands_in_json_alone(person: str, run: Any) -> None:
    """A person reads what came; a score of squares is for scripts."""
    assert 0 < run("calibration", "--json").data["brier"] < 0.25
    assert "brier" not in run("calibration", "--show", "--lang", person).out.lower()


def test_the_mentors_view_as_json(person: str, run: Any) -> None:
    """Grades by week with their gap, and each request with what came of it."""
    data = run("mentor", "--period", "2026-Q3", "--json").data
    assert data["lines"][0] == {"week": "2026-W27", "boss": 2, "own": 3, "gap": -1}
    assert data["answered"] == sum(data["acted"].values())
    assert {request["acted"] for request in data["requests"]} == {"yes", "partly", "no"}
    assert data["requests"][-1]["asked"] == "2026-W40"  # by the first review of the next quarter


def test_the_method_tells_both_halves(person: str, run: Any) -> None:
    """Each figure of `doctor --method` has a value and an n, over all and in both halves."""
    data = run("doctor", "--method", "--json").data
    assert data["reviews"] == 32
    assert all(
        {"value", "n"} == set(figure[part]) for figure in data["figures"] for part in ("whole", "before", "after")
    )
    assert data["effect"]["verdict"] in ("up", "unchanged", "down")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("4q", Week(2026, 1)),
        ("1q", Week(2026, 40)),
        ("13w", Week(2026, 36)),
        ("1y", Week(2026, 1)),
        ("2年", Week(2025, 1)),
    ],
)
def test_last_counts_the_running_one(text, first):
    """4q are the running quarter and the three before it."""
    from datetime import date

    assert last_of(text, date(2026, 11, 23)) == Span(first, Week(2026, 48))


@pytest.mark.parametrize("text", ["q", "0q", "4m", "vier", "1000w"])
def test_last_refuses_what_it_does_not_know(text):
    """The error names what is taken."""
    from datetime import date

    with pytest.raises(BadUsage):
        last_of(text, date(2026, 11, 23))


def test_an_empty_journal_claims_nothing(run):
    """Where no goal is open and no week is written, no screen says that all is well."""
    assert "No goal is open." in run("motive", "--orphans").out
    assert "没有未结的目标" in run("--lang", "zh", "motive", "--orphans").out
    assert "No review is written" in run("patterns").out
    assert "fupan path --table" in run("path").out
