"""Counted facts for and against: hours, pace, stalls, lateness, answers, and how responses went."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fupan.diagnosis.findings import finding
from fupan.diagnosis.followups import followups, prior
from fupan.diagnosis.weights import on_line, weights
from fupan.lean import dataclass
from fupan.model import Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fupan.diagnosis.outside import Outside
    from fupan.model import GoalRecord, WeekFacts

MADE_IT = "would_have_made_it_with_planned_hours"
WILLING = frozenset({"could_do", "leisure", "put_off", "no_drive", "last_minute"})  # words of these contradict it
AVOIDING = frozenset(
    {
        *("effort_low", "zero_weeks", "repeats_low", "pace_enough"),
        *("start.never", "hours_went_to.easier_work", "text.easier_work", "text.not_opened", "text.idle"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A record's numbers, counted once. `None` is not recorded."""

    planned: float | None = None  # over the weeks that hold both figures
    actual: float | None = None
    fair: float | None = None  # planned hours left after outside causes
    effort: float | None = None  # r = actual / fair
    progress: float | None = None
    pace: float | None = None  # q = hours needed at this pace / hours planned
    gain: float | None = None  # progress won between the first and the last week that record it
    gain_hours: float = 0.0  # hours put in over that gain
    drop: float = 0.0  # the largest fall of progress
    zero_share: float = 0.0
    missed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Whether the person's own words leave the recorded hours standing."""

    some: bool = False  # leisure or idling is told of
    most: bool = False  # most weeks tell of something else than the work


def _doubted(found: Finding, doubt: Doubt) -> Finding:
    """What rests on the hours counts less when most weeks tell of something else."""
    if doubt.most and found.code in ("pace_short", "stalled", "repeats_full"):
        return replace(found, weight=found.weight * weights()["effort"]["mostly"])
    return found


def count(record: GoalRecord, found: Outside) -> Facts:
    """All numbers that the record holds, and none that it does not."""
    both = _judged(record.weeks)
    planned = sum(w.planned_hours or 0.0 for w in both)
    actual = sum(w.actual_hours or 0.0 for w in both)
    whole = sum(w.planned_hours or 0.0 for w in record.weeks if w.actual_hours is not None)
    fair = planned * (1.0 - found.share)
    known = [w for w in record.weeks if w.progress is not None]
    progress = known[-1].progress if known else None
    hours = sum(w.actual_hours or 0.0 for w in record.weeks)
    rule = weights()["pace"]
    enough = progress is not None and progress >= rule["from_progress"] and hours >= rule["from_hours"]
    steps = [(a.progress or 0.0) - (b.progress or 0.0) for a, b in pairwise(known)]
    zeros = sum(1 for w in both if w.actual_hours == 0 and (w.planned_hours or 0) > 0 and w.week not in found.excused)
    return Facts(
        planned=planned or None,
        actual=actual if planned else None,
        fair=fair if planned else None,
        effort=_effort(actual, fair) if planned else None,
        progress=progress,
        pace=hours / progress / whole if enough and progress and whole else None,
        gain=(known[-1].progress or 0.0) - (known[0].progress or 0.0) if len(known) > 1 else None,
        gain_hours=_hours_between(record.weeks, known),
        drop=max(steps, default=0.0),
        zero_share=zeros / len(both) if len(both) > 1 else 0.0,
        missed=sum(1 for w in record.weeks if w.outcome in (Outcome.MISSED, Outcome.PARTLY)),
    )


def _judged(weeks: tuple[WeekFacts, ...]) -> list[WeekFacts]:
    """The weeks whose hours are judged: both figures known, and not done; all of them when every week was done."""
    both = [w for w in weeks if w.planned_hours is not None and w.actual_hours is not None]
    return [w for w in both if w.outcome is not Outcome.DONE] or both


def _effort(actual: float, fair: float) -> float:
    return actual / fair if fair > 0 else (0.0 if actual == 0 else 2.0)


