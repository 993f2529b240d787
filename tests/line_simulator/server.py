"""The stand-in's doors: the Messaging API for the desk, and a phone for people."""

from __future__ import annotations

import asyncio
import io
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response
from PIL import Image, ImageDraw

from tests.line_simulator.line import Line
from tests.line_simulator.rules import rich_menu_problems

PAGE = Path(__file__).with_name("phone.html")
# Longer than any caller waits (`desk.channels.line.client.CALL_SECONDS`).
SLOW_SECONDS = 15.0


def create(line: Line) -> FastAPI:
    """Return the app."""
    app = FastAPI(title="LINE stand-in")

    @app.middleware("http")
    async def guard(request: Request, call_next: Any) -> Response:
        if not request.url.path.startswith("/v2/"):
            found: Response = await call_next(request)
            return found
        if request.headers.get("authorization") != f"Bearer {line.access_token}":
            return JSONResponse({"message": "Authentication failed"}, 401)
        # Faults are for what is sent: a look at the quota must not use them up.
        is_sent = request.url.path.startswith("/v2/bot/message/") and request.method == "POST"
        fault = line.faults.popleft() if is_sent and line.faults else ""
        if fault.isdigit():
            return JSONResponse({"message": "fault"}, int(fault))
        answer: Response = await call_next(request)
        if fault == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if fault == "lost":
            # Accepted, and the answer never comes: a body that ends too early.
            return Response(b"", 200, {"content-length": "10"})
        return answer

    @app.post("/v2/bot/message/{kind}")
    async def message(kind: str, request: Request, x_line_retry_key: str | None = Header(None)) -> JSONResponse:
        if kind not in {"reply", "push"}:
            return JSONResponse({"message": "Not found"}, 404)
        status, body = await run_in_threadpool(line.send, kind, await request.json(), x_line_retry_key)
        return JSONResponse(body, status)

    @app.post("/v2/bot/chat/loading/start", status_code=202)
    async def loading(request: Request) -> JSONResponse:
        body = await request.json()
        seconds = body.get("loadingSeconds", 20)
        if seconds not in range(5, 61, 5):
            return JSONResponse({"message": "loadingSeconds must be 5, 10, … 60"}, 400)
        line.loading.append(body["chatId"])
        return JSONResponse({}, 202)

    @app.post("/v2/bot/{kind}/{group}/leave")
    async def leave(kind: str, group: str) -> dict[str, Any]:
        line.left.append((kind, group))
        return {}

    @app.get("/v2/bot/message/quota")
    def quota() -> dict[str, Any]:
        return {"type": "limited", "value": line.quota}

    @app.get("/v2/bot/message/quota/consumption")
    def consumption() -> dict[str, int]:
        return {"totalUsage": line.pushed}

    @app.get("/v2/bot/info")
    def info() -> dict[str, str]:
        return {
            "userId": "U0",
            "basicId": "@hitohata",
            "displayName": "見本のアカウント",
            "chatMode": line.chat_mode,
        }

    @app.get("/v2/bot/channel/webhook/endpoint")
    def endpoint() -> dict[str, Any]:
        return {"endpoint": line.shown_endpoint or line.webhook, "active": True}

    @app.post("/v2/bot/channel/webhook/test")
    async def test_webhook() -> dict[str, Any]:
        status = await run_in_threadpool(line.post, [], 1)
        return {
            "success": status == 200,
            "statusCode": status,
            "reason": "OK" if status == 200 else "ERROR_STATUS_CODE",
            "detail": str(status),
        }

    @app.post("/v2/bot/chat/markAsRead")
    async def mark_as_read(request: Request) -> dict[str, Any]:
        line.read.append((await request.json())["markAsReadToken"])
        return {}

    @app.get("/v2/bot/message/{number}/content")
    def content(number: str) -> Response:
        found = line.contents.get(number)
        return JSONResponse({"message": "Not found"}, 404) if found is None else Response(found)

    @app.get("/v2/bot/message/{number}/content/transcoding")
    def transcoding(number: str) -> dict[str, str]:
        return {"status": "succeeded" if number in line.contents else "failed"}

    _menus(app, line)

    @app.get("/")
    def phone() -> HTMLResponse:
        return FileResponse(PAGE)  # type: ignore[return-value]

    @app.get("/phone/{user}")
    def shown(user: str) -> dict[str, Any]:
        return {
            "messages": line.phones[user],
            "pushed": line.pushed,
            "quota": line.quota,
            "faults": list(line.faults),
            "menu": line.menus.get(line.shown_menu),
        }

    @app.get("/phone-menu.png")
    def menu_image() -> Response:
        return Response(line.menu_images.get(line.shown_menu, b""), media_type="image/png")

    @app.post("/phone/{user}")
    async def act(user: str, request: Request) -> dict[str, Any]:
        body = await request.json()
        return await run_in_threadpool(_act, line, user, body)

    return app


