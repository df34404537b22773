"""What reaches beyond a week: figures over time, motive and path, years, rules, letters, excuses, undoing."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import StrictBool

from fupan.calibration import Calibration
from fupan.compass import Compass
from fupan.custody import Undone
from fupan.driving import MotiveLedger
from fupan.errors import NothingFound
from fupan.grades import MentorsView
from fupan.journal.asking_why import Missed
from fupan.long_view import Letter, LongReview, Rule
from fupan.mirror import Mirror
from fupan.period_words import parse_day, parse_period
from fupan.web.api.wiring import Given, Title, Words, answered, envelope
from fupan.web.desk import AtDesk

router = APIRouter(tags=["further"])
EXCUSED = {"type": "object", "additionalProperties": {"type": "string"}}
SEALED = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "opens": {"type": "string", "format": "date"}},
    "required": ["id", "opens"],
}


class Why(Given):
    why: Title


class Text(Given):
    text: Title


class NewLetter(Text):
    opens: Words | None = None  # its day; a year from now where none is given


class Undoing(Given):
    dry_run: StrictBool = False
    redo: StrictBool = False


@router.get("/calibration", **answered("calibration", Calibration))
def calibration(desk: AtDesk, period: str = "") -> Response:
    """How sure you were, against what came of it; without a period, over the whole journal."""
    wanted = parse_period(period, desk.today) if period else None
    with desk.journal() as journal:
        return envelope("calibration", journal.calibration(wanted))


@router.get("/misses", **answered("misses", tuple[Missed, ...]))
def misses(desk: AtDesk) -> Response:
    """What was missed in the last 13 weeks, the latest first, with what was judged of it."""
    with desk.journal() as journal:
        return envelope("misses", journal.misses())


@router.get("/patterns", **answered("patterns", Mirror))
def patterns(desk: AtDesk, period: str = "") -> Response:
    """What comes back in the misses; without a period, over the whole journal."""
    wanted = parse_period(period, desk.today) if period else None
    with desk.journal() as journal:
        return envelope("patterns", journal.patterns(wanted))


@router.get("/mentor", **answered("mentors_view", MentorsView))
def mentor(desk: AtDesk, period: str = "") -> Response:
    """The grades that you gave as your mentor; without a period, over the whole journal."""
    wanted = parse_period(period, desk.today) if period else None
    with desk.journal() as journal:
        return envelope("mentors_view", journal.mentors_view(wanted))


@router.get("/motive", **answered("motive", MotiveLedger))
def motive(desk: AtDesk) -> Response:
    """What drives you, over the weeks, and the goals that serve it."""
    with desk.journal() as journal:
        return envelope("motive", journal.motive())


@router.get("/path", **answered("path", Compass))
def path(desk: AtDesk) -> Response:
    """Job, PhD or startup: the evidence, and what is missing."""
    with desk.journal() as journal:
        return envelope("path", journal.path())


@router.get("/years/{named}", **answered("long_review", LongReview))
def year(named: str, desk: AtDesk) -> Response:
    """A year, or five, as it was written."""
    wanted = str(parse_period(named, desk.today))
    with desk.journal() as journal:
        found = journal.long_review(wanted)
    if found is None:
        raise NothingFound(wanted)
    return envelope("long_review", found)


@router.get("/rules", **answered("rules", tuple[Rule, ...]))
def rules(desk: AtDesk) -> Response:
    """Every standing rule, the retired ones too."""
    with desk.journal() as journal:
        return envelope("rules", journal.rules())


@router.post("/rules", **answered("rule", Rule, status=201))
def add_rule(new: Text, desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return envelope("rule", journal.add_rule(new.text), status=201)


@router.post("/rules/{named}/retire", **answered("rule", Rule))
def retire_rule(named: str, desk: AtDesk) -> Response:
    """It no longer stands, and stays on record."""
    with desk.journal() as journal:
        return envelope("rule", journal.retire_rule(named))


@router.get("/letters", **answered("letters", tuple[Letter, ...]))
def letters(desk: AtDesk) -> Response:
    """Every letter to yourself; of a sealed one, not a word."""
    with desk.journal() as journal:
        return envelope("letters", journal.letters())


@router.post("/letters", **answered("sealed", SEALED, status=201))
def write_letter(new: NewLetter, desk: AtDesk) -> Response:
    """Seal a letter until its day."""
    opens = parse_day(new.opens, desk.today) if new.opens else None
    with desk.journal() as journal:
        letter = journal.write_letter(new.text, opens)
    return envelope("sealed", {"id": letter.id, "opens": letter.opens}, status=201)


@router.post("/letters/{named}/read", **answered("letter", Letter))
def read_letter(named: str, desk: AtDesk) -> Response:
    """Open a letter, on its day or later."""
    with desk.journal() as journal:
        return envelope("letter", journal.read_letter(named))


@router.get("/excuses", **answered("excused", EXCUSED))
def excused(desk: AtDesk) -> Response:
    """Every excused week with its reason."""
    with desk.journal() as journal:
        return envelope("excused", {str(week): why for week, why in journal.excused().items()})


@router.put("/excuses/{period}", **answered("excused", EXCUSED))
def excuse(period: str, given: Why, desk: AtDesk) -> Response:
    """Excuse the weeks of a period that are not written; gives those."""
    wanted = parse_period(period, desk.today)
    with desk.journal() as journal:
        return envelope("excused", {str(week): given.why for week in journal.excuse(wanted, given.why)})


@router.delete("/excuses/{period}", **answered("excused", EXCUSED))
def take_back_excuse(period: str, desk: AtDesk) -> Response:
    """These weeks are no longer excused."""
    wanted = parse_period(period, desk.today)
    with desk.journal() as journal:
        return envelope("excused", {str(week): "" for week in journal.take_back_excuse(wanted)})


@router.post("/undo", **answered("undone", Undone))
def undo(how: Undoing, desk: AtDesk) -> Response:
    """Take back what was written last, whichever door wrote it; or the last undo."""
    with desk.journal() as journal:
        return envelope("undone", journal.undo(dry_run=how.dry_run, redo=how.redo))
