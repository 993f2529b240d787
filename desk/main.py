"""The desk: makes the app and serves it. The only public process."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

if __name__ == "__main__":
    # What is imported stays: looking through it for what nobody holds was a quarter of the start's CPU.
    gc.disable()

import uvicorn
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from pydantic import ValidationError

from desk import container
from desk.appointments import booking_access
from desk.appointments.links import LinkUseless
from desk.db.migrate import DatabaseUnusable
from desk.hours import weekly
from desk.http import listening, pages, problems
from desk.http.body_limit import BodyLimit
from desk.http.figures import RequestFigures
from desk.http.nul import NoNul
from desk.http.server import DrainingServer
from desk.office.after_post import AfterPost
from desk.office.outcomes import Outcomes
from desk.routes import ROUTERS
from desk.settings import Settings
from desk.settings_check import UnsafeSettings, load, unreadable
from desk.text import safe_log

_MOST_FILES = 65_536
# As uvicorn ends by itself where it cannot listen.
_CANNOT_LISTEN = 3
# An idle connection outlives what proxies keep (60 s in deploy/Caddyfile and by nginx's default): who writes into one that is
# being closed gets an error. Uvicorn's own 5 s are shorter than any proxy's.
KEPT_SECONDS = 75
# Messages, what else the widget asks, and what the assistant and the trainer ask every second.
_BUSIEST = ("/api/web/messages", "/api/web/", "/internal/")
# An address is looked for from the first route on: what people wait for comes first, else in the order of `ROUTERS`.
_ROUTES = sorted(
    (route for router in ROUTERS for route in router.routes),
    key=lambda route: [not getattr(route, "path", "").startswith(busy) for busy in _BUSIEST],
)


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
            yield

    app = FastAPI(
        title="Hitohata desk",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        # Whoever is to attack needs no map.
        openapi_url=None if settings.is_production else "/openapi.json",
    )
    app.state.services = desk.services
    problems.install(app)
    # Not `include_router`: it makes every route anew for each app, which takes half a second of each start and test.
    # Prefix and dependencies stand in a router's routes already.
    app.router.routes.extend(_ROUTES)
    app.add_exception_handler(LinkUseless, booking_access.useless)
    pages.install(app, lambda: weekly.words(desk.services.calendar()))
    app.add_middleware(Outcomes)
    app.add_middleware(AfterPost)
    app.add_middleware(pages.SecurityHeaders, is_https=settings.public_url.startswith("https://"))
    app.add_middleware(NoNul)
    app.add_middleware(BodyLimit)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["authorization", "content-type", "last-event-id"],
        )
    app.add_middleware(RequestFigures)
    return app


def main() -> int:
    """Serve until stopped; a setting or database that cannot be used is named. Returns the exit status."""
    safe_log.configure()
    try:
        settings = load()
        app = create_app(settings)
    except ValidationError as error:
        print(*unreadable(error), sep="\n", file=sys.stderr)
        return 2
    except (UnsafeSettings, DatabaseUnusable, ValueError) as error:
        print(f"desk: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(
            f"desk: {error.filename or 'HITOHATA_DATA_DIR'}: {error.strerror}. make doctor says more.", file=sys.stderr
        )
        return 2
    if reason := listening.refusal(settings.host, settings.port):
        address = f"{settings.host}:{settings.port}"
        print(
            f"desk: HITOHATA_HOST, HITOHATA_PORT: cannot listen on {address}: {reason}. Stop the program that listens there, "
            "or choose another (make doctor).",
            file=sys.stderr,
        )
        return _CANNOT_LISTEN
    _raise_file_limit()
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # Access logs would hold nothing that is needed and much that is personal.
        access_log=False,
        # Its loggers go through ours.
        log_config=None,
        timeout_keep_alive=KEPT_SECONDS,
        timeout_graceful_shutdown=5,
        server_header=False,
    )
    gc.freeze()
    gc.enable()
    # uvicorn gives Ctrl-C back once everything has ended.
    with suppress(KeyboardInterrupt):
        DrainingServer(config, app, settings.drain_seconds).run()
    return 0


def _raise_file_limit() -> None:
    """Let as many streams be open as the system allows: the soft limit of 1,024 files would shut everybody out."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    sys.exit(main())
