"""The program is killed at any moment, through its own commands: whatever it acknowledged is there, nothing is torn."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace

import pytest

import store_nouns as sn
from counts import SEED, times
from fupan import secrecy
from fupan.cli import run
from fupan.errors import ChangedMeanwhile
from fupan.journal import Journal
from fupan.periods import Moment, Week
from fupan.secrecy import Keys, Secret
from fupan.store import beginning, copies, file, open_store, sealing
from store_children import PATIENCE, Killer, together
from store_children import run as run_child

pytestmark = pytest.mark.trust
WORDS = "话" * 300
FIRST = {
    "had": {"1": {"title": "Read 5 papers", "hours": "6/2", "outcome": "missed"}},
    "goals": {"had1": {"why": WORDS}},
    "motive": {"kind": "fear"},
    "quarter_goals": {"1": {"title": "Submit the paper"}},
    "next": {"new1": {"title": "Draft section 3", "measure": "it is sent", "hours": 8}},
}


KEYS = Keys(Secret("five words of a killed person"))


@pytest.fixture(params=["plain", "encrypted"])
def environ(request, home, tmp_path, monkeypatch):
    """A function that gives a fresh home of its own to a person who has not written anything yet."""
    if request.param == "encrypted":
        pytest.importorskip("sqlcipher3")
        words = tmp_path / "passphrase"
        words.write_text("five words of a killed person\n")
        monkeypatch.setenv("FUPAN_KEY_COMMAND", f"cat {words}")
    begun = tmp_path / "begun" / "journal.db"

    def fresh(name):
        place = tmp_path / name
        if request.param == "encrypted":
            if not begun.exists():
                sealing.begin(begun, next(KEYS.tries("")), now=sn.NOW)
            place.mkdir(mode=0o700)
            shutil.copy(begun, place)
        monkeypatch.setenv("FUPAN_HOME", str(place))
        return place

    fresh.sealed = request.param == "encrypted"
    return fresh


def command(*arguments):
    """Run a command as the program does, and give its exit status; what it says goes nowhere."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return run(list(arguments))


def evening(answers):
    """A first review, then note after note; each is told when its command has ended well."""

    def work(tell):
        os.umask(0o077)
        if command("week", "--answers", str(answers)) == 0:
            tell("week")
        for number in range(10_000):
            if command("note", f"{number} {WORDS}", "--hours", "1") == 0:
                tell(f"n{number}")

    return work


def check(home, acknowledged):
    """Everything that was told is there, each thing whole, and every copy that has a name is good."""
    path = home / "journal.db"
    if not path.exists():
        assert acknowledged == []
        return
    store = open_store(path, now=sn.NOW, keys=KEYS)
    texts = [note.text for note in store.notes(Week(2026, 1), Week(2027, 1))]
    assert all(text == f"{text.split(' ')[0]} {WORDS}" for text in texts)
    kept = {f"n{text.split(' ')[0]}" for text in texts}
    week = Week(2026, 47)
    review = store.review(week)
    if review:  # all of it or none
        assert [goal.gap.why for goal in review.goals] == [WORDS]
        assert len(review.verdicts) <= 1
        assert len(review.promises) == 1
        assert len(store.goals()) == 3
        kept.add("week")
    else:
        assert store.goals() == ()
    assert set(acknowledged) <= kept
    assert path.stat().st_size == 0 or copies.look(path, KEYS).good
    for one in copies.every(path):
        assert copies.look(one, KEYS).good
        assert beginning.sealed(one) == beginning.sealed(path)
    for one in [home, *home.rglob("*")]:
        assert not stat.S_IMODE(one.stat().st_mode) & 0o077


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "week.json"
    path.write_text(json.dumps(FIRST), encoding="utf-8")
    return path


