"""How HTTP requests are refused: one shape, `{"error": {"code", "message"}}`, Japanese where a migrant reads it.

Calls get JSON; who opens a page in a browser gets a page that says the same, with a way on.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from starlette.exceptions import HTTPException

from desk.http.templates import render
from desk.text.pack import city
from desk.text.safe_error import failure

logger = logging.getLogger(__name__)
_OFFICE = "/console/"
# What programs call, whatever they say that they read.
_CALLED = ("/api/", "/internal/", "/webhooks/", "/health", "/metrics")


class Problem(Exception):
    """A refusal with its status; `more` is added to the error object."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        """Keep what is answered."""
        self.status, self.code, self.message, self.more = status, code, message, more
        super().__init__(message)

    def answer(self, request: Request) -> Response:
        """Return what suits who asked: who opened a page reads a page."""
        if not request.url.path.startswith(_OFFICE):
            return self._public_page() if _is_browsing(request) else self.response()
        if self.status == 401:
            # Who is not logged in comes to the login, and from there to what they wanted. So does who follows a link of
            # another site (webmail): browsers keep the session's cookie back there, and the console has it again.
            return RedirectResponse(f"/console{_wanted(request)}", 303)
        if "to" in self.more:
            return RedirectResponse(self.more["to"], 303, headers={"cache-control": "no-store"})
        return page(self.status, self.message)

    def response(self) -> JSONResponse:
        """Return the answer to a call."""
        error = {"code": self.code, "message": self.message, **self.more}
        return JSONResponse({"error": error}, self.status, headers=self._headers())

    def _public_page(self) -> HTMLResponse:
        words = {"title": _TITLES.get(self.status, "うまくいきませんでした"), "said": self.message}
        text = render("public/problem.html", site=city().names.service, stylesheet="/booking.css", **words)
        return HTMLResponse(text, self.status, {"cache-control": "no-store", **self._headers()})

    def _headers(self) -> dict[str, str]:
        return {"retry-after": str(self.more["retry_after"])} if "retry_after" in self.more else {}


_TITLES = {
    404: "ページが見つかりません",
    405: "ページが見つかりません",
    429: "少しお待ちください",
    503: "少しお待ちください",
}


def _is_browsing(request: Request) -> bool:
    """Whether somebody looks at the answer: browsers ask for HTML when an address is opened or a form is sent, never for a call."""
    return not request.url.path.startswith(_CALLED) and "text/html" in request.headers.get("accept", "")


def _wanted(request: Request) -> str:
    if request.method != "GET":
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"?{urlencode({'to': request.url.path + query})}"


def page(status: int, message: str, *, title: str = "表示できません", onward: str = "相談デスクを開く") -> HTMLResponse:
    """Return a refusal as a page of the office, with a way on to the console."""
    text = render(
        "office/problem.html",
        title=title,
        status=status,
        said=message,
        onward=onward,
        has_script=False,
        shown_once=(),
        is_answer=False,
    )
    return HTMLResponse(text, status, {"cache-control": "no-store"})


def _failed() -> Problem:
    return Problem(500, "failed", "うまくいきませんでした。少し待って、もう一度お試しください。")


def install(app: FastAPI) -> None:
    """Make every refusal of the app have the one shape."""

    @app.exception_handler(Problem)
    def problem(request: Request, error: Problem) -> Response:
        return error.answer(request)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        # What came in is not repeated: it may be a person's words.
        fields = [{"field": ".".join(map(str, e["loc"][1:])), "expected": e["msg"]} for e in error.errors()]
        return Problem(422, "invalid_request", "送られた内容を読み取れませんでした。", fields=fields).answer(request)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "refused")
        message = str(error.detail)
        if request.url.path.startswith(_OFFICE):
            message = "このページは見つかりません。"
        elif _is_browsing(request):
            message = "このページは見つかりません。アドレスが途中で切れていないか、お確かめください。"
        return Problem(error.status_code, code, message).answer(request)

    @app.exception_handler(DataError)
    @app.exception_handler(OverflowError)
    def impossible(request: Request, error: DataError | OverflowError) -> Response:
        # A NUL that PostgreSQL refuses, a day that no calendar has in this zone: what was sent is at fault, not the desk.
        return Problem(422, "invalid_request", "送られた内容を読み取れませんでした。").answer(request)

    @app.exception_handler(SQLAlchemyError)
    def refused(request: Request, error: SQLAlchemyError) -> Response:
        if isinstance(getattr(error, "orig", None), OverflowError):
            return impossible(request, OverflowError())
        # The database quotes the row that it refuses: only the kind and the place are told.
        logger.error("http.failed %s", failure(error))
        return _failed().answer(request)

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        # The server logs it as well, through `desk.text.safe_log`.
        return _failed().answer(request)

    @app.exception_handler(OperationalError)
    def busy(request: Request, error: OperationalError) -> Response:
        return Problem(
            503,
            "try_again",
            "ただいま混み合っています。少し待って、もう一度お試しください。",
            retry_after=2,
        ).answer(request)
