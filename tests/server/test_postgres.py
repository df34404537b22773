"""The same tables on PostgreSQL: made by the same definitions, and every noun comes back as it was put.

Run by `.ci/run` with Debian's PostgreSQL (`pytest -m server`): a cluster of its own in a temporary folder, reached
through a socket that nobody else can open. Moving a journal there is not built yet.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

import store_nouns as sn
from fupan.errors import ChangedMeanwhile
from fupan.store import open_store, rows
from fupan.store.nouns import digest_of, key_of, row_of
from fupan.store.writing import Writing

pytestmark = pytest.mark.server
SLOW = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


def programs():
    """Where Debian puts initdb and postgres."""
    for place in [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/bin")]:
        if (place / "initdb").exists():
            return place
    return pytest.fail("PostgreSQL is not installed: apt-get install postgresql")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An empty cluster; root may not run one, so root lends it to the user postgres."""
    place, bins = tmp_path_factory.mktemp("pg"), programs()
    as_owner: list[str] = []
    if os.geteuid() == 0:
        for folder in (place, *place.parents):
            if folder.name.startswith("pytest-"):
                folder.chmod(0o755)
        shutil.chown(place, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    data, port = place / "data", 50000 + os.getpid() % 10000

    def run(*command):
        subprocess.run([*as_owner, *command], check=True, capture_output=True, cwd="/")

    run(bins / "initdb", "-D", data, "-U", "fupan", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{place}' -c port={port} -c fsync=off"
    run(bins / "pg_ctl", "-D", data, "-w", "-l", place / "log", "-o", options, "start")
    yield f"postgresql+psycopg://fupan@/postgres?host={place}&port={port}"
    run(bins / "pg_ctl", "-D", data, "-m", "immediate", "stop")


@pytest.fixture(scope="module")
def engine(server):
    made = sa.create_engine(server, poolclass=sa.NullPool)
    rows.METADATA.create_all(made)
    yield made
    made.dispose()


@contextmanager
def tried(engine):
    """A transaction that is taken back at its end."""
    with Session(engine) as session:
        session.begin()
        yield Writing(session, now=sn.NOW, day_ends=4)
        session.rollback()


@pytest.fixture(scope="module")
def filled(server, engine):
    """The rich journal of the tests, in a database of its own."""
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("CREATE DATABASE filled"))
    engine = sa.create_engine(server.replace("/postgres?", "/filled?"), poolclass=sa.NullPool)
    rows.METADATA.create_all(engine)
    with Session(engine) as session, session.begin():
        writing = Writing(session, now=sn.NOW, day_ends=4)
        for noun in (*sn.NOUNS, *sn.FAR_NOUNS):
            writing.put(noun)
        for key, value in sn.DRAFT.answers.items():
            writing.keep_answer(sn.DRAFT, key, value)
    yield engine
    engine.dispose()


def stored(session):
    """Every row of every table by its key, read anew, without the digests of the history's order."""
    found = {}
    for kind in rows.Row.__subclasses__():
        for row in session.exec(select(kind)).all():
            found[kind.__tablename__, key_of(row)] = row
    return found


def test_the_tables_are_those_of_the_definitions(engine):
    """Nothing is left to change between what PostgreSQL holds and what the program knows."""
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), rows.METADATA) == []


def test_every_row_is_what_was_written(filled):
    """Each row that is read back has the digest that it was written with: no value changed on the way."""
    with Session(filled) as session:
        found = stored(session)
        assert len(found) > 40
        assert [key for key, row in found.items() if row.digest and row.digest != digest_of(row)] == []


def test_both_databases_hold_the_same(filled, tmp_path):
    """The same nouns have the same digests in SQLite and in PostgreSQL."""
    store = open_store(tmp_path / "journal.db", now=sn.NOW)
    with store.writing() as writing:
        for noun in (*sn.NOUNS, *sn.FAR_NOUNS):
            writing.put(noun)
        here = {key: row.digest for key, row in stored(writing.session).items()}
    with Session(filled) as session:
        there = {key: row.digest for key, row in stored(session).items()}
    tables = {row_of(noun, day_ends=4).__tablename__ for noun in (*sn.NOUNS, *sn.FAR_NOUNS)} | {"score", "trial_week"}
    assert {key: one for key, one in here.items() if key[0] in tables} == {
        key: one for key, one in there.items() if key[0] in tables
    }


nouns = st.one_of(sn.goal_weeks, sn.motives, sn.verdicts, sn.notes, sn.weekly, sn.quarterly, sn.far)


@SLOW
@given(noun=nouns)
def test_any_noun_comes_back(engine, noun):
    """Odd text, emoji, weeks 53, moments of any zone: PostgreSQL gives back the row that it was given."""
    with tried(engine) as writing:
        writing.put(sn.GOAL)
        writing.put(noun)
        row = row_of(noun, day_ends=4)
        writing.session.expire_all()
        kept = writing.find(type(row), key_of(row))
        assert kept is not None
        assert digest_of(kept) == kept.digest


def test_two_editors_on_one_row(engine):
    """The second of two changes to one version is refused, as in SQLite."""
    with tried(engine) as writing:
        writing.put(sn.GOAL)
        with pytest.raises(ChangedMeanwhile):
            writing.put(sn.GOAL)


def test_keys_are_checked_when_the_transaction_ends(engine):
    """Rows may come in any order within a transaction; a key to nothing is refused at its end."""
    child = sn.STEP
    with tried(engine) as writing:
        writing.put(child)
        writing.put(sn.GOAL)
        writing.session.exec(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
    with pytest.raises(sa.exc.IntegrityError), Session(engine) as session, session.begin():
        Writing(session, now=sn.NOW, day_ends=4).put(child)


def test_a_moment_is_the_same_moment(engine):
    """Aware in, aware UTC out, whatever zone the server or the person is in."""
    with tried(engine) as writing:
        writing.session.exec(sa.text("SET TIME ZONE 'America/New_York'"))
        writing.put(sn.GOAL)
        writing.session.expire_all()
        kept = writing.find(rows.GoalRow, ("g1",))
        assert kept.created == sn.NOW
        assert kept.created.utcoffset() == timedelta(0)
        assert kept.created == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
