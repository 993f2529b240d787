"""What every graph component of `bot.nlu` promises, and a small assistant to hold them to it.

A component joins the contract by one `Promise` in `PROMISES`; `test_components.py` multiplies the
promises with the texts below.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import TOKENS_NAMES
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import (
    sentence_encoder,
    sentence_encoder_featurizer,
    word_vector_featurizer,
    word_vectors,
)
from bot.nlu.danger_detector import HEARD, DangerDetector
from bot.nlu.label_classifier import CLAUSE_SCORES, SCORES, LabelClassifier
from bot.nlu.language import detect
from bot.nlu.language_matcher import FOREIGN, LanguageMatcher
from bot.nlu.sentence_encoder_featurizer import SentenceEncoderFeaturizer
from bot.nlu.sudachi_tokenizer import SudachiTokenizer
from bot.nlu.understanding_gate import UNDERSTANDING, UnderstandingGate
from bot.nlu.word_vector_featurizer import WordVectorFeaturizer
from tests.bot.nlu.contract_texts import QUESTIONS

# Compared by `==`: the same code on the same file must give the same numbers to the last bit.
Reading = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Promise:
    """What one component promises.

    Attributes:
        component: The class.
        helpers: A module that it imports, one behind that, and files that it reads; `component.sources` finds the others alike.
        holds: Asserts the component's own promise on a message that it has processed.
        reading: Returns what the component wrote on a message, comparable by `==`.
    """

    component: type[GraphComponent]
    helpers: tuple[str, ...]
    holds: Callable[[Message], None]
    reading: Callable[[Message], Reading]

    @property
    def name(self) -> str:
        return self.component.__name__

    @property
    def config(self) -> dict[str, Any]:
        """The defaults, with the few rows of these tests in place of the project's thousands."""
        folders = {"DangerDetector": "danger_rows", "LanguageMatcher": "language_lines"}
        options = {"folder": f"tests/bot/nlu/{folders[self.name]}"} if self.name in folders else {}
        if self.component is DangerDetector:
            options["questions"] = options["folder"]
        return self.component.get_default_config() | options


class Assistant:
    """The pipeline of config.yml, trained into a folder or loaded from it."""

    def __init__(self, components: dict[str, GraphComponent], folder: Path) -> None:
        self.components = components
        self.folder = folder
        self._first: dict[tuple[str, str], Message] = {}

    @classmethod
    def trained(cls, folder: Path) -> Assistant:
        folder.mkdir(parents=True, exist_ok=True)
        storage = LocalModelStorage.create(folder)
        data = training_data()
        components = {}
        for promise in PROMISES:
            component = promise.component.create(promise.config, storage, Resource(promise.name), context())
            if hasattr(component, "train"):
                component.train(data)
            if hasattr(component, "process_training_data"):
                component.process_training_data(data)
            components[promise.name] = component
        return cls(components, folder)

    def loaded(self) -> Assistant:
        storage = LocalModelStorage(self.folder)
        components = {
            promise.name: promise.component.load(promise.config, storage, Resource(promise.name), context())
            for promise in PROMISES
        }
        return Assistant(components, self.folder)

    def first_reading(self, text: str, until: str) -> Message:
        """Return the message as `read` left it the first time: several tests look at the same one, and change nothing."""
        if (text, until) not in self._first:
            self._first[text, until] = self.read(text, until)
        return self._first[text, until]

    def read(self, text: str, until: str = "UnderstandingGate", tracker: Any = None) -> Message:
        """Return the message as it leaves the component named `until`."""
        message = Message(data={TEXT: text})
        for name, component in self.components.items():
            if name in {"LanguageMatcher", "UnderstandingGate"}:
                component.process([message], tracker)
            else:
                component.process([message])
            if name == until:
                break
        return message


def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}), "contract")


def training_data() -> TrainingData:
    return TrainingData(
        [Message.build(text=question, intent=label) for label, questions in QUESTIONS.items() for question in questions]
    )


def tokens_hold(message: Message) -> None:
    text, tokens = message.get(TEXT), message.get(TOKENS_NAMES[TEXT])
    assert tokens
    assert all(token.text for token in tokens)
    assert all(left.end <= right.start for left, right in itertools.pairwise(tokens))
    if text:
        assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    else:  # Rasa's featurizers need one token; a blank stands for the text that is not there.
        assert [(token.text, token.start, token.end) for token in tokens] == [(" ", 0, 1)]


def sentence_feature_holds(message: Message, *, origin: str, dimensions: int) -> None:
    features = [feature for feature in message.features if feature.origin == origin]
    assert [(feature.type, feature.attribute) for feature in features] == [("sentence", TEXT)]
    values = features[0].features
    assert values.shape == (1, dimensions)
    assert values.dtype == np.float32
    length = float(np.linalg.norm(values))
    assert math.isclose(length, 1.0, abs_tol=1e-3) or length == 0.0


