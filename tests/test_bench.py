"""The benchmark's pure parts: its arithmetic, its tables, its generator. Nothing here measures time."""

import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bench import journals, table, words
from bench.commands import FLOOR, Command, Row
from bench.figures import Figures, reached
from bench.measuring import Cost, Failed, Spread, ratios, usable
from bench.page import Shown, shown
from bench.stock import plain_import


def cost(wall, peak=20e6):
    return Cost(wall=wall, cpu=wall, peak=peak)


COMMAND = Command(argv=("true",))
ROW = Row(key="due", name="fupan due", ours=COMMAND, target=2.2, raw=COMMAND, peers={"watson status": COMMAND})


def figures(*rows, **more):
    names = [FLOOR, *(name for row in rows for name in row.commands())]
    costs = {name: [cost(0.010), cost(0.020)] for name in names} | more.pop("costs", {})
    return Figures(rows=rows, costs=costs, instructions=more.pop("instructions", {}), **more)


def machine(**more):
    return table.Machine(cores=2, system="Linux", python="3.11.7", sqlite="3.40.1", libraries={"typer": "0.29"}, **more)


# --- arithmetic ------------------------------------------------------------------------------------------


def test_a_ratio_is_taken_within_its_round():
    """A round in which everything was slow changes no ratio."""
    assert ratios([cost(2), cost(20), cost(4)], [cost(1), cost(10), cost(2)]) == Spread(2, 2, 2)


def test_a_command_that_runs_in_few_rounds_is_compared_in_those():
    assert ratios([cost(6)], [cost(2), cost(100)]).middle == 3


def test_a_spread_is_the_median_and_its_quartiles():
    assert Spread.of([5, 1, 2, 4, 3]) == Spread(2, 3, 4)


def test_the_95th_percentile_is_near_the_end():
    found = shown([number / 1000 for number in range(1, 101)])
    assert found.middle == pytest.approx(0.0505)
    assert 0.095 <= found.late <= 0.096


@pytest.mark.parametrize(
    ("instructions", "good"),
    [({FLOOR: 100, "due": 220}, True), ({FLOOR: 100, "due": 221}, False), ({}, True)],
    ids=["reached", "missed", "not counted: by time"],
)
def test_a_target_is_held_against_instructions_where_they_are_counted(instructions, good):
    assert reached(ROW, figures(ROW, instructions=instructions)) is good


def test_a_target_of_memory_is_held_against_the_highest_peak():
    row = Row(key="decade", ours=COMMAND, megabytes=60)
    assert reached(row, figures(row)) is True
    assert reached(row, figures(row, costs={"decade": [cost(1), cost(1, peak=61e6)]})) is False


# --- tables ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chinese", [False, True])
def test_the_table_says_each_figure_in_its_column(chinese):
    """Instructions and time as multiples of the floor, others beside, the target with its mark."""
    counted = {FLOOR: 40e6, "due": 42e6, "due/sqlite3": 60e6, "due/watson status": 300e6}
    told = table.Writer(figures(ROW, instructions=counted), machine(), chinese).text()
    line = next(line for line in told.splitlines() if "fupan due" in line)
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert cells == [
        "`fupan due`", "1.05", "1.00 (1.00–1.00)", "–", "1.50 · 1.00", "watson status 7.50 · 1.00", "20", "≤ 2.2 ✓",
    ]  # fmt: skip


def test_without_valgrind_the_table_says_so():
    told = table.Writer(figures(ROW), machine(missing=["valgrind"]), chinese=False).text()
    assert "no instructions" in told
    assert "Not here, so not compared: valgrind." in told
    assert "| – | 1.00 (1.00–1.00) |" in told


def test_a_reason_is_told_for_a_missed_target_alone(monkeypatch):
    monkeypatch.setitem(words.REASONS, "due", ("It waits.", "它在等。"))
    missed = figures(ROW, instructions={FLOOR: 1, "due": 3})
    assert "Missed: `fupan due`. It waits." in table.Writer(missed, machine(), chinese=False).text()
    assert "It waits." not in table.Writer(figures(ROW), machine(), chinese=False).text()


def test_growth_and_pages_have_tables_of_their_own():
    names = {journal: f"status@{journal}" for journal in ("en-1", "en-10", "zh-10", "en-100")}
    counted = dict(zip(names.values(), (100, 101, 102, 120), strict=True))
    found = figures(
        costs={name: [cost(1)] for name in names.values()}, instructions=counted,
        growing={"status": names}, pages={"/": Shown(0.01, 0.03)}, page_peak=90_000_000,
    )  # fmt: skip
    told = table.Writer(found, machine(), chinese=False).text()
    assert "| status | 1.01 | 1.20 | 1.01 | ≤ 1.1 ✗ |" in told
    assert "| home | 10 | 30 | 2.00 |" in told
    assert "90 MB" in told


