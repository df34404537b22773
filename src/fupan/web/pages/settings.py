"""The settings that matter to a page; the editor is set at the terminal alone, since it is a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from fupan.errors import FupanError
from fupan.language import N_
from fupan.quantities import show_hours
from fupan.render.speaking import say_why
from fupan.settings import COMMAND_LINE, DAYS, ENVIRONMENT, SETTINGS, write
from fupan.web.desk import COOKIE, AtDesk
from fupan.web.pages.paper import go, show

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fupan.web.desk import Desk

router = APIRouter()
UNFIT = 422
SHOWN = ("language", "review_day", "review_time", "review_minutes", "home_zone", "day_ends", "capacity", "firmness")
ALARM = ("review_day", "review_time", "review_minutes", "home_zone")  # an alarm has a copy of these
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "language": (("", N_("the system's")), ("en", "English"), ("zh", "中文")),
    "firmness": (("plain", N_("plain")), ("hard", N_("hard")), ("gentle", N_("gentle"))),
}
LABELS: Mapping[str, str] = {  # where what is allowed is chosen from a list, or shown by the field
    "language": N_("Language of the interface"),
    "review_day": N_("Weekday of the review"),
    "review_time": N_("Time of the review"),
    "firmness": N_("How firmly the program speaks"),
}
TOLD: Mapping[str, str] = {
    "kept": N_("The settings are kept."),
    "alarm": N_("The settings are kept. An alarm that is installed follows after another `fupan remind install`."),
}


@router.get("/settings")
def settings(desk: AtDesk, told: str = "") -> Response:
    return _page(desk, told=desk.say(TOLD[told]) if told in TOLD else "")


@router.post("/settings")
def put(desk: AtDesk) -> Response:
    """Write what was changed; where a value does not fit, nothing else is lost."""
    typed = {name: str(desk.fields[name]) for name in SHOWN if name in desk.fields}
    changed, errors = [], {}
    for name, given in typed.items():
        if given.strip() == _as_typed(desk, name):
            continue
        try:
            write(desk.app.paths.config, name, given)
            changed.append(name)
        except FupanError as problem:
            errors[name] = say_why(problem, desk.say)
    if changed:
        desk.house.app.settings_changed()
        desk.app.settings_changed()
    if errors:
        return _page(desk, typed=typed, errors=errors)
    answer = go("/settings?told=alarm" if set(changed) & set(ALARM) else "/settings?told=kept")
    if "language" in changed:
        answer.delete_cookie(COOKIE, path="/")  # what was switched to for the moment no longer holds
    return answer


def _as_typed(desk: Desk, name: str) -> str:
    value: Any = getattr(desk.app.settings, name)
    return show_hours(value) if isinstance(value, float) else str(value)


def _page(
    desk: Desk, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None, told: str = ""
) -> Response:
    given, wrong = typed or {}, errors or {}
    days = tuple((day, desk.say(name)) for day, name in zip(DAYS, WEEKDAYS, strict=True))
    rows = [
        {
            "name": name,
            "use": LABELS.get(name, SETTINGS[name].use),
            "value": given.get(name, _as_typed(desk, name)),
            "choices": days if name == "review_day" else CHOICES.get(name, ()),
            "kind": "time" if name == "review_time" else "text",
            "error": wrong.get(name, ""),
            "fixed": desk.app.loaded.sources[name] in (ENVIRONMENT, COMMAND_LINE),
        }
        for name in SHOWN
    ]
    return show(
        desk, "settings.html.jinja", UNFIT if wrong else 200, rows=rows, told=told, path=str(desk.app.paths.config)
    )


WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
