"""What one may do about a cause: the catalogue, choosing from it, and judging what was tried.

The responses stand in data/responses.json with their evidence, the patterns that call for them in
data/patterns.json. A person's own, from the file that `fupan.own_responses` reads, stand beside them.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.lean import dataclass
from fupan.model import Cause, Reason, TrialResult
from fupan.own_responses import Known, own_rows
from fupan.responses.trials import TESTS, LedgerLine, Measured, ledger, measure_trial

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fupan.model import GoalWeek, Trial
    from fupan.periods import Week

__all__ = [
    "ACTIVE_AT_MOST",
    "Chooser",
    "LedgerLine",
    "Measured",
    "Offer",
    "Response",
    "catalogue",
    "fill",
    "for_pattern",
    "judge_trial",
    "ledger",
    "may_try",
    "measure_trial",
    "missing_slots",
    "offer",
]

DATA = Path(__file__).parent.parent / "data"
ACTIVE_AT_MOST = 3
SHOWN = 3
ENDED_IN_VAIN = 2  # trials without effect after which a response is not offered again
TALK = 0.3  # the head start of the talk's own responses
RECENT = 13  # weeks of a person's trials that decide how far up the ladder they are
PLACE, PEOPLE, STAKE = 2, 3, 4  # rungs of the ladder; 1 is alone, 0 stands beside it
STEP = {"gentle": 0, "plain": 1, "hard": 2}  # rungs climbed after a response without effect
BLANK = "……"


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One way to act on a cause, with what speaks for it and how it is judged."""

    id: str
    kind: str  # laziness, ability, external, wrong_goal, unclear
    title: Bilingual
    do: Bilingual  # the instruction, with {goal}, {partner}, {place}, {slot}, {hours}
    because: Bilingual  # why it fits, said to the person
    fits: str
    evidence: str
    strength: int  # 1–3
    carried_out: str
    worked: str
    slots: tuple[str, ...]
    review_weeks: int = 2
    dose: float = 1  # a week, or in all if `once`
    once: bool = False
    enough: float = 0.75  # share of the doses that counts as carried out in full
    talk: bool = False  # one of the talk's own
    rung: int = 0  # of the ladder against laziness
    test: str = "effort"  # a name of trials.TESTS
    by: str = "doses"  # what shows that it was carried out: doses, any, effort
    tags: tuple[str, ...] = ()  # company, public, stake
    patterns: tuple[str, ...] = ()  # of a person's own responses: the patterns that call for them

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Response:
        """A row of the catalogue's file, or a person's own; a short row is filled with the usual values."""
        plain = {name: row[name] for name in cls.__dataclass_fields__ if name in row}
        both = {
            name: Bilingual(str(row.get(f"{name}_en", "")), str(row.get(f"{name}_zh", row.get(f"{name}_en", ""))))
            for name in ("title", "do", "because")
        }
        told: dict[str, Any] = {"fits": "", "evidence": "", "strength": 1, "carried_out": "", "worked": ""}
        slots = tuple(dict.fromkeys(re.findall(r"\{(\w+)\}", both["do"].en + both["do"].zh)))
        lists = {name: tuple(row.get(name, ())) for name in ("tags", "patterns")}
        return cls(**{**told, **plain, **both, **lists, "slots": tuple(row.get("slots", slots))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A response put forward, with its reason and this person's own record of it."""

    response: Response
    reason: Bilingual
    dose: float = 1  # proposed: smaller than usual where the usual one was not carried out
    tried: int = 0
    worked: int = 0
    score: float = 0.0


def catalogue() -> Mapping[str, Response]:
    """All responses by id; the person's own come after the shipped ones, and replace those of the same id.

    Raises what is wrong with the person's file, if anything is.
    """
    own = own_rows(Known(rows=_rows(), tests=TESTS, patterns=_choosing()["patterns"]))
    return {**_shipped(), **{row["id"]: Response.read(row) for row in own}} if own else _shipped()


@cache
def _shipped() -> Mapping[str, Response]:
    return {name: Response.read(row) for name, row in _rows().items()}


@cache
def _rows() -> Mapping[str, Mapping[str, Any]]:
    rows = json.loads((DATA / "responses.json").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


@cache
def _choosing() -> dict[str, Any]:
    table: dict[str, Any] = json.loads((DATA / "patterns.json").read_text(encoding="utf-8"))
    return table


def for_pattern(pattern: str) -> tuple[str, ...]:
    """The responses that a pattern calls for, in the method's order; none for an unknown pattern."""
    return tuple(_choosing()["patterns"].get(pattern, {}).get("offer", ()))


def may_try(active_trials: Sequence[Trial]) -> bool:
    """Whether one more response may be begun: at most three at a time."""
    return sum(trial.result is None and trial.ended is None for trial in active_trials) < ACTIVE_AT_MOST


def offer(
    pattern: str,
    cause: Cause,
    past: Sequence[Trial],
    *,
    firmness: str = "plain",
    around: str = "",
    reason: Reason | None = None,
    goal: str = "",
) -> tuple[Offer, ...]:
    """The three shipped responses that fit best, the first one first; see `Chooser`.

    `around` answers “can you go around it?”: yes, no, unknown.
    """
    chooser = Chooser(past=tuple(past), goal=goal)
    return chooser.offer(pattern, cause, firmness=firmness, around=around, reason=reason)


# Where a figure or a Latin word is put into a Chinese sentence a blank stands, as everywhere else.
_BESIDE_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\0(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])\0(?=[\u4e00-\u9fff])")


def fill(response: Response, slots: Mapping[str, object], code: str) -> str:
    """The instruction with its places filled; a place without a value stays open."""
    sentence = response.do.spoken(code)
    filled = re.sub(r"\{(\w+)\}", lambda found: f"\0{slots.get(found.group(1)) or BLANK}\0", sentence)
    return _BESIDE_HAN.sub(" ", filled).replace("\0", "")


def missing_slots(response: Response, slots: Mapping[str, object]) -> tuple[str, ...]:
    """The places of an instruction that nothing is said for yet."""
    return tuple(slot for slot in response.slots if not slots.get(slot))


def judge_trial(
    trial: Trial,
    goal_weeks_before: Sequence[GoalWeek],
    goal_weeks_since: Sequence[GoalWeek],
    today_week: Week,
    responses: Mapping[str, Response] | None = None,
) -> TrialResult:
    """A trial's result on recorded numbers; `today_week` is the newest week that has been reviewed."""
    response = (responses or catalogue()).get(trial.response)
    if response is None:  # a person's own response that is no longer in their list
        return TrialResult.TOO_EARLY
    return measure_trial(trial, response, goal_weeks_before, goal_weeks_since, today_week).result


@dataclass(frozen=True, slots=True, kw_only=True)
class Chooser:
    """Chooses for one goal of one person.

    `past` are the person's trials of any goal; with `goal`, only those on it decide how far up the ladder
    one is. `responses` may hold a person's own beside the shipped ones.
    """

    past: tuple[Trial, ...] = ()
    goal: str = ""
    responses: Mapping[str, Response] = field(default_factory=catalogue)

    def offer(
        self, pattern: str, cause: Cause, *, firmness: str = "plain", around: str = "", reason: Reason | None = None
    ) -> tuple[Offer, ...]:
        """The three that fit best; a pattern of another cause than the decided one is left aside."""
        if _choosing()["patterns"].get(pattern, {}).get("cause") != cause:
            pattern = ""
        if cause is Cause.LAZINESS:
            names = self._against_laziness(pattern, firmness)
        elif cause is Cause.ABILITY:
            names = self._for_ability(pattern, around)
        else:
            names = self._for_unclear(pattern, reason)
        return tuple(self._offered(name) for name in names[:SHOWN])

    def _against_laziness(self, pattern: str, firmness: str) -> list[str]:
        """The pattern's own by rank; after a trial without effect the next rung, then what stands above it."""
        own, floor = self._own(pattern, Cause.LAZINESS), self._floor(firmness)
        others = [name for name, r in self.responses.items() if floor and r.rung == floor]
        pool = self._open([*own, *others, *_choosing()["causes"]["laziness"]], Cause.LAZINESS, pattern)
        ranked = self._ranked([name for name in pool if self.responses[name].rung < STAKE or self._stake(firmness)])
        if self._not_carried_out() >= ENDED_IN_VAIN:
            lighter = self._open(_choosing()["second_chance"], Cause.LAZINESS, pattern)
            return list(dict.fromkeys([*lighter, *ranked]))
        if floor:
            return sorted(ranked, key=lambda name: _from_rung(self.responses[name].rung, floor))
        return sorted(ranked, key=lambda name: name not in own)

    def _for_ability(self, pattern: str, around: str) -> list[str]:
        """First what the answer to “can you go around it?” calls for, then the pattern's own."""
        table = _choosing()
        asked = table["around"].get(around, table["around"][""])
        if around != "no" and self._doubled_in_vain():
            asked = ["A02", *asked]
        before = () if around == "no" and pattern == "AX" else table["before"].get(pattern, ())
        decided = {name for names in table["around"].values() for name in names}
        own = [name for name in self._ranked(self._own(pattern, Cause.ABILITY)) if name not in decided]
        others = self._ranked(table["causes"]["ability"])
        barred = table["without"].get(pattern, ())
        names = self._open([*before, *asked, *own, *others], Cause.ABILITY, pattern)
        return [name for name in names if name not in barred]

    def _for_unclear(self, pattern: str, reason: Reason | None) -> list[str]:
        by_reason = _choosing()["reasons"].get(reason.value if reason else "", ())
        names = by_reason or for_pattern(pattern) or _choosing()["causes"]["unclear"]
        return self._open([*names, *self._own("", Cause.UNCLEAR)], Cause.UNCLEAR, pattern)

    def _own(self, pattern: str, cause: Cause) -> list[str]:
        """The pattern's responses, and a person's own for it; own ones that name no pattern go by their kind."""
        added = (response for name, response in self.responses.items() if name not in _shipped())
        fitting = [r.id for r in added if pattern in r.patterns or (not r.patterns and r.kind == cause.value)]
        return [*for_pattern(pattern), *fitting]

    def _open(self, names: Iterable[str], cause: Cause, pattern: str) -> list[str]:
        """Without those that failed twice, run already, or do not suit the cause."""
        known = [name for name in dict.fromkeys(names) if name in self.responses]
        return [name for name in known if not self._spent(name) and _suits(self.responses[name], cause, pattern)]

    def _spent(self, name: str) -> bool:
        """Whether it did nothing twice, was left undone twice, or is under way on this goal."""
        own = [trial for trial in self.past if trial.response == name]
        results = [trial.result for trial in own]
        running = any(t.result is None and t.ended is None and self.goal in ("", t.goal) for t in own)
        vain, undone = results.count(TrialResult.NO_EFFECT), results.count(TrialResult.NOT_CARRIED_OUT)
        return running or max(vain, undone) >= ENDED_IN_VAIN

    def _ranked(self, names: Iterable[str]) -> list[str]:
        return sorted((name for name in names if name in self.responses), key=lambda name: -self._score(name))

    def _offered(self, name: str) -> Offer:
        response, (n, worked) = self.responses[name], self._record(name)
        undone = any(t.response == name and t.result is TrialResult.NOT_CARRIED_OUT for t in self._recent())
        dose = max(1, response.dose // 2) if undone else response.dose
        return Offer(
            response=response, reason=response.because, dose=dose, tried=n, worked=worked, score=self._score(name)
        )

    def _record(self, name: str) -> tuple[int, int]:
        results = [trial.result for trial in self.past if trial.response == name]
        judged = [result for result in results if result not in (None, TrialResult.TOO_EARLY)]
        return len(judged), judged.count(TrialResult.WORKED)

    def _score(self, name: str) -> float:
        n, worked = self._record(name)
        response = self.responses[name]
        return response.strength + 2 * (worked + 1) / (n + 2) - 1 + (TALK if response.talk else 0)

    def _recent(self) -> list[Trial]:
        """The trials against laziness that still count: on this goal, of the last quarter before the newest."""
        own = [trial for trial in self.past if self.goal in ("", trial.goal) and trial.response in self.responses]
        lazy = [trial for trial in own if self.responses[trial.response].rung]
        if not lazy:
            return []
        since = max(trial.started for trial in lazy).shift(-RECENT)
        return [trial for trial in lazy if trial.started >= since]

    def _in_vain(self) -> list[int]:
        ended = [trial for trial in self._recent() if trial.result is TrialResult.NO_EFFECT]
        return [self.responses[trial.response].rung for trial in ended]

    def _doubled_in_vain(self) -> bool:
        """Whether twice the time was given to this goal without half more progress."""
        own = (trial for trial in self.past if self.goal in ("", trial.goal))
        return any(trial.response == "A01" and trial.result is TrialResult.NO_EFFECT for trial in own)

    def _not_carried_out(self) -> int:
        return sum(trial.result is TrialResult.NOT_CARRIED_OUT for trial in self._recent())

    def _floor(self, firmness: str) -> int:
        """The rung to begin at: above what did nothing; `hard` climbs one more, `gentle` stays."""
        reached, step = max(self._in_vain(), default=0), STEP.get(firmness, 1)
        floor = reached + step if reached else PLACE * (firmness == "hard")
        return min(floor, STAKE if self._stake(firmness) else PEOPLE)

    def _stake(self, firmness: str) -> bool:
        """A stake comes after two softer responses without effect, once, and never for the gentle."""
        softer = sum(rung < STAKE for rung in self._in_vain())
        staked = any("stake" in self.responses[t.response].tags and t.result is not None for t in self._recent())
        return softer >= (1 if firmness == "hard" else 2) and firmness != "gentle" and not staked


def _from_rung(rung: int, floor: int) -> int:
    """The rung itself first, then upwards, then back down; what stands beside the ladder goes with the first."""
    if rung == 0:
        return 0
    return rung - floor if rung >= floor else STAKE + floor - rung


def _suits(response: Response, cause: Cause, pattern: str) -> bool:
    """No stake and no public for an ability verdict, and no company for someone who is stuck on hard work.

    Others' presence slows hard work (Bond & Titus 1983).
    """
    unsuited = {"stake", "public"} if cause is Cause.ABILITY else set()
    return not set(response.tags) & (unsuited | ({"company"} if pattern == "AS" else set()))
