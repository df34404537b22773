"""Figures that count: their layout, and what is drawn of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinyhtml5.parser import HTMLParser

from fupan.bilingual import Bilingual
from fupan.language import Language
from fupan.model import Field, Kind, Level, Outcome, TrialResult
from fupan.periods import Quarter, Week, Year
from fupan.render import charts, document
from fupan.render.charts.scale import WIDTH
from fupan.report import build_report
from fupan.report.goal_nouns import CauseKey, CauseLine, GoalStory, StoryLine, TrialLine
from fupan.report.nouns import Bucket, QuarterLine, WeekLine, WeekState
from rich_quarter import one_week, rich_quarter, rich_year, unfinished_quarter

REPORT = build_report(rich_quarter())
QUARTER = Quarter(2026, 4)
WEEKS = [WeekLine(week=week, state=WeekState.ON_TIME) for week in QUARTER.weeks]
TITLE = Bilingual("Study partner, fixed time", "找学习伙伴，定时一起做")

scores = st.none() | st.floats(0, 1)
outcomes = st.none() | st.sampled_from(Outcome)
stories = st.lists(
    st.builds(
        GoalStory,
        id=st.just("g1"),
        title=st.text(max_size=80),
        level=st.sampled_from(Level),
        kind=st.sampled_from(Kind),
        field=st.just(Field.JOB),
        final=scores,
        computed=scores,
        outcome=outcomes,
        lines=st.lists(
            st.builds(StoryLine, week=st.sampled_from(QUARTER.weeks), goal=st.just("g1"), outcome=outcomes), max_size=6
        ).map(tuple),
    ),
    max_size=20,
)


@given(stories, st.sampled_from([WEEKS, WEEKS[:1], [replace(WEEKS[0], week=week) for week in Year(2026).weeks]]))
def test_goals_stand_inside_their_figure(goals, weeks):
    """Whatever the goals: bars are as long as their scores, marks and titles stand inside."""
    figure = charts.progress(goals, weeks)
    assert len(figure.rows) + figure.left_out == len(goals)
    for row in figure.rows:
        assert 0 <= row.filled <= figure.bar_width
        assert row.score is None or abs(row.filled - row.score * figure.bar_width) < 0.1
        assert row.bar is None or figure.bar_left < row.bar < figure.bar_left + figure.bar_width
        assert charts.text_width(row.title) <= figure.width
        assert all(mark.x + figure.size <= (figure.bar_left if figure.scored else WIDTH) for mark in row.marks)
        assert row.line + figure.size <= figure.height


def test_goals_of_single_weeks_give_way_to_many():
    """Of more goals than there is room for, the quarter's own are drawn and the others counted."""
    goals = [replace(REPORT.goals[0], level=Level.WEEK if n else Level.QUARTER) for n in range(14)]
    figure = charts.progress(goals, WEEKS)
    assert (len(figure.rows), figure.left_out) == (1, 13)


def test_several_goals_of_one_week_are_one_mark():
    """All done is done; some of them is partly; what was let go does not weigh."""
    week = WEEKS[0].week
    for outcomes, together in (
        ((Outcome.DONE, Outcome.DONE), Outcome.DONE),
        ((Outcome.DONE, Outcome.MISSED), Outcome.PARTLY),
        ((Outcome.MISSED, Outcome.DROPPED), Outcome.MISSED),
        ((Outcome.DROPPED,), Outcome.DROPPED),
    ):
        lines = tuple(StoryLine(week=week, goal="g", outcome=outcome) for outcome in outcomes)
        (row,) = charts.progress([replace(REPORT.goals[0], lines=lines)], WEEKS).rows
        assert [mark.outcome for mark in row.marks] == [together]


@given(st.lists(st.dictionaries(st.sampled_from(CauseKey), st.integers(1, 30), max_size=7), max_size=12))
def test_every_missed_goal_is_one_square_or_its_number(found):
    """Counts add up, squares are as many as goals, and everything stands inside its figure."""
    quarters = tuple(
        QuarterLine(
            quarter=Quarter(2024, 1).shift(n),
            closed=True,
            weeks=13,
            written=13,
            causes=tuple(CauseLine(key=key, goals=goals) for key, goals in counts.items()),
        )
        for n, counts in enumerate(found)
    )
    figure = charts.causes(replace(REPORT, quarters=quarters, causes=()), lambda key: key.value)
    assert figure.n == sum(sum(counts.values()) for counts in found)
    assert sum(count.n for row in figure.rows for count in row.counts) == figure.n
    for row in figure.rows:
        for count in row.counts:
            assert len(count.squares) in (count.n, 0)
            assert count.x + charts.text_width(str(count.n)) <= WIDTH + 0.2
            assert all(s.x + figure.size <= WIDTH and s.y + figure.size <= figure.height for s in count.squares)


