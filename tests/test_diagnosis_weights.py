"""Every number in the data file decides something: change it, and some verdict, reason or weight changes."""

from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from fupan.diagnosis import wording
from fupan.diagnosis.cases import read_cases
from fupan.diagnosis.diagnose import diagnose
from fupan.diagnosis.weights import weights
from fupan.model import Elsewhere, GoalRecord, Outcome, Trial, TrialResult, WeekFacts
from fupan.periods import Week

CASES = Path(__file__).parent / "cases"
FIRST = Week(2026, 27)


def record(*weeks, trials=(), elsewhere=None, quality=None, note="", **answers):
    """A record of missed weeks from (planned, actual, progress, why)."""
    facts = tuple(
        WeekFacts(
            week=FIRST.shift(n),
            planned_hours=planned,
            actual_hours=actual,
            outcome=Outcome.MISSED,
            progress=progress,
            why=why,
        )
        for n, (planned, actual, progress, why) in enumerate(weeks)
    )
    tried = tuple(
        Trial(id=f"r{n}", goal="g1", response=response, started=FIRST, result=result)
        for n, (response, result) in enumerate(trials)
    )
    return GoalRecord(
        goal="a goal",
        weeks=facts,
        trials=tried,
        elsewhere=elsewhere,
        quality=quality,
        quarter_note=note,
        answers=answers,
    )


ANSWERS = [{key: value} for key, table in weights()["answers"].items() for value in table if value != "source"]
VAIN, UNDONE, WORKED = TrialResult.NO_EFFECT, TrialResult.NOT_CARRIED_OUT, TrialResult.WORKED
SHORT = (10, 7, None, "")
MADE = [
    *(record(SHORT, **answer) for answer in ANSWERS),
    *(record((10, hours / 2, None, "")) for hours in range(30)),
    *(record((10, 4 + part, 0.05 * part, "")) for part in range(1, 14)),
    record((10, 9, None, ""), peer_hours=6),
    record((10, 2, None, ""), peer_hours=6),
    record((10, 6.9, None, ""), peer_hours=16),
    record((10, 9, 0.2, ""), (10, 9, 0.24, "")),
    record((10, 6.1, 0.2, ""), (10, 6.1, 0.2, "")),
    record((5, 0, None, ""), (5, 0.7, None, ""), (5, 4, None, ""), (5, 3, None, "")),
    record((5, 0, None, ""), (5, 0.5, None, ""), (5, 6, None, ""), (5, 12, None, "")),
    record((5, 5, None, ""), (5, 4, None, ""), (5, 2, None, ""), (5, 2, None, "")),
    record((5, 0, None, ""), (5, 1, None, "")),
    *(record((10, 8.5, None, ""), approaches_tried=n) for n in (2, 3)),
    *(record((10, 8.5, None, ""), stuck_hours=n) for n in (1, 2, 4)),
    record(SHORT, trials=[("L01", UNDONE)]),
    record(SHORT, trials=[("L01", UNDONE)] * 2),
    record((10, 2, None, ""), trials=[("L01", VAIN)]),
    record((10, 10, 0.1, ""), (10, 10, 0.1, ""), trials=[("L03", WORKED)]),
    record((10, 2, None, ""), trials=[("A04", WORKED)], knew_next_step="yes"),
    record(SHORT, trials=[("A04", WORKED)]),
    record((10, 9, None, ""), trials=[("A01", VAIN)]),
    record((10, 9, None, ""), trials=[("A04", VAIN)] * 2),
    record(SHORT, elsewhere=Elsewhere(laziness=2, ability=1, worked="L01")),
    record(SHORT, elsewhere=Elsewhere(laziness=90)),
    record((10, 6, None, ""), quality=39, hours_went_to="leisure"),
    record((10, 6, None, ""), quality=42, hours_went_to="leisure"),
    record((10, 3, None, ""), quality=30, done_before="yes"),
    record((10, 3, None, ""), quality=30, hours_went_to="leisure"),
    record((10, 5, 0.5, ""), (10, 5, 0.38, ""), hours_went_to="leisure"),
    record((10, 5, 0.5, ""), (10, 1, 0.2, ""), hours_went_to="leisure", done_before="yes", self_call="laziness"),
    record((10, 0, None, ""), external_share=0.5, hours_went_to="leisure"),
    record((10, 5, None, ""), external_share=0.9, blocked_from_outside="no", hours_went_to="leisure"),
    record((None, None, None, "1322 points"), (None, None, None, "1301"), (None, None, None, "1335")),
    record((None, None, None, "52"), (None, None, None, "54"), (None, None, None, "42")),
    *(record((10, 2, None, why)) for why in ("爷爷去世，奔丧", "骨折住院", "发烧在家", "孩子生病没人带", "等审批")),
    *(record((10, 2, None, why)) for why in ("项目被砍", "全员加班到凌晨", "太忙", "太忙，天天加班")),
    record((10, 9, None, ""), (10, 2, None, "flu, in bed"), (10, 2, None, ""), (10, 2, None, ""), (10, 2, None, "")),
    record(
        *[(10, 9, None, ""), (10, 1, None, "flu, in bed")], *[(10, 1, None, "")] * 3, *[(10, 1, None, "page two")] * 9
    ),
    record((6, 0.5, None, "the peacocks took the courtyard"), knew_next_step="yes"),
    record((6, 0.5, None, "peacocks, courtyard, gates"), knew_next_step="yes"),
    record((None, None, None, "这个愿望过期了")),
    record((10, 5, None, "I no longer want this"), hours_went_to="leisure"),
    record((10, 5, None, ""), hours_went_to="leisure", self_call="both"),
    record(
        (10, 2.5, None, ""),
        hours_went_to="leisure",
        why_not_start="did_not_feel_like_it",
        knew_next_step="no",
        done_before="no",
        mentor_call="ability",
    ),
    record((10, 9, 0.1, "scrolled all evening"), (10, 9, 0.12, "watched telly"), (10, 9, 0.12, "played games")),
    *(
        record((10, 2, part, ""), knew_next_step="no", would_have_made_it_with_planned_hours="no")
        for part in (0.1, 0.18, 0.25)
    ),
    *(record((10, 10 - lost, None, "the landlord changed the locks")) for lost in (1.5, 2.5)),
    record((10, 7.2, None, ""), (10, 4, None, "flu, in bed"), (10, 5.2, None, ""), (10, 2, None, "still")),
    record((10, 9, None, "I didn't scroll once")),
    record((10, 0, None, "刷手机，躺平"), (10, 0, None, "改主意了，不想要这个了")),
    *(record(SHORT, self_call="both", done_before="yes", mentor_call=call) for call in ("laziness", "both")),
]


