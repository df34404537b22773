"""The re-reading desk: every week a page, marks that the quarterly review takes up, stopped and gone on with."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import lived as life
from fupan.errors import AlreadySealed, NothingFound
from fupan.periods import Quarter, Week, Year
from fupan.review.rereading import evident, line_key, toggled

if TYPE_CHECKING:
    from pathlib import Path

Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)
AFTERWARDS = "2026-11-23T20:00+08:00"  # after everything that the journal holds


@pytest.fixture
def journal(lived: Any, home: Path) -> Any:
    """Half a year, whose third quarter is written and whose fourth is not."""
    shutil.copytree(lived["en"], home)
    return life.journal_at(home / "journal.db", "2026-11-23")


def page(journal, week, period=Q4):
    return next(page for page in journal.open_reread(period).pages if page.week == week)


def test_every_week_from_the_first_to_the_last_written_one_is_a_page(journal):
    """Missing weeks too, as blank pages; nothing before the journal, nothing after its last week."""
    desk = journal.open_reread(Year(2026))
    weeks = [one.week for one in desk.pages]
    written = [week for week, _ in journal.store.calendar()]
    assert weeks == list(Year(2026).weeks[weeks[0].number - 1 : weeks[-1].number])
    assert (weeks[0], weeks[-1]) == (written[0], written[-1])
    assert [one.week for one in desk.pages if one.review] == written
    assert any(one.review is None for one in desk.pages)
    with pytest.raises(NothingFound):
        journal.open_reread(Quarter(2024, 1))


def test_marks_are_set_and_taken_away_by_the_same_key(journal):
    """One week is the turning point; excuses and evidence may be several."""
    first, second = Week(2026, 40), Week(2026, 41)
    for week in (first, second):
        journal.mark(week, *toggled(page(journal, week), "turning"))
        journal.mark(week, *toggled(page(journal, week), "excuse"))
    assert (page(journal, first).marks, page(journal, second).marks) == (("excuse",), ("turning", "excuse"))
    journal.mark(second, *toggled(page(journal, second), "turning"))
    journal.mark(second, *evident(page(journal, second), "g58"))
    assert page(journal, second).marks == ("excuse",)
    assert page(journal, second).evidence == "g58"
    journal.mark(second, *evident(page(journal, second), "g58"))
    assert page(journal, second).evidence == ""


def test_the_desk_goes_on_at_the_first_week_that_was_not_re_read(journal):
    """Turning a page tells that it was read; a line stays until it is replaced."""
    assert journal.open_reread(Q4).place == 0
    pages = journal.open_reread(Q4).pages
    journal.keep_line(pages[0])
    journal.keep_line(pages[1], "now I see it")
    journal.keep_line(page(journal, pages[1].week))
    desk = journal.open_reread(Q4)
    assert (desk.place, desk.begun) == (2, True)
    assert [one.line for one in desk.pages[:3]] == ["", "now I see it", ""]
    assert [one.seen for one in desk.pages[:3]] == [True, True, False]


def test_what_is_marked_counts_in_the_quarterly_review(journal):
    """Its interview asks no more about these weeks, and seals the marks with the rest."""
    pages = journal.open_reread(Q4).pages
    week, last = pages[0].week, pages[-1].week
    for one in pages:
        journal.keep_line(one, "the first line" if one.week == week else None)
    journal.mark(last, *toggled(pages[-1], "turning"))
    journal.mark(week, *toggled(pages[0], "excuse"))
    journal.mark(week, *evident(pages[0], pages[0].review.goals[0].goal))

    sheet = journal.open_quarter(Q4)
    asked = [one.key for one in sheet.interview(sheet.draft) if one.kind != "show" and one.key not in sheet.draft]
    assert not any(key.startswith(("reread.", "excuses.", "evidence.", "marks.turning")) for key in asked)
    assert "marks.best" in asked

    answers = dict(sheet.draft)
    while left := [one for one in sheet.interview(answers) if one.kind != "show" and one.key not in answers]:
        answers[left[0].key] = "none" if left[0].key.endswith(".response") else left[0].default
    kept = {one.key: answers.get(one.key) for one in sheet.interview(answers) if one.kind != "show"}
    review = journal.write_quarter(sheet, kept)
    assert review.reread
    assert review.marks == {"turning": last}
    assert review.answers[line_key(week)] == "the first line"
    assert review.answers[f"excuses.{week}"] == "yes"
    assert review.answers[f"evidence.{week}"] == pages[0].review.goals[0].goal


def test_a_document_may_bring_the_marks_too(journal):
    """Another door, the same answers; a mark that fits no goal is refused with the rest."""
    week = journal.open_reread(Q4).pages[0].week
    goal = page(journal, week).review.goals[0].goal
    sheet = journal.open_quarter(Q4)
    document: dict[str, Any] = {"excuses": {str(week): "yes"}, "evidence": {str(week): goal}}
    taken = journal.take_document(sheet, document)
    assert (taken[f"excuses.{week}"], taken[f"evidence.{week}"]) == ("yes", goal)
    for wrong in ({"evidence": {str(week): "g999"}}, {"excuses": {"2020-W01": "yes"}}, {"excuses": {str(week): "?"}}):
        with pytest.raises(Exception, match="cannot be taken"):
            journal.take_document(sheet, wrong)


def test_a_written_quarter_is_read_with_its_marks_and_not_changed(journal):
    """The desk shows what was sealed; amending it is the quarterly review's business."""
    sealed = journal.quarterly(Q3)
    desk = journal.open_reread(Q3)
    assert all(one.sealed for one in desk.pages)
    assert desk.place == 0
    marked = {mark: one.week for one in desk.pages for mark in one.marks}
    assert marked == dict(sealed.marks)
    assert any(one.line for one in desk.pages)
    with pytest.raises(AlreadySealed):
        journal.mark(desk.pages[0].week, *toggled(desk.pages[0], "best"))
    with pytest.raises(AlreadySealed):
        journal.keep_line(desk.pages[0], "later")
    journal.keep_line(desk.pages[0])  # turning the page is allowed
    assert journal.quarterly(Q3) == sealed
    assert journal.drafts() == ()


