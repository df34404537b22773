"""The entry point: private files first, then the few answers that need no command line, then the rest."""

from __future__ import annotations

import os
import sys

from fupan import __version__


def main() -> None:
    os.umask(0o077)  # a journal is nobody else's: whatever is made from here on is 0600 or 0700
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):
        print(f"fupan {__version__}")  # noqa: T201 - answered before anything else is imported
        return
    from fupan.cli import run  # noqa: PLC0415

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
