"""The inquiry into one miss: facts first, then the person's verdict, the mentor's, and the program's last."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.care import care
from fupan.diagnosis.diagnose import diagnose
from fupan.diagnosis.sentences import probe_question
from fupan.lean import dataclass
from fupan.model import (
    Call,
    Cause,
    Diagnosis,
    Elsewhere,
    Gap,
    GoalRecord,
    GoalWeek,
    Reason,
    Trial,
    TrialResult,
    Verdict,
)
from fupan.questions import choices, question
from fupan.review.records import PROBES, goal_record
from fupan.review.reviewed import effort, hours_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from fupan.questions import Question

# how a probe is asked: the kind of its question and the name of its choices
PROBE_KINDS: Mapping[str, tuple[str, str]] = {
    "would_have_made_it_with_planned_hours": ("choice", "made_it"),
    "why_not_start": ("choice", "put_off"),
    "knew_next_step": ("choice", "knew"),
    "asked_for_help": ("choice", "help"),
    "start": ("choice", "start"),
    "hours_went_to": ("choice", "went_to"),
    "still_wanted": ("choice", "wanted"),
    "done_before": ("choice", "done_before"),
    "mentor_call": ("choice", "call"),
    "external_share": ("hours", ""),
    "hours": ("pair", ""),
    "progress": ("percent", ""),
}
ASK_UNTIL_EFFORT = {"would_have_made_it": 0.8, "put_off": 0.7}
REMEMBERED = 256
# An interview is computed anew after every answer; the same words and records come again each time.
_care = lru_cache(maxsize=REMEMBERED)(care)
_known: dict[str, Diagnosis] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """One miss under inquiry, with the weeks before it."""

    goal: GoalWeek
    history: tuple[GoalWeek, ...] = ()
    note: str = ""  # what is said of it when the quarter looks back
    goals_that_week: int = 1
    trials: tuple[Trial, ...] = ()  # responses tried on this goal
    quality: int | None = None  # of the week's record, 0–100; a low one caps certainty
    elsewhere: Elsewhere | None = None  # what the person's other misses taught

    def ask(self, name: str, **more: Any) -> Question:
        return question("week", name, key={"goal": self.goal.goal}, about=self.goal.title, **more)


def elsewhere(confirmed: tuple[int, int], trials: Sequence[Trial], own: Collection[str]) -> Elsewhere:
    """What is known of a person from other goals than their `own` ones under inquiry."""
    worked = [trial for trial in trials if trial.goal not in own and trial.result is TrialResult.WORKED]
    last = max(worked, key=lambda trial: trial.started, default=None)
    return Elsewhere(laziness=confirmed[0], ability=confirmed[1], worked=last.response if last else "")


def gap_questions(miss: Miss, answers: Mapping[str, Any], *, depth: str = "deep") -> Iterator[Question]:
    """The questions on one miss before any verdict is shown. `depth`: deep, short or brief."""
    deep = depth == "deep"
    ratio = effort(miss.goal)
    ask = partial(miss.ask, shows=(miss.goal,))
    if deep:
        yield from (ask("G1"), ask("G2"))
        if hours_in(answers.get(f"goals.{miss.goal.goal}.outside_hours"))[0]:
            yield ask("G2b")
    if ratio is None or ratio < ASK_UNTIL_EFFORT["would_have_made_it"]:
        yield ask("G3")
    if depth != "brief" and (ratio is None or ratio < ASK_UNTIL_EFFORT["put_off"]):
        yield ask("G4a")
    if deep and ((ratio is not None and ratio >= ASK_UNTIL_EFFORT["put_off"]) or _flat(miss)):
        yield from (ask("G4b"), ask("G4c"), ask("G4d"))
    if not worry(answers):
        yield ask("G5")


def mentor_questions(misses: Sequence[Miss], answers: Mapping[str, Any]) -> Iterator[Question]:
    if not worry(answers):
        yield from (miss.ask("B4", shows=(miss.goal,)) for miss in misses)


def verdict_questions(
    misses: Sequence[Miss], answers: Mapping[str, Any], *, probing: bool = True
) -> Iterator[Question]:
    """The program's view, last: at most one probe, then whether the person agrees."""
    if worry(answers):
        return
    for miss in misses:
        before = diagnosis_of(miss, answers, probed=False)
        if probing and before.probe in PROBE_KINDS:
            kind, name = PROBE_KINDS[before.probe]
            words = Bilingual(probe_question(before.probe, "en"), probe_question(before.probe, "zh"))
            yield miss.ask("P1", kind=kind, choices=choices(name), text=words)
        yield miss.ask("V1", default="yes", shows=(diagnosis_of(miss, answers),))
        if answers.get(f"goals.{miss.goal.goal}.agree") not in (None, "yes"):
            yield miss.ask("V2")


