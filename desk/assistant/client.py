"""Asks the assistant over HTTP: a time limit, a circuit breaker, and errors that say what to do."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx

from desk.assistant import wire
from desk.assistant.breaker import Breaker
from desk.assistant.connections import Connections
from desk.conversation.errors import AssistantFailed, AssistantStarting
from desk.conversation.models import Situation, Turn
from desk.conversation.turns import Reply
from desk.http.figures import TURNS

TURN_SECONDS = 8.0
MOST_BYTES = 1_000_000
_PATIENCE = httpx.Timeout(TURN_SECONDS, connect=1.0)


class AssistantClient:
    """The neighbour that may be slow, wrong, or away; nothing of it is believed without a check."""

    def __init__(
        self,
        base: str,
        token: str,
        transport: httpx.AsyncBaseTransport | None = None,
        by_link: frozenset[str] = frozenset(),
    ) -> None:
        """Prepare the client; `transport` lets a test stand in for the network, `by_link`: see `wire.request`."""
        self._by_link = by_link
        self._transport = transport or Connections()
        self._base = f"{base}/webhooks/desk"
        self._headers = {"authorization": f"Bearer {token}"}
        self._http = httpx.AsyncClient(
            base_url=self._base,
            headers=self._headers,
            timeout=_PATIENCE,
            transport=self._transport,
            trust_env=False,
        )
        self.breaker = Breaker(time.monotonic)
        self.is_ready = False
        self.is_away = False

    async def take_turn(self, turn: Turn, situation: Situation, returned: dict[str, Any] | None) -> Reply:
        """Let the assistant answer.

        Raises:
            AssistantStarting: No model is loaded yet, or its actions are not reachable.
            AssistantFailed: Everything else; asking again under the same id is safe.
        """
        began, end = time.perf_counter(), "failed"
        try:
            reply = await self._take_turn(turn, situation, returned)
            end = "answered"
        except AssistantStarting:
            end = "starting"
            raise
        finally:
            TURNS.labels(end).observe(time.perf_counter() - began)
        return reply

    async def _take_turn(self, turn: Turn, situation: Situation, returned: dict[str, Any] | None) -> Reply:
        if self.breaker.is_open:
            raise AssistantFailed("the circuit is open")
        try:
            body = wire.request(turn, situation, returned, self._by_link)
            answer = await self._post_turn(body)
            if answer.status_code == 502:
                raise AssistantStarting("what it needs is not reachable")
            reply = wire.reply(self._read(answer))
        except httpx.ConnectError as error:
            self.is_away = True
            # Refused at once: nobody is made to wait, so that it is no matter for the breaker.
            raise AssistantStarting("not reachable") from error
        except (httpx.HTTPError, ValueError) as error:
            self.breaker.failed()
            raise AssistantFailed(type(error).__name__) from error
        except AssistantStarting:
            # Said at once as well; the breaker would hold turns back for half a minute after all is there again.
            raise
        except AssistantFailed:
            self.breaker.failed()
            raise
        self.breaker.succeeded()
        return reply

    async def _post_turn(self, body: dict[str, Any]) -> httpx.Response:
        """Post a turn past httpx's client: redirects, cookies and the like are no matter here, and half of what a call costs."""
        headers = self._headers | {"content-type": "application/json"}
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        request = httpx.Request(
            "POST", f"{self._base}/turn", headers=headers, content=content, extensions={"timeout": _PATIENCE.as_dict()}
        )
        answer = await self._transport.handle_async_request(request)
        try:
            await answer.aread()
        finally:
            await answer.aclose()
        return answer

    async def understand(self, message_id: str, text: str, after: str = "") -> dict[str, Any]:
        """Return what the assistant understands of a message; nothing is answered and nothing remembered.

        Args:
            message_id: Names the question.
            text: What is to be understood.
            after: Label of the answer that it follows, empty for a beginning.

        Raises:
            AssistantFailed: It did not say; asking again is safe.
            ValueError: It refuses the message.
        """
        if self.breaker.is_open:
            raise AssistantFailed("the circuit is open")
        try:
            answer = await self._http.post("/understand", json=wire.understand_request(message_id, text, after))
        except httpx.ConnectError as error:
            self.is_away = True
            raise AssistantStarting("not reachable") from error
        except httpx.HTTPError as error:
            raise AssistantFailed(type(error).__name__) from error
        if answer.status_code == 422:
            raise ValueError("status 422")
        try:
            return wire.understood(self._read(answer), message_id)
        except ValueError as error:
            raise AssistantFailed(type(error).__name__) from error

    def _read(self, answer: httpx.Response) -> Any:
        if answer.status_code == 503:
            self.is_away = True
            raise AssistantStarting("no model is loaded yet")
        if answer.status_code != 200 or len(answer.content) > MOST_BYTES:
            raise AssistantFailed(f"status {answer.status_code}")
        return answer.json()

    async def note_return(self, conversation_id: str, summary: str) -> None:
        """Tell the assistant what a consultant did.

        Raises:
            AssistantFailed: It was not told.
        """
        await self._change("POST", f"/conversations/{conversation_id}/note", {"summary": wire.told(summary)})

    async def recall(self, conversation_id: str) -> dict[str, Any]:
        """Return what the assistant remembers of a conversation: {messages, slots}.

        Raises:
            AssistantFailed: It did not say.
        """
        answer = await self._change("GET", f"/conversations/{conversation_id}", None)
        try:
            found = answer.json()
        except ValueError as error:
            raise AssistantFailed("no JSON") from error
        return found if isinstance(found, dict) else {}

    async def forget(self, conversation_id: str) -> None:
        """Let the assistant forget a conversation.

        Raises:
            AssistantFailed: It has not forgotten.
        """
        await self._change("DELETE", f"/conversations/{conversation_id}", None)

    async def look(self) -> bool:
        """Return whether the assistant is ready, and remember it."""
        was_ready = self.is_ready
        try:
            status = (await self._http.get("/health", timeout=2.0)).status_code
        except httpx.ConnectError:
            status = 503
        except httpx.HTTPError:
            # Slow is not away: it may be working hard.
            status = 0
        self.is_ready, self.is_away = status == 200, status == 503
        if self.is_ready and not was_ready:
            # Started again: what failed before it says nothing about it.
            self.breaker.succeeded()
        return self.is_ready

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _change(self, method: str, path: str, body: dict[str, Any] | None) -> httpx.Response:
        try:
            answer = await self._http.request(method, path, json=body)
        except httpx.HTTPError as error:
            raise AssistantFailed(type(error).__name__) from error
        if answer.status_code >= 300:
            raise AssistantFailed(f"status {answer.status_code}")
        return answer
