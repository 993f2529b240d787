"""The page on which a department answers one question: no account, one link, one answer. Opening it changes nothing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import HTMLResponse

from desk.audit.store import AuditLog
from desk.contact.masking import mask
from desk.http import limits
from desk.http.templates import render
from desk.office.frame import Fields
from desk.reporting.departments import LONGEST_ANSWER, LONGEST_NAME, Departments
from desk.services import Services, part, services
from desk.text.pack import city

router = APIRouter(prefix="/ask", include_in_schema=False)
Asked = Annotated[Departments, Depends(part(Departments))]
Desk = Annotated[Services, Depends(services)]
Code = Annotated[str, Path(max_length=64)]
# A code stands in the address: it must not leave with a click or stay in a cache.
_HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
_BUSY = "短い時間に何度も開かれました。しばらく待って、もう一度お試しください。"


@router.api_route("/{code}", methods=["GET", "HEAD"])
def show_question(code: Code, request: Request, asked: Asked, desk: Desk) -> HTMLResponse:
    """Show the question with a field for the answer."""
    if not desk.budgets.allows(limits.GUESSES, limits.network_of(request)):
        return _page(429, problem=_BUSY)
    return _question(asked, desk, code)


@router.post("/{code}")
def answer_question(code: Code, request: Request, asked: Asked, desk: Desk, fields: Fields) -> HTMLResponse:
    """Keep the answer; whatever the office publishes of it is reviewed by two people."""
    if not desk.budgets.allows(limits.GUESSES, limits.network_of(request)):
        return _page(429, problem=_BUSY)
    name, text = fields.get("name", "").strip(), fields.get("answer", "").replace("\r\n", "\n").strip()
    if not name or not text:
        return _question(asked, desk, code, 422, problem="お名前と答えを書いてください。", name=name, answer=text)
    if len(text) > LONGEST_ANSWER or len(name) > LONGEST_NAME:
        return _question(asked, desk, code, 422, problem=f"答えは{LONGEST_ANSWER}字までです。", name=name, answer=text)
    now, question = desk.clock.now(), asked.open(code, desk.clock.now())
    if question is None or not asked.answer(code, name, text, now):
        return _question(asked, desk, code)
    network = limits.network_of(request)
    desk.of(AuditLog).audit("answer_department", question.id, now, account_name=question.department, address=network)
    return _page(200, is_done=True)


def _question(asked: Departments, desk: Services, code: str, status: int = 200, **values: object) -> HTMLResponse:
    question = asked.open(code, desk.clock.now())
    if question is None or question.answered_at is not None:
        return _page(410, problem="このリンクは使えません。もう答えていただいたか、期限が過ぎています。")
    return _page(status, question=question, asked=mask(question.question), longest=LONGEST_ANSWER, **values)


def _page(status: int, **values: object) -> HTMLResponse:
    site = {"site": city().names.desk, "stylesheet": "/booking.css", "title": "移住相談からのおたずね"}
    given: dict[str, Any] = {"question": None, "problem": "", "is_done": False, "name": "", "answer": "", **values}
    return HTMLResponse(render("reporting/department.html", **site, **given), status, _HEADERS)
