from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime

import httpx
import pytest

from desk.assistant.breaker import HALF_OPEN_AFTER_SECONDS, OPEN_AFTER, Breaker
from desk.assistant.client import AssistantClient
from desk.conversation.errors import AssistantFailed, AssistantStarting
from desk.conversation.models import Situation, Turn

TURN = Turn("m_1", "c_1", "web", "家を借りたい", None, datetime(2026, 11, 24, tzinfo=UTC), 0, 1)
OPEN = Situation(open=True, on_duty=1)
GOOD = {
    "replies": [{"parts": [{"type": "text", "text": "はい"}]}],
    "understanding": {"label": "x"},
    "flags": [],
}


def client(answer) -> AssistantClient:
    return AssistantClient("http://assistant", "token", httpx.MockTransport(answer))


async def test_a_reply_is_read() -> None:
    reply = await client(lambda _: httpx.Response(200, json=GOOD)).take_turn(TURN, OPEN, None)

    assert reply.bubbles == [[{"type": "text", "text": "はい"}]]


async def test_the_token_and_the_message_id_go_along() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=GOOD)

    await client(answer).take_turn(TURN, OPEN, None)

    assert seen[0].headers["authorization"] == "Bearer token"
    assert b'"message_id":"m_1"' in seen[0].content


# Each way to the assistant with the words of a person, as a number that everything else is said around.
SAYS_A_NUMBER = "家賃のことです。０９０ー１２３４ー５６７８かtaro@example.jpへお願いします"
WAYS = {
    "typed": lambda to: to.take_turn(dataclasses.replace(TURN, text=SAYS_A_NUMBER), OPEN, None),
    "typed on LINE": lambda to: to.take_turn(dataclasses.replace(TURN, channel="line", text=SAYS_A_NUMBER), OPEN, None),
    "mailed": lambda to: to.take_turn(dataclasses.replace(TURN, channel="mail", text=SAYS_A_NUMBER), OPEN, None),
    "tapped": lambda to: to.take_turn(dataclasses.replace(TURN, text=SAYS_A_NUMBER, payload="/x"), OPEN, None),
    "read for danger": lambda to: to.understand("d_1", SAYS_A_NUMBER),
    "summed up": lambda to: to.note_return("c_1", SAYS_A_NUMBER),
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_contact_never_leaves_the_desk(way: str) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=GOOD | {"message_id": "d_1", "understanding": {"danger": None}})

    await WAYS[way](client(answer))

    [asked] = seen
    said = json.dumps(json.loads(asked.content), ensure_ascii=False)
    assert "家賃のことです。［電話番号］か［メールアドレス］へお願いします" in said
    assert "5678" not in said
    assert "５６７８" not in said
    assert "taro" not in said


def test_every_call_of_the_assistant_with_words_is_among_them() -> None:
    """A new one is to be tried above as well."""
    silent = {"look", "close", "recall", "forget"}
    public = {name for name in vars(AssistantClient) if not name.startswith("_")}
    assert public - silent == {"take_turn", "understand", "note_return"}


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, json={"error": "turn_failed"}),
        httpx.Response(504, json={}),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"replies": []}),
        httpx.Response(200, json={"replies": [{"parts": []}]}),
        httpx.Response(200, json={"replies": [{"parts": [{"type": "bomb"}]}]}),
        httpx.Response(200, json={"replies": "x"}),
        httpx.Response(200, text="<html>502 Bad Gateway</html>"),
        httpx.Response(200, content=b"x" * 5_000_000),
    ],
    ids=["500", "504", "list", "silent", "no parts", "unknown part", "no list", "html", "5 MB"],
)
async def test_what_is_no_reply_is_a_failure(response: httpx.Response) -> None:
    with pytest.raises(AssistantFailed):
        await client(lambda _: response).take_turn(TURN, OPEN, None)


async def test_starting_up_is_told_apart() -> None:
    with pytest.raises(AssistantStarting):
        await client(lambda _: httpx.Response(503, json={})).take_turn(TURN, OPEN, None)


