"""Japanese names of what the rows call by code, and the definitions that every page shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from desk.text.pack import city

CHANNELS: Mapping[str, str] = {"web": "ウェブ", "line": "LINE"}
REASONS: Mapping[str, str] = {
    "asked_for_person": "人に相談したい",
    "not_understood": "自動応答が2回続けて分からなかった",
    "assistant_failed": "自動応答が動いていなかった",
    "distress": "心の危機",
    "emergency": "緊急",
    "left_message": "伝言の書き込み",
}
OUTCOMES: Mapping[str, str] = {
    "answer": "答えた",
    "clarify": "聞き返した",
    "fallback": "わからなかった",
    "failed": "自動応答が動いていなかった",
    "handoff": "人への相談を希望した",
    "aside": "あいさつなど",
}
TICKS: Mapping[str, str] = {"visit": "来訪", "online": "オンライン相談", "moved": "移住"}
RESULTS: Mapping[str, str] = {"booked": "相談の予約", **TICKS}

DEFINITIONS: Mapping[str, str] = {
    "対象": "期間のうちに始まった利用（セッション）と、そこから起きたことだけを数えます。翌日に相談員が受け取った相談も、利用が始まった日に入ります。どの割合も同じ母数です。"
    "時刻は日本時間です。試験の会話（「集計から除く」の印があるもの）と、利用者が消去した会話は入りません。",
    "利用（セッション）": "利用者が書くか選ぶかしてから、30分何もしなくなるまで。30分より後にまた書くと、次の1回と数えます。",
    "質問": "自動応答に文字で書かれたもの。あいさつと「人に相談したい」は除きます。選択肢を押したものは別に数えます。",
    "回答率": "質問のうち、承認済みの回答を示せたものの割合。聞き返した・わからなかった・動いていなかったものは、答えたことにしません。",
    "解決率": "「解決しましたか」に、はい ÷（はい＋いいえ）。同じ回答に何度か押したときは最後のものを数えます。押さなかった人の割合（無回答）も並べます。",
    "相談員との会話": "相談員が一度でも書いた相談の終わりに、五つから選んでもらったもの（任意）。押した日で数え、同じ相談で何度か押したときは最後のものを数えます。上の二つを「良かった」とします。",
    "引き継ぎ率": "会話のうち、相談員が受け取ったか、伝言を預かったものの割合。引き継ぎは失敗ではなく、相談窓口の成果の一つです。",
    "待ち時間": "人を希望してから相談員が受け取るまでの、受付時間内の分（昼休み・休業日は数えません）。最初の返事は、相談員が初めて書くまで。中央値と、10人中9人がこの分以内（90パーセンタイル）。",
    "あきらめた": "相談員が受け取る前に、利用者が「待つのをやめる」を選んだもの。",
    "少ない数": "母数が10未満の割合は示しません（n は示します）。公開用のファイルでは、1件と2件を「3未満」とし、引き算で分からないように、ほかの欄も伏せることがあります。",
    "成果": "相談員が相談に付けた「来訪」「オンライン相談」「移住」の印を、印を付けた日で数えます。「相談の予約」は、取り消されていない予約を、予約した日で数えます。",
}


def topics() -> dict[str, str]:
    """Return the names of all topics of the city by key; 全般 is what has none. Small talk is no topic."""
    named = {key: name for key, name in city().topic_names.items() if key != "chitchat"}
    return {**named, "general": "全般"}


def topic(label: str) -> str:
    """Return the name of a topic."""
    return topics().get(label, label)
