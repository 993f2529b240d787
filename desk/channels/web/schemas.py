"""What the widget sends (unknown fields are ignored, wrong ones named), and what it is answered."""

from __future__ import annotations

from typing import Annotated, NotRequired

from pydantic import AfterValidator, BaseModel, Field, model_validator
from typing_extensions import TypedDict

from desk.contact.patterns import is_visible
from desk.conversation.inbound import LONGEST_TEXT
from desk.conversation.wire import ContactDetails, ShownMessage, Standing
from desk.http.stored import Stored


def _without_controls(text: str) -> str:
    """Drop NUL and other controls that no database or screen can use; keep line breaks and tabs."""
    kept = "".join(c for c in text if c in "\n\t" or ord(c) >= 32)
    if not is_visible(kept):
        raise ValueError("expected words, got none")
    return kept


ClientId = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[A-Za-z0-9_.:\-]+$")]


class SendMessage(BaseModel):
    """Typed words, or the id of an offered choice."""

    client_id: ClientId
    text: Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_without_controls)] | None = None
    choice: Annotated[str, Field(min_length=1, max_length=120)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> SendMessage:
        if (self.text is None) == (self.choice is None):
            raise ValueError("expected either text or choice")
        return self


class UseLink(BaseModel):
    """The code of a one-time link."""

    code: Annotated[str, Field(min_length=1, max_length=80)]


class Opened(TypedDict):
    """What opens a conversation; the token is shown only here."""

    conversation_id: str
    token: str


class OwnLink(TypedDict):
    """A one-time address for another device of the same person."""

    address: str


class Begun(Opened):
    """A conversation that was begun."""

    greeting: Stored[ShownMessage]


class Taken(TypedDict):
    """The number that a message got."""

    seq: int


class Feed(TypedDict):
    """Messages by rising number, and how things stand."""

    messages: Stored[list[ShownMessage]]
    state: Standing


class CheckedForm(ContactDetails):
    """A form as it would be sent."""

    question: str
    contact_kind: str
    contact: NotRequired[str]


class Checked(TypedDict):
    """What would be sent."""

    checked: CheckedForm


class MailStanding(TypedDict):
    """Where the transcript stands: `code_sent`, then `sent`."""

    state: str
