"""What is tried about a miss, on a terminal: the verdict, the ledger, twice the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.render import written
from fupan.render.cells import bar, one_line
from fupan.render.lines import Lines
from fupan.render.words import Words
from fupan.responses import catalogue, fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.journal import Ledger
    from fupan.journal.asking_why import Missed
    from fupan.language import Language
    from fupan.model import Verdict
    from fupan.responses.doubling import Doubling

CONCLUSIONS: Mapping[str, str] = {
    "running": "",
    "met": N_("Done: the rule has served."),
    "change_direction": N_("The hours were in and it is not done: change direction (A02)."),
    "not_tried": N_("Between once and twice: the rule was not tried yet."),
    "reopen": N_("Less than others spend: was it ability? `fupan why %(goal)s` asks again."),
}
BELOW_OTHERS = N_("Filed under ability, yet below the ordinary pace. `fupan why %(goal)s` reopens it.")
SMALL = N_("Small numbers: read them as a diary, not as proof.")


def judged(verdict: Verdict, say: Language, *, width: int = 80) -> str:
    """Said once an inquiry is sealed."""
    words, lines = Words(say), Lines(width)
    lines.put(say("The verdict on %(goal)s is kept.", goal=verdict.goal))
    lines.dots(written.judged(verdict, words))
    return lines.plain()


def misses(found: Sequence[Missed], say: Language, *, width: int = 80) -> str:
    """What was missed lately, each with what was judged of it, and the command that asks."""
    words, lines = Words(say), Lines(width)
    if not found:
        lines.put(say("Nothing was missed in the last 13 weeks."))
        return lines.plain()
    lines.heading(say("Missed in the last 13 weeks"))
    for miss in found:
        goal = miss.goal
        lines.put(one_line(goal.title), first=f"  {goal.goal}  ")
        facts = [words.short_week(goal.week), *written.facts(goal, say), written.decided(miss.verdict, words)]
        lines.dots(facts, indent=len(goal.goal) + 4)
    lines.gap()
    lines.put(say("`fupan why %(goal)s` asks about the first of them.", goal=found[0].goal.goal))
    return lines.plain()


def ledger(found: Ledger, say: Language, *, width: int = 80) -> str:
    """The responses under way, then what came of all, always with n."""
    words, lines = Words(say), Lines(width)
    if not found.under_way and not found.lines:
        lines.put(say("No response has been tried yet. A review offers some for each miss."))
        return lines.plain()
    if found.under_way:
        lines.heading(say("Under way"))
    for trial in found.under_way:
        slots = {**trial.slots, "goal": found.titles.get(trial.goal, trial.goal)}
        response = catalogue().get(trial.response)
        told = fill(response, slots, say.code) if response else trial.response
        lines.put(one_line(told), first=f"  {trial.id}  ")
        facts = [say("since %(week)s", week=words.short_week(trial.started))]
        facts += [say("asked about for the last time three weeks ago or more")] if trial.id in found.forgotten else []
        lines.dots(facts, indent=6)
    if found.lines:
        lines.heading(say("What came of them"))
    for line in found.lines:
        response = catalogue().get(line.response)
        lines.put(response.title.spoken(say.code) if response else line.response, first=f"  {line.response}  ")
        lines.dots(
            [
                say("tried %(n)s", n=line.tried),
                say("judged %(n)s", n=line.n),
                say("carried out %(n)s", n=line.carried_out),
                say("worked %(n)s", n=line.worked),
            ],
            indent=7,
        )
    if found.lines:
        lines.gap()
        lines.put(say(SMALL))
    return lines.plain()


def doublings(found: Sequence[Doubling], say: Language, *, width: int = 80) -> str:
    """Hours spent against the doubled pace, one goal after the other."""
    lines = Lines(width)
    if not found:
        lines.put(say("No goal is under the rule. For example: fupan double g7 --others 40h --until 2027-W05"))
    for line in found:
        lines.gap()
        lines.put(one_line(line.title), "bold", first=f"{line.goal}  ")
        budget, pace, *conclusion = doubling(line, say)
        lines.put(budget, first="  ")
        lines.put(pace, first="  ")
        lines.put(bar(line.of_doubled, 1, 20), first="  ")
        for told in conclusion:
            lines.put(told, first="  ")
    return lines.plain()


def doubling(line: Doubling, say: Language) -> list[str]:
    """The budget, how the hours stand against it, and what follows if anything does."""
    words = Words(say)
    told = [
        say(
            "Budget %(budget)s over %(weeks)s weeks = %(a_week)s a week",
            budget=words.hours(line.budget),
            weeks=line.weeks,
            a_week=words.hours(round(line.a_week, 1)),
        ),
        say(
            "doubled pace by now %(due)s · spent %(spent)s · %(share)s of ×2 = %(others)s of what others spend",
            due=words.hours(round(line.due, 1)),
            spent=words.hours(line.spent),
            share=f"{line.of_doubled:.2f}",
            others=f"{2 * line.of_doubled:.2f}",
        ),
    ]
    if conclusion := CONCLUSIONS[line.conclusion]:
        told.append(say(conclusion, goal=line.goal))
    elif line.weeks_gone > 1 and line.of_doubled < 1 / 2:
        told.append(say(BELOW_OTHERS, goal=line.goal))
    return told
