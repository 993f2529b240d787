"""`GET /api/web/suggestions`: what the chat offers while somebody types; asked for once, then compared by its ETag."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from desk.content.service import Answers

router = APIRouter(prefix="/api/web", tags=["web"])


@router.get("/suggestions")
def suggestions(
    request: Request,
    published: Answers,
    if_none_match: Annotated[str, Header(max_length=1_000)] = "",
) -> Response:
    """Return `[[label, title, reading, [way of asking, …]], …]` of what is published; 304 where that is known."""
    found = published.snapshot.suggested
    headers = {"cache-control": "no-cache", "vary": "Accept-Encoding", "etag": found.tag}
    if found.tag in if_none_match:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(found.packed, media_type="application/json", headers={**headers, "content-encoding": "gzip"})
    return Response(found.plain, media_type="application/json", headers=headers)
