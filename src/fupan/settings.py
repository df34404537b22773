"""What a person may set: each setting's values, its default and where the value in force comes from.

The command line wins over the environment, the environment over config.toml, config.toml over the
defaults. The file is read with the standard library and written with tomlkit, which keeps its comments.
"""

from __future__ import annotations

import os
import re
from dataclasses import field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.errors import BadFile, BadSettingValue, CannotWrite
from fupan.language import LANGUAGES, N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from zoneinfo import ZoneInfo

    Read = Callable[[str], Any]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DEFAULT, FILE, ENVIRONMENT, COMMAND_LINE = "default", "file", "environment", "command line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting with its default; "" means "found out by the program"."""

    language: str = ""
    day_ends: int = 4
    editor: str = ""
    firmness: str = "plain"
    color: str = "auto"
    capacity: float = 20
    review_day: str = "mon"
    review_time: str = "20:00"
    review_minutes: int = 30
    home_zone: str = ""
    key_command: str = ""
    keyring: str = "off"
    name: str = ""
    mail_from: str = ""
    mail_program: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_security: str = "starttls"
    smtp_user: str = ""
    year_ago: str = "on"


@dataclass(frozen=True, slots=True)
class Setting:
    """How one setting is read, and what it is for."""

    read: Read
    use: str


def _one_of(*allowed: str) -> Read:
    def read(given: str) -> str:
        if given.lower() not in allowed:
            raise ValueError(N_("it is one of %(allowed)s."), ", ".join(filter(None, allowed)))
        return given.lower()

    return read


def _whole(low: int, high: int) -> Read:
    def read(given: str) -> int:
        if not re.fullmatch("[0-9]{1,3}", given) or not low <= int(given) <= high:
            raise ValueError(N_("it is a whole number from %(allowed)s."), f"{low}–{high}")
        return int(given)

    return read


