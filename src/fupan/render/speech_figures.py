"""What stands beside a report's figures: the question that each one answers, the answer with its n, the key."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from fupan.lean import dataclass
from fupan.model import Outcome, TrialResult
from fupan.render.speech import STATES

if TYPE_CHECKING:
    from fupan.render.charts import Sure
    from fupan.render.speech import Speech
    from fupan.report.goal_nouns import GoalStory, TrialLine
    from fupan.report.nouns import Report

SINGLY = 14  # weeks; of more, the words beside a figure tell no single ones


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """`told` says in words what the figure shows, for those who do not see it."""

    question: str
    answer: str
    told: str


class Captions:
    """The words beside the figures, in one language."""

    def __init__(self, speech: Speech) -> None:
        self.speech = speech
        self.words = speech.words
        self.say = speech.say

    def calendar(self, report: Report) -> Caption:
        parts = [
            f"{self.speech.state(state)}{self.words.colon}{self.words.weeks(weeks)}"
            for state in STATES
            if (weeks := [line.week for line in report.weeks if line.state is state])
        ]
        return self._made(self.say("Were the weeks written, and in time?"), self.speech.written(report), parts)

    def hours(self, report: Report) -> Caption:
        weeks = [line for line in report.weeks if line.planned is not None or line.actual is not None]
        parts = [f"{self.words.short_week(line.week)} {self.speech.week_hours(line)}" for line in weeks]
        answer = self.speech.hours_fact(report.holding)
        return self._made(self.say("Did the promised hours come?"), answer, parts if len(weeks) <= SINGLY else [])

    def progress(self, report: Report) -> Caption:
        ends = Counter(_end(goal) for goal in report.goals)
        names = {
            "met": self.say("met"),
            "missed": self.words.name(Outcome.MISSED),
            "dropped": self.words.name(Outcome.DROPPED),
            "open": self.say("open"),
        }
        counts = [f"{names[end]} {ends[end]}" for end in names if ends[end]]
        answer = self._counted(counts, len(report.goals))
        parts = [f"{goal.title}{self.words.colon}{self._standing(goal)}" for goal in report.goals]
        return self._made(self.say("How far did the goals come?"), answer, parts)

    def _standing(self, goal: GoalStory) -> str:
        """The score that holds, else how the goal ended."""
        if goal.final is not None:
            return self.words.score(goal.final)
        outcome = goal.outcome or (Outcome.MISSED if goal.missed else None)
        return self.words.name(outcome) if outcome else self.say("open")

    def causes(self, report: Report) -> Caption:
        total = sum(line.goals for line in report.causes)
        answer = self.say("one square is one goal (n = %(n)s)", n=total)
        parts = [f"{self.speech.cause(line.key)} {line.goals}" for line in report.causes]
        return self._made(self.say("Why were goals missed?"), answer, parts)

    def motive(self, report: Report) -> Caption:
        weeks = [line for line in report.weeks if line.strength is not None]
        parts = [f"{self.words.short_week(line.week)} {self.speech.motive(line)}" for line in weeks]
        answer = self.say("strength 0–10 (n = %(n)s weeks)", n=len(weeks))
        question = self.say("What drove these weeks, and how strongly?")
        return self._made(question, answer, parts if len(weeks) <= SINGLY else [])

    def calibration(self, report: Report) -> Caption:
        n, done = sum(bucket.n for bucket in report.calibration), sum(bucket.done for bucket in report.calibration)
        answer = self.say("%(done)s of %(n)s promises with a confidence came (n = %(n)s)", done=done, n=n)
        parts = [self.speech.bucket(bucket) for bucket in report.calibration]
        return self._made(self.say("Did it come as surely as it was said?"), answer, parts)

    def trials(self, report: Report) -> Caption:
        results = Counter(trial.result for trial in report.trials)
        counts = [f"{self._result(result)} {results[result]}" for result in (*TrialResult, None) if results[result]]
        answer = self._counted(counts, len(report.trials))
        parts = [f"{self.title(trial)}{self.words.colon}{self._result(trial.result)}" for trial in report.trials]
        return self._made(self.say("What did each response do?"), answer, parts)

    def left_out(self, n: int) -> str:
        """What a figure of many goals does not draw."""
        if not n:
            return ""
        return self.say.plural(
            "%(n)d goal of single weeks is not drawn", "%(n)d goals of single weeks are not drawn", n
        )

    def sure_keys(self, drawn: Sure) -> list[tuple[str, str]]:
        """What the marks of a calibration mean, those that occur."""
        keys = []
        if any(row.singles for row in drawn.rows):
            keys += [("done", self.say("one promise that came")), ("missed", self.say("one that did not"))]
        if drawn.shares:
            keys += [("planned", self.say("what was said")), ("came", self.say("the share that came"))]
        return keys

    def title(self, trial: TrialLine) -> str:
        return self.speech.both(trial.title)

    def results(self, report: Report) -> list[tuple[str, str]]:
        """The results that occur, with their names; what has none yet is under way."""
        used = {trial.result for trial in report.trials}
        return [
            (result.value if result else "under_way", self._result(result))
            for result in (*TrialResult, None)
            if result in used
        ]

    def outcomes(self, report: Report) -> list[tuple[str, str]]:
        """The outcomes that occur in the goals' weeks, with their names."""
        used = {line.outcome for goal in report.goals for line in goal.lines}
        return [(outcome.value, self.words.name(outcome)) for outcome in Outcome if outcome in used]

    def states(self, report: Report) -> list[tuple[str, str]]:
        used = {line.state for line in report.weeks}
        return [(state.value, self.speech.state(state)) for state in STATES if state in used]

    def motives(self, report: Report) -> list[tuple[str, str]]:
        used = dict.fromkeys(line.motive for line in report.weeks if line.motive and line.strength is not None)
        return [(kind.value, self.words.name(kind)) for kind in used]

    def _result(self, result: TrialResult | None) -> str:
        return self.words.name(result) if result else self.say("under way")

    def _counted(self, counts: list[str], n: int) -> str:
        return self.words.aside(self.words.comma(*counts), f"n = {n}")

    def _made(self, question: str, answer: str, parts: list[str]) -> Caption:
        told = ("；" if self.words.zh else "; ").join((answer, *parts))
        return Caption(question=question, answer=answer, told=told)


def _end(goal: GoalStory) -> str:
    if goal.missed:
        return "missed"
    if goal.outcome is Outcome.DROPPED:
        return "dropped"
    return "met" if goal.outcome is Outcome.DONE or goal.final is not None else "open"
