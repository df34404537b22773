"""The long runs before a release, with what the docs state of them: `nox -s torture` (hours), `nox -s bench`."""

from __future__ import annotations

import nox

nox.options.sessions = ["torture"]


@nox.session(python=False)
def torture(session: nox.Session) -> None:
    """Kills, power cuts, failing disks, round trips, crafted files and flipped bits, in the environment at hand."""
    session.run(
        "python", "-m", "pytest", "-m", "trust", "-p", "no:cacheprovider", *session.posargs, env={"FUPAN_TORTURE": "1"}
    )


@nox.session(python=False)
def bench(session: nox.Session) -> None:
    """What every command costs, beside Python's own start and other programs, into docs/explanation/speed.

    It builds environments of its own, so the one at hand needs nothing; `-- --quick --only status,due` measures a part.
    """
    session.run("python", "-m", "bench", *session.posargs, env={"PYTHONPATH": "tests"})
