"""The page: `fupan serve` as anybody starts it, and requests to it over the loopback as a browser makes them."""

from __future__ import annotations

import http.client
import re
import signal
import statistics
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.measuring import Failed
from bench.workshop import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.workshop import Workshop

REQUESTS = 60
WARM = 5  # requests that do not count: templates are read once
PATIENCE = 30
PAGES = {"/": ("home", "首页"), "/quarter/2026-Q3": ("quarter", "季度"), "/reports/2026-Q3": ("its report", "季度报告")}


@dataclass(frozen=True)
class Shown:
    """How long one page took: the median and the 95th percentile, in seconds."""

    middle: float
    late: float


def requested(shop: Workshop, language: str, years: int, requests: int = REQUESTS) -> tuple[dict[str, Shown], int]:
    """Each page so many times, in turn; and the server's peak memory in bytes, 0 where it cannot be known."""
    taken: dict[str, list[float]] = {path: [] for path in PAGES}
    with _serving(shop, shop.home(language, years)) as (process, link):
        line = http.client.HTTPConnection(link.split("/")[2], timeout=PATIENCE)
        cookie = {"Cookie": _get(line, "/" + link.split("/", 3)[3], {})[1]}
        for number in range(WARM + requests):
            for path, seconds in taken.items():
                began = time.perf_counter()
                status, _ = _get(line, path, cookie)
                if status != http.HTTPStatus.OK:
                    raise Failed(f"GET {path}: {status}")
                if number >= WARM:
                    seconds.append(time.perf_counter() - began)
        peak = _peak(process.pid)
    return {path: shown(seconds) for path, seconds in taken.items()}, peak


def shown(seconds: list[float]) -> Shown:
    return Shown(statistics.median(seconds), statistics.quantiles(seconds, n=20, method="inclusive")[-1])


def _get(line: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, str]:
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    answer.read()
    return answer.status, (answer.getheader("Set-Cookie") or "").partition(";")[0]


@contextmanager
def _serving(shop: Workshop, home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    process = subprocess.Popen(
        [str(shop.fupan), "serve", "--no-browser"], env=shop.environ | {"FUPAN_HOME": str(home), "FUPAN_NOW": NOW},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        link = process.stdout.readline().strip() if process.stdout else ""
        if not link:
            raise Failed("fupan serve gave no link")
        yield process, link
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _peak(pid: int) -> int:
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0
