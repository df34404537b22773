"""Putting a plan into the machine, whole or not at all, and taking it out without a trace."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fupan.errors import USAGE, CannotWrite, FupanError
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.reminding.plans import Command, File, Plan

PATIENCE = 30  # seconds for a command of the system's


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """The places and the tools of a machine. `own` is the program's folder for what is installed nowhere else."""

    home: Path
    config: Path
    data: Path
    own: Path
    environ: Mapping[str, str]
    system: str = sys.platform
    user: int = 0

    @property
    def usual(self) -> str:
        """The kind of alarm that this machine has."""
        if self.system in ("darwin", "win32"):
            return {"darwin": "launchd", "win32": "schtasks"}[self.system]
        if self.tool("systemctl") and Path("/run/systemd/system").is_dir() and self.environ.get("XDG_RUNTIME_DIR"):
            return "systemd"
        return "cron" if self.tool("crontab") else "ics"

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that could have been installed here."""
        if self.system in ("darwin", "win32"):
            return (self.usual, "ics")
        return ("systemd", *(("cron",) if self.tool("crontab") else ()), "ics")

    def tool(self, name: str) -> str | None:
        return shutil.which(name, path=self.environ.get("PATH"))

    def run(self, command: Command) -> str:
        """What a command printed. Raises CannotRemind with what it said against it."""
        name = command.words[0]
        path = self.tool(name)
        if path is None:
            raise CannotRemind(name, N_("it is not on this machine."))
        try:
            done = subprocess.run(  # noqa: S603 - words of our own
                [path, *command.words[1:]],
                input=command.given,
                capture_output=True,
                text=True,
                env=dict(self.environ),
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotRemind(name, str(error)) from error
        if done.returncode:
            why = (done.stderr or done.stdout).strip() or str(done.returncode)
            raise CannotRemind(name, why if why.endswith(".") else f"{why}.")
        return done.stdout

    def crontab(self) -> str:
        """The person's crontab; one that is not there is empty."""
        from fupan.reminding.plans import Command  # noqa: PLC0415

        try:
            return self.run(Command(words=("crontab", "-l")))
        except CannotRemind as refusal:
            if "no crontab" in refusal.why:
                return ""
            raise  # what cannot be read must not be written over


def installed(plan: Plan) -> bool:
    if plan.present is not None:
        return plan.present
    return any(file.path.exists() for file in plan.files)


def install(plan: Plan, machine: Machine) -> None:
    """Write and run all of a plan. If anything refuses, what was done is taken back."""
    before = {file.path: _read(file.path) for file in plan.files}
    new = {folder for path in before for folder in path.parents if not folder.exists()}
    try:
        for file in plan.files:
            _write(file)
        for command in plan.install:
            _run(command, machine)
    except (CannotRemind, OSError) as error:
        for path, kept in before.items():
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True) if kept is None else path.write_bytes(kept)
        for folder in sorted(new, reverse=True):  # the inner ones first
            with contextlib.suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise CannotWrite(str(error.filename), error.strerror or str(error)) from error
        raise


def remove(plan: Plan, machine: Machine) -> None:
    """Take all of a plan out again, and the folders that are empty then."""
    for command in plan.remove:
        _run(command, machine)
    for path in (*(file.path for file in plan.files), *plan.traces):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(str(path), error.strerror or str(error)) from error
        if path.parent != machine.own:
            _forget_empty(path.parent)
    for command in plan.after:
        _run(command, machine)


def _run(command: Command, machine: Machine) -> None:
    try:
        machine.run(command)
    except CannotRemind:
        if command.needed:
            raise


def _write(file: File) -> None:
    file.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.path.with_name(f"{file.path.name}.{os.getpid()}")
    try:
        draft.write_text(file.text, encoding=file.encoding, newline="\r\n" if file.path.suffix == ".ics" else "\n")
        draft.replace(file.path)
    finally:
        draft.unlink(missing_ok=True)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _forget_empty(folder: Path) -> None:
    """Folders that hold nothing are as good as none: at most those that systemd's own files lie in."""
    for place in (folder, *folder.parents)[:3]:
        if place.name not in ("user", "systemd", "timers", "timers.target.wants"):
            return
        try:
            place.rmdir()
        except OSError:
            return
