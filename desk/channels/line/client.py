"""Calls to LINE's Messaging API, each with what its answer means for the message; no retries here.

Source: https://developers.line.biz/en/docs/messaging-api/retrying-api-request/ (checked 2026-08-07).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx

from desk.channels.line.access_token import NoToken
from desk.http.tls import authorities

logger = logging.getLogger(__name__)
CALL_SECONDS = 10.0
_LOOK_SECONDS = 2.0
_LONGEST_PROBLEM = 200


class Outcome(StrEnum):
    """What became of a call.

    ACCEPTED: LINE has it. AMBIGUOUS: it may have it. REFUSED: it has not and never will. LATER: it has not, try later.
    NOT_SENT: the call never reached LINE. TOKEN_USELESS: the reply token was refused. TOO_LARGE: it has not, a smaller one
    may pass. UNAUTHORISED: no call passes until the access token is another. FORBIDDEN: no call passes until somebody at
    LINE's console has acted. QUOTA: no push passes until the quota is.
    """

    ACCEPTED = "accepted"
    AMBIGUOUS = "ambiguous"
    REFUSED = "refused"
    LATER = "later"
    NOT_SENT = "not_sent"
    TOKEN_USELESS = "token_useless"  # noqa: S105 - an outcome, no secret
    TOO_LARGE = "too_large"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    QUOTA = "quota"


_BY_STATUS = {
    401: Outcome.UNAUTHORISED,
    403: Outcome.FORBIDDEN,
    413: Outcome.TOO_LARGE,
    429: Outcome.LATER,
}


@dataclass(frozen=True)
class Answer:
    """What LINE said to a call.

    Attributes:
        problem: Status and LINE's words, for the console; never what a message says.
        sent_ids: LINE's ids of the messages.
    """

    outcome: Outcome
    problem: str = ""
    status: int = 0
    sent_ids: list[str] = field(default_factory=list)


class LineApi:
    """Reply, push, and the small signs beside them."""

    def __init__(self, base: str, auth: httpx.Auth, transport: httpx.BaseTransport | None = None) -> None:
        """Prepare the client; `transport` lets a test stand in for the network."""
        self._http = httpx.Client(
            base_url=base,
            auth=auth,
            timeout=httpx.Timeout(CALL_SECONDS, connect=3.0),
            transport=transport,
            verify=authorities(),
            trust_env=False,
        )

    def reply(self, token: str, messages: list[dict[str, Any]]) -> Answer:
        """Answer by a reply token: free of charge, no retry key, one use."""
        answer = self._post("/v2/bot/message/reply", {"replyToken": token, "messages": messages}, {})
        if answer.status == 400 and "reply token" in answer.problem.lower():
            return Answer(Outcome.TOKEN_USELESS, answer.problem, answer.status)
        return answer

    def push(self, to: str, messages: list[dict[str, Any]], retry_key: str) -> Answer:
        """Send by push; 409 means that the same key was accepted before."""
        headers = {"x-line-retry-key": retry_key}
        answer = self._post("/v2/bot/message/push", {"to": to, "messages": messages}, headers)
        if answer.status == 409:
            return Answer(Outcome.ACCEPTED, answer.problem, 409, answer.sent_ids)
        if answer.status == 429 and self._is_used_up():
            return Answer(Outcome.QUOTA, answer.problem, 429)
        return answer

    def leave(self, group_id: str, is_room: bool, token: str | None, words: str) -> None:
        """Say a last word in a group or room, if there is a token for it, and leave; nothing is tried again."""
        if token:
            self.reply(token, [{"type": "text", "text": words}])
        kind = "room" if is_room else "group"
        self._post(f"/v2/bot/{kind}/{group_id}/leave", {}, {}, f"/v2/bot/{kind}/leave")

    def loading(self, user_id: str) -> None:
        """Show that an answer is on its way, until it comes or twenty seconds have passed."""
        self._post("/v2/bot/chat/loading/start", {"chatId": user_id, "loadingSeconds": 20}, {})

    def mark_as_read(self, read_token: str) -> None:
        """Mark a message and those before it as read; shown only where Chat is on in the account's settings."""
        self._post("/v2/bot/chat/markAsRead", {"markAsReadToken": read_token}, {})

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

    def _is_used_up(self) -> bool:
        """Whether a 429 is the monthly limit: LINE does not promise the words that would tell."""
        found = self.quota()
        return found is not None and found[1] is not None and found[0] >= found[1]

    def _post(self, path: str, body: dict[str, Any], headers: dict[str, str], shown: str = "") -> Answer:
        try:
            answer = self._http.post(path, json=body, headers=headers)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Answer(Outcome.NOT_SENT, type(error).__name__)
        except NoToken as error:
            return Answer(Outcome.UNAUTHORISED, str(error))
        except httpx.HTTPError as error:
            return Answer(Outcome.AMBIGUOUS, type(error).__name__)
        status, request_id = answer.status_code, answer.headers.get("x-line-request-id", "")
        # Of a repeated push: the request by which LINE took it.
        accepted = answer.headers.get("x-line-accepted-request-id", "")
        # LINE keeps no log for its customers and asks for these when there is a question.
        logger.info("line.call POST %s %s %s %s", shown or path, status, request_id, accepted)
        found = _json(answer)
        if status < 300:
            return Answer(Outcome.ACCEPTED, "", status, _ids(found))
        problem = f"{status} {_words(found)}"[:_LONGEST_PROBLEM]
        outcome = Outcome.AMBIGUOUS if status >= 500 else _BY_STATUS.get(status, Outcome.REFUSED)
        return Answer(outcome, problem, status, _ids(found))


def _json(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _words(found: Mapping[str, Any]) -> str:
    """Return LINE's words with the first property it names."""
    words = str(found.get("message") or "")
    details = found.get("details")
    if isinstance(details, list) and details and isinstance(details[0], Mapping):
        words += f" [{details[0].get('property')}: {details[0].get('message')}]"
    return words


def _ids(found: Mapping[str, Any]) -> list[str]:
    sent = found.get("sentMessages")
    if not isinstance(sent, list):
        return []
    return [str(item["id"]) for item in sent if isinstance(item, Mapping) and "id" in item]
