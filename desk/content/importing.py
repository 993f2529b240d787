"""Brings a pack into the database: all of it at first, later what the office has not touched.

Three ways for each entry and fact, by the digest of what the pack brought last:

    the pack did not change it                    nothing
    the pack changed it, the office did not       published at once
    both changed it                               a version in review: "the shipped text is newer"
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk.content import checks, pack, steps
from desk.content import facts as facts_file
from desk.content.errors import Unusable
from desk.content.models import OPEN, PROTECTED, SYSTEM, Item, Kind, Origin, Phrasing, PhrasingState, State, Version
from desk.content.pack import Pack
from desk.content.store import ContentTransaction

NEWER = "同梱の文章が新しくなっています。今の文章と見比べて、公開するか取り下げるかを選んでください。"
NAME = "同梱の内容"


def bring(tx: ContentTransaction, brought: Pack, now: datetime) -> dict[str, int]:
    """Import a pack that was checked; returns {added, updated, for_review, withdrawn, phrasings}, all 0 where nothing changed."""
    figures: Counter[str] = Counter(added=0, updated=0, for_review=0, withdrawn=0, phrasings=0)
    # Facts first: entries refer to them.
    for kind, contents in ((Kind.FACT, brought.facts), (Kind.ENTRY, brought.entries)):
        _bring(tx, kind, contents, now, figures)
    _phrasings(tx, brought.phrasings, now, figures)
    for kind, contents in ((Kind.ENTRY, brought.entries), (Kind.FACT, brought.facts)):
        _take_away(tx, kind, set(contents), now, figures)
    digest = brought.digest
    if tx.newest_pack() != digest:
        lines = [
            (label, line) for label, texts in brought.phrasings.items() if label in brought.entries for line in texts
        ]
        tx.add_pack(digest, now, {**figures, "teaching": steps.digest_of(lines)})
    if tx.newest() is None or any(count for name, count in figures.items() if name != "for_review"):
        steps.publication(tx, f"pack {digest[:12]}", NAME, now)
    return dict(figures)


def check(brought: Pack) -> None:
    """Refuse a pack in which something could not be shown; before the transaction, which others wait for.

    Raises:
        Unusable: See there.
    """
    facts = facts_file.read_text(pack.facts_text(brought.facts))
    found = [
        replace(fault, field=f"{key}.{fault.field}")
        for key, content in brought.facts.items()
        # A pack of the time before values had titles still comes in; whoever changes such a value next gives it one.
        for fault in checks.faults(Kind.FACT, key, {"title": key} | dict(content), {})
    ]
    for key, content in brought.entries.items():
        found += [
            replace(fault, field=f"{key}.{fault.field}") for fault in checks.faults(Kind.ENTRY, key, content, facts)
        ]
    if found:
        raise Unusable(found)


def _bring(
    tx: ContentTransaction, kind: Kind, contents: Mapping[str, pack.Content], now: datetime, figures: Counter[str]
) -> None:
    known, new = tx.items(kind), []
    published = {v.key: v for v in tx.versions(kind, states=[State.PUBLISHED])}
    for key, content in contents.items():
        digest = pack.digest(content)
        if key not in known:
            tx.add_item(Item(kind, key, Origin.PACK, 1, digest, now))
            new.append(_version(kind, key, 1, content, State.PUBLISHED, now))
            figures["added"] += 1
            continue
        item, stands = known[key], published.get(key)
        if item.pack_digest == digest:
            continue
        tx.change_item(kind, key, pack_digest=digest)
        has = pack.digest(stands.content) if stands else None
        if has == digest:
            continue
        is_worked_on = bool(tx.versions(kind, key=key, states=list(OPEN)))
        number = tx.next_number(kind, key)
        if has == item.pack_digest and not is_worked_on and stands is not None:
            tx.change_version(stands, state=State.SUPERSEDED)
            new.append(_version(kind, key, number, content, State.PUBLISHED, now))
            tx.change_item(kind, key, published=number)
            figures["updated"] += 1
        else:
            for older in tx.versions(kind, key=key, states=[State.IN_REVIEW]):
                if older.origin is Origin.PACK:
                    tx.change_version(older, state=State.DISCARDED)
            new.append(_version(kind, key, number, content, State.IN_REVIEW, now))
            figures["for_review"] += 1
    tx.add_versions(new)


def _version(kind: Kind, key: str, number: int, content: pack.Content, state: State, now: datetime) -> Version:
    version = steps.first_version(kind, key, number, content, Origin.PACK, replace(SYSTEM, name=NAME), now)
    is_published = state is State.PUBLISHED
    return replace(
        version, state=state, published_at=now if is_published else None, words="" if is_published else NEWER
    )


def _phrasings(tx: ContentTransaction, brought: Mapping[str, Any], now: datetime, figures: Counter[str]) -> None:
    known: dict[tuple[str, str], Phrasing] = {(one.label, one.text): one for one in tx.phrasings()}
    wanted = {(label, line) for label, lines in brought.items() for line in lines}
    gone = [
        one.id
        for key, one in known.items()
        if one.origin is Origin.PACK and one.state is PhrasingState.PUBLISHED and key not in wanted
    ]
    # Deleted, not removed: a later pack may bring it again.
    tx.delete_phrasings(gone)
    row = {
        "state": PhrasingState.PUBLISHED,
        "origin": Origin.PACK,
        "added_by_id": None,
        "added_by": NAME,
        "added_at": now,
    }
    new = [
        {"label": label, "text": line, **row}
        for label, lines in brought.items()
        for line in lines
        if (label, line) not in known
    ]
    tx.add_phrasings(new)
    figures["phrasings"] += len(gone) + len(new)


def _take_away(tx: ContentTransaction, kind: Kind, brought: set[str], now: datetime, figures: Counter[str]) -> None:
    """Withdraw what an older pack brought, this one does not, and the office has not touched."""
    for key, item in tx.items(kind).items():
        if item.pack_digest is None or key in brought or item.published is None or key in PROTECTED:
            continue
        stands = tx.version(kind, key, item.published)
        if pack.digest(stands.content) != item.pack_digest:
            continue
        try:
            steps.withdraw(tx, item, NAME, "同梱の内容から外れました。", now)
        except steps.StillUsed:
            continue
        figures["withdrawn"] += 1
