"""The diagnosis of one missed goal: counts facts, reads words, weighs both, and says what it cannot know."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from fupan.care import care
from fupan.diagnosis import decide
from fupan.diagnosis.evidence import MADE_IT, Doubt, count, of_the_unable, structured, unable
from fupan.diagnosis.outside import outside
from fupan.diagnosis.reading import read
from fupan.diagnosis.weights import weights
from fupan.model import Cause, Diagnosis, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.model import Finding, GoalRecord

ALIASES = {"would_make_it": MADE_IT}


def diagnose(record: GoalRecord) -> Diagnosis:
    """The program's proposal for one missed goal: a pure function of its record."""
    record = _plain(record)
    reading = read(record)
    found = outside(record, reading)
    facts = count(record, found)
    told = bool(reading.codes & {"leisure", "idle"})
    answered = record.answers.get("hours_went_to") == "leisure"
    doubt = Doubt(some=told or answered, most=reading.elsewhere or (told and answered))
    words = _capped(reading.findings)
    if record.answers.get("still_wanted") == "no":
        words = tuple(f for f in words if f.side is Cause.ABILITY)
    findings = structured(record, facts, doubt) + words
    if unable(record, facts, reading.codes):
        findings = tuple(of_the_unable(f) for f in findings)
    scale = decide.Scale(record=record, facts=facts, outside=found, reading=reading, findings=findings)
    reason = decide.abstention(scale)
    odds = scale.log_odds
    cause = Cause.UNCLEAR if reason else Cause.LAZINESS if odds > 0 else Cause.ABILITY
    if cause is Cause.LAZINESS and any(care(text) for text in (*(w.why for w in record.weeks), record.quarter_note)):
        cause, reason = Cause.UNCLEAR, Reason.DISTRESS
    kind = decide.pattern(scale, cause, reason)
    return Diagnosis(
        cause=cause,
        reason=reason,
        p_laziness=1.0 / (1.0 + math.exp(-odds / weights()["temperature"])),
        log_odds=odds,
        findings=tuple(sorted(findings, key=lambda f: -f.weight)),
        pattern=kind,
        probe=decide.probe(scale, reason) if reason else "",
        change_my_mind=decide.change_my_mind(scale, cause, reason, kind),
        outside_share=found.share,
        model=weights()["model"],
    )


def _plain(record: GoalRecord) -> GoalRecord:
    """Answers by their own keys, and only those that were given."""
    given = {ALIASES.get(key, key): value for key, value in record.answers.items() if value not in (None, "")}
    return replace(record, answers=given)


def _capped(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Words of one side together weigh no more than the cap; each keeps its part of it."""
    found = tuple(findings)
    cap: float = weights()["text"]["cap"]
    scales = {}
    for side in (Cause.LAZINESS, Cause.ABILITY):
        total = sum(f.weight for f in found if f.side is side)
        scales[side] = min(1.0, cap / total) if total else 1.0
    return tuple(replace(f, weight=f.weight * scales[f.side]) for f in found)
