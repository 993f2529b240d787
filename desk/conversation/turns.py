"""What becomes of a turn of the assistant: shown, kept as late, or apologised for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from desk.conversation import going_on, handover_texts, leaving, texts
from desk.conversation.models import Author, Part, Situation, Turn
from desk.conversation.ports import Transaction


@dataclasses.dataclass(frozen=True)
class Reply:
    """What the assistant answered: bubbles of parts, what it understood, flags such as `distress`."""

    bubbles: Sequence[Sequence[Part]]
    understanding: dict[str, Any]
    flags: Sequence[str] = ()


# Marks the danger that a reply tells of: (transaction, turn, reply, outside id, whether it is shown, now) to parts that are
# said with the reply.
Heed = Callable[[Any, Turn, Reply, str, bool, datetime], list[Part]]


def record(
    tx: Transaction,
    turn: Turn,
    reply: Reply,
    outside_id: str,
    now: datetime,
    heed: Heed = lambda *_: [],
) -> bool:
    """Store the replies under the conversation's present epoch; returns whether they were shown.

    Replies made under an older epoch are kept for the consultant and never shown to the migrant. A turn
    that handed over itself has bumped the epoch: what it says besides is not late.
    """
    conversation = tx.conversation(turn.conversation_id)
    if conversation is None or not tx.finish_turn(turn.id):
        return False
    tx.set_understanding(turn.conversation_id, outside_id, reply.understanding)
    in_time = conversation.holder.epoch == turn.epoch or any(
        tx.handoff_epoch(str(part["case_id"])) == conversation.holder.epoch for part in _handoffs(reply)
    )
    more = heed(tx, turn, reply, outside_id, in_time, now)
    # The desk itself has told the migrant of the hand-over, in the transaction that made it.
    said = [[part for part in bubble if part.get("type") != "handoff"] for bubble in reply.bubbles]
    if more:
        # Above the numbers: nothing stands below them.
        at = next((n for n, part in enumerate(said[-1]) if part.get("tel")), len(said[-1]))
        said[-1] = [*said[-1][:at], *more, *said[-1][at:]]
    who = going_on.lately(tx, conversation, now)
    asked = tx.message_by_outside_id(conversation.id, outside_id) if who else None
    for bubble in said:
        completed = [_completed(tx, turn, part) for part in bubble]
        shown = going_on.first(completed, reply.understanding, who, asked.seq if asked else None)
        if shown:
            tx.append(
                turn.conversation_id,
                Author.BOT,
                texts.BOT_NAME,
                shown,
                now,
                late=not in_time,
                quiet=turn.channel != conversation.channel,
            )
    return in_time


def apologise(tx: Transaction, turn: Turn, situation: Situation, now: datetime) -> bool:
    """Tell the migrant that no answer came, unless a person has taken over meanwhile."""
    conversation = tx.conversation(turn.conversation_id)
    if conversation is None or not tx.finish_turn(turn.id):
        return False
    tx.add_event(turn.conversation_id, "assistant_failed", now, epoch=conversation.holder.epoch)
    if conversation.holder.epoch != turn.epoch:
        return False
    words = texts.assistant_failed(situation)
    tx.append(
        turn.conversation_id,
        Author.SYSTEM,
        texts.SYSTEM_NAME,
        words,
        now,
        quiet=turn.channel != conversation.channel,
    )
    return True


def apologise_unread(tx: Transaction, conversation_id: str, situation: Situation, now: datetime) -> bool:
    """Tell the migrant that no answer came to a turn that could not even be read."""
    conversation = tx.conversation(conversation_id)
    if conversation is None or not conversation.holder.bot_answers:
        return False
    tx.add_event(conversation_id, "assistant_failed", now, epoch=conversation.holder.epoch)
    words = texts.assistant_failed(situation)
    tx.append(conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    return True


def _handoffs(reply: Reply) -> list[Part]:
    return [part for bubble in reply.bubbles for part in bubble if part.get("type") == "handoff"]


def _completed(tx: Transaction, turn: Turn, part: Part) -> Part:
    """Return a part as it is stored: the assistant only says that a form is due, its words are the desk's."""
    if part.get("type") == "form":
        return handover_texts.leave_message_form(leaving.open_question(tx.messages(turn.conversation_id)))
    return {key: value for key, value in part.items() if key != "flags"}