def test_causes_stand_by_quarter_and_of_many_quarters_by_year():
    """Four quarters side by side; ten years as ten columns."""
    line = build_report(rich_year()).quarters[1]
    several = [replace(line, quarter=Quarter(2024, 1).shift(n)) for n in range(8)]
    for quarters, heads in ((several[:4], ["Q1", "Q2", "Q3", "Q4"]), (several, ["2024", "2025"])):
        figure = charts.causes(replace(REPORT, quarters=tuple(quarters)), lambda key: key.value)
        assert [head.text for head in figure.heads] == heads


buckets = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 40)).map(
        lambda n: Bucket(low=51, high=89, n=max(n), done=min(n)),
    ),
    max_size=3,
)


@given(buckets)
def test_few_promises_stand_singly_and_only_many_have_a_share(found):
    """Below five each one is drawn and no share; from five on the share, where it belongs on the track."""
    figure = charts.calibration(found)
    for bucket, row in zip(found, figure.rows, strict=True):
        assert (len(row.singles), row.came is None) == ((bucket.n, True) if bucket.n < 5 else (0, False))
        if row.came is not None:
            assert figure.left <= row.came <= figure.right
            assert abs((row.came - figure.left) / (figure.right - figure.left) - bucket.done / bucket.n) < 0.01
    assert bool(figure.shares) == any(bucket.n >= 5 for bucket in found)
    assert figure.n == sum(bucket.n for bucket in found)


@given(
    st.lists(st.tuples(st.sampled_from(["L01", "A01", "A02"]), st.none() | st.sampled_from(TrialResult)), max_size=40)
)
def test_every_trial_is_one_piece_in_the_row_of_its_response(found):
    """The response tried most stands first; no piece is lost or outside."""
    tried = [
        TrialLine(
            id=f"r{n}", goal="", response=name, title=TITLE, instruction=TITLE, started=WEEKS[0].week, result=result
        )
        for n, (name, result) in enumerate(found)
    ]
    figure = charts.trials(tried, lambda trial: trial.title.en)
    pieces = [piece for row in figure.rows for piece in row.pieces]
    assert sorted(piece.id for piece in pieces) == sorted(trial.id for trial in tried)
    assert [len(row.pieces) for row in figure.rows] == sorted((len(row.pieces) for row in figure.rows), reverse=True)
    for row in figure.rows:
        assert all(charts.text_width(row.title) < piece.x <= WIDTH for piece in row.pieces)


# --- as drawn --------------------------------------------------------------------------------------------

MADE = {"quarter": rich_quarter, "unfinished": unfinished_quarter, "year": rich_year, "week": one_week}
PAGES = [(which, code) for which in MADE for code in ("en", "zh")]


@cache
def page_of(which: str, code: str) -> str:
    return document.render(build_report(MADE[which]()), "html", Language.load(code))


def figures_of(page: str) -> list[ET.Element]:
    parts = page.split('<svg xmlns="http://www.w3.org/2000/svg" class="figure"')[1:]
    return [ET.fromstring(f'<svg class="figure"{part.partition("</svg>")[0]}</svg>') for part in parts]


@pytest.mark.parametrize(("which", "code"), PAGES)
def test_the_page_is_valid_html(which, code):
    """A parser of the standard finds nothing to mend."""
    parser = HTMLParser()
    parser.parse(page_of(which, code))
    assert parser.errors == []


