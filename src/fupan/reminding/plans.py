"""What a reminder is to do, and everything that one kind of alarm writes and runs for it."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime, time
    from pathlib import Path

NAME = "fupan-review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """When to ring, 0 being Monday, and what to run then."""

    day: int
    time: time
    minutes: int  # how long the review is in a calendar
    zone: str  # "" : that of the machine, wherever it travels
    first: date  # the first such day
    now: datetime
    program: tuple[str, ...]  # the command line that asks the stamp and rings
    environ: Mapping[str, str]  # what the program needs to find this journal
    title: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    path: Path
    text: str
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command line of the system's; `given` goes to its standard input. `needed`: a failure is one of the whole."""

    words: tuple[str, ...]
    given: str = ""
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One kind of alarm. `traces` are files that the system leaves behind, `untested`: never run by us."""

    kind: str
    files: tuple[File, ...] = ()
    install: tuple[Command, ...] = ()
    remove: tuple[Command, ...] = ()
    after: tuple[Command, ...] = ()  # once the files are gone
    traces: tuple[Path, ...] = field(default=())
    present: bool | None = None  # whether it is installed, where files do not tell
    untested: bool = False
