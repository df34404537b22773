"""What was tried and decided before: responses on this goal, and small priors from the person's other misses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from fupan.diagnosis.findings import finding
from fupan.diagnosis.weights import weights
from fupan.model import TrialResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupan.model import Finding, GoalRecord, Trial

FULL, LOW, VERY_LOW, FLAT = 0.8, 0.5, 0.4, 0.05


def followups(record: GoalRecord, *, effort: float | None, gain: float | None) -> Iterator[Finding]:
    """What earlier responses on this goal showed: the last result of each side weighs."""
    ended = [t for t in record.trials if t.result is not None and t.result is not TrialResult.TOO_EARLY]
    told = (
        _after_laziness([t for t in ended if t.response.startswith("L")], effort, gain),
        *_after_ability([t for t in ended if t.response.startswith("A")], record, effort),
    )
    for code, trial in filter(None, told):
        yield finding(f"followup.{code}", weights()["followup"][code], response=trial.response)


def _after_laziness(tried: list[Trial], effort: float | None, gain: float | None) -> tuple[str, Trial] | None:
    if not tried or effort is None:
        return None
    last = tried[-1]
    if last.result is TrialResult.NOT_CARRIED_OUT:
        skipped = sum(1 for t in tried if t.result is TrialResult.NOT_CARRIED_OUT)
        return "laziness_not_done_twice" if skipped > 1 else "laziness_not_done_once", last
    if effort >= FULL and (gain is None or gain < FLAT):
        return "laziness_done_hours_in_flat", last
    if effort < LOW and last.result is TrialResult.NO_EFFECT:
        return "laziness_done_hours_still_low", last
    return None


def _after_ability(tried: list[Trial], record: GoalRecord, effort: float | None) -> Iterator[tuple[str, Trial]]:
    if not tried or tried[-1].result is TrialResult.NOT_CARRIED_OUT:
        return
    last = tried[-1]
    if record.answers.get("knew_next_step") == "yes" and effort is not None and effort < VERY_LOW:
        yield "ability_done_step_known_low", last
        return
    if last.result is TrialResult.WORKED:
        yield "ability_worked", last
    elif last.response == "A01":
        yield "twice_the_time_no_gain", last
    if sum(1 for t in tried if t.result is TrialResult.NO_EFFECT) > 1:
        yield "two_abilities_no_effect", last


def prior(record: GoalRecord) -> Iterator[Finding]:
    """How this person filed other misses, and what worked for them: little, and never enough by itself."""
    known, rule = record.elsewhere, weights()["prior"]
    if known is None:
        return
    lean = rule["scale"] * math.log((known.laziness + rule["weight"]) / (known.ability + rule["weight"]))
    yield finding(
        "prior.verdicts",
        max(-rule["cap"], min(rule["cap"], lean)),
        laziness=known.laziness,
        ability=known.ability,
    )
    if weight := {"L": rule["worked"], "A": -rule["worked"]}.get(known.worked[:1]):
        yield finding("prior.worked", weight, response=known.worked)
