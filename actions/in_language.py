"""A reply in the reader's language: approved texts by key, titles on choices, the English version before the Japanese; pure.

What the actions compose is Japanese; a text part carries in `say` the key of its translation, which is resolved here and
never sent. Every reply to another language holds words in it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from actions import choices_in_language, easy_words, languages, times_in_language
from actions.languages import Catalogue
from actions.library.entries import Entry
from actions.library.partial_dates import english_date

Part = dict[str, Any]
# Set on a part whose words are in the reader's language already (helplines).
AS_IT_IS = "as_it_is"
# Romaji: Japanese, but for whom writing is hard.
ROMAJI = "romaji"
# What names an appointment, as the desk writes it.
_TIMES = frozenset({"when", "list", "day"})
_READING = re.compile(r"《([^》]*)》")


def render(
    parts: Sequence[Part], language: str, written: str, library: Mapping[str, Entry], today: datetime.date
) -> list[Part]:
    """Return the parts as they are sent.

    Args:
        parts: In Japanese, as composed.
        language: Of the reply: ja or one of `languages.TRANSLATED`; Japanese where the pack has no texts of it.
        written: Of the message; `romaji` gets やさしい日本語, `other` hears where else to ask.
        library: All entries by label.
        today: The day in Japan.
    """
    if not languages.is_offered(language):
        is_easy_wanted = written in {ROMAJI, languages.EASY} or language in languages.TRANSLATED
        return [_plain_japanese(_without_key(easy_words.beside(part)), is_easy_wanted) for part in parts]
    texts = languages.catalogue(language)
    found: list[Part] = []
    for part in parts:
        if part["type"] in {"text", "handoff"}:
            found.append(_text(part, texts, library))
        elif part["type"] == "answer":
            found += _answer(part, texts, library, today)
        elif part["type"] == "choices":
            offered = [choice | {"label": choices_in_language.label(choice, texts)} for choice in part["choices"]]
            legend = texts.texts.get(f"legend_{part['purpose']}")
            shown = part | {"choices": [_without_easy(choice) for choice in offered]}
            found.append(shown | ({"legend": legend} if legend else {}))
        elif "say" in part:
            key, values = part["say"]
            said = times_in_language.rewritten(texts.say(key, **values), texts.language, texts.texts)
            found.append(_without_key(part) | {"label": said})
        else:
            found.append(part)
    if not any(part.get("language") for part in found if part["type"] != "choices"):
        found.insert(0, _said(texts.texts["in_japanese"], language))
    if written == "other":
        found.append(_said(texts.texts["not_served"], language))
    return found


def _text(part: Part, texts: Catalogue, library: Mapping[str, Entry]) -> Part:
    key, values = part.get("say") or (None, {})
    if key == AS_IT_IS:
        return _without_key(part) | {"language": texts.language}
    if key is None:
        return _easy_first(part)
    words = dict(values)
    if key == "aside":
        # Asides have no title and no sources: their words, or else the greeting.
        english = library[str(words["label"])].english if texts.language == "en" else None
        said = english.text.replace("**", "") if english else texts.texts["greeting"]
        return _said(said, texts.language)
    # A topic is named by its key, so that it is said in the language as well.
    if "opens" in words:
        words["opens"] = times_in_language.moment(str(words["opens"]), texts.language)
    for name in _TIMES & words.keys():
        words[name] = times_in_language.rewritten(str(words[name]), texts.language, texts.texts)
    if "topic" in words:
        words["topic"] = texts.topics.get(str(words["topic"]), words["topic"])
    if "label" in words:
        words["title"] = texts.titles.get(str(words["label"]), words["title"])
    kept = {name: value for name, value in _without_key(part).items() if name != "easy"}
    return kept | {"text": texts.say(key, **words), "language": texts.language}


def _answer(part: Part, texts: Catalogue, library: Mapping[str, Entry], today: datetime.date) -> list[Part]:
    """Return a line in the language, the English version where there is one, and the Japanese."""
    entry = library.get(str(part["label"]))
    title = texts.titles.get(str(part["label"]), part["title"])
    japanese = _easy_first(part)
    if entry is None or entry.english is None:
        return [_said(texts.say("answer_japanese", title=title), texts.language), japanese]
    notes = [texts.say("translated_on", date=english_date(entry.english.translated.isoformat()))]
    if not texts.is_reviewed:
        notes.append(texts.texts["unreviewed"])
    if entry.english.is_older:
        notes.append(texts.texts["original_newer"])
    if entry.is_outdated(today):
        notes.append(texts.texts["possibly_old"])
    english: Part = part | {
        "title": entry.english.title,
        "text": entry.english.text,
        "caveat": " ".join(notes),
        "outdated": False,
        "language": "en",
    }
    for name in ("more", "easy", "easy_more", "easy_title", "easy_caveat"):
        english.pop(name, None)
    return [_said(texts.say("answer_translated", title=title), texts.language), english, japanese]


def _said(words: str, language: str) -> Part:
    return {"type": "text", "text": words, "language": language}


def _plain_japanese(part: Part, is_wanted: bool) -> Part:
    return _easy_first(part) if is_wanted else part


def _easy_first(part: Part) -> Part:
    """Return a part that is shown in やさしい日本語 where it has that, whatever the reader's settings."""
    if part["type"] == "choices":
        return part | {"choices": [_easy_choice(choice) for choice in part["choices"]]}
    if not part.get("easy"):
        return part
    if part["type"] == "answer":
        return part | {"easy_first": True}
    # The screen's own switch shows the readings above the words.
    return part | {"text": in_brackets(str(part["easy"])), "easy_first": True}


def _easy_choice(choice: Part) -> Part:
    """Return a choice without readings: they make it longer than a button of LINE may be."""
    return choice | {"label": _READING.sub("", str(choice.get("easy") or choice["label"])).replace("｜", "")}


def in_brackets(easy: str) -> str:
    """Return やさしい日本語 with its readings in brackets, for where none can stand above."""
    return _READING.sub(r"（\1）", easy).replace("｜", "")


def _without_easy(choice: Part) -> Part:
    return {name: value for name, value in choice.items() if name != "easy"}


def _without_key(part: Part) -> Part:
    return {name: value for name, value in part.items() if name != "say"}
