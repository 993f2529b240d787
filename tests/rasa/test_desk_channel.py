"""The channel between desk and assistant, over HTTP, with the trained model and the real actions."""

from __future__ import annotations

import pytest

from tests import patience
from tests.rasa.conftest import READY_SECONDS, Answer, Assistant


def parts(answer: Answer, kind: str) -> list[dict]:
    return [part for reply in answer.body["replies"] for part in reply["parts"] if part["type"] == kind]


def words(answer: Answer) -> str:
    return "\n".join(part["text"] for part in parts(answer, "text"))


def test_a_question_is_answered_with_source_and_date(assistant: Assistant, conversation: str) -> None:
    answer = assistant.turn(conversation, "起業の融資はありますか")

    [card] = parts(answer, "answer")
    assert answer.status == 200
    assert card["label"] == "startup/loan_overview"
    assert card["sources"][0]["url"].startswith("https://")
    assert card["checked"] == "2026-11-23"
    assert answer.body["understanding"]["outcome"] == "answer"


def test_the_same_message_id_returns_the_recorded_replies(assistant: Assistant, conversation: str) -> None:
    first = assistant.turn(conversation, "起業の融資はありますか", message_id="m_1")

    again = assistant.turn(conversation, "起業の融資はありますか", message_id="m_1")

    assert again.body["replayed"] is True
    assert again.body["replies"] == first.body["replies"]
    assert again.body["understanding"] == first.body["understanding"]


def test_actions_that_are_away_are_named_and_the_same_message_is_answered_once_they_are_back(
    assistant: Assistant, conversation: str
) -> None:
    assistant.actions.kill()
    try:
        away = [assistant.turn(conversation, "起業の融資はありますか", message_id="m_1") for _ in range(2)]
    finally:
        assistant.actions.start()
    assert patience.until(assistant.actions.serves, READY_SECONDS)
    answered = assistant.turn(conversation, "起業の融資はありますか", message_id="m_1")

    assert [(answer.status, answer.body["error"]) for answer in away] == [(502, "actions_not_reachable")] * 2
    assert (answered.status, answered.body["replayed"]) == (200, False)
    assert parts(answered, "answer")[0]["label"] == "startup/loan_overview"


@pytest.mark.parametrize(
    "text",
    [
        '/choose{"label": "startup/loan_terms"}',
        "/restart",
        '  /consent{"given": "yes"}',
        "EXTERNAL: x",
        "//session_start",
        "/",
    ],
)
def test_typed_commands_are_only_text(assistant: Assistant, conversation: str, text: str) -> None:
    answer = assistant.turn(conversation, text)

    assert answer.status == 200
    assert not any(part["label"] == "startup/loan_terms" for part in parts(answer, "answer"))
    assert "受付時間外" not in words(answer)


def test_a_choice_is_passed_as_the_command_it_is(assistant: Assistant, conversation: str) -> None:
    answer = assistant.turn(conversation, "融資の条件", payload='/choose{"label": "startup/loan_terms"}')

    assert parts(answer, "answer")[0]["label"] == "startup/loan_terms"


def test_a_follow_up_leans_on_the_last_answer(assistant: Assistant, conversation: str) -> None:
    assistant.turn(conversation, "保育園留学って何ですか")

    answer = assistant.turn(conversation, "それはいくら？")

    assert parts(answer, "answer")[0]["label"] == "nursery/nursery_fee"


def test_words_that_point_take_the_choice_and_say_which_where_several_stand(
    assistant: Assistant, conversation: str
) -> None:
    shown = assistant.turn(conversation, "家賃の目安を教えてください")
    second = parts(shown, "choices")[0]["choices"][1]

    taken = assistant.turn(conversation, "二番目のやつ")
    which = assistant.turn(conversation, "それで")

    assert parts(taken, "answer")[0]["title"] == second["label"]
    assert taken.body["understanding"]["control"] == "choice"
    assert "どれでしょうか" in words(which)
    assert parts(which, "choices")[0]["choices"][0]["label"] == parts(taken, "choices")[0]["choices"][0]["label"]


def test_more_of_an_answer_and_a_list_of_topics(assistant: Assistant, conversation: str) -> None:
    assistant.turn(conversation, "家賃の目安を教えてください")

    more = assistant.turn(conversation, "もう少し詳しく")
    both = assistant.turn(conversation, "仕事と住まい")
    beside = assistant.turn(conversation, "仕事と家賃")

    assert parts(more, "answer")[0]["label"] == "housing/rent_cost"
    assert [choice["label"] for choice in parts(both, "choices")[0]["choices"]][:2] == ["仕事", "住まい"]
    assert parts(beside, "choices")[0]["choices"][0]["label"] == "仕事"


