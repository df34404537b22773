"""What is measured: one command line, and beside it those that it is compared with."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - fields of dataclasses are read at run time by some tools
from dataclasses import dataclass, field, replace
from pathlib import Path  # noqa: TC003
from typing import TypeAlias

Both: TypeAlias = tuple[str, str]  # the same words in English and in Chinese

FLOOR = "python -c pass"
RARE = {"en": "kombucha", "zh": "吉他"}  # stands in one text of a hundred; what the searches look for


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command line with what it needs; `fresh` files are copied anew and `without` is gone before every run."""

    argv: tuple[str, ...]
    ok: tuple[int, ...] = (0,)
    env: Mapping[str, str] = field(default_factory=dict)
    stdin: Path | None = None
    until: str = ""  # on a terminal, measured until this is shown
    fresh: tuple[tuple[Path, Path], ...] = ()
    without: tuple[Path, ...] = ()
    counted: bool = True  # whether its instructions are counted too: what takes seconds is only timed


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table: our command, its target, the least it could cost, and what others do for the same wish."""

    key: str
    name: str = ""  # as it is typed; the same in both languages
    says: Both = ("", "")
    ours: Command
    target: float | None = None  # of instructions, or of time where they are not counted, as a multiple of `against`
    megabytes: float | None = None  # the target of its peak memory
    against: str = FLOOR
    raw: Command | None = None
    imports: Command | None = None  # the modules of others that ours imports, and nothing else
    peers: Mapping[str, Command] = field(default_factory=dict)
    rounds: int = 0  # at most; 0: as many as there are
    optional: bool = False  # ours needs something of the system that may be missing

    def commands(self) -> dict[str, Command]:
        """All of them, each by a name of its own."""
        found = {self.key: self.ours}
        if self.raw:
            found[f"{self.key}/sqlite3"] = self.raw
        if self.imports:
            found[f"{self.key}/imports"] = self.imports
        return found | {f"{self.key}/{name}": command for name, command in self.peers.items()}

    def beside(self, peers: Mapping[str, Command]) -> Row:
        return replace(self, peers=peers)
