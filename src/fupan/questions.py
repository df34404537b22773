"""The interview as data: what is asked, what may be answered, and how an answer is read.

The words stand in data/week.json and data/quarter.json, the choices in data/choices.json, both
languages side by side. A door asks a `Question`; `read_answer` turns what a person typed, or what a
script sent, into the one value that is stored.
"""

from __future__ import annotations

import json
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.errors import BadAnswer, BadQuantity
from fupan.language import N_
from fupan.lean import dataclass
from fupan.quantities import parse_hours, parse_number, parse_percent, show_hours

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    letter: str
    label: Bilingual

    def names(self) -> tuple[str, ...]:
        return (self.value.lower(), self.letter, self.label.en.lower(), self.label.zh.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask. `shows` are values that stay visible while it is asked; the door draws them."""

    key: str  # the answer's path: "goals.g7.outcome"
    id: str  # of the method: "R1"
    section: str
    kind: str  # choice text long hours pair percent scale score number week show
    text: Bilingual
    values: Mapping[str, object] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    also: tuple[Choice, ...] = ()  # taken when named, though not offered
    default: Any = None  # what Enter keeps; None: Enter skips
    about: str = ""
    required: bool = False
    minutes: float = 0.3
    shows: tuple[object, ...] = ()


@cache
def choices(name: str) -> tuple[Choice, ...]:
    """The choices of one name, for example "outcome"."""
    table = json.loads((DATA / "choices.json").read_text(encoding="utf-8"))
    return tuple(Choice(value=v, letter=k, label=Bilingual(en, zh)) for v, k, en, zh in table.get(name, ()))


@cache
def entries(sheet: str) -> dict[str, dict[str, Any]]:
    """All entries of one interview ("week" or "quarter"), by their id."""
    table = json.loads((DATA / f"{sheet}.json").read_text(encoding="utf-8"))
    return {entry["id"]: entry for entry in table}


@cache
def _common(sheet: str, name: str) -> dict[str, Any]:
    """What a question has in common wherever it is asked; an interview asks for it again after every answer."""
    entry = entries(sheet)[name]
    return {
        "id": name,
        "section": entry["section"],
        "kind": entry["kind"],
        "text": Bilingual(entry["en"], entry["zh"]),
        "choices": choices(entry["choices"]) if "choices" in entry else (),
        "required": entry.get("required", False),
        "minutes": entry["minutes"],
    }


def question(sheet: str, name: str, /, *, key: Mapping[str, object] | None = None, **more: Any) -> Question:
    """The question `name` of an interview, its key filled with `key`; `more` replaces single fields."""
    return Question(key=entries(sheet)[name]["key"].format(**(key or {})), **_common(sheet, name) | more)


# --- reading answers -------------------------------------------------------------------------------------

# control characters but tab and line ends
_UNSTORABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd")


def read_answer(question: Question, given: object) -> Any:
    """What `given` means as an answer: the value to store, None for "not recorded".

    Raises BadAnswer naming the question and the way out.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    try:
        return _READERS[question.kind](question, given)
    except BadQuantity:
        raise BadAnswer(question.key, str(given), _HINTS[question.kind]) from None


def _text(question: Question, given: object) -> str:
    if not isinstance(given, str):
        raise BadAnswer(question.key, str(given), N_("words are expected."))
    words = given.translate(_UNSTORABLE).replace("\r\n", "\n").strip()
    return words.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate is no text


def _choice(question: Question, given: object) -> str:
    word = str(given).strip()
    for number, choice in enumerate(question.choices, 1):
        if word.lower() in choice.names() or word == str(number):
            return choice.value
    for choice in question.also:
        if word.lower() in (choice.value.lower(), choice.label.en.lower(), choice.label.zh.lower()):
            return choice.value
    raise BadAnswer(question.key, word, N_("choose one of the values offered."))


def _hours(_: Question, given: object) -> float | str:
    """A number, or "~3" for an estimate."""
    hours = parse_hours(str(given))
    return show_hours(hours.value, estimated=True) if hours.estimated else hours.value


def _pair(question: Question, given: object) -> str:
    """Planned and spent hours as "6/2"; an unknown one is "?"."""
    parts = str(given).replace("／", "/").split("/")
    if len(parts) != 2:
        raise BadAnswer(question.key, str(given), _HINTS["pair"])
    return "/".join("?" if part.strip() in ("?", "？", "") else _amount(_hours(question, part)) for part in parts)


def _amount(hours: float | str) -> str:
    return hours if isinstance(hours, str) else f"{hours:g}"


def _percent(_: Question, given: object) -> int:
    return parse_percent(str(given))


def _number(_: Question, given: object) -> float:
    return parse_number(str(given))


def _bounded(low: float, high: float, *, whole: bool) -> Callable[[Question, object], float]:
    def read(question: Question, given: object) -> float:
        value = parse_number(str(given))
        if not low <= value <= high or (whole and value != int(value)):
            raise BadAnswer(question.key, str(given), _HINTS[question.kind])
        return int(value) if whole else round(value, 2)

    return read


def _nothing(question: Question, given: object) -> None:
    raise BadAnswer(question.key, str(given), N_("there is nothing to answer here."))


_READERS: dict[str, Callable[[Question, object], Any]] = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "hours": _hours,
    "pair": _pair,
    "percent": _percent,
    "number": _number,
    "scale": _bounded(0, 10, whole=True),
    "grade": _bounded(1, 5, whole=True),
    "value": _bounded(0, 3, whole=True),
    "score": _bounded(0, 1, whole=False),
    "week": _choice,
    "show": _nothing,
}

_HINTS = {
    "hours": N_("write hours as 1.5, 1.5h, 90m, 1h30, 1小时半, or ~3 for an estimate."),
    "pair": N_("write planned/spent, for example 6/2, 6/~2 or ?/2."),
    "percent": N_("write a percentage from 0 to 100, for example 70 or 七成."),
    "number": N_("write a number, 0 or more."),
    "scale": N_("write a whole number from 0 to 10."),
    "grade": N_("write a whole number from 1 to 5."),
    "value": N_("write a whole number from 0 to 3."),
    "score": N_("write a score from 0.0 to 1.0."),
}
