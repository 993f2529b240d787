"""The steps of versions inside a transaction: publish, withdraw, restore, and the publication that follows."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from desk.content import checks, pack
from desk.content import facts as facts_file
from desk.content.facts import Fact
from desk.content.models import (
    PROTECTED,
    Actor,
    ContentRefused,
    Fault,
    Item,
    Kind,
    Origin,
    PhrasingState,
    Protected,
    Publication,
    State,
    Unusable,
    Version,
)
from desk.content.store import ContentTransaction
from desk.content.tables import items, phrasings

# From so many phrasings on a label of the office's own is learnt by the model.
TRAINED_FROM = 50
# A new entry can be found once people may ask for it in a few ways.
LEAST_PHRASINGS = 3


class StillUsed(ContentRefused):
    """A fact that published entries refer to is not withdrawn."""

    code = "still_used"

    def __init__(self, labels: Iterable[str]) -> None:
        self.labels = sorted(labels)
        super().__init__(f"used by {', '.join(self.labels)}")


def published_facts(tx: ContentTransaction) -> dict[str, Fact]:
    """Return the published facts as answers use them."""
    contents = {v.key: v.content for v in tx.versions(Kind.FACT, states=[State.PUBLISHED])}
    return facts_file.read_text(pack.facts_text(contents))


def check(tx: ContentTransaction, version: Version) -> None:
    """Refuse a content that could not be shown.

    Raises:
        Unusable: See there.
    """
    facts = published_facts(tx) if version.kind is Kind.ENTRY else {}
    if found := checks.faults(version.kind, version.key, version.content, facts):
        raise Unusable(found)


def check_whole(tx: ContentTransaction, version: Version) -> None:
    """Refuse what could not be shown, and an entry that could not be found.

    Raises:
        Unusable: See there.
    """
    check(tx, version)
    counted = [PhrasingState.PUBLISHED, PhrasingState.PROPOSED]
    if version.kind is Kind.ENTRY and len(tx.phrasings(version.key, states=counted)) < LEAST_PHRASINGS:
        raise Unusable(
            [Fault("phrasings", f"{LEAST_PHRASINGS}つ以上要ります。この回答の画面の「質問の言い方」で加えてください。")]
        )


def first_version(
    kind: Kind, key: str, number: int, content: Mapping[str, Any], origin: Origin, actor: Actor, now: datetime
) -> Version:
    """Return a new draft."""
    return Version(
        kind=kind,
        key=key,
        number=number,
        state=State.DRAFT,
        content=content,
        revision=1,
        base=None,
        origin=origin,
        authors=(actor.account_id,) if actor.account_id else (),
        author=actor.name,
        created_at=now,
        changed_by=actor.name,
        changed_at=now,
    )


def publish(tx: ContentTransaction, version: Version, now: datetime) -> Version:
    """Make a version what migrants see; the one before is superseded, proposed phrasings count from now on.

    Raises:
        Unusable: See `check`.
        EditConflict: See `ContentTransaction.change_version`.
    """
    check(tx, version)
    for before in tx.versions(version.kind, key=version.key, states=[State.PUBLISHED, State.WITHDRAWN]):
        if before.number != version.number:
            tx.change_version(before, state=State.SUPERSEDED)
    done = tx.change_version(version, state=State.PUBLISHED, published_at=now)
    tx.change_item(
        version.kind,
        version.key,
        published=version.number,
        withdrawn_at=None,
        withdrawn_by="",
        withdrawn_why="",
        withdrawn_until=None,
    )
    if version.kind is Kind.ENTRY:
        proposed = tx.phrasings(version.key, states=[PhrasingState.PROPOSED])
        tx.set_phrasings([one.id for one in proposed], PhrasingState.PUBLISHED)
    return done


def withdraw(
    tx: ContentTransaction, item: Item, by: str, reason: str, now: datetime, until: datetime | None = None
) -> None:
    """Take an item away from migrants.

    Raises:
        Protected: It answers words of danger.
        StillUsed: It is a fact that published entries refer to.
    """
    if item.key in PROTECTED:
        raise Protected(item.key)
    if item.kind is Kind.FACT:
        entries = tx.versions(Kind.ENTRY, states=[State.PUBLISHED])
        if used := [entry.key for entry in entries if item.key in checks.used_facts(entry.content)]:
            raise StillUsed(used)
    for version in tx.versions(item.kind, key=item.key, states=[State.PUBLISHED]):
        tx.change_version(version, state=State.WITHDRAWN, unpublish_at=None)
    tx.change_item(
        item.kind,
        item.key,
        published=None,
        withdrawn_at=now,
        withdrawn_by=by,
        withdrawn_why=reason,
        withdrawn_until=until,
    )


def publication(tx: ContentTransaction, what: str, by: str, now: datetime) -> Publication:
    """Note that what is published has changed; in the transaction that changed it."""
    newest = tx.newest()
    made = Publication(newest.number + 1 if newest else 1, now, by[:80], what[:200], teaching(tx))
    tx.add_publication(made)
    return made


def teaching(tx: ContentTransaction) -> str:
    """Return the digest of what a model is trained from: published labels and their phrasings."""
    return digest_of(lines_of(tx))


def lines_of(tx: ContentTransaction) -> list[tuple[str, str]]:
    """Return (label, text) of the published phrasings that a model learns.

    A label of the office's own with a few phrasings is not among them: three rows among 20,000 are never chosen. The
    assistant knows it by its phrasings at once, without training.
    """
    i, p = items.c, phrasings.c
    query = (
        sa.select(p.label, p.text, i.origin)
        .join(items, sa.and_(i.kind == Kind.ENTRY, i.key == p.label, i.published.is_not(None)))
        .where(p.state == PhrasingState.PUBLISHED)
    )
    rows = tx.connection.execute(query).all()
    counts = Counter(row[0] for row in rows)
    return [(row[0], row[1]) for row in rows if row[2] == Origin.PACK or counts[row[0]] >= TRAINED_FROM]


def digest_of(lines: Iterable[tuple[str, str]]) -> str:
    """Return the digest of (label, text) in any order."""
    return hashlib.sha256(repr(sorted(lines)).encode()).hexdigest()
