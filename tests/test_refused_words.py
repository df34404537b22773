"""What says nothing, or means nothing, is refused before it is written: exit 2, in words, and nothing changes."""

import json
from dataclasses import replace

import pytest

from lived import FIRST, journal_at, write

EMPTY = [
    ("goal", "add", ""),
    ("goal", "add", "  ", "--quarter", "2026-Q4"),
    ("goal", "edit", "g1", "--title", "   "),
    ("rule", "add", " "),
    ("pact", "new", " "),
]


@pytest.fixture
def lived(run, monkeypatch):
    """A journal with a week and its goals; g3 is a goal of the next week."""
    monkeypatch.setenv("FUPAN_NOW", "2026-11-23T20:00+08:00")
    run("week", "--answers", "-", input=json.dumps(FIRST))
    return run


@pytest.mark.parametrize("line", EMPTY, ids=" ".join)
def test_a_name_has_a_word_in_it(lived, line):
    """What is empty could neither be read nor found again."""
    before = lived("goal", "list", "--all", "--json").json
    refused = lived(*line)
    assert refused.status == 2
    assert "needs some words" in refused.err or "one line each" in refused.err
    assert lived("goal", "list", "--all", "--json").json == before


def test_a_goal_serves_a_goal_of_a_quarter(lived):
    """Neither itself nor a goal of a week."""
    quarter = lived("goal", "add", "Paper", "--quarter", "2026-Q4", "--json").json["data"]["id"]
    for served in ("g3", "g1"):
        refused = lived("goal", "edit", "g3", "--for", served)
        assert refused.status == 2
        assert f"{served} is no goal of a quarter" in refused.err
    assert lived("goal", "edit", "g3", "--for", quarter).status == 0


def test_what_an_older_journal_holds_can_still_be_changed(tmp_path):
    """A goal that serves a goal of a week, as earlier releases took it, is edited like any other."""
    path = tmp_path / "j.db"
    write(path, "2026-11-23", FIRST)
    journal = journal_at(path, "2026-11-23")
    with journal.store.writing() as writing:
        writing.put(replace(journal.goal("g3"), parent="g1"))
    assert journal.edit_goal("g3", measure="read aloud").measure == "read aloud"


def test_a_goal_of_a_week_has_the_hours_of_its_promise(lived):
    """What was promised with hours is not called a wish without any."""
    lived("goal", "add", "Read 2 papers", "--hours", "5", "--measure", "notes sent")
    changed = lived("goal", "edit", "papers", "--measure", "notes sent to Bo")
    assert changed.status == 0
    assert "without hours" not in changed.err


def test_a_letter_opens_on_a_day_to_come(lived, tmp_path):
    """Today and the past are refused as what they are."""
    text = tmp_path / "l.txt"
    text.write_text("dear me", encoding="utf-8")
    for day in ("2020-01-01", "2026-11-23"):
        refused = lived("letter", "write", str(text), "--opens", day)
        assert refused.status == 2
        assert f"{day} is not ahead" in refused.err


def test_two_pacts_have_two_names(lived):
    """A partner has one standing pact, so that the name tells which is meant."""
    assert lived("pact", "new", "小李").status == 0
    refused = lived("--lang", "zh", "pact", "new", " 小李 ")
    assert refused.status == 2
    assert "已经有约定了：a1" in refused.err
    lived("pact", "new", "小李 (lab)")
    unclear = lived("pact", "send", "李")
    assert unclear.status == 2
    assert "a1 小李, a2 小李 (lab). Give the id." in unclear.err


def test_an_unknown_ending_tells_no_paper(lived, tmp_path):
    """A file that nobody could open is not written."""
    refused = lived("report", "W47", "-o", str(tmp_path / "w.xyz"))
    assert refused.status == 2
    assert ".xyz" in refused.err
    assert not (tmp_path / "w.xyz").exists()
    assert lived("report", "W47", "-o", str(tmp_path / "w.xyz"), "--as", "md").status == 0


def test_what_is_too_much_is_told_in_our_words(lived):
    """Typer's own sentences reach nobody."""
    for line in (("status", "foo"), ("undo", "foo")):
        refused = lived("--lang", "zh", *line)
        assert refused.status == 2
        assert "unexpected" not in refused.err
        assert "foo" in refused.err


def test_putting_back_is_told_as_such(lived):
    """An undo that is undone is no undo."""
    lived("goal", "add", "A goal")
    assert "Taken back is" in lived("undo").out
    assert "Put back is" in lived("undo", "--redo").out
    again = lived("undo", "--redo")
    assert again.status == 3
    assert "put back" in again.err
