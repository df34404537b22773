"""Two languages without globals: words are marked where they stand and spoken at the door.

`N_("...")` marks a message beside the thing that it names. A door holds a `Language`, by custom in a
variable called `say`, and says `say(message, **values)`. Placeholders are `%(name)s`.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES = ("en", "zh")
LOCALE = Path(__file__).parent / "locale"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name
    """Mark `message` for the catalogues and return it as it is."""
    return message


class Language:
    """One of the interface's languages; calling it turns a marked message into words."""

    def __init__(self, code: str, catalogue: gettext.NullTranslations) -> None:
        self.code = code
        self.catalogue = catalogue

    @classmethod
    def load(cls, code: str) -> Language:
        if code == "en":
            return cls(code, gettext.NullTranslations())
        with (LOCALE / code / "LC_MESSAGES" / "fupan.mo").open("rb") as file:
            return cls(code, gettext.GNUTranslations(file))  # to search for it would import the locales of the world

    def __call__(self, message: str, /, **values: object) -> str:
        words = self.catalogue.gettext(message) if message else ""
        return words % values if values else words

    def plural(self, one: str, many: str, n: int, **values: object) -> str:
        return self.catalogue.ngettext(one, many, n) % {"n": n, **values}

    @property
    def zh(self) -> bool:
        return self.code == "zh"


def pick_language(wanted: str | None, environ: Mapping[str, str]) -> str:
    """The first language that is asked for and known: an explicit wish, `FUPAN_LANG`, the locale, else English."""
    asked = [wanted, environ.get("FUPAN_LANG")]
    asked += environ.get("LANGUAGE", "").split(":")
    asked += [environ.get("LC_ALL"), environ.get("LC_MESSAGES"), environ.get("LANG")]
    for name in asked:
        code = (name or "")[:2].lower()
        if code in LANGUAGES:
            return code
    return "en"
