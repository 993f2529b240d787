"""The JSON that the content's API answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel
from typing_extensions import TypedDict

from desk.content.models import EntryView
from desk.conversation.wire import Source
from desk.http.stored import Stored


class PublicFields(BaseModel):
    """Of something stored the fields that are shown; account ids are not."""

    @classmethod
    def of(cls, stored: object) -> Self:
        """Return it as it is shown."""
        return cls(**{name: getattr(stored, name) for name in cls.model_fields})


class VersionOut(PublicFields):
    """One text of an entry or a fact."""

    number: int
    state: str
    revision: int
    content: dict[str, Any]
    base: int | None
    origin: str
    author: str
    changed_by: str
    changed_at: datetime
    words: str
    reviewer: str
    reviewed_at: datetime | None
    publish_at: datetime | None
    unpublish_at: datetime | None
    published_at: datetime | None


class PhrasingOut(PublicFields):
    """A way of asking."""

    id: int
    text: str
    state: str
    origin: str
    added_by: str
    added_at: datetime


class ItemOut(BaseModel):
    """An entry or a fact in a list: what is published, and what is being worked on."""

    key: str
    origin: str
    title: str
    published: int | None
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    withdrawn_until: datetime | None
    versions: list[VersionOut]
    phrasings: list[PhrasingOut]

    @classmethod
    def of(cls, view: EntryView) -> ItemOut:
        """Return it as it is shown."""
        item = view.item
        shown = view.published or view.open or (view.versions[0] if view.versions else None)
        return cls(
            **{name: value for name, value in vars(item).items() if name in cls.model_fields},
            title=str(shown.content.get("title") or shown.content.get("note") or "") if shown else "",
            versions=[VersionOut.of(version) for version in view.versions],
            phrasings=[PhrasingOut.of(one) for one in view.phrasings],
        )


class FactOut(BaseModel):
    """A fact with all its versions, and the labels of the entries that it touches."""

    fact: ItemOut
    used_by: list[str]


class AnswerFound(TypedDict):
    """A published answer to insert; `checked` and `review_by` are days, as 2026-11-23."""

    label: str
    title: str
    text: str
    caveat: str
    checked: str
    review_by: str
    sources: Stored[list[Source]]


class AnswersFound(TypedDict):
    """Published answers to insert."""

    answers: list[AnswerFound]


class ItemsOut(BaseModel):
    """A list of entries or facts."""

    items: list[ItemOut]


class Created(BaseModel):
    """A new draft."""

    label: str
    version: int


class SwitchOut(PublicFields):
    """What is off."""

    scope: str
    name: str
    reason: str
    by: str
    since: datetime
    until: datetime | None


class SwitchesOut(BaseModel):
    """All that is off."""

    off: list[SwitchOut]


class PublicationOut(PublicFields):
    """One publication."""

    number: int
    made_at: datetime
    made_by: str
    what: str


class PublicationsOut(BaseModel):
    """Publications, newest first."""

    publications: list[PublicationOut]