def _menus(app: FastAPI, line: Line) -> None:
    """Add what concerns rich menus."""

    @app.post("/v2/bot/richmenu")
    async def add(request: Request) -> JSONResponse:
        menu = await request.json()
        wrong = rich_menu_problems(menu)
        if wrong:
            return JSONResponse({"message": "error(s)", "details": wrong}, 400)
        number = f"richmenu-{len(line.menus) + 1}"
        line.menus[number] = menu | {"richMenuId": number}
        return JSONResponse({"richMenuId": number})

    @app.post("/v2/bot/richmenu/{number}/content")
    async def draw(number: str, request: Request) -> JSONResponse:
        image = await request.body()
        is_png = request.headers["content-type"] == "image/png" and image[1:4] == b"PNG"
        if number not in line.menus or not is_png or len(image) > 1_000_000:
            return JSONResponse({"message": "Bad image"}, 400)
        line.menu_images[number] = image
        return JSONResponse({})

    @app.get("/v2/bot/richmenu/list")
    def listed() -> dict[str, Any]:
        return {"richmenus": list(line.menus.values())}

    @app.get("/v2/bot/richmenu/{number}")
    def one(number: str) -> JSONResponse:
        found = line.menus.get(number)
        return JSONResponse(found) if found else JSONResponse({"message": "Not found"}, 404)

    @app.delete("/v2/bot/richmenu/{number}")
    def delete(number: str) -> dict[str, Any]:
        line.menus.pop(number, None)
        return {}

    @app.post("/v2/bot/user/all/richmenu/{number}")
    def show(number: str) -> JSONResponse:
        if number not in line.menu_images:
            return JSONResponse({"message": "must upload richmenu image"}, 400)
        line.shown_menu = number
        return JSONResponse({})

    @app.get("/v2/bot/user/all/richmenu")
    def shown() -> JSONResponse:
        if not line.shown_menu:
            return JSONResponse({"message": "no default richmenu"}, 404)
        return JSONResponse({"richMenuId": line.shown_menu})


def _act(line: Line, user: str, body: dict[str, Any]) -> dict[str, Any]:
    match body.get("do"):
        case "say":
            line.say(user, str(body["text"]))
        case "tap":
            line.tap(user, str(body["data"]), str(body["text"]))
        case "unsend":
            line.unsend(user, str(body["id"]))
        case "sticker":
            sticker = {
                "type": "sticker",
                "packageId": "1",
                "stickerId": "1",
                "stickerResourceType": "STATIC",
            }
            line.show_and_send(user, sticker | {"keywords": ["うれしい", "ありがとう"]}, "（スタンプ）")
        case "place":
            place = {
                "title": "小樽駅",
                "address": "北海道小樽市稲穂2丁目",
                "latitude": 43.1977,
                "longitude": 140.9937,
            }
            line.show_and_send(user, place | {"type": "location"}, "（小樽駅の位置情報）")
        case "photo":
            line.send_content(user, "image", _photo())
        case "edit":
            line.edit(user, str(body["id"]), str(body["text"]))
        case "follow":
            line.blocked.discard(user)
            line.event(user, "follow", follow={"isUnblocked": False})
        case "block":
            line.blocked.add(user)
            line.event(user, "unfollow", has_token=False)
        case "fault":
            line.faults.append(str(body["fault"]))
        case "quota":
            line.quota = line.pushed if line.quota > line.pushed else line.pushed + 200
        case other:
            return {"problem": f"unknown {other}"}
    return {}


def _photo() -> bytes:
    """Draw a house in the snow."""
    image = Image.new("RGB", (800, 600), "#9fc3e8")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 420, 800, 600), fill="#ffffff")
    draw.rectangle((260, 280, 540, 470), fill="#b9603a")
    draw.polygon([(220, 290), (400, 150), (580, 290)], fill="#ffffff")
    draw.rectangle((370, 360, 430, 470), fill="#4a2a18")
    found = io.BytesIO()
    image.save(found, "JPEG")
    return found.getvalue()


@contextmanager
def serving(line: Line, port: int) -> Iterator[str]:
    """Serve in a thread; yields the address."""
    config = uvicorn.Config(create(line), host="127.0.0.1", port=port, log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(5)
