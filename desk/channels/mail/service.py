"""What other features may ask of mail as a channel: how far replies got, whether the mailbox can be read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from desk.channels.mail.condition import condition, count_aside, explained
from desk.channels.mail.imap import ImapMailbox, Unreachable
from desk.channels.mail.letters import reply_key
from desk.channels.mail.mailbox_url import MailboxServer, mailbox_server
from desk.channels.mail.tables import mail_sent, mail_threads, mailboxes
from desk.conversation_sql import tables as t
from desk.mail.service import letter_states

__all__ = [
    "condition",
    "count_aside",
    "explained",
    "mailbox_server",
    "mailbox_state",
    "reach",
    "standing",
    "states",
]
# How the console calls the states of letters; what a mail server has taken is not read by anybody yet.
_STATES = {"sent": "accepted", "ready": "ready", "sending": "ready"}


def states(connection: sa.Connection, conversation_id: str) -> dict[int, str]:
    """Return {message number: how far it got} of a conversation by mail, empty of any other.

    What the desk itself says in a conversation (that somebody took it, that it ended) is never mailed: `dropped`.
    """
    th, m, s = mail_threads.c, t.messages.c, mail_sent.c
    query = sa.select(th.posted_seq).where(th.conversation_id == conversation_id)
    posted = connection.execute(query).scalar_one_or_none()
    if posted is None:
        return {}
    said = connection.execute(
        sa.select(m.seq, m.author).where(m.conversation_id == conversation_id, m.author != "user")
    ).all()
    sent = {
        row.seq: row
        for row in connection.execute(
            sa.select(s.seq, s.bounced_at, s.status).where(s.conversation_id == conversation_id, s.seq.is_not(None))
        )
    }
    known = letter_states(connection, [reply_key(conversation_id, seq) for seq in sent])
    found: dict[int, str] = {}
    for seq, author in said:
        if author != "consultant":
            found[seq] = "dropped"
        elif seq not in sent:
            found[seq] = "ready" if seq > posted else "dropped"
        elif sent[seq].bounced_at is not None:
            found[seq] = "bounced"
        elif (sent[seq].status or "").startswith("put_off"):
            found[seq] = "put_off"
        else:
            # A letter is forgotten a month after it was taken.
            state, problem = known.get(reply_key(conversation_id, seq), ("sent", None))
            found[seq] = "put_off" if state == "ready" and problem else _STATES.get(state, state)
    return found


def standing(connection: sa.Connection) -> list[tuple[str, str, int]]:
    """Return (conversation, state, how many) of the replies of open cases: it changes when one gets on."""
    c, s = t.cases.c, mail_sent.c
    query = (
        sa.select(s.conversation_id, s.seq, s.bounced_at)
        .join(t.cases, c.conversation_id == s.conversation_id)
        .where(c.state != "closed", c.channel == "mail", s.seq.is_not(None))
    )
    rows = connection.execute(query).all()
    keys = {reply_key(row[0], row[1]): row for row in rows}
    counts: dict[tuple[str, str], int] = {}
    known = letter_states(connection, list(keys))
    for key, row in keys.items():
        state = "bounced" if row[2] is not None else ":".join(str(one) for one in known.get(key, ("sent", None)))
        counts[row[0], state] = counts.get((row[0], state), 0) + 1
    return [(whose, state, count) for (whose, state), count in counts.items()]


def mailbox_state(connection: sa.Connection) -> list[dict[str, Any]]:
    """Return {name, read_at, problem} of the mailboxes that were read."""
    b = mailboxes.c
    rows = connection.execute(sa.select(b.name, b.read_at, b.problem).order_by(b.name)).mappings()
    return [dict(row) for row in rows]


def reach(server: MailboxServer) -> str:
    """Log in to a mailbox and out again; returns why it cannot be read, empty where it can. Blocking, ten seconds at most a step."""
    mailbox = ImapMailbox(server)
    try:
        mailbox.connect()
    except Unreachable as error:
        return explained(error.problem)
    finally:
        mailbox.close()
    return ""
