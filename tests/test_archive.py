"""A journal taken out whole and brought in: byte by byte, newer before older, nothing half-stored."""

from __future__ import annotations

import copy
import json
import shutil
import stat
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import store_nouns as sn
from counts import times
from fupan import archive
from fupan import model as m
from fupan.archive_merge import fresh, merge
from fupan.archive_schema import journal_schema
from fupan.cli import taking_out
from fupan.custody import BadArchive
from fupan.errors import FupanError
from fupan.periods import Week
from fupan.render.archive import as_json, cell
from fupan.store import file, open_store, rows
from fupan.store.digest import check_digests
from fupan.store.incoming import LINKS
from fupan.store.nouns import table
from fupan.store.outgoing import whole

LATER = sn.NOW + timedelta(days=2)
LATEST = sn.NOW + timedelta(days=4)


def document(store) -> str:
    with whole(store.path) as tables:
        return "".join(as_json(file.SCHEMA, tables))


def parsed(text) -> dict:
    return archive.parse(text.encode(), "j.json")


def brought(path, text, *, now=sn.NOW, dry_run=False):
    store = open_store(path, now=now)
    return store, store.take_in(parsed(text), "j.json", dry_run=dry_run)


@pytest.fixture
def store(tmp_path):
    return sn.filled(tmp_path / "journal.db", far=True)


# --- the document ----------------------------------------------------------------------------------------


def test_the_document_has_every_table_and_column():
    """Whatever the store keeps is in an export: but for digests, which are made anew."""
    kept = {table(row).name: row for row in rows.Row.__subclasses__()}
    assert set(archive.TABLES) == set(kept)
    for name, row in kept.items():
        assert set(archive.columns(name)) == {column.name for column in table(row).columns} - {"digest"}
        links = {(one.parent.name, one.column.table.name) for one in table(row).foreign_keys}
        assert links == {(column, to) for of, column, to in LINKS if of == name}
        assert archive.KEYS[name] == tuple(column.name for column in table(row).primary_key.columns)
        for column in table(row).columns:
            kind = archive.columns(name).get(column.name, "")
            assert not kind or kind.endswith("?") == bool(column.nullable), (name, column.name)


def test_an_export_keeps_to_its_schema(store, run):
    """`fupan schema journal` describes what `fupan export` writes."""
    schema = json.loads(run("schema", "journal").out)
    Draft202012Validator.check_schema(schema)
    assert [problem.message for problem in Draft202012Validator(schema).iter_errors(json.loads(document(store)))] == []


def test_the_schema_refuses_what_is_no_journal(store):
    """A missing column, an unknown one and a value out of its list are seen by the schema."""
    check = Draft202012Validator(journal_schema(file.SCHEMA))
    for spoil in (
        lambda data: data["goal"][0].pop("title"),
        lambda data: data["goal"][0].update(mood=1),
        lambda data: data["goal"][0].update(outcome="exploded"),
        lambda data: data.update(schema=99),
    ):
        made = json.loads(document(store))
        spoil(made["data"])
        assert not check.is_valid(made)


def test_there_and_back_is_the_same_bytes(store, tmp_path):
    """An export brought into an empty journal exports as the very same bytes, and reads as the same nouns."""
    text = document(store)
    other, done = brought(tmp_path / "other" / "journal.db", text)
    assert done.whole
    assert document(other) == text
    assert check_digests(other.path) == ()
    assert sn.content(other) == sn.content(store)
    with other.writing() as writing:
        assert writing.new_id("g") == "g11"  # no number is given twice


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    path = tmp_path_factory.mktemp("blank") / "journal.db"
    with open_store(path, now=sn.NOW).writing() as writing:
        writing.drop_draft("nothing")
    return path


anything = st.lists(
    st.one_of(sn.goal_weeks, sn.motives, sn.verdicts, sn.trials, sn.notes, sn.weekly, sn.quarterly), max_size=6
)


def there_and_back(tmp_path_factory, blank, goal, nouns, draft):
    folder = tmp_path_factory.mktemp("hypothesis")
    one, two = (folder / name for name in ("one.db", "two.db"))
    shutil.copy(blank, one)
    shutil.copy(blank, two)
    store = open_store(one, now=sn.NOW)
    with store.writing() as writing:
        writing.put(goal)
        for noun in nouns:
            with suppress(FupanError):  # two of one key
                writing.put(noun)
        for key, value in draft.answers.items():
            writing.keep_answer(draft, key, value)
    text = document(store)
    other, _ = brought(two, text)
    assert document(other) == text
    assert check_digests(two) == ()


