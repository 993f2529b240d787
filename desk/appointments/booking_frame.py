"""The frame of the booking pages: plain HTML that needs no script (`/booking.js` only tidies the history)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from fastapi.responses import HTMLResponse

from desk.appointments import page_language
from desk.http.templates import render
from desk.text.pack import city

STEPS = ("方法", "日にち", "時間", "ご連絡先", "確認")
# A code stands in the address: it must not leave with a click or stay in a cache.
HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}


def show(template: str, *, title: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page, made of a template that extends `public/base.html`."""
    language = page_language.page().language
    site = {
        "site": f"{city().names.service}の予約",
        "stylesheet": "/booking.css",
        "step_names": [page_language.say(name) for name in STEPS],
        "title": page_language.plainly(title),
        "say": page_language.say,
        "language": "ja" if language == page_language.EASY else language,
        "languages": page_language.others(),
        "unreviewed": page_language.is_unreviewed(),
    }
    return HTMLResponse(render(template, **site, **values), status, HEADERS)


def address(path: str, **query: str | None) -> str:
    """Return an address with the parts of its query that are given."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
