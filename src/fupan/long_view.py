"""The nouns that reach further than a quarter: problems, decisions, letters, standing rules, years, and pacts.

Empty text and `None` both mean "not recorded". All words are for self alone unless the person says otherwise.
"""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime  # noqa: TC003 - the store reads these annotations
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from fupan.errors import NOTHING, USAGE, FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.periods import Week


@dataclass(eq=False)
class LetterSealed(FupanError):
    code = "letter_sealed"
    message = N_("Letter %(letter)s is sealed until %(day)s. Nothing opens it before, also no option.")
    letter: str
    day: str


@dataclass(eq=False)
class NotAhead(FupanError):
    code = "not_ahead"
    status = USAGE
    message = N_("%(day)s is not ahead; a letter opens on a day to come.")
    day: str


@dataclass(eq=False)
class NoSuchThing(FupanError):
    """An id that no letter or rule has."""

    code = "no_such_thing"
    message = N_("Nothing here is called “%(name)s”. There are: %(known)s.")
    status = NOTHING
    name: str
    known: str


class Path(StrEnum):
    """Where a problem's value points: Li Mu's talk at SJTU, 2024, draws these three."""

    JOB = "job"
    PHD = "phd"
    STARTUP = "startup"


class Side(StrEnum):
    """Whose letter a pact's letter is."""

    SENT = "sent"
    RECEIVED = "received"


class Scope(StrEnum):
    YEAR = "year"
    FIVE_YEARS = "five_years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The problem that a motive points to, as stated in one week; a later one does not erase it."""

    id: str  # "p1"
    week: Week
    text: str
    is_motive: str = ""  # yes, no, unsure: is solving it what drives one, or a means?
    academic: int | None = None  # 0–3: who in the field would cite an answer?
    academic_proof: str = ""
    commercial: int | None = None  # 0–3: who pays now?
    commercial_proof: str = ""
    growth: int | None = None  # 0–3: what could one do in a year that one cannot now?
    growth_proof: str = ""
    written: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A choice with what was known then; it comes back in its review week."""

    id: str  # "d1"
    week: Week
    question: str
    options: Mapping[str, str] = field(default_factory=dict)  # each option with what speaks for and against it
    choice: str = ""
    path: Path | None = None  # where the choice is one of the three
    reasons: str = ""
    against: str = ""  # the mentor's reasons against
    expected: str = ""  # what would show that it was wrong
    test: str = ""  # the cheapest test, within four weeks
    goal: str = ""  # the goal that the test became
    review: Week  # when it is looked at again
    reviewed: Week | None = None
    came: str = ""  # what came of it
    quality: str = ""  # good, fair, poor: of the decision by what was known then, apart from what came of it
    written: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to oneself, sealed until its day."""

    id: str  # "l1"
    text: str
    opens: date
    opened: datetime | None = None
    period: str = ""  # of the review that it was written in
    written: datetime
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A standing rule, born of the same mistake in two quarters and shown on Mondays."""

    id: str  # "s1"
    text: str
    born: str = ""  # the periods it was learnt in: "2026-Q2 2026-Q3"
    since: Week
    retired: Week | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LongReview:
    """What was written for a year ("2026") or for five years ("2022..2026")."""

    period: str
    scope: Scope
    started: datetime
    written: datetime
    zone: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pact:
    """Mutual supervision with one partner, or a mentor's eye: who, what they see, and both keys."""

    id: str  # "a1"
    partner: str
    role: str = "partner"  # partner, mentor, boss
    address: str = ""  # for the mail program
    language: str = ""  # of what is made for them; "" is the person's own
    sees: Mapping[str, bool] = field(default_factory=dict)  # chosen once, by field
    secret: str = ""  # our Ed25519 key, hex of 32 bytes
    key: str = ""  # theirs, hex of 32 bytes; "" for who has no fupan
    compared: bool = False  # the eight words were compared
    since: Week
    ended: Week | None = None
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class PactLetter:
    """One file of a pact: what was sent, or what came back."""

    pact: str
    week: Week
    side: Side
    at: datetime
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    signed: bool = False  # the signature was theirs, or ours
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FromAfar:
    """What comes back on a Monday from further away than a week: rules, letters that open, decisions to look at."""

    rules: tuple[Rule, ...] = ()
    letters: tuple[Letter, ...] = ()
    decisions: tuple[Decision, ...] = ()
    pacts: tuple[Any, ...] = ()  # PactNews of the pacts that stand

    def __bool__(self) -> bool:
        return bool(self.rules or self.letters or self.decisions or self.pacts)
