"""Entries, facts and their versions: what they are, the steps between their states, who may take which. Pure.

An *item* is an entry (one approved answer) or a fact; a *version* is one text of it in one state:

    draft ──submit──▶ in_review ──approve──▶ published ──(a newer one)──▶ superseded
      ▲                  │  └──approve for a later day──▶ approved ──(the day)──▶ published
      └─────reject───────┘                       published ──withdraw──▶ withdrawn ──restore──▶ published
    draft, in_review, approved ──discard──▶ discarded

Errors, all below `ContentRefused`:

    UnknownItem      there is no such item or version
    WrongState       the step does not begin in the version's state
    NotAllowed       the account's role may not take it
    OwnText          four eyes: whoever wrote it does not review it
    EditConflict     somebody saved in between; `version` is what stands now
    Unusable         the text could not be shown; `faults` say field and reason
    Protected        answers to words of danger are never taken away
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
REVIEWERS = frozenset({"supervisor", "manager"})
WRITERS = REVIEWERS | {"consultant"}


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
_FROM: Mapping[Step, frozenset[State]] = {
    # Saving what is in review takes it back: nobody approves words that they have not seen.
    Step.SAVE: frozenset({State.DRAFT, State.IN_REVIEW}),
    Step.SUBMIT: frozenset({State.DRAFT}),
    Step.APPROVE: frozenset({State.IN_REVIEW}),
    Step.REJECT: frozenset({State.IN_REVIEW, State.APPROVED}),
    Step.DISCARD: OPEN,
    Step.WITHDRAW: frozenset({State.PUBLISHED}),
    Step.RESTORE: frozenset({State.WITHDRAWN, State.SUPERSEDED, State.PUBLISHED}),
}
_OF_REVIEWERS = frozenset({Step.APPROVE, Step.REJECT, Step.WITHDRAW, Step.RESTORE})


class ContentRefused(ValueError):
    """Base of what is refused here; `code` names the kind on the wire."""

    code = "refused"


class UnknownItem(ContentRefused):
    """There is no such item or version."""

    code = "not_found"


class WrongState(ContentRefused):
    """The step does not begin in the version's state."""

    code = "wrong_state"

    def __init__(self, step: Step, state: State) -> None:
        self.step, self.state = step, state
        super().__init__(f"{step} does not begin in {state}")


class NotAllowed(ContentRefused):
    """The account's role may not take this step."""

    code = "not_allowed"


class OwnText(ContentRefused):
    """Whoever wrote a text does not review it."""

    code = "own_text"


class Protected(ContentRefused):
    """Answers to words of danger are never taken away."""

    code = "protected"


class ModelRefused(ContentRefused):
    """A training or its model is in no state for what is asked."""

    code = "model_refused"


@dataclass(frozen=True)
class Fault:
    """Why a text cannot be used."""

    field: str
    reason: str


class Unusable(ContentRefused):
    """A text that could not be shown."""

    code = "unusable"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.field}: {fault.reason}" for fault in faults))


class EditConflict(ContentRefused):
    """Somebody saved in between."""

    code = "conflict"

    def __init__(self, version: Version) -> None:
        self.version = version
        super().__init__(f"revision {version.revision} by {version.changed_by} stands")


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


def check_step(step: Step, version: Version, actor: Actor, *, four_eyes: bool) -> None:
    """Refuse what a person may not do to a version.

    Raises:
        NotAllowed: By role.
        WrongState: See there.
        OwnText: A review of one's own words, where four eyes are asked for.
    """
    check_role(actor, reviews=step in _OF_REVIEWERS)
    if version.state not in _FROM[step]:
        raise WrongState(step, version.state)
    if step is Step.APPROVE and four_eyes and actor.account_id in version.authors:
        raise OwnText("whoever wrote a text does not review it")


def check_role(actor: Actor, *, reviews: bool = False) -> None:
    """Refuse roles that do not write, or do not review.

    Raises:
        NotAllowed: See there.
    """
    if actor.role == SYSTEM.role:
        return
    if actor.role not in (REVIEWERS if reviews else WRITERS):
        raise NotAllowed(f"not for the role {actor.role}")
