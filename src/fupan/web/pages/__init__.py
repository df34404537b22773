"""The pages: what a person looks at and fills in."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from fupan.web.desk import AtDesk

router = APIRouter()


@router.get("/")
def home(desk: AtDesk) -> HTMLResponse:
    with desk.journal() as journal:
        week = journal.standing().week
    return HTMLResponse(f"<!doctype html><title>fupan</title><p>{week}</p>")
