"""The sentences of a report, once for all papers; the person's own words are never built into them.

Two exceptions: a finding's sentence may quote, and a response names its goal and its partner. The papers
clean and escape whatever they print, so these too.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fupan.diagnosis.sentences import pattern_name, probe_question, sentence, what_would_change
from fupan.language import N_
from fupan.model import Cause, MotiveKind, Outcome
from fupan.quantities import show_hours
from fupan.render import forecasts, graded
from fupan.render.speech_goals import GoalSpeech
from fupan.report.goal_nouns import CauseKey
from fupan.report.nouns import Missing, WeekState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.bilingual import Bilingual
    from fupan.model import Diagnosis, Finding
    from fupan.report.goal_nouns import Agreement, Miss, OfferLine, StoryLine, TrialLine
    from fupan.report.nouns import Bucket, Holding, Lack, MotiveChange, QuarterLine, Report, WeekLine
    from fupan.responses.hindsight import Hindsight

ASKED = "probe_answered"
PERCENT_FROM = 5  # below this number of cases no percentages are printed

STATES: Mapping[WeekState, tuple[str, str]] = {
    WeekState.ON_TIME: ("■", N_("written on time")),
    WeekState.LATE: ("◧", N_("written late")),
    WeekState.WRITTEN: ("■", N_("written")),
    WeekState.EMPTY: ("□", N_("not written")),
    WeekState.EXCUSED: ("◌", N_("excused")),
    WeekState.RUNNING: ("▹", N_("running")),
    WeekState.AHEAD: ("·", N_("still ahead")),
}
CAUSES: Mapping[CauseKey, str] = {
    CauseKey.LAZINESS: N_("laziness"),
    CauseKey.ABILITY: N_("ability"),
    CauseKey.OUTSIDE: N_("something outside"),
    CauseKey.DROPPED: N_("dropped or no longer wanted"),
    CauseKey.MIXED: N_("laziness and ability mixed"),
    CauseKey.UNCLEAR: N_("unclear"),
    CauseKey.UNDECIDED: N_("not decided yet"),
}
MARK_NAMES: Mapping[str, str] = {
    "best": N_("best week"),
    "worst": N_("worst week"),
    "turning": N_("turning point"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.DONE: "●",
    Outcome.PARTLY: "◐",
    Outcome.MISSED: "○",
    Outcome.DROPPED: "–",
}


MOTIVES: Mapping[MotiveKind, str] = {
    MotiveKind.DESIRE: "●",
    MotiveKind.FEAR: "▲",
    MotiveKind.BOTH: "◆",
    MotiveKind.NONE: "○",
}


class Speech(GoalSpeech):
    """What a report says in one language, as lists of finished pieces."""

    # --- the head ----------------------------------------------------------------------------------------

    def title(self, report: Report) -> str:
        return self.words.period(report.period)

    def days(self, report: Report) -> str:
        return self.words.days(report.first_day, report.last_day, year=True)

    def facts(self, report: Report) -> list[str]:
        """What the record holds, each number with what it is out of."""
        held = report.holding
        facts = [self.written(report)]
        if held.quality is not None:
            facts.append(self.say("data quality %(points)s of 100 (n = %(n)s)", points=held.quality, n=held.quality_n))
        if held.promises:
            facts.append(self.say("a measure on %(n)s of %(of)s promises", n=held.measured, of=held.promises))
        if held.planned is not None and held.actual is not None:
            facts.append(self.hours_fact(held))
        if held.shown or held.claimed:
            facts.append(
                self.say(
                    "results shown with proof %(shown)s, claimed %(claimed)s", shown=held.shown, claimed=held.claimed
                )
            )
        if held.factor is not None:
            facts.append(
                self.say(
                    "an hour planned needed %(factor)s hours (n = %(n)s)",
                    factor=show_hours(held.factor),
                    n=held.factor_n,
                )
            )
        return facts

    def written(self, report: Report) -> str:
        """How much of the period is written."""
        held = report.holding
        if len(report.weeks) == 1:
            line = report.weeks[0]
            if line.minutes is None:
                return self.state(line.state)
            state = self.state(line.state)
            return self.say("%(state)s, in %(minutes)s minutes", state=state, minutes=round(line.minutes))
        said = self.say("%(n)s of %(of)s weeks written", n=held.written, of=held.weeks)
        late = self.say("%(n)s of them late", n=held.late)
        return self.words.comma(said, late) if held.late else said

    def hours_fact(self, held: Holding) -> str:
        return self.say(
            "%(actual)s of %(planned)s planned hours spent (n = %(n)s)",
            actual=show_hours(round(held.actual or 0, 1)),
            planned=show_hours(round(held.planned or 0, 1)),
            n=held.timed,
        )

    def lacks(self, report: Report) -> list[str]:
        return [self.lack(lack, report) for lack in report.lacks]

    def lack(self, lack: Lack, report: Report) -> str:
        """One thing that the report admits."""
        values = {"n": lack.n, "of": lack.of, "weeks": self.words.weeks(lack.weeks), "period": report.period}
        return self.say(_LACKS[lack.what], **values)

    # --- weeks -------------------------------------------------------------------------------------------

    def state(self, state: WeekState) -> str:
        return self.say(STATES[state][1])

    def glyph(self, state: WeekState) -> str:
        return STATES[state][0]

    def legend(self, weeks: Sequence[WeekLine]) -> str:
        """The glyphs that occur, with their meaning."""
        used = {line.state for line in weeks}
        return "  ".join(f"{glyph} {self.say(name)}" for state, (glyph, name) in STATES.items() if state in used)

    def week_hours(self, line: WeekLine) -> str:
        if line.planned is None and line.actual is None:
            return "–"
        return self.words.hours_of(line.actual, line.planned, estimated=line.estimated)

    def outcome(self, line: StoryLine) -> str:
        """What came of a goal's week, as a glyph."""
        return OUTCOMES[line.outcome] if line.outcome else ""

    def counts(self, line: WeekLine) -> list[tuple[Outcome, int]]:
        """Each outcome that occurs in a week, and how often."""
        counts = zip(OUTCOMES, (line.done, line.partly, line.missed, line.dropped), strict=True)
        return [(outcome, n) for outcome, n in counts if n]

    def results(self, line: WeekLine) -> str:
        """Outcomes as glyphs: done, partly, missed, dropped."""
        return " ".join(f"{OUTCOMES[outcome]}{n}" for outcome, n in self.counts(line))

    def results_legend(self) -> str:
        return "  ".join(f"{glyph} {self.words.name(outcome)}" for outcome, glyph in OUTCOMES.items())

    def motives_legend(self, weeks: Sequence[WeekLine]) -> str:
        """The kinds of motive that occur, with their marks."""
        used = {line.motive for line in weeks}
        return "  ".join(f"{mark} {self.words.name(kind)}" for kind, mark in MOTIVES.items() if kind in used)

    def mark(self, kind: str) -> str:
        return self.say(MARK_NAMES[kind])

    def motive(self, line: WeekLine | MotiveChange) -> str:
        """E.g. "fear 6"; a dash where nothing was recorded."""
        kind = line.motive if hasattr(line, "motive") else line.kind
        parts = [self.words.name(kind)] if kind else []
        parts += [str(line.strength)] if line.strength is not None else []
        return " ".join(parts) or "–"

    def motive_change(self, change: MotiveChange) -> str:
        said = [self.motive(change)]
        if change.change is not None:
            said.append(self.words.name(change.change))
        return " · ".join(said)

    # --- quarters ----------------------------------------------------------------------------------------

    def beside(self, quarters: Sequence[QuarterLine]) -> list[tuple[str, list[str]]]:
        """What quarters are compared by, each with its name: weeks, hours, marked weeks, missed goals by cause."""
        rows = [(self.say("weeks written"), [f"{line.written}/{line.weeks}" for line in quarters])]
        if any(line.planned is not None for line in quarters):
            hours = [self.words.hours_of(line.actual, line.planned) for line in quarters]
            rows.append((self.say("spent/planned"), hours))
        for kind in dict.fromkeys(mark.kind for line in quarters for mark in line.marks):
            weeks = [next((mark.week for mark in line.marks if mark.kind == kind), None) for line in quarters]
            rows.append((self.mark(kind), [self.words.short_week(week) if week else "–" for week in weeks]))
        found = {cause.key for line in quarters for cause in line.causes}
        for key in (key for key in CauseKey if key in found):
            counts = [sum(cause.goals for cause in line.causes if cause.key is key) for line in quarters]
            rows.append((self.cause(key), [str(count) for count in counts]))
        return rows

    # --- misses ------------------------------------------------------------------------------------------

    def cause(self, key: CauseKey) -> str:
        return self.say(CAUSES[key])

    def verdict(self, miss: Miss) -> str:
        """The cause as the person decided it."""
        if miss.cause is None:
            return self.cause(CauseKey.UNDECIDED)
        return self.words.verdict(miss.cause, miss.reason)

    def judges(self, miss: Miss) -> list[str]:
        """Who said what, in the order in which they spoke."""
        said = []
        if miss.own:
            said.append(self.say("you: %(call)s", call=self.words.name(miss.own)))
        if miss.mentor:
            said.append(self.say("mentor: %(call)s", call=self.words.name(miss.mentor)))
        if miss.program:
            said.append(self.say("program: %(call)s", call=self.proposal(miss.program)))
        return said

    def proposal(self, diagnosis: Diagnosis) -> str:
        """What the program leans to, with its certainty."""
        if diagnosis.cause is Cause.UNCLEAR:
            return self.words.verdict(diagnosis.cause, diagnosis.reason)
        sure = diagnosis.p_laziness if diagnosis.cause is Cause.LAZINESS else 1 - diagnosis.p_laziness
        return f"{self.words.name(diagnosis.cause)} {self.words.share(sure)}"

    def miss_facts(self, miss: Miss) -> list[str]:
        facts = []
        if miss.score is not None:
            facts.append(self.say("score %(score)s", score=self.words.score(miss.score)))
        if miss.planned is not None:
            facts.append(self.words.hours_of(miss.actual, miss.planned))
        if miss.lost:
            facts.append(self.say("%(hours)s h not given", hours=show_hours(miss.lost)))
        if miss.program and miss.program.pattern:
            facts.append(pattern_name(miss.program.pattern, self.say.code))
        return facts

    def grounds(self, miss: Miss, *, calls: bool = False) -> list[str]:
        """On what a verdict stands, in a few pieces: the hours, with `calls` one's own where it was another, evidence.

        Where it is on neither side, one's own words stand for the evidence.
        """
        cause = miss.cause
        told = [self.words.hours_of(miss.actual, miss.planned)] if miss.planned is not None else []
        if cause is None:
            return told
        if cause not in _SIDES:
            return [*told, self.words.quote(miss.said[-1].text)] if miss.said else told
        if calls and miss.own and miss.own.value != cause.value:
            told.append(self.say("you said %(call)s", call=self.words.name(miss.own)))
        found = miss.program.of(cause) if miss.program else ()
        return told + [self.finding(one) for one in found if not one.code.startswith(_CALLS)]

    def history(self, miss: Miss) -> str:
        """The weekly verdicts in their order, those that stayed the same drawn together, and how often they changed."""
        if len(miss.history) < 2:
            return ""
        told = " → ".join(
            f"{self.words.weeks(list(dict.fromkeys(ruling.week for ruling in run)))} {self.words.verdict(*ruled)}"
            for ruled, run in groupby(miss.history, key=lambda ruling: (ruling.cause, ruling.reason))
        )
        if not miss.flips:
            return told
        flips = self.say.plural("changed %(n)d time", "changed %(n)d times", miss.flips)
        return self.words.aside(told, flips)

    def sides(self, miss: Miss) -> list[tuple[str, tuple[Finding, ...]]]:
        """The evidence, the side of the verdict first."""
        if miss.program is None:
            return []
        lead = miss.cause if miss.cause in _SIDES else miss.program.cause
        order = sorted(_SIDES, key=lambda side: side is not lead)
        return [(self.say(_SIDES[side]), miss.program.of(side)) for side in order if miss.program.of(side)]

    def finding(self, finding: Finding) -> str:
        said = sentence(finding, self.say.code)
        if finding.quote and finding.quote not in said:
            said += f" {self.words.quote(finding.quote)}"
        return said

    def weight(self, finding: Finding) -> str:
        return f"{finding.weight:.1f}"

    def probe(self, diagnosis: Diagnosis) -> str:
        return probe_question(diagnosis.probe, self.say.code)

    def mind(self, diagnosis: Diagnosis) -> str:
        """What would change the program's mind, unless it is just the one question."""
        if diagnosis.probe and diagnosis.change_my_mind == ASKED:
            return ""
        return what_would_change(diagnosis, self.say.code)

    # --- responses, agreement, calibration ---------------------------------------------------------------

    def both(self, sentence: Bilingual) -> str:
        return sentence.spoken(self.say.code)

    def offer_title(self, offer: OfferLine) -> str:
        """A response's title, with what it did for this person before."""
        title = self.both(offer.title)
        if not offer.tried:
            return title
        record = self.say("tried %(tried)s, worked %(worked)s", tried=offer.tried, worked=offer.worked)
        return self.words.aside(title, record)

    def trial_facts(self, trial: TrialLine) -> list[str]:
        doses = [week.doses for week in trial.weeks if week.doses is not None]
        facts = [self.say("for %(goal)s, from %(week)s", goal=trial.goal, week=self.words.short_week(trial.started))]
        if doses and trial.dose_planned:
            due = trial.dose_planned * len(doses)
            facts.append(self.say("done %(n)s of %(of)s times", n=f"{sum(doses):g}", of=f"{due:g}"))
        elif doses:
            facts.append(self.say("done %(n)s times", n=f"{sum(doses):g}"))
        facts.append(self.words.name(trial.result) if trial.result else self.say("under way"))
        return facts

    def voice(self, line: Agreement) -> str:
        """How often one voice agreed with the program; κ only where there are enough cases."""
        names = {"own": self.say("You and the program"), "mentor": self.say("The mentor and the program")}
        said = self.say("%(who)s: the same in %(n)s of %(of)s", who=names[line.voice], n=line.same, of=line.n)
        return said if line.kappa is None else self.words.aside(said, f"κ = {line.kappa:.2f}")

    def hindsight(self, line: Hindsight) -> str:
        """Whom the follow-up bore out, with its n."""
        return self.say(
            "Where you and the program differed, what was tried later bore you out %(person)s times and the "
            "program %(program)s times (n = %(n)s)",
            person=line.person,
            program=line.program,
            n=line.n,
        )

    def bucket(self, bucket: Bucket) -> str:
        said = self.say(
            "said %(low)s–%(high)s%% sure: %(done)s of %(n)s done",
            low=bucket.low,
            high=bucket.high,
            done=bucket.done,
            n=bucket.n,
        )
        return said if bucket.n < PERCENT_FROM else self.words.aside(said, self.words.share(bucket.done / bucket.n))

    def doubts(self, report: Report) -> list[tuple[str, str]]:
        """The title of each goal that was no longer believed in, and how long that was carried."""
        return [(line.title, forecasts.doubt(line, self.words)) for line in report.doubted]

    def waited(self, report: Report) -> str:
        """How long doubts were carried on average, where there are enough."""
        return forecasts.waited(report.doubted, self.say)

    def mentor(self, report: Report) -> list[str]:
        """The grades, their gap, and the share of requests acted on, each with its n."""
        return graded.sentences(report.mentor, self.say) if report.mentor else []

    def small_numbers(self) -> str:
        return self.say("Small numbers: read as a diary, not as proof.")

    def uncounted(self, n: int) -> str:
        return self.say.plural(
            "%(n)d promise that was dropped or stopped from outside is not counted.",
            "%(n)d promises that were dropped or stopped from outside are not counted.",
            n,
        )


