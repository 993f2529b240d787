"""How each part of the desk is: well, late, stopped, and how much waits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from desk.channels.line.outbox import Outbox
from desk.channels.line.troubles import CLOCK, STOPPED, Troubles
from desk.channels.mail.service import condition, count_aside, mailbox_server
from desk.conversation_sql.turn_queue import SqlTurnQueue
from desk.danger.store import Waiting
from desk.db.database import Database
from desk.db.soundness import Unsound
from desk.mail.letter_log import LetterLog
from desk.operations.schemas import DangerHealth, MailboxHealth, MailHealth, PartHealth, QueueHealth, SetAsideHealth
from desk.services import Services
from desk.set_aside.decisions import SetAside

# Turns older than this mean that nobody is answering.
OLDEST_TURN_SECONDS = 60.0
# Messages are read for danger within five seconds; older than this means that nobody reads them.
OLDEST_UNREAD_SECONDS = 30.0
# Mails older than this mean that the mail server does not take them.
OLDEST_LETTER_SECONDS = 900.0
# A message waits for its answer at most ten seconds; older ones mean that LINE does not take them.
OLDEST_LINE_SECONDS = 60.0


def database_health(database: Database) -> PartHealth:
    """Return whether the database can be written to."""
    try:
        with database.write() as connection:
            connection.exec_driver_sql("SELECT 1")
    except Unsound as error:
        return {"status": "down", "reason": error.reason}
    except SQLAlchemyError as error:
        return {"status": "down", "reason": type(error).__name__}
    return {"status": "ok"}


def _queue(waiting: int, oldest: datetime | None, now: datetime, late_after: float) -> QueueHealth:
    age = max(0.0, (now - oldest).total_seconds()) if oldest else 0.0
    status = "ok" if age < late_after else "late"
    return {"status": status, "waiting": waiting, "oldest_seconds": round(age, 1)}


def turns_health(turn_queue: SqlTurnQueue, now: datetime) -> QueueHealth:
    """Return how many turns wait for the assistant, and whether the oldest waits too long."""
    return _queue(*turn_queue.waiting(), now, OLDEST_TURN_SECONDS)


def mail_health(letters: LetterLog, now: datetime) -> MailHealth:
    """Return how many letters wait, how many are stuck, and whether the oldest waits too long."""
    return {**_queue(*letters.waiting(now), now, OLDEST_LETTER_SECONDS), "stuck": letters.count_stuck()}


def mailbox_health(desk: Services, now: datetime) -> MailboxHealth:
    """Return when the mailbox of consultations was read, and how many of its mails wait for a look."""
    name = mailbox_server(desk.settings.mail_in_url).name
    with desk.database.read() as connection:
        found, aside = condition(connection, name, now), count_aside(connection)
    health: MailboxHealth = {"status": found.status, "seconds": found.seconds, "set_aside": aside}
    if found.problem:
        health["reason"] = found.problem
    return health


def danger_health(waiting: Waiting, now: datetime) -> DangerHealth:
    """Return how many messages are not read for danger yet, and whether the oldest waits too long."""
    found = _queue(waiting.count, waiting.oldest, now, OLDEST_UNREAD_SECONDS)
    status = "late" if waiting.aside else found["status"]
    return {**found, "status": status, "for_model": waiting.for_model, "set_aside": waiting.aside}


def line_health(outbox: Outbox, troubles: Troubles, now: datetime) -> QueueHealth:
    """Return how many messages to LINE wait, and whether the channel has stopped."""
    found, names = _queue(*outbox.waiting(), now, OLDEST_LINE_SECONDS), troubles.names()
    status = "stopped" if STOPPED in names else found["status"]
    return {**found, "status": "clock" if status == "ok" and CLOCK in names else status}


def set_aside_health(aside: SetAside) -> SetAsideHealth:
    """Return how many items wait for a decision, by worker."""
    counts = aside.counts()
    return {"status": "waiting" if counts else "ok", "count": sum(counts.values()), "by": counts}