def _hours_between(weeks: tuple[WeekFacts, ...], known: list[WeekFacts]) -> float:
    """Hours put in after the first week that records progress, up to the last."""
    if len(known) < 2:
        return 0.0
    inside = [w for w in weeks if known[0].week < w.week <= known[-1].week]
    return sum(w.actual_hours or 0.0 for w in inside)


def structured(record: GoalRecord, facts: Facts, doubt: Doubt) -> tuple[Finding, ...]:
    """Every finding that numbers and answers give, without a word read."""
    found = (
        *prior(record),
        *_hours(facts, doubt, late=_read_late(record)),
        *(_doubted(f, doubt) for f in (*_pace(facts), *_course(record, facts))),
        *_answers(record, facts),
        *_amounts(record, facts),
        *followups(record, effort=facts.effort, gain=facts.gain),
    )
    return tuple(f for f in found if f.weight > 0.005)


def unable(record: GoalRecord, facts: Facts, codes: frozenset[str]) -> bool:
    """By the answers, or by their own words, the person had no way in, and no progress contradicts that.

    "Few hours because one did not know how to begin, or avoided it out of not being able" is ability (the case format).
    """
    answers = record.answers
    asked = answers.get(MADE_IT) in ("no", "probably_not") and (
        answers.get("knew_next_step") == "no" or answers.get("why_not_start") == "did_not_know_how"
    )
    told = "no_next_step" in codes and bool(codes & {"cannot", "not_understood"}) and not codes & WILLING
    return (asked or told) and (facts.progress or 0.0) < weights()["effort"]["unable_below"]


def of_the_unable(found: Finding) -> Finding:
    """Few hours, or what was done instead, say little of the will of whoever could not have used them."""
    if found.code in AVOIDING:
        return replace(found, weight=found.weight * weights()["effort"]["unable"])
    return found


def _hours(facts: Facts, doubt: Doubt, *, late: bool) -> Iterator[Finding]:
    if facts.effort is None or facts.fair is None or facts.actual is None:
        return
    rule = weights()["effort"]
    weight = on_line(rule["points"], facts.effort)
    values = {"actual": round(facts.actual, 1), "planned": round(facts.fair, 1)}
    if doubt.most and facts.effort > rule["elsewhere"]:
        yield finding("hours_in_doubt", on_line(rule["points"], rule["elsewhere"]), **values)
    elif weight < 0 and doubt.some:
        yield finding("hours_in_doubt", weight * rule["doubt"], **values)
    elif weight < 0 and late:
        yield finding("hours_in_rush", weight * rule["rush"], **values)
    else:
        yield finding("effort_low" if weight > 0 else "effort_full", weight, **values)
    zero = weights()["zero_weeks"]
    if facts.zero_share >= zero["from_share"]:
        yield finding("zero_weeks", zero["weight"] * facts.zero_share, percent=round(100 * facts.zero_share))


def _pace(facts: Facts) -> Iterator[Finding]:
    if facts.pace is None or facts.effort is None:
        return
    rule = weights()["pace"]
    weight = on_line(rule["points"], facts.pace)
    times = round(facts.pace, 1)
    if facts.effort >= rule["full_effort"]:
        if facts.pace > rule["points"][0][0]:
            yield finding("pace_short", min(0.0, weight - rule["extra"]), times=times)
    elif weight > 0:
        yield finding("pace_enough", weight, times=times)
    elif facts.effort >= rule["low_counts_from"]:
        yield finding("pace_short", weight, times=times)


def _course(record: GoalRecord, facts: Facts) -> Iterator[Finding]:
    effort = facts.effort
    if effort is None:
        return
    stall = weights()["stalled"]
    if stalled(facts):
        yield finding("stalled", stall["weight"], hours=round(facts.gain_hours, 1))
    late = weights()["late_in_record"]
    if _read_late(record):
        yield finding("late_in_record", late["weight"])
    faded = weights()["faded"]
    if "start" not in record.answers and _faded(record.weeks):
        yield finding("faded", faded["weight"])
    repeats = weights()["repeats"]
    if facts.missed >= repeats["from_weeks"]:
        if effort < repeats["low_below"]:
            yield finding("repeats_low", repeats["low"], n=facts.missed)
        elif effort >= repeats["full_from"] and not _read_late(record):
            yield finding("repeats_full", repeats["full"], n=facts.missed)


