"""The JSON of trainings and models: what a trainer sends and gets, what the console lists."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from desk.content.wire import PublicFields

# No leading dot: those are unfinished.
FILE = r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$"


class Asked(BaseModel):
    """What a trainer is made of."""

    code: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]


class Held(BaseModel):
    """The lease that a trainer holds."""

    lease: Annotated[str, Field(max_length=64)]


class Finished(Held):
    """A trained model: its file below DATA_DIR/content/models, and its figures (desk/content/gate.py)."""

    file: Annotated[str, Field(pattern=FILE)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    figures: dict[str, Any]


class Failed(Held):
    """Why a training failed."""

    problem: Annotated[str, Field(max_length=2_000)]


class ModelOut(PublicFields):
    """A training, or the model that came of it."""

    id: int
    publication: int
    state: str
    tries: int
    begun_at: datetime
    finished_at: datetime | None
    serving_since: datetime | None
    figures: dict[str, Any]
    changes: list[Any]
    problem: str
    decided_by: str


class SavedTrial(BaseModel):
    """A question that the office tries again with every model, and the label it expects."""

    text: str
    expected: str


class LeaseOut(BaseModel):
    """A training that is due; `serving` is the file of the model that serves."""

    # What is added to a lease is named here, or the trainer would never get it.
    model_config = ConfigDict(extra="forbid")

    id: int
    lease: str
    publication: int
    teaching: str
    serving: str | None
    trials: list[SavedTrial]
    # What people asked in the last month, masked, by a digest under which the trainer tells what changes.
    replay: dict[str, str]


class ModelsOut(BaseModel):
    """Trainings and models, newest first."""

    models: list[ModelOut]
