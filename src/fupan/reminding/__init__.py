"""Reminders: what is put into a machine's own alarm, calendar or prompt, and how it is taken out again.

A `Plan` is everything that would be written and run, made before anything is; a person sees it first.
"""

from __future__ import annotations

from fupan.reminding.alarms import KINDS, plan
from fupan.reminding.installing import CannotRemind, Machine, NeedsConsent, install, installed, remove
from fupan.reminding.plans import Command, File, Plan, Wish

__all__ = [
    "KINDS",
    "CannotRemind",
    "Command",
    "File",
    "Machine",
    "NeedsConsent",
    "Plan",
    "Wish",
    "install",
    "installed",
    "plan",
    "remove",
]
