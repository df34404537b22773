"""What the routes share: answers in the envelope, their shapes in the documentation, words as they may be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictFloat, StrictStr

from fupan.render import wire
from fupan.web.api import shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = "application/json"
REFUSALS: Mapping[int, str] = {
    400: "The request is not understood.",
    401: "There is no session: open the link of `fupan serve` first.",
    403: "The request comes from another page, or lacks `X-Fupan-CSRF`.",
    404: "There is no such thing.",
    405: "This address does not take that method.",
    408: "The body did not arrive in time.",
    409: "What is there stands against it: written already, changed meanwhile, or of a newer program.",
    413: "The body is larger than 1 MiB.",
    415: "The body is no JSON.",
    421: "The `Host` is not this page's.",
    422: "What is given does not fit; nothing was stored.",
    431: "There are too many header fields.",
    500: "Something failed; the log says what.",
    503: "Another program is writing; try again in a moment.",
}
REFUSED: dict[int | str, dict[str, Any]] = {
    status: {"description": why, "content": {JSON: {"schema": {"$ref": "#/components/schemas/Error"}}}}
    for status, why in REFUSALS.items()
}
# control characters but tab and line end, as the interviews treat them
_UNSTORABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127), "\ufffd")


def storable(text: str) -> str:
    return text.translate(_UNSTORABLE).replace("\r\n", "\n").strip()


Words = Annotated[str, AfterValidator(storable)]
Title = Annotated[str, AfterValidator(storable), Field(min_length=1, pattern=r"\S")]
Amount = Annotated[StrictFloat | StrictStr, Field(examples=[6, "1.5h", "90m", "1小时半"])]  # as a person writes it


class Given(BaseModel):
    """What a request says; a name that is not known is a mistake, not something to pass over."""

    model_config = ConfigDict(extra="forbid")


def answered(kind: str, data: object, *, status: int = 200) -> dict[str, Any]:
    """What a route says of its answer: its kind and the shape of its data."""
    said = {"description": f"`{kind}`", "content": {JSON: {"schema": shapes.answer(kind, data)}}}
    return {"responses": {**REFUSED, status: said}, "status_code": status, "response_class": Response}


def envelope(kind: str, data: object, *, status: int = 200, **more: object) -> Response:
    """An answer as the terminal writes it; `more` stands beside its data where there is something to say."""
    said = {name: value for name, value in more.items() if value is not None}
    return Response(wire.text({"fupan": wire.VERSION, "kind": kind, "data": data, **said}), status, media_type=JSON)
