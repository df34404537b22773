"""The quarter in a browser: re-read week by week, marked, scored, closed."""

from __future__ import annotations

import pytest

from browser.conftest import EACH, guest_of

pytestmark = pytest.mark.browser
QUARTER = "2026-Q4"
BY_THE_RECORD = {"en": "by the record", "zh": "自评"}
NOW_SEEN = {"en": "It began in the first week.", "zh": "第一周就开始了。"}


@pytest.mark.parametrize(("language", "size"), EACH)
def test_a_whole_quarter(chromium, lived_home, run, language, size):
    """One week a screen with its marks; own scores before the record's; then the quarter stands written."""
    with guest_of(chromium, lived_home(language), language, size) as guest:
        tab = guest.tab(f"/quarter/{QUARTER}")
        tab.press()
        assert tab.path == f"/quarter/{QUARTER}/2026-W40"
        tab.press('[name="mark"][value="turning"]')
        assert tab.page.locator('[aria-pressed="true"]').count() == 1
        tab.walk("/marks")
        assert tab.page.locator('[name="answer.marks.turning"]').input_value() == "2026-W40"
        tab.answer("seen_now", NOW_SEEN[language])
        tab.press()
        assert tab.path == f"/quarter/{QUARTER}/score"
        assert BY_THE_RECORD[language] not in tab.page.text_content("main")
        own = [key for key in tab.asked() if key.endswith(".own")]
        tab.answer(own[0], "0.2")
        tab.page.wait_for_selector(f'[data-key="{own[0].removesuffix("own")}final"]')
        assert tab.page.text_content("main").count(BY_THE_RECORD[language]) == 1
        tab.walk("told=sealed")
    data = run("show", QUARTER, "--json").data
    assert data["marks"]["turning"] == "2026-W40"
    assert data["answers"]["seen_now"] == NOW_SEEN[language]


def test_pages_of_the_desk_turn_with_keys(chromium, lived_home):
    """j goes on and k goes back, unless one is typing; what is typed stays typed."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab(f"/quarter/{QUARTER}")
        tab.press()
        for key, week in (("j", "2026-W41"), ("j", "2026-W42"), ("k", "2026-W41")):
            with tab.page.expect_navigation():
                tab.page.keyboard.press(key)
            assert tab.path.partition("?")[0] == f"/quarter/{QUARTER}/{week}"
        line = tab.page.locator('[name="answer.reread.2026-W41"]')
        line.press_sequentially("jk")
        assert line.input_value() == "jk"
