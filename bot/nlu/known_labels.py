"""The labels that the code knows by name."""

from __future__ import annotations

HUMAN_AGENT = "handoff/human_agent"
DANGERS = ("chitchat/distress", "chitchat/emergency")
COURTESIES = ("chitchat/greeting_thanks", "chitchat/smalltalk")
# Topics whose answers are about no subject.
ASIDES = ("chitchat", "out_of_scope")
# 「このチャットではできないこと」 answers a question about the assistant; as a guess to choose it says nothing.
NO_GUESS = "out_of_scope/oos_assistant"


def is_aside(label: str) -> bool:
    """Whether the label's answer is about no subject."""
    return label.split("/")[0] in ASIDES
