"""訂正: sets what was wrong in a case, and keeps who did it, when and why; never the wrong value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from desk.contact import parse
from desk.contact.parse import NotAContact
from desk.conversation_sql import tables as t
from desk.privacy import tables as p
from desk.privacy.dossier import CORRECTABLE


def correct_case(connection: sa.Connection, case_id: str, values: dict[str, str]) -> tuple[str, list[str]]:
    """Return (conversation, the fields that changed).

    Raises:
        NotAContact: The value is neither a mail address nor a telephone number.
    """
    c = t.cases.c
    row = connection.execute(sa.select(c.conversation_id, c.question, c.contact).where(c.id == case_id)).one_or_none()
    if row is None:
        return "", []
    before = {**(row.contact or {}), "question": row.question}
    changed = [
        field
        for field, value in values.items()
        if field in CORRECTABLE
        and value != str(before.get(field) or "")
        # There is nothing to correct in a contact that was never left.
        and (field == "question" or row.contact)
    ]
    if changed:
        fresh = {field: values[field] for field in changed}
        if "value" in fresh:
            found = parse.contact(fresh["value"])
            if found.refused:
                raise NotAContact
            fresh |= {"kind": found.kind, "value": found.value}
        question = fresh.pop("question", row.question)
        contact = {**row.contact, **fresh} if row.contact else None
        connection.execute(t.cases.update().where(c.id == case_id).values(question=question, contact=contact))
    return row.conversation_id, changed


def note(
    connection: sa.Connection,
    conversation_id: str,
    case_id: str | None,
    changed: Sequence[str],
    reason: str,
    by: tuple[str, str],
    now: datetime,
) -> None:
    """Keep that fields were corrected; `by` is (account id, name)."""
    rows = [
        {
            "conversation_id": conversation_id,
            "case_id": case_id,
            "field": field,
            "reason": reason[:200],
            "by_id": by[0],
            "by_name": by[1],
            "at": now,
        }
        for field in changed
    ]
    if rows:
        connection.execute(p.corrections.insert(), rows)
