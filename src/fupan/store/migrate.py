"""The steps from schema to schema, in one transaction after a verified copy; a new journal takes them too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlmodel import Session

from fupan.audience import AUDIENCE
from fupan.errors import JournalNewer, JournalUnreadable
from fupan.store import backup, file, rows
from fupan.store.engine import engine, translated
from fupan.store.nouns import digest_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from fupan.secrecy import Keys

STEPS = Path(__file__).parent / "migrations"
VERSIONS = (STEPS / "versions",)


def create(path: Path, *, now: datetime) -> None:
    """A new journal; when several programs begin at once, the first one fills it."""
    file.make(path)
    upgrade(path, now=now)


def upgrade(path: Path, *, now: datetime, keys: Keys | None = None) -> int | None:
    """Bring a journal up to this schema; returns the schema it had, None when another program was quicker."""
    # Keys to other tables are off: a table that is made anew would take the rows that point to it along.
    with translated(path), engine(path, "foreign_keys=OFF", keys=keys).begin() as connection:
        found = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
        if found == file.SCHEMA:
            return None
        if found > file.SCHEMA:
            raise JournalNewer(found, file.SCHEMA, file.NEWER)
        if found:
            # We hold the right to write, so this copy is exactly what the steps begin with, and made once.
            backup.before_upgrade(path, found, file.SCHEMA, now=now, keys=keys)
        _climb(path, connection)
        _sow(connection, now)
        if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise JournalUnreadable(str(path), file.DAMAGED)
        # In the header, so that they come and go with the rest.
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version={file.SCHEMA}")
    return found


def begin(path: Path, schema: int, keys: Keys | None = None) -> None:
    """An empty file becomes a journal of an older, or of this, schema, without a row in it."""
    with translated(path), engine(path, "foreign_keys=OFF", keys=keys).begin() as connection:
        _climb(path, connection, f"{schema:04}")
        connection.exec_driver_sql(f"PRAGMA application_id={file.APPLICATION}")
        connection.exec_driver_sql(f"PRAGMA user_version={schema}")


def _climb(path: Path, connection: Connection, to: str = "head") -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("path_separator", "newline")
    config.set_main_option("script_location", _quoted(STEPS))
    config.set_main_option("version_locations", "\n".join(_quoted(one) for one in VERSIONS))
    try:
        command.upgrade(config, to)
    except CommandError as error:  # a step that we do not know, in a journal that says it is older
        raise JournalUnreadable(str(path), file.DAMAGED) from error
    present = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all()
    for name in present:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')


def _quoted(place: Path) -> str:
    return str(place).replace("%", "%%")  # alembic's settings read % as the beginning of a name


def _sow(connection: Connection, now: datetime) -> None:
    """What every journal holds from the start: who may read what, when it was made, what can write it."""
    with Session(connection) as session:
        for name, level in AUDIENCE.items():
            noun, _, field = name.partition(".")
            if session.get(rows.AudienceRow, (noun, field)) is None:
                _add(session, rows.AudienceRow(noun=noun, field=field, level=level.value))
        if session.get(rows.JournalRow, "created") is None:
            _add(session, rows.JournalRow(key="created", value=now.isoformat()))
        needs = session.get(rows.JournalRow, "needs") or rows.JournalRow(key="needs")
        needs.value = file.RELEASES[file.SCHEMA]
        _add(session, needs)
        session.commit()  # to `connection`, whose own transaction goes on


def _add(session: Session, row: rows.Row) -> None:
    row.digest = digest_of(row)
    session.add(row)
