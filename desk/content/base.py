"""What all parts of the content's service share: the transaction with its audit entry and publication."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from desk.audit.store import AuditLog
from desk.content import checks, step_rules, steps
from desk.content.errors import Fault, Unusable
from desk.content.facts import Fact
from desk.content.models import Actor, EntryView, Kind, Origin, PhrasingState
from desk.content.publisher import Publisher
from desk.content.store import ContentStore, ContentTransaction
from desk.conversation.ports import Clock

T = TypeVar("T")


class Base:
    """The parts, and how a change is made."""

    def __init__(
        self, store: ContentStore, publisher: Publisher, clock: Clock, log: AuditLog, *, four_eyes: bool = True
    ) -> None:
        """Take the parts; without `four_eyes` (a one-person office) an author may review."""
        self._store, self._publisher, self._clock, self._log = store, publisher, clock, log
        self.four_eyes = four_eyes

    def _write(self, actor: Actor, action: str, subject: str, do: Callable[[ContentTransaction, datetime], T]) -> T:
        """Do something in a transaction, write it down, and bring what it published to everyone."""
        step_rules.check_role(actor)
        now = self._clock.now()
        with self._store.write() as tx:
            before = tx.newest()
            done = do(tx, now)
            has_published = tx.newest() != before
        self._log.audit(
            action, subject, now, account_id=actor.account_id, account_name=actor.name, address=actor.address
        )
        if has_published:
            self._publisher.catch_up()
        return done

    def _view(self, kind: Kind, key: str) -> EntryView:
        with self._store.read() as tx:
            shown = [PhrasingState.PUBLISHED, PhrasingState.PROPOSED]
            lines = tuple(tx.phrasings(key, states=shown)) if kind is Kind.ENTRY else ()
            return EntryView(tx.item(kind, key), tuple(tx.versions(kind, key=key)), lines)

    def _facts(self) -> dict[str, Fact]:
        with self._store.read() as tx:
            return steps.published_facts(tx)

    def _counts_at_once(self, actor: Actor) -> bool:
        return actor.role in step_rules.REVIEWERS or not self.four_eyes

    def _add(
        self,
        tx: ContentTransaction,
        label: str,
        lines: Sequence[str],
        actor: Actor,
        now: datetime,
        *,
        published: bool,
    ) -> bool:
        """Add phrasings that are not there; whether any of them counts from now on."""
        known = {one.text: one for one in tx.phrasings(label)}
        state = PhrasingState.PUBLISHED if published else PhrasingState.PROPOSED
        again = [known[line].id for line in lines if line in known and known[line].state is PhrasingState.REMOVED]
        tx.set_phrasings(again, state)
        row = {"label": label, "state": state, "origin": Origin.OFFICE, "added_at": now}
        row |= {"added_by_id": actor.account_id, "added_by": actor.name}
        new = [{"text": line, **row} for line in lines if line not in known]
        tx.add_phrasings(new)
        return published and bool(again or new)


def lines_of(texts: Iterable[str]) -> list[str]:
    """Return phrasings as they are kept, each once.

    Raises:
        Unusable: See `checks.phrasing`.
    """
    try:
        return list(dict.fromkeys(checks.phrasing(text) for text in texts))
    except ValueError as error:
        raise Unusable([Fault("phrasings", str(error))]) from None


def refuse(found: Iterable[Fault]) -> None:
    """Refuse a content with faults.

    Raises:
        Unusable: There are any.
    """
    if faults := list(found):
        raise Unusable(faults)