def ranking_holds(message: Message) -> None:
    scores = message.get(SCORES)
    chances = [chance for _, chance in scores.ranking]
    assert {label for label, _ in scores.ranking} == set(QUESTIONS)
    assert chances == sorted(chances, reverse=True)
    # What an unsure best label loses is nobody's: the sum may be less than one.
    assert 0.0 < sum(chances) <= 1.0 + 1e-4
    assert -1.001 <= scores.nearness <= 1.001
    assert message.get(INTENT)["name"] == scores.label.split("/")[0]
    assert message.get("response_selector")[message.get(INTENT)["name"]]["response"] == {
        "intent_response_key": scores.label,
        "confidence": scores.confidence,
        "utter_action": f"utter_{scores.label}",
    }


def danger_holds(message: Message) -> None:
    heard = message.get(HEARD)
    if not message.get(TEXT).strip():
        assert heard is None
        return
    assert 0.0 <= heard.score <= 1.0
    assert heard.kind in {"distress", "emergency"}
    assert heard.subject in {"suicide", "violence", "medical", "fire", "crime"}


def foreign_holds(message: Message) -> None:
    made = message.get(FOREIGN)
    text = message.get(TEXT)
    if not text.strip() or detect(text) in {"ja", "romaji"}:
        assert made is None
        return
    assert made.outcome in {"answer", "clarify", "fallback", "handoff"}
    assert made.label == made.candidates[0][0]
    assert 0.0 < made.confidence <= 1.0


def understanding_holds(message: Message) -> None:
    understanding = message.get(UNDERSTANDING)
    assert understanding["outcome"] in {"answer", "clarify", "fallback", "handoff"}
    assert 0.0 <= understanding["confidence"] <= 1.0
    assert bool(understanding["offer"]) == (understanding["outcome"] == "clarify")
    assert message.as_dict_nlu()[UNDERSTANDING] == understanding
    intents = {"clarify": "clarify", "fallback": "nlu_fallback", "handoff": "request_human"}
    topic = understanding["label"].split("/")[0]
    assert message.get(INTENT)["name"] == intents.get(understanding["outcome"], topic)


def _tokens(message: Message) -> Reading:
    return {"tokens": [(t.text, t.start, t.end, t.lemma, t.data) for t in message.get(TOKENS_NAMES[TEXT])]}


def _feature(message: Message, *, origin: str) -> Reading:
    return {f.type: f.features.tolist() for f in message.features if f.origin == origin}


def _ranking(message: Message) -> Reading:
    return {key: copy.deepcopy(message.get(key)) for key in (SCORES, CLAUSE_SCORES, INTENT, "response_selector")}


def _heard(message: Message) -> Reading:
    return {HEARD: copy.deepcopy(message.get(HEARD))}


def _foreign(message: Message) -> Reading:
    return {FOREIGN: copy.deepcopy(message.get(FOREIGN))}


def _understanding(message: Message) -> Reading:
    return {key: copy.deepcopy(message.get(key)) for key in (UNDERSTANDING, INTENT, "response_selector")}


def _featurizer(component: type[GraphComponent], origin: str, dimensions: int, *helpers: str) -> Promise:
    return Promise(
        component,
        helpers,
        lambda message: sentence_feature_holds(message, origin=origin, dimensions=dimensions),
        lambda message: _feature(message, origin=origin),
    )


# In the order of config.yml: each reads what those before it wrote.
PROMISES = (
    Promise(
        SudachiTokenizer, ("morphology.py", "word_cache.py", "../../data/words/dictionary.csv"), tokens_hold, _tokens
    ),
    _featurizer(
        WordVectorFeaturizer,
        word_vector_featurizer.ORIGIN,
        word_vectors.DIMENSIONS,
        "word_vectors.py",
    ),
    _featurizer(
        SentenceEncoderFeaturizer,
        sentence_encoder_featurizer.ORIGIN,
        sentence_encoder.DIMENSIONS,
        "sentence_encoder.py",
        "quick_encoder.py",
    ),
    Promise(
        LabelClassifier,
        ("follow_up.py", "word_index.py"),
        ranking_holds,
        _ranking,
    ),
    Promise(
        DangerDetector,
        ("danger_cache.py", "danger_texts.py"),
        danger_holds,
        _heard,
    ),
    Promise(
        LanguageMatcher,
        ("foreign_model.py", "language_words.py"),
        foreign_holds,
        _foreign,
    ),
    Promise(
        UnderstandingGate,
        ("decision.py", "respelling.py"),
        understanding_holds,
        _understanding,
    ),
)
