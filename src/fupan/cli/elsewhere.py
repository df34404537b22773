"""Two editors on one review: what was answered elsewhere meanwhile is never overwritten unseen.

Both texts are kept: an answer that another window gave joins the one that is given here, and a review that was sealed
elsewhere stays as it is, while what was typed here waits as its amendment. The difference is shown either way.
"""

from __future__ import annotations

from difflib import unified_diff
from typing import TYPE_CHECKING, Any

from fupan.language import N_
from fupan.periods import Quarter, Week
from fupan.render.cells import clean
from fupan.render.written import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from fupan.cli.door import Door
    from fupan.journal import Journal

WORDS = ("text", "long")  # kinds of answers of which two can stand in one
NOTHING = object()


class Keeper:
    """Keeps the answers of one sitting, and looks before each whether another editor was here."""

    def __init__(self, door: Door, journal: Journal, sheet: Any) -> None:
        self.door, self.journal, self.sheet = door, journal, sheet
        self.known: dict[str, Any] = dict(sheet.draft)

    def keep(self, key: str, value: Any) -> Any:
        """What is stored under `key`: the answer, joined with the one that was given elsewhere."""
        draft = next((draft for draft in self.journal.drafts() if draft.period == self.sheet.period), None)
        theirs = draft.answers.get(key, NOTHING) if draft else NOTHING
        if theirs not in (NOTHING, None, value, self.known.get(key, NOTHING)):
            self.door.talk(N_("This was answered in another window meanwhile; both stand here now:"))
            self.door.write_talk(difference(str(theirs), "" if value is None else str(value)))
            value = _both(theirs, value, self._kind(key))
        self.journal.keep(self.sheet, key, value)
        self.known[key] = value
        return value

    def _kind(self, key: str) -> str:
        return next((asked.kind for asked in self.sheet.interview(self.known) if asked.key == key), "")


def sealed_elsewhere(door: Door, journal: Journal, sheet: Any, answers: Mapping[str, Any], command: str) -> None:
    """Another window sealed the review: keep what was typed here as its amendment, and show where they differ."""
    for key, value in answers.items():
        journal.keep(sheet, key, value)
    told = N_("%(period)s was sealed in another window meanwhile. Nothing is lost; where the two differ:")
    door.talk(told, period=sheet.period)
    sealed: dict[str, Any] = {}
    if isinstance(sheet.span, Week):
        sealed = dict(journal.open_week(sheet.span, again=True).said)
    elif isinstance(sheet.span, Quarter):
        sealed = dict(journal.open_quarter(sheet.span, again=True).said)
    name = "quarter" if isinstance(sheet.span, Quarter) else "week"
    there, here = (said(given, name, door.say) for given in (sealed, answers))
    for key, (asked, _) in (there | here).items():
        theirs, ours = (found[key][1] if key in found else "" for found in (there, here))
        if theirs != ours:
            door.write_talk(f"{asked}\n{difference(theirs, ours)}")
    door.talk(N_("`%(command)s --again` goes on with what you typed here."), command=command)


def difference(theirs: str, ours: str) -> str:
    """Two texts, line by line: - stands there, + was typed here."""
    return "\n".join(_lines(unified_diff(clean(theirs).split("\n"), clean(ours).split("\n"), lineterm="", n=1)))


def _lines(told: Iterable[str]) -> Iterable[str]:
    for line in told:
        if not line.startswith(("---", "+++", "@@")):
            yield f"  {line[:1]} {line[1:]}".rstrip()


def _both(theirs: Any, ours: Any, kind: str) -> Any:
    """Both texts in one answer; of two choices or numbers the one that was given last."""
    if kind in WORDS and isinstance(theirs, str) and isinstance(ours, str):
        return f"{theirs}\n{ours}"
    return ours
