"""The use cases as JSON: the terminal's envelopes, the terminal's refusals, and a description that holds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from fupan.errors import JournalBusy
from fupan.web.desk import Desk
from lived import FIRST, MISSED
from web_inside import Inside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CRISIS = "I want to kill myself"


@pytest.fixture
def page(home: Path) -> Inside:
    """An empty journal."""
    del home
    return Inside()


@pytest.fixture
def full(home: Path, lived: dict[str, Path]) -> Inside:
    """Half a year of a made-up life."""
    shutil.copytree(lived["en"], home)
    return Inside()


def data(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()["data"]


def code(answer: Any, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["error"]["code"])


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("status", ("status",)),
        ("goals", ("goal", "list")),
        ("goals?every=true", ("goal", "list", "--all")),
        ("goals?period=2026-Q3&level=quarter", ("goal", "list", "2026-Q3", "--level", "quarter")),
        ("goals/g2", ("goal", "show", "g2")),
        ("goals/g2/story", ("goal", "story", "g2")),
        ("responses", ("responses",)),
        ("doublings", ("double",)),
        ("reviews?period=2026-Q3", ("show", "W27..W39")),
        ("weeks/2026-W38", ("show", "2026-W38")),
        ("quarters/2026-Q3", ("show", "2026-Q3")),
        ("reports/2026-Q3", ("report", "2026-Q3")),
        ("settings", ("config", "list")),
        ("calibration", ("calibration",)),
        ("patterns?period=2026", ("patterns", "2026")),
        ("mentor?period=2026", ("mentor", "--period", "2026")),
        ("motive", ("motive",)),
        ("path", ("path",)),
        ("rules", ("rule",)),
        ("letters", ("letter",)),
        ("excuses", ("excuse",)),
        ("search?words=paper&limit=5", ("search", "paper", "--limit", "5")),
    ],
)
def test_it_says_what_the_terminal_says(
    full: Inside, run: Callable[..., Any], address: str, command: tuple[str, ...]
) -> None:
    """The envelope of an address is, byte by byte, that of the command with --json."""
    answer = full.get(f"/api/{address}")

    assert answer.status_code == 200
    assert answer.text == run(*command, "--json").out


def test_what_it_answers_is_what_it_describes(full: Inside) -> None:
    """Every reading answer over a rich journal fits the schema that its description gives."""
    described = full.get("/api/openapi.json").json()
    places = {"{goal}": "g2", "weeks/{named}": "weeks/2026-W38", "{named}": "2026-Q3", "{period}": "2026-Q3"}
    missed = next(goal["id"] for goal in data(full.get("/api/goals?every=true")) if _missed(full, goal["id"]))
    seen = 0
    for path, methods in described["paths"].items():
        address = path.replace("/why/{named}", f"/why/{missed}").replace("/weeks/{named}/", "/weeks/2026-W47/")
        address = address.replace("/quarters/{named}/", "/quarters/2026-Q4/")
        for place, name in places.items():
            address = address.replace(place, name)
        if "get" not in methods:
            continue
        answer = full.get(f"{address}?words=paper" if address.endswith("search") else address)
        status = 404 if path == "/api/years/{named}" else 200  # that life has no year yet
        assert answer.status_code == status, (address, answer.text)
        schema = methods["get"]["responses"][str(status)]["content"]["application/json"]["schema"]
        Draft202012Validator({**schema, "components": described["components"]}).validate(answer.json())
        seen += 1

    assert seen > 15


def test_every_noun_that_is_described_stands_there(page: Inside) -> None:
    """No reference in the description leads nowhere, and the pages are not part of it."""
    described = page.get("/api/openapi.json").json()
    known = {f"#/components/schemas/{name}" for name in described["components"]["schemas"]}

    def references(node: Any) -> set[str]:
        if isinstance(node, dict):
            own = {node["$ref"]} if "$ref" in node else set()
            return own.union(*map(references, node.values()))
        return set().union(*map(references, node)) if isinstance(node, list) else set()

    assert references(described) <= known
    assert all(path.startswith("/api/") for path in described["paths"])
    assert page.get("/docs").status_code == 404  # it would fetch its scripts from elsewhere


# --- interviews ----------------------------------------------------------------------------------------------


def test_a_review_is_kept_answer_by_answer_and_sealed(page: Inside, run: Callable[..., Any]) -> None:
    """Each answer is on the disk at once; the terminal's draft is the same one; sealing ends it."""
    sheet = data(page.get("/api/weeks/last week/sheet"))
    assert (sheet["period"], sheet["mode"], sheet["answers"]) == ("2026-W47", "first", {})
    while sheet["next"]:
        required = next(q for q in sheet["questions"] if q["key"] == sheet["next"])["required"]
        value = "missed" if required else "Draft section 3" if sheet["next"] == "next.new1.title" else None
        sheet = data(page.put(f"/api/weeks/2026-W47/answers/{sheet['next']}", json={"value": value}))

    assert data(page.get("/api/drafts"))[0]["answers"] == sheet["answers"]
    assert run("status", "--json").data["draft"]["period"] == "2026-W47"
    review = data(page.post("/api/weeks/2026-W47", json={}), 201)
    assert review["promises"][0]["title"] == "Draft section 3"
    assert data(page.get("/api/drafts")) == []
    assert code(page.get("/api/weeks/2026-W47/sheet"), 409) == "already_sealed"
    assert data(page.get("/api/weeks/2026-W47/sheet?way=again"))["again"]


