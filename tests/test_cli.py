"""The command line: help, refusals, streams, exit codes, and what is imported for them."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fupan.cli import REGISTRY
from fupan.cli.line import read_line
from fupan.cli.root import tree
from fupan.language import Language

HEAVY = ("pydantic", "sqlmodel", "sqlalchemy", "jinja2", "prompt_toolkit", "alembic")
LOADED = """
import json, sys
from fupan.cli import run
status = run(sys.argv[1:])
print(json.dumps([status, sorted(sys.modules)]), file=sys.stderr)
"""


def process(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "fupan", *arguments], capture_output=True, text=True, check=False, **more
    )


# --- help ------------------------------------------------------------------------------------------------


def commands() -> list[tuple[str, ...]]:
    """Every command line that names a command, the groups' own included."""
    root = tree(REGISTRY, Language.load("en"))
    found: list[tuple[str, ...]] = [()]
    for name in REGISTRY:
        found.append((name,))
        found += [(name, below) for below in getattr(root.load(name), "commands", {})]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_every_help_begins_with_an_example_of_its_command(words: tuple[str, ...], run: Any) -> None:
    """The first thing in a help is a command line that uses the command."""
    ran = run(*words, "--help")
    assert ran.status == 0, ran.err
    first, example = ran.out.split("\n")[:2]
    assert first == "For example:"
    assert example.startswith("  fupan") and all(word in example for word in words)  # noqa: PT018
    assert max(map(len, ran.out.split("\n"))) <= 80


@pytest.mark.parametrize("name", REGISTRY)
def test_the_one_line_help_begins_like_the_whole(name: str, run: Any) -> None:
    """What the root says of a command without importing it begins as what the command says of itself."""
    whole = run(name, "--help").out.partition("\n\n")[2]  # behind the examples
    line = re.split("[.,:;?]", REGISTRY[name][1])[0]
    assert " ".join(whole.split()).startswith(line)


def test_help_speaks_the_language_that_is_asked_for(run: Any) -> None:
    """--lang counts wherever it stands, and reaches the help's own headings."""
    for words in (("--lang", "zh", "week", "--help"), ("week", "--help", "--lang=zh")):
        assert not run(*words).out.startswith("For example:")
    assert run("week", "--help", FUPAN_LANG="zh").out == run("week", "--help", "--lang", "zh").out


