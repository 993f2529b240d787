"""The privacy tools of managers: their frame, and finding a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from desk.accounts.models import Session
from desk.display_names import ORIGINS
from desk.office import frame as office
from desk.office import pages as office_pages
from desk.office.frame import Fields
from desk.office.session import ManagerSession, audited
from desk.privacy.codes import Titles
from desk.privacy.dossier import Found
from desk.privacy.requests_store import SqlRequests
from desk.privacy.retention import SqlRetention
from desk.privacy.store import SqlPrivacyStore
from desk.services import part

router = APIRouter(prefix="/console/privacy", include_in_schema=False, dependencies=[Depends(audited)])
TITLE = office_pages.title_of("/console/privacy")
SUB_PAGES = (
    ("/console/privacy", "人をさがす"),
    ("/console/privacy/requests", "請求の記録"),
    ("/console/privacy/retention", "保存期間と消去"),
    ("/console/privacy/notices", "利用目的のお知らせ"),
)


@dataclass(frozen=True)
class Privacy:
    """What the pages need; `recall` asks the assistant what it remembers, and raises AssistantFailed where it cannot.

    `titles` names answers by their labels.
    """

    store: SqlPrivacyStore
    requests: SqlRequests
    retention: SqlRetention
    recall: Callable[[str], Awaitable[dict[str, Any]]]
    titles: Titles


Tools = Annotated[Privacy, Depends(part(Privacy))]


@router.get("")
def show_privacy(current: ManagerSession) -> HTMLResponse:
    """Show the search."""
    return _search(current)


@router.post("/find")
def find_person(fields: Fields, current: ManagerSession, tools: Tools) -> HTMLResponse:
    """Find a person; a POST, so that what is looked for stands in no address, history or log."""
    words = fields.get("words", "").strip()[:200]
    found = tools.store.find(words) if words else []
    if not found:
        said = "見つかりませんでした。3文字以上で、受付番号・メール・電話・お名前などを確かめてください。"
        return _search(current, status=404, said=said)
    return _search(current, found, said=f"{len(found)}件ありました。", stays=True)


def frame(current: Session, template: str, heading: str, **values: Any) -> HTMLResponse:
    """Return a page of the privacy tools, made of a template that extends `privacy/frame.html`."""
    return office.show(current, template, title=TITLE, heading=heading, sub_pages=SUB_PAGES, **values)


def _search(
    current: Session, found: Sequence[Found] = (), status: int = 200, said: str = "", *, stays: bool = False
) -> HTMLResponse:
    return frame(
        current,
        "privacy/find.html",
        "人をさがす",
        status=status,
        said=said,
        stays=stays,
        found=found,
        channels=ORIGINS,
    )
