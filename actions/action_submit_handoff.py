"""Hands the conversation over to the consultants, and says only what their desk confirmed."""

from __future__ import annotations

import logging

from rasa_sdk import Tracker

from actions import base, handoff_request, replies
from actions.handoff_questions import consent_text
from actions.handoff_request import Confirmed, HandoffFailed
from actions.handoff_steps import SLOTS
from actions.library.shelf import SHELF
from actions.replies import Choice, Part
from actions.said import Said
from actions.situation import Situation

logger = logging.getLogger(__name__)


def told(confirmed: Confirmed) -> str:
    """Say what the desk confirmed; the desk itself says it to those who talk through it."""
    if confirmed.state == "message_left":
        return f"ご質問をお預かりしました（受付番号 {confirmed.receipt}）。相談員からお返事します。"
    place = f"順番 {confirmed.position}番目" if confirmed.position else "順番をお待ちください"
    wait = f"・最近の待ち時間は {confirmed.expected_wait_minutes}分ほど" if confirmed.expected_wait_minutes else ""
    return f"相談員を呼んでいます（{place}{wait}、受付番号 {confirmed.receipt}）。"


def confirmed_parts(confirmed: Confirmed) -> list[Part]:
    """Return a part that tells the desk which case the turn made, with words for any other channel."""
    said = ("message_left" if confirmed.state == "message_left" else "calling", {"receipt": confirmed.receipt})
    return [{"type": "handoff", "case_id": confirmed.case_id, "text": told(confirmed), "say": said}]


def failed_parts() -> list[Part]:
    """Return the honest words for a hand-over that did not happen, with other ways to reach a person."""
    words = "申し訳ありません。いま相談員へおつなぎできませんでした。少し待ってもう一度お試しいただくか、下の連絡先へお願いします。"
    shown = [replies.text(words, "handoff_failed"), *replies.contacts(SHELF.entry("handoff/handoff_contact"))]
    return [*shown, replies.choices([Choice("もう一度ためす", "/request_human", "もう一度《いちど》 する")], "reply")]


class ActionSubmitHandoff(base.ProjectAction):
    """Posts the signed hand-over; its key is made of the message id, so a repeated turn makes no second case."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Post, then say what came of it."""
        request = handoff_request.body(where, tracker.events, tracker.slots, consent_text())
        cleared = dict.fromkeys(SLOTS)
        try:
            confirmed = await handoff_request.post(request, handoff_request.webhook_id(where))
        except HandoffFailed as failed:
            logger.error("handoff.failed %s", failed)
            return Said(failed_parts(), cleared)
        return Said(confirmed_parts(confirmed), {**cleared, "fallback_count": 0.0})
