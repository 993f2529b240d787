from __future__ import annotations

import json
from pathlib import Path

import pytest

from desk.conversation_sql import tables as t
from desk.handoff.schemas import HandoffRequest
from desk.settings import DEVELOPMENT_SECRET
from tests.desk.api import SAMPLE, Api

WIRE = Path(__file__).resolve().parents[2] / "wire"
OTHER_SECRET = "whsec_b3RoZXItc2VjcmV0LW90aGVyLXNlY3JldC0xMjM0NTY="


def test_the_sample_is_accepted_and_answered_as_the_contract_says(api: Api) -> None:
    answer = api.hand_over()

    assert answer.status_code == 201
    assert answer.json()["state"] == "queued"
    assert answer.json()["receipt"] == "OT-1124-01"
    assert answer.json()["position"] == 1


def test_one_after_words_of_danger_is_accepted_as_it_is_written(api: Api) -> None:
    sample = json.loads((WIRE / "handoff_request_danger.json").read_text(encoding="utf-8"))

    answer = api.hand_over(**{key: value for key, value in sample.items() if key != "conversation_id"})

    assert answer.status_code == 201
    read = HandoffRequest.model_validate(sample)
    assert read.danger is not None
    assert read.danger.model_dump() == sample["danger"]


@pytest.mark.parametrize("change", [{"kind": "sad"}, {"words": "あ" * 401}, {"subject": 3}])
def test_danger_that_cannot_be_read_is_refused(api: Api, change: dict) -> None:
    sample = json.loads((WIRE / "handoff_request_danger.json").read_text(encoding="utf-8"))

    assert api.hand_over(danger=sample["danger"] | change).status_code == 422


def test_a_repeat_gets_200_and_the_same_answer(api: Api) -> None:
    first = api.hand_over("c_1", "w_1")

    again = api.hand_over("c_1", "w_1")

    assert again.status_code == 200
    assert again.json() == first.json()


def test_a_hand_over_of_an_erased_conversation_brings_nothing_back(api: Api) -> None:
    visitor = api.visitor()
    visitor.delete("/api/web/conversation")

    answer = api.hand_over(visitor.conversation_id, "w_1", question="消したはずの話")

    assert answer.status_code == 410
    with api.app.state.services.database.read() as connection:
        assert connection.execute(t.cases.select()).first() is None


def test_a_reused_id_with_another_body_is_refused(api: Api) -> None:
    api.hand_over("c_1", "w_1")

    assert api.hand_over("c_1", "w_1", question="別の質問").status_code == 409


@pytest.mark.parametrize("age", [301, -330, 86_400])
def test_old_and_future_requests_are_refused(api: Api, age: int) -> None:
    assert api.post_handoff(json.dumps(SAMPLE), "w_1", age_seconds=age).status_code == 401


def test_a_wrong_key_is_refused(api: Api) -> None:
    assert api.post_handoff(json.dumps(SAMPLE), "w_1", secret=OTHER_SECRET).status_code == 401


def test_two_keys_are_valid_during_a_rotation(tmp_path) -> None:
    api = Api(tmp_path, handoff_secrets=f"{OTHER_SECRET},{DEVELOPMENT_SECRET}")

    assert api.post_handoff(json.dumps(SAMPLE), "w_1", secret=OTHER_SECRET).status_code == 201
    assert api.post_handoff(json.dumps(SAMPLE), "w_2", secret=DEVELOPMENT_SECRET).status_code == 201


def test_a_changed_body_is_refused(api: Api) -> None:
    signed = {"webhook-signature": "v1,AAAA"}

    assert api.post_handoff(json.dumps(SAMPLE), "w_1", **signed).status_code == 401
    assert api.http.post("/webhooks/handoff", json=SAMPLE).status_code == 401


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"conversation_id": ""}, "conversation_id"),
        ({"conversation_id": "a b"}, "conversation_id"),
        ({"requested_at": "yesterday"}, "requested_at"),
        ({"requested_at": "2026-11-24T10:00:00"}, "requested_at"),
        ({"transcript": "text"}, "transcript"),
        ({"understood": [{"label": "x", "confidence": 7}]}, "understood.0.confidence"),
        ({"contact": {"kind": "pigeon", "value": "coo coo"}}, "contact.kind"),
    ],
)
def test_broken_fields_are_named(api: Api, change: dict, field: str) -> None:
    answer = api.hand_over(**change)

    assert answer.status_code == 422
    assert field in [item["field"] for item in answer.json()["error"]["fields"]]


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', "NaN"])
def test_bodies_that_are_no_hand_over(api: Api, body: str) -> None:
    assert api.post_handoff(body, "w_1").status_code == 422


def test_contact_data_without_consent_are_not_kept(api: Api) -> None:
    api.account()
    case = api.hand_over(consent={"given": False, "text": ""}).json()["case_id"]

    assert api.log_in().get(f"/api/console/cases/{case}").json()["case"]["contact"] is None


def test_outside_hours_it_is_a_message_with_the_next_opening(tmp_path) -> None:
    api = Api(tmp_path, test_clock="2026-11-23T10:00:00+09:00")

    answer = api.hand_over().json()

    assert answer["state"] == "message_left"
    assert answer["opens_at"] == "2026-11-24T09:00:00+09:00"


def case_of(api: Api, conversation: str):
    with api.app.state.services.store.read() as tx:
        return tx.open_case(conversation)


CONSENT = {"given": True, "text": "…", "at": "2026-11-24T10:00:00+09:00"}


def test_what_the_assistant_was_not_told_stands_in_the_case_as_it_was_written(api: Api) -> None:
    """The assistant knows the names of contacts only: 「［電話番号］」; the desk has the words."""
    visitor = api.visitor()
    for number, words in enumerate(["家賃のことを090-1234-5678へお願いします", "やっぱり 0134 12 3456 です"]):
        visitor.post("/api/web/messages", json={"client_id": f"m{number}", "text": words})

    answer = api.hand_over(
        visitor.conversation_id,
        question="家賃のことを［電話番号］へお願いします",
        transcript=[
            {"author": "user", "text": "やっぱり ［電話番号］ です", "sent_at": "2026-11-24T10:00:00+09:00"},
            {"author": "bot", "text": "家賃のことを［電話番号］へお願いします", "sent_at": None},
        ],
        contact={"kind": "phone", "value": "［電話番号］"},
        consent=CONSENT,
    )

    assert answer.status_code == 201
    case = case_of(api, visitor.conversation_id)
    assert case.question == "家賃のことを090-1234-5678へお願いします"
    assert [line["text"] for line in case.transcript] == [
        "やっぱり 0134 12 3456 です",
        "家賃のことを［電話番号］へお願いします",
    ]
    assert case.contact["value"] == "0134-12-3456"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"kind": "email", "value": "［メールアドレス］"}, None),
        ({"kind": "email", "value": "taro@example.jp"}, "taro@example.jp"),
    ],
    ids=["nobody wrote it", "another channel of Rasa sends it whole"],
)
def test_a_contact_is_what_was_written_or_given(api: Api, given: dict[str, str], kept: str | None) -> None:
    visitor = api.visitor()
    api.hand_over(visitor.conversation_id, contact=given, consent=CONSENT)

    contact = case_of(api, visitor.conversation_id).contact
    assert (contact or {}).get("value") == kept
