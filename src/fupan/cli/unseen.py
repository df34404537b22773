"""What a person types at the terminal without its being shown: passphrases, and nothing else."""

from __future__ import annotations

import contextlib
import os
import sys


def typed(question: str) -> str:
    """The answer to a question at the terminal itself, wherever standard input and output lead. Raises EOFError."""
    import getpass  # noqa: PLC0415 - encrypted journals alone

    return getpass.getpass(question)


def somebody() -> bool:
    """Whether there is a terminal to type at; `getpass` would else read from standard input, and show it."""
    if os.name == "nt":
        return sys.stdin is not None and sys.stdin.isatty()
    with contextlib.suppress(OSError):
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
        return True
    return False
