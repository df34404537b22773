"""The table of audiences on a terminal: by reader, what they may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.audience import Audience
from fupan.language import N_
from fupan.render.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.language import Language

COLUMN = 26  # cells of a name
READERS: Mapping[Audience, str] = {
    Audience.BOSS: N_("a boss, and a partner too"),
    Audience.PARTNER: N_("a partner"),
    Audience.SELF: N_("you alone"),
}

FIELDS: Mapping[str, str] = {
    "goal.title": N_("a quarter goal's name"),
    "goal.measure": N_("its measure"),
    "goal.outcome": N_("its outcome"),
    "goal.hours": N_("hours meant for it"),
    "goal.why": N_("why it was chosen or dropped"),
    "goal_week.title": N_("a week's goal"),
    "goal_week.measure": N_("its measure"),
    "goal_week.planned_hours": N_("planned hours"),
    "goal_week.actual_hours": N_("real hours"),
    "goal_week.outcome": N_("its outcome"),
    "goal_week.proof": N_("its proof"),
    "goal_week.progress": N_("how much of it stands"),
    "goal_week.confidence": N_("how sure you were"),
    "goal_week.first_step": N_("the first step"),
    "goal_week.estimated": N_("whether hours are a guess"),
    "goal_week.carried": N_("how often it was carried"),
    "score": N_("a quarter goal's scores"),
    "gap": N_("why it was missed"),
    "motive": N_("what drives you"),
    "verdict": N_("laziness, ability or unclear"),
    "trial": N_("what you try about it"),
    "note": N_("notes of the week"),
    "answers": N_("every other answer, the mentor's too"),
    "problem": N_("the problem behind the motive"),
    "decision": N_("decisions"),
    "letter": N_("letters to yourself"),
    "rule": N_("standing rules"),
    "long_review": N_("what you wrote of a year, or of five"),
    "pact": N_("pacts"),
    "pact_letter": N_("letters of a pact"),
}


def table(found: Mapping[str, Audience], say: Language, *, width: int = 80) -> str:
    """Every name under whoever may read it."""
    lines = Lines(width)
    for level, reader in READERS.items():
        lines.heading(say(reader))
        for name in (names := [name for name in FIELDS if found.get(name) is level]):
            lines.pair(name, say(FIELDS[name]), column=COLUMN)
        if not names:
            lines.put(say("nothing"), first="  ")
    return lines.plain()
