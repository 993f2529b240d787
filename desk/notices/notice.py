"""What notices to the office are made of; plain data, shared by the modules that keep, show and mail them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from desk.conversation.models import State


class Kind(StrEnum):
    """What somebody may want to be told of; CRY is told to whoever can help, wanted or not."""

    NEW = "new"
    WAITING = "waiting"
    MISSED = "missed"
    LEFT = "left"
    CRY = "cry"


CHOSEN_KINDS = (Kind.NEW, Kind.WAITING, Kind.MISSED, Kind.LEFT)


@dataclass(frozen=True)
class NoticeSettings:
    """What one person wants to be told of by mail.

    Attributes:
        kinds: Of `CHOSEN_KINDS`.
        quiet_from: Begin of the quiet hours, Japanese time; none where it equals their end.
        is_quiet_at_console: Nothing but danger is told by mail while the person has a screen of the desk open.
        has_digest: The daily figures as well.
        on_call: Told of danger outside the opening hours, whatever the hour.
        has_monthly: The report of each month as well.
    """

    kinds: frozenset[Kind] = frozenset(CHOSEN_KINDS)
    by_mail: bool = True
    quiet_from: time = time(20, 0)
    quiet_until: time = time(7, 0)
    is_quiet_at_console: bool = True
    has_digest: bool = True
    on_call: bool = False
    has_monthly: bool = False


@dataclass(frozen=True)
class Reader:
    """An account that works on cases; one that never logged in reads no mail of ours, and is told of nothing while others are."""

    id: str
    email: str
    role: str
    is_present: bool
    settings: NoticeSettings
    has_logged_in: bool = True


@dataclass(frozen=True)
class OpenCase:
    """What a notice may say of a case, and what it follows from; nothing of it is anybody's words.

    Attributes:
        epoch: Of the conversation, so that a case that came back to the queue is told again.
        was_claimed: A consultant had it before.
        unanswered_since: When the migrant wrote the first message that no consultant has answered.
        unanswered_seq: Its number.
        danger: Id of the first of the most pressing marks that stand; later ones belong to the same notice.
    """

    id: str
    receipt: str
    topic: str
    channel: str
    state: State
    epoch: int
    waiting_since: datetime
    has_flags: bool
    owner: str | None
    was_claimed: bool
    unanswered_since: datetime | None
    unanswered_seq: int | None
    danger: str = ""
