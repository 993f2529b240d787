"""The first screen's topics as choices."""

from __future__ import annotations

from actions.city import city
from actions.replies import Choice


def topics() -> list[Choice]:
    """Return the choices of the first screen's topics."""
    return [Choice(topic.name, f'/choose_topic{{"topic": "{topic.key}"}}') for topic in city().topics]
