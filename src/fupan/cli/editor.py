"""A long answer in the person's own editor. The file lies in a private folder until the answer is stored."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import CannotWrite, EditorFailed, FupanError
from fupan.language import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

AT_ONCE = 1.0  # seconds; an editor that is back sooner, with nothing changed, did not wait
VIMS = ("vim", "nvim", "vi", "gvim", "mvim")
QUIET_VIM = ("-c", "set nobackup nowritebackup noundofile viminfo=")  # no copy outside the private folder
FLAGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("vim", "nvim", "vi"), QUIET_VIM),
    **dict.fromkeys(("gvim", "mvim"), ("-f", *QUIET_VIM)),
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "subl", "zed", "mate", "atom"), ("--wait",)),
    "gedit": ("--standalone",),
    "kate": ("--block",),
}


class Editor:
    """Opens `command` on files in `folder`. `wait` lets the person say that they are done."""

    def __init__(
        self,
        command: list[str],
        folder: Path,
        *,
        screen: TextIO,
        clock: Callable[[], float],
        wait: Callable[[], None],
        wipe: Callable[[Path], None] | None = None,
    ) -> None:
        self.command = command
        self.folder = folder
        self.screen = screen
        self.clock = clock
        self.wait = wait
        self.wipe = wipe  # of an encrypted journal: nothing that could be read may stay

    def write(self, name: str, text: str) -> str | None:
        """What the person wrote, starting from `text` or from what an earlier try left; None for no change.

        Raises EditorFailed, and CannotWrite where there is no room for the file.
        """
        path = self.path(name)
        begun = self._lay(path, text)
        began = self.clock()
        self._run(path)
        if self.clock() - began < AT_ONCE and _read(path) == begun:
            self.wait()
        written = _read(path).strip()
        if written == begun.strip() and not self._left_over(begun, text):
            return None
        return written

    def done(self, name: str) -> None:
        """The answer is stored: the file is not needed any more."""
        path = self.path(name)
        with contextlib.suppress(OSError, FupanError):
            if self.wipe:
                for one in self.folder.glob(f"*{path.name}*"):  # what the editor put beside it, too
                    self.wipe(one)
            path.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        return self.folder / f"{re.sub(r'[^A-Za-z0-9._-]', '_', name)}.md"

    @staticmethod
    def _left_over(begun: str, text: str) -> bool:
        """Whether the file held an earlier try, which is an answer even when it is saved unchanged."""
        return bool(begun.strip()) and begun.strip() != text.strip()

    def _lay(self, path: Path, text: str) -> str:
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if path.exists() and (left := _read(path)).strip():
                return left
            path.unlink(missing_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise CannotWrite(str(path), error.strerror or str(error)) from error
        return text

    def _run(self, path: Path) -> None:
        name = Path(self.command[0]).stem
        flags = [flag for flag in self._flags(name) if flag not in self.command]
        try:
            with _ctrl_c_belongs_to_the_editor():
                done = subprocess.run([*self.command, *flags, str(path)], stdout=self._terminal(), check=False)  # noqa: S603
        except OSError as error:
            raise EditorFailed(name, error.strerror or str(error), str(path)) from error
        if done.returncode != 0:
            raise EditorFailed(name, N_("it reported an error"), str(path))

    def _flags(self, name: str) -> tuple[str, ...]:
        """What makes an editor wait, and keep no copies of its own; no swap file of an encrypted journal's words."""
        known = FLAGS.get(name, ())
        called = Path(shutil.which(self.command[0]) or name).resolve().stem  # `vi` is often Vim, and not always
        return ("-n", *known) if self.wipe and name in VIMS and called.startswith(("vim", "nvim")) else known

    def _terminal(self) -> int | None:
        """The terminal even where standard output leads into a file."""
        try:
            return self.screen.fileno()
        except (OSError, ValueError):
            return None


@contextlib.contextmanager
def _ctrl_c_belongs_to_the_editor() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, lambda *_: None)  # a handler, not SIG_IGN: that would be inherited
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
