"""The desk: makes the app and serves it. The only public process."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import ValidationError

from desk import container
from desk.appointments import booking_pages
from desk.appointments.links import LinkUseless
from desk.db.migrate import DatabaseUnusable
from desk.hours import weekly
from desk.http import pages, problems
from desk.http.body_limit import BodyLimit
from desk.http.nul import NoNul
from desk.http.warm_up import warm_up
from desk.routes import ROUTERS
from desk.settings import Settings, UnsafeSettings, load


def create_app(settings: Settings) -> FastAPI:
    """Return the desk.

    Raises:
        DatabaseUnusable: See there.
        ValueError: The opening hours, `SMTP_URL` or `NOTIFY_URLS` cannot be read.
    """
    desk = container.make(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with desk.running():
            await warm_up(app)
            yield

    app = FastAPI(title="Hitohata desk", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.services = desk.services
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(LinkUseless, booking_pages.useless)
    pages.install(app, lambda: weekly.words(desk.services.calendar()))
    app.add_middleware(pages.SecurityHeaders)
    app.add_middleware(NoNul)
    app.add_middleware(BodyLimit)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["authorization", "content-type", "last-event-id"],
        )
    return app


def main() -> int:
    """Serve until stopped; a setting or database that cannot be used is named. Returns the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s", stream=sys.stdout)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        settings = load()
        app = create_app(settings)
    except ValidationError as error:
        for problem in error.errors():
            name = "_".join(map(str, problem["loc"])).upper()
            print(f"HITOHATA_{name}: {problem['msg']}", file=sys.stderr)
        return 2
    except (UnsafeSettings, DatabaseUnusable, ValueError) as error:
        print(f"desk: {error}", file=sys.stderr)
        return 2
    uvicorn.run(
        app,
        host=settings.host,
        port=settings.port,
        # Access logs would hold nothing that is needed and much that is personal.
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