_CALLS = ("self_call.", "mentor_call.")  # findings that are verdicts themselves
_SIDES: Mapping[Cause, str] = {
    Cause.LAZINESS: N_("Speaks for laziness (weight, week)"),
    Cause.ABILITY: N_("Speaks for ability (weight, week)"),
}
_LACKS: Mapping[Missing, str] = {
    Missing.NOTHING: N_("Nothing is written for %(period)s yet."),
    Missing.RUNNING: N_("%(period)s is not over: %(n)s of its %(of)s weeks have ended."),
    Missing.WEEKS: N_("Not written: %(weeks)s (%(n)s of %(of)s weeks)."),
    Missing.FEW_WEEKS: N_("%(n)s weeks are written, fewer than %(of)s: no trend is drawn."),
    Missing.NOT_CLOSED: N_(
        "The quarter is not closed: no marks, no scores, no decisions. `fupan quarter %(period)s` closes it."
    ),
    Missing.REREAD: N_("The weeks were not re-read before the scores were given."),
    Missing.HOURS: N_("Hours are not recorded for %(n)s of %(of)s promises; they count as unknown, never as zero."),
    Missing.LATE: N_("Written late: %(weeks)s; their hours count as estimates."),
    Missing.VERDICTS: N_("No verdict of yours yet: %(n)s of %(of)s misses."),
}
