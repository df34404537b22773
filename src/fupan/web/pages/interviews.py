"""The interviews as forms: the weekly review, the quarter, the inquiry into a miss.

A screen is a form of its own that works without a script; the script sends single answers to the same place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from fupan.care import words_of_care
from fupan.errors import AlreadySealed
from fupan.language import N_
from fupan.review.inquiry import worry
from fupan.review.rereading import EXCUSE, MARKS, page_of, toggled
from fupan.web.desk import AtDesk
from fupan.web.pages.fields import fields, take, typed_in
from fupan.web.pages.paper import go, show
from fupan.web.pages.sittings import OPENING, SEAL, WAYS, given, of_quarter, of_week, of_why, screen

if TYPE_CHECKING:
    from fupan.journal import Journal
    from fupan.review.rereading import Page
    from fupan.web.desk import Desk
    from fupan.web.pages.fields import Taken
    from fupan.web.pages.sittings import Screen, Sitting

router = APIRouter()
PART = "x-fupan-part"  # the script asks for the questions alone
UNFIT, CONFLICT = 422, 409
KEPT = N_("Saved.")
NOT_KEPT = N_("Not saved yet: see below.")


@router.get("/week/{period}/{step}")
def week_step(desk: AtDesk, period: str, step: str, way: str = "") -> Response:
    return look(desk, of_week(period, desk.app.moment.today), step, way)


@router.post("/week/{period}/{step}")
def week_taken(desk: AtDesk, period: str, step: str) -> Response:
    return answer(desk, of_week(period, desk.app.moment.today), step)


@router.get("/quarter/{period}/{step}")
def quarter_step(desk: AtDesk, period: str, step: str, way: str = "") -> Response:
    return look(desk, of_quarter(period, desk.app.moment.today), step, way)


@router.post("/quarter/{period}/{step}")
def quarter_taken(desk: AtDesk, period: str, step: str) -> Response:
    return answer(desk, of_quarter(period, desk.app.moment.today), step)


@router.get("/goals/{goal}/why")
def why(desk: AtDesk, goal: str) -> Response:
    return opening(desk, of_why(goal), "")


@router.get("/goals/{goal}/why/{step}")
def why_step(desk: AtDesk, goal: str, step: str, way: str = "") -> Response:
    return look(desk, of_why(goal), step, way)


@router.post("/goals/{goal}/why/{step}")
def why_taken(desk: AtDesk, goal: str, step: str) -> Response:
    return answer(desk, of_why(goal), step)


# --- looking ---------------------------------------------------------------------------------------------


def opening(desk: Desk, sitting: Sitting, way: str) -> Response:
    """The first screen: what was promised, and where to begin or go on. Raises AlreadySealed."""
    with desk.journal() as journal:
        sheet = sitting.open(journal, way)
        now = screen(sheet, sheet.draft)
        first = now.steps[0]
        return show(
            desk,
            "opening.html.jinja",
            sitting=sitting,
            now=now,
            way="" if sheet.draft else way,
            onward=now.frontier.name if now.frontier else SEAL,
            fields=fields(first.questions, sheet.draft) if first.name in OPENING else (),
            care=care_for(desk, sheet.draft),
            journal_path=str(desk.app.paths.journal),
        )


def look(desk: Desk, sitting: Sitting, step: str, way: str) -> Response:
    """One screen of the form, or the way to the one that comes first."""
    way = way if way in WAYS else ""
    if step in OPENING:
        return go(sitting.at(step, way))
    with desk.journal() as journal:
        try:
            sheet = sitting.open(journal, way)
        except AlreadySealed:
            return too_late(desk, sitting, journal) if PART in desk.request.headers else go(sitting.place)
        now = screen(sheet, sheet.draft, step)
        first = now.frontier
        if step == SEAL and first is None:
            return show(desk, "seal.html.jinja", sitting=sitting, now=now, care=care_for(desk, sheet.draft))
        if now.step is None:
            return go(sitting.at(first.name if first else SEAL, way, sheet))
        return page(desk, sitting, now, way=way)


def page(
    desk: Desk, sitting: Sitting, now: Screen, *, way: str = "", taken: Taken | None = None, told: str = ""
) -> Response:
    """One screen, whole or, for the script, its moving part."""
    part = PART in desk.request.headers
    name = "questions.html.jinja" if part else "step.html.jinja"
    kept = taken is None or taken.clean
    status = 200 if kept or part else CONFLICT if taken and taken.elsewhere else UNFIT
    state = "" if taken is None else KEPT if kept else NOT_KEPT
    return show(
        desk,
        name,
        status,
        sitting=sitting,
        now=now,
        way="" if now.sheet.draft else way,
        fields=fields(now.seen, now.answers, taken),
        marked=reread(now),
        care=care_for(desk, now.answers),
        told=told or desk.request.query_params.get("told", ""),
        state=state,
        kept=kept,
    )


def care_for(desk: Desk, answers: Any) -> str:
    """The words of care that everything written so far calls for, or ""."""
    level = worry(answers)
    return str(words_of_care()[level]["text"][desk.say.code]) if level else ""


# --- answering -------------------------------------------------------------------------------------------


def answer(desk: Desk, sitting: Sitting, step: str) -> Response:
    """Keep what the form says, then go where it leads; or show it again with what does not fit."""
    form = desk.fields
    begun = str(form.get("begin", ""))  # the way that one begins with, in place of that which was shown
    way, wish = begun or str(form.get("way", "")), "on" if begun else str(form.get("go", "keep"))
    way = way if way in WAYS else ""
    with desk.journal() as journal:
        try:
            sheet = sitting.open(journal, way)
        except AlreadySealed:
            return too_late(desk, sitting, journal)
        if step == SEAL:
            return seal(sitting, journal, sheet)
        taken = take(journal, sheet, form, desk.say, passing=wish == "on")
        mark(journal, sheet, screen(sheet, taken.answers, step), str(form.get("mark", "")))
        told = "elsewhere" if taken.moved else ""
        sheet = sitting.open(journal, way)
        now = screen(sheet, sheet.draft, step)
        if PART in desk.request.headers or not taken.clean:
            if now.step is None:  # answers changed elsewhere lead back to an earlier step
                now = screen(sheet, sheet.draft, now.frontier.name if now.frontier else "")
            return page(desk, sitting, now, way=way, taken=taken, told=told)
        return go(onward(sitting, now, wish, way, told))


def mark(journal: Journal, sheet: Any, now: Screen, name: str) -> None:
    """Mark the week on the desk, or take the mark away."""
    page = reread(now)
    if page is None or name not in (*MARKS, EXCUSE):
        return
    key, value = toggled(page, name)
    if value is None and not sheet.again:
        journal.forget(sheet, key)
    else:
        journal.keep(sheet, key, value)


def reread(now: Screen) -> Page | None:
    """The week on the re-reading desk with its marks."""
    week = now.step.week if now.step else ""
    review = next((review for review in getattr(now.sheet, "reviews", ()) if str(review.week) == week), None)
    if review is None:
        return None
    return page_of(review.week, review, {**now.sheet.said, **now.answers}, now.sheet.titles, sealed=False)


def onward(sitting: Sitting, now: Screen, wish: str, way: str, told: str) -> str:
    """Where a form leads: on, back, or to a step by its name."""
    here = now.step
    name = here.name if here else ""
    more = ""
    if wish == "on" and here and any(question in here.open(now.answers) for question in now.seen):
        more = "more"  # what was answered leads to more questions here
    elif wish == "on":
        name = now.after.name if here and now.after else SEAL
    elif wish == "back":
        name = now.before.name if now.before else ""
    elif wish != "keep":
        name = wish
    place = sitting.at(name, way, now.sheet)
    told = told or more
    return f"{place}{'&' if '?' in place else '?'}told={told}" if told else place


def seal(sitting: Sitting, journal: Journal, sheet: Any) -> Response:
    """Write the review down for good, once every question is answered or passed."""
    now = screen(sheet, sheet.draft)
    if now.frontier:
        return go(sitting.at(now.frontier.name))
    sitting.write(journal, sheet, given(sheet, sheet.draft))
    return go(sitting.sealed)


def too_late(desk: Desk, sitting: Sitting, journal: Journal) -> Response:
    """It was sealed in another window, or at the terminal: what this form still holds is handed back."""
    form = desk.fields
    sheet = sitting.reopen(journal, "")
    typed = [
        (question, text)
        for question in sheet.interview({**sheet.said, **_typed_before(form)})
        if question.kind != "show" and (text := typed_in(question, form).strip())
    ]
    status = 200 if PART in desk.request.headers else CONFLICT
    return show(desk, "too_late.html.jinja", status, sitting=sitting, sheet=sheet, typed=typed)


def _typed_before(form: Any) -> dict[str, Any]:
    """The form's own answers, so that the questions which hang on them are found."""
    return {name.removeprefix("answer."): text for name, text in form.items() if name.startswith("answer.")}
