"""What is done to a journal's file as a whole, also to one that cannot be opened: copies, restoring, health."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.custody import Health, unheard
from fupan.language import N_
from fupan.periods import Week
from fupan.secrecy import WRONG, WRONG_OR_DAMAGED, AlreadyEncrypted, NeedsPassphrase, NotEncrypted, Sealed

OF_ITS_OWN = N_("it is encrypted with a passphrase of its own; `fupan verify` with its name asks for that one.")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from fupan.custody import Copy, Restored
    from fupan.periods import Moment
    from fupan.secrecy import Keys, Secret


def _of_its_own(copy: Copy) -> Copy:
    """A copy that the journal's passphrase does not open, as its reader should hear it."""
    if copy.trouble in (NeedsPassphrase.why, WRONG, WRONG_OR_DAMAGED):
        return replace(copy, trouble=OF_ITS_OWN)
    return copy


class Guard:
    """The guard of one journal's file at one moment."""

    def __init__(self, path: Path, moment: Moment, keys: Keys) -> None:
        self.path = path
        self.moment = moment
        self.keys = keys

    def back_up(self, target: Path | None = None) -> Copy:
        """A verified copy, where the person wants it or among the backups."""
        from fupan.store import copies  # noqa: PLC0415 - not on the way of every command

        return copies.by_hand(self.path, target, now=self.moment.utc, keys=self.keys)

    def daily(self) -> Path | None:
        """The copy of today, if it is not there yet. Raises DamagedRows where there is nothing good to copy."""
        from fupan.store import copies  # noqa: PLC0415

        return copies.daily(self.path, self.moment.today, Week.of(self.moment.today), self.keys)

    def verify(self, source: Path | None = None, at: Callable[[int, int], None] = unheard) -> tuple[Copy, ...]:
        """One file, or the journal and all its copies, read from end to end; `at` is told how many of them are."""
        from fupan.store import copies  # noqa: PLC0415

        if source:
            return (copies.look(source, self.keys),)
        beside = copies.every(self.path)
        found = [copies.look(self.path, self.keys)]
        known = self.keys.known  # nobody is asked for the passphrases of copies that have another one
        for one in beside:
            at(len(found), len(beside) + 1)
            found.append(_of_its_own(copies.look(one, known)))
        return tuple(found)

    def find(self, name: str) -> Path | None:
        """The copy of that name among the backups."""
        from fupan.store import copies  # noqa: PLC0415

        return next((one for one in copies.every(self.path) if name in (one.name, one.stem)), None)

    def examine(self, *, mend: bool, at: Callable[[int, int], None] = unheard) -> Health:
        """Everything about the journal's file that can be looked at, without a word of what is in it."""
        from fupan.store import health  # noqa: PLC0415

        signs = tuple(health.examine(self.path, now=self.moment.utc, mend=mend, keys=self.keys, at=at))
        return Health(signs=signs, versions=health.versions(self.path), rows=health.counts(self.path, self.keys.known))

    def restore(self, source: Path, *, damaged_too: bool = False) -> Restored:
        """A copy becomes the journal; the present one is kept aside."""
        from fupan.store.restore import restore  # noqa: PLC0415

        return restore(self.path, source, now=self.moment.utc, damaged_too=damaged_too, keys=self.keys)

    # --- encryption ----------------------------------------------------------------------------------------

    @property
    def sealed(self) -> bool:
        from fupan.store.beginning import sealed  # noqa: PLC0415

        return sealed(self.path)

    def ready(self) -> None:
        """Raises NoCipher where nothing can be encrypted, before anybody types a passphrase."""
        from fupan.store import cipher  # noqa: PLC0415

        cipher.driver()

    def copies(self) -> tuple[Copy, ...]:
        """The encrypted copies that this passphrase opens."""
        from fupan.store import copies  # noqa: PLC0415
        from fupan.store.beginning import sealed  # noqa: PLC0415

        return tuple(copies.look(one, self.keys.latest) for one in copies.every(self.path) if sealed(one))

    def encrypt(self, secret: Secret) -> Sealed:
        """The journal becomes an encrypted one; one that is not there yet begins as such."""
        from fupan.store import file, sealing  # noqa: PLC0415

        if self.sealed:
            raise AlreadyEncrypted(str(self.path))
        if not file.filled(self.path):
            sealing.begin(self.path, secret, now=self.moment.utc)
            self.keys.opened(secret)
            return Sealed(how="encrypted", path=str(self.path), old=self.left_behind())
        return self._convert("encrypted", secret, "encrypt")

    def rekey(self, secret: Secret) -> Sealed:
        """The journal gets another passphrase."""
        self.refuse_plain()
        return self._convert("rekeyed", secret, "rekey")

    def decrypt(self) -> Sealed:
        """The journal becomes a plain one; its copies stay as they are."""
        self.refuse_plain()
        return self._convert("decrypted", None, "decrypt")

    def left_behind(self) -> tuple[str, ...]:
        """Copies of the journal that can be read without its present passphrase."""
        from fupan.store import sealing  # noqa: PLC0415

        return tuple(map(str, sealing.left_behind(self.path, self.keys)))

    def delete(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Overwrite and remove what is left behind; what is gone now."""
        from fupan.store import sealing  # noqa: PLC0415

        return tuple(map(str, sealing.wipe_all(map(Path, paths))))

    def _convert(self, how: str, secret: Secret | None, name: str) -> Sealed:
        from fupan.store import sealing  # noqa: PLC0415

        rows, aside = sealing.convert(self.path, secret, keys=self.keys, now=self.moment.utc, name=name)
        old = self.left_behind() if secret else (str(aside),)
        return Sealed(how=how, path=str(self.path), rows=rows, old=old)

    def refuse_plain(self) -> None:
        if not self.sealed:
            raise NotEncrypted(str(self.path))
