"""The learnt half of hearing danger: how likely a text is a cry of distress, an emergency, or neither.

Two linear models over three classes, their logits mixed: one over sentence and word vectors (knows paraphrases, in any
language of the encoder; `danger_features`), one over runs of characters (knows spellings: kana, dialect, typing errors) and
of what they sound like, so that a question in plain kana is the question and a cry in plain kana the cry. A text is as
dangerous as its most dangerous sentence. Learning uses scipy; answering is two products.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import zipfile
import zlib
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from bot.nlu import morphology
from bot.nlu.danger_features import DIMENSIONS
from bot.nlu.danger_language import fold, hiragana
from bot.nlu.kept import Kept

KINDS = ("none", "distress", "emergency")
# Runs of one to four characters, hashed; a collision costs less than a dictionary of a million runs.
BUCKETS = 2**17
LONGEST_RUN = 4
# Where the checksums of sounds begin, so that a sound is another run than the same kana as typed.
SOUND = 1
# What a piece of text may have at most; a piece is a sentence, or two neighbours.
MAX_CHARACTERS = 200
MAX_PIECES = 400
# Pieces that the sentence encoder reads, chosen by the model of characters: a letter must not take seconds.
MOST_ENCODED = 6

Floats = npt.NDArray[np.float32]
# What reading a saved model raises where it is missing or broken.
UNREADABLE = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
_BY_EAR = str.maketrans("ゃゅょぁぃぅぇぉをぢづ", "やゆよあいうえおおじず")
_LONG_O = re.compile(r"(?<=[おこそとのほもよろごぞどぼぽ])[うー]")
_LONG_E = re.compile(r"(?<=[えけせてねへめれげぜでべぺ])[いー]")
_NOT_SAID = re.compile(r"[\W_ー]+")
_SENTENCE = re.compile(r"[^。｡！？!?\n]+[。｡！？!?\n]*|[。｡！？!?\n]+")


def pieces(text: str) -> list[str]:
    """Return the pieces to be scored: the whole, then each sentence and each two neighbours if there are several."""
    sentences = [
        cut
        for found in _SENTENCE.findall(text)
        if (stripped := found.strip())
        for cut in (stripped[i : i + MAX_CHARACTERS] for i in range(0, len(stripped), MAX_CHARACTERS))
    ]
    if len(sentences) < 2:
        return [text[:MAX_CHARACTERS]]
    pairs = [one + two for one, two in itertools.pairwise(sentences)]
    return [text[:MAX_CHARACTERS], *sentences[:MAX_PIECES], *pairs[:MAX_PIECES]]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, with their marks; lines that are empty are left out."""
    found: list[str] = _SENTENCE.findall(text)
    return found


def sound(text: str) -> str:
    """Return how a text is said, in the spelling of those who write by ear: おとおさん, しやくしよ."""
    return "".join(map(_sound_of, sentences(text[:MAX_CHARACTERS])))


# Each sentence of a long message stands in three pieces.
@functools.lru_cache(maxsize=1_024)
def _sound_of(sentence: str) -> str:
    return spoken(morphology.analyse(sentence))


def spoken(words: Iterable[morphology.Morpheme]) -> str:
    """Return the sound of a sentence by its words."""
    # Latin letters are not spelt out: ni is no えぬあい.
    said = "".join(word.surface if word.surface.isascii() else word.reading for word in words)
    said = hiragana(fold(said)).translate(_BY_EAR)
    said = _LONG_O.sub("お", _LONG_E.sub("え", said))
    return _NOT_SAID.sub("", said)


def runs(text: str) -> list[int]:
    """Return the buckets of the runs of characters of a text and of its sound, each once."""
    return sorted(_buckets(fold(text), 0) | _buckets(sound(text), SOUND))


def marked(letters: str) -> str:
    """Return the letters whose runs count, with a mark at both ends."""
    return f"^{letters[:MAX_CHARACTERS]}$"


def _buckets(letters: str, beginning: int) -> set[int]:
    encoded = [letter.encode("utf-8", "replace") for letter in marked(letters)]
    found = set()
    for start in range(len(encoded)):
        # The checksum of a longer run goes on from that of the shorter one.
        checksum = beginning
        for letter in encoded[start : start + LONGEST_RUN]:
            checksum = zlib.crc32(letter, checksum)
            found.add(checksum % BUCKETS)
    return found


