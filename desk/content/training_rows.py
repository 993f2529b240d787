"""Trainings and models inside a transaction, and their files: found, held by a lease, made the one that serves."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk.content.errors import ModelRefused
from desk.content.models import Kind
from desk.content.store import ContentTransaction
from desk.content.tables import items, publications, trials
from desk.content.tables import models as rows
from desk.db.records import made_of

M = rows.c


class LeaseLost(ModelRefused):
    """Another trainer has taken the work over, or it is done."""

    code = "lease_lost"


class ModelUnusable(ModelRefused):
    """The file is missing, damaged, or not the one that was announced."""

    code = "model_unusable"


@dataclass(frozen=True)
class Model:
    """One training and its model, as lists show it."""

    id: int
    publication: int
    teaching: str
    code: str
    state: str
    tries: int
    begun_at: datetime
    finished_at: datetime | None
    serving_since: datetime | None
    file: str | None
    sha256: str | None
    figures: Mapping[str, Any]
    changes: list[Any]
    problem: str
    decided_by: str


def find(tx: ContentTransaction, *where: sa.ColumnElement[bool]) -> Model | None:
    """Return the newest that fits."""
    row = tx.connection.execute(sa.select(rows).where(*where).order_by(M.id.desc()).limit(1)).mappings().first()
    return model_of(row) if row else None


def hold(tx: ContentTransaction, number: int, lease: str) -> None:
    """Make sure that a trainer still has its training; a lease that has lapsed counts until somebody takes the work over.

    Raises:
        LeaseLost: See there.
    """
    if find(tx, M.id == number, M.state == "training", M.lease == lease) is None:
        raise LeaseLost(f"training {number}")


def serve(tx: ContentTransaction, number: int, now: datetime, by: str) -> None:
    """Let a model serve; the one before is kept."""
    keep_serving_one(tx)
    values = {"state": "serving", "serving_since": now, "decided_by": by}
    tx.connection.execute(rows.update().where(M.id == number).values(**values))


def keep_serving_one(tx: ContentTransaction) -> None:
    """Let the shipped model serve; what served is kept."""
    tx.connection.execute(rows.update().where(M.state == "serving").values(state="kept"))


def serve_the_shipped(tx: ContentTransaction, since: int) -> None:
    """What was taught was taken back: the shipped model knows what is published."""
    tx.connection.execute(rows.update().where(M.state == "serving", M.publication < since).values(state="kept"))


def check_file(folder: Path, file: str, sha256: str) -> None:
    """Make sure that a model's file is the one that was announced.

    Raises:
        ModelUnusable: See there.
    """
    path = folder / file
    if not file or path.parent != folder or not path.is_file():
        raise ModelUnusable(f"{file}: there is no such file")
    with path.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != sha256:
            raise ModelUnusable(f"{file}: its hash is another one")


def begin_of_run(tx: ContentTransaction, teaching: str) -> int:
    """Return the first publication since which the same has been taught."""
    n = publications.c
    other = sa.select(sa.func.coalesce(sa.func.max(n.number), 0)).where(n.teaching != teaching)
    return int(tx.connection.execute(other).scalar_one()) + 1


def trials_of(tx: ContentTransaction) -> list[dict[str, str]]:
    """Return the office's saved trials, but for those of answers that are not published now."""
    published = sa.select(items.c.key).where(items.c.kind == Kind.ENTRY, items.c.published.is_not(None))
    query = sa.select(trials.c.text, trials.c.expected).where(trials.c.expected.in_(published)).order_by(trials.c.id)
    return [{"text": text, "expected": expected} for text, expected in tx.connection.execute(query)]


def model_of(row: sa.RowMapping) -> Model:
    """Return what a row holds."""
    return made_of(Model, row)
