"""What a migrant meets who asks something first: the whole pipeline of a model, its labels' classifier exchanged, and the actions."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action_clarify import ActionClarify
from actions.action_fallback import ActionFallback
from benchmarks.few_counts import Met
from bot.channels import reading, reply_wire
from bot.nlu.known_labels import HUMAN_AGENT
from bot.nlu.label_classifier import LabelClassifier
from bot.nlu.label_model import Scores
from bot.nlu.morphology import Morpheme
from bot.nlu.overlay import Floats, Overlay, Text
from bot.runtime import patches

# What was scored of one message: the whole first, then its pieces.
Scored = list[tuple[Text, Scores, Floats]]


class Remembering(LabelClassifier):
    """The classifier with an overlay from memory; it scores the trained labels for one text once."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        super().__init__(config, storage, resource)
        self.taught: Overlay | None = None
        self.scored: Scored = []
        self._known: dict[str, tuple[Scores, Floats]] = {}

    def of_phrasing(self, text: str) -> Text:
        """Return a text as the overlay takes it."""
        return self._text_of(text)

    def _overlay(self) -> Overlay | None:
        return self.taught

    def _trained_scores(self, dense: Floats, typed: str, words: list[Morpheme], spoken: str) -> tuple[Scores, Floats]:
        if typed not in self._known:
            self._known[typed] = super()._trained_scores(dense, typed, words, spoken)
        self.scored.append((Text(dense, spoken), *self._known[typed]))
        return self._known[typed]


class Assistant:
    """A trained model with another classifier of labels."""

    def __init__(self, model: Path) -> None:
        patches.apply()
        self._agent = Agent.load(str(model))
        self._classifier: Remembering | None = None

    def use(self, classifier: Remembering) -> None:
        """Take this classifier from now on."""
        assert self._agent.processor is not None
        # Rasa gives its components to nobody.
        for node in self._agent.processor.graph_runner._instantiated_nodes.values():  # type: ignore[attr-defined]
            if isinstance(node._component, LabelClassifier):
                node._component = classifier
        self._classifier = classifier

    def asked(self, text: str, taught: Overlay | None) -> tuple[Met, Scored]:
        """Return what is met with a question while an overlay is in use, and what was scored for it."""
        assert self._classifier is not None
        self._classifier.taught, self._classifier.scored = taught, []
        met = asyncio.run(self._met(text))
        return met, self._classifier.scored

    async def _met(self, text: str) -> Met:
        assert self._agent.processor is not None
        tracker = DialogueStateTracker.from_events("few", [], self._agent.domain.slots)
        parsed = await self._agent.processor.parse_message(UserMessage(reading.as_read(text)), tracker)
        found = reply_wire.understanding_of(reading.as_written(dict(parsed), text))
        outcome, label = found["outcome"], str(found["label"])
        if outcome in {"answer", "handoff"}:
            return Met(HUMAN_AGENT if outcome == "handoff" else label)
        latest = dict(parsed) | {"text": text, "message_id": "m_1"}
        return await _offered(latest, ActionClarify() if outcome == "clarify" else ActionFallback())


async def _offered(latest: dict[str, Any], action: ActionClarify | ActionFallback) -> Met:
    """Return what an action makes of a message that was not understood for sure."""
    dispatcher = CollectingDispatcher()
    event = {"event": "user", "text": latest["text"], "message_id": "m_1", "input_channel": "desk"}
    tracker = Tracker("few", {}, latest, [event], False, None, {}, "action_listen")
    events = await action.run(dispatcher, tracker, {})
    answered = [e["value"] for e in events if e.get("event") == "slot" and e.get("name") == "last_label"]
    if answered:
        return Met(str(answered[0]))
    parts = [part for message in dispatcher.messages for part in (message.get("custom") or {}).get("parts", [])]
    payloads = [choice["payload"] for part in parts for choice in part.get("choices", [])]
    chosen = [json.loads(payload.removeprefix("/choose")) for payload in payloads if payload.startswith("/choose{")]
    return Met(None, tuple(str(one["label"]) for one in chosen))
