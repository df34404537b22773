"""Responses as experiments: follow up the ones under way, then choose at most one for each miss."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.model import Cause, Trial, Verdict
from fupan.questions import Choice, question
from fupan.responses import ACTIVE_AT_MOST, catalogue, offer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from fupan.periods import Week
    from fupan.questions import Question

SLOTS = {"partner": "F3who", "place": "F3where", "slot": "F3when", "hours": "F3hours"}
NO_RESPONSE = Choice(value="none", letter="n", label=Bilingual("none for now", "先不选"))


def follow_up(trials: Sequence[Trial], answers: Mapping[str, Any]) -> Iterator[Question]:
    """How often each response under way was done, and whether it helped."""
    for trial in trials:
        if _all_done(trial):
            continue
        ask = partial(question, "week", key={"trial": trial.id}, about=trial.id, shows=(trial,))
        yield ask("F1")
        if answers.get(f"trials.{trial.id}.doses"):
            yield ask("F2")


def _all_done(trial: Trial) -> bool:
    """A response that is done once, such as an hour with someone, needs no second question."""
    response = catalogue().get(trial.response)
    doses = sum(week.doses or 0 for week in trial.weeks)
    return bool(response and response.once and doses >= (trial.dose_planned or response.dose))


def respond(
    verdicts: Sequence[tuple[Verdict, str]],
    answers: Mapping[str, Any],
    *,
    past: Sequence[Trial],
    active: int,
    firmness: str = "plain",
) -> Iterator[Question]:
    """For each verdict with its goal's title: three responses to choose from, then who, where, when."""
    for verdict, title in verdicts:
        if verdict.final is None or active >= ACTIVE_AT_MOST:
            continue
        ask = partial(question, "week", key={"goal": verdict.goal}, about=title)
        if verdict.final is Cause.ABILITY:
            yield ask("F0")
        program = verdict.program
        agreed = program is not None and program.cause is verdict.final and program.reason is verdict.reason
        offers = offer(
            program.pattern if program and agreed else "",
            verdict.final,
            past,
            firmness=firmness,
            around=verdict.around,
            reason=verdict.reason,
            goal=verdict.goal,
        )
        labels = tuple(
            Choice(value=o.response.id, letter=str(n), label=o.response.title) for n, o in enumerate(offers, 1)
        )
        yield ask("F3", choices=(*labels, NO_RESPONSE), also=_whole_catalogue(), shows=offers)
        chosen = answers.get(f"goals.{verdict.goal}.response")
        if chosen and chosen != NO_RESPONSE.value:
            active += 1
            response = catalogue()[chosen]
            yield from (ask(entry) for slot, entry in SLOTS.items() if slot in response.slots)
            if not response.once:
                yield ask("F3n", default=next((o.dose for o in offers if o.response.id == chosen), response.dose))


def _whole_catalogue() -> tuple[Choice, ...]:
    """Three are offered; a person who knows better may name any other by its id."""
    return tuple(Choice(value=r.id, letter="", label=r.title) for r in catalogue().values())


def begun(verdict: Verdict, answers: Mapping[str, Any], *, started: Week, new_id: Callable[[str], str]) -> Trial | None:
    """The trial that was chosen for a verdict, with its slots and its dose a week."""
    path = f"goals.{verdict.goal}."
    chosen = answers.get(f"{path}response")
    if chosen in (None, NO_RESPONSE.value):
        return None
    response = catalogue()[chosen]
    slots = {slot: answers.get(f"{path}slot_{slot}") for slot in SLOTS if slot in response.slots}
    return Trial(
        id=new_id("r"),
        goal=verdict.goal,
        response=chosen,
        slots={slot: value if isinstance(value, str) else f"{value:g}" for slot, value in slots.items() if value},
        started=started,
        review_weeks=response.review_weeks,
        dose_planned=response.dose if response.once else answers.get(f"{path}doses"),
    )
