"""What the routes of the web share: the desk, its stores, and how much may come at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from desk.conversation_sql.transaction import SqlStore
from desk.http import limits
from desk.http.limits import network_of
from desk.http.problems import Problem
from desk.mail.service import ReplyMails
from desk.services import Services, part, services

Desk = Annotated[Services, Depends(services)]
Store = Annotated[SqlStore, Depends(part(SqlStore))]
SeenMessages = Annotated[ReplyMails, Depends(part(ReplyMails))]


def limited(
    desk: Services,
    request: Request,
    conversation_id: str,
    text: str,
    of_network: limits.Limit = limits.MESSAGES_OF_NETWORK,
) -> None:
    """Refuse what comes too fast, but never words of danger: beyond a limit of their own the refusal itself has the numbers.

    Raises:
        Problem: 429; the widget sends it again by itself.
    """
    allows = desk.budgets.allows
    if allows(limits.MESSAGES, conversation_id) and allows(of_network, network_of(request)):
        return
    numbers = desk.whom_to_call(text)
    if numbers and allows(limits.URGENT, conversation_id):
        return
    words = limits.MESSAGES.says
    if numbers:
        called = "、".join(f"{label} {number}" for label, number in numbers)
        words = f"{words}いますぐ電話できるところ：{called}"
    raise Problem(429, "too_many", words, retry_after=10)
