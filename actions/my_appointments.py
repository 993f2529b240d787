"""Appointments that were made in this conversation: asked for, changed and cancelled by words; what the desk is asked, what is said; pure."""

from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

from actions import replies, talk_texts
from actions.booking import METHODS
from actions.replies import ASK_PERSON, BOOK, Choice, Part
from actions.situation import Situation

# What a message wants of an appointment (`understanding.control`).
CONTROLS = frozenset({"my_booking", "change_booking", "cancel_booking"})
# The kind of a choice (see `replies.Choice.payload`): ask once more, do it, leave it.
CANCEL, CANCEL_NOW, KEEP = "cancel", "cancel_now", "keep"


@dataclasses.dataclass(frozen=True)
class Standing:
    """One appointment that is yet to come, as the desk tells it: `text` with its end, `short` without."""

    receipt: str
    text: str
    short: str
    method: str
    change_url: str
    calendar_url: str

    @property
    def named(self) -> str:
        """When and how, as it is said."""
        how = METHODS.get(self.method)
        return f"{self.text}（{how}）" if how else self.text


def wanted(where: Situation) -> str | None:
    """Return what a message or a tap wants of an appointment: one of `CONTROLS`, or the kind of a choice; None for nothing."""
    control = where.understanding.get("control")
    if control in CONTROLS:
        return str(control)
    kind = where.chosen.get("kind")
    return kind if where.intent == "request_booking" and kind in {CANCEL, CANCEL_NOW, KEEP} else None


def standing_request(where: Situation) -> dict[str, Any]:
    """Compose the request of `tests/wire/appointment_standing_request.json`."""
    return {"conversation_id": where.conversation_id}


def cancel_request(where: Situation) -> dict[str, Any]:
    """Compose the request of `tests/wire/appointment_cancel_request.json`: the receipt is the tapped choice's."""
    return {"conversation_id": where.conversation_id, "receipt": where.chosen.get("given", "")}


def read(answer: object) -> list[Standing] | None:
    """Read what stands, None where it cannot be read."""
    fields = answer if isinstance(answer, dict) else {}
    rows, names = fields.get("appointments"), [field.name for field in dataclasses.fields(Standing)]
    if not isinstance(rows, list) or not all(isinstance(row, dict) and set(names) <= set(row) for row in rows):
        return None
    return [Standing(**{name: str(row[name]) for name in names}) for row in rows]


_SAID = {"cancel_booking": "booked_cancel", "change_booking": "booked_change"}


def told(found: Sequence[Standing], control: str, days: Sequence[datetime.date] = ()) -> list[Part]:
    """Say which appointments stand, with the ways to change or cancel them and the calendar file.

    Args:
        found: One or more.
        control: What is wanted.
        days: To one of which the one appointment is to be moved, as far as that was said: the page begins with the
            times of the only one, or with those of them that are free.
    """
    if len(found) == 1:
        (only,) = found
        said = talk_texts.say(_SAID.get(control, "booked_one"), when=only.named)
    else:
        lines = "\n".join(f"・{item.named}" for item in found)
        said = talk_texts.say("booked_several", count=len(found), list=lines)
    pages: list[Part] = []
    for item in found:
        which = f"（{item.short}）" if len(found) > 1 else ""
        begun = f"&method={item.method}&{_named(days)}" if days and len(found) == 1 else ""
        pages.append(
            replies.page(f"日時や方法を変える{which}", f"{item.change_url}{begun}", "page_change", which=which)
        )
        if control == "my_booking":
            pages.append(replies.page(f"カレンダーに入れる{which}", item.calendar_url, "page_calendar", which=which))
    return [
        said,
        *pages,
        replies.choices([*_cancelling(found, control), ASK_PERSON], "reply"),
    ]


def none_stands(control: str) -> list[Part]:
    """Say kindly that nothing stands here, and offer to book."""
    key = "booked_none" if control == "my_booking" else "booked_none_here"
    return [talk_texts.say(key), replies.choices([BOOK, ASK_PERSON], "reply")]


def asked_again(found: Sequence[Standing], receipt: str) -> list[Part]:
    """Ask once more before an appointment is cancelled."""
    named = [item for item in found if item.receipt == receipt]
    return told(named, "cancel_booking") if named else gone()


def cancelled(answer: object) -> list[Part] | None:
    """Say what came of cancelling, None where the desk's answer cannot be read; when it was, the desk itself has told."""
    fields: Mapping[str, Any] = answer if isinstance(answer, dict) else {}
    state = fields.get("state")
    if state == "cancelled":
        return [talk_texts.say("booking_cancelled"), replies.choices([BOOK, ASK_PERSON], "reply")]
    if state == "refused":
        return [
            talk_texts.say("booking_refused", reason=fields.get("text") or ""),
            replies.choices([ASK_PERSON], "reply"),
        ]
    return gone() if state == "gone" else None


def gone() -> list[Part]:
    """Answer a late tap: the appointment does not stand any more."""
    return [talk_texts.say("booking_gone"), replies.choices([BOOK, ASK_PERSON], "reply")]


def kept() -> list[Part]:
    """Confirm that nothing was cancelled."""
    return [talk_texts.say("booking_kept"), replies.choices([ASK_PERSON], "reply")]


def _cancelling(found: Sequence[Standing], control: str) -> list[Choice]:
    if len(found) > 1:
        return [
            Choice(f"{item.short} を取り消す", _payload(CANCEL, item.receipt), f"{item.short} を やめる")
            for item in found
        ]
    (only,) = found
    if control != "cancel_booking":
        return [Choice("予約を取り消す", _payload(CANCEL, only.receipt), "予約《よやく》を やめる")]
    return [
        Choice("取り消す", _payload(CANCEL_NOW, only.receipt), "予約《よやく》を やめる"),
        Choice("そのままにする", _payload(KEEP), "そのままに する"),
    ]


def _named(days: Sequence[datetime.date]) -> str:
    listed = ",".join(day.isoformat() for day in days)
    return f"day={listed}" if len(days) == 1 else f"days={listed}"


def _payload(kind: str, receipt: str | None = None) -> str:
    given = {"kind": kind} | ({"given": receipt} if receipt else {})
    return "/request_booking" + json.dumps(given)
