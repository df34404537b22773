"""What a person's own words tell: events for and against, and outside causes week by week."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.model import Finding, GoalRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Findings not yet capped; `shares` hold the outside share of each week of the record."""

    findings: tuple[Finding, ...] = ()
    shares: tuple[float, ...] = ()
    codes: frozenset[str] = field(default_factory=frozenset)
    only_busy: bool = False
    not_wanted: bool = False


def read(record: GoalRecord) -> Reading:
    """Nothing is read yet: structured evidence speaks alone."""
    return Reading(shares=(0.0,) * len(record.weeks))
