"""Passphrases at the terminal and in scripts: where they come from, who never sees them, what is told when they fail."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import keyring
import keyring.backend
import pytest
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring

from fupan import cli, keys, secrecy
from fupan.app import App
from fupan.store import beginning, copies
from terminal import Terminal

pytest.importorskip("sqlcipher3")
WORDS, OTHER = "five quiet words 电池", "another passphrase"
WITH = {"FUPAN_PASSPHRASE": WORDS}


@pytest.fixture(autouse=True)
def _own(monkeypatch, tmp_path):
    """One round of derivation, and no file of the machine's in sight."""
    monkeypatch.setattr(secrecy, "ROUNDS", 1)
    (tmp_path / "runtime").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "runtime"))


@pytest.fixture
def sealed(run, home):
    """A home whose journal is encrypted."""
    run("note", "a first note")
    done = run("encrypt", "--delete-old", **WITH)
    assert done.status == 0, done.err
    return home / "journal.db"


class Kept(keyring.backend.KeyringBackend):
    """A keyring in this process."""

    priority = 1

    def __init__(self):
        self.kept = {}

    def set_password(self, service, username, password):
        self.kept[username] = password

    def get_password(self, service, username):
        return self.kept.get(username)

    def delete_password(self, service, username):
        self.kept.pop(username, None)


@pytest.fixture
def ring():
    """The system's keyring; put back afterwards."""
    before, made = keyring.get_keyring(), Kept()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture
def lived_in(home, monkeypatch):
    """A journal that a real process will encrypt and open."""
    monkeypatch.undo()
    return {
        "FUPAN_HOME": str(home),
        "FUPAN_NOW": "2026-11-23T19:30:00+08:00",
        "FUPAN_CLOCK": "trust",
        "TMPDIR": str(home.parent / "runtime"),
        "XDG_RUNTIME_DIR": str(home.parent / "runtime"),
        "TZ": "Asia/Shanghai",
        "LANG": "C.UTF-8",
        "PAGER": "",
    }


def at_terminal(environ, *arguments):
    return Terminal(["-m", "fupan", *arguments], environ)


# --- where it comes from -----------------------------------------------------------------------------------


def descriptor(text):
    out, into = os.pipe()
    os.write(into, text.encode())
    os.close(into)
    return str(out)


def command(words):
    return f'{sys.executable} -c "print({words!r})"'


def test_each_source_opens_it(run, sealed, tmp_path, ring):
    """A descriptor, a command from the environment or the settings, the environment, the system's keyring."""
    assert run("status", FUPAN_KEY_FD=descriptor(f"{WORDS}\nsecond line")).status == 0
    assert run("status", FUPAN_KEY_COMMAND=command(WORDS)).status == 0
    assert run("status", "-c", f"key_command={command(WORDS)}").status == 0
    assert run("status", **WITH).status == 0
    ring.kept[str(sealed)] = WORDS
    assert run("status").status == 2  # it is asked only by those who wished so
    assert run("status", FUPAN_KEYRING="on").status == 0


def test_the_order_of_the_sources(run, sealed, ring, monkeypatch):
    """Descriptor, command, environment, keyring; each is only looked at when the ones before did not open."""
    asked = []
    for name in ("from_descriptor", "from_command", "from_keyring"):
        real = getattr(keys, name)
        monkeypatch.setattr(keys, name, lambda *a, real=real, name=name: [asked.append(name), real(*a)][1])
    ring.kept[str(sealed)] = WORDS
    everything = {
        "FUPAN_KEY_FD": descriptor("wrong"),
        "FUPAN_KEY_COMMAND": command("wrong"),
        "FUPAN_PASSPHRASE": "wrong",
        "FUPAN_KEYRING": "on",
    }
    assert run("status", **everything).status == 0
    assert asked == ["from_descriptor", "from_command", "from_keyring"]
    asked.clear()
    assert run("status", **everything | {"FUPAN_KEY_FD": descriptor(WORDS)}).status == 0
    assert asked == ["from_descriptor"]


