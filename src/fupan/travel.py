"""Whether a person's words of a week say that they were travelling in it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.phrases import Phrases, plain

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(__file__).parent / "data" / "travel.json"


def travelled(texts: Iterable[str]) -> bool:
    """Whether one of the texts tells of a journey of one's own."""
    return any(_phrases()(plain(text)) for text in texts if text)


@cache
def _phrases() -> Phrases:
    table = json.loads(DATA.read_text(encoding="utf-8"))
    return Phrases((*table["zh"], *table["en"]), (*table["zh_traps"], *table["en_traps"]))
