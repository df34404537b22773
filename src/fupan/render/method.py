"""What the method's own figures say, on a terminal: numbers alone, and an honest word on whether anything changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.render.cells import cells, pad
from fupan.render.lines import Lines
from fupan.selfcheck import TELLS_FROM, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.language import Language
    from fupan.selfcheck import Effect, Figure, SelfCheck, Value

NAMES: Mapping[str, str] = {
    "kept": N_("reviews kept"),
    "minutes": N_("minutes a review (median)"),
    "measured": N_("promises with a measure"),
    "quality": N_("data quality of a week"),
    "looked_into": N_("misses with a day, a verdict and an act"),
    "agreed_own": N_("you and the program agree"),
    "agreed_mentor": N_("your mentor and the program agree"),
    "overruled": N_("verdicts you overruled"),
    "passed_over": N_("goals kept over the linter's remark"),
    "right_later": N_("you were right where you differed"),
    "carried_out": N_("responses carried out"),
    "worked": N_("responses carried out that worked"),
    "requests": N_("the mentor's requests acted on"),
    "effort": N_("effort: real over planned hours"),
    "factor": N_("hours needed for each hour planned"),
    "brier": N_("confidence, Brier score (0 is perfect)"),
}


def method(found: SelfCheck, say: Language, *, width: int = 80) -> str:
    """Each figure over all reviews, with its n, and in their first and second half."""
    lines = Lines(width)
    if not found.reviews:
        lines.put(say("No review is written yet: there is nothing to judge the method by."))
        return lines.plain()
    lines.put(say.plural(N_("One review"), N_("%(n)d reviews"), found.reviews), "bold")
    lines.gap()
    column = max(cells(say(name)) for name in NAMES.values()) + 2
    head = (say("all"), say("n"), say("first half"), say("second half"))
    lines.put(
        "".join(pad(name, room, right=True) for name, room in zip(head, (7, 6, 12, 13), strict=True)),
        "dim",
        first=" " * column,
    )
    for figure in found.figures:
        lines.put(_row(figure), first=pad(say(NAMES[figure.key]), column))
    lines.gap()
    lines.put(effect(found.effect, say))
    return lines.plain()


def effect(found: Effect, say: Language) -> str:
    """Whether the reviews have changed anything, as far as the hours can tell."""
    if found.verdict == "too_early" or found.before is None or found.after is None:
        return say(
            "Too early to say what reviewing changes: %(n)s weeks with planned and real hours, %(of)s are needed.",
            n=found.n,
            of=TELLS_FROM,
        )
    sentence = {
        "unchanged": N_(
            "%(n)s weeks in, reviews have not changed your effort ratio (%(before)s → %(after)s, n = %(n)s)."
        ),
        "up": N_(
            "%(n)s weeks in, your effort ratio is higher than before (%(before)s → %(after)s, n = %(n)s). "
            "One person's record cannot tell whether the reviews did it."
        ),
        "down": N_("%(n)s weeks in, your effort ratio is lower than before (%(before)s → %(after)s, n = %(n)s)."),
    }[found.verdict]
    return say(sentence, n=found.n, before=f"{found.before:.2f}", after=f"{found.after:.2f}")


def _row(figure: Figure) -> str:
    whole = _told(figure.whole, figure.unit)
    parts = (
        (whole, 7),
        (str(figure.whole.n), 6),
        (_half(figure.before, figure.unit), 12),
        (_half(figure.after, figure.unit), 13),
    )
    return "".join(pad(text, room, right=True) for text, room in parts)


def _half(value: Value, unit: Unit) -> str:
    return "–" if value.value is None else f"{_told(value, unit)} ({value.n})"


def _told(value: Value, unit: Unit) -> str:
    """A share below five is told as a count."""
    if value.value is None:
        return "–"
    if unit is Unit.SHARE:
        return f"{round(value.value * value.n)}/{value.n}" if value.n < 5 else f"{round(value.value * 100)}%"
    return f"{value.value:.2f}" if unit is Unit.NUMBER else f"{value.value:.0f}"
