"""Files that someone crafted: refused in words or taken with what they say; never a crash, a write elsewhere, a flood."""

from __future__ import annotations

import contextlib
import random
import resource
import shutil

import pytest

import store_nouns as sn
from counts import SEED, times
from fupan import archive
from fupan.custody import BadArchive, DamagedRows
from fupan.errors import CannotWrite, FupanError
from fupan.render.archive import as_json
from fupan.store import copies, file, open_store
from fupan.store.incoming import check
from fupan.store.outgoing import whole
from fupan.store.restore import restore
from store_children import run as run_child

pytestmark = pytest.mark.trust
MB = 2**20
OPEN = b'{"fupan":1,"kind":"journal","data":{"schema":1,"note":['
SHUT = b"]}}"


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """A rich journal and its export."""
    path = tmp_path_factory.mktemp("real") / "journal.db"
    sn.fill(open_store(path, now=sn.NOW))
    with whole(path) as tables:
        return path.read_bytes(), "".join(as_json(file.SCHEMA, tables)).encode()


def spoil(raw, rng):
    """`raw` with a few bytes changed, lost, doubled or swapped."""
    made = bytearray(raw)
    for _ in range(rng.randint(1, 6)):
        place, length = rng.randrange(len(made)), rng.choice([1, 1, 2, 8, 64, 512])
        piece = made[place : place + length]
        made[place : place + length] = rng.choice(
            [rng.randbytes(length), b"", piece + piece, bytes(reversed(piece)), b"\0" * length, b'"', b"}", b"9" * 30]
        )
    return bytes(made)


def tree(folder):
    return {one: one.stat().st_mtime_ns for one in folder.rglob("*")}


def test_crafted_exports(real, tmp_path):
    """Spoilt exports: refused with nothing stored, or every word of what is stored can be read."""
    rng, blank = random.Random(SEED), tmp_path / "blank.db"
    with open_store(blank, now=sn.NOW).writing() as writing:
        writing.drop_draft("none")
    outside = tmp_path / "outside"
    outside.mkdir()
    taken = 0
    for _ in range(times(600, 25_000)):
        path = tmp_path / "to" / "journal.db"
        path.parent.mkdir()
        shutil.copy(blank, path)
        store = open_store(path, now=sn.NOW)
        try:
            store.take_in(archive.parse(spoil(real[1], rng), "j.json"), "j.json")
        except BadArchive:
            assert path.read_bytes() == blank.read_bytes()
        else:
            taken += 1
            sn.content(store)
            assert copies.look(path).good
        assert [one.name for one in path.parent.iterdir()] == ["journal.db"]
        shutil.rmtree(path.parent)
    assert tree(outside) == {}
    assert taken > 0, f"FUPAN_SEED={SEED}"


def test_crafted_copies(real, tmp_path):
    """Spoilt copies: refused and nothing made, or restored into something that can be read from end to end."""
    rng, restored = random.Random(SEED), 0
    for _ in range(times(400, 25_000)):
        bad, path = tmp_path / "bad.db", tmp_path / "to" / "journal.db"
        bad.write_bytes(spoil(real[0], rng))
        before = bad.read_bytes()
        try:
            restore(path, bad, now=sn.NOW)
        except (BadArchive, DamagedRows, CannotWrite):
            assert not path.exists()
        else:
            restored += 1
            sn.content(open_store(path, now=sn.NOW))
        assert bad.read_bytes() == before
        shutil.rmtree(path.parent, ignore_errors=True)
    assert restored > 0, f"FUPAN_SEED={SEED}"


def test_a_crafted_journal_is_only_refused(real, tmp_path):
    """Spoilt as the live file: whatever is asked of it gives an answer or a refusal in words."""
    rng = random.Random(SEED)
    for _ in range(times(300, 10_000)):
        path = tmp_path / "journal.db"
        path.write_bytes(spoil(real[0], rng))
        with contextlib.suppress(FupanError):
            sn.content(open_store(path, now=sn.NOW))
        copies.look(path)


FLOODS = {  # made in the child that reads them: what is forked here stays small
    "one long word": lambda: OPEN + b'{"text":"' + "话".encode() * (20 * MB) + b'"}' + SHUT,
    "emoji": lambda: OPEN + b'{"text":"' + "😀".encode() * (15 * MB) + b'"}' + SHUT,
    "many rows": lambda: OPEN + b'{"a":1},' * (archive.MOST_PARTS - 10) + b"{}" + SHUT,
    "many lists": lambda: OPEN + b"[" + b"[]," * (archive.MOST_PARTS - 10) + b"[]]" + SHUT,
    "many numbers": lambda: OPEN + b"1.5," * (archive.MOST_VALUES - 10) + b"1" + SHUT,
    "many names": lambda: OPEN + b"{" + b",".join(b'"%d":1' % n for n in range(2_000_000)) + b"}" + SHUT,
    "names in a thousand rows": lambda: (
        OPEN
        + b",".join(b"{" + b",".join(b'"%d":1' % (n * 999 + m) for m in range(999)) + b"}" for n in range(1_001))
        + SHUT
    ),
    "too deep": lambda: OPEN + b"[" * 1_000_000,
    "too long": lambda: b" " * (archive.MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", FLOODS)
def test_no_flood_takes_the_memory(name):
    """The worst that fits through the limits is refused within half a gigabyte and five seconds of work."""

    def work(tell):
        raw = FLOODS[name]()
        before = resource.getrusage(resource.RUSAGE_SELF)
        resource.setrlimit(resource.RLIMIT_CPU, (6, 6))
        try:
            check(archive.parse(raw, "j"), "j")
        except BadArchive:
            after = resource.getrusage(resource.RUSAGE_SELF)
            tell((after.ru_maxrss - before.ru_maxrss) // 1024)

    [grown] = run_child(work)
    assert int(grown) < 420  # and what the program itself takes
