"""The words of a message, a note or a case as they were written, for the search to fold and to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from desk.conversation.models import Author
from desk.conversation_sql import case_tables
from desk.conversation_sql import tables as t
from desk.display_names import AUTHORS
from desk.text.markdown import plain_markdown

# What the assistant calls an answer by: no word of anybody.
_LABEL = re.compile(r"[a-z0-9_]+/[a-z0-9_]+")


@dataclass(frozen=True)
class Piece:
    """Words as they were written, and which part of the case they are.

    Attributes:
        is_shared: An approved answer, the same in many cases.
        is_private: Written by people, so that a contact may stand in it.
    """

    part: str
    text: str
    is_shared: bool = False
    is_private: bool = True


def texts_of(connection: sa.Connection, kind: str, sources: Sequence[str]) -> dict[str, list[Piece]]:
    """Return {source: pieces}; what has gone meanwhile is missing."""
    read = {"message": _message_texts, "note": _note_texts, "case": _case_texts}[kind]
    return dict(read(connection, sources))


def _message_texts(connection: sa.Connection, sources: Sequence[str]) -> Iterator[tuple[str, list[Piece]]]:
    m = t.messages.c
    query = sa.select(m.id, m.author, m.parts).where(m.id.in_([int(s) for s in sources]))
    for number, author, parts in connection.execute(query):
        # Notices of the system say the same in every case: 「相談員を呼んでいます」 would find them all.
        name = AUTHORS[author] if author != Author.SYSTEM else None
        yield (
            str(number),
            [
                Piece(
                    name,
                    _said(part),
                    part["type"] == "answer",
                    author != "bot",
                )
                for part in parts
                if name and part.get("text")
            ],
        )


def _said(part: Mapping[str, Any]) -> str:
    """Return the words of a part; the marks of an answer's Markdown are no words."""
    whole = f"{part.get('title', '')}\n{part['text']}\n{part.get('more', '')}".strip()
    return plain_markdown(whole, lambda words, _: words) if part["type"] == "answer" else whole


def _note_texts(connection: sa.Connection, sources: Sequence[str]) -> Iterator[tuple[str, list[Piece]]]:
    n = case_tables.notes.c
    query = sa.select(n.id, n.text).where(n.id.in_([int(source) for source in sources]))
    for number, text in connection.execute(query):
        yield str(number), [Piece("内部メモ", text)]


def _case_texts(connection: sa.Connection, sources: Sequence[str]) -> Iterator[tuple[str, list[Piece]]]:
    c, m = t.cases.c, t.messages.c
    query = sa.select(t.cases).where(c.id.in_(sources))
    theirs = sa.select(c.conversation_id).where(c.id.in_(sources))
    spoken = sa.select(m.conversation_id).where(m.conversation_id.in_(theirs), m.author == "user")
    has_messages = set(connection.execute(spoken).scalars())
    for row in connection.execute(query).mappings():
        told = "、".join(text for text in map(str, filter(None, row["slots"].values())) if not _LABEL.fullmatch(text))
        parts = [("受付番号", row["receipt"]), ("質問", row["question"]), ("聞き取り", told)]
        parts.append(("タグ", "、".join(row["tags"])))
        if row["conversation_id"] not in has_messages:
            # A conversation of another Rasa channel: what was said is known from the hand-over alone.
            lines = [str(line.get("text", "")) for line in row["transcript"]]
            parts.append(("引き継ぎまでの会話", "\n".join(lines)))
        yield row["id"], [Piece(part, words) for part, words in parts if words]
