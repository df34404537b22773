"""How often the long tests repeat: short for every change, long before a release (`nox -s torture`)."""

from __future__ import annotations

import os

SHARE = float(os.environ.get("FUPAN_TORTURE") or 0)  # of the release's counts: 1 is all, 0.1 a tenth
RELEASE = SHARE > 0
SEED = int(os.environ.get("FUPAN_SEED", "0")) or int.from_bytes(os.urandom(4), "big")  # told when a test fails


def times(usual: int, release: int) -> int:
    return max(usual, round(release * SHARE))
