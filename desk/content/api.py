"""The JSON of the content under /api/console: the answers to insert, entries, facts, switches, publications."""

from __future__ import annotations

from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, Path, Query

from desk.content.api_access import CurrentActor, Reviewer, answered
from desk.content.models import Actor, Kind, State, Version
from desk.content.service import Content, Published
from desk.content.wire import (
    AnswerFound,
    AnswersFound,
    Created,
    FactOut,
    ItemOut,
    ItemsOut,
    NewDraft,
    NewEntry,
    PhrasingOut,
    Phrasings,
    PublicationOut,
    PublicationsOut,
    Restored,
    Reviewed,
    Saved,
    Switched,
    SwitchesOut,
    SwitchOut,
    VersionOut,
    Withdrawn,
)
from desk.office.session import CurrentSession
from desk.services import part

router = APIRouter(prefix="/api/console", tags=["console"])
MOST_FOUND = 20
Answers = Annotated[Published, Depends(part(Published))]
Service = Annotated[Content, Depends(part(Content))]
Topic = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Slug = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
VersionStep = Literal["submit", "approve", "reject", "discard"]
_ENTRY = "/content/entries/{topic}/{slug}"
_FACT = "/content/facts/{slug}"


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
    return _saved(content, actor, (Kind.ENTRY, f"{topic}/{slug}", number), body)


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
    return _stepped(content, actor, (Kind.ENTRY, f"{topic}/{slug}", number), step, body)


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
    return _stepped(content, actor, (Kind.FACT, slug, number), step, body)


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


def _saved(content: Content, actor: Actor, seen: tuple[Kind, str, int], body: Saved) -> VersionOut:
    return VersionOut.of(
        answered(
            lambda: content.save(
                actor,
                seen,
                body.revision,
                body.content,
                publish_at=body.publish_at,
                unpublish_at=body.unpublish_at,
            )
        )
    )


def _stepped(
    content: Content, actor: Actor, seen: tuple[Kind, str, int], step: VersionStep, body: Reviewed
) -> VersionOut:
    def do() -> Version:
        if step == "approve":
            return content.approve(actor, *seen, revision=body.revision)
        if step == "reject":
            return content.reject(actor, *seen, body.words)
        return content.submit(actor, *seen) if step == "submit" else content.discard(actor, *seen)

    return VersionOut.of(answered(do))
