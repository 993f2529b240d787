"""The signed hand-over: composed purely, posted once, and believed only when the desk confirms it."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from standardwebhooks.webhooks import Webhook

from actions import summary, transcript
from actions.situation import Situation

# The whole turn must fit into the assistant channel's 7 s.
TIMEOUT_SECONDS = 4.0
DEVELOPMENT_SECRET = "whsec_ZGV2ZWxvcG1lbnQtb25seS1zZWNyZXQtMDEyMzQ1Njc="  # noqa: S105 - refused in production


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


def secret() -> str:
    """Return the signing secret: the first of `HITOHATA_HANDOFF_SECRETS`.

    Raises:
        HandoffFailed: In production, without a secret of its own.
    """
    given = (os.environ.get("HITOHATA_HANDOFF_SECRETS") or "").split(",")[0].strip()
    if not given and os.environ.get("HITOHATA_ENVIRONMENT") == "production":
        raise HandoffFailed("HITOHATA_HANDOFF_SECRETS must be set in production")
    return given or DEVELOPMENT_SECRET


def address() -> str:
    """Return the desk's hand-over webhook; `HITOHATA_DESK_URL` moves it off this machine."""
    base = (
        os.environ.get("HITOHATA_DESK_URL")
        or f"http://127.0.0.1:{os.environ.get('HITOHATA_PORT') or 8000}"
    )
    return f"{base.rstrip('/')}/webhooks/handoff"


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
    question = slots.get("handoff_question") or _last_question(typed, where)
    composed: dict[str, Any] = {
        "conversation_id": where.conversation_id,
        "channel": where.channel,
        "reason": _reason(where, slots),
        "topic": str(label).split("/")[0] if label else "general",
        "question": question,
        "slots": {"last_label": label, **summary.told([*typed, question])},
        "understood": known,
        "transcript": transcript.lines(events),
        "requested_at": asked_at,
    }
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
    payload = json.dumps(request, ensure_ascii=False)
    now = datetime.datetime.now(datetime.UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": identity,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret()).sign(identity, now, payload),
    }
    try:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(address(), data=payload.encode(), headers=headers) as answer,
        ):
            if answer.status not in {200, 201}:
                raise HandoffFailed(f"the desk answered {answer.status}")
            return confirmed(await answer.json())
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        raise HandoffFailed(type(error).__name__) from error


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


def _reason(where: Situation, slots: Mapping[str, Any]) -> str:
    if where.label in {"chitchat/distress", "chitchat/emergency"}:
        return str(where.label).split("/")[1]
    return "not_understood" if float(slots.get("fallback_count") or 0) >= 2 else "asked_for_person"


def _last_question(typed: Sequence[str], where: Situation) -> str:
    """Return the last thing asked before the wish for a person, or that wish where nothing was asked."""
    earlier = [words for words in typed if words != where.text]
    return (earlier[-1] if earlier else None) or where.text


def _last_user_time(events: Sequence[Mapping[str, Any]]) -> str:
    lines = transcript.lines(events)
    return (
        lines[-1]["sent_at"]
        if lines
        else datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    )
