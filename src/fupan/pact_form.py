"""The answer of who has no fupan: a short form of plain text in a mail, and how it is read out of what comes back."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

from fupan.language import N_
from fupan.pact_file import LONGEST, MOST_BYTES, BadLetter
from fupan.periods import Week

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message

FORM: Sequence[tuple[str, str, str]] = (  # the name, and how it is asked in English and in Chinese
    ("text", "A word to them", "想对对方说的"),
    ("grade", "Your grade of the week, 1 to 5", "给这一周打几分（1 到 5）"),
    ("request", "One thing to do next week", "下周请做一件事"),
)
SIGNED = (".fupan", ".fupan.age")  # what a mail may bring besides its text
_HEAD = re.compile(r"[-–—]+ ?fupan (?P<week>\S+) ?[-–—]+", re.IGNORECASE)  # some programs make dashes of hyphens
_QUOTING = re.compile(r"^[>\s|]+")
_GRADE = re.compile(
    r"([1-5\uff11-\uff15])\s*(?:(?:[/\uff0f]|of)\s*5|分)?$"
)  # whatever else is said stays as it was said
_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z-]*:[ \t])")


def form(week: str, code: str) -> str:
    """The short form that stands in a mail or beside the page: answers go behind the colons."""
    head = f"--- fupan {week} ---"
    rows = [f"{zh if code == 'zh' else en}{'：' if code == 'zh' else ':'} " for _, en, zh in FORM]
    return "\n".join([head, *rows, head]) + "\n"


def read_form(text: str, path: str) -> tuple[str, dict[str, str]]:
    """The week of a filled-in form and its answers, quoted or not, in either language. Raises BadLetter."""
    if text.lstrip()[:9].lower() == "<!doctype":
        raise BadLetter(
            path, N_("it is the page, made to be read. What fupan reads lies beside it and ends in .fupan.")
        )
    lines = [_QUOTING.sub("", line).rstrip() for line in text[:MOST_BYTES].splitlines()]
    heads = [(n, head["week"]) for n, line in enumerate(lines) if (head := _HEAD.fullmatch(line))]
    if not heads:
        raise BadLetter(
            path, N_("there is no answer form in it. It begins with a line such as “--- fupan 2026-W47 ---”.")
        )
    ends = [n for n, _ in heads[1:]] + [len(lines)]
    for (start, week), end in zip(heads, ends, strict=True):  # a reply may quote the empty one before its own
        if told := _told(lines[start + 1 : end]):
            return _week(week, path), told
    raise BadLetter(path, N_("the answer form in it is empty. The answers go behind the colons."))


def _told(lines: Sequence[str]) -> dict[str, str]:
    """What stands behind the colons, and on the lines below."""
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        asked = next(((key, words) for key, *both in FORM for words in both if line.startswith(words)), None)
        if asked:
            name = asked[0]
            found[name] = line[len(asked[1]) :].lstrip(":： ").strip()
        elif name and line:
            found[name] = f"{found[name]}\n{line}".strip()
    if grade := _GRADE.match(found.get("grade", "")):
        found["grade"] = str(int(grade[1]))
    return {key: value[:LONGEST] for key, value in found.items() if value}


def _week(text: str, path: str) -> str:
    try:
        return str(Week.read(text.upper()))
    except ValueError:
        raise BadLetter(
            path,
            N_(
                "the week in the first line of its answer form does not exist. Write the week of your letter there, "
                "such as 2026-W47."
            ),
        ) from None


# --- out of a mail -----------------------------------------------------------------------------------------


def unfold(raw: bytes) -> bytes:
    """What a saved mail brings: a signed file that hangs on it, else its text; anything else is given back."""
    if not _HEADER.match(raw):
        return raw
    parts = [part for part in message_from_bytes(raw).walk() if not part.is_multipart()]
    for part in parts:
        if str(part.get_filename() or "").casefold().endswith(SIGNED):
            return _content(part)
    texts = [_decoded(part) for part in parts if part.get_content_type() == "text/plain"]
    return "\n".join(texts).encode("utf-8", "replace") if texts else raw


def _content(part: Message) -> bytes:
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _decoded(part: Message) -> str:
    try:
        return _content(part).decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return text_of(_content(part))


def text_of(raw: bytes) -> str:
    """A text as its writer's computer may have kept it: UTF-8, UTF-16 with its mark, or the Chinese GB 18030."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except ValueError:
            pass
    return raw.decode("utf-8", "replace")
