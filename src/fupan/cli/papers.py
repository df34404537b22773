"""Giving a report on the paper that was asked for: the terminal, a file of text, a page, a print, JSON."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.errors import BadUsage
from fupan.language import N_
from fupan.period_words import parse_period
from fupan.periods import Week
from fupan.printing import PdfNeedsFile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fupan.cli.door import Door
    from fupan.periods import Period
    from fupan.report import Report

STDOUT = "-"  # what other programs call it
PAPERS = ("terminal", "md", "html", "pdf", "json")
SUFFIXES = {
    **dict.fromkeys(("", ".txt"), "terminal"),
    **dict.fromkeys((".md", ".markdown"), "md"),
    **dict.fromkeys((".html", ".htm"), "html"),
    ".pdf": "pdf",
    ".json": "json",
}
HAN = re.compile("[\u4e00-\u9fff]")


def give_report(
    door: Door,
    words: Sequence[str],
    paper: str = "",
    out: str = "",
    *,
    force: bool = False,
    choose: Callable[[], dict[str, Any]] = dict,
) -> None:
    """The report of the period that is meant; `choose` gives whom it is for, asking where it has to."""
    from fupan.journal.looking import Looking  # noqa: PLC0415 - a paper that nobody knows needs no journal

    out = "" if out == STDOUT else out
    paper = chosen_paper(paper, out)
    wanted = meant(door, words, Week.of(door.app.moment.today).quarter)
    check_place(door, paper, out, wanted)
    cut = choose()
    with door.app.desk(Looking) as journal:
        made = journal.report(wanted, **cut)
    deliver(door, made, paper, out, force=force)


def meant(door: Door, words: Sequence[str], default: Period) -> Period:
    """The period that is meant, told on standard error."""
    period = parse_period(" ".join(words), door.app.moment.today) if words else default
    door.echo(period)
    return period


def chosen_paper(wanted: str, out: str) -> str:
    """The paper that is asked for, else the one that the file's name tells."""
    ending = Path(out).suffix.lower()
    if not wanted and ending not in SUFFIXES:
        why = N_("The ending %(given)s tells no paper: say which with --as, or end the name with one of %(near)s.")
        raise BadUsage(why, given=ending, near=", ".join(filter(None, SUFFIXES)), command="fupan report")
    paper = wanted or SUFFIXES[ending]
    if paper not in PAPERS:
        why = N_("--as takes one of %(near)s, not “%(given)s”.")
        raise BadUsage(why, given=paper, near=", ".join(PAPERS), command="fupan report")
    return paper


def check_place(door: Door, paper: str, out: str, period: Period) -> None:
    """A terminal is no place for a PDF; better said before the report is made."""
    if paper == "pdf" and not out and door.out.isatty():
        raise PdfNeedsFile(str(period), f"{period}.pdf")


def deliver(door: Door, made: Report, paper: str, out: str, *, force: bool = False) -> None:
    """The report into a private file, or on standard output."""
    if paper == "pdf":
        _print(door, made, out, force=force)
    elif out:
        door.save(Path(out), on_paper(door, made, paper, plain=True), force=force)
    else:
        door.give(on_paper(door, made, paper), paged=paper == "terminal")


def on_paper(door: Door, made: Report, paper: str, *, plain: bool = False) -> str:
    """The whole text of a report; `plain` leaves the terminal's colours out."""
    if paper == "json":
        from fupan.render import wire  # noqa: PLC0415 - each paper has a room of its own

        return wire.report(made)
    if paper != "terminal":
        from fupan.render.document import render  # noqa: PLC0415 - Jinja is for documents alone

        return render(made, paper, door.say, door.app.paths.templates)
    from fupan.render import terminal  # noqa: PLC0415 - as above

    target = io.StringIO()
    terminal.report(made, door.say, door.screen(target, like=None if plain else door.out))
    return target.getvalue()


def _print(door: Door, made: Report, out: str, *, force: bool) -> None:
    """The report as PDF, and which of its characters this machine's typefaces do not have."""
    from fupan.render.cells import cut  # noqa: PLC0415
    from fupan.render.pdf import printed  # noqa: PLC0415 - only this paper needs a printer

    sheet = printed(on_paper(door, made, "html"))
    if out:
        door.save(Path(out), sheet.data, force=force)
    else:
        door.give_bytes(sheet.data)
    if sheet.missing:
        missing = cut(sheet.missing, 60)
        door.talk(N_("The PDF shows boxes where this machine has no typeface for %(missing)s"), missing=missing)
        if HAN.search(sheet.missing):
            door.talk(N_("For Chinese, install one, e.g. on Debian: apt install fonts-noto-cjk."))
