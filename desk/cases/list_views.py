"""What the console's list shows of a case; pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from desk.accounts.models import PRESENT_WITHIN
from desk.cases import danger_views
from desk.cases.danger_views import LONGEST_EXCERPT
from desk.cases.list_schemas import Call, CaseLine, CaseNewsItem, CaseRow, CaseState, PutOffUntil
from desk.contact import patterns
from desk.conversation.case_models import Snooze
from desk.conversation.channels import UNHURRIED
from desk.conversation.models import Case, State


def row(item: dict[str, Any], wait_minutes: int) -> CaseLine:
    """Return a line of the list; of an alert, whose talk is with the bot, the words that raised it and no others."""
    case: Case = item["case"]
    is_alert = case.state is State.ALERT
    is_talk = case.state not in {State.CLOSED, State.ALERT}
    return {
        "case_id": case.id,
        "conversation_id": case.conversation_id,
        "receipt": case.receipt,
        "channel": case.channel,
        "topic": case.topic,
        "reason": case.reason,
        "state": cast("CaseState", case.state),
        "waiting_since": case.waiting_since.isoformat(),
        "wait_minutes": wait_minutes,
        "owner": {"account_id": case.owner, "name": item["owner_name"]} if case.owner else None,
        "question": patterns.excerpt(case.question, LONGEST_EXCERPT),
        "flags": case.flags,
        "danger": danger_views.standing(item["marks"]),
        "unread": item["unread"] if is_talk else 0,
        "waits_since": item["waits_since"].isoformat() if is_talk and item["waits_since"] else None,
        "tags": case.tags,
        "last_message_at": item["last_at"].isoformat() if item["last_at"] else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "last_message": "" if is_alert else patterns.excerpt(item["last_text"], LONGEST_EXCERPT),
    }


def owner_away(item: dict[str, Any], now: datetime) -> bool:
    """Whether the owner's console has been closed for a while: colleagues may have to look after the case."""
    case: Case = item["case"]
    seen_at: datetime | None = item["owner_seen_at"]
    is_held = case.state is State.CONSULTANT
    return is_held and (seen_at is None or now - seen_at > PRESENT_WITHIN)


def muted_until(item: dict[str, Any], now: datetime) -> str | None:
    """Return until when a person calls nobody, None where they do."""
    until: datetime | None = item["muted_until"]
    return until.isoformat() if until is not None and until > now else None


def snooze(found: Snooze | None, item: dict[str, Any], now: datetime) -> PutOffUntil | None:
    """Return until when a case is put off or promised, None where it is neither any more.

    What the migrant writes ends a snooze; a promise stays until it is done.
    """
    case: Case = item["case"]
    if found is None or case.state is State.CLOSED:
        return None
    if not found.is_promise and item["user_seq"] > found.seq:
        return None
    return {
        "until": found.until.isoformat(),
        "promise": found.is_promise,
        "due": found.until <= now,
    }


def call(found: dict[str, Any]) -> Call:
    """Return that a note calls somebody; never what it says."""
    return cast("Call", timed(found, "created_at"))


def news(found: dict[str, Any]) -> CaseNewsItem:
    """Return what somebody is told of a case; contacts in the note are hidden as everywhere."""
    note = found["note"]
    shown = {**timed(found, "at"), "note": patterns.excerpt(note, LONGEST_EXCERPT) if note else None}
    return cast("CaseNewsItem", shown)


def timed(found: dict[str, Any], moment: str) -> dict[str, Any]:
    """Return a row whose one moment is written out."""
    return {**found, moment: found[moment].isoformat() if found[moment] else None}


def can_wait(case: Case, wait_minutes: int, mail_minutes: int) -> bool:
    """Whether a case comes after whoever sits there and waits: a mail that has not waited for so long."""
    return case.channel in UNHURRIED and wait_minutes < mail_minutes


def order(rows: list[CaseRow]) -> list[CaseRow]:
    """Put cries for help first, then who waits longest; mails come last until they have waited long."""
    return sorted(rows, key=lambda r: (not r["flags"], r["can_wait"], r["waiting_since"]))
