"""Where the passphrase of an encrypted journal comes from: five sources, in order, none handed on to anybody."""

from __future__ import annotations

import os
import shlex
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.secrecy import BadKeySource, BadPassphrase, KeyringFailed, Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Ask = Callable[..., str | None]

FD, PASSPHRASE = "FUPAN_KEY_FD", "FUPAN_PASSPHRASE"
NEW_FD, NEW_PASSPHRASE = "FUPAN_NEW_KEY_FD", "FUPAN_NEW_PASSPHRASE"
COMMAND = "FUPAN_KEY_COMMAND"
TRIES = 3  # at the terminal
MOST_BYTES = 4_096
SERVICE = "fupan"  # in the system's keyring
NEXT = "#next"  # behind a name: kept before the journal changes, in case the change is cut short

EMPTY = N_("the passphrase is empty.")


class Sources:
    """The sources of one run. `given` is what the environment said; `ask` puts a question that shows no answer."""

    def __init__(
        self, given: Mapping[str, Secret], *, command: Callable[[], str], keyring: Callable[[], str], ask: Ask
    ) -> None:
        self._given = dict(given)
        self._command = command
        self._keyring = keyring  # the name in the system's keyring, "" when it is not to be asked
        self._ask = ask
        self._path = ""
        self._draws = self._draw()

    def __repr__(self) -> str:
        return "Sources(…)"

    def more(self, path: str) -> Secret | None:
        """The next passphrase that may open a file; None when there is none left."""
        self._path = path
        return next(self._draws, None)

    def _draw(self) -> Iterator[Secret]:
        for source in (self._from_scripts, self._from_keyring):
            yield from source()
        wrong = ""
        for _ in range(TRIES):
            text = self._ask(N_("Passphrase of %(path)s: "), wrong, path=self._path)
            if not text:
                return
            yield Secret(text)
            wrong = N_("This passphrase does not open it.")

    def _from_scripts(self) -> Iterator[Secret]:
        if number := self._given.pop(FD, None):
            yield from_descriptor(FD, number.reveal())
        if command := self._command():
            yield from_command(command)
        if (secret := self._given.get(PASSPHRASE)) is not None:
            yield _filled(PASSPHRASE, secret)

    def _from_keyring(self) -> Iterator[Secret]:
        if name := self._keyring():
            yield from from_keyring(name)

    @property
    def scripted(self) -> bool:
        """Whether a new passphrase comes from a script, so that nobody types it."""
        return bool(self._command()) or bool(self._given)

    # --- a new one -----------------------------------------------------------------------------------------

    def first(self) -> Secret:
        """The passphrase for a journal that has none: from a script, or typed twice."""
        for secret in self._from_scripts():
            return secret
        return self._typed_twice()

    def another(self) -> Secret:
        """The passphrase that is to replace the one that opened the journal."""
        if number := self._given.pop(NEW_FD, None):
            return from_descriptor(NEW_FD, number.reveal())
        if (secret := self._given.get(NEW_PASSPHRASE)) is not None:
            return _filled(NEW_PASSPHRASE, secret)
        return self._typed_twice()

    def _typed_twice(self) -> Secret:
        wrong = ""
        for _ in range(TRIES):
            text = self._ask(N_("New passphrase: "), wrong)
            if text is None:
                raise BadPassphrase(NOBODY)
            if not text:
                raise BadPassphrase(EMPTY)
            if Secret(text) == Secret(self._ask(N_("The same again: "), "") or ""):
                return Secret(text)
            wrong = N_("The two are not the same.")
        raise BadPassphrase(N_("the passphrase was not typed the same way twice."))


NOBODY = N_(
    "a new passphrase is asked for at a terminal. In a script, FUPAN_KEY_FD, FUPAN_KEY_COMMAND or FUPAN_PASSPHRASE "
    "gives it; for `fupan rekey`, FUPAN_NEW_KEY_FD or FUPAN_NEW_PASSPHRASE."
)


def from_descriptor(source: str, number: str) -> Secret:
    """The first line that can be read from a file descriptor; it is closed then."""
    try:
        with os.fdopen(int(number), "rb") as opened:
            line = opened.readline(MOST_BYTES)
    except (ValueError, OverflowError):
        raise BadKeySource(source, N_("it is the number of an open file.")) from None
    except OSError as error:
        raise BadKeySource(source, error.strerror or str(error)) from None
    return _read(source, line)


def from_command(command: str) -> Secret:
    """The first line that a command prints, such as `pass show fupan`; it may ask at the terminal by itself."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, check=False)  # noqa: S603 - the person's own
    except ValueError:
        raise BadKeySource(COMMAND, N_("a quotation mark is not closed.")) from None
    except OSError as error:
        raise BadKeySource(COMMAND, error.strerror or str(error)) from None
    if done.returncode:
        raise BadKeySource(COMMAND, N_("the command reported an error. `-c key_command=` goes without it.")) from None
    return _read(COMMAND, done.stdout.partition(b"\n")[0])


def _read(source: str, line: bytes) -> Secret:
    try:
        text = line.rstrip(b"\r\n").decode("utf-8")
    except UnicodeDecodeError:
        raise BadKeySource(source, N_("it is not written in UTF-8.")) from None  # the error would quote it
    return _filled(source, Secret(text))


def _filled(source: str, secret: Secret) -> Secret:
    if not secret:
        raise BadKeySource(source, EMPTY)
    return secret


# --- the system's keyring ----------------------------------------------------------------------------------


def from_keyring(name: str) -> Iterator[Secret]:
    """What the system's keyring keeps under a name; nothing where there is no keyring, as over SSH."""
    try:
        import keyring  # noqa: PLC0415 - slow, and for encrypted journals alone
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return
    for one in (name, name + NEXT):
        try:
            text = keyring.get_password(SERVICE, one)
        except (KeyringError, OSError, RuntimeError):
            return
        if text:
            yield Secret(text)


def keep_in_keyring(name: str, secret: Secret) -> None:
    """Have the system's keyring keep a passphrase, and read it back: there are keyrings that keep nothing."""
    try:
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        raise KeyringFailed("keyring") from None
    kept = ""
    try:
        keyring.set_password(SERVICE, name, secret.reveal())
        kept = keyring.get_password(SERVICE, name) or ""
    except (KeyringError, OSError, RuntimeError):
        pass
    if Secret(kept) != secret:
        raise KeyringFailed(type(keyring.get_keyring()).__module__) from None


def drop_from_keyring(name: str) -> None:
    """What it keeps under a name is to go."""
    try:
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return
    with suppress(KeyringError, OSError, RuntimeError):
        keyring.delete_password(SERVICE, name)
