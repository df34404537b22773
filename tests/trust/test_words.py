"""Words are never code: two hundred payloads through every output, each judged by what would read it."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from counts import times
from fupan.app import App
from fupan.cli import REGISTRY
from fupan.cli.door import Door
from fupan.cli.root import tree
from hostile_words import AT_ONCE, PAYLOADS, SEEDS, batches, journal

pytestmark = pytest.mark.trust

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HARMLESS = "word"


def test_there_are_two_hundred():
    assert len(set(PAYLOADS)) >= 200


OUTPUTS = {
    "terminal": [
        ("status",), (), ("show", "2026-W53"), ("show", "2026-Q4"), ("goal", "list", "--all"), ("goal", "show", "g2"),
        ("goal", "story", "g2"), ("report", "2026-Q4"), ("report", "2026-Q4", "--color", "always"), ("responses",),
        ("undo", "--dry-run"), ("purge", "g2"), ("purge", "n1"), ("doctor",), ("show", "2026-W53", "--json"),
        ("goal", "list", "--all", "--json"), ("export", "-"), ("why", "g2"), ("goal", "edit", "nothing such"),
        ("search", "the"), ("search", "script"), ("motive",), ("path",), ("letter",), ("rule",), ("patterns",), ("mentor",),
    ],
    "html": [("report", "2026-Q4", "--as", "html"), ("report", "2026-W53", "--as", "html")],
    "md": [("report", "2026-Q4", "--as", "md"), ("report", "2026-W53", "--as", "md")],
}  # fmt: skip


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes, and every address."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.addresses = set(), set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add((tag, tuple(sorted(name for name, _ in attrs))))
        self.addresses |= {value for name, value in attrs if name in ("href", "src", "action", "xlink:href", "style")}


def html_of(markdown):
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)


@pytest.fixture(scope="module")
def innocent(tmp_path_factory):
    """What the same journal looks like when every word is harmless."""
    return {}


@pytest.mark.parametrize("number", range(len(batches())))
def test_payloads_stay_words(run, tmp_path, innocent, number):
    """Terminal: no control or direction character. HTML and Markdown: no tag or address that harmless words lack."""
    if not innocent:
        journal(tmp_path / "innocent", [HARMLESS])
        for kind in ("html", "md"):
            for line in OUTPUTS[kind]:
                page = run(*line, FUPAN_HOME=str(tmp_path / "innocent")).out
                innocent[line] = Tags(page if kind == "html" else html_of(page))
    home = tmp_path / "planted"
    journal(home, batches()[number])
    for line in OUTPUTS["terminal"]:
        done = run(*line, FUPAN_HOME=str(home))
        said = re.sub("\x1b\\[[0-9;]*m", "", done.out + done.err) if "always" in line else done.out + done.err
        assert done.status in (0, 2, 3), (line, done.err)
        assert CONTROL.search(said) is None, line
    for kind in ("html", "md"):
        for line in OUTPUTS[kind]:
            done = run(*line, FUPAN_HOME=str(home))
            assert done.status == 0, done.err
            found = Tags(done.out if kind == "html" else html_of(done.out))
            assert {tag for tag, _ in found.tags} <= {tag for tag, _ in innocent[line].tags} | {"br"}, line
            assert not {name for _, names in found.tags for name in names if name.startswith("on")}
            if kind == "md":
                assert found.addresses <= innocent[line].addresses, line
            else:
                assert not [a for a in found.addresses if a and re.match(r"\s*(javascript|data|http|//)", a)], line


@pytest.mark.parametrize("number", range(len(batches())))
def test_payloads_in_folders(run, tmp_path, number):
    """An export as Markdown has headings and quotes of ours alone; in CSV no cell begins a formula."""
    home = tmp_path / "planted"
    journal(home, batches()[number])
    assert run("export", str(tmp_path / "md"), "--as", "md", FUPAN_HOME=str(home)).status == 0
    for page in (tmp_path / "md").iterdir():
        found = Tags(html_of(page.read_text(encoding="utf-8")))
        assert {tag for tag, _ in found.tags} <= {"h1", "h2", "p", "blockquote", "br"}, page.name
        assert found.addresses == set()
    assert run("export", str(tmp_path / "csv"), "--as", "csv", FUPAN_HOME=str(home)).status == 0
    cells = 0
    for table in (tmp_path / "csv").iterdir():
        for row in list(csv.reader(io.StringIO(table.read_text(encoding="utf-8-sig"), newline="")))[1:]:
            for cell in row:
                cells += 1
                assert not re.match(r"[ \u00a0\u3000]*[=+@＝＋－＠\t\r\n]|[ ]*-(?![0-9.]+$)", cell), repr(cell)
    assert cells > 100


def test_no_option_takes_a_secret():
    """What stands on a command line can be read by every user of the machine: no option is made for secrets."""
    door = Door(App(environ={}, overrides={"language": "en"}))
    root = tree(REGISTRY, door.say)
    context = root.make_context("fupan", ["--version"], obj=door, resilient_parsing=True)
    seen = 0

    def walk(command):
        nonlocal seen
        for parameter in command.params:
            seen += 1
            assert not re.search("pass|secret|token|key$|pin$", " ".join(parameter.opts)), parameter.opts
        for name in getattr(command, "commands", {}):
            walk(command.resolve_command(context, [name])[1])

    walk(root)
    assert seen > 50


odd = st.lists(st.one_of(st.sampled_from(SEEDS), st.text(max_size=12)), min_size=1, max_size=4).map("".join)


@settings(max_examples=times(3, 420), deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(odd, min_size=AT_ONCE, max_size=AT_ONCE))
def test_words_made_at_random_stay_words(run, tmp_path_factory, words):
    """36 (5,000) texts of pieces that are code somewhere, through the outputs that show the most of them."""
    place = tmp_path_factory.mktemp("random")
    journal(place / "innocent", [HARMLESS])
    journal(place / "planted", words)
    for line in (*OUTPUTS["html"], ("report", "2026-Q4"), ("show", "2026-W53")):
        done, usual = (run(*line, FUPAN_HOME=str(place / name)) for name in ("planted", "innocent"))
        assert done.status == 0, done.err
        if "html" in line:
            found = Tags(done.out)
            assert {tag for tag, _ in found.tags} <= {tag for tag, _ in Tags(usual.out).tags} | {"br"}
            assert not {name for _, names in found.tags for name in names if name.startswith("on")}
        assert CONTROL.search(done.out + done.err) is None
