"""Review: approve, send back, give up, withdraw, restore."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desk.content import step_rules, steps
from desk.content.base import Base
from desk.content.errors import EditConflict, Fault, Unusable
from desk.content.models import Actor, EntryView, Kind, State, Step, Version
from desk.content.store import ContentTransaction


class Reviewing(Base):
    """What reviewers decide."""

    def approve(self, actor: Actor, kind: Kind, key: str, number: int, *, revision: int | None = None) -> Version:
        """Approve a version: it is published, at once or on its day.

        Args:
            actor: The reviewer.
            kind: Of the version.
            key: Of the version.
            number: Of the version.
            revision: What the reviewer has read; another one is refused.

        Raises:
            OwnText: The reviewer wrote in it.
            EditConflict: It is another revision than the one read.
            Unusable, NotAllowed, WrongState, UnknownItem: See there.
        """

        def do(tx: ContentTransaction, now: datetime) -> Version:
            stands = tx.version(kind, key, number)
            if revision is not None and stands.revision != revision:
                raise EditConflict(stands)
            step_rules.check_step(Step.APPROVE, stands, actor, four_eyes=self.four_eyes)
            steps.check_whole(tx, stands)
            reviewed = {"reviewer_id": actor.account_id, "reviewer": actor.name, "reviewed_at": now}
            if stands.publish_at is not None and stands.publish_at > now:
                return tx.change_version(stands, state=State.APPROVED, **reviewed)
            done = steps.publish(tx, tx.change_version(stands, **reviewed), now)
            steps.publication(tx, f"published {key} {number}", actor.name, now)
            return done

        return self._write(actor, "approve_content", f"{key} {number}", do)

    def reject(self, actor: Actor, kind: Kind, key: str, number: int, words: str) -> Version:
        """Send a version back to its author, with words.

        Raises:
            Unusable: Without words.
            NotAllowed, WrongState, UnknownItem: See there.
        """
        if not words.strip():
            raise Unusable([Fault("words", "戻す理由を書いてください。")])
        change = {"state": State.DRAFT, "words": words.strip()[:1000]}
        return self._step(actor, Step.REJECT, "reject_content", kind, key, number, change)

    def discard(self, actor: Actor, kind: Kind, key: str, number: int) -> Version:
        """Give an open version up; it stays readable.

        Raises:
            NotAllowed, WrongState, UnknownItem: See there.
        """
        return self._step(actor, Step.DISCARD, "discard_content", kind, key, number, {"state": State.DISCARDED})

    def withdraw(self, actor: Actor, kind: Kind, key: str, reason: str, *, until: datetime | None = None) -> EntryView:
        """Take a published item away, until a time or until it is restored; migrants are told kindly.

        Raises:
            Protected: It answers words of danger.
            StillUsed: It is a fact that published entries refer to.
            Unusable: Without a reason, or nothing is published.
            NotAllowed, UnknownItem: See there.
        """
        step_rules.check_role(actor, reviews=True)
        if not reason.strip():
            raise Unusable([Fault("reason", "理由を書いてください。")])

        def do(tx: ContentTransaction, now: datetime) -> None:
            item = tx.item(kind, key)
            if item.published is None:
                raise Unusable([Fault("state", "公開されていません。")])
            steps.withdraw(tx, item, actor.name, reason.strip()[:400], now, until)
            steps.publication(tx, f"withdrew {key}", actor.name, now)

        self._write(actor, "withdraw_content", key, do)
        return self._view(kind, key)

    def restore(self, actor: Actor, kind: Kind, key: str, *, number: int | None = None) -> Version:
        """Publish an earlier version again as it was: the withdrawn one, or a superseded one that was reviewed then.

        Raises:
            Unusable: It can no longer be shown (a fact is gone), or there is none to restore.
            NotAllowed, WrongState, UnknownItem: See there.
        """

        def do(tx: ContentTransaction, now: datetime) -> Version:
            tx.item(kind, key)
            if number is None:
                found = tx.versions(kind, key=key, states=[State.WITHDRAWN])
                if not found:
                    raise Unusable([Fault("state", "取り下げた文章はありません。")])
                stands = found[0]
            else:
                stands = tx.version(kind, key, number)
            step_rules.check_step(Step.RESTORE, stands, actor, four_eyes=self.four_eyes)
            done = steps.publish(tx, stands, now)
            steps.publication(tx, f"restored {key} {stands.number}", actor.name, now)
            return done

        return self._write(actor, "restore_content", key, do)

    def _step(
        self, actor: Actor, step: Step, action: str, kind: Kind, key: str, number: int, change: Mapping[str, Any]
    ) -> Version:
        def do(tx: ContentTransaction, now: datetime) -> Version:
            stands = tx.version(kind, key, number)
            step_rules.check_step(step, stands, actor, four_eyes=self.four_eyes)
            reviewed: dict[str, Any] = {}
            if step is Step.REJECT:
                reviewed = {"reviewer_id": actor.account_id, "reviewer": actor.name, "reviewed_at": now}
            return tx.change_version(stands, **change, **reviewed)

        return self._write(actor, action, f"{key} {number}", do)
