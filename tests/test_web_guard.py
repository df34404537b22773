"""The page answers its own user and nobody else: a table of requests, sent byte by byte to a real process."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from web_inside import ADDRESS, Inside
from web_served import Answer, Served, digest, read_answer, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ends the process with Ctrl-C")
MIB = 2**20
SIGNED = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-resource-policy",
    "cross-origin-opener-policy",
    "permissions-policy",
    "cache-control",
)
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A page with a session, and one note in its journal; it waits for slow requests for one second only."""
    with serving(tmp_path_factory.mktemp("guard") / "home", seconds=1) as served:
        served.come_in()
        assert served.send("POST", "/api/notes", {"text": "ours"}).status == 201
        yield served


# Every request below is one that must not reach the journal. `{host}` is the page's own host and port, `{port}` its
# port, `{cookie}` a session that is let in, `{csrf}` its token. The lines of a head, then the expected status.
ORIGIN, FORM, JSON = (
    "Origin: http://{host}",
    "Content-Type: application/x-www-form-urlencoded",
    "Content-Type: application/json",
)
HOST, COOKIE, CSRF = "Host: {host}", "Cookie: {cookie}", "X-Fupan-CSRF: {csrf}"
GET, POST, API = "GET / HTTP/1.1", "POST /notes HTTP/1.1", "POST /api/notes HTTP/1.1"
NOTE, GOOD = "text=hostile", "text=hostile&csrf={csrf}"
HOSTILE: dict[str, tuple[int, list[str], str]] = {
    # who the request thinks it talks to
    "rebinding, reading": (421, [GET, "Host: evil.example:{port}", COOKIE], ""),
    "rebinding, writing": (421, [POST, "Host: evil.example:{port}", "Origin: http://evil.example:{port}", COOKIE, FORM], GOOD),
    "rebinding, the interface": (421, [API, "Host: evil.example:{port}", COOKIE, CSRF, JSON], '{"text":"x"}'),
    "no host, in HTTP 1.1": (400, [GET, COOKIE], ""),
    "no host, in HTTP 1.0": (421, ["GET / HTTP/1.0", COOKIE], ""),
    "an empty host": (421, [GET, "Host: ", COOKIE], ""),
    "two hosts, ours first": (400, [GET, HOST, "Host: evil.example", COOKIE], ""),
    "two hosts, ours last": (400, [GET, "Host: evil.example", HOST, COOKIE], ""),
    "two hosts, both ours": (400, [GET, HOST, HOST, COOKIE], ""),
    "two hosts in one line": (421, [GET, "Host: {host}, evil.example", COOKIE], ""),
    "another port": (421, [GET, "Host: 127.0.0.1:1", COOKIE], ""),
    "no port": (421, [GET, "Host: 127.0.0.1", COOKIE], ""),
    "our host as a suffix": (421, [GET, "Host: {host}.evil.example", COOKIE], ""),
    "our host behind a name": (421, [GET, "Host: evil.example@{host}", COOKIE], ""),
    "any address": (421, [GET, "Host: 0.0.0.0:{port}", COOKIE], ""),
    "the address as one number": (421, [GET, "Host: 2130706433:{port}", COOKIE], ""),
    "the address in a shorter form": (421, [GET, "Host: 127.1:{port}", COOKIE], ""),
    "localhost with a dot": (421, [GET, "Host: localhost.:{port}", COOKIE], ""),
    "the address of version 6": (421, [GET, "Host: [::1]:{port}", COOKIE], ""),
    "an absolute target with another host": (421, ["GET http://127.0.0.1/ HTTP/1.1", "Host: evil.example", COOKIE], ""),
    "a forwarded host": (421, [GET, "Host: evil.example", "X-Forwarded-Host: {host}", COOKIE], ""),
    # where the request comes from
    "a form of another site": (403, [POST, HOST, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site", COOKIE, FORM], GOOD),
    "another origin alone": (403, [POST, HOST, "Origin: https://evil.example", COOKIE, FORM], GOOD),
    "the origin null": (403, [POST, HOST, "Origin: null", COOKIE, FORM], GOOD),
    "our host at another port": (403, [POST, HOST, "Origin: http://127.0.0.1:1", COOKIE, FORM], GOOD),
    "our origin, encrypted": (403, [POST, HOST, "Origin: https://{host}", COOKIE, FORM], GOOD),
    "localhost writes to 127.0.0.1": (403, [POST, HOST, "Origin: http://localhost:{port}", COOKIE, FORM], GOOD),
    "our origin as a suffix": (403, [POST, HOST, "Origin: http://{host}.evil.example", COOKIE, FORM], GOOD),
    "two origins": (403, [POST, HOST, ORIGIN, "Origin: https://evil.example", COOKIE, FORM], GOOD),
    "no origin": (403, [POST, HOST, COOKIE, FORM], GOOD),
    "no origin, but typed in": (403, [POST, HOST, "Sec-Fetch-Site: none", COOKIE, FORM], GOOD),
    "no origin, the interface": (403, [API, HOST, COOKIE, CSRF, JSON], '{"text":"x"}'),
    "our origin from another site": (403, [POST, HOST, ORIGIN, "Sec-Fetch-Site: cross-site", COOKIE, FORM], GOOD),
    "the same site, another port": (403, [POST, HOST, ORIGIN, "Sec-Fetch-Site: same-site", COOKIE, FORM], GOOD),
    "two answers to where from": (403, [POST, HOST, "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site", COOKIE, FORM], GOOD),
    "reading from another site": (403, [GET, HOST, "Sec-Fetch-Site: cross-site", COOKIE], ""),
    "reading from another port": (403, [GET, HOST, "Sec-Fetch-Site: same-site", COOKIE], ""),
    "two answers to where from, reading": (403, [GET, HOST, "Sec-Fetch-Site: none", "Sec-Fetch-Site: cross-site", COOKIE], ""),
    "reading with another origin": (403, ["GET /api/status HTTP/1.1", HOST, "Origin: https://evil.example", COOKIE], ""),
    "the style sheet from another site": (403, ["GET /static/page.css HTTP/1.1", HOST, "Sec-Fetch-Site: cross-site"], ""),
    "a preflight": (403, ["OPTIONS /api/notes HTTP/1.1", HOST, "Origin: https://evil.example", "Access-Control-Request-Method: POST"], ""),
    # who asks
    "no cookie": (401, [GET, HOST], ""),
    "no cookie, the interface": (401, ["GET /api/status HTTP/1.1", HOST], ""),
    "no cookie, its description": (401, ["GET /api/openapi.json HTTP/1.1", HOST], ""),
    "no cookie, writing": (401, [POST, HOST, ORIGIN, FORM], GOOD),
    "a wrong cookie": (401, [GET, HOST, "Cookie: fupan-{port}=guessed"], ""),
    "an empty cookie": (401, [GET, HOST, "Cookie: fupan-{port}="], ""),
    "the cookie of another port": (401, [GET, HOST, "Cookie: fupan-1={session}"], ""),
    "half of the cookie": (401, [GET, HOST, "Cookie: {cookie_half}"], ""),
    "the session in the address": (401, ["GET /?{cookie} HTTP/1.1", HOST], ""),
    "a guessed link": (401, ["GET /enter/guessed HTTP/1.1", HOST], ""),
    "a guessed link from another site": (401, ["GET /enter/guessed HTTP/1.1", HOST, "Sec-Fetch-Site: cross-site"], ""),
    "the link a second time": (401, ["GET {link} HTTP/1.1", HOST], ""),
    "a passphrase where there is none": (401, ["POST /enter HTTP/1.1", HOST, ORIGIN, FORM], "passphrase="),
    "a way around the session": (404, ["GET /enter/../api/status HTTP/1.1", HOST], ""),
    "a way around it, in disguise": (404, ["GET /static/%2e%2e/api/status HTTP/1.1", HOST], ""),
    # the form's own token
    "no token": (403, [POST, HOST, ORIGIN, COOKIE, FORM], NOTE),
    "a wrong token": (403, [POST, HOST, ORIGIN, COOKIE, FORM], NOTE + "&csrf=" + 64 * "0"),
    "an empty token": (403, [POST, HOST, ORIGIN, COOKIE, FORM], NOTE + "&csrf="),
    "half of the token": (403, [POST, HOST, ORIGIN, COOKIE, FORM], NOTE + "&csrf={csrf_half}"),
    "the token in the address": (403, ["POST /notes?csrf={csrf} HTTP/1.1", HOST, ORIGIN, COOKIE, FORM], NOTE),
    "the interface without a token": (403, [API, HOST, ORIGIN, COOKIE, JSON], '{"text":"x"}'),
    "the interface, token in the body": (403, [API, HOST, ORIGIN, COOKIE, JSON], '{"text":"x","csrf":"{csrf}"}'),
    "deleting without a token": (403, ["DELETE /api/session HTTP/1.1", HOST, ORIGIN, COOKIE], ""),
    "the token alone": (401, [POST, HOST, ORIGIN, CSRF, FORM], GOOD),
    # what it sends
    "a form for the interface": (415, [API, HOST, ORIGIN, COOKIE, CSRF, FORM], "text=hostile"),
    "plain text that looks like JSON": (415, [API, HOST, ORIGIN, COOKIE, CSRF, "Content-Type: text/plain"], '{"text":"x"}'),
    "no content type": (415, [POST, HOST, ORIGIN, COOKIE, CSRF], NOTE),
    "a form with files": (415, [POST, HOST, ORIGIN, COOKIE, CSRF, "Content-Type: multipart/form-data; boundary=x"], "--x--"),
    "a form of too many fields": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM], "a=1&" * 3000),
    "a form that is no text": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM], "text=%ff%fe&csrf={csrf}"),
    "a body of 1 MiB and one byte": (413, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM], "text=" + "x" * (MIB - 4)),
    "a body that is said to be huge": (413, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Content-Length: 99999999999"], ""),
    "JSON without end": (400, [API, HOST, ORIGIN, COOKIE, CSRF, JSON], "[" * 100_000),
    # how it is written
    "a method nobody knows": (405, ["BREW / HTTP/1.1", HOST, ORIGIN, COOKIE, CSRF], ""),
    "tracing": (405, ["TRACE / HTTP/1.1", HOST, ORIGIN, COOKIE, CSRF], ""),
    "a tunnel": (405, ["CONNECT / HTTP/1.1", HOST, ORIGIN, COOKIE, CSRF], ""),
    "our own preflight": (405, ["OPTIONS /api/notes HTTP/1.1", HOST, ORIGIN, COOKIE, CSRF], ""),
    "a method in small letters": (405, ["post /notes HTTP/1.1", HOST, ORIGIN, COOKIE, CSRF, FORM], NOTE),
    "two lengths that differ": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Content-Length: 4", "Content-Length: 12"], "text=hostile"),
    "a length and pieces": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Content-Length: 30", "Transfer-Encoding: chunked"], "c\r\ntext=hostile\r\n0\r\n\r\n"),
    "pieces under another name": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Transfer-Encoding: xchunked"], "c\r\ntext=hostile\r\n0\r\n\r\n"),
    "pieces twice": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Transfer-Encoding: chunked", "Transfer-Encoding: identity"], "0\r\n\r\n"),
    "a piece of no number": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Transfer-Encoding: chunked"], "zz\r\ntext=hostile\r\n0\r\n\r\n"),
    "a length below nothing": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Content-Length: -1"], NOTE),
    "a blank before the colon": (400, [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Content-Length : 12"], NOTE),
    "a folded line in front": (400, [GET, " " + HOST, COOKIE], ""),
    "a line feed alone in a value": (400, [GET, HOST, "X-A: b\x00c", COOKIE], ""),
    "a head of 20 KiB": (431, [GET, HOST, COOKIE, "X-A: " + "a" * 20_480], ""),
    "an address of 20 KiB": (431, ["GET /?" + "a" * 20_480 + " HTTP/1.1", HOST, COOKIE], ""),
    "150 header fields": (431, [GET, HOST, COOKIE, *(f"X-{n}: a" for n in range(150))], ""),
    "the second version's preface": (421, ["PRI * HTTP/2.0", ""], "SM\r\n\r\n"),
    "no HTTP at all": (400, ["\x16\x03\x01\x02"], ""),
    "a request to be another protocol": (401, [GET, HOST, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: x"], ""),
}  # fmt: skip


def filled(text: str, page: Served) -> str:
    session = page.cookie.partition("=")[2]
    for name, value in {
        "host": page.host,
        "port": str(page.port),
        "cookie": page.cookie,
        "cookie_half": page.cookie[:-10],
        "session": session,
        "csrf": page.csrf,
        "csrf_half": page.csrf[:-10],
        "link": page.link.removeprefix(f"http://{page.host}"),
    }.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def sent(page: Served, lines: list[str], body: str) -> Answer:
    lines, body = [filled(line, page) for line in lines], filled(body, page)
    known = {line.partition(":")[0].strip().lower() for line in lines[1:]}
    if body and not known & {"content-length", "transfer-encoding"}:
        lines.append(f"Content-Length: {len(body.encode())}")
    if "connection" not in known:
        lines.append("Connection: close")
    return page.ask("\r\n".join([*lines, "", ""]).encode("latin-1") + body.encode())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_request_is_refused_and_nothing_is_written(page: Served, name: str) -> None:
    """Each has its status; not a byte of the person's files changes, and no word of the journal comes back."""
    status, lines, body = HOSTILE[name]
    before = digest(page.home)

    answer = sent(page, lines, body)

    assert answer.status == status
    assert digest(page.home) == before
    assert b"ours" not in answer.body
    assert answer.header("server") == ""
    assert answer.header("set-cookie") == ""
    assert answer.header("access-control-allow-origin") == ""
    if b"Invalid HTTP request" not in answer.body:  # what is no request at all never comes as far as the guard
        assert [name for name in SIGNED if not answer.header(name)] == []


def test_the_table_is_long_enough() -> None:
    """At least forty, and the twenty-two shapes that a local page was first tried with are among them."""
    assert len(HOSTILE) >= 40


@pytest.mark.parametrize(
    ("lines", "body", "status"),
    [
        ([GET, HOST, COOKIE], "", 200),
        ([GET, "Host: localhost:{port}", COOKIE], "", 200),
        ([GET, HOST, "Sec-Fetch-Site: none", COOKIE], "", 200),
        ([GET, HOST, "Cookie: fupan-{port}=stale; other=1; {cookie}"], "", 200),
        ([POST, HOST, ORIGIN, COOKIE, FORM], "text=by+origin&csrf={csrf}", 303),
        ([POST, HOST, "Sec-Fetch-Site: same-origin", COOKIE, FORM], "text=by+site&csrf={csrf}", 303),
        ([POST, "Host: localhost:{port}", "Origin: http://localhost:{port}", COOKIE, FORM], GOOD, 303),
        ([API, HOST, ORIGIN, COOKIE, CSRF, JSON], '{"text":"by interface"}', 201),
        ([POST, HOST, ORIGIN, COOKIE, FORM, "Transfer-Encoding: chunked"], "text=pieces&csrf={csrf}", 303),
    ],
)  # fmt: skip
def test_the_same_request_in_order_is_answered(page: Served, lines: list[str], body: str, status: int) -> None:
    """What the refused requests lack is all that they lack: with it they are let in, and a write is kept."""
    if "Transfer-Encoding: chunked" in lines:
        body = f"{len(filled(body, page)):x}\r\n{body}\r\n0\r\n\r\n"
    before = digest(page.home)

    answer = sent(page, lines, body)

    assert answer.status == status
    assert (digest(page.home) != before) == (status != 200)


def test_every_answer_says_what_a_browser_may_do_with_it(page: Served) -> None:
    """The policy stands on pages, JSON and style sheets alike, and no answer names the server."""
    for path in ("/", "/api/status", "/static/page.css", "/nowhere"):
        answer = page.get(path)
        assert answer.header("content-security-policy") == POLICY
        assert answer.header("x-content-type-options") == "nosniff"
        assert answer.header("referrer-policy") == "same-origin"
        assert answer.header("cross-origin-resource-policy") == "same-origin"
        assert answer.header("cross-origin-opener-policy") == "same-origin"
        assert answer.header("cache-control") == "no-store"
        assert answer.header("server") == ""


def test_the_session_cookie_is_for_this_page_alone(page: Served) -> None:
    """No script reads it, no other site's request carries it, and a second link makes another one."""
    with serving(page.home) as other:
        answer = other.ask(other.request("GET", other.link.removeprefix(f"http://{other.host}")))
        name, _, rest = answer.header("set-cookie").partition("=")
        assert name == f"fupan-{other.port}"
        assert {part.strip().lower() for part in rest.split(";")[1:]} == {"httponly", "samesite=strict", "path=/"}
        session = answer.header("set-cookie").partition(";")[0]
        assert other.ask(other.request("GET", "/", f"Cookie: {session}")).status == 200
        stranger = session.replace(name, f"fupan-{page.port}")
        assert page.ask(page.request("GET", "/", f"Cookie: {stranger}")).status == 401


def test_the_guard_counts_hosts_by_itself(home: Path) -> None:
    """Whichever server stands before it: two, none, or one that is not ours are all refused."""
    del home
    page = Inside()

    async def ask(*hosts: bytes) -> int:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
            "path": "/static/page.css", "raw_path": b"/static/page.css", "query_string": b"", "root_path": "",
            "headers": [(b"host", host) for host in hosts],
        }  # fmt: skip
        said: list[Any] = []

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()  # the other side neither says more nor goes away
            raise AssertionError

        async def send(message: Any) -> None:
            said.append(message)

        await page.house(scope, receive, send)
        return int(said[0]["status"])

    ours = ADDRESS.removeprefix("http://").encode()
    for hosts, status in (((ours,), 200), ((ours, ours), 421), ((ours, b"evil.example"), 421), ((), 421)):
        assert asyncio.run(ask(*hosts)) == status


# --- requests that drag --------------------------------------------------------------------------------------


def line_to(page: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", page.port), timeout=20)


def test_a_body_that_does_not_come_is_not_waited_for(page: Served) -> None:
    """The request is refused in time, and the half of it that came is not written."""
    before = digest(page.home)
    lines = [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Content-Length: 40", "", "text=half"]
    with line_to(page) as line:
        line.sendall(filled("\r\n".join(lines), page).encode())
        answer = read_answer(line)

    assert answer.status == 408
    assert digest(page.home) == before


def test_a_head_that_does_not_end_is_not_waited_for(page: Served) -> None:
    """Neither one that never begins, nor one that stops in its middle, nor a second one on the same line."""
    for begun in (b"", b"GET / HT", f"GET / HTTP/1.1\r\nHost: {page.host}\r\nX-A: ".encode()):
        with line_to(page) as line:
            line.sendall(begun)
            assert read_answer(line).status == 0
    with line_to(page) as line:
        line.sendall(f"GET /static/page.css HTTP/1.1\r\nHost: {page.host}\r\n\r\nGET /sta".encode())
        assert read_answer(line).status == 200  # and then the line is closed


def test_pieces_without_end_are_cut_off(page: Served) -> None:
    """A chunked body that grows past every limit is refused while it grows."""
    before = digest(page.home)
    lines = [POST, HOST, ORIGIN, COOKIE, CSRF, FORM, "Transfer-Encoding: chunked", "", ""]
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    with line_to(page) as line:
        try:
            line.sendall(filled("\r\n".join(lines), page).encode())
            for _ in range(1000):  # 64 MiB, were they taken
                line.sendall(piece)
            cut = False
        except (BrokenPipeError, ConnectionResetError):
            cut = True

    assert cut
    assert digest(page.home) == before


def test_a_request_behind_a_request_is_looked_at_too(page: Served) -> None:
    """What is smuggled in behind an innocent request meets the same guard."""
    before = digest(page.home)
    first = filled(f"GET /static/page.css HTTP/1.1\r\n{HOST}\r\n\r\n", page)
    second = filled(
        f"{POST}\r\n{HOST}\r\n{COOKIE}\r\n{FORM}\r\nContent-Length: 12\r\nConnection: close\r\n\r\n{NOTE}", page
    )
    with line_to(page) as line:
        line.sendall((first + second).encode())
        raw = b""
        while part := line.recv(65536):
            raw += part

    assert raw.startswith(b"HTTP/1.1 200")
    assert raw.count(b"HTTP/1.1 403") == 1
    assert digest(page.home) == before


# --- where it listens ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_it_listens_on_the_loopback_alone(page: Served) -> None:
    """The one listening socket of the process is 127.0.0.1 at the port that the link names."""
    inodes = set()
    for handle in Path(f"/proc/{page.process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # a file that the server has closed meanwhile
            target = str(handle.readlink())
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    listening = []
    for table in ("tcp", "tcp6"):
        for row in Path(f"/proc/{page.process.pid}/net/{table}").read_text().splitlines()[1:]:
            columns = row.split()
            if columns[3] == "0A" and columns[9] in inodes:
                listening.append(columns[1])

    assert listening == [f"0100007F:{page.port:04X}"]


def test_another_address_of_the_machine_does_not_reach_it(page: Served) -> None:
    """Neither another loopback address nor one that the network knows is answered."""
    for address in ("127.0.0.2", socket.gethostbyname(socket.gethostname())):
        if address != "127.0.0.1":
            with pytest.raises(OSError, match=r".*"):
                socket.create_connection((address, page.port), timeout=2)


def test_the_refusal_of_a_browser_says_how_to_come_in(page: Served) -> None:
    """In the language that the browser asks for."""
    english = page.ask(page.request("GET", "/"))
    chinese = page.ask(page.request("GET", "/", "Accept-Language: zh-CN,zh;q=0.9,en;q=0.5"))
    machine = page.ask(page.request("GET", "/api/status"))

    assert "press Enter for a new link" in english.body.decode()
    assert '<html lang="zh-CN">' in chinese.body.decode()
    assert json.loads(machine.body)["error"]["code"] == "no_session"
