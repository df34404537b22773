"""How often the long tests repeat: short for every change, long before a release (`nox -s torture`)."""

from __future__ import annotations

import os

RELEASE = bool(os.environ.get("FUPAN_TORTURE"))
SEED = int(os.environ.get("FUPAN_SEED", "0")) or int.from_bytes(os.urandom(4), "big")  # told when a test fails


def times(usual: int, release: int) -> int:
    return release if RELEASE else usual
