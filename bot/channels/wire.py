"""What passes between the desk and the assistant, parsed and rendered; pure, no Rasa, no network.

`tests/wire/turn_*.json` holds a sample of each message.
"""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

# The desk refuses longer texts itself; this bound protects the assistant from any other caller.
MAX_TEXT_CHARACTERS = 10_000
MAX_BODY_BYTES = 256 * 1024
# Each takes some milliseconds, in which no turn is answered.
MOST_SKETCHES = 32
# Ids are made by the desk; the pattern keeps log lines and database keys harmless.
_ID = re.compile(r"^[A-Za-z0-9_.:\-]{1,128}$")
# Rasa reads these beginnings as commands (rasa/core/processor.py, rasa/shared/nlu/constants.py).
_COMMAND = re.compile(r"^(\s|/|EXTERNAL:)*(/|EXTERNAL:)\s*")


class TurnRefused(ValueError):
    """The request cannot become a turn; `field` names what was wrong, the message what was expected."""

    def __init__(self, field: str, expected: str, got: object) -> None:
        """Say in one sentence which field was expected to be what, and what came."""
        self.field = field
        super().__init__(f"{field}: expected {expected}, got {_shown(got)}")


@dataclasses.dataclass(frozen=True)
class TurnRequest:
    """One thing the migrant said or tapped.

    Attributes:
        conversation_id: The desk's random id; Rasa's sender id.
        message_id: Unique per message; the same id is the same turn.
        channel: Where the migrant is: `web`, `line`, or a later one.
        text: What the migrant typed, or the label of the choice.
        payload: Rasa command of an offered choice, begins with `/`; None for typed text.
        metadata: Stored with the message: channel, sent_at and the desk's situation.
    """

    conversation_id: str
    message_id: str
    channel: str
    text: str
    payload: str | None
    metadata: dict[str, Any]

    @property
    def reads_as_command(self) -> bool:
        """Whether Rasa would read the typed text as a command rather than as words."""
        return self.payload is None and reads_as_command(self.text)


def parse_request(body: object) -> TurnRequest:
    """Turn a decoded JSON body into a request.

    Raises:
        TurnRefused: A field is missing or of the wrong kind.
    """
    if not isinstance(body, dict):
        raise TurnRefused("body", "a JSON object", body)
    choice = body.get("choice")
    if (choice is None) == (body.get("text") is None):
        raise TurnRefused("text", "either text or choice", sorted(map(str, body)))
    if choice is not None and not isinstance(choice, dict):
        raise TurnRefused("choice", "an object {label, payload}", choice)
    text = _text("text", body["text"]) if choice is None else _text("label", choice.get("label"))
    desk = body.get("desk")
    if desk is not None and not isinstance(desk, dict):
        raise TurnRefused("desk", "an object", desk)
    channel = _identifier(body, "channel")
    return TurnRequest(
        conversation_id=_identifier(body, "conversation_id"),
        message_id=_identifier(body, "message_id"),
        channel=channel,
        text=text,
        payload=None if choice is None else _payload(choice.get("payload")),
        metadata={"channel": channel, "sent_at": body.get("sent_at"), "desk": desk or {}},
    )


@dataclasses.dataclass(frozen=True)
class UnderstandRequest:
    """Words to be understood without an answer: the desk's message id and 1 to `MAX_TEXT_CHARACTERS` characters.

    `after` is the label of the answer that they follow, None for a beginning.
    """

    message_id: str
    text: str
    after: str | None = None

    @property
    def words(self) -> str:
        """The text without a beginning that Rasa would obey."""
        return without_command(self.text) if reads_as_command(self.text) else self.text


def parse_understand(body: object) -> UnderstandRequest:
    """Turn a decoded JSON body of `/understand` into a request.

    Raises:
        TurnRefused: A field is missing or of the wrong kind.
    """
    if not isinstance(body, dict):
        raise TurnRefused("body", "a JSON object", body)
    text = _text("text", body.get("text"))
    if not text.strip():
        raise TurnRefused("text", "1 to 10,000 characters that are not all spaces", body["text"])
    after = body.get("after")
    if after is not None and (not isinstance(after, str) or not _LABEL.fullmatch(after)):
        raise TurnRefused("after", "a label topic/name", after)
    return UnderstandRequest(_identifier(body, "message_id"), text, after)


