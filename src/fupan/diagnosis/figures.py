"""How good the diagnosis is on labelled cases: figures with bootstrap intervals, by language and by what is known."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from fupan.diagnosis.cases import KNOWN
from fupan.lean import dataclass
from fupan.model import Cause

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fupan.diagnosis.cases import Case
    from fupan.model import Diagnosis

DRAWS, SEED = 1000, 20260706
UNCLEAR = Cause.UNCLEAR

Pair = tuple[Cause, Cause]  # truth, answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    case: Case
    diagnosis: Diagnosis


def accuracy(pairs: Sequence[Pair]) -> float | None:
    return _share([truth is answer for truth, answer in pairs])


def coverage(pairs: Sequence[Pair]) -> float | None:
    return _share([answer is not UNCLEAR for _, answer in pairs])


def selective_accuracy(pairs: Sequence[Pair]) -> float | None:
    return _share([truth is answer for truth, answer in pairs if answer is not UNCLEAR])


def wrong_way(pairs: Sequence[Pair]) -> float | None:
    """Laziness called ability or the reverse, over all that is truly one of them."""
    decidable = [pair for pair in pairs if pair[0] is not UNCLEAR]
    return _share([answer is not UNCLEAR and answer is not truth for truth, answer in decidable])


def forced_call(pairs: Sequence[Pair]) -> float | None:
    return _share([answer is not UNCLEAR for truth, answer in pairs if truth is UNCLEAR])


def macro_f1(pairs: Sequence[Pair]) -> float | None:
    """The mean of the labels' F1, over the labels that occur."""
    if not pairs:
        return None
    scores = []
    for label in Cause:
        hit = sum(1 for truth, answer in pairs if truth is answer is label)
        of = sum((truth is label) + (answer is label) for truth, answer in pairs)
        if of:
            scores.append(2 * hit / of)
    return sum(scores) / len(scores)


FIGURES: dict[str, Callable[[Sequence[Pair]], float | None]] = {
    "accuracy": accuracy,
    "macro_f1": macro_f1,
    "coverage": coverage,
    "selective_accuracy": selective_accuracy,
    "wrong_way": wrong_way,
    "forced_call": forced_call,
}


def figures(pairs: Sequence[Pair]) -> dict[str, Any]:
    """All figures of some cases, with their number; null where nothing can be counted."""
    return {"n": len(pairs), **{name: _round(count(pairs)) for name, count in FIGURES.items()}}


def intervals(pairs: Sequence[Pair]) -> dict[str, list[float] | None]:
    """95 % bootstrap intervals of every figure; the same file always gives the same."""
    dice = random.Random(SEED)  # noqa: S311 - resampling, no secret
    drawn: dict[str, list[float]] = {name: [] for name in FIGURES}
    for _ in range(DRAWS if pairs else 0):
        sample = dice.choices(pairs, k=len(pairs))
        for name, count in FIGURES.items():
            value = count(sample)
            if value is not None:
                drawn[name].append(value)
    return {name: _interval(values) for name, values in drawn.items()}


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """The `data` of the envelope: figures over the labelled cases, and every case's answer."""
    labelled = [(j, (j.case.label, j.diagnosis.cause)) for j in judged if j.case.label is not None]
    pairs = [pair for _, pair in labelled]
    part = _parts(labelled)
    return {
        **figures(pairs),
        "n": len(judged),
        "intervals": intervals(pairs),
        "by": part,
        "cases": [
            {
                "id": j.case.id,
                "label": str(j.diagnosis.cause),
                "p_laziness": round(j.diagnosis.p_laziness, 4),
                "reason": str(j.diagnosis.reason) if j.diagnosis.reason else None,
            }
            for j in judged
        ],
    }


def _parts(labelled: Sequence[tuple[Judged, Any]]) -> dict[str, Any]:
    """Figures with intervals, by language and by what is known."""

    def part(pairs: list[Pair]) -> dict[str, Any]:
        return {**figures(pairs), "intervals": intervals(pairs)}

    return {
        "lang": {lang: part([pair for j, pair in labelled if j.case.lang == lang]) for lang in ("zh", "en")},
        "known": {name: part([pair for j, pair in labelled if j.case.known == name]) for name in KNOWN},
    }


def _share(hits: Sequence[bool]) -> float | None:
    return sum(hits) / len(hits) if hits else None


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _interval(values: list[float]) -> list[float] | None:
    if not values:
        return None
    ordered = sorted(values)
    low, high = int(0.025 * (len(ordered) - 1)), int(0.975 * (len(ordered) - 1) + 0.999)
    return [round(ordered[low], 4), round(ordered[high], 4)]
