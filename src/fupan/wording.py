"""The goal linter: one sentence and one proposal for what will make a goal hard to judge on Sunday.

The word lists and sentences stand in data/linter.json. A remark speaks once and lets pass; `error` is
only a louder sentence.
"""

from __future__ import annotations

import json
import re
from dataclasses import field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupan.bilingual import Bilingual
from fupan.lean import dataclass
from fupan.model import Level
from fupan.phrases import ANY_NUMBER, CHINESE_DIGITS, DIGITS, NUMBER_WORDS, Phrases, plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DATA = Path(__file__).parent / "data" / "linter.json"
LOUDNESS = ("error", "warn", "info")
CARRIED_TOO_OFTEN = 2
WEEKS_OF_A_QUARTER = 12
LONGEST = 500  # a goal is a sentence; whatever is pasted behind it is not read
SUBJECT_LENGTH = 40
TOPICAL = ("no_measure", "vague_verb", "no_end", "too_big", "out_of_control", "negative", "vanity")  # proposed by topic

MEASURE_WORDS = (
    "[篇道题页章次个份遍字条张节本集讲课组轮套场封段行步件位人名家块款版单句首幅台例种项门科期趟圈层倍分米稿秒处点]"
    "|公里|千米|小时|分钟|刻钟|公斤|万字|百字|千字|个字|下|天|周|晚|杯|顿|局|盘|关|折|成"
)
CHINESE_AMOUNT = re.compile(rf"(?<!第){CHINESE_DIGITS}(?:{MEASURE_WORDS})")
ONE = re.compile(r"一[个篇本部套份]|\bone\b", re.IGNORECASE)
AMOUNT = re.compile(rf"(?:{DIGITS}|(?<![a-z])(?:{NUMBER_WORDS}|one|half|twice|once|both)(?![a-z]))", re.IGNORECASE)
NOT_AMOUNTS = re.compile(
    r"at once|once (?:i|we|the|it|you|more)\b|all at once"
    r"|(?<![\d.])(?:2d|3d|5g|4g|4k|2fa|9to5|1on1|1:1)(?![a-z])"
    r"|[a-z]+[-_]?\d[\w.]*",  # a digit that belongs to a name: Python3, K8s, GPT-4, p95
    re.IGNORECASE,
)
DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|20[1-4]\d\s*年?"
    r"|\d{1,2}\s*月(?:份|底|初|中)?(?:\s*\d{1,2}\s*[日号])?|\d{1,2}\s*[日号](?=[前之晚早上下中,. ]|$)"
    r"|\d{1,2}:\d{2}|\d{1,2}\s?(?:am|pm|o'clock)\b|(?<=[早晚上下午])\s?\d{1,2}\s*点|\d{1,2}\s*点(?=[前之半整起睡])"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d{1,2}(?:st|nd|rd|th)?"
    r"|\d{1,2}(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
