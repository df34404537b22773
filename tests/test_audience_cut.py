"""The audience cut: what a report for someone else never holds, in any of its papers."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import fields, is_dataclass
from enum import Enum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rich_quarter as rich
from fupan.audience import AUDIENCE, Audience
from fupan.report.cut import NAMES, PLACES, allowed, cut

MATERIAL = rich.rich_year()


def words_of(value):
    """Every text that stands anywhere in a value."""
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from words_of(one)
            del key
    elif isinstance(value, (tuple, list, frozenset)):
        for one in value:
            yield from words_of(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from words_of(getattr(value, field.name))


def secrets(material, names):
    """The person's words that `names` do not allow: words of three letters or Chinese pairs that stand nowhere else."""
    open_to = " ".join(words_of(cut(material, names)))
    told = {text.strip() for text in words_of(material) if len(text.strip()) > 12}
    return {text for text in told if text not in open_to}


@pytest.mark.parametrize("reader", [Audience.PARTNER, Audience.BOSS])
def test_what_is_not_allowed_is_not_there(reader):
    """Whys, mentor's lines, motives, notes, responses and letters are gone from the very material."""
    names = allowed(reader, AUDIENCE)
    left = " ".join(words_of(cut(MATERIAL, names)))
    hidden = secrets(MATERIAL, names)
    assert len(hidden) > 30
    assert not [text for text in hidden if text in left]
    for week in cut(MATERIAL, names).reviews:
        assert week.answers == {}
        assert week.motive is None
        assert not any(goal.gap for goal in week.goals)


def test_a_boss_sees_no_hours_and_a_partner_does():
    """Hours, outcomes and proofs for a partner; outcomes and proofs for a boss."""
    for reader, seen in ((Audience.PARTNER, True), (Audience.BOSS, False)):
        rows = [goal for review in cut(MATERIAL, allowed(reader, AUDIENCE)).reviews for goal in review.goals]
        assert any(goal.actual_hours is not None for goal in rows) is seen
        assert any(goal.outcome for goal in rows)
        assert any(goal.proof for goal in rows)


some = st.sets(st.sampled_from(sorted(AUDIENCE))).map(frozenset)


@settings(max_examples=60)
@given(some)
def test_every_field_is_as_allowed_or_as_never_written(names):
    """Whatever the table allows, a field is either the person's or what it is when nothing was recorded."""
    made = cut(MATERIAL, names)
    before = {(goal.goal, goal.week): goal for review in MATERIAL.reviews for goal in review.goals}
    for goal in (goal for review in made.reviews for goal in review.goals):
        kind = NAMES[type(goal)]
        for field in fields(goal):
            shown = kind in names or f"{kind}.{field.name}" in names or field.name in PLACES[kind]
            shown = shown or (field.name == "gap" and "gap" in names)
            usual = "" if field.name == "title" else field.default
            original = getattr(before[goal.goal, goal.week], field.name)
            assert getattr(goal, field.name) == (original if shown else usual), field.name


@settings(max_examples=30)
@given(some)
def test_more_is_never_less(names):
    """Allowing more never takes anything away."""
    assert set(words_of(cut(MATERIAL, names))) <= set(words_of(cut(MATERIAL, names | {"gap", "motive", "note"})))


# --- on paper ----------------------------------------------------------------------------------------------


@pytest.fixture(params=["en", "zh"])
def at_home(request, lived, home):
    shutil.copytree(lived[request.param], home)
    return request.param


def private_words(run):
    """What the journal holds besides what a boss may read: from the person's own full copy."""
    data = json.loads(run("export", "-").out)["data"]
    private = {
        "goal_week": ("gap", "first_step"), "motive": ("of", "event", "positive"), "note": ("text",),
        "review": ("answers",), "verdict": ("overruled",), "goal": ("why",), "trial": ("slots",),
    }  # fmt: skip
    texts = {
        text
        for table, names in private.items()
        for row in data[table]
        for name in names
        for text in words_of(row[name])
    }
    open_words = {row[name] for table in ("goal", "goal_week") for row in data[table] for name in ("title", "measure")}
    open_words |= {row["proof"] for row in data["goal_week"]}
    every = "\n".join(filter(None, open_words))
    return {text for text in texts if len(text) > 8 and text not in every and not re.fullmatch(r"[\w-]+", text)}


