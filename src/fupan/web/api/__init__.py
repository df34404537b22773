"""The use cases as JSON, in the envelopes of `fupan … --json`."""

from __future__ import annotations

from fastapi import APIRouter

from fupan.web.api import further, goals, looking, sittings

router = APIRouter()
for part in (looking, sittings, goals, further):
    router.include_router(part.router)
