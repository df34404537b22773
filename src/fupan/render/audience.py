"""The table of audiences on a terminal: by reader, what they may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.audience import Audience
from fupan.language import N_
from fupan.render.lines import Lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.language import Language

READERS: Mapping[Audience, str] = {
    Audience.BOSS: N_("a boss, and a partner too"),
    Audience.PARTNER: N_("a partner"),
    Audience.SELF: N_("you alone"),
}


def table(found: Mapping[str, Audience], say: Language, *, width: int = 80) -> str:
    """Every name under whoever may read it."""
    lines = Lines(width)
    for level, reader in READERS.items():
        names = sorted(name for name, given in found.items() if given is level)
        lines.heading(say(reader))
        lines.put(", ".join(names) or say("nothing"), first="  ")
    return lines.plain()
