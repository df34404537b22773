"""The compass on a terminal: said against lived, what is missing, the cheapest test, and the decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.compass import FEW, HELD, STRONG, VALUES, Compass, Lived, Pointed, cards
from fupan.language import N_
from fupan.questions import choices
from fupan.render.cells import one_line, spark
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.bilingual import Bilingual
    from fupan.language import Language
    from fupan.long_view import Decision, FromAfar, Problem

STRONGEST, COLUMN, SHOWN = 10, 12, 8  # of a motive; cells of a name; weeks of the line
PARTS: Mapping[str, str] = {
    "goal": N_("its goal"),
    "motive": N_("asks of you"),
    "gains": N_("gives"),
    "costs": N_("costs"),
    "asks": N_("takes"),
    "test": N_("cheap test"),
}
NAMES: Mapping[str, str] = {"academic": N_("academic"), "commercial": N_("commercial"), "growth": N_("growth")}
MISSING: Mapping[str, str] = {
    "no_problem": N_("No problem is stated yet: `fupan path state` asks for it, and for nothing else."),
    "no_values": N_("Not yet known: a value has no score. `fupan path state` asks for it."),
    "no_proof": N_("Not yet known: the highest value has no proof. What would prove it?"),
    "tie": N_("Not yet known: two values are equally high. What would tell them apart?"),
    "low": N_("Not yet known: no value that counts here reaches 2 of 3."),
}


def page(found: Compass, say: Language, *, width: int = 80) -> str:
    lines = Lines(width)
    tell(found, Words(say), lines)
    return lines.plain()


def tell(found: Compass, words: Words, lines: Lines) -> None:
    """The page of evidence. It points, and never judges."""
    say = words.say
    _problem(found, words, lines)
    _values(found, words, lines)
    _pointed(found.pointed, words, lines)
    _lived(found.lived, words, lines)
    if found.distance is not None and found.lived.weeks >= FEW:
        n = round(found.distance)
        told = say.plural("Said and lived differ by %(n)d point.", "Said and lived differ by %(n)d points.", n)
        lines.put(told, "bold", first="  ")
        lines.put(say("What would have to be true for both to be right?"), first="  ")
    _tests(found, words, lines)
    lines.put(say("`fupan path --table` sets the three paths beside each other."), "dim", first="  ")
    if found.decisions:
        lines.heading(say("Decisions"))
    for decision in found.decisions:
        _decision(decision, words, lines)


def table(say: Language, *, width: int = 80) -> str:
    """The three paths, each with its goal, what it asks of the motive, gains, costs and demands."""
    lines = Lines(width)
    for card in cards().values():
        lines.heading(card.name.spoken(say.code))
        for part, name in PARTS.items():
            told: Bilingual = getattr(card, part)
            lines.pair(say(name), told.spoken(say.code), column=COLUMN)
    lines.gap()
    lines.put(say("Their goals and motives differ; that is the whole difference. (Li Mu, SJTU, 2024)"), "dim")
    return lines.plain()


def stated(problem: Problem, say: Language, *, width: int = 80) -> str:
    lines = Lines(width)
    lines.put(say("The problem is stated, in %(week)s:", week=str(problem.week)))
    lines.quote(problem.text)
    lines.put(say("`fupan path` shows what it points to."))
    return lines.plain()


def decided(decision: Decision, say: Language, *, width: int = 80) -> str:
    """Said once a decision is kept."""
    lines = Lines(width)
    told = {"id": decision.id, "week": str(decision.review)}
    lines.put(say("Decision %(id)s is kept. It comes back in the review of %(week)s.", **told))
    if decision.goal:
        lines.put(say("Its test is goal %(goal)s of this week.", goal=decision.goal))
    return lines.plain()


def from_afar(afar: FromAfar, words: Words, lines: Lines) -> None:
    """What Monday shows of the long view: standing rules, letters that open, decisions that return."""
    say = words.say
    if afar.rules:
        lines.put(say("Your standing rules:"))
    for rule in afar.rules:
        lines.put(one_line(rule.text), first=f"  {rule.id}  ")
    if afar.pacts:
        from fupan.render import pacts  # noqa: PLC0415 - most people have none

        pacts.on_monday(afar.pacts, words, lines)
    for letter in afar.letters:
        told = {"id": letter.id, "day": letter.written.date().isoformat()}
        lines.put(say("A letter from yourself, of %(day)s, is open: `fupan letter read %(id)s`.", **told))


def decision(told: Decision, words: Words, lines: Lines) -> None:
    """A decision as it was taken, for looking back at it."""
    _decision(told, words, lines)
    for text in (told.reasons, told.against, told.expected):
        if text:
            lines.quote(text, 4)


def _problem(found: Compass, words: Words, lines: Lines) -> None:
    say, motive = words.say, found.motive
    lines.heading(say("Motive"))
    if motive is None:
        lines.put(say("not said yet"), first="  ")
    else:
        line = spark(motive.strengths[-SHOWN:], STRONGEST)
        strength = "" if motive.strength is None else say("strength %(n)s of 10", n=motive.strength)
        since = say("since %(week)s", week=motive.name)
        lines.dots([words.name(motive.kind) if motive.kind else "", strength, line, since])
    lines.heading(say("Problem"))
    if found.problem is None:
        lines.put(say(MISSING["no_problem"]), first="  ")
        return
    lines.quote(found.problem.text)
    answers = {one.value: one.label.spoken(say.code) for one in choices("yes_unsure_no")}
    told = [say("stated in %(week)s, unchanged", week=str(found.since))]
    if len(found.stated) > 1:
        told.append(say("statement %(n)s", n=len(found.stated)))
    if said := found.problem.is_motive:  # an import may bring another word
        told.append(say("the motive itself: %(answer)s", answer=answers.get(said, said)))
    lines.dots(told)


def _values(found: Compass, words: Words, lines: Lines) -> None:
    say, problem = words.say, found.problem
    if problem is None:
        return
    lines.heading(say("Value, 0 to 3"))
    for name, spoken in NAMES.items():
        score, proof = getattr(problem, name), getattr(problem, f"{name}_proof")
        told = "–" if score is None else str(score)
        lines.pair(say(spoken), f"{told}  {one_line(proof) or say('no proof yet')}", column=COLUMN)


def _pointed(pointed: Pointed, words: Words, lines: Lines) -> None:
    say = words.say
    if pointed.why == "no_problem":
        return
    lines.heading(say("What it points to"))
    if pointed.startup_waits:
        told = {"strong": STRONG, "weeks": HELD, "held": pointed.held}
        lines.put(
            say("A startup asks a motive of %(strong)s held for %(weeks)s weeks; yours held for %(held)s.", **told),
            first="  ",
        )
    if pointed.path:
        lines.put(cards()[pointed.path].name.spoken(say.code), "bold", first="  → ")
    else:
        lines.put(say(MISSING[pointed.why]), first="  ")


def _lived(lived: Lived, words: Words, lines: Lines) -> None:
    say = words.say
    lines.heading(say("Lived"))
    if not lived.shares:
        lines.put(say("Nothing is on record for the last 13 weeks."), first="  ")
        return
    by = say("hours") if lived.by_hours else say("goals a week, since no hours are on record")
    lines.put(say("%(by)s, n = %(n)s weeks", by=by, n=lived.weeks), "dim", first="  ")
    for share in lived.shares:
        amount = f"{share.amount:.1f}"
        percent = f"{lived.percent(share.field):3.0f}%" if lived.weeks >= FEW else ""
        goals = say("%(done)s of %(goals)s goals done", done=share.done, goals=share.goals)
        lines.pair(words.name(share.field), "  ".join(filter(None, (f"{amount:>6}", percent, goals))), column=COLUMN)
    n = lived.undone
    run = say.plural("%(n)d week of full effort with nothing done", "%(n)d such weeks in a row, nothing done", n)
    told = [run if n else "", _blows(lived, say)]
    lines.dots(told, style="dim")


def _blows(lived: Lived, say: Language) -> str:
    if not lived.blows:
        return ""
    return say("after a week of misses, full effort %(stood)s of %(blows)s times", stood=lived.stood, blows=lived.blows)


def _tests(found: Compass, words: Words, lines: Lines) -> None:
    """The cheapest test of the two highest values."""
    say, problem = words.say, found.problem
    scores = {name: getattr(problem, name) or 0 for name in VALUES} if problem else {}
    best = sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])[:2]
    if not best:
        return
    lines.heading(say("The cheapest test, within four weeks"))
    for name in best:
        card = cards()[VALUES[name]]
        lines.pair(card.name.spoken(say.code), card.test.spoken(say.code), column=COLUMN)
    lines.put(say("`fupan path decide` makes it a goal."), "dim", first="  ")


def _decision(decision: Decision, words: Words, lines: Lines) -> None:
    say = words.say
    lines.put(one_line(decision.question), "bold", first=f"  {decision.id}  ")
    when = say("taken %(week)s", week=str(decision.week))
    if decision.reviewed:
        back = say("looked at again in %(week)s", week=str(decision.reviewed))
    else:
        back = say("comes back in %(week)s", week=str(decision.review))
    lines.dots([one_line(decision.choice), when, back], indent=6)
    if decision.came:
        lines.quote(decision.came, 6)
