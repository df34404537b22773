"""The first screen of a report on a terminal: what was marked, judged and decided; then the same in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.render.cells import cells, cut, one_line, pad
from fupan.render.report_lines import ReportLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fupan.report.goal_nouns import Miss
    from fupan.report.nouns import Mark, QuarterLine

ONE_ROW = 60  # weeks that are shown as one row of squares
BESIDE = 20  # cells of the names beside the words


class Front(ReportLines):
    """Where one reads first, and perhaps only."""

    def head(self) -> None:
        title, days = self.speech.title(self.report), self.speech.days(self.report)
        self.put(f"{title} · {days}", "bold")
        self.put("━" * self.width, "dim")
        weeks, facts = self.report.weeks, self.speech.facts(self.report)
        if len(weeks) == 1:
            self.dots(facts, indent=0)
            return
        squares = ""
        if self.report.holding.written and len(weeks) <= ONE_ROW:
            apart = " " if 2 * len(weeks) <= self.width else ""
            squares = apart.join(self.speech.glyph(line.state) for line in weeks) + "  "
        if squares and cells(squares) + cells(facts[0]) > self.width:
            self.put(squares)
            squares = ""
        self.put(facts[0], first=squares)

    def summary(self) -> None:
        """A line for each mark and goal that follows, two for each verdict: what was missed, and on what ground."""
        if self.report.marks:
            self._part(self.say("Marked"))
            names = [self.speech.mark(mark.kind) for mark in self.report.marks]
            column = max(map(cells, names))
            for mark, name in zip(self.report.marks, names, strict=True):
                first = f"  {pad(name, column)}  {self.words.short_week(mark.week)}  "
                self._one(first, mark.now or mark.excerpt)
        if self.report.misses:
            self._judged(self.report.misses)
        self._next()
        self._lacks()

    def _judged(self, misses: Sequence[Miss]) -> None:
        self._part(self.say("Judged (n = %(n)s)", n=len(misses)))
        causes = [self.speech.cause(miss.key) for miss in misses]
        column = min(max(map(cells, causes)), self.width // 2)
        for miss, cause in zip(misses, causes, strict=True):
            first = f"  {pad(cut(cause, column), column)}  "
            self._one(first, miss.title)
            self._ground(miss, " " * cells(first))

    def _ground(self, miss: Miss, first: str) -> None:
        """As many of the grounds as fit on one line; one that is too long makes room for the next."""
        room = self.width - cells(first)
        found = [one_line(ground) for ground in self.speech.grounds(miss, calls=True)]
        line = " · ".join(found[:1])
        for ground in found[1:]:
            joined = f"{line} · {ground}"
            line = joined if cells(joined) <= room else line
        if line in found[:1]:
            line = " · ".join(found[:2])
        if line:
            self.put(cut(line, room), "dim", first=first)

    def _part(self, name: str) -> None:
        self.gap()
        self.put(name, "bold")

    def _one(self, first: str, text: str) -> None:
        """`text` on what is left of one line."""
        self.put(cut(one_line(text), self.width - cells(first)), first=first)

    def _next(self) -> None:
        decided = self.report.decided
        if not decided.again and not decided.goals and not decided.promises:
            return
        self._part(self.say("Decided"))
        if decided.again:
            self.pair(self.say("this direction again"), self.words.choice("again", decided.again), column=22)
        if decided.goals:
            self.listed(f"  {decided.goals[0].quarter}", [one_line(goal.title) for goal in decided.goals])
        elif decided.promises and decided.week:
            self.listed(f"  {decided.week}", [one_line(promise.title) for promise in decided.promises])

    def _lacks(self) -> None:
        """What the report does not know, and says so."""
        if self.report.lacks:
            self.gap()
        for lack in self.speech.lacks(self.report):
            self.put(lack, first="! ")

    # --- the same in full --------------------------------------------------------------------------------

    def marks(self) -> None:
        if not self.report.marks and not self.report.seen_now:
            return
        self.heading(self.say("Three marks"))
        for number, mark in enumerate(self.report.marks):
            if number:
                self.gap()
            self.mark(mark)
        if self.report.seen_now:
            self.gap()
            self.beside([self.say("Seen now, and not then")], self.report.seen_now, BESIDE, "italic")

    def mark(self, mark: Mark) -> None:
        days = self.words.days(mark.week.first_day, mark.week.last_day)
        week = f"{self.words.short_week(mark.week)} · {days}"
        names = [self.speech.mark(mark.kind), week]
        if mark.excerpt:
            self.beside(names, mark.excerpt, BESIDE, "italic")
            names = []
        if mark.now:
            self.beside([*names, self.say("now")], mark.now, BESIDE)

    def decided(self) -> None:
        decided = self.report.decided
        said = self.speech.decision_words(decided)
        if said:
            self.heading(self.say("What was decided"))
        for number, (name, text) in enumerate(said):
            if number:
                self.gap()
            self.beside([name], text, BESIDE, "italic")
        if decided.letter:
            self.heading(self.say("The mentor's letter"))
            self.quote(decided.letter, 2)

    # --- quarters side by side ---------------------------------------------------------------------------

    def quarters(self) -> None:
        """Hours, marks, scores and causes of each quarter in a column of its own, then the goals."""
        quarters = self.report.quarters
        if not quarters:
            return
        self.heading(self.say("Quarter by quarter"))
        for begin in range(0, len(quarters), 4):
            if begin:
                self.gap()
            self._columns(quarters[begin : begin + 4])
        for line in quarters:
            self.gap()
            self.quarter(line)

    def _columns(self, quarters: Sequence[QuarterLine]) -> None:
        head = ("", *(str(line.quarter) for line in quarters))
        self.table(head, [(name, *told) for name, told in self.speech.beside(quarters)])

    def quarter(self, line: QuarterLine) -> None:
        self.put(str(line.quarter), "bold", first="  ")
        self.dots(self.speech.quarter_end(line), indent=4, style="dim")
        for score in line.scores:
            ended = self.speech.ended(score)
            first = f"    {pad(self.words.score(score.score), 5)}"
            self.put(f"{one_line(score.title)}{f' · {ended}' if ended else ''}", first=first)
        for mark in line.marks:
            self.mark(mark)
        if line.seen_now:
            self.beside([self.say("Seen now, and not then")], line.seen_now, BESIDE, "italic")
