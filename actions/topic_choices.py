"""Topics as choices: those of the first screen, and those that a message lists."""

from __future__ import annotations

from collections.abc import Iterable

from actions.city import Topic, city, topic
from actions.replies import Choice


def topics() -> list[Choice]:
    """Return the choices of the first screen's topics."""
    return [_choice(topic) for topic in city().topics]


def listed(keys: Iterable[str], label: str = "") -> list[Choice]:
    """Return the choices of the topics of these keys, without the one that an answer of a label belongs to."""
    found = [known for key in keys if (known := topic(key)) is not None and label not in known.labels]
    return [_choice(known) for known in found]


def _choice(topic: Topic) -> Choice:
    return Choice(topic.name, f'/choose_topic{{"topic": "{topic.key}"}}', topic.easy)