@pytest.mark.parametrize(
    ("environ", "source", "said"),
    [
        ({"FUPAN_KEY_FD": "seven"}, "FUPAN_KEY_FD", "number of an open file"),
        ({"FUPAN_KEY_FD": "987"}, "FUPAN_KEY_FD", "Bad file descriptor"),
        ({"FUPAN_KEY_COMMAND": "false"}, "FUPAN_KEY_COMMAND", "reported an error"),
        ({"FUPAN_KEY_COMMAND": "true"}, "FUPAN_KEY_COMMAND", "empty"),
        ({"FUPAN_KEY_COMMAND": "no-such-program"}, "FUPAN_KEY_COMMAND", "No such file"),
        ({"FUPAN_KEY_COMMAND": "echo 'open"}, "FUPAN_KEY_COMMAND", "quotation mark"),
        ({"FUPAN_KEY_COMMAND": "printf '\\377'"}, "FUPAN_KEY_COMMAND", "UTF-8"),
        ({"FUPAN_PASSPHRASE": ""}, "FUPAN_PASSPHRASE", "empty"),
    ],
)
def test_a_source_that_gives_none(run, sealed, environ, source, said):
    """It is named, with what is wrong with it; the journal is left alone."""
    done = run("status", "--json", **environ)
    assert (done.status, done.error["code"]) == (2, "bad_key_source")
    assert done.error["values"]["source"] == source
    assert said in done.err


def test_a_script_without_a_source_is_not_kept_waiting(run, sealed):
    """A clear error in place of a prompt, in both languages; `fupan due` never needs the passphrase."""
    done = run("status", "--json")
    assert (done.status, done.error["code"]) == (2, "needs_passphrase")
    assert "FUPAN_KEY_COMMAND" in done.err
    assert "加密" in run("--lang", "zh", "status").err
    assert run("due").status in (0, 3)
    assert run("due", "--snippet", "bash").status == 0
    assert run("info", "--json").data["schema"] == 0


def test_a_wrong_passphrase(run, sealed):
    """Told as such, since a backup does not open with it either."""
    done = run("status", "--json", FUPAN_PASSPHRASE="a slip of the finger")
    assert (done.status, done.error["code"]) == (1, "wrong_passphrase")
    assert "slip" not in done.err + done.out


def test_completion_and_alarms_ask_for_nothing(run, sealed, monkeypatch):
    """What runs on every TAB opens no encrypted journal, whatever sources there are."""
    monkeypatch.setattr(keys, "from_command", lambda _: pytest.fail("asked"))
    done = run(_FUPAN_COMPLETE="complete_bash", COMP_WORDS="fupan goal show ", COMP_CWORD="3", FUPAN_KEY_COMMAND="x y")
    assert done.err == ""


# --- who never sees it ---------------------------------------------------------------------------------------


def every_command(group, path=()):
    for name, one in group.commands.items():
        yield (*path, name), one
        if hasattr(one, "commands"):
            yield from every_command(one, (*path, name))


def test_no_option_takes_a_secret():
    """In the whole tree of commands: whatever speaks of keys or passphrases is a flag and takes no value."""
    from fupan.cli.root import tree
    from fupan.language import Language

    root = tree(cli.REGISTRY, Language.load("en"))
    for name in cli.REGISTRY:
        root.commands[name] = root.load(name)
    seen = 0
    for path, one in every_command(root):
        for parameter in one.params:
            seen += 1
            names = " ".join([*parameter.opts, parameter.name or ""]).lower()
            if any(word in names for word in ("key", "pass", "secret", "pin", "token", "密")):
                assert getattr(parameter, "is_flag", False), (path, names)
    assert seen > 100


CHILD = (
    "import os, pathlib; pathlib.Path({path!r}).write_text(repr(dict(os.environ)) + open('/proc/self/cmdline').read())"
)

TYPE = "if sys.argv[1:]: open(sys.argv[1], 'w').write('typed')"


def test_no_child_inherits_it(run, sealed, tmp_path):
    """The key command gets neither a passphrase nor a descriptor's number: not in its environment, not as an argument."""
    told, script = tmp_path / "told", tmp_path / "child.py"
    script.write_text(CHILD.format(path=str(told)) + f"\nprint({WORDS!r})")
    run("status", FUPAN_KEY_COMMAND=f"{sys.executable} {script}", FUPAN_NEW_PASSPHRASE="another quiet one", **WITH)
    assert "FUPAN_HOME" in told.read_text()
    assert "quiet" not in told.read_text()