@pytest.mark.parametrize("reader", ["partner", "boss"])
@pytest.mark.parametrize("paper", ["terminal", "md", "html", "json"])
def test_the_bytes_hold_no_private_word(at_home, run, reader, paper):
    """Not one private sentence of half a year stands in a quarter's or a year's report for someone else."""
    private = private_words(run)
    assert len(private) > 100
    for period in ("2026-Q3", "2026"):
        made = run("--lang", at_home, "report", period, "--for", reader, "--as", paper)
        assert made.status == 0, made.err
        flat = " ".join(made.out.split())
        assert not [text for text in private if " ".join(text.split())[:40] in flat]


def test_the_writer_sees_everything(at_home, run):
    """The same words do stand in the person's own report: the test above can fail."""
    flat = " ".join(run("report", "2026", "--as", "md").out.split())
    assert sum(" ".join(text.split())[:40] in flat for text in private_words(run)) > 20


def test_one_file_may_hold_more_after_a_yes(at_home, run):
    """`--with` asks; nobody at a terminal is no; --yes is a yes for this one file."""
    refused = run("report", "2026-Q3", "--for", "boss", "--with", "motive")
    assert (refused.status, refused.out) == (2, "")
    more = json.loads(run("report", "2026-Q3", "--for", "boss", "--with", "motive", "--yes", "--json").out)["data"]
    less = json.loads(run("report", "2026-Q3", "--for", "boss", "--json").out)["data"]
    assert more["drift"]["n"] > less["drift"]["n"] == 0


def test_what_is_unknown_is_refused(home, run):
    """A reader or a name that does not exist is no filter that lets everything through."""
    assert run("report", "--for", "everyone").status == 2
    assert run("report", "--for", "boss", "--with", "secrets", "--yes").status == 2


def test_the_table_can_be_changed_and_holds_for_every_file(at_home, run):
    """A boss who may read hours reads them; a proof kept for oneself is in no file for others."""
    before = json.loads(run("report", "2026-Q3", "--for", "boss", "--json").out)["data"]
    assert before["holding"]["actual"] is None
    for name in ("planned_hours", "actual_hours"):
        assert run("audience", "set", f"goal_week.{name}", "boss").status == 0
    run("audience", "set", "goal_week.proof", "self")
    after = json.loads(run("report", "2026-Q3", "--for", "boss", "--json").out)["data"]
    assert after["holding"]["actual"] > 0
    assert after["holding"]["shown"] == 0
    assert json.loads(run("audience", "--json").out)["data"]["goal_week.proof"] == "self"
    assert ("你自己" if at_home == "zh" else "you alone") in run("--lang", at_home, "audience").out
    assert run("audience", "set", "goal_week.secret", "boss").status == 2
    assert run("audience", "set", "note", "everyone").status == 2


def test_every_field_is_named_in_words():
    """Beside the name to type stands what it is, in both languages; no field is left out of the table."""
    from fupan.language import Language
    from fupan.render.audience import FIELDS, table

    assert set(FIELDS) == set(AUDIENCE)
    assert "实际小时" in table(AUDIENCE, Language.load("zh"))


@pytest.mark.parametrize("reader", ["boss", "partner"])
def test_a_cut_report_does_not_say_when_a_week_was_written(lived, run, monkeypatch, reader):
    """Lateness is not told to others, so no week is called on time: written is all that is said."""
    monkeypatch.setenv("FUPAN_HOME", str(lived["en"]))
    told = run("--lang", "en", "report", "2026-Q3", "--for", reader).out
    assert "■ written  □ not written" in told
    assert "on time" not in told
    assert (
        "on_time"
        not in run("--lang", "en", "report", "2026-Q3", "--for", reader, "--as", "html").out.split("</style>")[1]
    )
    assert "written on time" in run("--lang", "en", "report", "2026-Q3").out
