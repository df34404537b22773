"""Everything that can go wrong for a person, as values: a stable code, a message, an exit status.

Raised by the rooms, spoken by the doors. Not frozen: a frozen exception breaks when it crosses a
context manager, which sets its traceback.
"""

from __future__ import annotations

from dataclasses import fields
from typing import ClassVar

from fupan.language import N_
from fupan.lean import dataclass

FAILED, USAGE, NOTHING, INTERRUPTED = 1, 2, 3, 130


@dataclass(eq=False)
class FupanError(Exception):
    """`message` speaks of `values()`; `code` never changes; `status` is the exit status."""

    code: ClassVar[str] = "error"
    message: ClassVar[str] = ""
    status: ClassVar[int] = FAILED

    def values(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __str__(self) -> str:
        return self.message % self.values()


@dataclass(eq=False)
class BadPeriod(FupanError):
    code = "bad_period"
    status = USAGE
    message = N_(
        "“%(text)s” is no period that exists. Write for example 2026-W47, W47, 2026-Q4, 2026, "
        "2026-11-18, last week, week-1, W40..W47, 上周, 本季度 or 2026年第47周."
    )
    text: str


@dataclass(eq=False)
class BadDay(FupanError):
    code = "bad_day"
    status = USAGE
    message = N_("“%(text)s” is no day. Write for example 2026-11-18, today, yesterday, wed, 昨天 or 周三.")
    text: str


@dataclass(eq=False)
class BadQuantity(FupanError):
    """Hours, percentages and counts that cannot be read."""

    code = "bad_quantity"
    status = USAGE
    message = N_("“%(text)s” is not an amount. Write hours as 1.5, 1.5h, 90m, 1h30, 1小时半 or ~3 for an estimate.")
    text: str


@dataclass(eq=False)
class BadAnswer(FupanError):
    """One answer that its question does not take; `why` is a marked message over `given`."""

    code = "bad_answer"
    status = USAGE
    message = N_("%(key)s: “%(given)s” does not fit: %(why)s")
    key: str
    given: str
    why: str


@dataclass(eq=False)
class BadAnswers(FupanError):
    """All missing or bad answers of one sheet, so that a script is mended in one go."""

    code = "bad_answers"
    status = USAGE
    message = N_("The answers cannot be taken, and nothing was stored:")
    missing: tuple[str, ...] = ()
    bad: tuple[BadAnswer, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(eq=False)
class NothingFound(FupanError):
    code = "nothing_found"
    status = NOTHING
    message = N_("Nothing is written for %(what)s.")
    what: str


@dataclass(eq=False)
class GoalNotFound(FupanError):
    code = "goal_not_found"
    status = NOTHING
    message = N_("No goal is called “%(text)s”. `fupan goal list --all` shows every goal with its id.")
    text: str


@dataclass(eq=False)
class Unnamed(FupanError):
    code = "unnamed"
    status = USAGE
    message = N_("This needs some words: what is empty could neither be read nor found again.")


@dataclass(eq=False)
class ServesNone(FupanError):
    code = "serves_none"
    status = USAGE
    message = N_("%(goal)s is no goal of a quarter; a goal serves one of those, and never itself.")
    goal: str


@dataclass(eq=False)
class GoalUnclear(FupanError):
    code = "goal_unclear"
    status = USAGE
    message = N_("“%(text)s” fits several goals: %(near)s. Give the id.")
    text: str
    near: str


@dataclass(eq=False)
class AlreadySealed(FupanError):
    code = "already_sealed"
    message = N_("%(period)s is already written. `fupan show %(period)s` prints it, `%(command)s --again` amends it.")
    period: str
    command: str


@dataclass(eq=False)
class TooEarly(FupanError):
    code = "too_early"
    status = USAGE
    message = N_("%(period)s has not begun yet; a review looks back.")
    period: str


@dataclass(eq=False)
class NeedsTerminal(FupanError):
    code = "needs_terminal"
    status = USAGE
    message = N_("This asks questions and needs a terminal. In a script, give the answers: %(command)s --answers FILE.")
    command: str


@dataclass(eq=False)
class JournalNewer(FupanError):
    code = "journal_newer"
    message = N_(
        "This journal was written by a newer fupan (schema %(found)s; this one knows up to %(known)s). "
        "It can be read but not changed: upgrade fupan (needed: %(needed)s)."
    )
    found: int
    known: int
    needed: str


@dataclass(eq=False)
class JournalUnreadable(FupanError):
    code = "journal_unreadable"
    message = N_("%(path)s cannot be opened as a journal: %(why)s")
    path: str
    why: str


@dataclass(eq=False)
class CannotWrite(FupanError):
    code = "cannot_write"
    message = N_("%(path)s cannot be written: %(why)s")
    path: str
    why: str


@dataclass(eq=False)
class ChangedMeanwhile(FupanError):
    """Two editors on one row: the second is told, and its text is handed back."""

    code = "changed_meanwhile"
    message = N_(
        "%(what)s was changed elsewhere while you wrote. Your text is kept in the draft; nothing was overwritten."
    )
    what: str


@dataclass(eq=False)
class EditorFailed(FupanError):
    code = "editor_failed"
    message = N_("The editor “%(editor)s” ended without saving (%(why)s). What was written is kept in %(path)s.")
    editor: str
    why: str
    path: str


@dataclass(eq=False)
class BadSetting(FupanError):
    code = "bad_setting"
    status = USAGE
    message = N_("The setting %(name)s cannot be “%(given)s”: %(why)s")
    name: str
    given: str
    why: str


@dataclass(eq=False)
class BadFile(FupanError):
    code = "bad_file"
    status = USAGE
    message = N_("%(path)s cannot be read: %(why)s")
    path: str
    why: str


@dataclass(eq=False)
class NotOneWeek(BadPeriod):
    """A period that exists, where one week is needed."""

    code = "not_one_week"
    message = N_("“%(text)s” means %(period)s. Here one week is needed, for example 2026-W47, W47, last week or 上周.")
    period: str


@dataclass(eq=False)
class NotOneQuarter(BadPeriod):
    """A period that exists, where one quarter is needed."""

    code = "not_one_quarter"
    message = N_(
        "“%(text)s” means %(period)s. Here one quarter is needed, for example 2026-Q4, Q4, last quarter or 上季度."
    )
    period: str


@dataclass(eq=False)
class JournalBusy(FupanError):
    code = "journal_busy"
    message = N_("%(path)s is being written by another program, for %(seconds)s seconds now. Try again in a moment.")
    path: str
    seconds: int


@dataclass(eq=False)
class BadPercent(BadQuantity):
    code = "bad_percent"
    message = N_("“%(text)s” is no percentage from 0 to 100. Write it as 70, 70%% or 七成.")


@dataclass(eq=False)
class BadNumber(BadQuantity):
    code = "bad_number"
    message = N_("“%(text)s” is no number from 0 upwards. Write it in digits, for example 3 or 2.5.")


@dataclass(eq=False)
class BadSettingValue(BadSetting):
    """`why` speaks of `allowed`: the values, or the names, that there are."""

    allowed: str = ""


@dataclass(eq=False)
class BadUsage(FupanError):
    """A command line that means nothing; `why` speaks of `given` and `near`."""

    code = "usage"
    status = USAGE
    message = N_("%(why)s")
    why: str
    given: str = ""
    near: str = ""
    command: str = "fupan"


@dataclass(eq=False)
class Interrupted(FupanError):
    """Ctrl-C in an interview: nothing answered is lost."""

    code = "interrupted"
    status = INTERRUPTED
    message = N_("Stopped. Every answer is kept; `%(command)s` goes on from here.")
    command: str


@dataclass(eq=False)
class ForeignOwner(FupanError):
    code = "foreign_owner"
    message = N_(
        "%(path)s belongs to another user, and you are root: files made now could not be read by their owner. "
        "Run fupan as that user."
    )
    path: str


@dataclass(eq=False)
class FileExists(FupanError):
    code = "file_exists"
    message = N_("%(path)s is there already and was left as it is. --force replaces it.")
    path: str


@dataclass(eq=False)
class NameTaken(FileExists):
    """The same for what is never replaced, by no option."""

    message = N_("%(path)s is there already and was left as it is. Give another name.")


@dataclass(eq=False)
class NothingToNote(FupanError):
    code = "nothing_to_note"
    status = USAGE
    message = N_("There is nothing to note: give a text, - to read it from standard input, or --hours.")


@dataclass(eq=False)
class BadTime(FupanError):
    """`FUPAN_NOW`, for tests and demonstrations, is no time with an offset."""

    code = "bad_time"
    status = USAGE
    message = N_("FUPAN_NOW is “%(text)s”. Write a time with its offset, for example 2026-11-23T19:30+08:00.")
    text: str


@dataclass(eq=False)
class Bug(FupanError):
    """Anything that nobody foresaw; the details are in the log, which stays on this machine."""

    code = "bug"
    message = N_("Something went wrong inside fupan (%(what)s). What happened stands in %(log)s.")
    what: str
    log: str


@dataclass(eq=False)
class NotMissed(FupanError):
    code = "not_missed"
    status = NOTHING
    message = N_("%(goal)s has no missed week, so there is nothing to ask why about.")
    goal: str


@dataclass(eq=False)
class BadTemplate(FupanError):
    """A template of the person's own that cannot be used."""

    code = "bad_template"
    message = N_("The template %(path)s cannot be used: %(why)s")
    path: str
    why: str


@dataclass(eq=False)
class BadUntil(FupanError):
    code = "bad_until"
    status = USAGE
    message = N_("%(week)s is over already; twice the time needs weeks to come.")
    week: str


@dataclass(eq=False)
class ClockBehind(FupanError):
    """The clock stands before what was written last; a review would be filed under the wrong week."""

    code = "clock_behind"
    message = N_(
        "The clock says %(now)s, but this journal was last written on %(last)s. Nothing was written. "
        "Set the clock right; if it is right, run the command once with FUPAN_CLOCK=trust before it."
    )
    now: str
    last: str
