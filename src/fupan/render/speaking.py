"""Refusals in the person's language, with nothing in them that could steer the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.errors import BadAnswer, BadAnswers
from fupan.language import N_

if TYPE_CHECKING:
    from fupan.errors import FupanError
    from fupan.language import Language

LIST_AT_MOST = 40  # answers named in one refusal
LISTS = ("near", "allowed", "filters")  # values that are our own lists, with commas
SYSTEM = (  # what the system says most often, in English to everybody; as reasons these are looked up too
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("Input/output error"),
)


def spoken(problem: FupanError, say: Language) -> str:
    """The sentences of a refusal in the person's language; a value named `why` is a marked message itself."""
    values: dict[str, Any] = _plain_values(problem, say)
    if "needed" in values:  # a version, or marked words where none is known
        values["needed"] = say(values["needed"])
    if "why" in values:
        values["why"] = say_why(problem, say)
    text = say(problem.message, **values)
    if isinstance(problem, BadAnswers):
        text = "\n".join([text, *_answers(problem, say)])
    return text


def _answers(problem: BadAnswers, say: Language) -> list[str]:
    """Every missing, bad and unknown answer, one a line."""
    lines = [say(N_("  missing: %(key)s"), key=plain(key)) for key in problem.missing]
    lines += [f"  {spoken(bad, say)}" for bad in problem.bad if isinstance(bad, BadAnswer)]
    lines += [say(N_("  unknown: %(key)s"), key=plain(key)) for key in problem.unknown]
    more = len(lines) - LIST_AT_MOST
    if more <= 0:
        return lines
    return [*lines[:LIST_AT_MOST], say.plural(N_("  and one more"), N_("  and %(n)d more"), more)]


def say_why(problem: FupanError, say: Language) -> str:
    """The reason that a refusal gives: a marked message that may speak of the refusal's own values."""
    values = _plain_values(problem, say)
    why = str(problem.values().get("why", ""))
    values.pop("why", None)
    return plain(say(why, **values) if "%(" in why else say(why))


def _plain_values(problem: FupanError, say: Language) -> dict[str, str]:
    """A refusal's values for a sentence, lists as the language sets them."""
    values = {name: plain(value) for name, value in problem.values().items()}
    if say.zh:
        values |= {name: text.replace(", ", "、") for name, text in values.items() if name in LISTS}
    return values


def plain(value: object) -> str:
    """A value for a sentence, with nothing in it that could steer the terminal."""
    from fupan.render.cells import clean  # noqa: PLC0415 - needed once something is said

    return clean(str(value))
