from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fupan.bilingual import Bilingual as Bi
from fupan.errors import BadAnswer, BadAnswers
from fupan.language import Language
from fupan.model import Call, Cause, Change, MotiveKind, Outcome, Reason
from fupan.periods import Quarter, Span, Week, Year
from fupan.render import wire
from fupan.render.cells import bar, bars, cells, clean, cut, one_line, pad, spark, wrap
from fupan.render.words import NAMES, Words

ENGLISH, CHINESE = Words(Language.load("en")), Words(Language.load("zh"))

# --- text and cells --------------------------------------------------------------------------------------


def test_cleaning_takes_what_steers_and_keeps_what_is_said():
    """Control and direction characters become �; words, line ends, joined emoji and accents stay."""
    assert clean("a\x1b[31m\x00\x7f\x9b\u202e\u2066\u200b\ufeff\ud800b") == "a�[31m��������b"
    assert clean("一\r\n二\r三\n\té 👩\u200d💻") == "一\n二\n三\n    é 👩\u200d💻"


def test_one_line_joins_lines():
    """A title stays on one line, its blanks single."""
    assert one_line("  a\n\n b\tc ") == "a b c"


@given(st.text())
def test_clean_text_holds_no_control_characters(text):
    """Whatever is cleaned, no control character but the line end is left, and cleaning again changes nothing."""
    cleaned = clean(text)
    assert not [c for c in cleaned if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160]
    assert clean(cleaned) == cleaned


@given(st.text(max_size=80), st.integers(2, 40))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text, width):
    """Every character but blanks survives wrapping, in order, and no line is too wide."""
    text = clean(text)
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(cell_len(line) <= width for line in lines)


def test_chinese_is_broken_between_characters_and_never_before_its_punctuation():
    """A line neither begins with a closing sign nor ends with an opening one."""
    assert wrap("今天写完了，明天继续（大概）吧", 10) == ["今天写完", "了，明天继", "续（大概）", "吧"]


def test_english_is_broken_at_blanks():
    """Words stay whole unless one is longer than a line."""
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("incomprehensible", 10) == ["incomprehe", "nsible"]


def test_padding_and_cutting_count_cells():
    """A Chinese character takes two columns."""
    assert pad("目标", 6) == "目标  "
    assert pad("7", 3, right=True) == "  7"
    assert cut("目标目标", 7) == "目标目…"
    assert cut("目标目标", 6) == "目标…"
    assert cut("goal", 4) == "goal"
    assert cells("a目") == 3


# --- figures ---------------------------------------------------------------------------------------------


def test_bars_tell_given_missing_and_more_apart():
    """█ is given, ░ planned and not given, ▒ given beyond the plan."""
    assert bars(3, 6, 6, 6) == "███░░░"
    assert bars(6, 4, 6, 6) == "████▒▒"
    assert bars(None, 6, 6, 3) == "░░░"
    assert bars(2, None, 4, 4) == "██"


def test_a_bar_shows_the_smallest_amount_and_never_overflows():
    """Anything above nought shows a cell; nought shows none; more than the most is full."""
    assert bar(0.01, 10, 8) == "█"
    assert bar(0, 10, 8) == bar(None, 10, 8) == bar(1, 0, 8) == ""
    assert bar(99, 10, 8) == "█" * 8


def test_a_spark_line_has_a_character_for_each_value():
    """From lowest to highest, and a dot where nothing was recorded."""
    assert spark([0, 5, 10, None], 10) == "▁▅█·"


# --- words -----------------------------------------------------------------------------------------------


def test_every_value_of_every_noun_has_a_name():
    """No enum of the model is without words."""
    for kind in {kind for kind, _ in NAMES}:
        assert {value for named, value in NAMES if named is kind} == {member.value for member in kind}


def test_equal_values_of_different_nouns_keep_their_own_names():
    """The motive's "both" is not the verdict's."""
    assert ENGLISH.name(Call.BOTH) == "both"
    assert ENGLISH.name(MotiveKind.BOTH) == "desire and fear"
    assert ENGLISH.name(Change.DIFFERENT) == "a different one"
    assert ENGLISH.name(None) == "–"


def test_an_unclear_verdict_tells_why():
    """The reason stands behind it; laziness and ability need none."""
    assert ENGLISH.verdict(Cause.UNCLEAR, Reason.OUTSIDE) == "unclear (something outside)"
    assert ENGLISH.verdict(Cause.UNCLEAR) == "unclear"
    assert ENGLISH.verdict(Cause.ABILITY, Reason.MIXED) == "ability"


def test_answers_are_named_as_they_were_asked():
    """A choice's label comes from the choices; an unknown value stands for itself, cleaned."""
    assert (ENGLISH.choice("put_off", "afraid"), CHINESE.choice("put_off", "afraid")) == ("afraid", "怕")
    assert ENGLISH.choice("put_off", "odd\x1b") == "odd�"


