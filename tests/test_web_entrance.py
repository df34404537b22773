"""Links that open once, sessions that end, and a passphrase that cannot be tried quickly."""

from __future__ import annotations

import pytest

from fupan.web.entrance import LINK_LASTS, LONGEST_WAIT, MOST_LINKS, MOST_SESSIONS, SESSION_LASTS, Entrance
from fupan.web.refusals import NoSession, TooManyAttempts, WrongPassphrase


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def entrance(clock: Clock) -> Entrance:
    return Entrance(clock=clock, passphrase="correct horse")


def test_a_link_opens_once(entrance: Entrance) -> None:
    """The second one who opens it stays outside; the first one's session is known."""
    link = entrance.new_link()
    session = entrance.use_link(link)

    assert entrance.knows(session)
    with pytest.raises(NoSession):
        entrance.use_link(link)


def test_a_link_does_not_last(entrance: Entrance, clock: Clock) -> None:
    """After ten minutes it opens nothing."""
    link = entrance.new_link()
    clock.now = LINK_LASTS

    with pytest.raises(NoSession):
        entrance.use_link(link)


def test_a_session_ends_when_nobody_uses_it(entrance: Entrance, clock: Clock) -> None:
    """Each request keeps it for another twelve hours; a pause of twelve hours ends it, and so does leaving."""
    session, left = (entrance.use_link(entrance.new_link()) for _ in range(2))
    clock.now = SESSION_LASTS - 1
    assert entrance.knows(session)
    clock.now += SESSION_LASTS - 1
    assert entrance.knows(session)
    clock.now += SESSION_LASTS
    assert not entrance.knows(session)

    entrance.leave(left)
    assert not entrance.knows(left)
    assert not entrance.knows("")


def test_what_is_kept_does_not_grow(entrance: Entrance) -> None:
    """Of too many links or sessions the oldest are forgotten."""
    links = [entrance.new_link() for _ in range(MOST_LINKS + 1)]
    with pytest.raises(NoSession):
        entrance.use_link(links[0])
    sessions = [entrance.use_link(entrance.new_link()) for _ in range(MOST_SESSIONS + 1)]

    assert [entrance.knows(session) for session in sessions] == [False, *[True] * MOST_SESSIONS]


def test_a_token_is_of_one_session(entrance: Entrance) -> None:
    """Neither another session's token, nor that of another start of the program, vouches for it."""
    one, other = (entrance.use_link(entrance.new_link()) for _ in range(2))

    assert entrance.vouches(one, entrance.csrf(one))
    assert not entrance.vouches(one, entrance.csrf(other))
    assert not entrance.vouches(one, "")
    assert not entrance.vouches(one, "\udcff")
    assert not Entrance(clock=Clock()).vouches(one, entrance.csrf(one))


def test_the_passphrase_opens(entrance: Entrance) -> None:
    assert entrance.knows(entrance.try_passphrase("correct horse"))


def test_wrong_passphrases_wait_longer_each_time(entrance: Entrance, clock: Clock) -> None:
    """Before the time not even the right one is looked at; the waits double up to five minutes."""
    waits = []
    for _ in range(12):
        with pytest.raises(WrongPassphrase) as wrong:
            entrance.try_passphrase("wrong")
        with pytest.raises(TooManyAttempts):
            entrance.try_passphrase("correct horse")
        waits.append(wrong.value.seconds)
        clock.now += wrong.value.seconds

    assert waits[:5] == [2, 4, 8, 16, 32]
    assert waits[-1] == LONGEST_WAIT
    assert entrance.knows(entrance.try_passphrase("correct horse"))
    with pytest.raises(WrongPassphrase) as wrong:
        entrance.try_passphrase("wrong")
    assert wrong.value.seconds == 2  # the right one began anew


def test_without_a_passphrase_none_opens() -> None:
    """Not the empty one either."""
    for given in ("", "anything"):
        with pytest.raises(NoSession):
            Entrance(clock=Clock()).try_passphrase(given)
