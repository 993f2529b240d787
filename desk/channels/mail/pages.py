"""届いたメール: what was set aside as no consultation, to be taken after all or let go; and whether the mailbox is read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.channels.mail import inbound
from desk.channels.mail.api import Mail
from desk.channels.mail.channel import MailChannel
from desk.channels.mail.service import explained, mailbox_state
from desk.contact import patterns
from desk.display_names import MAIL_KINDS
from desk.mail.service import masked
from desk.office import frame, pages
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited

router = APIRouter(prefix="/console/mails", include_in_schema=False, dependencies=[Depends(audited)])
_LONGEST_EXCERPT = 200
KINDS = {
    **MAIL_KINDS,
    "letter": "差出人のアドレスがないメール",
    "bounce": "届かなかったお知らせ（この窓口の返信ではないもの）",
}


@router.get("")
def show_mails(current: CurrentSession, mail: Mail) -> HTMLResponse:
    """Show what was set aside."""
    return _page(current, mail)


@router.post("/{key}")
def decide_mail(
    key: Annotated[str, Path(max_length=64)], fields: Fields, current: CurrentSession, desk: Desk, mail: Mail
) -> HTMLResponse:
    """Take a mail as a consultation after all, or take it off the list."""
    do = fields.get("do")
    if do not in {"take", "drop"} or (do == "take" and mail.rules is None):
        return _page(current, mail, 422, "できない操作です。")
    with mail.store.write() as tx:
        if do == "drop":
            done = mail.store.take_aside(tx, key, "dropped") is not None
        else:
            assert mail.rules is not None
            now = desk.clock.now()
            taken = inbound.release(mail.store, tx, key, mail.rules, desk.hours.situation(), now)
            done = taken is not None
    if not done:
        return _page(current, mail, 409, "もうほかの人が対応したか、差出人が分かりません。")
    desk.signal.send("")
    return _page(current, mail, 200, "相談として列に入れました。" if do == "take" else "メールを一覧から外しました。")


def _page(current: Session, mail: MailChannel, status: int = 200, said: str = "") -> HTMLResponse:
    with mail.store.database.read() as connection:
        boxes = [
            {**box, "problem": explained(box["problem"]) if box["problem"] else ""} for box in mailbox_state(connection)
        ]
    shown = [
        {
            "key": one["key"],
            "received_at": one["received_at"],
            "kind": KINDS.get(one["kind"], one["kind"]),
            "sender": masked(one["held"]["sender"]) if one["held"]["sender"] else "（なし）",
            "subject": patterns.hidden(one["held"]["subject"]),
            "excerpt": patterns.excerpt(one["held"]["text"], _LONGEST_EXCERPT),
            "can_take": bool(one["held"]["sender"]) and mail.rules is not None,
        }
        for one in mail.store.aside()
    ]
    return frame.show(
        current,
        "mail/aside.html",
        title=pages.title_of("/console/mails"),
        status=status,
        said=said,
        mails=shown,
        boxes=boxes,
        is_set=mail.rules is not None,
    )
