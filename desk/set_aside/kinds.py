"""Why a worker's item failed: the reasons that workers, pages and figures share.

An item that cannot be read is set aside at once, for nothing heals it by itself; any other failure of an item is tried again
and set aside after some tries. What concerns everything (a database that is locked, a disk that is full) is no fault of an
item: it is raised, and the worker's loop tries again later.
"""

from __future__ import annotations

import errno
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.exc import (
    DBAPIError,
    InterfaceError,
    NoResultFound,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

_DISK = frozenset({errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.ENFILE})


class Worker(StrEnum):
    """Whose item it is."""

    LINE = "line"
    MAIL = "mail"
    MAILBOX = "mailbox"  # mails that came in
    NOTICES = "notices"
    REPLIES = "replies"  # mails to migrants that a reply waits
    NEWS = "news"  # mails to consultants about their cases
    TURNS = "turns"
    TIMERS = "timers"
    OWNERS = "owners"  # cases whose owner has gone
    ASSISTANT = "assistant"  # what the assistant has to forget, or is told
    ATTACHMENTS = "attachments"
    SEARCH = "search"
    RETENTION = "retention"
    FILES = "files"  # files to be deleted
    APPOINTMENTS = "appointments"  # reminders
    CALENDAR = "calendar"  # appointments as calendars show them


class Reason(StrEnum):
    """Why an item was set aside, as a key of words."""

    UNREADABLE = "unreadable"
    NO_RECIPIENT = "no_recipient"
    NO_MESSAGE = "no_message"
    FAILS = "fails"


class Broken(LookupError):
    """An item lacks what it needs; nothing but a person's hand heals it."""

    def __init__(self, reason: Reason) -> None:
        """Keep why."""
        self.reason = reason
        super().__init__(reason.value)


@dataclass(frozen=True)
class Item:
    """Something that was set aside, or is being tried again."""

    worker: Worker
    item: str
    conversation_id: str | None
    is_aside: bool
    tries: int
    reason: Reason
    problem: str
    first_at: datetime
    last_at: datetime


def is_of_everything(error: BaseException) -> bool:
    """Whether a failure is none of the item's: the database is locked or away, the disk is full."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | MemoryError):
        return True
    if isinstance(error, OSError) and error.errno in _DISK:
        return True
    return isinstance(error, DBAPIError) and error.connection_invalidated


def is_unreadable(error: BaseException) -> bool:
    """Whether trying again is in vain: the item itself cannot be understood."""
    if is_of_everything(error):
        return False
    if isinstance(error, SQLAlchemyError):
        # A statement that could not be made, or a row that is not there; a broken rule may be another's passing row.
        return isinstance(error, NoResultFound) or not isinstance(error, DBAPIError)
    return isinstance(error, ValueError | TypeError | LookupError | AttributeError | ArithmeticError)


def reason_of(error: BaseException) -> Reason:
    """Return why, as people read it."""
    if isinstance(error, Broken):
        return error.reason
    return Reason.UNREADABLE if is_unreadable(error) else Reason.FAILS
