"""For everybody: axe on every page, the keyboard alone, small screens, dark and light, and no script at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from browser.conftest import EACH, LOCALES, guest_of
from web_forms import LAZY

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.browser
WEEK = "2026-W47"
PAGES = (
    "/", f"/week/{WEEK}", "/week/2026-W46", "/week/2026-W36?way=catchup", "/goals", "/goals?every=1", "/goals/g54",
    "/goals/g54/why", "/responses", "/quarter/2026-Q4", "/quarter/2026-Q4/2026-W40", "/quarter/2026-Q3", "/reports",
    "/reports/2026-Q3", "/search", "/search?q=phone", "/settings", "/direction", "/long/2026", "/long/decision", "/week/2031-W01",
)  # fmt: skip
SMALLEST = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(one => one.checkVisibility() && !one.closest('.visually-hidden, .skip, p, li, dd, blockquote'))
  .map(one => [one, (one.type === 'radio' ? one.closest('label') : one).getBoundingClientRect()])
  .filter(([one, box]) => box.width < 24 || box.height < 24)
  .map(([one, box]) => `${one.outerHTML.slice(0, 80)} ${Math.round(box.width)}×${Math.round(box.height)}`)"""


@pytest.fixture(scope="module", params=LOCALES)
def opened(request, chromium, lived, tmp_path_factory) -> Iterator[Any]:
    """Somebody who looks at a lived journal, and what language it is in."""
    home = tmp_path_factory.mktemp("looked-at") / "home"
    shutil.copytree(lived[request.param], home)
    with guest_of(chromium, home, request.param) as guest:
        yield guest
        guest.complaints.clear()  # a page that is not there says 404 or 422, which a browser calls an error


def grave(page: Any) -> list[str]:
    """What axe finds on a page that is more than a trifle."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found
        if one["impact"] != "minor"
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_axe_finds_nothing_grave_on_any_page(opened, scheme, width):
    """In both languages, light and dark, on a desktop and a phone."""
    tab = opened.tab()
    tab.page.set_viewport_size({"width": width, "height": 800})
    tab.page.emulate_media(color_scheme=scheme)
    for path in PAGES:
        tab.go(path)
        assert grave(tab.page) == [], path
    tab.page.close()


def test_axe_finds_nothing_grave_on_any_screen_of_a_week(chromium, lived_home):
    """Nor on the form in use, with an error beside a field, with care, with the program's view, with the seal."""
    with guest_of(chromium, lived_home("en"), size="phone") as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        tab.answer("motive.strength", "7")
        for _ in range(40):
            if "told=sealed" in tab.path:
                break
            if not tab.path.endswith("/seal"):
                tab.fill_in()
                assert grave(tab.page) == [], tab.path
                for key in [key for key in tab.asked() if key.endswith(".hours")][:1]:
                    tab.answer(key, "ages")
                    tab.page.wait_for_selector(".error")
                    assert grave(tab.page) == [], tab.path
                    tab.answer(key, "1")
                    tab.page.wait_for_selector(".error", state="detached")
            assert grave(tab.page) == [], tab.path
            tab.press()
        assert grave(tab.page) == []


@pytest.mark.parametrize("width", [320, 360, 768])
def test_nothing_is_cut_off_and_every_target_can_be_hit(opened, width):
    """No page scrolls sideways on a small screen; what one presses measures 24 pixels or more."""
    tab = opened.tab()
    tab.page.set_viewport_size({"width": width, "height": 740})
    for path in PAGES:
        tab.go(path)
        room = tab.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if not path.startswith("/reports/"):  # a saved report is made for 360 pixels and more
            assert room[0] <= room[1], (path, room)
            assert tab.page.evaluate(SMALLEST) == [], path
    tab.page.close()


def test_everything_is_reached_with_the_keyboard_alone(chromium, lived_home, run):
    """Skip link, visible focus, arrows among choices, Enter on buttons: a whole week without a mouse."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab("/")
        page = tab.page
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        tab_to(page, ".main")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        for _ in range(30):
            if "told=sealed" in tab.path:
                break
            by_keys(page)
            tab_to(page, ".main")
            with page.expect_navigation():
                page.keyboard.press("Enter")
    goals = run("show", WEEK, "--json").data["goals"]
    assert [goal["outcome"] for goal in goals] == ["partly"] * len(goals)


def tab_to(page: Any, wanted: str) -> None:
    """Press Tab until the focus, which must be seen, is on what is wanted."""
    for _ in range(200):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "wanted => { const one = document.activeElement; const line = getComputedStyle(one);"
            " return [one.matches(wanted), one === document.body || line.outlineStyle !== 'none'"
            " || one.closest('.visually-hidden, .skip') !== null] }",
            wanted,
        )
        assert here[1], page.evaluate("document.activeElement.outerHTML")
        if here[0]:
            return
    raise AssertionError(f"{wanted} is never reached")


def by_keys(page: Any) -> None:
    """Choose the second of every open choice with the arrow keys."""
    for _ in range(20):
        name = page.evaluate(
            "() => [...document.querySelectorAll('#questions input[type=radio]')].map(one => one.name)"
            ".find(name => !document.querySelector(`[name=\"${name}\"]:checked`) && name.endsWith('.outcome')) ?? ''"
        )
        if not name:
            return
        page.evaluate("document.querySelector('#main').focus()")
        tab_to(page, f'[name="{name}"]')
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => !document.querySelector('form[data-busy]')")


def test_enter_leads_to_the_next_field(chromium, lived_home):
    """In a single line, as in the terminal; in a long answer it makes a new line."""
    with guest_of(chromium, lived_home("en")) as guest:
        tab = guest.tab("/goals")
        tab.go(f"/week/{WEEK}")
        tab.press()
        line = tab.page.locator(tab.control("motive.of"))
        line.fill("freedom")
        line.press("Enter")
        assert line.input_value() == "freedom"
        assert tab.page.evaluate("document.activeElement.name") == "answer.motive.strength"


@pytest.mark.parametrize(("language", "size"), EACH)
def test_a_whole_week_without_a_script(chromium, lived_home, run, language, size):
    """The same forms, the same questions, the same week."""
    with guest_of(chromium, lived_home(language), language, size, java_script_enabled=False) as guest:
        tab = guest.tab(f"/week/{WEEK}")
        tab.press()
        for _ in range(40):
            if "told=sealed" in tab.path:
                break
            if not tab.path.endswith("/seal"):
                tab.fill_in_plainly()
            tab.press()
    data = run("show", WEEK, "--json").data
    assert {goal["gap"]["why"] for goal in data["goals"] if goal["gap"]} == {LAZY}
