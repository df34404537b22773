"""Passphrases as values that never show themselves, what is told of encrypting, and what can go wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from fupan.errors import USAGE, FupanError, JournalUnreadable
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROUNDS, KEY_BYTES = 256_000, 32  # PBKDF2-HMAC-SHA512, as every SQLCipher 4 has it


class Secret:
    """A passphrase. No repr, no copy of an object and no traceback shows it."""

    __slots__ = ("_derived", "_text")

    def __init__(self, text: str) -> None:
        import unicodedata  # noqa: PLC0415 - a plain journal has no secrets

        self._text = unicodedata.normalize("NFC", text)  # é is one passphrase on every keyboard
        self._derived: dict[bytes, str] = {}

    def key(self, salt: bytes) -> str:
        """The raw key of a file with this salt, as SQLCipher takes it; derived once, since that costs 0.1 s."""
        from hashlib import pbkdf2_hmac  # noqa: PLC0415

        if salt not in self._derived:
            key = pbkdf2_hmac("sha512", self._text.encode(), salt, ROUNDS, KEY_BYTES)
            self._derived[salt] = f"x'{key.hex()}{salt.hex()}'"
        return self._derived[salt]

    def reveal(self) -> str:
        """The passphrase itself, for the system's keyring alone."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        from hmac import compare_digest  # noqa: PLC0415

        return isinstance(other, Secret) and compare_digest(self._text.encode(), other._text.encode())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")


class Keys:
    """The passphrases of one run: those that came already, then what `more` still gives for a file."""

    def __init__(self, *given: Secret, more: Callable[[str], Secret | None] = lambda _path: None) -> None:
        self._given = list(given)
        self._opened: list[Secret] = list(given)
        self._more = more
        self._ended = False

    def tries(self, path: str) -> Iterator[Secret]:
        """One after the other, what may open a file; nobody is asked before the earlier ones have failed."""
        yield from tuple(self._given)
        while not self._ended:
            secret = self._more(path)
            if secret is None:
                self._ended = True
                return
            if secret not in self._given:
                self._given.append(secret)
                yield secret

    def opened(self, secret: Secret) -> None:
        """Let the one that opened a file come first from now on."""
        self._given = [secret, *(one for one in self._given if one != secret)]
        self._opened = [secret, *(one for one in self._opened if one != secret)]

    @property
    def known(self) -> Keys:
        """Only those that opened something; nobody is asked for another."""
        return Keys(*self._opened)

    @property
    def latest(self) -> Keys:
        """Only the one that opened something last: a new passphrase, not the one before it."""
        return Keys(*self._opened[:1])

    @property
    def proven(self) -> bool:
        """Whether anything was opened yet."""
        return bool(self._opened)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A journal that was encrypted, decrypted, or got another passphrase."""

    how: str  # "encrypted", "decrypted" or "rekeyed"
    path: str
    rows: int = 0
    old: tuple[str, ...] = ()  # files beside it that are still as before
    deleted: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()  # texts that may be in no journal: left by an editor, or by a full disk
    keyring: bool = False  # the system's keyring keeps the passphrase


# --- refusals ----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class NoCipher(FupanError):
    code = "no_cipher"
    message = N_("Encrypted journals need an extra part of fupan: pip install '.[encrypted]' where its sources lie.")


@dataclass(eq=False)
class NeedsPassphrase(FupanError):
    """Encrypted, and there is neither a source of keys nor anybody who could be asked."""

    code = "needs_passphrase"
    status = USAGE
    message = N_(
        "%(path)s is encrypted, and nobody gave its passphrase. At a terminal you are asked for it; a script gives "
        "it through FUPAN_KEY_FD, FUPAN_KEY_COMMAND or FUPAN_PASSPHRASE."
    )
    why = N_("it is encrypted, and nobody gave its passphrase.")
    path: str


@dataclass(eq=False)
class WrongPassphrase(FupanError):
    code = "wrong_passphrase"
    message = N_("%(path)s does not open: %(why)s")
    path: str
    why: str


WRONG = N_("the passphrase is wrong; it opens none of the backups either.")
WRONG_OR_DAMAGED = N_(
    "the passphrase is wrong, or the beginning of the file is damaged; there is no encrypted backup that could tell."
)


OLDER = N_(
    "this passphrase opens an older copy, %(backup)s, but not the journal. Either it is the one from before "
    "`fupan rekey`, or the beginning of the journal is damaged."
)


DAMAGED = N_(
    "it is damaged. The passphrase is right: it opens the backup %(backup)s. `fupan restore %(backup)s` brings that "
    "one back and keeps the damaged file aside."
)


@dataclass(eq=False)
class SealedDamaged(JournalUnreadable):
    """A backup opens with the passphrase and the journal does not."""

    code = "journal_damaged"
    why: str
    backup: str = ""


@dataclass(eq=False)
class JournalReplaced(FupanError):
    """Another program put a new file in the journal's place while this one waited to write."""

    code = "journal_replaced"
    message = N_(
        "%(path)s was encrypted, decrypted or restored by another program in this moment. Nothing was written; "
        "do it once more."
    )
    path: str


@dataclass(eq=False)
class BadKeySource(FupanError):
    """A source of keys that gives none; `why` never holds what it gave."""

    code = "bad_key_source"
    status = USAGE
    message = N_("%(source)s gave no passphrase: %(why)s")
    source: str
    why: str


@dataclass(eq=False)
class BadPassphrase(FupanError):
    code = "bad_passphrase"
    status = USAGE
    message = N_("Nothing was changed: %(why)s")
    why: str


@dataclass(eq=False)
class KeyringFailed(FupanError):
    code = "keyring_failed"
    message = N_(
        "Nothing was changed: the system's keyring (%(backend)s) did not keep the passphrase when it was read back. "
        "Without --keyring you are asked for it each time."
    )
    backend: str


@dataclass(eq=False)
class AlreadyEncrypted(FupanError):
    code = "already_encrypted"
    status = USAGE
    message = N_("%(path)s is encrypted already. `fupan rekey` gives it another passphrase.")
    path: str


@dataclass(eq=False)
class NotEncrypted(FupanError):
    code = "not_encrypted"
    status = USAGE
    message = N_("There is no encrypted journal at %(path)s.")
    path: str
