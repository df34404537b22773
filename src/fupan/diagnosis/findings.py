"""A signed weight as a finding."""

from __future__ import annotations

from fupan.model import Cause, Finding


def finding(code: str, weight: float, **values: str | float) -> Finding:
    """A signed weight as a finding of its side."""
    side = Cause.LAZINESS if weight > 0 else Cause.ABILITY
    return Finding(code=code, side=side, weight=abs(weight), values=values)
