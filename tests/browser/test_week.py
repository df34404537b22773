"""A weekly review in a browser: written whole, begun here and finished in the terminal, and the other way round."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from browser.conftest import EACH, guest_of
from terminal import Terminal
from web_forms import LAZY

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser
WEEK = "2026-W47"
THOUGHT = {"en": "Half a thought, and the tab is closed", "zh": "写到一半，标签页就关了"}


def in_terminal(home: Path, language: str) -> Terminal:
    environ = {
        "FUPAN_HOME": str(home),
        "FUPAN_NOW": "2026-11-23T19:30:00+08:00",
        "FUPAN_CLOCK": "trust",
        "FUPAN_LANG": language,
        "TZ": "Asia/Shanghai",
    }
    return Terminal(["-m", "fupan", "week"], environ)


def written(run: Any) -> dict[str, Any]:
    return run("show", WEEK, "--json").data


@pytest.mark.parametrize(("language", "size"), EACH)
def test_a_whole_week(chromium, lived_home, run, language, size):
    """From the first page to the seal; each screen leads to the next, and what was answered is written."""
    home = lived_home(language)
    with guest_of(chromium, home, language, size) as guest:
        tab = guest.tab("/")
        tab.press()
        assert tab.path == f"/week/{WEEK}"
        tab.press()
        tab.walk("told=sealed")
        assert LAZY in tab.page.text_content("main")
    data = written(run)
    assert data["answers"]["rule"] == "Phone away first."
    assert {verdict["own"] for verdict in data["verdicts"]} == {"laziness"}


@pytest.mark.parametrize(("language", "size"), EACH)
def test_begun_on_the_page_and_finished_in_the_terminal(chromium, lived_home, run, language, size):
    """The tab is closed in the middle of a word; the terminal goes on from there and seals."""
    home = lived_home(language)
    with guest_of(chromium, home, language, size) as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        tab.walk("/gap")
        why = next(key for key in tab.asked() if key.endswith(".why"))
        tab.page.locator(tab.control(why)).press_sequentially(THOUGHT[language])
        tab.page.close()
        page = guest.tab(f"/week/{WEEK}/gap").page
        assert page.locator(f'[name="answer.{why}"]').input_value() == THOUGHT[language]
        terminal = in_terminal(home, language)
        terminal.see({"en": "Going on where you stopped", "zh": "接着上次"}[language])
        terminal.converse({})
        assert terminal.end() == 0, terminal.text
        page.reload()  # the form's address leads to what is written now
        assert page.url == f"{guest.base}/week/{WEEK}"
        assert THOUGHT[language] in page.text_content("main")
    assert THOUGHT[language] in json.dumps(written(run), ensure_ascii=False)


@pytest.mark.parametrize(("language", "size"), EACH)
def test_begun_in_the_terminal_and_finished_on_the_page(chromium, lived_home, run, language, size):
    """The terminal is killed at a question; the page shows what is kept and goes on there."""
    home = lived_home(language)
    terminal = in_terminal(home, language)
    strong, promise = {"en": ("How strong", "This goal: done"), "zh": ("有多强", "这个目标：做成")}[language]
    terminal.converse({strong: "9"}, stop_at=promise)
    terminal.kill()
    with guest_of(chromium, home, language, size) as guest:
        tab = guest.tab("/")
        tab.press()
        tab.press()
        assert tab.path == f"/week/{WEEK}/facts"
        tab.go(f"/week/{WEEK}/motive")
        assert tab.page.locator('[name="answer.motive.strength"]:checked').input_value() == "9"
        tab.walk("told=sealed")
    assert written(run)["motive"]["strength"] == 9


def test_questions_come_and_go_with_the_answers(chromium, lived_home):
    """What an answer leads to appears at once, and goes when the answer changes; the focus stays where it was."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        tab.walk("/facts")
        outcome = tab.asked()[0]
        goal = outcome.split(".")[1]
        tab.answer(outcome, "dropped")
        tab.page.wait_for_selector(f'[data-key="goals.{goal}.let_go"]')
        assert tab.page.evaluate("document.activeElement.value") == "dropped"
        tab.answer(outcome, "done")
        tab.page.wait_for_selector(f'[data-key="goals.{goal}.proof"]')
        assert not tab.page.locator(f'[data-key="goals.{goal}.let_go"]').count()
        tab.page.wait_for_selector("#state:has-text('Saved.')")


def test_a_bad_answer_is_told_beside_its_field(chromium, lived_home):
    """What was typed stands there, marked for eye and ear, until it fits."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        tab.walk("/facts")
        key = next(key for key in tab.asked() if key.endswith(".hours"))
        field = tab.page.locator(tab.control(key))
        tab.answer(key, "ages")
        tab.page.wait_for_selector(f'[data-key="{key}"] .error')
        assert field.input_value() == "ages"
        assert field.get_attribute("aria-invalid") == "true"
        assert "1.5" in tab.page.text_content(f"[id='{field.get_attribute('aria-describedby')}']")
        tab.answer(key, "1小时半")
        tab.page.wait_for_selector(f'[data-key="{key}"] .error', state="detached")
        tab.page.reload()
        assert tab.page.locator(tab.control(key)).input_value() == "1.5"


def test_words_of_care_stand_first_and_are_read_first(chromium, lived_home):
    """They come to the top of the page at once, and the focus goes there before any further question."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        tab.answer("motive.of", "I want to end my life")
        tab.page.wait_for_selector(".care")
        assert tab.page.evaluate("document.activeElement.id") == "care"
        care, question = tab.page.locator(".care").bounding_box(), tab.page.locator(".question").first.bounding_box()
        assert care["y"] < question["y"]


def test_a_page_that_is_gone_loses_nothing_that_is_typed(chromium, lived_home):
    """When the program has ended the page says that it could not save, and keeps what stands in its fields."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        tab.page.wait_for_selector("#clock .ticking")
        guest.served.process.terminate()
        guest.served.process.wait(timeout=20)
        tab.answer("motive.of", "freedom")
        tab.page.wait_for_selector("#state:has-text('could not be saved')")
        assert tab.page.locator(tab.control("motive.of")).input_value() == "freedom"
        guest.complaints.clear()  # the browser says that nobody answered, and is right
