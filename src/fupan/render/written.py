"""A week, a quarter or a promise as it was written: the person's words with the facts around them."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from fupan.language import N_
from fupan.model import Cause, Outcome
from fupan.render.cells import one_line
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.language import Language
    from fupan.model import Diagnosis, GoalWeek, QuarterlyReview, Trial, Verdict, WeeklyReview
    from fupan.render.lines import Lines
    from fupan.review.quarterly import Record

    Titles: TypeAlias = Mapping[str, str]  # of goals, by their ids

NO_TITLES: Titles = MappingProxyType({})


def title(goal: str, titles: Titles) -> str:
    """A goal by its own words, where they are known."""
    return one_line(titles.get(goal, goal))


def week(review: WeeklyReview, say: Language, lines: Lines, titles: Titles = NO_TITLES) -> None:
    """A whole week: when it was written, its goals, and every answer under its question."""
    words = Words(say)
    lines.put(words.week(review.week), "bold")
    facts = [say("written %(when)s", when=words.moment(review.written, review.zone))]
    facts += [say("late")] if review.late else []
    facts += [say("in %(minutes)s minutes", minutes=round(review.minutes))] if review.minutes else []
    if review.quality is not None:
        facts.append(say("data quality %(points)s of 100", points=review.quality))
    lines.dots(facts, indent=0)
    verdicts = {verdict.goal: verdict for verdict in review.verdicts}
    if review.goals:
        lines.heading(say("Goals"))
    for goal in review.goals:
        result(goal, say, lines)
        if verdict := verdicts.get(goal.goal):
            lines.dots(judged(verdict, words), indent=6)
    motive = review.motive
    if motive and any((motive.kind, motive.of, motive.strength is not None, motive.positive)):
        lines.heading(say("Motive"))
        strength = "" if motive.strength is None else say("strength %(n)s of 10", n=motive.strength)
        change = words.name(motive.change) if motive.change else ""
        lines.dots([words.name(motive.kind) if motive.kind else "", strength, change])
        for text in (motive.of, motive.event, motive.positive):
            if text:
                lines.quote(text)
    answers(review.answers, "week", say, lines, titles)
    if review.promises:
        lines.heading(say("Promised for %(week)s", week=words.week(review.promises[0].week)))
    for number, goal in enumerate(review.promises, 1):
        promise(goal, say, lines, first=f"  {number}  ")


def quarter(review: QuarterlyReview, say: Language, lines: Lines, titles: Titles = NO_TITLES) -> None:
    """A whole quarterly review."""
    words = Words(say)
    lines.put(f"{review.quarter} · {words.period(review.quarter)}", "bold")
    lines.dots([say("written %(when)s", when=words.moment(review.written, review.zone))], indent=0)
    if not review.reread:
        lines.put(say("The weeks were not re-read before the scores were given."))
    if review.scores:
        lines.heading(say("Scores"))
    for score in review.scores:
        lines.dots([title(score.goal, titles), *scores(score.own, score.computed, score.final, words)])
    for verdict in review.verdicts:
        lines.dots([title(verdict.goal, titles), *judged(verdict, words)])
    answers(review.answers, "quarter", say, lines, titles)


def promise(goal: GoalWeek, say: Language, lines: Lines, *, first: str = "  ") -> None:
    """What was promised, in the person's own words, with its hours and measure."""
    words, indent = Words(say), len(first)
    lines.put(one_line(goal.title), "bold", first=first)
    lines.dots(promised(goal, say), indent=indent, style="dim")
    if goal.measure:
        lines.put(goal.measure, first=" " * indent + say("seen by") + words.colon)
    if goal.first_step:
        lines.quote(goal.first_step, indent)


def promised(goal: GoalWeek, say: Language) -> list[str]:
    """Hours, confidence and carries of a promise, as short pieces."""
    words = Words(say)
    facts = [say("%(hours)s planned", hours=words.hours(goal.planned_hours))] if goal.planned_hours else []
    if goal.confidence is not None:
        facts.append(say("%(percent)s sure", percent=words.percent(goal.confidence)))
    return facts + carried(goal, say)


