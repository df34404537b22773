"""The sentences of a report on goals, promises and notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.model import Carry, Level, Outcome
from fupan.quantities import show_hours
from fupan.render import driving, written
from fupan.render.graded import ACTED
from fupan.render.words import Words

if TYPE_CHECKING:
    from fupan.driving import Serving
    from fupan.language import Language
    from fupan.long_view import Decision, LongReview
    from fupan.report.goal_nouns import GoalStory, StoryLine
    from fupan.report.nouns import Decided, NextGoal, NoteLine, Promise, QuarterLine, ScoreLine, WeekWords


class GoalSpeech:
    """What a report says of single goals and weeks; the person's words stand apart, under their names."""

    def __init__(self, say: Language) -> None:
        self.say = say
        self.words = Words(say)

    def goal_facts(self, goal: GoalStory) -> list[str]:
        """What kind of goal it is, its hours, and how it ended."""
        facts = []
        if goal.level is Level.QUARTER:
            facts += [self.words.name(goal.kind), self.words.name(goal.field)]
        if goal.planned is not None:
            facts.append(self.words.hours_of(goal.actual, goal.planned))
        if goal.hours is not None:
            facts.append(self.say("%(hours)s h meant for the quarter", hours=show_hours(goal.hours)))
        if goal.outcome is not None or goal.missed:
            facts.append(self.words.name(goal.outcome or Outcome.MISSED))
        if goal.credit:
            facts.append(self.say("owed to: %(credit)s", credit=self.words.choice("credit", goal.credit)))
        return facts

    def scores(self, goal: GoalStory) -> str:
        """The person's score first, then the record's, then the one that holds where it is another."""
        said = []
        if goal.own is not None:
            said.append(self.say("own score %(score)s", score=self.words.score(goal.own)))
        if goal.computed is not None:
            said.append(self.say("by the record %(score)s", score=self.words.score(goal.computed)))
        if goal.final is not None and goal.final != goal.own:
            said.append(self.say("holds %(score)s", score=self.words.score(goal.final)))
        return " · ".join(said)

    def long(self, review: LongReview) -> list[tuple[str, str]]:
        """What was written for a year, or five, each answer behind its question."""
        return list(written.said(review.answers, review.scope, self.say).values())

    def decision(self, taken: Decision) -> list[str]:
        """What was chosen and what came of it."""
        facts = [taken.choice, self.say("taken %(week)s", week=str(taken.week))]
        if taken.quality:
            facts.append(self.words.choice("decision_quality", taken.quality))
        return facts if taken.reviewed else [*facts, self.say("comes back in %(week)s", week=str(taken.review))]

    def served(self, hours: Serving) -> str:
        """How many of the hours went to goals that serve the motive."""
        return driving.hours(hours, self.say)

    def quarter_facts(self, line: QuarterLine) -> list[str]:
        """What one quarter of a longer period holds, and how it was left."""
        facts = [self.say("%(n)s of %(of)s weeks written", n=line.written, of=line.weeks)]
        if line.planned is not None:
            facts.append(self.words.hours_of(line.actual, line.planned))
        return facts + self.quarter_end(line)

    def quarter_end(self, line: QuarterLine) -> list[str]:
        """How a quarter was left."""
        facts = []
        if line.missed is not None:
            facts.append(self.say.plural("%(n)d goal missed", "%(n)d goals missed", line.missed))
        if not line.closed:
            facts.append(self.say("not closed: scores by the record"))
        elif line.again:
            again = self.words.choice("again", line.again)
            facts.append(f"{self.say('this direction again')}{self.words.colon}{again}")
        return facts

    def ended(self, line: ScoreLine) -> str:
        """How a goal of a quarter ended, as far as it has."""
        if line.missed or line.outcome:
            return self.words.name(Outcome.MISSED if line.missed else line.outcome)
        return ""

    def out_of(self, n: int, of: int) -> str:
        return self.say("%(n)s of %(of)s", n=n, of=of)

    def line_facts(self, line: StoryLine) -> list[str]:
        """One week of a goal, without the person's words."""
        facts = [self.words.name(line.outcome)]
        if line.planned is not None or line.actual is not None:
            facts.append(self.words.hours_of(line.actual, line.planned, estimated=line.estimated))
        if line.progress is not None:
            facts.append(self.say("stands at %(share)s", share=self.words.share(line.progress)))
        facts += self.carried(line.carried, line.carried_as)
        if line.credit:
            facts.append(self.words.choice("credit", line.credit))
        if line.let_go:
            facts.append(self.words.choice("let_go", line.let_go))
        return facts

    def carried(self, times: int, how: Carry | None) -> list[str]:
        if not times:
            return []
        said = self.say.plural("carried %(n)d time", "carried %(n)d times", times)
        return [said if how in (None, Carry.KEEP) else self.words.comma(said, self.words.name(how))]

    def promise_facts(self, promise: Promise) -> list[str]:
        facts = [self.words.hours(promise.hours)] if promise.hours is not None else []
        if promise.confidence is not None:
            facts.append(self.say("%(percent)s sure", percent=self.words.percent(promise.confidence)))
        return facts + self.carried(promise.carried, promise.carried_as)

    def has_decisions(self, decided: Decided) -> bool:
        said = (decided.again, decided.why, decided.stop, decided.strengths, decided.letter)
        return any(said) or bool(decided.goals or decided.promises)

    def decision_words(self, decided: Decided) -> list[tuple[str, str]]:
        """What was decided on the direction, each with its name; the letter stands by itself."""
        said = (
            (self.say("Why"), decided.why),
            (self.say("No longer"), decided.stop),
            (self.say("What others come to you for"), decided.strengths),
        )
        return [(name, text) for name, text in said if text]

    def next_facts(self, goal: NextGoal) -> list[str]:
        facts = [self.words.name(goal.kind), self.words.name(goal.field)]
        if goal.hours is not None:
            facts.append(self.words.hours(goal.hours))
        if goal.confidence is not None:
            facts.append(self.say("%(percent)s sure", percent=self.words.percent(goal.confidence)))
        return facts

    # --- words by their names ----------------------------------------------------------------------------

    def week_words(self, words: WeekWords) -> list[tuple[str, str]]:
        """The person's words of one week, each with its name."""
        said = (
            (self.say("solid"), words.solid),
            (self.say("not to pass"), words.not_pass),
            (self.say("asked for"), self._request(words)),
            (self.say("rule"), words.rule),
            (self.say("now"), words.now),
        )
        return [(name, text) for name, text in said if text]

    def _request(self, words: WeekWords) -> str:
        acted = self.say(ACTED[words.acted]) if words.request and words.acted else ""
        return f"{words.request} [{acted}]" if acted else words.request

    def promise_words(self, promise: Promise) -> list[tuple[str, str]]:
        said = (
            (self.say("measure"), promise.measure),
            (self.say("first step"), promise.first_step),
            (self.say("serves"), promise.serves),
        )
        return [(name, text) for name, text in said if text]

    def next_words(self, goal: NextGoal) -> list[tuple[str, str]]:
        said = ((self.say("measure"), goal.measure), (self.say("if it fails"), goal.premortem))
        return [(name, text) for name, text in said if text]

    def note_facts(self, note: NoteLine) -> list[str]:
        facts = [f"{self.words.weekday(note.day)} {self.words.day(note.day)}"]
        if note.hours is not None:
            facts.append(self.words.hours(note.hours, estimated=note.estimated))
        return facts
