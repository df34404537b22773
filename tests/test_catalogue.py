"""The Chinese interface is whole, and no sentence of either language forgets how this program speaks."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from functools import cache
from pathlib import Path

import pytest

import fupan
from fupan.language import Language

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(fupan.__file__).parent
TOOL = ROOT / "docs" / "catalogue.py"
DATA = sorted([*PACKAGE.glob("data/*.json"), *PACKAGE.glob("diagnosis/data/sentences.json")])

needs_sources = pytest.mark.skipif(not (ROOT / "src").is_dir(), reason="the messages are extracted from the sources")

# The method, §9: nothing is said of the person, no "always", no "again", no cheering, no consolation.
FORBIDDEN = {
    "en": (
        r"\w!",  # as a sign of loudness; alone it is a key
        r"\byou (always|never|again)\b",
        r"\byou('re| are) (lazy|stupid|weak|bad|hopeless|a failure)\b",
        r"\byou failed\b",
        r"\b(fail|failed|miss|missed|late) (it )?again\b",
        r"\b(well done|great job|good job|congratulations|don't worry|keep it up)\b",
    ),
    "zh": (
        r"[\w”」』）][！!]",
        r"你(怎么)?又",
        r"怎么又",
        r"你(总是|老是|永远|从来|一直都)",
        r"你这(个人|种人)",
        r"你(就|真|太|很)?(是个?)?(懒人|懒鬼|笨|蠢|没用|失败者)",
        r"(加油|真棒|好样的|太棒|恭喜|别灰心)",
    ),
}
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]|[\u4e00-\u9fff]\.(?!\.)")
TOUCHING = re.compile(r"[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]")
PLACE = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|\{\w+\}")
# Columns of the reports: at most six Chinese characters.
HEADINGS = ["cause", "goals", "planned", "spent", "not given", "week", "results", "motive", "promised", "proof"]


@cache
def tool():
    spec = importlib.util.spec_from_file_location("catalogue", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def extracted():
    return tool().extracted()


def chinese():
    return tool().read(tool().catalogues()["zh"])


def said(language):
    """Every text of the catalogue in one language, for tests that look at all of them."""
    for message in tool().messages(chinese()):
        yield from tool().texts(message.id if language == "en" else message.string)


def pairs(value, where=""):
    """Every text that a data file carries in both languages: `en` beside `zh`, `x_en` beside `x_zh`, choices."""
    if isinstance(value, dict):
        for name, text in value.items():
            other = value.get(re.sub(r"(^|_)en$", r"\1zh", name)) if re.search(r"(^|_)en$", name) else None
            if isinstance(text, str) and isinstance(other, str):
                yield f"{where}.{name}", text, other
            yield from pairs(text, f"{where}.{name}")
    elif isinstance(value, list):
        if len(value) == 4 and all(isinstance(part, str) for part in value) and "choices.json" in where:
            yield f"{where}.{value[0]}", value[2], value[3]
        for number, part in enumerate(value):
            yield from pairs(part, f"{where}[{number}]")


def of_data():
    for path in DATA:
        yield from pairs(json.loads(path.read_text(encoding="utf-8")), path.name)


# --- the catalogue ---------------------------------------------------------------------------------------


@needs_sources
def test_every_marked_message_is_there_translated_with_its_own_placeholders_and_none_is_left_over():
    """Nothing is missing, empty, fuzzy or stale; run docs/catalogue.py and translate what it names."""
    found, lost = extracted()

    assert not lost
    assert tool().faults(chinese(), found) == []


@needs_sources
def test_what_the_program_speaks_is_what_the_catalogue_says():
    """The compiled catalogue is the written one: every message, plural ones too, comes out of it."""
    say = Language.load("zh")

    stale = [
        message.id
        for message in tool().messages(chinese())
        for one, *more in [tool().texts(message.id)] * all(tool().texts(message.string))
        if (say.catalogue.ngettext(one, more[0], 2) if more else say(one)) != tool().texts(message.string)[0]
    ]

    assert not stale, "run docs/catalogue.py"


@needs_sources
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_message_with_places_can_be_filled(language):
    """A percent sign that means nothing else is doubled where a message has placeholders."""
    for text in filter(PLACE.search, said(language)):
        values = dict.fromkeys(re.findall(r"%\((\w+)\)", text), 1)

        assert "%(" not in text % values


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_message_without_places_is_said_as_it_stands(language):
    """Where nothing is filled in, a doubled percent sign would be shown doubled."""
    assert [text for text in said(language) if "%%" in text and not PLACE.search(text)] == []


@needs_sources
def test_headings_of_columns_are_short():
    """No column of a report is made wide by its Chinese heading."""
    say = Language.load("zh")

    assert [name for name in HEADINGS if len(say(name)) > 6 or say(name) == name] == []


# --- the tone, and how Chinese is set --------------------------------------------------------------------


@needs_sources
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_message_speaks_against_the_person(language):
    """No sentence of the interface holds a pattern that the method forbids."""
    bad = [
        (text, sign) for text in said(language) for sign in FORBIDDEN[language] if re.search(sign, text, re.IGNORECASE)
    ]

    assert not bad


def test_no_text_of_the_data_speaks_against_the_person():
    """Neither do the questions, responses, remarks and findings, in both languages."""
    bad = [
        (where, text, sign)
        for where, *texts in of_data()
        for language, text in zip(("en", "zh"), texts, strict=True)
        for sign in FORBIDDEN[language]
        if re.search(sign, text, re.IGNORECASE)
    ]

    assert not bad


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You always put it off."),
        ("en", "You failed again."),
        ("en", "Done!"),
        ("en", "You are lazy."),
        ("zh", "你又没做。"),
        ("zh", "你总是拖。"),
        ("zh", "你这个人就是懒。"),
        ("zh", "你是个懒人。"),
        ("zh", "做成了！"),
    ],
)
def test_the_forbidden_patterns_catch_what_they_are_for(language, text):
    """The sentences that the method gives as bad are caught."""
    assert any(re.search(sign, text, re.IGNORECASE) for sign in FORBIDDEN[language])


@pytest.mark.parametrize(("language", "text"), [("en", "That was laziness."), ("zh", "这周这件事，是懒。")])
def test_the_forbidden_patterns_let_a_judged_deed_pass(language, text):
    """What is said of the deed stays."""
    assert not any(re.search(sign, text, re.IGNORECASE) for sign in FORBIDDEN[language])


@needs_sources
def test_chinese_messages_are_set_as_chinese():
    """Full-width marks beside Chinese characters, and a blank between them and Latin words."""
    texts = [PLACE.sub("", text) for text in said("zh")]

    assert [text for text in texts if HALF_WIDTH.search(text) or TOUCHING.search(text)] == []


def test_chinese_texts_of_the_data_are_set_as_chinese():
    """The same in the data files."""
    texts = [(where, PLACE.sub("", text)) for where, _, text in of_data()]

    assert [found for found in texts if HALF_WIDTH.search(found[1]) or TOUCHING.search(found[1])] == []


# --- the data files --------------------------------------------------------------------------------------


def test_both_languages_of_the_data_have_the_same_places():
    """What is put into an English sentence of a data file is put into its Chinese one."""
    odd = [
        where
        for where, en, zh in of_data()
        if {re.sub(r"_en\b", "", place) for place in PLACE.findall(en)}
        != {re.sub(r"_zh\b", "", place) for place in PLACE.findall(zh)}
    ]

    assert not odd


def test_the_data_is_looked_at():
    """The walk through the data files finds their texts."""
    found = {where.partition(".json")[0] for where, _, _ in of_data()}

    assert found >= {"week", "quarter", "choices", "responses", "linter", "care", "sentences"}


# --- the tool --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('say("a")', ["a"]),
        ('self.say("a %(n)s", n=1)', ["a %(n)s"]),
        ('N_("a"\n   "b")', ["ab"]),
        ('say(N_("a"))', ["a"]),
        ('door.talk(N_("a"), n=2)', ["a"]),
        ('say.plural("one", "%(n)d many", n)', [("one", "%(n)d many")]),
        ('self.say.plural(N_("one"), N_("many"), n)', [("one", "many")]),
        ("N_(variable)", [None]),
        ('N_(f"a {b}")', [None]),
        ("say.plural(*both, n)", [None]),
        ("say(variable)", []),
        ('say("")', []),
        ('print("a")', []),
    ],
)
def test_marks_in_python_are_found(code, found):
    """Every way of marking is found; what nobody could extract is named instead of lost."""
    assert list(dict.fromkeys(message for _, message in tool().marked(code))) == found


@needs_sources
def test_marks_in_templates_are_found():
    """Blocks, their plurals and calls are found, with the placeholders that Python's messages have."""
    template = b"""
    {% trans %}a heading{% endtrans %}
    {% trans n=misses|length %}of {{ n }}{% endtrans %}
    {% trans n=weeks %}one week{% pluralize %}{{ n }} weeks{% endtrans %}
    {{ gettext("now") }} {{ say("then") }} {{ a_variable }}
    """

    assert list(tool().marked_in_template(io.BytesIO(template))) == [
        "a heading",
        "of %(n)s",
        ("one week", "%(n)s weeks"),
        "now",
        "then",
    ]
    assert extracted()[0].get("Three marks") is not None


def test_a_faulty_catalogue_is_told_what_is_wrong():
    """Missing, empty, fuzzy, misspelt and left-over messages are each named."""
    marks, po = tool().Catalog(locale="zh"), tool().Catalog(locale="zh")
    for name in ("missing", "empty", "fuzzy", "places %(n)s", "fine %(n)d"):
        marks.add(name)
    marks.add(("one", "%(n)d many"))
    po.add("empty", "")
    po.add("fuzzy", "像", flags=["fuzzy"])
    po.add("places %(n)s", "%(m)s 个")
    po.add("fine %(n)d", "%(n)d 个")
    po.add(("one", "%(n)d many"), ("%(n)d 个",))
    po.add("left over", "多余")

    told = tool().faults(po, marks)

    assert [fault.split(": ")[1] for fault in told] == [
        "'missing'",
        "'empty'",
        "'fuzzy'",
        "'places %(n)s'",
        "'left over'",
    ]