CHINESE_LABEL = re.compile(rf"第\s*(?:\d+|{CHINESE_DIGITS})\s*[^\s\d]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What the linter says about a sentence: `values` fill both the text and the proposal."""

    code: str
    severity: str  # error, warn, info
    text: Bilingual
    proposal: Bilingual
    values: Mapping[str, object] = field(default_factory=dict)

    def says(self, code: str) -> str:
        return self.text.spoken(code, **self.values)

    def proposes(self, code: str) -> str:
        return self.proposal.spoken(code, **self.values)


@lru_cache(maxsize=256)  # an interview asks again after every answer
def lint(
    goal: str,
    measure: str = "",
    hours: float | None = None,
    confidence: int | None = None,
    carried: int = 0,
    level: Level = Level.WEEK,
    capacity: float = 20,
) -> tuple[Remark, ...]:
    """Every remark on a goal as it is typed, the loudest first. `capacity` is what a week holds, in hours."""
    words, proof = plain(goal)[:LONGEST], plain(measure)[:LONGEST]
    if not words:
        return ()
    parts = goals_in(words)
    found = _wording_codes(words, proof, level)
    if len(parts) > 1:
        found.append("several")
    room = capacity if level is Level.WEEK else capacity * WEEKS_OF_A_QUARTER
    found += _number_codes(hours, confidence, carried, room)
    piece = min(hours, room) if hours else room
    values: dict[str, object] = {
        "subject": subject_of(words),
        "hours": f"{piece:g}",
        "n": len(parts),
        "parts_en": "; ".join(f"“{part}”" for part in parts),
        "parts_zh": "；".join(f"「{part}」" for part in parts),
    }
    spoken = [code for code in linter()["rules"] if code in found]
    return tuple(sorted((_remark(code, words, spoken, values) for code in spoken), key=_loudness))


def check_motive(sentence: str) -> tuple[Remark, ...]:
    """A light look at the sentence of the motive: a want, an own act, positive, harmless, sayable aloud."""
    words = plain(sentence)[:LONGEST]
    if not words:
        return ()
    found = []
    if not _motive("start")(words):
        found.append("motive_start")
    elif _motive("other_acts")(words) or _only_a_thing(words):
        found.append("motive_own_act")
    if _motive("negative")(_wanted(words)):
        found.append("motive_negative")
    if _motive("harm")(words):
        found.append("motive_harm")
    if _motive("coarse")(words):
        found.append("motive_sayable")
    rules = linter()["motive"]["rules"]
    remarks = (_from_rule(code, rules[code], {}) for code in rules if code in found)
    return tuple(sorted(remarks, key=_loudness))


@cache
def linter() -> dict[str, Any]:
    """The word lists and sentences, as they stand in the data file."""
    table: dict[str, Any] = json.loads(DATA.read_text(encoding="utf-8"))
    return table


@cache
def _list(name: str, part: str = "") -> Phrases:
    """One rule's phrases of both languages; `part` picks a rule's second list, as `head` or `output`."""
    return _phrases(linter()["lists"][name], part)


@cache
def _motive(name: str) -> Phrases:
    return _phrases(linter()["motive"][name])


def _phrases(table: Mapping[str, Sequence[str]], part: str = "") -> Phrases:
    tail = f"_{part}" if part else ""
    words = [*table.get(f"zh{tail}", ()), *table.get(f"en{tail}", ())]
    traps = [*table.get(f"zh{tail}_traps", ()), *table.get(f"en{tail}_traps", ())]
    return Phrases(tuple(words), tuple(traps))


def _wording_codes(words: str, proof: str, level: Level) -> list[str]:
    head = _without_filler(words)
    vague = _said("vague_verb", words, head) or _list("vague_verb", "head")(head)
    counted = has_amount(words) or has_amount(proof)
    found = []
    if not (counted or _delivers(words) or _delivers(proof) or (not vague and _has_label(words))):
        found += ["no_measure", "vague_verb"] if vague else ["no_measure"]
    if _list("no_end")(words) and not counted:
        found.append("no_end")
    if level is Level.WEEK and _too_big(words, head, proof):
        found.append("too_big")
    if _list("out_of_control")(words) or _list("out_of_control")(proof):
        found.append("out_of_control")
    if _said("negative", words, head):
        found.append("negative")
    if _list("vanity")(f"{words} {proof}") and not _list("vanity", "output")(f"{_without_vanity(words)} {proof}"):
        found.append("vanity")
    return found


def _number_codes(hours: float | None, confidence: int | None, carried: int, room: float) -> list[str]:
    found = []
    if hours and hours > room:
        found.append("too_big")
    if confidence is not None and confidence < 40:
        found.append("too_hard")
    if confidence is not None and confidence > 95:
        found.append("too_easy")
    if carried >= CARRIED_TOO_OFTEN:
        found.append("third_time")
    if not hours:
        found.append("no_hours")
    return found


def _said(name: str, words: str, head: str) -> bool:
    """Whether a list speaks in the goal as typed, or once “this week I will” is taken off its front."""
    return _list(name)(words) or _list(name)(head)


def _delivers(text: str) -> bool:
    return _list("delivery")(text) or _list("delivery", "head")(_without_filler(text))


def _too_big(words: str, head: str, proof: str) -> bool:
    """Big words count only where no number makes them small; a mere “one” makes nothing small."""
    for text in (words, head):
        for hit in _list("too_big").hits(text):
            rest = ONE.sub(" ", text[: hit.start] + " " + text[hit.end :])
            return not (has_amount(rest) or has_amount(proof))
    return False


def _without_vanity(words: str) -> str:
    for hit in reversed(_list("vanity").hits(words)):
        words = words[: hit.start] + " " + words[hit.end :]
    return words


def has_amount(text: str) -> bool:
    """Whether a text counts something: “3 篇”, “两次”, “half a page”; not a date, a chapter's number or “Python3”."""
    rest = CHINESE_LABEL.sub(" ", _label().sub(" ", DATE.sub(" ", NOT_AMOUNTS.sub(" ", text))))
    for hit in reversed(_list("indefinite").hits(rest)):
        rest = rest[: hit.start] + " " + rest[hit.end :]
    return bool(AMOUNT.search(rest) or CHINESE_AMOUNT.search(rest))


def _has_label(text: str) -> bool:
    """A chapter's number, a date or a time: enough of a measure where the verb is not vague."""
    return bool(DATE.search(text) or CHINESE_LABEL.search(text) or _label().search(text))


@cache
def _label() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in linter()["lists"]["label"]["en"])
    return re.compile(rf"(?<![a-z])(?:{words})s?\s?#?\d+(?:\.\d+)*|#\d+", re.IGNORECASE)


