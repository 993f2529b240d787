"""Approved answers to a person's last words, by what the assistant understands of them; a consultant decides about each.

Nothing here is ever sent by itself. Where the assistant is away there is nothing to suggest, which is no error.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from typing_extensions import TypedDict

from desk.cases.access import case_or_404
from desk.cases.store import CaseStore, Store
from desk.contact.masking import mask
from desk.content.service import AnswerFound, Published, fitting
from desk.conversation.danger import MarkState
from desk.conversation.errors import AssistantFailed
from desk.conversation.models import Author, Case, Message, State
from desk.office.session import CurrentSession
from desk.services import part

router = APIRouter(prefix="/api/console/cases", tags=["console"])
MOST = 3
# Less likely than this an answer has nothing to do with the words.
LEAST_CONFIDENCE = 0.03
# A thanks or a wish for a person asks nothing: the words before it do. Further back is another talk.
MOST_TRIED = 3
# Whoever reads a case does not wait for it.
WITHIN_SECONDS = 5.0
_LONGEST_WORDS = 500
_MOST_KEPT = 500

Understanding = dict[str, Any]


class AnswersSuggested(TypedDict):
    """Answers to what a person wrote last; `seq` is None where it is the question of the case."""

    seq: int | None
    words: str
    answers: list[AnswerFound]


@dataclass(frozen=True)
class Words:
    """Something that a person wrote, and what the assistant made of it where it was asked."""

    seq: int
    text: str
    known: Understanding | None


class Suggestions:
    """Finds the answers; what was understood of a message is kept, since its words stay the same."""

    def __init__(self, ask: Callable[[str, str], Awaitable[Understanding]], published: Published) -> None:
        """Take the assistant's understanding (an id for the question, the text) and the published answers."""
        self._ask, self._published = ask, published
        self._kept: OrderedDict[str, Understanding] = OrderedDict()

    async def of(self, said: Sequence[Words]) -> tuple[Words | None, list[dict[str, Any]]]:
        """Return the words that ask something, and the answers to them; newest words are tried first.

        Args:
            said: What the person wrote, newest first.
        """
        try:
            async with asyncio.timeout(WITHIN_SECONDS):
                for words in said[:MOST_TRIED]:
                    understood = words.known or await self._understood(words.text)
                    if understood.get("danger"):
                        return None, []
                    if found := self._published.insertable(list(fitting(understood, LEAST_CONFIDENCE)))[:MOST]:
                        return words, found
        except (AssistantFailed, ValueError, TimeoutError):
            pass
        return None, []

    async def _understood(self, text: str) -> Understanding:
        if text in self._kept:
            self._kept.move_to_end(text)
            return self._kept[text]
        found = await self._ask(secrets.token_hex(8), text)
        self._kept[text] = found
        if len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        return found


def words_of(case: Case, messages: Sequence[Message]) -> list[Words]:
    """Return what a person wrote, newest first: typed words only, and the case's question where nothing was typed."""
    found = [
        Words(message.seq, mask(message.text)[:_LONGEST_WORDS], message.understanding)
        for message in reversed(messages)
        if message.author is Author.USER and message.text.strip() and not message.is_tap
    ]
    if not found and case.question:
        found = [Words(0, mask(case.question)[:_LONGEST_WORDS], None)]
    return found


@router.get("/{case_id}/suggestions")
async def suggestions(
    case_id: str,
    current: CurrentSession,
    store: Store,
    found: Annotated[Suggestions, Depends(part(Suggestions))],
) -> AnswersSuggested:
    """Return up to three answers to the person's last words.

    None while words of danger stand: then the guidance is what counts. None of an alert, whose talk is with the bot.
    """
    said = await run_in_threadpool(_said, store, case_id)
    words, answers = await found.of(said)
    return {
        "seq": words.seq if words else None,
        "words": words.text if words else "",
        "answers": cast("list[AnswerFound]", answers),
    }


def _said(store: CaseStore, case_id: str) -> list[Words]:
    with store.read() as tx:
        case = case_or_404(tx, case_id)
        if case.state in {State.ALERT, State.CLOSED}:
            return []
        if any(mark.state is MarkState.OPEN for mark in tx.marks(case.conversation_id)):
            return []
        messages, _ = tx.messages_before(case.conversation_id, None, 100)
    return words_of(case, messages)
