"""What the commands of the habit say: excused weeks, a week caught up with."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.render.cells import one_line
from fupan.render.words import Words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.language import Language
    from fupan.model import WeeklyReview
    from fupan.periods import Week
    from fupan.reminding.plans import Plan
    from fupan.render.lines import Lines
    from fupan.standing import YearAgo


def excused(found: Mapping[Week, str], say: Language) -> str:
    """Every excused week with its reason."""
    if not found:
        return say("No week is excused. `fupan excuse WEEK --why TEXT` excuses one, also one to come.") + "\n"
    words = Words(say)
    return "".join(f"{words.week(week)}  {one_line(why)}\n" for week, why in found.items())


def now_excused(weeks: Sequence[Week], say: Language, *, undo: bool) -> str:
    """Said once weeks are excused, or no longer."""
    named = Words(say).weeks(weeks)
    if undo:
        return say("No longer excused: %(weeks)s.", weeks=named) + "\n"
    said = say.plural(
        N_("Excused: %(weeks)s. Nothing reminds you of it."),
        N_("Excused: %(weeks)s. Nothing reminds you of them."),
        len(weeks),
        weeks=named,
    )
    return said + "\n"


def caught_up(review: WeeklyReview, others: Sequence[Week], say: Language) -> str:
    """Said once a missed week is written."""
    words = Words(say)
    days = max((review.written.date() - review.week.sunday).days, 1)
    told = say.plural(
        N_("%(week)s is written, one day late."),
        N_("%(week)s is written, %(n)d days late."),
        days,
        week=words.week(review.week),
    )
    if not others:
        return f"{told}\n"
    more = say("Still empty: %(weeks)s. `fupan catchup` goes on.", weeks=words.weeks(others))
    return f"{told}\n{more}\n"


def year_ago(then: YearAgo, say: Language, lines: Lines) -> None:
    """The same week a year ago: what was set out, what came of it, the rule that was taken away."""
    words = Words(say)
    lines.heading(say("The same week a year ago: %(week)s", week=words.week(then.week)))
    for goal in then.goals:
        outcome = f" · {words.name(goal.outcome)}" if goal.outcome else ""
        lines.put(f"{one_line(goal.title)}{outcome}", first="  ▸ ")
    if then.rule:
        lines.quote(then.rule)
    lines.put(say("`fupan show %(week)s` prints it.", week=then.week), first="  ")


# --- reminders -------------------------------------------------------------------------------------------


def plan(made: Plan, say: Language, *, remove: bool) -> str:
    """Everything that is written and run for an alarm, or deleted and run without it, before it is done."""
    lines = [say("Alarm: %(kind)s", kind=made.kind)]
    if made.untested:
        lines.append(say("This kind was checked against its format only; nobody has run it on its own system yet."))
    for file in made.files:
        if remove:
            lines.append(say("deleted: %(path)s", path=file.path))
            continue
        lines += ["", say("written: %(path)s", path=file.path)]
        lines += [f"  {line}".rstrip() for line in file.text.rstrip("\n").split("\n")]
    commands = (*made.remove, *made.after) if remove else made.install
    if commands:
        lines.append("" if made.files else say("The whole crontab would be:"))
    for command in commands:
        lines += [f"  {line}" for line in command.given.splitlines()]
        lines.append(say("run: %(command)s", command=shlex.join(command.words)))
    return "\n".join(lines) + "\n"


def found(kinds: Sequence[str], say: Language) -> str:
    """Which alarms are installed."""
    if not kinds:
        return say("No reminder is installed. `fupan remind install` does what follows, after a yes:") + "\n"
    return say("Installed: %(kinds)s.", kinds=", ".join(kinds)) + "\n"


def notification(system: str, title: str, body: str) -> list[str]:
    """The command line that shows a notification on the desktop of a system."""
    if system == "darwin":
        script = "on run argv\ndisplay notification (item 2 of argv) with title (item 1 of argv)\nend run"
        return ["osascript", "-e", script, title, body]
    if system == "win32":
        script = "Add-Type -AssemblyName System.Windows.Forms; [Windows.Forms.MessageBox]::Show($args[1], $args[0])"
        return ["powershell", "-NoProfile", "-Command", f"& {{{script}}}", title, body]
    return ["notify-send", "--app-name=fupan", "--", title, body]