def test_the_editor_and_the_pager_do_not_inherit_it(lived_in, tmp_path):
    """Real programs at a real terminal; the editor is given a file beside the journal."""
    subprocess.run([sys.executable, "-m", "fupan", "encrypt"], env=os.environ | lived_in | WITH, check=True)
    told, script = tmp_path / "told", tmp_path / "child.py"
    script.write_text(CHILD.format(path=str(told)) + "\nimport sys, time\ntime.sleep(1.1)\n" + TYPE)
    called = f"{sys.executable} {script}"
    assert at_terminal(lived_in | WITH | {"EDITOR": called}, "note").end() == 0
    assert "quiet" not in told.read_text()
    assert f"{lived_in['FUPAN_HOME']}/editor/note.md" in told.read_text()
    assert list(Path(lived_in["FUPAN_HOME"], "editor").iterdir()) == []
    told.unlink()
    at_terminal(lived_in | WITH | {"PAGER": called, "LINES": "3"}, "config", "list").end()
    assert "quiet" not in told.read_text()


def test_the_program_itself_forgets_the_variable(run, sealed):
    """Once it runs, its own environment holds no passphrase, and no repr of its parts shows one."""
    environ = {"FUPAN_HOME": str(sealed.parent), "FUPAN_NEW_PASSPHRASE": "another quiet one", **WITH}
    given = cli.take_secrets(environ)
    assert set(environ) == {"FUPAN_HOME"}
    house = App(environ=environ, given=given)
    with house.journal() as journal:
        shown = repr(house) + repr(journal.store) + repr(vars(journal.store)) + repr(house.sources) + repr(house.keys)
    assert "quiet" not in shown
    assert "quiet" not in repr(house.guard()) + repr(vars(house.guard()))


def test_the_names_are_the_same_everywhere():
    """What the door takes out of the environment is what the sources look for."""
    assert set(cli.SECRETS) == {keys.FD, keys.PASSPHRASE, keys.NEW_FD, keys.NEW_PASSPHRASE}


def test_a_bug_writes_no_word_into_the_log(run, sealed, home, monkeypatch):
    """Of an encrypted journal the log gets the places; of a plain one the message too."""
    from fupan.cli import note

    monkeypatch.setattr(note, "parse_hours", int)
    assert run("note", "x", "--hours", "my private words", **WITH).status == 1
    log = (home / "log" / "fupan.log").read_text()
    assert "ValueError" in log
    assert "note.py" in log
    assert "private" not in log
    assert run("decrypt", **WITH).status == 0
    assert run("note", "x", "--hours", "my private words").status == 1
    assert "private" in (home / "log" / "fupan.log").read_text()


# --- the three commands --------------------------------------------------------------------------------------


def test_encrypting_names_what_is_still_plain(run, home):
    """The copies are named and stay; with --delete-old they go, and one encrypted backup is there before."""
    run("note", "a planted word")
    done = run("encrypt", "--json", **WITH)
    assert done.status == 0
    assert {Path(one).name for one in done.data["old"]} >= {"daily-2026-11-23.db", "weekly-2026-W48.db"}
    assert all(Path(one).exists() for one in done.data["old"])
    [fresh] = home.rglob("hand-*.db")
    assert beginning.sealed(fresh)
    done = run("encrypt", "--delete-old", "--json", **WITH)
    assert done.data["old"] == []
    assert len(done.data["deleted"]) == 3
    assert not any(Path(one).exists() for one in done.data["deleted"])
    assert not any(b"planted" in one.read_bytes() for one in home.rglob("*") if one.is_file())
    assert run("encrypt", "--json", **WITH).error["code"] == "already_encrypted"
    assert run("verify", **WITH).status == 0


def test_there_and_back(run, sealed):
    """Rekey and decrypt by script: each passphrase opens exactly what it should."""
    assert run("rekey", "--delete-old", FUPAN_NEW_PASSPHRASE=OTHER, **WITH).status == 0
    assert run("status", "--json", **WITH).error["code"] == "wrong_passphrase"
    assert run("rekey", FUPAN_NEW_KEY_FD=descriptor(WORDS), FUPAN_PASSPHRASE=OTHER).status == 0
    assert run("decrypt", **WITH).status == 0
    assert run("status").status == 0
    assert "a first note" in run("export", "-").out
    assert run("decrypt", "--json").error["code"] == "not_encrypted"
    assert run("rekey", "--json").error["code"] == "not_encrypted"
    assert not sealed.read_bytes().startswith(beginning.SEAL)


