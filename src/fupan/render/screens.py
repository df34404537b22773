"""The small screens: where one stands, a list of goals, a goal's life, what was kept. Plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.model import Level, QuarterlyReview
from fupan.quantities import show_hours
from fupan.render import written
from fupan.render.cells import cells, cut, one_line, pad
from fupan.render.lines import Lines
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from fupan.journal import Story
    from fupan.language import Language
    from fupan.model import Goal, GoalWeek, Note, WeeklyReview
    from fupan.periods import Week
    from fupan.standing import Day, Standing

GLYPHS: Mapping[str, tuple[str, str]] = {
    "on_time": ("■", N_("on time")),
    "late": ("◧", N_("late")),
    "excused": ("◌", N_("excused")),
    "empty": ("□", N_("empty")),
    "due": ("▷", N_("due")),
    "running": ("▹", N_("running")),
}


def first_time(week: Week, journal: Path, say: Language) -> str:
    """What one is told before the first review: what happens, how long, where the text lives, who sees it."""
    days = Words(say).week(week)
    return "\n".join(
        (
            say("You look back at %(week)s: what you wanted, what came of it, why.", week=days),
            say("The first evening takes about 15 minutes, later ones 30, or 10 with --short."),
            say("Your text lives in one file: %(path)s", path=journal),
            say("Nothing leaves this machine. It is a journal, not treatment."),
        )
    )


def standing(now: Standing, say: Language, *, when: str, width: int = 80) -> str:
    """Where one stands and what to do now, in a few lines."""
    lines = Lines(width)
    _now(now, say, lines)
    if now.promises:
        lines.heading(say("Promised for this week"))
    for number, goal in enumerate(now.promises, 1):
        _short_promise(number, goal, say, lines)
    if now.request:
        lines.heading(say("Your mentor asked for one thing:"))
        lines.quote(now.request)
    lines.gap()
    lines.put(say("Next review: %(when)s.", when=when))
    return lines.plain()


def status(now: Standing, say: Language, *, when: str, width: int = 80) -> str:
    """The same with the calendar, the quarter's goals and what is being tried."""
    lines, words = Lines(width), Words(say)
    lines.put(standing(now, say, when=when, width=width).rstrip("\n"))
    if now.calendar:
        lines.heading(say("%(quarter)s so far", quarter=now.calendar[0].week.quarter))
        calendar(now.calendar, say, lines)
        if now.streak:  # none in a row is no news, and the calendar shows it
            lines.put(say.plural(N_("%(n)d week in a row"), N_("%(n)d weeks in a row"), now.streak), first="  ")
    if now.missing:
        lines.put(say("Empty: %(weeks)s.", weeks=words.weeks(now.missing)), first="  ")
        lines.put(say("`fupan catchup` asks about one in three minutes; `fupan excuse` excuses it."), first="  ")
    if now.quarter_goals:
        lines.heading(say("Goals of this quarter"))
    for goal in now.quarter_goals:
        lines.put(one_line(goal.title), first=f"  {pad(goal.id, 4)}")
    if now.trials:
        lines.heading(say("Responses under way"))
    for trial in now.trials:
        number, title, *more = written.trial(trial, say)
        lines.dots([number, title, trial.goal, *more])
    if now.year_ago:
        from fupan.render.habit import year_ago  # noqa: PLC0415 - once a week

        year_ago(now.year_ago, say, lines)
    return lines.plain()


def calendar(days: Sequence[Day], say: Language, lines: Lines) -> None:
    """The quarter's weeks, one glyph each, with the meaning of those that occur."""
    lines.put(" ".join(GLYPHS[day.state][0] for day in days), first=f"  W{days[0].week.number:02} ")
    used = {day.state for day in days}
    legend = "  ".join(f"{glyph} {say(name)}" for state, (glyph, name) in GLYPHS.items() if state in used)
    lines.put(legend, first="  ")


