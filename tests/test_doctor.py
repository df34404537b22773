"""The doctor finds what is amiss with a journal's file, mends its rights, and repeats no word of the person's."""

from __future__ import annotations

import os
import re
import sqlite3
import stat
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

import store_nouns as sn
from fupan.store import copies, file, health, open_store

NOW = sn.NOW


def sql(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def written(run, home):
    run("note", "hello")
    return home / "journal.db"


def told(run, *more):
    done = run("doctor", "--json", *more)
    return {one["check"]: one for one in done.data["signs"]}, done


def test_a_healthy_journal(run, written):
    """Everything in order is exit code 0, and the versions stand first."""
    signs, done = told(run)
    assert done.status == 0
    assert done.data["state"] == "ok"
    assert {one["state"] for one in signs.values()} == {"ok"}
    assert done.data["rows"]["note"] == 1
    assert run("doctor").out.startswith("fupan ")


def test_an_empty_home(run, home):
    """Before the first word there is nothing amiss, and nothing is made."""
    assert run("doctor").status == 0
    assert not home.exists()


def test_looking_changes_nothing(run, written, home):
    """Where nothing is to be mended, no byte and no time changes."""
    before = {one: (one.stat().st_mtime_ns, one.stat().st_ctime_ns) for one in home.rglob("*")}
    run("doctor")
    assert {one: (one.stat().st_mtime_ns, one.stat().st_ctime_ns) for one in home.rglob("*")} == before


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_rights_are_mended(run, written, home, umask):
    """Whatever others could read is private again, under any umask; --dry-run only says so."""
    old = os.umask(umask)
    try:
        for place in (home, home / "backups"):
            place.chmod(0o755)
        for place in (written, *(home / "backups").iterdir()):
            place.chmod(0o644)
        signs, done = told(run, "--dry-run")
        assert signs["rights"]["state"] == "bad"
        assert done.status == 1
        assert stat.S_IMODE(written.stat().st_mode) == 0o644
        signs, done = told(run)
        assert signs["rights"]["state"] == "mended"
        assert done.status == 0
    finally:
        os.umask(old)
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in (written, *(home / "backups").iterdir())} == {0o600}


def test_a_link_is_not_made_private(run, written, home, tmp_path):
    """Rights of what lies elsewhere are not touched through a link."""
    outside = tmp_path / "outside.txt"
    outside.write_text("x")
    outside.chmod(0o644)
    (home / "journal.db-notes").symlink_to(outside)
    run("doctor")
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_damage_is_named_by_table_and_key(run, written):
    """A changed letter is bad, and only the number of the note is told."""
    sql(written, "UPDATE note SET text = 'jello'")
    signs, done = told(run)
    assert done.status == 1
    assert "note n1" in signs["journal"]["says"]
    assert "jello" not in done.out


