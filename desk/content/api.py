"""The JSON of the content under /api/console: the answers to insert, and entries."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Path, Query

from desk.content.api_access import CurrentActor, Number, Reviewer, Slug, VersionStep, answered, stepped
from desk.content.bodies import NewDraft, NewEntry, Phrasings, Restored, Reviewed, Saved, Withdrawn
from desk.content.models import Kind, State
from desk.content.service import Answers, Service
from desk.content.wire import AnswerFound, AnswersFound, Created, ItemOut, ItemsOut, PhrasingOut, VersionOut
from desk.office.session import CurrentSession

router = APIRouter(prefix="/api/console", tags=["console"])
MOST_FOUND = 20
Topic = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
_ENTRY = "/content/entries/{topic}/{slug}"


@router.get("/answers")
def answers(current: CurrentSession, published: Answers, q: Annotated[str, Query(max_length=80)] = "") -> AnswersFound:
    """Return the answers whose title or text has all the words; those with the words in the title first."""
    return {"answers": cast("list[AnswerFound]", published.find(q, MOST_FOUND))}


@router.get("/content/entries")
def list_entries(
    current: CurrentSession,
    content: Service,
    state: State | None = None,
    topic: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=80)] = "",
) -> ItemsOut:
    """Return entries with what is published and what is being worked on."""
    found = content.find_items(Kind.ENTRY, state=state, topic=topic or None, q=q)
    return ItemsOut(items=[ItemOut.of(view) for view in found])


@router.post("/content/entries", status_code=201)
def create_entry(body: NewEntry, actor: CurrentActor, content: Service) -> Created:
    """Begin an entry."""
    made = answered(
        lambda: content.create_entry(actor, body.topic, body.content, slug=body.slug, phrasings=body.phrasings)
    )
    return Created(label=made.key, version=made.number)


@router.get(_ENTRY)
def show_entry(topic: Topic, slug: Slug, current: CurrentSession, content: Service) -> ItemOut:
    """Return an entry with all its versions and phrasings."""
    return ItemOut.of(answered(lambda: content.entry(f"{topic}/{slug}")))


@router.post(_ENTRY + "/versions", status_code=201)
def begin_version(topic: Topic, slug: Slug, body: NewDraft, actor: CurrentActor, content: Service) -> VersionOut:
    """Return the entry's draft, begun if there is none."""
    return VersionOut.of(answered(lambda: content.draft(actor, Kind.ENTRY, f"{topic}/{slug}", base=body.base)))


@router.put(_ENTRY + "/versions/{number}")
def save_version(
    topic: Topic, slug: Slug, number: Number, body: Saved, actor: CurrentActor, content: Service
) -> VersionOut:
    """Save a draft; 409 with the other's text where somebody saved in between."""
    seen = (Kind.ENTRY, f"{topic}/{slug}", number)
    times = {"publish_at": body.publish_at, "unpublish_at": body.unpublish_at}
    return VersionOut.of(answered(lambda: content.save(actor, seen, body.revision, body.content, **times)))


@router.post(_ENTRY + "/versions/{number}/{step}")
def step_version(
    topic: Topic,
    slug: Slug,
    number: Number,
    step: VersionStep,
    body: Reviewed,
    actor: CurrentActor,
    content: Service,
) -> VersionOut:
    """Hand in, approve (which publishes, at once or on its day), reject or discard a version."""
    return stepped(content, actor, (Kind.ENTRY, f"{topic}/{slug}", number), step, body)


@router.post(_ENTRY + "/withdraw")
def withdraw_entry(topic: Topic, slug: Slug, body: Withdrawn, actor: Reviewer, content: Service) -> ItemOut:
    """Take an entry away from migrants."""
    label = f"{topic}/{slug}"
    return ItemOut.of(answered(lambda: content.withdraw(actor, Kind.ENTRY, label, body.reason, until=body.until)))


@router.post(_ENTRY + "/restore")
def restore_entry(topic: Topic, slug: Slug, body: Restored, actor: Reviewer, content: Service) -> VersionOut:
    """Publish an earlier version again."""
    label = f"{topic}/{slug}"
    return VersionOut.of(answered(lambda: content.restore(actor, Kind.ENTRY, label, number=body.version)))


@router.post(_ENTRY + "/phrasings")
def add_phrasings(
    topic: Topic, slug: Slug, body: Phrasings, actor: CurrentActor, content: Service
) -> list[PhrasingOut]:
    """Add ways of asking."""
    found = answered(lambda: content.add_phrasings(actor, f"{topic}/{slug}", body.texts))
    return [PhrasingOut.of(one) for one in found]


@router.delete(_ENTRY + "/phrasings/{number}", status_code=204)
def remove_phrasing(topic: Topic, slug: Slug, number: Number, actor: CurrentActor, content: Service) -> None:
    """Take a way of asking away."""
    answered(lambda: content.remove_phrasing(actor, f"{topic}/{slug}", number))


@router.post(_ENTRY + "/phrasings/approve")
def approve_phrasings(topic: Topic, slug: Slug, actor: Reviewer, content: Service) -> list[PhrasingOut]:
    """Let the proposed ways of asking count."""
    return [PhrasingOut.of(one) for one in answered(lambda: content.approve_phrasings(actor, f"{topic}/{slug}"))]
