"""`fupan serve` as a person starts it: the link, the browser, the port, the network, the end."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from fupan.web.serving import hosts_of, is_local, link_to
from store_children import PATIENCE
from web_served import digest, serving

if TYPE_CHECKING:
    from collections.abc import Callable

posix = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
pytestmark = posix
PASSPHRASE = "correct horse battery"


def test_it_gives_a_link_and_ends_with_the_interrupt(tmp_path: Path) -> None:
    """The link alone is on standard output; Ctrl-C is a good end, which shuts the port and says so."""
    with serving(tmp_path / "home") as page:
        page.come_in()
        assert page.get("/").status == 200
        page.process.send_signal(signal.SIGINT)
        out, err = page.process.communicate(timeout=PATIENCE)

    assert (out, page.process.returncode) == ("", 0)
    assert "This link opens once" in err
    assert "The page is closed." in err
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", page.port), timeout=2)


def test_looking_leaves_nothing_behind(tmp_path: Path) -> None:
    """A journal that was only looked at is not even begun, and no request is written into any log."""
    home = tmp_path / "home"
    home.mkdir()
    before = digest(home)
    with serving(home) as page:
        page.come_in()
        assert page.get("/api/search?words=private").status == 200
        page.process.send_signal(signal.SIGINT)
        _, err = page.process.communicate(timeout=PATIENCE)

    assert digest(home) == before
    assert "private" not in err


def test_a_restart_knows_no_earlier_session(tmp_path: Path) -> None:
    """Neither the cookie nor the link of the last time opens anything, on the same port."""
    with serving(tmp_path / "home") as page:
        page.come_in()
        port, cookie = page.port, page.cookie
        unused = page.link
    with serving(tmp_path / "home", "--port", str(port)) as page:
        assert page.ask(page.request("GET", "/", f"Cookie: {cookie}")).status == 401
        assert page.ask(page.request("GET", unused.partition(str(port))[2])).status == 401


def test_a_port_that_is_taken_is_named(run: Callable[..., Any]) -> None:
    """With the way out, and without a bug's log."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        ran = run("serve", "--port", str(port), "--no-browser")

    assert (ran.status, ran.out) == (1, "")
    assert f"Port {port} of 127.0.0.1 cannot be opened: another program is there already." in ran.err


@pytest.mark.parametrize("given", ["80000", "-1", "http", "８０８０"])
def test_what_is_no_port_is_refused(run: Callable[..., Any], given: str) -> None:
    """Before anything is opened."""
    ran = run("serve", f"--port={given}")
    assert (ran.status, ran.out) == (2, "")
    assert "0 to 65535" in ran.err


def test_a_journal_that_cannot_be_read_is_told_in_the_terminal(run: Callable[..., Any], home: Path) -> None:
    """Not in the browser, which is not opened then."""
    home.mkdir()
    (home / "journal.db").write_text("no journal " * 20)
    ran = run("serve", "--no-browser")

    assert (ran.status, ran.out) == (1, "")
    assert "cannot be opened as a journal" in ran.err


def test_an_encrypted_journal_is_opened_once(tmp_path: Path, run: Callable[..., Any], home: Path) -> None:
    """The passphrase is taken at the start; every request after it reads and writes, and the file stays sealed."""
    pytest.importorskip("sqlcipher3")
    secret = {"FUPAN_PASSPHRASE": PASSPHRASE}
    assert run("note", "before").status == 0
    assert run("encrypt", **secret).status == 0
    with serving(home, **secret) as page:
        page.come_in()
        assert page.send("POST", "/api/notes", {"text": "planted words"}).status == 201
        assert [note["text"] for note in page.get("/api/notes").json["data"]] == ["before", "planted words"]
    assert b"planted words" not in (home / "journal.db").read_bytes()


# --- the network ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "example.org"])
def test_others_reach_it_only_past_a_passphrase(run: Callable[..., Any], host: str) -> None:
    """Where nobody can be asked for one, nothing is opened; the danger is said in plain words."""
    ran = run("serve", "--host", host, "--no-browser")

    assert (ran.status, ran.out) == (2, "")
    assert "no TLS" in ran.err
    assert "needs a passphrase of 12 characters" in ran.err


