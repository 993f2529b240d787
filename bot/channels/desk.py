"""The HTTP channel between the desk and Rasa: a token, message ids, and status codes that mean something.

Rasa's own REST channel has no authentication, answers 200 with an empty list when anything breaks, and
reads a leading `/` as a command; the desk needs the opposite of all three.

Paths, below `/webhooks/desk`:
    POST   /turn                             one message in, the replies out
    POST   /understand                       what a message says, without an answer
    POST   /sketches                         what texts mean, to be compared
    POST   /conversations/{id}/note          tell the assistant what a consultant did
    GET /conversations/{id}                  what is remembered of a conversation, for its own person
    DELETE /conversations/{id}               forget a conversation
    GET    /health                           whether a model is loaded
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import LockError
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import desk_handlers, turn, wire
from bot.runtime.settings import DEVELOPMENT_TOKEN

logger = logging.getLogger(__name__)

# Below the desk's own limit of 8 s, so that the desk hears a reason rather than a silence.
TURN_TIMEOUT_SECONDS = 7.0

Handler = Callable[..., Awaitable[HTTPResponse]]
_CONVERSATION = "/conversations/<conversation_id:str>"
_ROUTES: tuple[tuple[str, str, str, Handler], ...] = (
    ("turn", "POST", "/turn", desk_handlers.post_turn),
    ("understand", "POST", "/understand", desk_handlers.post_understand),
    ("sketches", "POST", "/sketches", desk_handlers.post_sketches),
    ("note", "POST", f"{_CONVERSATION}/note", desk_handlers.post_note),
    ("forget", "DELETE", _CONVERSATION, desk_handlers.delete),
    ("recall", "GET", _CONVERSATION, desk_handlers.recall),
)


class DeskInput(InputChannel):
    """Input channel `desk`; configured in credentials.yml, its token comes from the environment."""

    def __init__(self, token: str) -> None:
        """Keep the token that every request must bear."""
        self._token = token

    @classmethod
    def name(cls) -> str:
        """See base class."""
        return turn.CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DeskInput:
        """Read `HITOHATA_ASSISTANT_TOKEN`.

        Raises:
            ValueError: In production, without a token of its own.
        """
        token = os.environ.get("HITOHATA_ASSISTANT_TOKEN") or DEVELOPMENT_TOKEN
        if os.environ.get("HITOHATA_ENVIRONMENT") == "production" and token == DEVELOPMENT_TOKEN:
            raise ValueError("HITOHATA_ASSISTANT_TOKEN must be set in production")
        return cls(token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes; `on_new_message` is not used, since it hides failures."""
        turn.watch_actions()
        routes = Blueprint("desk_channel")
        for name, method, path, handler in _ROUTES:
            routes.add_route(self._guarded(handler), path, methods=[method], name=name)
        routes.add_route(desk_handlers.health, "/health", methods=["GET"], name="health")
        return routes

    def _guarded(self, handler: Handler) -> Handler:
        """Let only requests with the token through, and turn every refusal into a JSON status."""

        async def guarded(request: Request, **path: str) -> HTTPResponse:
            given = request.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {self._token}".encode()):
                return _error(401, "unauthorized", "Send the token as `Authorization: Bearer …`.")
            if len(request.body) > wire.MAX_BODY_BYTES:
                return _error(413, "too_large", f"At most {wire.MAX_BODY_BYTES} bytes are accepted.")
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return _error(
                    503,
                    "assistant_not_ready",
                    "No model is loaded yet; try again in a few seconds.",
                )
            try:
                return await asyncio.wait_for(handler(request, agent, **path), TURN_TIMEOUT_SECONDS)
            except wire.TurnRefused as refused:
                return _error(422, "invalid_request", str(refused), field=refused.field)
            except turn.ActionsAway as away:
                logger.error("desk_channel.turn.failed %s", away)
                return _error(
                    502, "actions_not_reachable", "The actions are not reachable; try again in a few seconds."
                )
            except turn.TurnFailed as failed:
                logger.error("desk_channel.turn.failed %s", failed)
                return _error(500, "turn_failed", str(failed))
            except (TimeoutError, LockError):
                logger.error("desk_channel.turn.timeout")
                return _error(504, "turn_timeout", f"No answer within {TURN_TIMEOUT_SECONDS:g} s.")
            except Exception as error:  # noqa: BLE001 - the outermost edge: a status, never an empty 200
                # The traceback's frames hold people's words, so only the kind of error is logged.
                logger.error("desk_channel.turn.crashed %s", type(error).__name__)
                return _error(500, "turn_failed", f"The assistant failed: {type(error).__name__}.")

        return guarded


def _error(status: int, error: str, message: str, **more: str) -> HTTPResponse:
    return response.json({"error": error, "message": message, **more}, status=status)
