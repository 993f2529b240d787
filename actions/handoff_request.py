"""The signed hand-over: composed purely, posted once, and believed only when the desk confirms it."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from actions import danger, desk_request, languages, summary, transcript
from actions.desk_request import DeskSilent
from actions.situation import Situation


class HandoffFailed(Exception):
    """The desk did not confirm the hand-over; nobody may be told that it happened."""


@dataclasses.dataclass(frozen=True)
class Confirmed:
    """What the desk answered: state is `queued` or `message_left`."""

    case_id: str
    receipt: str
    state: str
    position: int | None = None
    expected_wait_minutes: int | None = None
    opens_at: str | None = None


def webhook_id(where: Situation) -> str:
    """Return the idempotency key: the same message never makes two hand-overs."""
    key = f"{where.conversation_id}\n{where.message_id}"
    return "ho_" + hashlib.sha256(key.encode()).hexdigest()[:32]


def body(
    where: Situation,
    events: Sequence[Mapping[str, Any]],
    slots: Mapping[str, Any],
    consent_text: str,
) -> dict[str, Any]:
    """Compose the request of `tests/wire/handoff_request.json`; the same turn always gives the same body."""
    typed = transcript.questions(events)
    known = transcript.understood(events)
    asked_at = where.sent_at or _last_user_time(events)
    label = slots.get("last_label") or (known[0]["label"] if known else None)
    heard = danger.spoken_before(events)
    question = slots.get("handoff_question") or _last_question(typed, where)
    composed: dict[str, Any] = {
        "conversation_id": where.conversation_id,
        "channel": where.channel,
        "reason": _reason(where, slots, heard),
        "topic": str(label).split("/")[0] if label else "general",
        "question": question,
        "slots": {"last_label": label, **_language(events), **summary.told([*typed, question])},
        "understood": known,
        "transcript": transcript.lines(events),
        "requested_at": asked_at,
    }
    if heard is not None:
        composed["danger"] = heard
    if slots.get("handoff_contact"):
        composed["contact"] = {
            "kind": slots["handoff_contact_kind"],
            "value": slots["handoff_contact"],
        }
        composed["consent"] = {"given": True, "text": consent_text, "at": asked_at}
    return composed


async def post(request: Mapping[str, Any], identity: str) -> Confirmed:
    """Send the hand-over.

    Raises:
        HandoffFailed: The desk was not reached, refused, or answered something else than a confirmation.
    """
    try:
        return confirmed(await desk_request.post("/webhooks/handoff", request, identity))
    except DeskSilent as silent:
        raise HandoffFailed(str(silent)) from silent


def confirmed(answer: object) -> Confirmed:
    """Read the desk's answer.

    Raises:
        HandoffFailed: It is no confirmation.
    """
    known = {field.name for field in dataclasses.fields(Confirmed)}
    fields = answer if isinstance(answer, dict) else {}
    try:
        return Confirmed(**{key: value for key, value in fields.items() if key in known})
    except TypeError:
        raise HandoffFailed("the desk's answer is no confirmation") from None


def _language(events: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the language that the migrant wrote in last, for the consultant; nothing where all was Japanese."""
    written = transcript.languages(events)
    return {"language": languages.JAPANESE_NAMES[written[-1]]} if written else {}


def _reason(where: Situation, slots: Mapping[str, Any], heard: Mapping[str, Any] | None) -> str:
    """Return why: words of danger count before whatever was tapped or asked afterwards."""
    if heard is not None:
        return str(heard["kind"])
    if where.label in {"chitchat/distress", "chitchat/emergency"}:
        return str(where.label).split("/")[1]
    return "not_understood" if float(slots.get("fallback_count") or 0) >= 2 else "asked_for_person"


def _last_question(typed: Sequence[str], where: Situation) -> str:
    """Return the last thing asked before the wish for a person, or that wish where nothing was asked."""
    earlier = [words for words in typed if words != where.text]
    return (earlier[-1] if earlier else None) or where.text


def _last_user_time(events: Sequence[Mapping[str, Any]]) -> str:
    lines = transcript.lines(events)
    return lines[-1]["sent_at"] if lines else datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
