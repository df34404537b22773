"""What a person types at the terminal without its being shown: passphrases, and nothing else."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING

from fupan.render.speaking import plain

if TYPE_CHECKING:
    from fupan.cli.door import Door


def ask(door: Door, message: str, wrong: str, /, **values: object) -> str | None:
    """The answer to a marked question, after what was wrong with the last one; None where nobody can be asked.

    Standard input and output may lead elsewhere: the terminal itself is asked. A script that wants JSON is never
    kept waiting.
    """
    if door.json or not door.err.isatty() or not _somebody():
        return None
    import getpass  # noqa: PLC0415 - encrypted journals alone

    if wrong:
        door.talk(wrong)
    try:
        return getpass.getpass(door.say(message, **{name: plain(value) for name, value in values.items()}))
    except EOFError:
        door.write_talk("")
        return ""


def _somebody() -> bool:
    """Whether there is a terminal to type at; `getpass` would else read from standard input, and show it."""
    if os.name == "nt":
        return sys.stdin is not None and sys.stdin.isatty()
    with contextlib.suppress(OSError):
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        return True
    return False
