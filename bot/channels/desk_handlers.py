"""What the routes of the desk's channel do, once `bot.channels.desk` has let a request through."""

from __future__ import annotations

import asyncio
import json

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels import reading, reply_wire, sketches, turn, wire
from bot.nlu.text import MAX_CHARACTERS
from bot.runtime import content_fetch, settings


async def post_turn(request: Request, agent: Agent) -> HTTPResponse:
    """Take a message and return the replies."""
    asked = wire.parse_request(_json(request))
    taken = await turn.take(agent, asked)
    return response.json(taken.as_dict(asked.message_id), ensure_ascii=False)


async def post_understand(request: Request, agent: Agent) -> HTTPResponse:
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


async def post_sketches(request: Request, agent: Agent) -> HTTPResponse:
    """Sketch what texts mean; nothing is remembered. Turns are answered between two texts."""
    sketcher, found = sketches.of(agent.processor), []
    for text in wire.parse_sketches(_json(request)):
        found.append(sketcher.sketch(reading.as_read(text[:MAX_CHARACTERS])))
        await asyncio.sleep(0)
    return response.json({"space": sketcher.space, "sketches": found})


async def post_note(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
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


async def recall(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
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


async def delete(request: Request, agent: Agent, conversation_id: str) -> HTTPResponse:
    """Forget a conversation."""
    async with agent.lock_store.lock(conversation_id):
        await agent.tracker_store.delete(conversation_id)
    return response.empty()


async def health(request: Request) -> HTTPResponse:
    """Tell whether a model is loaded, and which."""
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