def test_encrypting_before_the_first_word(run, home):
    """There is no journal yet: one is made that was never plain."""
    assert run("encrypt", **WITH).status == 0
    assert run("note", "a planted word", **WITH).status == 0
    assert not any(b"planted" in one.read_bytes() for one in home.rglob("*") if one.is_file())


@pytest.mark.parametrize("words", ["", None])
def test_an_empty_or_absent_passphrase(run, home, words):
    """Nothing is encrypted with it, and the journal stays as it is."""
    run("note", "a")
    before = (home / "journal.db").read_bytes()
    done = run("encrypt", "--json", **({} if words is None else {"FUPAN_PASSPHRASE": words}))
    assert done.status == 2
    assert done.error["code"] == ("bad_passphrase" if words is None else "bad_key_source")
    assert (home / "journal.db").read_bytes() == before


def test_without_the_extra(run, home, monkeypatch):
    """Told before anybody types a passphrase, with the command that brings it."""
    run("note", "a")
    monkeypatch.setitem(sys.modules, "sqlcipher3", None)
    done = run("encrypt", "--json", **WITH)
    assert done.error["code"] == "no_cipher"
    assert ".[encrypted]" in done.err


def test_the_keyring_keeps_it(run, home, ring):
    """Read back before anything is changed, asked from then on, followed by a rekey, emptied by decrypting."""
    run("note", "a")
    assert run("encrypt", "--keyring", "--delete-old", **WITH).status == 0
    assert ring.kept == {str(home / "journal.db"): WORDS}
    assert run("status").status == 0
    assert run("rekey", "--delete-old", FUPAN_NEW_PASSPHRASE=OTHER).status == 0
    assert ring.kept == {str(home / "journal.db"): OTHER}
    assert run("status").status == 0
    assert run("decrypt").status == 0
    assert ring.kept == {}
    assert run("config", "get", "keyring").out.strip() == "off"


@pytest.mark.parametrize("broken", [NullKeyring, NoKeyring])
def test_a_keyring_that_keeps_nothing(run, home, ring, broken):
    """It is found out before the journal is encrypted with what nobody would know."""
    run("note", "a")
    before = (home / "journal.db").read_bytes()
    keyring.set_keyring(broken())
    done = run("encrypt", "--keyring", "--json", **WITH)
    assert done.error["code"] == "keyring_failed"
    assert (home / "journal.db").read_bytes() == before
    assert run("config", "get", "keyring").out.strip() == "off"


def test_no_keyring_is_no_failure(run, sealed, ring):
    """Over SSH there is none: the next source is asked, not the person locked out."""
    keyring.set_keyring(NoKeyring())
    assert run("status", FUPAN_KEYRING="on", **WITH).status == 0
    assert run("status", "--json", FUPAN_KEYRING="on").error["code"] == "needs_passphrase"


# --- the rest of the program ---------------------------------------------------------------------------------


def test_every_command_works_on_it(run, sealed):
    """A review, notes, goals, undo, copies, restore, import, purge, health: as on a plain journal."""
    assert run("goal", "add", "a goal", "--hours", "2", **WITH).status == 0
    assert run("undo", **WITH).status == 0
    assert run("undo", "--redo", **WITH).status == 0
    exported = run("export", "-", **WITH)
    assert "encrypted" in exported.err
    assert run("import", "-", "--dry-run", input=exported.out, **WITH).status == 0
    made = Path(run("backup", "--json", **WITH).data["path"])
    assert beginning.sealed(made)
    assert run("restore", made.stem, **WITH).status == 0
    assert run("purge", "n1", "--yes", "--backups", **WITH).status == 0
    signs = {one["check"]: one["state"] for one in run("doctor", "--json", **WITH).data["signs"]}
    assert signs["encryption"] == "ok"
    assert signs["journal"] == "ok"
    assert run("doctor").status == 0  # without the passphrase it says so, and looks at the rest
    assert run("verify", **WITH).status == 0


def test_the_doctor_knows_what_is_not_encrypted(run, sealed):
    """A plain copy that came back is counted, by no name and no word of it."""
    with closing(sqlite3.connect(sealed.parent / "backups" / "from an old disk.db")) as plain:
        plain.execute("CREATE TABLE goal (title)")
    signs = {one["check"]: one for one in run("doctor", "--json", **WITH).data["signs"]}
    assert signs["encryption"]["state"] == "warn"
    assert "(1)" in signs["encryption"]["says"]


