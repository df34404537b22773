"""The audience cut: what a report for someone else is built of.

Only what the table of audiences allows by name gets through; everything else is as if it had never been written, so
that no paper, whatever it shows, can show it. (Motives, the mentor's lines and words of distress
never leave without a yes for that file; a partner sees hours, outcomes and proofs.)
"""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from fupan.model import Goal, GoalWeek, Motive, QuarterlyReview, WeeklyReview
from fupan.report.nouns import Missing, WeekState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.audience import Audience
    from fupan.report import Material
    from fupan.report.nouns import Report

Noun = TypeVar("Noun")

NAMES: Mapping[type, str] = MappingProxyType({Goal: "goal", GoalWeek: "goal_week", Motive: "motive"})
# What holds a noun in its place and says nothing of the person.
PLACES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "goal": frozenset({"id", "level", "quarter", "parent", "kind", "field", "created", "closed", "version"}),
        "goal_week": frozenset({"goal", "week", "version"}),
        "motive": frozenset({"week"}),
    }
)
TOLD = {WeekState.ON_TIME: WeekState.WRITTEN, WeekState.LATE: WeekState.WRITTEN}  # lateness is one's own affair
TELLS_OTHERS = (Missing.NOTHING, Missing.RUNNING, Missing.WEEKS)  # what a reader must know to read it rightly
EMPTY: Mapping[str, object] = MappingProxyType({"title": ""})  # fields that a noun must have


def allowed(wanted: Audience, audience: Mapping[str, Audience], more: frozenset[str] = frozenset()) -> frozenset[str]:
    """The names ("goal.title", or a whole noun as "note") that `wanted` may read; `more` were said yes to."""
    return frozenset({name for name, level in audience.items() if level >= wanted} | more)


def cut(material: Material, names: frozenset[str]) -> Material:
    """`material` with nothing in it but what `names` allow."""
    motives = tuple(_noun(motive, names) for motive in material.motives) if _any("motive", names) else ()
    verdicts = "verdict" in names
    return replace(
        material,
        reviews=tuple(_review(review, names) for review in material.reviews),
        goals=tuple(_noun(goal, names) for goal in material.goals),
        verdicts=material.verdicts if verdicts else (),
        trials=material.trials if "trial" in names else (),
        motives=motives,
        quarterlies=tuple(_quarterly(closing, names) for closing in material.quarterlies),
        diagnoses=material.diagnoses if verdicts else {},
        offers=material.offers if verdicts else {},
        notes=material.notes if "note" in names else (),
        quality={},
        serving=material.serving if _any("motive", names) else None,
        orphans=material.orphans if _any("motive", names) else (),
        long=material.long if "long_review" in names else (),
        decisions=material.decisions if "decision" in names else (),
        rules=material.rules if "rule" in names else (),
    )


def trimmed(report: Report, reader: Audience, names: frozenset[str]) -> Report:
    """The report without what only its writer is asked to see to: verdicts that are missing, records that lack."""
    lacks = tuple(lack for lack in report.lacks if lack.what in TELLS_OTHERS)
    if "verdict" not in names:
        quarters = tuple(replace(line, causes=(), missed=None) for line in report.quarters)
        report = replace(report, misses=(), causes=(), quarters=quarters)
    weeks = tuple(replace(line, state=TOLD.get(line.state, line.state)) for line in report.weeks)
    return replace(report, reader=reader, shown=tuple(sorted(names)), lacks=lacks, weeks=weeks)


def _any(noun: str, names: frozenset[str]) -> bool:
    return any(name.partition(".")[0] == noun for name in names)


def _noun(noun: Noun, names: frozenset[str]) -> Noun:
    """The noun with every field that is not allowed as if it had not been recorded."""
    kind = NAMES[type(noun)]
    if kind in names:
        return noun
    kept = PLACES[kind]
    hidden: dict[str, Any] = {
        one.name: EMPTY[one.name] if one.default is MISSING else one.default
        for one in fields(noun)  # type: ignore[arg-type]
        if one.name not in kept and f"{kind}.{one.name}" not in names
    }
    if kind == "goal_week" and "gap" in names:
        hidden.pop("gap", None)
    return replace(noun, **hidden)  # type: ignore[type-var]


def _review(review: WeeklyReview, names: frozenset[str]) -> WeeklyReview:
    return WeeklyReview(
        week=review.week,
        started=review.started,
        written=review.written,
        zone=review.zone,
        mode=review.mode,
        answers=review.answers if "answers" in names else {},
        goals=tuple(_noun(goal, names) for goal in review.goals),
        motive=_noun(review.motive, names) if review.motive and _any("motive", names) else None,
        verdicts=review.verdicts if "verdict" in names else (),
        promises=tuple(_noun(goal, names) for goal in review.promises),
        version=review.version,
    )


def _quarterly(closing: QuarterlyReview, names: frozenset[str]) -> QuarterlyReview:
    answers = "answers" in names
    return QuarterlyReview(
        quarter=closing.quarter,
        started=closing.started,
        written=closing.written,
        zone=closing.zone,
        reread=closing.reread,
        marks=closing.marks if answers else {},
        scores=closing.scores if "score" in names else (),
        verdicts=closing.verdicts if "verdict" in names else (),
        answers=closing.answers if answers else {},
        version=closing.version,
    )
