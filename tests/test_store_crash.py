"""Nothing acknowledged is lost and nothing is torn: killed processes, several writers, full disks."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import store_nouns as sn
from counts import times
from fupan.errors import CannotWrite, JournalUnreadable
from fupan.store import file, migrate, open_store  # noqa: F401 - imported before the children are forked
from fupan.store.digest import check_digests
from store_children import PATIENCE, Killer, child, run, together

pytestmark = pytest.mark.steps

resource = pytest.importorskip("resource", reason="needs a POSIX system")
SPARE = "话" * 300


def interview(path):
    """Keeps one answer after another, and tells each number when it is kept."""

    def work(tell):
        store = open_store(path, now=sn.NOW)
        for number in range(10_000):
            with store.writing() as writing:
                writing.keep_answer(sn.DRAFT, f"key{number}", [number, SPARE])
            tell(number)

    return work


def check_answers(path, acknowledged):
    draft = open_store(path, now=sn.NOW).draft(sn.DRAFT.period)
    answers = draft.answers if draft else {}
    assert {f"key{number}" for number in acknowledged} <= set(answers)
    assert all(value == [int(key[3:]), SPARE] for key, value in answers.items())
    assert path.stat().st_size == 0 or check_digests(path) == ()


def kills(tmp_path, count, seed):
    killed, told = Killer(random.Random(seed)), 0
    for number in range(count):
        path = tmp_path / f"{number}" / "journal.db"
        acknowledged = killed(interview(path), number % 4)
        told += len(acknowledged)
        if path.exists():
            check_answers(path, acknowledged)
        else:
            assert acknowledged == []
        with open_store(path, now=sn.NOW).writing() as writing:  # and it can be written again
            writing.keep_answer(sn.DRAFT, "key99999", [99999, SPARE])
        check_answers(path, [*acknowledged, 99999])
    return told


def test_a_killed_interview_loses_no_kept_answer(tmp_path):
    """Killed at any moment, also while the journal is being made: every acknowledged answer is there, whole."""
    assert kills(tmp_path, 8, 1) >= 12


def test_a_reader_takes_back_what_a_killed_writer_had_begun(tmp_path):
    """A writer killed between its first and last byte leaves a hot journal: reading heals the file, and is right."""
    path = tmp_path / "journal.db"
    store = open_store(path, now=sn.NOW)
    sn.fill(store)
    before = sn.content(store)

    def work(_tell):
        connection = file.connect(path, "rw")
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE big AS SELECT randomblob(100000)")
        connection.execute("UPDATE goal SET title = 'torn'")
        connection.execute("UPDATE review SET answers = randomblob(100000)")
        os.kill(os.getpid(), signal.SIGKILL)

    with child(work) as (number, _):
        os.waitpid(number, 0)
    assert path.with_name("journal.db-journal").stat().st_size > 0
    assert sn.content(open_store(path, now=sn.NOW)) == before
    assert not path.with_name("journal.db-journal").exists()
    assert check_digests(path) == ()


def increments(path, count):
    def work(_tell):
        store = open_store(path, now=sn.NOW)
        for _ in range(count):
            with store.writing() as writing:
                goal = store.goals()[0]
                writing.put(replace(goal, hours=goal.hours + 1))

    return work


def count_up(tmp_path, count):
    path = tmp_path / "journal.db"
    store = open_store(path, now=sn.NOW)
    with store.writing() as writing:
        writing.put(replace(sn.GOAL, hours=0.0))
    together(*[increments(path, count)] * 4)
    [goal] = store.goals()
    assert goal.hours == 4 * count
    assert goal.version == 4 * count + 2
    assert len(store.earlier("goal", "g1")) == 4 * count


def test_four_writers_lose_no_update(tmp_path, monkeypatch):
    """Four processes read, add one and write: every one counts, and its former value is in the history."""
    monkeypatch.setattr(file, "WAIT", PATIENCE)
    count_up(tmp_path, 10)


@pytest.mark.trust
def test_four_writers_for_long(tmp_path, monkeypatch):
    """The same, 600 times."""
    monkeypatch.setattr(file, "WAIT", PATIENCE)
    count_up(tmp_path, times(150, 2_000))


def test_four_programs_begin_one_journal(tmp_path):
    """When several programs write the first word at once, one makes the journal and all words are kept."""
    path = tmp_path / "new" / "journal.db"

    def begin(number):
        def work(_tell):
            with open_store(path, now=sn.NOW).writing() as writing:
                writing.keep_answer(replace(sn.DRAFT, answers={}), f"key{number}", [number, SPARE])

        return work

    together(*(begin(number) for number in range(4)))
    check_answers(path, range(4))


def test_a_full_disk_is_told_and_loses_nothing(tmp_path):
    """When no byte more fits, the write fails in words and all kept answers stay readable."""
    path = tmp_path / "journal.db"
    with open_store(path, now=sn.NOW).writing() as writing:
        writing.keep_answer(sn.DRAFT, "key0", [0, SPARE])

    def work(tell):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000,) * 2)
        store = open_store(path, now=sn.NOW)
        try:
            for number in range(1, 10_000):
                with store.writing() as writing:
                    writing.keep_answer(sn.DRAFT, f"key{number}", [number, SPARE])
                tell(number)
        except CannotWrite as error:
            tell(f"! {error.why}")

    *acknowledged, last = run(work)
    assert last == f"! {file.FULL}"
    assert len(acknowledged) > 3
    check_answers(path, acknowledged)


def as_nobody(work):
    """The words of a child without the rights of root."""

    def drop(tell):
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        work(tell)

    return run(drop)


@pytest.fixture
def open_folder():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_folder_that_may_only_be_read(open_folder):
    """Where nothing may be written everything can still be read, and writing says why it cannot."""
    path = open_folder / "journal.db"
    store = open_store(path, now=sn.NOW)
    sn.fill(store)
    path.chmod(0o666)
    open_folder.chmod(0o555)
    goals = len(store.goals())

    def work(tell):
        store = open_store(path, now=sn.NOW)
        tell(len(store.goals()))
        for target in (store, open_store(open_folder / "other" / "journal.db", now=sn.NOW)):
            try:
                with target.writing() as writing:
                    writing.keep_answer(sn.DRAFT, "a", 1)
            except CannotWrite as error:
                tell(error.why)

    seen, why, other = as_nobody(work)
    assert int(seen) == goals
    assert why in (file.READ_ONLY, file.CLOSED)
    assert other == "Permission denied"


def test_a_journal_of_someone_else(open_folder):
    """A file that may not be opened is told as that, not as damage."""
    path = open_folder / "journal.db"
    sn.fill(open_store(path, now=sn.NOW))

    def work(tell):
        try:
            open_store(path, now=sn.NOW)
        except JournalUnreadable as error:
            tell(error.why)

    assert as_nobody(work) == [file.CLOSED]


def test_the_engine_is_the_careful_one(tmp_path):
    """The pragmas that durability stands on are those in force when something is written."""
    store = open_store(tmp_path / "journal.db", now=sn.NOW)
    wanted = {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 10_000}
    with store.writing() as writing:
        found = {name: writing.ask(f"PRAGMA {name}")[0][0] for name in wanted}
        with closing(sqlite3.connect(store.path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
    assert found == wanted
