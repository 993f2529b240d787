"""What the console shows of a case; pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from desk.accounts.models import PRESENT_WITHIN
from desk.cases.danger_schemas import DangerKind, DangerOfCase, ShownMark
from desk.cases.schemas import (
    Brief,
    Call,
    CaseContact,
    CaseDetail,
    CaseLine,
    CaseMessage,
    CaseNewsItem,
    CaseNote,
    CaseRow,
    CaseState,
    CaseWords,
    EarlierCase,
    GivenConsent,
    PutOffUntil,
    UnderstoodLabel,
    WholeCase,
)
from desk.contact import patterns
from desk.conversation import contacts, feed
from desk.conversation.channels import UNHURRIED
from desk.conversation.danger import Mark
from desk.conversation.models import Case, Message, Snooze, State
from desk.danger.queries import rules
from desk.danger.queries import texts as danger_texts

LONGEST_EXCERPT = 120


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
        "danger": danger(item["marks"]),
        "unread": item["unread"] if is_talk else 0,
        "waits_since": item["waits_since"].isoformat() if is_talk and item["waits_since"] else None,
        "tags": case.tags,
        "last_message_at": item["last_at"].isoformat() if item["last_at"] else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "last_message": "" if is_alert else patterns.excerpt(item["last_text"], LONGEST_EXCERPT),
    }


def danger(marks: Sequence[Mark]) -> DangerOfCase | None:
    """Return what stands of danger in a case: its kind, the newest words, how many, since when; None without any."""
    newest = rules.newest(marks)
    if newest is None:
        return None
    return {
        "kind": cast("DangerKind", rules.pressing(mark.kind for mark in marks)),
        "subject": newest.subject,
        "words": patterns.excerpt(newest.words, LONGEST_EXCERPT),
        "count": len(marks),
        "seq": newest.seq,
        "at": newest.at.isoformat(),
    }


def mark(found: Mark) -> ShownMark:
    """Return a mark with why it was set, and what became of it."""
    names = ("id", "seq", "kind", "subject", "rule", "score", "reason", "state", "settle_reason")
    shown = {
        **{name: getattr(found, name) for name in names},
        "subject_name": danger_texts.SUBJECT_NAMES.get(found.subject, found.subject),
        "words": patterns.hidden(found.words),
        "by": found.found_by,
        "by_name": danger_texts.BY_NAMES[found.found_by.value],
        "at": found.at.isoformat(),
    }
    return cast("ShownMark", shown)


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
    return cast("Call", _timed(found, "created_at"))


def news(found: dict[str, Any]) -> CaseNewsItem:
    """Return what somebody is told of a case; contacts in the note are hidden as everywhere."""
    note = found["note"]
    shown = {**_timed(found, "at"), "note": patterns.excerpt(note, LONGEST_EXCERPT) if note else None}
    return cast("CaseNewsItem", shown)


def detail(
    case: Case,
    shown: CaseRow,
    epoch: int | None,
    earlier: list[dict[str, Any]],
    known: Brief,
) -> CaseDetail:
    """Return the case for its page; contacts are hidden wherever they were written. `epoch`: None once the person was erased."""
    words: CaseWords = {"question": case.question, "slots": case.slots, "brief": known}
    hidden: CaseWords = _hidden(words)
    return {
        **shown,
        **hidden,
        "has_hidden": hidden != words,
        "is_erased": epoch is None,
        "epoch": epoch or 0,
        "understood": cast("list[UnderstoodLabel]", case.understood),
        "contact": masked(case.contact),
        "consent": cast("GivenConsent | None", case.consent),
        "transcript": _hidden(case.transcript),
        "opened_at": case.opened_at.isoformat(),
        "earlier": [cast("EarlierCase", _timed(item, "closed_at")) for item in earlier],
    }


def _timed(found: dict[str, Any], moment: str) -> dict[str, Any]:
    """Return a row whose one moment is written out."""
    return {**found, moment: found[moment].isoformat() if found[moment] else None}


def masked(contact: dict[str, Any] | None) -> CaseContact | None:
    """Return a contact of which only the ends show."""
    if contact is None:
        return None
    hidden = {
        key: _ends(str(value)) if key == "value" else "…"
        for key, value in contact.items()
        if key in {"value", "name"} and value
    }
    return cast("CaseContact", {**_hidden(contact), **hidden})


def _ends(value: str) -> str:
    name, at, host = value.partition("@")
    if at and name:
        return f"{name[0]}…@{host}"
    return f"{value[:2]}…{value[-2:]}" if len(value) > 4 else "…"


def whole(case: Case, known: Brief, messages: Sequence[Message], notes: Sequence[dict[str, Any]]) -> WholeCase:
    """Return what `detail`, `message` and `note` hide: the contact, and the words that hold one, whole."""
    return {
        "contact": cast("CaseContact | None", case.contact),
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


def message(found: Message, delivery: str | None = None) -> CaseMessage:
    """Return a message with what the bot understood, whether it was late, and how far it got on LINE."""
    hidden = contacts.without(found)
    shown = cast("CaseMessage", feed.as_dict(hidden))
    if hidden != found:
        shown["has_hidden"] = True
    if found.understanding:
        known = found.understanding
        shown["understanding"] = {
            "outcome": known.get("outcome"),
            "label": known.get("label"),
            "confidence": known.get("confidence"),
        }
    if found.late:
        shown["late"] = True
    if delivery is not None:
        shown["delivery"] = delivery
    return shown


def note(found: dict[str, Any]) -> CaseNote:
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


def order(rows: list[CaseRow]) -> list[CaseRow]:
    """Put cries for help first, then who waits longest; mails come last until they have waited long."""
    return sorted(rows, key=lambda r: (not r["flags"], r["can_wait"], r["waiting_since"]))
