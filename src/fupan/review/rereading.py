"""The re-reading desk: the weeks of a period page by page, with what is seen in them now.

Marks and lines are answers of the quarterly review under way: what is begun here counts there.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.model import WeeklyReview
    from fupan.periods import Period, Week

MINUTES = 1.5  # a page
MARKS = ("best", "worst", "turning")  # one week of a quarter each
EXCUSE = "excuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One week; without a review it is a blank page, not a gap."""

    week: Week
    review: WeeklyReview | None
    seen: bool = False  # it was re-read, with or without a line to it
    line: str = ""  # what is seen in it now
    marks: tuple[str, ...] = ()  # best, worst, turning, excuse
    evidence: str = ""  # the goal that it is evidence for
    sealed: bool = False  # its quarter is written: amending that takes `fupan quarter --again`
    titles: Mapping[str, str] = field(default_factory=dict)  # of the goals that the review names by their ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """The desk: every page of a period."""

    period: Period
    pages: tuple[Page, ...]

    @property
    def place(self) -> int:
        """Where to go on: the first written week that was not re-read; the first page when there is none."""
        return next((n for n, page in enumerate(self.pages) if page.review and not page.seen and not page.sealed), 0)

    @property
    def begun(self) -> bool:
        return any(page.seen and not page.sealed for page in self.pages)


def page_of(
    week: Week, review: WeeklyReview | None, answers: Mapping[str, Any], titles: Mapping[str, str], *, sealed: bool
) -> Page:
    """A week with what the quarter's answers say of it."""
    marks = [name for name in MARKS if answers.get(f"marks.{name}") == str(week)]
    if answers.get(f"excuses.{week}") == "yes":
        marks.append(EXCUSE)
    return Page(
        week=week,
        review=review,
        seen=line_key(week) in answers,
        line=answers.get(line_key(week)) or "",
        marks=tuple(marks),
        evidence=answers.get(f"evidence.{week}") or "",
        sealed=sealed,
        titles=titles,
    )


def line_key(week: Week) -> str:
    return f"reread.{week}"


def toggled(page: Page, mark: str) -> tuple[str, str | None]:
    """The answer that sets a mark on a page, or takes it away: its key, and its value or None."""
    on = mark not in page.marks
    if mark == EXCUSE:
        return f"excuses.{page.week}", "yes" if on else None
    return f"marks.{mark}", str(page.week) if on else None


def evident(page: Page, goal: str) -> tuple[str, str | None]:
    """The same for the goal that a page is evidence for."""
    return f"evidence.{page.week}", goal if goal != page.evidence else None