def test_killed_commands_lose_nothing(environ, answers, tmp_path, monkeypatch):
    """Reviews and notes by command, killed at random: 160 times in a running program, 40 of them encrypted."""
    monkeypatch.setattr(secrecy, "ROUNDS", 1 if environ.sealed else secrecy.ROUNDS)
    killed, told = Killer(random.Random(SEED)), 0
    count = times(40, 1_000) if environ.sealed else times(120, 3_600)
    for number in range(count):
        home = environ(f"home{number}")
        acknowledged = killed(evening(answers), number % 4)
        told += len(acknowledged)
        check(home, acknowledged)
        assert command("note", f"99999 {WORDS}") == 0  # and it goes on
        check(home, [*acknowledged, "n99999"])
    assert told >= count


def test_killed_processes_lose_nothing(environ, answers, tmp_path, monkeypatch):
    """The same with a process of its own for every command: 24 times from the first import to the last byte.

    Every fifth is left alone, which tells how long one takes now.
    """
    rng, home, took, acknowledged = random.Random(SEED), environ("home"), 1.0, []
    count = times(10, 125) if environ.sealed else times(20, 375)
    for number in range(count):
        process = program(["week", "--answers", str(answers)] if number == 0 else ["note", f"{number} {WORDS}"])
        if number % 5:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0.2, 1.2) * took)
            process.kill()
        else:
            began = time.monotonic()
            assert process.wait() == 0
            took = time.monotonic() - began
        if process.wait() == 0:
            acknowledged.append("week" if number == 0 else f"n{number}")
        check(home, acknowledged)
    assert len(acknowledged) >= count // 5


def program(arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "fupan", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def in_place(path):
    """What a simple program does: read the whole file, add to it, write it over itself."""

    def work(tell):
        path.write_text("[]")
        for number in range(10_000):
            entries = json.loads(path.read_text())
            entries.append([number, WORDS * 40])
            with path.open("w") as file:
                json.dump(entries, file)
            tell(number)

    return work


def test_the_harness_sees_what_is_unsafe(tmp_path):
    """A file of JSON rewritten in place must lose entries here: else surviving would prove nothing."""
    killed, lost = Killer(random.Random(SEED)), 0
    for number in range(times(30, 200)):
        path = tmp_path / f"{number}.json"
        acknowledged = killed(in_place(path), 5 + number % 10)
        try:
            kept = {str(entry[0]) for entry in json.loads(path.read_text())} if path.exists() else set()
        except ValueError:
            kept = set()
        lost += not set(acknowledged) <= kept
    assert lost > 0


# --- four at once ------------------------------------------------------------------------------------------


def test_four_programs_at_once(environ, tmp_path, monkeypatch):
    """Four programs write notes and change one goal: every note is there under a number of its own."""
    monkeypatch.setattr(secrecy, "ROUNDS", 1)
    monkeypatch.setattr(file, "WAIT", PATIENCE)
    home = environ("shared")
    assert command("goal", "add", "one goal", "--hours", "1") == 0
    count = times(20, 500)  # beside the 4 x 150 of tests/test_store_crash.py

    def write(name):
        def work(tell):
            for number in range(count):
                assert command("note", f"{name}{number} {WORDS}", "-g", "g1") == 0
                if number % 5 == 0:
                    command("goal", "edit", "g1", "--measure", f"{name}{number}")
                tell(number)

        return work

    together(*(write(name) for name in "abcd"))
    notes = open_store(home / "journal.db", now=sn.NOW, keys=KEYS).notes(Week(2026, 1), Week(2027, 1))
    assert sorted(note.text.split(" ")[0] for note in notes) == sorted(f"{n}{i}" for n in "abcd" for i in range(count))
    assert len({note.id for note in notes}) == 4 * count
    assert copies.look(home / "journal.db", KEYS).good


def test_two_editors_of_one_goal(tmp_path):
    """Who wrote second on an old reading is told, and nothing of the first is overwritten."""
    path = tmp_path / "journal.db"
    sn.fill(open_store(path, now=sn.NOW))
    desks = [Journal(open_store(path, now=sn.NOW), Moment(sn.NOW, "Asia/Shanghai")) for _ in range(2)]
    first, second = (desk.store.goals()[1] for desk in desks)
    with desks[0].store.writing() as writing:
        writing.put(replace(first, why="first"))
    with pytest.raises(ChangedMeanwhile), desks[1].store.writing() as writing:
        writing.put(replace(second, why="second"))
    assert desks[1].store.goals()[1].why == "first"


# --- a full disk -------------------------------------------------------------------------------------------


def test_a_full_disk_hands_the_words_back(environ, tmp_path, monkeypatch):
    """When no byte more fits, the command fails, the words are shown and put elsewhere, all that was kept is there."""
    resource = pytest.importorskip("resource")
    home, runtime = environ("home"), tmp_path / "runtime"
    runtime.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert command("note", f"0 {WORDS}") == 0
    said = tmp_path / "said"

    def work(tell):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, ((home / "journal.db").stat().st_size + 30_000,) * 2)
        for number in range(1, 10_000):
            out = io.StringIO()
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(out):
                status = run(["note", f"{number} {WORDS}"])
            if status:
                said.write_text(out.getvalue(), encoding="utf-8")
                tell(f"! {number} {status}")
                return
            tell(f"n{number}")

    *acknowledged, last = run_child(work)
    _, number, status = last.split(" ")
    assert status == "1"
    assert WORDS in said.read_text(encoding="utf-8")
    [rescued] = runtime.iterdir()
    assert rescued.read_text(encoding="utf-8") == f"{number} {WORDS}\n"
    check(home, ["n0", *acknowledged])


