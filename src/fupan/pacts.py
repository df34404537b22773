"""Mutual supervision without a server: what a letter to a partner, a mentor or a boss holds.

A letter is one file a week each way. Its facts are what the pact lets the other see, chosen by name; motives, whys and
the mentor's lines are never among them. Its file is `pact_file`, the answer of who has no fupan `pact_form`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.errors import NOTHING, USAGE, FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.long_view import Pact, PactLetter
    from fupan.model import WeeklyReview
    from fupan.periods import Week

WORDS = Path(__file__).parent / "data" / "pact_words.json"
SHOWN: Mapping[str, tuple[str, ...]] = MappingProxyType(  # what can be chosen, and the fields that it opens
    {
        "goals": ("title", "measure"),
        "outcomes": ("outcome", "progress"),
        "hours": ("planned_hours", "actual_hours", "estimated"),
        "proofs": ("proof",),
        "promises": (),
        "grades": (),
        "verdicts": (),
    }
)
NEVER = ("motive", "why", "mentor", "notes")  # in no letter, whatever is asked for
USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType(  # by role, where nothing else is said
    {
        "partner": ("goals", "outcomes", "hours", "proofs", "promises"),
        "mentor": ("goals", "outcomes", "proofs", "promises"),
        "boss": ("goals", "outcomes", "proofs"),
    }
)
NUMBER_OF_WORDS = 8


@dataclass(eq=False)
class NoSuchPact(FupanError):
    code = "no_such_pact"
    message = N_("There is no pact with “%(name)s”. There are: %(known)s.")
    status = NOTHING
    name: str
    known: str


@dataclass(eq=False)
class PactUnclear(NoSuchPact):
    code = "pact_unclear"
    message = N_("“%(name)s” fits several pacts: %(known)s. Give the id.")
    status = USAGE


@dataclass(eq=False)
class PactStands(FupanError):
    """One standing pact a partner: the name tells which is meant."""

    code = "pact_stands"
    message = N_("There is a pact with “%(name)s” already: %(known)s. End that one first, or tell the two by name.")
    status = USAGE
    name: str
    known: str


@dataclass(eq=False)
class NoPactYet(FupanError):
    code = "no_pact_yet"
    message = N_("There is no pact yet. Make one: `fupan pact new '%(name)s'`.")
    status = NOTHING
    name: str


@dataclass(eq=False)
class SignedAlready(FupanError):
    """A text about a week of which a signed letter is kept."""

    code = "signed_already"
    message = N_(
        "%(partner)s has already sent a signed letter of %(week)s; a text that anybody could have written does not "
        "take its place. Nothing was kept."
    )
    partner: str
    week: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter as it goes, or came. `facts` are JSON values; `key` is the sender's public key in hex."""

    week: str
    name: str = ""  # how the sender calls themselves
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PactNews:
    """One pact as Monday and `fupan pact` show it."""

    pact: Pact
    sent: PactLetter | None = None  # the last one
    received: PactLetter | None = None
    days_since_sent: int | None = None
    days_since_received: int | None = None


# --- what is shown -----------------------------------------------------------------------------------------


def chosen(names: Iterable[str]) -> dict[str, bool]:
    """What the other sees, by name."""
    wanted = set(names)
    return {name: name in wanted for name in SHOWN}


def facts_of(review: WeeklyReview, sees: Mapping[str, bool], before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the pact lets the other see of one week, as JSON values; what is not seen has no key at all.

    `before` are the facts of the last letter: where other things were shown then, both lists go along.
    """
    names = [name for shown, fields in SHOWN.items() if sees.get(shown) for name in fields]
    facts: dict[str, Any] = {"week": str(review.week), "shows": [name for name in SHOWN if sees.get(name)]}
    if before and "shows" in before and before["shows"] != facts["shows"]:
        facts["showed"] = before["shows"]
    if any(sees.get(name) for name in ("goals", "outcomes", "hours", "proofs")):
        facts["goals"] = [{name: getattr(goal, name) for name in names} for goal in review.goals]
    if sees.get("promises"):
        hours = ("planned_hours",) if sees.get("hours") else ()
        facts["promises"] = [
            {name: getattr(goal, name) for name in ("title", "measure", *hours)} for goal in review.promises
        ]
    if sees.get("grades"):
        grades = {name: review.answers.get(f"grade.{name}") for name in ("boss", "self")}
        facts["grades"] = {name: grade for name, grade in grades.items() if grade is not None}
    if sees.get("verdicts"):
        titles = {goal.goal: goal.title for goal in review.goals} if sees.get("goals") else {}
        facts["verdicts"] = [
            {"title": titles.get(verdict.goal, ""), "final": verdict.final}
            for verdict in review.verdicts
            if verdict.final
        ]
    return facts


# --- eight words -------------------------------------------------------------------------------------------


@cache
def _lists() -> dict[str, list[str]]:
    table: dict[str, list[str]] = json.loads(WORDS.read_text(encoding="utf-8"))
    return table


def eight_words(key: str, code: str) -> str:
    """A public key as eight words of a list of 256: 64 bits of its BLAKE2b, to be compared by voice, once."""
    words = _lists()["zh" if code == "zh" else "en"]
    digest = hashlib.blake2b(bytes.fromhex(key), digest_size=NUMBER_OF_WORDS, person=b"fupan pact").digest()
    return " ".join(words[byte] for byte in digest)


def last(letters: Sequence[PactLetter], side: str) -> PactLetter | None:
    """The last letter of one side."""
    return max((one for one in letters if one.side == side), key=lambda one: one.at, default=None)


def named(pacts: Sequence[Pact], name: str) -> Pact:
    """The pact of an id, a name, or a part of one. Raises PactUnclear, NoSuchPact, NoPactYet."""
    wanted = name.strip().casefold()
    for found in (
        [pact for pact in pacts if pact.id == wanted],
        [pact for pact in pacts if pact.ended is None and pact.partner.casefold() == wanted],
        [pact for pact in pacts if pact.ended is None and wanted and wanted in pact.partner.casefold()],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise PactUnclear(name, ", ".join(f"{pact.id} {pact.partner}" for pact in found))
    if not pacts:
        raise NoPactYet(name)
    raise NoSuchPact(name, ", ".join(f"{pact.id} {pact.partner}" for pact in pacts))


def file_name(week: Week | str, partner: str, suffix: str) -> str:
    """What a letter's file is called: no letter of a name can lead out of its folder."""
    safe = re.sub(r"[^\w-]+", "-", partner.casefold()).strip("-_")[:40] or "partner"
    return f"{week}-for-{safe}{suffix}"
