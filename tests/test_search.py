"""Finding one's own words in a journal: filters and order, the queue of changed rows, and an index that loses nothing."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lived
import store_nouns as sn
from fupan import model as m
from fupan.archive import TABLES
from fupan.custody import DamagedRows
from fupan.errors import GoalNotFound
from fupan.finding import COLUMNS, ROOMS, BadCause, BadRoom, NoWord, Wanted, parse_cause, parse_rooms, pieces
from fupan.journal import Journal
from fupan.periods import Moment, Quarter, Span, Week, Year
from fupan.store import beginning, copies, digest, file, open_store, search_health, search_index
from fupan.store.restore import restore
from store_children import together

OLD = sorted((Path(__file__).parent / "old_journals").glob("*.db"))
NOW = sn.NOW
W47, W46, W30 = Week(2026, 47), Week(2026, 46), Week(2026, 30)


def at(path):
    store = open_store(path, now=NOW)
    store.clock_trusted = True
    return Journal(store, Moment(NOW, "Asia/Shanghai"))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


def note(number, text, *, week=W47, goal=""):
    return m.Note(id=f"n{number}", day=week.monday, week=week, text=text, goal=goal, written=NOW)


def goal(number, title, **more):
    return m.Goal(id=f"g{number}", title=title, created=NOW, **more)


def put(path, *nouns, tend=True):
    store = open_store(path, now=NOW)
    with store.writing() as writing:
        kept = [writing.put(noun) for noun in nouns]
    if tend:
        store.tend_index()
    return kept


def texts(path, words, **filters):
    return [one.text for one in at(path).search(words, **filters)]


def outside(path, *statements):
    """As any other program would write: plain SQL."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def waiting(path):
    with file.reading(path) as ask:
        return search_index.queued(ask)


