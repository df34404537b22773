"""The long runs before a release: `nox -s torture` (hours), with the counts that docs/explanation/trust states.

`FUPAN_TORTURE=0.1 nox -s torture -- -k power` runs a tenth of the power cuts alone.
"""

from __future__ import annotations

import os
import sys

import nox

nox.options.sessions = ["torture"]


@nox.session(python=False)
def torture(session: nox.Session) -> None:
    """Kills, power cuts, failing disks, round trips, crafted files and flipped bits, in the environment at hand."""
    how = ["-v"] if sys.stdout.isatty() else []  # a terminal sees each test as it comes
    session.run(
        *("python", "-m", "pytest", "-m", "trust", "-p", "no:cacheprovider", "--durations=0", "--durations-min=5"),
        *(*how, *session.posargs),
        env={"FUPAN_TORTURE": os.environ.get("FUPAN_TORTURE", "1")},
    )
