"""How the HTTP doors say no: one shape, `{"error": {"code", "message"}}`, Japanese where a migrant reads it."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException


class Problem(Exception):
    """A refusal with its status; `more` is added to the error object."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        """Keep what is answered."""
        self.status, self.code, self.message, self.more = status, code, message, more
        super().__init__(message)

    def response(self) -> JSONResponse:
        """Return the answer."""
        headers = (
            {"retry-after": str(self.more["retry_after"])} if "retry_after" in self.more else None
        )
        error = {"code": self.code, "message": self.message, **self.more}
        return JSONResponse({"error": error}, self.status, headers=headers)


def install(app: FastAPI) -> None:
    """Make every refusal of the app have the one shape."""

    @app.exception_handler(Problem)
    def problem(request: Request, error: Problem) -> Response:
        if error.status == 401 and request.url.path.startswith("/console/"):
            # A page and no call: who is not logged in comes to the login.
            return RedirectResponse("/console", 303)
        return error.response()

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        # What came in is not repeated: it may be a person's words.
        fields = [
            {"field": ".".join(map(str, e["loc"][1:])), "expected": e["msg"]}
            for e in error.errors()
        ]
        return Problem(
            422, "invalid_request", "送られた内容を読み取れませんでした。", fields=fields
        ).response()

    @app.exception_handler(HTTPException)
    def http(_: Request, error: HTTPException) -> JSONResponse:
        code = {404: "not_found", 405: "method_not_allowed"}.get(error.status_code, "refused")
        return Problem(error.status_code, code, str(error.detail)).response()

    @app.exception_handler(OperationalError)
    def busy(_: Request, error: OperationalError) -> JSONResponse:
        return Problem(
            503,
            "try_again",
            "ただいま混み合っています。少し待って、もう一度お試しください。",
            retry_after=2,
        ).response()
