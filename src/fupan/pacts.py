"""Mutual supervision without a server: what a letter to a partner or mentor holds, and how their answer is read.

A letter is one file a week each way. Its facts are what the pact lets the other see, chosen once; motives, whys and the
mentor's lines are never among them (the method, §9.10). Who has no fupan answers by a short form of plain text.
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
KIND, VERSION = "pact_letter", 1
MOST_BYTES, LONGEST = 256 * 1024, 4000  # of a letter; characters of a text in it
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
class BadLetter(FupanError):
    code = "bad_letter"
    message = N_("%(path)s is no letter that can be read: %(why)s")
    status = USAGE
    path: str
    why: str


@dataclass(eq=False)
class ForeignLetter(FupanError):
    """A letter signed by another key than the one that was compared."""

    code = "foreign_letter"
    message = N_(
        "%(path)s is signed by a key that is not the one you compared with %(partner)s. Ask them by another way; "
        "if they began anew, end this pact and make a new one."
    )
    path: str
    partner: str


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


def chosen(names: Iterable[str], role: str = "partner") -> dict[str, bool]:
    """What the other sees, by name; the usual of their role where nothing is named."""
    wanted = set(names) or set(USUAL[role])
    return {name: name in wanted for name in SHOWN}


def facts_of(review: WeeklyReview, sees: Mapping[str, bool]) -> dict[str, Any]:
    """What the pact lets the other see of one week, as JSON values; what is not seen has no key at all."""
    names = [name for shown, fields in SHOWN.items() if sees.get(shown) for name in fields]
    facts: dict[str, Any] = {"week": str(review.week)}
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


# --- the file ----------------------------------------------------------------------------------------------


def canonical(letter: Letter) -> bytes:
    """The bytes that are signed: one form of JSON for one letter."""
    said = {"v": VERSION, "week": letter.week, "name": letter.name, "text": letter.text, "facts": letter.facts}
    data = {**said, "key": letter.key}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def document(letter: Letter, signature: str) -> str:
    """The file: the letter and its signature in hex."""
    data = {**json.loads(canonical(letter)), "signature": signature}
    return json.dumps({"fupan": 1, "kind": KIND, "data": data}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_document(raw: bytes, path: str) -> tuple[Letter, str]:
    """A letter and its signature from a file. Raises BadLetter."""
    if len(raw) > MOST_BYTES:
        raise BadLetter(path, N_("it is larger than any letter."))
    try:
        told = json.loads(raw.decode("utf-8-sig"))
        data = told["data"]
        if told["fupan"] != 1 or told["kind"] != KIND or data["v"] != VERSION:
            raise BadLetter(path, N_("it is no letter of this version."))
        letter = Letter(
            week=_week(data["week"]),
            name=_text(data["name"]),
            text=_text(data["text"]),
            facts=_facts(data["facts"]),
            key=_hex(data["key"], 32),
        )
        signature = _hex(data["signature"], 64)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadLetter(path, N_("it is not whole, or not a letter.")) from None
    return letter, signature


def _week(value: Any) -> str:
    from fupan.periods import Week as AWeek  # noqa: PLC0415 - a name of the annotations above

    return str(AWeek.read(value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError
    return value


def _hex(value: Any, length: int) -> str:
    if not isinstance(value, str) or re.fullmatch(f"[0-9a-f]{{{2 * length}}}", value) is None:
        raise ValueError
    return value


def _facts(value: Any, depth: int = 5) -> Any:
    """Plain JSON of a shallow kind; numbers that no file can keep are refused."""
    if depth == 0:
        raise ValueError
    if isinstance(value, dict):
        return {_text(name): _facts(one, depth - 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_facts(one, depth - 1) for one in value[:100]]
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool) or (isinstance(value, (int, float)) and abs(value) < 1e9):
        return value
    raise ValueError


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


# --- the answer of who has no fupan ------------------------------------------------------------------------

FORM: Sequence[tuple[str, str, str]] = (  # the name, and how it is asked in English and in Chinese
    ("text", "A word to them", "想对对方说的"),
    ("grade", "Your grade of the week, 1 to 5", "给这一周打几分（1 到 5）"),
    ("request", "One thing to do next week", "下周请做一件事"),
)


def form(week: str, code: str) -> str:
    """The short form that stands in a mail or beside the page: answers go behind the colons."""
    head = f"--- fupan {week} ---"
    rows = [f"{zh if code == 'zh' else en}{'：' if code == 'zh' else ':'} " for _, en, zh in FORM]
    return "\n".join([head, *rows, head]) + "\n"


def read_form(text: str, path: str) -> tuple[str, dict[str, str]]:
    """The week of a filled-in form and its answers, quoted or not, in either language. Raises BadLetter."""
    lines = [re.sub(r"^[>\s|]+", "", line).rstrip() for line in text[:MOST_BYTES].splitlines()]
    heads = [n for n, line in enumerate(lines) if re.fullmatch(r"-{2,} ?fupan \d{4}-W\d{2} ?-{2,}", line)]
    if not heads:
        raise BadLetter(path, N_("there is no answer form in it."))
    found: dict[str, str] = {}
    name = ""
    for line in lines[heads[0] + 1 : heads[1] if len(heads) > 1 else None]:
        asked = next(((key, words) for key, *both in FORM for words in both if line.startswith(words)), None)
        if asked:
            name = asked[0]
            found[name] = line[len(asked[1]) :].lstrip(":： ").strip()
        elif name and line:
            found[name] = f"{found[name]}\n{line}".strip()
    told = {key: value[:LONGEST] for key, value in found.items() if value}
    if not told:
        raise BadLetter(path, N_("the answer form in it is empty."))
    week = re.search(r"\d{4}-W\d{2}", lines[heads[0]])
    return _week(week[0]) if week else "", told


def last(letters: Sequence[PactLetter], side: str) -> PactLetter | None:
    """The last letter of one side."""
    return max((one for one in letters if one.side == side), key=lambda one: one.at, default=None)


def named(pacts: Sequence[Pact], name: str) -> Pact:
    """The pact of an id, of a partner's name, or of a part of it that no other has. Raises NoSuchPact."""
    wanted = name.strip().casefold()
    for found in (
        [pact for pact in pacts if pact.id == wanted],
        [pact for pact in pacts if pact.ended is None and pact.partner.casefold() == wanted],
        [pact for pact in pacts if pact.ended is None and wanted and wanted in pact.partner.casefold()],
    ):
        if len(found) == 1:
            return found[0]
    raise NoSuchPact(name, ", ".join(f"{pact.id} {pact.partner}" for pact in pacts) or "–")


def file_name(week: Week | str, partner: str, suffix: str) -> str:
    """What a letter's file is called: no letter of a name can lead out of its folder."""
    safe = re.sub(r"[^\w-]+", "-", partner.casefold()).strip("-_")[:40] or "partner"
    return f"{week}-for-{safe}{suffix}"
