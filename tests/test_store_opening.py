"""What is let in: journals of this schema and older ones; newer ones to read; nothing else."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing

import pytest

import store_nouns as sn
from fupan.errors import CannotWrite, JournalNewer, JournalUnreadable
from fupan.store import beginning, file, migrate, open_store, peek

pytestmark = pytest.mark.steps


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "journal.db"
    sn.fill(open_store(path, now=sn.NOW))
    return path


def change(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_the_header_says_whose_file_it_is(path):
    """The mark and the schema stand in the header, where `file` and the quick look find them."""
    assert beginning.header(path) == (0x46555041, file.SCHEMA)
    assert peek(path) == file.SCHEMA


def test_a_quick_look_never_fails(tmp_path, path):
    """Asking for the schema of nothing, of a folder, of junk or of another program's database gives 0."""
    junk, other = tmp_path / "junk", tmp_path / "other.db"
    junk.write_bytes(b"SQLite format 3\0")
    change(other, "CREATE TABLE x (y)", "PRAGMA user_version=7")
    assert [peek(one) for one in (tmp_path, tmp_path / "no" / "thing", junk, other)] == [0, 0, 0, 0]
    change(path, "PRAGMA user_version=3")
    assert peek(path) == 3


def test_a_newer_journal_can_only_be_read(path):
    """Everything can be read, also with columns that we do not know; writing names both schemas and the release."""
    before = sn.content(open_store(path, now=sn.NOW))
    change(
        path,
        "UPDATE journal SET value = '3.1.0' WHERE key = 'needs'",
        "ALTER TABLE goal ADD COLUMN mood TEXT",
        "UPDATE goal_week SET gap = json_set(gap, '$.brand_new', 1) WHERE gap IS NOT NULL",
        "CREATE TABLE more (x)",
        "PRAGMA user_version=9",
    )
    bytes_before = path.read_bytes()
    store = open_store(path, now=sn.NOW)
    assert store.read_only
    assert sn.content(store) == before
    with pytest.raises(JournalNewer) as told, store.writing():
        pass
    assert (told.value.found, told.value.known, told.value.needed) == (9, file.SCHEMA, "3.1.0")
    assert path.read_bytes() == bytes_before


def test_a_journal_upgraded_by_another_program_meanwhile(path):
    """A long interview does not write into a schema that came after its beginning."""
    store = open_store(path, now=sn.NOW)
    change(path, "PRAGMA user_version=9")
    before = path.read_bytes()
    with pytest.raises(JournalNewer), store.writing() as writing:
        writing.keep_answer(sn.DRAFT, "a", 1)
    assert path.read_bytes() == before


def foreign(path):
    path.unlink()
    change(path, "CREATE TABLE x (y)", "PRAGMA user_version=1")


def junk(path):
    path.write_bytes(os.urandom(5000))


def short(path):
    path.write_bytes(path.read_bytes()[:300])


def truncated(path):
    path.write_bytes(path.read_bytes()[: 4096 * 5])


def no_schema(path):
    change(path, "PRAGMA user_version=0")


def folder(path):
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("harm", "why"),
    [
        (foreign, file.FOREIGN),
        (junk, file.NO_DATABASE),
        (short, file.DAMAGED),
        (truncated, file.DAMAGED),
        (no_schema, file.DAMAGED),
        (folder, file.FOLDER),
    ],
)
def test_what_is_no_journal_is_refused_with_its_reason(path, harm, why):
    """Another program's file and a damaged one are named as such, and are not touched."""
    harm(path)
    before = path.is_file() and path.read_bytes()
    with pytest.raises(JournalUnreadable) as told:
        open_store(path, now=sn.NOW)
    assert (told.value.path, told.value.why) == (str(path), why)
    assert (path.is_file() and path.read_bytes()) == before


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE goal SET kind = 'nonsense' WHERE id = 'g1'",
        "UPDATE goal SET created = 'yesterday' WHERE id = 'g1'",
        "UPDATE goal SET title = CAST(x'e5a4' AS TEXT) WHERE id = 'g1'",
    ],
)
def test_values_that_no_program_of_ours_wrote(path, harm):
    """A row that cannot be understood is called damage; it neither crashes nor disappears."""
    change(path, harm)
    with pytest.raises(JournalUnreadable) as told:
        open_store(path, now=sn.NOW).goals()
    assert told.value.why == file.DAMAGED


def test_an_empty_file_is_a_journal_not_begun(tmp_path):
    """What a first write leaves that was killed at once reads as empty and can be written."""
    path = tmp_path / "journal.db"
    path.touch()
    store = open_store(path, now=sn.NOW)
    assert store.empty()
    assert store.drafts() == ()
    with store.writing() as writing:
        writing.keep_answer(sn.DRAFT, "a", 1)
    assert store.drafts()[0].answers == {"a": 1}


def test_a_place_that_cannot_be_made(tmp_path):
    """Where a file stands in the way of the folder, reading finds nothing and writing says why not."""
    (tmp_path / "file").touch()
    store = open_store(tmp_path / "file" / "journal.db", now=sn.NOW)
    assert store.empty()
    with pytest.raises(CannotWrite) as told, store.writing():
        pass
    assert told.value.path == str(tmp_path / "file" / "journal.db")


def test_a_copied_journal_says_what_a_made_one_says(tmp_path, pristine):
    """The tests' quick way to a new journal leads to the same one."""
    made, copied = tmp_path / "made" / "journal.db", tmp_path / "copied" / "journal.db"
    migrate.create(made, now=sn.NOW)
    pristine(copied, now=sn.NOW)
    told = []
    for path in (made, copied):
        with closing(sqlite3.connect(path)) as connection:
            told.append([*connection.iterdump(), beginning.header(path), path.stat().st_mode])
    assert told[0] == told[1]
