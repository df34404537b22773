"""The motive's ledger on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.render.cells import one_line, spark
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.driving import MotiveLedger, Serving, Spell
    from fupan.language import Language
    from fupan.model import Goal

STRONGEST = 10
LEAST = 5  # below this number of weeks a share says nothing: the hours themselves are shown


def ledger(found: MotiveLedger, say: Language, *, width: int = 80) -> str:
    lines = Lines(width)
    tell(found, Words(say), lines)
    return lines.plain()


def tell(found: MotiveLedger, words: Words, lines: Lines) -> None:
    """What drives the person now, what drove them before, and the goals around it."""
    say, now = words.say, found.now
    if now is None:
        lines.put(say("No motive is on record yet: say it in `fupan week`, or now with `fupan motive change`."))
        return
    lines.heading(say("Now, since %(week)s (n = %(n)s weeks)", week=now.name, n=now.n))
    _facts(now, words, lines)
    if now.of:
        lines.quote(now.of)
    if now.positive:
        lines.put(say("said positively:"), first="  ")
        lines.quote(now.positive)
    if len(found.spells) > 1:
        lines.heading(say("Before"))
    for spell in reversed(found.spells[:-1]):
        weeks = f"{words.short_week(spell.first)}–{words.short_week(spell.last)}"
        lines.put(f"{weeks} {spell.first.year}", first="  ")
        _facts(spell, words, lines, indent=4)
    if len(found.spells) > 1:
        n = found.changes
        lines.put(say.plural("changed once in 52 weeks", "changed %(n)d times in 52 weeks", n), "dim", first="  ")
    lines.heading(say("Goals"))
    _goals(found, say, lines)


def line(found: MotiveLedger, say: Language, *, width: int = 80) -> str:
    """Kind and strength, week by week, on as few lines as fit."""
    lines, words = Lines(width), Words(say)
    pieces = [
        f"{words.short_week(spell.first)} {_kind(spell, words)} {spark(spell.strengths, STRONGEST)}"
        for spell in found.spells
    ]
    lines.put(" │ ".join(pieces) or say("No motive is on record yet."))
    if pieces:
        told = say("strength 0–10, one mark a recorded week, · not said; n = %(n)s", n=sum(s.n for s in found.spells))
        lines.put(told, "dim")
    return lines.plain()


def orphans(found: MotiveLedger, say: Language, *, width: int = 80) -> str:
    """The open goals that serve no stated motive."""
    lines = Lines(width)
    if n := len(found.orphans):
        lines.put(say.plural("One open goal serves no stated motive.", "%(n)d open goals serve no stated motive.", n))
    elif found.serving or found.former:
        lines.put(say("Every open goal serves a stated motive."))
    else:
        lines.put(say("No goal is open."))
    _titles(found.orphans, lines)
    return lines.plain()


def serving(goals: Iterable[Goal], say: Language, *, width: int = 80) -> str:
    """What a goal serves now, said once it is linked."""
    lines = Lines(width)
    for goal in goals:
        told = (
            say("serves the motive since %(week)s", week=str(goal.motive)) if goal.motive else say("serves no motive")
        )
        lines.put(f"{one_line(goal.title)} · {told}", first=f"  {goal.id}  ")
    return lines.plain()


def _facts(spell: Spell, words: Words, lines: Lines, *, indent: int = 2) -> None:
    say = words.say
    strength = "" if spell.strength is None else say("strength %(n)s of 10", n=spell.strength)
    lines.dots([_kind(spell, words), strength, spark(spell.strengths, STRONGEST)], indent=indent)
    if spell.event:
        lines.quote(spell.event, indent)


def _kind(spell: Spell, words: Words) -> str:
    return words.name(spell.kind) if spell.kind else words.say("kind not said")


def _goals(found: MotiveLedger, say: Language, lines: Lines) -> None:
    for title, goals in (
        (say("They serve it"), found.serving),
        (say("They served an earlier one"), found.former),
        (say("They serve none that was stated"), found.orphans),
    ):
        if goals:
            lines.put(say("%(what)s (%(n)s)", what=title, n=len(goals)), first="  ")
            _titles(goals, lines, indent=4)
    if not (found.serving or found.former or found.orphans):
        lines.put(say("No goal is open."), first="  ")
    if found.hours:
        lines.put(hours(found.hours, say), "dim", first="  ")


def hours(found: Serving, say: Language) -> str:
    """The hours on goals that serve the motive, with n; their share from five weeks on."""
    told = {"serving": f"{found.serving:.1f}", "all": f"{found.hours:.1f}", "n": found.weeks}
    if found.weeks < LEAST:
        return say("Hours on goals that serve it: %(serving)s of %(all)s (n = %(n)s weeks)", **told)
    share = Words(say).share(found.serving / found.hours)
    return say("Hours on goals that serve it: %(serving)s of %(all)s, %(share)s (n = %(n)s weeks)", share=share, **told)


def _titles(goals: Iterable[Goal], lines: Lines, indent: int = 2) -> None:
    for goal in goals:
        lines.put(one_line(goal.title), first=f"{' ' * indent}{goal.id}  ")
