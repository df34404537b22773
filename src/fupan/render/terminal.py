"""A report on a terminal: at most 80 columns, readable without colour, the person's words never markup."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fupan.render.cells import bars, cells, cut, one_line, pad, spark
from fupan.render.lines import Lines
from fupan.render.speech import PERCENT_FROM, Speech

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console

    from fupan.language import Language
    from fupan.periods import Week
    from fupan.report import Report
    from fupan.report.goal_nouns import GoalStory, Miss, StoryLine
    from fupan.report.nouns import WeekLine, WeekState

STRONGEST = 10  # of a motive


def report(report: Report, say: Language, console: Console) -> None:
    """Print the whole report: the first page, then its sections."""
    paper = _Paper(report, say, console.width)
    paper.write()
    paper.draw(console)


class _Paper(Lines):
    """The lines of one report."""

    def __init__(self, report: Report, say: Language, width: int) -> None:
        super().__init__(width)
        self.report = report
        self.say = say
        self.speech = Speech(say)
        self.words = self.speech.words

    def write(self) -> None:
        self.head()
        self.marks()
        self.verdicts()
        self.decided()
        self.rhythm()
        self.goals()
        self.misses()
        self.responses()
        self.drift()
        self.calibration()
        self.left_behind()
        self.notes()
        self.next()

    # --- ways to put a line ------------------------------------------------------------------------------

    def heading(self, text: str) -> None:
        super().heading(text)
        self.put("─" * self.width, "dim")

    def quote(self, text: str, indent: int = 4) -> None:
        """The person's own words, every line marked as such."""
        bar = " " * indent + "│ "
        self.put(text, "italic", first=bar, rest=bar)

    def pair(self, name: str, text: str, *, indent: int = 2, column: int = 12) -> None:
        """A name and what belongs to it, with a blank between them however long the name is."""
        super().pair(f"{name} ", text, indent=indent, column=column)

    def dots(self, facts: Iterable[str], *, indent: int = 2, style: str = "") -> None:
        """Facts set apart by dots; a line breaks between facts, within one only if it is too long by itself."""
        line = ""
        for fact in filter(None, facts):
            joined = f"{line} · {fact}" if line else fact
            if line and cells(joined) > self.width - indent - 2:
                self.put(f"{line} ·", style, first=" " * indent)
                joined = fact
            line = joined
        if line:
            self.put(line, style, first=" " * indent)

    # --- the first page ----------------------------------------------------------------------------------

    def head(self) -> None:
        title, days = self.speech.title(self.report), self.speech.days(self.report)
        self.put(f"{title} · {days}", "bold")
        self.put("━" * self.width, "dim")
        self.dots(self.speech.facts(self.report), indent=0)
        if self.report.lacks:
            self.gap()
        for lack in self.speech.lacks(self.report):
            self.put(lack, first="! ")

    def marks(self) -> None:
        if not self.report.marks and not self.report.seen_now:
            return
        self.heading(self.say("Three marks"))
        for mark in self.report.marks:
            self.pair(self.speech.mark(mark.kind), self.words.week(mark.week), column=15)
            if mark.excerpt:
                self.quote(mark.excerpt)
            if mark.now:
                self.pair(self.say("now"), mark.now, indent=4, column=6)
        if self.report.seen_now:
            self.put(self.say("Seen now, and not then:"), first="  ")
            self.quote(self.report.seen_now)

    def verdicts(self) -> None:
        if not self.report.misses:
            return
        self.heading(self.say("Verdicts (n = %(n)s)", n=len(self.report.misses)))
        for miss in self.report.misses:
            self.put(one_line(miss.title), "bold", first="  ")
            self.put(self.speech.verdict(miss), first="    ")
            self.dots(self.speech.judges(miss), indent=4, style="dim")

    def decided(self) -> None:
        decided = self.report.decided
        direction = self.words.choice("again", decided.again) if decided.again else ""
        if not self.speech.has_decisions(decided):
            return
        self.heading(self.say("What was decided"))
        if direction:
            self.pair(self.say("this direction again"), direction, column=22)
        for name, text in self.speech.decision_words(decided):
            self.put(name, first="  ")
            self.quote(text)
        if decided.goals:
            self.put(self.say("Goals for %(quarter)s:", quarter=decided.goals[0].quarter), first="  ")
            for number, goal in enumerate(decided.goals, 1):
                self.put(one_line(goal.title), "bold", first=f"  {number}  ")
        elif decided.promises and decided.week:
            self.put(self.say("Promised for %(week)s:", week=self.words.week(decided.week)), first="  ")
            for number, promise in enumerate(decided.promises, 1):
                self.put(one_line(promise.title), "bold", first=f"  {number}  ")
        if decided.letter:
            self.put(self.say("The mentor's letter:"), first="  ")
            self.quote(decided.letter)

    # --- rhythm ------------------------------------------------------------------------------------------

    def rhythm(self) -> None:
        written = [line for line in self.report.weeks if line.planned is not None or line.done or line.missed]
        if not self.report.holding.written or len(self.report.weeks) == 1:
            return
        self.heading(self.say("Rhythm"))
        calendar = " ".join(self.speech.glyph(line.state) for line in self.report.weeks)
        self.put(calendar, first="  ")
        self.put(self.speech.legend(self.report.weeks), "dim", first="  ")
        self.gap()
        most = max((max(line.planned or 0, line.actual or 0) for line in written), default=0)
        for state, lines in groupby(self.report.weeks, key=lambda line: None if line.mode else line.state):
            if state:
                self.unwritten(state, [line.week for line in lines])
                continue
            for line in lines:
                self.week(line, most)
        self.gap()
        self.put(self.say("█ spent  ░ planned and not given  ▒ beyond the plan"), "dim", first="  ")
        self.put(self.speech.results_legend(), "dim", first="  ")

    def unwritten(self, state: WeekState, weeks: Sequence[Week]) -> None:
        """A run of weeks that were not written, on one line."""
        line = f"{self.speech.glyph(state)} {self.words.weeks(weeks)}  {self.speech.state(state)}"
        self.put(line, "dim", first="  ")

    def week(self, line: WeekLine, most: float) -> None:
        room = max(4, min(24, self.width - 56))
        columns = (
            pad(f"{self.speech.glyph(line.state)} {self.words.short_week(line.week)}", 6),
            pad(bars(line.actual, line.planned, most, room), room + 1),
            pad(self.speech.week_hours(line), 14),
            pad(self.speech.results(line), 14),
        )
        self.put("".join(columns) + self.speech.motive(line), first="  ")

    # --- goals -------------------------------------------------------------------------------------------

    def goals(self) -> None:
        if not self.report.goals:
            return
        self.heading(self.say("Goals and their stories"))
        for number, goal in enumerate(self.report.goals):
            if number:
                self.gap()
            self.goal(goal)

    def goal(self, goal: GoalStory) -> None:
        self.put(one_line(goal.title), "bold", first=f"  {goal.id}  ")
        indent = 4 + cells(goal.id)
        self.dots([self.speech.scores(goal)], indent=indent)
        self.dots(self.speech.goal_facts(goal), indent=indent, style="dim")
        if goal.measure:
            self.pair(self.say("measure"), goal.measure, indent=indent, column=9)
        if goal.serves:
            self.pair(self.say("serves"), one_line(goal.serves), indent=indent, column=9)
        if goal.ending:
            self.quote(goal.ending, indent)
        for line in goal.lines:
            self.story_line(line, indent)

    def story_line(self, line: StoryLine, indent: int) -> None:
        name = pad(self.words.short_week(line.week), 5)
        lead = " " * indent + name
        if line.title:
            self.put(one_line(line.title), first=lead)
            lead = " " * cells(lead)
        self.put(" · ".join(self.speech.line_facts(line)), "dim", first=lead)
        within = indent + cells(name)
        if line.proof:
            self.pair(self.say("proof"), line.proof, indent=within, column=6)
        if line.replaced_by:
            self.pair(self.say("instead"), line.replaced_by, indent=within, column=8)
        if line.why:
            self.quote(line.why, within)

    # --- misses ------------------------------------------------------------------------------------------

    def misses(self) -> None:
        if not self.report.misses and not self.report.causes:
            return
        self.heading(self.say("Missed goals by cause"))
        self.causes()
        for miss in self.report.misses:
            self.gap()
            self.miss(miss)

    def causes(self) -> None:
        """The table: cause, goals, hours planned, spent, not given."""
        columns = (
            self.say("cause"),
            self.say("goals"),
            self.say("planned"),
            self.say("spent"),
            self.say("not given"),
        )
        rows = [
            (
                self.speech.cause(line.key),
                str(line.goals),
                self.words.hours(line.planned),
                self.words.hours(line.actual),
                self.words.hours(line.lost),
            )
            for line in self.report.causes
        ]
        self.table(columns, rows)
        for line in self.report.agreement:
            self.put(self.speech.voice(line), "dim", first="  ")
        if self.report.hindsight:
            self.put(self.speech.hindsight(self.report.hindsight), "dim", first="  ")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A first column of words, the others numbers set to the right."""
        widths = [max(cells(row[n]) for row in (head, *rows)) for n in range(len(head))]
        widths[0] = min(widths[0], max(8, self.width - 2 - sum(width + 3 for width in widths[1:])))
        for row in (head, *rows):
            first = pad(cut(row[0], widths[0]), widths[0])
            others = (pad(cell, width + 3, right=True) for cell, width in zip(row[1:], widths[1:], strict=True))
            self.put(first + "".join(others), "dim" if row is head else "", first="  ")

    def miss(self, miss: Miss) -> None:
        self.put(one_line(miss.title), "bold", first=f"  {miss.goal}  ")
        self.put(self.speech.verdict(miss), first="    ")
        self.dots(self.speech.judges(miss), indent=4)
        self.dots(self.speech.miss_facts(miss), indent=4, style="dim")
        if history := self.speech.history(miss):
            self.pair(self.say("by week"), history, indent=4, column=9)
        if miss.overruled:
            self.put(self.say("Why you judged otherwise:"), first="    ")
            self.quote(miss.overruled, 6)
        if miss.around:
            self.pair(self.say("can you go around it?"), self.words.choice("around", miss.around), indent=4, column=23)
        self.evidence(miss)
        if miss.said:
            self.put(self.say("In your own words"), first="    ")
        for quote in miss.said:
            label = self.words.short_week(quote.week) if quote.week else self.say("now")
            self.put(quote.text, "italic", first=f"      {pad(label, 5)}│ ", rest=" " * 11 + "│ ")
        self.offers(miss)

    def evidence(self, miss: Miss) -> None:
        for side, findings in self.speech.sides(miss):
            self.put(side, first="    ")
            for finding in findings:
                week = self.words.short_week(finding.week) if finding.week else ""
                weight = self.speech.weight(finding)
                self.put(self.speech.finding(finding), first=f"      {pad(weight, 5)}{pad(week, 5)}")
        if miss.program:
            if mind := self.speech.mind(miss.program):
                self.put(self.say("What would change this:"), first="    ")
                self.put(mind, first="      ")
            if probe := self.speech.probe(miss.program):
                self.put(self.say("The one question that would decide:"), first="    ")
                self.put(probe, first="      ")

    def offers(self, miss: Miss) -> None:
        if miss.offers:
            self.put(self.say("Suggested responses"), first="    ")
        for offer in miss.offers:
            self.put(self.speech.offer_title(offer), "bold", first=f"      {offer.response}  ")
            self.put(self.speech.both(offer.because), "dim", first="           ")
            self.put(one_line(self.speech.both(offer.instruction)), first="           ")

    # --- responses, motive, calibration ------------------------------------------------------------------

    def responses(self) -> None:
        if not self.report.trials:
            return
        self.heading(self.say("Responses tried (n = %(n)s)", n=len(self.report.trials)))
        for trial in self.report.trials:
            self.put(self.speech.both(trial.title), "bold", first=f"  {trial.id}  ")
            within = " " * (4 + cells(trial.id))
            self.put(" · ".join(self.speech.trial_facts(trial)), first=within)
            self.put(one_line(self.speech.both(trial.instruction)), "dim", first=within)

    def drift(self) -> None:
        drift = self.report.drift
        if not drift.n and not drift.positive:
            return
        self.heading(self.say("Motive (n = %(n)s)", n=drift.n))
        if self.report.trend:
            line = spark((week.strength for week in self.report.weeks), STRONGEST)
            self.put(line, first="  ")
            first, last = self.report.weeks[0].week, self.report.weeks[-1].week
            ends = f"{self.words.short_week(first)}–{self.words.short_week(last)}"
            self.put(self.say("strength 0–10, %(weeks)s, · not recorded", weeks=ends), "dim", first="  ")
        for change in drift.changes:
            self.pair(self.words.short_week(change.week), self.speech.motive_change(change), column=5)
            if change.event:
                self.quote(change.event, 7)
        if drift.strength is not None:
            self.put(self.say("Now, at the quarter's end: %(strength)s of 10", strength=drift.strength), first="  ")
        if drift.positive:
            self.put(self.say("In one sentence:"), first="  ")
            self.quote(drift.positive)

    def calibration(self) -> None:
        if not self.report.calibration:
            return
        self.heading(self.say("How sure, and how it came out"))
        for bucket in self.report.calibration:
            self.put(self.speech.bucket(bucket), first="  ")
        if self.report.uncounted:
            self.put(self.speech.uncounted(self.report.uncounted), "dim", first="  ")
        if any(bucket.n < PERCENT_FROM for bucket in self.report.calibration):
            self.put(self.speech.small_numbers(), "dim", first="  ")

    # --- what the weeks left behind, and what comes next -------------------------------------------------

    def left_behind(self) -> None:
        if not self.report.words:
            return
        self.heading(self.say("What the weeks left behind"))
        for words in self.report.words:
            self.put(self.words.week(words.week), "bold", first="  ")
            for name, text in self.speech.week_words(words):
                self.pair(name, text, indent=4)

    def notes(self) -> None:
        if not self.report.notes:
            return
        self.heading(self.say("Notes"))
        for note in self.report.notes:
            self.dots([*self.speech.note_facts(note), one_line(note.goal)])
            if note.text:
                self.quote(note.text)

    def next(self) -> None:
        decided = self.report.decided
        if not decided.goals and not decided.promises:
            return
        self.heading(self.say("What was promised next"))
        for goal in decided.goals:
            self.put(one_line(goal.title), "bold", first=f"  {goal.id}  ")
            self.dots([str(goal.quarter), *self.speech.next_facts(goal)], indent=6, style="dim")
            for name, text in self.speech.next_words(goal):
                self.pair(name, text, indent=6)
        if decided.promises and decided.week:
            self.put(self.words.week(decided.week), "bold", first="  ")
        for promise in decided.promises:
            self.put(one_line(promise.title), first=f"  {promise.goal}  ")
            self.dots(self.speech.promise_facts(promise), indent=6, style="dim")
            for name, text in self.speech.promise_words(promise):
                self.pair(name, text, indent=6)