quiet = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]


@settings(max_examples=25, deadline=None, suppress_health_check=quiet)
@given(goal=sn.goals, nouns=anything, draft=sn.drafts)
def test_any_journal_goes_there_and_back(tmp_path_factory, blank, goal, nouns, draft):
    """Whatever can be written comes back byte by byte."""
    there_and_back(tmp_path_factory, blank, goal, nouns, draft)


@pytest.mark.trust
@settings(max_examples=times(200, 10_000), deadline=None, suppress_health_check=quiet)
@given(goal=sn.goals, nouns=anything, draft=sn.drafts)
def test_two_hundred_journals_go_there_and_back(tmp_path_factory, blank, goal, nouns, draft):
    """The same, often."""
    there_and_back(tmp_path_factory, blank, goal, nouns, draft)


# --- one journal into another ----------------------------------------------------------------------------


@pytest.fixture
def twins(store, tmp_path):
    """One journal on two computers."""
    path = tmp_path / "laptop" / "journal.db"
    path.parent.mkdir()
    shutil.copy(store.path, path)
    return store, path


def edit(path, now, *, goal="g2", **changes):
    store = open_store(path, now=now)
    with store.writing() as writing:
        writing.put(replace(next(one for one in store.goals() if one.id == goal), **changes))
    return store


def goal_of(path, goal="g2"):
    return next(one for one in open_store(path, now=LATEST).goals() if one.id == goal)


def test_the_newer_wins_and_the_older_is_kept_in_the_history(twins):
    """What was changed later over there comes; what it said here before can still be read."""
    here, there = twins
    edit(there, LATER, title="later")
    _, done = brought(here.path, document(open_store(there, now=LATER)), now=LATEST)
    assert goal_of(here.path).title == "later"
    assert done.changed == {"goal": 1}
    assert here.earlier("goal", "g2")[-1][1]["title"] == "Draft §3"


def test_the_newer_here_is_never_overwritten(twins):
    """What was changed here later stays, however often it was changed over there before."""
    here, there = twins
    for title in ("a", "b", "c"):
        edit(there, LATER, title=title)
    edit(here.path, LATEST, title="mine")
    _, done = brought(here.path, document(open_store(there, now=LATER)), now=LATEST)
    assert goal_of(here.path).title == "mine"
    assert done.kept == {"goal": 1}
    assert done.changed == {}


def test_a_change_from_between_two_imports_still_comes(twins):
    """An import does not make what it brought look newer than it is."""
    here, there = twins
    edit(there, LATER, title="first")
    brought(here.path, document(open_store(there, now=LATER)), now=LATEST)
    edit(there, LATER + timedelta(hours=1), title="second")
    brought(here.path, document(open_store(there, now=LATER)), now=LATEST + timedelta(days=1))
    assert goal_of(here.path).title == "second"


def test_twice_the_same_import_changes_nothing_more(twins):
    """A second import of one file brings nothing, not even history."""
    here, there = twins
    edit(there, LATER, title="later")
    text = document(open_store(there, now=LATER))
    brought(here.path, text, now=LATEST)
    before = document(here)
    _, done = brought(here.path, text, now=LATEST)
    assert (done.added, done.changed) == ({}, {})
    assert document(here) == before


def test_two_goals_of_one_number_are_both_kept(twins):
    """Goals that were made on two computers get two numbers, and what belongs to them follows."""
    here, there = twins
    for path, title, hour in ((here.path, "here", 1), (there, "there", 2)):
        store = open_store(path, now=LATER)
        created = LATER + timedelta(hours=hour)
        with store.writing() as writing:
            new = writing.new_id("g")
            writing.put(m.Goal(id=new, title=title, created=created))
            writing.put(m.GoalWeek(goal=new, week=Week(2027, 2), title=title))
            note = writing.new_id("n")
            writing.put(m.Note(id=note, day=created.date(), week=Week(2027, 2), text=title, goal=new, written=created))
    text = document(open_store(there, now=LATER))
    _, done = brought(here.path, text, now=LATEST)
    assert done.renamed == {"g11": "g12", "n3": "n4"}
    merged = open_store(here.path, now=LATEST)
    assert {goal.id: goal.title for goal in merged.goals() if goal.id in ("g11", "g12")} == {
        "g11": "here",
        "g12": "there",
    }
    weeks = merged.goal_weeks(Week(2027, 2), Week(2027, 2))
    assert {(one.goal, one.title) for one in weeks} == {("g11", "here"), ("g12", "there")}
    assert {(one.goal, one.text) for one in merged.notes(Week(2027, 2), Week(2027, 2))} == {
        ("g11", "here"),
        ("g12", "there"),
    }
    _, again = brought(here.path, text, now=LATEST)
    assert (again.added, again.changed) == ({}, {})
    assert check_digests(here.path) == ()


