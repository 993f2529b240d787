"""What the desk does about danger: a mark, the case that shows it, the numbers; set, lifted and told of by people."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime

from desk.conversation import channels, ids
from desk.conversation import texts as said
from desk.conversation.case_opening import DANGER_FIRST, next_receipt
from desk.conversation.danger import By, Finding, Mark, MarkState
from desk.conversation.models import Author, Case, Consultant, Conversation, Message, Part, Situation, State, Turn
from desk.conversation.turns import Reply
from desk.conversation_sql.transaction import SqlTransaction
from desk.danger import rules, texts
from desk.danger.lines import Helplines
from desk.danger.patterns import Patterns

_LOOK_BACK = 30
# The channel of people who booked without a conversation.
BOOKING = "booking"
# Why an own case is one of danger no more, once the last mark is lifted.
_USUAL_REASON = "asked_for_person"


class NothingToLift(LookupError):
    """No mark of this case stands."""


class Danger:
    """Marks what was found, in the transaction of whoever found it."""

    def __init__(self, lines: Helplines, patterns: Patterns, situation: Callable[[], Situation]) -> None:
        """Take the helplines, the pattern files, and what tells whether somebody is there."""
        self._lines, self._patterns, self._situation = lines, patterns, situation

    def by_rule(self, text: str) -> Finding | None:
        """Return the danger that the pattern files hear in a text."""
        found = self._patterns.read(text)
        if found is None:
            return None
        return Finding(
            found.kind,
            found.subject,
            rules.excerpt(found.words, text),
            By.RULE,
            found.rule,
            language=rules.language_of(text),
        )

    def whom_to_call(self, text: str) -> list[tuple[str, str]]:
        """Return (label, number) of whom to call where a text holds danger, nothing where it does not."""
        found = self.by_rule(text) if text.strip() else None
        if found is None:
            return []
        parts = self._lines.parts(found.subject, found.kind, found.language)
        return [(str(part["label"]), str(part["tel"])) for part in parts if part.get("tel")]

    def heed_reply(
        self,
        tx: SqlTransaction,
        turn: Turn,
        reply: Reply,
        outside_id: str,
        shown: bool,
        now: datetime,
    ) -> list[Part]:
        """Mark the danger that the assistant's reply tells of; returns what is said with that reply. See `turns.Heed`."""
        message = _source(tx, turn, outside_id)
        if message is None:
            return []
        found = rules.of_reply(reply.understanding, reply.flags, message.text)
        if found is None:
            if "danger" in reply.understanding:
                tx.finish_reading(turn.conversation_id, message.outside_id or outside_id)
            return []
        tx.finish_reading(turn.conversation_id, message.outside_id or outside_id)
        has_numbers = any(part.get("tel") for bubble in reply.bubbles for part in bubble)
        own_id = message.outside_id or outside_id
        return self.heed(
            tx,
            turn.conversation_id,
            own_id,
            message.seq,
            found,
            now,
            with_reply=shown and has_numbers,
        )

    def heed(
        self,
        tx: SqlTransaction,
        conversation_id: str,
        outside_id: str,
        seq: int,
        found: Finding,
        now: datetime,
        *,
        appointment_id: str | None = None,
        with_reply: bool = False,
    ) -> list[Part]:
        """Mark a message, show it to the staff, and tell the migrant; a repeat does nothing.

        Returns what is still to be said: with a reply of the assistant's that has the numbers (`with_reply`), that
        consultants see the words; else nothing, because the numbers were said here.
        """
        conversation = tx.conversation(conversation_id)
        if conversation is None:
            return []
        mark = _mark(conversation_id, outside_id, seq, found, now)
        if not tx.add_mark(dataclasses.replace(mark, appointment_id=appointment_id)):
            return []
        _show(tx, conversation, mark, now)
        if conversation.channel == BOOKING:
            # Nobody reads there: the booking's page has shown the numbers.
            return []
        if not channels.kind_of(conversation.channel).is_live:
            # Nothing goes out by itself: the staff are told at once, and a person answers, with the numbers.
            return []
        return self._tell(tx, conversation, found, now, with_reply=with_reply)

    def _tell(
        self,
        tx: SqlTransaction,
        conversation: Conversation,
        found: Finding,
        now: datetime,
        *,
        with_reply: bool,
    ) -> list[Part]:
        lately = _told_lately(tx, conversation, now)
        told = texts.told(found.language, self._situation(), tx.people_on_call(), conversation.holder.state)
        told["subject"] = found.subject
        if with_reply:
            return [] if lately is not None else [told]
        if lately != found.subject:
            parts = self._lines.parts(found.subject, found.kind, found.language)
            words = [part for part in parts if not part.get("tel")]
            numbers = [part for part in parts if part.get("tel")]
            shown = [*words, told, *numbers]
            tx.append(conversation.id, Author.SYSTEM, said.SYSTEM_NAME, shown, now)
        return []

    def canned(self) -> list[tuple[str, str, str]]:
        """Return replies with helplines for consultants: (subject, title, text)."""
        return self._lines.canned()

    def numbers(self, subject: str, kind: str) -> list[Part]:
        """Return the helplines of a subject, in Japanese."""
        return [part for part in self._lines.parts(subject, kind, "ja") if part.get("tel")]


