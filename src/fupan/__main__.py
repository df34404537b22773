"""The entry point: private files first, then the few answers that need no command line, then the rest."""

from __future__ import annotations

import os
import sys
import time

from fupan import __version__


def main() -> None:
    os.umask(0o077)  # a journal is nobody else's: whatever is made from here on is 0600 or 0700
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        print(f"fupan {__version__}")  # noqa: T201 - answered before anything else is imported
        return
    if arguments == ["due"] and "FUPAN_NOW" not in os.environ:
        sys.exit(_due())
    from fupan.cli import run  # noqa: PLC0415

    sys.exit(run(arguments))


def _due() -> int:
    """`fupan due`, as a prompt asks it many times a day: from the stamp alone."""
    from fupan import stamp  # noqa: PLC0415 - `--version` needs none

    status, line = stamp.due(os.environ, time.time())
    if line:
        try:
            if not sys.stdout.isatty():
                sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
            print(line, flush=True)  # noqa: T201
        except OSError:  # whoever asked went away
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return status


if __name__ == "__main__":
    main()
