"""Trainings and models: what the trainer and the assistant call (bearer token), and the console's list.

A proxy must not publish /internal (docs/operations.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Annotated, Literal, TypeVar

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse

from desk.content.api_access import Reviewer
from desk.content.errors import ContentRefused, NotAllowed, UnknownItem
from desk.content.internal_api import assistant_only
from desk.content.learnt_models import LearntModels
from desk.content.training import Trainings
from desk.content.training_schemas import FILE, Asked, Failed, Finished, Held, LeaseOut, ModelOut, ModelsOut
from desk.http.problems import Problem
from desk.office.session import CurrentSession
from desk.services import part

T = TypeVar("T")
router = APIRouter(tags=["internal"])
console = APIRouter(prefix="/api/console/content", tags=["console"])
Trained = Annotated[Trainings, Depends(part(Trainings))]
Learnt = Annotated[LearntModels, Depends(part(LearntModels))]
Number = Annotated[int, Path(ge=1, le=2_000_000_000)]
_OURS = [Depends(assistant_only)]
_WORDS = {
    403: "この操作は、お使いの役割ではできません。",
    404: "見つかりません。",
    409: "今の状態ではできません。画面を読み込み直してください。",
}


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
def serving_model(request: Request, learnt: Learnt, if_none_match: Annotated[str, Header()] = "") -> Response:
    """Return the model that serves, with its hash as ETag and the desk's signature; 204 for the shipped one."""
    model = learnt.serving()
    if model is None or model.file is None:
        return Response(status_code=204)
    headers = {
        "etag": f'"{model.sha256}"',
        "x-model-file": model.file,
        "x-model-code": model.code,
        "x-model-signature": learnt.signature(model),
    }
    if headers["etag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    path = learnt.folder / model.file
    if not path.is_file():
        raise Problem(404, "model_missing", "The model's file is not here.")
    if request.method == "HEAD":
        return Response(headers=headers)
    return FileResponse(path, headers=headers, media_type="application/gzip")


@console.get("/models")
def list_models(current: CurrentSession, learnt: Learnt) -> ModelsOut:
    """Return trainings and models, newest first."""
    return ModelsOut(models=[ModelOut.of(model) for model in learnt.models()])


@console.post("/models/{number}/{what}")
def decide_model(
    number: Number, what: Literal["accept", "refuse", "serve"], actor: Reviewer, learnt: Learnt
) -> ModelOut:
    """Accept or refuse a model that waits; serve one that was kept."""
    try:
        return ModelOut.of(learnt.decide(actor, number, what))
    except ContentRefused as error:
        status = 403 if isinstance(error, NotAllowed) else 404 if isinstance(error, UnknownItem) else 409
        raise Problem(status, error.code, _WORDS[status]) from None


def _internal(do: Callable[[], T]) -> T:
    try:
        return do()
    except ContentRefused as error:
        raise Problem(404 if isinstance(error, UnknownItem) else 409, error.code, str(error)) from None