def test_in_a_pipe_every_week_is_printed(journal, run):
    """As text and as JSON; nothing is written."""
    before = journal.store.path.read_bytes()
    told = run("reread", "2026-Q4", FUPAN_NOW=AFTERWARDS)
    assert told.status == 0
    for one in journal.open_reread(Q4).pages:
        assert told.out.count(f"{one.week} · ") >= 1
    data = run("reread", "2026-Q3", "--json", FUPAN_NOW=AFTERWARDS)
    assert data.json["kind"] == "rereading"
    assert data.data["period"] == "2026-Q3"
    assert {mark for one in data.data["pages"] for mark in one["marks"]} == {"best", "worst", "turning"}
    assert run("reread", "1999", FUPAN_NOW=AFTERWARDS).status == 3
    assert run("reread", "someday", FUPAN_NOW=AFTERWARDS).status == 2
    assert journal.store.path.read_bytes() == before


def test_without_a_period_the_quarter_under_review_is_meant(journal, run):
    """The one that `fupan quarter` would ask about."""
    told = run("reread", "--json", FUPAN_NOW=AFTERWARDS)
    assert told.data["period"] == str(journal.quarter_under_review())


WORDS = {
    "en": {"head": "week 1 of", "on": "Going on where you stopped", "seen": "As you read it now",
           "turning": "turning point", "excuse": "the same excuse again", "last": "That was the last week",
           "stopped": "Stopped. Every mark is kept", "sealed": "--again", "all": "given twice"},
    "zh": {"head": "第 1 周，共", "on": "从上次停下的地方接着读", "seen": "现在重读",
           "turning": "转折", "excuse": "又是同一个借口", "last": "最后一周读完了",
           "stopped": "标记都留着", "sealed": "--again", "all": "按两次"},
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_desk_at_a_real_terminal(language: str, home: Path, lived: Any, run: Any) -> None:
    """Keys turn and mark, a line is typed in Chinese, q stops, and the next start goes on there."""
    pytest.importorskip("pexpect")
    from terminal import Terminal

    shutil.copytree(lived[language], home)
    words, environ = WORDS[language], {"FUPAN_LANG": language, "FUPAN_NOW": AFTERWARDS}

    def desk(*more: str) -> Terminal:
        return Terminal(["-m", "fupan", "reread", *more], environ)

    one = desk("2026-Q4")
    one.see(words["head"])
    for key in ("!", "x", "k", "j"):
        one.press(key)
        one.settle()
    one.press("？")
    one.see(words["all"])
    one.press("w")
    one.settle()
    one.press("现在看，是拖延\r")
    one.settle()
    one.press("n")
    one.settle()
    one.press("q")
    assert one.end() == 0
    one.see(words["stopped"])
    assert "fupan reread 2026-Q4" in one.text

    pages = run("reread", "2026-Q4", "--json", FUPAN_NOW=AFTERWARDS).data["pages"]
    assert pages[0]["marks"] == ["turning", "excuse"]
    assert pages[1]["line"] == "现在看，是拖延"
    assert [page["seen"] for page in pages[:3]] == [True, True, False]

    two = desk("2026-Q4")
    two.see(words["on"])
    two.press("b")
    two.see("现在看，是拖延")
    for _ in pages[1:]:
        two.press("\r")
        two.settle()
    two.see(words["last"])
    assert two.end() == 0
    assert "fupan quarter 2026-Q4" in two.text

    three = desk("2026-Q3")
    three.press("!")
    three.see(words["sealed"])
    three.press("\x03")
    assert three.end() == 130


def test_a_page_longer_than_the_screen_is_read_down(home: Path, lived: Any) -> None:
    """Blank goes further down, and at the end to the next week."""
    pytest.importorskip("pexpect")
    from terminal import Terminal

    shutil.copytree(lived["en"], home)
    path = home / "journal.db"
    journal = life.journal_at(path, "2026-11-23")
    [first, *_] = journal.open_reread(Q4).pages
    with journal.store.writing() as writing:
        answers = {**first.review.answers, "rule": "\n".join(f"line {n}" for n in range(80)) + "\nthe very end"}
        writing.put(replace(first.review, answers=answers))
    one = Terminal(["-m", "fupan", "reread", "2026-Q4"], {"FUPAN_NOW": AFTERWARDS})
    one.see("further down")
    assert "the very end" not in one.text
    one.press(" ")
    one.settle()
    one.press(" ")
    one.see("the very end")
    while "further down" in one.text:
        one.press(" ")
        one.settle()
    one.press(" ")
    one.see("week 2 of")
    one.press("q")
    assert one.end() == 0


def test_the_questions_of_the_marks_are_in_both_languages():
    """Shown by `fupan show` under the quarter."""
    from fupan.questions import entries

    for name in ("D2x", "D2g"):
        entry = entries("quarter")[name]
        assert json.dumps(entry["zh"], ensure_ascii=False) != json.dumps(entry["en"])
