"""What pages read of the content: lists, one item, faults of a text, a preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.content import checks, entries, pack
from desk.content.base import Base
from desk.content.errors import Fault, Unusable
from desk.content.models import OPEN, EntryView, Kind, PhrasingState, Publication, State, Version


class Reading(Base):
    """Reads; changes nothing."""

    def find_items(
        self, kind: Kind = Kind.ENTRY, *, state: State | None = None, topic: str | None = None, q: str = ""
    ) -> list[EntryView]:
        """Return the items with their versions that are open, published or withdrawn, without phrasings.

        Args:
            kind: Entries or facts.
            state: Only items with a version in this state.
            topic: Only entries of this topic.
            q: Only items whose key, title or text has all the words.
        """
        with self._store.read() as tx:
            items = tx.items(kind)
            shown = [*OPEN, State.PUBLISHED, State.WITHDRAWN]
            by_key: dict[str, list[Version]] = {key: [] for key in items}
            for version in tx.versions(kind, states=shown):
                by_key[version.key].append(version)
        found = [EntryView(item, tuple(by_key[key])) for key, item in items.items()]
        words = q.lower().split()
        return [
            view
            for view in found
            if (state is None or any(v.state is state for v in view.versions))
            and (topic is None or view.item.topic == topic)
            and all(word in _searched(view) for word in words)
        ]

    def entry(self, label: str) -> EntryView:
        """Return an entry with all its versions, newest first, and its phrasings.

        Raises:
            UnknownItem: There is none.
        """
        return self._view(Kind.ENTRY, label)

    def fact(self, fact_id: str) -> EntryView:
        """Return a fact with all its versions.

        Raises:
            UnknownItem: There is none.
        """
        return self._view(Kind.FACT, fact_id)

    def users_of(self, fact_id: str) -> list[str]:
        """Return the labels of the entries whose published or open text refers to a fact."""
        with self._store.read() as tx:
            found = tx.versions(Kind.ENTRY, states=[*OPEN, State.PUBLISHED])
        return sorted({v.key for v in found if fact_id in checks.used_facts(v.content)})

    def topics(self) -> list[str]:
        """Return the topics in which there are entries."""
        with self._store.read() as tx:
            return sorted({item.topic for item in tx.items(Kind.ENTRY).values()})

    def faults(self, kind: Kind, key: str, content: Mapping[str, Any]) -> list[Fault]:
        """Return why a content could not be published; nothing where it could."""
        return checks.faults(kind, key, content, self._facts() if kind is Kind.ENTRY else {})

    def preview(self, label: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return an entry's content as the message part that the bot would send, facts in place.

        Raises:
            Unusable: It could not be shown.
        """
        facts = self._facts()
        if found := checks.faults(Kind.ENTRY, label, content, facts):
            raise Unusable(found)
        return entries.read(label, pack.text_of(content), facts).part()

    def proposed(self) -> dict[str, list[str]]:
        """Return the ways of asking that wait for a reviewer, by the published entry that they are proposed for."""
        with self._store.read() as tx:
            live = {key for key, item in tx.items(Kind.ENTRY).items() if item.published is not None}
            lines = tx.phrasings(states=[PhrasingState.PROPOSED])
        found: dict[str, list[str]] = {}
        for one in lines:
            if one.label in live:
                found.setdefault(one.label, []).append(one.text)
        return found

    def publications(self, most: int = 50) -> list[Publication]:
        """Return publications, newest first."""
        with self._store.read() as tx:
            return tx.publications(most)


def _searched(view: EntryView) -> str:
    contents = [version.content for version in view.versions]
    words = [f"{c.get('title')} {c.get('body')} {c.get('value')} {c.get('note')}" for c in contents]
    return " ".join([view.item.key, *words]).lower()