def test_a_text_that_could_not_be_kept(run, sealed, tmp_path, monkeypatch):
    """It is shown and put elsewhere, and said to be readable there; with a wrong passphrase nothing is typed at all."""
    monkeypatch.setattr(
        "fupan.journal.Journal.note", lambda *_, **__: (_ for _ in ()).throw(secrecy.JournalReplaced("x"))
    )
    done = run("note", "my words", **WITH)
    assert "my words" in done.err
    assert "not encrypted" in done.err
    [kept] = (tmp_path / "runtime").glob("fupan-unsaved-*")
    assert kept.read_text() == "my words\n"
    kept.unlink()
    done = run("note", "-", input="my words", FUPAN_PASSPHRASE="wrong")
    assert done.status == 1
    assert "my words" not in done.err
    assert not list((tmp_path / "runtime").iterdir())


# --- at the terminal -----------------------------------------------------------------------------------------


def unseen(at, text, answer):
    """Answer a question whose answer is not shown."""
    at.see(text)
    at.settle()
    at.child.send(answer + "\r")


def test_encrypting_at_a_terminal(lived_in):
    """Typed twice without being shown, asked again when the two differ; old copies go after a yes; then it opens."""
    subprocess.run([sys.executable, "-m", "fupan", "note", "x"], env=os.environ | lived_in, check=True)
    at = at_terminal(lived_in, "encrypt")
    unseen(at, "New passphrase:", WORDS)
    unseen(at, "The same again:", "a slip")
    at.see("The two are not the same.")
    at.settle()
    at.child.send(WORDS + "\r")
    at.settle()
    at.child.send(WORDS + "\r")
    at.see("Delete these 3 files now?")
    at.type("y")
    assert at.end() == 0
    assert "Overwritten and deleted: 3." in at.text
    assert "quiet" not in at.text
    assert WORDS.encode() not in at.raw
    journal = Path(lived_in["FUPAN_HOME"]) / "journal.db"
    assert beginning.sealed(journal)
    assert all(beginning.sealed(one) for one in copies.every(journal))
    at = at_terminal(lived_in, "status")
    unseen(at, "Passphrase of", "a slip")
    at.see("This passphrase does not open it.")
    at.settle()
    at.child.send(WORDS + "\r")
    assert at.end() == 0
    assert at.text.count("Passphrase of") == 2


def test_the_passphrase_is_asked_before_the_first_question(lived_in):
    """Before anything is typed that could be lost, once for a whole review, in the person's language; 3 tries."""
    subprocess.run([sys.executable, "-m", "fupan", "encrypt"], env=os.environ | lived_in | WITH, check=True)
    at = at_terminal(lived_in, "--lang", "zh", "week")
    at.see("口令")
    assert "›" not in at.text
    at.settle()
    at.child.send(WORDS + "\r")
    assert at.waits()
    at.type(":q")
    assert at.end() == 0
    assert "".join(at.text.split()).count("的口令：") == 1
    at = at_terminal(lived_in, "note")
    for count, wrong in enumerate(("a", "b", "c"), 1):
        at.see("Passphrase of", count)
        at.settle()
        at.child.send(wrong + "\r")
    assert at.end() == 1
    assert "passphrase is wrong" in " ".join(at.text.split())
    at = at_terminal(lived_in, "status")
    at.see("Passphrase of")
    at.settle()
    at.child.send("\r")
    assert at.end() == 2  # an empty one is no try


def test_vim_keeps_nothing_of_an_encrypted_journal(tmp_path, monkeypatch):
    """No swap file, no backup, no undo file, no viminfo; and what an editor left beside the file is wiped."""
    from fupan.cli.editor import Editor

    vim = tmp_path / "vim"
    vim.write_text(
        '#!/bin/sh\nprintf "%s " "$@" > "$0.said"\nfor last; do :; done\necho typed > "$last"\ncp "$last" "$last~"\n'
    )
    vim.chmod(0o700)
    gone = []
    editor = Editor(
        [str(vim)],
        tmp_path / "e",
        screen=sys.stderr,
        clock=iter([0.0, 9.0]).__next__,
        wait=lambda: None,
        wipe=gone.append,
    )
    assert editor.write("n", "") == "typed"
    assert (tmp_path / "vim.said").read_text().startswith("-n -c set nobackup nowritebackup noundofile viminfo= ")
    editor.done("n")
    assert {one.name for one in gone} == {"n.md", "n.md~"}