@dataclasses.dataclass(frozen=True)
class Heard:
    """What the model makes of a text: `score` is the probability of danger in its most dangerous piece."""

    score: float
    kind: str
    subject: str
    words: str


@dataclasses.dataclass(frozen=True)
class DangerModel(Kept):
    """A learnt detector.

    Attributes:
        dense: float32 (3, `danger_features.DIMENSIONS` + 1): weights over vectors and, last, the bias; rows as `KINDS`.
        spelt: float32 (3, BUCKETS + 1): weights over runs of characters and the bias.
        share: How much the dense model counts, 0 to 1.
        subjects: Names of the rows of `about`.
        about: float32, a row per subject, as wide as `dense`: which subject a cry has.
        learnt_from: Version of what it was learnt from (`danger_cache`), empty where nobody asks.
        taught_by: Version of what of that taught it: a question in which nothing is heard leaves it as it is.
    """

    # 200,000 weights of characters are most of the model.
    FILE = "danger.npz"
    HALVED = frozenset({"spelt"})

    dense: Floats
    spelt: Floats
    share: float
    subjects: list[str]
    about: Floats
    learnt_from: str = ""
    taught_by: str = ""

    def spelt_logits(self, texts: Sequence[str]) -> Floats:
        """Return the logits of the model of characters, (texts, 3)."""
        rows: dict[str, Floats] = {}
        # Two sentences are the whole message and two neighbours at once.
        for text in dict.fromkeys(texts):
            buckets = runs(text)
            rows[text] = self._by_run[buckets].sum(axis=0) / np.sqrt(max(1, len(buckets))) + self._by_run[BUCKETS]
        return np.asarray([rows[text] for text in texts], dtype=np.float32)

    @functools.cached_property
    def _by_run(self) -> Floats:
        """`spelt` with the three weights of a run beside each other: one place in memory is read instead of three."""
        return np.ascontiguousarray(self.spelt.T)

    def loudest(self, texts: Sequence[str]) -> tuple[list[int], Floats]:
        """Return which pieces to encode (the first is always among them) and all logits of characters."""
        logits = self.spelt_logits(texts)
        return chosen(logits), logits

    def hear(self, texts: Sequence[str], vectors: Floats, spelt: Floats) -> Heard:
        """Judge pieces.

        Args:
            texts: The pieces.
            vectors: Their rows of `danger_features`, (texts, DIMENSIONS).
            spelt: Their logits of characters, (texts, 3).
        """
        dense = vectors @ self.dense[:, :-1].T + self.dense[:, -1]
        chances = softmax(self.share * dense + (1.0 - self.share) * spelt)
        best = int(np.argmax(danger(chances)))
        subject = int(np.argmax(self.about[:, :-1] @ vectors[best] + self.about[:, -1]))
        kind = KINDS[1] if chances[best, 1] >= chances[best, 2] else KINDS[2]
        score = float(danger(chances)[best])
        return Heard(score, kind, self.subjects[subject], texts[best].strip())

    def is_sound(self) -> bool:
        """Return whether all parts have the sizes that they must have, and are numbers."""
        width, rows = DIMENSIONS + 1, (len(self.subjects), DIMENSIONS + 1)
        sizes = (self.dense.shape, self.spelt.shape, self.about.shape)
        wanted = ((len(KINDS), width), (len(KINDS), BUCKETS + 1), rows)
        return sizes == wanted and all(np.isfinite(part).all() for part in (self.dense, self.spelt, self.about))


def chosen(logits: Floats) -> list[int]:
    """Return which pieces are encoded, by their logits of characters: the first, and the loudest of the others."""
    order = np.argsort(-danger(softmax(logits)), kind="stable")
    return [0, *(int(i) for i in order if i != 0)][:MOST_ENCODED]


def softmax(logits: Floats) -> Floats:
    """Return the probabilities of kinds, (texts, 3)."""
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float32)


def danger(chances: Floats) -> Floats:
    """Return the probability that it is any kind of danger, (texts,)."""
    return np.asarray(chances[:, 1:].sum(axis=1), dtype=np.float32)
