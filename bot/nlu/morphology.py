"""Japanese words by Sudachi: where they are, what they are, and how they are written normally.

Sudachi is loaded once per process; its dictionary is memory-mapped.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import importlib.metadata
import importlib.util
import tempfile
from pathlib import Path
from typing import Any, Literal

from bot.nlu import sudachi_pieces, user_dictionary

Mode = Literal["A", "B", "C"]

# Texts up to this length are analysed once a while: tokenizer, sounds and what was rejected ask for the same.
_REMEMBERED = 200
# Words that Sudachi has told: (normalised form, dictionary form, part of speech, reading, synonyms), 10 MB.
_MOST_ENTRIES = 20_000
_Entry = tuple[str, str, tuple[str, str], str, tuple[int, ...]]
_Entries = dict[tuple[int, int, str], _Entry]
_CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞", "接頭辞", "接尾辞", "連体詞", "代名詞", "感動詞"})
_NOT_WORDS = frozenset({"空白"})


class MissingPackage(RuntimeError):
    """A package that the analysis needs is not installed; the message names it and the command."""


@dataclasses.dataclass(frozen=True, slots=True)
class Morpheme:
    """One word of a text.

    Attributes:
        surface: The word as typed; `text[begin:end] == surface`.
        begin: First code point of the word in the text as typed.
        end: One past its last code point.
        normalized: Sudachi's normalised form (いくら → 幾ら, ｱﾊﾟｰﾄ → アパート).
        dictionary_form: The uninflected form.
        part_of_speech: The first two levels of the part of speech.
        reading: How it is said, in katakana; the surface where the dictionary has none.
        synonyms: Ids of the Sudachi synonym groups it belongs to.
    """

    surface: str
    begin: int
    end: int
    normalized: str
    dictionary_form: str
    part_of_speech: tuple[str, str]
    reading: str
    synonyms: tuple[int, ...]

    @property
    def is_content(self) -> bool:
        """Whether the word carries meaning of its own (no particle, auxiliary, mark)."""
        return self.part_of_speech[0] in _CONTENT


def analyse(text: str, mode: Mode = "A") -> list[Morpheme]:
    """Return the words of a text in order, without white space and zero-length pieces.

    Offsets are code points into `text` as given. Any `str` is accepted: NUL, lone surrogates and
    10,000 characters included.
    """
    return [*_analysed(text, mode)] if len(text) <= _REMEMBERED else _analyse(text, mode)


@functools.lru_cache(maxsize=1_024)
def _analysed(text: str, mode: Mode) -> tuple[Morpheme, ...]:
    return tuple(_analyse(text, mode))


def _analyse(text: str, mode: Mode) -> list[Morpheme]:
    # One code point for one: offsets stay those of the text as typed.
    safe = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    words: list[Morpheme] = []
    for start, piece in sudachi_pieces.pieces(safe):
        words += _analyse_piece(piece, mode, start, text)
    return words


def installed_version(package: str) -> str:
    """Return the version of an installed package.

    Raises:
        MissingPackage: It is not installed.
    """
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError as error:
        raise MissingPackage(f"The package {package} is not installed; run `uv sync`.") from error


def fingerprint() -> str:
    """Return a digest of the dictionary's version and of the user dictionary."""
    versions = [installed_version(name) for name in ("sudachipy", "sudachidict-core")]
    digest = hashlib.sha256(user_dictionary.path().read_bytes())
    for module in (__file__, sudachi_pieces.__file__, user_dictionary.__file__):
        digest.update(Path(module).read_bytes())
    return "-".join([*versions, digest.hexdigest()[:16]])


def _analyse_piece(piece: str, mode: Mode, offset: int, typed: str) -> list[Morpheme]:
    # The tokenizer first: it says which package is missing.
    (tokenizer, entries), modes = _tokenizer(), _split_modes()
    words = []
    for morpheme in tokenizer.tokenize(piece, modes[mode]):
        begin, end = morpheme.begin(), morpheme.end()
        surface = piece[begin:end]
        # A word of a dictionary is told once, by its number; words that Sudachi joined share one, so the word itself counts too.
        key = (morpheme.dictionary_id(), morpheme.word_id(), surface)
        entry = entries.get(key)
        if entry is None:
            entry = _told(morpheme)
            if key[0] >= 0:
                if len(entries) >= _MOST_ENTRIES:
                    entries.clear()
                entries[key] = entry
        normalized, dictionary_form, part_of_speech, reading, synonyms = entry
        if part_of_speech[0] in _NOT_WORDS or not surface.strip():
            continue
        words.append(
            Morpheme(
                surface=typed[offset + begin : offset + end],
                begin=offset + begin,
                end=offset + end,
                normalized=normalized or surface,
                dictionary_form=dictionary_form or surface,
                part_of_speech=part_of_speech,
                reading=reading or surface,
                synonyms=synonyms,
            )
        )
    return words


def _told(morpheme: Any) -> _Entry:
    """Return what Sudachi says of a word: asking it costs more than finding the word."""
    first, second, *_ = morpheme.part_of_speech()
    return (
        morpheme.normalized_form().strip(),
        morpheme.dictionary_form().strip(),
        (first, second),
        morpheme.reading_form(),
        tuple(morpheme.synonym_group_ids()),
    )


@functools.cache
def _split_modes() -> dict[str, Any]:
    import sudachipy

    return {"A": sudachipy.SplitMode.A, "B": sudachipy.SplitMode.B, "C": sudachipy.SplitMode.C}


@functools.cache
def _tokenizer() -> tuple[Any, _Entries]:
    """Return Sudachi and the words that it has told."""
    for module, package in (("sudachipy", "sudachipy"), ("sudachidict_core", "sudachidict-core")):
        if importlib.util.find_spec(module) is None:
            raise MissingPackage(f"The package {package} is not installed; run `uv sync`.")
    import sudachipy

    rows = user_dictionary.user_words(user_dictionary.path().read_text(encoding="utf-8"))
    if not rows:  # a new pack knows none yet, and Sudachi makes no dictionary of nothing
        return sudachipy.Dictionary(config=sudachipy.Config(system="core")).create(), {}
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder) / "user.dic"
        user_dictionary.compile_rows(rows, compiled)
        config = sudachipy.Config(system="core", user=[str(compiled)])
        # The user dictionary is read into memory here; the file may go.
        return sudachipy.Dictionary(config=config).create(), {}
