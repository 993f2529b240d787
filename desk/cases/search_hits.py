"""What a search shows of each conversation: its newest places, with the words around."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.cases import search_filters
from desk.cases.search_filters import Wanted
from desk.cases.search_texts import Piece, texts_of
from desk.cases.tables import search_documents
from desk.contact import patterns
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.text import folding

MOST_HITS_SHOWN = 4


@dataclass(frozen=True)
class Hit:
    """One place in which a word was found.

    Attributes:
        part: Which part of the case, in Japanese: 利用者, 相談員, 内部メモ …
        excerpt: Pieces (words, whether they were searched for).
        seq: Number of the message, None elsewhere.
    """

    part: str
    at: datetime
    excerpt: list[tuple[str, bool]]
    case_id: str | None
    seq: int | None = None


def hits_of(
    connection: sa.Connection, wanted: Wanted, conversations: Sequence[str]
) -> tuple[dict[str, list[Hit]], Counter[str]]:
    """Return the newest hits of each conversation, and how many it has in all."""
    d = search_documents.c
    query = (
        sa.select(d.kind, d.source, d.conversation_id, d.at)
        .where(
            d.conversation_id.in_(conversations),
            sa.or_(*(search_filters.has(connection, search_documents, word) for word in wanted.words)),
            *search_filters.in_period(wanted),
        )
        .order_by(d.at.desc(), d.id.desc())
    )
    rows, counts = [], Counter[str]()
    for row in connection.execute(query):
        counts[row.conversation_id] += 1
        if counts[row.conversation_id] <= MOST_HITS_SHOWN:
            rows.append(row)
    texts = {
        kind: texts_of(connection, kind, [row.source for row in rows if row.kind == kind])
        for kind in {row.kind for row in rows}
    }
    numbers = _numbers(connection, [row.source for row in rows if row.kind == "message"])
    owners = _case_of_note(connection, [row.source for row in rows if row.kind == "note"])
    found: dict[str, list[Hit]] = {conversation: [] for conversation in conversations}
    for row in rows:
        case_id = {"case": row.source, "note": owners.get(row.source)}.get(row.kind)
        for piece in texts[row.kind].get(row.source, []):
            if pieces := _excerpt(piece, [way for ways in wanted.words for way in ways]):
                hit = Hit(piece.part, row.at, pieces, case_id, numbers.get(row.source))
                found[row.conversation_id].append(hit)
    return found, counts


def _excerpt(piece: Piece, words: Sequence[str]) -> list[tuple[str, bool]] | None:
    """Return the words around a hit with contacts hidden; who searches for a number finds the place, and no number."""
    if not piece.is_private:
        return folding.excerpt(piece.text, words)
    hidden = patterns.hidden(piece.text)
    if found := folding.excerpt(hidden, words):
        return found
    is_hit = folding.excerpt(piece.text, words) is not None
    return [(" ".join(hidden[: folding.EXCERPT_AFTER].split("\n")), False)] if is_hit else None


def _numbers(connection: sa.Connection, sources: Sequence[str]) -> dict[str, int]:
    m = t.messages.c
    query = sa.select(m.id, m.seq).where(m.id.in_([int(source) for source in sources]))
    return {str(row[0]): row[1] for row in connection.execute(query)}


def _case_of_note(connection: sa.Connection, sources: Sequence[str]) -> dict[str, str]:
    n = case_tables.notes.c
    query = sa.select(n.id, n.case_id).where(n.id.in_([int(source) for source in sources]))
    return {str(row[0]): row[1] for row in connection.execute(query)}
