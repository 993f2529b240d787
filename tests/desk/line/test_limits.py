"""LINE's published limits at their edges: what we render passes, and the stand-in refuses what is one beyond."""

from __future__ import annotations

import json

import pytest

from desk.channels.line import measure, parts, render
from desk.conversation import message_parts, texts
from desk.conversation.models import Author, Message
from tests.desk.conftest import CLOSED, OPEN, START
from tests.line_simulator.rules import problems, rich_menu_problems

FAMILY = "👨‍👩‍👧‍👦"
LONG_URL = "https://example.jp/" + "a" * 981
ANSWER = {
    "type": "answer",
    "label": "housing/rental_search",
    "title": "家を借りる",
    "text": "- 市の[空き家バンク](https://example.jp/移住#一覧)\n- 不動産会社",
    "sources": [
        {"title": "小樽市", "url": "https://example.jp/移住"},
        {"title": "道", "url": "https://example.jp/b"},
    ],
    "checked": "2026-11-01",
    "caveat": "条件があります。",
    "outdated": True,
}
CONTACT = {
    "type": "contact",
    "label": "市役所",
    "tel": "0134-32-4111",
    "email": "a@example.jp",
    "url": "https://example.jp/移住",
}


def said(*found: dict, author: Author = Author.BOT, name: str = "自動応答") -> Message:
    """A message as it is stored: choices have ids."""
    stored = [
        part | {"choices": [{"id": f"c{n}"} | c for n, c in enumerate(part["choices"])]} if "choices" in part else part
        for part in found
    ]
    return Message("c_1", 1, author, name, START, stored)


def page(conversation_id: str) -> str:
    return "https://desk.test/chat#open=" + "x" * 43


def refused(*messages: dict) -> list[dict[str, str]]:
    return problems("reply", {"replyToken": "t", "messages": list(messages)}, None)


def text(words: str, **more: object) -> dict:
    return {"type": "text", "text": words, **more}


def button(**action: object) -> dict:
    buttons = {"type": "buttons", "text": "x", "actions": [action]}
    return {"type": "template", "altText": "x", "template": buttons}


