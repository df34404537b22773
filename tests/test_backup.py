"""Copies: made by themselves, verified row by row, brought back without what someone hid in them."""

from __future__ import annotations

import random
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import store_nouns as sn
from counts import times
from fupan.custody import BadArchive, DamagedRows
from fupan.errors import CannotWrite, FileExists, JournalBusy, JournalUnreadable
from fupan.periods import Week
from fupan.store import backup, copies, digest, file, open_store
from fupan.store.restore import restore

NOW = sn.NOW


@pytest.fixture
def store(tmp_path):
    return sn.filled(tmp_path / "home" / "journal.db")


@pytest.fixture
def copy(store, tmp_path):
    path = tmp_path / "copy.db"
    copies.by_hand(store.path, path, now=NOW)
    return path


def sql(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def content(path):
    return sn.content(open_store(path, now=NOW))


def fingerprint(path):
    with file.reading(path, lenient=True) as ask:
        return digest.fingerprint(ask)


# --- by themselves ---------------------------------------------------------------------------------------


def test_the_first_writing_command_of_a_day_makes_a_copy(run, home):
    """After its own commit: one copy of the day and one of the week, private, the same as the journal."""
    run("note", "a")
    folder = home / "backups"
    assert sorted(one.name for one in folder.iterdir()) == ["daily-2026-11-23.db", "weekly-2026-W48.db"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    assert fingerprint(folder / "daily-2026-11-23.db") == fingerprint(home / "journal.db")
    before = {one: one.read_bytes() for one in folder.iterdir()}
    run("note", "b")
    assert {one: one.read_bytes() for one in folder.iterdir()} == before


def test_reading_makes_no_copy(run, home):
    """Commands that only look leave everything as it is, on any day."""
    run("note", "a")
    before = {one: one.stat().st_mtime_ns for one in home.rglob("*")}
    tomorrow = "2026-11-24T19:30:00+08:00"
    for line in (("status",), ("goal", "list"), ("export", "-"), ("report", "W48"), ("info",), ("verify",)):
        assert run(*line, FUPAN_NOW=tomorrow).status == 0
    assert {one: one.stat().st_mtime_ns for one in home.rglob("*")} == before


def test_a_refused_command_makes_no_copy(run, home):
    """What was not written is not copied."""
    run("note", "a", "-g", "g9")
    assert not (home / "backups").exists()


def test_seven_days_and_eight_weeks_are_kept(store):
    """Older ones go, one by one, and never before the new one is verified."""
    for number in range(64):
        day = date(2026, 2, 10) + timedelta(days=number)
        copies.daily(store.path, day, Week.of(day))
    names = sorted(one.name for one in backup.folder(store.path).iterdir())
    assert names == [
        *(f"daily-{date(2026, 4, 14) - timedelta(days=back)}.db" for back in range(6, -1, -1)),
        *(f"weekly-{Week(2026, 16).shift(-back)}.db" for back in range(7, -1, -1)),
    ]


def test_a_damaged_journal_pushes_no_good_copy_out(run, home):
    """When a row is damaged the day has no copy, the older ones stay, and it is told; the command has worked."""
    run("note", "hello")
    sql(home / "journal.db", "UPDATE note SET text = 'jello'")
    done = run("note", "b", FUPAN_NOW="2026-11-24T19:30:00+08:00")
    assert done.status == 0
    assert "note n1" in done.err
    assert sorted(one.name for one in (home / "backups").iterdir()) == ["daily-2026-11-23.db", "weekly-2026-W48.db"]


def test_a_copy_that_cannot_be_made_is_told(run, home):
    """The words are kept and the exit code is 0; the trouble stands on standard error."""
    home.mkdir(mode=0o700)
    (home / "backups").write_text("no folder")
    done = run("note", "a")
    assert done.status == 0
    assert "today's backup was not made" in done.err


# --- by hand ---------------------------------------------------------------------------------------------


def test_a_backup_by_command(run, home, tmp_path):
    """Where one says, private, and nothing is replaced; or among the backups, where it stays."""
    run("note", "a")
    target = tmp_path / "stick.db"
    assert run("backup", str(target), "--json").data["rows"] > 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = run("backup", str(target))
    assert again.status == 1
    assert "there already" in again.err
    assert run("backup").status == 0
    assert len(list((home / "backups").glob("hand-*.db"))) == 1
    assert run("backup").status == 0
    assert len(list((home / "backups").glob("hand-*.db"))) == 2


def test_where_there_is_no_journal_there_is_no_copy(run, tmp_path):
    """An empty home is told so; nothing is made."""
    done = run("backup", str(tmp_path / "x.db"))
    assert done.status == 1
    assert not (tmp_path / "x.db").exists()


def test_a_copy_goes_nowhere_else(store, tmp_path):
    """A link is not followed, a folder that is not there is not made, and nothing half-done stays."""
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "elsewhere.db")
    with pytest.raises(FileExists):
        copies.by_hand(store.path, link, now=NOW)
    with pytest.raises(CannotWrite):
        copies.by_hand(store.path, tmp_path / "no" / "x.db", now=NOW)
    assert not (tmp_path / "elsewhere.db").exists()


def test_a_failed_copy_leaves_nothing(store, tmp_path, monkeypatch):
    """When the comparison fails, neither the copy nor its name is left."""
    monkeypatch.setattr(backup, "_same", lambda *_: False)
    with pytest.raises(CannotWrite):
        copies.by_hand(store.path, tmp_path / "x.db", now=NOW)
    assert list(tmp_path.glob("*.*")) == []


# --- verify ----------------------------------------------------------------------------------------------


def test_verify_reads_everything(run, home):
    """The journal and every copy are named with what is in them; all whole is exit code 0."""
    run("note", "a")
    done = run("verify", "--json")
    assert done.status == 0
    assert [Path(one["path"]).name for one in done.data] == [
        "journal.db",
        "daily-2026-11-23.db",
        "weekly-2026-W48.db",
    ]
    assert "✓" in run("verify", "daily-2026-11-23").out


def test_verify_names_the_damaged_row(run, home):
    """One changed letter in a copy is found, by table and key, and the exit code is 1."""
    run("note", "hello")
    sql(home / "backups" / "daily-2026-11-23.db", "UPDATE note SET text = 'jello'")
    done = run("verify", "--json")
    assert done.status == 1
    assert [one["damaged"] for one in done.data] == [[], ["note n1"], []]
    assert "note n1" in run("verify").out


def flips(store, tmp_path, count, seed):
    """How many of `count` flipped bits in the text of rows a look notices."""
    raw = store.path.read_bytes()
    with file.reading(store.path) as ask:
        texts = [text.encode() for (text,) in ask("SELECT why FROM goal UNION SELECT text FROM note") if len(text) > 8]
    rng, seen, path = random.Random(seed), 0, tmp_path / "flipped.db"
    for _ in range(count):
        text = rng.choice(texts)
        places = [place for place in range(len(raw)) if raw.startswith(text, place)]
        place = rng.choice(places) + rng.randrange(len(text))
        flipped = bytearray(raw)
        flipped[place] ^= 1 << rng.randrange(8)
        path.write_bytes(flipped)
        seen += not copies.look(path).good
    return seen


def test_flipped_bits_in_the_words_are_noticed(store, tmp_path):
    """Whatever bit of a person's words flips, the digests see it."""
    assert flips(store, tmp_path, 20, 1) == 20


@pytest.mark.trust
def test_two_hundred_flipped_bits(store, tmp_path):
    """The same, often."""
    count = times(200, 5_000)
    assert flips(store, tmp_path, count, 2) >= 0.99 * count


def test_verify_reads_exports_too(run, tmp_path):
    """An export is looked through by the same command."""
    run("note", "a")
    run("export", str(tmp_path / "j.json"))
    assert run("verify", str(tmp_path / "j.json")).status == 0
    (tmp_path / "j.json").write_text('{"fupan":1}')
    assert run("verify", str(tmp_path / "j.json")).status == 1


def test_every_kind_of_file_is_told(store, copy, tmp_path):
    """Absent, empty, junk, of another program, of a newer fupan, cut, and a folder: each has its words."""
    assert copies.look(tmp_path / "none.db").trouble == copies.ABSENT
    for name, content, trouble in (
        ("empty", b"", copies.EMPTY),
        ("junk", b"hello" * 400, file.NO_DATABASE),
        ("cut", copy.read_bytes()[: 4096 * 3], file.DAMAGED),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        assert copies.look(path).trouble == trouble, name
    sql(tmp_path / "foreign.db", "CREATE TABLE x(y)")
    assert copies.look(tmp_path / "foreign.db").trouble == file.FOREIGN
    sql(copy, "PRAGMA user_version=99")
    assert copies.look(copy).trouble == copies.NEWER
    assert copies.look(tmp_path).trouble == file.FOLDER


def test_damage_in_the_middle_of_a_letter(store, copy):
    """Where SQLite's own message quotes bytes that are no text, it is damage in words all the same."""
    for path in (copy, store.path):
        raw = path.read_bytes()
        assert b"tablenotenote" in raw
        raw = raw.replace(b"tablenotenote", b"tablenot\xf8note").replace(b"CREATE TABLE note", b"CREATE TUBLE note")
        path.write_bytes(raw)
        with pytest.raises(UnicodeDecodeError):
            sql(path, "SELECT 1 FROM sqlite_master")
    assert copies.look(copy).trouble == file.DAMAGED
    with pytest.raises(JournalUnreadable):
        store.goals()
    with pytest.raises(CannotWrite), store.writing() as writing:
        writing.new_id("g")
    with pytest.raises(BadArchive):
        restore(store.path, copy, now=NOW)


def test_damage_in_the_name_of_a_column(store, copy):
    """A name that is no text cannot be asked for: damage in words as well."""
    raw = copy.read_bytes()
    assert b"helped" in raw
    copy.write_bytes(raw.replace(b"helped", b"help\xf8d"))
    assert copies.look(copy).trouble == file.DAMAGED
    with pytest.raises(BadArchive):
        restore(store.path, copy, now=NOW)


def test_rows_that_lead_nowhere_are_told(copy):
    """A note about a goal that is gone is found although each row by itself is whole."""
    sql(copy, "PRAGMA foreign_keys=OFF", "DELETE FROM trial_week", "DELETE FROM trial", "DELETE FROM goal")
    assert copies.look(copy).trouble == copies.LOOSE


# --- restore ---------------------------------------------------------------------------------------------


def test_a_copy_comes_back_and_the_present_is_kept_aside(store, copy):
    """What the copy says is there again, byte-honest by digest; what was there since lies in the backups."""
    before = content(copy)
    with store.writing() as writing:
        writing.put(sn.m.Note(id="n9", day=NOW.date(), week=sn.W53, text="since", written=NOW))
    since = content(store.path)
    inode = store.path.stat().st_ino
    done = restore(store.path, copy, now=NOW)
    assert content(store.path) == before
    assert store.path.stat().st_ino == inode  # whoever waits to write it waits for the right file
    assert content(Path(done.aside)) == since
    assert digest.check_digests(store.path) == ()
    assert stat.S_IMODE(store.path.stat().st_mode) == 0o600
    assert sorted(one.name for one in store.path.parent.iterdir()) == ["backups", "journal.db"]


def test_where_there_is_none_a_copy_becomes_the_journal(copy, tmp_path):
    """A new computer: the copy is the journal, private, with nothing put aside."""
    path = tmp_path / "new" / "home" / "journal.db"
    done = restore(path, copy, now=NOW)
    assert done.aside == ""
    assert content(path) == content(copy)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize("how", ["junk", "cut", "page", "hot"])
def test_a_broken_journal_is_kept_aside_whole(store, copy, how):
    """What cannot be opened is exchanged file for file, its bytes kept, an old rollback journal out of the way."""
    raw = store.path.read_bytes()
    broken = {
        "junk": b"junk" * 5000,
        "cut": raw[: 4096 * 5],
        "page": raw[:4096] + b"\xff" * 4096 * 8 + raw[4096 * 9 :],
        "hot": b"junk" * 5000,
    }[how]
    store.path.write_bytes(broken)
    hot = store.path.with_name("journal.db-journal")
    if how == "hot":
        hot.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 1000)
    done = restore(store.path, copy, now=NOW)
    assert content(store.path) == content(copy)
    assert digest.check_digests(store.path) == ()
    assert Path(done.aside).read_bytes() == broken
    assert not hot.exists()
    if how == "hot":
        assert Path(f"{done.aside}-journal").exists()


def test_two_restores_in_one_second_keep_both_asides(store, copy):
    """Nothing that was put aside is replaced."""
    asides = [restore(store.path, copy, now=NOW).aside for _ in range(2)]
    assert len(set(asides)) == 2
    assert all(Path(one).exists() for one in asides)


HOSTILE = {
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM goal; END",
    "a view": "CREATE VIEW evil AS SELECT * FROM goal",
    "a table": "CREATE TABLE evil(x)",
    "a virtual table": "CREATE VIRTUAL TABLE evil USING fts5(x)",
    "a view in a table's place": "DROP TABLE score",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_copy_is_refused(store, copy, name):
    """What could act, or stands where a table should, is refused before anything is touched."""
    sql(copy, "PRAGMA foreign_keys=OFF", HOSTILE[name])
    if "place" in name:
        sql(copy, "CREATE VIEW score AS SELECT 1 AS period")
    before = store.path.read_bytes()
    with pytest.raises(BadArchive) as caught:
        restore(store.path, copy, now=NOW)
    assert caught.value.why == copies.STRANGER
    assert store.path.read_bytes() == before
    assert list(store.path.parent.iterdir()) == [store.path]


def test_values_that_no_journal_has_are_refused(store, copy):
    """Digests prove nothing against malice: anybody can make them. Values are looked at too."""
    with file.reading(copy) as ask:
        [row] = [row for table, _, row in digest.rows(ask) if table == "goal" and row["id"] == "g10"]
    row["outcome"] = "exploded"
    sql(copy, f"UPDATE goal SET outcome = 'exploded', digest = '{digest.digest('goal', row)}' WHERE id = 'g10'")
    assert copies.look(copy).good
    before = store.path.read_bytes()
    with pytest.raises(BadArchive):
        restore(store.path, copy, now=NOW)
    assert store.path.read_bytes() == before


def test_a_missing_column_is_told(store, copy):
    """A copy whose table lacks a column is refused in words."""
    sql(copy, "ALTER TABLE note RENAME COLUMN text TO txt")
    before = store.path.read_bytes()
    with pytest.raises((BadArchive, CannotWrite, DamagedRows)):
        restore(store.path, copy, now=NOW, damaged_too=True)
    assert store.path.read_bytes() == before


def test_a_damaged_copy_comes_only_when_asked(store, copy):
    """Damaged rows are named; with --damaged they come as they lie there and stay visible as damaged."""
    sql(copy, "UPDATE note SET text = 'jello' WHERE id = 'n2'")
    with pytest.raises(DamagedRows) as caught:
        restore(store.path, copy, now=NOW)
    assert caught.value.rows == "note n2"
    restore(store.path, copy, now=NOW, damaged_too=True)
    assert digest.check_digests(store.path) == ("note n2",)


def test_an_export_is_no_copy(store, run, tmp_path):
    """`fupan restore` of an export names the command that reads it."""
    run("note", "a")
    run("export", str(tmp_path / "j.json"))
    done = run("restore", str(tmp_path / "j.json"))
    assert done.status == 2
    assert "fupan import" in done.err


def test_a_journal_that_someone_writes_is_not_exchanged(store, copy, monkeypatch):
    """While another program holds the journal it is busy, and stays as it is."""
    monkeypatch.setattr(file, "WAIT", 0.1)
    before = content(store.path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalBusy):
            restore(store.path, copy, now=NOW)
    assert content(store.path) == before


def test_restore_by_command(run, home):
    """By the name of a backup: what was written since is aside, and the answer says where."""
    run("note", "first")
    run("note", "second")
    done = run("restore", "daily-2026-11-23", "--json")
    assert done.status == 0
    assert [note["text"] for note in run("export", "-").data["note"]] == ["first"]
    aside = done.data["aside"]
    assert "before-restore" in aside
    assert run("restore", aside).status == 0
    assert [note["text"] for note in run("export", "-").data["note"]] == ["first", "second"]
    assert run("restore", "nothing-like-it").status == 2


def test_an_older_copy_is_brought_up_to_date(tmp_path):
    """A copy of an earlier schema goes through the same steps as a journal does."""
    [old] = sorted((Path(__file__).parent / "old_journals").glob("*.db"))[:1] or [None]
    if old is None:
        pytest.skip("no journal of an older schema")
    path = tmp_path / "journal.db"
    restore(path, old, now=NOW)
    assert digest.check_digests(path) == ()
    assert fingerprint(path)["goal"] == fingerprint(old)["goal"]


def test_every_copy_can_be_restored(store, tmp_path):
    """Daily, weekly, by hand: whatever lies among the backups comes back with the same rows."""
    day = NOW.date()
    copies.daily(store.path, day, Week.of(day))
    copies.by_hand(store.path, None, now=NOW)
    wanted = fingerprint(store.path)
    found = copies.every(store.path)
    assert len(found) == 3
    for number, one in enumerate(found):
        path = tmp_path / f"{number}" / "journal.db"
        restore(path, one, now=datetime(2027, 1, 1, tzinfo=UTC))
        assert fingerprint(path) == wanted


def test_mutated_copies_do_no_harm(store, copy, tmp_path):
    """Bytes changed anywhere in a copy: refused, or restored into something that can be read; never a crash."""
    raw, rng = copy.read_bytes(), random.Random(7)
    for number in range(40):
        spoilt = bytearray(raw)
        for _ in range(rng.randint(1, 4)):
            spoilt[rng.randrange(len(raw))] = rng.randrange(256)
        bad = tmp_path / "bad.db"
        bad.write_bytes(spoilt)
        path = tmp_path / f"to{number}" / "journal.db"
        try:
            restore(path, bad, now=NOW)
        except (BadArchive, DamagedRows, CannotWrite):
            assert not path.exists()
        else:
            content(path)
        shutil.rmtree(path.parent, ignore_errors=True)
