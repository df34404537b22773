"""What the pages say of a noun: the sentences of the other doors, for templates to set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.language import N_
from fupan.model import Cause, Level
from fupan.periods import Quarter, Week
from fupan.quantities import show_hours
from fupan.render import finding, trying, written
from fupan.render.cells import one_line, spark
from fupan.render.interview import SECTIONS, Drawn, sides
from fupan.render.rereading import NAMES
from fupan.render.screens import GLYPHS
from fupan.render.speech import Speech
from fupan.render.written import NO_TITLES
from fupan.responses import catalogue, fill
from fupan.review.weekly import TAKES
from fupan.web.pages.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.finding import Found
    from fupan.language import Language
    from fupan.model import Diagnosis, Finding, Goal, GoalWeek, Motive, Note, Score, Trial, Verdict, WeeklyReview
    from fupan.questions import Question
    from fupan.responses import Offer
    from fupan.responses.doubling import Doubling
    from fupan.review.quarterly import MotiveLine, Record
    from fupan.review.steps import Step
    from fupan.standing import Day, Standing
    from fupan.web.pages.prose import Piece

ENTER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (("Enter to leave it as it is", "leave it empty"), ("Enter:", "left empty:")),
    "zh": (("回车：", "留空："), ("回车", "留空")),
}
SEALING: Mapping[str, str] = {
    "week": N_("Sealing writes the week down: the review, its verdicts, what you promise. It can be amended later."),
    "quarter": N_("Sealing writes the quarter down: scores, verdicts, the next goals. It can be amended later."),
    "year": N_("Sealing writes the year down: its answers, the rules that stand, the letter in its envelope."),
    "five_years": N_("Sealing writes the five years down. It can be amended later."),
    "motive": N_("This keeps the motive as you say it now, beside what was said before."),
    "problem": N_("This keeps the problem as you state it now, beside what was stated before."),
    "decision": N_("This keeps the decision with what is known now; it comes back on its day."),
    "why": N_("This keeps the facts you added, the verdict, and the response that you chose."),
}
SEAL: Mapping[str, str] = {
    "week": N_("Seal the week"),
    "quarter": N_("Seal the quarter"),
    "why": N_("Keep the verdict"),
    "year": N_("Seal the year"),
    "five_years": N_("Seal the five years"),
    "motive": N_("Keep the motive"),
    "problem": N_("Keep the problem"),
    "decision": N_("Keep the decision"),
}
SAID: Mapping[str, str] = {
    "motive": N_("What drives you now"),
    "problem": N_("The problem behind the motive"),
    "decision": N_("A decision"),
}
WAYS: Mapping[str, str] = {
    "full": N_("the whole review"),
    "short": N_("the ten-minute way"),
    "first": N_("the first review"),
    "catchup": N_("caught up with in three minutes"),
    "skip_reread": N_("without re-reading the weeks"),
    "why": N_("why it was missed"),
    "year": N_("the year"),
    "five_years": N_("five years"),
}


class Voice:
    """One language's words for what a page shows."""

    def __init__(self, say: Language) -> None:
        self.say = say
        self.speech = Speech(say)
        self.words = self.speech.words

    # --- goals and their weeks ---------------------------------------------------------------------------

    def promised(self, goal: GoalWeek) -> list[str]:
        return written.promised(goal, self.say)

    def facts(self, goal: GoalWeek) -> list[str]:
        """What came of a goal's week, or what was promised while nothing came yet."""
        if goal.outcome is None and goal.actual_hours is None:
            return self.promised(goal)
        return written.facts(goal, self.say)

    def goal(self, goal: Goal) -> list[str]:
        """What a goal is, in short pieces."""
        say, words = self.say, self.words
        pieces = [str(goal.quarter)] if goal.level is Level.QUARTER and goal.quarter else []
        pieces += [words.name(goal.kind), words.name(goal.field)]
        pieces += [words.hours(goal.hours)] if goal.hours is not None else []
        if goal.confidence is not None:
            pieces.append(say("%(percent)s sure", percent=words.percent(goal.confidence)))
        return [*pieces, words.name(goal.outcome) if goal.outcome else say("open")]

    def note(self, note: Note) -> list[str]:
        words = self.words
        hours = words.hours(note.hours, estimated=note.estimated) if note.hours is not None else ""
        return [piece for piece in (f"{words.weekday(note.day)} {words.day(note.day)}", note.goal, hours) if piece]

    # --- judgements --------------------------------------------------------------------------------------

    def judged(self, verdict: Verdict) -> list[str]:
        return [piece for piece in written.judged(verdict, self.words) if piece]

    def decided(self, verdict: Verdict | None) -> str:
        return written.decided(verdict, self.words)

    def proposal(self, diagnosis: Diagnosis) -> str:
        return written.proposal(diagnosis, self.words)

    def self_blame(self, diagnosis: Diagnosis) -> str:
        return written.self_blame(diagnosis, self.words)

    def sides(self, diagnosis: Diagnosis) -> list[tuple[tuple[Finding, ...], str]]:
        return sides(diagnosis, self.say)

    def scores(self, score: Score) -> list[str]:
        return written.scores(score.own, score.computed, score.final, self.words)

    # --- responses ---------------------------------------------------------------------------------------

    def trial(self, trial: Trial) -> list[str]:
        return written.trial(trial, self.say)

    def response(self, name: str) -> str:
        known = catalogue().get(name)
        return known.title.spoken(self.say.code) if known else name

    def instruction(self, trial: Trial, title: str) -> str:
        """What a response under way says to do, its places filled."""
        known = catalogue().get(trial.response)
        return fill(known, {**trial.slots, "goal": title}, self.say.code) if known else trial.response

    def offer(self, offer: Offer, about: str) -> list[str]:
        """A response put forward: what to do, why it fits, and what it did for this person before."""
        code = self.say.code
        told = [fill(offer.response, {"goal": about}, code), offer.reason.spoken(code)]
        if offer.tried:
            told.append(self.say("tried %(tried)s, worked %(worked)s", tried=offer.tried, worked=offer.worked))
        return told

    def doubling(self, line: Doubling) -> list[str]:
        """Hours spent against the doubled pace, in sentences."""
        return trying.doubling(line, self.say)

    # --- what a search found -----------------------------------------------------------------------------

    def found(self, one: Found) -> list[str]:
        """When it was written, and the question that it answers."""
        return [finding.when(one.period, self.words), finding.question(one, self.say)]

    def hits(self, n: int, most: int) -> str:
        if not n:
            return self.say("Nothing is written with that")
        if n >= most:
            return self.say("The first %(n)s; more words find fewer", n=n)
        return self.say.plural(N_("One place"), N_("%(n)d places"), n)

    def place(self, one: Found) -> str:
        """Where a text is read in its place."""
        if one.goal:
            return f"/goals/{one.goal}"
        if isinstance(one.period, (Week, Quarter)):
            return f"/{'week' if isinstance(one.period, Week) else 'quarter'}/{one.period}"
        return f"/reports/{one.period}"

    def cause(self, name: str) -> str:
        return self.words.name(Cause(name))

    # --- where one stands --------------------------------------------------------------------------------

    def where(self, now: Standing) -> str:
        """The first thing that the first page says."""
        say, week = self.say, self.words.short_week(now.week)
        if now.draft:
            return say("%(period)s is begun", period=now.draft.period)
        if now.excused and not now.written:
            return say("%(week)s is excused", week=week)
        return say("%(week)s is written", week=week) if now.written else say("The review of %(week)s is due", week=week)

    def due(self, now: Standing) -> list[tuple[str, str]]:
        """What to do now: where it is, and what it is called."""
        if now.draft:
            kind = "week" if "W" in now.draft.period else "quarter"
            return [(f"/{kind}/{now.draft.period}", self.going_on(now.draft.answers))]
        if now.written or now.excused:
            return []
        place = f"/week/{now.week}"
        begin = self.say("Begin · %(minutes)s", minutes=self.minutes(TAKES["full"]))
        return [(place, begin), (f"{place}?way=short", self.say("Little time: 10 minutes"))]

    def going_on(self, answers: Mapping[str, Any]) -> str:
        kept = sum(value is not None for value in answers.values())
        return self.say.plural(N_("Go on; one answer is kept"), N_("Go on; %(n)d answers are kept"), kept)

    def streak(self, weeks: int) -> str:
        return self.say.plural(N_("%(n)d week in a row"), N_("%(n)d weeks in a row"), weeks)

    def state(self, state: str) -> tuple[str, str]:
        """The sign and the name of a week's state."""
        glyph, name = GLYPHS[state]
        return glyph, self.say(name)

    def legend(self, days: Sequence[Day]) -> list[tuple[str, str]]:
        return [self.state(state) for state in GLYPHS if any(day.state == state for day in days)]

    # --- weeks and quarters ------------------------------------------------------------------------------

    def heading(self, kind: str, sheet: Any) -> str:
        """What an interview is called."""
        if kind in SAID:
            return self.say(SAID[kind])
        if kind == "why":
            return self.say("Why was it missed? %(goal)s", goal=one_line(sheet.miss.goal.title))
        return self.words.period(sheet.span)

    def span(self, sheet: Any) -> str:
        """The weeks that an interview looks at, with their days."""
        span = sheet.span
        return f"{span} · {self.words.days(span.first_day, span.last_day)}"

    def sealing(self, kind: str) -> str:
        """What happens when an interview is sealed."""
        return self.say(SEALING[kind])

    def seal(self, kind: str) -> str:
        return self.say(SEAL[kind])

    def asked(self, question: Question) -> str:
        """A question's words. Where they speak of the terminal's Enter, a page leaves a field empty."""
        return self._without_enter(question.text.spoken(self.say.code, **question.values))

    def _without_enter(self, words: str) -> str:
        for key, empty in ENTER[self.say.code]:
            words = words.replace(key, empty)
        return words

    def answered(self, steps: Sequence[Step], answers: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, str]]]]:
        """What is answered in a section: what it is about, each question and its answer."""
        found: dict[str, list[tuple[str, str]]] = {}
        for question in (question for step in steps for question in step.questions):
            value = answers.get(question.key)
            if question.kind != "show" and value is not None:
                found.setdefault(question.about, []).append((self.asked(question), self.answer(question, value)))
        return list(found.items())

    def answer(self, question: Question, value: Any) -> str:
        """An answer as a person reads it."""
        labels = {choice.value: choice.label for choice in (*question.choices, *question.also)}
        if str(value) in labels:
            return labels[str(value)].spoken(self.say.code)
        if question.kind == "percent":
            return self.words.percent(value)
        return show_hours(value) if isinstance(value, float) else str(value)

    def written(self, review: WeeklyReview) -> list[str]:
        """When and how a week was written."""
        say, words = self.say, self.words
        facts = [say("written %(when)s", when=words.moment(review.written, review.zone))]
        facts += [say("late")] if review.late else []
        facts += [say("in %(minutes)s minutes", minutes=round(review.minutes))] if review.minutes else []
        if review.quality is not None:
            facts.append(say("data quality %(points)s of 100", points=review.quality))
        return facts

    def told(self, goal: GoalWeek) -> list[tuple[str, str]]:
        """What is told of a goal's week beside its figures, each with its name."""
        say, gap = self.say, goal.gap
        outside = ""
        if gap and gap.outside_hours:
            outside = (
                self.words.aside(self.words.hours(gap.outside_hours), gap.outside_what) if gap.outside_what else ""
            )
            outside = outside or self.words.hours(gap.outside_hours)
        named = (
            (say("seen by"), goal.measure),
            (say("proof"), goal.proof),
            (say("instead"), goal.replaced_by),
            (say("taken from outside"), outside),
        )
        return [(name, text) for name, text in named if text]

    def motive(self, motive: Motive) -> list[str]:
        pieces = [self.words.name(motive.kind)] if motive.kind else []
        pieces += [self.say("strength %(n)s of 10", n=motive.strength)] if motive.strength is not None else []
        return [*pieces, *([self.words.name(motive.change)] if motive.change else [])]

    def section(self, name: str) -> str:
        return self.say(SECTIONS.get(name, name))

    def minutes(self, minutes: float) -> str:
        return self.say.plural(N_("%(n)d minute"), N_("%(n)d minutes"), round(minutes) or 1)

    def way(self, mode: str) -> str:
        return self.say(WAYS.get(mode, mode))

    def record(self, record: Record) -> list[str]:
        return written.record(record, self.say)

    def pieces(self, value: object, about: str = "") -> list[Piece]:
        """What the terminal draws of a noun that has no part of its own here."""
        prose = Prose()
        Drawn(self.say, prose).shows([value], about)
        return prose.pieces

    def marks(self) -> list[tuple[str, str]]:
        """What a week may be marked as on the re-reading desk."""
        return [(name, self.say(text)) for name, text in NAMES.items()]

    def strengths(self, line: MotiveLine) -> str:
        return spark([motive.strength for motive in line.motives], 10)

    def said(
        self, given: Mapping[str, Any], sheet: str, titles: Mapping[str, str] = NO_TITLES
    ) -> Sequence[tuple[str, str]]:
        """Each answer behind its question."""
        found = written.said(given, sheet, self.say, titles).values()
        return [(self._without_enter(asked), answer) for asked, answer in found]
