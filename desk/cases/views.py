"""What the console shows of a case; pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from desk.cases.list_schemas import CaseRow
from desk.cases.list_views import timed
from desk.cases.message_schemas import CaseMessage, CaseNote
from desk.cases.schemas import (
    CaseContact,
    CaseDetail,
    CaseSummary,
    CaseWords,
    EarlierCase,
    GivenConsent,
    UnderstoodLabel,
    WholeCase,
)
from desk.contact import patterns
from desk.conversation import contacts, feed
from desk.conversation.models import Case, Message


def detail(
    case: Case,
    shown: CaseRow,
    epoch: int | None,
    earlier: list[dict[str, Any]],
    known: CaseSummary,
) -> CaseDetail:
    """Return the case for its page; contacts are hidden wherever they were written. `epoch`: None once the person was erased."""
    words: CaseWords = {"question": case.question, "slots": case.slots, "summary": known}
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
        "earlier": [cast("EarlierCase", timed(item, "closed_at")) for item in earlier],
    }


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


def whole(case: Case, known: CaseSummary, messages: Sequence[Message], notes: Sequence[dict[str, Any]]) -> WholeCase:
    """Return what `detail`, `message` and `note` hide: the contact, and the words that hold one, whole."""
    return {
        "contact": cast("CaseContact | None", case.contact),
        "words": {"question": case.question, "slots": case.slots, "summary": known},
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
