"""The routes of the desk, found by asking the routers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute

from tests.desk.api import Api

STAFF = frozenset({"consultant", "supervisor", "manager"})
OPEN_TO_ALL = {
    "/api/console/login",
    "/api/console/ways",
    "/console/sso/begin",
    "/console/sso/callback",
}


def found_in(app: FastAPI) -> Iterator[APIRoute]:
    """Yield every route of the desk's routers; the built pages of the screens are no part of them."""
    yield from (route for route in app.routes if isinstance(route, APIRoute))


def console(api: Api) -> list[APIRoute]:
    """Return the routes of the console; the page itself is an empty frame and open to all."""
    return [route for route in found_in(api.app) if "/console/" in route.path]


def routes(found: list[APIRoute]) -> Iterator[tuple[str, str]]:
    """Yield (method, path with something in its holes)."""
    for route in found:
        for method in route.methods:
            yield method, re.sub(r"\{[^}]*\}", "1", route.path)
