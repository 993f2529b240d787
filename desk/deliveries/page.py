"""Messages that did not reach LINE: why, and what to do about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.channels.line.service import LineApi, Troubles
from desk.contact import patterns
from desk.deliveries import letters_page, set_aside_page
from desk.deliveries.letters_page import Letters
from desk.deliveries.log import Deliveries, Stuck
from desk.deliveries.set_aside_page import Aside
from desk.display_names import DELIVERIES
from desk.http.limits import LARGEST_NUMBER
from desk.office import frame, pages
from desk.office.frame import Fields
from desk.office.session import CurrentSession, Desk, audited
from desk.services import part

router = APIRouter(prefix="/console", include_in_schema=False, dependencies=[Depends(audited)])
LONGEST_EXCERPT = 80
# Troubles of the whole channel, the gravest first (`desk.channels.line.sender`).
_TROUBLES = {
    "line.stopped": "LINE への送信を止めています。",
    "line.clock": "LINE から届いたメッセージの時刻が、この相談デスクの時計と大きくずれています。時計を合わせてください。",
    "line.quota": "LINE のプッシュが今月の上限です。利用者が書いて1分以内の返信だけが届きます。",
}
_STOPPED = "line.stopped"


Outbox = Annotated[Deliveries, Depends(part(Deliveries))]


def trouble(known: Annotated[Troubles, Depends(part(Troubles))]) -> str:
    """Return the gravest trouble in words, nothing where there is none."""
    names = known.names()
    return next((words for name, words in _TROUBLES.items() if name in names), "")


Trouble = Annotated[str, Depends(trouble)]


async def line_quota(desk: Desk) -> LineApi | None:
    """Return who knows the quota; None where LINE is not used."""
    return desk.of(LineApi) if desk.settings.line_secrets else None


Quota = Annotated[LineApi | None, Depends(line_quota)]


@router.get("/deliveries")
def show_deliveries(
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    letters: Letters,
    quota: Quota,
    known: Annotated[Troubles, Depends(part(Troubles))],
    set_aside: Aside,
) -> HTMLResponse:
    """Show what is stuck: messages to LINE, mails and notices, and what workers could not do."""
    return _page(
        current,
        outbox,
        letters_page.view(letters, desk.clock.now()),
        stopped=known.names().get(_STOPPED),
        quota=quota,
        **set_aside_page.view(set_aside),
    )


@router.post("/deliveries/line/resume")
def resume_line(
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    letters: Letters,
    known: Annotated[Troubles, Depends(part(Troubles))],
) -> HTMLResponse:
    """Send again on a channel that was stopped, because somebody has mended the reason."""
    known.end(_STOPPED)
    desk.signal.send("")
    mails = letters_page.view(letters, desk.clock.now())
    return _page(current, outbox, mails, said="LINE への送信を再開しました。")


@router.post("/deliveries/{delivery_id}")
def decide_delivery(
    delivery_id: Annotated[int, Path(le=LARGEST_NUMBER)],
    fields: Fields,
    current: CurrentSession,
    desk: Desk,
    outbox: Outbox,
    letters: Letters,
) -> HTMLResponse:
    """Send a stuck message again, or take it off the list."""
    mails = letters_page.view(letters, desk.clock.now())
    if fields.get("do") not in {"again", "drop"}:
        return _page(current, outbox, mails, 422, "できない操作です。")
    is_again = fields["do"] == "again"
    now = desk.clock.now()
    conversation_id = outbox.send_again(delivery_id, now) if is_again else outbox.give_up(delivery_id)
    if conversation_id is None:
        said = "もうほかの人が対応したか、送られています。"
        return _page(current, outbox, mails, 409, said)
    desk.signal.send(conversation_id)
    said = "メッセージをもう一度送ります。" if is_again else "メッセージを送らずに、一覧から外しました。"
    return _page(current, outbox, mails, said=said)


def _page(
    current: Session,
    outbox: Deliveries,
    mails: dict[str, Any],
    status: int = 200,
    said: str = "",
    *,
    stopped: str | None = None,
    quota: LineApi | None = None,
    items: Sequence[dict[str, Any]] = (),
) -> HTMLResponse:
    """Return the page; after an act it shows messages and mails alone.

    Args:
        current: Whose page it is.
        outbox: The messages.
        mails: What `deliveries/letters.html` shows.
        status: Status of the answer.
        said: What became of the act before.
        stopped: What LINE said when sending was stopped; None where it is not.
        quota: Who knows the month's pushes; None where it is not shown.
        items: What `deliveries/set_aside.html` shows.
    """
    return frame.show(
        current,
        "deliveries/page.html",
        title=pages.title_of("/console/deliveries"),
        status=status,
        said=said,
        stopped=stopped,
        stopped_words=_TROUBLES[_STOPPED],
        quota=_quota(quota),
        items=items,
        stuck=[_shown(item) for item in outbox.stuck()],
        **mails,
    )


def _quota(line: LineApi | None) -> dict[str, Any]:
    """Return {words, is_full}, without words where there is nothing to say."""
    if line is None:
        return {"words": "", "is_full": False}
    found = line.quota()
    if found is None:
        return {"words": "今月の LINE のプッシュの数は、いま LINE から読めません。", "is_full": False}
    used, most = found
    words = f"{used}通（上限なし）" if most is None else f"{used} / {most}通"
    return {"words": f"今月の LINE のプッシュ：{words}", "is_full": most is not None and used >= most}


def _shown(item: Stuck) -> dict[str, Any]:
    text = patterns.hidden(item.text)
    return {
        "id": item.id,
        "sent_at": item.sent_at,
        "case": (item.case_id, item.receipt) if item.case_id and item.receipt else None,
        "author": item.author_name,
        "words": text[:LONGEST_EXCERPT] + ("…" if len(text) > LONGEST_EXCERPT else ""),
        "state": DELIVERIES[item.state],
        "problem": item.problem,
    }
