"""The mentor's view on a terminal: two grades a week, their gap, and what became of each request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.grades import BEST
from fupan.language import N_
from fupan.render.cells import cells, one_line, pad, spark
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.grades import GradeLine, MentorsView, Request
    from fupan.language import Language

SHARE_FROM = 5
ALIKE = 0.25  # of a grade
ACTED: Mapping[str, str] = {"yes": N_("acted on"), "partly": N_("partly"), "no": N_("not acted on")}
MARKS: Mapping[str, str] = {"yes": "●", "partly": "◐", "no": "○", "": "·"}


def mentor(found: MentorsView, say: Language, *, width: int = 80) -> str:
    """Grades as a line and a table, then the requests."""
    lines, words = Lines(width), Words(say)
    if not found.lines and not found.requests:
        lines.put(say("No grade and no request yet. Mondays ask for them, in your mentor's voice."))
        return lines.plain()
    if found.lines:
        _grades(found, words, lines)
    if found.requests:
        lines.heading(say("What your mentor asked for, one thing a week"))
        lines.put(acted(found, say), first="  ")
        for request in found.requests:
            _request(request, words, lines)
        lines.gap()
        legend = "  ".join(f"{MARKS[how]} {say(name)}" for how, name in ACTED.items())
        lines.put(f"{legend}  · {say('not asked yet, or passed over')}", "dim", first="  ")
    return lines.plain()


def acted(found: MentorsView, say: Language) -> str:
    """The share of requests acted on, with its n; below five without a percentage."""
    n, yes = found.answered, found.acted["yes"]
    if not n:
        return say("Whether any was acted on is not told yet.")
    told = say("Acted on: %(yes)s of %(n)s", yes=yes, n=n)
    if n >= SHARE_FROM:
        told = Words(say).aside(told, Words(say).share(yes / n))
    more = [say("%(n)s partly", n=found.acted["partly"])] if found.acted["partly"] else []
    open_ones = found.requested - n
    more += [say("%(n)s not told", n=open_ones)] if open_ones else []
    return " · ".join((told, *more))


def gap(found: MentorsView, say: Language) -> str:
    """The mean gap in words, e.g. "gap −0.4 (n = 9): the boss in you grades lower than you do"."""
    if found.gap is None:
        return ""
    told = say("gap %(gap)s (n = %(n)s)", gap=Words(say).signed(found.gap), n=found.gap_n)
    if found.gap_n < SHARE_FROM:
        return told
    if abs(found.gap) < ALIKE:
        return f"{told}{Words(say).colon}{say('you grade alike in both chairs')}"
    how = N_("as your boss you grade lower than as yourself") if found.gap < 0 else N_("as your boss you grade higher")
    return f"{told}{Words(say).colon}{say(how)}"


def sentences(found: MentorsView, say: Language) -> list[str]:
    """Everything but the single weeks, in words."""
    means = ((say("as your boss"), found.boss), (say("as yourself"), found.own))
    told = Words(say).comma(*(f"{name} {mean:.1f}" for name, mean in means if mean is not None))
    grades = say.plural(
        N_("grade 1–5: %(means)s"), N_("mean grade of %(n)d weeks, 1–5: %(means)s"), len(found.lines), means=told
    )
    return [
        text for text in (grades if told else "", gap(found, say), acted(found, say) if found.requested else "") if text
    ]


def courses(found: MentorsView, words: Words, width: int) -> list[tuple[str, str]]:
    """Each of the two grades as a line of its weeks behind its name, weeks without one left blank."""
    by_week = {line.week: line for line in found.lines}
    week, run = found.lines[0].week, []
    while week <= found.lines[-1].week:
        run.append(by_week.get(week))
        week = week.shift(1)
    names = (words.say("as your boss"), words.say("as yourself"))
    column = max(map(cells, names)) + 2
    shown = run[-max(8, width - column - 14) :]
    drawn = ([line.boss if line else None for line in shown], [line.own if line else None for line in shown])
    means = (found.boss, found.own)
    told = ["" if mean is None else words.say("mean %(mean)s", mean=f"{mean:.1f}") for mean in means]
    rows = zip(names, drawn, told, strict=True)
    return [(pad(name, column), f"{spark(grades, BEST)}  {mean}".rstrip()) for name, grades, mean in rows]


def _grades(found: MentorsView, words: Words, lines: Lines) -> None:
    say = words.say
    ends = f"{words.short_week(found.lines[0].week)}–{words.short_week(found.lines[-1].week)}"
    lines.heading(say("Grades 1–5, %(weeks)s (n = %(n)s)", weeks=ends, n=len(found.lines)))
    for name, course in courses(found, words, lines.width):
        lines.put(course, first=f"  {name}")
    lines.put(gap(found, say), first="  ")
    lines.gap()
    _table(found.lines, words, lines)


def _table(graded: Sequence[GradeLine], words: Words, lines: Lines) -> None:
    head = (words.say("week"), words.say("boss"), words.say("self"), words.say("gap"))
    lines.put("".join((pad(head[0], 10), *(pad(name, 6, right=True) for name in head[1:]))), "dim", first="  ")
    for line in graded:
        gap_told = "–" if line.gap is None else f"{line.gap:+d}".replace("-", "−").replace("+0", "0")
        row = (_grade(line.boss), _grade(line.own), gap_told)
        lines.put(pad(str(line.week), 10) + "".join(pad(cell, 6, right=True) for cell in row), first="  ")


def _grade(value: int | None) -> str:
    return "–" if value is None else str(value)


def _request(request: Request, words: Words, lines: Lines) -> None:
    lines.put(one_line(request.text), first=f"  {MARKS[request.acted]} {words.short_week(request.week)}  ")
