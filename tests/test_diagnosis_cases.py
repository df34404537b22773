"""The judging of a file of cases: reading them strictly, counting figures, and the command around it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fupan.diagnosis.__main__ import main
from fupan.diagnosis.cases import read_cases
from fupan.diagnosis.figures import figures, intervals
from fupan.model import Cause

CASES = Path(__file__).parent / "cases"
L, A, U = Cause.LAZINESS, Cause.ABILITY, Cause.UNCLEAR
GOOD = {"id": "a", "lang": "en", "goal": "g", "weeks": [{"week": "2026-W27", "planned_hours": 5, "actual_hours": 1}]}


def lines(*changes):
    return [json.dumps({**GOOD, "id": f"c{n}", **change}) for n, change in enumerate(changes)]


def test_figures_by_hand():
    """Each figure of six cases, counted by hand."""
    found = figures([(L, L), (L, U), (A, L), (A, A), (U, A), (U, U)])
    assert found["n"] == 6
    assert found["accuracy"] == 0.5
    assert found["coverage"] == pytest.approx(0.6667)
    assert found["selective_accuracy"] == 0.5
    assert found["wrong_way"] == 0.25
    assert found["forced_call"] == 0.5
    assert found["macro_f1"] == 0.5


def test_figures_of_nothing():
    """Without labelled cases every figure is null."""
    assert all(value is None for name, value in figures([]).items() if name != "n")
    assert all(value is None for value in intervals([]).values())


def test_intervals_hold_the_figure_and_repeat():
    """The bootstrap interval holds the figure, and is the same each time."""
    pairs = [(L, L)] * 30 + [(A, L)] * 10
    low, high = intervals(pairs)["accuracy"]
    assert low < 0.75 < high
    assert intervals(pairs) == intervals(pairs)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"id": "no spaces please"}, "id"),
        ({"lang": "fr"}, "lang"),
        ({"goal": ""}, "goal"),
        ({"weeks": []}, "weeks"),
        ({"weeks": [{"week": "2026-W54"}]}, "2026-W54"),
        ({"weeks": [{"week": "2026-W27"}, {"week": "2026-W27"}]}, "ascend"),
        ({"weeks": [{"week": "2026-W27", "planned_hours": -1}]}, "planned_hours"),
        ({"weeks": [{"week": "2026-W27", "actual_hours": "3"}]}, "actual_hours"),
        ({"weeks": [{"week": "2026-W27", "actual_hours": True}]}, "actual_hours"),
        ({"weeks": [{"week": "2026-W27", "progress": 1.5}]}, "progress"),
        ({"weeks": [{"week": "2026-W27", "outcome": "great"}]}, "outcome"),
        ({"answers": []}, "answers"),
        ({"answers": {"external_share": 2}}, "external_share"),
        ({"label": "stupid"}, "label"),
        ({"quarter_note": "x" * 2001}, "quarter_note"),
    ],
)
def test_bad_lines_are_named(change, why):
    """A line that breaks the format is named with its number and its mistake; the others are read."""
    cases, bad = read_cases([*lines({}), "", "// a remark", *(json.dumps({**GOOD, **change}),)])
    assert len(cases) == 1
    assert bad[0][0] == 4
    assert why in bad[0][1]


def test_reader_is_lenient_where_the_format_is():
    """Unknown keys, nulls and the short names are read; an answer of null counts as not asked."""
    raw = {"extra": 1, "measure": None, "answers": {"would_make_it": "yes", "note": "n", "knew_next_step": None}}
    (case,), bad = read_cases(lines(raw))
    assert not bad
    assert case.record.answers == {"would_have_made_it_with_planned_hours": "yes", "note": "n"}


@pytest.mark.parametrize(
    ("change", "known"),
    [
        ({}, "hours"),
        ({"answers": {"knew_next_step": "no"}}, "full"),
        ({"answers": {"note": "hm"}}, "hours"),
        ({"weeks": [{"week": "2026-W27", "planned_hours": 5}], "answers": {"knew_next_step": "no"}}, "answers"),
        ({"weeks": [{"week": "2026-W27", "actual_hours": 0}]}, "text"),
        ({"weeks": [{"week": "2026-W27", "planned_hours": 0, "actual_hours": 0}]}, "hours"),
    ],
)
def test_what_is_known(change, known):
    """Hours need both figures in one week; a note is no answer; zero is recorded."""
    assert read_cases(lines(change))[0][0].known == known


def test_a_name_twice_is_bad():
    """The second case of one id is named as a bad line."""
    cases, bad = read_cases([json.dumps(GOOD), json.dumps(GOOD)])
    assert (len(cases), [number for number, _ in bad]) == (1, [2])


def test_envelope(capsys):
    """The JSON envelope holds the figures, their parts, intervals and every case."""
    assert main([str(CASES / "worked.jsonl"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["fupan"], found["kind"]) == (1, "diagnosis")
    names = ["accuracy", "macro_f1", "coverage", "selective_accuracy", "wrong_way", "forced_call"]
    assert set(found["data"]) == {"n", *names, "intervals", "by", "cases"}
    assert list(found["data"]["by"]["known"]) == ["full", "hours", "answers", "text"]
    assert set(found["data"]["by"]["lang"]) == {"zh", "en"}
    assert found["data"]["cases"][0] == {"id": "W1", "label": "laziness", "p_laziness": 0.9816, "reason": None}
    assert found["data"]["accuracy"] == 1.0


def test_unlabelled_file(tmp_path, capsys):
    """Without labels the figures are null and every case is answered."""
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(lines({}, {})), encoding="utf-8")
    assert main([str(path), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)["data"]
    assert data["accuracy"] is None
    assert len(data["cases"]) == 2


def test_command_names_bad_lines(tmp_path):
    """The command judges the rest, names the bad line on stderr, and exits with 2."""
    path = tmp_path / "cases.jsonl"
    path.write_text("\n".join(["{", *lines({"label": "laziness"})]), encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "fupan.diagnosis", str(path)], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"cases.jsonl:1:" in done.stderr
    assert b"accuracy" in done.stdout


def test_missing_file(tmp_path, capsys):
    """A file that is not there is named, and the exit status is 2."""
    assert main([str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err


def test_table_fits_eighty_columns(capsys):
    """The figures fit a terminal of 80 columns."""
    assert main([str(CASES / "diagnosis_dev.jsonl")]) == 0
    assert max(len(line) for line in capsys.readouterr().out.splitlines()) <= 80


def test_development_figures_do_not_fall():
    """The labelled development cases: far beyond counting words, and hardly ever the wrong way."""
    cases, _ = read_cases((CASES / "diagnosis_dev.jsonl").read_text(encoding="utf-8").splitlines())
    from fupan.diagnosis.diagnose import diagnose

    found = figures([(case.label, diagnose(case.record).cause) for case in cases])
    assert found["accuracy"] >= 0.8
    assert found["wrong_way"] <= 0.03
    assert found["selective_accuracy"] >= 0.88


@pytest.mark.parametrize(
    ("name", "n", "accuracy", "forced"), [("own_full", 60, 0.95, 0.05), ("own_blind", 30, 0.86, 0.1)]
)
def test_own_cases_do_not_fall(name, n, accuracy, forced):
    """Own full records: mostly right, never the wrong way, few verdicts forced on what outside causes explain."""
    cases, bad = read_cases((CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    from fupan.diagnosis.diagnose import diagnose

    found = figures([(case.label, diagnose(case.record).cause) for case in cases])
    assert (not bad, found["n"]) == (True, n)
    assert found["accuracy"] >= accuracy
    assert found["wrong_way"] == 0
    assert found["forced_call"] <= forced


def test_importing_is_cheap():
    """Importing the package reads no data and needs nothing but the standard library and the ground floor."""
    code = (
        "import sys, fupan.diagnosis, fupan.diagnosis.weights as w; "
        "print(w.weights.cache_info().currsize, w.data.cache_info().currsize, "
        "any(m in sys.modules for m in ('sqlmodel', 'numpy', 'rich', 'typer', 'jinja2')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0", "False"]
