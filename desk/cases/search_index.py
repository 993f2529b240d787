"""Search over messages, notes and cases: folded text, read through from the newest to the oldest.

Measured at 100,000 messages (docs/reliability.md), reading through takes a few hundredths of a second on both databases.
An index of bigrams is slower for common words on PostgreSQL, and on SQLite keeps what was erased in its segments. So there
is none: what is searched is deleted in the transaction that deletes the message.

A word is looked for in every way to write it (空家, 空き家, あきや: `desk.text.spellings`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from desk.cases import search_filters, search_hits
from desk.cases.search_filters import Wanted
from desk.cases.search_folding import SearchFolding
from desk.cases.search_hits import Hit
from desk.cases.tables import search_documents
from desk.conversation.models import Case
from desk.conversation_sql import exclusions
from desk.conversation_sql import tables as t
from desk.conversation_sql.rows import case_of
from desk.text import spellings


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


class SearchIndex(SearchFolding):
    """Keeps the folded texts and searches them."""

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
        wanted = Wanted([spellings.of(word) for word in words], since, until, channel, state, topic)
        self.catch_up()
        with self._database.read() as connection:
            conversations = _conversations(connection, wanted, skip + most + 1)[skip:]
            shown = conversations[:most]
            hits, counts = search_hits.hits_of(connection, wanted, shown)
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


def _conversations(connection: sa.Connection, wanted: Wanted, most: int) -> list[str]:
    """Return conversations by their newest hit; stops reading as soon as there are enough."""
    d, c = search_documents.c, t.cases.c
    first, *others = wanted.words
    e = search_documents.alias()
    of_others = (
        sa.exists().where(e.c.conversation_id == d.conversation_id, search_filters.has(connection, e, word))
        for word in others
    )
    # "Exists" and not "in": asked for what was found only, and no reason to go through the cases instead.
    chosen = sa.exists().where(c.conversation_id == d.conversation_id, *search_filters.of_case(wanted))
    query = (
        sa.select(d.conversation_id)
        .where(
            search_filters.has(connection, search_documents, first),
            exclusions.is_usable(d.conversation_id),
            chosen,
            *of_others,
            *search_filters.in_period(wanted),
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


def _cases(connection: sa.Connection, wanted: Wanted, conversations: Sequence[str]) -> dict[str, list[Case]]:
    """Return the cases of conversations that pass the filters, newest first."""
    c = t.cases.c
    query = (
        sa.select(t.cases)
        .where(c.conversation_id.in_(conversations), *search_filters.of_case(wanted))
        .order_by(c.opened_at.desc())
    )
    found: dict[str, list[Case]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["conversation_id"], []).append(case_of(row))
    return found
