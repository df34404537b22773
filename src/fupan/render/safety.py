"""What is told of keeping a journal safe: imports, undo, backups, health. Plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.custody import Imported
    from fupan.language import Language

TABLES: Mapping[str, str] = {
    "goal": N_("goals"),
    "goal_week": N_("weeks of goals"),
    "review": N_("reviews"),
    "score": N_("scores"),
    "motive": N_("motives"),
    "verdict": N_("verdicts"),
    "trial": N_("trials"),
    "trial_week": N_("weeks of trials"),
    "note": N_("notes"),
    "draft": N_("drafts"),
    "draft_answer": N_("answers of drafts"),
    "field_audience": N_("audiences of fields"),
    "journal": N_("facts of the journal"),
    "counter": N_("counters"),
    "history": N_("earlier words"),
}


def table(name: str, say: Language) -> str:
    return say(TABLES.get(name, name))


def counted(counts: Mapping[str, int], say: Language) -> str:
    """“3 goals, 12 notes”."""
    return say(", ").join(say("%(n)s %(what)s", n=n, what=table(name, say)) for name, n in counts.items())


def imported(done: Imported, say: Language) -> str:
    """What came in, in a few lines."""
    lines = []
    if not (done.added or done.changed):
        lines.append(say("Nothing is new in it."))
    for message, counts in (
        (N_("New here: %(what)s."), done.added),
        (N_("Newer there, so changed here: %(what)s."), done.changed),
        (N_("Newer here, so left alone: %(what)s."), done.kept),
    ):
        if counts:
            lines.append(say(message, what=counted(counts, say)))
    for old, new in done.renamed.items():
        lines.append(say("%(old)s is %(new)s here, because the number was taken.", old=old, new=new))
    if done.dry_run:
        lines.append(say("This was a look; nothing was changed."))
    return "\n".join(lines)
