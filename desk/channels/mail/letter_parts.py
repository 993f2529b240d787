"""The message that a mail becomes: its words, what is folded away, and the files that came along."""

from __future__ import annotations

from datetime import datetime, timedelta

from desk.attachments import service as attachments
from desk.channels.mail.reading import Reading
from desk.conversation import message_parts
from desk.conversation.models import Part
from desk.conversation_sql.transaction import SqlTransaction
from desk.http.limits import UPLOADS

# The same as for what LINE sends: larger files fill the disk.
LARGEST_FILE_BYTES = 20_000_000


def outside_id(key: str) -> str:
    """Return the id that a mail's message has in its conversation."""
    return f"mail:{key}"


def words_of(found: Reading) -> Part:
    """Return a mail's words, and what is folded away of it."""
    part = message_parts.text(found.text)
    if found.subject:
        part["subject"] = found.subject
    # What is folded away: the history and the signature, for whoever wants to see them.
    folded = "\n\n".join(one for one in (found.signature, found.history) if one)
    if folded:
        part["folded"] = folded
    if "charset" in found.problems:
        part["guessed"] = True
    return part


def files_of(tx: SqlTransaction, conversation_id: str, key: str, found: Reading, now: datetime) -> list[Part]:
    """Note what came along; the bytes are screened after the commit (`desk.channels.mail.files`)."""
    since = now - timedelta(seconds=UPLOADS.seconds)
    room = UPLOADS.most - attachments.added_since(tx.connection, conversation_id, since)
    parts = []
    for place, file in enumerate(found.files):
        part = message_parts.text(f"（添付：{file.name}）")
        if not file.content:
            part = message_parts.text(f"（添付：{file.name}、受け取っていません）")
        elif file.size > LARGEST_FILE_BYTES:
            part = message_parts.text(f"（添付：{file.name}、大きすぎて受け取れません）")
        elif place >= room:
            part = message_parts.text(f"（添付：{file.name}）{UPLOADS.says}")
        else:
            kind = "image" if file.media_type.startswith("image/") else "file"
            part["attachment"] = attachments.add(
                tx.connection, conversation_id, f"{outside_id(key)}:{place}", kind, file.name[:120], now
            )
        parts.append(part)
    return parts
