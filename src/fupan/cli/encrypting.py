"""`fupan encrypt`, `fupan decrypt`, `fupan rekey`: the journal under a passphrase. No option ever takes one."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from fupan import keys, settings
from fupan.cli import offers
from fupan.cli.rescue import RESCUED
from fupan.cli.tree import command, single
from fupan.errors import FupanError, NeedsTerminal
from fupan.language import N_
from fupan.render import safety
from fupan.secrecy import AlreadyEncrypted, Sealed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fupan.cli.door import Door
    from fupan.journal.guarding import Guard
    from fupan.secrecy import Secret

app = single()
YES = ("y", "yes", "是", "好", "要", "对")
Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
Keyring = Annotated[bool, typer.Option("--keyring", help=N_("let the system's keyring keep the passphrase"))]
DeleteOld = Annotated[
    bool, typer.Option("--delete-old", help=N_("delete the copies that are readable without this passphrase"))
]


@command(
    app,
    "encrypt",
    N_(
        "Encrypt the journal and every copy that is made from now on.\n"
        "A passphrase is asked for twice; nobody can restore a forgotten one. The unencrypted copies are named and "
        "stay until you say that they may go. Needs pip install '.[encrypted]'."
    ),
    "fupan encrypt",
    "fupan encrypt --keyring",
    "fupan encrypt --delete-old",
)
def encrypt(
    ctx: typer.Context, *, keyring: Keyring = False, delete_old: DeleteOld = False, as_json: Json = False
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    guard = door.app.guard()
    if guard.sealed:
        _again(door, guard, keyring=keyring, delete_old=delete_old)
        return
    guard.ready()
    _advise(door)
    secret = door.app.sources.first()
    done = _kept(door, secret, partial(guard.encrypt, secret), keyring=keyring)
    _finish(door, guard, done, delete_old=delete_old)


@command(
    app,
    "rekey",
    N_(
        "Give an encrypted journal another passphrase.\n"
        "Copies made before keep the old one; they are named and stay until you say that they may go."
    ),
    "fupan rekey",
    "fupan rekey --delete-old",
)
def rekey(
    ctx: typer.Context, *, keyring: Keyring = False, delete_old: DeleteOld = False, as_json: Json = False
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    guard = door.app.guard()
    guard.refuse_plain()
    door.app.unlock()
    _advise(door)
    secret = door.app.sources.another()
    done = _kept(door, secret, partial(guard.rekey, secret), keyring=keyring or bool(door.app.keyring))
    _finish(door, guard, done, delete_old=delete_old)


@command(
    app,
    "decrypt",
    N_(
        "Make an encrypted journal a plain file again.\n"
        "Copies made before stay encrypted: keep the passphrase as long as you keep them."
    ),
    "fupan decrypt",
)
def decrypt(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    guard = door.app.guard()
    guard.refuse_plain()
    door.app.unlock()
    done = guard.decrypt()
    if door.app.keyring:
        keys.drop_from_keyring(door.app.keyring)
        settings.write(door.app.paths.config, "keyring", "off")
    door.answer("decrypted", done, lambda: safety.sealed(done, door.say))


def _advise(door: Door) -> None:
    """Before the first letter is typed; a script knows what it does."""
    if not door.app.sources.scripted:
        door.talk(
            N_(
                "The passphrase is the only key to your journal, and nobody can restore a forgotten one: write it "
                "down, and keep it where you keep papers that matter. Five words picked at random are good and easy "
                "to type."
            )
        )


def _again(door: Door, guard: Guard, *, keyring: bool, delete_old: bool) -> None:
    """What can still be done for a journal that is encrypted already."""
    if not (keyring or delete_old):
        raise AlreadyEncrypted(str(door.app.paths.journal))
    door.app.unlock()
    done = Sealed(how="encrypted", path=str(door.app.paths.journal))
    if keyring:
        done = _kept(door, next(door.app.keys.tries("")), lambda: done, keyring=True)
    _finish(door, guard, done, delete_old=delete_old)


def _kept(door: Door, secret: Secret, change: Callable[[], Sealed], *, keyring: bool) -> Sealed:
    """What `change` gives; with `keyring`, the passphrase is kept and read back before anything is changed."""
    if not keyring:
        return change()
    name = str(door.app.paths.journal)
    keys.keep_in_keyring(name + keys.NEXT, secret)
    try:
        done = change()
    except FupanError:
        keys.drop_from_keyring(name + keys.NEXT)
        raise
    keys.keep_in_keyring(name, secret)
    keys.drop_from_keyring(name + keys.NEXT)
    settings.write(door.app.paths.config, "keyring", "on")
    return replace(done, keyring=True)


def _finish(door: Door, guard: Guard, done: Sealed, *, delete_old: bool) -> None:
    """A first encrypted copy, and what is to become of the old ones."""
    if not any(one.good for one in guard.copies()):
        guard.back_up()
    old = guard.left_behind()
    deleted = guard.delete(old) if delete_old else ()
    done = replace(
        done, old=tuple(one for one in old if one not in deleted), deleted=deleted, loose=tuple(_loose(door))
    )
    door.answer(done.how, done, lambda: safety.sealed(done, door.say))
    if done.old and not door.json and _agrees(door, len(done.old)):
        deleted = guard.delete(done.old)
        door.talk(N_("Overwritten and deleted: %(count)s."), count=len(deleted))


def _loose(door: Door) -> Iterator[str]:
    """Texts outside the journal, which an editor or a full disk left."""
    found = {one for folder in (door.app.paths.editor, door.app.editor_folder) for one in folder.glob("*")}
    found |= {one for folder in door.app.rescue_places for one in folder.glob(RESCUED)}
    mine = os.geteuid() if os.name != "nt" else 0
    yield from sorted(str(one) for one in found if one.is_file() and one.stat().st_uid == mine)


def _agrees(door: Door, count: int) -> bool:
    """A plain yes at a terminal; whoever is not there has not said it."""
    try:
        screen = door.terminal("fupan encrypt --delete-old")
    except NeedsTerminal:
        return False
    from fupan.cli.prompt import reader  # noqa: PLC0415

    question = door.say.plural(N_("Delete this file now? [y/N]"), N_("Delete these %(n)d files now? [y/N]"), count)
    with suppress(EOFError, KeyboardInterrupt):
        return reader(screen, colored=False)(f"{question} › ", "", "").strip().lower() in YES
    return False
