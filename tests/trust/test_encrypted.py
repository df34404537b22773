"""An encrypted journal at rest: no word of it in any file, no flipped bit unseen, and none lost when encrypting is cut short."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

import store_nouns as sn
from counts import SEED, times
from fupan import secrecy
from fupan.errors import FupanError
from fupan.secrecy import Keys, Secret
from fupan.store import beginning, copies, open_store, sealing
from store_children import child

pytest.importorskip("sqlcipher3")
pytestmark = pytest.mark.trust
RIGHT, OTHER = Secret("five words that are right"), Secret("another one")

# --- cut short -------------------------------------------------------------------------------------------


def suicide(at):
    """Kill this process before the `at`-th call that touches the disk, or reads the new file."""
    count = 0

    def before(real):
        def call(*arguments, **named):
            nonlocal count
            count += 1
            if count == at:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **named)

        return call

    for name in ("link", "replace", "fsync", "unlink", "open"):
        setattr(os, name, before(getattr(os, name)))
    for name in ("_export", "_content", "_read"):
        setattr(sealing, name, before(getattr(sealing, name)))


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A journal, and what it says."""
    monkeypatch.setattr(secrecy, "ROUNDS", 1)
    path = tmp_path / "made.db"
    store = open_store(path, now=sn.NOW)
    sn.fill(store)
    return path, sn.content(store)


CHANGES = {"encrypt": (None, RIGHT), "rekey": (RIGHT, OTHER), "decrypt": (RIGHT, None)}


def opens_with(path, secret):
    """Whether the journal is under this passphrase now, or is plain for None."""
    if secret is None or not beginning.sealed(path):
        return (secret is None) != beginning.sealed(path)
    try:
        open_store(path, now=sn.NOW, keys=Keys(secret))
    except FupanError:
        return False
    return True


def at_home(made, place, old):
    place.mkdir(mode=0o700)
    path = place / "journal.db"
    shutil.copy(made, path)
    if old:
        sealing.convert(path, old, keys=Keys(), now=sn.NOW, name="encrypt")
        for one in copies.every(path):
            one.unlink()
    return path


def check_and_go_on(path, said, old, new):
    """It is the old journal or the new one, whole; the change can be made again, and leaves nothing lying about."""
    keys = Keys(*filter(None, (old, new)))
    done = opens_with(path, new)
    assert done != opens_with(path, old)
    assert sn.content(open_store(path, now=sn.NOW, keys=keys)) == said
    for one in (path, *copies.every(path)):
        assert copies.look(one, keys).good
    sealing.convert(path, new, keys=keys, now=sn.NOW, name="again")
    assert sn.content(open_store(path, now=sn.NOW, keys=keys)) == said
    assert opens_with(path, new)
    assert not list(path.parent.glob("sealing-*"))
    return done


@pytest.mark.parametrize("change", CHANGES)
def test_killed_at_every_step(made, tmp_path, change):
    """Before each single call that touches the disk, from the first to the last."""
    (path, said), (old, new) = made, CHANGES[change]
    outcomes, step, ended = [], 0, False
    while not ended:
        step += 1
        place = at_home(path, tmp_path / f"{step}", old)

        def work(tell, place=place, step=step):
            suicide(step)
            sealing.convert(place, new, keys=Keys(*filter(None, (old,))), now=sn.NOW, name=change)
            tell("done")

        with child(work) as (_, told):
            ended = told.read() == "done\n"
        outcomes.append(check_and_go_on(place, said, old, new))
    assert step > 8
    assert outcomes == sorted(outcomes)  # there is one moment from which on it is the new one
    assert outcomes[0] is False
    assert outcomes[-2] is True


@pytest.mark.parametrize("change", CHANGES)
def test_killed_at_any_moment(made, tmp_path, change):
    """Wherever it is, also within SQLCipher."""
    (path, said), (old, new), rng = made, CHANGES[change], random.Random(SEED)
    for number in range(times(10, 200)):
        place = at_home(path, tmp_path / f"{number}", old)

        def work(tell, place=place):
            tell("begun")
            sealing.convert(place, new, keys=Keys(*filter(None, (old,))), now=sn.NOW, name=change)

        with child(work) as (victim, told):
            told.readline()
            time.sleep(rng.uniform(0, 0.3))
            os.kill(victim, signal.SIGKILL)
        check_and_go_on(place, said, old, new)


# --- damage ------------------------------------------------------------------------------------------------


def test_every_flipped_bit_is_noticed(made):
    """200 (5,000) single bits anywhere in the file: each is told; none changes a word in silence."""
    path, _ = made
    sealing.convert(path, RIGHT, keys=Keys(), now=sn.NOW, name="encrypt")
    rng, raw, keys = random.Random(SEED), path.read_bytes(), Keys(RIGHT)
    for _ in range(times(200, 5_000)):
        place, bit = rng.randrange(len(raw)), rng.randrange(8)
        path.write_bytes(raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :])
        assert not copies.look(path, keys).good, f"FUPAN_SEED={SEED}: bit {bit} of {place}"


# --- confidential at rest ------------------------------------------------------------------------------------

SECRETS = [f"geheim{number:02}wort密{chr(0x4E00 + 97 * number)}" for number in range(50)]
PASSPHRASE = "kein-Wort-davon 半句也不说"


def spoken(words):
    """A first review with a planted word in every place that takes one."""
    take = iter(words).__next__
    return {
        "had": {"1": {"title": f"Read {take()}", "hours": "6/2", "outcome": "missed"}},
        "goals": {"had1": {"why": f"{take()} and {take()}"}},
        "motive": {"kind": "fear"},
        "quarter_goals": {"1": {"title": f"Submit {take()}"}},
        "next": {"new1": {"title": f"Draft {take()}", "measure": take(), "hours": 8}},
    }