def test_a_whole_document_is_taken_as_the_terminal_takes_it(page: Inside) -> None:
    """All of it or nothing, with everything that is amiss named at once."""
    bad = {**FIRST, "next": {"new1": {"title": "Draft", "hours": "many"}}, "unheard": 1}
    refused = page.post("/api/weeks/2026-W47", json={"answers": bad})
    assert code(refused, 422) == "bad_answers"
    assert "unheard" in refused.json()["error"]["message"]
    assert data(page.get("/api/goals?every=true")) == []

    review = data(page.post("/api/weeks/2026-W47", json={"answers": FIRST}), 201)
    assert review["promises"][0]["title"] == FIRST["next"]["new1"]["title"]


def test_the_program_speaks_last(page: Inside) -> None:
    """Its view of a miss is not shown before the person's own word and the mentor's are there."""
    data(page.post("/api/weeks/2026-W46", json={"answers": FIRST}), 201)
    answers = {**MISSED["goals"]["g3"]}
    for name in ("own", "mentor", "agree"):
        answers.pop(name)
    sheet = data(page.get("/api/weeks/2026-W47/sheet"))
    for key, value in answers.items():
        sheet = data(page.put(f"/api/weeks/2026-W47/answers/goals.g3.{key}", json={"value": value}))
    nouns = [shown["noun"] for question in sheet["questions"] for shown in question["shows"]]

    assert "goal_week" in nouns
    assert "diagnosis" not in nouns
    assert code(page.put("/api/weeks/2026-W47/answers/goals.g3.agree", json={"value": "yes"}), 422) == "bad_answers"


def test_an_answer_that_does_not_fit_changes_nothing(page: Inside) -> None:
    """It names the question; neither does a key that nobody asked for."""
    bad = page.put("/api/weeks/2026-W47/answers/motive.kind", json={"value": "rage"})
    assert code(bad, 422) == "bad_answer"
    assert bad.json()["error"]["values"]["key"] == "motive.kind"
    assert code(page.put("/api/weeks/2026-W47/answers/nonsense", json={"value": "x"}), 422) == "bad_answers"
    assert data(page.get("/api/drafts")) == []


def test_an_answer_and_a_draft_can_be_taken_back(page: Inside) -> None:
    """Forgotten, the question is open again; discarded, nothing is left."""
    keep = "/api/weeks/2026-W47/answers/had.1.title"
    assert data(page.put(keep, json={"value": "Read"}))["answers"] == {"had.1.title": "Read"}
    assert data(page.delete(keep))["answers"] == {}
    assert code(page.delete(keep), 404) == "nothing_found"
    data(page.put(keep, json={"value": "Read"}))
    assert data(page.delete("/api/weeks/2026-W47/draft")) == {}
    assert data(page.get("/api/drafts")) == []
    assert code(page.delete("/api/weeks/2026-W47/draft"), 404) == "nothing_found"


def test_words_of_crisis_are_answered(page: Inside) -> None:
    """Whether one answer says them or a whole document, in both languages."""
    sheet = data(page.put("/api/weeks/2026-W47/answers/had.1.title", json={"value": CRISIS}))
    assert sheet["care"]["level"] == "crisis"
    assert sheet["care"]["text"]["zh"]
    answer = page.post("/api/weeks/2026-W47", json={"answers": {**FIRST, "goals": {"had1": {"why": CRISIS}}}})
    assert answer.json()["care"]["level"] == "crisis"


