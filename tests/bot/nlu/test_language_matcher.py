"""Understanding messages in other languages: lines, model, decision, and what the gate makes of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import yaml
from rasa.shared.core.slots import BooleanSlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels import reading
from bot.nlu import foreign_decision, foreign_lines, sentence_encoder
from bot.nlu.foreign_lines import LinesBroken
from bot.nlu.foreign_model import ForeignModel
from bot.nlu.label_model import Scores
from bot.nlu.understanding_gate import UNDERSTANDING
from tests.bot.nlu.component_contract import Assistant

LINES = Path(__file__).with_name("language_lines")


@pytest.fixture(scope="module")
def model() -> ForeignModel:
    lines = foreign_lines.read(LINES)
    vectors = sentence_encoder.encode_all([text for text, _ in lines.pairs])
    return ForeignModel.fit(lines.pairs, vectors, {}, lines.titles)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory) -> Assistant:
    return Assistant.trained(tmp_path_factory.mktemp("assistant"))


def decide(model, text, language, last_label=None):
    return foreign_decision.decide(text, language, model, sentence_encoder.encode, last_label)


def tracker(**slots):
    kinds = {"language_by_hand": BooleanSlot}
    made = [kinds.get(n, TextSlot)(n, mappings=[{}], initial_value=v) for n, v in slots.items()]
    return DialogueStateTracker("someone", made)


@pytest.mark.parametrize(
    ("text", "language", "label"),
    [
        ("What does an apartment cost each month?", "en", "housing/rent_cost"),
        ("一间公寓每个月要多少钱？", "zh-Hans", "housing/rent_cost"),
        ("公寓的月租是多少？", "zh-Hant", "housing/rent_cost"),
        ("아파트 월세는 얼마인가요?", "ko", "housing/rent_cost"),
        ("Busco trabajo, ¿hay empresas que contraten?", "other", "jobs/job_search"),
    ],
)
def test_a_question_finds_its_label_in_any_language(model, text, language, label):
    assert decide(model, text, language).label == label


def test_a_wish_for_a_person_is_handed_over(model):
    assert decide(model, "Can I talk to a human person please?", "en").outcome == "handoff"


def test_what_is_about_something_else_is_not_answered(model):
    assert decide(model, "std::vector<int> segfault in C++", "en").outcome in {"clarify", "fallback"}


def test_a_short_follow_up_leans_on_the_answer_before():
    sure = {"Rents how much?": Scores([("housing/rent_cost", 0.9), ("jobs/job_search", 0.1)], 0.9)}
    unsure = Scores([("jobs/job_search", 0.55), ("housing/rent_cost", 0.45)], 0.9)

    class Fixed:
        titles: ClassVar = {"en": {"housing/rent_cost": "Rents"}}

        def scores(self, text, vector):
            return sure.get(text, unsure)

    leant = foreign_decision.decide("how much?", "en", Fixed(), lambda text: text, "housing/rent_cost")
    alone = foreign_decision.decide("how much?", "en", Fixed(), lambda text: text, None)
    long = foreign_decision.decide("how much " * 5, "en", Fixed(), lambda text: text, "housing/rent_cost")

    assert (leant.outcome, leant.label, leant.leans_on_context) == ("answer", "housing/rent_cost", True)
    assert (alone.outcome, long.outcome) == ("clarify", "clarify")


def test_japanese_questions_help_a_label_with_few_lines(model):
    lines = foreign_lines.read(LINES)
    vectors = sentence_encoder.encode_all([text for text, _ in lines.pairs])
    japanese = {"housing/rent_cost": sentence_encoder.encode_all(["駐車場の料金はいくらですか", "駐車場代を知りたい"])}
    helped = ForeignModel.fit(lines.pairs, vectors, japanese, lines.titles)
    asked = sentence_encoder.encode("parking fee")

    chance = dict(helped.scores("parking fee", asked).ranking)["housing/rent_cost"]
    assert chance > dict(model.scores("parking fee", asked).ranking)["housing/rent_cost"]


def test_letters_tell_labels_apart_where_vectors_do_not():
    lines = [(f"{word} {number}", label) for label, word in (("a/a", "등유"), ("b/b", "급식")) for number in range(3)]
    blind = np.ones((len(lines), 8), dtype=np.float32)
    model = ForeignModel.fit(lines, blind, {}, {})

    assert [model.scores(text, blind[0]).label for text in ("등유 값", "급식 값")] == ["a/a", "b/b"]


def test_a_label_gains_where_one_of_its_japanese_questions_is_near(model):
    lines = foreign_lines.read(LINES)
    vectors = sentence_encoder.encode_all([text for text, _ in lines.pairs])
    japanese = {"housing/rent_cost": sentence_encoder.encode_all(["駐車場の料金はいくらですか", "二部屋の家賃の相場"])}
    full = ForeignModel.fit(lines.pairs, vectors, japanese, lines.titles)
    far = dataclasses.replace(full, near=dataclasses.replace(full.near, points=np.zeros_like(full.near.points)))
    text, vector = "parking fee", sentence_encoder.encode("parking fee")

    chance, without = (dict(one.scores(text, vector).ranking)["housing/rent_cost"] for one in (full, far))
    assert chance > without + 0.01


def test_a_saved_model_says_the_same(model, tmp_path):
    model.save(tmp_path)
    text = "How much is the rent in Otaru?"
    vector = sentence_encoder.encode(text)

    assert ForeignModel.load(tmp_path).scores(text, vector) == model.scores(text, vector)


@pytest.mark.parametrize(
    ("file", "content", "reason"),
    [
        ("questions.yml", "housing/rent_cost: [a]", "expected lists"),
        ("questions.yml", "housing/rent_cost: {de: [a]}", "expected lists"),
        ("ko.yml", "texts: {}", "titles"),
        ("en.yml", "titles: [", "expected YAML"),
    ],
)
def test_a_broken_file_is_named(tmp_path, file, content, reason):
    for path in foreign_lines.files(LINES):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / file).write_text(content, encoding="utf-8")

    with pytest.raises(LinesBroken, match=f"{file}.*{reason}"):
        foreign_lines.read(tmp_path)


def test_the_lines_of_the_project_cover_every_label():
    labels = set((Path("actions/library/labels.txt")).read_text(encoding="utf-8").split())
    asked = yaml.safe_load((foreign_lines.FOLDER / "questions.yml").read_text(encoding="utf-8"))

    assert set(asked) == labels - {"chitchat/distress", "chitchat/emergency"}
    assert {label for _, label in foreign_lines.read().pairs} == set(asked)


def test_the_gate_answers_by_the_matcher_in_the_language(assistant):
    understood = assistant.read("How much is the rent of an apartment?").get(UNDERSTANDING)

    assert (understood["outcome"], understood["label"]) == ("answer", "housing/rent_cost")
    assert (understood["language"], understood["reply_language"]) == ("en", "en")


@pytest.mark.parametrize(
    ("text", "slots", "language", "reply"),
    [
        ("OK 119", {"language": "ko"}, "ko", "ko"),
        ("家賃はいくらですか", {"language": "en"}, "ja", "ja"),
        ("家賃はいくらですか", {"language": "en", "language_by_hand": True}, "ja", "en"),
        ("How much is the rent?", {"language": "ja", "language_by_hand": True}, "en", "ja"),
        ("Сколько стоит аренда?", {}, "other", "en"),
    ],
)
def test_the_talk_and_the_hand_decide_the_language_of_reply(assistant, text, slots, language, reply):
    understood = assistant.read(text, tracker=tracker(**slots)).get(UNDERSTANDING)

    assert (understood["language"], understood["reply_language"]) == (language, reply)


def test_romaji_is_understood_as_kana_and_stays_as_written():
    assert reading.as_read("yachin wa ikura desu ka") == "やちんはいくらですか"
    assert reading.as_read("/yachin wa ikura desu ka") == "やちんはいくらですか"
    parsed = {"text": "やちんはいくらですか", "understanding": {"language": "ja", "reply_language": "ja"}}

    assert reading.as_written(parsed, "yachin wa ikura desu ka") == {
        "text": "yachin wa ikura desu ka",
        "understanding": {"language": "romaji", "reply_language": "ja"},
    }


def test_japanese_is_read_as_it_is():
    parsed = {"text": "家賃", "understanding": {"language": "ja"}}

    assert reading.as_read("家賃") == "家賃"
    assert reading.as_written(dict(parsed), "家賃") == parsed


def test_decisions_are_plain_values(model):
    made = decide(model, "How much is the rent?", "en")

    assert dataclasses.asdict(made)["label"] == "housing/rent_cost"
