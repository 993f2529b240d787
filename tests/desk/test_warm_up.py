"""After the start, the first visitor finds the routes ready."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, FastAPI

from desk.http.warm_up import warm_up
from tests.desk.api import Api


def test_the_routes_of_included_routers_are_prepared() -> None:
    app, router = FastAPI(), APIRouter()

    @router.get("/somewhere")
    def somewhere() -> str:
        return ""

    app.include_router(router)
    asyncio.run(warm_up(app))

    prepared = [route for route in app.router.routes if getattr(route, "_effective_candidates", None)]
    assert len(prepared) == 1


def test_the_whole_desk_answers_as_before(api: Api) -> None:
    asyncio.run(warm_up(api.app))

    assert api.http.get("/-/nowhere").status_code == 404
    assert api.http.get("/health/live").status_code == 200
