"""The JSON of the values that change, under /api/console/content/facts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from desk.content.api_access import CurrentActor, Number, Slug, VersionStep, answered, stepped
from desk.content.bodies import Reviewed, Saved
from desk.content.models import Kind, Version
from desk.content.service import Service
from desk.content.wire import FactOut, ItemOut, ItemsOut, VersionOut
from desk.office.session import CurrentSession

router = APIRouter(prefix="/api/console", tags=["console"])
_FACT = "/content/facts/{slug}"


@router.get("/content/facts")
def list_facts(current: CurrentSession, content: Service, q: Annotated[str, Query(max_length=80)] = "") -> ItemsOut:
    """Return facts with what is published and what is being worked on."""
    return ItemsOut(items=[ItemOut.of(view) for view in content.find_items(Kind.FACT, q=q)])


@router.get(_FACT)
def show_fact(slug: Slug, current: CurrentSession, content: Service) -> FactOut:
    """Return {fact, used_by}: all versions of a fact, and the labels of the entries that it touches."""
    view = answered(lambda: content.fact(slug))
    return FactOut(fact=ItemOut.of(view), used_by=content.users_of(slug))


@router.put(_FACT)
def save_fact(slug: Slug, body: Saved, actor: CurrentActor, content: Service) -> VersionOut:
    """Save a fact's draft, begun if there is none (revision 0); reviewed like a text."""

    def do() -> Version:
        seen = content.draft(actor, Kind.FACT, slug)
        return content.save(actor, seen, body.revision or seen.revision, body.content, publish_at=body.publish_at)

    return VersionOut.of(answered(do))


@router.post(_FACT + "/versions/{number}/{step}")
def step_fact(
    slug: Slug, number: Number, step: VersionStep, body: Reviewed, actor: CurrentActor, content: Service
) -> VersionOut:
    """Hand in, approve, reject or discard a version of a fact."""
    return stepped(content, actor, (Kind.FACT, slug, number), step, body)
