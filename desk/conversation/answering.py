"""What a consultant says to the migrant."""

from __future__ import annotations

from datetime import datetime

from desk.conversation import message_parts
from desk.conversation.assignment import claiming, give
from desk.conversation.holder import USE_STOPPED, Refused
from desk.conversation.models import Author, Consultant, Message, State
from desk.conversation.open_case import still_open
from desk.conversation.ports import Transaction


class NewerMessages(Exception):
    """Something arrived since the consultant began to write; `seq` is the newest number."""

    def __init__(self, seq: int) -> None:
        """Keep the number."""
        self.seq = seq
        super().__init__("書いているあいだに新しいメッセージが届きました。確認してから送ってください。")


def send(
    tx: Transaction,
    case_id: str,
    who: Consultant,
    text: str,
    client_id: str,
    now: datetime,
    *,
    seen_seq: int | None,
    is_confirmed: bool,
) -> Message:
    """Say something to the migrant; sending claims a case that waits. A repeat is the same message.

    Raises:
        UnknownCase: See there.
        Refused: Somebody else has the case, it is closed, or the person's data must not be used.
        NewerMessages: The migrant wrote after `seen_seq`, and sending was not confirmed.
    """
    case, conversation = still_open(tx, case_id)
    outside_id = f"desk:{who.id}:{client_id}"
    if known := tx.message_by_outside_id(conversation.id, outside_id):
        return known
    if tx.is_stopped(conversation.id):
        raise Refused(*USE_STOPPED)
    if conversation.holder.state is State.CONSULTANT and conversation.holder.owner != who.id:
        raise Refused("claimed_by_other", "ほかの相談員が担当しています。")
    if seen_seq is not None and not is_confirmed:
        newer = [m.seq for m in tx.messages(conversation.id, seen_seq) if m.author is Author.USER]
        if newer:
            raise NewerMessages(newer[-1])
    if conversation.holder.state is not State.CONSULTANT:
        case = give(tx, case, conversation, claiming(conversation), who, who, now)
    put_off = tx.snooze(case_id)
    if put_off is not None and put_off.until <= now:
        # What was due is done by answering.
        tx.end_snooze(case_id)
    return tx.append(
        conversation.id,
        Author.CONSULTANT,
        f"相談員 {who.name}",
        [message_parts.text(text)],
        now,
        outside_id=outside_id,
        author_id=who.id,
    )
