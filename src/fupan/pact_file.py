"""A pact's letter as the file that goes and comes: what is signed, how it is written, how a foreign one is read."""

from __future__ import annotations

import json
import re
from typing import Any

from fupan.errors import USAGE, FupanError
from fupan.language import N_
from fupan.lean import dataclass
from fupan.pacts import Letter
from fupan.periods import Week

KIND, VERSION = "pact_letter", 1
MOST_BYTES, LONGEST = 256 * 1024, 4000  # of a letter; characters of a text in it
DEPTH, LARGEST = 5, 1e9  # of the facts; numbers in them


@dataclass(eq=False)
class BadLetter(FupanError):
    code = "bad_letter"
    message = N_("%(path)s is no letter that can be read: %(why)s")
    status = USAGE
    path: str
    why: str


@dataclass(eq=False)
class ForeignLetter(FupanError):
    """A letter signed by another key than the one that was compared."""

    code = "foreign_letter"
    message = N_(
        "%(path)s is signed by a key that is not the one you compared with %(partner)s. Ask them by another way; "
        "if they began anew, end this pact and make a new one."
    )
    path: str
    partner: str


def canonical(letter: Letter) -> bytes:
    """The bytes that are signed: one form of JSON for one letter."""
    said = {"v": VERSION, "week": letter.week, "name": letter.name, "text": letter.text, "facts": letter.facts}
    data = {**said, "key": letter.key}
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def document(letter: Letter, signature: str) -> str:
    """The file: the letter and its signature in hex."""
    data = {**json.loads(canonical(letter)), "signature": signature}
    return json.dumps({"fupan": 1, "kind": KIND, "data": data}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_document(raw: bytes, path: str) -> tuple[Letter, str]:
    """A letter and its signature from a file. Raises BadLetter."""
    if len(raw) > MOST_BYTES:
        raise BadLetter(path, N_("it is larger than any letter. Is it the right file?"))
    try:
        told = json.loads(raw.decode("utf-8-sig"))
        data = told["data"]
        if told["fupan"] != 1 or told["kind"] != KIND or data["v"] != VERSION:
            raise BadLetter(path, N_("it is no letter of this version. Take the newest fupan, both of you."))
        letter = Letter(
            week=str(Week.read(data["week"])),
            name=_text(data["name"]),
            text=_text(data["text"]),
            facts=_mapping(_facts(data["facts"])),
            key=_hex(data["key"], 32),
        )
        signature = _hex(data["signature"], 64)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadLetter(path, N_("it is not whole, or not a letter. Ask for it once more.")) from None
    return letter, signature


def _text(value: Any) -> str:
    """A text that can be stored and signed: half a surrogate pair, which JSON can spell, is none."""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError
    value.encode()
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _hex(value: Any, length: int) -> str:
    if not isinstance(value, str) or re.fullmatch(f"[0-9a-f]{{{2 * length}}}", value) is None:
        raise ValueError
    return value


def _facts(value: Any, depth: int = DEPTH) -> Any:
    """Plain JSON of a shallow kind; numbers that no file can keep are refused."""
    if depth == 0:
        raise ValueError
    if isinstance(value, dict):
        return {_text(name): _facts(one, depth - 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_facts(one, depth - 1) for one in value]
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool) or (isinstance(value, (int, float)) and abs(value) < LARGEST):
        return value
    raise ValueError
