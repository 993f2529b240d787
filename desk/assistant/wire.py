"""What passes between desk and assistant; pure. Samples: tests/wire/turn_*.json.

Every text that a person wrote goes through `told`: telephone numbers, addresses and the like stay with the desk, whatever
channel they came by. What a form of the assistant needs to know of a contact is whether it can be used (`contacts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from desk.contact import parse
from desk.contact.patterns import Kind
from desk.contact.withheld import withhold
from desk.conversation.models import Situation, Turn
from desk.conversation.turns import Reply

# A reply beyond this is no reply: the assistant's answers are a few kilobytes.
MOST_BUBBLES = 10
# The assistant refuses more texts at once (bot/channels/wire.py).
MOST_SKETCHES = 32
SKETCH_BITS = 1_024
_READ = {Kind.MAIL: ("email", parse.mail), Kind.PHONE: ("phone", parse.phone)}
_SKETCH = re.compile(rf"[0-9a-f]{{{SKETCH_BITS // 4}}}")
_PART_TYPES = frozenset({"text", "answer", "choices", "contact", "notice", "form", "handoff"})


class UnusableReply(ValueError):
    """What came back is no reply; the message says what was expected."""


def told(text: str) -> str:
    """Return what the assistant is told of a text: what is personal in it is replaced by its name."""
    found = withhold(text)
    return text if found is None else found.told


def contacts(text: str) -> dict[str, str | None]:
    """Return for each kind of contact that is withheld from a text why it cannot be used, None where it can."""
    found = withhold(text)
    kinds = () if found is None else found.kinds
    return {name: read(text).refused for kind, (name, read) in _READ.items() if kind.value in kinds}


def request(
    turn: Turn,
    situation: Situation,
    returned: dict[str, Any] | None,
    by_link: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """Compose the body of a turn; on channels `by_link`, consultations are held on our own page."""
    body: dict[str, Any] = {
        "conversation_id": turn.conversation_id,
        "message_id": turn.id,
        "channel": turn.channel,
        "sent_at": turn.sent_at.isoformat(timespec="milliseconds"),
        "desk": {
            "open": situation.open,
            "on_duty": situation.on_duty,
            "opens_at": situation.opens_at.isoformat() if situation.opens_at else None,
            "opens_text": situation.opens_text,
            "expected_wait_minutes": situation.expected_wait_minutes,
            "returned": returned,
        },
    }
    if turn.channel in by_link:
        body["desk"]["by_link"] = True
    if turn.payload is not None:
        body["choice"] = {"label": told(turn.text), "payload": turn.payload}
        return body
    body["text"] = told(turn.text)
    if withheld := contacts(turn.text):
        body["contacts"] = withheld
    return body


def understand_request(message_id: str, text: str, after: str = "") -> dict[str, Any]:
    """Compose the body that asks for understanding without an answer; `after` is the label of the answer before."""
    return {"message_id": message_id, "text": told(text)} | ({"after": after} if after else {})


def understood(body: object, message_id: str) -> dict[str, Any]:
    """Read the answer to it: what was understood.

    Raises:
        UnusableReply: It is of another shape, about another message, or does not say whether there is danger.
    """
    if not isinstance(body, dict) or body.get("message_id") != message_id:
        raise UnusableReply("expected an object about this message")
    understanding = body.get("understanding")
    if not isinstance(understanding, dict) or "danger" not in understanding:
        raise UnusableReply("expected an understanding with danger")
    return understanding


def sketches_request(texts: Sequence[str]) -> dict[str, Any]:
    """Compose the body that asks what texts mean, `MOST_SKETCHES` at most."""
    return {"texts": [told(text) for text in texts]}


def sketches(body: object, count: int) -> tuple[str, list[int]]:
    """Read the answer to it: the space in which they may be compared, and `SKETCH_BITS` signs of each text.

    Raises:
        UnusableReply: It is of another shape, or of other texts.
    """
    space, found = (body.get("space"), body.get("sketches")) if isinstance(body, dict) else (None, None)
    if not isinstance(space, str) or not isinstance(found, list) or len(found) != count:
        raise UnusableReply("expected a space and a sketch of each text")
    if not all(isinstance(one, str) and _SKETCH.fullmatch(one) for one in found):
        raise UnusableReply(f"expected sketches of {SKETCH_BITS} bits")
    return space, [int(one, 16) for one in found]


def reply(body: object) -> Reply:
    """Read the answer to a turn.

    Raises:
        UnusableReply: It is empty or of another shape; an assistant that says nothing has failed.
    """
    if not isinstance(body, dict) or not isinstance(body.get("replies"), list):
        raise UnusableReply("expected an object with replies")
    bubbles = []
    for item in body["replies"][:MOST_BUBBLES]:
        parts = item.get("parts") if isinstance(item, dict) else None
        if not isinstance(parts, list):
            raise UnusableReply("expected each reply to have parts")
        known = [part for part in parts if isinstance(part, dict) and part.get("type") in _PART_TYPES]
        if known:
            bubbles.append(known)
    if not bubbles:
        raise UnusableReply("expected something to say, got nothing")
    understanding = body.get("understanding")
    flags = body.get("flags")
    return Reply(
        bubbles,
        understanding if isinstance(understanding, dict) else {},
        [str(flag) for flag in flags] if isinstance(flags, list) else [],
    )
