"""Trainings and models: what the trainer and the assistant call (bearer token), and the console's list.

A proxy must not publish /internal (docs/operations.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse
from pydantic import BaseModel, ConfigDict, Field

from desk.content.api_access import Reviewer
from desk.content.errors import ContentRefused, NotAllowed, UnknownItem
from desk.content.internal_api import assistant_only
from desk.content.training import Trainings
from desk.content.training_rows import Model
from desk.http.problems import Problem
from desk.office.session import CurrentSession
from desk.services import part

T = TypeVar("T")
router = APIRouter(tags=["internal"])
console = APIRouter(prefix="/api/console/content", tags=["console"])
Trained = Annotated[Trainings, Depends(part(Trainings))]
Number = Annotated[int, Path(ge=1, le=2_000_000_000)]
# No leading dot: those are unfinished.
FILE = r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,119}$"
_OURS = [Depends(assistant_only)]
_WORDS = {
    403: "この操作は、お使いの役割ではできません。",
    404: "見つかりません。",
    409: "今の状態ではできません。画面を読み込み直してください。",
}


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


class ModelOut(BaseModel):
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

    @classmethod
    def of(cls, model: Model) -> ModelOut:
        """Return it as it is shown."""
        return cls(**{name: getattr(model, name) for name in cls.model_fields})


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


@router.post("/internal/training/lease", dependencies=_OURS, response_model=LeaseOut)
def lease_training(body: Asked, trained: Trained) -> Response | LeaseOut:
    """Return the training that is due; 204 where nothing is."""
    due = trained.lease(body.code)
    return LeaseOut(**due) if due else Response(status_code=204)


@router.post("/internal/training/{number}/renew", dependencies=_OURS, status_code=204)
def renew_training(number: Number, body: Held, trained: Trained) -> None:
    """Go on; 409 where another trainer has taken over."""
    _internal(lambda: trained.renew(number, body.lease))


@router.post("/internal/training/{number}/done", dependencies=_OURS)
def finish_training(number: Number, body: Finished, trained: Trained) -> ModelOut:
    """Take a model in; it serves or waits for a person."""
    return ModelOut.of(_internal(lambda: trained.done(number, body.lease, body.file, body.sha256, body.figures)))


@router.put("/internal/training/{number}/file", dependencies=_OURS, status_code=204)
async def bring_file(
    number: Number,
    request: Request,
    trained: Trained,
    lease: Annotated[str, Query(max_length=64)],
    name: Annotated[str, Query(pattern=FILE)],
) -> None:
    """Take the file of a model from a trainer on another machine; whole or not at all."""
    await run_in_threadpool(_internal, lambda: trained.renew(number, lease))
    unfinished = trained.folder / f".{name}.{secrets.token_hex(4)}.part"
    await run_in_threadpool(unfinished.parent.mkdir, parents=True, exist_ok=True)
    try:
        with await run_in_threadpool(unfinished.open, "wb") as file:
            async for piece in request.stream():
                await run_in_threadpool(file.write, piece)
        await run_in_threadpool(_internal, lambda: trained.keep_file(number, lease, unfinished, name))
    except OSError as error:
        raise Problem(507, "not_written", f"The file could not be written ({type(error).__name__}).") from None
    finally:
        await run_in_threadpool(unfinished.unlink, missing_ok=True)


@router.post("/internal/training/{number}/failed", dependencies=_OURS, status_code=204)
def fail_training(number: Number, body: Failed, trained: Trained) -> None:
    """Note why a training failed."""
    _internal(lambda: trained.failed(number, body.lease, body.problem))


@router.head("/internal/model", dependencies=_OURS, include_in_schema=False)
@router.get("/internal/model", dependencies=_OURS)
def serving_model(request: Request, trained: Trained, if_none_match: Annotated[str, Header()] = "") -> Response:
    """Return the model that serves, with its hash as ETag and the desk's signature; 204 for the shipped one."""
    model = trained.serving()
    if model is None or model.file is None:
        return Response(status_code=204)
    headers = {
        "etag": f'"{model.sha256}"',
        "x-model-file": model.file,
        "x-model-code": model.code,
        "x-model-signature": trained.signature(model),
    }
    if headers["etag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    path = trained.folder / model.file
    if not path.is_file():
        raise Problem(404, "model_missing", "The model's file is not here.")
    if request.method == "HEAD":
        return Response(headers=headers)
    return FileResponse(path, headers=headers, media_type="application/gzip")


@console.get("/models")
def list_models(current: CurrentSession, trained: Trained) -> ModelsOut:
    """Return trainings and models, newest first."""
    return ModelsOut(models=[ModelOut.of(model) for model in trained.models()])


@console.post("/models/{number}/{what}")
def decide_model(
    number: Number, what: Literal["accept", "refuse", "serve"], actor: Reviewer, trained: Trained
) -> ModelOut:
    """Accept or refuse a model that waits; serve one that was kept."""
    try:
        return ModelOut.of(trained.decide(actor, number, what))
    except ContentRefused as error:
        status = 403 if isinstance(error, NotAllowed) else 404 if isinstance(error, UnknownItem) else 409
        raise Problem(status, error.code, _WORDS[status]) from None


def _internal(do: Callable[[], T]) -> T:
    try:
        return do()
    except ContentRefused as error:
        raise Problem(404 if isinstance(error, UnknownItem) else 409, error.code, str(error)) from None
