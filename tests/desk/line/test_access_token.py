"""The token of every call to LINE: issued, renewed, and what happens where there is none."""

from __future__ import annotations

import threading

import httpx
import pytest

from desk.channels.line.access_token import ChannelToken
from desk.channels.line.client import LineApi, Outcome


class TestAccessToken:
    def issuing(self, statuses: list[int], token: str = "old") -> tuple[LineApi, list[str]]:
        """A LINE that accepts the token it issued last, and counts what it issues."""
        issued: list[str] = []

        def answer(request: httpx.Request) -> httpx.Response:
            if request.url.path == "/oauth2/v3/token":
                status = statuses.pop(0) if statuses else 200
                if status != 200:
                    return httpx.Response(status, json={})
                assert b"client_id=123&client_secret=s" in request.content
                issued.append(f"short-{len(issued) + 1}")
                return httpx.Response(200, json={"access_token": issued[-1], "expires_in": 900})
            is_known = issued and request.headers["authorization"] == f"Bearer {issued[-1]}"
            return httpx.Response(200 if is_known else 401, json={})

        self.now = 0.0
        transport = httpx.MockTransport(answer)
        auth = ChannelToken("https://line.test", token, "123", "s", transport, lambda: self.now)
        return LineApi("https://line.test", auth, transport), issued

    def test_a_refused_token_is_issued_anew_once_for_a_hundred_who_wait(self) -> None:
        api, issued = self.issuing([])
        outcomes: list[Outcome] = []
        threads = [threading.Thread(target=lambda: outcomes.append(api.push("U", [], "k").outcome)) for _ in range(100)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert outcomes == [Outcome.ACCEPTED] * 100
        assert issued == ["short-1"]

    def test_it_is_renewed_before_it_ends(self) -> None:
        api, issued = self.issuing([])
        api.push("U", [], "k")
        self.now = 900 - 59

        assert api.push("U", [], "k").outcome is Outcome.ACCEPTED
        assert len(issued) == 2

    def test_one_that_cannot_be_issued_stops_the_channel(self) -> None:
        api, _ = self.issuing([400])

        assert api.push("U", [], "k").outcome is Outcome.UNAUTHORISED

    def test_without_a_channel_id_nothing_is_issued(self) -> None:
        transport = httpx.MockTransport(lambda request: httpx.Response(401, json={}))
        auth = ChannelToken("https://line.test", "old", transport=transport)

        answer = LineApi("https://line.test", auth, transport).push("U", [], "k")

        assert answer.outcome is Outcome.UNAUTHORISED

    @pytest.mark.parametrize("token", ["", "全角のトークン", "two words"])
    def test_a_token_that_no_request_can_carry_stops_the_channel_and_nothing_is_called(self, token: str) -> None:
        called: list[httpx.Request] = []
        transport = httpx.MockTransport(lambda request: called.append(request) or httpx.Response(200))
        auth = ChannelToken("https://line.test", token, transport=transport)

        answer = LineApi("https://line.test", auth, transport).push("U", [], "k")

        assert answer.outcome is Outcome.UNAUTHORISED
        assert called == []

    def test_an_unusable_token_is_replaced_where_one_can_be_issued(self) -> None:
        api, issued = self.issuing([], token="two words")

        assert api.push("U", [], "k").outcome is Outcome.ACCEPTED
        assert issued == ["short-1"]
