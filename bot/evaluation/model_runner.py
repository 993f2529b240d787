"""Runs questions through the whole trained graph, the fallback decision included."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import reading, reply_wire
from bot.evaluation.lines import Question
from bot.evaluation.results import Result
from bot.nlu.known_labels import HUMAN_AGENT
from bot.runtime import parent_watch, patches

# Questions from which on a second process brings more than it costs.
_WORTH_TWO = 40


def run(model: Path, questions: Sequence[Question], processes: int = 1) -> list[Result]:
    """Return one result per question; each stands alone, or after the answer that it names.

    With two processes a second one takes every other question; the results are the same.

    Raises:
        EOFError: The second process has ended without its results; it has said why.
    """
    patches.apply()
    agent = Agent.load(str(model))
    if processes < 2 or len(questions) < _WORTH_TWO:
        return asyncio.run(_run(agent, questions))
    # The loaded model goes over with the fork; nothing of it runs in threads.
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def answer_others() -> None:
        parent_watch.end_with_parent()
        sender.send(asyncio.run(_run(agent, questions[1::2])))

    other = fork.Process(target=answer_others, daemon=True)
    other.start()
    sender.close()
    try:
        results: list[Result | None] = [None] * len(questions)
        results[::2] = asyncio.run(_run(agent, questions[::2]))
        results[1::2] = receiver.recv()
    finally:
        other.kill()
        other.join()
    return [result for result in results if result is not None]


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
    found = reply_wire.understanding_of(reading.as_written(parsed, question.text))
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
