"""What is told of keeping a journal safe: imports, undo, backups, health. Plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.render.cells import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fupan.custody import Copy, Health, Imported, Purged, Restored, Undone
    from fupan.language import Language
    from fupan.secrecy import Sealed

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

ROW: Mapping[str, str] = {
    "goal": N_("goal"),
    "goal_week": N_("week of goal"),
    "review": N_("review"),
    "score": N_("score"),
    "motive": N_("motive"),
    "verdict": N_("verdict"),
    "trial": N_("trial"),
    "trial_week": N_("week of trial"),
    "note": N_("note"),
    "draft": N_("draft"),
    "draft_answer": N_("answer of a draft"),
    "field_audience": N_("audience of field"),
    "journal": N_("fact of the journal"),
    "counter": N_("counter"),
    "history": N_("earlier word"),
}


def table(name: str, say: Language) -> str:
    return say(TABLES.get(name, name))


def counted(counts: Mapping[str, int], say: Language) -> str:
    """“3 goals, 1 note”."""
    named = ((n, say(ROW[name]) if n == 1 and name in ROW else table(name, say)) for name, n in counts.items())
    return say(", ").join(say("%(n)s %(what)s", n=n, what=what) for n, what in named)


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


HOW: Mapping[str, str] = {
    "removed": N_("%(what)s: taken away"),
    "restored": N_("%(what)s: as it was before"),
    "returned": N_("%(what)s: back again"),
}


AGAIN = N_("%(what)s: as it was changed")


def undone(done: Undone, say: Language, *, when: str) -> str:
    """What was taken back, row by row."""
    back = N_("This would take back what was written %(when)s:"), N_("Taken back is what was written %(when)s:")
    again = N_("This would put back what was taken back %(when)s:"), N_("Put back is what was taken back %(when)s:")
    dry, taken = again if done.redo else back
    lines = [say(dry if done.dry_run else taken, when=when)]
    for row in done.rows:
        what = " ".join(filter(None, (say(ROW.get(row.table, row.table)), clean(row.key), one_line(row.title))))
        lines.append("  " + say(AGAIN if done.redo and row.how == "restored" else HOW[row.how], what=what))
    if done.dry_run:
        lines.append(say("This was a look; nothing was changed."))
    elif not done.redo:
        lines.append(say("`fupan undo --redo` brings it back."))
    return "\n".join(lines)


def purged(done: Purged, say: Language) -> str:
    """What is removed for good, and where it still is."""
    what = " ".join(filter(None, (clean(done.what), one_line(done.title))))
    message = N_("To be removed for good, %(what)s: %(rows)s.") if done.dry_run else N_("Removed, %(what)s: %(rows)s.")
    lines = [say(message, what=what, rows=counted(done.rows, say))] if done.rows else []
    if done.backups:
        lines.append(say("These backups hold it: %(names)s.", names=", ".join(done.backups)))
        lines.append(say("--backups removes it from them too; exports and copies elsewhere are yours to delete."))
    else:
        lines.append(say("No backup beside the journal holds it; exports and copies elsewhere are yours to delete."))
    return "\n".join(lines)


MARKS = {"ok": "✓", "mended": "✎", "warn": "!", "bad": "✗"}


def health(found: Health, say: Language) -> str:
    """One line for everything that was looked at, the versions first."""
    lines = [" · ".join(f"{name} {clean(str(value))}" for name, value in found.versions.items())]
    lines += [f"{MARKS[one.state]} {say(one.message, **one.values)}" for one in found.signs]
    return "\n".join(lines)


def copies(found: Sequence[Copy], say: Language) -> str:
    """One line for each copy: whether it is whole, and what is amiss."""
    return "\n".join(copy(one, say) for one in found)


def copy(one: Copy, say: Language) -> str:
    if one.good:
        state = say("whole, %(rows)s rows, %(size)s", rows=one.rows, size=size(one.size))
    elif one.trouble:
        state = say(one.trouble)
    else:
        named = ", ".join(clean(row) for row in one.damaged[:5]) + (" …" if len(one.damaged) > 5 else "")
        state = say("rows that are not what was written: %(count)s (%(rows)s)", count=len(one.damaged), rows=named)
    return f"{'✓' if one.good else '✗'} {clean(one.path)}: {state}"


def size(number: int) -> str:
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.0f} kB"


def backed_up(made: Copy, say: Language) -> str:
    return say("%(path)s: %(rows)s rows, the same as in the journal.", path=clean(made.path), rows=made.rows)


LOOSE = 10  # files outside the journal that are named

SEALED: Mapping[str, str] = {
    "encrypted": N_("%(path)s is encrypted now; its %(rows)s rows were compared with what was there."),
    "rekeyed": N_("%(path)s has another passphrase now; its %(rows)s rows were compared with what was there."),
    "decrypted": N_("%(path)s is a plain file now; its %(rows)s rows were compared with what was there."),
}


def sealed(done: Sealed, say: Language) -> str:
    """What became of a journal, and which files are still as it was before."""
    lines = [say(SEALED[done.how], path=clean(done.path), rows=done.rows)] if done.rows else []
    if done.how == "encrypted" and not done.rows:
        lines.append(say("%(path)s is encrypted.", path=clean(done.path)))
    if done.keyring:
        lines.append(say("The system's keyring keeps the passphrase; whoever is logged in as you can read it there."))
    if done.deleted:
        lines.append(say("Overwritten and deleted: %(count)s.", count=len(done.deleted)))
    if done.how == "decrypted":
        lines.append(say("Copies made before stay encrypted; keep their passphrase as long as you keep them:"))
    elif done.old:
        lines.append(say("These can still be read without the new passphrase:"))
    lines += [f"  {clean(one)}" for one in done.old]
    if done.loose:
        lines.append(say("These texts are not encrypted, and may be in no journal; look into them, then delete them:"))
        lines += [f"  {clean(one)}" for one in done.loose[:LOOSE]]
        lines += ["  …"] if len(done.loose) > LOOSE else []
    if done.how != "decrypted":
        lines.append(say("Exports, reports and copies elsewhere are yours to delete."))
    return "\n".join(lines)


def restored(done: Restored, say: Language) -> str:
    lines = [say("The journal is now what %(path)s says: %(rows)s rows.", path=clean(done.source), rows=done.rows)]
    if done.aside:
        lines.append(say("What it was before lies in %(path)s.", path=clean(done.aside)))
    return "\n".join(lines)
