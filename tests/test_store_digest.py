"""Damage is noticed: every row's digest is that of its values, whoever wrote them."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import store_nouns as sn
from fupan.errors import JournalUnreadable
from fupan.store import digest, file, open_store
from fupan.store.digest import check_digests

PLANTED = "这一句话种在这里 planted here to be found again "


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("digests") / "journal.db"
    store = open_store(path, now=sn.NOW)
    sn.fill(store)
    with store.writing() as writing:
        for number in range(20):
            writing.keep_answer(sn.DRAFT, f"planted{number}", PLANTED * 3)
    return path


def test_all_is_well_in_what_we_wrote(path):
    """Every row that the store writes, histories and seeds included, bears its right digest."""
    assert check_digests(path) == ()
    with file.reading(path) as ask:
        seen = {table: row.get("digest") for table, _, row in digest.rows(ask)}
    assert [table for table, mark in seen.items() if mark is None] == ["alembic_version"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(sn.goal_weeks, sn.motives, sn.verdicts, sn.trials, sn.notes, sn.weekly, sn.quarterly))
def test_any_noun_bears_its_right_digest(path, noun):
    """What is put, with any numbers and words, is read back from SQLite with the digest it was given."""
    with sn.tried(open_store(path, now=sn.NOW)) as writing:
        for table in ("score", "goal_week", "motive", "verdict", "trial_week", "trial", "note", "review"):
            writing.ask(f"DELETE FROM {table}")
        writing.put(noun)
        assert list(digest.damaged(writing.ask)) == []


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE goal SET title = title || ' '  WHERE id = 'g2'", "goal g2"),
        ("UPDATE goal_week SET actual_hours = 1 WHERE goal = 'g2' AND week = '2026-W53'", "goal_week g2 2026-W53"),
        ("UPDATE goal_week SET estimated = 0 WHERE goal = 'g2' AND week = '2026-W52'", "goal_week g2 2026-W52"),
        ("UPDATE review SET quality = NULL WHERE period = '2026-W53'", "review 2026-W53"),
        ("UPDATE motive SET version = 9", "motive 2026-W53"),
        ("UPDATE note SET digest = '' WHERE id = 'n1'", "note n1"),
        ("UPDATE goal SET title = CAST(x'e5a4' AS TEXT) WHERE id = 'g1'", "goal g1"),
        ("UPDATE trial SET dose_planned = 9e999", "trial r3"),
        ("UPDATE goal SET title = x'00ff' WHERE id = 'g1'", "goal g1"),
    ],
)
def test_a_change_behind_our_back_is_seen(tmp_path, path, statement, row):
    """Whatever value was changed by other hands, its row is named, and only it."""
    copy = tmp_path / "journal.db"
    copy.write_bytes(path.read_bytes())
    with closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(statement)
    assert check_digests(copy) == (row,)


def flips(tmp_path, path, count, rng):
    """How many single flipped bits inside the words of rows are noticed."""
    whole, noticed = path.read_bytes(), 0
    words = PLANTED.encode()
    places = [at for at in range(len(whole)) if whole.startswith(words, at)]
    assert len(places) > 20
    copy = tmp_path / "flipped.db"
    for _ in range(count):
        harmed = bytearray(whole)
        harmed[rng.choice(places) + rng.randrange(len(words))] ^= 1 << rng.randrange(8)
        copy.write_bytes(harmed)
        try:
            noticed += bool(check_digests(copy))
        except JournalUnreadable:
            noticed += 1
    return noticed


def test_a_flipped_bit_is_noticed(tmp_path, path):
    """One bit inside a person's words cannot turn over unseen."""
    assert flips(tmp_path, path, 30, random.Random(7)) == 30


def test_a_number_is_one_number():
    """The digest does not care whether a driver gives 3, 3.0 or true, nor about columns that hold nothing."""
    assert digest.digest("t", {"a": 3, "b": 1, "c": None}) == digest.digest("t", {"a": 3.0, "b": True})
    assert digest.digest("t", {"a": 3}) != digest.digest("t", {"a": "3"})
    assert digest.digest("t", {"a": 3}) != digest.digest("u", {"a": 3})
    assert digest.digest("t", {"a": 3, "digest": "x"}) == digest.digest("t", {"a": 3})


def test_the_digest_never_changes_its_rule():
    """Journals of all releases bear digests made by this rule."""
    assert digest.digest("goal", {"id": "g1", "title": "复盘", "hours": 1.5}) == RULE


RULE = "fdca79d4739f676fe6f89addc42311b9"
