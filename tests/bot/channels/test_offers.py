"""A typed message taken for the choice that it means: `bot.channels.offers`."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered

from bot.channels import offers
from bot.channels.offers import ASK_WHICH, Offer

RENT: Offer = ("家賃の目安", '/choose{"label": "housing/rent_cost"}')
CITY: Offer = ("市営住宅に入る", '/choose{"label": "housing/public_housing"}')
BANK: Offer = ("空き家バンク", '/choose{"label": "housing/akiya_bank"}')
PERSON: Offer = ("人に相談する", "/request_human")
NONE: Offer = ("どれでもない", "/none_of_these")
STOP: Offer = ("やめる", "/cancel_handoff")
TEN: Offer = ("11月25日(水) 10:00", '/choose_slot{"begin": "2026-11-25T01:00:00Z"}')
NOON: Offer = ("11月25日(水) 12:00", '/choose_slot{"begin": "2026-11-25T03:00:00Z"}')
TIMES: Offer = ("ほかの日時を見る", "/choose_slot")
ASKED_BACK = [RENT, CITY, BANK, NONE, PERSON]
PAIR = [RENT, CITY, NONE]


@pytest.mark.parametrize(
    ("text", "standing", "payload"),
    [
        ("二番目", ASKED_BACK, CITY[1]),
        ("２", ASKED_BACK, CITY[1]),
        ("4", ASKED_BACK, NONE[1]),
        ("9", ASKED_BACK, None),
        ("九番目", ASKED_BACK, ASK_WHICH),
        ("最後の", ASKED_BACK, BANK[1]),
        ("下のやつ", PAIR, CITY[1]),
        ("上の", ASKED_BACK, RENT[1]),
        ("真ん中の", ASKED_BACK, CITY[1]),
        ("真ん中の", PAIR, ASK_WHICH),
        ("右の", PAIR, CITY[1]),
        ("右の", ASKED_BACK, ASK_WHICH),
        ("それで", PAIR, ASK_WHICH),
        ("それでお願いします", [RENT, NONE], RENT[1]),
        ("それで", [RENT, PERSON], RENT[1]),
        ("どれでもいいです", ASKED_BACK, RENT[1]),
        ("どれでもない", PAIR, NONE[1]),
        ("どれでもない", [RENT, PERSON], None),
        ("市営住宅のほう", ASKED_BACK, CITY[1]),
        ("雪のほう", ASKED_BACK, None),
        ("空き家バンク", ASKED_BACK, BANK[1]),
        ("人に相談する", ASKED_BACK, PERSON[1]),
        ("二番目の時間", [TEN, NOON, TIMES, PERSON], NOON[1]),
        ("最後の", [TEN, NOON, TIMES, PERSON], NOON[1]),
        ("どっちも", [TEN, NOON, TIMES, PERSON], ASK_WHICH),
        ("それで", [TEN, TIMES, PERSON], TEN[1]),
        ("the second one", PAIR, CITY[1]),
        ("第二个", PAIR, CITY[1]),
        ("두 번째", PAIR, CITY[1]),
        ("nibanme", PAIR, CITY[1]),
        ("それで", [STOP], None),
        ("最後の", [STOP], None),
        ("はい", [PERSON, RENT, CITY], PERSON[1]),
        ("お願いします", [PERSON, RENT, CITY], PERSON[1]),
        ("それで", [PERSON, RENT, CITY], PERSON[1]),
        ("はい", [RENT, CITY, PERSON], None),
        ("家賃はいくら", PAIR, None),
        ("2", [], None),
        ("もう死にたい", PAIR, None),
    ],
)
def test_a_typed_text_takes_a_choice(text: str, standing: list[Offer], payload: str | None) -> None:
    assert offers.meant(text, standing) == payload


def test_several_at_once_answer_the_first_and_offer_the_others() -> None:
    taken = offers.meant("どっちも", PAIR)

    assert taken == '/choose{"label": "housing/rent_cost", "given": "housing/public_housing"}'


def test_more_is_wanted_of_the_answer_shown() -> None:
    assert offers.meant("もう少し詳しく", PAIR, "housing/rent_cost") == (
        '/choose{"label": "housing/rent_cost", "kind": "more"}'
    )
    assert offers.meant("もう少し詳しく", PAIR, None) is None
    assert offers.meant("もう少し詳しく", [], "housing/rent_cost", may_ask=False) is None
    assert offers.meant("それで", [], "housing/rent_cost") is None


def test_within_the_form_nothing_is_asked_back() -> None:
    by_mail, by_phone = (
        ("メールでも受け取る", '/choose_contact{"kind": "email"}'),
        ("電話でも", '/choose_contact{"kind": "phone"}'),
    )

    assert offers.meant("それで", [by_mail, by_phone, STOP], may_ask=False) is None
    assert offers.meant("二番目", [by_mail, by_phone, STOP], may_ask=False) == by_phone[1]


def said(*standing: Offer) -> Event:
    choices = [{"id": f"ch_{n}", "label": label, "payload": payload} for n, (label, payload) in enumerate(standing)]
    return BotUttered(data={"custom": {"parts": [{"type": "choices", "purpose": "reply", "choices": choices}]}})


def test_what_stands_is_what_was_offered_last() -> None:
    events = [said(BANK), UserUttered("a"), said(RENT), said(CITY, ("はい", "desk:resolved:yes"))]

    assert offers.offered(events) == [RENT, CITY]


def test_after_a_persons_words_or_an_answer_without_choices_nothing_stands() -> None:
    assert offers.offered([said(RENT), SlotSet("consultant_summary", "…")]) == []
    assert offers.offered([said(RENT), UserUttered("a"), BotUttered("…")]) == []
