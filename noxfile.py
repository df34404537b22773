"""The long runs before a release: `nox -s torture` (hours), with the counts that docs/explanation/trust states."""

from __future__ import annotations

import nox

nox.options.sessions = ["torture"]


@nox.session(python=False)
def torture(session: nox.Session) -> None:
    """Kills, power cuts, failing disks, round trips, crafted files and flipped bits, in the environment at hand."""
    session.run(
        "python", "-m", "pytest", "-m", "trust", "-p", "no:cacheprovider", *session.posargs, env={"FUPAN_TORTURE": "1"}
    )
