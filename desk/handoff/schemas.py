"""The hand-over's body and its answer (tests/wire/handoff_*.json)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, NotRequired

from pydantic import AwareDatetime, BaseModel, Field
from typing_extensions import TypedDict

from desk.conversation.case_models import Handoff

Words = Annotated[str, Field(max_length=20_000)]


class Contact(BaseModel):
    """How to reach the person outside the chat."""

    kind: Literal["email", "phone"]
    value: Annotated[str, Field(min_length=3, max_length=254)]
    name: Annotated[str, Field(max_length=80)] | None = None
    preferred_time: Annotated[str, Field(max_length=120)] | None = None


class Consent(BaseModel):
    """What the person agreed to, and when."""

    given: bool
    text: Annotated[str, Field(max_length=4_000)] = ""
    at: AwareDatetime | None = None


class Line(BaseModel):
    """One line of the transcript."""

    author: Literal["user", "bot", "consultant", "system"]
    text: Words
    sent_at: AwareDatetime | None = None


class Understood(BaseModel):
    """What the bot understood."""

    label: Annotated[str, Field(max_length=120)]
    confidence: Annotated[float, Field(ge=0, le=1)]


class Danger(BaseModel):
    """Words of danger that the assistant heard earlier in the conversation."""

    kind: Literal["distress", "emergency"]
    subject: Annotated[str, Field(max_length=40)] = "other"
    words: Annotated[str, Field(max_length=400)] = ""
    by: Annotated[str, Field(max_length=20)] = "rule"


class HandoffRequest(BaseModel):
    """See the module."""

    conversation_id: Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9_.:@+\-]+$")]
    channel: Annotated[str, Field(min_length=1, max_length=32)]
    reason: Annotated[str, Field(min_length=1, max_length=40)]
    topic: Annotated[str, Field(min_length=1, max_length=60)]
    question: Annotated[str, Field(max_length=4_000)]
    slots: dict[str, Any] = {}
    contact: Contact | None = None
    consent: Consent | None = None
    danger: Danger | None = None
    understood: Annotated[list[Understood], Field(max_length=50)] = []
    transcript: Annotated[list[Line], Field(max_length=2_000)] = []
    requested_at: AwareDatetime

    def as_handoff(self) -> Handoff:
        """Return the request in the conversation's own terms; contact data only with consent."""
        agreed = self.consent is not None and self.consent.given
        return Handoff(
            conversation_id=self.conversation_id,
            channel=self.channel,
            reason=self.reason,
            topic=self.topic,
            question=_clean(self.question),
            slots=self.slots,
            understood=[item.model_dump() for item in self.understood],
            transcript=[_line(line) for line in self.transcript],
            requested_at=self.requested_at,
            contact=self.contact.model_dump(exclude_none=True) if self.contact and agreed else None,
            consent=self.consent.model_dump(mode="json") if self.consent else None,
        )


class HandoffAnswer(TypedDict):
    """What became of a hand-over; the rest is what is true of the wait, where there is one."""

    case_id: str
    receipt: str
    state: str
    position: NotRequired[int]
    expected_wait_minutes: NotRequired[int | None]
    opens_at: NotRequired[str | None]


def _line(line: Line) -> dict[str, Any]:
    moment: datetime | None = line.sent_at
    return {
        "author": line.author,
        "text": _clean(line.text),
        "sent_at": moment.isoformat() if moment else None,
    }


def _clean(text: str) -> str:
    return text.replace("\x00", "")
