"""What may leave: who reads which field of whatever is made for someone else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.audience import AUDIENCE, Audience
from fupan.journal.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sharing(Desk):
    def audience(self) -> Mapping[str, Audience]:
        """The table as this journal has it; a name that it does not know yet is as it is at first."""
        return {**AUDIENCE, **self.store.audience()}

    def set_audience(self, name: str, level: Audience) -> Mapping[str, Audience]:
        """Let a field, or a whole noun, be read by `level` and those above."""
        with self.store.writing() as writing:
            writing.keep_audience(name, level)
        return self.audience()
