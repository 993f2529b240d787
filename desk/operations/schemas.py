"""What `/health/*` answers: each part has a status, `ok` where all is well with it."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class Alive(TypedDict):
    """The process answers."""

    status: str


class PartHealth(TypedDict):
    """A part; `reason` says what is wrong where it can be said."""

    status: str
    reason: NotRequired[str]


class QueueHealth(TypedDict):
    """Something that waits to be done, and the age of the oldest."""

    status: str
    waiting: int
    oldest_seconds: float


class MailHealth(QueueHealth):
    """Mails; `stuck` ones wait for a person's decision."""

    stuck: int


class MailboxHealth(PartHealth):
    """The mailbox of consultations: seconds since it was read, and mails that were set aside for a person's look."""

    seconds: float
    set_aside: int


class DangerHealth(QueueHealth):
    """Messages to be read for danger; `for_model` ones were read by the pattern files alone."""

    for_model: int
    set_aside: int


class ContentHealth(TypedDict):
    """The publication that this process has, and the newest."""

    status: str
    publication: int | None
    newest: int | None
    problem: NotRequired[str]


class SetAsideHealth(TypedDict):
    """What workers could not do, by worker."""

    status: str
    count: int
    by: dict[str, int]


class Ready(TypedDict):
    """All parts: `ok`, `degraded` while conversations are stored, `down` while they are not."""

    database: PartHealth
    outbox: NotRequired[QueueHealth]
    mail: NotRequired[MailHealth]
    mailbox: NotRequired[MailboxHealth]
    line: NotRequired[QueueHealth]
    danger: NotRequired[DangerHealth]
    content: NotRequired[ContentHealth]
    set_aside: NotRequired[SetAsideHealth]
    assistant: PartHealth
    status: str
