"""Two windows on one review, the other language, and the way in."""

from __future__ import annotations

import pytest

from browser.conftest import EACH, LOCALES, SIZES, guest_of
from web_served import serving

pytestmark = pytest.mark.browser
WEEK = "2026-W47"


@pytest.mark.parametrize(("language", "size"), EACH)
def test_two_tabs_on_one_review(chromium, lived_home, run, language, size):
    """The older tab is told beside its field, nothing is overwritten, and what it held is not lost."""
    with guest_of(chromium, lived_home(language), language, size) as guest:
        older = guest.tab(f"/week/{WEEK}")
        older.press()
        newer = guest.tab(f"/week/{WEEK}/motive")
        newer.answer("motive.of", "freedom")
        newer.quiet()
        older.answer("motive.of", "fame")
        older.page.wait_for_selector('[data-key="motive.of"] .error')
        assert older.page.locator(older.control("motive.of")).input_value() == "fame"
        assert "freedom" in older.page.text_content('[data-key="motive.of"]')
        assert run("status", "--json").json["data"]["draft"]["answers"]["motive.of"] == "freedom"
        older.press('.actions [value="keep"]')  # saving it again is a decision
        assert run("status", "--json").json["data"]["draft"]["answers"]["motive.of"] == "fame"


def test_an_older_tab_takes_over_what_it_did_not_touch(chromium, lived_home):
    """With the next answer the older tab shows what the newer one said meanwhile, and says so."""
    with guest_of(chromium, lived_home("en")) as guest:
        older = guest.tab(f"/week/{WEEK}")
        older.press()
        newer = guest.tab(f"/week/{WEEK}/motive")
        newer.answer("motive.of", "freedom")
        newer.quiet()
        older.answer("motive.strength", "9")
        older.page.wait_for_function("() => document.querySelector('[name=\"answer.motive.of\"]').value === 'freedom'")


def test_a_tab_left_open_on_a_sealed_week_keeps_what_was_typed(chromium, lived_home):
    """The week is sealed in another tab; the older one says so, and its text still stands there."""
    with guest_of(chromium, lived_home("en")) as guest:
        older = guest.tab(f"/week/{WEEK}")
        older.press()
        older.walk("/mentor")
        newer = guest.tab(f"/week/{WEEK}")
        newer.press()
        newer.walk("told=sealed")
        older.answer("mentor.solid", "Typed too late")
        older.page.wait_for_selector("#told .warn")
        assert "was written in another window" in older.page.text_content("#told")
        assert older.page.locator(older.control("mentor.solid")).input_value() == "Typed too late"
        older.press('#told a[href$="way=again"]')
        assert older.path == f"/week/{WEEK}?way=again"


@pytest.mark.parametrize("size", SIZES)
def test_the_language_is_switched_on_every_page_and_back(chromium, lived_home, size):
    """The button stands on every page, stays on the page, and holds for the next visit."""
    with guest_of(chromium, lived_home("en"), "en", size) as guest:
        for path in ("/", "/goals", f"/week/{WEEK}", "/search?q=phone", "/settings"):
            tab = guest.tab(path)
            assert tab.page.get_attribute("html", "lang") == "en"
            tab.press(".bar button")
            assert (tab.path, tab.page.get_attribute("html", "lang")) == (path, "zh-Hans")
            tab.go(path)
            assert tab.page.get_attribute("html", "lang") == "zh-Hans"
            tab.press(".bar button")
            assert (tab.path, tab.page.get_attribute("html", "lang")) == (path, "en")


@pytest.mark.parametrize("language", LOCALES)
def test_the_link_lets_one_browser_in_and_speaks_its_language(chromium, lived_home, language):
    """The one-time link leads home in the browser's own language; another browser is not let in by it."""
    with serving(lived_home(language)) as served:
        mine, other = (chromium.new_context(locale=LOCALES[language]) for _ in range(2))
        page = mine.new_page()
        page.goto(served.link)
        page.wait_for_selector("main h1 >> nth=0")
        page.wait_for_selector(".bar")
        assert page.get_attribute("html", "lang").startswith(language)
        stranger = other.new_page()
        stranger.goto(served.link)
        assert not stranger.locator(".bar").count()
        mine.close()
        other.close()
