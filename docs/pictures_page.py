"""Draw the pictures of the page for the documentation: `fupan serve` on the demo's journal, in Debian's Chromium.

`python docs/pictures_page.py` writes into docs/pictures, once in each language: a weekly review at the point where the
record speaks, on a desk, beside the first page and a screen of the review on a phone. It needs what
docs/pictures.py needs.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pictures import DESK, PHONE, beside, keep
from PIL import Image
from playwright.sync_api import sync_playwright

from fupan import demo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

NOW = "2026-11-23T20:00:00+08:00"
WEEK = "/week/2026-W47"
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
MISSED = "goals.g70."  # of the demo's three promises
CHOSEN = {  # by the last part of a question's key
    "acted": "no",
    "outcome": "missed",
    "hours": "1.5",
    "outside_hours": "0",
    "would_have_made_it": "yes",
    "why_not_start": "did_not_feel_like_it",
    "own": "laziness",
    "mentor": "laziness",
    "boss": "3",
    "self": "3",
}
WORDS = {
    "en": {
        "why": "Tuesday and Wednesday evening went to videos. I opened the draft once, on Sunday.",
        "solid": "The list of what they ask is on the wall.",
        "not_pass": "Three evenings, and the file was opened once.",
        "request": "Two bad pages before Thursday.",
    },
    "zh": {
        "why": "周二周三晚上都刷了视频，初稿只在周日打开过一次。",
        "solid": "老师常问的问题已经列出来贴在墙上。",
        "not_pass": "三个晚上，文件只打开过一次。",
        "request": "周四之前先写两页难看的。",
    },
}


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The link into a page on the demo's journal."""
    environ = {**os.environ, "FUPAN_HOME": str(home), "FUPAN_NOW": NOW, "FUPAN_CLOCK": "trust", "TZ": "Asia/Shanghai"}
    command = [sys.executable, "-m", "fupan", "serve", "--no-browser"]
    with subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as page:
        assert page.stdout
        yield page.stdout.readline().strip()
        page.terminate()


def answer(tab: Page, code: str) -> None:
    """Everything on the screen that is known here; twice, since answers lead to questions."""
    for _ in range(2):
        for key in tab.eval_on_selector_all("[data-key]", "all => all.map(one => one.dataset.key)"):
            name = key.rpartition(".")[2]
            wanted = "done" if name == "outcome" and not key.startswith(MISSED) else CHOSEN.get(name)
            choice = tab.locator(f'[name="answer.{key}"][type="radio"][value="{wanted}"]')
            if choice.count():
                choice.check()
            elif text := WORDS[code].get(name) or CHOSEN.get(name):
                tab.locator(f'[name="answer.{key}"]').fill(text)
                tab.locator(f'[name="answer.{key}"]').blur()
            tab.wait_for_function("() => !document.querySelector('form[data-busy]')")


def shot(tab: Page, *, at: str = "") -> Image.Image:
    if at:
        tab.eval_on_selector(at, "one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 20)")
    return Image.open(io.BytesIO(tab.screenshot())).convert("RGB")


def draw(browser: Browser, code: str, link: str) -> None:
    base = link.partition("/enter/")[0]
    desk = browser.new_context(viewport=DESK, locale=LOCALES[code], color_scheme="light", reduced_motion="reduce")
    desk.request.get(link)
    tab = desk.new_page()
    tab.goto(f"{base}{WEEK}")
    for _ in range(6):
        answer(tab, code)
        if tab.locator(".reveal").count():
            break
        with tab.expect_navigation():
            tab.click(".actions .main")
    judged = shot(tab, at='[id$=".mentor-about"]')
    state = desk.storage_state()
    phone = browser.new_context(viewport=PHONE, locale=LOCALES[code], color_scheme="dark", storage_state=state)
    tab = phone.new_page()
    tab.goto(f"{base}{WEEK}/facts")
    keep(beside([judged, shot(tab)], drop=230), f"page-{code}.png")
    for context in (desk, phone):
        context.close()


def main() -> None:
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for code in LOCALES:
            with tempfile.TemporaryDirectory() as place:
                demo.write(Path(place), code)
                with served(Path(place)) as link:
                    draw(browser, code, link)
        browser.close()


if __name__ == "__main__":
    main()