# --- refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("wek",), "week"),
        (("goal", "lsit"), "list"),
        (("goal",), "add, list"),
        (("week", "--shrot"), "--short"),
        (("report", "--as"), "--as needs a value"),
        (("week", "--short=1"), "--short takes no value"),
        (("config", "path", "extra"), "extra"),
        (("goal", "show"), "GOAL is missing"),
        (("--lang",), "--lang needs a value"),
        (("-c", "day_ends", "status"), "NAME=VALUE"),
        (("--lang", "fr", "status"), "en, zh"),
        (("-c", "dayends=3", "status"), "day_ends"),
        (("--color", "pink", "info"), "auto, always, never"),
        (("report", "--as", "doc"), "terminal, md, html, pdf, json"),
        (("show", "2025-W53"), "no period"),
        (("note", "x", "--day", "someday"), "no day"),
        (("note", "x", "--hours", "soon"), "not an amount"),
        (("goal", "list", "--level", "year"), "week, quarter"),
        (("completion", "show", "tcsh"), "bash, zsh"),
        (("goal", "drop", "g1"), "--why"),
    ],
)
def test_a_command_line_that_means_nothing_is_refused_with_the_way_out(words: Any, said: str, run: Any) -> None:
    """Status 2, a sentence on standard error that names what would do, and nothing on standard output."""
    ran = run(*words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err


def test_a_refusal_with_json_is_an_envelope_too(run: Any) -> None:
    """Standard output carries the code that never changes, standard error the sentence; the status is one."""
    ran = run("show", "2025-W53", "--json")
    assert ran.status == 2
    assert ran.json == {
        "fupan": 1,
        "kind": "error",
        "error": {"code": "bad_period", "values": {"text": "2025-W53"}},
    }
    assert "2025-W53" in ran.err


def test_nothing_found_has_a_status_of_its_own(run: Any) -> None:
    """A script can tell an empty week from a mistyped one."""
    assert run("show", "2020-W01").status == 3
    assert run("goal", "show", "nosuchgoal").status == 3


def test_a_refusal_cannot_steer_the_terminal(run: Any) -> None:
    """Control characters of what was typed do not come back as they are."""
    assert "\x1b" not in run("show", "\x1b]52;c;aGk=\x07").err


def test_every_missing_bad_and_unknown_answer_is_named_at_once(run: Any) -> None:
    """A script is mended in one go, and nothing of it was stored."""
    given = {"had": {"1": {"title": "a", "hours": "soon", "outcome": "maybe"}}, "moood": 1}
    ran = run("week", "--answers", "-", input=json.dumps(given))
    assert ran.status == 2
    for key in ("had.1.hours", "had.1.outcome", "moood"):
        assert key in ran.err
    assert run("status", "--json").data["empty"] is True


# --- streams ---------------------------------------------------------------------------------------------


def test_data_goes_to_standard_output_and_talk_to_standard_error(run: Any) -> None:
    """The echo of the period is talk; the report is data."""
    ran = run("report", "本季度")
    assert ran.err == "2026-Q4 · 28 Sep 2026–3 Jan 2027\n" or ran.err.startswith("2026-Q4 · ")
    assert "2026-Q4 ·" not in ran.out.split("\n")[0]


def test_without_a_terminal_nothing_is_ever_asked(home: Path) -> None:
    """A review without its answers is refused with status 2, whatever stands on standard input."""
    for typed in ("", "\n\n\n"):
        ran = process("week", input=typed)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "--answers" in ran.stderr


def test_a_reader_that_goes_away_is_no_error(home: Path) -> None:
    """`fupan … | head` says nothing and ends as every program does whose reader went away."""
    with subprocess.Popen(
        [sys.executable, "-m", "fupan", "schema", "week"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.close()
        said = child.stderr.read()
    assert said == b""
    assert child.returncode == 141


def test_a_full_standard_output_is_told(home: Path) -> None:
    """What could not be delivered is no success."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "fupan", "info"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert "No space left" in done.stderr


def test_output_is_utf8_whatever_the_locale_says(home: Path) -> None:
    """A pipe gets UTF-8 even under a locale that has no Chinese."""
    environ = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "fupan", "note", "去图书馆"], env=environ, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert "去图书馆" in done.stdout.decode("utf-8")


def test_bytes_that_are_no_utf8_do_not_reach_the_journal(home: Path) -> None:
    """A command line in another encoding is taken with its unreadable bytes marked."""
    done = subprocess.run(
        [sys.executable, "-m", "fupan", "note", b"caf\xe9", "--json"], capture_output=True, check=False
    )
    assert json.loads(done.stdout)["data"]["text"] == "caf\ufffd"


def test_no_colour_and_forced_colour_are_honoured(run: Any) -> None:
    """Into a pipe there is no colour, with FORCE_COLOR there is; --color wins over NO_COLOR."""
    run("goal", "add", "a", "-q", "Q4")
    assert "\x1b[" not in run("report", "Q4").out
    assert "\x1b[" in run("report", "Q4", FORCE_COLOR="1").out
    assert "\x1b[" not in run("report", "Q4", FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[" in run("report", "Q4", "--color", "always", NO_COLOR="1").out
    assert "\x1b[" not in run("report", "Q4", "--color=never", FORCE_COLOR="1").out


# --- what is imported ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["week", "--help"],
        ["goal", "add", "--help"],
        [],
        ["status"],
        ["goal", "list"],
        ["config", "list"],
        ["show", "W40"],
    ],
    ids=" ".join,
)
def test_help_and_small_reads_import_nothing_heavy(words: list[str], home: Path) -> None:
    """Neither the ORM nor pydantic, templates or the line editor come in before they are needed."""
    done = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    _, modules = json.loads(done.stderr.split("\n")[-2])
    assert not set(HEAVY) & set(modules)


def test_the_version_is_answered_before_anything_is_imported(home: Path) -> None:
    """--version imports neither typer nor the commands."""
    script = "import sys; sys.argv = ['fupan', '--version']; from fupan.__main__ import main; main()"
    script += "; print('typer' in sys.modules, 'fupan.cli' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    version, loaded = done.stdout.split("\n")[:2]
    assert version.startswith("fupan ")
    assert loaded == "False False"


def test_both_ways_to_the_version_say_the_same(run: Any) -> None:
    """--version among other words goes through the parser and prints the same line."""
    assert run("--lang", "zh", "--version").out == process("--version").stdout
    assert run("-h").out == run("--help").out


def test_where_one_stands_is_data_too(run: Any) -> None:
    """`fupan --json` gives the standing in the envelope."""
    assert run("--json").json["kind"] == "standing"


# --- files and failures ----------------------------------------------------------------------------------


def test_a_report_is_written_into_a_private_file_and_never_over_another(run: Any, tmp_path: Path) -> None:
    """-o makes a 0600 file of the kind that its name tells, refuses one that is there, --force replaces it."""
    path = tmp_path / "q4.html"
    assert run("report", "Q4", "-o", str(path)).status == 0
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.read_text().startswith("<!")
    before = path.read_text()
    assert run("report", "Q4", "--as", "md", "-o", "-").out == run("report", "Q4", "--as", "md").out != ""
    refused = run("report", "Q4", "--as", "md", "-o", str(path))
    assert (refused.status, path.read_text()) == (1, before)
    assert "--force" in refused.err
    assert run("report", "Q4", "--as", "md", "-o", str(path), "--force").status == 0
    assert path.read_text().startswith("# ")


def test_a_report_follows_no_link(run: Any, tmp_path: Path) -> None:
    """A link planted where the report should go is not written through, not even with --force."""
    target = tmp_path / "precious"
    target.write_text("keep me")
    link = tmp_path / "out.md"
    link.symlink_to(target)
    assert run("report", "Q4", "-o", str(link)).status == 1
    run("report", "Q4", "-o", str(link), "--force")
    assert target.read_text() == "keep me"


def test_a_bug_is_one_line_and_a_private_log_without_what_was_written(
    run: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody foresaw ends with status 1, and the log holds the way there, not the values."""

    def broken(*_: Any, **__: Any) -> None:
        secret = "my private words"
        raise RuntimeError(len(secret))

    monkeypatch.setattr("fupan.journal.Journal.note", broken)
    ran = run("note", "my private words")
    assert ran.status == 1
    log = home / "log" / "fupan.log"
    assert str(log) in ran.err.replace("\n", "")
    assert "RuntimeError" in log.read_text()
    assert "note my private words" not in log.read_text()
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_note_that_cannot_be_stored_is_rescued(run: Any, home: Path, tmp_path: Path) -> None:
    """With the journal out of reach the text is shown and lies in a private file elsewhere."""
    home.mkdir()
    (home / "journal.db").write_text("not a journal at all, but long enough to be looked at" * 10)
    rescue = tmp_path / "run"
    rescue.mkdir()
    ran = run("note", "the only copy", XDG_RUNTIME_DIR=str(rescue))
    assert ran.status == 1
    [kept] = rescue.iterdir()
    assert kept.read_text().strip() == "the only copy"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "the only copy" in ran.err


def test_words_come_back_also_where_the_fault_is_not_foreseen(run: Any, home: Path, tmp_path: Path) -> None:
    """A trigger that somebody put into the journal breaks it at the end; what was typed is shown and put elsewhere."""
    assert run("goal", "add", "Read 5 papers").status == 0
    assert run("note", "the first", "-g", "g1").status == 0
    with closing(sqlite3.connect(home / "journal.db")) as live:
        live.execute("CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM goal; END")
    ran = run("note", "the only copy", XDG_RUNTIME_DIR=str(tmp_path))
    assert ran.status == 1
    assert "the only copy" in ran.err
    assert [path.read_text() for path in tmp_path.glob("fupan-unsaved-*")] == ["the only copy\n"]


def test_reading_changes_no_byte(run: Any, home: Path) -> None:
    """Every reading command leaves the journal's bytes and time as they were."""
    run("note", "first")
    run("goal", "add", "a goal", "-q", "Q4")
    path = home / "journal.db"
    before, beside = (path.read_bytes(), path.stat().st_mtime_ns), set(home.iterdir())
    for words in ([], ["status"], ["goal", "list"], ["goal", "story", "g1"], ["report"], ["info"], ["show", "W40"]):
        run(*words)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert set(home.iterdir()) == beside


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be refused")
def test_root_does_not_write_into_another_user_s_directory(home: Path, run: Any) -> None:
    """`sudo fupan` would leave files that their owner cannot open."""
    home.mkdir()
    os.chown(home, 65534, 65534)
    ran = run("note", "x")
    assert ran.status == 1
    assert "another user" in ran.err
    assert list(home.iterdir()) == []


def test_a_broken_settings_file_is_named_and_can_still_be_found(run: Any, home: Path) -> None:
    """config path works when the file does not; everything else says what is wrong with it."""
    home.mkdir()
    (home / "config.toml").write_text("language = zh\n")
    assert run("status").status == 2
    assert "config.toml" in run("status").err
    assert run("config", "path").out.strip() == str(home / "config.toml")


def test_an_unknown_setting_is_named_with_the_one_that_is_meant(run: Any, home: Path) -> None:
    """A mistyped name does not stop the program and is not silently ignored."""
    home.mkdir()
    (home / "config.toml").write_text("langauge = 'zh'\n")
    ran = run("status")
    assert ran.status == 0
    assert ran.err.count("perhaps “language”") == 1


def test_config_is_read_and_set(run: Any) -> None:
    """A setting that was set is in force, and its source is told."""
    assert run("config", "set", "day_ends", "3").status == 0
    assert run("config", "get", "day_ends").out == "3\n"
    assert run("config", "list", "--json").data["day_ends"] == {"value": 3, "source": "file"}
    assert run("-c", "day_ends=5", "config", "get", "day_ends").out == "5\n"
    assert run("config", "get", "dayends").status == 2


def test_info_names_every_path_and_no_word_of_the_person(run: Any, home: Path) -> None:
    """What one pastes into an issue holds paths and versions alone."""
    run("note", "出轨的秘密")
    ran = run("info")
    assert str(home / "journal.db") in ran.out
    assert "秘密" not in ran.out
    assert run("info", "--json").data["schema"] >= 1


@pytest.mark.parametrize("text", ["", "2026-11-23", "2026-11-23T19:30", "soon"])
def test_a_clock_of_tests_needs_an_offset(text: str, run: Any) -> None:
    """FUPAN_NOW is a time with its offset, or it is refused by name."""
    ran = run("status", FUPAN_NOW=text)
    assert ran.status == (0 if not text else 2)
    assert not text or "FUPAN_NOW" in ran.err


# --- what may stand anywhere -----------------------------------------------------------------------------


def test_words_that_may_stand_anywhere_are_taken_out() -> None:
    """--lang, --color, -c and --no-pager leave the command's own words as they were; -- ends them."""
    line = read_line(["week", "--lang", "zh", "W45", "--color=never", "-c", "day_ends=3", "--json", "--no-pager"])
    assert line.arguments == ["week", "W45", "--json"]
    assert line.overrides == {"language": "zh", "color": "never", "day_ends": "3"}
    assert (line.json, line.pager) == (True, False)
    assert read_line(["note", "--", "--lang", "x"]).arguments == ["note", "--", "--lang", "x"]


# --- completion ------------------------------------------------------------------------------------------


def complete(*words: str) -> list[str]:
    environ = {
        **os.environ,
        "_FUPAN_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("fupan", *words)),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run([sys.executable, "-m", "fupan"], env=environ, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout.split()


def test_commands_goals_and_periods_are_completed(run: Any) -> None:
    """The shell is offered commands, sub-commands, open goals by their id, and recent periods."""
    run("goal", "add", 'write $(rm -rf ~) `x` "y"')
    run("goal", "add", "second")
    assert "week" in complete("we")
    assert complete("goal", "sto") == ["story"]
    assert complete("goal", "show", "g") == ["g1", "g2"]
    assert "2026-W47" in complete("week", "2026-")
    assert "2026-Q3" in complete("quarter", "2026-Q")


def test_completion_never_makes_a_journal(home: Path) -> None:
    """Pressing Tab on a fresh machine leaves it as it was."""
    assert complete("goal", "show", "g") == []
    assert not home.exists()


def test_completion_scripts_are_printed(run: Any) -> None:
    """Each shell's script names the program."""
    for shell in ("bash", "zsh", "fish", "powershell"):
        assert "fupan" in run("completion", "show", shell).out