def test_what_was_taken_out_here_stays_out(twins):
    """A note that was removed here after it was written does not come back with an older export."""
    here, there = twins
    text = document(open_store(there, now=LATER))
    store = open_store(here.path, now=LATER)
    with store.writing() as writing:
        writing.remove(next(note for note in store.notes(sn.W53, sn.W53) if note.id == "n2"))
    _, done = brought(here.path, text, now=LATEST)
    assert [note.id for note in store.notes(sn.W53, sn.W53)] == ["n1"]
    assert done.kept == {"note": 1}


def test_what_belongs_to_something_that_was_taken_out_here(twins):
    """A goal that was removed here stays out; its weeks stay out with it, a note about it comes without it."""
    here, there = twins
    other = open_store(there, now=LATER)
    with other.writing() as writing:
        writing.put(m.GoalWeek(goal="g10", week=Week(2027, 2), title="late"))
        writing.put(m.Goal(id="g11", title="child", created=LATER, parent="g10"))
        note = m.Note(id="n9", day=LATER.date(), week=Week(2027, 2), text="about it", goal="g10", written=LATER)
        writing.put(note)
    store = open_store(here.path, now=LATEST)
    with store.writing() as writing:
        writing.remove(next(goal for goal in store.goals() if goal.id == "g10"))
    _, done = brought(here.path, document(other), now=LATEST)
    assert {goal.id: goal.parent for goal in store.goals()} == {"g1": "", "g2": "g1", "g11": ""}
    assert store.goal_weeks(Week(2027, 2), Week(2027, 2)) == ()
    assert [(one.text, one.goal) for one in store.notes(Week(2027, 2), Week(2027, 2))] == [("about it", "")]
    assert done.added == {"goal": 1, "note": 1}
    assert check_digests(here.path) == ()


def test_scores_of_a_quarter_that_was_taken_out_here(twins):
    """Scores do not come without their review."""
    here, there = twins
    other = open_store(there, now=LATER)
    quarterly = other.quarterly(other.quarters()[0])
    with other.writing() as writing:
        writing.put(replace(quarterly, scores=(replace(quarterly.scores[0], final=0.9),)))
    store = open_store(here.path, now=LATEST)
    with store.writing() as writing:
        writing.remove(store.quarterly(store.quarters()[0]))
    brought(here.path, document(other), now=LATEST)
    assert store.quarters() == ()
    assert check_digests(here.path) == ()


def test_a_journal_is_as_old_as_its_older_half(twins):
    """What the journal knows of itself comes too, where it is older or not known here."""
    here, there = twins
    made = json.loads(document(open_store(there, now=LATER)))
    made["data"]["journal"][0]["value"] = "2020-01-01T00:00:00+00:00"
    made["data"]["journal"].append({"key": "mood", "value": "calm", "version": 2})
    brought(here.path, json.dumps(made), now=LATEST)
    assert here.facts()["created"] == "2020-01-01T00:00:00+00:00"
    assert here.facts()["mood"] == "calm"
    assert check_digests(here.path) == ()


def test_a_draft_under_way_here_is_left_alone(twins):
    """Two unfinished interviews of one week are not mixed."""
    here, there = twins
    with open_store(there, now=LATER).writing() as writing:
        writing.keep_answer(sn.DRAFT, "open", "from there")
    brought(here.path, document(open_store(there, now=LATER)), now=LATEST)
    assert here.draft(sn.DRAFT.period).answers["open"] == sn.ODD


def test_a_look_changes_nothing(twins, tmp_path):
    """--dry-run tells what would come, and neither a byte nor a file is made."""
    here, there = twins
    edit(there, LATER, title="later")
    before = here.path.read_bytes()
    text = document(open_store(there, now=LATER))
    _, done = brought(here.path, text, now=LATEST, dry_run=True)
    assert done.changed == {"goal": 1}
    assert here.path.read_bytes() == before
    _, done = brought(tmp_path / "none" / "journal.db", text, dry_run=True)
    assert done.added["goal"] == 3
    assert not (tmp_path / "none").exists()


