from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from fupan.bilingual import Bilingual
from fupan.errors import BadTemplate
from fupan.language import Language
from fupan.periods import Week
from fupan.render import document, terminal, wire
from fupan.render.cells import clean
from fupan.render.screen import Screen
from fupan.report import Material, Report, build_report
from fupan.report.nouns import Decided, Drift, NextGoal, Promise
from rich_quarter import one_week, rich_quarter, rich_year, unfinished_quarter

GOLDEN = Path(__file__).parent / "golden"
ENGLISH = Language.load("en")
PAPERS = {"terminal": "txt", "md": "md", "html": "html", "json": "json"}


def on_terminal(report: Report, say: Language = ENGLISH, width: int = 80, *, colour: bool = False) -> str:
    page = io.StringIO()
    terminal.report(report, say, Screen(stream=page, width=width, colored=colour))
    return page.getvalue()


def rendered(report: Report, paper: str, say: Language = ENGLISH) -> str:
    if paper == "terminal":
        return on_terminal(report, say)
    return wire.report(report) if paper == "json" else document.render(report, paper, say)


# --- golden papers ---------------------------------------------------------------------------------------

WHOLE = ("quarter", "unfinished", "week", "year", "empty")
MADE = {
    "quarter": rich_quarter,
    "unfinished": unfinished_quarter,
    "week": one_week,
    "year": rich_year,
    "empty": lambda: Material(period=Week(2026, 40).quarter, today=Week(2026, 40)),
}
NAMES = [("quarter", paper, code) for paper in PAPERS for code in ("en", "zh")]
NAMES += [(which, "terminal", code) for which in WHOLE[1:] for code in ("en", "zh")]


def file_name(which: str, paper: str, code: str) -> str:
    return f"report.{which}.{code}.{PAPERS[paper]}"


@pytest.mark.parametrize(("which", "paper", "code"), NAMES)
def test_a_report_looks_as_it_did(which, paper, code, golden):
    """The four papers of a rich quarter in two languages, and the terminal's of thinner periods."""
    report = build_report(MADE[which]())
    golden(file_name(which, paper, code), rendered(report, paper, Language.load(code)))


def test_no_golden_report_is_left_over():
    """Every golden report is asked for by a test."""
    assert {path.name for path in GOLDEN.glob("report.*")} == {file_name(*name) for name in NAMES}


# --- the person's own words ------------------------------------------------------------------------------

WORDS = {
    "Mark": {"excerpt", "now"},
    "WeekWords": {"solid", "not_pass", "request", "rule", "now"},
    "StoryLine": {"title", "proof", "replaced_by", "why"},
    "GoalStory": {"title", "measure", "serves", "ending"},
    "Quote": {"text"},
    "Miss": {"title", "overruled"},
    "Finding": {"quote"},
    "OfferLine": {"instruction"},
    "TrialLine": {"instruction"},
    "MotiveChange": {"event"},
    "Drift": {"positive"},
    "NextGoal": {"title", "measure", "premortem"},
    "Promise": {"title", "measure", "first_step", "serves"},
    "Decided": {"why", "stop", "strengths", "letter"},
    "NoteLine": {"text", "goal"},
    "ScoreLine": {"title"},
    "Sureness": {"title"},
    "QuarterLine": {"seen_now"},
    "Report": {"seen_now"},
}


def rewritten(value, text, taken: list[str]):
    """`value` with every piece of the person's words replaced by `text(n)`, which `taken` keeps."""
    if is_dataclass(value) and not isinstance(value, type):
        own = WORDS.get(type(value).__name__, set())
        made = {}
        for field in fields(value):
            old = getattr(value, field.name)
            if field.name in own:
                taken.append(text(len(taken)))
                made[field.name] = Bilingual(taken[-1], taken[-1]) if isinstance(old, Bilingual) else taken[-1]
            else:
                made[field.name] = rewritten(old, text, taken)
        return type(value)(**made)
    if isinstance(value, tuple):
        return tuple(rewritten(item, text, taken) for item in value)
    if isinstance(value, Mapping):
        return {key: rewritten(item, text, taken) for key, item in value.items()}
    return value


def full_report() -> Report:
    """Every section filled: the quarter with the week's notes and words, and beside another quarter."""
    quarter, week = build_report(rich_quarter()), build_report(one_week())
    return replace(quarter, notes=week.notes, words=week.words, quarters=build_report(rich_year()).quarters)


FULL = full_report()


