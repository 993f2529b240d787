"""What the content's API takes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field

Reason = Annotated[str, Field(max_length=400)]
Line = Annotated[str, Field(max_length=1_000)]


class NewEntry(BaseModel):
    """The first draft of an entry."""

    topic: Annotated[str, Field(max_length=40)]
    slug: Annotated[str, Field(max_length=60)] | None = None
    content: dict[str, Any]
    phrasings: Annotated[list[Line], Field(max_length=200)] = []


class NewDraft(BaseModel):
    """From which version a draft begins; the published one by default."""

    base: int | None = None


class Saved(BaseModel):
    """What a draft says now, and which revision the edit began with."""

    revision: int
    content: dict[str, Any]
    publish_at: AwareDatetime | None = None
    unpublish_at: AwareDatetime | None = None


class Reviewed(BaseModel):
    """What a reviewer has read, and says."""

    revision: int | None = None
    words: Annotated[str, Field(max_length=1_000)] = ""


class Withdrawn(BaseModel):
    """Why, and until when."""

    reason: Reason
    until: AwareDatetime | None = None


class Restored(BaseModel):
    """Which version; the withdrawn one by default."""

    version: int | None = None


class Phrasings(BaseModel):
    """Ways of asking to be added."""

    texts: Annotated[list[Line], Field(min_length=1, max_length=200)]


class Switched(BaseModel):
    """What is switched off or on."""

    scope: Literal["all", "topic", "entry"]
    name: Annotated[str, Field(max_length=110)] = ""
    on: bool
    reason: Reason = ""
    until: AwareDatetime | None = None
