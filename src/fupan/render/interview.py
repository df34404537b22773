"""What an interview looks like on a terminal: headings with their minutes, facts, questions, the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fupan.language import N_
from fupan.model import Cause
from fupan.quantities import show_hours
from fupan.render import compass, written, years
from fupan.render.cells import cells, clean, one_line, pad, spark
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from fupan.bilingual import Bilingual
    from fupan.language import Language
    from fupan.long_view import Decision, FromAfar
    from fupan.model import Diagnosis, GoalWeek, Note, Score, Trial, WeeklyReview
    from fupan.questions import Question
    from fupan.render.lines import Lines
    from fupan.responses import Offer
    from fupan.review.quarterly import BlankWeek, MotiveLine, Record
    from fupan.review.weekly import Opening
    from fupan.wording import Remark

SECTIONS: Mapping[str, str] = {
    "open": N_("What you promised"),
    "facts": N_("What came of it"),
    "gap": N_("Why it was missed"),
    "mentor": N_("As your mentor"),
    "response": N_("What you will do about it"),
    "next": N_("What comes next"),
    "close": N_("The rule you take away"),
    "record": N_("What the record holds"),
    "reread": N_("The re-reading desk"),
    "score": N_("Scores"),
    "why": N_("Why it was missed"),
    "well": N_("What went well"),
    "responses": N_("What you will do about it"),
    "motive": N_("What drives you"),
    "worth": N_("What keeps its value"),
    "rules": N_("Standing rules"),
    "chapters": N_("The chapters"),
    "returned": N_("What came back undone"),
    "problem": N_("The problem"),
    "value": N_("Its value"),
    "decision": N_("The decision"),
    "direction": N_("Direction"),
    "letter": N_("The mentor's letter"),
}
HELP = N_(
    "Enter keeps what stands in brackets, or skips; nothing skipped counts as zero.\n"
    "<   one question back; what you answered stands there to be changed\n"
    "-   clears what stands in brackets\n"
    ":e  write this answer in your editor\n"
    ":q  stop; everything answered is kept (Ctrl-D does the same)\n"
    "?   this list"
)
KEYS = N_("Enter keeps or skips · < back · - clears · :e editor · :q stop · ? help")


class Drawn:
    """Draws on `lines`; whoever asks prints them before the question."""

    def __init__(self, say: Language, lines: Lines, titles: Mapping[str, str] | None = None) -> None:
        self.say = say
        self.titles = titles or {}  # of the goals that a review names by their ids
        self.words = Words(say)
        self.lines = lines
        self.proposed = ""  # by the remark drawn last
        self.drawers: Mapping[str, Callable[[Any], None]] = {
            "Opening": self.opening,
            "FromAfar": self.from_afar,
            "Decision": self.decision,
            "YearRecord": lambda record: years.record(record, self.words, self.lines),
            "Learnt": lambda learnt: years.learnt(learnt, self.words, self.lines),
            "Chapter": lambda chapter: years.chapter(chapter, self.words, self.lines),
            "MotiveHistory": lambda history: years.motives(history, self.words, self.lines),
            "Refrain": lambda refrain: years.returned(refrain, self.lines),
            "Trial": self.trial,
            "Diagnosis": self.diagnosis,
            "Remark": self.remark,
            "WeeklyReview": self.week,
            "BlankWeek": self.blank,
            "Record": self.record,
            "MotiveLine": self.motives,
            "Score": self.score,
            "Bilingual": self.sentence,
        }

    # --- around a question -------------------------------------------------------------------------------

    def section(self, name: str, minutes: float, left: str) -> None:
        """A rule with the section's name, its minutes, and what is left of the whole."""
        title = self.say(SECTIONS.get(name, name))
        budget = self.say.plural(N_("%(n)d minute"), N_("%(n)d minutes"), round(minutes) or 1)
        head = f"── {title} · {budget} · {left} "
        self.lines.gap()
        self.lines.put(head + "─" * max(2, self.lines.width - cells(head)), "bold")

    def about(self, title: str) -> None:
        """The goal, or the week, that the next questions ask about."""
        self.lines.put(one_line(title), "bold", first="▸ ")

    def question(self, question: Question) -> None:
        """The question in the person's language, its choices, and what Enter keeps."""
        self.lines.put(question.text.spoken(self.say.code, **question.values))
        if question.choices:
            self.choices(question)
        if question.default not in (None, ""):
            self.lines.put(self.say("[Enter: %(default)s]", default=self.value(question, question.default)))

    def choices(self, question: Question) -> None:
        """One line where they fit, else one choice a line."""
        shown = [f"{choice.letter} {clean(choice.label.spoken(self.say.code))}" for choice in question.choices]
        row = " · ".join(shown)
        if cells(row) + 2 <= self.lines.width:
            self.lines.put(row, first="  ")
            return
        width = max(cells(choice.letter) for choice in question.choices)
        for choice in question.choices:
            label = one_line(choice.label.spoken(self.say.code))
            self.lines.put(label, first=f"  {pad(choice.letter, width)} ")

    def value(self, question: Question, value: Any) -> str:
        """An answer as a person reads it."""
        if question.choices:
            labels = {choice.value: choice.label.spoken(self.say.code) for choice in question.choices}
            return labels.get(str(value), str(value))
        if question.kind == "percent":
            return f"{value}%"
        if isinstance(value, float):
            return show_hours(value)
        return str(value)

    def over(self, minutes: float) -> None:
        """Said once a section, in words, since not everybody sees the colour."""
        said = self.say.plural(
            N_("The %(n)d minute of this section is over; go on as long as you need."),
            N_("The %(n)d minutes of this section are over; go on as long as you need."),
            round(minutes) or 1,
        )
        self.lines.put(said, "yellow")

    def care(self, text: str) -> None:
        self.lines.gap()
        self.lines.put(text, "bold")
        self.lines.gap()

    # --- what a question shows ---------------------------------------------------------------------------

    def shows(self, values: Iterable[Any], about: str = "") -> None:
        """Draw what a question shows; `about` is the goal that it asks about."""
        offers = 0
        for value in values:
            name = type(value).__name__
            if name == "Offer":
                offers += 1
                self.offer(value, offers, about)
            elif name == "GoalWeek":
                self.goal_week(value, titled=one_line(value.title) != one_line(about))
            elif draw := self.drawers.get(name):
                draw(value)

    def sentence(self, text: Bilingual) -> None:
        self.lines.put(text.spoken(self.say.code))

    def opening(self, opening: Opening) -> None:
        """Last week's promises in the person's own words, and no comment."""
        if not opening.promises:
            self.lines.put(self.say("Nothing was promised for this week."))
        for number, goal in enumerate(opening.promises, 1):
            written.promise(goal, self.say, self.lines, first=f"  {number}  ")
        if opening.request:
            self.lines.put(self.say("Your mentor asked for one thing:"))
            self.lines.quote(opening.request)
        for trial in opening.trials:
            self.trial(trial)
        self.notes(opening.notes)
        if opening.rule:
            self.lines.put(self.say("The rule you took away:"))
            self.lines.quote(opening.rule)

    def from_afar(self, afar: FromAfar) -> None:
        compass.from_afar(afar, self.words, self.lines)

    def decision(self, decision: Decision) -> None:
        compass.decision(decision, self.words, self.lines)

    def notes(self, notes: Sequence[Note]) -> None:
        """What was noted during the week; hours are added up as a proposal where they are asked for."""
        if notes:
            self.lines.put(self.say("Noted during the week:"))
        for note in notes:
            told = self.words.hours(note.hours, estimated=note.estimated) if note.hours is not None else ""
            when = f"{self.words.weekday(note.day)} {self.words.day(note.day)}"
            self.lines.put(" · ".join(filter(None, (note.goal, told, one_line(note.text)))), first=f"  {when}  ")

    def goal_week(self, goal: GoalWeek, *, titled: bool) -> None:
        """The facts of one goal, visible while causes are asked."""
        week = self.words.short_week(goal.week)
        if titled:
            self.lines.put(one_line(goal.title), first="  ")
        if goal.outcome is None and goal.actual_hours is None:
            self.lines.dots(written.promised(goal, self.say))
        else:
            self.lines.dots([week, *written.facts(goal, self.say)])
        if goal.measure:
            self.lines.put(goal.measure, first="  " + self.say("seen by") + self.words.colon)
        if goal.first_step and goal.outcome is None:
            self.lines.quote(goal.first_step)

    def trial(self, trial: Trial) -> None:
        told = " · ".join(written.trial(trial, self.say))
        self.lines.put(told, first="  " + self.say("You are trying") + self.words.colon)

    def diagnosis(self, diagnosis: Diagnosis) -> None:
        """The program's view with its evidence, both sides, strongest first."""
        from fupan.render.speech import Speech  # noqa: PLC0415 - only where there was a miss

        speech = Speech(self.say)
        proposal = written.proposal(diagnosis, self.words)
        self.lines.put(self.say("The record says: %(proposal)s", proposal=proposal), "bold")
        if plainly := written.self_blame(diagnosis, self.words):
            self.lines.put(plainly, first="  ")
        for side, title in sides(diagnosis, self.say):
            self.lines.put(title, first="  ")
            for finding in side:
                week = self.words.short_week(finding.week) if finding.week else ""
                lead = f"    {pad(speech.weight(finding), 5)}{pad(week, 5)}"
                self.lines.put(speech.finding(finding), first=lead)
        if mind := speech.mind(diagnosis):
            self.lines.put(self.say("What would change this:"), first="  ")
            self.lines.put(mind, first="    ")

    def remark(self, remark: Remark) -> None:
        style = "bold" if remark.severity == "error" else ""
        self.lines.put(remark.says(self.say.code), style, first="  ! ")
        proposal = remark.proposes(self.say.code)
        if proposal != self.proposed:  # several remarks on one goal may propose the same
            self.lines.put(proposal, first="    ")
        self.proposed = proposal

    def offer(self, offer: Offer, number: int, about: str) -> None:
        """A response with its instruction, why it fits, and what it did for this person before."""
        from fupan.responses import fill  # noqa: PLC0415 - only where there was a miss

        code, response = self.say.code, offer.response
        record = self.say("tried %(tried)s, worked %(worked)s", tried=offer.tried, worked=offer.worked)
        title = f"{response.title.spoken(code)} · {record}" if offer.tried else response.title.spoken(code)
        self.lines.put(title, "bold", first=f"  {number}  ")
        self.lines.put(fill(response, {"goal": one_line(about)}, code), first="     ")
        self.lines.put(offer.reason.spoken(code), first="     ")

    # --- the quarter -------------------------------------------------------------------------------------

    def week(self, review: WeeklyReview) -> None:
        """One week of the re-reading desk, whole."""
        self.lines.gap()
        written.week(review, self.say, self.lines, self.titles)

    def blank(self, blank: BlankWeek) -> None:
        self.lines.gap()
        self.lines.put(self.words.week(blank.week), "bold")
        self.lines.put(self.say("An empty page: nothing was written for this week."), "dim")

    def record(self, record: Record) -> None:
        self.lines.dots(written.record(record, self.say), indent=0)
        if record.thin:
            self.lines.put(self.say("Too few weeks are written for any trend to be drawn."))

    def motives(self, line: MotiveLine) -> None:
        strengths = [motive.strength for motive in line.motives]
        first, last = line.motives[0].week, line.motives[-1].week
        ends = f"{self.words.short_week(first)}–{self.words.short_week(last)}"
        self.lines.put(spark(strengths, 10), first="  ")
        self.lines.put(self.say("strength 0–10, %(weeks)s, · not recorded", weeks=ends), "dim", first="  ")

    def score(self, score: Score) -> None:
        self.lines.dots(written.scores(score.own, score.computed, score.final, self.words))


def sides(diagnosis: Diagnosis, say: Language) -> list[tuple[Any, str]]:
    """The findings of each side with its title, the side of the proposal first."""
    titles = {Cause.LAZINESS: say("Speaks for laziness"), Cause.ABILITY: say("Speaks for ability")}
    order = sorted(titles, key=lambda side: side is not diagnosis.cause)
    return [(diagnosis.of(side), titles[side]) for side in order if diagnosis.of(side)]
