"""Words that steer the talk are answered in the language of the person, and in plain Japanese."""

from __future__ import annotations

import pytest

from actions import in_language, languages, my_appointments, talk_texts
from actions.library.shelf import SHELF
from tests.actions.steering import ACTIONS, RENT, STANDS, answered, labels, say
from tests.actions.test_actions import TODAY


@pytest.mark.parametrize("language", languages.TRANSLATED)
@pytest.mark.parametrize("control", sorted(ACTIONS))
def test_in_other_languages_it_is_said_in_them(control: str, language: str) -> None:
    parts, _ = say(control, answered(RENT), "ok", language, "chitchat/greeting_thanks")

    assert parts[0]["language"] == language
    assert parts[0]["text"] != languages.catalogue(language).texts["in_japanese"]
    assert "say" not in parts[0]


@pytest.mark.parametrize("control", sorted(ACTIONS))
def test_in_japanese_it_has_a_version_in_plain_japanese(control: str) -> None:
    parts, _ = say(control, answered(RENT))

    assert "《" in parts[0]["easy"] or parts[0]["easy"].isascii() is False
    assert "language" not in parts[0]


@pytest.mark.parametrize("language", languages.TRANSLATED)
@pytest.mark.parametrize("found", [[STANDS], [STANDS, STANDS], []], ids=["one", "two", "none"])
@pytest.mark.parametrize("control", sorted(my_appointments.CONTROLS))
def test_appointments_are_told_in_the_language(control: str, found: list, language: str) -> None:
    said = my_appointments.told(found, control) if found else my_appointments.none_stands(control)

    parts = in_language.render(said, language, language, SHELF.all(), TODAY)

    assert parts[0]["language"] == language
    assert not any("say" in part for part in parts)
    shown = [part["label"] for part in parts if part["type"] == "contact"] + labels(parts)
    assert shown
    assert not any(word in label for label in shown for word in ("変える", "取り消す", "入れる", "そのまま"))
    said = "".join([parts[0]["text"], *shown])
    assert "(水)" not in said
    assert "〜" not in said


@pytest.mark.parametrize(
    ("language", "when"),
    [
        ("en", "Wed 25 Nov, 10:00–11:00 (by telephone)"),
        ("zh-Hans", "11月25日(周三) 10:00–11:00 (电话)"),
        ("zh-Hant", "11月25日(週三) 10:00–11:00 (電話)"),
        ("ko", "11월 25일(수) 10:00–11:00 (전화)"),
    ],
)
def test_an_appointment_is_named_as_times_are_written_in_the_language(language: str, when: str) -> None:
    parts = in_language.render(my_appointments.told([STANDS], "my_booking"), language, language, SHELF.all(), TODAY)

    assert when in parts[0]["text"]


@pytest.mark.parametrize("language", languages.TRANSLATED)
def test_every_text_of_the_talk_has_a_translation(language: str) -> None:
    assert not set(talk_texts.TEXTS) - set(languages.catalogue(language).texts)