@pytest.mark.parametrize("content", [b"junk" * 2000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_what_cannot_be_opened(run, written, content):
    """A journal that is no database any more is told with what to do, and nothing breaks."""
    written.write_bytes(content)
    signs, done = told(run)
    assert done.status == 1
    assert signs["journal"]["state"] == "bad"


def test_a_newer_journal(run, written):
    """A newer fupan's journal is no damage."""
    sql(written, "PRAGMA user_version=99")
    assert told(run)[0]["journal"]["state"] == "warn"


def test_a_damaged_backup(run, written, home):
    """The newest copy is read too."""
    sql(home / "backups" / "daily-2026-11-23.db", "UPDATE note SET text = 'jello'")
    assert told(run)[0]["backups"]["state"] == "bad"


CONFLICTS = [
    "journal (conflicted copy 2026-11-23).db",
    "journal (Ana's conflicted copy).db",
    "journal.sync-conflict-20261123-101010-ABCDEFG.db",
    "journal 2.db",
    "journal (1).db",
    "journal-DESKTOP-7Q.db",
    "journal (冲突副本).db",
    "journal_conflict-20261123.db",
]


@pytest.mark.parametrize("name", CONFLICTS)
def test_other_versions_beside_it(run, written, home, name):
    """What synced folders make when two computers write at once is counted; the names stay unsaid."""
    (home / name).write_bytes(b"x")
    signs, done = told(run)
    assert signs["conflicts"]["state"] == "bad"
    assert name not in done.out


def test_other_files_are_no_conflict(run, written, home):
    """Settings, templates and logs are nobody's other version."""
    for name in ("config.toml", "journal.md", "notes.db", "journal.json"):
        (home / name).write_text("")
    assert "conflicts" not in told(run)[0]


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_files_of_another_mode(run, written, suffix):
    """fupan never makes these; their presence is explained."""
    Path(f"{written}{suffix}").write_bytes(b"")
    assert told(run)[0]["leftovers"]["state"] == "bad"


def test_a_cut_write(tmp_path):
    """What a killed program left is a warning: the next command heals it."""
    path = tmp_path / "journal.db"
    Path(f"{path}-journal").write_bytes(b"x")
    signs = {one.check: one for one in health.examine(path, now=NOW, mend=True)}
    assert signs["leftovers"].state == "warn"


PLACES = [
    ("Dropbox/fupan", "Dropbox"),
    ("Dropbox (Personal)/fupan", "Dropbox"),
    ("OneDrive - University/fupan", "OneDrive"),
    ("Library/Mobile Documents/com~apple~CloudDocs/fupan", "iCloud"),
    ("Library/CloudStorage/GoogleDrive-a@b.c/My Drive", "Google Drive"),
    ("Nextcloud/fupan", "Nextcloud"),
    ("坚果云/复盘", "坚果云"),
    ("documents/fupan", ""),
    ("my-Dropbox-notes/fupan", ""),
]


@pytest.mark.parametrize(("place", "cloud"), PLACES)
def test_synced_folders_by_name(tmp_path, place, cloud):
    """The folders of known clouds are recognised by their names."""
    assert health.cloud_of(tmp_path / place / "journal.db") == cloud


@pytest.mark.parametrize("mark", sorted(health.MARKS))
def test_synced_folders_by_mark(tmp_path, mark):
    """And by what the syncing program leaves in them."""
    (tmp_path / "a" / mark).mkdir(parents=True)
    assert health.cloud_of(tmp_path / "a" / "b" / "journal.db") == health.MARKS[mark]


def test_a_synced_folder_is_a_warning(run, home, tmp_path, monkeypatch):
    """It is told with what to do, and is no failure; also through a link."""
    real = tmp_path / "Dropbox" / "fupan"
    real.mkdir(parents=True, mode=0o700)
    home.symlink_to(real)
    run("note", "a")
    signs, done = told(run)
    assert done.status == 0
    assert signs["place"]["state"] == "warn"
    assert "Dropbox" in signs["place"]["says"]


MOUNTS = """/dev/vda1 / ext4 rw 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/me/local\\040disk ext4 rw 0 0
me@host: /mnt/far fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/journal.db", "ext4"),
        ("/home/me/journal.db", "nfs4"),
        ("/home/me/local disk/journal.db", "ext4"),
        ("/mnt/far/journal.db", "fuse.sshfs"),
        ("/mnt/farther/journal.db", "ext4"),
    ],
)
def test_network_disks(tmp_path, path, kind):
    """The longest mount point that a path lies under says what it lies on."""
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert health.file_system(Path(path), table) == kind
    assert health.file_system(Path(path), tmp_path / "none") == ""


def test_a_network_disk_is_a_warning(written, monkeypatch):
    """Locks over a network fail; it is said which kind it is."""
    monkeypatch.setattr(health, "file_system", lambda _path: "nfs4")
    signs = {one.check: one for one in health.examine(written, now=NOW, mend=False)}
    assert signs["network"].state == "warn"
    assert "place" not in signs


def test_a_full_disk_and_a_wrong_clock(written, monkeypatch):
    """Little room and a clock that stands in the past are told."""
    monkeypatch.setattr(
        health.shutil, "disk_usage", lambda _path: os.terminal_size((0, 0)) and type("U", (), {"free": 1})
    )
    signs = {one.check: one for one in health.examine(written, now=NOW - timedelta(days=400), mend=False)}
    assert signs["room"].state == "warn"
    assert signs["clock"].state == "warn"
    assert signs["clock"].values["days"] >= 399


def test_files_of_another_user(written, monkeypatch):
    """One `sudo fupan` is noticed."""
    monkeypatch.setattr(health.os, "geteuid", lambda: 12345)
    signs = {one.check: one for one in health.examine(written, now=NOW, mend=False)}
    assert signs["owner"].state == "bad"


def test_rights_that_cannot_be_changed(written, monkeypatch):
    """Where the rights cannot be changed, that is told."""
    written.chmod(0o644)

    def refuse(*_args, **_named):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    signs = {one.check: one for one in health.examine(written, now=NOW, mend=True)}
    assert signs["rights"].state == "bad"


# --- not a word of the person's --------------------------------------------------------------------------


def secret(noun, count):
    """`noun` with a planted word in every text that a person writes."""
    changes = {}
    for field in fields(noun):
        value = getattr(noun, field.name)
        if field.name in ("id", "goal", "parent", "period", "version", "response"):
            continue
        if is_dataclass(value) and hasattr(value, "why"):
            changes[field.name] = secret(value, count)
        elif isinstance(value, str) and type(value) is str:
            count.append(f"secret{len(count)}word")
            changes[field.name] = f"{count[-1]} 秘密"
        elif field.name in ("answers", "slots"):
            count.append(f"secret{len(count)}word")
            changes[field.name] = {**value, f"{count[-1]} key": count[-1]}
    return replace(noun, **changes)


def test_no_word_of_the_person_is_repeated(run, home):
    """Fifty planted words, all rows damaged, odd keys: neither the text nor the JSON of the doctor has one."""
    home.mkdir(mode=0o700)
    planted = []
    store = open_store(home / "journal.db", now=NOW)
    with store.writing() as writing:
        for noun in sn.NOUNS:
            writing.put(secret(noun, planted))
        draft = secret(sn.DRAFT, planted)
        for key, value in draft.answers.items():
            writing.keep_answer(draft, key, value)
        writing.keep_fact("secret fact 秘密", "secret value")
    assert len(planted) >= 50
    (home / "journal (conflicted copy of secret).db").write_bytes(b"")
    said = [run("doctor").out, run("doctor", "--json").out]
    for table in ("goal", "note", "review", "draft_answer", "journal", "history"):
        sql(home / "journal.db", f"UPDATE {table} SET version = version + 1")
    said += [run("doctor").out, run("doctor", "--json").out, run("--lang", "zh", "doctor").out]
    (home / "journal.db").write_bytes((home / "journal.db").read_bytes()[:9000])
    said += [run("doctor").out, run("doctor", "--json").out]
    for text in said:
        assert text
        assert not re.search("secret|秘密|复盘 |DROP", text)
        assert str(home) not in text


def test_versions_are_told(tmp_path):
    """What a bug report needs: SQLite's version and the schema that this program writes."""
    assert health.versions(tmp_path / "journal.db") == {"sqlite": sqlite3.sqlite_version, "schema": file.SCHEMA}
    assert copies.KNOWN
