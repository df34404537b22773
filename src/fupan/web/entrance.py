"""Who may come in: links that open once, sessions, the token of every form, and a passphrase on a network."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from fupan.web.refusals import NoSession, TooManyAttempts, WrongPassphrase

if TYPE_CHECKING:
    from collections.abc import Callable

LINK_LASTS = 10 * 60.0  # seconds from being shown to being opened
SESSION_LASTS = 12 * 60 * 60.0  # seconds without a request
MOST_LINKS, MOST_SESSIONS = 16, 32
LONGEST_WAIT = 300.0  # seconds between two attempts at the passphrase


@dataclass
class Entrance:
    """All of it lives in this process only: ending the program shuts every door. `clock` only ever grows."""

    clock: Callable[[], float]
    passphrase: str = ""  # "": only links open
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _lock: Lock = field(default_factory=Lock)
    _links: dict[bytes, float] = field(default_factory=dict)
    _sessions: dict[bytes, float] = field(default_factory=dict)
    _wrong: int = 0
    _shut_until: float = -math.inf

    def new_link(self) -> str:
        """The token of a link that opens once, and not for long."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            _add(self._links, _digest(token), self.clock() + LINK_LASTS, MOST_LINKS)
        return token

    def use_link(self, token: str) -> str:
        """A new session for a link that was never opened, in time. Raises NoSession."""
        with self._lock:
            if self._links.pop(_digest(token), -math.inf) <= self.clock():
                raise NoSession
            return self._new_session()

    def try_passphrase(self, given: str) -> str:
        """A new session for the right passphrase; after each wrong one the next attempt waits twice as long.

        Raises NoSession where there is none, TooManyAttempts before the time, WrongPassphrase.
        """
        if not self.passphrase:
            raise NoSession
        with self._lock:
            if (left := self._shut_until - self.clock()) > 0:
                raise TooManyAttempts(math.ceil(left))
            if hmac.compare_digest(_digest(self.passphrase), _digest(given)):
                self._wrong = 0
                return self._new_session()
            self._wrong += 1
            wait = min(2.0 ** min(self._wrong, 30), LONGEST_WAIT)
            self._shut_until = self.clock() + wait
            raise WrongPassphrase(math.ceil(wait))

    def knows(self, session: str) -> bool:
        """Whether a session is one of ours that is still in use; asking keeps it in use."""
        name = _digest(session)
        with self._lock:
            now = self.clock()
            if self._sessions.pop(name, -math.inf) <= now:
                return False
            self._sessions[name] = now + SESSION_LASTS
            return True

    def leave(self, session: str) -> None:
        with self._lock:
            self._sessions.pop(_digest(session), None)

    def csrf(self, session: str) -> str:
        """The token that every form of a session carries."""
        return hmac.new(self.secret, _bytes(session), "sha256").hexdigest()

    def vouches(self, session: str, csrf: str) -> bool:
        return hmac.compare_digest(_bytes(self.csrf(session)), _bytes(csrf))

    def _new_session(self) -> str:
        token = secrets.token_urlsafe(32)
        _add(self._sessions, _digest(token), self.clock() + SESSION_LASTS, MOST_SESSIONS)
        return token


def _digest(token: str) -> bytes:
    """What is kept of a token: looking it up tells nothing by the time that it takes."""
    return hashlib.sha256(_bytes(token)).digest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _add(known: dict[bytes, float], name: bytes, until: float, most: int) -> None:
    """The newest replaces the one that would end first where there are too many."""
    while len(known) >= most:
        del known[min(known, key=lambda each: known[each])]
    known[name] = until
