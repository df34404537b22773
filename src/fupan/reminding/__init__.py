"""Reminders: what is put into a machine's own alarm, calendar or prompt, and how it is taken out again."""

from __future__ import annotations

from dataclasses import dataclass

from fupan.errors import USAGE, FupanError
from fupan.language import N_


@dataclass(eq=False)
class NeedsConsent(FupanError):
    """A change outside the journal, which nobody was there to agree to."""

    code = "needs_consent"
    status = USAGE
    message = N_("Nothing was changed. Say --yes to do what is shown.")


@dataclass(eq=False)
class CannotRemind(FupanError):
    """The machine's own tool for alarms refused."""

    code = "cannot_remind"
    message = N_("%(tool)s refused, and nothing was installed: %(why)s Another way: `fupan remind install --as ics`.")
    tool: str
    why: str
