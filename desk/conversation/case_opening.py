"""The case that a hand-over opens, or the open one that it changes."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from desk.conversation import ids
from desk.conversation.case_models import Handoff
from desk.conversation.models import Case, Holder, State
from desk.conversation.ports import Transaction
from desk.text.pack import city
from desk.text.times import JAPAN

# Reasons of a hand-over that are kinds of danger, the more pressing first.
DANGER_FIRST = ("emergency", "distress")
# What a new case takes over from its hand-over as it is.
_ASKED = ("reason", "topic", "question", "slots", "understood", "transcript")


def of_danger(tx: Transaction, request: Handoff) -> Handoff:
    """Whichever button or words led to it, a hand-over after words of danger is one of danger."""
    kinds = {*tx.danger_kinds(request.conversation_id), request.reason}
    reason = next((kind for kind in DANGER_FIRST if kind in kinds), request.reason)
    return dataclasses.replace(request, reason=reason)


def danger_flags(tx: Transaction, request: Handoff) -> list[str]:
    """Return the kinds of danger that stand or that the request names, for the case."""
    kinds = {*tx.danger_kinds(request.conversation_id), request.reason}
    return sorted(kinds.intersection(DANGER_FIRST))


def next_receipt(tx: Transaction, now: datetime) -> str:
    """Return the receipt number of a new case: the city's letters, the day in Japan, a number that rises within it (OT-1124-01)."""
    day = now.astimezone(JAPAN).strftime("%m%d")
    return f"{city().names.receipt}-{day}-{tx.next_receipt_number(day):02d}"


def opened(tx: Transaction, case: Case | None, request: Handoff, moved: Holder, now: datetime) -> Case:
    """Return the stored case: a new one, or the open one with what is asked now; an alert becomes a case that waits."""
    asked = {name: getattr(request, name) for name in _ASKED} | {"owner": moved.owner}
    asked["claimed_at"] = now if moved.owner else None
    if case is not None:
        changed: dict[str, Any] = asked
        if case.state is not State.ALERT:
            reason = request.reason if request.reason in DANGER_FIRST else case.reason
            changed = {"reason": reason, "question": both(case.question, request.question)}
        changed |= {"flags": sorted({*case.flags, *danger_flags(tx, request)}), **personal(request, case)}
        case = dataclasses.replace(case, state=moved.state, waiting_since=now, **changed)
        tx.update_case(case)
        return case
    case = Case(
        id=ids.case_id(),
        receipt=next_receipt(tx, now),
        conversation_id=request.conversation_id,
        channel=request.channel,
        state=moved.state,
        flags=danger_flags(tx, request),
        waiting_since=now,
        opened_at=now,
        contact=request.contact,
        consent=request.consent,
        **asked,
    )
    tx.add_case(case)
    return case


def personal(request: Handoff, case: Case) -> dict[str, Any]:
    """Return contact and consent: the new ones, else those that the case has."""
    return {"contact": request.contact or case.contact, "consent": request.consent or case.consent}


def both(earlier: str, later: str) -> str:
    """Return two questions as one text; one that is in the other is not said twice."""
    return earlier if not later or later in earlier else f"{earlier}\n{later}"
