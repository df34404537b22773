"""The steps from schema to schema: all or nothing, after a verified copy, from every schema that was released."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import store_nouns as sn
from counts import SEED, times
from fupan.errors import CannotWrite, JournalUnreadable
from fupan.finding import Wanted
from fupan.store import backup, digest, file, migrate, open_store, peek, rows
from fupan.store.digest import check_digests
from fupan.store.engine import engine
from store_children import child, together

pytestmark = pytest.mark.steps
OLD = Path(__file__).parent / "old_journals"
NOW_SCHEMA, NEXT_SCHEMA = file.SCHEMA, file.SCHEMA + 1
STEP = f"pre-{NOW_SCHEMA}-to-{NEXT_SCHEMA}"

# One schema more, for these tests alone. It makes the table anew that most others point to, which is the
# harm that a step can do: with keys on it empties the others, and it loses the table's triggers.
NEXT = '''
"""A mood, for the tests."""

import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{down}"


def upgrade() -> None:
    with op.batch_alter_table("goal", recreate="always") as goal:
        goal.add_column(sa.Column("mood", sa.Text(), nullable=True))
    op.create_table("moods", sa.Column("id", sa.Text(), primary_key=True))
    {more}
'''


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "home" / "journal.db"
    sn.fill(open_store(path, now=sn.NOW))
    return path


@pytest.fixture
def next_schema(tmp_path, monkeypatch):
    """As if the program knew one schema more; gives a way to have its step fail."""

    def write(more="pass"):
        steps = tmp_path / "a % place"
        steps.mkdir(exist_ok=True)
        (steps / "next.py").write_text(NEXT.format(more=more, down=f"{NOW_SCHEMA:04}"))
        monkeypatch.setattr(migrate, "VERSIONS", (*VERSIONS, steps))

    write()
    monkeypatch.setattr(file, "SCHEMA", NEXT_SCHEMA)
    monkeypatch.setattr(file, "RELEASES", {**file.RELEASES, NEXT_SCHEMA: "9.0.0"})
    return write


VERSIONS = migrate.VERSIONS


def master(path):
    """The schema as SQLite keeps it; a table that a step made anew bears its name in quotes."""
    with closing(file.connect(path, "ro")) as connection:
        found = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    return [(*row[:3], " ".join((row[3] or "").replace('"', "").split())) for row in found]


def prints(path):
    with file.reading(path) as ask:
        return digest.fingerprint(ask)


def copies(path):
    return sorted(one.name for one in backup.folder(path).iterdir()) if backup.folder(path).exists() else []


def test_the_steps_make_the_tables_that_the_program_knows(path):
    """After all steps nothing is left to change, and the schema is that which the tables themselves make."""
    with engine(path).connect() as connection:
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), rows.METADATA) == []
        )
    fresh = path.with_name("fresh.db")
    with closing(sqlite3.connect(fresh)):
        rows.METADATA.create_all(sa.create_engine(f"sqlite:///{fresh}", poolclass=sa.NullPool))
    assert [one for one in master(path) if one[2] != "alembic_version"] == master(fresh)


def test_an_older_journal_is_upgraded_by_opening_it(path, next_schema):
    """Every word stays, a copy of the old journal lies beside it, and the store tells from what it came."""
    before = sn.content(open_store(path, now=sn.NOW))
    assert peek(path) == NEXT_SCHEMA
    copied = backup.folder(path) / f"{STEP}-20261123T013000Z.db"
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert stat.S_IMODE(copied.parent.stat().st_mode) == 0o700
    assert copies(path) == [copied.name]
    assert peek(copied) == NOW_SCHEMA
    assert check_digests(path) == check_digests(copied) == ()
    again = open_store(path, now=sn.NOW)
    assert again.upgraded_from is None
    assert again.facts()["needs"] == "9.0.0"
    bytes_before = path.read_bytes(), path.stat().st_mtime_ns
    assert sn.content(again) == before
    assert (path.read_bytes(), path.stat().st_mtime_ns) == bytes_before


def test_an_upgrade_loses_nothing(path, next_schema, monkeypatch):
    """What can be read after an upgrade is what could be read before, from a schema equal to a fresh one."""
    with monkeypatch.context() as earlier:
        earlier.setattr(file, "SCHEMA", NOW_SCHEMA)
        before = sn.content(open_store(path, now=sn.NOW))
    store = open_store(path, now=sn.NOW)
    assert store.upgraded_from == NOW_SCHEMA
    assert sn.content(store) == before
    fresh = path.with_name("fresh.db")
    with open_store(fresh, now=sn.NOW).writing():
        pass
    assert peek(fresh) == NEXT_SCHEMA
    assert master(path) == master(fresh)


def test_an_upgrade_leaves_no_trigger_and_the_search_index_is_made_anew(path, next_schema, monkeypatch):
    """A step that makes a table anew loses its triggers, so none is trusted afterwards; a search finds all the same."""
    with monkeypatch.context() as earlier:
        earlier.setattr(file, "SCHEMA", NOW_SCHEMA)
        open_store(path, now=sn.NOW).tend_index()
    assert any(kind == "trigger" for kind, *_ in master(path))
    store = open_store(path, now=sn.NOW)
    assert not any(kind == "trigger" for kind, *_ in master(path))
    wanted = Wanted(words="写完 论文")
    before = store.search(wanted)
    assert before
    store.tend_index()
    assert any(kind == "trigger" for kind, *_ in master(path))
    assert store.search(wanted) == before


def test_a_step_that_fails_leaves_the_old_journal(path, next_schema):
    """A failure at the end of the last step takes everything back; the mended step then succeeds."""
    before = prints(path)
    next_schema(more='raise ZeroDivisionError("in the middle")')
    with pytest.raises(ZeroDivisionError):
        open_store(path, now=sn.NOW)
    assert prints(path) == before
    assert peek(path) == NOW_SCHEMA
    next_schema()
    assert open_store(path, now=sn.NOW).upgraded_from == NOW_SCHEMA


def test_a_step_that_breaks_keys_is_taken_back(path, next_schema):
    """Rows that point to nothing after the steps mean that the upgrade did not happen."""
    before = prints(path)
    next_schema(more="op.execute(\"DELETE FROM goal WHERE id = 'g2'\")")
    with pytest.raises(JournalUnreadable):
        open_store(path, now=sn.NOW)
    assert prints(path) == before


def test_a_journal_with_an_unknown_step_is_not_touched(path, next_schema):
    """A journal that says it is older but names a step that we do not know is called damaged."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
    before = path.read_bytes()
    with pytest.raises(JournalUnreadable):
        open_store(path, now=sn.NOW)
    assert path.read_bytes() == before


