"""The numbers that the verdict stands on, read once from the package's data when first needed."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@cache
def weights() -> dict[str, Any]:
    """All weights by name, as a person wrote them in data/weights.toml."""
    import tomllib  # noqa: PLC0415 - what only puts findings into words weighs nothing

    return tomllib.loads((DATA / "weights.toml").read_text(encoding="utf-8"))


@cache
def data(name: str) -> dict[str, Any]:
    """One of the package's JSON files."""
    loaded: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def on_line(points: list[list[float]], x: float) -> float:
    """The height at `x` of straight lines through `points`, level outside them."""
    if x <= points[0][0]:
        return points[0][1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return points[-1][1]
