"""What a person's own words tell: events for and against, and outside causes week by week."""

from __future__ import annotations

from dataclasses import field, replace
from math import prod
from typing import TYPE_CHECKING

from fupan.diagnosis import cues, wording
from fupan.diagnosis.measured import measured_flat
from fupan.diagnosis.spells import missing, spells
from fupan.diagnosis.weights import weights
from fupan.lean import dataclass
from fupan.model import Cause, Finding, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.model import GoalRecord, WeekFacts
    from fupan.periods import Week


AMOUNTS = frozenset({"stuck_hours", "approaches_tried", "peer_hours"})
ELSEWHERE = frozenset({"leisure", "idle", "easier_work", "distracted"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Findings not yet capped; `shares` hold the outside share of each week of the record."""

    findings: tuple[Finding, ...] = ()
    shares: tuple[float, ...] = ()
    firm: tuple[float, ...] = ()  # without "busy", which never excuses, and for as long as each cause went on
    away: frozenset[int] = frozenset()  # places of the weeks whose words tell of laziness
    codes: frozenset[str] = field(default_factory=frozenset)
    not_wanted: bool = False
    both: bool = False  # the person tells of both causes at once
    elsewhere: bool = False  # most weeks tell of leisure, idling or easier work


def read(record: GoalRecord) -> Reading:
    """Every week's words, then the quarter's note, each hit with its week."""
    told = [(w.week, w.why) for w in record.weeks]
    told_codes = [cues.outside_codes(text) for _, text in told]
    away = _away(record)
    shares = tuple(_share(codes, week) for codes, week in zip(told_codes, record.weeks, strict=True))
    firmly = tuple(_share(codes - {"busy"}, week) for codes, week in zip(told_codes, record.weeks, strict=True))
    void = weights()["outside"]["week_void_from"]
    note = (None, record.quarter_note)
    hits = [
        (week, replace(hit, quote=cues.as_written(hit.quote, text)))
        for (week, text), share in zip([*told, note], [*shares, 0.0], strict=True)
        for clause in cues.clauses(text)
        for hit in cues.hits(clause)
        if (share < void and not cues.tells("not_wanted", text)) or hit.weight < 0
    ]
    words = " ".join([*(text for _, text in told), record.quarter_note])
    found = [*(_finding(week, hit) for week, hit in _thinned(hits)), *_measured([text for _, text in told])]
    learned = _learned(record, _texts(record, shares), found)
    codes = {hit.code for _, hit in hits if not hit.denied}
    codes |= {"harsh"} if cues.tells("harsh", words) else set()
    return Reading(
        findings=(*found, *([learned] if learned else [])),
        shares=shares,
        codes=frozenset(codes),
        firm=spells(record.weeks, firmly, away),
        away=away,
        not_wanted=cues.tells("not_wanted", words) or _let_go([*(text for _, text in told), record.quarter_note]),
        both=any(cues.tells("both", text) for text in (*(text for _, text in told), record.quarter_note)),
        elsewhere=_elsewhere(record, hits),
    )


def _measured(texts: list[str]) -> tuple[Finding, ...]:
    """A result measured in several weeks that hardly moved."""
    weight = weights()["measured"]["weight"]
    figures = measured_flat(texts)
    quote = ", ".join(figures)
    return (Finding(code="text.measured_flat", side=Cause.ABILITY, weight=-weight, quote=quote),) if figures else ()


def _away(record: GoalRecord) -> frozenset[int]:
    """The places of the weeks whose words tell of laziness, by a phrase or by a clear lean."""
    clear = weights()["wording"]["clear"]
    return frozenset(
        place
        for place, week in enumerate(record.weeks)
        if not cues.tells("not_wanted", week.why) and (_tells_laziness(week.why) or wording.hear(week.why).lean > clear)
    )


def _tells_laziness(text: str) -> bool:
    """Some event of laziness is told; calling oneself lazy is none."""
    least = weights()["text"]["event_from"]
    return any(hit.weight >= least and not hit.denied for clause in cues.clauses(text) for hit in cues.hits(clause))


def _let_go(texts: list[str]) -> bool:
    """The learned wording hears that the goal is no longer wanted, in what was said last: it is a decision."""
    rule = weights()["wording"]
    last = [text for text in texts if text.strip()][-2:]
    heard = [wording.hear(text) for text in last]
    return any(h.words >= rule["unwanted_words"] and h.unwanted >= rule["unwanted_from"] for h in heard)


def _texts(record: GoalRecord, shares: tuple[float, ...]) -> list[str]:
    """The texts that the learned wording reads: weeks that are not excused, and the note."""
    void = weights()["outside"]["week_void_from"]
    kept = [w.why for w, share in zip(record.weeks, shares, strict=True) if share < void and w.outcome != Outcome.DONE]
    return [t for t in [*kept, record.quarter_note] if t.strip() and not cues.tells("not_wanted", t)]


def _elsewhere(record: GoalRecord, hits: list[tuple[Week | None, cues.Hit]]) -> bool:
    """More than half of the weeks that say anything tell of something else than the work."""
    told = {w.week for w in record.weeks if w.why.strip()}
    away = {week for week, hit in hits if hit.code in ELSEWHERE and not hit.denied}
    lazy = {w.week for w in record.weeks if w.why.strip() and wording.hear(w.why).lean > weights()["wording"]["clear"]}
    return len(told & (away | lazy)) * 2 > len(told) > 1


def _learned(record: GoalRecord, texts: list[str], told: list[Finding]) -> Finding | None:
    """The learned wording as one finding: what it hears beyond the cues, louder where nothing else is recorded."""
    rule = weights()["wording"]
    lean, phrases = wording.lean(texts)
    hours = any(w.planned_hours is not None and w.actual_hours is not None for w in record.weeks)
    answered = (AMOUNTS | weights()["answers"].keys()) & record.answers.keys()
    alone = not hours and not answered
    side = Cause.LAZINESS if lean > 0 else Cause.ABILITY
    already = 0.0 if alone else rule["beside_cues"] * sum(f.weight for f in told if f.side is side)
    heard = rule["factor"] * abs(lean)
    weight = min(rule["cap_alone"] if alone else rule["cap_beside"], heard) - already
    if heard < rule["least"] or weight < 0.05:
        return None
    return Finding(code="wording", side=side, weight=weight, values={"phrases": " / ".join(phrases)})


def _share(codes: Iterable[str], week: WeekFacts) -> float:
    """The causes of one week together: 1 - Π(1 - x); learned wording counts where no list knows the words.

    It needs hours that were lost: what took none of them explains nothing.
    """
    rule = weights()["outside"]
    listed = 1.0 - prod(1.0 - float(rule[code]) for code in codes)
    if set(codes) - {"busy"} or missing(week) <= rule["lost_from"]:
        return listed
    return max(listed, wording.outside_share(week.why))


def _thinned(hits: list[tuple[Week | None, cues.Hit]]) -> list[tuple[Week | None, cues.Hit]]:
    """The first hit of a code in full, the second in part, none after that."""
    seen: dict[tuple[str, bool], int] = {}
    kept = []
    for week, hit in hits:
        key = (hit.code, hit.weight > 0)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] == 1:
            kept.append((week, hit))
        elif seen[key] == 2:
            kept.append((week, replace(hit, weight=hit.weight * weights()["text"]["second"])))
    return kept


def _finding(week: Week | None, hit: cues.Hit) -> Finding:
    side = Cause.LAZINESS if hit.weight > 0 else Cause.ABILITY
    code = f"denied.{hit.code}" if hit.denied else f"text.{hit.code}"
    return Finding(code=code, side=side, weight=abs(hit.weight), week=week, quote=hit.quote)
