"""The use cases as JSON, in the envelopes of `fupan … --json`."""

from __future__ import annotations

from fastapi import APIRouter, Response

from fupan.render import wire
from fupan.web.desk import AtDesk

router = APIRouter()


@router.get("/status")
def status(desk: AtDesk) -> Response:
    with desk.journal() as journal:
        return Response(wire.envelope("standing", journal.standing()), media_type="application/json")