def test_no_upgrade_without_its_copy(path, next_schema):
    """Where the copy cannot be made the journal stays as it is, and the reason is told."""
    before = path.read_bytes()
    backup.folder(path).touch()
    with pytest.raises(CannotWrite) as told:
        open_store(path, now=sn.NOW)
    assert told.value.why == "File exists"
    assert path.read_bytes() == before


def lose_all(_path, part, _keys):
    with closing(file.connect(part, "rw")) as target:
        target.execute("CREATE TABLE nothing (x)")


def lose_a_word(path, part, _keys):
    COPY(path, part, None)
    with closing(file.connect(part, "rw")) as target:
        target.execute("UPDATE goal SET title = 'x' WHERE id = 'g2'")


def run_full(_path, _part, _keys):
    raise OSError(28, "No space left on device")


COPY = backup._copy


@pytest.mark.parametrize("harm", [lose_all, lose_a_word, run_full])
def test_a_copy_that_is_not_the_same_stops_the_upgrade(path, next_schema, monkeypatch, harm):
    """The copy is compared row by row before it gets its name; a bad one is removed."""
    before = path.read_bytes()
    monkeypatch.setattr(backup, "_copy", harm)
    with pytest.raises(CannotWrite):
        open_store(path, now=sn.NOW)
    assert path.read_bytes() == before
    assert copies(path) == []


def test_the_last_three_copies_stay(path):
    """Copies made before upgrades do not pile up, and other files in their folder are left alone."""
    backup.folder(path).mkdir()
    (backup.folder(path) / "mine.db").touch()
    for day in range(5):
        backup.before_upgrade(path, NOW_SCHEMA, NEXT_SCHEMA, now=sn.NOW + timedelta(days=day))
    assert copies(path) == ["mine.db", *(f"{STEP}-202611{day}T013000Z.db" for day in (25, 26, 27))]


def opening(path):
    def work(tell):
        tell(open_store(path, now=sn.NOW).upgraded_from)

    return work


