"""A report on a terminal: at most 80 columns, readable without colour, the person's words never markup."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fupan.render import graded
from fupan.render.cells import bar, bars, cells, one_line, pad, spark
from fupan.render.report_front import BESIDE, Front
from fupan.render.speech import MOTIVES, PERCENT_FROM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.language import Language
    from fupan.periods import Week
    from fupan.render.screen import Screen
    from fupan.report import Report
    from fupan.report.goal_nouns import GoalStory, Miss, StoryLine
    from fupan.report.nouns import Bucket, WeekLine, WeekState

STRONGEST = 10  # of a motive
SINGLY = 20  # weeks; of more, a quarter has one line
SCORE = 10  # cells of a score's bar
SURE = 20  # cells of the bar of a share


def report(report: Report, say: Language, screen: Screen) -> None:
    """Print the whole report: the first screen, then its sections."""
    paper = _Paper(report, say, screen.width)
    paper.write()
    paper.draw(screen)


class _Paper(Front):
    """The lines of one report."""

    def write(self) -> None:
        self.head()
        self.summary()
        self.marks()
        self.decided()
        self.quarters()
        self.rhythm()
        self.goals()
        self.misses()
        self.responses()
        self.drift()
        self.far()
        self.calibration()
        self.mentor()
        self.left_behind()
        self.notes()
        self.next()

    # --- rhythm ------------------------------------------------------------------------------------------

    def rhythm(self) -> None:
        written = [line for line in self.report.weeks if line.planned is not None or line.done or line.missed]
        if not self.report.holding.written or len(self.report.weeks) == 1:
            return
        self.heading(self.say("Rhythm"))
        most = max((max(line.planned or 0, line.actual or 0) for line in written), default=0)
        if len(self.report.weeks) > SINGLY:
            self.by_quarter(most)
        else:
            self.by_week(most)
        self.put(self.speech.legend(self.report.weeks), "dim", first="  ")
        self.gap()
        self.dots(self.speech.facts(self.report)[1:])

    def by_week(self, most: float) -> None:
        for state, lines in groupby(self.report.weeks, key=lambda line: None if line.mode else line.state):
            if state:
                self.unwritten(state, [line.week for line in lines])
                continue
            for line in lines:
                self.week(line, most)
        self.gap()
        if most:
            self.put(self.say("█ spent  ░ planned and not given  ▒ beyond the plan"), "dim", first="  ")
        self.put(self.speech.results_legend(), "dim", first="  ")

    def by_quarter(self, most: float) -> None:
        """The weeks of a quarter as one line of squares and one of real hours."""
        for quarter, run in groupby(self.report.weeks, key=lambda line: line.week.quarter):
            lines = list(run)
            if not any(line.mode for line in lines):
                self.unwritten(lines[0].state, [line.week for line in lines])
                continue
            planned, actual = (
                round(sum(hours or 0 for hours in column), 1)
                for column in zip(*((line.planned, line.actual) for line in lines), strict=True)
            )
            squares = pad("".join(self.speech.glyph(line.state) for line in lines), 15)
            course = pad(spark((line.actual for line in lines), most or 1), 15)
            self.put(f"{squares}{course}{self.words.hours_of(actual, planned)}", first=f"  {quarter}  ")
        self.gap()
        legend = self.say("▁▄█ hours spent by week, up to %(hours)s, · none recorded", hours=self.words.hours(most))
        self.put(legend, "dim", first="  ")

    def unwritten(self, state: WeekState, weeks: Sequence[Week]) -> None:
        """A run of weeks that were not written, on one line."""
        line = f"{self.speech.glyph(state)} {self.words.weeks(weeks)}  {self.speech.state(state)}"
        self.put(line, "dim", first="  ")

    def week(self, line: WeekLine, most: float) -> None:
        """One week; hours and motive where the report has any."""
        room = max(4, min(24, self.width - 56))
        columns = [pad(f"{self.speech.glyph(line.state)} {self.words.short_week(line.week)}", 6)]
        if most:
            columns.append(pad(bars(line.actual, line.planned, most, room), room + 1))
            columns.append(pad(self.speech.week_hours(line), 14))
        columns.append(pad(self.speech.results(line), 14))
        if self.report.drift.n:
            columns.append(self.speech.motive(line))
        self.put("".join(columns), first="  ")

    # --- goals -------------------------------------------------------------------------------------------

    def goals(self) -> None:
        if not self.report.goals:
            return
        self.heading(self.say("Goals and their stories"))
        self.put(self.speech.results_legend(), "dim", first="  ")
        self.gap()
        for number, goal in enumerate(self.report.goals):
            if number:
                self.gap()
            self.goal(goal)

    def goal(self, goal: GoalStory) -> None:
        self.put(one_line(goal.title), "bold", first=f"  {goal.id}  ")
        indent = 4 + cells(goal.id)
        score = goal.computed if goal.final is None else goal.final
        if score is not None:
            drawn = bar(score, 1, SCORE).ljust(SCORE, "░")
            self.dots([f"{drawn} {self.speech.scores(goal)}"], indent=indent)
        self.dots(self.speech.goal_facts(goal), indent=indent, style="dim")
        if goal.measure:
            self.pair(self.say("measure"), goal.measure, indent=indent, column=9)
        if goal.serves:
            self.pair(self.say("serves"), one_line(goal.serves), indent=indent, column=9)
        if goal.ending:
            self.quote(goal.ending, indent)
        before = None
        for line in goal.lines:
            again = before is not None and (before.goal, before.title) == (line.goal, line.title)
            self.story_line(line, indent, "" if again else one_line(line.title))
            before = line

    def story_line(self, line: StoryLine, indent: int, title: str) -> None:
        """A week of a goal, on one line where it fits; a title that was promised again is not said again."""
        name = pad(self.words.short_week(line.week), 4) + pad(self.speech.outcome(line), 2)
        lead = " " * indent + name
        facts = " · ".join(self.speech.line_facts(line)[1:])
        proof = f"{self.say('proof')}{self.words.colon}{one_line(line.proof)}" if line.proof else ""
        self.runs(lead, [title, facts, proof])
        within = cells(lead)
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

    def miss(self, miss: Miss) -> None:
        self.put(one_line(miss.title), "bold", first=f"  {miss.goal}  ")
        quarter = str(miss.quarter) if miss.quarter else ""
        self.dots([self.speech.verdict(miss), *self.speech.judges(miss), quarter], indent=4)
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
        before = None
        for quote in miss.said:
            label = self.words.short_week(quote.week) if quote.week else self.say("now")
            shown = pad("" if quote.week and quote.week == before else label, 5)
            self.put(quote.text, "italic", first=f"      {shown}│ ", rest=" " * 11 + "│ ")
            before = quote.week
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
            self.put(one_line(self.speech.both(offer.instruction)), first="           ")

    # --- responses, motive, calibration ------------------------------------------------------------------

    def responses(self) -> None:
        if not self.report.trials:
            return
        self.heading(self.say("Responses tried (n = %(n)s)", n=len(self.report.trials)))
        self.put(self.captions.trials(self.report).answer, first="  ")
        self.gap()
        for trial in self.report.trials:
            self.put(self.speech.both(trial.title), "bold", first=f"  {trial.id}  ")
            within = " " * (4 + cells(trial.id))
            self.put(" · ".join(self.speech.trial_facts(trial)), first=within)
            self.put(one_line(self.speech.both(trial.instruction)), "dim", first=within)

    def drift(self) -> None:
        drift = self.report.drift
        if not (drift.told or (self.report.trend and drift.n)):
            return
        self.heading(self.say("Motive (n = %(n)s)", n=drift.n))
        if self.report.trend:
            line = spark((week.strength for week in self.report.weeks), STRONGEST)
            self.put(line, first="  ")
            self.put("".join(MOTIVES[week.motive] if week.motive else " " for week in self.report.weeks), first="  ")
            first, last = self.report.weeks[0].week, self.report.weeks[-1].week
            ends = f"{self.words.short_week(first)}–{self.words.short_week(last)}"
            self.put(self.say("strength 0–10, %(weeks)s, · not recorded", weeks=ends), "dim", first="  ")
            self.put(self.speech.motives_legend(self.report.weeks), "dim", first="  ")
            self.gap()
        for change in drift.changes:
            self.pair(self.words.short_week(change.week), self.speech.motive_change(change), column=5)
            if change.event:
                self.quote(change.event, 7)
        if drift.strength is not None:
            self.put(self.say("Now, at the quarter's end: %(strength)s of 10", strength=drift.strength), first="  ")
        if drift.positive:
            self.gap()
            self.beside([self.say("In one sentence")], drift.positive, BESIDE, "italic")
        if drift.serving:
            self.put(self.speech.served(drift.serving), first="  ")
        for title in drift.orphans:
            self.put(self.say("serves none that was stated: %(title)s", title=one_line(title)), "dim", first="  ")

    def far(self) -> None:
        """What was written for the years themselves, decided, and made a rule."""
        for review in self.report.long:
            self.heading(self.say("%(period)s, as it was written", period=review.period))
            for asked, answer in self.speech.long(review):
                self.put(asked, "dim", first="  ")
                self.quote(answer, 4)
        if self.report.decisions:
            self.heading(self.say("Decisions"))
        for taken in self.report.decisions:
            self.put(one_line(taken.question), "bold", first=f"  {taken.id}  ")
            self.dots(map(one_line, self.speech.decision(taken)), indent=6)
            if taken.came:
                self.quote(taken.came, 6)
        if self.report.rules:
            self.heading(self.say("Standing rules"))
        for rule in self.report.rules:
            self.put(one_line(rule.text), first=f"  {rule.id}  ")

    def calibration(self) -> None:
        if not self.report.calibration:
            return
        self.heading(self.say("How sure, and how it came out"))
        for bucket in self.report.calibration:
            self.put(self.speech.bucket(bucket), first=f"  {self.sure(bucket)}")
        if self.report.uncounted:
            self.put(self.speech.uncounted(self.report.uncounted), "dim", first="  ")
        if any(bucket.n < PERCENT_FROM for bucket in self.report.calibration):
            self.put(self.speech.small_numbers(), "dim", first="  ")
        if self.report.doubted:
            self.put(self.say("Goals that you no longer believed in:"), first="  ")
        for title, doubt in self.speech.doubts(self.report):
            self.put(one_line(title), first="    ")
            self.put(doubt, "dim", first="      ")
        if waited := self.speech.waited(self.report):
            self.put(waited, first="  ")

    def mentor(self) -> None:
        """Two grades a week, and what became of the requests."""
        view = self.report.mentor
        if view is None:
            return
        self.heading(self.say("As your mentor"))
        drawn = graded.courses(view, self.words, self.width) if self.report.trend and view.lines else []
        for name, course in drawn:
            self.put(course, first=f"  {name}")
        for sentence in self.speech.mentor(self.report)[bool(drawn) :]:  # the lines tell the means already
            self.put(sentence, first="  ")

    def sure(self, bucket: Bucket) -> str:
        """Each of a few promises by itself; of more, the share that came."""
        if self.width < 2 * SURE:
            return ""
        if bucket.n < PERCENT_FROM:
            return pad("●" * bucket.done + "○" * (bucket.n - bucket.done), SURE + 2)
        return bar(bucket.done, bucket.n, SURE).ljust(SURE, "░") + "  "

    # --- what the weeks left behind, and what comes next -------------------------------------------------

    def left_behind(self) -> None:
        if not self.report.words:
            return
        self.heading(self.say("What the weeks left behind"))
        for words in self.report.words:
            said = self.speech.week_words(words)
            column = max(cells(name) for name, _ in said) + 1
            for number, (name, text) in enumerate(said):
                week = "" if number else self.words.short_week(words.week)
                self.put(text, first=f"  {pad(week, 5)}{pad(name, column)}")

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
