"""When the journal cannot take what was typed: never leave without showing it, and put it elsewhere."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fupan.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from fupan.cli.door import Door

TRIES = 100
RESCUED = "fupan-unsaved-*.txt"


@contextmanager
def handed_back(rescue: Callable[[], None]) -> Iterator[None]:
    """What is stored inside is rescued when that fails, whoever is at fault, and when Ctrl-C comes between."""
    stored = False
    try:
        yield
        stored = True
    finally:
        if not stored:
            rescue()


def rescue(door: Door, text: str) -> None:
    """Show the unsaved text, write it into a file of its own, and say where."""
    if not text:
        return
    door.talk(N_("This could not be stored. Your text:"))
    door.write_talk(text)
    sealed = door.app.sealed
    for folder in door.app.rescue_places:
        if path := _write(folder, text):
            door.talk(N_("It is also kept in %(path)s."), path=path)
            if sealed:
                door.talk(N_("That file is not encrypted: delete it as soon as the journal has its text."))
            return


def _write(folder: Path, text: str) -> Path | None:
    for number in range(TRIES):
        path = folder / RESCUED.replace("*", f"{os.getpid()}-{number}")
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text + "\n")
                file.flush()
                os.fsync(file.fileno())
        except FileExistsError:
            continue
        except OSError:
            return None
        return path
    return None