def test_four_programs_upgrade_at_once(path, next_schema):
    """Exactly one of them does it, with one copy; the others find it done."""
    told = together(*[opening(path)] * 4)
    assert sorted(words[0] for words in told) == [str(NOW_SCHEMA), "None", "None", "None"]
    assert len(copies(path)) == 1
    assert peek(path) == NEXT_SCHEMA
    assert check_digests(path) == ()


def killed(tmp_path, old, count, rng):
    """How often an upgrade that was killed had been done; each time the journal is wholly old or wholly new.

    Every fifth is left alone, which tells how long one takes now.
    """
    new, done, took = tmp_path / "new.db", 0, 0.0
    shutil.copy(old, new)
    open_store(new, now=sn.NOW)
    before, after = prints(old), prints(new)
    assert before != after
    for number in range(count):
        copy = tmp_path / f"{number}.db"
        shutil.copy(old, copy)
        began = time.monotonic()
        with child(opening(copy)) as (process, told):
            if number % 5:
                time.sleep(rng.uniform(0, took))
            else:
                told.readline()
                took = time.monotonic() - began
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
        found = prints(copy)
        assert found in (before, after)
        done += found == after
        open_store(copy, now=sn.NOW)
        assert prints(copy) == after
        assert check_digests(copy) == ()
    return done


def test_a_killed_upgrade_is_whole_or_nothing(tmp_path, path, next_schema):
    """Killed at any moment, the journal is of the old schema or of the new, and opening it again finishes."""
    killed(tmp_path, path, 8, random.Random(3))


@pytest.mark.trust
def test_often_killed_upgrades(tmp_path, path, next_schema):
    """The same, often, with both ends seen."""
    count = times(20, 300)
    assert 0 < killed(tmp_path, path, count, random.Random(SEED)) < count, f"FUPAN_SEED={SEED}"


@pytest.mark.trust
@pytest.mark.parametrize("old", sorted(OLD.glob("schema-*.db"))[:-1], ids=lambda one: one.stem)
def test_killed_upgrades_of_every_released_schema(tmp_path, old):
    """From each schema that was ever released."""
    count = times(20, 300)
    assert 0 < killed(tmp_path, old, count, random.Random(SEED)) < count, f"FUPAN_SEED={SEED}"


@pytest.mark.parametrize("old", sorted(OLD.glob("schema-*.db")), ids=lambda one: one.stem)
def test_every_released_schema_is_upgraded(tmp_path, old):
    """A kept journal of each schema, with odd words and a week 53, says after its upgrade what it always said."""
    path, fresh = tmp_path / "journal.db", tmp_path / "fresh.db"
    shutil.copy(old, path)
    store, today = open_store(path, now=sn.NOW), open_store(fresh, now=sn.NOW)
    sn.fill(today)
    if old.stem != "schema-1":
        sn.fill_far(today)
    assert sn.content(store) == sn.content(today)
    assert master(path) == master(fresh)
    assert check_digests(path) == ()
    with store.writing() as writing:
        assert writing.new_id("g") == "g11"


def test_every_released_schema_has_its_journal():
    """From the first schema to the present one, none is missing."""
    assert [one.stem for one in sorted(OLD.glob("schema-*.db"))] == [f"schema-{n}" for n in range(1, file.SCHEMA + 1)]


@pytest.fixture
def lived_home(home):
    """A home whose journal was written before there was another schema."""
    sn.fill(open_store(home / "journal.db", now=sn.NOW))
    return home


@pytest.mark.parametrize(
    ("language", "said"), [("en", f"was upgraded from schema {NOW_SCHEMA}"), ("zh", f"已从第 {NOW_SCHEMA} 版升级")]
)
def test_the_upgrade_is_told_once_in_one_line(lived_home, run, request, language, said):
    """The first command upgrades after its copy and says so; from then on reading changes no byte."""
    home = lived_home
    request.getfixturevalue("next_schema")
    first = run("--lang", language, "goal", "list")
    assert first.status == 0
    assert [line for line in first.err.splitlines() if said in line] != []
    assert len(list((home / "backups").glob(f"{STEP}-*"))) == 1
    before = (home / "journal.db").read_bytes()
    again = run("--lang", language, "goal", "list")
    assert said not in again.err
    assert (home / "journal.db").read_bytes() == before
