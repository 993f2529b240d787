"""Rasa tokenizer for Japanese: words by Sudachi with their normalised form, part of speech and synonyms."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import component, morphology, word_cache

MORPHEME = "morpheme"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class SudachiTokenizer(Tokenizer):
    """Splits text into words; offsets are code points into the text as typed.

    Options: `mode` A (short units), B or C (long units); `normalised_lemma` whether a token's lemma is
    the normalised form (いくら → 幾ら) or the word as typed.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the defaults; the three last options are those of every Rasa tokenizer."""
        return {
            "mode": "A",
            "normalised_lemma": True,
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        if config["mode"] not in ("A", "B", "C"):
            raise ValueError(f"SudachiTokenizer.mode: expected A, B or C, got {config['mode']!r}")
        self._known: dict[str, word_cache.Words] = {}

    @staticmethod
    def required_packages() -> list[str]:
        """Name the packages that must be installed."""
        return ["sudachipy", "sudachidict_core"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Cover what Rasa's fingerprint leaves out: helper module, dictionary and its version."""
        return f"{morphology.fingerprint()}-{component.sources(__name__)}"

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Find the words of the questions; those of the last training's are read from the project's cache."""
        texts = [text for message in training_data.training_examples if (text := message.get(TEXT))]
        self._known = word_cache.analyse(texts, self._config["mode"])
        try:
            return super().process_training_data(training_data)
        finally:
            self._known = {}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the words of a message; a message without words is one token, for Rasa needs one."""
        text = message.get(attribute)
        tokens = [
            Token(
                word.surface,
                word.begin,
                word.end,
                data={MORPHEME: word},
                # CountVectorsFeaturizer joins lemmas by spaces: a space inside one would split it.
                lemma=word.normalized.replace(" ", "_") if self._config["normalised_lemma"] else word.surface,
            )
            for word in self._known.get(text) or morphology.analyse(text, self._config["mode"])
        ]
        return tokens or [Token(text or " ", 0, len(text) or 1)]


def morphemes(message: Message, attribute: str = "text") -> list[morphology.Morpheme]:
    """Return the words that the tokenizer found in a message."""
    tokens = message.get(f"{attribute}_tokens") or []
    return [word for token in tokens if (word := token.get(MORPHEME)) is not None]