def test_no_option_takes_the_passphrase(run: Callable[..., Any]) -> None:
    """A command line is seen by everybody on the machine."""
    assert "--passphrase" not in run("serve", "--help").out
    assert run("serve", "--host", "0.0.0.0", "--passphrase", PASSPHRASE).status == 2


def test_a_short_passphrase_is_none(run: Callable[..., Any]) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"short\n")
    os.close(writing)
    ran = run("serve", "--host", "0.0.0.0", FUPAN_SERVE_PASSPHRASE_FD=str(reading))

    assert ran.status == 2
    assert run("serve", "--host", "0.0.0.0", FUPAN_SERVE_PASSPHRASE_FD="nine").status == 2


def test_the_passphrase_opens_the_page_to_others(tmp_path: Path) -> None:
    """From any address that the machine has; a wrong one waits, names are still refused, and it is written nowhere."""
    asked = tmp_path / "passphrase"
    asked.write_text(PASSPHRASE + "\n")
    home = tmp_path / "home"
    with (
        asked.open() as file,
        serving(
            home, "--host", "0.0.0.0", files=(file.fileno(),), FUPAN_SERVE_PASSPHRASE_FD=str(file.fileno())
        ) as page,
    ):
        outside = page.ask(page.request("GET", "/"))
        assert outside.status == 401
        assert b'name="passphrase"' in outside.body

        def attempt(words: str, host: str) -> Any:
            body = f"passphrase={words.replace(' ', '+')}".encode()
            kind = "Content-Type: application/x-www-form-urlencoded"
            return page.ask(page.request("POST", "/enter", f"Origin: http://{host}", kind, body=body, host=host))

        other = f"192.0.2.7:{page.port}"
        right = attempt(PASSPHRASE, other)
        assert right.status == 200
        cookie = right.header("set-cookie").partition(";")[0]
        assert page.ask(page.request("GET", "/", f"Cookie: {cookie}", host=other)).status == 200
        assert attempt(PASSPHRASE, f"evil.example:{page.port}").status == 421
        wrong = attempt("wrong", page.host)
        assert (wrong.status, wrong.header("retry-after")) == (403, "2")
        assert attempt(PASSPHRASE, page.host).status == 429
        command = Path(f"/proc/{page.process.pid}/cmdline")
        assert not command.exists() or PASSPHRASE not in command.read_text()
    assert all(PASSPHRASE.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_hosts_are_names_of_this_page_alone() -> None:
    """On the loopback two names and the address itself; on a network any bare address, but no name."""
    here = hosts_of("127.0.0.1", 8765)
    assert [here(f"{name}:8765") for name in ("127.0.0.1", "localhost", "[::1]", "127.0.0.2", "evil.example")] == [
        True, True, False, False, False,
    ]  # fmt: skip
    assert hosts_of("::1", 8765)("[::1]:8765")
    assert hosts_of("127.0.0.1", 80)("127.0.0.1")
    network = hosts_of("0.0.0.0", 8765)
    assert network("192.168.1.5:8765")
    assert network("[fe80::1]:8765")
    assert not network("192.168.1.5:80")
    assert not network("evil.example:8765")
    assert not network("192.168.1.5")


@pytest.mark.parametrize(
    ("host", "local", "link"),
    [
        ("127.0.0.1", True, "http://127.0.0.1:1"),
        ("localhost", True, "http://127.0.0.1:1"),
        ("::1", True, "http://[::1]:1"),
        ("127.0.0.9", True, "http://127.0.0.9:1"),
        ("0.0.0.0", False, "http://127.0.0.1:1"),
        ("192.0.2.7", False, "http://192.0.2.7:1"),
        ("localhost.evil.example", False, "http://localhost.evil.example:1"),
    ],
)
def test_an_address_is_local_or_not(host: str, local: bool, link: str) -> None:
    """And has a link that a browser on this machine can open."""
    assert (is_local(host), link_to(host, 1)) == (local, link)


# --- browser and terminal ------------------------------------------------------------------------------------


def test_the_browser_is_led_to_the_page_and_no_command_line_tells_the_way(tmp_path: Path) -> None:
    """It opens a file that only its owner may read, which leads to a link of its own; the file goes with the page."""
    seen = tmp_path / "seen"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" > {seen}.new; cat "${{1#file://}}" > {seen}.html; mv {seen}.new {seen}\n')
    browser.chmod(0o755)
    environ = {**os.environ, "FUPAN_HOME": str(tmp_path / "home"), "BROWSER": str(browser), "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "fupan", "serve"], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout
    printed = process.stdout.readline().strip()
    for _ in range(200):
        if seen.exists():
            break
        time.sleep(0.05)
    shown = Path(seen.read_text().strip().removeprefix("file://"))
    assert stat.S_IMODE(shown.stat().st_mode) == 0o600
    assert "/enter/" not in seen.read_text()
    html = Path(f"{seen}.html").read_text()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=PATIENCE)

    assert "/enter/" in html
    assert printed.rpartition("/")[0] in html
    assert printed not in html  # the link in the terminal is still good
    assert not shown.exists()


def test_enter_gives_another_link(tmp_path: Path) -> None:
    """Whoever lost the session, or wants another browser, presses Enter in the terminal."""
    pexpect = pytest.importorskip("pexpect")
    environ = {**os.environ, "FUPAN_HOME": str(tmp_path / "home"), "LANG": "zh_CN.UTF-8", "FUPAN_LANG": "zh"}
    child = pexpect.spawn(
        sys.executable, ["-m", "fupan", "serve", "--no-browser"], env=environ, encoding="utf-8", timeout=PATIENCE
    )
    child.expect(r"http://127\.0\.0\.1:\d+/enter/(\S+)")
    first = child.match[1]
    child.expect("Ctrl-C")
    child.sendline("")
    child.expect(r"/enter/(\S+)")
    assert child.match[1] != first
    child.sendintr()
    child.expect(pexpect.EOF)
    child.wait()  # to close it earlier would be to kill it
    child.close()
    assert (child.exitstatus, child.signalstatus) == (0, None), child.before


def test_the_passphrase_is_asked_for_twice(tmp_path: Path) -> None:
    """It is not echoed; one that is too short is asked for again, two that differ open nothing."""
    pexpect = pytest.importorskip("pexpect")
    environ = {**os.environ, "FUPAN_HOME": str(tmp_path / "home"), "LANG": "en_US.UTF-8"}
    command = ["-m", "fupan", "serve", "--no-browser", "--host", "0.0.0.0"]
    for second, status in ((PASSPHRASE, 0), ("something else", 2)):
        child = pexpect.spawn(sys.executable, command, env=environ, encoding="utf-8", timeout=PATIENCE)
        child.expect("no TLS")
        child.expect("passphrase for this page:")
        child.sendline("short")
        child.expect("That has 5 characters; it needs 12 or more")
        child.expect("passphrase for this page:")
        child.sendline(PASSPHRASE)
        child.expect("The same again:")
        child.sendline(second)
        if not status:
            child.expect(r"From another device: http://[^ ]+:(\d+)")
            with closing(HTTPConnection("127.0.0.1", int(child.match[1]), timeout=PATIENCE)) as page:
                page.request("GET", "/")
                assert page.getresponse().status in (401, 403)  # it listens: the end comes from the page, not before it
            child.sendintr()
        child.expect(pexpect.EOF)
        child.wait()  # to close it earlier would be to kill it
        child.close()
        assert (child.exitstatus, child.signalstatus) == (status, None), child.before
        assert PASSPHRASE not in child.before


def test_no_other_command_knows_the_server(run: Callable[..., Any]) -> None:
    """Only `serve` pays for what a page needs."""
    code = "import sys; from fupan.cli import run; run({!r}); print([m for m in ('fastapi', 'starlette', 'uvicorn', 'pydantic') if m in sys.modules])"
    for command in (["status"], ["week", "--help"], ["serve", "--help"]):
        done = subprocess.run([sys.executable, "-c", code.format(command)], capture_output=True, text=True, check=True)
        assert done.stdout.endswith("[]\n"), command