class Page(HTMLParser):
    """What an HTML page says, and the tags that it says it with."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.tags: list[tuple] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, *(attribute for attribute in attributes if attribute[0] != "lang")))

    def handle_endtag(self, tag):
        self.tags.append(("/", tag))

    def handle_data(self, data):
        self.said.append(data)

    def handle_comment(self, data):
        self.tags.append(("!--",))


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(page: str) -> list:
    """The structure of a Markdown page, without its words."""
    return [
        (
            token.type,
            token.tag,
            str(token.attrs),
            [(t.type, t.tag) for t in token.children or () if t.type != "text_special"],
        )
        for token in MARKDOWN.parse(page)
    ]


def said(page: str, paper: str) -> str:
    """All words of a page, without blanks and frames."""
    if paper == "json":
        words: list[str] = []
        walk(json.loads(page), words)
        return squeezed(" ".join(words))
    if paper == "md":
        page = MARKDOWN.render(page)
    return squeezed(page if paper == "terminal" else "".join(Page(page).said))


def walk(value, words: list[str]) -> None:
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        walk(item, words)
    if isinstance(value, str):
        words.append(value)


def squeezed(text: str) -> str:
    return "".join(text.replace("│", "").split())


plain_words = st.text(
    st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp"], exclude_characters="│"), min_size=1, max_size=40
)


@pytest.mark.parametrize("paper", PAPERS)
@settings(max_examples=10, deadline=None)
@given(base=plain_words)
def test_every_piece_of_the_persons_words_stands_in_every_paper(paper, base):
    """Nothing that a person wrote gets lost on the way to any of the four papers."""
    taken: list[str] = []
    report = rewritten(FULL, lambda n: f"{n}.{base}.{n}", taken)
    page = said(rendered(report, paper), paper)
    for text in taken:
        told = text if paper == "json" else clean(text)
        assert squeezed(told) in page


def test_the_words_of_every_noun_are_watched():
    """A new text field of a report's noun is either the person's own and listed here, or known not to be."""
    ours = {"id", "goal", "kind", "mode", "credit", "let_go", "voice", "response", "again", "around", "pattern"}
    ours |= {"code", "probe", "change_my_mind", "model", "helped", "acted"}
    for noun in nouns(FULL):
        for field in fields(noun):
            if isinstance(getattr(noun, field.name), str) and type(getattr(noun, field.name)) is str:
                assert field.name in WORDS.get(type(noun).__name__, set()) | ours, (type(noun), field.name)


def nouns(value):
    if is_dataclass(value) and not isinstance(value, Bilingual):
        yield value
        for field in fields(value):
            yield from nouns(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from nouns(item)


HOSTILE = (
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "\x1b[31mred\x1b[0m\x07\x9b31m",
    "[bold]not bold[/bold]",
    "| a | b |",
    "# no heading",
    "```",
    "> no quote",
    "- no item",
    "+ no item",
    "1. no item",
    "2) no item",
    "![x](https://evil.example/x.png)",
    "[x]: https://evil.example",
    "[x](javascript:alert(1))",
    "<https://evil.example>",
    "***x*** __y__ ~~z~~ `w`",
    "_ a _ * b *",
    "---",
    "===",
    "***",
    "&lt;b&gt; &copy; &#60;",
    "<!-- gone -->",
    "{{ 7 * 7 }}{% raise %}{# x #}",
    "\\",
    "a\\",
    "$x$ $$y$$",
    "\u202eturned\u202c",
    "    four blanks",
    "%(name)s %d %",
    "~~~",
    "<![CDATA[x]]>",
    "|---|",
)


@cache
def harmless(paper: str) -> list:
    """The structure of a document whose every field says "x"."""
    page = document.render(rewritten(FULL, lambda _: "x", []), paper, ENGLISH)
    return tokens(page) if paper == "md" else Page(page).tags


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_html(text):
    """Whatever stands in a field, the page has the very tags that it has with harmless words."""
    page = document.render(rewritten(FULL, lambda _: text, []), "html", ENGLISH)
    assert Page(page).tags == harmless("html")
    assert "\x1b" not in page
    assert squeezed(clean(text)) in said(page, "html")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_in_markdown(text):
    """Whatever stands in a field, the document has the structure that it has with harmless words."""
    page = document.render(rewritten(FULL, lambda _: text, []), "md", ENGLISH)
    assert tokens(page) == harmless("md")
    assert squeezed(clean(text)) in said(page, "md")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words_on_a_terminal(text):
    """No control character of the person's reaches the terminal, and rich reads no markup in their words."""
    page = on_terminal(rewritten(FULL, lambda _: text, []))
    assert squeezed(clean(text)) in squeezed(page)
    assert not [c for c in page if c < " " and c != "\n"]
    assert not set(page) & {"\x7f", "\x9b", "\u202e"}


