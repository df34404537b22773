"""`fupan search` as a person types it: exit codes, the envelope, marks with and without colour, hostile text."""

from __future__ import annotations

import shutil
import unicodedata

import pytest

from fupan.finding import Found
from fupan.language import Language
from fupan.periods import Quarter, Span, Week, Year
from fupan.render import finding

ZH, EN = Language.load("zh"), Language.load("en")
W47 = Week(2026, 47)


def cells(line):
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


@pytest.fixture
def written(run):
    """A goal and three notes."""
    assert run("goal", "add", "写论文的相关工作", "--hours", "6").status == 0
    for text in (
        "今天用PyTorch调通了数据库备份，拖延了两小时。",
        "migrating [all] reviews, in C++",
        "phone, phone and phone",
    ):
        assert run("note", text).status == 0
    return run


def test_words_are_shown_with_their_week_question_and_goal(written):
    """What was looked for stands in brackets, in the text as it was written."""
    assert (
        written("search", "拖延").out
        == "2026-W48 · 23–29 Nov\n  Note\n  │ 今天用PyTorch调通了数据库备份，[拖延]了两小时。\n"
    )
    assert (
        written("search", "相关", "--lang", "zh").out == "2026-W48 · 11月23–29日 · g1\n  目标\n  │ 写论文的[相关]工作\n"
    )
    assert "[C++]" in written("search", "c++").out
    assert "migrating [all] [reviews]" in written("search", "review").out


def test_several_words_need_no_quotes(written):
    """Words on the command line are looked for together."""
    assert written("search", "拖延", "PyTorch").out.count("│") == 1
    assert written("search", "拖延", "phone").status == 3


def test_json_is_one_envelope_with_stable_keys(written):
    """The whole text, its spans, the question's key: what a script or the page needs."""
    told = written("search", "reviewing", "--json")
    assert told.json["kind"] == "found"
    [one] = told.data["found"]
    assert (told.data["words"], told.data["more"]) == ("reviewing", False)
    assert list(one) == [
        "period",
        "room",
        "question",
        "goal",
        "title",
        "text",
        "spans",
        "snippet",
        "together",
        "repeated",
    ]
    [[start, end]] = one["spans"]
    assert one["text"][start:end] == "reviews"
    assert (one["period"], one["room"], one["question"]) == ("2026-W48", "notes", "note")


def test_nothing_found_is_exit_3_with_a_way_out(written):
    """With a filter the filter is named; as JSON it is an error."""
    plain = written("search", "xyzzy")
    assert (plain.status, plain.out) == (3, "")
    assert "fewer words find more" in plain.err
    there = written("search", "phone", "--in", "why", "--period", "W48")
    assert there.status == 3
    assert "why, 2026-W48" in there.err
    assert written("search", "xyzzy", "--json").error["code"] == "nothing_matches"
    assert written("search", "phone", "--goal", "nobody").status == 3


@pytest.mark.parametrize(
    ("line", "code", "names"),
    [
        (("--in", "whyy"), "bad_room", "mentor"),
        (("--period", "someday"), "bad_period", "2026-W47"),
        (("--cause", "weather"), "bad_cause", "laziness"),
        (("--limit", "0"), "usage", "1000"),
        (("--limit", "two"), "usage", "1000"),
    ],
)
def test_a_filter_that_means_nothing_is_exit_2(written, line, code, names):
    """Never is a mistyped filter no filter; what there is, is named."""
    told = written("search", "phone", *line, "--json")
    assert (told.status, told.error["code"]) == (2, code)
    assert names in told.err


def test_lists_of_a_refusal_are_set_as_the_language_sets_them(written):
    """Filters, and the places there are, stand between the commas of their language."""
    filters = ("--period", "2026-Q1", "--cause", "laziness")
    assert "2026-Q1, laziness." in written("search", "zqx", *filters).err
    assert "2026-Q1、laziness " in written("--lang", "zh", "search", "zqx", *filters).err
    assert "goals、目标、" in written("--lang", "zh", "search", "zqx", "--in", "nowhere").err


def test_no_words_are_exit_2(written):
    """Nothing at all, and nothing that could be looked for."""
    assert written("search").status == 2
    assert written("search", "--json", "。。！").error["code"] == "no_word"


