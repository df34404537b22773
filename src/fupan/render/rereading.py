"""The re-reading desk on a terminal: one week a screen, its marks, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.render import written
from fupan.render.cells import one_line, pad
from fupan.render.lines import Lines
from fupan.render.words import Words
from fupan.review.rereading import MINUTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.language import Language
    from fupan.review.rereading import Page, Rereading

NAMES: Mapping[str, str] = {
    "best": N_("best week"),
    "worst": N_("worst week"),
    "turning": N_("turning point"),
    "excuse": N_("the same excuse again"),
}
SHORT = (  # the keys with what stands below every page
    ("j", N_("next")),
    ("k", N_("back")),
    ("!", N_("turning point")),
    ("x", N_("same excuse")),
    ("g", N_("evidence")),
    ("w", N_("a line")),
    ("q", N_("stop")),
    ("?", N_("all keys")),
)
KEYS = (
    ("j n ⏎", N_("next week")),
    ("k b", N_("week before")),
    ("␣", N_("further down, then the next week")),
    ("!", N_("turning point")),
    ("+", N_("best week")),
    ("-", N_("worst week")),
    ("x", N_("the same excuse again")),
    ("g", N_("evidence for a goal")),
    ("w", N_("a line: what you see now")),
    ("q", N_("stop; every mark is kept, and the next start goes on here")),
)


def keys(say: Language, *, more: bool) -> str:
    """The keys on one line or two; `more` of the page is further down."""
    shown = (("␣", N_("further down")), *SHORT) if more else SHORT
    return " · ".join(f"{key} {say(use)}" for key, use in shown)


def every_key(say: Language) -> str:
    """Every key on a line of its own."""
    lines = [f"{pad(key, 6)}{say(use)}" for key, use in KEYS]
    return "\n".join([*lines, say("A mark given twice is taken away.")])


def head(desk: Rereading, number: int, say: Language) -> str:
    """Where one is, and how long the rest takes."""
    left = len(desk.pages) - number
    minutes = max(1, round(MINUTES * left))
    return say(
        "%(period)s · week %(n)s of %(of)s · about %(minutes)s min left",
        period=desk.period,
        n=number + 1,
        of=len(desk.pages),
        minutes=minutes,
    )


def page(one: Page, say: Language, width: int, *, marks_first: bool = False) -> Lines:
    """One week, whole, with its marks and the line to it."""
    lines = Lines(width)
    if marks_first:
        marks(one, say, lines)
        lines.gap()
    if one.review is None:
        lines.put(Words(say).week(one.week), "bold")
        lines.put(say("An empty page: nothing was written for this week."), "dim")
    else:
        written.week(one.review, say, lines, one.titles)
    if not marks_first:
        marks(one, say, lines)
    return lines


def marks(one: Page, say: Language, lines: Lines) -> None:
    """What was marked in a week, and the line to it."""
    told = named(one, say)
    if told or one.line:
        lines.heading(say("As you read it now"))
    lines.dots(told)
    if one.line:
        lines.quote(one.line)


def named(one: Page, say: Language) -> list[str]:
    """The marks of a week in words."""
    told = [say(NAMES[mark]) for mark in one.marks]
    if one.evidence:
        titles = {goal.goal: goal.title for goal in one.review.goals} if one.review else {}
        goal = f"{one.evidence} {one_line(titles.get(one.evidence, ''))}".strip()
        told.append(say("evidence for %(goal)s", goal=goal))
    return told


def marked(one: Page, say: Language) -> str:
    """Said once a mark was set or taken away."""
    told = named(one, say)
    return say("Marked: %(marks)s.", marks=" · ".join(told)) if told else say("No mark is left here.")


def whole(desk: Rereading, say: Language, *, width: int = 80) -> str:
    """Every page, one after the other."""
    lines = Lines(width)
    for one in desk.pages:
        lines.gap()
        lines.lines += page(one, say, width).lines
    return lines.plain()
