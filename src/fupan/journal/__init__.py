"""Everything a person can do with a journal; each public method is one use case.

It returns values or raises a FupanError; it never prints, asks or translates. Whoever imports one desk from
here pays for that desk; `Journal`, which is all of them, comes in when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fupan.journal.goals import Story
    from fupan.journal.trying import Ledger
    from fupan.journal.whole import Journal

__all__ = ["Journal", "Ledger", "Story"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    from fupan.journal import whole  # noqa: PLC0415 - see above

    return getattr(whole, name)