def stalled(facts: Facts) -> bool:
    """Hours went in over the record and progress did not move."""
    rule = weights()["stalled"]
    return (
        facts.effort is not None
        and facts.gain is not None
        and facts.effort >= rule["from_effort"]
        and facts.gain < rule["gain_below"]
        and facts.gain_hours >= rule["over_hours"]
    )


def _late(weeks: tuple[WeekFacts, ...]) -> bool:
    rule = weights()["late_in_record"]
    both = [w for w in weeks if w.planned_hours and w.actual_hours is not None]
    if len(both) < rule["from_weeks"]:
        return False
    half = len(both) // 2
    shares = [
        sum(w.actual_hours or 0.0 for w in part) / sum(w.planned_hours or 0.0 for w in part)
        for part in (both[:half], both[half:])
    ]
    return bool(shares[0] <= rule["first_half_at_most"] and shares[1] >= rule["second_half_from"])


def _faded(weeks: tuple[WeekFacts, ...]) -> bool:
    """Full hours at first, few of them later."""
    rule = weights()["faded"]
    both = [w for w in weeks if w.planned_hours and w.actual_hours is not None]
    if len(both) < rule["from_weeks"]:
        return False
    first, last = both[: max(1, len(both) // 3)], both[len(both) // 2 :]
    shares = [sum(w.actual_hours or 0.0 for w in p) / sum(w.planned_hours or 0.0 for w in p) for p in (first, last)]
    return bool(shares[0] >= rule["first_from"] and shares[1] <= rule["last_at_most"])


def late_start(record: GoalRecord) -> bool:
    """Started late, by the answer or by the record."""
    return record.answers.get("start") == "late" or _read_late(record)


def _read_late(record: GoalRecord) -> bool:
    """The record shows a late start, and nobody was asked."""
    return "start" not in record.answers and _late(record.weeks)


def _answers(record: GoalRecord, facts: Facts) -> Iterator[Finding]:
    scales: dict[str, dict[str, Any]] = weights()["answers"]
    for key, scale in scales.items():
        given = record.answers.get(key)
        weight = scale.get(given) if isinstance(given, str) and given != "source" else None
        if weight is None:
            continue
        hours_were_in = facts.effort is not None and facts.effort >= weights()["pace"]["full_effort"]
        if key == MADE_IT and given == "yes" and hours_were_in:
            continue  # the flattering answer, which the hours contradict
        yield finding(f"{key}.{given}", weight)


def _amounts(record: GoalRecord, facts: Facts) -> Iterator[Finding]:
    stuck = _number(record, "stuck_hours")
    rule = weights()["stuck_hours"]
    if stuck:
        part = min(1.0, stuck / (rule["full_at"] * facts.planned)) if facts.planned else 1.0
        yield finding("stuck_hours", rule["weight"] * part, hours=stuck)
    ways = _number(record, "approaches_tried") or 0
    tried = weights()["ways_tried"]
    if ways >= 2:
        yield finding("ways_tried", tried["three"] if ways >= 3 else tried["two"], n=int(ways))
    peer = _number(record, "peer_hours")
    if peer and facts.actual is not None and facts.effort is not None:
        rule = weights()["peer_hours"]
        values = {"hours": peer, "actual": round(facts.actual, 1)}
        if facts.actual >= rule["more_from"] * peer:
            yield finding("peer_more", rule["more"], **values)
        elif facts.actual < rule["less_below"] * peer and facts.effort < rule["effort_below"]:
            yield finding("peer_less", rule["less"], **values)


def _number(record: GoalRecord, key: str) -> float | None:
    given = record.answers.get(key)
    return float(given) if isinstance(given, int | float) else None
