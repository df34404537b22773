"""The terminal's commands. Only the registry below is known before a command runs."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from fupan.app import App
from fupan.cli.door import Door, PipeClosed
from fupan.cli.glances import glance
from fupan.cli.line import read_line
from fupan.errors import INTERRUPTED, FupanError
from fupan.language import N_
from fupan.settings import read as read_setting

if TYPE_CHECKING:
    from collections.abc import MutableMapping, Sequence

    from fupan.cli.line import Line
    from fupan.secrecy import Secret

PIPE_CLOSED = 141  # what a shell shows for any program whose reader went away
COMPLETION = "_FUPAN_COMPLETE"
SECRETS = ("FUPAN_KEY_FD", "FUPAN_PASSPHRASE", "FUPAN_NEW_KEY_FD", "FUPAN_NEW_PASSPHRASE")

EVERY_WEEK = N_("Every week:")
LONGER = N_("Every quarter, every year:")
WHY = N_("Why it was missed:")
DIRECTION = N_("What drives you, and where to:")
READING = N_("To read:")
PEOPLE = N_("Other people:")
HABIT = N_("The habit:")
FILE = N_("The journal's file:")
PROGRAM = N_("The program:")

REGISTRY = {  # a command's room, its line of help, the section of the root's help that it stands in
    "week": ("fupan.cli.week", N_("Write the weekly review."), EVERY_WEEK),
    "note": ("fupan.cli.note", N_("Keep a fact or hours for Monday."), EVERY_WEEK),
    "goal": ("fupan.cli.goal", N_("Goals: add, list, show, edit, done, drop, reopen, story."), EVERY_WEEK),
    "status": ("fupan.cli.standing", N_("Where you stand: the calendar, the promises, what is due."), EVERY_WEEK),
    "rule": ("fupan.cli.rule", N_("Standing rules, shown every Monday."), EVERY_WEEK),
    "quarter": ("fupan.cli.quarter", N_("Write the quarterly review."), LONGER),
    "year": ("fupan.cli.years", N_("Write the year: four quarters side by side, and a letter."), LONGER),
    "five-years": ("fupan.cli.years", N_("Write five years in chapters, and choose the next five."), LONGER),
    "reread": ("fupan.cli.reread", N_("Re-read your weeks, one a screen, and mark what you see now."), LONGER),
    "letter": ("fupan.cli.letter", N_("Letters to yourself, sealed until their day."), LONGER),
    "why": (
        "fupan.cli.why",
        N_("Ask why a goal was missed: its weeks, three verdicts."),
        WHY,
    ),
    "responses": ("fupan.cli.responses", N_("The responses under way, and what worked for you."), WHY),
    "double": ("fupan.cli.responses", N_("Twice the time that others take, counted."), WHY),
    "patterns": ("fupan.cli.patterns", N_("What comes back in the misses: causes, phrases, goals and weeks."), WHY),
    "calibration": ("fupan.cli.calibration", N_("How sure you were, against what came of it."), WHY),
    "motive": ("fupan.cli.motive", N_("What drives you, how it moved, and which goals serve it."), DIRECTION),
    "path": (
        "fupan.cli.path",
        N_("Job, PhD or startup: what your problem's value points to."),
        DIRECTION,
    ),
    "show": ("fupan.cli.reading", N_("Print a week or a quarter as it was written."), READING),
    "report": ("fupan.cli.reading", N_("The report of any period: text, Markdown, HTML, PDF, JSON."), READING),
    "search": ("fupan.cli.search", N_("Find your own words again."), READING),
    "serve": ("fupan.cli.serve", N_("The same journal as a page in your browser."), READING),
    "demo": ("fupan.cli.demo", N_("See a whole quarter of a made-up person, in a directory of its own."), READING),
    "mentor": ("fupan.cli.mentor", N_("Your weeks through your mentor's or boss's eyes."), PEOPLE),
    "pact": (
        "fupan.cli.pact",
        N_("Mutual supervision with a partner, by one file a week."),
        PEOPLE,
    ),
    "audience": (
        "fupan.cli.audience",
        N_("Who may read which field of a report, or of a letter."),
        PEOPLE,
    ),
    "due": (
        "fupan.cli.habit",
        N_("Whether a weekly review is due, for your shell's prompt."),
        HABIT,
    ),
    "remind": ("fupan.cli.remind", N_("An alarm for the evening of the review: install, show, remove."), HABIT),
    "excuse": (
        "fupan.cli.habit",
        N_("Excuse weeks, also weeks to come."),
        HABIT,
    ),
    "catchup": (
        "fupan.cli.habit",
        N_("Catch up with a week that nobody wrote, in three minutes."),
        HABIT,
    ),
    "undo": ("fupan.cli.keeping", N_("Take back what the last command wrote."), FILE),
    "backup": ("fupan.cli.copying", N_("A verified copy of the journal."), FILE),
    "verify": ("fupan.cli.copying", N_("Read the journal and all its copies from end to end."), FILE),
    "restore": ("fupan.cli.copying", N_("Make a copy the journal again."), FILE),
    "export": (
        "fupan.cli.keeping",
        N_("Your whole journal as a file of your own."),
        FILE,
    ),
    "import": ("fupan.cli.keeping", N_("Bring an exported journal into this one."), FILE),
    "encrypt": ("fupan.cli.encrypting", N_("Encrypt the journal and every copy that is made from now on."), FILE),
    "decrypt": ("fupan.cli.encrypting", N_("Make an encrypted journal a plain file again."), FILE),
    "rekey": ("fupan.cli.encrypting", N_("Give an encrypted journal another passphrase."), FILE),
    "purge": ("fupan.cli.keeping", N_("Remove a goal, a note, a week or a quarter for good."), FILE),
    "config": ("fupan.cli.config", N_("Settings: get, set, list, path, edit."), PROGRAM),
    "completion": ("fupan.cli.completion", N_("Completion for your shell: install, show."), PROGRAM),
    "schema": (
        "fupan.cli.schema",
        N_("The JSON Schema of the answers, or of a whole journal."),
        PROGRAM,
    ),
    "doctor": ("fupan.cli.doctor", N_("Is everything in order? Says what is not."), PROGRAM),
    "info": ("fupan.cli.info", N_("Every path and version; nothing that you wrote."), PROGRAM),
}


def run(arguments: Sequence[str]) -> int:
    """Do what a command line says; gives the exit status. The one place where this door catches errors."""
    line = read_line(arguments)
    given = take_secrets(os.environ)  # before anything can inherit them
    app = App(environ=dict(os.environ), overrides=line.overrides, given=given)
    door = Door(app, json=line.json, pager=line.pager)
    app.tell = door.talk
    app.ask = door.ask_unseen
    try:
        status = _obey(line, door)
        with door._delivering():  # noqa: SLF001 - what is still in the buffer
            door.out.flush()
        if trouble := app.keep_daily_copy():
            door.warn(N_("What you wrote is kept, but today's backup was not made:"), trouble)
    except FupanError as problem:
        return door.refuse(problem)
    except KeyboardInterrupt:
        door.talk(N_("Stopped."))
        return INTERRUPTED
    except PipeClosed:
        return _close_quietly()
    except Exception as error:  # noqa: BLE001 - the one broad net of this door
        return door.refuse(door.bug(error))
    return status


def take_secrets(environ: MutableMapping[str, str]) -> dict[str, Secret]:
    """What the environment says of keys, taken out of it: no editor, pager or other child is to inherit it."""
    found = [name for name in SECRETS if name in environ]
    if not found:
        return {}
    from fupan.secrecy import Secret  # noqa: PLC0415 - a plain journal has none

    return {name: Secret(environ.pop(name)) for name in found}


def _obey(line: Line, door: Door) -> int:
    if line.problem:
        raise line.problem
    for name, given in line.overrides.items():
        read_setting(name, given)  # refused whatever the command is; the file waits until it is needed
    instruction = os.environ.get(COMPLETION)
    if not instruction and (look := glance(line.arguments)):
        look(door)
        return 0
    from fupan.cli.root import obey, tree  # noqa: PLC0415 - a refused command line needs no parser

    commands = tree(REGISTRY, door.say)
    if instruction:
        from fupan.cli.completion import complete  # noqa: PLC0415

        return complete(commands, door, instruction)
    return obey(commands, line.arguments, door)


def _close_quietly() -> int:
    """Standard output leads nowhere: let the interpreter's last flush find something that takes it."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED
