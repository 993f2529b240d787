"""What an action needs to know of the conversation: channel, the desk's situation, what was understood; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from actions.languages import EASY, JAPANESE

# The channel name of bot/channels/desk.py: its replies are message parts, those of other channels plain text.
DESK_CHANNEL = "desk"


@dataclasses.dataclass(frozen=True)
class Situation:
    """One turn as the actions see it.

    Attributes:
        conversation_id: Rasa's sender id, the desk's conversation id.
        message_id: Id of the message being answered.
        through_desk: Whether the replies go through the desk, which shows parts.
        channel: Where the migrant is: `web`, `line`, or the name of another Rasa channel.
        text: What the migrant typed, or the label of the choice.
        intent: Name of Rasa's intent: a topic, an outcome, or a tap.
        sent_at: ISO time of the message by the desk's clock, None elsewhere.
        label: The label understood or chosen.
        understanding: What the understanding gate wrote; empty after a choice.
        chosen: Entities of a choice by name.
        desk: open, on_duty, opens_at, opens_text, expected_wait_minutes, returned, by_link.
        language: In which the reply is written: ja, en, zh-Hans, zh-Hant or ko.
        written: In which the migrant wrote last: one of these, romaji or other; ja-easy where they chose that.
        contacts: Kinds of contact (email, phone) that the desk withheld from the text: why one cannot be used, None where it can.
        topics: Keys of the topics that the message lists beside what was understood (仕事と家賃).
    """

    conversation_id: str
    message_id: str
    through_desk: bool
    channel: str
    text: str
    intent: str
    sent_at: str | None
    label: str | None
    understanding: Mapping[str, Any]
    chosen: Mapping[str, str]
    desk: Mapping[str, Any]
    language: str = "ja"
    written: str = "ja"
    topics: tuple[str, ...] = ()
    contacts: Mapping[str, str | None] = dataclasses.field(default_factory=dict)

    @property
    def person_available(self) -> bool:
        """Whether a wish for a person goes into the queue now; a channel without the desk does not know and tries.

        Within the opening hours consultants are told even if none has the console open (the desk's words
        say so honestly), so only the hours count.
        """
        return not self.through_desk or bool(self.desk.get("open"))

    @property
    def by_link(self) -> bool:
        """Whether consultations are held on the desk's own page and not where the migrant writes now."""
        return bool(self.desk.get("by_link"))


def read(
    sender_id: str,
    latest_message: Mapping[str, Any],
    input_channel: str | None,
    slots: Mapping[str, Any] | None = None,
) -> Situation:
    """Compose the situation from a tracker's sender id, latest message, input channel and slots."""
    metadata = latest_message.get("metadata") or {}
    understanding = latest_message.get("understanding") or {}
    chosen = {
        str(entity["entity"]): str(entity["value"])
        for entity in latest_message.get("entities") or []
        if entity.get("entity") is not None and entity.get("value") is not None
    }
    chosen_before = str((slots or {}).get("language") or JAPANESE)
    is_easy = chosen_before == EASY
    language = str(understanding.get("reply_language") or (JAPANESE if is_easy else chosen_before))
    return Situation(
        conversation_id=sender_id,
        message_id=str(latest_message.get("message_id") or metadata.get("message_id") or ""),
        through_desk=input_channel == DESK_CHANNEL,
        channel=str(metadata.get("channel") or input_channel or "unknown"),
        text=str(metadata.get("shown_text") or latest_message.get("text") or ""),
        intent=str((latest_message.get("intent") or {}).get("name") or ""),
        sent_at=metadata.get("sent_at"),
        label=chosen.get("label") or understanding.get("label"),
        understanding=understanding,
        chosen=chosen,
        desk=metadata.get("desk") or {},
        language=language,
        written=EASY if is_easy else str(understanding.get("language") or language),
        topics=tuple(map(str, metadata.get("topics") or ())),
        contacts=metadata.get("contacts") or {},
    )
