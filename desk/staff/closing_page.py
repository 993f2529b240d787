"""Closing an account: who goes on with its cases and appointments is asked first."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts import service as accounts
from desk.accounts.models import Account, Session
from desk.accounts.store import SqlAccountStore
from desk.audit.store import AuditLog
from desk.office import frame, pages
from desk.office.session import Accounts, Desk, ManagerSession, audited
from desk.services import Services, part
from desk.staff import details_page
from desk.staff.handing_on import HandingOn, Holdings

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
Handing = Annotated[HandingOn, Depends(part(HandingOn))]
_QUEUE = "queue"


@router.get("/accounts/{account_id}/close")
def confirm_close(
    account_id: str, current: ManagerSession, desk: Desk, store: Accounts, handing_on: Handing
) -> HTMLResponse:
    """Show what closing an account would leave behind, and ask who goes on."""
    account = details_page.known(store, account_id)
    found = handing_on.holdings(account.id, desk.clock.now())
    return _ask_for_heir(current, desk, store, account, found, {"do": "close"})


def close(
    account: Account,
    fields: dict[str, str],
    current: Session,
    desk: Services,
    store: SqlAccountStore,
    log: AuditLog,
    handing_on: HandingOn,
    values: dict[str, Any],
) -> HTMLResponse | str:
    """Close an account, or make it one that only reads the log; what it has in hand goes on in the same step.

    Returns what is said of it, or the page that asks who goes on, where nobody was named.
    """
    now = desk.clock.now()
    found = handing_on.holdings(account.id, now)
    to = fields.get("to")
    heir = store.by_id(to) if to and to != _QUEUE else None
    is_heir = heir is not None and heir.is_active and heir.role != "auditor" and heir.id != account.id
    if found.is_something and not (to == _QUEUE or is_heir):
        asked: dict[str, str] = {name: fields[name] for name in ("do", "role") if name in fields}
        said = "担当している相談や予約があります。だれに引き継ぐかを選んでください。"
        return _ask_for_heir(current, desk, store, account, found, asked, 422, said)
    done = handing_on.close(account, heir, current.account, now, on_duty=False, **values)
    for conversation_id in done.conversations:
        desk.signal.send(conversation_id)
    who = f"{heir.name}さん" if heir else "列"
    what = (
        "停止しました。開いていた画面もすぐに使えなくなります。" if "is_active" in values else "監査の役割にしました。"
    )
    said = f"{account.name} さんを{what}"
    if found.is_something:
        said += f"相談 {done.cases}件を{who}に、予約 {done.appointments}件をほかの相談員に引き継ぎました。"
        me, left = current.account, f", {done.left} appointments left" if done.left else ""
        subject = (
            f"{account.id} > {heir.id if heir else 'queue'}: {done.cases} cases, {done.appointments} appointments{left}"
        )
        log.audit("hand_on", subject, now, account_id=me.id, account_name=me.name)
    if done.left:
        said += f"予約 {done.left}件は、その時間に空いている相談員がいません。予約の一覧で決めてください。"
    return said


def _ask_for_heir(
    current: Session,
    desk: Services,
    store: SqlAccountStore,
    account: Account,
    found: Holdings,
    asked: dict[str, str],
    status: int = 200,
    said: str = "",
) -> HTMLResponse:
    now, is_close = desk.clock.now(), asked.get("do") == "close"
    others = [one for one in store.all() if one.id != account.id and one.role != "auditor"]
    return frame.show(
        current,
        "staff/close_account.html",
        title="アカウントを停止する" if is_close else "監査の役割にする",
        status=status,
        said=said,
        section=pages.title_of("/console/accounts"),
        account=account,
        is_close=is_close,
        asked=asked,
        holdings=found,
        queue=_QUEUE,
        heirs=[(one.id, f"{one.name}（{'在席' if accounts.is_present(one, now) else '離席'}）") for one in others],
    )
