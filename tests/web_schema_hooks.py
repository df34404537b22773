"""Names that lead to something, for every other request that Schemathesis makes up: the rest keep what they have."""

from __future__ import annotations

import zlib
from typing import Any

import schemathesis

NAMES = {
    "/weeks/": ("2026-W47", "last week", "2026-W38"),
    "/quarters/": ("2026-Q4", "2026-Q3"),
    "/years/": ("2026", "2022..2026"),
    "/why/": ("g5", "g6", "g7"),
    "/goals/": ("g1", "g2", "g55"),
    "/settings/": ("day_ends", "capacity", "language", "firmness"),
    "/reports/": ("2026-Q3", "2026", "W40..W47"),
    "/excuses/": ("2026-W52", "2027-W05"),
    "/rules/": ("s1", "s2"),
    "/letters/": ("l1", "l2"),
}
KEYS = (
    "motive.kind",
    "motive.of",
    "had.1.title",
    "next.new1.title",
    "marks.best",
    "theme",
    "year.best",
    "goals.g54.outcome",
)


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    if not path_parameters:
        return path_parameters
    chosen = dict(path_parameters)
    names = next((names for part, names in NAMES.items() if part in context.operation.path), ())
    for name, value in path_parameters.items():
        among = KEYS if name == "key" else names
        turn = zlib.crc32(repr(value).encode())
        if among and turn % 2:
            chosen[name] = among[turn // 2 % len(among)]
    return chosen
