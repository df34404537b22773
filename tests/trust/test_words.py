"""Words are never code: two hundred payloads through every output, each judged by what would read it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

import store_nouns as sn
from fupan.app import App
from fupan.cli import REGISTRY
from fupan.cli.door import Door
from fupan.cli.root import tree
from fupan.store import open_store

pytestmark = pytest.mark.trust

SEEDS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "</style><script>1</script>",
    "</title><script>1</script>", "<iframe src=javascript:1>", "<a href='javascript:alert(1)'>x</a>", "<!--", "]]>",
    "--></script>", "&lt;script&gt;", "&#60;script&#62;", "<details open ontoggle=alert(1)>", "<base href=//evil>",
    "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//evil>", '"><script>1</script>', "'><b>",
    "{{ 7*7 }}", "{% for x in y %}", "{{ ''.__class__.__mro__ }}", "%(path)s", "%s%n", "${HOME}", "$(id)", "`id`",
    "\x1b[31mred", "\x1b]52;c;ZXZpbA==\x07", "\x1b]0;title\x07", "\x1b[2J\x1b[H", "\x9b31m", "\x90q", "\x08\x08\x08over",
    "\r overwritten", "\u202egnp.exe", "\u2066hidden\u2069", "\u200fturn", "\x7f", "\x00nul",
    "[bold]rich[/bold]", "[link=http://evil]x[/link]", "[/closing]", "[red", ":smile:", "\\[bold]",
    "# heading", "## two", "- item", "1. one", "> quote", "```\ncode", "    code", "***", "---", "| a | b |\n|---|---|",
    "[x](javascript:alert(1))", "![x](http://evil/x.png)", "<http://evil>", "http://evil.example", "[x]: http://evil",
    "a  \nb", "*x*", "__x__", "~~x~~", "&copy;", "\\*x", "x\n===", "x\n---", "<b>\n\n<i>",
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", '=HYPERLINK("http://evil")', "=cmd|' /C calc'!A0", " =1",
    "../../etc/passwd", "CON", "a/b\\c:d", "-rf", "--yes", "'; DROP TABLE goal; --", '" OR 1=1', "\ud7ff\ue000",
    "𠮷👩🏽‍🔬", "ﷺ" * 5, "a" * 3000, "e" + "\u0301" * 300, "\u3000", "﻿bom",
)  # fmt: skip
WRAPS = ("%s", "words %s words", "%s\n%s")
PAYLOADS = [wrap.replace("%s", seed) for wrap in WRAPS for seed in SEEDS]
AT_ONCE = 12
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
HARMLESS = "word"


def test_there_are_two_hundred():
    assert len(set(PAYLOADS)) >= 200


def planted(noun, take):
    """`noun` with a payload in every text that a person writes."""
    changes = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if field.name in ("id", "goal", "parent", "period", "response", "code", "mode", "zone"):
            continue
        if field.name == "gap" and value is not None:
            changes["gap"] = replace(value, why=take(), outside_what=take(), stuck_at=take())
        elif field.name in ("title", "measure", "why", "proof", "first_step", "replaced_by", "of", "event", "positive",
                            "overruled", "text"):  # fmt: skip
            changes[field.name] = take()
        elif field.name == "answers":
            changes["answers"] = {"mentor.request": take(), "rule": take(), "letter": take(), "odd key": take()}
        elif field.name == "slots":
            changes["slots"] = {"who": take()}
        assert not is_dataclass(value) or field.name in ("gap", "week", "program", "started", "quarter", "ended")
    return replace(noun, **changes)


def journal(home, payloads):
    """A rich journal whose every word is one of `payloads`."""
    count = 0

    def take():
        nonlocal count
        count += 1
        return payloads[count % len(payloads)]

    home.mkdir(mode=0o700)
    with open_store(home / "journal.db", now=sn.NOW).writing() as writing:
        for noun in sn.NOUNS:
            writing.put(planted(noun, take))


OUTPUTS = {
    "terminal": [
        ("status",), (), ("show", "2026-W53"), ("show", "2026-Q4"), ("goal", "list", "--all"), ("goal", "show", "g2"),
        ("goal", "story", "g2"), ("report", "2026-Q4"), ("report", "2026-Q4", "--color", "always"), ("responses",),
        ("undo", "--dry-run"), ("purge", "g2"), ("purge", "n1"), ("doctor",), ("show", "2026-W53", "--json"),
        ("goal", "list", "--all", "--json"), ("export", "-"), ("why", "g2"), ("goal", "edit", "nothing such"),
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


def batches():
    return [PAYLOADS[start : start + AT_ONCE] for start in range(0, len(PAYLOADS), AT_ONCE)]


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
