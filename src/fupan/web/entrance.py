"""Who may come in: links that open once, sessions, the token of every form, and a passphrase on a network."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LINK_LASTS = 10 * 60.0  # seconds from being shown to being opened
SESSION_LASTS = 12 * 60 * 60.0  # seconds without a request
MOST_SESSIONS = 32
MOST_LINKS = 16
LONGEST_WAIT = 300.0  # seconds between two attempts at the passphrase


@dataclass
class Entrance:
    """All of it lives in this process only: ending the program closes every door. `clock` only ever grows."""

    clock: Callable[[], float]
    passphrase: str = ""  # "": none, and only links open
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _links: dict[bytes, float] = field(default_factory=dict)
    _sessions: dict[bytes, float] = field(default_factory=dict)
    _wrong: int = 0
    _closed_until: float = 0.0

    def new_link(self) -> str:
        """The token of a link that opens once, and not for long."""
        token = secrets.token_urlsafe(32)
        _add(self._links, _digest(token), self.clock() + LINK_LASTS, MOST_LINKS)
        return token

    def use_link(self, token: str) -> str | None:
        """A new session for a link that was never opened, in time; else None."""
        until = self._links.pop(_digest(token), -math.inf)
        return self._new_session() if self.clock() < until else None

    def knows(self, session: str) -> bool:
        """Whether a session is one of ours that is still in use; asking keeps it in use."""
        name, now = _digest(session), self.clock()
        if self._sessions.get(name, -math.inf) <= now:
            self._sessions.pop(name, None)
            return False
        self._sessions[name] = now + SESSION_LASTS
        return True

    def leave(self, session: str) -> None:
        self._sessions.pop(_digest(session), None)

    def csrf(self, session: str) -> str:
        """The token that every form of a session carries."""
        return hmac.new(self.secret, session.encode("utf-8", "replace"), "sha256").hexdigest()

    def vouches(self, session: str, csrf: str) -> bool:
        return hmac.compare_digest(self.csrf(session).encode(), csrf.encode("utf-8", "replace"))

    def wait(self) -> int:
        """Whole seconds until the passphrase may be tried again."""
        return max(0, math.ceil(self._closed_until - self.clock()))

    def try_passphrase(self, given: str) -> str | None:
        """A new session for the right passphrase; after each wrong one the next attempt waits twice as long."""
        right = hmac.compare_digest(self.passphrase.encode(), given.encode("utf-8", "replace"))
        if right and self.passphrase:
            self._wrong = 0
            return self._new_session()
        self._wrong += 1
        self._closed_until = self.clock() + min(2.0 ** min(self._wrong, 30), LONGEST_WAIT)
        return None

    def _new_session(self) -> str:
        token = secrets.token_urlsafe(32)
        _add(self._sessions, _digest(token), self.clock() + SESSION_LASTS, MOST_SESSIONS)
        return token


def _digest(token: str) -> bytes:
    """What is kept of a token: looking it up tells nothing by the time that it takes."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _add(known: dict[bytes, float], name: bytes, until: float, most: int) -> None:
    """The newest replaces the oldest where there are too many."""
    while len(known) >= most:
        del known[min(known, key=lambda each: known[each])]
    known[name] = until
