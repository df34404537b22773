"""The page in this process: a client that is let in, and writes as it should."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import httpx

from fupan.app import App
from fupan.errors import Bug
from fupan.web.desk import House
from fupan.web.entrance import Entrance
from fupan.web.house import make
from fupan.web.serving import hosts_of

if TYPE_CHECKING:
    from fupan.errors import FupanError

PORT = 8000
ADDRESS = f"http://127.0.0.1:{PORT}"


class Inside:
    """`told` are the troubles that the person at the terminal was told of, `bugs` what nobody foresaw."""

    def __init__(self) -> None:
        self.told: list[FupanError] = []
        self.bugs: list[BaseException] = []
        self.entrance = Entrance(clock=lambda: 0.0)
        self.headers = {"Origin": ADDRESS}
        self.cookies = httpx.Cookies()
        house = House(
            app=App(environ=dict(os.environ)),
            entrance=self.entrance,
            cookie=f"fupan-{PORT}",
            hosts=hosts_of("127.0.0.1", PORT),
            bug=self.bug,
            warn=self.told.append,
        )
        self.house = make(house)
        self.way = httpx.ASGITransport(self.house)
        self.get(f"/enter/{self.entrance.new_link()}")
        self.headers["X-Fupan-CSRF"] = self.entrance.csrf(self.cookies[house.cookie])

    def request(self, method: str, address: str, headers: dict[str, str] | None = None, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.way, base_url=ADDRESS, cookies=self.cookies) as client:
                answer = await client.request(method, address, headers={**self.headers, **(headers or {})}, **more)
                self.cookies = client.cookies
                return answer

        return asyncio.run(ask())

    def get(self, address: str, **more: Any) -> httpx.Response:
        return self.request("GET", address, **more)

    def post(self, address: str, **more: Any) -> httpx.Response:
        return self.request("POST", address, **more)

    def put(self, address: str, **more: Any) -> httpx.Response:
        return self.request("PUT", address, **more)

    def patch(self, address: str, **more: Any) -> httpx.Response:
        return self.request("PATCH", address, **more)

    def delete(self, address: str, **more: Any) -> httpx.Response:
        return self.request("DELETE", address, **more)

    def bug(self, error: BaseException) -> Bug:
        self.bugs.append(error)
        return Bug(what=type(error).__name__, log="the log")
