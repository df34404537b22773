"""Who may read which field of a journal, unless the person says otherwise."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Audience(IntEnum):
    """Who may read a field: whatever is made for someone shows fields of their level and above."""

    SELF = 0
    PARTNER = 1
    BOSS = 2


# Who may read what when nothing else is said; the first schema stores it so that it can be changed by the person.
# A partner sees hours, outcomes and proofs only.
AUDIENCE: Mapping[str, Audience] = {
    "goal.title": Audience.BOSS,
    "goal.measure": Audience.BOSS,
    "goal.outcome": Audience.BOSS,
    "goal.hours": Audience.PARTNER,
    "goal.why": Audience.SELF,
    "goal_week.title": Audience.BOSS,
    "goal_week.measure": Audience.BOSS,
    "goal_week.planned_hours": Audience.PARTNER,
    "goal_week.actual_hours": Audience.PARTNER,
    "goal_week.outcome": Audience.BOSS,
    "goal_week.proof": Audience.BOSS,
    "goal_week.progress": Audience.BOSS,
    "goal_week.confidence": Audience.SELF,
    "goal_week.first_step": Audience.SELF,
    "goal_week.estimated": Audience.PARTNER,
    "goal_week.carried": Audience.PARTNER,
    "score": Audience.SELF,
    "gap": Audience.SELF,
    "motive": Audience.SELF,
    "verdict": Audience.SELF,
    "trial": Audience.SELF,
    "note": Audience.SELF,
    "answers": Audience.SELF,
    "problem": Audience.SELF,
    "decision": Audience.SELF,
    "letter": Audience.SELF,
    "rule": Audience.SELF,
    "long_review": Audience.SELF,
    "pact": Audience.SELF,
    "pact_letter": Audience.SELF,
}