def goals_in(words: str) -> tuple[str, ...]:
    """The goals that a sentence holds: split where a joining word is followed by a verb with an object of its own."""
    parts = [0]
    ends = []
    for hit in _list("several").hits(words):
        left, right = words[parts[-1] : hit.start], words[hit.end :].strip()
        joins = _joins_english if hit.words.isascii() else _joins_chinese
        if joins(hit.words.lower(), left, right):
            ends.append(hit.start)
            parts.append(hit.end)
    spans = zip(parts, [*ends, len(words)], strict=True)
    return tuple(words[start:end].strip(" ,;，；、。.") for start, end in spans)


def _joins_chinese(joiner: str, left: str, right: str) -> bool:
    verbs = linter()["verbs"]
    before = _last_clause(left)
    if not before or right.startswith(tuple(verbs["zh_same"])):
        return False
    if joiner in verbs["zh_clause"]:
        return len(right) > 1
    return _begins_chinese_verb(right) and _begins_chinese_verb(before)


def _begins_chinese_verb(text: str) -> bool:
    """Whether a clause begins with a verb that has an object, or with one that needs none."""
    verbs = linter()["verbs"]
    if text.startswith(tuple(verbs["zh_not"])):
        return False
    if text.startswith(tuple(verbs["zh_alone"])):
        return True
    verb = max((verb for verb in verbs["zh"] if text.startswith(verb)), key=len, default="")
    after = text[len(verb) :].strip()
    return bool(verb) and bool(after) and after[0] not in ",.;:的、。和与并及"


def _last_clause(text: str) -> str:
    """What stands before a joining word, without its comma and its filler."""
    return _without_filler(re.split(r"[,;:!?，。；]|\.\s", text.rstrip(" ,，、"))[-1].strip())


def _joins_english(joiner: str, left: str, right: str) -> bool:
    verbs = linter()["verbs"]
    before = _last_clause(left)
    verb = _leading(right, verbs["en"])
    if not (verb or (joiner != "and" and re.match(r"[a-z]+ing\b", right))) or len(before.split()) < 2:
        return False
    after = right[len(verb) :].strip().lower()
    if _leading(right, verbs["en_handover"]) and (not after or _leading(after, verbs["en_same_next"])):
        return False
    rest = re.split(r"[,;.!?]|\band\b", after)[0]
    return not any(re.search(rf"\b{re.escape(word)}\b", rest) for word in verbs["en_same"])


