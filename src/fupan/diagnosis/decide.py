"""From weighed findings to a verdict: abstain with a reason and one question, or name cause and pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.diagnosis.evidence import MADE_IT, late_start, stalled
from fupan.diagnosis.outside import TAKEN, denied, explains
from fupan.diagnosis.patterns import HAN
from fupan.diagnosis.spells import low, stopped
from fupan.diagnosis.weights import weights
from fupan.lean import dataclass
from fupan.model import Cause, Reason, TrialResult

if TYPE_CHECKING:
    from fupan.diagnosis.evidence import Facts
    from fupan.diagnosis.outside import Outside
    from fupan.diagnosis.reading import Reading
    from fupan.model import Finding, GoalRecord

# findings that tell what was done instead, or that nothing was begun
ACTS = frozenset(
    {
        "why_not_start.did_not_feel_like_it",
        "why_not_start.forgot",
        "hours_went_to.leisure",
        "hours_went_to.easier_work",
        "start.late",
        "late_in_record",
        "self_call.laziness",
        "mentor_call.laziness",
    }
)
TOKEN = re.compile("[\u4e00-\u9fff]|[A-Za-z']+")
PRIORS = frozenset({"prior.verdicts", "prior.worked"})
NO_PROOF = frozenset({"effort_low", "hours_in_doubt", "zero_weeks", "repeats_low"}) | PRIORS


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """Everything on the two pans."""

    record: GoalRecord
    facts: Facts
    outside: Outside
    reading: Reading
    findings: tuple[Finding, ...]

    def of(self, side: Cause) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.side is side)

    def sum_of(self, side: Cause) -> float:
        return sum(f.weight for f in self.of(side))

    @property
    def log_odds(self) -> float:
        return self.sum_of(Cause.LAZINESS) - self.sum_of(Cause.ABILITY)

    @property
    def beside_hours(self) -> float:
        """What speaks for laziness besides low hours."""
        told = [f.weight for f in self.findings if f.side is Cause.LAZINESS and f.code not in NO_PROOF]
        return sum(told)

    def has(self, *codes: str) -> bool:
        return any(f.code in codes for f in self.findings)

    @property
    def answers_both(self) -> bool:
        """The person, or the mentor in them, answered that it was both."""
        return "both" in (self.record.answers.get("self_call"), self.record.answers.get("mentor_call"))

    @property
    def no_way_in(self) -> bool:
        """The person did not know how, by answer or by their own words."""
        answers = self.record.answers
        return (
            answers.get("why_not_start") == "did_not_know_how"
            or answers.get("knew_next_step") == "no"
            or "no_next_step" in self.reading.codes
        )


def abstention(scale: Scale) -> Reason | None:
    """Why no cause is named, checked in this order; None when one can be."""
    rule = weights()["abstain"]
    odds = scale.log_odds
    if _not_wanted(scale):
        return Reason.NOT_WANTED
    if explains(scale.outside):
        return Reason.OUTSIDE
    if scale.facts.drop > rule["bad_record_drop"] and abs(odds) < rule["bad_record_below"]:
        return Reason.BAD_RECORD
    return _too_little(scale)


def _not_wanted(scale: Scale) -> bool:
    if scale.record.answers.get("still_wanted") == "no":
        return True
    if scale.reading.not_wanted and scale.record.answers.get("still_wanted") == "weaker":
        return True
    rule = weights()["abstain"]
    least = rule["wrong_goal_below"] if _acts(scale) else rule["unheard_below"]
    return scale.reading.not_wanted and abs(scale.log_odds) < least


def _too_little(scale: Scale) -> Reason | None:
    rule = weights()["abstain"]
    odds = scale.log_odds
    quality = scale.record.quality
    if sum(f.weight for f in scale.findings if f.code not in PRIORS) < rule["no_facts_below"]:
        return Reason.NO_FACTS
    if quality is not None and quality < rule["quality_below"] and abs(odds) < rule["quality_needs"]:
        return Reason.NO_FACTS
    if odds > 0 and scale.beside_hours < rule["beside_hours"]:
        return Reason.HOURS_ONLY
    if _mixed(scale):
        return Reason.MIXED
    accusing = rule["close_outside"] * scale.outside.of_lost if odds > 0 else 0.0
    if abs(odds) < rule["close_below"] + accusing:
        return Reason.TOO_CLOSE
    least = rule["stopped_below"] if stopped(scale.record.weeks) else rule["unheard_below"]
    return Reason.TOO_CLOSE if 0 < odds < least and _unheard(scale) else None


def _mixed(scale: Scale) -> bool:
    """Much is on both pans and neither sinks, or the person tells of both causes and one hardly sinks."""
    rule = weights()["abstain"]
    small, large = sorted((scale.sum_of(Cause.LAZINESS), scale.sum_of(Cause.ABILITY)))
    conflict = small > rule["conflict_share"] * large
    odds = abs(scale.log_odds)
    told = rule["both_answered_below"] if scale.answers_both else rule["both_below"] if scale.reading.both else 0.0
    return (conflict and odds < rule["conflict_below"]) or odds < told


def _unheard(scale: Scale) -> bool:
    """The low weeks are explained in words that tell no laziness, and nothing else tells of any: it takes more."""
    if _acts(scale) or denied(scale.record):
        return False
    if scale.record.answers.get("external") in TAKEN or scale.record.answers.get("blocked_from_outside") == "yes":
        return True
    if scale.facts.effort is None:
        return False
    least = 2 * weights()["abstain"]["unheard_words"]
    return any(low(w) and _length(w.why) >= least for w in scale.record.weeks)


def _acts(scale: Scale) -> bool:
    """Some words or answers tell what was done instead, or that nothing was begun.

    Where full hours stopped all at once, a lean of the wording is not enough: that looks like something from outside.
    """
    if scale.has(*ACTS):
        return True
    if stopped(scale.record.weeks):
        least = weights()["text"]["event_from"]
        return any(f.code.startswith("text.") and f.weight >= least for f in scale.of(Cause.LAZINESS))
    return bool(scale.reading.away)


def _length(text: str) -> int:
    """A text's length: two for an English word, one for a Chinese sign."""
    return sum(1 if HAN.match(token) else 2 for token in TOKEN.findall(text))


