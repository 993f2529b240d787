"""One turn of the assistant: idempotent by message id, and all or nothing.

Rasa's own `MessageProcessor.handle_message` swallows a failing action, saves what is left of the turn and
answers with an empty list. Here the same steps run under the same lock, but a turn that failed or
that said nothing is not saved, so that the desk can ask again under the same id.
"""

from __future__ import annotations

import contextvars
import dataclasses
import functools
from typing import Any

import aiohttp
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import offers, reading, reply_wire, several, wire

CHANNEL = "desk"
# What Rasa writes beside `understanding` and nobody reads: half of each message in the store, in every read of it, and in
# what every action is sent.
_NOT_KEPT = frozenset({"intent_ranking", "response_selector"})

# Of each action that failed its name, and whether nobody answered where the actions should be.
_Failures = list[tuple[str, bool]]
_action_failures: contextvars.ContextVar[_Failures | None] = contextvars.ContextVar("action_failures", default=None)


class TurnFailed(Exception):
    """The turn produced no usable reply; nothing of it was saved."""


class ActionsAway(TurnFailed):
    """Nobody answers where the actions should be: their process is away or starting, and asking again helps soon."""


@dataclasses.dataclass(frozen=True)
class Turn:
    """What a turn produced: bubbles in order, what was understood, and whether it was a repeat."""

    replies: list[dict[str, Any]]
    understanding: dict[str, Any]
    replayed: bool

    def as_dict(self, message_id: str) -> dict[str, Any]:
        """Return the body of a 200 answer, as in `tests/wire/turn_response_*.json`."""
        return {
            "message_id": message_id,
            "replayed": self.replayed,
            "replies": self.replies,
            "understanding": self.understanding,
            "flags": reply_wire.flags(self.replies, self.understanding),
        }


class _Silent(OutputChannel):
    """Sends nothing: the replies are read from the tracker, where a repeat finds them too."""

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        return None


def watch_actions() -> None:
    """Make failing calls to the action server known to the turn they happen in; called once at start."""
    original = RemoteAction.run
    if hasattr(original, "__wrapped__"):
        return

    @functools.wraps(original)
    async def run(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
        try:
            return await original(self, *args, **kwargs)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            failures = _action_failures.get()
            if failures is not None:
                # Rasa raises one kind for all; what it was raised of tells a process that is away from one that failed.
                failures.append((self.name(), isinstance(error.__context__, aiohttp.ClientConnectionError)))
            raise

    RemoteAction.run = run


async def take(agent: Agent, request: wire.TurnRequest) -> Turn:
    """Run the turn, or replay it if its message id was answered before.

    Raises:
        ActionsAway: The actions are not reachable; nothing was saved.
        TurnFailed: An action failed or nothing was said; nothing was saved.
    """
    processor = agent.processor
    assert processor is not None
    async with agent.lock_store.lock(request.conversation_id):
        tracker = await processor.fetch_tracker_and_update_session(request.conversation_id, _Silent(), request.metadata)
        if recorded := _recorded(tracker, request.message_id):
            return recorded
        failures: _Failures = []
        reset = _action_failures.set(failures)
        try:
            await _run(processor, tracker, request)
        finally:
            _action_failures.reset(reset)
        turn = _recorded(tracker, request.message_id)
        if failures:
            kind = ActionsAway if all(is_away for _, is_away in failures) else TurnFailed
            raise kind(f"failed actions: {', '.join(name for name, _ in failures)}")
        if turn is None:
            raise TurnFailed("nothing was said")
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            # Rasa's circuit breaker: the rules went round in a circle.
            raise TurnFailed("the turn did not come to its end")
        await processor.save_tracker(tracker)
        return dataclasses.replace(turn, replayed=False)


async def _run(processor: MessageProcessor, tracker: DialogueStateTracker, request: wire.TurnRequest) -> None:
    """Do what `MessageProcessor.handle_message` does between fetching and saving the tracker."""
    output = _Silent()
    shown = tracker.get_slot("last_label")
    is_in_form = tracker.active_loop_name is not None
    payload = request.payload or offers.meant(
        request.text, offers.offered(tracker.events), shown, may_ask=not is_in_form
    )
    if payload is None and not is_in_form:
        payload = several.command(request.text, shown)
    message = UserMessage(
        payload or request.text,
        output,
        request.conversation_id,
        input_channel=CHANNEL,
        message_id=request.message_id,
        metadata=request.metadata
        | {
            "shown_text": request.text,
            "taken_as_tap": payload is not None and request.payload is None,
            "topics": list(several.topics(request.text).topics),
        },
    )
    if payload is None and reading.as_read(request.text) != request.text:
        words = UserMessage(reading.as_read(request.text))
        parsed = reading.as_written(await processor.parse_message(words, tracker), request.text)
    else:
        parsed = await processor.parse_message(message, tracker)
    message.parse_data = {key: value for key, value in parsed.items() if key not in _NOT_KEPT}
    await processor._handle_message_with_tracker(message, tracker)
    tracker = await processor.run_action_extract_slots(output, tracker)
    await processor._run_prediction_loop(output, tracker)


def _recorded(tracker: DialogueStateTracker, message_id: str) -> Turn | None:
    """Return the turn of this message id as the tracker holds it, None if it has none or no words."""
    replies: list[dict[str, Any]] = []
    asked: UserUttered | None = None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if asked is not None:
                break
            if event.message_id == message_id:
                asked = event
        elif asked is not None and isinstance(event, BotUttered):
            reply = reply_wire.bubble({"text": event.text, **(event.data or {})})
            if reply is not None:
                replies.append(reply)
    if asked is None or not replies:
        return None
    is_tap = bool((asked.metadata or {}).get("taken_as_tap"))
    understood = reply_wire.understanding_of_typed if is_tap else reply_wire.understanding_of
    return Turn(replies, understood(asked.parse_data or {}), replayed=True)
