"""What pages, the API and other features may ask of the content: entries, facts, versions, phrasings, switches.

Every change is checked, written to the audit log, and, where it changes what migrants see, published: the desk itself has it
when the call returns, actions and assistant within seconds. All refusals are `models.ContentRefused`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from desk.audit.store import AuditLog
from desk.content import checks, due, entries, importing, models, pack, steps
from desk.content.facts import Fact
from desk.content.models import (
    LABEL,
    OPEN,
    PROTECTED,
    SYSTEM,
    Actor,
    ContentRefused,
    EditConflict,
    EntryView,
    Fault,
    Item,
    Kind,
    Origin,
    Phrasing,
    PhrasingState,
    Protected,
    Publication,
    State,
    Step,
    Switch,
    Unusable,
    Version,
)
from desk.content.published import Published
from desk.content.publisher import Publisher, read_state
from desk.content.store import ContentStore, ContentTransaction
from desk.content.worker import ContentWorker
from desk.conversation.ports import Clock

__all__ = [
    "Actor",
    "Content",
    "ContentRefused",
    "ContentWorker",
    "EntryView",
    "Kind",
    "PhrasingState",
    "Published",
    "State",
]

T = TypeVar("T")
SCOPES = ("all", "topic", "entry")
# A new entry can be found once people may ask for it in a few ways.
LEAST_PHRASINGS = 3


class Content:
    """The answers as the office keeps them."""

    def __init__(
        self, store: ContentStore, publisher: Publisher, clock: Clock, log: AuditLog, *, four_eyes: bool = True
    ) -> None:
        """Take the parts; without `four_eyes` (a one-person office) an author may review."""
        self._store, self._publisher, self._clock, self._log = store, publisher, clock, log
        self.four_eyes = four_eyes

    # --- reading -------------------------------------------------------------------------------

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

    def switches(self) -> list[Switch]:
        """Return what is switched off now."""
        with self._store.read() as tx:
            return tx.switches()

    # --- writing -------------------------------------------------------------------------------

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
        _refuse(checks.shape(Kind.ENTRY, content))
        if not LABEL.fullmatch(key):
            raise Unusable([Fault("label", "話題/名前の形で書いてください（英小文字・数字・_）。")])

        def do(tx: ContentTransaction, now: datetime) -> Version:
            known = tx.items(Kind.ENTRY)
            if topic not in {item.topic for item in known.values()}:
                raise Unusable([Fault("topic", "今ある話題の中から選んでください。")])
            if key in known:
                raise Unusable([Fault("label", "同じ名前の回答がもうあります。")])
            return self._begin(tx, Kind.ENTRY, key, content, actor, now, phrasings)

        return self._write(actor, "edit_content", key, do)

    def create_fact(self, actor: Actor, fact_id: str, content: Mapping[str, Any]) -> Version:
        """Begin a fact with its first draft.

        Raises:
            NotAllowed: By role.
            Unusable: Unknown fields, or an id that there is already or cannot be.
        """
        _refuse(checks.shape(Kind.FACT, content))
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
        _refuse(checks.shape(kind, content))

        def do(tx: ContentTransaction, now: datetime) -> Version:
            stands = tx.version(kind, key, number)
            models.check_step(Step.SAVE, stands, actor, four_eyes=self.four_eyes)
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
            models.check_step(Step.SUBMIT, stands, actor, four_eyes=self.four_eyes)
            _check_whole(tx, stands)
            return tx.change_version(stands, state=State.IN_REVIEW, words="")

        return self._write(actor, "submit_content", f"{key} {number}", do)

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
            models.check_step(Step.APPROVE, stands, actor, four_eyes=self.four_eyes)
            _check_whole(tx, stands)
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
        models.check_role(actor, reviews=True)
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
            models.check_step(Step.RESTORE, stands, actor, four_eyes=self.four_eyes)
            done = steps.publish(tx, stands, now)
            steps.publication(tx, f"restored {key} {stands.number}", actor.name, now)
            return done

        return self._write(actor, "restore_content", key, do)

    # --- phrasings -----------------------------------------------------------------------------

    def add_phrasings(self, actor: Actor, label: str, texts: Sequence[str]) -> list[Phrasing]:
        """Add ways of asking for an entry; returns its phrasings.

        A reviewer's count at once, a writer's with the next approval (of a version, or `approve_phrasings`).

        Raises:
            Unusable: One is empty or too long.
            NotAllowed, UnknownItem: See there.
        """
        models.check_role(actor)
        lines = _lines(texts)

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
        models.check_role(actor)
        if label in PROTECTED:
            raise Protected(label)

        def do(tx: ContentTransaction, now: datetime) -> None:
            found = next((one for one in tx.phrasings(label) if one.id == phrasing_id), None)
            if found is None or found.state is PhrasingState.REMOVED:
                raise models.UnknownItem(f"no phrasing {phrasing_id} of {label}")
            if found.state is PhrasingState.PROPOSED:
                tx.delete_phrasings([phrasing_id])
                return
            models.check_role(actor, reviews=True)
            tx.set_phrasings([phrasing_id], PhrasingState.REMOVED)
            steps.publication(tx, f"phrasings of {label}", actor.name, now)

        self._write(actor, "edit_phrasings", label, do)

    def approve_phrasings(self, actor: Actor, label: str) -> list[Phrasing]:
        """Let all proposed phrasings of a published entry count, but for one's own where four eyes are asked for.

        Raises:
            NotAllowed, UnknownItem: See there.
        """
        models.check_role(actor, reviews=True)

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

    # --- switches ------------------------------------------------------------------------------

    def switch(
        self, actor: Actor, scope: str, name: str, *, on: bool, reason: str = "", until: datetime | None = None
    ) -> list[Switch]:
        """Switch the assistant, a topic or an entry off, or on again; returns what is off now.

        Answers to words of danger are given all the same, whatever is off.

        Args:
            actor: A reviewer.
            scope: all, topic or entry.
            name: Of the topic or entry; empty for all.
            on: False switches off.
            reason: Needed to switch off.
            until: When it ends by itself; None: when somebody switches it on.

        Raises:
            Unusable: Another scope, an unknown name, no reason, a time that has passed.
            NotAllowed, Protected: See there.
        """
        models.check_role(actor, reviews=True)
        if scope not in SCOPES or (scope == "all") != (not name):
            raise Unusable([Fault("scope", "全体・話題・回答のどれかを選んでください。")])
        if scope == "entry" and name in PROTECTED:
            raise Protected(name)
        if not on and not reason.strip():
            raise Unusable([Fault("reason", "理由を書いてください。")])

        def do(tx: ContentTransaction, now: datetime) -> None:
            if not on and until is not None and until <= now:
                raise Unusable([Fault("until", "これからの時刻を選んでください。")])
            known = tx.items(Kind.ENTRY)
            names = {"": True} | dict.fromkeys([*known, *(item.topic for item in known.values())], True)
            if not on and name not in names:
                raise Unusable([Fault("name", "その話題・回答はありません。")])
            for standing in tx.switches():
                if (standing.scope, standing.name) == (scope, name):
                    tx.end_switch(standing.id, actor.name, now)
            if not on:
                tx.add_switch(scope, name, reason.strip()[:400], actor.name, now, until)
            steps.publication(tx, f"switched {'on' if on else 'off'} {scope} {name}".rstrip(), actor.name, now)

        self._write(actor, "switch_assistant", f"{scope} {name} {'on' if on else 'off'}", do)
        return self.switches()

    # --- by time, and packs --------------------------------------------------------------------

    def tick(self) -> bool:
        """Do what is due: publications and withdrawals of a day, ends of withdrawals and switches; whether anything was."""
        now = self._clock.now()
        with self._store.read() as tx:
            if not tx.has_due(now):
                return False
        with self._store.write() as tx:
            done = [f"{what} {key}" for what, key in due.take(tx, now)]
            if done:
                steps.publication(tx, "; ".join(done), SYSTEM.name, now)
        for line in done:
            what, _, key = line.partition(" ")
            self._log.audit(f"{what}_content", key, now, account_name=SYSTEM.name)
        if done:
            self._publisher.catch_up()
        return bool(done)

    def import_pack(self, folder: Path, actor: Actor = SYSTEM) -> dict[str, int]:
        """Bring a pack; the office's own changes stay. Returns how much was added, updated, put up for review.

        Raises:
            BrokenPack: A file cannot be read.
            Unusable: Something in it could not be shown; nothing is imported.
        """
        brought = pack.read(folder)
        with self._store.read() as tx:
            if tx.newest_pack() == brought.digest:
                return {}
        importing.check(brought)
        return self._write(
            actor, "import_content", brought.digest[:12], lambda tx, now: importing.bring(tx, brought, now)
        )

    def export_pack(self, folder: Path) -> Publication | None:
        """Write what is published as a pack into a folder that is empty or not there; None before the first import.

        Raises:
            OSError: The folder cannot be written.
        """
        with self._store.read() as tx:
            newest = tx.newest()
            if newest is not None:
                pack.write(read_state(tx, newest).pack, folder)
        return newest

    # -------------------------------------------------------------------------------------------

    def _write(self, actor: Actor, action: str, subject: str, do: Callable[[ContentTransaction, datetime], T]) -> T:
        """Do something in a transaction, write it down, and bring what it published to everyone."""
        models.check_role(actor)
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

    def _step(
        self, actor: Actor, step: Step, action: str, kind: Kind, key: str, number: int, change: Mapping[str, Any]
    ) -> Version:
        def do(tx: ContentTransaction, now: datetime) -> Version:
            stands = tx.version(kind, key, number)
            models.check_step(step, stands, actor, four_eyes=self.four_eyes)
            reviewed: dict[str, Any] = {}
            if step is Step.REJECT:
                reviewed = {"reviewer_id": actor.account_id, "reviewer": actor.name, "reviewed_at": now}
            return tx.change_version(stands, **change, **reviewed)

        return self._write(actor, action, f"{key} {number}", do)

    def _view(self, kind: Kind, key: str) -> EntryView:
        with self._store.read() as tx:
            shown = [PhrasingState.PUBLISHED, PhrasingState.PROPOSED]
            lines = tuple(tx.phrasings(key, states=shown)) if kind is Kind.ENTRY else ()
            return EntryView(tx.item(kind, key), tuple(tx.versions(kind, key=key)), lines)

    def _facts(self) -> dict[str, Fact]:
        with self._store.read() as tx:
            return steps.published_facts(tx)

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
        self._add(tx, key, _lines(phrasings), actor, now, published=False)
        return version

    def _counts_at_once(self, actor: Actor) -> bool:
        return actor.role in models.REVIEWERS or not self.four_eyes

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


def _check_whole(tx: ContentTransaction, version: Version) -> None:
    steps.check(tx, version)
    if version.kind is Kind.ENTRY and len(tx.phrasings(version.key, states=_COUNTED)) < LEAST_PHRASINGS:
        raise Unusable([Fault("phrasings", f"質問の言い方を{LEAST_PHRASINGS}つ以上書いてください。")])


_COUNTED = (PhrasingState.PUBLISHED, PhrasingState.PROPOSED)


def _lines(texts: Iterable[str]) -> list[str]:
    try:
        return list(dict.fromkeys(checks.phrasing(text) for text in texts))
    except ValueError as error:
        raise Unusable([Fault("phrasings", str(error))]) from None


def _refuse(found: Iterable[Fault]) -> None:
    if faults := list(found):
        raise Unusable(faults)


def _searched(view: EntryView) -> str:
    contents = [version.content for version in view.versions]
    words = [f"{c.get('title')} {c.get('body')} {c.get('value')} {c.get('note')}" for c in contents]
    return " ".join([view.item.key, *words]).lower()