def set_by_hand(
    tx: SqlTransaction,
    case: Case,
    seq: int,
    kind: str,
    subject: str,
    who: Consultant,
    reason: str,
    now: datetime,
) -> Mark | None:
    """Mark a message by hand; nothing is said to the migrant. None where the message has a mark, or is not the migrant's."""
    conversation = tx.conversation(case.conversation_id)
    message = next((m for m in tx.messages(case.conversation_id, seq - 1) if m.seq == seq), None)
    if conversation is None or message is None or message.author is not Author.USER:
        return None
    found = Finding(kind, subject, rules.excerpt(message.text, message.text), By.STAFF)
    mark = dataclasses.replace(
        _mark(conversation.id, message.outside_id or f"seq:{seq}", seq, found, now),
        set_by=who.id,
        reason=reason,
    )
    if not (tx.add_mark(mark) or tx.reopen_mark(mark)):
        return None
    _show(tx, conversation, mark, now, by=who)
    return mark


def lift(
    tx: SqlTransaction,
    case: Case,
    mark_ids: Sequence[str] | None,
    who: Consultant,
    reason: str,
    now: datetime,
) -> Case:
    """Take marks away that were no danger, all without `mark_ids`; an alert that has none left is over.

    Raises:
        NothingToLift: See there.
    """
    conversation = tx.conversation(case.conversation_id)
    standing = tx.marks(case.conversation_id, open_only=True)
    chosen = [mark for mark in standing if mark_ids is None or mark.id in mark_ids]
    if conversation is None or not (chosen or (mark_ids is None and case.flags)):
        raise NothingToLift(case.id)
    tx.lift([mark.id for mark in chosen], who.id, reason, now)
    flags = tx.danger_kinds(case.conversation_id)
    pressing = rules.pressing(flags)
    case = dataclasses.replace(case, flags=flags)
    if case.reason in DANGER_FIRST:
        case = dataclasses.replace(case, reason=pressing or _USUAL_REASON)
    if pressing is None and case.state is State.ALERT:
        case = dataclasses.replace(case, state=State.CLOSED, closed_at=now)
    tx.update_case(case)
    kind = "alert_dismissed" if case.state is State.CLOSED else "danger_lifted"
    tx.add_event(
        conversation.id,
        kind,
        now,
        epoch=conversation.holder.epoch,
        case_id=case.id,
        account_id=who.id,
    )
    return case


def _show(
    tx: SqlTransaction,
    conversation: Conversation,
    mark: Mark,
    now: datetime,
    by: Consultant | None = None,
) -> None:
    """Put a mark on the open case, which moves it to the front; without a case it becomes an alert."""
    case = tx.open_case(conversation.id)
    if case is None:
        case = _alert(tx, conversation, mark, now)
    else:
        flags = sorted({*case.flags, mark.kind})
        case = dataclasses.replace(case, flags=flags, reason=rules.pressing(flags) or case.reason)
        tx.update_case(case)
    tx.add_event(
        conversation.id,
        f"flag_{mark.kind}",
        now,
        epoch=conversation.holder.epoch,
        case_id=case.id,
        account_id=by.id if by else None,
        detail={"by": mark.found_by.value, "subject": mark.subject},
    )


def _alert(tx: SqlTransaction, conversation: Conversation, mark: Mark, now: datetime) -> Case:
    """Open a case that changes no holder: the bot goes on answering until somebody takes it up."""
    case = Case(
        id=ids.case_id(),
        receipt=next_receipt(tx, now),
        conversation_id=conversation.id,
        channel=conversation.channel,
        state=State.ALERT,
        reason=mark.kind,
        topic="general",
        question=mark.words,
        slots={},
        understood=[],
        flags=[mark.kind],
        waiting_since=now,
        opened_at=now,
    )
    tx.add_case(case)
    return case


def _mark(conversation_id: str, outside_id: str, seq: int, found: Finding, now: datetime) -> Mark:
    return Mark(
        id=ids.mark_id(),
        conversation_id=conversation_id,
        outside_id=outside_id,
        seq=seq,
        kind=found.kind,
        subject=found.subject,
        words=found.words,
        found_by=found.by,
        rule=found.rule,
        score=found.score,
        at=now,
        state=MarkState.OPEN,
    )


def _source(tx: SqlTransaction, turn: Turn, outside_id: str) -> Message | None:
    """Return the message that a turn is about: a tap on "again" repeats an earlier one."""
    message = tx.message_by_outside_id(turn.conversation_id, outside_id)
    if turn.payload is not None or message is None or turn.text in message.text:
        return message
    same = [
        m for m in tx.messages(turn.conversation_id) if m.author is Author.USER and m.outside_id and m.text == turn.text
    ]
    return same[-1] if same else message


def _told_lately(tx: SqlTransaction, conversation: Conversation, now: datetime) -> str | None:
    """Return the subject of the numbers that still stand before the person's eyes, None without any."""
    since = 0
    for message in reversed(tx.messages(conversation.id, max(0, conversation.last_seq - _LOOK_BACK))):
        since += message.author is Author.USER
        if message.sent_at <= now - rules.SAY_AGAIN or since > rules.MOST_SINCE:
            return None
        for part in message.parts:
            if part.get("kind") == "danger":
                return str(part.get("subject"))
    return None
