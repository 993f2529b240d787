"""What the web contract says of a message and of how things stand (tests/wire/web_*.json), as types. Pure."""

from __future__ import annotations

from typing import Literal, NotRequired

# Pydantic reads the typing module's own only from Python 3.12 on.
from typing_extensions import TypedDict

from desk.conversation.models import Author, State

Holding = Literal[State.BOT, State.QUEUED, State.CONSULTANT, State.MESSAGE_LEFT, State.CLOSED]


class FormerText(TypedDict):
    """What a message said before it was changed on LINE."""

    text: str
    until: str


class TextPart(TypedDict):
    """Words.

    Attributes:
        easy: The same in やさしい日本語, with readings.
        language: In what it is written, where that is not Japanese.
        attachment: Id of a photo or file that came with it on LINE, for consultants.
        arrived_at: When it reached the desk, where that was long after it was said.
        former: What it said before it was changed on LINE.
        subject: Of a mail: what stands in its head; `folded` is what lies below its words, `guessed` whether its encoding was.
        tapped: A button's words, which somebody tapped.
        easy_first: It is in やさしい日本語 as it stands.
    """

    type: Literal["text"]
    text: str
    easy: NotRequired[str]
    language: NotRequired[str]
    attachment: NotRequired[str]
    arrived_at: NotRequired[str]
    former: NotRequired[list[FormerText]]
    subject: NotRequired[str]
    folded: NotRequired[str]
    guessed: NotRequired[bool]
    tapped: NotRequired[bool]
    easy_first: NotRequired[bool]


class Source(TypedDict):
    """Where an answer has it from."""

    title: str
    url: str
    date: NotRequired[str]


class AnswerPart(TypedDict):
    """An approved answer.

    Attributes:
        more: What [くわしく] opens.
        language: Of a version in another language than Japanese; the Japanese follows.
        easy_first: Shown in やさしい日本語 whatever the reader's settings.
    """

    type: Literal["answer"]
    label: str
    title: str
    text: str
    more: NotRequired[str]
    easy: NotRequired[str]
    easy_more: NotRequired[str]
    easy_title: NotRequired[str]
    sources: list[Source]
    checked: str
    outdated: bool
    caveat: NotRequired[str]
    easy_caveat: NotRequired[str]
    language: NotRequired[str]
    easy_first: NotRequired[bool]


class ContactPart(TypedDict):
    """Whom to call or write to."""

    type: Literal["contact"]
    label: str
    tel: NotRequired[str]
    email: NotRequired[str]
    url: NotRequired[str]


class FormPart(TypedDict):
    """A form to fill in, such as that of a message left; `easy_purpose` says the purpose in やさしい日本語, with readings.

    `words` are its labels, its purpose and what is wrong in the reader's language, where that is not Japanese.
    """

    type: Literal["form"]
    form: str
    text: str
    purpose: str
    easy_purpose: NotRequired[str]
    question: str
    words: NotRequired[dict[str, str]]
    language: NotRequired[str]


class ShownChoice(TypedDict):
    """What may be tapped; `easy` is the same in やさしい日本語, with readings."""

    id: str
    label: str
    easy: NotRequired[str]


class ChoicesPart(TypedDict):
    """What may be tapped, and above it what for."""

    type: Literal["choices"]
    purpose: str
    choices: list[ShownChoice]
    legend: NotRequired[str]


class NoticePart(TypedDict):
    """What the desk itself says; `easy` is the same in やさしい日本語, with readings."""

    type: Literal["notice"]
    kind: str
    text: str
    receipt: NotRequired[str]
    position: NotRequired[int]
    easy: NotRequired[str]
    language: NotRequired[str]


ShownPart = TextPart | AnswerPart | ContactPart | FormPart | ChoicesPart | NoticePart


class ShownMessage(TypedDict):
    """A message as everybody may see it; `client_id` is the sender's own id, of the migrant's messages only."""

    seq: int
    author: Author
    author_name: str
    sent_at: str
    parts: list[ShownPart]
    client_id: NotRequired[str]


class ContactDetails(TypedDict):
    """What somebody may tell beside a telephone number or mail address; named in `desk.display_names`."""

    name: NotRequired[str]
    preferred_time: NotRequired[str]


class Standing(TypedDict):
    """How things stand.

    Attributes:
        epoch: Rising with every change of the holder; with `last_seq` it tells older news from newer.
        consultant_name: Only while a consultant holds the conversation.
        position: In the queue, only while it waits there; so too `expected_wait_minutes`.
        changes: How often words that were said before were taken back or changed, where the channel allows it: a screen
            that knows another number reads all of it again.
    """

    holder: Holding
    epoch: int
    last_seq: int
    open: bool
    opens_text: str | None
    staffed: NotRequired[bool]
    assistant_ready: bool
    typing: str | None
    consultant_name: NotRequired[str | None]
    position: NotRequired[int | None]
    expected_wait_minutes: NotRequired[int | None]
    changes: NotRequired[int]
