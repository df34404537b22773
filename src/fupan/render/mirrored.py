"""The recurring-excuse mirror on a terminal: causes by quarter, phrases that came back, where misses gather."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.mirror import SHARE_FROM
from fupan.model import Field, Kind
from fupan.render.cells import cells, one_line, pad
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.language import Language
    from fupan.mirror import Gathering, Mirror
    from fupan.recurring import Refrain

CAUSES: Mapping[str, str] = {
    "laziness": N_("laziness"),
    "ability": N_("ability"),
    "outside": N_("something outside"),
    "dropped": N_("no longer wanted"),
    "mixed": N_("laziness and ability mixed"),
    "unclear": N_("unclear"),
    "undecided": N_("not decided"),
}
WEEKS: Mapping[str, str] = {
    "travel": N_("weeks of travel"),
    "after_travel": N_("weeks after one of travel"),
    "after_excused": N_("weeks after an excused one"),
    "after_empty": N_("weeks after one that nobody wrote"),
    "first_of_quarter": N_("the first week of a quarter"),
    "last_of_quarter": N_("the last two weeks of a quarter"),
    "full": N_("weeks of three promises or more"),
    "heavy": N_("weeks planned above your median hours"),
}
SORTS: Mapping[str, str] = {
    "field": N_("by what the goal is about"),
    "kind": N_("by the kind of goal"),
    "week": N_("by the week"),
}


def patterns(found: Mirror, say: Language, *, show: bool = False, width: int = 80) -> str:
    """The whole mirror; with `show` the words and weeks behind each figure."""
    lines, words = Lines(width), Words(say)
    if not found.reviews:
        lines.put(say("No review is written in these weeks: nothing can have come back."))
        return lines.plain()
    lines.put(say("%(misses)s misses in %(reviews)s reviews", misses=found.misses, reviews=found.reviews), "bold")
    if not found.misses:
        lines.put(say("Nothing was missed, so nothing came back."))
        return lines.plain()
    _causes(found, words, lines)
    lines.heading(say("Words that came back"))
    if not found.refrains:
        lines.put(say("None: no phrase stands in the whys of three weeks, or of two quarters."), first="  ")
    for refrain in found.refrains:
        _refrain(refrain, words, lines, show=show)
    if found.gatherings:
        _gatherings(found.gatherings, words, lines, show=show)
    if found.grades:
        _grades(found, words, lines, show=show)
    if not all([*(one.tells for one in found.gatherings), *(one.tells for one in found.grades)]):
        lines.put(say("Fewer than %(n)s on a side: counts only.", n=SHARE_FROM), "dim", first="  ")
    lines.gap()
    if not show:
        lines.put(say("`fupan patterns --show` prints the words and the weeks behind it."))
    return lines.plain()


def _causes(found: Mirror, words: Words, lines: Lines) -> None:
    if not found.causes:
        return
    say = words.say
    n = sum(sum(row.counts) for row in found.causes)
    lines.heading(say("What the weeks' verdicts said, by quarter (n = %(n)s)", n=n))
    column = max(cells(say(CAUSES[row.key.value])) for row in found.causes) + 2
    shown = slice(-max(1, (lines.width - 2 - column) // 9), None)  # the last quarters that the screen holds
    lines.put(
        "".join(pad(str(quarter), 9, right=True) for quarter in found.quarters[shown]), "dim", first=" " * (column + 2)
    )
    for row in found.causes:
        counts = "".join(pad(str(count or "·"), 9, right=True) for count in row.counts[shown])
        lines.put(counts, first=f"  {pad(say(CAUSES[row.key.value]), column)}")


def _refrain(refrain: Refrain, words: Words, lines: Lines, *, show: bool) -> None:
    times = words.say.plural(N_("one week"), N_("%(n)d weeks"), refrain.times)
    weeks = words.weeks(refrain.weeks)
    lines.put(f"{words.quote(one_line(refrain.phrase))}  {times}{words.colon}{weeks}", first="  ")
    for why in refrain.said if show else ():
        lead = f"    {words.short_week(why.week)} {why.goal} "
        lines.put(one_line(why.text), first=f"{pad(lead, 13)}│ ", rest=" " * 13 + "│ ")


def _gatherings(found: Sequence[Gathering], words: Words, lines: Lines, *, show: bool) -> None:
    say = words.say
    lines.heading(say("Where misses gather"))
    for sort, title in SORTS.items():
        inside = [one for one in found if one.sort == sort]
        if inside:
            lines.put(say(title), "dim", first="  ")
        for one in inside:
            _gathering(one, words, lines, show=show)


def _grades(found: Mirror, words: Words, lines: Lines, *, show: bool) -> None:
    """Weeks that the person graded below their median, by sort."""
    say = words.say
    lines.heading(say("Where low grades gather (below %(grade)s, your median)", grade=f"{found.median_grade:g}"))
    for one in found.grades:
        below = say("below in %(below)s of %(n)s", below=one.below, n=one.n)
        others = say("in all others %(below)s of %(n)s", below=one.others_below, n=one.others)
        if one.tells:
            below = words.aside(below, words.share(one.below / one.n))
            others = words.aside(others, words.share(one.others_below / one.others))
        lines.put(f"{say(WEEKS[one.name])}{words.colon}{below} · {others}", first="    ")
        if show and one.weeks:
            lines.put(words.weeks(one.weeks), "dim", first="      ")


def _gathering(one: Gathering, words: Words, lines: Lines, *, show: bool) -> None:
    say, name = words.say, _named(one, words)
    missed = say("missed %(missed)s of %(n)s", missed=one.missed, n=one.n)
    others = say("all others %(missed)s of %(n)s", missed=one.others_missed, n=one.others)
    if one.tells:
        missed = words.aside(missed, words.share(one.missed / one.n))
        others = words.aside(others, words.share(one.others_missed / one.others))
    lines.put(f"{name}{words.colon}{missed} · {others}", first="    ")
    if show and one.weeks:
        lines.put(words.weeks(one.weeks), "dim", first="      ")


def _named(one: Gathering, words: Words) -> str:
    match one.sort:
        case "field":
            return words.name(Field(one.name))
        case "kind":
            return words.name(Kind(one.name))
    return words.say(WEEKS[one.name])
