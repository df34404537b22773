"""What the pages are printed on: templates that escape whatever they are given, in one language."""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from fupan.language import N_
from fupan.render import charts
from fupan.render.cells import clean, one_line
from fupan.render.document import OURS
from fupan.responses import Offer
from fupan.web.pages.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fupan.language import Language
    from fupan.review.steps import Step
    from fupan.web.desk import Desk
    from fupan.web.pages.fields import Field

SEE_OTHER = 303
_COMMAND = re.compile("`(fupan [^`]+)`")
HOURS = N_("h")


def show(desk: Desk, name: str, /, status: int = 200, **values: Any) -> HTMLResponse:
    """The page of a template."""
    return HTMLResponse(text(desk, name, **values), status, {"Vary": "Accept-Language, Cookie"})


def text(desk: Desk, name: str, /, **values: Any) -> str:
    return _environment(desk.say).get_template(name).render(desk=desk, **values)


def go(place: str) -> RedirectResponse:
    """On to another page; what was sent is not sent again by a reload."""
    return RedirectResponse(quote(place, safe="/?&=#%.:,"), SEE_OTHER)


@cache  # one language, one environment: `desk.language` gives the same object every time
def _environment(say: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader([OURS / "page", OURS]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(say.catalogue, newstyle=True)  # type: ignore[attr-defined]
    voice = Voice(say)
    made.globals |= {"say": say, "voice": voice, "words": voice.words, "speech": voice.speech, "charts": charts}
    made.globals |= {"units": {"hours": say(HOURS), "percent": "%"}, "offered": _offered}
    made.filters |= {
        "as_it_is": _as_it_is,
        "by_section": _by_section,
        "noun": lambda value: type(value).__name__,
        "number": lambda value: f"{value:g}",
        "coded": _coded,
        "one_line": one_line,
        "name": lambda text: quote(str(text), safe=""),
    }
    return made


def _by_section(steps: Iterable[Step]) -> list[tuple[str, list[Step]]]:
    return [(name, list(of)) for name, of in groupby(steps, key=lambda step: step.section)]


def _offered(field: Field, value: str) -> Offer | None:
    """The response behind a choice."""
    offers = (offer for offer in field.question.shows if isinstance(offer, Offer))
    return next((offer for offer in offers if offer.response.id == value), None)


def _shown(value: Any) -> Any:
    """Text without what could turn it around; escaping is Jinja's."""
    return clean(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _coded(text: str) -> Markup:
    """A sentence of ours whose commands are set as such."""
    return Markup(_COMMAND.sub(r"<code>\1</code>", str(escape(clean(text)))))  # noqa: S704 - escaped just before


def _as_it_is(value: object) -> Markup:
    """The value of a control: escaped, and else exactly what is kept, so that leaving it changes nothing."""
    return escape(str(value))
