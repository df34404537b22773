"""Words are never code, with a real browser as the judge: every page that shows a person's words is opened by Chromium."""

from __future__ import annotations

import pytest

from hostile_words import PAYLOADS, batches, journal
from store_nouns import W53

pytestmark = pytest.mark.browser
pytest.importorskip("playwright", reason="pip install -e '.[dev,ci]'")

AT_ONCE = 60  # payloads in one journal
PERIODS = ("2026-W53", "2026-Q4", "2026")
PATHS = (
    "/", "/week/2026-W53", "/week/2027-W01", "/week/2027-W01/2", "/quarter/2026-Q4", "/goals", "/goals?all=1", "/goals/g1",
    "/goals/g2", "/goals/g2/why", "/responses", "/reports", "/reports?period=%3Cscript%3Ealert(1)%3C/script%3E", "/direction",
    "/search?q=script", "/search?q=%3Cimg+src=x+onerror=alert(1)%3E", "/search?q=evil", "/long/2026", "/settings",
    *(f"/reports/{period}" for period in PERIODS),
)  # fmt: skip
SEEN = """() => [...document.querySelectorAll("*")].flatMap(one => [
  one.localName,
  ...one.getAttributeNames().filter(name => name.startsWith("on")).map(name => `${one.localName} ${name}`),
  ...["href", "src", "action"].filter(name => one.hasAttribute(name))
    .map(name => one.getAttribute(name)).filter(to => !/^[/#?]/.test(to)).map(to => `${one.localName} to ${to}`),
])"""


class Judge:
    """A tab that knows no policy: whatever a page runs, asks for or opens is written down."""

    def __init__(self, chromium, mine):
        self.context = chromium.new_context(bypass_csp=True)
        self.mine, self.caught = mine, []
        self.context.on("request", lambda one: one.url.startswith(self.mine) or self.caught.append(one.url))
        self.tab = self.context.new_page()
        self.tab.on("dialog", self.dialog)
        self.tab.on("pageerror", lambda error: self.caught.append(str(error)))
        self.tab.on("popup", lambda page: self.caught.append(f"opened {page.url}"))

    def dialog(self, shown):
        self.caught.append(f"{shown.type}: {shown.message}")
        shown.dismiss()

    def open(self, address):
        """The tags, handlers and foreign addresses of a page, after nothing was caught and it stands where it was opened."""
        self.tab.goto(address)
        assert self.tab.url == address
        found = set(self.tab.evaluate(SEEN))
        assert self.caught == [], address
        return found


def papers(run, home, folder):
    """Every HTML file that the program writes."""
    folder.mkdir()
    named = {"FUPAN_HOME": str(home), "FUPAN_NOW": "2027-01-04T20:00:00+08:00"}
    for period in PERIODS:
        done = run("report", period, "--as", "html", **named)
        assert done.status == 0, done.err
        (folder / f"{period}.html").write_text(done.out, encoding="utf-8")
    assert run("pact", "new", "Li Wei", **named).status == 0
    done = run(
        "pact", "send", "Li Wei", "--week", str(W53), "--output", str(folder), "--yes", "--text", PAYLOADS[0], **named
    )
    assert done.status == 0, done.err
    made = sorted(folder.glob("*.html"))
    assert len(made) == len(PERIODS) + 1
    return made


def foreign(found):
    """What no page of ours has: handlers in attributes, addresses elsewhere, elements of other documents."""
    return {one for one in found if " " in one} | found & {"iframe", "base", "object", "embed", "frame"}


@pytest.mark.parametrize("words", batches(AT_ONCE), ids=lambda words: words[0][:20])
def test_no_file_runs_a_word(run, chromium, tmp_path, words):
    """Reports and the letter to a partner: no dialog, no request, no handler, no address elsewhere."""
    journal(tmp_path / "planted", words)
    for made in papers(run, tmp_path / "planted", tmp_path / "files"):
        judge = Judge(chromium, made.as_uri())
        found = judge.open(made.as_uri())
        assert foreign(found) == set(), made.name
        judge.context.close()


@pytest.mark.parametrize("words", batches(AT_ONCE), ids=lambda words: words[0][:20])
def test_no_page_runs_a_word(chromium, tmp_path, words):
    """Every page of `fupan serve` that shows words, what was asked of the search too."""
    from web_served import serving

    journal(tmp_path / "planted", words)
    with serving(tmp_path / "planted", FUPAN_NOW="2027-01-04T20:00:00+08:00") as served:
        base = f"http://{served.host}"
        judge = Judge(chromium, base)
        judge.context.request.get(served.link, max_redirects=0)
        for path in PATHS:
            judge.tab.goto(base + path)
            assert judge.tab.url.startswith(base)
            found = set(judge.tab.evaluate(SEEN))
            assert judge.caught == [], path
            assert foreign(found) == set(), path
        judge.context.close()


def test_the_judge_sees_what_is_unsafe(chromium, tmp_path):
    """The control: pages into which the same words are put as they are must be caught."""
    from playwright.sync_api import Error

    caught = 0
    for number, word in enumerate(PAYLOADS[:30]):
        page = tmp_path / f"{number}.html"
        page.write_text(f"<!doctype html><title>x</title><p>{word}</p>", encoding="utf-8")
        judge = Judge(chromium, page.as_uri())
        try:
            judge.tab.goto(page.as_uri())
            plain = set(judge.tab.evaluate(SEEN)) <= {"html", "head", "meta", "title", "body", "p"}
        except Error:  # the page led elsewhere
            plain = False
        caught += bool(judge.caught) or not plain
        judge.context.close()
    assert caught > 10