AS_ASKED = """
import os, sys
from fupan.__main__ import main
umask, lines = int(sys.argv[1], 8), eval(sys.argv[2])
for line in lines:
    os.umask(umask)  # as the shell gives it to each command
    sys.argv = ["fupan", *line]
    try:
        main()
    except SystemExit as end:
        assert not end.code, line
"""


@pytest.mark.parametrize("umask", ["000", "022", "077"])
def test_modes_under_any_umask(umask, tmp_path):
    """Whatever a person's umask is, everything that the program makes is 0600 or 0700."""
    home = tmp_path / "home"
    lines = [
        ["note", "1"],
        ["note", "2"],
        ["backup"],
        ["export", f"{tmp_path}/e.json"],
        ["export", f"{tmp_path}/e", "--as", "md"],
        ["config", "set", "day_ends", "3"],
    ]
    environ = {**os.environ, "FUPAN_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", AS_ASKED, umask, repr(lines)], env=environ, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    made = [home, *home.rglob("*"), tmp_path / "e.json", tmp_path / "e", *(tmp_path / "e").iterdir()]
    assert len(made) > 8
    for one in made:
        assert stat.S_IMODE(one.stat().st_mode) == (0o700 if one.is_dir() else 0o600), one


# --- reading -----------------------------------------------------------------------------------------------


READING = [
    ("status",),
    (),
    ("show", "2026-W53"),
    ("show", "2026-Q4"),
    ("report", "2026-Q4"),
    ("report", "2026-Q4", "--as", "html"),
    ("goal", "list", "--all"),
    ("goal", "story", "g2"),
    ("export", "-"),
    ("verify",),
    ("doctor",),
    ("info",),
    ("schema", "journal"),
    ("undo", "--dry-run"),
    ("purge", "g2"),
]


@pytest.mark.parametrize("line", READING, ids=" ".join)
def test_reading_changes_no_byte(environ, line, monkeypatch):
    """A command that looks leaves the bytes and the time of every file as they are."""
    monkeypatch.setattr(secrecy, "ROUNDS", 1)
    home = environ("home")
    store = open_store(home / "journal.db", now=sn.NOW, keys=KEYS)
    sn.fill(store)
    store.tend_index()  # as after every command that writes
    before = {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in home.rglob("*") if one.is_file()}
    monkeypatch.setenv("FUPAN_NOW", "2027-01-10T20:00:00+08:00")
    assert command(*line) in (0, 2)
    assert {one: (one.stat().st_mtime_ns, one.read_bytes()) for one in home.rglob("*") if one.is_file()} == before