@pytest.mark.parametrize(
    ("week", "english", "chinese"),
    [
        (Week(2026, 47), "16–22 Nov", "11月16–22日"),
        (Week(2026, 40), "28 Sep–4 Oct", "9月28日–10月4日"),
        (Week(2026, 53), "28 Dec 2026–3 Jan 2027", "2026年12月28日–2027年1月3日"),
    ],
)
def test_the_days_of_a_week_are_said_as_shortly_as_they_can(week, english, chinese):
    """Month and year stand once, unless the week crosses them."""
    assert ENGLISH.days(week.first_day, week.last_day) == english
    assert CHINESE.days(week.first_day, week.last_day) == chinese


@pytest.mark.parametrize(
    ("week", "english", "chinese"),
    [
        (Week(2026, 47), "16–22 Nov 2026", "2026年11月16–22日"),
        (Week(2026, 40), "28 Sep–4 Oct 2026", "2026年9月28日–10月4日"),
    ],
)
def test_a_year_is_said_once(week, english, chinese):
    """English says it at the end, Chinese at the beginning."""
    assert ENGLISH.days(week.first_day, week.last_day, year=True) == english
    assert CHINESE.days(week.first_day, week.last_day, year=True) == chinese


def test_periods_have_names():
    """Week, quarter, year and span."""
    names = [
        ENGLISH.period(p) for p in (Week(2026, 5), Quarter(2026, 4), Year(2026), Span(Week(2026, 5), Week(2026, 7)))
    ]
    assert names == ["Week 5 of 2026", "Quarter 4 of 2026", "The year 2026", "2026-W05 to 2026-W07"]


def test_weeks_in_a_row_are_drawn_together():
    """Runs become from–to, also over the year's end."""
    weeks = [Week(2026, 40), Week(2026, 52), Week(2026, 53), Week(2027, 1)]
    assert ENGLISH.weeks(weeks) == "W40, W52–W01"
    assert CHINESE.weeks(weeks) == "W40、W52–W01"
    assert ENGLISH.weeks([]) == ""


def test_a_time_is_said_on_the_persons_clock():
    """In the zone that was theirs; an unknown zone leaves the time as it is."""
    when = datetime(2026, 11, 23, 11, 30, tzinfo=UTC)
    assert ENGLISH.moment(when, "Asia/Shanghai") == "Mon 23 Nov 2026, 19:30"
    assert CHINESE.moment(when, "Asia/Shanghai") == "2026年11月23日周一 19:30"
    assert ENGLISH.moment(when, "No/Where") == "Mon 23 Nov 2026, 11:30"
    assert ENGLISH.weekday(date(2026, 11, 22)) == "Sun"


def test_amounts():
    """Hours keep one decimal and their mark of a guess; scores two only where they say something."""
    assert ENGLISH.hours(1.25, estimated=True) == "~1.2 h"
    assert ENGLISH.hours_of(None, 8) == "–/8 h"
    assert (ENGLISH.score(0.7), ENGLISH.score(0.65), ENGLISH.score(None)) == ("0.7", "0.65", "–")
    assert (ENGLISH.share(0.125), ENGLISH.percent(70), ENGLISH.signed(-1.25)) == ("12%", "70%", "−1.2")


def test_lists():
    """One item, two, three."""
    assert [ENGLISH.listed("abc"[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert CHINESE.listed("甲乙丙") == "甲、乙和丙"


# --- the wire --------------------------------------------------------------------------------------------


def test_nouns_become_plain_json():
    """Enums by their value, periods and times as text, mappings with text keys, sets in order."""
    value = {
        Outcome.DONE: Week(2026, 5),
        "set": {"b", "a"},
        "when": datetime(2026, 1, 1, tzinfo=UTC),
        "day": date(2026, 1, 2),
        "odd": float("nan"),
        "yes": True,
        "words": Bi("a", "b"),
    }
    assert wire.plain(value) == {
        "done": "2026-W05",
        "set": ["a", "b"],
        "when": "2026-01-01T00:00:00+00:00",
        "day": "2026-01-02",
        "odd": None,
        "yes": True,
        "words": {"en": "a", "zh": "b"},
    }


def test_what_has_no_form_is_refused():
    """An object that is no noun is a mistake of ours, not something to guess at."""
    with pytest.raises(TypeError, match="object"):
        wire.plain(object())


def test_an_error_is_written_with_its_code_and_values():
    """Errors inside an error too."""
    problem = BadAnswers(missing=("rule",), bad=(BadAnswer("a.b", "x", "why"),))
    assert wire.plain(wire.json.loads(wire.error(problem)))["error"] == {
        "code": "bad_answers",
        "values": {
            "missing": ["rule"],
            "bad": [{"code": "bad_answer", "key": "a.b", "given": "x", "why": "why"}],
            "unknown": [],
        },
    }
