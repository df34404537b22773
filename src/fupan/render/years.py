"""The long form on a terminal: a year's record, chapters, letters, standing rules, what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.render import compass, written
from fupan.render.cells import cut, one_line, pad, spark
from fupan.render.lines import Lines
from fupan.render.speech import Speech
from fupan.responses import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from fupan.driving import Move, Spell
    from fupan.language import Language
    from fupan.long_view import Letter, LongReview, Rule
    from fupan.recurring import Refrain
    from fupan.render.words import Words
    from fupan.report.nouns import QuarterLine
    from fupan.responses.trials import LedgerLine
    from fupan.review.years import Chapter, Learnt, MotiveHistory, YearRecord

STRONGEST = 10


# --- shown while a year, or five, is written ---------------------------------------------------------------


def record(found: YearRecord, words: Words, lines: Lines) -> None:
    """Four quarters side by side, the motive's largest moves, the league of responses."""
    say = words.say
    for quarter in found.quarters:
        _quarter(quarter, words, lines)
    if found.spells:
        lines.heading(say("What drove you"))
        _spells(found.spells, words, lines)
    for move in found.moves:
        lines.put(_move(move, words), first=f"  {words.short_week(move.week)} ")
        if move.event:
            lines.quote(move.event, 6)
    if found.league:
        lines.heading(say("Responses, best first"))
    for line in found.league:
        _league(line, say, lines)


def learnt(found: Learnt, words: Words, lines: Lines) -> None:
    """A rule that was written in two quarters, with its weeks."""
    lines.quote(found.text)
    weeks = ", ".join(words.short_week(week) for week in found.weeks)
    lines.put(words.say("“%(phrase)s” in %(weeks)s", phrase=one_line(found.phrase), weeks=weeks), "dim", first="  ")


def chapter(found: Chapter, words: Words, lines: Lines) -> None:
    """One year of five, as its own review, letters, rules and decisions told it."""
    say = words.say
    facts = [
        say.plural("%(n)d week written", "%(n)d weeks written", found.weeks),
        say.plural("%(n)d quarter closed", "%(n)d quarters closed", found.quarters) if found.quarters else "",
    ]
    lines.dots(facts)
    if found.review:
        _answers(found.review, say, lines)
    for one in found.letters:
        lines.put(say("A letter to yourself, of %(day)s:", day=one.written.date().isoformat()), first="  ")
        lines.quote(one.text, 4)
    for rule in found.rules:
        lines.put(one_line(rule.text), first=f"  {rule.id}  ")
    for decision in found.decisions:
        compass.decision(decision, words, lines)


def motives(found: MotiveHistory, words: Words, lines: Lines) -> None:
    _spells(found.spells, words, lines)


def returned(found: Refrain, lines: Lines) -> None:
    """The goals, never done, in which something came back."""
    for why in found.said:
        lines.put(one_line(why.text), first=f"  {why.week} {why.goal}  ")


# --- what was written --------------------------------------------------------------------------------------


def kept(review: LongReview, sealed: Iterable[Letter], say: Language, *, width: int = 80) -> str:
    """Said once a year, or five, is sealed: what was written, its letter's day, and where it is found again."""
    lines = Lines(width)
    lines.put(say("%(period)s is written.", period=review.period), "bold")
    _answers(review, say, lines)
    lines.gap()
    for one in sealed:
        lines.put(letter_sealed(one, say).strip())
    lines.put(say("`fupan report %(period)s` prints it with its weeks.", period=review.period))
    return lines.plain()


def letters(found: Sequence[Letter], today: date, say: Language, *, width: int = 80) -> str:
    """Every letter with its day; of a sealed one, not a word."""
    lines = Lines(width)
    if not found:
        lines.put(say("No letter yet: `fupan letter write` seals one."))
    for one in found:
        day = one.written.date().isoformat()
        if one.opens > today:
            told = say("written %(written)s, sealed until %(opens)s", written=day, opens=one.opens.isoformat())
        elif one.opened:
            told = say("written %(written)s, read", written=day)
        else:
            told = say("written %(written)s, open since %(opens)s", written=day, opens=one.opens.isoformat())
        lines.put(told, first=f"  {one.id}  ")
    return lines.plain()


def letter(found: Letter, say: Language, *, width: int = 80) -> str:
    lines = Lines(width)
    lines.put(say("To myself, of %(day)s", day=found.written.date().isoformat()), "bold")
    lines.gap()
    lines.put(found.text)
    return lines.plain()


def letter_sealed(found: Letter, say: Language) -> str:
    return say("Letter %(id)s is sealed until %(day)s.", id=found.id, day=found.opens.isoformat()) + "\n"


def rules(found: Iterable[Rule], say: Language, *, width: int = 80) -> str:
    """The standing rules, then those that were retired."""
    lines = Lines(width)
    for rule in sorted(found, key=lambda rule: rule.retired is not None):
        lines.put(rule.text, first=f"  {rule.id}  ")
        facts = [say("since %(week)s", week=str(rule.since))]
        facts += [say("learnt in %(quarters)s", quarters=rule.born)] if rule.born else []
        facts += [say("retired in %(week)s", week=str(rule.retired))] if rule.retired else []
        lines.dots(facts, indent=6, style="dim")
    if not lines.lines:
        lines.put(say("No standing rule yet: `fupan rule add` makes one, and `fupan year` of what you learnt twice."))
    return lines.plain()


def _answers(review: LongReview, say: Language, lines: Lines) -> None:
    for asked, answer in written.said(review.answers, review.scope, say).values():
        lines.put(asked, "dim", first="  ")
        lines.quote(answer, 4)


def _quarter(line: QuarterLine, words: Words, lines: Lines) -> None:
    lines.heading(str(line.quarter))
    lines.dots(Speech(words.say).quarter_facts(line))
    for score in line.scores:
        told_score = "–" if score.score is None else f"{score.score:.1f}"
        lines.put(cut(one_line(score.title), lines.width - 12), first=f"  {pad(told_score, 4)} ")
    if line.seen_now:
        lines.quote(line.seen_now)


def _spells(found: Sequence[Spell], words: Words, lines: Lines) -> None:
    for spell in found:
        kind = words.name(spell.kind) if spell.kind else ""
        weeks = f"{spell.first}–{words.short_week(spell.last)}"
        lines.dots([weeks, kind, spark(spell.strengths[-26:], STRONGEST)])
        if spell.of:
            lines.quote(spell.of, 4)


def _move(move: Move, words: Words) -> str:
    was, now = (words.name(kind) if kind else "" for kind in (move.was, move.kind))
    before, strength = ("–" if one is None else str(one) for one in (move.before, move.strength))
    return f"{was} {before} → {now} {strength}"


def _league(line: LedgerLine, say: Language, lines: Lines) -> None:
    response = catalogue().get(line.response)
    title = response.title.spoken(say.code) if response else line.response
    told_line = say("worked %(worked)s of %(n)s judged", worked=line.worked, n=line.n)
    lines.dots([title, told_line])