def parse_sketches(body: object) -> list[str]:
    """Turn a decoded JSON body of `/sketches` into its texts.

    Raises:
        TurnRefused: A field is missing or of the wrong kind.
    """
    if not isinstance(body, dict):
        raise TurnRefused("body", "a JSON object", body)
    texts = body.get("texts")
    if not isinstance(texts, list) or not 0 < len(texts) <= MOST_SKETCHES:
        raise TurnRefused("texts", f"1 to {MOST_SKETCHES} texts", texts)
    return [_text("texts", text) for text in texts]


def reads_as_command(text: str) -> bool:
    """Return whether Rasa would read a text as a command rather than as words."""
    return _COMMAND.match(text) is not None


def without_command(text: str) -> str:
    """Return the words of a text without the beginning that Rasa would obey; never empty."""
    return _COMMAND.sub("", text).strip() or "?"


def bubble(message: dict[str, Any]) -> dict[str, Any] | None:
    """Return `{parts: […]}` for one bot message of Rasa, or None where it says nothing.

    Actions of this project send parts; whatever else a Rasa response may hold (text, buttons, an
    image) is turned into parts, so that a plain `utter_…` response works as well.
    """
    custom = message.get("custom")
    if isinstance(custom, dict) and isinstance(custom.get("parts"), list):
        return {"parts": custom["parts"]}
    parts: list[dict[str, Any]] = []
    if message.get("text"):
        parts.append({"type": "text", "text": message["text"]})
    if message.get("image"):
        parts.append({"type": "text", "text": message["image"]})
    buttons = list(message.get("buttons") or []) + list(message.get("quick_replies") or [])
    if buttons:
        choices = [
            {"id": f"ch_{number}", "label": button["title"], "payload": button["payload"]}
            for number, button in enumerate(buttons, start=1)
        ]
        parts.append({"type": "choices", "purpose": "reply", "choices": choices})
    return {"parts": parts} if parts else None


def flags(replies: list[dict[str, Any]], understanding: dict[str, Any]) -> list[str]:
    """Return what the desk must know besides the words, for instance `distress`; sorted, distinct."""
    found = {str(flag) for flag in understanding.get("flags") or []}
    for reply in replies:
        for part in reply["parts"]:
            found.update(str(flag) for flag in part.get("flags") or [])
    return sorted(found)


def understanding_of(parse_data: dict[str, Any]) -> dict[str, Any]:
    """Return what the assistant understood of a message, as `{outcome, label, confidence, …}`.

    Taken from our own component's output where it ran; a choice (a Rasa command) has the label that
    it names and full confidence.
    """
    own = parse_data.get("understanding")
    if isinstance(own, dict):
        return own
    intent = parse_data.get("intent") or {}
    label = intent.get("full_retrieval_intent_name") or _chosen(parse_data) or intent.get("name")
    confidence = float(intent.get("confidence") or 0.0)
    return {
        "outcome": "answer",
        "label": label,
        "confidence": confidence,
        "candidates": [{"label": label, "confidence": confidence}] if label else [],
    }


def understanding_of_typed(parse_data: dict[str, Any]) -> dict[str, Any]:
    """Return what was understood of typed words that were taken as a tap: words of the talk (`control`), no question of its own."""
    tapped = understanding_of(parse_data)
    if _LABEL.fullmatch(str(tapped["label"] or "")):
        return tapped | {"control": "choice"}
    return {"outcome": "clarify", "label": None, "confidence": 1.0, "candidates": [], "control": "choice"}


def _chosen(parse_data: dict[str, Any]) -> str | None:
    for entity in parse_data.get("entities") or []:
        if entity.get("entity") in {"label", "chosen_label"}:
            return str(entity.get("value"))
    return None


_LABEL = re.compile(r"[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,59}")


def _identifier(body: dict[str, Any], field: str) -> str:
    value = body.get(field)
    if not isinstance(value, str) or not _ID.match(value):
        raise TurnRefused(field, "1 to 128 letters, digits or _ . : -", value)
    return value


def _text(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise TurnRefused(field, "a string", value)
    if len(value) > MAX_TEXT_CHARACTERS:
        raise TurnRefused(field, f"at most {MAX_TEXT_CHARACTERS} characters", f"{len(value)}")
    # A lone surrogate survives JSON but neither a database nor a tokenizer.
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def _payload(value: object) -> str:
    if not isinstance(value, str) or not value.startswith("/"):
        raise TurnRefused("choice.payload", "a string that begins with /", value)
    return _text("choice.payload", value)


def _shown(value: object) -> str:
    """Show the kind of a value, never a person's words."""
    if isinstance(value, str):
        return f"a string of {len(value)} characters"
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)[:80]
    return type(value).__name__ if value is not None else "nothing"
