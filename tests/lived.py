"""A journal in a real file, at any moment a test names."""

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from fupan.journal import Journal
from fupan.model import WeeklyReview
from fupan.periods import Moment
from fupan.store import open_store

ZONE = "Asia/Shanghai"


def moment(day: str) -> Moment:
    return Moment(datetime.fromisoformat(day if "T" in day else f"{day}T20:00").replace(tzinfo=ZoneInfo(ZONE)), ZONE, 4)


def journal_at(path: Path, day: str, **more: Any) -> Journal:
    now = moment(day)
    return Journal(open_store(path, now=now.utc), now, **more)


def write(path: Path, day: str, document: dict[str, Any], **how: Any) -> WeeklyReview:
    """Write the week under review on a day, as a script would."""
    journal = journal_at(path, day)
    sheet = journal.open_week(**how)
    return journal.write_week(sheet, journal.take_document(sheet, document))


FIRST = {
    "had": {"1": {"title": "Read 5 papers", "hours": "6/2", "outcome": "missed"}},
    "goals": {"had1": {"why": "scrolled in the evenings"}},
    "motive": {"kind": "fear"},
    "quarter_goals": {"1": {"title": "Submit the paper"}},
    "next": {"new1": {"title": "Draft section 3 (1,500 words)", "measure": "sent to Ana", "hours": 8}},
}
MISSED = {
    "motive": {"kind": "fear", "of": "falling behind", "strength": 6},
    "goals": {
        "g3": {
            "outcome": "missed",
            "hours": "~1",
            "why": "opened it once on Tuesday, then scrolled every evening",
            "outside_hours": 0,
            "would_have_made_it": "yes",
            "why_not_start": "did_not_feel_like_it",
            "own": "laziness",
            "mentor": "laziness",
            "agree": "yes",
        }
    },
    "mentor": {"solid": "nothing", "not_pass": "the draft", "request": "show me one page"},
    "next": {"g3": {"decision": "keep"}},
    "rule": "phone in the other room",
}
