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
import json
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.lock_store import LockError
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import reading, reply_wire, sketches, turn, wire
from bot.nlu.text import MAX_CHARACTERS
from bot.runtime import content_fetch, settings
from bot.runtime.settings import DEVELOPMENT_TOKEN

logger = logging.getLogger(__name__)

# Below the desk's own limit of 8 s, so that the desk hears a reason rather than a silence.
TURN_TIMEOUT_SECONDS = 7.0

Handler = Callable[..., Awaitable[HTTPResponse]]


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
        routes.add_route(self._guarded(_post_turn), "/turn", methods=["POST"], name="turn")
        routes.add_route(self._guarded(_post_understand), "/understand", methods=["POST"], name="understand")
        routes.add_route(self._guarded(_post_sketches), "/sketches", methods=["POST"], name="sketches")
        routes.add_route(
            self._guarded(_post_note),
            "/conversations/<conversation_id:str>/note",
            methods=["POST"],
            name="note",
        )
        routes.add_route(
            self._guarded(_delete),
            "/conversations/<conversation_id:str>",
            methods=["DELETE"],
            name="forget",
        )
        routes.add_route(
            self._guarded(_recall),
            "/conversations/<conversation_id:str>",
            methods=["GET"],
            name="recall",
        )
        routes.add_route(_health, "/health", methods=["GET"], name="health")
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


async def _post_turn(request: Request, agent: Agent) -> HTTPResponse:
    asked = wire.parse_request(_json(request))
    taken = await turn.take(agent, asked)
    return response.json(taken.as_dict(asked.message_id), ensure_ascii=False)


async def _post_understand(request: Request, agent: Agent) -> HTTPResponse:
    """Understand words that somebody else answers: no conversation is read or changed, no action runs."""
    asked = wire.parse_understand(_json(request))
    assert agent.processor is not None
    told = [SlotSet("last_label", asked.after)] if asked.after else []
    tracker = DialogueStateTracker.from_events("understanding", told, agent.domain.slots)
    heard = await agent.processor.parse_message(UserMessage(reading.as_read(asked.text)), tracker)
    parsed = reading.as_written(heard, asked.text)
    found = reply_wire.understanding_of(parsed)
    body = {"message_id": asked.message_id, "understanding": found}
    return response.json(body, ensure_ascii=False)


async def _post_sketches(request: Request, agent: Agent) -> HTTPResponse:
    """Sketch what texts mean; nothing is remembered. Turns are answered between two texts."""
    sketcher, found = sketches.of(agent.processor), []
    for text in wire.parse_sketches(_json(request)):
        found.append(sketcher.sketch(reading.as_read(text[:MAX_CHARACTERS])))
        await asyncio.sleep(0)
    return response.json({"space": sketcher.space, "sketches": found})


async def _post_note(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
    """Record in the tracker that a person answered, with a summary, so that the bot can go on from there."""
    body = _json(request)
    if not isinstance(body, dict) or not isinstance(body.get("summary"), str):
        raise wire.TurnRefused("summary", "a string", body)
    processor = agent.processor
    assert processor is not None
    async with agent.lock_store.lock(conversation_id):
        tracker = await processor.fetch_tracker_with_initial_session(conversation_id)
        tracker.update(SlotSet("consultant_summary", body["summary"][:2_000]), processor.domain)
        tracker.update(ActionExecuted("action_listen"), processor.domain)
        await processor.save_tracker(tracker)
    return response.json({"noted": True})


async def _recall(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
    """Tell what the tracker holds: words and slots, without the machinery's events."""
    tracker = await agent.tracker_store.retrieve_full_tracker(conversation_id)
    if tracker is None:
        return response.json({"messages": [], "slots": {}})
    messages = [
        {"author": "user" if isinstance(event, UserUttered) else "bot", "text": event.text}
        for event in tracker.events
        if isinstance(event, UserUttered | BotUttered) and event.text
    ]
    slots = {name: value for name, value in tracker.current_slot_values().items() if value}
    return response.json({"messages": messages, "slots": slots}, ensure_ascii=False)


async def _delete(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
    async with agent.lock_store.lock(conversation_id):
        await agent.tracker_store.delete(conversation_id)
    return response.empty()


async def _health(request: Request) -> HTTPResponse:
    agent = getattr(request.app.ctx, "agent", None)
    ready = agent is not None and agent.is_ready()
    model = agent.processor.model_filename if agent is not None and ready else None
    found = {"ready": ready, "model": model, "publication": content_fetch.number(settings.read().content)}
    return response.json(found, status=200 if ready else 503)


def _json(request: Request) -> object:
    try:
        return json.loads(request.body.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise wire.TurnRefused("body", "JSON in UTF-8", None) from None


def _error(status: int, error: str, message: str, **more: str) -> HTTPResponse:
    return response.json({"error": error, "message": message, **more}, status=status)
