"""今日やること for managers: what waits for them alone, and nobody else is told of."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from desk.deliveries.service import Trouble
from desk.office.session import Accounts, CurrentSession, Desk
from desk.privacy.pages import Privacy
from desk.services import part
from desk.text import times
from desk.text.times import JAPAN

router = APIRouter(prefix="/api/console", tags=["console"])
# A request under the law is urgent from so many days before its last day.
SOON = timedelta(days=7)
_FACTOR_ROLES = {"managers": {"manager", "auditor"}}


class Matter(BaseModel):
    """One thing to do: what it is, where, and whether it cannot wait."""

    words: str
    address: str
    is_urgent: bool = False


class Matters(BaseModel):
    """What waits, the most pressing first."""

    matters: list[Matter]


@router.get("/matters")
def matters(
    current: CurrentSession,
    desk: Desk,
    accounts: Accounts,
    privacy: Annotated[Privacy, Depends(part(Privacy))],
    trouble: Trouble,
) -> Matters:
    """Return what waits for a manager; nothing for the other roles."""
    if current.account.role != "manager":
        return Matters(matters=[])
    today = desk.clock.now().astimezone(JAPAN).date()
    found = [Matter(words=trouble, address="/console/deliveries", is_urgent=True)] if trouble else []
    for request in privacy.requests.all():
        if request.outcome is None:
            is_late = request.due_on < today
            words = f"請求 {request.file_number} の期限は {times.day(request.due_on)}です" + (
                "（過ぎています）。" if is_late else "。"
            )
            is_urgent = request.due_on <= today + SOON
            found.append(Matter(words=words, address="/console/privacy/requests", is_urgent=is_urgent))
    waiting = sum(one.state == "waiting" for one in privacy.retention.lists())
    if waiting:
        words = f"保存期間を過ぎたものの一覧が {waiting}つ、承認を待っています。"
        found.append(Matter(words=words, address="/console/privacy/retention"))
    roles = _FACTOR_ROLES.get(desk.settings.second_factor)
    without = [
        one.name
        for one in accounts.all()
        if one.totp_secret is None and one.sso_identity is None and (roles is None or one.role in roles)
    ]
    if without:
        words = f"二段階認証を設定していない人が {len(without)}人います（{'、'.join(without[:5])}{'ほか' if len(without) > 5 else ''}）。"
        found.append(Matter(words=words, address="/console/accounts"))
    return Matters(matters=sorted(found, key=lambda one: not one.is_urgent))
