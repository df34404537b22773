"""What this door refuses, and what every refusal of the house is in HTTP."""

from __future__ import annotations

from typing import ClassVar

from fupan.errors import (
    NOTHING,
    USAGE,
    AlreadySealed,
    ChangedMeanwhile,
    ClockBehind,
    FileExists,
    FupanError,
    JournalBusy,
    JournalNewer,
)
from fupan.language import N_
from fupan.lean import dataclass
from fupan.long_view import LetterSealed
from fupan.secrecy import JournalReplaced


@dataclass(eq=False)
class Refused(FupanError):
    """A request that does not reach the journal; `http` is its status."""

    code = "refused"
    http: ClassVar[int] = 400
    message = N_("This request was not understood.")


@dataclass(eq=False)
class WrongHost(Refused):
    code = "wrong_host"
    http = 421
    message = N_("This page answers under its own address only. Open it as `fupan serve` printed it.")


@dataclass(eq=False)
class Foreign(Refused):
    code = "foreign_origin"
    http = 403
    message = N_("This request came from another page and was refused; nothing was changed.")


@dataclass(eq=False)
class StaleForm(Refused):
    code = "stale_form"
    http = 403
    message = N_("This form is from another session; nothing was changed. Load the page again and repeat the step.")


@dataclass(eq=False)
class NoSession(Refused):
    code = "no_session"
    http = 401
    message = N_(
        "This browser is not let in. In the terminal in which `fupan serve` runs, press Enter for a new link; "
        "a link opens once."
    )


@dataclass(eq=False)
class TooManyAttempts(Refused):
    code = "too_many_attempts"
    http = 429
    message = N_("After a wrong passphrase, the next attempt is possible in %(seconds)s seconds.")
    seconds: int


@dataclass(eq=False)
class WrongPassphrase(TooManyAttempts):
    code = "wrong_passphrase"
    http = 403
    message = N_("This is not the passphrase. The next attempt is possible in %(seconds)s seconds.")


@dataclass(eq=False)
class NoSuchPage(Refused):
    code = "not_found"
    http = 404
    message = N_("There is no such page.")


@dataclass(eq=False)
class NoSuchMethod(Refused):
    code = "method_not_allowed"
    http = 405
    message = N_("This address takes %(allowed)s alone.")
    allowed: str


@dataclass(eq=False)
class TooSlow(Refused):
    code = "too_slow"
    http = 408
    message = N_("The request did not arrive in time; nothing was changed.")


@dataclass(eq=False)
class TooLarge(Refused):
    code = "too_large"
    http = 413
    message = N_("The request is larger than 1 MiB; nothing was changed.")


@dataclass(eq=False)
class WrongType(Refused):
    code = "wrong_type"
    http = 415
    message = N_("The content is of a type that is not taken here; nothing was changed.")


@dataclass(eq=False)
class LongHead(Refused):
    code = "head_too_long"
    http = 431
    message = N_("The head of the request is too long.")


@dataclass(eq=False)
class BadRequest(Refused):
    """What FastAPI found amiss; `where` names the place."""

    code = "bad_request"
    http = 422
    message = N_("The request does not fit at %(where)s; nothing was changed.")
    where: str


BY_CLASS: dict[type[FupanError], int] = {
    AlreadySealed: 409,
    ChangedMeanwhile: 409,
    ClockBehind: 409,
    FileExists: 409,
    JournalNewer: 409,
    JournalReplaced: 409,
    LetterSealed: 409,
    JournalBusy: 503,
}
BY_EXIT = {USAGE: 422, NOTHING: 404}


def status_of(problem: FupanError) -> int:
    """The HTTP status of any refusal; one that no table names is a failure of ours."""
    if isinstance(problem, Refused):
        return problem.http
    named = (BY_CLASS[kind] for kind in type(problem).__mro__ if kind in BY_CLASS)
    return next(named, BY_EXIT.get(problem.status, 500))
