"""The journal with all its desks; a new use case is a method of one of them."""

from __future__ import annotations

from fupan.journal.asking_why import AskingWhy
from fupan.journal.catching_up import CatchingUp
from fupan.journal.choosing import Choosing
from fupan.journal.driving import Driving
from fupan.journal.finding import Finding
from fupan.journal.goals import Story
from fupan.journal.keeping import Keeping
from fupan.journal.mirroring import Mirroring
from fupan.journal.pacting import Pacting
from fupan.journal.quarters import Quarters
from fupan.journal.rereading import ReadingAgain
from fupan.journal.sharing import Sharing
from fupan.journal.standings import Standings
from fupan.journal.trying import Ledger, Trying
from fupan.journal.years import Years

__all__ = ["Journal", "Ledger", "Story"]


class Journal(
    CatchingUp,
    AskingWhy,
    Trying,
    Driving,
    Choosing,
    Mirroring,
    Keeping,
    Finding,
    Pacting,
    ReadingAgain,
    Sharing,
    Quarters,
    Standings,
    Years,
):
    """A journal at one moment."""