@cache
def records():
    names = ("diagnosis_dev", "own_full", "own_blind", "varied_open", "varied_blind", "worked")
    read = [
        case.record
        for name in names
        for case in read_cases((CASES / f"{name}.jsonl").read_text(encoding="utf-8").split("\n"))[0]
    ]
    return (*MADE, *read)


def seen(one):
    found = diagnose(one)
    return (
        found.cause,
        found.reason,
        round(found.p_laziness, 6),
        round(found.log_odds, 6),
        round(found.outside_share, 6),
        found.pattern,
        found.findings[0].values if found.findings else None,
    )


@cache
def before(place):
    return seen(records()[place])


def numbers(table, path=()):
    """Where the numbers stand; points of a line one by one."""
    pairs = table.items() if isinstance(table, dict) else enumerate(table)
    for key, value in pairs:
        if isinstance(value, dict | list):
            yield from numbers(value, (*path, key))
        elif isinstance(value, int | float):
            yield (*path, key)


ONLY_SHOWN = {"shown", "shown_from", "shown_length"}  # which clauses are quoted, not what is decided


@contextmanager
def changed(path, shift):
    """One number of the data file is another for a while."""
    table = weights()
    for key in path[:-1]:
        table = table[key]
    value = table[path[-1]]
    whole = max(0, value + (2 if shift > 0 else -1))
    table[path[-1]] = whole if isinstance(value, int) else value * (1 + 0.4 * shift) + 0.06 * shift
    wording.hear.cache_clear()
    yield
    table[path[-1]] = value
    wording.hear.cache_clear()


@pytest.mark.parametrize("path", [p for p in numbers(weights()) if p[-1] not in ONLY_SHOWN], ids=str)
def test_a_changed_number_is_seen(path):
    """Some record comes out otherwise when one number of the data file is another."""
    places = range(len(records()))
    known = [before(place) for place in places]
    for shift in (1, -1):
        with changed(path, shift):
            other = any(seen(records()[place]) != known[place] for place in places)
        if other:
            return
    pytest.fail(f"{path} decides nothing in {len(records())} records")
