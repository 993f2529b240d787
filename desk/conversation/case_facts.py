"""What consultants correct of a case, and whom they mute. Nothing here speaks to the migrant."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from desk.conversation import open_case
from desk.conversation.holder import USE_STOPPED, Refused
from desk.conversation.models import Case, Consultant
from desk.conversation.ports import Transaction

# What a migrant tells of themselves and a consultant may correct.
EDITABLE = frozenset({"from_where", "family", "timing", "goal"})
# Nobody is muted for ever by one click.
LONGEST_MUTE = timedelta(days=31)


@dataclasses.dataclass(frozen=True)
class Correction:
    """What is to be changed; None leaves a fact as it is.

    Attributes:
        topic: A key of the city's topics.
        slots: Of `EDITABLE`; an empty text forgets what was told.
        name: How the person wants to be called.
        contact: {kind, value} in place of the former one.
        tags: All tags of the case.
    """

    topic: str | None = None
    slots: Mapping[str, str] | None = None
    name: str | None = None
    contact: Mapping[str, str] | None = None
    tags: list[str] | None = None


def correct(tx: Transaction, case_id: str, change: Correction) -> tuple[Case, list[str]]:
    """Change what is known of a case; returns it and the names of the facts that changed, for the log.

    Raises:
        UnknownCase: There is no such case, or it was erased.
        Refused: It is closed, or the person's data must not be used.
    """
    case, conversation = open_case.still_open(tx, case_id)
    if tx.is_stopped(conversation.id):
        raise Refused(*USE_STOPPED)
    new: dict[str, Any] = {}
    if change.topic is not None:
        new["topic"] = change.topic
    if change.slots is not None:
        told = {name: words for name, words in change.slots.items() if name in EDITABLE}
        new["slots"] = {**case.slots, **{name: words or None for name, words in told.items()}}
    if change.contact is not None or change.name is not None:
        new["contact"] = _contact(case.contact, change)
    if change.tags is not None:
        new["tags"] = list(dict.fromkeys(change.tags))
    changed = [name for name, value in new.items() if getattr(case, name) != value]
    if changed:
        case = dataclasses.replace(case, **new)
        tx.update_case(case)
    return case, changed


def _contact(known: dict[str, Any] | None, change: Correction) -> dict[str, Any] | None:
    found = {**(known or {}), **(change.contact or {})}
    if change.name is not None:
        found["name"] = change.name
    if not found.get("name"):
        found.pop("name", None)
    return found or None


def mute(tx: Transaction, case_id: str, who: Consultant, until: datetime, now: datetime) -> Case:
    """Let a person call nobody until a time: they may leave messages, and words of danger call all the same.

    Raises:
        UnknownCase: There is no such case, or it was erased.
        Refused: The time has passed, or is too far away.
    """
    case = _known(tx, case_id)
    if not now < until <= now + LONGEST_MUTE:
        raise Refused("bad_time", f"止める期間は{LONGEST_MUTE.days}日までです。")
    tx.mute(case.conversation_id, until, who, now)
    return case


def unmute(tx: Transaction, case_id: str) -> Case:
    """Let a person call consultants again.

    Raises:
        UnknownCase: There is no such case, or it was erased.
    """
    case = _known(tx, case_id)
    tx.unmute(case.conversation_id)
    return case


def _known(tx: Transaction, case_id: str) -> Case:
    case = tx.case(case_id)
    if case is None:
        raise open_case.UnknownCase(case_id)
    return case
