"""What may stand anywhere on a command line, taken out before the command reads the rest.

The language must be known before any help or error is spoken, so these words cannot wait for the parser.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from fupan.errors import BadUsage
from fupan.language import N_
from fupan.lean import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

SETTING_OF = {"--lang": "language", "--color": "color"}
EVERYWHERE = (  # as every help lists them
    ("--lang en|zh", N_("language of this run")),
    ("--color WHEN", N_("auto, always or never")),
    ("-c NAME=VALUE", N_("a setting for this run; `fupan config list` names them")),
    ("--no-pager", N_("never show long output page by page")),
    ("--help", N_("this help")),
)


@dataclass(slots=True)
class Line:
    """A command line without the words that may stand anywhere, and what those said."""

    arguments: list[str] = field(default_factory=list)
    overrides: dict[str, str] = field(default_factory=dict)
    json: bool = False
    pager: bool = True
    problem: BadUsage | None = None  # told once the language is known


def read_line(arguments: Sequence[str]) -> Line:
    line = Line()
    words = iter([_text(word) for word in arguments])
    for word in words:
        if word == "--":
            line.arguments += [word, *words]
            break
        name, equals, value = word.partition("=")
        if word == "--no-pager":
            line.pager = False
        elif name in SETTING_OF or word == "-c":
            given = value if equals else next(words, None)
            _take(line, name, given)
        else:
            line.json = line.json or word == "--json"
            line.arguments.append(word)
    return line


def _take(line: Line, name: str, given: str | None) -> None:
    if given is None:
        line.problem = BadUsage(N_("The option %(given)s needs a value."), given=name)
    elif name in SETTING_OF:
        line.overrides[SETTING_OF[name]] = given
    else:
        setting, equals, value = given.partition("=")
        line.overrides[setting.strip()] = value
        if not equals:
            line.overrides.pop(setting.strip())
            line.problem = BadUsage(N_("“%(given)s” is not written as NAME=VALUE."), given=given)


def _text(word: str) -> str:
    """`word` as text: bytes that are no UTF-8 must not travel on into the journal."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
