"""Drafts: begun, saved, handed in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from desk.content import checks, models, step_rules, steps
from desk.content.base import Base, lines_of, refuse
from desk.content.errors import EditConflict, Fault, Unusable
from desk.content.models import LABEL, Actor, Item, Kind, Origin, State, Step, Version
from desk.content.store import ContentTransaction
from desk.text.pack import city


class Editing(Base):
    """What every writer may do to entries and facts."""

    def create_entry(
        self,
        actor: Actor,
        topic: str,
        content: Mapping[str, Any],
        *,
        slug: str | None = None,
        phrasings: Iterable[str] = (),
    ) -> Version:
        """Begin an entry with its first draft; the label is `topic/slug`, made from the title where none is given.

        Raises:
            NotAllowed: By role.
            Unusable: Unknown fields, no topic of ours, or a label that there is already.
        """
        title = str(content.get("title") or "")
        key = f"{topic}/{slug or 'entry_' + hashlib.sha256(f'{topic} {title}'.encode()).hexdigest()[:8]}"
        refuse(checks.shape(Kind.ENTRY, content))
        if not LABEL.fullmatch(key):
            raise Unusable([Fault("label", "話題/名前の形で書いてください（英小文字・数字・_）。")])

        def do(tx: ContentTransaction, now: datetime) -> Version:
            known = tx.items(Kind.ENTRY)
            # A town that begins has answers in few of the areas that its profile names.
            if topic not in {*city().areas, *(item.topic for item in known.values())}:
                raise Unusable([Fault("topic", "今ある話題の中から選んでください。")])
            if key in known:
                field, name = ("label", "名前") if slug else ("title", "見出し")
                words = f"同じ話題と{name}の回答がもうあります。「回答の一覧」でさがして、そこで直してください。"
                raise Unusable([Fault(field, words)])
            return self._begin(tx, Kind.ENTRY, key, content, actor, now, phrasings)

        return self._write(actor, "edit_content", key, do)

    def create_fact(self, actor: Actor, fact_id: str, content: Mapping[str, Any]) -> Version:
        """Begin a fact with its first draft.

        Raises:
            NotAllowed: By role.
            Unusable: Unknown fields, or an id that there is already or cannot be.
        """
        refuse(checks.shape(Kind.FACT, content))
        if not models.FACT_ID.fullmatch(fact_id):
            raise Unusable([Fault("id", "英小文字・数字・_ で書いてください。")])

        def do(tx: ContentTransaction, now: datetime) -> Version:
            if fact_id in tx.items(Kind.FACT):
                raise Unusable([Fault("id", "同じ名前の値がもうあります。")])
            return self._begin(tx, Kind.FACT, fact_id, content, actor, now)

        return self._write(actor, "edit_content", fact_id, do)

    def draft(self, actor: Actor, kind: Kind, key: str, *, base: int | None = None) -> Version:
        """Return the item's draft; begins one from a version (else the newest) where there is none.

        Raises:
            NotAllowed, UnknownItem: See there.
        """

        def do(tx: ContentTransaction, now: datetime) -> Version:
            tx.item(kind, key)
            found = tx.versions(kind, key=key)
            open_now = next((v for v in found if v.state in {State.DRAFT, State.IN_REVIEW}), None)
            if open_now is not None and base is None:
                return open_now
            if base is not None:
                begun = tx.version(kind, key, base)
            else:
                begun = next((v for v in found if v.state is State.PUBLISHED), found[0])
            new = steps.first_version(kind, key, tx.next_number(kind, key), begun.content, Origin.OFFICE, actor, now)
            new = replace(new, base=begun.number)
            tx.add_versions([new])
            return new

        return self._write(actor, "edit_content", key, do)

    def save(
        self,
        actor: Actor,
        seen: Version | tuple[Kind, str, int],
        revision: int,
        content: Mapping[str, Any],
        *,
        publish_at: datetime | None = None,
        unpublish_at: datetime | None = None,
    ) -> Version:
        """Save a draft; what was in review is a draft again.

        Args:
            actor: Who saves.
            seen: Which version, or (kind, key, number).
            revision: The revision that the edit began with.
            content: All fields.
            publish_at: When it is to be published once approved; None: at once.
            unpublish_at: When it is to be withdrawn by itself.

        Raises:
            EditConflict: Another revision stands; it carries that version.
            NotAllowed, WrongState, UnknownItem, Unusable: See there; Unusable only for unknown fields.
        """
        kind, key, number = (seen.kind, seen.key, seen.number) if isinstance(seen, Version) else seen
        refuse(checks.shape(kind, content))

        def do(tx: ContentTransaction, now: datetime) -> Version:
            stands = tx.version(kind, key, number)
            step_rules.check_step(Step.SAVE, stands, actor, four_eyes=self.four_eyes)
            if stands.revision != revision:
                raise EditConflict(stands)
            authors = [*stands.authors, *([actor.account_id] if actor.account_id else [])]
            return tx.change_version(
                stands,
                state=State.DRAFT,
                content=dict(content),
                revision=revision + 1,
                authors=list(dict.fromkeys(authors)),
                changed_by=actor.name,
                changed_at=now,
                publish_at=publish_at,
                unpublish_at=unpublish_at,
            )

        return self._write(actor, "edit_content", f"{key} {number}", do)

    def submit(self, actor: Actor, kind: Kind, key: str, number: int) -> Version:
        """Hand a draft in for review.

        Raises:
            Unusable: It could not be shown, or a new entry has fewer than three phrasings.
            NotAllowed, WrongState, UnknownItem: See there.
        """

        def do(tx: ContentTransaction, now: datetime) -> Version:
            stands = tx.version(kind, key, number)
            step_rules.check_step(Step.SUBMIT, stands, actor, four_eyes=self.four_eyes)
            steps.check_whole(tx, stands)
            return tx.change_version(stands, state=State.IN_REVIEW, words="")

        return self._write(actor, "submit_content", f"{key} {number}", do)

    def _begin(
        self,
        tx: ContentTransaction,
        kind: Kind,
        key: str,
        content: Mapping[str, Any],
        actor: Actor,
        now: datetime,
        phrasings: Iterable[str] = (),
    ) -> Version:
        version = steps.first_version(kind, key, 1, dict(content), Origin.OFFICE, actor, now)
        tx.add_item(Item(kind, key, Origin.OFFICE, None, None, now))
        tx.add_versions([version])
        self._add(tx, key, lines_of(phrasings), actor, now, published=False)
        return version
