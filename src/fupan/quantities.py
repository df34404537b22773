"""Hours, percentages and counts as people write them: `1h30`, `~3`, `1小时半`, `七成`.

Hours keep two decimals: finer than a minute, and what was typed comes back as it was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from fupan.errors import BadQuantity

MOST_HOURS = 168 * 14  # every hour of a quarter's 14 weeks
MOST = 1e9

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, **{d: n for n, d in enumerate("三四五六七八九", 3)}}
NUMERAL = r"(?:[0-9]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
DECIMAL = r"(?:[0-9]{1,12}(?:\.[0-9]{1,20})?|\.[0-9]{1,20})"

BEFORE = r"(?:~|≈|约|大约|大概|差不多|about |around |approx\.? |roughly )"
AFTER = r"(?:~|左右|上下| or so)"
H = r"(?:个?小时|个?钟头| ?(?:hours|hour|hrs|hr|h))"
M = r"(?:分钟|分| ?(?:minutes|minute|mins|min|m))"

HOURS = (  # the named parts are: hours, a half hour, minutes
    rf"(?P<h>{DECIMAL}|{NUMERAL}){H}?",
    rf"(?P<m>{NUMERAL}){M}",
    r"(?P<h>[0-9]{1,4}):(?P<m>[0-5][0-9])",
    rf"(?P<h>{NUMERAL}){H}(?: and)? ?(?P<m>[0-9]|[1-5][0-9]|[一二三四五]?十[一二三四五六七八九]?|[一二三四五六七八九]){M}?",
    r"(?P<half>半)个?(?:小时|钟头)",
    r"(?P<h>[0-9]{1,4}|[一二两三四五六七八九十]{1,3})个(?P<half>半)(?:小时|钟头)",
    r"(?P<h>[0-9]{1,4}|[一二两三四五六七八九十]{1,3})个?(?:小时|钟头)(?P<half>半)",
    r"(?P<half>half) an hour",
    r"(?P<h>an) hour(?: and a (?P<half>half))?",
)


@dataclass(frozen=True, slots=True)
class Hours:
    value: float
    estimated: bool = False


def fold(text: str) -> str:
    """`text` with full-width letters made plain, in small letters, with single blanks and none beside Chinese."""
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().replace("〜", "~").split())
    return re.sub(r" ?([\u4e00-\u9fff~]) ?", r"\1", plain)


def numeral(text: str) -> int:
    """The number that a `NUMERAL` means, in digits or in Chinese up to 九十九."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return DIGITS[ones]
    return 10 * (DIGITS[tens] if tens else 1) + (DIGITS[ones] if ones else 0)


def parse_hours(text: str) -> Hours:
    plain, estimated = _without_marks(fold(text))
    for pattern in HOURS:
        if found := re.fullmatch(pattern, plain, re.ASCII):
            part = {"h": None, "m": None, "half": None, **found.groupdict()}
            value = _number(part["h"]) + (0.5 if part["half"] else 0) + _number(part["m"]) / 60
            if value <= MOST_HOURS:
                return Hours(round(value, 2), estimated)
    raise BadQuantity(text)


def show_hours(value: float, estimated: bool = False) -> str:  # noqa: FBT001, FBT002 - the mark of the hours
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return f"~{shown}" if estimated else shown


def parse_percent(text: str) -> int:
    """A whole percentage. Decimals up to 1 are refused: 0.7 may mean a share or a percentage."""
    plain, _ = _without_marks(fold(text))
    if found := re.fullmatch(rf"({NUMERAL})成(半|{NUMERAL})?", plain, re.ASCII):
        value = 10.0 * numeral(found[1]) + (5 if found[2] == "半" else _number(found[2]))
    elif found := re.fullmatch(rf"百分之({NUMERAL}|一?百)", plain, re.ASCII):
        value = 100 if "百" in found[1] else numeral(found[1])
    elif found := re.fullmatch(rf"({DECIMAL}) ?(?:%|percent|pct)?", plain, re.ASCII):
        value = float(found[1])
        if "." in found[1] and 0 < value <= 1:
            raise BadQuantity(text)
    else:
        raise BadQuantity(text)
    if value > 100:
        raise BadQuantity(text)
    return int(value + 0.5)


def parse_number(text: str) -> float:
    plain = fold(text)
    if not re.fullmatch(rf"{DECIMAL}|{NUMERAL}", plain, re.ASCII) or (value := _number(plain)) > MOST:
        raise BadQuantity(text)
    return value


def _without_marks(plain: str) -> tuple[str, bool]:
    """`plain` without the words that mark an estimate, and whether there were any."""
    bare = re.sub(rf"^{BEFORE}|{AFTER}$", "", plain).strip()
    return bare, bare != plain


def _number(text: str | None) -> float:
    if not text:
        return 0
    if text == "an":
        return 1
    return float(text) if text[0] in ".0123456789" else numeral(text)
