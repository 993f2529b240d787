"""Phrasings: added, taken away, approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from desk.content import errors, step_rules, steps
from desk.content.base import Base, lines_of
from desk.content.errors import Fault, Protected, Unusable
from desk.content.models import PROTECTED, Actor, Kind, Phrasing, PhrasingState
from desk.content.store import ContentTransaction


class Asking(Base):
    """The ways of asking for an entry."""

    def add_phrasings(self, actor: Actor, label: str, texts: Sequence[str]) -> list[Phrasing]:
        """Add ways of asking for an entry; returns its phrasings.

        A reviewer's count at once, a writer's with the next approval (of a version, or `approve_phrasings`).

        Raises:
            Unusable: One is empty or too long.
            NotAllowed, UnknownItem: See there.
        """
        step_rules.check_role(actor)
        lines = lines_of(texts)

        def do(tx: ContentTransaction, now: datetime) -> None:
            item = tx.item(Kind.ENTRY, label)
            counts = self._counts_at_once(actor) and item.published is not None
            if self._add(tx, label, lines, actor, now, published=counts):
                steps.publication(tx, f"phrasings of {label}", actor.name, now)

        self._write(actor, "edit_phrasings", label, do)
        return list(self._view(Kind.ENTRY, label).phrasings)

    def remove_phrasing(self, actor: Actor, label: str, phrasing_id: int) -> None:
        """Take a way of asking away; one that is only proposed may be taken back by every writer.

        Raises:
            Protected: It belongs to an answer to words of danger.
            NotAllowed, UnknownItem: See there.
        """
        step_rules.check_role(actor)
        if label in PROTECTED:
            raise Protected(label)

        def do(tx: ContentTransaction, now: datetime) -> None:
            found = next((one for one in tx.phrasings(label) if one.id == phrasing_id), None)
            if found is None or found.state is PhrasingState.REMOVED:
                raise errors.UnknownItem(f"no phrasing {phrasing_id} of {label}")
            if found.state is PhrasingState.PROPOSED:
                tx.delete_phrasings([phrasing_id])
                return
            step_rules.check_role(actor, reviews=True)
            tx.set_phrasings([phrasing_id], PhrasingState.REMOVED)
            steps.publication(tx, f"phrasings of {label}", actor.name, now)

        self._write(actor, "edit_phrasings", label, do)

    def approve_phrasings(self, actor: Actor, label: str) -> list[Phrasing]:
        """Let all proposed phrasings of a published entry count, but for one's own where four eyes are asked for.

        Raises:
            NotAllowed, UnknownItem: See there.
        """
        step_rules.check_role(actor, reviews=True)

        def do(tx: ContentTransaction, now: datetime) -> None:
            if tx.item(Kind.ENTRY, label).published is None:
                raise Unusable([Fault("state", "公開されていません。")])
            found = tx.phrasings(label, states=[PhrasingState.PROPOSED])
            mine = [one for one in found if self.four_eyes and one.added_by_id == actor.account_id]
            ids = [one.id for one in found if one not in mine]
            if ids:
                tx.set_phrasings(ids, PhrasingState.PUBLISHED)
                steps.publication(tx, f"phrasings of {label}", actor.name, now)

        self._write(actor, "approve_content", label, do)
        return list(self._view(Kind.ENTRY, label).phrasings)
