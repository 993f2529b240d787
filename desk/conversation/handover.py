"""The passage between bot and person, from the migrant's side: asked for, taken as a message, cancelled."""

from __future__ import annotations

import dataclasses
from datetime import datetime, timedelta
from typing import Any

from desk.conversation import handover_texts, holder, purpose, texts
from desk.conversation.case_models import Handoff, News
from desk.conversation.case_opening import both, danger_flags, of_danger, opened, personal
from desk.conversation.holder import Action
from desk.conversation.models import Author, Case, Consultant, Conversation, Holder, Situation, State
from desk.conversation.open_case import note
from desk.conversation.ports import Transaction
from desk.conversation.waiting_case import tell_waiting

LINE = "line"
# Asked again within this time: the same consultant goes on, if on duty.
RESUME_WITHIN = timedelta(hours=24)


class UnknownConversation(LookupError):
    """A hand-over on LINE names a conversation that no LINE user has: nobody could ever be answered."""


class DifferentBody(ValueError):
    """The same webhook id came with another body."""


def take(
    tx: Transaction,
    webhook_id: str,
    body_hash: str,
    request: Handoff,
    now: datetime,
    situation: Situation,
) -> tuple[dict[str, Any], bool]:
    """Take a hand-over; returns the answer and whether it is a repeat.

    Args:
        tx: The transaction.
        webhook_id: Idempotency key of the request.
        body_hash: Hash of the body, to tell a repeat from a reused key.
        request: What was sent.
        now: Aware UTC time.
        situation: Whether a person can be reached.

    Raises:
        DifferentBody: The key was used for another body.
        UnknownConversation: It is to be on LINE, and no event of LINE ever made it.
    """
    # The conversation's row is locked first: of two equal requests the second one sees the first's answer.
    conversation = tx.conversation(request.conversation_id)
    if known := tx.handoff(webhook_id):
        known_hash, answer, _ = known
        if known_hash != body_hash:
            raise DifferentBody(webhook_id)
        return answer, True
    conversation = conversation or _foreign(tx, request, now)
    consent = purpose.agreed(tx, request.consent, now)
    request = dataclasses.replace(request, consent=consent)
    case = tx.open_case(conversation.id)
    # Who was muted leaves messages and calls nobody; words of danger call all the same.
    is_muted = tx.muted_until(conversation.id, now) is not None and not danger_flags(tx, request)
    waits = situation.open and not is_muted
    if conversation.holder.state in {State.QUEUED, State.CONSULTANT} and case is not None:
        # Asked again while waiting or talking: nothing moves, the answer tells how things stand.
        answer = _answer(tx, case, situation)
        tx.add_handoff(webhook_id, body_hash, case.id, answer, conversation.holder.epoch)
        return answer, False
    if conversation.holder.state is State.MESSAGE_LEFT and case is not None and not waits:
        case = dataclasses.replace(case, question=both(case.question, request.question), **personal(request, case))
        moved = conversation.holder
        tx.update_case(case)
    else:
        former = _former(tx, conversation, now) if waits else None
        request = of_danger(tx, request)
        action = _action(waits, former)
        moved = holder.after(conversation.holder, action, to=former.id if former else None)
        tx.move(conversation.id, conversation.holder, moved)
        case = opened(tx, case, request, moved, now)
        note(
            tx,
            case,
            action.value,
            moved.epoch,
            now,
            detail={"reason": request.reason, **({"to": former.id} if former else {})},
        )
        if former is not None:
            tx.tell(former.id, News.RESUMED, case.id, "", moved.epoch, now)
            words = handover_texts.resumed(former.name)
            tx.append(case.conversation_id, Author.SYSTEM, texts.SYSTEM_NAME, words, now)
    if not moved.bot_answers:
        tx.drop_turns(conversation.id)
    answer = _answer(tx, case, situation)
    quiet = request.channel != conversation.channel
    tell_waiting(tx, case, moved, now, situation, quiet=quiet)
    tx.add_handoff(webhook_id, body_hash, case.id, answer, moved.epoch)
    return answer, False


def into_queue(tx: Transaction, conversation: Conversation, request: Handoff, now: datetime) -> Case:
    """Let a conversation wait for a person whatever the hours, and say nothing: where nobody sits there and waits.

    Raises:
        Refused: Somebody waits or talks already.
    """
    request = of_danger(tx, request)
    moved = holder.after(conversation.holder, Action.REQUEST_PERSON)
    tx.move(conversation.id, conversation.holder, moved)
    case = opened(tx, tx.open_case(conversation.id), request, moved, now)
    detail = {"reason": request.reason}
    tx.add_event(conversation.id, Action.REQUEST_PERSON.value, now, epoch=moved.epoch, case_id=case.id, detail=detail)
    tx.drop_turns(conversation.id)
    return case


def _foreign(tx: Transaction, request: Handoff, now: datetime) -> Conversation:
    """Accept a conversation of a bot used from another Rasa channel; one on LINE begins with LINE's own event."""
    if request.channel == LINE:
        raise UnknownConversation(request.conversation_id)
    conversation = Conversation(request.conversation_id, request.channel, Holder(State.BOT, None, 0), 0, now)
    tx.add_conversation(conversation, None)
    return conversation


def _former(tx: Transaction, conversation: Conversation, now: datetime) -> Consultant | None:
    if conversation.holder.state not in {State.BOT, State.CLOSED}:
        return None
    return tx.former_consultant(conversation.id, now - RESUME_WITHIN, now)


def _action(waits: bool, former: Consultant | None) -> Action:
    if not waits:
        return Action.LEAVE_MESSAGE
    return Action.RESUME if former else Action.REQUEST_PERSON


def _answer(tx: Transaction, case: Case, situation: Situation) -> dict[str, Any]:
    """Compose the webhook's answer (tests/wire/handoff_response_*.json)."""
    answer: dict[str, Any] = {
        "case_id": case.id,
        "receipt": case.receipt,
        "state": case.state.value,
    }
    if case.state is State.MESSAGE_LEFT:
        if situation.opens_at:
            answer["opens_at"] = situation.opens_at.isoformat()
        return answer
    answer["state"] = State.QUEUED.value
    answer["position"] = tx.queue_position(case)
    if situation.expected_wait_minutes is not None:
        answer["expected_wait_minutes"] = situation.expected_wait_minutes
    return answer
