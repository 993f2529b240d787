"""Search over messages, notes and cases: folded text, read through from the newest to the oldest.

Measured at 100,000 messages (docs/reliability.md), reading through takes a few hundredths of a second on both databases.
An index of bigrams is slower for common words on PostgreSQL, and on SQLite keeps what was erased in its segments. So there
is none: what is searched is deleted in the transaction that deletes the message.

A word is looked for in every way to write it (空家, 空き家, あきや: `desk.text.spellings`).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from desk.cases.search_texts import Piece, texts_of
from desk.cases.tables import search_answers, search_documents
from desk.contact import patterns
from desk.conversation.models import Case, State
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.rows import case_of
from desk.db.database import Database, insert_into
from desk.set_aside import store
from desk.set_aside.kinds import Worker, is_of_everything
from desk.text import folding, spellings

AT_ONCE = 500
MOST_HITS_SHOWN = 4
_LOCK = 72618


@dataclass(frozen=True)
class _Wanted:
    words: Sequence[Sequence[str]]
    since: datetime | None = None
    until: datetime | None = None
    channel: str | None = None
    state: str | None = None
    topic: str | None = None


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


@dataclass(frozen=True)
class Found:
    """One person's case with what was found, newest first.

    Attributes:
        hits: The newest of them.
        count: How many messages, notes and questions hold a word.
    """

    case: Case
    hits: list[Hit]
    count: int


class SearchIndex:
    """Keeps the folded texts and searches them."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Use this database; `now` dates what cannot be folded."""
        self._database = database
        self._now = now

    def catch_up(self) -> int:
        """Fold what was written since the last time; returns how many rows. Called before each search, too."""
        total = 0
        while count := self._fold_some():
            total += count
        return total

    def _fold_some(self) -> int:
        d = search_documents.c
        pending = sa.select(d.id, d.kind, d.source).where(d.text.is_(None)).order_by(d.id)
        with self._database.read() as connection:
            if connection.execute(pending.limit(1)).first() is None:
                return 0
        with self._database.write() as connection:
            if not self._database.is_sqlite:
                connection.execute(sa.text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            # A row that a writer holds is not committed: nobody may find its words yet, and waiting could deadlock.
            rows = connection.execute(pending.limit(AT_ONCE).with_for_update(skip_locked=True)).all()
            for kind in {row.kind for row in rows}:
                self._fold_kind(connection, kind, [row for row in rows if row.kind == kind])
        return len(rows)

    def _fold_kind(self, connection: sa.Connection, kind: str, rows: Sequence[sa.Row[tuple[int, str, str]]]) -> None:
        """Fold rows together; where one of them is broken, one by one, and it is left out of the search."""
        try:
            with connection.begin_nested():
                _fold_rows(connection, kind, rows)
        except Exception as error:
            if is_of_everything(error):
                raise
            if len(rows) > 1:
                for row in rows:
                    self._fold_kind(connection, kind, [row])
                return
            d = search_documents.c
            whose = connection.execute(sa.select(d.conversation_id).where(d.id == rows[0].id)).scalar_one()
            store.give_up(connection, Worker.SEARCH, str(rows[0].id), error, self._now(), whose)
            connection.execute(search_documents.update().where(d.id == rows[0].id).values(text="", answer=None))

    def find(
        self,
        words: Sequence[str],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        channel: str | None = None,
        state: str | None = None,
        topic: str | None = None,
        skip: int = 0,
        most: int = 20,
    ) -> tuple[list[Found], bool]:
        """Return cases by their newest hit, and whether there are more; None means any. Where the use is stopped nothing is found.

        Args:
            words: Folded words (`desk.text.folding.words`), which must all occur in the conversation, its notes or cases.
            since: Aware time of the earliest hit.
            until: The same of the latest, exclusive.
            channel: Of the case.
            state: Of the case.
            topic: Of the case.
            skip: How many cases were seen already.
            most: How many to return.
        """
        wanted = _Wanted([spellings.of(word) for word in words], since, until, channel, state, topic)
        self.catch_up()
        with self._database.read() as connection:
            conversations = self._conversations(connection, wanted, skip + most + 1)[skip:]
            shown = conversations[:most]
            hits, counts = self._hits(connection, wanted, shown)
            cases = _cases(connection, wanted, shown)
        found = []
        for conversation_id in shown:
            theirs = hits[conversation_id]
            # Messages belong to every case of the conversation, notes and questions to their own.
            of = None if any(hit.case_id is None for hit in theirs) else theirs[0].case_id
            candidates = cases[conversation_id]
            case = next((c for c in candidates if c.id == of), candidates[0])
            found.append(Found(case, theirs, counts[conversation_id]))
        return found, len(conversations) > most

    def _conversations(self, connection: sa.Connection, wanted: _Wanted, most: int) -> list[str]:
        """Return conversations by their newest hit; stops reading as soon as there are enough."""
        d, c = search_documents.c, t.cases.c
        first, *others = wanted.words
        e = search_documents.alias()
        of_others = (sa.exists().where(e.c.conversation_id == d.conversation_id, self._has(e, word)) for word in others)
        # "Exists" and not "in": asked for what was found only, and no reason to go through the cases instead.
        chosen = sa.exists().where(c.conversation_id == d.conversation_id, *_case_filters(wanted))
        query = (
            sa.select(d.conversation_id)
            .where(
                self._has(search_documents, first),
                exclusions.is_usable(d.conversation_id),
                chosen,
                *of_others,
                *_period(wanted),
            )
            .order_by(d.id.desc())
            .execution_options(stream_results=True)
        )
        found: dict[str, None] = {}
        with connection.execute(query) as rows:
            for (conversation_id,) in rows:
                found[conversation_id] = None
                if len(found) == most:
                    break
        return list(found)

    def _has(self, documents: sa.FromClause, ways: Sequence[str]) -> sa.ColumnElement[bool]:
        """Whether a row, or the answer that it shows, holds a word in one of the ways to write it."""
        look = sa.func.instr if self._database.is_sqlite else sa.func.strpos
        answers = sa.select(search_answers.c.digest).where(
            sa.or_(*(look(search_answers.c.text, way) > 0 for way in ways))
        )
        return sa.or_(*(look(documents.c.text, way) > 0 for way in ways), documents.c.answer.in_(answers))

    def _hits(
        self, connection: sa.Connection, wanted: _Wanted, conversations: Sequence[str]
    ) -> tuple[dict[str, list[Hit]], Counter[str]]:
        d = search_documents.c
        query = (
            sa.select(d.kind, d.source, d.conversation_id, d.at)
            .where(
                d.conversation_id.in_(conversations),
                sa.or_(*(self._has(search_documents, word) for word in wanted.words)),
                *_period(wanted),
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


def _case_filters(wanted: _Wanted) -> list[sa.ColumnElement[bool]]:
    c = t.cases.c
    pairs = ((c.channel, wanted.channel), (c.state, wanted.state), (c.topic, wanted.topic))
    chosen = [column == value for column, value in pairs if value is not None]
    # Of an alert only the words that raised it may be seen, until somebody takes it up.
    return [*chosen, c.state != State.ALERT.value]


def _period(wanted: _Wanted) -> list[sa.ColumnElement[bool]]:
    at = search_documents.c.at
    # In UTC already here: a day at the end of the calendar would fail later, and leave the server's cursor open.
    since = [at >= wanted.since.astimezone(UTC)] if wanted.since else []
    return since + ([at < wanted.until.astimezone(UTC)] if wanted.until else [])


def _cases(connection: sa.Connection, wanted: _Wanted, conversations: Sequence[str]) -> dict[str, list[Case]]:
    """Return the cases of conversations that pass the filters, newest first."""
    c = t.cases.c
    query = (
        sa.select(t.cases)
        .where(c.conversation_id.in_(conversations), *_case_filters(wanted))
        .order_by(c.opened_at.desc())
    )
    found: dict[str, list[Case]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["conversation_id"], []).append(case_of(row))
    return found


def _fold_rows(connection: sa.Connection, kind: str, rows: Sequence[sa.Row[tuple[int, str, str]]]) -> None:
    pieces = texts_of(connection, kind, [row.source for row in rows])
    known: dict[str, str] = {}
    values = []
    for row in rows:
        own, shared = (
            folding.fold("\n".join(p.text for p in pieces.get(row.source, []) if p.is_shared is s))
            for s in (False, True)
        )
        digest = hashlib.sha256(shared.encode()).hexdigest() if shared else None
        if digest:
            known[digest] = shared
        values.append({"row": row.id, "text": own, "answer": digest})
    if known:
        connection.execute(
            insert_into(connection, search_answers).on_conflict_do_nothing(),
            [{"digest": digest, "text": text} for digest, text in known.items()],
        )
    connection.execute(search_documents.update().where(search_documents.c.id == sa.bindparam("row")), values)


def _numbers(connection: sa.Connection, sources: Sequence[str]) -> dict[str, int]:
    m = t.messages.c
    query = sa.select(m.id, m.seq).where(m.id.in_([int(source) for source in sources]))
    return {str(row[0]): row[1] for row in connection.execute(query)}


def _case_of_note(connection: sa.Connection, sources: Sequence[str]) -> dict[str, str]:
    n = t.notes.c
    query = sa.select(n.id, n.case_id).where(n.id.in_([int(source) for source in sources]))
    return {str(row[0]): row[1] for row in connection.execute(query)}
