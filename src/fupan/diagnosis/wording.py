"""The learned wording feature: weights of words, learned from clauses written for it, and shipped as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fupan.model import Finding


def finding(texts: list[str]) -> Finding | None:
    return None


def outside_share(text: str) -> float:
    return 0.0
