"""Files that a browser saves under a name; nobody else keeps them."""

from __future__ import annotations

from starlette.responses import Response


def download(content: bytes | str, name: str, media_type: str) -> Response:
    """Return a file to save; `name` is ASCII."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