def _now(now: Standing, say: Language, lines: Lines) -> None:
    """What to do now: go on with a draft, write what is due, or nothing."""
    words = Words(say)
    if now.draft:
        kept = sum(value is not None for value in now.draft.answers.values())
        lines.put(
            say.plural(
                N_("%(period)s is begun; one answer is kept."),
                N_("%(period)s is begun; %(n)d answers are kept."),
                kept,
                period=now.draft.period,
            )
        )
        name = "week" if "W" in now.draft.period else "quarter"
        lines.put(say("Now: `%(command)s` goes on.", command=f"fupan {name} {now.draft.period}"))
    elif now.excused and not now.written:
        lines.put(say("%(week)s is excused: %(why)s", week=words.week(now.week), why=one_line(now.excused)))
    elif not now.written:
        lines.put(say("%(week)s is not written yet.", week=words.week(now.week)))
        lines.put(say("Now: `fupan week` (30 minutes; 10 with --short)."))
    else:
        lines.put(say("%(week)s is written.", week=words.week(now.week)))
    if now.quarter_due and not (now.draft and now.draft.period == str(now.quarter_due)):
        lines.put(say("%(quarter)s is over and not closed: `fupan quarter %(quarter)s`.", quarter=now.quarter_due))


def _short_promise(number: int, goal: GoalWeek, say: Language, lines: Lines) -> None:
    words = Words(say)
    facts = [words.hours(goal.planned_hours)] if goal.planned_hours else []
    if goal.outcome:
        facts.append(words.name(goal.outcome))
    facts += written.carried(goal, say)
    tail = f" · {' · '.join(facts)}" if facts else ""
    lines.put(f"{one_line(goal.title)}{tail}", first=f"  {number}  {pad(goal.goal, 4)}")


def goals(found: Sequence[Goal], say: Language, *, width: int = 80) -> str:
    """A list of goals: id, title, and how it stands."""
    words, lines = Words(say), Lines(width)
    if not found:
        lines.put(say("No goals yet. `fupan goal add` writes one down."))
    for level, title in ((Level.QUARTER, N_("Quarter goals")), (Level.WEEK, N_("Week goals"))):
        of_level = [goal for goal in found if goal.level is level]
        if of_level:
            lines.heading(say(title))
        for goal in of_level:
            facts = [str(goal.quarter)] if goal.quarter else []
            facts += [goal.parent] if goal.parent else []
            facts += [words.name(goal.outcome)] if goal.outcome else []
            tail = "  " + " · ".join(facts) if facts else ""
            room = lines.width - 7 - cells(tail)
            lines.put(f"{cut(one_line(goal.title), max(16, room))}{tail}", first=f"  {pad(goal.id, 5)}")
    return lines.plain()


def goal(found: Goal, say: Language, lines: Lines) -> None:
    """Everything that is known of one goal, less its weeks."""
    words = Words(say)
    lines.put(one_line(found.title), "bold", first=f"{found.id}  ")
    facts = [words.name(found.level), str(found.quarter) if found.quarter else ""]
    facts += [words.name(found.kind), words.name(found.field)]
    if found.hours is not None:
        facts.append(words.hours(found.hours))
    if found.confidence is not None:
        facts.append(say("%(percent)s sure", percent=words.percent(found.confidence)))
    if found.parent:
        facts.append(say("serves %(goal)s", goal=found.parent))
    facts.append(words.name(found.outcome) if found.outcome else say("open"))
    lines.dots(facts)
    if found.measure:
        lines.put(found.measure, first="  " + say("seen by") + words.colon)
    if found.why:
        lines.quote(found.why)


def story(told: Story, say: Language, *, width: int = 80) -> str:
    """A goal's life: its weeks in order, with outcomes, hours, reasons and verdicts."""
    words, lines = Words(say), Lines(width)
    goal(told.goal, say, lines)
    if told.children:
        lines.heading(say("Served by"))
    for child in told.children:
        lines.put(one_line(child.title), first=f"  {pad(child.id, 5)}")
    verdicts = {(verdict.goal, verdict.period): verdict for verdict in told.verdicts}
    if told.weeks:
        lines.heading(say("Week by week"))
    for week in told.weeks:
        facts = written.facts(week, say) or [say("promised")]
        lines.put(" · ".join(facts), first=f"  {words.short_week(week.week)}  ")
        if week.title != told.goal.title:
            lines.put(one_line(week.title), first=" " * 7 + say("as") + words.colon)
        if week.proof:
            lines.put(week.proof, first=" " * 7 + say("proof") + words.colon)
        if week.gap and week.gap.why:
            lines.quote(week.gap.why, 7)
        if verdict := verdicts.get((week.goal, str(week.week))):
            lines.dots(written.judged(verdict, words), indent=7)
    _tried(told, words, lines)
    notes(told.notes, words, lines)
    return lines.plain()