# (what is just allowed, what is one beyond)
EDGES = {
    "text 5,000 units": (text("あ" * 5_000), text("あ" * 5_001)),
    "emoji count twice": (text("😀" * 2_500), text("😀" * 2_500 + "あ")),
    "no empty text": (text("あ"), text("")),
    "label 20": tuple(
        text(
            "x",
            quickReply={"items": [{"type": "action", "action": {"type": "message", "label": FAMILY * n, "text": "x"}}]},
        )
        for n in (20, 21)
    ),
    "13 quick replies": tuple(
        text(
            "x",
            quickReply={"items": [{"type": "action", "action": {"type": "message", "label": "x", "text": "x"}}] * n},
        )
        for n in (13, 14)
    ),
    "postback data 300": tuple(button(type="postback", label="x", data="d" * n) for n in (300, 301)),
    "displayText 300": tuple(button(type="postback", label="x", data="d", displayText="d" * n) for n in (300, 301)),
    "fillInText 300": tuple(button(type="postback", label="x", data="d", fillInText="d" * n) for n in (300, 301)),
    "message text 300": tuple(button(type="message", label="x", text="d" * n) for n in (300, 301)),
    "uri 1,000": (button(type="uri", label="x", uri=LONG_URL), button(type="uri", label="x", uri=LONG_URL + "a")),
    "uri scheme": (button(type="uri", label="x", uri="tel:0134"), button(type="uri", label="x", uri="mailto:a@b.jp")),
    "uri encoded": (
        button(type="uri", label="x", uri="https://a.jp/%E7%A7%BB"),
        button(type="uri", label="x", uri="https://a.jp/移"),
    ),
    "buttons text 160": tuple(
        {
            "type": "template",
            "altText": "x",
            "template": {
                "type": "buttons",
                "text": "あ" * n,
                "actions": [{"type": "uri", "label": "x", "uri": "https://a.jp"}],
            },
        }
        for n in (160, 161)
    ),
    "buttons text 60 with a title": tuple(
        {
            "type": "template",
            "altText": "x",
            "template": {
                "type": "buttons",
                "title": "t",
                "text": "あ" * n,
                "actions": [{"type": "uri", "label": "x", "uri": "https://a.jp"}],
            },
        }
        for n in (60, 61)
    ),
    "4 buttons": tuple(
        {
            "type": "template",
            "altText": "x",
            "template": {
                "type": "buttons",
                "text": "x",
                "actions": [{"type": "uri", "label": "x", "uri": "https://a.jp"}] * n,
            },
        }
        for n in (4, 5)
    ),
    "confirm text 240": tuple(
        {
            "type": "template",
            "altText": "x",
            "template": {
                "type": "confirm",
                "text": "あ" * n,
                "actions": [{"type": "uri", "label": "x", "uri": "https://a.jp"}] * 2,
            },
        }
        for n in (240, 241)
    ),
    "altText 1,500": tuple(button(type="message", label="x", text="x") | {"altText": "あ" * n} for n in (1_500, 1_501)),
    "flex label 40": tuple(
        {
            "type": "flex",
            "altText": "x",
            "contents": {
                "type": "bubble",
                "body": {
                    "type": "box",
                    "layout": "vertical",
                    "contents": [
                        {"type": "button", "action": {"type": "uri", "label": "あ" * n, "uri": "https://a.jp"}}
                    ],
                },
            },
        }
        for n in (40, 41)
    ),
    "bubble 30 KB": tuple(
        {
            "type": "flex",
            "altText": "x",
            "contents": {
                "type": "bubble",
                "body": {"type": "box", "layout": "vertical", "contents": [{"type": "text", "text": "a" * n}]},
            },
        }
        for n in (30_000, 31_000)
    ),
    "sender 20": tuple(text("x", sender={"name": "あ" * n}) for n in (20, 21)),
    "sender without LINE": (text("x", sender={"name": "相談員"}), text("x", sender={"name": "Line係"})),
}


@pytest.mark.parametrize("name", EDGES)
def test_the_stand_in_knows_the_edge(name: str) -> None:
    allowed, beyond = EDGES[name]

    assert refused(allowed) == []
    assert refused(beyond) != []


def test_five_messages_a_call_and_one_kind_of_key() -> None:
    assert refused(*[text("x")] * 5) == []
    assert refused(*[text("x")] * 6) != []
    body = {"to": "U", "messages": [text("x")]}
    assert problems("push", body, "123e4567-e89b-12d3-a456-426614174000") == []
    assert problems("push", body, "not a uuid") != []
    menu = {"size": {"width": 1, "height": 1}}
    assert rich_menu_problems(menu) != []


@pytest.mark.parametrize("by_link", [False, True])
@pytest.mark.parametrize(
    "message",
    [
        said(text("あ" * 24_000)),
        said(text("😀" * 12_000)),
        said(ANSWER),
        said(ANSWER, CONTACT, CONTACT | {"label": FAMILY * 90, "url": LONG_URL + "移" * 400}),
        said(*[CONTACT] * 12),
        said(*texts.line_greeting(OPEN)),
        said(*texts.line_greeting(CLOSED, is_back=True)),
        said(*texts.greeting(OPEN), author=Author.SYSTEM),
        said(text("長い" * 2_000), author=Author.CONSULTANT, name="相談員 " + FAMILY * 30),
        said(text("x"), author=Author.CONSULTANT, name="相談員 Line太郎"),
        said(*texts.open_page(), author=Author.SYSTEM),
        said(*texts.personal("電話番号や郵便番号"), author=Author.SYSTEM),
        said(*texts.assistant_failed(OPEN), author=Author.SYSTEM),
        said(
            {
                "type": "choices",
                "purpose": "related",
                "choices": [{"id": f"c{n}", "label": FAMILY * 70} for n in range(30)],
            }
        ),
    ],
    ids=range(14),
)
def test_whatever_is_said_passes(message: Message, by_link: bool) -> None:
    objects = render.messages(message, page, by_link=by_link)

    assert refused(*objects) == []
    assert len(json.dumps(objects).encode()) < 2 * 1024 * 1024