@pytest.mark.parametrize(("which", "code"), PAGES)
def test_nothing_is_drawn_outside_its_box(which, code):
    """Every mark and every text of every figure stands inside the view box, in both languages."""
    for figure in figures_of(page_of(which, code)):
        _, _, width, height = map(float, figure.get("viewBox").split())
        for mark in figure.iter("rect"):
            x, y, wide, high = (float(mark.get(name)) for name in ("x", "y", "width", "height"))
            assert 0 <= x <= x + wide <= width + 0.2, ET.tostring(mark)
            assert 0 <= y <= y + high <= height + 0.2, ET.tostring(mark)
        for text in figure.iter("text"):
            wide = charts.text_width(text.text or "", float(text.get("font-size", 11)))
            lead = {"end": wide, "middle": wide / 2}.get(text.get("text-anchor"), 0)
            assert -2 <= float(text.get("x")) - lead <= float(text.get("x")) - lead + wide <= width + 2, text.text
            assert 0 < float(text.get("y")) <= height, text.text


def test_every_figure_asks_one_question_and_says_its_n():
    """Title, caption and description: the question, the answer with its n, and what the figure shows in words."""
    page = page_of("quarter", "en")
    figures = figures_of(page)
    assert [figure.find("title").text for figure in figures] == [
        "Were the weeks written, and in time?",
        "Did the promised hours come?",
        "How far did the goals come?",
        "Why were goals missed?",
        "What did each response do?",
        "What drove these weeks, and how strongly?",
        "Did it come as surely as it was said?",
    ]
    for figure in figures:
        assert f"<b>{figure.find('title').text}</b>" in page
        told = figure.find("desc").text
        assert "(n = " in told or "weeks written" in told
        answer = told.partition("; ")[0]
        assert f"<span>{answer}</span>" in page


@pytest.mark.parametrize("code", ["en", "zh"])
def test_figures_have_names_of_their_own(code):
    """No id stands twice, and each figure is named by its own title and description."""
    figures = figures_of(page_of("quarter", code))
    ids = [element.get("id") for figure in figures for element in figure if element.get("id")]
    assert len(set(ids)) == len(ids) == 2 * len(figures)
    for figure in figures:
        assert figure.get("aria-labelledby").split() == [figure.find("title").get("id"), figure.find("desc").get("id")]
        assert figure.get("role") == "img"


def test_causes_have_no_colours_that_scold():
    """Every cause is drawn in the one ink of this page."""
    causes = next(f for f in figures_of(page_of("quarter", "en")) if f.find("title").text == "Why were goals missed?")
    assert len({mark.get("fill") for mark in causes.iter("rect")}) == 1


def test_below_five_no_figure_has_a_percentage():
    """A quarter with four promises draws them singly: no share, no axis of shares."""
    few = replace(REPORT, calibration=(Bucket(low=90, high=100, n=2, done=1), Bucket(low=0, high=50, n=2, done=0)))
    page = document.render(few, "html", Language.load("en"))
    sure = next(f for f in figures_of(page) if f.find("title").text == "Did it come as surely as it was said?")
    texts = [text.text for text in sure.iter("text")]
    assert texts == ["90–100%", "1 of 2", "0–50%", "0 of 2"]  # what was said, and the counts
    assert len(list(sure.iter("circle"))) == 4


def test_a_figure_needs_no_colours_of_the_page():
    """Whatever is filled or drawn has its colour in itself, so that a figure can be printed and taken out."""
    for figure in figures_of(page_of("quarter", "en")):
        for mark in figure.iter():
            if mark.tag in ("rect", "circle", "path", "line", "polyline", "text"):
                assert mark.get("fill") or mark.get("stroke"), ET.tostring(mark)


def test_a_week_alone_has_no_figures():
    """One week is told in words."""
    assert figures_of(page_of("week", "en")) == []


def test_chinese_words_on_an_english_page_are_marked_as_chinese():
    """Readers and typefaces learn where the language changes; Japanese words are not called Chinese."""
    said = replace(REPORT, seen_now="现在看到了")
    assert '<dd class="words" lang="zh-Hans">现在看到了</dd>' in document.render(said, "html", Language.load("en"))
    assert 'lang="zh-Hans">振り返り' not in document.render(
        replace(REPORT, seen_now="振り返り"), "html", Language.load("en")
    )


def test_week_of_the_goal_is_told_when_pointed_at():
    """Marks have their own words: the week and what came of it."""
    progress = next(f for f in figures_of(page_of("quarter", "en")) if "goals come" in f.find("title").text)
    told = [group.find("title").text for group in progress.iter("g")]
    assert f"{Week(2026, 41)} · 5–11 Oct: done" in told
