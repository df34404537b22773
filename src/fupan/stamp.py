"""The stamp beside the journal: when the next review is due, until when it is excused, and the language.

It holds nothing that anybody wrote, so that a shell's prompt may read it. `fupan due` is answered from it
alone, before anything else is imported; that is why there are no dataclasses, paths and dates here.
"""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = "fupan1"  # the form of the one line: mark, due, quiet, language
FILE = "journal.stamp"
DUE = 3  # the exit status of `fupan due` when something is due
SECONDS = 15  # digits of a moment, at most
LINES = {
    "en": "A weekly review has been due since {day}: `fupan week`.",
    "zh": "周复盘从 {day} 起就该写了：`fupan week`。",
}


class Stamp:
    """Moments are seconds since 1970; `quiet` is the end of an excuse, 0 when there is none."""

    __slots__ = ("due", "language", "quiet")

    def __init__(self, due: int, quiet: int = 0, language: str = "en") -> None:
        self.due = due
        self.quiet = quiet
        self.language = language

    def is_due(self, now: float) -> bool:
        return now >= self.due and now >= self.quiet

    def __str__(self) -> str:
        return f"{MARK} {self.due} {self.quiet} {self.language}\n"


def place(environ: Mapping[str, str]) -> str:
    """Where the stamp lies; the same folder as the journal's, found without platformdirs where that is easy."""
    home = environ.get("FUPAN_HOME")
    if home:
        folder = os.path.abspath(os.path.expanduser(home))  # noqa: PTH100, PTH111 - pathlib costs as much as Python's start
    elif sys.platform == "linux" and "ANDROID_ROOT" not in environ and (shared := _shared(environ)).startswith("/"):
        folder = f"{shared}/fupan"
    else:
        import platformdirs  # noqa: PLC0415 - macOS and Windows have rules of their own

        folder = platformdirs.user_data_dir("fupan", appauthor=False)
    return os.path.join(folder, FILE)  # noqa: PTH118


def _shared(environ: Mapping[str, str]) -> str:
    return environ.get("XDG_DATA_HOME", "").strip() or os.path.expanduser("~/.local/share")  # noqa: PTH111


def read(path: str) -> Stamp | None:
    """The stamp at `path`; None when there is none that can be understood."""
    try:
        with open(path, encoding="ascii") as file:  # noqa: PTH123
            mark, due, quiet, language = file.read(200).split()
    except (OSError, ValueError):
        return None
    if mark != MARK or not (due + quiet).isdigit() or max(len(due), len(quiet)) > SECONDS:
        return None
    return Stamp(int(due), int(quiet), language if language.isalpha() else "en")


def write(path: str, stamp: Stamp) -> None:
    """Put a stamp in the place of the old one in one step, for its owner only. Raises OSError."""
    import contextlib  # noqa: PLC0415 - writers have time

    text = str(stamp)
    known = read(path)
    if known is not None and str(known) == text:
        return
    draft = f"{path}.{os.getpid()}"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(draft)  # noqa: PTH108
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
        os.replace(draft, path)  # noqa: PTH105
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(draft)  # noqa: PTH108
        raise


def due(environ: Mapping[str, str], now: float) -> tuple[int, str]:
    """The exit status of `fupan due`, and its line: empty when nothing is due."""
    stamp = read(place(environ))
    if stamp is None or not stamp.is_due(now):
        return 0, ""
    return DUE, line(stamp)


def line(stamp: Stamp) -> str:
    """What is said when a review is due, without the catalogue: loading it takes as long as all the rest."""
    day = time.strftime("%Y-%m-%d", time.localtime(stamp.due))
    return LINES.get(stamp.language, LINES["en"]).format(day=day)