class Session:
    """A person's evening with the program, each command a process of its own."""

    def __init__(self, place, *, encrypted):
        self.place, self.home = place, place / "data"
        for name in ("user", "tmp", "run", "cache", "state", "config"):
            (place / name).mkdir(parents=True)
        self.environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HOME": str(place / "user"),
            "TMPDIR": str(place / "tmp"),
            "XDG_RUNTIME_DIR": str(place / "run"),
            "XDG_CACHE_HOME": str(place / "cache"),
            "XDG_STATE_HOME": str(place / "state"),
            "XDG_CONFIG_HOME": str(place / "config"),
            "XDG_DATA_HOME": str(self.home),
            "FUPAN_NOW": "2026-11-23T20:00:00+08:00",
            "LANG": "C.UTF-8",
        }
        self.key = {"FUPAN_PASSPHRASE": PASSPHRASE} if encrypted else {}
        self.said = b""

    def run(self, *arguments, status=0, given=None, **environ):
        done = subprocess.run(
            [sys.executable, "-m", "fupan", *arguments],
            env=self.environ | self.key | environ,
            input=given,
            capture_output=True,
            check=False,
        )
        self.said += done.stderr
        assert done.returncode == status, (arguments, done.stderr.decode())
        return done.stdout.decode()

    def at_terminal(self, *arguments, **environ):
        said, status = pexpect.run(
            f"{sys.executable} -m fupan {' '.join(arguments)}",
            env=self.environ | self.key | environ,
            withexitstatus=True,
        )
        self.said += said
        assert status == 0, said

    def killed(self, *arguments, after):
        process = subprocess.Popen(
            [sys.executable, "-m", "fupan", *arguments],
            env=self.environ | self.key,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(after)
        process.kill()
        process.wait()

    def live(self):
        """A whole evening: a review, notes, goals, an editor, search, changes of mind, copies, kills, a crash."""
        words = iter(SECRETS)
        first = spoken([next(words) for _ in range(6)])
        self.run("week", "--answers", "-", given=json.dumps(first).encode())
        self.run("note", next(words), "-g", "g1", "--hours", "1")
        self.run("note", "-", given=next(words).encode())
        self.at_terminal("note", EDITOR=self.editor(next(words)))
        self.run("goal", "add", next(words), "--measure", next(words), "--hours", "2")
        self.run("goal", "edit", "g1", "--measure", next(words))
        self.run("excuse", "2026-W52", "--why", next(words))
        self.run("search", SECRETS[0], status=0)
        self.run("undo")
        self.run("undo", "--redo")
        self.run("backup")
        self.run("doctor")
        self.run("verify")
        self.run("report", "2026-W47")
        self.run("restore", next(self.backups()).stem)
        self.run("purge", "n1", "--yes")
        for word in words:
            self.killed("note", word, after=random.Random(SEED).uniform(0.2, 1.2))
        for word in SECRETS[-3:]:
            self.run("note", word)
        self.run("import", "-", given=self.run("export", "-").encode())
        self.crash(SECRETS[-1])
        self.run("status")

    def editor(self, word):
        """An editor that leaves what editors leave: a copy of before and a lock beside the file."""
        script = self.place / "editor.sh"
        script.write_text(f'#!/bin/sh\nsleep 1.1\ncat {self.place}/word > "$1"\ncp "$1" "$1~"\n')
        script.chmod(0o700)
        (self.place / "word").write_text(word)
        return str(script)

    def backups(self):
        return iter(sorted(self.home.rglob("hand-*.db")))

    def crash(self, word):
        """A bug whose message quotes the person's words."""
        script = (
            "import sys\nfrom fupan.journal.keeping import Keeping\nimport fupan.cli as cli\nfrom fupan.cli import note\n"
            f"note.parse_hours = lambda text: int({word!r})\n"
            "sys.exit(cli.run(['note', 'x', '--hours', '1']))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], env=self.environ | self.key, capture_output=True, check=False
        )
        assert done.returncode == 1

    def found(self):
        """The planted words that any file under any of the person's folders holds, and the passphrase."""
        (self.place / "word").unlink(missing_ok=True)
        raw = b"".join(one.read_bytes() for one in self.place.rglob("*") if one.is_file())
        return {word for word in (*SECRETS, PASSPHRASE) if word.encode() in raw or word.encode("utf-16-le") in raw}


def test_fifty_planted_secrets(tmp_path):
    """After a whole session no file in data, state, cache, runtime or temp has one of them; in a plain one all are found."""
    plain, sealed = (Session(tmp_path / name, encrypted=name == "sealed") for name in ("plain", "sealed"))
    sealed.run("encrypt")
    plain.live()
    sealed.live()
    assert len(plain.found() & set(SECRETS)) > 15  # most of the killed notes were never kept
    assert sealed.found() == set()
    assert list((sealed.place / "state").rglob("fupan.log"))
    assert all(beginning.sealed(one) for one in sealed.home.rglob("*.db"))
    assert PASSPHRASE.encode() not in sealed.said


def test_the_fifty_are_all_kept(tmp_path):
    """The control: every planted word lands in the journal, so that none was missing above for want of being written."""
    session = Session(tmp_path / "sealed", encrypted=True)
    session.run("encrypt")
    for word in SECRETS:
        session.run("note", word)
    exported = session.run("export", "-")
    assert all(word in exported for word in SECRETS)
    assert session.found() == set()


def test_encrypting_what_was_plain_leaves_nothing(tmp_path):
    """A plain life first, then `fupan encrypt --delete-old`: nothing of it can be read any more."""
    session = Session(tmp_path / "home", encrypted=False)
    for word in SECRETS[:3]:
        session.run("note", word)
    session.run("backup")
    session.run("restore", next(session.backups()).stem)
    session.key = {"FUPAN_PASSPHRASE": PASSPHRASE}
    session.run("encrypt", "--delete-old")
    session.run("note", SECRETS[3])
    assert session.found() == set()
    assert all(word in session.run("export", "-") for word in SECRETS[:4])
    assert Path(session.home / "fupan" / "journal.db").exists()
