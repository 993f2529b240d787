"""The page of people's mailboxes, and everything that runs behind it."""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from aiosmtpd.controller import Controller
from fastapi import FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, JSONResponse

from tests import patience
from tests.desk.mail.servers import ADDRESS, Imap, imap_server
from tests.mail_simulator.letters import FORMS
from tests.mail_simulator.post_office import PostOffice
from tests.mail_simulator.threads import threads

PAGE = Path(__file__).with_name("mailbox.html")
_FAULTS = frozenset({"busy", "refused", "bounce", "away"})


@dataclass(frozen=True)
class Simulator:
    """What runs.

    Attributes:
        page: Address of the page.
        settings: What the desk must be told, by the names of its settings.
    """

    page: str
    post_office: PostOffice
    imap: Imap
    settings: dict[str, str]


def create(post_office: PostOffice, imap: Imap) -> FastAPI:
    """Return the page's app."""
    app = FastAPI(title="Mail stand-in")

    @app.get("/")
    def page() -> FileResponse:
        return FileResponse(PAGE)

    @app.get("/centre")
    def centre() -> list[dict[str, Any]]:
        """What lies in the centre's mailbox: the number of each mail and whether it is read."""
        return [{"uid": uid, "is_read": is_read} for uid, is_read in sorted(imap.mails().items())]

    @app.get("/mailbox/{person}")
    def shown(person: str) -> dict[str, Any]:
        found = threads(post_office.mailboxes[person.lower()])
        return {
            "threads": [[dataclasses.asdict(mail) for mail in thread] for thread in found],
            "faults": list(post_office.faults),
        }

    @app.post("/mailbox/{person}")
    async def act(person: str, request: Request) -> JSONResponse:
        body = await request.json()
        return await run_in_threadpool(_act, post_office, person, body)

    return app


def _act(post_office: PostOffice, person: str, body: dict[str, Any]) -> JSONResponse:
    match body.get("do"):
        case "write" if body.get("form", "plain") in FORMS:
            given = {key: str(body[key]) for key in ("name", "subject", "answers", "form") if key in body}
            try:
                post_office.write(person, str(body["text"]), with_photo=bool(body.get("photo")), **given)  # type: ignore[arg-type]
            except KeyError:
                return JSONResponse({"message": "このメールはありません。"}, 404)
            except UnicodeEncodeError:
                return JSONResponse({"message": "この文字コードで書けない文字があります。"}, 422)
        case "fault" if body.get("fault") in _FAULTS:
            post_office.faults.append(body["fault"])
        case "no fault":
            post_office.faults.clear()
        case _:
            return JSONResponse({"message": "unknown"}, 422)
    return JSONResponse({})


@contextlib.contextmanager
def running(folder: Path, page: int, imap_port: int, smtp_port: int) -> Iterator[Simulator]:
    """Run the mailbox of the centre, the mail server and the page on these ports of this machine."""
    with imap_server(folder, imap_port) as imap:
        post_office = PostOffice(imap.put, ADDRESS)
        controller = Controller(post_office, hostname="127.0.0.1", port=smtp_port, ready_timeout=patience.seconds(5))
        controller.start()
        try:
            with _serving(create(post_office, imap), page) as address:
                settings = {
                    "HITOHATA_MAIL_IN_URL": imap.url,
                    "HITOHATA_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}/?from={ADDRESS}",
                }
                yield Simulator(address, post_office, imap, settings)
        finally:
            controller.stop()


@contextlib.contextmanager
def _serving(app: FastAPI, port: int) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise OSError(f"port {port} is in use")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(5)
