"""How far long work has come: one line on a terminal, gone when the work is done; nothing in a pipe."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from fupan.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fupan.cli.door import Door

    At = Callable[[int, int], None]

PATIENCE = 0.5  # seconds of work before a word is said
EVERY = 0.1
START = "\r\x1b[K"  # the beginning of an emptied line


@contextmanager
def progress(door: Door, message: str) -> Iterator[At]:
    """A function that is told how many of how many parts are done. `message` is marked."""
    if not door.err.isatty() or door.app.dumb:
        yield lambda _done, _total: None
        return
    next_word, shown = door.app.stopwatch() + PATIENCE, False

    def at(done: int, total: int) -> None:
        nonlocal next_word, shown
        now = door.app.stopwatch()
        if now >= next_word:
            next_word, shown = now + EVERY, True
            share = 100 * done // max(total, 1)
            words = door.say(N_("%(what)s … %(share)s %%  (Ctrl-C: stop, nothing is changed)"))
            door.err.write(START + words % {"what": door.say(message), "share": share})
            door.err.flush()

    try:
        yield at
    finally:
        if shown:
            door.err.write(START)
            door.err.flush()
