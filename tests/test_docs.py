"""The documentation is true: its pages are fresh, its links lead somewhere, its examples and commands work.

A fence says by the words behind its language what is done with it:
`sh` is run, in the page's own directory and journal (`at=` sets the clock); `sh by-hand` is only parsed.
`json week NAME` and `toml week NAME` are answers of a week, `answers NAME` of another interview, `jinja template NAME`
is a template: the commands find them.
`json envelope` and `json error` are answers of the program.
"""

import importlib.util
import json
import os
import re
import shlex
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import fupan
from fupan import errors
from fupan.app import App
from fupan.cli import REGISTRY
from fupan.cli.door import Door
from fupan.cli.root import tree
from fupan.schema import schema

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
SET_UP = [
    "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/fupan demo",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest",
]
NAMES = [str(page.relative_to(ROOT)) for page in PAGES]


@dataclass
class Fence:
    language: str
    words: list[str]
    text: str

    def word(self, name):
        return next((word.removeprefix(f"{name}=") for word in self.words if word.startswith(f"{name}=")), "")


def fences(page):
    found = re.findall(r"^```(\S*) ?([^\n]*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [Fence(language, words.split(), text) for language, words, text in found]


def runnable(fence):
    return fence.language == "sh" and "by-hand" not in fence.words


LIVED = [page for page in PAGES if any(runnable(fence) for fence in fences(page))]


def made_by(script):
    spec = importlib.util.spec_from_file_location(script, ROOT / "docs" / f"{script}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- pages -----------------------------------------------------------------------------------------------


def test_generated_pages_are_fresh():
    """The pages of commands and answers say what the program says: else run `python docs/commands.py`."""
    stale = [path.name for path, text in made_by("commands").pages().items() if path.read_text("utf-8") != text]
    assert stale == []


def test_every_page_has_its_twin():
    """Whatever is told in one language is told in the other."""
    told = {name for name in NAMES if name.startswith(("docs/", "README"))}
    english = {name for name in told if not name.endswith(".zh.md")}
    chinese = {name for name in told if name.endswith(".zh.md")}
    assert {name.removesuffix(".md") + ".zh.md" for name in english} == chinese


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_links_lead_somewhere(page):
    """Every relative link names a file that is there, and a heading that is in it."""
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", page.read_text("utf-8")):
        target, _, anchor = (link[0] or link[1]).partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        place = (page.parent / target).resolve() if target else page
        if not place.exists() or (anchor and anchor not in anchors(place)):
            broken.append(link)
    assert broken == []


def anchors(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_two_commands_set_everything_up(name):
    """The README has exactly the two commands that .ci/run tries on a clean clone."""
    lines = (ROOT / name).read_text("utf-8").split("\n")
    assert [line for line in lines if line.startswith("python3 -m venv")] == SET_UP


# --- commands --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", LIVED, ids=[str(page.relative_to(ROOT)) for page in LIVED])
def test_the_commands_of_a_page_run(page, run, home, tmp_path, monkeypatch):
    """A page followed from top to bottom, beginning with an empty journal, works."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FUPAN_LANG", "zh" if page.name.endswith(".zh.md") else "en")
    for fence in fences(page):
        if fence.words[:1] in (["week"], ["answers"]):
            (tmp_path / fence.words[1]).write_text(fence.text, encoding="utf-8")
        elif fence.words[:1] == ["template"]:
            (home / "templates").mkdir(parents=True, exist_ok=True)
            (home / "templates" / fence.words[1]).write_text(fence.text, encoding="utf-8")
        elif runnable(fence):
            monkeypatch.setenv("FUPAN_NOW", fence.word("at") or os.environ["FUPAN_NOW"])
            for line in fence.text.splitlines():
                program, *arguments = shlex.split(line, comments=True)
                assert program == "fupan"
                done = run(*arguments)
                assert done.status == 0, f"{line}\n{done.out}\n{done.err}"


def told_lines(page):
    for fence in fences(page):
        if fence.language == "sh":
            yield from (line for line in fence.text.split("\n") if re.search(r"\bfupan\s", line))


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_commands_that_are_told_exist(page):
    """Every command line in the documentation names commands and options that there are."""
    door = Door(App(environ={}, overrides={"language": "en"}))
    root = tree(REGISTRY, door.say)
    context = root.make_context("fupan", ["--version"], obj=door, resilient_parsing=True)
    for line in told_lines(page):
        words = shlex.split(re.split(r"\bfupan\s", line)[-1], comments=True)
        words = [word for word in words if word not in ("--lang", "en", "zh")]
        command, known = root, set()
        while words and getattr(command, "commands", None) and not words[0].startswith("-"):
            _, command, words = command.resolve_command(context, words)
            known |= {name for parameter in command.params for name in parameter.opts}
        options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert options <= known | {"--help"}, line


def test_the_map_of_the_code_is_true():
    """Every file, folder and `file.py:name` that CONTRIBUTING names is there."""
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    told = re.findall(r"`([\w/]+\.py):([\w.]+)`", page)
    paths = re.findall(r"`([\w/]+(?:\.(?:py|json|toml|po)|/))`", page)
    places = (Path(fupan.__file__).parent, ROOT)
    lost = [path for path in paths if not any((place / path).exists() for place in places)]
    for file, name in told:
        place = Path(fupan.__file__).parent / file
        words = name.split(".")
        text = place.read_text("utf-8") if place.exists() else ""
        if not all(re.search(rf"^\s*(?:def|class) {word}\b|^{word} ?[:=]", text, re.MULTILINE) for word in words):
            lost.append(f"{file}:{name}")
    assert told
    assert lost == []


def test_every_kind_of_answer_is_told():
    """The page of commands names the kind of envelope of every command that has --json."""
    page = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    sections = re.split(r"^##+ (?=fupan)", page, flags=re.MULTILINE)[1:]
    asked = [text for text in sections if re.search(r"^ +--json", text, re.MULTILINE)]
    assert len(asked) > 10
    assert [text.partition("\n")[0] for text in asked if "`--json`: an envelope" not in text] == []


@pytest.mark.parametrize(
    ("name", "title"),
    [("README.md", "## What it does not do yet"), ("docs/explanation/trust.md", "## What is not there yet")],
)
def test_nothing_is_called_missing_that_is_there(name, title):
    """A command that has come (`encrypt`, `year`) is not listed any more among what is missing (“encryption”)."""
    listed = (ROOT / name).read_text("utf-8").partition(title)[2].partition("\n## ")[0]
    missing = " ".join(re.findall(r"\*\*(.+?)\*\*", listed) or [listed]).lower()
    assert missing.strip()
    assert [command for command in REGISTRY if re.search(rf"\b{command}", missing)] == []


# --- evenings --------------------------------------------------------------------------------------------

# what is typed on the two Mondays that the README and the tutorial show, a line for each question
EVENINGS = {
    "en": (
        """
Read 5 papers on retrieval
6/2
m

Two on Tuesday; the other evenings went to videos.
f
Submit the retrieval paper
Draft section 3, 1,500 words
the draft is sent to Ana
8
""",
        """

falling behind the others in the lab
6
s
I want the paper out by March, so that I can choose what comes next.
m
~1
Opened it once on Tuesday; every evening went to videos.
0
y
w
l
The outline stands, it is in the repository.
One hour of eight.
Send me one page by Thursday.
2
3
l
y
1
library, third floor
20:00
2
5
70
k
60

The phone stays in the other room until nine.
""",
    ),
    "zh": (
        """
读完 5 篇检索方向的论文
6/2
m

周二读了两篇，其余几个晚上都在刷视频。
f
投出检索那篇论文
写完第三节初稿，1500 字
初稿发给了小安
8
""",
        """

怕在组里掉队
6
s
我要在三月前把论文投出去，好让下一步由自己选。
m
~1
周二打开过一次，之后每天晚上都在刷视频。
0
y
w
l
提纲立住了，在仓库里。
八小时只做了一小时。
周四之前给我看一页。
2
3
l
y
1
图书馆三楼
晚上 8 点
1小时半
4
70
k
60

九点之前，手机放在另一个房间。
""",
    ),
}
NOTES = {"en": "opened the draft, wrote the outline", "zh": "打开初稿，列了提纲"}
CUT = "\n…\n"


def even(text):
    """A transcript without what may change from run to run: the clock, and figures that are tuned."""
    text = re.sub(r"^\d\d:\d\d ›", "›", text, flags=re.MULTILINE)
    text = re.sub(r"\b\d\.\d {7}", "0.0       ", re.sub(r"\b\d+%", "0%", text))
    return "\n".join(line.rstrip() for line in text.split("\n"))


@pytest.fixture
def evenings(run, monkeypatch):
    """Both evenings in one language, as a terminal shows them."""

    def played(code):
        monkeypatch.setenv("FUPAN_LANG", code)
        first, second = EVENINGS[code]
        shown = [week(first, "2026-11-23T20:00+08:00")]
        run("note", NOTES[code], "-g", "g3", "--hours", "~1", FUPAN_NOW="2026-11-25T21:00+08:00")
        return [*shown, week(second, "2026-11-30T20:00+08:00")]

    def week(answers, at):
        script = iter(answers[1:-1].split("\n"))

        def read(prompt, _style, _prefill):
            typed = next(script)
            sys.stderr.write(f"{prompt}{typed}\n")
            return typed

        monkeypatch.setattr("fupan.cli.prompt.reader", lambda *_, **__: read)
        monkeypatch.setattr(Door, "terminal", lambda door, _command: door.err)
        done = run("week", FUPAN_NOW=at)
        assert (done.status, list(script)) == (0, [])
        return even(f"$ fupan week\n{done.err}{done.out}")

    return played


@pytest.mark.parametrize("code", ["en", "zh"])
def test_the_evenings_that_are_shown_are_true(code, evenings):
    """What README and tutorial show of two evenings stands so on the screen when they are played."""
    shown = evenings(code)
    pages = [page for page in PAGES if page.name.endswith(".zh.md") == (code == "zh")]
    told = [fence for page in pages for fence in fences(page) if fence.word("evening")]
    assert len(told) >= 2
    for fence in told:
        for piece in even(fence.text).strip("\n").split(CUT):
            assert piece.strip("\n") in shown[int(fence.word("evening")) - 1]


# --- examples --------------------------------------------------------------------------------------------


def examples(kind):
    return [
        pytest.param(fence, id=f"{page.relative_to(ROOT)}:{' '.join(fence.words)}")
        for page in PAGES
        for fence in fences(page)
        if fence.words[:1] == [kind]
    ]


@pytest.mark.parametrize("fence", examples("week"))
def test_examples_of_answers_keep_to_the_schema(fence):
    """A document that the documentation shows is one that `fupan schema week` allows."""
    document = tomllib.loads(fence.text) if fence.language == "toml" else json.loads(fence.text)
    problems = [problem.message for problem in Draft202012Validator(schema("week", "en")).iter_errors(document)]
    assert problems == []


@pytest.mark.parametrize("fence", examples("envelope") + examples("error"))
def test_examples_of_envelopes_are_envelopes(fence):
    """A shown answer has the envelope's three fields, and a shown error a code that there is."""
    answer = json.loads(fence.text)
    codes = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "code")}
    if fence.words == ["error"]:
        assert list(answer) == ["fupan", "kind", "error"]
        assert answer["error"]["code"] in codes
    else:
        assert list(answer) == ["fupan", "kind", "data"]