@settings(max_examples=10, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: clean(text).strip() and "\n" not in clean(text)
    )
)
def test_any_words_stay_words_in_documents(text):
    """The same for any line of text that hypothesis finds."""
    report = rewritten(FULL, lambda _: text, [])
    assert tokens(document.render(report, "md", ENGLISH)) == harmless("md")
    assert Page(document.render(report, "html", ENGLISH)).tags == harmless("html")


def test_json_escapes_what_could_steer_a_terminal():
    """JSON shown on a terminal holds no raw control or direction character."""
    page = wire.report(rewritten(FULL, lambda _: "\x1b[31m\x9b\u202e\u2028\ud800", []))
    assert not [c for c in page if (c < " " and c != "\n") or c in "\x9b\u202e\u2028"]
    assert "\\u202e" in page
    page.encode("utf-8")


# --- the terminal ----------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(words=st.text(min_size=1, max_size=60), width=st.sampled_from([40, 80, 200]))
def test_no_line_is_wider_than_the_terminal(words, width):
    """Whatever the words and their cells, no line is wider than 80 cells or the terminal."""
    page = on_terminal(rewritten(FULL, lambda _: words * 3, []), width=width)
    assert max(cell_len(line) for line in page.split("\n")) <= min(width, 80)


def test_a_report_reads_without_colour():
    """Colour adds nothing but colour: without it the same characters stand there."""
    coloured = on_terminal(FULL, colour=True)
    assert "\x1b[" in coloured
    stripped = "".join(part.partition("m")[2] if n else part for n, part in enumerate(coloured.split("\x1b[")))
    assert stripped == on_terminal(FULL)


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("which", WHOLE)
def test_every_paper_takes_every_period(which, paper, code):
    """Empty, short, unfinished and long periods have their report in every paper and language."""
    assert rendered(build_report(MADE[which]()), paper, Language.load(code)).endswith("\n")


@pytest.mark.parametrize("paper", ["terminal", "md", "html"])
def test_few_weeks_draw_no_trend(paper):
    """Below six weeks neither spark line nor course of hours and motive is drawn."""
    page = rendered(build_report(unfinished_quarter()), paper)
    assert "no trend is drawn" in page
    assert not set(page) & set("▁▂▃▄▅▆▇")
    assert "polyline" not in page
    assert 'id="hours-title"' not in page


@pytest.mark.parametrize("paper", ["terminal", "md", "html"])
def test_small_numbers_show_no_percentages(paper):
    """Below five cases a share is given as a count, and said to be small."""
    page = said(rendered(build_report(rich_quarter()), paper), paper)
    assert "said90–100%sure:1of2done" in page
    assert "said90–100%sure:1of2done(" not in page
    assert "6of15done(40%)" in page
    assert "Smallnumbers" in page


# --- HTML ------------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_but_itself():
    """One file: no script, no link, no picture or font from anywhere, and a policy that forbids them."""
    page = Page(document.render(FULL, "html", ENGLISH))
    tags = {tag[0] for tag in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "a", "form", "base"}
    attributes = {name for tag in page.tags if tag[0] != "/" for name, _ in tag[1:]}
    assert not {name for name in attributes if name.startswith("on")} | (attributes & {"src", "href"})
    assert any(tag[0] == "meta" and "default-src 'none'" in str(tag) for tag in page.tags)
    assert not [text for text in page.said if "url(" in text or "@import" in text]


def test_the_figures_speak_to_those_who_do_not_see_them():
    """Each of the seven figures has a title and a description, and ids of its own."""
    tags = Page(document.render(FULL, "html", ENGLISH)).tags
    drawn = [dict(tag[1:]) for tag in tags if tag[0] == "svg"]
    figures = [svg for svg in drawn if svg["class"] == "figure"]
    ids = [dict(tag[1:])["id"] for tag in tags if tag[0] in ("title", "desc") and len(tag) > 1]
    assert len(figures) == 7
    assert sorted(ids) == sorted(name for figure in figures for name in figure["aria-labelledby"].split())
    assert len(set(ids)) == 14


