"""What assistants and actions on other machines fetch: the newest publication. Bearer token of the assistant.

A proxy must not publish /internal (docs/operations.md).
"""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from typing_extensions import TypedDict

from desk.content.publisher import Publisher
from desk.http.problems import Problem
from desk.services import Services, part, services

router = APIRouter(prefix="/internal", tags=["internal"])
Desk = Annotated[Services, Depends(services)]


def assistant_only(desk: Desk, authorization: Annotated[str, Header()] = "") -> None:
    """Refuse whoever lacks the assistant's token."""
    wanted = f"Bearer {desk.settings.assistant_token}"
    if not hmac.compare_digest(authorization.encode(), wanted.encode()):
        raise Problem(401, "unauthorized", "Send the token as `Authorization: Bearer …`.")


class NewestContent(TypedDict):
    """A publication: {path: text} of its files."""

    name: str
    files: dict[str, str]


@router.get("/content", dependencies=[Depends(assistant_only)], response_model=NewestContent)
def newest_content(
    response: Response,
    publisher: Annotated[Publisher, Depends(part(Publisher))],
    if_none_match: Annotated[str, Header()] = "",
) -> Response | NewestContent:
    """Return {name, files: {path: text}} of the newest publication; 304 where the caller has it, 404 before the first."""
    folder = publisher.current
    if folder is None:
        raise Problem(404, "nothing_published", "Nothing is published yet.")
    tag = f'"{folder.name}"'
    if tag in if_none_match:
        return Response(status_code=304, headers={"etag": tag})
    response.headers["etag"] = tag
    return {"name": folder.name, "files": _files(folder)}


def _files(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths}