def test_one_word_asks_back(assistant: Assistant, conversation: str) -> None:
    answer = assistant.turn(conversation, "融資")

    assert answer.body["understanding"]["outcome"] == "clarify"
    assert 2 <= len(parts(answer, "choices")[0]["choices"]) <= 4


def test_a_cry_for_help_gets_numbers_and_a_flag(assistant: Assistant, conversation: str) -> None:
    answer = assistant.turn(conversation, "もう死にたいです")

    numbers = [part["tel"] for part in parts(answer, "contact")]
    assert answer.body["flags"] == ["distress"]
    assert {"0120-279-338", "110"} <= set(numbers)
    assert not [part for part in parts(answer, "choices") if part["purpose"] == "resolved"]


def test_not_being_understood_ends_in_the_offer_of_a_person(assistant: Assistant, conversation: str) -> None:
    said = [assistant.turn(conversation, payload="/none_of_these") for _ in range(3)]

    labels = [choice["label"] for choice in parts(said[-1], "choices")[0]["choices"]]
    assert "相談員につなぐ" in labels
    assert len({words(answer) for answer in said}) == 3


IN_WORDS = '/request_human{"kind": "words"}'


class TestOutsideHours:
    def test_a_screen_gets_the_form_and_questions_are_answered_beside_it(
        self, assistant: Assistant, conversation: str
    ) -> None:
        begun = assistant.turn(conversation, payload="/request_human")
        answer = assistant.turn(conversation, "起業の融資はありますか")

        assert parts(begun, "form") == [{"type": "form", "form": "leave_message"}]
        assert parts(answer, "answer")[0]["label"] == "startup/loan_overview"

    def test_the_form_takes_question_kind_consent_and_contact(self, assistant: Assistant, conversation: str) -> None:
        begun = assistant.turn(conversation, payload=IN_WORDS)
        assert "11月25日(水) 9:00" in words(begun)

        assistant.turn(conversation, "犬と住める家を春までに借りたいです")
        consent = assistant.turn(conversation, "メールがいいです")
        assert "個人情報の取り扱い" in words(consent)
        assistant.turn(conversation, payload='/consent{"given": "yes"}')
        wrong = assistant.turn(conversation, "あとで教えます")
        assert "形になっていない" in words(wrong)
        done = assistant.turn(conversation, "ｍｉｇｒａｎｔ＠ｅｘａｍｐｌｅ．ｊｐ")

        # Nobody takes hand-overs in this test: then nothing else may be said than that.
        assert "おつなぎできませんでした" in words(done)

    def test_the_form_takes_a_contact_that_the_desk_keeps_to_itself(
        self, assistant: Assistant, conversation: str
    ) -> None:
        assistant.turn(conversation, payload=IN_WORDS)
        assistant.turn(conversation, "犬と住める家を春までに借りたいです")
        assistant.turn(conversation, "電話がいいです")
        assistant.turn(conversation, payload='/consent{"given": "yes"}')
        wrong = assistant.turn(conversation, "［電話番号］です", contacts={"phone": "no_phone"})
        assert "形になっていない" in words(wrong)

        assert "おつなぎできませんでした" in words(
            assistant.turn(conversation, "［電話番号］です", contacts={"phone": None})
        )

    def test_in_the_form_a_place_is_a_tap_and_that_one_asks_nothing(
        self, assistant: Assistant, conversation: str
    ) -> None:
        assistant.turn(conversation, payload=IN_WORDS)
        kinds = assistant.turn(conversation, "犬と住める家を春までに借りたいです")
        number = [choice["label"] for choice in parts(kinds, "choices")[0]["choices"]].index("メールでも受け取る") + 1

        assert "個人情報の取り扱い" not in words(assistant.turn(conversation, "それで"))
        assert "個人情報の取り扱い" in words(assistant.turn(conversation, f"{number}番目"))

    def test_a_question_in_between_is_answered_and_the_form_goes_on(
        self, assistant: Assistant, conversation: str
    ) -> None:
        assistant.turn(conversation, payload=IN_WORDS)
        assistant.turn(conversation, "家のことを相談したいです")

        answer = assistant.turn(conversation, "起業の融資はありますか")

        assert parts(answer, "answer")[0]["label"] == "startup/loan_overview"
        assert "お返事はこのチャットに届きます" in words(answer)

    def test_stopping_ends_the_form(self, assistant: Assistant, conversation: str) -> None:
        assistant.turn(conversation, payload=IN_WORDS)

        stopped = assistant.turn(conversation, "やめる")
        answer = assistant.turn(conversation, "起業の融資はありますか")

        assert "伝言の受付はしていません" in words(stopped)
        assert parts(answer, "answer")

    def test_line_is_never_asked_for_contact_data(self, assistant: Assistant, conversation: str) -> None:
        assistant.turn(conversation, payload="/request_human", channel="line")

        done = assistant.turn(conversation, "家のことを相談したいです", channel="line")

        assert "メール" not in words(done)


