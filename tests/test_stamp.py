"""The stamp beside the journal, and `fupan due`, which reads nothing else."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tomllib
from datetime import datetime
from pathlib import Path

import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan import stamp
from fupan.language import Language
from fupan.reminding.snippets import SHELLS, snippet
from lived import FIRST

MONDAY_30 = int(datetime.fromisoformat("2026-11-30T20:00+08:00").timestamp())
HEAVY = ("typer", "sqlite3", "rich", "json", "dataclasses", "re", "datetime", "pathlib", "subprocess", "fupan.app")


def test_every_writing_command_renews_the_stamp(run, home):
    """After a week is written the stamp names the next Monday evening; it is private and holds no words."""
    assert not (home / "journal.stamp").exists()
    assert run("week", "--answers", "-", input=json.dumps(FIRST)).status == 0
    place = home / "journal.stamp"
    assert place.read_text() == f"fupan1 {MONDAY_30} 0 en\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    place.unlink()
    assert run("note", "a fact", "--lang", "zh").status == 0
    assert place.read_text() == f"fupan1 {MONDAY_30} 0 zh\n"


def test_reading_commands_leave_the_stamp_alone(run, home):
    """Whoever only looks writes nothing, here neither."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    (home / "journal.stamp").unlink()
    for line in ("status", "due", "goal list", "show last week"):
        assert run(*line.split()).status == 0
    assert not (home / "journal.stamp").exists()


def test_a_stamp_that_cannot_be_written_stops_nothing(run, home):
    """A prompt that is not told is no reason to fail."""
    (home / "journal.stamp").mkdir(parents=True)
    assert run("week", "--answers", "-", input=json.dumps(FIRST)).status == 0
    assert [path.name for path in home.glob("journal.stamp*")] == ["journal.stamp"]


def test_the_evening_is_the_persons_own(run, home):
    """Day and time of the review are settings; a Sunday review is about the week that ends that day."""
    wishes = {"FUPAN_REVIEW_DAY": "sun", "FUPAN_REVIEW_TIME": "18:30"}
    run("week", "--answers", "-", input=json.dumps(FIRST), **wishes)
    due = int((home / "journal.stamp").read_text().split()[1])
    assert due == int(datetime.fromisoformat("2026-11-29T18:30+08:00").timestamp())
    assert "Sun 29 Nov, 18:30" in run("status", **wishes).out


@pytest.mark.parametrize(
    ("now", "status", "line"),
    [
        ("2026-11-30T19:59+08:00", 0, ""),
        ("2026-11-30T20:00+08:00", 3, "A weekly review has been due since 2026-11-30: `fupan week`.\n"),
        ("2026-12-05T09:00+08:00", 3, "A weekly review has been due since 2026-11-30: `fupan week`.\n"),
    ],
)
def test_due_is_silent_until_it_is_due(run, home, now, status, line):
    """Nothing due: not a word and 0; due: one line and 3."""
    run("week", "--answers", "-", input=json.dumps(FIRST))
    done = run("due", FUPAN_NOW=now)
    assert (done.status, done.out, done.err) == (status, line, "")


def test_due_without_a_journal_is_silent(run, home):
    """Nobody who has not begun is told to go on, and nothing is made."""
    done = run("due")
    assert (done.status, done.out, done.err) == (0, "", "")
    assert not home.exists()


