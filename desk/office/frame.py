"""The frame of the office's pages (hours, accounts, log): plain HTML that needs no script and prints."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from desk.accounts.models import ROLES, Session
from desk.http.templates import render

# (address, name, roles that may open it)
PAGES = (
    ("/console/appointments", "予約", frozenset({"consultant", "supervisor", "manager"})),
    ("/console/answers", "回答", frozenset({"consultant", "supervisor", "manager"})),
    ("/console/review", "見直し", frozenset({"consultant", "supervisor", "manager"})),
    ("/console/reports", "集計", frozenset({"consultant", "supervisor", "manager"})),
    ("/console/deliveries", "送信の記録", frozenset({"consultant", "supervisor", "manager"})),
    ("/console/danger", "見守りの記録", frozenset({"supervisor", "manager"})),
    ("/console/notices", "通知", frozenset({"consultant", "supervisor", "manager"})),
    ("/console/hours", "受付時間", frozenset({"supervisor", "manager"})),
    ("/console/canned", "定型文", frozenset({"supervisor", "manager"})),
    ("/console/accounts", "アカウント", frozenset({"manager"})),
    ("/console/audit", "操作の記録", frozenset({"manager", "auditor"})),
    ("/console/privacy", "個人情報", frozenset({"manager"})),
    ("/console/me", "自分の設定", frozenset(ROLES)),
    ("/console/second-factor", "二段階認証", frozenset(ROLES)),
)

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
    text = render(
        template,
        title=title,
        status=status,
        said=said,
        section=section or title,
        csrf=session.csrf,
        account_name=account.name,
        role_name=ROLES[account.role],
        pages=[(address, name) for address, name, roles in PAGES if account.role in roles],
        log_out=LOG_OUT,
        # Keeps presence while a page is read, and shows what happens to one's cases; the page works without it.
        has_script=account.role != "auditor",
        **values,
    )
    return HTMLResponse(text, status, {"cache-control": "no-store"})


def page(
    session: Session,
    title: str,
    body: str,
    *,
    status: int = 200,
    said: str = "",
    section: str = "",
) -> HTMLResponse:
    """Return a page whose body is HTML already."""
    return show(
        session,
        "office/base.html",
        title=title,
        status=status,
        said=said,
        section=section,
        body=Markup(body),  # noqa: S704
    )


def tabs(label: str, pages: Iterable[tuple[str, str]], current: str, *, kind: str = "") -> str:
    """Return links as a bar: {address, name} pairs, the `current` name marked."""
    marks = {True: ' aria-current="page"', False: ""}
    links = "".join(
        f'<li><a href="{escape(address)}"{marks[name == current]}>{escape(name)}</a></li>' for address, name in pages
    )
    return f'<nav class="{kind}" aria-label="{escape(label)}"><ul>{links}</ul></nav>'


def form(session: Session, action: str, body: str, button: str, *, kind: str = "") -> str:
    """Return a form with its CSRF token; `body` is HTML."""
    return (
        f'<form method="post" action="{escape(action)}" class="{kind}">'
        f'<input type="hidden" name="csrf" value="{escape(session.csrf)}">{body}'
        f'<button type="submit">{escape(button)}</button></form>'
    )


def table(caption: str, heads: list[str], rows: list[list[Any]]) -> str:
    """Return a table; cells are escaped."""
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(str(row[0]))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    return grid(caption, heads, body)


def grid(caption: str, heads: Iterable[str], rows: str, *, kind: str = "", none: str = "") -> str:
    """Return a table that scrolls by itself where it is too wide; `rows` is HTML. Without rows it says so."""
    name = escape(caption)
    if not rows:
        return f'<section><h3>{name}</h3><p class="empty">{escape(none or "まだありません。")}</p></section>'
    head = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{name}"><table class="{kind}"><caption>{name}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
