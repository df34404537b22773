"""`fupan pact`: mutual supervision by files, without a server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fupan.cli import letters, offers
from fupan.cli.consent import agrees
from fupan.cli.tree import command, group
from fupan.errors import BadUsage
from fupan.language import N_
from fupan.pacts import NEVER, SHOWN, USUAL
from fupan.period_words import parse_week
from fupan.posting import signing
from fupan.render import pacts

if TYPE_CHECKING:
    from fupan.cli.door import Door

Json = Annotated[bool, typer.Option("--json", help=offers.JSON_HELP)]
Who = Annotated[str, typer.Argument(metavar="PARTNER", help=N_("their name, a part of it, or the pact's id"))]
See = Annotated[
    str,
    typer.Option(
        "--see", metavar="NAMES", help=N_("what they see: goals,outcomes,hours,proofs,promises,grades,verdicts")
    ),
]
Mail = Annotated[str, typer.Option("--mail", metavar="ADDRESS", help=N_("their mail address"))]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=N_("do not ask"))]


def stood(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    if not ctx.invoked_subcommand:
        show(ctx.obj)


def show(door: Door) -> None:
    with door.app.journal() as journal:
        found = journal.pacts()
        keys = {news.pact.id: signing.public_of(journal.pact(news.pact.id).secret) for news in found}
    door.answer("pacts", found, lambda: pacts.standing(found, keys, door.say, width=door.app.width))


app = group(
    "pact",
    N_(
        "Mutual supervision with a partner, a mentor or a boss, by one file a week each way.\n"
        "No server: you send the files yourself, or by your own mail. What they see is chosen once."
    ),
    "fupan pact new 'Li Wei' --mail wei@example.org",
    "fupan pact send 'Li Wei'",
    "fupan pact read reply.fupan",
    "fupan pact change 'Li Wei' --never hours",
    "fupan pact",
    bare=stood,
)


@command(
    app,
    "new",
    N_(
        "Make a pact: who, what they see, and a key of its own, shown as eight words to compare once.\n"
        "Motives, whys, the mentor's lines and notes are in no letter, whatever is chosen."
    ),
    "fupan pact new 'Li Wei' --mail wei@example.org",
    "fupan pact new 'Prof. He' --as mentor --see goals,outcomes,proofs",
)
def new(
    ctx: typer.Context,
    partner: Annotated[str, typer.Argument(metavar="PARTNER", help=N_("their name"))],
    *,
    role: Annotated[
        str,
        typer.Option("--as", metavar="ROLE", help=N_("partner, mentor or boss"), autocompletion=offers.one_of(*USUAL)),
    ] = "partner",
    see: See = "",
    never: Annotated[
        str, typer.Option("--never", metavar="NAMES", help=N_("what they never see, of what they usually would"))
    ] = "",
    mail: Mail = "",
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    if role not in USUAL:
        raise BadUsage(N_("--as takes one of %(near)s, not “%(given)s”."), given=role, near=", ".join(USUAL))
    if not _one_line(partner):
        raise BadUsage(N_("A name and an address are one line each."))
    wanted = (_names(see) or set(USUAL[role])) - _names(never, also=NEVER)
    secret = signing.new_secret()
    with door.app.journal() as journal:
        made = journal.new_pact(
            _one_line(partner), role=role, address=_one_line(mail), language=door.say.code, see=wanted, secret=secret
        )
    key = signing.public_of(secret)
    told = {"id": made.id, "partner": made.partner, "sees": made.sees, "key": key}
    door.answer("pact", told, lambda: pacts.made(made, key, door.say, width=door.app.width))


def _names(given: str, also: tuple[str, ...] = ()) -> set[str]:
    names = {name.strip() for name in given.replace("，", ",").split(",") if name.strip()}
    for name in sorted(names - set(SHOWN) - set(also)):
        raise BadUsage(N_("No letter shows “%(given)s”. There are: %(near)s."), given=name, near=", ".join(SHOWN))
    return names


@command(
    app,
    "change",
    N_(
        "Change what they see from the next letter on, or their address, after you saw what changes.\n"
        "They learn of it: the next letter says what is new in it and what is no longer there."
    ),
    "fupan pact change 'Li Wei' --see goals,outcomes,verdicts",
    "fupan pact change 'Li Wei' --never hours",
    "fupan pact change 'Li Wei' --mail wei@example.org",
)
def change(
    ctx: typer.Context,
    partner: Who,
    *,
    see: See = "",
    never: Annotated[
        str, typer.Option("--never", metavar="NAMES", help=N_("what they no longer see, of what they see now"))
    ] = "",
    mail: Mail = "",
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    if not (see or never or mail):
        raise BadUsage(N_("Say what changes: --see, --never or --mail."))
    with door.app.journal() as journal:
        pact = journal.pact(partner)
    now = {name for name, seen in pact.sees.items() if seen}
    wanted = (_names(see) or now) - _names(never, also=NEVER)
    address = _one_line(mail) or pact.address
    if not yes:
        door.write_talk(pacts.changing(pact, wanted, address, door.say, width=door.app.width))
        if not agrees(door, door.say(N_("Change it so?"))):
            raise BadUsage(N_("Nothing was changed."))
    with door.app.journal() as journal:
        changed = journal.change_pact(pact.id, see=wanted, address=address)
    told = {"id": changed.id, "partner": changed.partner, "sees": changed.sees, "address": changed.address}
    door.answer("pact", told, lambda: pacts.changed(changed, door.say, width=door.app.width))


def _one_line(given: str) -> str:
    if "\n" in given:
        raise BadUsage(N_("A name and an address are one line each."))
    return given.strip()


@command(
    app,
    "send",
    N_(
        "Make this week's letter: a page to read and the same facts signed, after you saw every word of it.\n"
        "--mail sends it by your own mail program or server (see `fupan config`); --seal asks for a passphrase."
    ),
    "fupan pact send 'Li Wei'",
    "fupan pact send 'Li Wei' --week W47 --text 'Library twice. You?' --mail",
)
def send(  # noqa: PLR0913 - one per option
    ctx: typer.Context,
    partner: Who,
    *,
    week: Annotated[
        str,
        typer.Option("--week", "-w", help=N_("another week than the last written one"), autocompletion=offers.weeks),
    ] = "",
    text: Annotated[str, typer.Option("--text", "-t", help=N_("a word to them"))] = "",
    folder: Annotated[str, typer.Option("--output", "-o", metavar="FOLDER", help=N_("where the files go"))] = ".",
    by_mail: Annotated[bool, typer.Option("--mail", help=N_("send it by your own mail"))] = False,
    seal: Annotated[bool, typer.Option("--seal", help=N_("with a passphrase, in the age format"))] = False,
    force: Annotated[bool, typer.Option("--force", help=N_("replace the files"))] = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    meant = parse_week(week, door.app.moment.today) if week else None
    with door.app.journal() as journal:
        pact = journal.pact(partner)
        if by_mail:
            letters.refuse_mail(door, pact)
        key = signing.public_of(pact.secret)
        letter = journal.letter_for(pact, meant, name=door.app.settings.name, text=text, key=key)
    say = letters.language_of(pact, door)
    if not letter.name:
        door.talk(N_("The letter does not say whose it is: `fupan config set name …` tells it how you are called."))
    if not yes:
        door.write_talk(pacts.preview(letter, say, width=door.app.width))
        if not agrees(door, door.say(N_("Make this letter for %(partner)s?"), partner=pact.partner)):
            raise BadUsage(N_("Nothing was made."))
    files = letters.make(door, pact, letter, Path(folder), seal=seal, force=force)
    if by_mail:
        letters.mail(door, pact, letter, files)
    with door.app.journal() as journal:
        journal.keep_sent(pact, letter)
    told = {"week": letter.week, "files": [str(file) for file in files], "mailed": by_mail}
    door.answer("pact_sent", told, lambda: "".join(f"{file}\n" for file in files))


@command(
    app,
    "read",
    N_(
        "Read what came: a signed .fupan file, or a text with the answer form filled in.\n"
        "A key that is new is shown as eight words; compare them once, by voice. A text is kept as not signed."
    ),
    "fupan pact read reply.fupan",
    "fupan pact read mail.txt --from 'Li Wei'",
)
def read(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(metavar="FILE", help=N_("what came; - is standard input"))],
    *,
    sender: Annotated[str, typer.Option("--from", metavar="PARTNER", help=N_("whose it is"))] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("the eight words were compared"))] = False,
    as_json: Json = False,
) -> None:
    del as_json  # the door has seen it
    letters.take(ctx.obj, source, sender, yes=yes)


@command(app, "status", N_("Every pact: what they see, what went and came last, the words."), "fupan pact status")
def status(ctx: typer.Context, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    show(ctx.obj)


@command(app, "end", N_("End a pact; its letters stay on record."), "fupan pact end 'Li Wei'")
def end(ctx: typer.Context, partner: Who, *, as_json: Json = False) -> None:
    del as_json  # the door has seen it
    door = ctx.obj
    with door.app.journal() as journal:
        ended = journal.end_pact(partner)
    told = {"id": ended.id, "partner": ended.partner, "ended": ended.ended}
    door.answer("pact", told, lambda: door.say(N_("The pact with %(partner)s is over."), partner=ended.partner) + "\n")
