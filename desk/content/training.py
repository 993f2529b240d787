"""Trainings: one at a time, the newest publication wins, the old model serves on.

The states of a training and of the model that came of it:

    training ──figures pass──▶ serving ──a newer one──▶ kept (the last five files) ──serve──▶ serving
       │ └───figures do not──▶ waiting ──accept──▶ serving
       │                          └──refuse──▶ refused
       └──it failed three times──▶ failed

A trainer leases the row and renews it; where it dies, the lease lapses and the next one takes the row over. A lease that was
taken over is worth nothing: its figures are refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.audit.store import AuditLog
from desk.content import gate, models
from desk.content.learnt_models import known
from desk.content.replay import Replay
from desk.content.store import ContentStore
from desk.content.tables import models as rows
from desk.content.training_rows import (
    M,
    Model,
    ModelUnusable,
    begin_of_run,
    check_file,
    find,
    hold,
    serve,
    serve_the_shipped,
    trials_of,
)
from desk.conversation.ports import Clock

LEASE = timedelta(seconds=30)
MOST_TRIES = 3
KEPT = 5
_DONE = ("serving", "waiting", "refused", "kept")


class Trainings:
    """What a trainer asks."""

    def __init__(self, store: ContentStore, folder: Path, clock: Clock, log: AuditLog, replay: Replay) -> None:
        """Keep models below this folder; `replay` has what people really asked."""
        self._store, self.folder, self._clock, self._log, self._replay = store, folder, clock, log, replay

    def lease(self, code: str) -> dict[str, Any] | None:
        """Return {id, lease, publication, teaching, serving, trials: [{text, expected}], replay: {digest: text}} of what is due, or None.

        Args:
            code: Fingerprint of what else decides a model; a model of other code is not served by this assistant.
        """
        now = self._clock.now()
        with self._store.write() as tx:
            newest = tx.newest()
            if newest is None:
                return None
            running = find(tx, M.state == "training", M.leased_until > now)
            if running is not None:
                return None
            since = begin_of_run(tx, newest.teaching)
            if newest.teaching == tx.pack_teaching():
                serve_the_shipped(tx, since)
                return None
            same = (M.teaching == newest.teaching, M.code == code, M.publication >= since)
            if find(tx, M.state.in_(_DONE), *same) is not None:
                return None
            lease, serving = secrets.token_hex(16), find(tx, M.state == "serving")
            begun = find(tx, M.state.in_(("training", "failed")), *same)
            if begun is not None and begun.tries >= MOST_TRIES:
                return None
            # Trainings of older publications that nobody works on any more are of no use.
            stale = (M.state == "training", M.id != (begun.id if begun else 0))
            tx.connection.execute(
                rows.update()
                .where(*stale)
                .values(state="failed", problem="overtaken by a newer publication", lease=None)
            )
            values = {
                "publication": newest.number,
                "state": "training",
                "lease": lease,
                "leased_until": now + LEASE,
                "tries": (begun.tries if begun else 0) + 1,
                "begun_at": now,
                "problem": "",
            }
            if begun is not None:
                tx.connection.execute(rows.update().where(M.id == begun.id).values(**values))
                number = begun.id
            else:
                fresh = {"teaching": newest.teaching, "code": code, "figures": {}, "changes": [], "decided_by": ""}
                number = tx.connection.execute(rows.insert().values(**values, **fresh).returning(M.id)).scalar_one()
            trials_now = trials_of(tx)
        return {
            "id": number,
            "lease": lease,
            "publication": newest.number,
            "teaching": newest.teaching,
            "serving": serving.file if serving else None,
            "trials": trials_now,
            "replay": self._replay.questions(now),
        }

    def renew(self, number: int, lease: str) -> None:
        """Go on with a training.

        Raises:
            LeaseLost: See there.
        """
        now = self._clock.now()
        with self._store.write() as tx:
            hold(tx, number, lease)
            tx.connection.execute(rows.update().where(M.id == number).values(leased_until=now + LEASE))

    def keep_file(self, number: int, lease: str, brought: Path, name: str) -> None:
        """Put a file that was brought into its place; one that a trainer made before stays.

        Raises:
            LeaseLost: See there.
            ModelUnusable: A model of that name is there: none is ever written over.
        """
        with self._store.read() as tx:
            hold(tx, number, lease)
            if find(tx, M.file == name) is not None:
                raise ModelUnusable(f"{name}: is there already")
        brought.replace(self.folder / name)

    def done(self, number: int, lease: str, file: str, sha256: str, figures: Mapping[str, Any]) -> Model:
        """Take a trained model in: it serves if its figures pass, else it waits for a person.

        Raises:
            LeaseLost: See there.
            ModelUnusable: See there.
        """
        check_file(self.folder, file, sha256)
        now = self._clock.now()
        is_readable = gate.is_readable(figures)
        why = gate.reasons(figures) if is_readable else ["評価の数字を読み取れません。"]
        changes = list(figures["changes"]) if is_readable else []
        with self._store.write() as tx:
            hold(tx, number, lease)
            values: dict[str, Any] = {"file": file, "sha256": sha256, "figures": dict(figures) if is_readable else {}}
            values |= {"changes": changes}
            values |= {"finished_at": now, "lease": None, "leased_until": None, "problem": " ".join(why)[:400]}
            tx.connection.execute(rows.update().where(M.id == number).values(**values, state="waiting"))
            if not why:
                serve(tx, number, now, "")
        self._log.audit("train_model", f"{number} {'waits' if why else 'serves'}", now, account_name=models.SYSTEM.name)
        self._forget_files()
        return known(self._store, number)

    def failed(self, number: int, lease: str, problem: str) -> None:
        """Note that a training failed; it is tried again, three times in all.

        Raises:
            LeaseLost: See there.
        """
        with self._store.write() as tx:
            hold(tx, number, lease)
            values = {"state": "failed", "problem": problem[:400], "lease": None, "leased_until": None}
            tx.connection.execute(rows.update().where(M.id == number).values(**values, finished_at=self._clock.now()))

    def _forget_files(self) -> None:
        """Keep the files of the last models, so that going back takes seconds and the disk does not fill."""
        with self._store.read() as tx:
            query = sa.select(M.file).where(M.file.is_not(None), M.state != "serving").order_by(M.id.desc())
            older = tx.connection.execute(query).scalars().all()[KEPT - 1 :]
            serving = find(tx, M.state == "serving")
        for file in older:
            if serving is None or file != serving.file:
                (self.folder / file).unlink(missing_ok=True)