changes = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from(["g1", "g2", "g10"]), st.integers(1, 500), sn.text), max_size=6
)


@settings(max_examples=30, deadline=None, suppress_health_check=quiet)
@given(changes=changes)
def test_two_computers_come_to_agree(tmp_path_factory, changes):
    """After both have brought in the other's export, both say the same, and the latest words have won."""
    folder = tmp_path_factory.mktemp("twins")
    for place in "ab":
        sn.filled(folder / f"{place}.db")
    latest = {}
    for place, goal, minutes, title in sorted(changes, key=lambda change: change[2]):
        edit(folder / f"{place}.db", sn.NOW + timedelta(minutes=minutes), goal=goal, title=title)
        latest[goal] = (minutes, title)
    texts = {place: document(open_store(folder / f"{place}.db", now=LATER)) for place in "ab"}
    for here, there in ("ab", "ba"):
        brought(folder / f"{here}.db", texts[there], now=LATER)
    told = [{goal.id: goal.title for goal in open_store(folder / f"{place}.db", now=LATER).goals()} for place in "ab"]
    clashes = {goal for _, goal, minutes, _ in changes if len({c[0] for c in changes if c[1:3] == (goal, minutes)}) > 1}
    for goal, (_, title) in latest.items():
        if goal not in clashes:
            assert [one[goal] for one in told] == [title, title]


def test_merging_knows_an_empty_journal():
    """Only what a new journal begins with does not count as written."""
    empty = {name: [] for name in archive.TABLES}
    assert fresh(empty)
    assert not fresh({**empty, "counter": [{"kind": "g", "last": 1, "version": 2}]})
    assert merge(empty, empty).rows == empty


# --- broken, huge, malicious -----------------------------------------------------------------------------


def spoilt(store, spoil) -> bytes:
    made = json.loads(document(store))
    spoil(made["data"])
    return json.dumps(made).encode()


def at(name, number, **values):
    return lambda data: data[name][number].update(values)


SPOILS = {
    "unknown table": lambda data: data.update(evil=[]),
    "newer": lambda data: data.update(schema=99),
    "ancient": lambda data: data.update(schema=0),
    "no list": lambda data: data.update(goal={}),
    "no row": lambda data: data["goal"].append("x"),
    "column missing": lambda data: data["goal"][0].pop("why"),
    "column too many": at("goal", 0, rowid=1),
    "twice": lambda data: data["goal"].append(copy.deepcopy(data["goal"][0])),
    "orphan": at("note", 0, goal="g99"),
    "no id": at("goal", 0, id="../../etc/passwd"),
    "id too long": at("goal", 0, id="g" + "9" * 400),
    "no outcome": at("goal", 2, outcome="exploded"),
    "bool for audience": at("field_audience", 0, level=True),
    "text for number": at("goal", 0, hours="90"),
    "number for text": at("goal", 0, title=5),
    "list for text": at("goal", 0, title=["x"]),
    "null for text": at("goal", 0, title=None),
    "bool for integer": at("goal", 0, confidence=True),
    "too large": at("goal", 0, confidence=2**70),
    "no week": at("motive", 0, week="2026-W54"),
    "no day": at("note", 0, day="2026-02-30"),
    "moment without zone": at("note", 0, written="2026-02-01T10:00:00"),
    "no moment": at("note", 0, written="yesterday"),
    "level of another period": at("review", 1, level="quarter"),
    "odd offset": at("review", 0, offset_minutes=99999),
    "no gap": at("goal_week", 1, gap=5),
    "gap of lists": at("goal_week", 1, gap={"why": []}),
    "no diagnosis": at("verdict", 1, program={}),
    "findings of numbers": at(
        "verdict", 1, program={"cause": "unclear", "p_laziness": 0, "log_odds": 0, "findings": [1]}
    ),
    "slots of numbers": at("trial", 0, slots={"a": 1}),
    "marks of words": at("review", 0, marks={"best": "x"}),
    "answers of a list": at("review", 0, answers=[]),
    "deep": at("review", 0, answers={"a": json.loads("[" * 60 + "]" * 60)}),
}


