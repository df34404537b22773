"""What the shell may complete: goals by their id, periods by name. Nothing here changes a journal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from fupan.errors import FupanError
from fupan.language import N_
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Iterator

Offer = tuple[str, str]  # what may stand there, and what it is
JSON_HELP = N_("the answer as JSON")
WEEKS, QUARTERS = 8, 4  # how far back is offered


def goals(ctx: Any, args: list[str], incomplete: str) -> list[Offer]:  # noqa: ARG001 - the parser's signature
    """The open goals; the shell gets their titles as letters and digits only, since it may evaluate them."""
    try:
        with ctx.obj.app.glance() as journal:
            return [(goal.id, _harmless(goal.title)) for goal in journal.goals()] if journal else []
    except FupanError:
        return []


def weeks(ctx: Any, args: list[str], incomplete: str) -> list[Offer]:  # noqa: ARG001
    now = Week.of(ctx.obj.app.moment.today)
    return [(str(now.shift(-n)), "") for n in range(WEEKS)]


def quarters(ctx: Any, args: list[str], incomplete: str) -> list[Offer]:  # noqa: ARG001
    now = Week.of(ctx.obj.app.moment.today).quarter
    return [(str(now.shift(-n)), "") for n in range(QUARTERS)]


def periods(ctx: Any, args: list[str], incomplete: str) -> list[Offer]:
    return quarters(ctx, args, incomplete) + weeks(ctx, args, incomplete)


def one_of(*values: str) -> Any:
    """Completion for an option that takes one of a few words."""

    def offer(ctx: Any, args: list[str], incomplete: str) -> list[Offer]:  # noqa: ARG001
        return [(value, "") for value in values]

    return offer


def _harmless(text: str) -> str:
    """`text` without anything that a shell, or markup, could take for more than words."""
    return "".join(_letters(text)).strip()[:60]


def _letters(text: str) -> Iterator[str]:
    for character in text:
        yield character if unicodedata.category(character)[0] in "LN" else " "
