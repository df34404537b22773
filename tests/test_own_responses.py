"""A person's own responses: read from their file, each mistake named, offered, chosen, followed up and reported."""

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fupan import own_responses
from fupan.errors import BadFile
from fupan.language import Language
from fupan.model import Cause
from fupan.own_responses import FILE, BadOwnResponse
from fupan.render.speaking import spoken
from fupan.responses import Chooser, catalogue, fill
from lived import FIRST, MISSED

PARTLY = {"outcome": "partly", "hours": 8, "agree": "dont_know"}
KEEP = {"g3": {"decision": "shrink"}}
WALK = '[walk]\nkind = "laziness"\ntitle = "走过去再开始"\ndo = "{slot}先走到{place}，再做「{goal}」。"\n'


@pytest.fixture(autouse=True)
def _in_force(tmp_path):
    """No other test sees a file of this one."""
    token = FILE.set(tmp_path / "responses.toml")
    yield
    FILE.reset(token)


@pytest.fixture
def own(tmp_path):
    """Writes the file that is in force."""

    def put(text):
        (tmp_path / "responses.toml").write_text(text, encoding="utf-8")
        return catalogue()

    return put


def test_without_a_file_there_are_the_shipped_ones():
    """No file is an empty one."""
    assert len(catalogue()) == 35


def test_an_own_response_stands_beside_the_shipped(own):
    """A few fields are enough; its id begins like its kind, and one language is read in both."""
    responses = own(WALK)
    walk = responses["L-walk"]
    assert len(responses) == 36
    assert walk.title.en == walk.title.zh == "走过去再开始"
    assert walk.slots == ("slot", "place", "goal")
    assert fill(walk, {"slot": "周二八点", "place": "图书馆", "goal": "第三章"}, "zh").startswith(
        "周二八点先走到图书馆"
    )


def test_a_shipped_response_is_changed_by_its_id(own):
    """An entry under a shipped id changes what it names and leaves the rest."""
    found = own('[L03]\ntitle_en = "Same desk every day"\ndose = 5\n')["L03"]
    assert (found.title.en, found.dose) == ("Same desk every day", 5)
    assert found.do.zh.startswith("每天")
    assert found.strength == 3


def test_it_is_offered_for_its_pattern(own):
    """An own response is offered for the patterns that it names, and for its kind where it names none."""
    own(WALK + 'strength = 3\npatterns = ["LF"]\n')
    assert "L-walk" in [o.response.id for o in Chooser().offer("LF", Cause.LAZINESS)]
    assert "L-walk" not in [o.response.id for o in Chooser().offer("LD", Cause.LAZINESS)]
    own(WALK + "strength = 3\n")
    assert "L-walk" in [o.response.id for o in Chooser().offer("LD", Cause.LAZINESS)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = "x"\n', "a response is a table"),
        ('["a b"]\nkind = "laziness"\n', "its name has up to 20"),
        ('[walk]\ntitle = "x"\ndo = "y"\n', "“kind” is one of laziness"),
        ('[walk]\nkind = "sloth"\ntitle = "x"\ndo = "y"\n', "“kind” is one of laziness"),
        ('[walk]\nkind = "laziness"\ndo = "y"\n', "“title” is missing"),
        ('[walk]\nkind = "laziness"\ntitle = "x"\n', "“do” is missing"),
        ('[walk]\nkind = "laziness"\ntitle = 3\ndo = "y"\n', "“title” is a text"),
        (WALK.replace("{place}", "{where}"), "{where} is no place to fill"),
        (WALK + 'colour = "red"\n', "no field “colour”"),
        (WALK + "dose = 0\n", "“dose” is a number from 1–50"),
        (WALK + "dose = true\n", "“dose” is a number"),
        (WALK + "review_weeks = 2.5\n", "“review_weeks” is a number from 1–13"),
        (WALK + 'once = "no"\n', "“once” is true or false"),
        (WALK + 'test = "magic"\n', "“test” is one of effort"),
        (WALK + 'by = "magic"\n', "“by” is one of doses"),
        (WALK + 'patterns = ["LX"]\n', "“patterns” is a list out of LD"),
        (WALK + 'tags = "stake"\n', "“tags” is a list out of company"),
    ],
)
def test_a_mistake_is_named_with_its_entry(own, text, told):
    """What is wrong is said with the file, the entry, the field and what it may be; in both languages."""
    with pytest.raises(BadOwnResponse) as wrong:
        own(text)
    sentence = spoken(wrong.value, Language.load("en"))
    assert told in sentence
    assert f"[{wrong.value.entry}]" in sentence
    assert "responses.toml" in sentence
    assert spoken(wrong.value, Language.load("zh")) != sentence