def verdict_of(miss: Miss, answers: Mapping[str, Any]) -> Verdict:
    """The verdict on one miss as far as it is answered; the person's word is final."""

    def said(name: str) -> Any:
        return answers.get(f"goals.{miss.goal.goal}.{name}")

    known = Verdict(
        goal=miss.goal.goal,
        period=str(miss.goal.week),
        own=Call(said("own")) if said("own") else None,
        mentor=Call(said("mentor")) if said("mentor") else None,
    )
    match worry(answers):
        case "crisis":
            return known
        case "distress":
            return replace(known, final=Cause.UNCLEAR, reason=Reason.DISTRESS)
    program = diagnosis_of(miss, answers)
    probe = said("probe")
    final, reason = _final(said("agree"), known.own, program)
    return replace(
        known,
        program=program,
        probe_answer="" if probe is None else str(probe),
        final=final,
        reason=reason,
        overruled=said("overruled") or "",
        around=said("around") or "",
    )


def diagnosis_of(miss: Miss, answers: Mapping[str, Any], *, probed: bool = True) -> Diagnosis:
    """The program's view of a miss over all its weeks, with the probe's answer once it is given."""

    def view(goal: GoalWeek) -> Diagnosis:
        own, mentor = (answers.get(f"goals.{miss.goal.goal}.{name}") for name in ("own", "mentor"))
        record = goal_record(
            (*miss.history, goal),
            own=Call(own) if own else None,
            mentor=Call(mentor) if mentor else None,
            note=miss.note,
            goals_that_week=miss.goals_that_week,
            trials=miss.trials,
            quality=miss.quality,
        )
        return _diagnosed(replace(record, elsewhere=miss.elsewhere))

    first = view(miss.goal)
    answer = answers.get(f"goals.{miss.goal.goal}.probe")
    return view(_with_probe(miss.goal, first.probe, answer)) if probed and answer is not None else first


def _diagnosed(record: GoalRecord) -> Diagnosis:
    """The diagnosis of a record, remembered by everything that the record holds."""
    key = repr(record)
    if key not in _known:
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[key] = diagnose(record)
    return _known[key]


def worry(answers: Mapping[str, Any]) -> str:
    """The gravest care level in everything written so far: "crisis", "distress" or ""."""
    levels = {found.level for text in answers.values() if isinstance(text, str) and (found := _care(text))}
    return "crisis" if "crisis" in levels else "distress" if levels else ""


# what a person's word means as a stored verdict
CALLED: Mapping[str, tuple[Cause, Reason | None]] = MappingProxyType(
    {
        "laziness": (Cause.LAZINESS, None),
        "ability": (Cause.ABILITY, None),
        "both": (Cause.UNCLEAR, Reason.MIXED),
        "mixed": (Cause.UNCLEAR, Reason.MIXED),
        "neither": (Cause.UNCLEAR, Reason.DONT_KNOW),
        "dont_know": (Cause.UNCLEAR, Reason.DONT_KNOW),
        "outside": (Cause.UNCLEAR, Reason.OUTSIDE),
        "not_wanted": (Cause.UNCLEAR, Reason.NOT_WANTED),
    }
)


def _final(agree: str | None, own: Call | None, program: Diagnosis) -> tuple[Cause | None, Reason | None]:
    if agree == "yes":
        return program.cause, program.reason
    return CALLED.get(agree or (own.value if own else ""), (None, None))


def _with_probe(goal: GoalWeek, probe: str, answer: Any) -> GoalWeek:
    gap = goal.gap or Gap()
    match probe:
        case "hours":
            planned, _, actual = str(answer).partition("/")
            hours, guess = hours_in(actual)
            return replace(goal, planned_hours=hours_in(planned)[0], actual_hours=hours, estimated=guess)
        case "progress":
            return replace(goal, progress=answer / 100)
        case "external_share":
            return replace(goal, gap=replace(gap, outside_hours=hours_in(answer)[0]))
        case "done_before":
            return replace(goal, done_before=answer)
        case _ if probe in PROBES:
            return replace(goal, gap=replace(gap, **{PROBES[probe]: answer}))
    return goal


def _flat(miss: Miss) -> bool:
    """Progress stands where it stood the week before."""
    before = [week.progress for week in miss.history if week.progress is not None]
    now = miss.goal.progress
    return bool(before) and now is not None and now - before[-1] < 0.05
