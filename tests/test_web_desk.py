"""What a request works with: the language of the person, a journal of this moment, a status for every refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fupan import errors
from fupan.language import LANGUAGES
from fupan.web.refusals import Refused, status_of
from web_inside import Inside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def page(home: Path) -> Inside:
    del home
    return Inside()


def language(page: Inside, **headers: str) -> str:
    """The language in which a refusal is told."""
    said = page.get("/api/nowhere", headers={name.replace("_", "-"): value for name, value in headers.items()})
    return "zh" if "没有" in said.json()["error"]["message"] else "en"


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,zh;q=0.9", "en"),
        ("fr,zh;q=0.5,en;q=0.4", "zh"),
        ("en;q=0.1,zh;q=0.2", "zh"),
        ("zh;q=0,en", "en"),
        ("zh;q=much", "en"),
        ("*", "en"),
        (",;,=" * 5000, "en"),
    ],
)
def test_a_browser_is_spoken_to_in_its_language(page: Inside, asked: str, spoken: str) -> None:
    """The best of its wishes that is known; what is no wish is passed over."""
    assert language(page, Accept_Language=asked[:9000]) == spoken


def test_the_settings_come_before_the_browser_and_the_cookie_before_both(page: Inside, home: Path) -> None:
    """A person who chose a language on the page keeps it, whatever is set for the terminal."""
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text('language = "en"\n')
    assert language(page, Accept_Language="zh") == "en"
    session = "; ".join(f"{name}={value}" for name, value in page.cookies.items())
    assert language(page, Accept_Language="en", Cookie=f"{session}; language=zh") == "zh"
    assert language(page, Cookie=f"{session}; language=klingon") == "en"


def test_settings_are_read_anew_for_every_request(page: Inside, home: Path) -> None:
    """What is changed in the file while the page is open is in force at the next request."""
    home.mkdir(exist_ok=True)
    for code in LANGUAGES:
        (home / "config.toml").write_text(f'language = "{code}"\n')
        assert language(page) == code


def test_settings_that_cannot_be_read_are_told_on_the_page(page: Inside, home: Path) -> None:
    """As a refusal with its words, not as a failure of ours."""
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text("language = \n")
    answer = page.get("/api/status")

    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_file")
    assert page.bugs == []


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (errors.NothingFound("W1"), 404),
        (errors.GoalNotFound("x"), 404),
        (errors.BadAnswers(missing=("a",)), 422),
        (errors.BadPercent("x"), 422),
        (errors.AlreadySealed("W1", "fupan week"), 409),
        (errors.ChangedMeanwhile("W1"), 409),
        (errors.ClockBehind("now", "last"), 409),
        (errors.JournalNewer(9, 1, "2"), 409),
        (errors.JournalBusy("journal.db", 10), 503),
        (errors.JournalUnreadable("journal.db", "why"), 500),
        (errors.CannotWrite("journal.db", "full"), 500),
        (errors.Bug("x", "log"), 500),
    ],
)
def test_every_refusal_has_its_status(problem: errors.FupanError, status: int) -> None:
    """By its class; one that no table names has that of its exit status."""
    assert status_of(problem) == status


def test_no_refusal_of_the_house_is_without_a_status() -> None:
    """Also those to come: each class has a status from 400 to 599."""

    def every(kind: type[errors.FupanError]) -> Any:
        yield kind
        for below in kind.__subclasses__():
            yield from every(below)

    found = list(every(errors.FupanError))
    assert len(found) > 40
    for kind in found:
        made = kind.__new__(kind)
        assert 400 <= status_of(made) < 600
        assert issubclass(kind, Refused) == (kind.__module__ == Refused.__module__)
