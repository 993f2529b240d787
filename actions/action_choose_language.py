"""Goes on in the language that was chosen by hand, and offers the languages where none was named."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rasa_sdk import Tracker

from actions import action_answer, base, in_language, languages, replies, talk_texts
from actions.library.shelf import SHELF
from actions.replies import Choice, Part
from actions.said import Said
from actions.situation import Situation
from actions.topic_choices import topics

_JAPANESE_KINDS = frozenset({languages.JAPANESE, languages.EASY})
_EASY = "これから やさしい 日本語《にほんご》で 答《こた》えます。知《し》りたいことを 書《か》いてください。下《した》から 選《えら》ぶことも できます。"
_EASY_AGAIN = "これから やさしい 日本語《にほんご》で 答《こた》えます。さっきの 答《こた》えを、もう一度《いちど》 見《み》せます。"
_JAPANESE = "これからは日本語でお答えします。知りたいことを、そのまま書いてください。話題から選ぶこともできます。"


def offered() -> list[Choice]:
    """Return one choice for each language, each in itself."""
    known = {
        code: name for code, name in languages.NAMES.items() if code in _JAPANESE_KINDS or languages.is_offered(code)
    }
    return [Choice(name, "/choose_language" + json.dumps({"language": code})) for code, name in known.items()]


def parts(language: str, answer: Sequence[Part] = ()) -> list[Part]:
    """Return the greeting in a language, with the mark of a translation that nobody reviewed, and what to go on with.

    Args:
        language: Of `languages.NAMES`.
        answer: The last answer, which whoever asks for another language could not read; without one the topics are offered.
    """
    greeting = talk_texts.say("greeting_again") if answer else replies.text(_JAPANESE, "greeting")
    shown = [greeting]
    if languages.is_offered(language) and not languages.catalogue(language).is_reviewed:
        shown.append(replies.text("", "unreviewed"))
    return [*shown, *(answer or [replies.choices([*topics(), replies.ASK_PERSON], "topics")])]


class ActionChooseLanguage(base.ProjectAction):
    """What is chosen by hand holds, whatever is written afterwards, until something else is chosen."""

    async def reply(self, where: Situation, tracker: Tracker) -> Said:
        """Greet in it and remember it."""
        language = where.chosen.get("language", "")
        if language not in languages.NAMES:
            asked = [replies.text("どの言語にしますか？ / Which language?", in_language.AS_IT_IS)]
            return Said([*asked, replies.choices(offered(), "reply")])
        spoken = languages.JAPANESE if language in _JAPANESE_KINDS else language
        entry, library = SHELF.entry(str(tracker.get_slot("last_label") or "")), SHELF.all()
        answer = action_answer.parts(entry, library, base.today()) if entry is not None else []
        shown = parts(spoken, answer)
        if language == languages.EASY:
            shown[0] |= {"easy": _EASY_AGAIN if answer else _EASY}
        return Said(shown, {"language": language, "language_by_hand": True}, language=(spoken, language))
