"""What the chat itself says and offers, in やさしい日本語: by the key of a text, by the command of a choice; pure.

A text that is composed of more than its blanks brings its own (`Part["easy"]`), as do the answers. Readings as 漢字《かんじ》.
"""

from __future__ import annotations

from collections.abc import Mapping

from actions import choices_in_language
from actions.replies import Part

_SORRY = "すみません。"
_PERSON = "相談員《そうだんいん》"
_IN_OTHER_WORDS = "ほかの 言《い》い方《かた》で 書《か》いてください。"
# By key; the blanks are those of the key's values.
TEXTS: Mapping[str, str] = {
    "cancelled": "わかりました。伝言《でんごん》は ありません。ほかに 知《し》りたいことが あれば、書《か》いてください。",
    "greeting": "これから 日本語《にほんご》で 答《こた》えます。知《し》りたいことを 書《か》いてください。下《した》から 選《えら》ぶことも できます。",
    "clarify_one": f"「{{title}}」の ことですね。ちがうときは、{_IN_OTHER_WORDS}",
    "clarify_several": "どれを 知《し》りたいですか？ 下《した》から 選《えら》んでください。",
    "fallback_near": f"{_SORRY}よく わかりませんでした。この 中《なか》に ありますか？ ないときは、{_IN_OTHER_WORDS}",
    "fallback_first": f"{_SORRY}よく わかりませんでした。短《みじか》い 言葉《ことば》で 書《か》いてください。下《した》から 選《えら》ぶことも できます。",
    "fallback_second": f"{_SORRY}よく わかりませんでした。下《した》から 選《えら》んでください。{_PERSON}に 聞《き》くことも できます。",
    "fallback_person": f"{_SORRY}わたし（機械《きかい》）は 答《こた》えることが できません。{_PERSON}（人《ひと》）が 聞《き》きます。{_PERSON}と 話《はな》しますか？",
    "topic_which": "どれを 知《し》りたいですか？ 下《した》から 選《えら》んでください。",
    "topic_of": "「{name}」の ことですね。下《した》から 選《えら》ぶか、聞《き》きたいことを 書《か》いてください。",
    "no_entry": f"{_SORRY}そのことは、今《いま》 答《こた》えることが できません。{_IN_OTHER_WORDS}{_PERSON}に 聞《き》くことも できます。",
    "half_of_day": "朝《あさ》ですか？ 夜《よる》ですか？",
    "day_past": "その日《ひ》は もう 過《す》ぎています。ほかの 日《ひ》を 書《か》いてください。（例《れい》：「来週《らいしゅう》の 火曜日《かようび》」）",
    "times_none": f"今《いま》、予約《よやく》できる 時間《じかん》が ありません。伝言《でんごん》を 書《か》くと、{_PERSON}が 返事《へんじ》を します。下《した》の 電話《でんわ》や メールで 聞《き》くことも できます。",
    "times_silent": f"{_SORRY}今《いま》、あいている 時間《じかん》が わかりませんでした。少《すこ》し 待《ま》って、もう一度《いちど》 してください。",
    "closed": f"今《いま》は、{_PERSON}が いない 時間《じかん》です。{{next}}聞《き》きたいことを 書《か》いてください。{_PERSON}が あとで 返事《へんじ》を します。",
    "handoff_failed": f"{_SORRY}今《いま》、{_PERSON}に つなぐことが できませんでした。少《すこ》し 待《ま》って、もう一度《いちど》 してください。下《した》の 電話《でんわ》や メールで 聞《き》くことも できます。",
    "ask_question": f"聞《き》きたいことを 書《か》いてください。{_PERSON}が 読《よ》みます。名前《なまえ》や 電話番号《でんわばんごう》は、まだ 書《か》かないでください。",
    "ask_kind": "返事《へんじ》は このチャットに 来《き》ます。メールや 電話《でんわ》でも ほしいですか？",
    "ask_email": "メールアドレスを 書《か》いてください。（例《れい》：name@example.jp）",
    "ask_phone": "電話番号《でんわばんごう》を 書《か》いてください。（例《れい》：090-0000-0000）",
    "ask_consent": "連絡先《れんらくさき》は、移住《いじゅう》の 相談《そうだん》に 答《こた》えるためと、あなたに 連絡《れんらく》するためだけに 使《つか》います。相談《そうだん》の 仕事《しごと》を する人《ひと》が 見《み》ます。法律《ほうりつ》で 決《き》まっている ときの ほかは、ほかの人《ひと》に わたしません。消《け》したいときは、メニューの「会話《かいわ》を 消《け》す」で 消《け》すことが できます。いいですか？",
    "hint_question": "聞《き》きたいことを、言葉《ことば》で 書《か》いてください。",
    "hint_kind": "下《した》から 選《えら》んでください。",
    "hint_consent": "いいかどうか、下《した》から 選《えら》んでください。",
    "hint_email": "メールアドレスが 正《ただ》しくないようです。もう一度《いちど》 書《か》いてください。",
    "hint_example": "これは 書《か》き方《かた》の 例《れい》です。あなたの ものを 書《か》いてください。",
    "hint_phone": "電話番号《でんわばんごう》が 正《ただ》しくないようです。もう一度《いちど》、数字《すうじ》と「-」で 書《か》いてください。",
}
# By what a command is called where it is translated (`choices_in_language.key`).
CHOICES: Mapping[str, str] = {
    "ask_person": "人《ひと》に 相談《そうだん》する",
    "none_of_these": "この中《なか》に ない",
    "stop": "やめる",
    "as_discussed": "今《いま》までの 話《はなし》の とおり",
    "book": "相談《そうだん》を 予約《よやく》する",
    "in_words": "一《ひと》つずつ 答《こた》える",
    "leave_message": "伝言《でんごん》を 書《か》く",
    "kind_chat": "このチャットだけで いい",
    "kind_email": "メールでも ほしい",
    "kind_phone": "電話《でんわ》でも ほしい",
    "consent_yes": "いいです。書《か》きます",
    "consent_no": "連絡先《れんらくさき》は 書《か》きません",
    "times_all": "ほかの 日《ひ》を 見《み》る",
    "morning": "朝《あさ》（午前《ごぜん》）",
    "evening": "夜《よる》（午後《ごご》）",
    "solved_yes": "はい",
    "solved_no": "いいえ",
}


def beside(part: Part) -> Part:
    """Return a part with やさしい日本語 beside it, where there is some and it has none yet."""
    if part.get("type") == "choices":
        return part | {"choices": [_choice(choice) for choice in part["choices"]]}
    key, values = part.get("say") or (None, {})
    words = TEXTS.get(str(key))
    return part if words is None or part.get("easy") else part | {"easy": words.format(**values)}


def _choice(choice: Part) -> Part:
    words = choice.get("easy") or CHOICES.get(choices_in_language.key(choice) or "")
    return choice | {"easy": words} if words else choice
