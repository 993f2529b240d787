"""What the routes of the content share: who asks, a version's steps, and how a refusal is answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from fastapi import Depends, Path, Request

from desk.content.bodies import Reviewed
from desk.content.errors import (
    ContentRefused,
    EditConflict,
    ModelRefused,
    NotAllowed,
    OwnText,
    Protected,
    UnknownItem,
    Unusable,
    WrongState,
)
from desk.content.models import Actor, Kind, Version
from desk.content.service import Content
from desk.content.step_rules import check_role
from desk.content.steps import StillUsed
from desk.content.wire import VersionOut
from desk.http.problems import Problem
from desk.office.session import CurrentSession

T = TypeVar("T")
Slug = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
VersionStep = Literal["submit", "approve", "reject", "discard"]
_STATUS: tuple[tuple[type[ContentRefused], int, str], ...] = (
    (UnknownItem, 404, "見つかりません。"),
    (NotAllowed, 403, "この操作は、お使いの役割ではできません。"),
    (OwnText, 403, "ご自分が書いた文章は、ほかの人が確認します。"),
    (Protected, 403, "命や危険に関わる案内は、外せません。"),
    (WrongState, 409, "ほかの操作で状態が変わっています。画面を読み込み直してください。"),
    (EditConflict, 409, "ほかの人が先に保存しました。両方の文章を見比べてください。"),
    (StillUsed, 409, "公開中の回答がこの値を使っています。先に回答を直してください。"),
    (ModelRefused, 409, "今の状態ではできません。ほかの人が先に決めたか、学習の結果のファイルがなくなっています。"),
    (Unusable, 422, "このままでは公開できません。"),
)


def actor_of(request: Request, current: CurrentSession) -> Actor:
    """Return who does something."""
    account = current.account
    return Actor(account.id, account.name, account.role, request.client.host if request.client else "")


CurrentActor = Annotated[Actor, Depends(actor_of)]


def reviewer_of(actor: CurrentActor) -> Actor:
    """Return a reviewer, or refuse before anything else is looked at."""
    try:
        check_role(actor, reviews=True)
    except NotAllowed as error:
        raise problem_of(error) from None
    return actor


Reviewer = Annotated[Actor, Depends(reviewer_of)]


def problem_of(error: ContentRefused) -> Problem:
    """Return a refusal as it is answered, with what helps: the faults, or the text that stands."""
    more: dict[str, Any] = {}
    if isinstance(error, Unusable):
        more["faults"] = [{"field": fault.field, "reason": fault.reason} for fault in error.faults]
    if isinstance(error, EditConflict):
        more["version"] = VersionOut.of(error.version).model_dump(mode="json")
    if isinstance(error, StillUsed):
        more["labels"] = error.labels
    status, words = next((s, w) for kind, s, w in _STATUS if isinstance(error, kind))
    return Problem(status, error.code, words, **more)


def answered(do: Callable[[], T]) -> T:
    """Do something of the service.

    Raises:
        Problem: It was refused.
    """
    try:
        return do()
    except ContentRefused as error:
        raise problem_of(error) from None


def stepped(
    content: Content, actor: Actor, seen: tuple[Kind, str, int], step: VersionStep, body: Reviewed
) -> VersionOut:
    """Hand in, approve, reject or discard a version."""

    def do() -> Version:
        if step == "approve":
            return content.approve(actor, *seen, revision=body.revision)
        if step == "reject":
            return content.reject(actor, *seen, body.words)
        return content.submit(actor, *seen) if step == "submit" else content.discard(actor, *seen)

    return VersionOut.of(answered(do))
