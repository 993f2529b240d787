"""What the desk itself says and offers, in やさしい日本語, beside the Japanese of `texts`; pure. Readings as 漢字《かんじ》."""

from __future__ import annotations

from collections.abc import Mapping

_PERSON = "相談員《そうだんいん》"
# By what is said; blanks are filled by `say`.
_TEXTS: Mapping[str, str] = {
    "queued": f"{_PERSON}を 呼《よ》んでいます。あなたは {{position}}番目《ばんめ》です。{{wait}}{{away}}待《ま》っている あいだも、書《か》くことが できます。（番号《ばんごう》：{{receipt}}）",
    "queued_wait": "みんなは {minutes}分《ふん》くらい 待《ま》ちました。",
    "queued_away": "今《いま》、近《ちか》くに いません。でも、呼《よ》び出《だ》しは 届《とど》いています。",
    "reached": f"{_PERSON}に 届《とど》きました。返事《へんじ》を 待《ま》ってください。待《ま》つことを やめることも、伝言《でんごん》を 書《か》くことも できます。",
    "book_instead": f"{_PERSON}を 待《ま》っている あいだは、機械《きかい》は 休《やす》んでいます。予約《よやく》に 変《か》えることも できます。そのときは、{_PERSON}を 呼《よ》ぶことを やめます。",
    "withdraw_or_not": "あなたの 伝言《でんごん》（番号《ばんごう》：{receipt}）を やめますか？",
    "kept": f"わかりました。伝言《でんごん》は {_PERSON}が 読《よ》みます。ほかに 知《し》りたいことが あれば、書《か》いてください。",
    "message_left": f"伝言《でんごん》を もらいました（番号《ばんごう》：{{receipt}}）。{_PERSON}が {{when}}読《よ》みます。返事《へんじ》は このチャットに 来《き》ます。機械《きかい》には、続《つづ》けて 聞《き》くことが できます。",
    "joined": f"{_PERSON}の {{name}}が 来《き》ました。ここからは 人《ひと》が 答《こた》えます。",
    "resumed": f"前《まえ》に 話《はな》した {_PERSON}の {{name}}に つなぎました。返事《へんじ》を 待《ま》ってください。書《か》くことも できます。",
    "transferred": f"{_PERSON}の {{name}}に 変《か》わりました。",
    "returned": f"{_PERSON}との 話《はなし》は 終《お》わりました。ここからは 機械《きかい》が 答《こた》えます。",
    "go_on": f"{_PERSON}（{{name}}）との 話《はなし》の 続《つづ》きですか？ つなぐと、今《いま》 書《か》いたことも {_PERSON}に 届《とど》きます。",
    "closed": "相談《そうだん》は 終《お》わりました。また 聞《き》きたいことが あれば、いつでも 書《か》いてください。",
    "rated": "答《こた》えてくれて ありがとうございます。もっと よくするために 使《つか》います。",
    "cancelled": f"{_PERSON}を 呼《よ》ぶことを やめました。機械《きかい》が 答《こた》えます。",
    "withdrawn": "伝言《でんごん》を やめました（番号《ばんごう》：{receipt}）。機械《きかい》が 答《こた》えます。",
    "back_in_queue": f"{_PERSON}が いなくなりました。ほかの {_PERSON}を 呼《よ》びます。順番《じゅんばん》は 変《か》わりません。",
    "released": f"{_PERSON}が 変《か》わります。ほかの {_PERSON}を 呼《よ》んでいます。順番《じゅんばん》は 変《か》わりません。待《ま》っている あいだも、書《か》くことが できます。",
    "wait_apology": "{minutes}分《ふん》くらい 待《ま》っていますね。すみません。このまま 待《ま》つことも、伝言《でんごん》を 書《か》くことも できます。",
    "assistant_failed": "すみません。今《いま》、機械《きかい》が うまく 答《こた》えられません。あなたが 書《か》いたことは 残《のこ》っています。",
    "over": "それは もう 必要《ひつよう》が なくなりました。聞《き》きたいことが あれば、書《か》いてください。",
    "solved": "よかったです。ほかに 知《し》りたいことが あれば、書《か》いてください。",
    "not_solved": f"ごめんなさい。ほかの 言《い》い方《かた》で 書《か》いてください。{_PERSON}に 聞《き》くことも できます。",
    "ask_anything": "知《し》りたいことを 書《か》いてください。下《した》から 選《えら》ぶことも できます。",
    "open_page": f"{_PERSON}に 届《とど》きました。続《つづ》きは、専用《せんよう》の ページで 話《はな》してください。返事《へんじ》も そこに 来《き》ます。",
    "personal": "{kinds}のような 個人《こじん》の 情報《じょうほう》は、LINEに 書《か》かないでください。今《いま》 送《おく》った メッセージは、長《なが》く 押《お》して「送信取消《そうしんとりけし》」で 消《け》すことが できます。必要《ひつよう》なときは、専用《せんよう》の ページに 書《か》いてください。",
    "not_words": "質問《しつもん》は 文字《もじ》で 書《か》いてください。写真《しゃしん》・動画《どうが》・場所《ばしょ》・スタンプは、機械《きかい》には わかりません。残《のこ》していません。",
    "not_words_kept": f"もらいました。{_PERSON}が 見《み》ます。質問《しつもん》は 文字《もじ》で 書《か》いてください。",
    "too_many": "たくさんの メッセージを もらったので、順番《じゅんばん》に 答《こた》えています。少《すこ》し 待《ま》ってください。",
    "purpose": "連絡先《れんらくさき》は、移住《いじゅう》の 相談《そうだん》に 答《こた》えるためと、あなたに 連絡《れんらく》するためだけに 使《つか》います。相談《そうだん》の 仕事《しごと》を する人《ひと》が 見《み》ます。法律《ほうりつ》で 決《き》まっている ときの ほかは、ほかの人《ひと》に わたしません。消《け》したいときは、メニューの「会話《かいわ》を 消《け》す」で 消《け》すことが できます。",
    "leave_message_form": f"{_PERSON}に 伝《つた》えたいことを、下《した》に 書《か》いてください。",
}
# By the command of a choice; what stands behind the name (the number of a message, a case) says which one is meant.
_CHOICES: Mapping[str, str] = {
    "/request_human": "人《ひと》に 相談《そうだん》する",
    "/request_booking": "相談《そうだん》を 予約《よやく》する",
    "desk:person": "人《ひと》に 相談《そうだん》する",
    "desk:keep": "そのままに する",
    "desk:book": "予約《よやく》に 変《か》える",
    "desk:leave_message": "伝言《でんごん》を 書《か》く",
    "desk:go_on:": "相談《そうだん》の 続《つづ》きを する",
    "desk:not_on:": "機械《きかい》に 聞《き》く",
    "desk:again": "もう一度《いちど》 送《おく》る",
    "desk:rated:5:": "とても よかった",
    "desk:rated:4:": "よかった",
    "desk:rated:3:": "ふつう",
    "desk:rated:2:": "あまり よくなかった",
    "desk:rated:1:": "よくなかった",
}


def say(key: str, **values: object) -> str:
    """Return a text with its blanks filled."""
    return _TEXTS[key].format(**values)


def choice(label: str, payload: str) -> str | None:
    """Return what a choice says; None where it has no words of its own (a topic, a time)."""
    if payload == "desk:cancel":
        # The same command takes back a message and ends a wait.
        return "伝言《でんごん》を やめる" if "伝言" in label else "待《ま》つことを やめる"
    return next((words for name, words in _CHOICES.items() if _is(payload, name)), None)


def _is(payload: str, name: str) -> bool:
    return payload.startswith(name) if name.endswith(":") else payload == name
