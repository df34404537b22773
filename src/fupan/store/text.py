"""What a person's text may hold: everything but control characters and broken halves of characters."""

from __future__ import annotations

import re
from typing import Any

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # PostgreSQL takes no NUL, UTF-8 no lone surrogate


def clean(text: str) -> str:
    """`text` with one kind of line end and a visible sign (U+FFFD) for what cannot be kept."""
    return UNSAFE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_all(value: Any) -> Any:
    """The same for every text inside a JSON value."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_all(one) for one in value]
    if isinstance(value, dict):
        return {clean(key): clean_all(one) for key, one in value.items()}
    return value
