"""What people really asked in the month before a training, masked: the old and the new model answer it, and a person sees what changes.

Nothing of it stays with the model. A change is kept under a digest of the message's place, and its words are read from the
conversation again for the page that shows them: what was erased, stopped or is over its period is gone from there as well.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from desk.contact.masking import mask
from desk.conversation.texts import UNSENT
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.db.database import Database

WINDOW = timedelta(days=30)
# Each is answered twice, by the old model and by the new one.
MOST = 200
LONGEST = 200


class Replay:
    """Reads them."""

    def __init__(self, database: Database, key: str) -> None:
        """Use this database; `key` keeps a digest from telling which conversation it is of."""
        self._database, self._key = database, key.encode()

    def questions(self, until: datetime) -> dict[str, str]:
        """Return digest → masked text of what was typed to the assistant in the month before a moment, newest first, each text once.

        Not of test traffic or of those whose use is stopped, and no words of danger: those are compared by the evaluation sets.
        """
        m, n = t.messages.c, t.turns.c
        typed = sa.and_(n.conversation_id == m.conversation_id, n.outside_id == m.outside_id, n.payload.is_(None))
        query = (
            sa.select(m.conversation_id, m.seq, m.parts, m.understanding)
            .join(t.turns, typed)
            .where(m.author == "user", m.late.is_(False), m.sent_at >= until - WINDOW, m.sent_at <= until)
            .where(exclusions.counts(m.conversation_id))
            .order_by(m.sent_at.desc(), m.id.desc())
        )
        found: dict[str, str] = {}
        known: set[str] = set()
        with self._database.read() as connection:
            for place, text in _asked(connection.execute(query).mappings()):
                if text not in known:
                    known.add(text)
                    found[hmac.new(self._key, place.encode(), hashlib.sha256).hexdigest()[:24]] = text
                if len(found) == MOST:
                    break
        return found


def _asked(rows: Iterator[Mapping[Any, Any]] | sa.MappingResult) -> Iterator[tuple[str, str]]:
    for row in rows:
        understood = row["understanding"] or {}
        if not understood.get("outcome") or understood.get("danger") or understood.get("control"):
            continue
        said = " ".join(str(part["text"]) for part in row["parts"] if part.get("text"))
        text = " ".join(mask(said).split())[:LONGEST]
        if text and said != UNSENT:
            yield f"{row['conversation_id']} {row['seq']}", text
