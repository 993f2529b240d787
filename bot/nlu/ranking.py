"""A ranking of labels on a message, as Rasa's intent classifiers and its response selector write theirs."""

from __future__ import annotations

import functools

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message


def fill(message: Message, ranking: list[tuple[str, float]]) -> None:
    """Write a ranking of labels the way Rasa's intent classifiers and response selector do."""
    topics: dict[str, float] = {}
    for label, chance in ranking:
        topic = _topic(label)
        topics[topic] = topics.get(topic, 0.0) + chance
    label, confidence = ranking[0]
    topic = _topic(label)
    order = sorted(topics.items(), key=lambda pair: (pair[0] != topic, -pair[1]))
    intents = [{"name": name, "confidence": chance} for name, chance in order]
    message.set(INTENT, {"name": topic, "confidence": confidence}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, intents[:10], add_to_output=True)
    best = [{"intent_response_key": name, "confidence": chance} for name, chance in ranking[:10]]
    selector = {
        "all_retrieval_intents": sorted(topics),
        topic: {
            "response": {
                "intent_response_key": label,
                "confidence": confidence,
                "utter_action": f"utter_{label}",
            },
            "ranking": best,
        },
    }
    message.set("response_selector", selector, add_to_output=True)


@functools.lru_cache(maxsize=4_096)
def _topic(label: str) -> str:
    return label.split("/")[0]