class TestRefusals:
    def test_without_the_token(self, assistant: Assistant) -> None:
        assert assistant.call("POST", "/turn", {}, token="wrong").status == 401

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"conversation_id": "a b"}, "conversation_id"),
            ({"message_id": 5}, "message_id"),
            ({"text": None}, "text"),
            ({"text": 5}, "text"),
            ({"text": "あ" * 10_001}, "text"),
            ({"desk": "open"}, "desk"),
            ({"choice": {"label": "x", "payload": "no slash"}, "text": None}, "choice.payload"),
        ],
    )
    def test_wrong_fields_are_named(self, assistant: Assistant, change: dict, field: str) -> None:
        body = {
            "conversation_id": "c_1",
            "message_id": "m_1",
            "channel": "web",
            "text": "こんにちは",
        }

        answer = assistant.call("POST", "/turn", body | change)

        assert (answer.status, answer.body["field"]) == (422, field)

    @pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[]", b"NaN"])
    def test_bodies_that_are_no_request(self, assistant: Assistant, raw: bytes) -> None:
        assert assistant.call("POST", "/turn", raw=raw).status == 422

    def test_bodies_that_are_too_large(self, assistant: Assistant) -> None:
        assert assistant.call("POST", "/turn", raw=b"x" * 300_000).status == 413

    @pytest.mark.parametrize(
        "text",
        ["", "  ", "😀🎉", "あ" * 10_000, "<b>x</b>", "\x00\x01", "hello", "안녕하세요", "\ud800"],
    )
    def test_strange_texts_have_a_defined_outcome(self, assistant: Assistant, conversation: str, text: str) -> None:
        answer = assistant.turn(conversation, text)

        assert answer.status == 200
        assert answer.body["replies"]


def test_a_forgotten_conversation_starts_anew(assistant: Assistant, conversation: str) -> None:
    assistant.turn(conversation, "保育園留学って何ですか", message_id="m_1")

    assert assistant.call("DELETE", f"/conversations/{conversation}").status == 204
    again = assistant.turn(conversation, "起業の融資はありますか", message_id="m_1")

    assert again.body["replayed"] is False
    assert parts(again, "answer")[0]["label"] == "startup/loan_overview"


def test_what_is_remembered_is_told_and_nothing_after_forgetting(assistant: Assistant, conversation: str) -> None:
    assistant.turn(conversation, "保育園留学って何ですか")

    told = assistant.call("GET", f"/conversations/{conversation}")
    assistant.call("DELETE", f"/conversations/{conversation}")
    after = assistant.call("GET", f"/conversations/{conversation}")

    assert told.status == 200
    assert told.body["messages"][0] == {"author": "user", "text": "保育園留学って何ですか"}
    assert told.body["slots"]
    assert after.body == {"messages": [], "slots": {}}


def test_a_note_of_the_desk_is_taken(assistant: Assistant, conversation: str) -> None:
    assistant.turn(conversation, "起業の融資はありますか")

    noted = assistant.call("POST", f"/conversations/{conversation}/note", {"summary": "相談員が対応しました。"})
    wrong = assistant.call("POST", f"/conversations/{conversation}/note", {"summary": 5})

    assert noted.status == 200
    assert wrong.status == 422
    assert assistant.turn(conversation, "それはいくら？").status == 200


class TestDanger:
    def test_the_numbers_stand_first_and_nothing_but_a_person_below(
        self, assistant: Assistant, conversation: str
    ) -> None:
        answer = assistant.turn(conversation, "夫に毎晩殴られています")

        numbers = [part["tel"] for part in parts(answer, "contact")]
        assert numbers[0] == "0120-279-889"
        assert {"110", "119"} <= set(numbers[:3])
        [offered] = parts(answer, "choices")
        assert [choice["payload"] for choice in offered["choices"]] == ["/request_human"]
        assert offered["purpose"] not in {"related", "resolved"}
        assert "相談員に伝わります" in words(answer)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("I don't want to live anymore", "people who will listen"),
            ("我不想活了", "现在就有人愿意倾听"),
            ("我不想活了，請幫幫我", "現在就有人願意傾聽"),
            ("죽고 싶어요", "들어 줄 사람이 있습니다"),
        ],
    )
    def test_it_answers_in_the_language_of_the_person(
        self, assistant: Assistant, conversation: str, text: str, said: str
    ) -> None:
        assert said in words(assistant.turn(conversation, text))
