"""One-time addresses that open a conversation on another device: from LINE and from mails.

The code stands behind `#`, so that no server's log and no Referer holds it, and a mail filter that fetches links uses
none of them up.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.conversation import ids
from desk.conversation.ports import Transaction

LIFETIME = timedelta(days=7)
# Of a picture on a screen that somebody else may see: as long as it takes to fetch the phone.
AT_HAND = timedelta(minutes=15)
# Filters of mails and messengers open links first, some with all scripts, and an answer may get lost on the way: for a while
# the person behind them gets in too. What opens a link by itself stops at the page's button.
GRACE = timedelta(minutes=15)
MOST_USES = 5


class LinkUseless(LookupError):
    """The link was used, is too old, never existed, or its conversation was erased."""


def make(tx: Transaction, conversation_id: str, now: datetime, base_url: str, lifetime: timedelta = LIFETIME) -> str:
    """Return a new address of the chat page that opens this conversation within a week, a few times from its first use on."""
    code = ids.token()
    tx.add_link(ids.token_hash(code), conversation_id, now, now + lifetime)
    return f"{base_url.rstrip('/')}/chat#open={code}"


def use(tx: Transaction, code: str, now: datetime) -> tuple[str, str]:
    """Return (conversation id, a token of its own for the device that opened the link).

    Raises:
        LinkUseless: See there.
    """
    conversation_id = tx.use_link(ids.token_hash(code), now, GRACE, MOST_USES)
    if conversation_id is None or tx.conversation(conversation_id) is None:
        raise LinkUseless
    token = ids.token()
    tx.add_web_key(ids.token_hash(token), conversation_id, now)
    return conversation_id, token