def bytes_of(path):
    return hashlib.blake2b(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns


# --- what is found, and in which order ---------------------------------------------------------------------


def test_everything_that_a_person_wrote_is_found_with_its_question(path):
    """A word in each place where words can stand: its week, its goal, the question that it answers."""
    lived.write(path, "2026-11-16", lived.FIRST)
    lived.write(path, "2026-11-23", lived.MISSED)
    put(path, note(1, "two hours in the library"))
    expected = {
        "Tuesday": ("why", "goals.g3.why", "g3", "2026-W47"),
        "1,500": ("goals", "next.g3.title", "g3", "2026-W48"),
        "Ana": ("goals", "next.g3.measure", "g3", "2026-W48"),
        "one page": ("mentor", "mentor.request", "", "2026-W47"),
        "other room": ("rules", "rule", "", "2026-W47"),
        "falling behind": ("motive", "motive.of", "", "2026-W47"),
        "library": ("notes", "note", "", "2026-W47"),
        "submit": ("goals", "next.g2.title", "g2", "2026-Q4"),
    }
    for words, (room, question, of, period) in expected.items():
        one = at(path).search(words)[0]
        assert (one.room, one.question, one.goal, str(one.period)) == (room, question, of, period), words
        assert [one.text[a:b].lower() for a, b in one.spans] == words.lower().split(), words
        assert one.title or not one.goal


def test_choices_hours_and_what_the_program_noted_are_no_words(path):
    """Nobody wrote “did_not_feel_like_it”."""
    lived.write(path, "2026-11-16", lived.FIRST)
    lived.write(path, "2026-11-23", lived.MISSED)
    for words in ("did not feel like it", "laziness", "keep", "yes"):
        assert texts(path, words) == []


def test_words_side_by_side_come_first_then_the_newest(path):
    """And a filter of the number keeps the best."""
    put(
        path,
        note(1, "the GPU had no 显存", week=W47),
        note(2, "GPU 显存 ran out", week=W30),
        note(3, "显存 of the GPU", week=W46),
    )
    assert texts(path, "GPU 显存") == ["GPU 显存 ran out", "the GPU had no 显存", "显存 of the GPU"]
    assert [one.together for one in at(path).search("gpu 显存")] == [True, False, False]
    assert texts(path, "gpu 显存", limit=1) == ["GPU 显存 ran out"]


def test_a_goal_carried_over_is_one_find(path):
    """The same words of the same goal in several weeks: the newest week, and how often before."""
    weeks = [m.GoalWeek(goal="g1", week=W46.shift(n), title="Draft the 绪论") for n in range(3)]
    put(path, goal(1, "Draft the 绪论"), *weeks)
    [one] = at(path).search("绪论")
    assert (one.period, one.repeated) == (Week(2026, 48), 2)
    assert [str(one.period) for one in at(path).search("绪论", period=W46)] == ["2026-W46"]


def test_filters_combine(path):
    """Place, period, cause and goal, each alone and together."""
    put(
        path,
        goal(1, "paper", level=m.Level.QUARTER, quarter=Quarter(2026, 4)),
        goal(2, "section on the phone", parent="g1"),
        goal(3, "phone cleanup"),
        m.GoalWeek(goal="g2", week=W47, title="section", gap=m.Gap(why="the phone again")),
        m.GoalWeek(goal="g3", week=W46, title="cleanup", gap=m.Gap(why="no phone at hand")),
        m.Verdict(goal="g2", period="2026-W47", final=m.Cause.LAZINESS, decided=NOW),
        m.Verdict(goal="g3", period="2026-W46", final=m.Cause.ABILITY, decided=NOW),
        note(1, "phone bill", week=W30),
    )
    assert len(texts(path, "phone")) == 5
    assert texts(path, "phone", within=("why",)) == ["the phone again", "no phone at hand"]
    assert texts(path, "phone", within=("why", "notes"), period=Span(W30, W46)) == ["no phone at hand", "phone bill"]
    assert texts(path, "phone", cause=m.Cause.LAZINESS) == ["section on the phone", "the phone again"]
    assert texts(path, "phone", cause=m.Cause.LAZINESS, within=("why",), period=W46) == []
    assert texts(path, "phone", goal="g1") == ["section on the phone", "the phone again"]
    assert texts(path, "phone", goal="phone cleanup", within=("why",)) == ["no phone at hand"]
    assert texts(path, "phone", period=Quarter(2026, 3)) == ["phone bill"]
    with pytest.raises(GoalNotFound):
        texts(path, "phone", goal="nothing of the kind")


def test_a_sealed_letter_is_not_found_before_its_day(path):
    """Once it was opened it is."""
    from fupan.long_view import Letter

    letter = Letter(id="l1", text="dear 明年的我", opens=NOW.date() + timedelta(days=300), written=NOW)
    [kept] = put(path, letter)
    assert texts(path, "明年") == []
    put(path, replace(kept, opened=NOW))
    assert texts(path, "明年") == ["dear 明年的我"]


def test_a_year_and_five_years_are_searched_but_not_their_sealed_letter(path):
    """Their answers with their periods; what was put into an envelope stays there."""
    from fupan.long_view import LongReview, Scope

    told = {"grew": "我学会了说不", "letter": "to the 将来", "direction.again": "yes", "rules.1.text": "twice 将来"}
    whole = LongReview(period="2026", scope=Scope.YEAR, started=NOW, written=NOW, zone="UTC", answers=told)
    five = replace(whole, period="2022..2026", scope=Scope.FIVE_YEARS, answers={"chapters.2024": "说不出口的一年"})
    put(path, whole, five)
    found = at(path).search("说不")
    assert [(str(one.period), one.question) for one in found] == [
        ("2026", "grew"),
        ("2022-W01..2026-W53", "chapters.2024"),
    ]
    assert at(path).search("说不", period=Year(2026))[0].question == "grew"
    assert texts(path, "将来") == texts(path, "yes") == []


def test_what_cannot_be_looked_for_is_refused(path):
    """No word, an unknown place, an unknown cause: each with what there is."""
    put(path, note(1, "word"))
    for words in ("", "。。", "\x00", "\ud800", "🎉"):
        with pytest.raises(NoWord):
            texts(path, words)
    assert parse_rooms(["why,笔记", "why"]) == ("why", "notes")
    assert set(parse_rooms([",".join(ROOMS)])) == set(ROOMS)
    assert parse_cause("懒") is m.Cause.LAZINESS
    with pytest.raises(BadRoom):
        parse_rooms(["nowhere"])
    with pytest.raises(BadCause):
        parse_cause("weather")


@given(words=st.text(max_size=60), limit=st.integers(1, 3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_no_query_breaks_a_search(words, limit, path):
    """Whatever is typed: an answer, or NoWord."""
    if not path.exists():
        put(path, note(1, sn.ODD), note(2, "研究 and review"), tend=False)
    with suppress(NoWord):
        assert len(at(path).search(words, limit=limit)) <= limit


@given(st.text(min_size=1, max_size=900), st.data())
def test_a_snippet_shows_the_first_place_and_is_short(text, data):
    """Whatever the text: the pieces are what stands there, the first span is among them, on one line."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 20)))
    shown = pieces(text, ((start, end),))
    assert sum(hit for _, hit in shown) == 1
    [hit] = [piece for piece, hit in shown if hit]
    assert text[start:end].startswith(hit) or "".join(" " if c.isspace() else c for c in text[start:end]).startswith(
        hit
    )
    assert not any("\n" in piece for piece, _ in shown)
    assert sum(len(piece) for piece, _ in shown) <= COLUMNS + 2


# --- the queue and the index -------------------------------------------------------------------------------


def test_a_search_changes_no_byte(path):
    """With an index, with rows in its queue, and without any index."""
    put(path, note(1, "研究"), tend=False)
    for step in (lambda: None, lambda: search_index.tend(path), lambda: put(path, note(2, "研究 too"), tend=False)):
        step()
        before = bytes_of(path)
        assert "研究" in texts(path, "研究")
        assert bytes_of(path) == before


def test_whatever_writes_is_found_at_once(path):
    """Plain SQL from outside: added, changed and deleted rows, before and after the index is tended."""
    put(path, note(1, "first"), note(2, "second"))
    outside(
        path,
        "UPDATE note SET text = '改过的' WHERE id = 'n1'",
        "DELETE FROM note WHERE id = 'n2'",
        "INSERT INTO note SELECT version, digest, 'n3', day, week, '外来的', goal, hours, estimated, written FROM note",
    )
    for tend in (False, True):
        if tend:
            assert search_index.tend(path) == 0
        assert (texts(path, "first"), texts(path, "second")) == ([], [])
        assert (texts(path, "改过"), texts(path, "外来")) == (["改过的"], ["外来的"])
        assert bool(waiting(path)) is not tend


def test_a_row_that_gets_another_key_is_found_under_it(path):
    """Also one whose key was taken from another row by force."""
    put(path, goal(1, "g"), m.GoalWeek(goal="g1", week=W46, title="moved"))
    outside(path, "UPDATE goal_week SET week = '2026-W47'", "UPDATE OR REPLACE note SET id = 'n9'")
    for tend in (False, True):
        if tend:
            search_index.tend(path)
        assert [str(one.period) for one in at(path).search("moved")] == ["2026-W47"]


def test_an_answer_of_an_interview_does_not_touch_the_index(path):
    """Its save path writes nothing but the draft, and the index is not even asked."""
    lived.write(path, "2026-11-16", lived.FIRST)
    search_index.tend(path)
    journal = lived.journal_at(path, "2026-11-23")
    sheet = journal.open_week()
    journal.keep(sheet, "rule", "a 规律 not sealed yet")
    assert (journal.store.wrote, journal.store.changed) == (True, False)
    assert waiting(path) == []
    assert texts(path, "规律") == []


def test_a_long_queue_is_brought_in_bit_by_bit(path):
    """A command takes a bounded share; a search misses nothing meanwhile; the doctor takes all."""
    put(path, *(note(n, f"entry {n} 数据库") for n in range(1, 41)), tend=False)
    assert search_index.tend(path, most=15) == 25
    assert len(texts(path, "数据库", limit=100)) == 40
    assert len(waiting(path)) == 25
    [sign] = search_health.examine(path, mend=True, keys=None)
    assert (sign.state, sign.values["texts"], waiting(path)) == ("mended", 40, [])


@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_an_old_journal_is_searched_without_an_index(old, path):
    """Every schema that was ever released; the index comes with the first command that writes."""
    shutil.copy(old, path)
    journal = at(path)
    with file.reading(path) as ask:
        assert not search_index.made(ask)
        words = [text for (text,) in ask("SELECT title FROM goal WHERE title GLOB '*[a-z]*'")]
    before = {word: texts(path, word) for word in words}
    assert all(words and word in found for word, found in before.items())
    journal.note("now 有索引")
    journal.store.tend_index()
    with file.reading(path) as ask:
        assert search_index.made(ask)
    assert {word: texts(path, word) for word in words} == before
    assert texts(path, "索引") == ["now 有索引"]


@pytest.mark.parametrize(
    "harm",
    [
        "DROP TRIGGER search_note_update",
        "DROP TABLE search_queue",
        "DROP TABLE search",
        "DROP INDEX search_entry_of",
    ],
)
def test_an_index_of_another_form_is_made_anew(path, harm):
    """Whatever is missing or different: a search does without, and the next tending makes all of it anew."""
    put(path, note(1, "研究"))
    if "TABLE search_queue" in harm:
        outside(
            path,
            *(
                f"DROP TRIGGER search_{source}_{event}"
                for source in search_index.SOURCES
                for event in ("insert", "update", "delete")
            ),
        )
    outside(path, harm, "UPDATE note SET text = '改了'")
    assert (texts(path, "研究"), texts(path, "改了")) == ([], ["改了"])
    search_index.tend(path)
    with file.reading(path) as ask:
        assert search_index.made(ask)
    assert (texts(path, "研究"), texts(path, "改了")) == ([], ["改了"])


@pytest.mark.parametrize(
    ("harm", "state"),
    [
        ("DELETE FROM search_data WHERE id > 10", "ok"),
        ("UPDATE search_entry SET same = 'x'", "warn"),
        ("DELETE FROM search_docsize", "warn"),
        ("DELETE FROM search_entry WHERE id = 1", "warn"),
    ],
)
def test_a_damaged_index_hides_nothing_and_the_doctor_mends_it(path, harm, state):
    """What the journal says is found, its check stays clean, and the index is made anew."""
    put(path, note(1, "研究"), note(2, "复盘"))
    outside(path, harm)
    if "data" in harm:
        assert texts(path, "研究") == ["研究"]
    assert copies.look(path).good
    assert [sign.state for sign in search_health.examine(path, mend=False, keys=None)] == [state]
    assert [sign.state for sign in search_health.examine(path, mend=True, keys=None)] == ["mended"]
    assert [sign.state for sign in search_health.examine(path, mend=True, keys=None)] == ["ok"]
    assert texts(path, "研究") == ["研究"]


# --- what goes, goes ---------------------------------------------------------------------------------------


def shadow(path):
    """Every byte that the index holds of words."""
    with closing(sqlite3.connect(path)) as connection:
        return b"".join(
            str(value).encode() if not isinstance(value, bytes) else value
            for table in ("search_data", "search_content", "search_entry")
            for row in connection.execute(f"SELECT * FROM {table}")
            for value in row
        )


def test_undo_leaves_no_word_in_the_index(path):
    """Neither its text nor its stem; the history keeps what was said, and redo finds it again."""
    put(path, note(1, "stays"))
    journal = at(path)
    journal.note("zyzzyva 蟠桃")
    journal.store.tend_index()
    assert b"zyzzyva" in shadow(path)
    journal.undo()
    journal.store.tend_index()
    assert texts(path, "zyzzyva") == []
    left = shadow(path)
    assert b"zyzzy" not in left
    assert "蟠".encode() not in left
    journal.undo(redo=True)
    journal.store.tend_index()
    assert texts(path, "蟠桃") == ["zyzzyva 蟠桃"]


def test_purge_leaves_no_word_in_the_file(path):
    """Not in the index of the journal, nor in that of its copies, when they are purged too."""
    put(path, note(1, "zyzzyva 蟠桃"), note(2, "stays"))
    copy = copies.daily(path, NOW.date(), W47)
    for place in (path, copy):
        assert b"zyzzyva" in place.read_bytes()
    at(path).purge("n1", from_copies=True)
    for place in (path, copy):
        assert b"zyzzy" not in place.read_bytes()
        assert "蟠".encode() not in place.read_bytes()
    assert texts(path, "stays") == ["stays"]
    search_index.tend(path)
    assert (texts(path, "zyzzyva"), texts(path, "stays")) == ([], ["stays"])


def test_a_purge_that_only_looks_changes_nothing(path):
    """The index stays as it is."""
    put(path, note(1, "研究"))
    at(path).purge("n1", dry_run=True)
    with file.reading(path) as ask:
        assert search_index.made(ask)


# --- the index is no part of the journal -------------------------------------------------------------------


def test_the_index_is_neither_exported_nor_compared(path):
    """Documents and fingerprints speak of the journal's own tables."""
    put(path, note(1, "研究"))
    with at(path).whole(lambda _: None) as tables:
        assert {name for name, rows in tables if list(rows) is not None} == set(TABLES)
    with file.reading(path) as ask:
        assert not any(search_index.ours(table) for table in digest.fingerprint(ask))


def test_a_copied_file_is_verified_and_restored_with_or_without_its_index(path, tmp_path):
    """What the copy's index says comes along nowhere."""
    put(path, note(1, "研究"))
    copy = tmp_path / "copy.db"
    shutil.copy(path, copy)
    outside(copy, "UPDATE search_content SET c0 = 'planted'")
    assert copies.look(copy).good
    put(path, note(2, "later"))
    restore(path, copy, now=NOW)
    assert (texts(path, "研究"), texts(path, "later"), texts(path, "planted")) == (["研究"], [], [])
    assert b"planted" not in path.read_bytes()
    search_index.tend(path)
    assert (texts(path, "研究"), texts(path, "later")) == (["研究"], [])


@pytest.mark.parametrize(
    "harm",
    [
        (
            "DROP TRIGGER search_note_insert",
            "CREATE TRIGGER search_note_insert AFTER INSERT ON note BEGIN DELETE FROM goal; END",
        ),
        ("CREATE TABLE search_more (x)",),
        ("CREATE VIRTUAL TABLE search_rows USING fts5(x)",),
    ],
)
def test_what_only_bears_a_name_of_the_index_is_a_stranger(path, harm):
    """A copy in which something else hides under its names is not taken."""
    put(path, note(1, "研究"))
    outside(path, *harm)
    assert copies.look(path).trouble == copies.STRANGER


def test_damage_of_a_row_is_told_as_before(path):
    """The index does not keep the digests from seeing it."""
    put(path, note(1, "研究"))
    outside(path, "UPDATE note SET text = '研穷'")
    with pytest.raises(DamagedRows):
        copies.daily(path, NOW.date(), W47)


# --- many at once ------------------------------------------------------------------------------------------


def test_four_write_while_two_search(path):
    """No command fails, no search misses what was committed before it began, and in the end all is indexed."""
    put(path, note(1000, "begin"))

    def write(first):
        def work(tell):
            for n in range(first, first + 12):
                journal = at(path)
                journal.note(f"entry{n} 数据库")
                with suppress(Exception):
                    journal.store.tend_index()
                tell(f"{n}")

        return work

    def look(tell):
        seen = 0
        for _ in range(25):
            count = len(texts(path, "数据库", limit=1000))
            assert count >= seen
            seen = count
        tell(str(seen))

    told = together(*(write(100 * k) for k in range(1, 5)), look, look)
    assert [len(words) for words in told[:4]] == [12] * 4
    while search_index.tend(path, patience=5):
        pass
    assert len(texts(path, "数据库", limit=1000)) == 48
    assert [sign.state for sign in search_health.examine(path, mend=False, keys=None)] == ["ok"]
    assert list(path.parent.iterdir()) == [path]


def test_an_encrypted_journal_is_searched_in_its_own_file(path, monkeypatch):
    """The index is encrypted with the rest; no word of it stands in the file."""
    pytest.importorskip("sqlcipher3")
    from fupan import secrecy
    from fupan.secrecy import Keys, Secret
    from fupan.store import sealing

    monkeypatch.setattr(secrecy, "ROUNDS", 1)
    put(path, note(1, "zyzzyva 蟠桃"))
    keys = Keys()
    sealing.convert(path, Secret("right"), keys=keys, now=NOW, name="encrypt")
    store = open_store(path, now=NOW, keys=Keys(Secret("right")))
    for tend in (False, True):
        if tend:
            store.tend_index()
        assert [one.text for one in store.search(Wanted(words="蟠桃"))] == ["zyzzyva 蟠桃"]
    with store.writing() as writing:
        writing.put(note(2, "蟠桃 again"))
    assert len(store.search(Wanted(words="蟠桃"))) == 2
    store.tend_index()
    assert [sign.state for sign in search_health.examine(path, mend=True, keys=keys)] == ["ok"]
    assert b"zyzzyva" not in path.read_bytes()
    assert path.read_bytes()[:5] == beginning.SEAL
