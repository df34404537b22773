"""The power fails, or the disk does, at any moment of an interview: no kept answer is lost, nothing is torn."""

from __future__ import annotations

import json
import random
import shutil

import pytest

import store_nouns as sn
from counts import SEED, times
from fupan.store import copies, open_store
from fupan.store.digest import digest
from fupan.store.sqlite import WRITERS

apsw = pytest.importorskip("apsw")
from cut_disk import Disk, State, Trouble, lay_out, recorded  # noqa: E402 - it needs apsw

pytestmark = pytest.mark.trust
ANSWERS = 60
WORDS = "话" * 300
INSERT = (
    "INSERT INTO draft_answer (version, digest, period, key, position, value) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (period, key) DO UPDATE SET version = excluded.version, digest = excluded.digest, value = excluded.value"
)


@pytest.fixture(scope="module")
def disk():
    return Disk()


@pytest.fixture
def journal(tmp_path):
    """A journal with a draft begun, as the store makes it."""
    path = tmp_path / "journal.db"
    with open_store(path, now=sn.NOW).writing() as writing:
        writing.keep_answer(sn.DRAFT, "begun", 1)
    return path


def interview(pragmas, log, count=ANSWERS):
    """The statements of `Writing.keep_answer`, answer by answer, each acknowledged in the log when it is kept."""

    def work(connection):
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        for number in range(count):
            row = {
                "version": 2,
                "period": sn.DRAFT.period,
                "key": f"key{number:03}",
                "position": number + 2,
                "value": json.dumps([number, WORDS], ensure_ascii=False, separators=(",", ":")),
            }
            values = (2, digest("draft_answer", row), row["period"], row["key"], row["position"], row["value"])
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(INSERT, values)
            connection.execute("COMMIT")
            log.append(("ack", "", number))

    return work


def kept_after(path, acknowledged):
    """Whether the journal is whole, and every acknowledged answer in it."""
    found = copies.look(path)
    answers = open_store(path, now=sn.NOW).draft(sn.DRAFT.period).answers if found.good else {}
    whole = found.good and all(value == [int(key[3:]), WORDS] for key, value in answers.items() if key != "begun")
    return whole, all(f"key{number:03}" in answers for number in acknowledged)


def cuts(disk, journal, tmp_path, pragmas, count):
    """How many of `count` cuts lost an answer, and how many left a damaged file."""
    rng = random.Random(SEED)
    before, log = recorded(disk, journal, interview(pragmas, disk.log))
    lost = torn = 0
    for _ in range(count):
        until = rng.randrange(1, len(log))
        state = State(dict(before))
        for entry in log[:until]:
            state.do(entry)
        acknowledged = [entry[2] for entry in log[:until] if entry[0] == "ack"]
        place = tmp_path / "cut"
        whole, all_there = kept_after(lay_out(state.cut(rng), journal, place), acknowledged)
        torn += not whole
        lost += whole and not all_there
        shutil.rmtree(place)
    return lost, torn


def instead(**changes):
    """Our pragmas, but for these."""
    return [pragma for pragma in WRITERS if pragma.partition("=")[0] not in changes] + [
        f"{name}={value}" for name, value in changes.items()
    ]


def test_no_cut_loses_a_kept_answer(disk, journal, tmp_path):
    """With the pragmas that the store uses, a cut at any moment loses nothing acknowledged and tears nothing."""
    assert cuts(disk, journal, tmp_path, WRITERS, times(1000, 20_000)) == (0, 0), f"FUPAN_SEED={SEED}"


def test_windows_way_loses_nothing_either(disk, journal, tmp_path):
    """TRUNCATE, which is used where deleting is slow, is as safe."""
    assert cuts(disk, journal, tmp_path, instead(journal_mode="TRUNCATE"), times(150, 5_000)) == (0, 0), (
        f"FUPAN_SEED={SEED}"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"journal_mode": "WAL", "synchronous": "NORMAL"},
        {"journal_mode": "DELETE", "synchronous": "FULL"},
    ],
    ids=lambda changes: "-".join(changes.values()),
)
def test_the_model_sees_what_is_unsafe(disk, journal, tmp_path, changes):
    """What others use, and SQLite's own default, must lose answers here: else the model would prove nothing."""
    lost, torn = cuts(disk, journal, tmp_path, instead(**changes), times(300, 2_000))
    assert lost > 0, f"FUPAN_SEED={SEED}"
    assert torn == 0


def test_the_model_sees_what_tears(disk, journal, tmp_path):
    """Without any rollback journal the file must be torn."""
    _, torn = cuts(disk, journal, tmp_path, instead(journal_mode="OFF", synchronous="OFF"), times(60, 500))
    assert torn > 0


def broken_runs(disk, journal, tmp_path, answers):
    """Every call of the disk fails in turn, once and for ever, as an error and as a full disk."""
    for kind in (apsw.IOError, apsw.FullError):
        for for_ever in (False, True):
            at = 0
            while True:
                at += 1
                place = tmp_path / "broken"
                place.mkdir()
                path = place / "journal.db"
                shutil.copy(journal, path)
                disk.log.clear()
                disk.trouble = Trouble(at, kind, for_ever=for_ever)
                failed = False
                connection = None
                try:
                    connection = apsw.Connection(str(path), vfs="cut")
                    interview(WRITERS, disk.log, answers)(connection)
                except apsw.Error:
                    failed = True
                finally:
                    reached = disk.trouble.calls >= at
                    disk.trouble = None
                    if connection is not None:
                        connection.close()
                acknowledged = [entry[2] for entry in disk.log if entry[0] == "ack"]
                yield reached, failed, kept_after(path, acknowledged)
                shutil.rmtree(place)
                if not reached:
                    break


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_failing_call_of_the_disk_is_told(disk, journal, tmp_path):
    """A write, sync, truncation, opening or deletion that fails: the program sees it, nothing kept is lost."""
    runs = silent = 0
    for reached, failed, kept in broken_runs(disk, journal, tmp_path, times(3, 30)):
        assert kept == (True, True)
        runs += reached
        silent += reached and not failed
    assert runs > 60
    assert silent == 0
