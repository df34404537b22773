"""Reading what reaches further than a quarter, as glance.py reads the weeks; few commands need it."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from fupan.long_view import Decision, Letter, LongReview, Pact, PactLetter, Path, Problem, Rule, Scope, Side
from fupan.periods import Week
from fupan.store.glance import BY_NUMBER, Shape, moment

if TYPE_CHECKING:
    from fupan.store.file import Ask

PROBLEMS = Shape(Problem, "problem", week=Week.read, written=moment)
DECISIONS = Shape(
    Decision,
    "decision",
    week=Week.read,
    options=json.loads,
    path=Path,
    review=Week.read,
    reviewed=Week.read,
    written=moment,
)
LETTERS = Shape(Letter, "letter", opens=date.fromisoformat, opened=moment, written=moment)
RULES = Shape(Rule, "rule", since=Week.read, retired=Week.read)
LONG_REVIEWS = Shape(LongReview, "long_review", scope=Scope, started=moment, written=moment, answers=json.loads)
PACTS = Shape(Pact, "pact", sees=json.loads, compared=bool, since=Week.read, ended=Week.read)
PACT_LETTERS = Shape(PactLetter, "pact_letter", week=Week.read, side=Side, at=moment, facts=json.loads, signed=bool)


def problems(ask: Ask) -> tuple[Problem, ...]:
    return PROBLEMS.nouns(ask, BY_NUMBER)


def decisions(ask: Ask) -> tuple[Decision, ...]:
    return DECISIONS.nouns(ask, BY_NUMBER)


def letters(ask: Ask) -> tuple[Letter, ...]:
    return LETTERS.nouns(ask, "ORDER BY opens, length(id), id")


def rules(ask: Ask) -> tuple[Rule, ...]:
    return RULES.nouns(ask, BY_NUMBER)


def long_reviews(ask: Ask) -> tuple[LongReview, ...]:
    return LONG_REVIEWS.nouns(ask, "ORDER BY period")


def pacts(ask: Ask) -> tuple[Pact, ...]:
    return PACTS.nouns(ask, BY_NUMBER)


def pact_letters(ask: Ask, pact: str) -> tuple[PactLetter, ...]:
    return PACT_LETTERS.nouns(ask, "WHERE pact = ? ORDER BY week, side", pact)
