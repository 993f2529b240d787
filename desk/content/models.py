"""Entries, facts and their versions: what they are and the states between which they go (`step_rules.py`). Pure.

An *item* is an entry (one approved answer) or a fact; a *version* is one text of it in one state:

    draft ──submit──▶ in_review ──approve──▶ published ──(a newer one)──▶ superseded
      ▲                  │  └──approve for a later day──▶ approved ──(the day)──▶ published
      └─────reject───────┘                       published ──withdraw──▶ withdrawn ──restore──▶ published
    draft, in_review, approved ──discard──▶ discarded
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

LABEL = re.compile(r"[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,59}")
# Pages of the office stand at /console/answers/facts/… and /models/…, where answers of such a topic would.
RESERVED_TOPICS = frozenset({"facts", "models"})
FACT_ID = re.compile(r"[a-z][a-z0-9_]{0,79}")
# What is said to words of danger: neither withdrawn nor switched off, and no phrasing of it goes.
PROTECTED = frozenset({"chitchat/distress", "chitchat/emergency"})


class Kind(StrEnum):
    """What is versioned."""

    ENTRY = "entry"
    FACT = "fact"


class State(StrEnum):
    """State of a version; approved means: published on a day to come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Step(StrEnum):
    """What people do to a version."""

    SAVE = "save"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


class Origin(StrEnum):
    """Who brought something: the shipped pack, or the office."""

    PACK = "pack"
    OFFICE = "office"


class PhrasingState(StrEnum):
    """A phrasing counts once it is published; a removed one stays known, so that a newer pack does not bring it back."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    REMOVED = "removed"


OPEN = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED})


@dataclass(frozen=True)
class Actor:
    """Who does something; role `system` is the desk itself."""

    account_id: str | None
    name: str
    role: str
    address: str = ""


SYSTEM = Actor(None, "システム", "system")


@dataclass(frozen=True)
class Version:
    """One text of an item.

    Attributes:
        key: Label of an entry, id of a fact.
        content: The fields of the file, JSON-able; dates as ISO text. See `pack`.
        revision: Grows with every save; a save must name the one it began with.
        base: Number of the version it began from.
        authors: Account ids of all who wrote in it.
        author: Name of the one who began it.
        changed_by: Name of the one who saved last.
        words: Why it was rejected, or where it comes from.
        publish_at: When it is to be published, once approved; None: at once.
        unpublish_at: When it is to be withdrawn by itself.
    """

    kind: Kind
    key: str
    number: int
    state: State
    content: Mapping[str, Any]
    revision: int
    base: int | None
    origin: Origin
    authors: tuple[str, ...]
    author: str
    created_at: datetime
    changed_by: str
    changed_at: datetime
    words: str = ""
    reviewer_id: str | None = None
    reviewer: str = ""
    reviewed_at: datetime | None = None
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True)
class Item:
    """An entry or a fact, whatever its text.

    Attributes:
        published: Number of the version that is published, None where none is.
        pack_digest: Of the content that the pack last brought; None for the office's own.
        withdrawn_until: When a withdrawal ends by itself.
    """

    kind: Kind
    key: str
    origin: Origin
    published: int | None
    pack_digest: str | None
    created_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""
    withdrawn_until: datetime | None = None

    @property
    def topic(self) -> str:
        """The part of a label before the slash."""
        return self.key.split("/")[0]


@dataclass(frozen=True)
class Phrasing:
    """A way of asking for an entry."""

    id: int
    label: str
    text: str
    state: PhrasingState
    origin: Origin
    added_by_id: str | None
    added_by: str
    added_at: datetime


@dataclass(frozen=True)
class Publication:
    """The set of published versions and phrasings at a moment.

    Attributes:
        what: What changed, as `published housing/akiya_bank 3`.
        teaching: Digest of all labels with their phrasings: another one needs a training.
    """

    number: int
    made_at: datetime
    made_by: str
    what: str
    teaching: str


@dataclass(frozen=True)
class Switch:
    """What is not answered now: everything (`all`), a topic or an entry."""

    id: int
    scope: str
    name: str
    reason: str
    by: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class EntryView:
    """All that a page shows of an item: its versions newest first, its phrasings that are not removed."""

    item: Item
    versions: tuple[Version, ...]
    phrasings: tuple[Phrasing, ...] = field(default=())

    @property
    def published(self) -> Version | None:
        """The version that migrants see."""
        return next((v for v in self.versions if v.state is State.PUBLISHED), None)

    @property
    def open(self) -> Version | None:
        """The version that is being worked on."""
        return next((v for v in self.versions if v.state in OPEN), None)
