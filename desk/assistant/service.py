"""What other features ask of the assistant: to read a message for danger, and how alike questions are."""

from __future__ import annotations

from desk.assistant.client import AssistantClient
from desk.assistant.sketches import Sketches
from desk.assistant.wire import SKETCH_BITS

__all__ = ["SKETCH_BITS", "AssistantClient", "Sketches"]