def test_what_is_not_shown_is_told(written):
    """The number asked for is a limit, and that there is more is said."""
    for n in range(4):
        written("note", f"phone {n}")
    told = written("search", "phone", "--limit", "2")
    assert told.out.count("│") == 2
    assert "--limit 4" in told.out
    assert written("search", "phone", "--limit", "2", "--json").data["more"] is True
    assert "--limit" not in written("search", "phone", "--limit", "5").out


def test_an_empty_home_has_nothing_to_find(run, home):
    """No journal is made by looking for one."""
    assert run("search", "phone").status == 3
    assert not (home / "journal.db").exists()


def test_colour_is_used_where_there_is_colour(written):
    """Bold and reversed instead of brackets; the person's own brackets stay."""
    told = written("search", "review", "--color", "always").out
    assert "migrating [all] \x1b[1;7mreviews\x1b[22;27m, in C++" in told


def made(text, *spans, **more):
    known = {"period": W47, "room": "notes", "question": "note", "text": text, "spans": spans}
    return Found(**{**known, **more})


@pytest.mark.parametrize("colored", [False, True])
def test_marks_survive_the_end_of_a_line(colored):
    """A long run that was found is marked on each of its lines, and every line fits 80 columns."""
    text = "前" * 30 + "找到的这一段很长" * 10 + "后" * 30
    shown = finding.found([made(text, (30, 110))], ZH, colored=colored)
    plain = shown.replace(finding.BOLD, "").replace(finding.USUAL, "")
    assert all(cells(line) <= 80 for line in plain.splitlines())
    if colored:
        marked = [line for line in shown.splitlines() if "找到" in line]
        assert len(marked) > 1
        assert all(line.count(finding.BOLD) == line.count(finding.USUAL) == 1 for line in marked)
    else:
        assert (shown.count("["), shown.count("]")) == (1, 1)


def test_hostile_text_steers_no_terminal():
    """Escapes, directions and brackets in a text are shown, not obeyed."""
    text = "\x1b[31mred\u202e [x] \x9b2J phone \x07"
    start = text.index("phone")
    for colored in (False, True):
        shown = finding.found([made(text, (start, start + 5), title="\x1b]0;t\x07", goal="g1")], EN, colored=colored)
        left = shown.replace(finding.BOLD, "").replace(finding.USUAL, "")
        assert not any(unicodedata.category(one) in ("Cc", "Cf") for one in left.replace("\n", ""))
        assert "[x]" in left


def test_questions_are_asked_in_the_persons_language():
    """A question of the week, of the quarter, a label, and one that this program does not know."""
    keys = {
        "goals.g7.why": (W47, "Why was it missed? Facts first", "为什么没做成"),
        "seen_now": (Quarter(2026, 4), "What do you see now that you didn't then?", "现在看到、当时没看到的是什么？"),
        "letter": (Quarter(2026, 4), "Five lines to yourself", "以导师的口吻"),
        "next.g7.title": (W47, "Goal", "目标"),
        "decision.came": (W47, "Decision: what came of it", "决定：后来怎样"),
        "grew": (Year(2026), "What grew besides pay", "除了收入"),
        "chapters.2024": (Span(Week(2022, 1), Week(2026, 53)), "What was this year about", "现在回头看"),
        "of.a.newer.program": (W47, "of.a.newer.program", "of.a.newer.program"),
    }
    for key, (period, en, zh) in keys.items():
        one = made("x", question=key, period=period, room="answers")
        assert finding.question(one, EN).startswith(en)
        assert finding.question(one, ZH).startswith(zh)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_lived_half_year_is_searched(language, home, lived, run):
    """In a journal as the demo writes it: every find fits 80 columns and bears its mark."""
    shutil.copytree(lived[language], home)
    words = {"en": "Ning", "zh": "周三"}[language]
    told = run("search", words, "--lang", language)
    assert told.status == 0
    assert all(cells(line) <= 80 for line in told.out.splitlines())
    assert told.out.count("[") >= 5
    assert run("search", words, "--in", "why", "--cause", "laziness").status in (0, 3)
    assert run("search", words, "--json", "--limit", "1").data["more"] is True