def fast(home: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own, on the real clock."""
    given_ = {"PATH": os.environ["PATH"], "FUPAN_HOME": str(home), "TZ": "Asia/Shanghai", **environ}
    return subprocess.run(
        [sys.executable, "-m", "fupan", *arguments], env=given_, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("due", [1_000_000_000, 9_999_999_999])
def test_the_quick_answer_is_the_slow_one(tmp_path, due, language):
    """Both ways to `fupan due` print the same bytes and end with the same status."""
    stamp.write(str(tmp_path / "journal.stamp"), stamp.Stamp(due, 0, language))
    quick, slow = fast(tmp_path, "due"), fast(tmp_path, "--lang", language, "due")
    assert (quick.returncode, quick.stdout, quick.stderr) == (slow.returncode, slow.stdout, slow.stderr)
    assert (quick.returncode, bool(quick.stdout)) == ((3, True) if due < 2_000_000_000 else (0, False))


def test_due_imports_next_to_nothing(tmp_path):
    """A prompt that asks every time waits for none of the heavy modules."""
    stamp.write(str(tmp_path / "journal.stamp"), stamp.Stamp(9_999_999_999))
    code = (
        "import sys; sys.argv = ['fupan', 'due']\nbefore = set(sys.modules)\n"
        "from fupan.__main__ import main\ntry: main()\nexcept SystemExit as done: assert done.code == 0\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    environ = {"PATH": os.environ["PATH"], "FUPAN_HOME": str(tmp_path)}
    # -S -I: without what the machine's own site imports at every start
    command = [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(Path(stamp.__file__).parents[1])!r})\n{code}",
    ]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) <= {"fupan", "fupan.__main__", "fupan.stamp", "contextlib", "time", "__future__",
                                        "collections", "functools", "types", "operator", "keyword", "reprlib",
                                        "itertools", "_collections", "_functools", "_operator", "encodings.ascii"}  # fmt: skip
    assert not set(HEAVY) & set(done.stdout.split())


def test_a_due_line_imports_only_the_language(tmp_path):
    """Also when there is something to say, neither the parser nor the journal comes in."""
    stamp.write(str(tmp_path / "journal.stamp"), stamp.Stamp(1, 0, "zh"))
    code = (
        "import sys; sys.argv = ['fupan', 'due']\nfrom fupan.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\nprint(*sys.modules)"
    )
    environ = {"PATH": os.environ["PATH"], "FUPAN_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not {"typer", "sqlite3", "rich", "json", "pydantic", "dataclasses", "fupan.app", "zoneinfo"} & loaded


@pytest.mark.parametrize(
    "text",
    ["", "fupan1\n", "fupan2 1 0 en\n", "fupan1 -5 0 en\n", "fupan1 1 0\n", "fupan1 x 0 en\n", "\udcff", "fupan1 ² 0 en",
     f"fupan1 {'9' * 5000} 0 en\n", "fupan1 1 0 en more\n"],
)  # fmt: skip
def test_a_broken_stamp_says_nothing(tmp_path, text):
    """A stamp that cannot be understood is none, and no prompt shows an error because of it."""
    (tmp_path / "journal.stamp").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert stamp.read(str(tmp_path / "journal.stamp")) is None
    assert stamp.due({"FUPAN_HOME": str(tmp_path)}, 2e9) == (0, "")


@given(due=st.integers(0, 10**12), quiet=st.integers(0, 10**12), now=st.integers(0, 10**12))
def test_a_stamp_is_due_after_both_moments(due, quiet, now):
    """It is due when the review is, and never before an excuse has ended."""
    told = stamp.Stamp(due, quiet, "zh")
    assert told.is_due(now) == (now >= max(due, quiet))


@given(due=st.integers(0, 10**12), quiet=st.integers(0, 10**12), language=st.sampled_from(["en", "zh"]))
def test_what_is_stamped_is_read(tmp_path_factory, due, quiet, language):
    """A stamp is read as it was written, and no other file stays behind."""
    folder = tmp_path_factory.mktemp("stamp")
    stamp.write(str(folder / "s"), stamp.Stamp(1))
    stamp.write(str(folder / "s"), stamp.Stamp(due, quiet, language))
    assert str(stamp.read(str(folder / "s"))) == f"fupan1 {due} {quiet} {language}\n"
    assert [path.name for path in folder.iterdir()] == ["s"]


@pytest.mark.parametrize("shared", ["", "  ", "/data/of mine", "relative"])
def test_the_stamp_lies_beside_the_journal(monkeypatch, shared):
    """The quick way to the folder leads where platformdirs leads."""
    monkeypatch.setenv("XDG_DATA_HOME", shared)
    monkeypatch.delenv("FUPAN_HOME", raising=False)
    beside = Path(platformdirs.user_data_dir("fupan", appauthor=False)) / "journal.stamp"
    assert Path(stamp.place(dict(os.environ))) == beside


# --- the lines for prompts -------------------------------------------------------------------------------

RUN = {
    "bash": ["bash", "--norc", "-c", 'PS1="$ "; . ./lines; eval "$PROMPT_COMMAND"; printf %s "${PS1@P}"'],
    "zsh": ["zsh", "-f", "-c", 'PS1="$ "; . ./lines; __fupan_due; print -nP -- "${FUPAN_DUE:+[$FUPAN_DUE] }$ "'],
    "fish": ["fish", "--no-config", "-c", "function fish_prompt; echo -n '$ '; end; source ./lines; fish_prompt"],
    "starship": ["bash", "--noprofile", "--norc", "./lines"],
}


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("fupan1 100 0 en", "en"),
        ("fupan1 100 0 zh", "zh"),
        ("fupan1 99999999999 0 en", ""),
        ("fupan1 100 99999999999 zh", ""),
        ("fupan1 a[$(touch${IFS}pwned)] 0 en", ""),
        ("fupan9 1 0 en", ""),
        (None, ""),
    ],
)
def test_a_prompt_says_what_is_due(tmp_path, shell, line, shown):
    """The lines for each shell show one word when a review is due, nothing otherwise, and never an error."""
    if not shutil.which(RUN[shell][0]):
        pytest.skip(f"{RUN[shell][0]} is not here")
    folder = tmp_path / "it's a $HOME"
    folder.mkdir()
    place = folder / "journal.stamp"
    if line:
        place.write_text(f"{line}\n")
    en, zh = Language.load("en"), Language.load("zh")
    text = snippet(shell, str(place), en, zh)
    if shell == "starship":
        text = tomllib.loads(text)["custom"]["fupan"]["command"]
    (tmp_path / "lines").write_text(text)
    # no PATH: what is not built into the shell is not there
    command = [shutil.which(RUN[shell][0]), *RUN[shell][1:]]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": "/nonexistent", "HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    word = {"en": en, "zh": zh}[shown]("review due") if shown else ""
    want = word if shell == "starship" else f"[{word}] $ " if word else "$ "
    assert (done.stdout, done.stderr) == (want, "")
    assert not (tmp_path / "pwned").exists()


def test_the_snippet_names_this_journal(run, home):
    """`fupan due --snippet` writes the stamp's place out, and knows which shells there are."""
    for shell in SHELLS:
        assert str(home / "journal.stamp") in run("due", "--snippet", shell).out
    refused = run("due", "--snippet", "ksh")
    assert refused.status == 2
    assert "bash, zsh, fish, starship" in refused.err


def test_what_changes_the_journal_as_a_whole_renews_the_stamp(run, home):
    """After an undo and after a restored copy the stamp says what the journal says then."""
    run("goal", "add", "x", "--hours", "2")
    before = (home / "journal.stamp").read_text()
    run("week", "--answers", "-", input=json.dumps(GOAL_DONE))
    written = (home / "journal.stamp").read_text()
    assert written != before
    assert run("undo").status == 0
    assert (home / "journal.stamp").read_text() == before
    [copy, *_] = sorted((home / "backups").glob("daily*"))
    (home / "journal.stamp").unlink()
    assert run("restore", str(copy)).status == 0
    assert (home / "journal.stamp").exists()


GOAL_DONE = {"motive": {}, "mentor": {}, "next": {}}