def _port(given: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", given) or not 0 < int(given) < 65536:
        raise ValueError(N_("it is a whole number from %(allowed)s."), "1–65535")
    return int(given)


def _line(given: str) -> str:
    if "\n" in given or "\r" in given:
        raise ValueError(N_("it is one line, such as %(allowed)s."), "Li Wei")
    return given.strip()


def _hours(given: str) -> float:
    try:
        hours = float(given)
    except ValueError:
        hours = -1
    if not 0 < hours <= 168:
        raise ValueError(N_("it is a number of hours, above 0 and up to %(allowed)s."), "168")
    return int(hours) if hours == int(hours) else hours


def _clock(given: str) -> str:
    found = re.fullmatch("([01]?[0-9]|2[0-3]):([0-5][0-9])(?::[0-5][0-9])?", given)
    if not found:
        raise ValueError(N_("it is a time of day such as %(allowed)s."), "20:00")
    return f"{int(found[1]):02}:{found[2]}"


def known_zone(name: str) -> ZoneInfo | None:
    """The time zone of that name, None where this system knows none."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - `--help` needs no clock

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _zone(given: str) -> str:
    if given and known_zone(given) is None:
        raise ValueError(N_("it is the name of a time zone such as %(allowed)s."), "Asia/Shanghai")
    return given


SETTINGS: Mapping[str, Setting] = {
    "language": Setting(_one_of("", *LANGUAGES), N_("language of the interface: en or zh; empty: the system's")),
    "day_ends": Setting(_whole(0, 12), N_("hour until which the night belongs to the evening before: 0–12")),
    "editor": Setting(str, N_("editor for long answers when neither $VISUAL nor $EDITOR is set")),
    "firmness": Setting(_one_of("plain", "hard", "gentle"), N_("how firmly the program speaks: plain, hard or gentle")),
    "color": Setting(_one_of("auto", "always", "never"), N_("colour on the terminal: auto, always or never")),
    "capacity": Setting(_hours, N_("hours a week that you can really give to your goals")),
    "review_day": Setting(_one_of(*DAYS), N_("weekday of the review: mon, tue, … sun")),
    "review_time": Setting(_clock, N_("time of the review, such as 20:00")),
    "review_minutes": Setting(_whole(5, 240), N_("minutes of the review in a calendar: 5–240")),
    "home_zone": Setting(_zone, N_("time zone that your days follow; empty: the system's")),
    "key_command": Setting(str, N_("command that prints the journal's passphrase, such as pass show fupan")),
    "keyring": Setting(_one_of("on", "off"), N_("whether the system's keyring is asked for the passphrase: on or off")),
    "name": Setting(_line, N_("how your letters to a partner call you")),
    "mail_from": Setting(_line, N_("your own mail address, for letters to a partner")),
    "mail_program": Setting(_line, N_("program that sends a mail from standard input, such as msmtp -t")),
    "smtp_host": Setting(_line, N_("your mail server, where there is no mail_program")),
    "smtp_port": Setting(_port, N_("its port")),
    "smtp_security": Setting(
        _one_of("starttls", "tls", "none"), N_("starttls, tls, or none for a server on this machine")
    ),
    "smtp_user": Setting(_line, N_("your name there; the password is asked for, and never stored")),
    "year_ago": Setting(_one_of("on", "off"), N_("the same week a year ago, told on the day of the review: on or off")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The settings in force, where each comes from, and names in the file that mean nothing."""

    settings: Settings
    sources: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def load(path: Path, environ: Mapping[str, str], overrides: Mapping[str, str]) -> Loaded:
    """The settings in force. Raises BadSetting for a value that a setting does not take."""
    found: dict[str, Any] = {}
    sources = dict.fromkeys(SETTINGS, DEFAULT)
    in_file = read_file(path)
    for source, given in (
        (FILE, in_file),
        (ENVIRONMENT, _in_environment(environ)),
        (COMMAND_LINE, overrides),
    ):
        for name, value in given.items():
            if name in SETTINGS:
                found[name], sources[name] = read(name, value), source
            elif source == COMMAND_LINE:
                raise _unknown(name, value)
    unknown = tuple(name for name in in_file if name not in SETTINGS)
    return Loaded(settings=replace(Settings(), **found), sources=sources, unknown=unknown)


def read(name: str, given: object) -> Any:
    """The value of setting `name` that `given` means."""
    if name not in SETTINGS:
        raise _unknown(name, given)
    try:
        return SETTINGS[name].read(str(given).strip())
    except ValueError as problem:
        why, allowed = problem.args
        raise BadSettingValue(name, str(given), why, allowed) from None


def near(name: str) -> str:
    """The setting that a mistyped name probably means, or ""."""
    return next(iter(get_close_matches(name, SETTINGS, 1, 0.5)), "")


def read_file(path: Path) -> dict[str, Any]:
    """What stands in config.toml; an absent file is an empty one."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise BadFile(str(path), getattr(error, "strerror", None) or str(error)) from error
    import tomllib  # noqa: PLC0415 - most people set nothing

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadFile(str(path), str(error)) from error


def write(path: Path, name: str, given: str) -> Any:
    """Set one setting in config.toml, keeping the rest of the file as it is; gives the value as read."""
    import tomlkit  # noqa: PLC0415 - only this command writes settings
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    value = read(name, given)
    path = path.resolve()  # a link into a folder of dotfiles stays a link
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8") if path.exists() else "")
        document[name] = value
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(path, tomlkit.dumps(document))
    except (TOMLKitError, UnicodeDecodeError) as error:
        raise BadFile(str(path), str(error)) from error
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or str(error)) from error
    return value


def _replace(path: Path, text: str) -> None:
    """Put `text` in the place of the file in one step, so that no reader and no cut meets half of it."""
    import tempfile  # noqa: PLC0415 - only this command writes settings

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".config-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _in_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`FUPAN_DAY_ENDS=3` and the like; the language is `FUPAN_LANG`, where an unknown one is passed over."""
    given = {name: environ.get(f"FUPAN_{name.upper()}", "") for name in SETTINGS if name != "language"}
    language = environ.get("FUPAN_LANG", "")[:2].lower()
    if language in LANGUAGES:
        given["language"] = language
    return {name: value for name, value in given.items() if value}


def _unknown(name: str, given: object) -> BadSettingValue:
    likely = near(name)
    if likely:
        return BadSettingValue(name, str(given), N_("there is no such setting; perhaps %(allowed)s is meant."), likely)
    return BadSettingValue(
        name, str(given), N_("there is no such setting; there are %(allowed)s."), ", ".join(SETTINGS)
    )


assert tuple(SETTINGS) == tuple(field.name for field in fields(Settings))
