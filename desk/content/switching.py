"""Off switches: the assistant, a topic, an entry."""

from __future__ import annotations

from datetime import datetime

from desk.content import step_rules, steps
from desk.content.base import Base
from desk.content.errors import Fault, Protected, Unusable
from desk.content.models import PROTECTED, Actor, Kind, Switch
from desk.content.store import ContentTransaction

SCOPES = ("all", "topic", "entry")


class Switching(Base):
    """What is not answered now."""

    def switches(self) -> list[Switch]:
        """Return what is switched off now."""
        with self._store.read() as tx:
            return tx.switches()

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
        step_rules.check_role(actor, reviews=True)
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
