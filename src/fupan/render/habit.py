"""What the commands of the habit say: excused weeks, a week caught up with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.render.words import Words, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.language import Language
    from fupan.model import WeeklyReview
    from fupan.periods import Week


def excused(found: Mapping[Week, str], say: Language) -> str:
    """Every excused week with its reason."""
    if not found:
        return say("No week is excused. `fupan excuse WEEK --why TEXT` excuses one, also one to come.") + "\n"
    words = Words(say)
    return "".join(f"{words.week(week)}  {one_line(why)}\n" for week, why in found.items())


def now_excused(weeks: Sequence[Week], say: Language, *, undo: bool) -> str:
    """Said once weeks are excused, or no longer."""
    named = Words(say).weeks(weeks)
    if undo:
        return say("No longer excused: %(weeks)s.", weeks=named) + "\n"
    return say("Excused: %(weeks)s. Nothing reminds you of them.", weeks=named) + "\n"


def caught_up(review: WeeklyReview, others: Sequence[Week], say: Language) -> str:
    """Said once a missed week is written."""
    words = Words(say)
    days = max((review.written.date() - review.week.sunday).days, 1)
    told = say.plural(
        N_("%(week)s is written, one day late."),
        N_("%(week)s is written, %(n)d days late."),
        days,
        week=words.week(review.week),
    )
    if not others:
        return f"{told}\n"
    more = say("Still empty: %(weeks)s. `fupan catchup` goes on.", weeks=words.weeks(others))
    return f"{told}\n{more}\n"
