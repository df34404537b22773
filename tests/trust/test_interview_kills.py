"""A person answers a week at a real terminal, and the program is killed again and again: no answered question returns."""

from __future__ import annotations

import json
import random
import re
import time

import pytest

import store_nouns as sn
from counts import RELEASE, SEED, times
from fupan.secrecy import Keys, Secret
from fupan.store import beginning, copies, sealing

pexpect = pytest.importorskip("pexpect")
from terminal import Terminal  # noqa: E402 - it needs pexpect
from test_cli_week_terminal import FIRST, FIRST_MONDAY, SECOND, SECOND_MONDAY, script  # noqa: E402

pytestmark = pytest.mark.trust
PASSPHRASE = "five words of a person who is interrupted"
LAST_WEEK = {
    "had": {"1": {"title": "write chapter three", "hours": "6/2", "outcome": "missed"}},
    "goals": {"had1": {"why": "Wednesday went to meetings"}},
    "motive": {"kind": "fear"},
    "quarter_goals": {"1": {"title": "submit the paper"}},
    "next": {"new1": {"title": "one page a day", "measure": "5 pages", "hours": 5}},
}
EVENINGS = {"first": (FIRST, FIRST_MONDAY, "2026-W47"), "second": (SECOND, SECOND_MONDAY, "2026-W48")}
ALL = [(language, which, kind) for language in ("zh", "en") for which in EVENINGS for kind in ("plain", "encrypted")]
SOME = [("zh", "second", "plain"), ("en", "first", "encrypted")]
MOMENTS = ("started", "written", "minutes", "decided", "created", "at")  # what differs between two evenings


@pytest.fixture
def fresh(home, run, tmp_path, monkeypatch):
    """A function that gives a person a home, in which last week is written when the second evening comes."""
    words = tmp_path / "passphrase"
    words.write_text(PASSPHRASE)

    def make(name, which, kind):
        place = tmp_path / name
        place.mkdir(mode=0o700)
        monkeypatch.setenv("FUPAN_HOME", str(place))
        if kind == "encrypted":
            pytest.importorskip("sqlcipher3")
            monkeypatch.setenv("FUPAN_KEY_COMMAND", f"cat {words}")
            sealing.begin(place / "journal.db", Secret(PASSPHRASE), now=sn.NOW)
        if which == "second":
            assert run("week", "--answers", "-", input=json.dumps(LAST_WEEK), FUPAN_NOW=FIRST_MONDAY).status == 0
        return place / "journal.db"

    return make


def evening(language, now):
    return Terminal(["-m", "fupan", "week"], {"FUPAN_LANG": language, "FUPAN_NOW": now})


def open_question(terminal):
    """What is asked now, without the heading above it and the clock beside the cursor."""
    assert terminal.waits(), terminal.text
    return re.sub(r"^▸ .*\n|[^\n]*›$", "", terminal.text.rstrip().rpartition("\n\n")[2])


def reply_to(question, replies):
    key = next((key for key in replies if key in question), None)
    reply = replies[key] if key is not None else ""
    return reply.pop(0) if isinstance(reply, list) else reply


def undisturbed(language, now, replies):
    """Every question of an evening in its order, with what it was answered."""
    terminal, asked = evening(language, now), []
    while terminal.waits():
        question = open_question(terminal)
        asked.append((question, reply_to(question, replies)))
        terminal.type(asked[-1][1])
    assert terminal.end() == 0, terminal.text
    return asked


def disturbed(language, now, asked, rng, most):
    """The same evening with at most `most` kills, each at a random moment of a random answer; how many there were.

    Whatever was acknowledged by the next question is never asked again: after a kill, the open question is the one
    whose answer was on its way, or the next.
    """
    questions, kills, answered = [question for question, _ in asked], 0, 0
    while True:
        terminal = evening(language, now)
        if not terminal.waits():
            assert terminal.end() == (1 if answered >= len(asked) else 0), terminal.text
            return kills
        found = open_question(terminal)
        assert found in questions[answered : answered + 2], f"FUPAN_SEED={SEED}: {answered} were answered\n{found}"
        answered = questions.index(found, answered)
        for _ in range(rng.randint(0, 4) if kills < most else len(asked)):
            if answered == len(asked):
                break
            terminal.type(asked[answered][1])
            answered += 1
            if answered < len(asked):
                assert open_question(terminal) == questions[answered]
        if answered == len(asked):
            assert terminal.end() == 0, terminal.text
            return kills
        terminal.write(asked[answered][1] + "\r")
        time.sleep(rng.uniform(0, 0.1))
        terminal.kill()
        kills += 1


def told(run, week):
    """A written week, but for its moments."""

    def without(value):
        if isinstance(value, dict):
            return {name: without(one) for name, one in value.items() if name not in MOMENTS}
        return [without(one) for one in value] if isinstance(value, list) else value

    return without(run("show", week, "--json", FUPAN_NOW=SECOND_MONDAY).data)


@pytest.mark.parametrize(("language", "which", "kind"), ALL if RELEASE else SOME)
def test_no_answered_question_returns(fresh, run, language, which, kind):
    """An evening with a kill at every few answers writes the same week as an evening in peace."""
    replies, now, week = EVENINGS[which]
    rng, kills = random.Random(SEED), 0
    fresh("peace", which, kind)
    asked = undisturbed(language, now, script(replies[language]))
    peaceful = told(run, week)
    evenings = times(1, 10)
    for number in range(evenings):
        path = fresh(f"home{number}", which, kind)
        kills += disturbed(language, now, asked, rng, times(4, 12))
        assert told(run, week) == peaceful, f"FUPAN_SEED={SEED}"
        assert copies.look(path, Keys(Secret(PASSPHRASE))).good
        assert beginning.sealed(path) == (kind == "encrypted")
    assert kills >= 2 * evenings