def result(goal: GoalWeek, say: Language, lines: Lines) -> None:
    """One goal's week: outcome, hours, proof, why."""
    words = Words(say)
    lines.put(one_line(goal.title), "bold", first="  ▸ ")
    lines.dots(facts(goal, say), indent=6)
    if goal.measure:
        lines.put(goal.measure, first=" " * 6 + say("seen by") + words.colon)
    if goal.proof:
        lines.put(goal.proof, first=" " * 6 + say("proof") + words.colon)
    if goal.replaced_by:
        lines.put(goal.replaced_by, first=" " * 6 + say("instead") + words.colon)
    gap = goal.gap
    if gap is None:
        return
    for text in (gap.why, gap.stuck_at):
        if text:
            lines.quote(text, 6)
    if gap.outside_hours:
        outside = say("%(hours)s taken from outside", hours=words.hours(gap.outside_hours))
        lines.dots([outside, one_line(gap.outside_what)], indent=6)


def facts(goal: GoalWeek, say: Language) -> list[str]:
    """What is known of a goal's week, as short pieces."""
    words = Words(say)
    pieces = [words.name(goal.outcome)] if goal.outcome else []
    if goal.outcome is Outcome.DONE:
        pieces.append(say("shown") if goal.proof else say("claimed"))
    if goal.actual_hours is not None or goal.planned_hours is not None:
        pieces.append(words.hours_of(goal.actual_hours, goal.planned_hours, estimated=goal.estimated))
    if goal.progress is not None:
        pieces.append(say("stands at %(share)s", share=words.share(goal.progress)))
    pieces += carried(goal, say)
    pieces += [words.choice("credit", goal.credit)] if goal.credit else []
    return pieces + ([words.choice("let_go", goal.let_go)] if goal.let_go else [])


def carried(goal: GoalWeek, say: Language) -> list[str]:
    if not goal.carried:
        return []
    return [say.plural(N_("carried %(n)d time"), N_("carried %(n)d times"), goal.carried)]


def judged(verdict: Verdict, words: Words) -> list[str]:
    """Who said what of a miss, in the order in which they spoke, and what was decided."""
    say, pieces = words.say, []
    if verdict.own:
        pieces.append(say("you: %(call)s", call=words.name(verdict.own)))
    if verdict.mentor:
        pieces.append(say("mentor: %(call)s", call=words.name(verdict.mentor)))
    if verdict.program:
        pieces.append(say("program: %(call)s", call=proposal(verdict.program, words)))
    if verdict.final:
        pieces.append(say("decided: %(cause)s", cause=words.verdict(verdict.final, verdict.reason)))
    return [*pieces, one_line(verdict.overruled)]


def decided(verdict: Verdict | None, words: Words) -> str:
    """The cause that was decided on, in a word or two."""
    if verdict is None or verdict.final is None:
        return words.say("not judged yet")
    return words.verdict(verdict.final, verdict.reason)


def proposal(diagnosis: Diagnosis, words: Words) -> str:
    """What the program leans to, with its certainty."""
    if diagnosis.cause is Cause.UNCLEAR:
        return words.verdict(diagnosis.cause, diagnosis.reason)
    sure = diagnosis.p_laziness if diagnosis.cause is Cause.LAZINESS else 1 - diagnosis.p_laziness
    return f"{words.name(diagnosis.cause)} {words.share(sure)}"


def self_blame(diagnosis: Diagnosis, words: Words) -> str:
    """Said plainly where a person calls it laziness and the hours were in; empty otherwise."""
    found = {finding.code: finding for finding in diagnosis.findings}
    hours = found.get("effort_full")
    if "self_call.laziness" not in found or hours is None:
        return ""
    real, planned = (words.hours(float(hours.values[name])) for name in ("actual", "planned"))
    return words.say(
        "You call it laziness. The hours say otherwise: %(real)s of %(planned)s.", real=real, planned=planned
    )


def scores(own: float | None, computed: float | None, final: float | None, words: Words) -> list[str]:
    """The person's score first, then the record's, then the one that holds."""
    say = words.say
    told = [say("own score %(score)s", score=words.score(own))] if own is not None else []
    if computed is not None:
        told.append(say("by the record %(score)s", score=words.score(computed)))
    if final is not None and final != own:
        told.append(say("holds %(score)s", score=words.score(final)))
    return told


