"""A pact's files at this door: made after a look, mailed by the person's own mail, and read when they come."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.cli.consent import agrees
from fupan.errors import BadFile, BadUsage, CannotWrite, FileExists, NeedsTerminal
from fupan.language import LANGUAGES, N_, Language
from fupan.pact_file import MOST_BYTES, BadLetter, ForeignLetter, canonical, document, read_document
from fupan.pact_form import form, read_form, text_of, unfold
from fupan.pacts import eight_words, file_name
from fupan.posting import mailing, sealing, signing
from fupan.render import pacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.cli.door import Door
    from fupan.journal import Journal
    from fupan.long_view import Pact, PactLetter
    from fupan.pacts import Letter


def language_of(pact: Pact, door: Door) -> Language:
    """What is made for them speaks the language of the pact."""
    return Language.load(pact.language) if pact.language else door.say


def make(door: Door, pact: Pact, letter: Letter, folder: Path, *, seal: bool, force: bool) -> tuple[Path, ...]:
    """The page and the signed facts, as private files; with a passphrase both are sealed."""
    from fupan.render.document import letter_page  # noqa: PLC0415 - Jinja is for documents alone

    say = language_of(pact, door)
    page = letter_page(
        letter,
        pacts.parts(letter.facts, say),
        title=pacts.heading(letter, say),
        form=form(letter.week, say.code),
        words=" · ".join(eight_words(letter.key, code) for code in LANGUAGES),
        say=say,
    )
    signed = document(letter, signing.sign(pact.secret, canonical(letter)))
    contents = {".html": page.encode(), ".fupan": signed.encode()}
    passphrase = _passphrase(door, twice=True) if seal else ""
    files = []
    for suffix, content in contents.items():
        raw = sealing.seal(content, passphrase) if seal else content
        name = file_name(letter.week, pact.partner, suffix + (".age" if seal else ""))
        files.append(_save(folder / name, raw, force))
    return tuple(files)


def _save(path: Path, raw: bytes, force: bool) -> Path:  # noqa: FBT001 - the option's
    if force:
        path.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
            file.write(raw)
    except FileExistsError:
        raise FileExists(str(path)) from None
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error
    return path


def refuse_mail(door: Door, pact: Pact) -> None:
    """Say what is missing for a mail before anything is made."""
    settings = door.app.settings
    if not pact.address:
        raise BadUsage(
            N_("There is no address for %(given)s: give one with `fupan pact change --mail`."), given=pact.partner
        )
    if not (settings.mail_program or settings.smtp_host):
        raise BadUsage(N_("Set mail_program (for example “msmtp -t”) or smtp_host with `fupan config set` first."))
    if not settings.mail_from:
        raise BadUsage(N_("Set mail_from, your own address, with `fupan config set` first."))


def mail(door: Door, pact: Pact, letter: Letter, files: tuple[Path, ...]) -> None:
    """Send the files by the person's own mail program, else by the server of their settings."""
    settings, say = door.app.settings, language_of(pact, door)
    subject = pacts.heading(letter, say)
    body = say(N_("The letter is in the sealed files.")) if files[0].suffix == ".age" else pacts.mail_body(letter, say)
    made = mailing.message(settings.mail_from, pact.address, subject, body, files)
    if settings.mail_program:
        mailing.by_program(made, settings.mail_program, door.app.environ)
        return
    server = mailing.Server(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
    )
    mailing.by_server(made, server, lambda: _secret(door, N_("Password of your mail server")))


def take(door: Door, source: str, sender: str, *, yes: bool) -> None:
    """Keep what came: signed and compared, or a text that says so of itself."""
    raw = unfold(_read(source))
    if sealing.is_sealed(raw):
        raw = sealing.unseal(raw, _passphrase(door), source)
    with door.app.journal() as journal:
        if _is_document(raw):
            pact, letter = _signed(door, journal, raw, source, sender, yes=yes)
        else:
            pact, letter = _unsigned(journal, raw, source, sender)
    door.answer("pact_letter", letter, lambda: pacts.received(pact, letter, door.say, width=door.app.width))


def _is_document(raw: bytes) -> bool:
    return raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def _signed(
    door: Door, journal: Journal, raw: bytes, source: str, sender: str, *, yes: bool
) -> tuple[Pact, PactLetter]:
    letter, signature = read_document(raw, source)
    if not signing.holds(letter.key, signature, canonical(letter)):
        raise BadLetter(source, N_("its signature does not hold: it was changed on the way."))
    standing = [news.pact for news in journal.pacts()]
    if letter.key in {signing.public_of(journal.pact(pact.id).secret) for pact in standing}:
        raise BadLetter(source, N_("it is your own letter to them. What they send you is signed with their key."))
    known = [pact for pact in standing if pact.key == letter.key]
    waiting = [pact for pact in standing if not pact.key]
    pact = journal.pact(sender) if sender else _whose(known or waiting, journal, source)
    if pact.key and pact.key != letter.key:
        raise ForeignLetter(source, pact.partner)
    if not pact.key and not yes:
        door.talk(N_("Their eight words, as they see them in `fupan pact`:"))
        for code in LANGUAGES:
            door.write_talk("  " + eight_words(letter.key, code))
        if not agrees(door, door.say(N_("Did %(partner)s read you the same words?"), partner=pact.partner)):
            raise BadUsage(N_("Nothing was kept. Compare the words by voice first; then --yes says so."))
    kept = journal.keep_received(
        pact, week=letter.week, text=letter.text, facts=letter.facts, signed=True, key=letter.key
    )
    return pact, kept


def _whose(found: Sequence[Pact], journal: Journal, source: str) -> Pact:
    """The one pact that it can be."""
    if len(found) == 1:
        return found[0]
    if not journal.pacts():
        raise BadUsage(N_("There is no pact yet. Make one with `fupan pact new`, then read %(given)s."), given=source)
    raise BadUsage(N_("Whose is %(given)s? Say it with --from."), given=source)


def _unsigned(journal: Journal, raw: bytes, source: str, sender: str) -> tuple[Pact, PactLetter]:
    week, told = read_form(text_of(raw), source)
    pact = journal.pact(sender) if sender else _whose([news.pact for news in journal.pacts()], journal, source)
    facts = {name: value for name, value in told.items() if name != "text"}
    return pact, journal.keep_received(pact, week=week, text=told.get("text", ""), facts=facts, signed=False)


def _read(source: str) -> bytes:
    try:
        if source == "-":
            return sys.stdin.buffer.read(2 * MOST_BYTES)
        with Path(source).open("rb") as file:
            return file.read(2 * MOST_BYTES)
    except OSError as error:
        raise BadFile(source, error.strerror or str(error)) from error


def _passphrase(door: Door, *, twice: bool = False) -> str:
    given = _secret(door, N_("Passphrase of the letter"))
    if not given:
        raise BadUsage(N_("An empty passphrase seals nothing."))
    if twice and _secret(door, N_("Once more")) != given:
        raise BadUsage(N_("The two passphrases differ: nothing was made."))
    return given


def _secret(door: Door, message: str) -> str:
    """A secret typed without an echo; never an option, never the environment of a child."""
    from getpass import getpass  # noqa: PLC0415

    try:
        door.terminal("fupan pact")
    except NeedsTerminal:
        raise BadUsage(N_("A passphrase is typed at a terminal, and there is none."), command="fupan pact") from None
    return getpass(f"{door.say(message)}: ")