def test_an_answer_has_all_its_sources_and_encoded_addresses() -> None:
    shown, details = render.messages(said(ANSWER))

    assert "・市の空き家バンク" in shown["text"]
    for words in ("※ 条件があります。", "古い可能性", "2026年11月1日(日)"):
        assert words in shown["text"]
    assert "https://example.jp/%E7%A7%BB%E4%BD%8F#%E4%B8%80%E8%A6%A7" in shown["text"]
    for address in ("https://example.jp/b", "https://example.jp/%E7%A7%BB%E4%BD%8F"):
        assert address in details["text"]


def test_numbers_to_call_are_buttons_and_their_alternative_says_everything() -> None:
    [flex] = render.messages(said(CONTACT))

    for words in ("市役所", "0134-32-4111", "a@example.jp"):
        assert words in flex["altText"]
    actions = [c["action"]["uri"] for c in flex["contents"]["body"]["contents"] if c["type"] == "button"]
    assert actions == ["tel:0134324111", "https://example.jp/%E7%A7%BB%E4%BD%8F"]


def test_a_page_button_hides_the_address_in_an_action() -> None:
    shown = parts.page_button("読んでください。", "開く", page("c"))

    assert "open=" not in shown["altText"]
    assert shown["template"]["actions"][0]["uri"] == page("c")


@pytest.mark.parametrize(
    ("name", "author", "shown"),
    [
        ("相談員 佐藤", Author.CONSULTANT, "相談員 佐藤"),
        ("相談員 Line太郎", Author.CONSULTANT, "相談員"),
        ("自動応答", Author.BOT, "自動応答"),
    ],
)
def test_who_speaks(name: str, author: Author, shown: str) -> None:
    [message] = render.messages(said(text("x"), author=author, name=name))

    assert message["sender"]["name"] == shown


def test_notices_are_the_accounts_own() -> None:
    assert "sender" not in render.messages(said(text("x"), author=Author.SYSTEM))[0]


@pytest.mark.parametrize("words", ["が" * 1_000, FAMILY * 400, "あ" * 1_500])
def test_shortening_never_cuts_a_character(words: str) -> None:
    cut = measure.shortened(words, 1_499)

    assert measure.units(cut) <= 1_499
    assert words.startswith(cut.removesuffix("…"))
    assert set(measure.clusters(cut.removesuffix("…"))) == {measure.clusters(words)[0]}


class TestPages:
    @pytest.mark.parametrize(
        ("kind", "by_link", "offered"),
        [
            ("queued", True, True),
            ("message_left", True, True),
            ("consultant_joined", True, True),
            ("queued", False, False),
            ("personal", False, True),
            ("returned", True, False),
        ],
    )
    def test_which_notices_lead_to_the_page(self, kind: str, by_link: bool, offered: bool) -> None:
        notice = said(message_parts.notice(kind, "お知らせ"), author=Author.SYSTEM)
        shown = render.messages(notice, page, by_link=by_link)

        assert any(item["type"] == "template" for item in shown) is offered

    def test_the_same_card_does_not_come_twice_in_a_row(self) -> None:
        notice = said(*texts.open_page(), author=Author.SYSTEM)
        made: list[str] = []

        def new_page(conversation_id: str) -> str:
            made.append(conversation_id)
            return page(conversation_id)

        shown, count = render.pack(
            [notice, notice, notice], new_page, by_link=True, has_page=lambda conversation_id: bool(made)
        )

        assert count == 3
        assert [item["type"] for item in shown] == ["text", "template", "text", "text"]

    def test_a_bell_always_has_its_button(self) -> None:
        reply = said(message_parts.text("お返事です"), author=Author.CONSULTANT)

        (bell,) = render.messages(reply, page, by_link=True, has_page=lambda conversation_id: True)

        assert bell["type"] == "template"