@pytest.mark.parametrize("name", SPOILS)
def test_what_does_not_fit_is_refused_whole(store, tmp_path, name):
    """One bad value anywhere: the file is refused with its place, and nothing at all is stored."""
    raw = spoilt(store, SPOILS[name])
    target = tmp_path / "other" / "journal.db"
    sn.filled(target)
    before = target.read_bytes()
    with pytest.raises(BadArchive) as caught:
        open_store(target, now=sn.NOW).take_in(archive.parse(raw, "j.json"), "j.json")
    assert caught.value.why
    assert target.read_bytes() == before


BROKEN = {
    "empty": b"",
    "no json": b"hello",
    "no utf-8": b"\xff\xfe\x00",
    "cut": b'{"fupan":1,"kind":"journal","data":{"schema":1,"goal":[{"id"',
    "another kind": b'{"fupan":1,"kind":"report","data":{}}',
    "a list": b"[]",
    "no schema": b'{"fupan":1,"kind":"journal","data":{}}',
    "a schema of words": b'{"fupan":1,"kind":"journal","data":{"schema":"1"}}',
    "a name twice": b'{"fupan":1,"fupan":1,"kind":"journal","data":{"schema":1}}',
    "no number": b'{"fupan":1,"kind":"journal","data":{"schema":NaN}}',
    "endless number": b'{"fupan":1,"kind":"journal","data":{"schema":' + b"9" * 10_000 + b"}}",
    "endless depth": b'{"fupan":1,"kind":"journal","data":' + b"[" * 100_000,
    "too many parts": b"{" * (archive.MOST_PARTS + 1),
    "too many values": b"," * (archive.MOST_VALUES + 1),
    "too long": b" " * (archive.MOST_BYTES + 1),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_export_is_refused(name):
    """Broken and huge files are refused in words before anything is built from them."""
    with pytest.raises(BadArchive):
        archive.parse(BROKEN[name], "j.json")


@settings(max_examples=60, deadline=None, suppress_health_check=quiet)
@given(data=st.data())
def test_mutations_are_refused_or_readable(store, tmp_path_factory, blank, data):
    """A few bytes changed anywhere: refused in words, or stored so that everything can be read."""
    raw = bytearray(document(store).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    path = tmp_path_factory.mktemp("mutated") / "journal.db"
    shutil.copy(blank, path)
    other = open_store(path, now=sn.NOW)
    try:
        other.take_in(archive.parse(bytes(raw), "j.json"), "j.json")
    except BadArchive:
        assert path.read_bytes() == blank.read_bytes()
    else:
        sn.content(other)
        assert check_digests(path) == ()


# --- the commands ----------------------------------------------------------------------------------------


def test_export_and_import_by_command(run, home, tmp_path):
    """What one computer exports the other imports: private file, one line that says what it is."""
    run("goal", "add", "submit the rebuttal", "--hours", "6")
    run("note", "秘密", "-g", "g1")
    target = tmp_path / "journal.json"
    done = run("export", str(target))
    assert done.status == 0
    assert "full copy" in done.err
    assert done.err.count("\n") == 1
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    other = tmp_path / "other"
    looked = run("import", str(target), "--dry-run", FUPAN_HOME=str(other))
    assert looked.status == 0
    assert not other.exists()
    came = run("import", str(target), "--json", FUPAN_HOME=str(other))
    assert came.json["kind"] == "imported"
    assert came.data["added"] == {"goal": 1, "goal_week": 1, "note": 1}
    assert run("export", "-", FUPAN_HOME=str(other)).out == target.read_text(encoding="utf-8")


def test_an_export_replaces_nothing_and_follows_no_link(run, tmp_path):
    """A file that is there stays as it is; a link is not written through."""
    run("note", "a")
    there = tmp_path / "there.json"
    there.write_text("mine")
    link = tmp_path / "link.json"
    link.symlink_to(tmp_path / "elsewhere.json")
    for target in (there, link):
        done = run("export", str(target))
        assert done.status == 1
        assert "there already" in done.err
    assert there.read_text() == "mine"
    assert not (tmp_path / "elsewhere.json").exists()


def test_a_folder_of_weeks(run, tmp_path):
    """Markdown has one file a week, its words escaped, all private."""
    run("note", "# no heading <script>alert(1)</script>", "--hours", "1")
    target = tmp_path / "weeks"
    assert run("export", str(target), "--as", "md").status == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o700
    [page] = target.iterdir()
    assert page.name == "2026-W48.md"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# 2026-W48\n")
    assert "<script>" not in text
    assert "\n# no heading" not in text
    assert run("export", str(target), "--as", "md").status == 1


def test_a_rich_journal_as_markdown(store, run, home, tmp_path):
    """Reviews of weeks and quarters each have their page."""
    home.mkdir()
    shutil.copy(store.path, home / "journal.db")
    assert run("export", str(tmp_path / "md"), "--as", "md").status == 0
    assert sorted(page.name for page in (tmp_path / "md").iterdir()) == ["2026-Q4.md", "2026-W52.md", "2026-W53.md"]
    assert "DROP TABLE" in (tmp_path / "md" / "2026-W53.md").read_text(encoding="utf-8")


NASTY = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000=1",
    "\u00a0+1",
]


@pytest.mark.parametrize("text", NASTY)
def test_no_cell_is_a_formula(text):
    """What a spreadsheet would compute gets an apostrophe."""
    assert cell(text).startswith("'")


def test_csv_for_a_spreadsheet(run, tmp_path):
    """Every table is a file; text that begins like a formula is guarded, numbers stay numbers."""
    run("note", "=HYPERLINK(1)", "--hours", "1.5")
    assert run("export", str(tmp_path / "csv"), "--as", "csv").status == 0
    text = (tmp_path / "csv" / "note.csv").read_text(encoding="utf-8-sig")
    assert '"\'=HYPERLINK(1)"' in text
    assert '"1.5"' in text
    assert not (tmp_path / "csv" / "history.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "x", "--as", "pdf"), "json, md, csv"),
        (("export", "-", "--as", "md"), "needs a name"),
        (("import", "/nowhere/at/all.json"), "No such file"),
        (("import", "/tmp"), "directory"),
    ],
)
def test_what_export_and_import_refuse(run, arguments, said):
    """A wrong word is told with what would be right."""
    done = run(*arguments)
    assert done.status == 2
    assert said in done.err


