"""What a consultant should know before reading the transcript, and who a note calls; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desk.cases.schemas import CaseSummary
from desk.conversation.models import Case, Message

MOST_FAILED = 5
_ANSWERED = frozenset({"answer"})
_FAILED = frozenset({"fallback"})
_NO_TOPICS = frozenset({"handoff", "chitchat"})


def of(case: Case, heard: Sequence[Message]) -> CaseSummary:
    """Return {topics, last_question, failed}: labels that were answered, and in whose words the bot had none.

    Args:
        case: The case.
        heard: The migrant's messages with what the assistant understood of each, in order.
    """
    topics: list[str] = []
    failed: list[str] = []
    asked = case.question
    for message in heard:
        known = message.understanding or {}
        label, outcome = str(known.get("label") or ""), known.get("outcome")
        # A wish for a person or a tap on a menu is no question: only answers have a topic before the slash.
        is_topic = "/" in label and label.partition("/")[0] not in _NO_TOPICS
        if outcome in _FAILED or is_topic:
            asked = message.text
        if outcome in _ANSWERED and is_topic and label not in topics:
            topics.append(label)
        if outcome in _FAILED and message.text not in failed:
            failed.append(message.text)
    return {"topics": topics, "last_question": asked, "failed": failed[-MOST_FAILED:]}


def called(note: str, names: Mapping[str, str]) -> list[str]:
    """Return the account ids whose names follow an @ in a note; of 佐藤 and 佐藤花子 the longer one that fits.

    Args:
        note: The note's text.
        names: {account id: name}.
    """
    found: list[str] = []
    pieces = note.replace("＠", "@").split("@")[1:]
    for piece in pieces:
        words = piece.replace(" ", "").replace("\u3000", "")
        fits = [
            (len(name), account_id)
            for account_id, name in names.items()
            if words.startswith(name.replace(" ", "").replace("\u3000", ""))
        ]
        longest = max(fits, default=(0, ""))[0]
        found += [account_id for length, account_id in fits if length == longest]
    return list(dict.fromkeys(found))