def answers(given: Mapping[str, Any], sheet: str, say: Language, lines: Lines, titles: Titles = NO_TITLES) -> None:
    """Every answer under its question, in the order in which they are asked."""
    for asked, answer in said(given, sheet, say, titles).values():
        lines.heading(asked)
        lines.quote(answer)


def said(given: Mapping[str, Any], sheet: str, say: Language, titles: Titles = NO_TITLES) -> dict[str, tuple[str, str]]:
    """Under its key each answer with its question and what that was about, in the order in which they are asked."""
    from fupan.questions import entries  # noqa: PLC0415 - only whole reviews show their questions

    sheets = (sheet, "week") if sheet == "quarter" else (sheet,)  # a quarter asks of its misses as a week does
    known = [(re.compile(_pattern(entry["key"])), entry) for name in sheets for entry in entries(name).values()]
    placed = []
    for key, value in given.items():
        found = next((place for place, (pattern, _) in enumerate(known) if pattern.fullmatch(key)), len(known))
        placed.append((found, key, value))
    spoken = {}
    for place, key, value in sorted(placed, key=lambda answer: answer[:2]):
        if value in (None, "") or key.startswith("linter."):  # what the program noted, nobody said
            continue
        entry = known[place][1] if place < len(known) else {}
        asked = re.sub(r"%\(\w+\)s", "…", str(entry.get("zh" if say.zh else "en", key))).replace("%%", "%")
        about = (title(part, titles) for part in key.split(".") if _ABOUT.fullmatch(part))
        asked = " · ".join((_KEY_TO_PRESS.sub("", asked), *about))
        spoken[key] = asked, _label(entry, value, say)
    return spoken


def trial(under_way: Trial, say: Language) -> list[str]:
    """A response under way: its name, its slots, its dose, its beginning."""
    from fupan.responses import catalogue  # noqa: PLC0415 - only where a response is under way

    response = catalogue().get(under_way.response)
    facts = [under_way.id, response.title.spoken(say.code) if response else under_way.response]
    facts += [one_line(slot) for slot in under_way.slots.values() if slot]
    if under_way.dose_planned:
        doses = round(under_way.dose_planned)
        facts.append(say.plural(N_("%(n)s time a week"), N_("%(n)s times a week"), doses))
    return [*facts, say("since %(week)s", week=Words(say).short_week(under_way.started))]


def record(held: Record, say: Language) -> list[str]:
    """What the weeks of a quarter hold."""
    words = Words(say)
    facts = [say("%(n)s of %(of)s weeks written", n=held.written, of=held.weeks)]
    facts += [say("%(n)s of them late", n=held.late)] if held.late else []
    facts += [say("data quality %(points)s of 100", points=held.quality)] if held.quality is not None else []
    if held.measured is not None:
        facts.append(say("a measure on %(share)s of the promises", share=words.share(held.measured)))
    return [*facts, words.hours_of(held.real, held.planned)]


_KEY_TO_PRESS = re.compile(
    r"\s*[(（][^()（）]*(?:Enter|回车)[^()（）]*[)）]"
)  # told to whoever is asked, not to who reads
_ABOUT = re.compile(r"[gdrs]\d+|\d{4}(-W\d{2})?")  # what a question was about


def _label(entry: Mapping[str, Any], value: Any, say: Language) -> str:
    name = entry.get("choices", "")
    if entry.get("kind") == "percent":
        return f"{value}%"
    if name == "offer":
        from fupan.responses import catalogue  # noqa: PLC0415 - only where a response was chosen

        response = catalogue().get(str(value))
        return response.title.spoken(say.code) if response else "–"
    from fupan.questions import choices  # noqa: PLC0415 - as above

    labels = {choice.value: choice.label for choice in choices(name)} if name else {}
    if value in labels:
        return labels[value].spoken(say.code)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _pattern(key: str) -> str:
    return re.sub(r"\\{\w+\\}", r"[^.]+", re.escape(key))