def test_import_from_standard_input_and_broken(run):
    """`import -` reads standard input; what is no export is refused with status 2."""
    done = run("import", "-", "--json", input="{")
    assert done.status == 2
    assert done.error["code"] == "bad_archive"


def test_an_export_tells_damage_and_takes_it_along(run, home):
    """Damage never stops an export, and is never silent."""
    run("note", "hello")
    with file.reading(home / "journal.db") as ask:
        assert ask("SELECT count(*) FROM note") == [(1,)]
    connection = file.connect(home / "journal.db", "rw")
    connection.execute("UPDATE note SET text = 'jello'")
    connection.close()
    done = run("export", "-")
    assert "note n1" in done.err
    assert "jello" in done.out


def test_an_export_that_fails_leaves_no_half_file(run, tmp_path, monkeypatch):
    """When the disk fails while an export is written, there is no file that looks like one."""
    run("note", "a")

    def fail(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(taking_out.os, "fsync", fail)
    done = run("export", str(tmp_path / "x.json"))
    assert done.status == 1
    assert "No space left" in done.err
    assert not (tmp_path / "x.json").exists()
    for paper in ("json", "md"):
        assert run("export", str(tmp_path / "no" / "where"), "--as", paper).status == 1


def test_an_empty_journal_exports_and_makes_none(run, home):
    """Where nothing was written yet the export is a document without rows, and no journal is made."""
    done = run("export", "-")
    assert done.status == 0
    assert all(not rows for name, rows in done.data.items() if name != "schema")
    assert not (home / "journal.db").exists()
    assert run("import", "-", input=done.out).status == 0


def test_moments_of_any_zone_are_one(store, tmp_path):
    """A moment that was written in another zone by hand comes in as the same instant."""
    raw = spoilt(store, at("note", 1, written="2026-11-23T03:30:00+02:00"))
    other = open_store(tmp_path / "o" / "journal.db", now=sn.NOW)
    other.take_in(archive.parse(raw, "j"), "j")
    note = next(one for one in other.notes(sn.W53, sn.W53) if one.id == "n2")
    assert note.written == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def test_an_export_of_an_older_schema_comes_in(tmp_path):
    """A document from before the long view is as welcome as one of today: nothing of it is lost."""
    old, new = (open_store(tmp_path / name / "journal.db", now=sn.NOW) for name in ("old", "new"))
    sn.fill(old)
    written = json.loads(document(old))["data"]
    first = {
        name: rows
        for name, rows in written.items()
        if name not in ("problem", "decision", "letter", "rule", "long_review", "pact", "pact_letter")
    }
    for row in first["goal"]:
        del row["motive"]
    taken = new.take_in({**first, "schema": 1}, "old.json")
    assert taken.whole
    assert sn.content(new) == sn.content(old)
