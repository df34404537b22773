"""Everything a person can do with a journal; each public method is one use case.

It returns values or raises a FupanError; it never prints, asks or translates.
"""

from __future__ import annotations

from fupan.journal.asking_why import AskingWhy
from fupan.journal.driving import Driving
from fupan.journal.excusing import CatchingUp
from fupan.journal.finding import Finding
from fupan.journal.goals import Story
from fupan.journal.keeping import Keeping
from fupan.journal.looking import Looking
from fupan.journal.mirroring import Mirroring
from fupan.journal.trying import Ledger, Trying

__all__ = ["Journal", "Ledger", "Story"]


class Journal(CatchingUp, AskingWhy, Trying, Driving, Mirroring, Keeping, Finding, Looking):
    """A journal at one moment."""