def test_the_quarter_and_the_inquiry_are_interviews_too(full: Inside) -> None:
    """The re-reading desk comes first; a missed goal's inquiry keeps its draft."""
    quarter = data(full.get("/api/quarters/2026-Q4/sheet"))
    assert quarter["next"].startswith("reread.")
    missed = next(goal["id"] for goal in data(full.get("/api/goals?every=true")) if _missed(full, goal["id"]))
    sheet = data(full.get(f"/api/why/{missed}/sheet"))
    kept = data(full.put(f"/api/why/{missed}/answers/{sheet['next']}", json={"value": None}))
    assert kept["answers"] == {sheet["next"]: None}
    assert code(full.get("/api/why/nobody/sheet"), 404) == "goal_not_found"


def _missed(page: Inside, goal: str) -> bool:
    return page.get(f"/api/why/{goal}/sheet").status_code == 200


# --- goals, notes, settings ----------------------------------------------------------------------------------


def test_a_goal_lives_through_the_interface(page: Inside) -> None:
    """Added, changed, ended, taken up again, told; refusals name what is wrong."""
    quarter = data(page.post("/api/goals", json={"title": "Submit", "quarter": "2026-Q4", "kind": "stretch"}), 201)
    goal = data(page.post("/api/goals", json={"title": " Draft\u0007 ", "hours": "1小时半", "serves": "Submit"}), 201)
    assert (goal["title"], goal["parent"], quarter["quarter"]) == ("Draft\ufffd", quarter["id"], "2026-Q4")
    assert data(page.patch(f"/api/goals/{goal['id']}", json={"title": "Draft 2", "sure": "七成"}))["confidence"] == 70
    assert data(page.post(f"/api/goals/{goal['id']}/done", json={"proof": "link", "hours": 2}))["outcome"] == "done"
    assert data(page.post(f"/api/goals/{goal['id']}/reopen", json={}))["outcome"] is None
    assert code(page.post(f"/api/goals/{goal['id']}/drop", json={"why": "  "}), 422) == "bad_request"
    assert data(page.post(f"/api/goals/{goal['id']}/drop", json={"why": "not wanted"}))["outcome"] == "dropped"
    assert data(page.get(f"/api/goals/{goal['id']}/story"))["weeks"][0]["title"] == "Draft 2"
    assert code(page.post("/api/goals", json={"title": "x", "hours": "soon"}), 422) == "bad_quantity"
    assert code(page.post("/api/goals", json={"title": ""}), 422) == "bad_request"
    assert code(page.post("/api/goals", json={"title": "x", "unheard": 1}), 422) == "bad_request"
    assert code(page.get("/api/goals/g99"), 404) == "goal_not_found"


def test_a_goal_is_put_under_the_rule_of_twice_the_time(page: Inside) -> None:
    data(page.post("/api/goals", json={"title": "GRE verbal"}), 201)
    made = data(page.post("/api/goals/GRE verbal/double", json={"others": "40h", "until": "2027-W05"}))
    assert data(page.get("/api/doublings")) == made
    assert made[0]["others"] == 40


def test_a_note_is_kept(page: Inside) -> None:
    """With its goal and day; nothing at all is no note."""
    goal = data(page.post("/api/goals", json={"title": "Read"}), 201)
    note = data(
        page.post("/api/notes", json={"text": "two pages", "goal": "Read", "hours": "~1", "day": "yesterday"}), 201
    )
    assert (note["goal"], note["day"], note["estimated"]) == (goal["id"], "2026-11-22", True)
    assert data(page.get("/api/notes?period=W47")) == [note]
    assert code(page.post("/api/notes", json={"text": " "}), 422) == "nothing_to_note"


def test_rules_stand_and_are_retired(page: Inside) -> None:
    """Retired, a rule stays on record; one that is not there is named."""
    rule = data(page.post("/api/rules", json={"text": "No new feature after Thursday"}), 201)
    assert data(page.post(f"/api/rules/{rule['id']}/retire"))["retired"] == "2026-W48"
    assert [one["id"] for one in data(page.get("/api/rules"))] == [rule["id"]]
    assert code(page.post("/api/rules/s99/retire"), 404) == "no_such_thing"


def test_a_letter_stays_sealed_until_its_day(page: Inside, home: Path) -> None:
    """Neither writing, listing nor reading gives a word of it before."""
    sealed = page.post("/api/letters", json={"text": "planted words", "opens": "2027-01-04"})
    letter = data(sealed, 201)
    assert code(page.post(f"/api/letters/{letter['id']}/read"), 409) == "letter_sealed"
    assert "planted words" not in sealed.text + page.get("/api/letters").text
    assert code(page.post("/api/letters", json={"text": "x", "opens": "2026-01-04"}), 422) == "not_ahead"
    del home


