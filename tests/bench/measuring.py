"""Costs of commands: all of them once a round in changing order, ratios within a round; instructions by valgrind."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bench.commands import Command, Row

RUNNER = Path(__file__).with_name("runner.py")
REFS = re.compile(r"I\s+refs:\s+([\d,]+)")
SEED = 1


class Failed(Exception):
    """A measured command did not do what it should; its figures would mean nothing."""


@dataclass(frozen=True)
class Cost:
    """Of one run: seconds on the clock and of the processor, bytes at the peak."""

    wall: float
    cpu: float
    peak: float


@dataclass(frozen=True)
class Spread:
    """A median with its quartiles."""

    low: float
    middle: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        if len(values) < 2:
            return cls(values[0], values[0], values[0])
        low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(low, middle, high)


def ratios(costs: Sequence[Cost], others: Sequence[Cost], of: str = "wall") -> Spread:
    """How many times as much in the same round, over the rounds that both were in."""
    return Spread.of([getattr(cost, of) / getattr(other, of) for cost, other in zip(costs, others, strict=False)])


class Runner:
    """A small process that runs commands, and the environment in which it does."""

    def __init__(self, python: str, environ: Mapping[str, str], folder: Path) -> None:
        self.environ = dict(environ)
        self.out, self.err = folder / "out", folder / "err"
        self.process = subprocess.Popen(
            [python, "-I", "-S", str(RUNNER)], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, command: Command) -> Cost:
        """Put everything in its place, then run it. Raises Failed."""
        for source, target in command.fresh:
            shutil.copyfile(source, target)
        for path in command.without:
            shutil.rmtree(path, ignore_errors=True)
        if not self.process.stdin or not self.process.stdout:
            raise Failed("no runner")
        order = {
            "argv": command.argv,
            "env": self.environ | dict(command.env),
            "stdin": str(command.stdin or os.devnull),
            "out": str(self.out),
            "err": str(self.err),
            "until": command.until,
        }
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        if not said:
            raise Failed("the process that runs the commands was ended")
        answer = json.loads(said)
        if answer.pop("status") not in command.ok:
            told = self.out if command.until else self.err
            raise Failed(f"{' '.join(command.argv)}\n{told.read_text(encoding='utf-8', errors='replace')[-2000:]}")
        return Cost(**answer)

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def rounds(
    runner: Runner, commands: Mapping[str, Command], wanted: Mapping[str, int], tell: Callable[[str], None]
) -> dict[str, list[Cost]]:
    """Each command in its first so many rounds, after one run that does not count."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    dice = random.Random(SEED)
    for number in range(max(wanted.values()) + 1):
        names = [name for name in commands if number <= wanted[name]]
        dice.shuffle(names)
        tell(f"round {number} of {max(wanted.values())}: {len(names)} commands")
        for name in names:
            cost = runner.run(commands[name])
            if number:
                costs[name].append(cost)
    return costs


def usable(runner: Runner, rows: Sequence[Row], tell: Callable[[str], None]) -> list[Row]:
    """The rows with the peers that do here what they should. Raises Failed when ours does not and has no excuse."""

    def works(name: str, command: Command, *, excused: bool) -> bool:
        try:
            runner.run(command)
        except Failed as problem:
            if not excused:
                raise
            tell(f"{name} is left out: {str(problem).strip().splitlines()[-1]}")
            return False
        return True

    return [
        row.beside({name: command for name, command in row.peers.items() if works(name, command, excused=True)})
        for row in rows
        if works(row.key, row.ours, excused=row.optional)
    ]


def modules(runner: Runner, command: Command) -> list[str]:
    """What a command imports, in the order in which Python finished it."""
    runner.run(replace(command, env={**command.env, "PYTHONPROFILEIMPORTTIME": "1"}))
    said = (runner.out if command.until else runner.err).read_text(encoding="utf-8", errors="replace")
    found = re.findall(r"^import time:[\s\d]+\|[\s\d]+\|\s*(\S+)\s*$", said, re.MULTILINE)
    return list(dict.fromkeys(found))


# --- instructions ----------------------------------------------------------------------------------------


def instructions(
    commands: Mapping[str, Command], python: str, environ: Mapping[str, str], tell: Callable[[str], None]
) -> dict[str, float]:
    """Instructions of each whole command and its children; nothing where valgrind is missing."""
    valgrind = shutil.which("valgrind")
    if not valgrind:
        return {}
    shared = {path for command in commands.values() for _, path in command.fresh}

    def count(names: list[str]) -> dict[str, float]:
        """Those that write the same files, one after the other."""
        found = {}
        with tempfile.TemporaryDirectory() as folder:
            runner = Runner(python, {**environ, "PYTHONHASHSEED": "0"}, Path(folder))
            for name in names:
                tell(f"instructions of {name}")
                found[name] = _count(runner, commands[name], valgrind, Path(folder))
            runner.close()
        return found

    writers = [name for name, command in commands.items() if shared & {path for _, path in command.fresh}]
    groups = [writers] + [[name] for name in commands if name not in writers]
    counted: dict[str, float] = {}
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for found in pool.map(count, [names for names in groups if names]):
            counted |= found
    return counted


def _count(runner: Runner, command: Command, valgrind: str, folder: Path) -> float:
    for old in folder.glob("refs.*"):
        old.unlink()
    options = ["--tool=cachegrind", "--cache-sim=no", "--trace-children=yes", "--cachegrind-out-file=/dev/null"]
    runner.run(replace(command, argv=(valgrind, *options, f"--log-file={folder}/refs.%p", *command.argv)))
    logs = [path.read_text(encoding="utf-8") for path in folder.glob("refs.*")]
    return float(sum(int(found[1].replace(",", "")) for log in logs if (found := REFS.search(log))))


def talk(line: str) -> None:
    """What goes on, for whoever waits."""
    print(line, file=sys.stderr, flush=True)
