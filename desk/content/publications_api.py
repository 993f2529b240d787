"""The JSON of what was published, and of what is switched off."""

from __future__ import annotations

from fastapi import APIRouter

from desk.content.api_access import Reviewer, answered
from desk.content.bodies import Switched
from desk.content.service import Service
from desk.content.wire import PublicationOut, PublicationsOut, SwitchesOut, SwitchOut
from desk.office.session import CurrentSession

router = APIRouter(prefix="/api/console", tags=["console"])


@router.get("/content/publications")
def list_publications(current: CurrentSession, content: Service) -> PublicationsOut:
    """Return what was published, newest first."""
    return PublicationsOut(publications=[PublicationOut.of(one) for one in content.publications()])


@router.get("/assistant/switch")
def list_switches(current: CurrentSession, content: Service) -> SwitchesOut:
    """Return what is switched off."""
    return SwitchesOut(off=[SwitchOut.of(one) for one in content.switches()])


@router.post("/assistant/switch")
def switch_assistant(body: Switched, actor: Reviewer, content: Service) -> SwitchesOut:
    """Switch the assistant, a topic or an entry off or on."""
    found = answered(
        lambda: content.switch(actor, body.scope, body.name, on=body.on, reason=body.reason, until=body.until)
    )
    return SwitchesOut(off=[SwitchOut.of(one) for one in found])
