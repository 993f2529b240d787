"""What LabelClassifier does besides the shared contract."""

from __future__ import annotations

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.label_classifier import CLAUSE_SCORES, CONTEXT_SCORES, SCORES, WISHED, LabelClassifier
from bot.nlu.ranking import fill
from tests.bot.nlu.component_contract import context, training_data
from tests.bot.nlu.contract_texts import QUESTIONS

CLASSIFIER = "LabelClassifier"


@pytest.fixture
def untrained(tmp_path):
    storage = LocalModelStorage.create(tmp_path)

    def make(**options):
        config = {**LabelClassifier.get_default_config(), **options}
        return LabelClassifier.create(config, storage, Resource(CLASSIFIER), context())

    return make


def prepared(assistant, featurizers, data):
    """Return the data as they reach the classifier behind the tokenizer and some featurizers."""
    for name in ("SudachiTokenizer", *featurizers):
        assistant.components[name].process_training_data(data)
    return data


def after(label, text, assistant):
    """Return the message as the classifier leaves it, after the answer of a label."""
    message = assistant.read(text, until="SentenceEncoderFeaturizer")
    slot = TextSlot("last_label", mappings=[{}], initial_value=label)
    assistant.components[CLASSIFIER].process([message], DialogueStateTracker("someone", [slot]))
    return message


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("求人はありますか", "jobs/job_search"),
        ("ヤチンを知りたい。家賃相場", "housing/rent_cost"),
        ("移住支援金の額は？", "subsidy/migration_grant"),
        ("担当者と話したい", "handoff/human_agent"),
        ("どうもありがとう", "chitchat/greeting_thanks"),
    ],
)
def test_unseen_question_gets_its_label(text, label, assistant):
    assert assistant.read(text, until=CLASSIFIER).get(SCORES).label == label


def test_message_with_two_requests_has_scores_for_each(assistant):
    message = assistant.read("移住支援金はいくらですか。あと、求人も見たいです", until=CLASSIFIER)

    assert [scores.label for scores in message.get(CLAUSE_SCORES)] == [
        "subsidy/migration_grant",
        "jobs/job_search",
    ]


@pytest.mark.parametrize("known", ["assistant", "loaded_assistant"])
def test_message_after_an_answer_is_read_behind_its_subject_as_well(known, request):
    message = after("housing/rent_cost", "2LDKだと？", request.getfixturevalue(known))

    assert message.get(CONTEXT_SCORES).label == "housing/rent_cost"
    assert sum(chance for _, chance in message.get(CONTEXT_SCORES).ranking) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (None, "2LDKだと？"),
        ("chitchat/greeting_thanks", "2LDKだと？"),
        ("handoff/human_agent", "2LDKだと？"),
        ("housing/rent_cost", "東京です"),
        ("housing/rent_cost", "移住支援金を申請したあとに転職したら返すことになりますか、それとも返さなくていいですか"),
    ],
    ids=["first turn", "after thanks", "after a person", "facts", "a long message"],
)
def test_message_that_stands_alone_has_no_second_reading(label, text, assistant):
    assert after(label, text, assistant).get(CONTEXT_SCORES) is None


@pytest.mark.parametrize(
    ("label", "asked"),
    [("housing/rent_cost", "求人はありますか"), (None, "ありがとうございます！求人はありますか")],
    ids=["after an answer", "first turn"],
)
def test_thanks_for_an_answer_are_no_part_of_the_next_question(label, asked, assistant):
    message = after(label, "ありがとうございます！求人はありますか", assistant)

    assert message.get(WISHED)[0] == asked
    if label:
        assert message.get(SCORES).label == "jobs/job_search"


def test_a_text_is_scored_outside_of_a_pipeline_as_in_it(assistant):
    inside = assistant.read("家賃はいくらですか", until=CLASSIFIER).get(SCORES)

    assert assistant.components[CLASSIFIER].read("家賃はいくらですか").label == inside.label