def test_every_tag_is_closed():
    """The page nests: what opens closes, in order."""
    void = {"meta", "br", "line", "rect", "circle", "path", "polyline"}
    open_tags: list[str] = []
    for tag, *rest in Page(document.render(FULL, "html", ENGLISH)).tags:
        if tag == "/":
            if rest[0] not in void:
                assert open_tags.pop() == rest[0]
        elif tag not in void:
            open_tags.append(tag)
    assert open_tags == []


def test_the_language_of_the_page_is_said():
    """Readers and browsers learn which language the page speaks."""
    assert '<html lang="en">' in document.render(FULL, "html", ENGLISH)
    assert '<html lang="zh-Hans">' in document.render(FULL, "html", Language.load("zh"))


# --- templates of one's own ------------------------------------------------------------------------------


@pytest.fixture
def own(tmp_path: Path):
    def write(text: str, paper: str = "html") -> str:
        (tmp_path / f"report.{paper}.jinja").write_text(text, encoding="utf-8")
        return document.render(FULL, paper, ENGLISH, templates=tmp_path)

    return write


def test_a_template_of_ones_own_is_used(own):
    """With the report and the words at hand, and still escaping."""
    assert own("<p>{{ speech.title(report) }} & {{ '<b>' }}</p>") == "<p>Quarter 4 of 2026 & &lt;b&gt;</p>\n"


def test_a_template_of_ones_own_may_use_our_figures(own):
    """What ours is made of can be imported."""
    page = own(
        "{% import 'figures.jinja' as f %}{{ f.hours(charts.hours(report.weeks), words, captions.hours(report)) }}",
    )
    assert page.count("<rect") == 24


def test_a_directory_without_templates_changes_nothing(tmp_path):
    """An empty directory, or none at all, means ours."""
    for place in (tmp_path, tmp_path / "none"):
        assert document.render(FULL, "md", ENGLISH, templates=place) == document.render(FULL, "md", ENGLISH)


@pytest.mark.parametrize(
    "text",
    [
        "{{ report.nothing }}",
        "{% if %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ report.__init__.__globals__ }}",
        "{{ speech.title.__globals__ }}",
        "{{ 1 / 0 }}",
        "{{ [][5].x }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../etc/passwd' %}",
        "{{ speech.mark('none') }}",
        "{{ 'a' + 1 }}",
    ],
)
def test_a_template_that_fails_is_named(own, text):
    """A mistake, or a way out of the sandbox, ends as an error that names the file."""
    with pytest.raises(BadTemplate) as caught:
        own(text)
    assert "report.html.jinja" in caught.value.path
    assert caught.value.why


def test_ours_are_found_beside_the_package_or_in_the_checkout():
    """The place of the templates holds all of them."""
    assert {path.name for path in document.OURS.iterdir()} >= {
        "report.md.jinja",
        "report.html.jinja",
        "report.css",
        "figures.jinja",
    }


# --- single sections -------------------------------------------------------------------------------------


def bare(**more) -> Report:
    return replace(build_report(MADE["empty"]()), **more)


@pytest.mark.parametrize("paper", ["terminal", "md", "html"])
def test_a_report_holds_only_the_sections_that_it_has(paper):
    """Nothing is written: no heading of a section stands without anything below it."""
    page = said(rendered(bare(), paper), paper)
    for heading in ("Three marks", "Verdicts", "Rhythm", "Goals and", "Missed goals", "Motive (", "Notes", "promised"):
        assert squeezed(heading) not in page
    assert "Nothingiswrittenfor2026-Q4yet." in page


@pytest.mark.parametrize("paper", ["terminal", "md", "html"])
def test_decisions_alone_make_their_section(paper):
    """A letter alone is printed; so is a promise without hours, measure and first step."""
    decided = Decided(letter="Dear me", week=Week(2026, 41), promises=(Promise(goal="g1", title="one thing"),))
    page = said(rendered(bare(decided=decided, drift=Drift()), paper), paper)
    assert "Dearme" in page
    assert page.count("onething") == 2


def test_next_goals_are_numbered_in_markdown():
    """Goals of the next quarter stand as a numbered list."""
    quarter = Week(2027, 1).quarter
    goals = tuple(
        NextGoal(id=f"g{n}", title=f"goal {n}", quarter=quarter, kind=FULL.goals[0].kind, field=FULL.goals[0].field)
        for n in (1, 2)
    )
    page = document.render(bare(decided=Decided(goals=goals)), "md", ENGLISH)
    assert "1. goal 1\n2. goal 2\n" in page
