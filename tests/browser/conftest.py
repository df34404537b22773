"""What the browser's tests share: Debian's Chromium, a page that is really served, and somebody who looks at it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from web_forms import reply
from web_served import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

    from web_served import Served

SIZES = {"desktop": (1280, 900), "phone": (360, 740)}
LOCALES = {"en": "en-GB", "zh": "zh-CN"}
EACH = [pytest.param(language, size, id=f"{language}-{size}") for language in LOCALES for size in SIZES]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium")
    assert found, "Debian's Chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--disable-gpu"])
        yield browser
        browser.close()


@dataclass
class Guest:
    """A browser that was let in. What it complains of, and what leaves the machine, is written down."""

    context: BrowserContext
    served: Served
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"http://{self.served.host}"

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", lambda said: said.type in ("error", "warning") and self.complaints.append(said.text))

    def listen(self) -> None:
        self.context.on("page", self.watch)
        self.context.on("request", lambda one: one.url.startswith(self.base) or self.outside.append(one.url))

    def tab(self, path: str = "/") -> Tab:
        """A new tab at a path."""
        tab = Tab(self, self.context.new_page())
        tab.go(path)
        return tab


@dataclass
class Tab:
    guest: Guest
    page: Page

    def go(self, path: str) -> None:
        self.page.goto(f"{self.guest.base}{path}")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.guest.base)

    def press(self, button: str = ".actions .main") -> None:
        """Press what leads to another page, and wait for that."""
        assert self.page.locator(button).count(), (self.path, self.page.text_content("body"))
        with self.page.expect_navigation():
            self.page.click(button)

    def asked(self) -> list[str]:
        """The keys of the questions on the screen."""
        keys: list[str] = self.page.eval_on_selector_all("[data-key]", "all => all.map(one => one.dataset.key)")
        return keys

    def control(self, key: str) -> str:
        return f'#questions [name="answer.{key}"]'

    def answer(self, key: str, value: str) -> None:
        """Answer one question as a person does: by choosing, or by typing and leaving the field."""
        radio = self.page.locator(f'{self.control(key)}[type="radio"][value="{value}"]')
        if radio.count():
            radio.check()
        else:
            self.page.locator(self.control(key)).fill(value)
            self.page.locator(self.control(key)).blur()

    def fill_in(self) -> None:
        """Answer everything on the screen that has a reply, also what appears meanwhile."""
        done: set[str] = set()
        while left := [key for key in self.asked() if key not in done and reply(key)]:
            done.add(left[0])
            value = reply(left[0])
            radio = self.page.locator(f'{self.control(left[0])}[type="radio"]')
            if radio.count() and not radio.and_(self.page.locator(f'[value="{value}"]')).count():
                continue  # this time it is offered in other words
            self.answer(left[0], value)
            self.quiet()

    def fill_in_plainly(self) -> None:
        """Answer what stands on the screen; without a script nothing else appears."""
        for key in self.asked():
            if (value := reply(key)) is None:
                continue
            radios = self.page.locator(f'{self.control(key)}[type="radio"]')
            wanted = self.page.locator(f'{self.control(key)}[type="radio"][value="{value}"]')
            if wanted.count():
                wanted.check()
            elif not radios.count():
                self.page.locator(self.control(key)).fill(value)

    def quiet(self) -> None:
        """Wait until nothing is being sent."""
        self.page.wait_for_function("() => !document.querySelector('form[data-busy]')")

    def walk(self, upto: str) -> None:
        """Screen after screen until an address holds `upto`."""
        for _ in range(40):
            if upto in self.path:
                return
            if not self.path.endswith("/seal"):
                self.fill_in()
            self.press()
        raise AssertionError(f"{upto} is never reached; {self.path} is")


@contextmanager
def guest_of(
    chromium: Browser, home: Path, language: str = "en", size: str = "desktop", **more: Any
) -> Iterator[Guest]:
    """Somebody at a page served from a home; nothing may leave the machine, and the browser must not complain."""
    width, height = SIZES[size]
    with serving(home) as served:
        viewport = {"width": width, "height": height}
        context = chromium.new_context(viewport=viewport, locale=LOCALES[language], **more)
        context.set_default_timeout(60_000)
        guest = Guest(context, served)
        guest.listen()
        context.request.get(served.link, max_redirects=0)  # the browser's jar has the session now
        yield guest
        context.close()
        assert guest.outside == []
        assert guest.complaints == []


@pytest.fixture
def lived_home(home: Path, lived: dict[str, Path]) -> Any:
    """A person's home with two quarters in a language."""

    def copy(language: str) -> Path:
        shutil.copytree(lived[language], home)
        return home

    return copy