def _leading(text: str, phrases: Sequence[str]) -> str:
    """The longest of `phrases` that a text begins with, as it stands there."""
    found = (re.match(_verb_pattern(phrase), text, re.IGNORECASE) for phrase in phrases)
    return max((match.group() for match in found if match), key=len, default="")


@cache
def _verb_pattern(phrase: str) -> str:
    body = re.escape(phrase).replace(r"\*", "[a-z]*").replace(r"\#", ANY_NUMBER)
    return re.sub(r"\\([(|)])", r"\1", body) + r"(?![a-z-])"


def subject_of(goal: str) -> str:
    """What a goal is about, in its own words: its filler, its verb and its tail are taken off."""
    table = linter()["lists"]
    rest = _stripped(goal, (table["fillers"], table["subject_verbs"]))
    rest = re.split(r"[,;!?，。；！？]|\.\s|\s(?:by|until|before|so that|and)\s", rest)[0].strip(" .")
    for tail in [*table["subject_tails"]["zh"], *table["subject_tails"]["en"]]:
        if rest.lower().endswith(tail) and len(rest) > len(tail):
            rest = rest[: -len(tail)].strip()
    rest = rest or goal
    return rest if len(rest) <= SUBJECT_LENGTH else rest[: SUBJECT_LENGTH - 1].rstrip() + "…"


def _without_filler(text: str) -> str:
    return _stripped(text, (linter()["lists"]["calendar"],))


def _stripped(text: str, tables: Sequence[Mapping[str, Sequence[str]]]) -> str:
    """Take leading words off as long as one of the lists knows them; the last word stays."""
    while True:
        rest = text.lstrip(" ,:，：、")
        for table in tables:
            zh = max((word for word in table["zh"] if rest.startswith(word)), key=len, default="")
            rest = rest[len(zh or _leading(rest, table["en"])) :].lstrip(" ,:，：、")
        if rest == text or not rest:
            return text.strip()
        text = rest


def _remark(code: str, words: str, spoken: Sequence[str], values: Mapping[str, object]) -> Remark:
    """One remark. Remarks on one goal may share a proposal; a door says each proposal once."""
    rule = linter()["rules"][code]
    topic = _topic(code if code != "no_measure" else spoken[-1], words) if code in TOPICAL else None
    return _from_rule(code, {**rule, "proposal": topic["goal"]} if topic else rule, values)


def _topic(code: str, words: str) -> dict[str, Any] | None:
    topics: list[dict[str, Any]] = linter()["topics"]
    for number, topic in enumerate(topics):
        if code in topic.get("only", (code,)) and _topic_words(number)(words):
            return topic
    return None


@cache
def _topic_words(number: int) -> Phrases:
    return _phrases(linter()["topics"][number])


def _from_rule(code: str, rule: Mapping[str, Any], values: Mapping[str, object]) -> Remark:
    text, proposal = Bilingual(**rule["text"]), Bilingual(**rule["proposal"])
    return Remark(code=code, severity=rule["severity"], text=text, proposal=proposal, values=values)


def _loudness(remark: Remark) -> int:
    return LOUDNESS.index(remark.severity)


def _wanted(words: str) -> str:
    """The part of a motive that says what is wanted: before “so that”, “好让”."""
    return re.split(r"so that|so i|in order|好让|以便|为了让|这样", words, flags=re.IGNORECASE)[0]


def _only_a_thing(words: str) -> bool:
    """“I want money”: a want without an act."""
    table = linter()["motive"]
    wanted = _wanted(words).strip(" ,.，。、;；")
    for hit in _motive("start").hits(wanted)[:1]:
        rest = _stripped(wanted[hit.end :].strip(), (table["quantities"],))
        return rest.lower() in [*table["things"]["zh"], *table["things"]["en"]]
    return False
