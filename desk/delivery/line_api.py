"""Calls to LINE's Messaging API, each with what its answer means for the message; no retries here.

Source: https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ (checked 2026-08-07).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import httpx

CALL_SECONDS = 10.0
_LOOK_SECONDS = 2.0


class Outcome(StrEnum):
    """What became of a call.

    ACCEPTED: LINE has it. AMBIGUOUS: it may have it. REFUSED: it has not and never will. LATER: it has not, try later.
    NOT_SENT: the call never reached LINE. TOKEN_USELESS: the reply token was refused.
    """

    ACCEPTED = "accepted"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    LATER = "later"
    NOT_SENT = "not_sent"
    TOKEN_USELESS = "token_useless"  # noqa: S105 - an outcome, no secret


class LineApi:
    """Reply and push."""

    def __init__(self, base: str, token: str, transport: httpx.BaseTransport | None = None) -> None:
        """Prepare the client; `transport` lets a test stand in for the network."""
        self._http = httpx.Client(
            base_url=base,
            headers={"authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(CALL_SECONDS, connect=3.0),
            transport=transport,
            trust_env=False,
        )

    def reply(self, token: str, messages: list[dict[str, Any]]) -> tuple[Outcome, str]:
        """Answer by a reply token: free of charge, no retry key, one use."""
        outcome, problem, status = self._post(
            "/v2/bot/message/reply", {"replyToken": token, "messages": messages}, {}
        )
        if status == 400 and "reply token" in problem.lower():
            return Outcome.TOKEN_USELESS, problem
        return outcome, problem

    def push(self, to: str, messages: list[dict[str, Any]], retry_key: str) -> tuple[Outcome, str]:
        """Send by push; 409 means that the same key was accepted before."""
        headers = {"x-line-retry-key": retry_key}
        outcome, problem, status = self._post(
            "/v2/bot/message/push", {"to": to, "messages": messages}, headers
        )
        return (Outcome.ACCEPTED, problem) if status == 409 else (outcome, problem)

    def leave(self, group_id: str, is_room: bool, token: str | None, words: str) -> None:
        """Say a last word in a group or room, if there is a token for it, and leave; nothing is tried again."""
        if token:
            self.reply(token, [{"type": "text", "text": words}])
        self._post(f"/v2/bot/{'room' if is_room else 'group'}/{group_id}/leave", {}, {})

    def loading(self, user_id: str) -> None:
        """Show that an answer is on its way, until it comes or twenty seconds have passed."""
        self._post("/v2/bot/chat/loading/start", {"chatId": user_id, "loadingSeconds": 20}, {})

    def quota(self) -> tuple[int, int | None] | None:
        """Return (pushes of this month, how many there may be or None for any), None if LINE does not tell."""
        try:
            limit = self._http.get("/v2/bot/message/quota", timeout=_LOOK_SECONDS).json()
            used = self._http.get("/v2/bot/message/quota/consumption", timeout=_LOOK_SECONDS).json()
            most = int(limit["value"]) if limit["type"] == "limited" else None
            return int(used["totalUsage"]), most
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return None

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _post(
        self, path: str, body: dict[str, Any], headers: dict[str, str]
    ) -> tuple[Outcome, str, int]:
        try:
            answer = self._http.post(path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return Outcome.NOT_SENT, type(error).__name__, 0
        except httpx.HTTPError as error:
            return Outcome.AMBIGUOUS, type(error).__name__, 0
        status = answer.status_code
        if status < 300:
            return Outcome.ACCEPTED, "", status
        problem = f"{status} {_message(answer)}"[:200]
        if status >= 500:
            return Outcome.AMBIGUOUS, problem, status
        return (Outcome.LATER if status == 429 else Outcome.REFUSED), problem, status


def _message(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("message", ""))
    except (ValueError, AttributeError):
        return ""
