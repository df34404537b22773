"""A plain yes at a terminal, before something that cannot be taken back; whoever is not there has not said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.errors import NeedsTerminal

if TYPE_CHECKING:
    from fupan.cli.door import Door

YES = ("y", "yes", "是", "好", "行")


def agrees(door: Door, question: str) -> bool:
    """Whether the person says yes to a question that is spoken already; Enter, Ctrl-D and no terminal are no."""
    try:
        screen = door.terminal("fupan")
    except NeedsTerminal:
        return False
    from fupan.cli.prompt import reader  # noqa: PLC0415 - only a person is asked

    try:
        given = reader(screen, colored=False)(f"{question} [y/N] › ", "", "")
    except (EOFError, KeyboardInterrupt):
        return False
    return given.strip().lower() in YES