def test_no_toml_is_said(own):
    """A file that is no TOML is named, with the line."""
    with pytest.raises(BadFile) as wrong:
        own("[walk\n")
    assert "responses.toml" in str(wrong.value)
    assert "line 1" in str(wrong.value)


def test_a_changed_file_is_read_anew(own):
    """The next look at the catalogue sees what was changed in the file."""
    assert "L-walk" in own(WALK)
    assert "L-swim" in own(WALK.replace("walk", "swimming").replace("swimming", "swim") + "# longer\n")


values = (
    st.none() | st.booleans() | st.integers(-5, 60) | st.text(max_size=8) | st.lists(st.text(max_size=3), max_size=2)
)
fields = st.sampled_from(
    ["kind", "title", "do", "do_en", "because_zh", "dose", "once", "by", "test", "tags", "patterns", "rung", "x"]
)


@given(entry=st.dictionaries(fields, values, max_size=6), name=st.sampled_from(["walk", "L03", "A01", "a b", ""]))
@settings(max_examples=300, deadline=None)
def test_any_entry_is_a_response_or_a_named_mistake(entry, name):
    """Whatever an entry holds, it becomes a response that can be filled, or an error of ours."""
    rows = {"L03": {"id": "L03", "kind": "laziness", "title_en": "t", "do_en": "d", "title_zh": "t", "do_zh": "d"}}
    known = own_responses.Known(rows=rows, tests=("effort",), patterns=("LD",))
    try:
        row = own_responses.row_of(own_responses.NAME, name, entry, known)
    except BadOwnResponse:
        return
    assert row["id"]
    assert row["kind"] in own_responses.LETTERS


def test_an_own_response_lives_through_a_review(run, home, monkeypatch):
    """Offered for a miss, chosen with its slots, followed up, judged, in the ledger, in the story and the report."""
    home.mkdir(exist_ok=True)
    (home / "responses.toml").write_text(WALK + "strength = 3\n", encoding="utf-8")
    monkeypatch.setenv("FUPAN_CLOCK", "trust")
    run("week", "--answers", "-", input=json.dumps(FIRST), FUPAN_NOW="2026-10-05T20:00+08:00")
    document = deepcopy(MISSED)
    document["goals"]["g3"] |= {"response": "L-walk", "slot_place": "图书馆", "slot_slot": "周二八点", "doses": 3}
    for now, told in (
        ("2026-10-12", document),
        ("2026-10-19", {"trials": {"r1": {"doses": 3, "helped": "helped"}}, "goals": {"g3": PARTLY}, "next": KEEP}),
        ("2026-10-26", {"trials": {"r1": {"doses": 3, "helped": "helped"}}, "goals": {"g3": PARTLY}, "next": KEEP}),
    ):
        ran = run("week", "--answers", "-", input=json.dumps(told), FUPAN_NOW=f"{now}T20:00+08:00")
        assert ran.status == 0, ran.err
    now = {"FUPAN_NOW": "2026-10-27T20:00+08:00"}
    (line,) = run("responses", "--json", **now).json["data"]["lines"]
    assert (line["response"], line["worked"]) == ("L-walk", 1)
    assert "走过去再开始" in run("responses", **now).out
    assert "周二八点先走到图书馆" in run("report", "W43", **now).out


def test_a_broken_file_is_refused_where_it_is_needed(run, home):
    """A mistake in the file is named on standard error; what needs no response goes on."""
    home.mkdir(exist_ok=True)
    (home / "responses.toml").write_text("[walk]\nkind = 'sloth'\n", encoding="utf-8")
    run("week", "--answers", "-", input=json.dumps(FIRST), FUPAN_NOW="2026-10-05T20:00+08:00")
    refused = run("report", "W40", FUPAN_NOW="2026-10-06T20:00+08:00")
    assert refused.status == 2
    assert "[walk]" in refused.err
    assert run("status", FUPAN_NOW="2026-10-06T20:00+08:00").status == 0
