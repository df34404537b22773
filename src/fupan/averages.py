"""Two averages of few figures.

The standard library's `statistics` brings in fractions, decimals and random numbers: 14 million instructions, of which
Python's own start has 36.
"""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def mean(figures: Iterable[float]) -> float:
    known = tuple(figures)
    return fsum(known) / len(known)


def median(figures: Iterable[float]) -> float:
    known = sorted(figures)
    return mean(known[(len(known) - 1) // 2 : len(known) // 2 + 1])
