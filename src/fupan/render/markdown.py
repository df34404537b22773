"""A person's words as words of Markdown."""

from __future__ import annotations

import re

from fupan.render.cells import clean

_ACTIVE = re.compile(r"[\\`*\[\]<>|~$]|(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])|&(?=[#0-9A-Za-z])")
_OPENING = re.compile(r"^(?:[#+=:-]|\d{1,9}(?=[.)](?:\s|$)))")


def markdown(text: str) -> str:
    """`text` as words of Markdown: no character of it can begin, close or be structure, wherever it stands."""
    return "\n".join(_markdown_line(line) for line in clean(text).split("\n"))


def _markdown_line(line: str) -> str:
    escaped = _ACTIVE.sub(r"\\\g<0>", line.strip())
    opening = _OPENING.match(escaped)
    if not opening:
        return escaped
    end = opening.end() if opening[0].isdigit() else 0
    return f"{escaped[:end]}\\{escaped[end:]}"
