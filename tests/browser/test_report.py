"""The report in a browser: on a phone, in the dark, for readers of screens. Needs Debian's Chromium."""

from __future__ import annotations

import pytest

from fupan.language import Language
from fupan.render import document
from fupan.report import build_report
from rich_quarter import rich_quarter, rich_year

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="pip install -e '.[dev,ci]'")
pytest.importorskip("axe_playwright_python", reason="pip install -e '.[dev,ci]'")

MADE = {"quarter": rich_quarter, "year": rich_year}
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}
WIDER = "element => element.scrollWidth > element.clientWidth + 1"
LOST = """svg => [...svg.querySelectorAll("text")].filter(text => {
  const box = svg.getBoundingClientRect(), own = text.getBoundingClientRect();
  return own.left < box.left - 1 || own.right > box.right + 1;
}).map(text => text.textContent)"""


@pytest.fixture(params=[f"{made}-{code}" for made in MADE for code in ("en", "zh")])
def file(request, tmp_path):
    made, code = request.param.split("-")
    path = tmp_path / "report.html"
    path.write_text(document.render(build_report(MADE[made]()), "html", Language.load(code)), encoding="utf-8")
    return path.as_uri()


def opened(chromium, file, size, scheme="light"):
    page = chromium.new_context(viewport=size, color_scheme=scheme, bypass_csp=True).new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file)
    return page, said, asked


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_wider_than_its_screen(chromium, file, size):
    """Neither the page nor a figure nor a text in one; nothing is asked for and nothing complains."""
    page, said, asked = opened(chromium, file, size)
    assert not page.eval_on_selector("html", WIDER)
    for figure in page.query_selector_all("figure, table"):
        assert not figure.evaluate(WIDER)
    for drawn in page.query_selector_all("svg.figure"):
        assert drawn.evaluate(LOST) == []
    assert (said, asked) == ([], [file])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, file, scheme):
    """Contrast, names, headings, tables: WCAG 2.2 AA and the best practices beyond."""
    from axe_playwright_python.sync_playwright import Axe

    page, _, _ = opened(chromium, file, DESK, scheme)
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]] == []


def test_the_dark_has_figures_of_its_own(chromium, file):
    """A bar is drawn in the dark's ink, on the dark's paper."""
    inks = set()
    for scheme in ("light", "dark"):
        page, _, _ = opened(chromium, file, DESK, scheme)
        inks.add(page.eval_on_selector("rect.actual", "bar => getComputedStyle(bar).fill"))
    assert len(inks) == 2
