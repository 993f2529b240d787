"""The models that trainings brought: which one serves, and what people decide about them."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.content import step_rules
from desk.content.errors import UnknownItem
from desk.content.models import Actor
from desk.content.replay import Replay
from desk.content.store import ContentStore
from desk.content.tables import models as rows
from desk.content.training_rows import M, Model, ModelUnusable, check_file, find, keep_serving_one, model_of, serve
from desk.conversation.ports import Clock

# What a person decides about a model -> its name in the audit log.
_ACTS = {"accept": "accept_model", "refuse": "refuse_model", "serve": "serve_model"}


class LearntModels:
    """What the assistant and the page of models ask."""

    def __init__(
        self, store: ContentStore, folder: Path, clock: Clock, log: AuditLog, key: str, replay: Replay
    ) -> None:
        """Find models below this folder; `key` signs those that may serve, `replay` has what people really asked."""
        self._store, self.folder, self._clock, self._log, self._replay = store, folder, clock, log, replay
        self._key = key.encode()

    def serving(self) -> Model | None:
        """Return the model that serves, None for the shipped one."""
        with self._store.read() as tx:
            return find(tx, M.state == "serving")

    def signature(self, model: Model) -> str:
        """Return what proves to the assistant that the desk lets a model serve."""
        return hmac.new(self._key, f"{model.sha256} {model.code}".encode(), hashlib.sha256).hexdigest()

    def models(self, most: int = 30) -> list[Model]:
        """Return trainings and models, newest first."""
        with self._store.read() as tx:
            query = sa.select(rows).order_by(M.id.desc()).limit(most)
            return [model_of(row) for row in tx.connection.execute(query).mappings()]

    def model(self, number: int) -> Model:
        """Return a model.

        Raises:
            UnknownItem: There is none.
        """
        return known(self._store, number)

    def replayed(self, model: Model) -> list[dict[str, Any]]:
        """Return {text, old, new, meant} of what people really asked and is answered otherwise; not of talks that are gone."""
        changes = (model.figures.get("replay") or {}).get("changes", [])
        texts = self._replay.questions(model.begun_at) if changes else {}
        return [{**one, "text": texts[one["ref"]]} for one in changes if one["ref"] in texts]

    def decide(self, actor: Actor, number: int, what: str) -> Model:
        """Accept or refuse a model that waits, or serve one that was kept (going back).

        Args:
            actor: A reviewer.
            number: Of the model.
            what: accept, refuse or serve.

        Raises:
            NotAllowed, UnknownItem: See there.
            ModelUnusable: It is in no state for that, or its file is gone.
        """
        step_rules.check_role(actor, reviews=True)
        now, found = self._clock.now(), self.model(number)
        wanted = {"accept": ("waiting",), "refuse": ("waiting",), "serve": ("kept", "refused", "waiting")}[what]
        if found.state not in wanted:
            raise ModelUnusable(f"{what} does not begin in {found.state}")
        if what != "refuse":
            check_file(self.folder, found.file or "", found.sha256 or "")
        with self._store.write() as tx:
            if what == "refuse":
                tx.connection.execute(
                    rows.update().where(M.id == number).values(state="refused", decided_by=actor.name)
                )
            else:
                serve(tx, number, now, actor.name)
        self._note(_ACTS[what], str(number), actor)
        return self.model(number)

    def serve_shipped(self, actor: Actor) -> None:
        """Go back to the shipped model; a later publication is trained again.

        Raises:
            NotAllowed: By role.
        """
        step_rules.check_role(actor, reviews=True)
        with self._store.write() as tx:
            keep_serving_one(tx)
        self._note("serve_model", "shipped", actor)

    def _note(self, act: str, what: str, actor: Actor) -> None:
        self._log.audit(
            act,
            what,
            self._clock.now(),
            account_id=actor.account_id,
            account_name=actor.name,
            address=actor.address,
        )


def known(store: ContentStore, number: int) -> Model:
    """Return a model.

    Raises:
        UnknownItem: There is none.
    """
    with store.read() as tx:
        found = find(tx, M.id == number)
    if found is None:
        raise UnknownItem(f"no model {number}")
    return found
