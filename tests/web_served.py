"""`fupan serve` as its own process, and requests to it byte by byte."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = "2026-11-23T19:30:00+08:00"
# The program as it is, with limits that a test can wait for.
RUN = """
import sys
from fupan.web import guard, serving
guard.SECONDS = serving.HEAD_SECONDS = {seconds}
from fupan.cli import run
sys.exit(run(sys.argv[1:]))
"""


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return ", ".join(value for each, value in self.headers if each == name)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """A running page with one session."""

    process: subprocess.Popen[str]
    home: Path
    port: int
    link: str
    cookie: str = ""
    csrf: str = ""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def ask(self, raw: bytes, *, timeout: float = 20) -> Answer:
        """Send these very bytes, read until the other side has answered and closed."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=timeout) as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # the answer may be there already
                line.sendall(raw)
            return read_answer(line)

    def request(self, method: str, path: str, *headers: str, body: bytes = b"", host: str | None = "") -> bytes:
        """A request with the right Host unless another, or None, is given; it closes the connection."""
        lines = [f"{method} {path} HTTP/1.1"]
        lines += [f"Host: {host or self.host}"] if host is not None else []
        lines += [*headers, "Connection: close"]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body

    def get(self, path: str, *headers: str) -> Answer:
        return self.ask(self.request("GET", path, f"Cookie: {self.cookie}", *headers))

    def send(self, method: str, path: str, document: Any = None) -> Answer:
        """What a script does that writes as it should."""
        headers = [f"Cookie: {self.cookie}", f"Origin: http://{self.host}", f"X-Fupan-CSRF: {self.csrf}"]
        body = b"" if document is None else json.dumps(document).encode()
        return self.ask(self.request(method, path, *headers, "Content-Type: application/json", body=body))

    def come_in(self) -> None:
        token = self.link.rpartition("/")[2]
        answer = self.ask(self.request("GET", f"/enter/{token}"))
        self.cookie = answer.header("set-cookie").partition(";")[0]
        self.csrf = self.get("/api/session").json["data"]["csrf"]


def read_answer(line: socket.socket) -> Answer:
    raw = b""
    with suppress(ConnectionResetError):
        while part := line.recv(65536):
            raw += part
    return parsed(raw)


def parsed(raw: bytes) -> Answer:
    """The first answer among what came back; a connection that was closed without one has status 0."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    found = re.match(r"HTTP/1\.1 (\d{3})", first)
    headers = [(name.lower(), value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    return Answer(int(found[1]) if found else 0, headers, body)


def digest(home: Path) -> str:
    """Everything in a home: names, bytes and times of change."""
    seen = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        seen.update(f"{path.relative_to(home)} {path.stat().st_mtime_ns if path.is_file() else ''}\n".encode())
        seen.update(path.read_bytes() if path.is_file() else b"")
    return seen.hexdigest()


@contextmanager
def serving(
    home: Path, *arguments: str, seconds: float = 20, files: tuple[int, ...] = (), **environ: str
) -> Iterator[Served]:
    """`fupan serve` on a home; ended with Ctrl-C. The process inherits the open `files`."""
    keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-c", RUN.format(seconds=seconds), "serve", "--no-browser", *arguments],
        env={
            **keep,
            "FUPAN_HOME": str(home),
            "FUPAN_NOW": NOW,
            "FUPAN_CLOCK": "trust",
            "TZ": "Asia/Shanghai",
            "LANG": "en_US.UTF-8",
            **environ,
        },
        pass_fds=files,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stderr
    link = process.stdout.readline().strip()
    try:
        assert link, process.stderr.read()
        yield Served(process, home, int(link.split(":")[2].split("/")[0]), link)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)
        process.stdout.close()
        process.stderr.close()
