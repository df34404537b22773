"""The first page, and the small forms on it: notes, excuses, the language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from fupan.care import care
from fupan.errors import FupanError, NothingToNote
from fupan.language import LANGUAGES, N_
from fupan.period_words import parse_week
from fupan.periods import Week
from fupan.quantities import parse_hours
from fupan.render.speaking import spoken
from fupan.render.words import Words
from fupan.standing import evening
from fupan.web.desk import COOKIE, AtDesk
from fupan.web.pages.paper import go, show
from fupan.web.pages.voice import SAID

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from fupan.language import Language
    from fupan.model import Draft, Note
    from fupan.web.desk import Desk

router = APIRouter()
UNFIT = 422
YEAR = 365 * 24 * 60 * 60  # seconds that the language is remembered for
TOLD: Mapping[str, str] = {
    "noted": N_("Noted. The review shows it."),
    "excused": N_("Excused. Nothing reminds you of this week."),
}


@router.get("/")
def home(desk: AtDesk, told: str = "") -> Response:
    return _home(desk, {"text": "", "goal": "", "hours": "", "error": ""}, told=told)


@router.post("/notes")
def note(desk: AtDesk) -> Response:
    typed = {name: str(desk.fields.get(name, "")) for name in ("text", "goal", "hours")}
    text = typed["text"].strip()
    try:
        hours = parse_hours(typed["hours"]) if typed["hours"].strip() else None
        if not text and not hours:
            raise NothingToNote
        with desk.journal() as journal:
            journal.note(text, goal=typed["goal"], hours=hours)
    except FupanError as problem:
        return _home(desk, {**typed, "error": spoken(problem, desk.say)}, status=UNFIT)
    return go("/?told=noted")


@router.post("/week/{period}/excuse")
def excuse(desk: AtDesk, period: str) -> Response:
    why = str(desk.fields.get("why", "")).strip()
    if not why:
        return go("/")
    with desk.journal() as journal:
        journal.excuse(parse_week(period, desk.app.moment.today), why)
    return go("/?told=excused")


@router.post("/language")
def language(desk: AtDesk) -> Response:
    """Speak the other language from now on, on the same page."""
    wished, back = str(desk.fields.get("to", "")), str(desk.fields.get("back", "/"))
    answer = go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
    if wished in LANGUAGES:
        answer.set_cookie(COOKIE, wished, max_age=YEAR, httponly=True, samesite="strict", path="/")
    return answer


def _home(desk: Desk, typed: dict[str, str], *, told: str = "", status: int = 200) -> Response:
    with desk.journal() as journal:
        now, goals = journal.standing(), journal.goals()
        notes = journal.notes(Week.of(journal.moment.today))
        others = [draft for draft in journal.drafts() if now.draft is None or draft.period != now.draft.period]
    return show(
        desk,
        "home.html.jinja",
        status,
        now=now,
        goals=goals,
        notes=notes,
        drafts=[begun(draft, desk.say) for draft in others],
        typed=typed,
        told=desk.say(TOLD[told]) if told in TOLD else "",
        care=_care(notes, desk.say),
        next_review=review_time(desk, now.next_review),
        journal_path=str(desk.app.paths.journal),
    )


def begun(draft: Draft, say: Language) -> dict[str, Any]:
    """Another interview that is not finished, and where it goes on."""
    kind, _, about = draft.period.partition(" ")
    if kind == "why":
        return {"place": f"/goals/{about}/why", "text": say("Go on asking why %(goal)s was missed", goal=about)}
    if kind in ("motive", "state", "decide"):
        name = {"state": "problem", "decide": "decision"}.get(kind, kind)
        return {"place": f"/long/{name}", "text": say("Go on with what you began: %(name)s", name=say(SAID[name]))}
    places = (("-W", "week"), ("-Q", "quarter"), ("", "long"))
    place = next(place for letter, place in places if letter in draft.period)
    return {"place": f"/{place}/{draft.period}", "text": say("Go on with %(period)s", period=draft.period)}


def review_time(desk: Desk, monday: date) -> str:
    """When the next review is, on the person's day and at their time."""
    when = evening(Week.of(monday).shift(-1), desk.app.rhythm, desk.app.moment)
    words = Words(desk.say)
    comma = " " if desk.say.zh else ", "
    return f"{words.weekday(when)} {words.day(when)}{comma}{when:%H:%M}"


def _care(notes: tuple[Note, ...], say: Language) -> str:
    """The words of care that this week's notes call for."""
    found = [worry for note in notes if (worry := care(note.text))]
    gravest = next((worry for worry in found if worry.level == "crisis"), found[0] if found else None)
    return gravest.text.spoken(say.code) if gravest else ""
