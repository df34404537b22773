"""Finding one's own words again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.finding import Wanted
from fupan.journal.goals import Goals

if TYPE_CHECKING:
    from fupan.finding import Found
    from fupan.model import Cause
    from fupan.periods import Period


class Finding(Goals):
    def search(
        self,
        words: str,
        *,
        within: tuple[str, ...] = (),
        period: Period | None = None,
        cause: Cause | None = None,
        goal: str = "",
        limit: int = 50,
    ) -> tuple[Found, ...]:
        """The texts in which all of `words` stand: those with the words side by side first, then the newest.

        `within` are names of ROOMS, `goal` is an id or a title; the goals that serve it count too. Raises NoWord
        where nothing can be looked for; what is not there is an empty tuple.
        """
        with self.store.snapshot():
            every = self.store.goals()
            meant = self.goal(goal) if goal else None
            serving = (one.id for one in every if meant and one.parent == meant.id)
            return self.store.search(
                Wanted(
                    words=words,
                    rooms=within,
                    period=period,
                    cause=cause,
                    goals=(meant.id, *serving) if meant else (),
                    titles={one.id: one.title for one in every},
                    limit=limit,
                )
            )
