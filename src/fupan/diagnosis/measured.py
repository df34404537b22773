"""A result that was measured week after week and hardly moved: whoever measures keeps doing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fupan.diagnosis.weights import weights

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURE = re.compile(
    r"(?<![\w.:])(?:(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d(?:\.\d+)?)|(?P<plain>\d+(?:\.\d+)?))"
    r"\s?(?P<unit>%|[a-z]+|[\u4e00-\u9fff])?"
)
HOURS = {"h", "hr", "hrs", "hour", "hours", "min", "mins", "minutes", "am", "pm", "day", "days", "week", "weeks"}
NO_RESULT = frozenset({*"小分秒点时天周月日号年岁元块第", *HOURS, "st", "nd", "rd", "th"})  # hours, dates, money


def measured_flat(texts: Sequence[str]) -> tuple[str, ...]:
    """The figures of one unit, one a text, that differ and hardly move; none where there are no such."""
    series: dict[str, list[tuple[float, str]]] = {}
    for text in texts:
        for unit, value, told in _first_of_each_unit(text.lower()):
            series.setdefault(unit, []).append((value, told))
    return next((tuple(t for _, t in found) for found in series.values() if _flat([v for v, _ in found])), ())


def _first_of_each_unit(text: str) -> list[tuple[str, float, str]]:
    seen: dict[str, tuple[str, float, str]] = {}
    for match in FIGURE.finditer(text):
        timed = match["minutes"] is not None
        unit = "timed" if timed else match["unit"] or ""
        if unit not in NO_RESULT:
            value = 60 * int(match["minutes"]) + float(match["seconds"]) if timed else float(match["plain"])
            seen.setdefault(unit, (unit, value, match.group().strip()))
    return list(seen.values())


def _flat(values: list[float]) -> bool:
    rule = weights()["measured"]
    if len(values) < rule["from_weeks"] or min(values) <= 0 or len(set(values)) == 1:
        return False
    return bool((max(values) - min(values)) / max(values) <= rule["spread_at_most"])
