"""Checks a history against what must never break; prints what it found."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from desk.conversation import feed
from desk.conversation.models import Author
from desk.conversation_sql import tables as t
from desk.conversation_sql.transaction import SqlStore
from desk.db.database import Database


@dataclass
class History:
    """What the outside was told: ids answered with 2xx, and claims won."""

    accepted: list[tuple[str, str]] = field(default_factory=list)
    claims_won: list[tuple[str, int]] = field(default_factory=list)


def broken(database: Database, history: History) -> list[str]:
    """Return a sentence for every invariant that the stored state breaks; empty is good."""
    found: list[str] = []
    store = SqlStore(database)
    with database.read() as connection:
        conversations = [
            row[0] for row in connection.execute(t.conversations.select().with_only_columns(t.conversations.c.id))
        ]
        stored = Counter(
            (row[0], row[1])
            for row in connection.execute(
                t.messages.select().with_only_columns(t.messages.c.conversation_id, t.messages.c.outside_id)
            )
            if row[1] is not None
        )
        open_cases = Counter(
            row[0]
            for row in connection.execute(
                t.cases.select().with_only_columns(t.cases.c.conversation_id).where(t.cases.c.state != "closed")
            )
        )
    found += [f"I1: accepted {key} is stored {stored[key]} times" for key in set(history.accepted) if stored[key] != 1]
    found += [f"I5: {key} has {count} open cases" for key, count in open_cases.items() if count > 1]
    found += [f"I5: epoch {key} of a claim was won twice" for key, n in Counter(history.claims_won).items() if n > 1]
    for conversation_id in conversations:
        with store.read() as tx:
            messages = tx.messages(conversation_id)
            fresh = feed.visible(tx, conversation_id, 0)
            # Wherever somebody left off; of a long conversation, at some two hundred places.
            places = range(0, len(messages) + 1, max(1, len(messages) // 200))
            wrong = [n for n in places if feed.visible(tx, conversation_id, n) != [m for m in fresh if m["seq"] > n]]
        numbers = [m.seq for m in messages]
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"I2: numbers of {conversation_id} are {numbers}")
        if wrong:
            found.append(f"I7: read on from {wrong}, {conversation_id} differs from a fresh read")
        found += _bot_over_person(conversation_id, messages)
    return found


def _bot_over_person(conversation_id: str, messages: list) -> list[str]:
    """I4: between a consultant's coming and the end, no bot message is shown."""
    found, held = [], False
    for message in messages:
        kinds = {part.get("kind") for part in message.parts}
        if "consultant_joined" in kinds:
            held = True
        elif kinds & {"returned", "closed"}:
            held = False
        elif held and message.author is Author.BOT and not message.late:
            found.append(f"I4: the bot spoke over a person in {conversation_id} at {message.seq}")
    return found
