"""Words of crisis and distress, and the many words that only look like them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupan.care import care, words_of_care

# 180 sentences written after the lists; 178 were right on the first run (two missed “App 又崩溃了”, “Redis 崩溃”).
LINES = (Path(__file__).parent / "care_sentences.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [tuple(part.strip() for part in line.split("|", 1)) for line in LINES if not line.startswith("#")]

CRISIS = [
    "不想活",
    "想死",
    "自杀",
    "轻生",
    "跳楼",
    "自残",
    "遗书",
    "活着没意思",
    "kill myself",
    "suicidal",
    "end my life",
    "want to die",
    "self-harm",
]
DISTRESS = [
    "撑不住",
    "崩溃了",
    "抑郁",
    "整夜失眠",
    "恐慌发作",
    "burned out",
    "panic attacks",
    "can't cope",
    "I can’t cope",
    "hopeless",
]
TRAPS = [
    "卡死",
    "热死了",
    "死线",
    "程序崩溃",
    "笑死",
    "杀进程",
    "想死你了",
    "累死",
    "死锁",
    "kill the process",
    "cut myself some slack",
    "dead line",
    "dying to see",
    "suicide linux",
    "a hopeless sight-singer",
    "hopeless when it comes to cooking",
]


def level_of(text: str) -> str:
    found = care(text)
    return found.level if found else "none"


@pytest.mark.parametrize("words", CRISIS)
def test_words_of_crisis_are_heard(words):
    """Each word of the list stops everything else, alone and inside a longer text."""
    assert level_of(words) == "crisis"
    assert (
        level_of(f"这周没写完，{words}。" if not words.isascii() else f"Nothing got done. {words}, really.") == "crisis"
    )


@pytest.mark.parametrize("words", DISTRESS)
def test_words_of_distress_are_heard(words):
    """Each word of the second list is heard as distress."""
    assert level_of(words) == "distress"


@pytest.mark.parametrize("words", TRAPS)
def test_everyday_and_technical_words_are_passed_over(words):
    """Deadlocks, heat, jokes and killed processes call for nothing."""
    assert level_of(words) == "none"


@pytest.mark.parametrize(("level", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_whole_sentences_are_heard_as_a_person_would_hear_them(level, sentence):
    """Fresh sentences in both languages get the level that a careful listener would give."""
    assert level_of(sentence) == level


def test_there_are_enough_sentences_of_each_kind():
    """At least forty calls for care and forty false friends stand in each language."""
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for in_chinese in (True, False):
        levels = [level for level, text in SENTENCES if bool(chinese.search(text)) is in_chinese]
        assert levels.count("none") >= 40
        assert len(levels) - levels.count("none") >= 40


@pytest.mark.parametrize(
    "sentence",
    [
        "研究做不下去，想自杀",
        "程序写不出来，死了算了",
        "打完游戏只想自杀",
        "程序崩溃，我也不想活了",
        "不想活在这个世界上",
        "cut myself while crying",
        "I cut myself on the arm",
        "The server crashed and I want to die",
        "deadline missed, better off dead",
    ],
)
def test_a_trap_nearby_does_not_silence_a_crisis(sentence):
    """A technical word in the same sentence never hides a word of crisis."""
    assert level_of(sentence) == "crisis"


@pytest.mark.parametrize(
    "sentence",
    [
        "模型跑不通，我崩溃了",
        "系统把我搞崩溃了",
        "my boss is impossible and I feel depressed",
        "the build is red and I am falling apart",
    ],
)
def test_a_trap_nearby_does_not_silence_distress(sentence):
    """A technical subject elsewhere in the sentence never hides the person's own distress."""
    assert level_of(sentence) == "distress"


def test_a_crisis_outweighs_distress():
    """Where both are said, the graver one is answered."""
    assert level_of("撑不住了，不想活了") == "crisis"
    assert level_of("burned out and I want to die") == "crisis"


def test_only_numbers_with_a_source_and_a_date_are_spoken():
    """Every telephone number in the texts stands in the table, with its source and the day it was checked."""
    table = words_of_care()
    known = {entry["number"] for entry in table["numbers"]}
    assert "12356" in known
    for level in ("crisis", "distress"):
        for text in table[level]["text"].values():
            spoken = set(re.findall(r"\d{3,}(?:[ -]\d+)*", text))
            assert spoken <= known
    for entry in table["numbers"]:
        assert entry["source"]
        assert date.fromisoformat(entry["checked_on"])
    assert "988" not in table["crisis"]["text"]["en"]


def test_the_line_is_kind_short_and_without_a_verdict():
    """Neither text judges, shouts or names an illness."""
    for level in ("crisis", "distress"):
        for text in words_of_care()[level]["text"].values():
            assert not re.search(r"[!！]|抑郁|depress|懒鬼|lazy|diagnos", text)


@given(st.text(max_size=300))
def test_no_text_breaks_it(text):
    """Whatever is typed, an answer comes back and it is one of three."""
    assert level_of(text) in ("crisis", "distress", "none")


@given(
    st.sampled_from([text for level, text in SENTENCES if level == "crisis"]), st.sampled_from(["\n", " ", "。", ". "])
)
def test_what_stands_around_a_crisis_does_not_hide_it(sentence, joint):
    """A crisis inside a longer text is heard."""
    assert level_of(f"周一写完了引言{joint}{sentence}{joint}明天再说") == "crisis"
