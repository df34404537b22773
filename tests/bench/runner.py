"""Runs one command after another in a process of its own, and says what each cost.

On Linux a child's peak memory is never less than that of the process that started it; so this one is kept small,
and it is started by path (`python -I -S runner.py`). One JSON line in, one JSON line out.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

PATIENCE = 300  # seconds until a terminal's question is given up
ROWS, COLUMNS = 24, 80


def run(asked: dict[str, Any]) -> dict[str, Any]:
    """Run a command with its output in files, and wait for its end."""
    files = [
        (os.POSIX_SPAWN_OPEN, 0, asked["stdin"], os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, asked["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, asked["err"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    began = time.perf_counter()
    child = os.posix_spawn(asked["argv"][0], asked["argv"], asked["env"], file_actions=files)
    _, status, used = os.wait4(child, 0)
    return _cost(time.perf_counter() - began, status, used)


def ask(asked: dict[str, Any]) -> dict[str, Any]:
    """Run a command on a terminal until it shows a text, then end it; the time is that until the text stands there."""
    import termios

    master, slave = os.openpty()
    termios.tcsetwinsize(slave, (ROWS, COLUMNS))
    files: list[tuple[Any, ...]] = [(os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0)]
    files += [(os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
    wanted, seen = asked["until"].encode(), b""
    began = time.perf_counter()
    child = os.posix_spawn(asked["argv"][0], asked["argv"], asked["env"], file_actions=files, setsid=True)
    os.close(slave)  # the command has its own by now; when it ends early, this side hears of it
    while wanted not in seen and (part := _read(master, PATIENCE)):
        seen += part
    wall = time.perf_counter() - began
    os.kill(child, signal.SIGTERM)
    _, status, used = os.wait4(child, 0)
    while part := _read(master, 0):
        seen += part
    os.close(master)
    with open(asked["out"], "wb") as file:  # noqa: PTH123 - pathlib is not small
        file.write(seen)
    return _cost(wall, 0 if wanted in seen else status, used)


def _read(master: int, seconds: float) -> bytes:
    """What came next; nothing once the other side is gone or was silent for so long."""
    if not select.select([master], [], [], seconds)[0]:
        return b""
    try:
        return os.read(master, 65536)
    except OSError:
        return b""


def _cost(wall: float, status: int, used: Any) -> dict[str, Any]:
    unit = 1 if sys.platform == "darwin" else 1024
    return {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * unit,
        "status": os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(ask(order) if order["until"] else run(order)), flush=True)
