"""An encrypted journal: made by a new file, opened by its passphrase alone, and everything works on it as on a plain one."""

from __future__ import annotations

import copy as copying
import os
import pickle
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import traceback
from contextlib import closing

import pytest

import store_nouns as sn
from fupan import secrecy
from fupan.custody import BadArchive, DamagedRows
from fupan.errors import FupanError, JournalUnreadable
from fupan.secrecy import JournalReplaced, Keys, NeedsPassphrase, NoCipher, SealedDamaged, Secret, WrongPassphrase
from fupan.store import beginning, cipher, copies, digest, file, open_store, peek, sealing
from fupan.store import opening as gate
from fupan.store.restore import restore
from store_children import child

pytest.importorskip("sqlcipher3")
NOW = sn.NOW
WORDS = 'it\'s "five" words 电池 é'
RIGHT, OTHER = Secret(WORDS), Secret("another one")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    """One round of derivation in place of 256,000, except where SQLCipher itself is to derive the same key."""
    monkeypatch.setattr(secrecy, "ROUNDS", 1)


@pytest.fixture
def path(tmp_path):
    place = tmp_path / "home" / "journal.db"
    return sn.filled(place).path


@pytest.fixture
def sealed(path):
    keys = Keys()
    sealing.convert(path, Secret(WORDS), keys=keys, now=NOW, name="encrypt")
    for one in copies.every(path):
        one.unlink()
    return path


def content(path, *secrets):
    return sn.content(open_store(path, now=NOW, keys=Keys(*secrets)))


def plain_content(path):
    return sn.content(open_store(path, now=NOW))


def marks(path, *secrets):
    with file.reading(path, Keys(*secrets)) as ask:
        return ask("PRAGMA application_id")[0][0], ask("PRAGMA user_version")[0][0]


# --- a new file ------------------------------------------------------------------------------------------