def test_message_with_one_request_has_no_scores_of_pieces(assistant):
    assert assistant.read("家賃はいくらですか", until=CLASSIFIER).get(CLAUSE_SCORES) == []


@pytest.mark.parametrize(
    "featurizers",
    [
        ("SentenceEncoderFeaturizer",),
        ("WordVectorFeaturizer",),
        ("WordVectorFeaturizer", "SentenceEncoderFeaturizer"),
    ],
    ids=["sentences", "words", "both"],
)
def test_any_dense_featurizer_is_enough(featurizers, assistant, untrained):
    classifier = untrained()
    classifier.train(prepared(assistant, featurizers, training_data()))
    message = Message(data={"text": "家賃はいくらですか。あと、求人も見たいです"})
    for name in ("SudachiTokenizer", *featurizers):
        assistant.components[name].process([message])

    classifier.process([message])

    assert [scores.label for scores in message.get(CLAUSE_SCORES)] == [
        "housing/rent_cost",
        "jobs/job_search",
    ]


def test_question_without_a_label_is_not_learnt(assistant, untrained):
    data = training_data()
    data.training_examples.append(Message.build(text="家賃", intent="request_human"))
    classifier = untrained()
    classifier.train(prepared(assistant, ("SentenceEncoderFeaturizer",), data))
    message = Message(data={"text": "家賃"})
    for name in ("SudachiTokenizer", "SentenceEncoderFeaturizer"):
        assistant.components[name].process([message])

    classifier.process([message])

    assert {label for label, _ in message.get(SCORES).ranking} == set(QUESTIONS)


def test_pipeline_without_a_dense_featurizer_is_a_clear_error(assistant, untrained):
    data = prepared(assistant, (), training_data())

    with pytest.raises(RuntimeError, match="needs a dense featurizer before it"):
        untrained().train(data)


def test_data_of_one_label_are_a_clear_error(assistant, untrained):
    data = TrainingData([Message.build(text=text, intent="jobs/job_search") for text in ("仕事", "求人")])

    with pytest.raises(ValueError, match="at least two labels are needed"):
        untrained().train(prepared(assistant, ("SentenceEncoderFeaturizer",), data))


def filled(*ranking):
    message = Message(data={"text": "家賃"})
    fill(message, list(ranking))
    return message.as_dict_nlu()


def test_intent_is_the_topic_of_the_best_label_with_its_confidence():
    written = filled(("jobs/spot_work", 0.4), ("housing/rent_cost", 0.35), ("housing/pet", 0.25))

    assert written["intent"] == {"name": "jobs", "confidence": 0.4}


def test_intent_ranking_sums_the_labels_of_a_topic_behind_the_chosen_one():
    written = filled(("jobs/spot_work", 0.4), ("housing/rent_cost", 0.35), ("housing/pet", 0.25))

    assert written["intent_ranking"] == [
        {"name": "jobs", "confidence": 0.4},
        {"name": "housing", "confidence": pytest.approx(0.6)},
    ]


def test_response_selector_names_the_label_and_its_action():
    selector = filled(("jobs/spot_work", 0.6), ("housing/pet", 0.4))["response_selector"]

    assert selector["all_retrieval_intents"] == ["housing", "jobs"]
    assert selector["jobs"]["response"] == {
        "intent_response_key": "jobs/spot_work",
        "confidence": 0.6,
        "utter_action": "utter_jobs/spot_work",
    }
    assert [entry["intent_response_key"] for entry in selector["jobs"]["ranking"]] == [
        "jobs/spot_work",
        "housing/pet",
    ]


def test_rankings_hold_ten_entries_at_most():
    written = filled(*[(f"topic{number}/label", 1 / 12) for number in range(12)])

    assert len(written["intent_ranking"]) == 10
    assert len(written["response_selector"]["topic0"]["ranking"]) == 10
