"""Hours, percentages and counts as people write them: `1h30`, `~3`, `1小时半`, `七成`.

Hours keep two decimals: finer than a minute, and what was typed comes back as it was typed.
"""

from __future__ import annotations

import re
import unicodedata

from fupan.errors import BadNumber, BadPercent, BadQuantity
from fupan.lean import dataclass

MOST_HOURS = 168 * 14  # every hour of a quarter's 14 weeks

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, **{d: n for n, d in enumerate("三四五六七八九", 3)}}
NUMERAL = r"(?:[0-9]{1,4}|[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九])"
DECIMAL = r"(?:[0-9]{1,12}(?:\.[0-9]{1,20})?|\.[0-9]{1,20})"

BEFORE = r"(?:~|≈|约|大约|大概|差不多|about |around |approx\.? |roughly )"
AFTER = r"(?:~|左右|上下| or so)"
H = r"(?:个?小时|个?钟头| ?(?:hours|hour|hrs|hr|h))"
M = r"(?:分钟|分| ?(?:minutes|minute|mins|min|m))"
ZH_HOUR = r"(?:小时|钟头)"

HOURS = (  # the named parts: hours, half an hour more, minutes
    rf"(?P<h>{DECIMAL}|{NUMERAL}){H}?",
    rf"(?P<m>{NUMERAL}){M}",
    r"(?P<h>[0-9]{1,4}):(?P<m>[0-9]{2})",
    rf"(?P<h>{NUMERAL}){H}(?: and)? ?(?P<m>{NUMERAL}){M}?",
    rf"(?P<half>半)个?{ZH_HOUR}",
    rf"(?P<h>{NUMERAL})个(?P<half>半){ZH_HOUR}",
    rf"(?P<h>{NUMERAL})个?{ZH_HOUR}(?P<half>半)",
    r"(?P<half>half) an hour",
    r"(?P<h>an) hour(?: and a (?P<half>half))?",
)


@dataclass(frozen=True, slots=True)
class Hours:
    value: float
    estimated: bool = False


def fold(text: str) -> str:
    """`text` in small letters, full-width ones made plain, with single blanks and none beside Chinese."""
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
    part = next((found.groupdict() for pattern in HOURS if (found := re.fullmatch(pattern, plain))), None)
    if part is None:
        raise BadQuantity(text)
    hours, minutes = part.get("h"), _number(part.get("m"))
    value = _number(hours) + (0.5 if part.get("half") else 0) + minutes / 60
    if value > MOST_HOURS or (hours and minutes >= 60):
        raise BadQuantity(text)
    return Hours(round(value, 2), estimated)


def show_hours(value: float, estimated: bool = False) -> str:  # noqa: FBT001, FBT002 - the mark of the hours
    shown = f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0: no "-0" for a tiny difference
    return f"~{shown}" if estimated else shown


def parse_percent(text: str) -> int:
    """A whole percentage. Decimals up to 1 are refused: 0.7 may mean a share or a percentage."""
    plain, _ = _without_marks(fold(text))
    if found := re.fullmatch(rf"({NUMERAL})成([半1-9一二三四五六七八九])?", plain):
        value = 10 * numeral(found[1]) + (5 if found[2] == "半" else _number(found[2]))
    elif found := re.fullmatch(rf"百分之({NUMERAL}|一?百)", plain):
        value = 100 if "百" in found[1] else numeral(found[1])
    elif found := re.fullmatch(rf"({DECIMAL}) ?(?:%|percent|pct)?", plain):
        value = float(found[1])
        if "." in found[1] and 0 < value <= 1:
            raise BadPercent(text)
    else:
        raise BadPercent(text)
    if value > 100:
        raise BadPercent(text)
    return int(value + 0.5)


def parse_number(text: str) -> float:
    plain = fold(text)
    if not re.fullmatch(rf"{DECIMAL}|{NUMERAL}", plain):
        raise BadNumber(text)
    return _number(plain)


def _without_marks(plain: str) -> tuple[str, bool]:
    """`plain` without the words that mark an estimate, and whether there were any."""
    bare = re.sub(rf"^{BEFORE}|{AFTER}$", "", plain).strip()
    return bare, bare != plain


def _number(text: str | None) -> float:
    if not text:
        return 0.0
    if text == "an":
        return 1.0
    return float(text) if text[0] in ".0123456789" else float(numeral(text))
