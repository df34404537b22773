"""The pages without a browser: what their forms keep, what they show and when, what they never let through."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from fupan.app import App
from fupan.care import words_of_care

if TYPE_CHECKING:
    from pathlib import Path
from web_forms import LAZY, Form, Page, Visitor, reply
from web_inside import Inside


@pytest.fixture
def visit(home: Path, lived: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Somebody at the page of a lived journal, in English."""
    return at_home(home, lived["en"], monkeypatch)


def at_home(home: Path, lived: Path, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    shutil.copytree(lived, home)
    monkeypatch.setenv("FUPAN_CLOCK", "trust")
    return Visitor(Inside())


def journal_of(visit: Visitor) -> Any:
    import os

    return App(environ=dict(os.environ)).journal()


def fitting(form: Form) -> dict[str, Any]:
    """An answer to every question of a form that has one in ANSWERS."""
    known = ((key, reply(key)) for key in form.asked())
    return {key: value for key, value in known if value is not None}


def walk(visit: Visitor, upto: str) -> None:
    """Answer screen after screen until one is reached."""
    for _ in range(40):
        if visit.step == upto or upto in visit.address:
            return
        if visit.step == "seal":
            visit.send(visit.page.sheet)
        else:
            visit.answer(fitting(visit.page.sheet))
    raise AssertionError(f"{upto} is never reached; {visit.address} is")


def begun(visit: Visitor) -> Page:
    """The week is begun; its second screen is shown."""
    visit.go("/week/2026-W47")
    return visit.answer({})


# --- the week --------------------------------------------------------------------------------------------


def test_a_whole_week_is_written_without_a_script(visit):
    """Screen after screen the forms lead to the seal, and what is sealed is what was answered."""
    visit.go("/week/2026-W47")
    walk(visit, "told=sealed")
    with journal_of(visit) as journal:
        review = journal.review(journal.moment.week_under_review)
    assert review.answers["rule"] == "Phone away first."
    assert {goal.gap.why for goal in review.goals if goal.gap} == {LAZY}
    assert all(verdict.own == "laziness" for verdict in review.verdicts)
    assert "Phone away first." in visit.page.text
    assert not journal.drafts()


def test_the_programs_view_stays_away_until_both_verdicts_are_said(visit):
    """Own verdict, the mentor's, and only then what the record says; sent together they are kept together."""
    visit.go("/week/2026-W47")
    walk(visit, "gap")
    assert "The record says" not in visit.page.html
    walk(visit, "mentor")
    assert "The record says" not in visit.page.html
    assert not any(key.endswith((".agree", ".probe")) for key in visit.page.sheet.asked())
    some = {key: value for key, value in fitting(visit.page.sheet).items() if not key.endswith(".mentor")}
    kept = visit.answer(some, go="keep")
    assert "The record says" not in kept.html
    visit.answer(fitting(visit.page.sheet))
    for _ in range(4):  # one probe for each miss may come first
        if "The record says" in visit.page.html:
            break
        visit.answer(fitting(visit.page.sheet))
    assert "The record says" in visit.page.html


def test_no_screen_opens_before_those_ahead_of_it(visit):
    """An address further on leads back to the first open question."""
    for step in ("mentor", "next", "seal", "nonsense"):
        visit.go(f"/week/2026-W47/{step}")
        assert visit.step == "2026-W47"
    begun(visit)
    for step in ("mentor", "next", "seal", "nonsense"):
        visit.go(f"/week/2026-W47/{step}")
        assert visit.step == "motive"


def test_what_is_left_empty_is_passed_and_never_zero(visit):
    """Going on stores "asked and skipped"; saving alone leaves the question open."""
    begun(visit)
    visit.answer({"motive.of": None, "motive.strength": None}, go="keep")
    with journal_of(visit) as journal:
        [draft] = journal.drafts()
        assert "motive.strength" not in draft.answers or draft.answers["motive.strength"] is not None
    visit.go("/week/2026-W47/motive")
    visit.answer({"motive.strength": ""}, go="on")
    with journal_of(visit) as journal:
        assert journal.drafts()[0].answers["motive.strength"] is None


def test_a_bad_answer_stands_beside_its_field_as_it_was_typed(visit):
    """What does not fit is handed back with the way out; the other answers of the form are kept."""
    visit.go("/week/2026-W47")
    walk(visit, "facts")
    hours = next(key for key in visit.page.sheet.asked() if key.endswith(".hours"))
    page = visit.answer({**fitting(visit.page.sheet), hours: "many <b>"}, go="on")
    assert page.answer.status_code == 422
    assert page.sheet.values[f"answer.{hours}"] == "many <b>"
    assert "Write hours as 1.5" in page.text
    assert "<b>" not in page.html
    goal = hours.split(".")[1]
    with journal_of(visit) as journal:
        answers = journal.drafts()[0].answers
    assert answers[f"goals.{goal}.outcome"] == "missed"
    assert hours not in answers


def test_an_outcome_is_asked_for_where_all_hangs_on_it(visit):
    """A required choice that is left open is asked for beside its field."""
    visit.go("/week/2026-W47")
    walk(visit, "facts")
    page = visit.answer({}, go="on")
    assert page.answer.status_code == 422
    assert "choose one" in page.text.lower()


def test_a_draft_is_the_terminals_too(visit, run):
    """What the page keeps the terminal goes on with: one draft, the same answers."""
    visit.go("/week/2026-W47")
    walk(visit, "facts")
    draft = run("status", "--json").json["data"]["draft"]
    assert draft["period"] == "2026-W47"
    assert "motive.kind" in draft["answers"]


def test_the_ten_minutes_are_remembered_from_the_first_answer_on(visit):
    """The short way is chosen before anything is kept and holds from then on."""
    visit.go("/week/2026-W47")
    visit.send(visit.page.sheet, begin="short")
    with journal_of(visit) as journal:
        assert journal.drafts()[0].mode == "short"
    walk(visit, "told=sealed")
    with journal_of(visit) as journal:
        assert journal.review(journal.moment.week_under_review).mode == "short"


def test_a_missed_week_is_caught_up_with(visit):
    """An empty week of the calendar is written in the short form, and marked late."""
    assert "/week/2026-W36?way=catchup" in visit.page.html
    visit.go("/week/2026-W36?way=catchup")
    walk(visit, "told=sealed")
    with journal_of(visit) as journal:
        review = next(r for r in (journal.review(w) for w in journal.written_weeks()) if str(r.week) == "2026-W36")
    assert (review.mode, review.late) == ("catchup", True)


# --- two windows -----------------------------------------------------------------------------------------


def test_an_older_window_does_not_overwrite_what_a_newer_one_said(visit):
    """The same question answered in two windows: the older one is told, and keeps what was typed."""
    older = begun(visit).sheet
    newer = visit.go("/week/2026-W47/motive").sheet
    visit.answer({"motive.of": "freedom"}, go="keep", form=newer)
    page = visit.answer({"motive.of": "fame"}, go="keep", form=older)
    assert page.answer.status_code == 409
    assert page.sheet.values["answer.motive.of"] == "fame"
    assert "It says there: freedom" in page.text
    with journal_of(visit) as journal:
        assert journal.drafts()[0].answers["motive.of"] == "freedom"
    visit.answer({}, go="keep")  # saving it again is a decision
    with journal_of(visit) as journal:
        assert journal.drafts()[0].answers["motive.of"] == "fame"


def test_an_older_window_leaves_alone_what_it_did_not_change(visit):
    """What was answered elsewhere and not touched here stays as it is; the older window is told."""
    older = begun(visit).sheet
    newer = Form(older.action, "post", {name: older.values[name] for name in ("way", "csrf", "was.motive.of")})
    visit.answer({"motive.of": "freedom"}, go="keep", form=newer)
    page = visit.answer({"motive.strength": "9"}, go="keep", form=older)
    assert "went on in another window" in page.text
    with journal_of(visit) as journal:
        answers = journal.drafts()[0].answers
    assert (answers["motive.of"], answers["motive.strength"]) == ("freedom", 9)


def test_what_a_form_holds_when_the_week_was_sealed_elsewhere_is_handed_back(visit):
    """Nothing is overwritten, and nothing typed is lost."""
    older = begun(visit).sheet
    visit.go("/week/2026-W47")
    walk(visit, "told=sealed")
    page = visit.answer({"motive.of": "to be <free>"}, form=older)
    assert page.answer.status_code == 409
    assert "was written in another window" in page.text
    assert "to be &lt;free&gt;" in page.html
    assert "?way=again" in page.html


def test_the_script_gets_the_questions_alone(visit):
    """A single answer comes back as the moving part, with the questions that follow from it."""
    visit.go("/week/2026-W47")
    walk(visit, "facts")
    key = next(key for key in visit.page.sheet.asked() if key.endswith(".outcome"))
    form = {"way": "", "go": "keep", f"was.{key}": visit.page.sheet.values[f"was.{key}"], f"answer.{key}": "dropped"}
    answer = visit.inside.post("/week/2026-W47/facts", data=form, headers={"X-Fupan-Part": "1"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f"was.{key.replace('outcome', 'let_go')}" in answer.text


# --- care ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["我不想活了", "I want to end my life"])
def test_words_of_care_come_before_everything(visit, words):
    """Before any further question and before any verdict, wherever the words were written."""
    begun(visit)
    page = visit.answer({"motive.of": words}, go="keep")
    place = page.html.index('class="care"')
    assert words_of_care()["crisis"]["text"]["en"][:40] in page.html[place : place + 900]
    assert place < page.html.index('class="question"')
    walk(visit, "mentor")
    assert page.html.index('class="care"') < page.html.index('class="question"')
    assert not any(key.endswith((".own", ".mentor", ".agree")) for key in visit.page.sheet.asked())


# --- the quarter -----------------------------------------------------------------------------------------


def test_a_quarter_is_reread_marked_scored_and_closed(visit):
    """One week a screen, marks beside it; the record's score stands only behind one's own."""
    visit.go("/quarter/2026-Q4")
    visit.answer({})
    assert visit.step == "2026-W40"
    page = visit.send(visit.page.sheet, mark="turning", **{"answer.reread.2026-W40": "It began here.", "go": "keep"})
    pressed = [tag for tag, found in page.tags if found.get("aria-pressed") == "true"]
    assert pressed == ["button"]
    walk(visit, "marks")
    assert visit.page.sheet.values["answer.marks.turning"] == "2026-W40"
    visit.answer({})
    assert visit.step == "score"
    assert "by the record" not in visit.page.html
    own = next(key for key in visit.page.sheet.asked() if key.endswith(".own"))
    visit.answer({own: "0.2"}, go="keep")
    assert visit.page.html.count("by the record") == 1
    walk(visit, "told=sealed")
    with journal_of(visit) as journal:
        review = journal.quarterly(journal.moment.week_under_review.quarter)
    assert str(review.marks["turning"]) == "2026-W40"
    assert review.answers["reread.2026-W40"] == "It began here."


def test_a_mark_given_twice_is_taken_away(visit):
    visit.go("/quarter/2026-Q4/2026-W40")
    visit.send(visit.page.sheet, mark="best", go="keep")
    page = visit.send(visit.page.sheet, mark="best", go="keep")
    assert not [tag for tag, found in page.tags if found.get("aria-pressed") == "true"]


# --- what reaches further --------------------------------------------------------------------------------


def test_a_year_is_written_and_its_letter_sealed(visit):
    """The same forms carry the year; its letter is in no page until its day."""
    visit.go("/long/2026")
    walk(visit, "told=sealed")
    assert "Keep asking." not in visit.page.text
    with journal_of(visit) as journal:
        [letter] = journal.letters()
        assert journal.long_review("2026").scope == "year"
    assert str(letter.opens) == "2027-11-23"


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [
        ("motive", "motive.strength", "9"),
        ("problem", "problem.text", "Whether an evaluation can be trusted"),
        ("decision", "decision.question", "Which lab?"),
    ],
)
def test_motive_problem_and_decisions_are_said_on_the_page(visit, name, key, words):
    """What is begun stands on the first page until it is finished; then the ledger shows it."""
    visit.go(f"/long/{name}")
    visit.answer({})
    if name == "motive":
        visit.answer({"motive.change": "stronger"}, go="keep")
    visit.answer({key: words}, go="keep")
    assert f'href="/long/{name}"' in visit.go("/").html
    visit.go(f"/long/{name}")
    walk(visit, "/direction")
    assert words in visit.page.text
    assert "<pre" not in visit.page.html  # in the page's own type, not in the terminal's
    assert "`fupan" not in visit.page.html
    with journal_of(visit) as journal:
        assert not journal.drafts()


# --- goals, notes, settings ------------------------------------------------------------------------------


def form_at(page: Page, action: str) -> Form:
    return next(form for form in page.forms if form.action.partition("#")[0] == action)


def test_a_goal_lives_its_life_on_the_page(visit):
    """Written down with the linter's word, changed, done, taken up again, let go with a reason."""
    page = visit.go("/goals")
    page = visit.send(form_at(page, "/goals"), title="Learn more", hours="2h", sure="七成")
    place = visit.address.partition("?")[0]
    assert "What will show on Sunday that it is done?" in page.text
    page = visit.send(form_at(page, place), title="Write two pages", measure="2 pages")
    assert "Write two pages" in page.text
    page = visit.send(form_at(page, f"{place}/done"), proof="two.pdf", spent="90m")
    assert "done" in page.text
    page = visit.send(form_at(page, f"{place}/reopen"), why="one page is missing")
    page = visit.send(form_at(page, f"{place}/drop"), why="")
    assert page.answer.status_code == 422
    page = visit.send(form_at(page, f"{place}/drop"), why="the talk is off")
    assert "the talk is off" in page.text
    with journal_of(visit) as journal:
        goal = journal.goal(place.rpartition("/")[2])
    assert (goal.title, goal.outcome, goal.confidence) == ("Write two pages", "dropped", 70)


def test_a_goal_that_cannot_be_read_keeps_what_was_typed(visit):
    page = visit.send(form_at(visit.go("/goals"), "/goals"), title="Read", hours="a lot")
    assert page.answer.status_code == 422
    assert form_at(page, "/goals").values["hours"] == "a lot"
    assert form_at(page, "/goals").values["title"] == "Read"


def test_a_note_is_kept_for_the_review(visit):
    form = form_at(visit.go("/"), "/notes")
    page = visit.send(form, text="Two pages of <i>related work</i>", hours="~1.5")
    assert "Two pages of &lt;i&gt;related work" in page.html
    page = visit.send(form_at(page, "/notes"), text="kept", hours="long")
    assert page.answer.status_code == 422
    assert form_at(page, "/notes").values["text"] == "kept"


def test_a_week_is_excused_with_its_reason(visit):
    visit.send(form_at(visit.page, "/week/2026-W36/excuse"), why="flu")
    with journal_of(visit) as journal:
        assert {str(week): why for week, why in journal.excused().items()} == {"2026-W36": "flu"}


def test_settings_are_written_and_a_bad_one_stands_beside_its_field(visit, home):
    form = form_at(visit.go("/settings"), "/settings")
    page = visit.send(form, review_day="sun", home_zone="Nowhere/At_all")
    assert page.answer.status_code == 422
    assert form_at(page, "/settings").values["home_zone"] == "Nowhere/At_all"
    assert 'review_day = "sun"' in (home / "config.toml").read_text()
    visit.send(form_at(visit.go("/settings"), "/settings"), language="zh")
    assert "设置" in visit.go("/settings").text


def test_the_editor_is_no_setting_of_the_page(visit, home):
    """It is a command, and whoever holds a session must not choose what the terminal runs."""
    assert "editor" not in form_at(visit.go("/settings"), "/settings").names
    visit.inside.post("/settings", data={"editor": "rm -rf /", "review_day": "tue"})
    assert "editor" not in (home / "config.toml").read_text()


# --- looking ---------------------------------------------------------------------------------------------


def test_a_browser_that_asks_for_an_icon_gets_one(visit):
    """A report's page names none; a missing one would be an error in the browser's console."""
    assert visit.inside.get("/favicon.ico").headers["Content-Type"].startswith("image/svg")


LOOKED_AT = (
    "/", "/week/2026-W47", "/week/2026-W46", "/week/2026-W47/motive", "/goals", "/goals?every=1", "/goals/g54",
    "/goals/g54/why", "/responses", "/quarter/2026-Q4", "/quarter/2026-Q3", "/quarter/2026-Q4/2026-W40", "/reports",
    "/search", "/search?q=phone", "/settings", "/direction", "/long/2026", "/long/2022..2026", "/long/motive",
    "/long/problem/problem", "/long/decision", "/week/2031-W01", "/goals/g999", "/nothing",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_page_carries_no_script_and_no_style_of_its_own(home, lived, monkeypatch, language):
    """The policy forbids them, and a page that tried would be broken; every page speaks its language."""
    visit = at_home(home, lived[language], monkeypatch)
    visit.inside.cookies.set("language", language)
    for address in LOOKED_AT:
        page = visit.go(address)
        assert not visit.inside.bugs, address
        for tag, found in page.tags:
            assert tag != "style", address
            assert "style" not in found, (address, tag)
            assert not [name for name in found if name.startswith("on")], address
            assert tag != "script" or found.get("src") == "/static/page.js", address
            assert not str(found.get("src") or found.get("href") or "/").startswith(("http", "//")), address
        words = dict(page.tags).get("html", {}).get("lang", "")
        assert words.startswith(language), address


def test_ids_are_given_once_and_labels_point_at_them(visit):
    """Every label and description names a control that is there."""
    for address in LOOKED_AT:
        page = visit.go(address)
        ids = [found["id"] for _, found in page.tags if found.get("id")]
        assert len(ids) == len(set(ids)), address
        for tag, found in page.tags:
            for name in ("for", "aria-describedby", "aria-labelledby") if tag == "label" else ("aria-describedby",):
                assert found.get(name) is None or set(str(found[name]).split()) <= set(ids), (address, found)


def test_a_report_is_the_saved_file_with_a_policy_of_its_own(visit):
    """It brings its own style and nothing else; saving it hands out a file."""
    answer = visit.inside.get("/reports/2026-Q3")
    policy = answer.headers["content-security-policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "script" not in policy
    assert "<script" not in answer.text
    saved = visit.inside.get("/reports/2026-Q3/file.html")
    assert saved.headers["content-disposition"] == 'attachment; filename="fupan-2026-Q3.html"'
    assert visit.go("/reports?period=last quarter").answer.url.path == "/reports/2026-Q3"
    assert visit.go("/reports?period=nonsense").answer.status_code == 422


def test_ones_own_words_are_found_again(visit):
    page = visit.go("/search?q=phone")
    assert re.search(r"<mark>phone\w*</mark>", page.html)
    assert visit.go("/search?q=phone&within=nowhere").answer.status_code == 422


def test_a_first_visit_explains_in_three_sentences_and_leads_to_the_first_review(home, monkeypatch):
    """An empty journal asks for nothing but the first review, which is written like any other."""
    visit = Visitor(Inside())
    assert visit.page.html.count('href="/week/2026-W47"') == 1
    assert "Where a goal was missed, you judge first" in visit.page.text
    visit.go("/week/2026-W47")
    assert "It is a journal, not treatment." in visit.page.text
    visit.answer({})
    visit.answer({"had.1.title": "write chapter three"}, go="keep")
    walk(visit, "told=sealed")
    with journal_of(visit) as journal:
        assert [goal.title for goal in journal.goals(every=True)] == ["write chapter three"]


def test_the_language_is_switched_on_the_same_page_and_remembered(visit):
    visit.go("/search?q=phone")
    page = visit.send(visit.page.forms[0], to="zh")
    assert visit.address == "/search?q=phone"
    assert "搜自己写过的话" in page.text
    assert "本周" in visit.go("/").text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_switch_leads_to_no_other_place(visit, back):
    answer = visit.inside.post("/language", data={"to": "zh", "back": back})
    assert answer.headers["location"] == "/"


HOSTILE = "</textarea><script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x07 {{7*7}} ' \" &"


def test_hostile_words_are_words_on_every_page(visit):
    """What was typed comes back as text: in controls, in lists, in what was sealed, in what was found."""
    visit.go("/week/2026-W47")
    for _ in range(40):
        if "told=sealed" in visit.address:
            break
        words = {key: HOSTILE for key in visit.page.sheet.asked() if f"answer.{key}" not in visit.page.sheet.offered}
        if visit.step == "seal":
            visit.send(visit.page.sheet)
        elif visit.answer({**words, **fitting(visit.page.sheet)}).answer.status_code == 422:
            visit.answer(fitting(visit.page.sheet) | {key: "1" for key in words if "was" not in key})
        assert_tame(visit.page)
    form = form_at(visit.go("/goals"), "/goals")
    assert_tame(visit.send(form, title=HOSTILE, measure=HOSTILE))
    for address in ("/", "/goals", "/week/2026-W47", "/search?q=alert"):
        assert_tame(visit.go(address))


def assert_tame(page: Page) -> None:
    assert not [found for tag, found in page.tags if tag == "img" or (tag == "script" and not found.get("src"))]
    outside = re.sub(r"<textarea.*?</textarea>|<input[^>]*>", "", page.html, flags=re.DOTALL)
    assert "\u202e" not in outside
