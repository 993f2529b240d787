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
LABEL = re.compile(r"[a-z][a-z0-9_]{0,39}/[a-z][a-z0-9_]{0,59}")


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
        metadata: Stored with the message: channel, sent_at, the desk's situation, and of the kinds of contact (email, phone) that the
            desk withheld from the text why one cannot be used, None where it can.
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
    contacts = body.get("contacts") or {}
    if not isinstance(contacts, dict):
        raise TurnRefused("contacts", "an object", contacts)
    channel = _identifier(body, "channel")
    return TurnRequest(
        conversation_id=_identifier(body, "conversation_id"),
        message_id=_identifier(body, "message_id"),
        channel=channel,
        text=text,
        payload=None if choice is None else _payload(choice.get("payload")),
        metadata={"channel": channel, "sent_at": body.get("sent_at"), "desk": desk or {}}
        | ({"contacts": contacts} if contacts else {}),
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
    if after is not None and (not isinstance(after, str) or not LABEL.fullmatch(after)):
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
