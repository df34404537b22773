"""What is told of keeping a journal safe: what came in, what was undone, removed, copied or found amiss."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fupan.errors import NOTHING, USAGE, FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import brought, by table; what is kept is newer here, or is under way here."""

    whole: bool  # the journal was empty before
    dry_run: bool
    added: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    kept: Mapping[str, int] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)  # numbers that were taken here: old to new


@dataclass(frozen=True, slots=True, kw_only=True)
class RowUndone:
    """One row: `how` is "removed" (it had been added), "restored" (changed) or "returned" (removed)."""

    table: str
    key: str
    how: str
    title: str = ""  # a few of the person's own words, to know it by


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """One change that was taken back; one change is what one command wrote."""

    change: int
    at: datetime
    dry_run: bool
    redo: bool = False  # what was taken back is an undo
    rows: tuple[RowUndone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """What was removed for good, by table, and the copies that still hold it."""

    what: str
    dry_run: bool
    title: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    backups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A journal's file, or a copy of it, as it was found; `damaged` are rows by table and key."""

    path: str
    made: datetime | None = None
    size: int = 0
    schema: int = 0
    rows: int = 0
    trouble: str = ""  # a marked message, "" when it can be read
    damaged: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not self.trouble and not self.damaged


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A journal that was brought back, and where the one that was there before lies now."""

    source: str
    rows: int
    aside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One thing that the doctor looked at. `state` is ok, mended, warn or bad; `message` is marked."""

    check: str
    state: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Everything that the doctor looked at; no word of the person's text is in it."""

    signs: tuple[Sign, ...]
    versions: Mapping[str, object] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)  # by table

    @property
    def state(self) -> str:
        order = ("ok", "mended", "warn", "bad")
        return max((one.state for one in self.signs), key=order.index, default="ok")


def unheard(_done: int, _total: int) -> None:
    """Nobody is told how far it is."""


# --- refusals ----------------------------------------------------------------------------------------------


@dataclass(eq=False)
class BadArchive(FupanError):
    """A file that is to come into the journal and cannot; `why` may speak of the `place` in it."""

    code = "bad_archive"
    status = USAGE
    message = N_("%(path)s was not taken, and nothing was changed: %(why)s")
    path: str
    why: str
    place: str = ""


@dataclass(eq=False)
class DamagedRows(FupanError):
    """Rows whose content is not what was written, by table and key."""

    code = "damaged_rows"
    message = N_("%(path)s: %(count)s rows are not what was written: %(rows)s.")
    path: str
    count: int
    rows: str


@dataclass(eq=False)
class NothingToUndo(FupanError):
    code = "nothing_to_undo"
    status = NOTHING
    message = N_("There is no change that could be taken back.")


@dataclass(eq=False)
class NothingToRedo(NothingToUndo):
    code = "nothing_to_redo"
    message = N_("Nothing is there to be put back: nothing was taken back, or something was written since.")


@dataclass(eq=False)
class NeedsYes(FupanError):
    """What cannot be taken back is not done without a plain yes."""

    code = "needs_yes"
    status = USAGE
    message = N_("This cannot be taken back, so nothing was removed yet. Say --yes to do it.")
