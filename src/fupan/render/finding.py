"""What a search found: when it was written, the question it answers, and the words, marked also without colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.periods import Quarter, Span, Week, Year
from fupan.questions import entries
from fupan.render.cells import clean, cut, one_line
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.finding import Found
    from fupan.language import Language
    from fupan.periods import Period

BRACKETS = "[]"  # around what was found; the person's own brackets are put aside meanwhile
ASIDE = str.maketrans(BRACKETS, "\ue000\ue001")
BACK = str.maketrans("\ue000\ue001", BRACKETS)
BOLD, USUAL = "\x1b[1;7m", "\x1b[22;27m"

# Where an answer of a period was asked for; a quarter asks of its misses as a week does.
SHEETS: Mapping[type, tuple[str, ...]] = {Week: ("week",), Quarter: ("quarter", "week"), Year: ("year",)}
LABELS: Mapping[str, str] = {  # where no question was asked, or a shorter name says more
    "note": N_("Note"),
    "letter": N_("Letter to yourself"),
    "pact.sent": N_("Sent to your partner"),
    "pact.received": N_("From your partner"),
    "title": N_("Goal"),
    "measure": N_("Seen by"),
    "proof": N_("Proof"),
    "problem.text": N_("The problem behind the motive"),
    "problem.academic_proof": N_("The problem: its value for research"),
    "problem.commercial_proof": N_("The problem: its value on the market"),
    "problem.growth_proof": N_("The problem: what you grow by it"),
    "decision.question": N_("Decision"),
    "decision.options": N_("Decision: an option"),
    "decision.choice": N_("Decision: what was chosen"),
    "decision.reasons": N_("Decision: the reasons"),
    "decision.against": N_("Decision: what speaks against it"),
    "decision.expected": N_("Decision: what would show that it was wrong"),
    "decision.test": N_("Decision: the cheapest test"),
    "decision.came": N_("Decision: what came of it"),
}


def found(
    results: Sequence[Found], say: Language, *, more: bool = False, colored: bool = False, width: int = 80
) -> str:
    """Every text that was found, the best first."""
    lines, words = Lines(width), Words(say)
    for one in results:
        lines.gap()
        _one(one, words, lines)
    if more:
        lines.gap()
        lines.put(say("More was found than is shown; --limit %(n)s shows more.", n=2 * len(results)))
    return _marked(lines.plain(), colored=colored)


def _one(one: Found, words: Words, lines: Lines) -> None:
    say = words.say
    facts = [when(one.period, words)]
    if one.goal:
        same = one_line(one.text) == one_line(one.title)
        facts.append(one.goal if same else f"{one.goal} {cut(one_line(one.title), lines.width // 2)}")
    if one.repeated:
        facts.append(say.plural(N_("the same once before"), N_("the same %(n)d times before"), one.repeated))
    lines.put(" · ".join(facts).translate(ASIDE))
    lines.put(cut(question(one, say).translate(ASIDE), lines.width - 2), first="  ")
    pieces = ((clean(piece).translate(ASIDE), hit) for piece, hit in one.pieces)
    lines.quote("".join(f"[{piece}]" if hit else piece for piece, hit in pieces))


def when(period: Period, words: Words) -> str:
    """A week with its days, several years by the first and the last, any other period by its name."""
    if isinstance(period, Week):
        return words.week(period)
    return f"{period.first.year}–{period.last.year}" if isinstance(period, Span) else str(period)


def question(one: Found, say: Language) -> str:
    """The question that a text answers, in the person's language."""
    for name in (one.question, one.question.rpartition(".")[2]):
        if name in LABELS and (name != "letter" or one.room == "letters"):
            return say(LABELS[name])
    for sheet in SHEETS.get(type(one.period), ("five_years",)):
        for entry in entries(sheet).values():
            if re.fullmatch(re.sub(r"\\{\w+\\}", "[^.]+", re.escape(entry["key"])), one.question):
                asked = entry["zh" if say.zh else "en"]
                return one_line(re.sub(r"%\(\w+\)s", "…", asked).replace("%%", "%"))
    return one_line(one.question)


def _marked(text: str, *, colored: bool) -> str:
    """Brackets stay, or become bold and reversed letters; none reaches over the end of a line."""
    if not colored:
        return text.translate(BACK)
    lines, inside = [], False
    for line in text.split("\n"):
        bar, quote, rest = line.rpartition("│ ")
        inside_before, inside = inside, (rest.rfind("[") > rest.rfind("]")) or (inside and "]" not in rest)
        shown = ("[" if inside_before else "") + rest + ("]" if inside else "")
        lines.append(bar + quote + shown.replace("[", BOLD).replace("]", USUAL))
    return "\n".join(lines).translate(BACK)