def _tried(told: Story, words: Words, lines: Lines) -> None:
    say = words.say
    if told.trials:
        lines.heading(say("Responses"))
    for trial in told.trials:
        lines.dots([*written.trial(trial, say), words.name(trial.result) if trial.result else say("under way")])


def notes(found: Sequence[Note], words: Words, lines: Lines) -> None:
    if found:
        lines.heading(words.say("Notes"))
    for note in found:
        lines.put(note_line(note, words), first="  ")


def note_line(note: Note, words: Words) -> str:
    hours = words.hours(note.hours, estimated=note.estimated) if note.hours is not None else ""
    day = f"{words.weekday(note.day)} {words.day(note.day)}"
    return " · ".join(filter(None, (note.id, day, note.goal, hours, one_line(note.text))))


def week_kept(review: WeeklyReview, say: Language, *, when: str, width: int = 80) -> str:
    """Said once a week is sealed: what is promised, and when the next review is."""
    words, lines = Words(say), Lines(width)
    facts = [say("data quality %(points)s of 100", points=review.quality)] if review.quality is not None else []
    facts += [say("late")] if review.late else []
    lines.put(say("%(week)s is written.", week=words.week(review.week)))
    lines.dots(facts, indent=0)
    if review.promises:
        lines.heading(say("Promised for %(week)s", week=words.week(review.promises[0].week)))
    for number, promised in enumerate(review.promises, 1):
        written.promise(promised, say, lines, first=f"  {number}  ")
    lines.gap()
    lines.put(say("`fupan show %(week)s` prints it. Next review: %(when)s.", week=review.week, when=when))
    return lines.plain()


def quarter_kept(review: QuarterlyReview, say: Language, *, width: int = 80) -> str:
    """Said once a quarter is sealed."""
    words, lines = Words(say), Lines(width)
    lines.put(say("%(quarter)s is written.", quarter=review.quarter))
    if not review.reread:
        lines.put(say("The weeks were not re-read before the scores were given."))
    for score in review.scores:
        lines.dots([score.goal, *written.scores(score.own, score.computed, score.final, words)])
    lines.gap()
    lines.put(say("`fupan report %(quarter)s` prints the whole quarter.", quarter=review.quarter))
    return lines.plain()


def reviews(
    found: Sequence[WeeklyReview | QuarterlyReview], titles: Mapping[str, str], say: Language, *, width: int = 80
) -> str:
    """Weeks and quarters as they were written."""
    lines = Lines(width)
    for review in found:
        lines.gap()
        if isinstance(review, QuarterlyReview):
            written.quarter(review, say, lines, titles)
        else:
            written.week(review, say, lines, titles)
    return lines.plain()


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Names and values in two columns."""
    width = max((cells(name) for name, _ in rows), default=0)
    return "".join(f"{pad(name, width)}  {one_line(value)}".rstrip() + "\n" for name, value in rows)


FOUND_OUT = frozenset({"language", "editor", "home_zone"})  # by the program, where nothing is set


def settings(rows: Sequence[tuple[str, object, str, str]], say: Language) -> str:
    """Every setting: its value, where the value comes from, what it is for."""
    width = max(cells(name) for name, *_ in rows)
    shown = []
    for name, value, source, use in rows:
        text = show_hours(value) if isinstance(value, float) else str(value)
        text = text or (say("(found out)") if name in FOUND_OUT else say("(none)"))
        shown.append(f"{pad(name, width)} = {text}  [{say(source)}]\n    {say(use)}\n")
    return "".join(shown)


_SOURCES = (N_("default"), N_("file"), N_("environment"), N_("command line"))
