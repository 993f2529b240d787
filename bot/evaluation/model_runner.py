"""Runs questions through the whole trained graph, the fallback decision included."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import reading, wire
from bot.evaluation.lines import Question
from bot.evaluation.metrics import Result
from bot.runtime import patches

HUMAN_AGENT = "handoff/human_agent"


def run(model: Path, questions: Sequence[Question]) -> list[Result]:
    """Return one result per question; each stands alone, or after the answer that it names."""
    patches.apply()
    agent = Agent.load(str(model))
    return asyncio.run(_run(agent, questions))


async def _run(agent: Agent, questions: Sequence[Question]) -> list[Result]:
    # Loads what is loaded on first use, so that the first question is measured like the others.
    await agent.parse_message("家を借りたい。仕事も探しています")
    return [await _ask(agent, question) for question in questions]


async def _ask(agent: Agent, question: Question) -> Result:
    processor = agent.processor
    assert processor is not None
    text = reading.as_read(question.text)
    told = [SlotSet("last_label", question.after)] if question.after else []
    tracker = DialogueStateTracker.from_events("evaluation", told, agent.domain.slots)
    started = time.perf_counter()
    parsed: dict[str, Any] = await processor.parse_message(UserMessage(text), tracker)
    elapsed = (time.perf_counter() - started) * 1_000
    found = wire.understanding_of(reading.as_written(parsed, question.text))
    candidates = tuple((str(c["label"]), float(c["confidence"])) for c in found["candidates"])
    label = HUMAN_AGENT if found["outcome"] == "handoff" else str(found["label"])
    return Result(
        question,
        label,
        float(found["confidence"]),
        str(found["outcome"]),
        candidates,
        elapsed,
        danger=found.get("danger"),
        care=bool(found.get("care")),
        language=str(found.get("language") or "ja"),
        reply_language=str(found.get("reply_language") or "ja"),
        steered=_steered(found),
    )


def _steered(found: dict[str, Any]) -> str:
    topic = f"topic:{found['topic']}" if found.get("topic") else ""
    return str(found.get("control") or topic or found["outcome"])