def test_the_tables_stand_between_their_marks():
    """What is written by hand stays, what was measured before goes."""
    page = f"Before.\n\n{table.BEGIN}\nold\n{table.END}\n\nAfter.\n"
    assert table.put(page, "new\n") == f"Before.\n\n{table.BEGIN}\n\nnew\n\n{table.END}\n\nAfter.\n"
    with pytest.raises(ValueError, match="measured"):
        table.put("no marks", "new")


# --- what is measured ------------------------------------------------------------------------------------


def test_pytest_never_collects_the_benchmark():
    """Nothing in tests/bench is named like a test."""
    assert not list(Path(table.__file__).parent.rglob("*test*.py"))


class Broken:
    """A machine on which some commands fail."""

    def __init__(self, *names):
        self.names = names

    def run(self, command):
        if command.argv[0] in self.names:
            raise Failed("it does not start")
        return cost(1)


def test_a_peer_that_fails_is_left_out_and_the_rest_is_measured():
    """A stranger's broken jrnl, or a system without what PDF needs, ends no measurement; our own failure does."""
    ours, peer = Command(argv=("fupan",)), Command(argv=("jrnl",))
    row = Row(key="search", ours=ours, peers={"jrnl": peer, "task": COMMAND})
    pdf = Row(key="report-pdf", ours=Command(argv=("pdf",)), optional=True)
    told = []
    assert usable(Broken("jrnl", "pdf"), [row, pdf], told.append) == [row.beside({"task": COMMAND})]
    assert told == ["jrnl is left out: it does not start", "report-pdf is left out: it does not start"]
    with pytest.raises(Failed):
        usable(Broken("fupan"), [row, pdf], told.append)


def test_rows_go_into_sqlite_as_they_are(tmp_path):
    """The yardstick of `fupan import` loads every row of the journal."""
    program = shutil.which("sqlite3")
    if not program:
        pytest.skip("no sqlite3 here")
    (tmp_path / "rows.jsonl").write_text(
        json.dumps(["note", [["n1", 'said "no",\n周'], ["n2", ""]]]) + "\n", encoding="utf-8"
    )
    with closing(sqlite3.connect(tmp_path / "empty.db")) as empty:
        empty.execute("CREATE TABLE note (id TEXT, text TEXT)")
    command = plain_import(program, tmp_path)
    ((source, target),) = command.fresh
    shutil.copyfile(source, target)
    with command.stdin.open() as script:
        subprocess.run(command.argv, stdin=script, check=True)
    with closing(sqlite3.connect(target)) as filled:
        assert filled.execute("SELECT * FROM note").fetchall() == [("n1", 'said "no",\n周'), ("n2", "")]


# --- journals --------------------------------------------------------------------------------------------


@pytest.fixture
def exported(lived, tmp_path, run, monkeypatch):
    """The demo's life in a language, as `fupan export` writes it."""

    def export(language):
        monkeypatch.setenv("FUPAN_HOME", str(lived[language]))
        file = tmp_path / f"{language}.json"
        assert run("export", str(file)).status == 0
        return json.loads(file.read_text("utf-8"))

    return export


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_long_journal_is_the_same_on_every_machine_and_comes_in(language, exported, run, tmp_path, monkeypatch):
    """The same export gives the same years; `fupan import` takes them; no two weeks have the same words."""
    document = exported(language)
    made = journals.lengthen(document["data"], 2, language)
    assert made == journals.lengthen(document["data"], 2, language)
    weeks = {row["period"] for row in made["review"] if row["level"] == "week"}
    assert 95 <= len(weeks) <= 112  # two years, and what the demo writes of the running quarter
    whys = [row["gap"]["why"] for row in made["goal_week"] if row["gap"] and len(row["gap"].get("why") or "") > 40]
    assert len(set(whys)) > len(whys) * 0.9
    file = tmp_path / "long.json"
    file.write_text(json.dumps(document | {"data": made}), encoding="utf-8")
    monkeypatch.setenv("FUPAN_HOME", str(tmp_path / "filled"))
    assert run("import", str(file)).status == 0


def test_the_word_that_is_searched_stands_in_one_text_of_a_hundred():
    words_of = journals.invented("zh")
    found = [next(words_of) for _ in range(5000)].count("吉他")
    assert 25 <= found <= 75


def test_only_what_somebody_wrote_gets_new_words():
    """A key, however long, is a key still."""
    sentence, key = "The phone was in the other room all week.", "why_not_start.did_not_feel_like_it"
    assert journals._with_blanks({"why": sentence, "finding": key}) == {
        "why": sentence + journals.BLANK,
        "finding": key,
    }


def test_a_period_is_moved_to_the_same_week_of_its_quarter():
    assert journals.moved("2026-W40", -4) == "2025-W40"
    assert journals.moved("2026-Q4", -40) == "2016-Q4"
    assert journals.moved("2026-11-23", -4) == "2025-11-24"
