"""The frame of the office's pages (hours, accounts, log): plain HTML that needs no script and prints."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse

from desk.accounts.models import ROLES, Session
from desk.http.templates import render
from desk.office import pages

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
    section: str = "",
    **values: Any,
) -> HTMLResponse:
    """Return a page of the office, made of a template that extends `office/base.html`.

    Args:
        session: Whose page it is; decides which links the bar has.
        template: Its name, `feature/page.html`.
        title: Heading and title.
        status: Status of the answer; from 400 on what is said is an alert.
        said: What became of the act before; empty for nothing.
        section: Name of the link that the page belongs to, where it is not its title.
        values: What the template uses.
    """
    account = session.account
    section = section or title
    open_to = pages.of(account.role)
    group = next((page.group for page in open_to if page.title == section), "")
    text = render(
        template,
        title=title,
        status=status,
        said=said,
        section=section,
        bar_group=group,
        bar_groups=[("/console", "対応"), *pages.groups(account.role)],
        csrf=session.csrf,
        account_name=account.name,
        role_name=ROLES[account.role],
        pages=[(page.address, page.title) for page in open_to if page.group == group],
        log_out=LOG_OUT,
        # Keeps presence while a page is read, and shows what happens to one's cases; the page works without it.
        has_script=account.role != "auditor",
        has_duty=account.counts,
        **values,
    )
    return HTMLResponse(text, status, {"cache-control": "no-store"})
