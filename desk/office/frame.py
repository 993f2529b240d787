"""The frame of the office's pages (hours, accounts, log): plain HTML that needs no script and prints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from desk.accounts.models import ROLES, Session
from desk.http.templates import render
from desk.office import pages, told

LOG_OUT = "/console/me/logout"


async def _fields(request: Request) -> dict[str, str]:
    text = (await request.body()).decode("utf-8", "replace")
    return {name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()}


Fields = Annotated[dict[str, str], Depends(_fields)]


def show(
    session: Session,
    template: str,
    *,
    title: str,
    status: int = 200,
    said: str = "",
    shown_once: Sequence[str] = (),
    section: str = "",
    stays: bool = False,
    leads_to: str | None = None,
    **values: object,
) -> HTMLResponse:
    """Return a page of the office, made of a template that extends `office/base.html`.

    Args:
        session: Whose page it is; decides which links the bar has.
        template: Its name, `feature/page.html`.
        title: Heading and title.
        status: Status of the answer; from 400 on what is said is an alert.
        said: What became of the act before; empty for nothing. Where a form was sent and the status is below 400, the act was
            done: it is said on the page that the browser is led to (`desk.office.after_post`).
        shown_once: What is shown this once: passwords, codes.
        section: Name of the link that the page belongs to, where it is not its title.
        stays: The form only asked for what this page shows; nothing was done, and there is nowhere to be led to.
        leads_to: Where a form that was done leads; None for the nearest page above its address.
        values: What the template uses.
    """
    if session.sends_form and said and status < 400 and not stays:
        return HTMLResponse("", headers=_done(session, said, shown_once, leads_to))
    account, earlier = session.account, told.opened(session.csrf, session.told) if session.told else told.Told()
    section = section or title
    open_to = pages.of(account.role)
    group = next((page.group for page in open_to if page.title == section), "")
    text = render(
        template,
        title=title,
        status=status,
        said=said or earlier.said,
        shown_once=shown_once or earlier.once,
        is_answer=session.sends_form,
        section=section,
        bar_group=group,
        bar_groups=[("/console", "対応"), *pages.groups(account.role)],
        csrf=session.csrf,
        account_id=account.id,
        account_name=account.name,
        role_name=ROLES[account.role],
        pages=[(page.address, page.title) for page in open_to if page.group == group],
        log_out=LOG_OUT,
        # Keeps presence while a page is read, and shows what happens to one's cases; the page works without it.
        has_script=account.role != "auditor",
        has_duty=account.counts,
        **values,
    )
    answer = HTMLResponse(text, status, {"cache-control": "no-store"})
    if session.told:
        answer.delete_cookie(told.COOKIE, path=told.PATH)
    return answer


def _done(session: Session, said: str, once: Sequence[str], leads_to: str | None) -> dict[str, str]:
    headers = {told.HEADER: told.sealed(session.csrf, said, once)}
    return headers if leads_to is None else {**headers, told.HOME_HEADER: leads_to}
