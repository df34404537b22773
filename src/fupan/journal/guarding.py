"""What is done to a journal's file as a whole, also to one that cannot be opened: copies, restoring, health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.custody import Health
from fupan.periods import Week

if TYPE_CHECKING:
    from pathlib import Path

    from fupan.custody import Copy, Restored
    from fupan.periods import Moment


class Guard:
    """The guard of one journal's file at one moment."""

    def __init__(self, path: Path, moment: Moment) -> None:
        self.path = path
        self.moment = moment

    def back_up(self, target: Path | None = None) -> Copy:
        """A verified copy, where the person wants it or among the backups."""
        from fupan.store import copies  # noqa: PLC0415 - not on the way of every command

        return copies.by_hand(self.path, target, now=self.moment.utc)

    def daily(self) -> Path | None:
        """The copy of today, if it is not there yet. Raises DamagedRows where there is nothing good to copy."""
        from fupan.store import copies  # noqa: PLC0415

        return copies.daily(self.path, self.moment.today, Week.of(self.moment.today))

    def verify(self, source: Path | None = None) -> tuple[Copy, ...]:
        """One file, or the journal and all its copies, read from end to end."""
        from fupan.store import copies  # noqa: PLC0415

        return tuple(copies.look(one) for one in ([source] if source else [self.path, *copies.every(self.path)]))

    def find(self, name: str) -> Path | None:
        """The copy of that name among the backups."""
        from fupan.store import copies  # noqa: PLC0415

        return next((one for one in copies.every(self.path) if name in (one.name, one.stem)), None)

    def examine(self, *, mend: bool) -> Health:
        """Everything about the journal's file that can be looked at, without a word of what is in it."""
        from fupan.store import health  # noqa: PLC0415

        signs = tuple(health.examine(self.path, now=self.moment.utc, mend=mend))
        return Health(signs=signs, versions=health.versions(), rows=health.counts(self.path))

    def restore(self, source: Path, *, damaged_too: bool = False) -> Restored:
        """A copy becomes the journal; the present one is kept aside."""
        from fupan.store.restore import restore  # noqa: PLC0415

        return restore(self.path, source, now=self.moment.utc, damaged_too=damaged_too)
