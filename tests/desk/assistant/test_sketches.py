"""What texts mean, asked of the assistant: once, in time, and of one model only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from desk.assistant import sketches, wire
from desk.assistant.sketches import KEPT_SECONDS, PATIENCE_SECONDS, SILENCE_SECONDS, Sketches

WIRE = Path(__file__).parents[2] / "wire"


def sketch(text: str, space: str = "a") -> str:
    return hashlib.shake_256(f"{space} {text}".encode()).hexdigest(wire.SKETCH_BITS // 8)


class Assistant:
    """Answers requests, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.space, self.now, self.takes = "a", 0.0, 0.0
        self.answer: Callable[[list[str]], httpx.Response] = self.well

    def well(self, texts: list[str]) -> httpx.Response:
        return httpx.Response(200, json={"space": self.space, "sketches": [sketch(t, self.space) for t in texts]})

    def client(self) -> Sketches:
        def answer(request: httpx.Request) -> httpx.Response:
            assert (request.url.path, request.headers["authorization"]) == ("/webhooks/desk/sketches", "Bearer token")
            texts = json.loads(request.content)["texts"]
            self.asked.append(texts)
            self.now += self.takes
            return self.answer(texts)

        return Sketches("http://assistant", "token", httpx.MockTransport(answer), lambda: self.now)


def test_the_samples_are_asked_for_and_read() -> None:
    asked = json.loads((WIRE / "sketches_request.json").read_text(encoding="utf-8"))
    answered = json.loads((WIRE / "sketches_response.json").read_text(encoding="utf-8"))

    assert wire.sketches_request(asked["texts"]) == asked
    space, found = wire.sketches(answered, len(asked["texts"]))
    assert (space, [f"{one:0{wire.SKETCH_BITS // 4}x}" for one in found]) == (answered["space"], answered["sketches"])


def test_a_contact_stays_with_the_desk() -> None:
    assert wire.sketches_request(["家賃は090-1234-5678へ"]) == {"texts": ["家賃は［電話番号］へ"]}


def test_a_text_is_asked_for_once() -> None:
    assistant = Assistant()
    known = assistant.client()

    assert known.of(["家", "車", "家", ""]) == {text: int(sketch(text), 16) for text in ("家", "車")}
    assert set(known.of(["車", "海"])) == {"車", "海"}
    assert assistant.asked == [["家", "車"], ["海"]]


def test_many_are_asked_for_in_parts() -> None:
    assistant = Assistant()

    assert len(assistant.client().of(str(n) for n in range(70))) == 70
    assert [len(part) for part in assistant.asked] == [32, 32, 6]


def test_a_slow_assistant_says_the_rest_the_next_time() -> None:
    assistant = Assistant()
    assistant.takes = PATIENCE_SECONDS
    known, texts = assistant.client(), [str(n) for n in range(40)]

    assert len(known.of(texts)) == 32
    assert len(known.of(texts)) == 40


def test_another_model_makes_all_of_them_new() -> None:
    assistant = Assistant()
    known = assistant.client()
    known.of(["家", "車"])
    assistant.space = "b"

    assert known.of(["家", "車", "海"]) == {text: int(sketch(text, "b"), 16) for text in ("家", "車", "海")}


@pytest.mark.parametrize(
    "response",
    [
        httpx.Response(503, json={}),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"space": "a", "sketches": []}),
        httpx.Response(200, json={"space": "a", "sketches": ["zz"]}),
        httpx.Response(200, json={"space": 5, "sketches": [sketch("家")]}),
    ],
    ids=["starting", "html", "list", "none", "no sketch", "no space"],
)
def test_an_assistant_that_does_not_say_is_left_alone_for_a_while(response: httpx.Response) -> None:
    assistant = Assistant()
    assistant.answer = lambda texts: response
    known = assistant.client()

    assert known.of(["家"]) == known.of(["家"]) == {}
    assert len(assistant.asked) == 1

    assistant.answer = assistant.well
    assistant.now += SILENCE_SECONDS + 1
    assert set(known.of(["家"])) == {"家"}


def test_what_nobody_asks_for_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketches, "KEPT", 2)
    assistant = Assistant()
    known = assistant.client()
    known.of(["家"])
    assistant.now += KEPT_SECONDS / 2
    known.of(["車"])
    assistant.now += KEPT_SECONDS / 2
    known.of(["車"])
    assert len(known._known) == 1
    known.of(["海", "山"])

    assert len(known.of(["車"])) == 1
    assert len(known._known) == 2
