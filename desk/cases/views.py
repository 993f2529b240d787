"""What the console shows of a case; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from desk.accounts.models import PRESENT_WITHIN
from desk.contact import patterns
from desk.conversation import contacts, feed
from desk.conversation.channels import UNHURRIED
from desk.conversation.danger import Mark
from desk.conversation.models import Case, Message, Snooze, State
from desk.danger.queries import rules
from desk.danger.queries import texts as danger_texts

LONGEST_EXCERPT = 120


def row(item: dict[str, Any], wait_minutes: int) -> dict[str, Any]:
    """Return a line of the list; of an alert, whose talk is with the bot, the words that raised it and no others."""
    case: Case = item["case"]
    is_alert = case.state is State.ALERT
    return {
        "case_id": case.id,
        "conversation_id": case.conversation_id,
        "receipt": case.receipt,
        "channel": case.channel,
        "topic": case.topic,
        "reason": case.reason,
        "state": case.state.value,
        "waiting_since": case.waiting_since.isoformat(),
        "wait_minutes": wait_minutes,
        "owner": {"account_id": case.owner, "name": item["owner_name"]} if case.owner else None,
        "question": patterns.hidden(case.question)[:LONGEST_EXCERPT],
        "flags": case.flags,
        "danger": danger(item["marks"]),
        "unread": item["unread"] if case.state not in {State.CLOSED, State.ALERT} else 0,
        "last_message_at": item["last_at"].isoformat() if item["last_at"] else None,
        "last_message": "" if is_alert else patterns.hidden(item["last_text"])[:LONGEST_EXCERPT],
    }


def danger(marks: Sequence[Mark]) -> dict[str, Any] | None:
    """Return what stands of danger in a case: its kind, the newest words, how many, since when; None without any."""
    newest = rules.newest(marks)
    if newest is None:
        return None
    return {
        "kind": rules.pressing(mark.kind for mark in marks),
        "subject": newest.subject,
        "words": patterns.hidden(newest.words)[:LONGEST_EXCERPT],
        "count": len(marks),
        "seq": newest.seq,
        "at": newest.at.isoformat(),
    }


def mark(found: Mark) -> dict[str, Any]:
    """Return a mark with why it was set, and what became of it."""
    return {
        "id": found.id,
        "seq": found.seq,
        "kind": found.kind,
        "subject": found.subject,
        "subject_name": danger_texts.SUBJECT_NAMES.get(found.subject, found.subject),
        "words": patterns.hidden(found.words),
        "by": found.found_by.value,
        "by_name": danger_texts.BY_NAMES[found.found_by.value],
        "rule": found.rule,
        "score": found.score,
        "reason": found.reason,
        "at": found.at.isoformat(),
        "state": found.state.value,
        "settle_reason": found.settle_reason,
    }


def owner_away(item: dict[str, Any], now: datetime) -> bool:
    """Whether the owner's console has been closed for a while: colleagues may have to look after the case."""
    case: Case = item["case"]
    seen_at: datetime | None = item["owner_seen_at"]
    is_held = case.state is State.CONSULTANT
    return is_held and (seen_at is None or now - seen_at > PRESENT_WITHIN)


def snooze(found: Snooze | None, item: dict[str, Any], now: datetime) -> dict[str, Any] | None:
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


def call(found: dict[str, Any]) -> dict[str, Any]:
    """Return that a note calls somebody; never what it says."""
    return {**found, "created_at": found["created_at"].isoformat()}


def news(found: dict[str, Any]) -> dict[str, Any]:
    """Return what somebody is told of a case; contacts in the note are hidden as everywhere."""
    note = found["note"]
    return {
        **found,
        "note": patterns.hidden(note)[:LONGEST_EXCERPT] if note else None,
        "at": found["at"].isoformat(),
    }


def detail(
    case: Case,
    shown: dict[str, Any],
    epoch: int,
    earlier: list[dict[str, Any]],
    known: dict[str, Any],
) -> dict[str, Any]:
    """Return the case for its page; contacts are hidden wherever they were written."""
    words = {"question": case.question, "slots": case.slots, "brief": known}
    return {
        **shown,
        **_hidden(words),
        "has_hidden": _hidden(words) != words,
        "epoch": epoch,
        "understood": case.understood,
        "contact": masked(case.contact),
        "consent": case.consent,
        "transcript": _hidden(case.transcript),
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "earlier": [
            {**item, "closed_at": item["closed_at"].isoformat() if item["closed_at"] else None} for item in earlier
        ],
    }


def masked(contact: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return a contact of which only the ends show."""
    if contact is None:
        return None
    hidden = {
        key: _ends(str(value)) if key == "value" else "…"
        for key, value in contact.items()
        if key in {"value", "name"} and value
    }
    return {**_hidden(contact), **hidden}


def _ends(value: str) -> str:
    name, at, host = value.partition("@")
    if at and name:
        return f"{name[0]}…@{host}"
    return f"{value[:2]}…{value[-2:]}" if len(value) > 4 else "…"


def whole(
    case: Case, known: dict[str, Any], messages: Sequence[Message], notes: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    """Return what `detail`, `message` and `note` hide: the contact, and the words that hold one, whole."""
    return {
        "contact": case.contact,
        "words": {"question": case.question, "slots": case.slots, "brief": known},
        "messages": [
            {"seq": found.seq, "parts": feed.as_dict(found)["parts"]}
            for found in messages
            if contacts.without(found) != found
        ],
        "notes": [
            {"id": found["id"], "text": found["text"]}
            for found in notes
            if patterns.hidden(found["text"]) != found["text"]
        ],
    }


def _hidden(value: Any) -> Any:
    """Return what was told with contacts hidden in all of its words."""
    if isinstance(value, str):
        return patterns.hidden(value)
    if isinstance(value, dict):
        return {key: _hidden(item) for key, item in value.items()}
    return [_hidden(item) for item in value] if isinstance(value, list) else value


def message(found: Message, delivery: str | None = None) -> dict[str, Any]:
    """Return a message with what the bot understood, whether it was late, and how far it got on LINE."""
    hidden = contacts.without(found)
    shown = feed.as_dict(hidden)
    if hidden != found:
        shown["has_hidden"] = True
    if found.understanding:
        known = found.understanding
        shown["understanding"] = {key: known.get(key) for key in ("outcome", "label", "confidence")}
    if found.late:
        shown["late"] = True
    if delivery is not None:
        shown["delivery"] = delivery
    return shown


def note(found: dict[str, Any]) -> dict[str, Any]:
    """Return a note."""
    text = patterns.hidden(found["text"])
    return {
        "id": found["id"],
        "author_name": found["author_name"],
        "text": text,
        "has_hidden": text != found["text"],
        "created_at": found["created_at"].isoformat(),
    }


def can_wait(case: Case, wait_minutes: int, mail_minutes: int) -> bool:
    """Whether a case comes after whoever sits there and waits: a mail that has not waited for so long."""
    return case.channel in UNHURRIED and wait_minutes < mail_minutes


def order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put cries for help first, then who waits longest; mails come last until they have waited long."""
    return sorted(rows, key=lambda r: (not r["flags"], r["can_wait"], r["waiting_since"]))
