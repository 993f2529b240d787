"""変わる値を加える: a value that answers may use, begun and handed in at once."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse

from desk.accounts.models import Session
from desk.content import form
from desk.content.api_access import CurrentActor
from desk.content.errors import Fault
from desk.content.models import Kind
from desk.content.page_parts import HOME, TABS, attempt, by_field, page
from desk.content.service import Content, Service
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk
from desk.text.times import JAPAN

router = APIRouter(prefix=HOME, include_in_schema=False)
# This page's own place among the values.
_TAKEN = "new"


@router.get("/facts/new")
def new_value(current: CurrentSession, content: Service, desk: Desk) -> HTMLResponse:
    """Ask for a value."""
    return _new(current, content, {"checked": desk.clock.now().astimezone(JAPAN).date().isoformat()})


@router.post("/facts/new")
def add_value(current: CurrentSession, actor: CurrentActor, content: Service, fields: Fields) -> object:
    """Begin a value and hand it in; a refusal loses nothing of what was written."""
    name = fields.get("fact_id", "").strip()
    # As it is written: who knows whether 2026 is a year or an amount?
    written = form.fact_content_of(fields, {})
    faults = content.faults(Kind.FACT, name, written)
    if name == _TAKEN:
        faults = [Fault("id", "この名前は使えません。"), *faults]
    if faults:
        return _new(current, content, fields, 422, "直すところがあります。", faults)
    made, status, said = attempt(lambda: content.create_fact(actor, name, written))
    if made is None:
        return _new(current, content, fields, status, said)
    content.submit(actor, Kind.FACT, name, made.number)
    return RedirectResponse(f"{HOME}/facts/{name}", 303)


def _new(
    current: Session,
    content: Content,
    fields: Mapping[str, str],
    status: int = 200,
    said: str = "",
    faults: list[Fault] | None = None,
) -> HTMLResponse:
    names = ("fact_id", *form.FACT, *(f"source_{name}" for name in form.SOURCE))
    return page(
        current,
        "content/new_fact.html",
        title="変わる値を加える",
        tab=TABS[1][1],
        status=status,
        said=said,
        fields={name: fields.get(name, "") for name in names},
        beside=by_field(faults or []),
        known=[view.item.key for view in content.find_items(Kind.FACT)],
    )
