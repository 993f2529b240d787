"""What the pages get of the city's profile: its colours, its picture, and the loader with its names before it."""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from desk.text import pack
from desk.text.pack import city

LOADER = "widget.js"
_SCRIPT = "text/javascript; charset=utf-8"


def router(dist: Path) -> APIRouter:
    """Return the addresses; `dist` is the folder of the built pages."""
    made = APIRouter(include_in_schema=False)

    @made.get("/city.css")
    def colours() -> Response:
        return Response(f":root{{{_variables('city')}}}", media_type="text/css", headers={"cache-control": "no-cache"})

    @made.get("/city/picture")
    def picture() -> FileResponse:
        return FileResponse(pack.folder() / city().sample_page.picture, headers={"cache-control": "no-cache"})

    if (dist / LOADER).is_file():

        @made.api_route(f"/{LOADER}", methods=["GET", "HEAD"])
        def loader(request: Request) -> Response:
            built = dist / LOADER
            plain, packed, tag = _loader(built, built.stat().st_mtime_ns, _told())
            headers = {"cache-control": "no-cache", "vary": "Accept-Encoding", "etag": tag}
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=304, headers=headers)
            if "gzip" not in request.headers.get("accept-encoding", ""):
                return Response(plain, media_type=_SCRIPT, headers=headers)
            return Response(packed, media_type=_SCRIPT, headers={**headers, "content-encoding": "gzip"})

    return made


def _variables(prefix: str) -> str:
    """Return the colours as CSS variables."""
    named = asdict(city().colours).items()
    return ";".join(f"--{prefix}-{name.replace('_', '-')}:{colour}" for name, colour in named)


def _told() -> str:
    """Return what the chat must know before it can ask the desk: whom to call if it cannot, names, colours."""
    told = {
        "chat": city().names.chat,
        "city": city().names.city,
        "town": city().names.town,
        "office": city().office.name,
        "phone": city().office.phone,
        # Whoever writes one of these gives nothing personal away.
        "numbers": sorted(city().public_numbers),
        "css": f":host{{{_variables('hitohata')}}}",
    }
    if city().links.line:
        told["line"] = city().links.line
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=2)
def _loader(built: Path, _: int, told: str) -> tuple[bytes, bytes, str]:
    """Return the loader, the same packed, and its ETag."""
    plain = f"window.hitohataCity={told};\n".encode() + built.read_bytes()
    return plain, gzip.compress(plain, 9), f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