async def test_after_five_failures_nobody_is_made_to_wait() -> None:
    calls = 0

    def answer(_: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        return httpx.Response(500, json={})

    asked = client(answer)
    for _ in range(OPEN_AFTER + 3):
        with pytest.raises(AssistantFailed):
            await asked.take_turn(TURN, OPEN, None)

    assert calls == OPEN_AFTER


def test_the_breaker_lets_one_try_after_a_pause_and_closes_on_success() -> None:
    now = 0.0
    breaker = Breaker(lambda: now)
    for _ in range(OPEN_AFTER):
        breaker.failed()
    assert breaker.is_open

    now = HALF_OPEN_AFTER_SECONDS
    assert [breaker.is_open, breaker.is_open] == [False, True]
    breaker.succeeded()
    assert not breaker.is_open


async def test_an_assistant_that_came_back_is_asked_at_once() -> None:
    is_up = True

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/health"):
            return httpx.Response(200 if is_up else 503, json={})
        return httpx.Response(200, json=GOOD)

    asked = client(answer)
    for _ in range(OPEN_AFTER):
        asked.breaker.failed()
    is_up = False
    await asked.look()
    is_up = True
    await asked.look()

    assert (await asked.take_turn(TURN, OPEN, None)).bubbles


async def test_a_refused_connection_never_opens_the_circuit() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    asked = client(answer)
    for _ in range(OPEN_AFTER + 1):
        with pytest.raises(AssistantStarting):
            await asked.take_turn(TURN, OPEN, None)

    assert not asked.breaker.is_open


@pytest.mark.parametrize("status", [502, 503], ids=["its actions are away", "no model yet"])
async def test_what_comes_back_by_itself_is_asked_as_soon_as_it_is_there(status: int) -> None:
    """However often it was asked meanwhile: nobody gets an apology of something that is there again."""
    is_up = False

    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=GOOD) if is_up else httpx.Response(status, json={})

    asked = client(answer)
    for _ in range(OPEN_AFTER + 1):
        with pytest.raises(AssistantStarting):
            await asked.take_turn(TURN, OPEN, None)
    is_up = True

    assert (await asked.take_turn(TURN, OPEN, None)).bubbles


async def test_an_assistant_whose_actions_are_away_is_not_away_itself() -> None:
    """Its turns are tried again, not held back until the last moment."""
    asked = client(lambda _: httpx.Response(502, json={"error": "actions_not_reachable"}))

    with pytest.raises(AssistantStarting):
        await asked.take_turn(TURN, OPEN, None)

    assert not asked.is_away


UNDERSTOOD = {
    "message_id": "d_1",
    "understanding": {"label": "x", "danger": None, "language": "ja"},
}


async def test_understanding_is_asked_for_without_a_conversation() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=UNDERSTOOD)

    known = await client(answer).understand("d_1", "もう疲れました")

    assert known == UNDERSTOOD["understanding"]
    assert seen[0].url.path == "/webhooks/desk/understand"
    assert json.loads(seen[0].content) == {"message_id": "d_1", "text": "もう疲れました"}


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(500, json={}),
        httpx.Response(404, json={}),
        httpx.Response(200, json={"message_id": "d_2", "understanding": {"danger": None}}),
        httpx.Response(200, json={"message_id": "d_1", "understanding": {"label": "x"}}),
        httpx.Response(200, json={"message_id": "d_1"}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, content=b"x" * 5_000_000),
    ],
    ids=["500", "404", "another message", "says nothing of danger", "nothing", "html", "5 MB"],
)
async def test_what_is_no_understanding_is_a_failure(response: httpx.Response) -> None:
    with pytest.raises(AssistantFailed):
        await client(lambda _: response).understand("d_1", "x")


async def test_a_refused_message_is_not_asked_about_again() -> None:
    with pytest.raises(ValueError, match="422"):
        await client(lambda _: httpx.Response(422, json={})).understand("d_1", "x")


async def test_an_assistant_without_a_model_is_away() -> None:
    asked = client(lambda _: httpx.Response(503, json={}))

    with pytest.raises(AssistantStarting):
        await asked.understand("d_1", "x")
    assert asked.is_away