def probe(scale: Scale, reason: Reason | None) -> str:
    """The one question that would decide, never one that is already answered; empty when there is none."""
    if reason is Reason.NOT_WANTED:
        wanted = ["still_wanted"]
    elif reason is Reason.OUTSIDE:
        wanted = ["external_share"]
    elif reason is Reason.BAD_RECORD:
        return "progress"
    elif reason is Reason.NO_FACTS and scale.facts.planned is None:
        return "hours"
    else:
        wanted = _questions(scale, reason)
    return next((key for key in wanted if key not in scale.record.answers), "")


def _questions(scale: Scale, reason: Reason | None) -> list[str]:
    low = scale.facts.effort is None or scale.facts.effort < 0.7
    first = "why_not_start" if low else "knew_next_step"
    if reason is Reason.TOO_CLOSE:
        enough = scale.facts.effort is not None and scale.facts.effort >= 0.8
        return ["done_before", "mentor_call"] if enough else [MADE_IT, "why_not_start", "mentor_call"]
    return [first, "knew_next_step", MADE_IT, "done_before", "mentor_call"]


def pattern(scale: Scale, cause: Cause, reason: Reason | None) -> str:
    """The pattern that chooses the responses."""
    if cause is Cause.LAZINESS:
        return _lazy_pattern(scale)
    if cause is Cause.ABILITY:
        return _able_pattern(scale)
    return {Reason.OUTSIDE: "X", Reason.NOT_WANTED: "W", Reason.MIXED: "M"}.get(reason or Reason.NO_FACTS, "")


def _lazy_pattern(scale: Scale) -> str:
    facts, answers, codes = scale.facts, scale.record.answers, scale.reading.codes
    effort = facts.effort
    reachable = facts.pace is None or facts.pace <= 1.3
    tests = {
        "LS": scale.record.goals_that_week >= 4 and effort is not None and effort < 0.6,
        "LL": late_start(scale.record) and reachable and answers.get(MADE_IT) not in ("no", "probably_not"),
        "LH": "harsh" in codes and facts.zero_share > 0 and answers.get("done_before") in ("yes", "similar"),
        "LF": "leisure" in codes or answers.get("hours_went_to") == "leisure",
        "LE": ("easier_work" in codes or answers.get("hours_went_to") == "easier_work")
        and answers.get("knew_next_step") == "yes",
        "LD": True,
    }
    return next(code for code, fits in tests.items() if fits)


def _able_pattern(scale: Scale) -> str:
    facts, answers, codes = scale.facts, scale.record.answers, scale.reading.codes
    effort = facts.effort
    full = effort is not None and effort >= 0.8
    no_effect = sum(1 for t in scale.record.trials if t.response.startswith("A") and t.result is TrialResult.NO_EFFECT)
    slow = facts.pace or 0.0
    tests = {
        "AX": no_effect >= 2 and scale.has("peer_more"),
        "AS": (full and stalled(facts)) or (effort is None and "stuck" in codes),
        "AV": (effort is None or effort < 0.5) and scale.no_way_in,
        "AP": answers.get("done_before") == "no" and "not_understood" in codes,
        "AW": full and slow >= 1.5,
        "AU": full and 1.1 < slow < 1.5,
        "": effort is not None and effort < 0.8,
    }
    return next((code for code, fits in tests.items() if fits), "AS")


def change_my_mind(scale: Scale, cause: Cause, reason: Reason | None, found: str) -> str:
    """The code of the sentence that says what would move the verdict."""
    if cause is Cause.LAZINESS:
        return "full_hours_no_result"
    if cause is Cause.ABILITY:
        if found == "AV":
            return "known_step_no_hours"
        if scale.facts.effort is not None and scale.facts.effort >= 0.8:
            return "hours_not_real"
        return "hours_without_trying"
    return {
        Reason.OUTSIDE: "outside_smaller",
        Reason.NOT_WANTED: "wanted_again",
        Reason.BAD_RECORD: "record_mended",
        Reason.DISTRESS: "rested",
    }.get(reason or Reason.NO_FACTS, "probe_answered")