def test_encrypting_changes_nothing_but_who_can_read(path):
    """Every row, the schema and the header's marks come along; no byte of the words is readable; the old file is kept."""
    before, raw = plain_content(path), path.read_bytes()
    rows, aside = sealing.convert(path, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    assert content(path, RIGHT) == before
    assert rows == copies.look(aside).rows > 50
    assert marks(path, RIGHT) == (file.APPLICATION, file.SCHEMA)
    assert b"SQLite" not in path.read_bytes()
    assert "复盘".encode() in raw
    assert "复盘".encode() not in path.read_bytes()
    assert aside.read_bytes() == raw
    assert {stat.S_IMODE(one.stat().st_mode) for one in (path, aside)} == {0o600}
    assert not list(path.parent.glob("sealing-*"))
    with pytest.raises(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT 1 FROM sqlite_master")


def test_any_sqlcipher_opens_it_with_the_passphrase(path, monkeypatch):
    """The form is SQLCipher 4 as it comes: no setting and no tool of ours is needed to read it."""
    monkeypatch.setattr(secrecy, "ROUNDS", 256_000)
    sealing.convert(path, Secret(WORDS), keys=Keys(), now=NOW, name="encrypt")
    with closing(cipher.driver().connect(str(path))) as connection:
        connection.execute("PRAGMA key='{}'".format(WORDS.replace("'", "''")))
        [(count,)] = connection.execute("SELECT count(*) FROM goal").fetchall()
    assert count > 1


def test_a_passphrase_is_the_same_however_its_accents_are_typed(sealed):
    """é as one character or as two."""
    assert content(sealed, Secret(WORDS.replace("é", "e\u0301")))


def test_back_to_a_plain_file(path):
    """Decrypting gives a file that the standard library opens, with every row."""
    before, keys = plain_content(path), Keys()
    sealing.convert(path, RIGHT, keys=keys, now=NOW, name="encrypt")
    sealing.convert(path, None, keys=keys, now=NOW, name="decrypt")
    assert plain_content(path) == before
    assert marks(path) == (file.APPLICATION, file.SCHEMA)


def test_another_passphrase(sealed):
    """After a rekey the new one opens the journal, the old one does not, and the salt is another."""
    before, salt, keys = content(sealed, RIGHT), cipher.salt_of(sealed), Keys(RIGHT)
    sealing.convert(sealed, OTHER, keys=keys, now=NOW, name="rekey")
    assert content(sealed, OTHER) == before
    assert cipher.salt_of(sealed) != salt
    with pytest.raises(SealedDamaged) as told:
        content(sealed, RIGHT)
    assert told.value.why == secrecy.OLDER
    assert copies.look(sealed, keys).good  # who changed it goes on without a question


def test_a_journal_that_begins_encrypted(tmp_path):
    """Without a journal, an empty one is made, encrypted before the first word; none is made over another."""
    path = tmp_path / "home" / "journal.db"
    sealing.begin(path, RIGHT, now=NOW)
    store = open_store(path, now=NOW, keys=Keys(RIGHT))
    sn.fill(store)
    assert beginning.sealed(path)
    assert copies.look(path, Keys(RIGHT)).good
    with pytest.raises(secrecy.AlreadyEncrypted):
        sealing.begin(path, OTHER, now=NOW)


def test_a_damaged_journal_is_not_encrypted(path):
    """What is amiss is told first; nothing is touched."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE goal SET title = 'changed' WHERE id = 'g2'")
    before = path.read_bytes()
    with pytest.raises(DamagedRows):
        sealing.convert(path, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    assert path.read_bytes() == before
    assert copies.every(path) == []


def test_a_new_file_that_differs_is_not_taken(path, monkeypatch):
    """A row lost on the way stops it; the journal stays as it is."""
    export = sealing._export

    def lose(source, part, old, new):
        export(source, part, old, new)
        with closing(cipher.open_raw(part, "rw", new)) as connection:
            connection.execute("DELETE FROM history")

    monkeypatch.setattr(sealing, "_export", lose)
    before = path.read_bytes()
    with pytest.raises(FupanError, match="not the same"):
        sealing.convert(path, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    assert path.read_bytes() == before
    assert not list(path.parent.glob("sealing-*"))


def test_a_link_to_the_journal_stays_a_link(path, tmp_path):
    """The file that the link leads to is encrypted, where it lies."""
    link = tmp_path / "journal.db"
    link.symlink_to(path)
    sealing.convert(link, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    assert link.is_symlink()
    assert beginning.sealed(path)


def test_without_hard_links_the_old_one_is_copied(path, monkeypatch):
    """On a file system that knows none, the file kept aside is a copy with every row."""
    before = plain_content(path)
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(1, "Operation not permitted")))
    _, aside = sealing.convert(path, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    assert plain_content(aside) == before
    assert content(path, RIGHT) == before


# --- waited for ------------------------------------------------------------------------------


def test_whoever_waits_to_write_is_sent_away(path):
    """A program that waited for the lock while the journal was encrypted writes into no file that is gone."""
    store = open_store(path, now=NOW)

    def write(tell):
        tell("ready")
        try:
            with store.writing() as writing:
                writing.keep_fact("mood", "written by who waited")
        except JournalReplaced:
            tell("replaced")

    export = sealing._export
    started = []

    def slow(*arguments):
        started.append(child(write))
        _, told = started[0].__enter__()
        assert told.readline() == "ready\n"
        started.append(told)
        export(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "_export", slow)
        _, aside = sealing.convert(path, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    assert started[1].readline() == "replaced\n"
    started[0].__exit__(None, None, None)
    assert plain_content(aside) == content(path, RIGHT)
    assert copies.look(path, Keys(RIGHT)).good


def test_a_write_that_was_cut_off_is_taken_back(sealed):
    """A killed writer's half is undone by the next who opens it, also after a wrong passphrase."""
    before = content(sealed, RIGHT)

    def write(_tell):
        connection = file.connect(sealed, "rw", Keys(RIGHT))
        connection.execute("PRAGMA cache_size=1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE half (word)")
        connection.executemany("INSERT INTO half VALUES (?)", [("w" * 3000,)] * 200)
        os.kill(os.getpid(), signal.SIGKILL)

    with child(write) as (_, told):
        assert told.read() == ""
    assert sealed.with_name("journal.db-journal").stat().st_size > 0
    with pytest.raises(WrongPassphrase):
        content(sealed, OTHER)
    assert content(sealed, OTHER, RIGHT) == before
    assert copies.look(sealed, Keys(RIGHT)).good


def test_looking_at_a_file_keeps_its_locks(path):
    """Within a transaction, a look at how the file begins does not let another program in."""

    def write(tell):
        file.WAIT = 0
        try:
            with open_store(path, now=NOW).writing() as writing:
                writing.keep_fact("mood", "too early")
        except FupanError as error:
            tell(error.code)
        else:
            tell("wrote")

    with open_store(path, now=NOW).writing():
        assert not beginning.sealed(path)
        assert peek(path) == file.SCHEMA
        file.connect(path, "ro").close()
        with child(write) as (_, told):
            assert told.read() == "journal_busy\n"
    assert not beginning._held


# --- keys ------------------------------------------------------------------------------------------------


def test_without_a_passphrase_nothing_opens(sealed):
    """Nobody is asked by the store; the refusal names the file and the ways."""
    for keys in (None, Keys()):
        with pytest.raises(NeedsPassphrase):
            open_store(sealed, now=NOW, keys=keys)
    assert peek(sealed) == 0
    assert peek(sealed, Keys(more=lambda _: pytest.fail("asked"))) == 0
    keys = Keys(more=lambda _: RIGHT)
    open_store(sealed, now=NOW, keys=keys)
    assert peek(sealed, keys) == file.SCHEMA


def test_one_after_the_other_is_tried_and_asked_for_once(sealed):
    """What is wrong is followed by the next; what opened it is not asked for again."""
    asked = []

    def more(path):
        asked.append(path)
        return [OTHER, RIGHT, None][len(asked) - 1]

    keys = Keys(more=more)
    assert content_with(sealed, keys) == content_with(sealed, keys)
    assert asked == [str(sealed)] * 2


def content_with(path, keys):
    return sn.content(open_store(path, now=NOW, keys=keys))


def test_a_typo_is_told_from_damage(sealed):
    """By the backups: in all four cases, and where there is none to ask, that is said."""
    with pytest.raises(WrongPassphrase) as told:
        content(sealed, OTHER)
    assert told.value.why == secrecy.WRONG_OR_DAMAGED
    kept = copies.by_hand(sealed, None, now=NOW, keys=Keys(RIGHT))
    with pytest.raises(WrongPassphrase) as told:
        content(sealed, OTHER)
    assert told.value.why == secrecy.WRONG
    with sealed.open("r+b") as opened:
        opened.seek(200)
        opened.write(b"damage")
    with pytest.raises(SealedDamaged) as damaged:
        content(sealed, RIGHT)
    assert damaged.value.backup in kept.path
    assert damaged.value.why % damaged.value.values()
    with pytest.raises(WrongPassphrase) as told:
        content(sealed, OTHER)
    assert told.value.why == secrecy.WRONG
    assert copies.look(sealed, Keys(RIGHT)).trouble == file.DAMAGED
    restore(sealed, sealing.Path(kept.path), now=NOW, keys=Keys(RIGHT))
    assert copies.look(sealed, Keys(RIGHT)).good


def test_a_damaged_plain_journal_asks_for_no_passphrase(path):
    """Junk is junk: only the mark of encryption makes anybody ask."""
    with path.open("r+b") as opened:
        opened.write(os.urandom(16))
    with pytest.raises(JournalUnreadable) as told:
        open_store(path, now=NOW, keys=Keys(more=lambda _: pytest.fail("asked")))
    assert told.value.why == file.NO_DATABASE


def test_every_flipped_bit_is_noticed(sealed):
    """Anywhere in the file: the journal does not open, or its look says that it is damaged; never other words."""
    rng, raw, keys = random.Random(7), sealed.read_bytes(), Keys(RIGHT)
    for _ in range(40):
        place = rng.randrange(len(raw))
        sealed.write_bytes(raw[:place] + bytes([raw[place] ^ 1 << rng.randrange(8)]) + raw[place + 1 :])
        assert not copies.look(sealed, keys).good, place


def test_without_the_extra_everybody_is_told_what_is_missing(sealed, path, monkeypatch):
    """Neither a traceback nor a prompt for a passphrase that could not be used."""
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    with pytest.raises(NoCipher, match=r"pip install '\.\[encrypted\]'"):
        open_store(sealed, now=NOW, keys=Keys())


# --- secrets -----------------------------------------------------------------------------------------------


def test_a_secret_shows_itself_to_nobody():
    """Not in a repr, a format, a pickle, a copy, its variables, or the traceback of what it is used in."""
    secret = Secret("five-quiet-words")
    shown = [repr(secret), str(secret), f"{secret}", repr(Keys(secret)), repr([secret]), repr({"x": secret})]
    assert not hasattr(secret, "__dict__")
    for broken in (pickle.dumps, copying.copy, copying.deepcopy, hash, len, iter, int):
        with pytest.raises(TypeError) as told:
            broken(secret)
        shown.append("".join(traceback.format_exception(told.value)))
    assert "five-quiet" not in "".join(shown)
    assert Secret("a") == Secret("a") != Secret("b")


def test_failures_do_not_show_the_key(sealed, monkeypatch):
    """Neither a wrong passphrase, nor damage, nor a full stop in the middle of opening."""
    told = []
    for harm in ("wrong", "damaged", "broken"):
        keys = Keys(Secret("five-quiet-words")) if harm == "wrong" else Keys(RIGHT)
        if harm == "damaged":
            sealed.write_bytes(sealed.read_bytes()[:5000])
        if harm == "broken":
            monkeypatch.setattr(cipher, "_opened", lambda *_: 1 / 0)
        try:
            open_store(sealed, now=NOW, keys=keys)
        except (FupanError, ZeroDivisionError) as error:
            told.append("".join(traceback.format_exception(error)) + repr(error))
    assert len(told) == 3
    for word in ("five-quiet", "电池", RIGHT.key(cipher.salt_of(sealed))[2:20]):
        assert word not in "".join(told)


# --- everything else works on it ---------------------------------------------------------------------------


def test_copies_of_an_encrypted_journal_are_encrypted(sealed):
    """By hand, daily, weekly: each opens with the same passphrase, is whole, and gives no word away."""
    keys = Keys(RIGHT)
    copies.daily(sealed, NOW.date(), sn.Week(2026, 48), keys)
    copies.by_hand(sealed, None, now=NOW, keys=keys)
    found = copies.every(sealed)
    assert len(found) == 3
    for one in found:
        assert beginning.sealed(one)
        assert copies.look(one, Keys(RIGHT)).good
        assert "复盘".encode() not in one.read_bytes()
        assert stat.S_IMODE(one.stat().st_mode) == 0o600


@pytest.mark.parametrize("of_journal", ["plain", "right", "other", "none"])
@pytest.mark.parametrize("of_copy", ["plain", "right"])
def test_restoring(tmp_path, of_journal, of_copy):
    """Any copy over any journal: the same rows, encrypted when either was, the present one kept aside."""
    source, path = tmp_path / "copy.db", tmp_path / "home" / "journal.db"
    sn.filled(source)
    before = plain_content(source)
    if of_copy == "right":
        sealing.convert(source, RIGHT, keys=Keys(), now=NOW, name="encrypt")
    if of_journal != "none":
        with open_store(path, now=NOW).writing() as writing:
            writing.keep_fact("mood", "present")
    if of_journal in ("right", "other"):
        sealing.convert(path, RIGHT if of_journal == "right" else OTHER, keys=Keys(), now=NOW, name="encrypt")
    there = [OTHER] if (of_journal, of_copy) == ("other", "plain") else [RIGHT]
    done = restore(path, source, now=NOW, keys=Keys(*there))
    assert beginning.sealed(path) == (of_copy == "right" or of_journal in ("right", "other"))
    assert content(path, *there) == before
    assert not list(path.parent.glob("restoring-*"))
    if of_journal != "none":
        aside = open_store(sealing.Path(done.aside), now=NOW, keys=Keys(RIGHT, OTHER))
        assert aside.facts()["mood"] == "present"


def test_a_copy_with_another_passphrase_is_refused_in_words(sealed, tmp_path):
    """Nothing is changed where the copy does not open."""
    made = copies.by_hand(sealed, tmp_path / "copy.db", now=NOW, keys=Keys(RIGHT))
    before = sealed.read_bytes()
    with pytest.raises(BadArchive):
        restore(sealed, sealing.Path(made.path), now=NOW, keys=Keys(OTHER))
    assert sealed.read_bytes() == before


def test_an_older_encrypted_journal_is_upgraded(sealed, monkeypatch):
    """After a verified copy, which is encrypted too."""
    from fupan.store import migrate

    monkeypatch.setattr(file, "SCHEMA", file.SCHEMA + 1)
    monkeypatch.setitem(file.RELEASES, file.SCHEMA, "9.0.0")
    keys = Keys(RIGHT)
    assert migrate.upgrade(sealed, now=NOW, keys=keys) == file.SCHEMA - 1
    [copy] = copies.every(sealed)
    assert copy.name.startswith("pre-")
    assert beginning.sealed(copy)
    assert gate._schema(copy, keys) == file.SCHEMA - 1


def test_purging_leaves_no_encrypted_copy_out(sealed):
    """From the journal and from the copies that its passphrase opens; what another one opens may hold it."""
    keys = Keys(RIGHT)
    copies.by_hand(sealed, None, now=NOW, keys=keys)
    store = open_store(sealed, now=NOW, keys=keys)
    done = store.purge("goal", "g2", from_copies=True)
    assert done.backups == ()
    for one in (sealed, *copies.every(sealed)):
        assert "g2" not in [goal.id for goal in open_store(one, now=NOW, keys=keys).goals()]
        assert copies.look(one, keys).good
    copies.by_hand(sealed, None, now=NOW, keys=keys)
    sealing.convert(sealed, OTHER, keys=keys, now=NOW, name="rekey")
    left = open_store(sealed, now=NOW, keys=Keys(OTHER)).purge("goal", "g1", from_copies=True).backups
    assert any(name.startswith("hand-") for name in left)


def test_what_is_left_behind_is_found_and_wiped(path, tmp_path):
    """Plain copies, what was cut short, and other versions beside it; not the files of another program."""
    (path.parent / "strangers.db").write_bytes(b"SQLite format 3\0 of somebody else")
    (path.parent / "todo.txt").write_text("x")
    copies.daily(path, NOW.date(), sn.Week(2026, 48))
    shutil.copy(path, path.parent / "journal (conflicted copy).db")
    part = path.parent / "backups" / "daily-2026-11-24.db.77.part"
    shutil.copy(path, part)
    keys = Keys()
    _, aside = sealing.convert(path, RIGHT, keys=keys, now=NOW, name="encrypt")
    kept = copies.by_hand(path, None, now=NOW, keys=keys)
    found = sealing.left_behind(path, keys)
    assert {one.name for one in found} == {
        aside.name,
        part.name,
        "daily-2026-11-23.db",
        "weekly-2026-W48.db",
        "journal (conflicted copy).db",
    }
    second = tmp_path / "kept elsewhere.db"
    os.link(aside, second)
    overwritten = path.parent / "a handle on it"
    os.link(part, overwritten)
    raw = second.read_bytes()
    overwritten.unlink()
    with part.open("rb") as handle:
        assert len(sealing.wipe_all(found)) == 5
        assert not any(handle.read())  # its bytes are gone, also for who has it open
    assert second.read_bytes() == raw  # another name of the same file is somebody's own
    assert sealing.left_behind(path, keys) == ()
    assert copies.look(sealing.Path(kept.path), keys).good


def test_rows_are_told_when_changed_by_another_tool(sealed):
    """Digests see what the encryption cannot: a row changed by somebody with the passphrase."""
    with closing(file.connect(sealed, "rw", Keys(RIGHT))) as connection:
        connection.execute("UPDATE goal SET title = 'changed' WHERE id = 'g2'")
    assert digest.check_digests(sealed, Keys(RIGHT)) == ("goal g2",)


def test_a_plain_journal_loads_nothing_of_this(path):
    """Reading and writing a plain journal imports neither SQLCipher nor a keyring."""
    script = (
        "import sys\nfrom fupan.cli import run\n"
        "assert run(['status']) == run(['note', 'x']) == run(['backup']) == 0\n"
        "print([name for name in ('sqlcipher3', 'keyring', 'fupan.store.cipher', 'getpass') if name in sys.modules])"
    )
    environ = {**os.environ, "FUPAN_HOME": str(path.parent), "FUPAN_NOW": NOW.isoformat(), "FUPAN_CLOCK": "trust"}
    done = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