def test_a_week_is_excused_and_taken_back(page: Inside) -> None:
    assert data(page.put("/api/excuses/2026-W52", json={"why": "holidays"})) == {"2026-W52": "holidays"}
    assert data(page.get("/api/excuses")) == {"2026-W52": "holidays"}
    assert data(page.delete("/api/excuses/2026-W52")) == {"2026-W52": ""}
    assert code(page.delete("/api/excuses/2026-W52"), 404) == "not_excused"


def test_the_last_change_is_undone_whichever_door_made_it(page: Inside, run: Callable[..., Any]) -> None:
    """A dry run only tells; a redo brings it back."""
    assert run("note", "by the terminal").status == 0
    assert data(page.post("/api/undo", json={"dry_run": True}))["dry_run"]
    assert len(data(page.get("/api/notes"))) == 1
    data(page.post("/api/undo", json={}))
    assert data(page.get("/api/notes")) == []
    data(page.post("/api/undo", json={"redo": True}))
    assert len(data(page.get("/api/notes"))) == 1


def test_a_year_is_an_interview_too(full: Inside) -> None:
    sheet = data(full.get("/api/years/2026/sheet"))
    assert sheet["period"] == "2026"
    assert sheet["next"]
    assert code(full.get("/api/years/2026"), 404) == "nothing_found"


def test_settings_are_read_and_set(page: Inside, home: Path) -> None:
    """In the file, at once, for every door."""
    assert data(page.put("/api/settings/day_ends", json={"value": 3})) == {"day_ends": 3}
    assert data(page.put("/api/settings/language", json={"value": "zh"})) == {"language": "zh"}
    assert data(page.get("/api/settings"))["day_ends"] == {"value": 3, "source": "file"}
    assert 'language = "zh"' in (home / "config.toml").read_text()
    assert code(page.put("/api/settings/day_ends", json={"value": "noon"}), 422) == "bad_setting"
    assert code(page.put("/api/settings/colour", json={"value": "red"}), 404) == "nothing_found"


def test_a_session_can_be_left(page: Inside) -> None:
    """Afterwards the same cookie is a stranger's."""
    assert data(page.get("/api/session"))["csrf"] == page.headers["X-Fupan-CSRF"]
    assert data(page.delete("/api/session")) == {}
    assert code(page.get("/api/status"), 401) == "no_session"


# --- refusals and failures -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "address", "status", "named"),
    [
        ("GET", "weeks/gibberish", 422, "bad_period"),
        ("GET", "weeks/2026-Q3", 422, "not_one_week"),
        ("GET", "weeks/2026-W10", 404, "nothing_found"),
        ("GET", "weeks/2027-W10/sheet", 422, "too_early"),
        ("GET", "nowhere", 404, "not_found"),
        ("PUT", "status", 405, "method_not_allowed"),
        ("GET", "search", 422, "bad_request"),
        ("GET", "goals?level=life", 422, "bad_request"),
    ],
)
def test_a_refusal_is_an_envelope(page: Inside, method: str, address: str, status: int, named: str) -> None:
    """With its code, its values and the words that the terminal would say."""
    answer = page.request(method, f"/api/{address}", headers={"Accept-Language": "zh"})

    assert code(answer, status) == named
    assert set(answer.json()["error"]) == {"code", "values", "message"}
    assert (answer.headers.get("allow") == "GET") == (status == 405)


def test_a_busy_journal_is_told(page: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program writes: 503, and nothing is lost by trying again."""

    def busy(_: Desk) -> None:
        raise JournalBusy("journal.db", 10)

    monkeypatch.setattr(Desk, "journal", busy)
    assert code(page.get("/api/status"), 503) == "journal_busy"


def test_what_nobody_foresaw_is_one_line_and_a_log(page: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer names the log and no word of what failed; it carries the guard's headers."""

    def fail(_: Desk) -> None:
        raise ValueError("private words")

    monkeypatch.setattr(Desk, "journal", fail)
    answer = page.get("/api/status")

    assert code(answer, 500) == "bug"
    assert "private words" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert [str(bug) for bug in page.bugs] == ["private words"]


def test_a_write_is_followed_by_the_copy_of_the_day(page: Inside, home: Path) -> None:
    """As after a command; where it cannot be made, the person at the terminal is told, and the write stands."""
    data(page.post("/api/notes", json={"text": "one"}), 201)
    assert (home / "backups" / "daily-2026-11-23.db").is_file()
    shutil.rmtree(home / "backups")
    (home / "backups").write_text("in the way")
    data(page.post("/api/notes", json={"text": "two"}), 201)
    assert len(page.told) == 1
    assert len(data(page.get("/api/notes"))) == 2
