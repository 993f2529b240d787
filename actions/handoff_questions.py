"""What the form that takes a message asks, and its choices; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions import contact, replies
from actions.city import city
from actions.handoff_steps import CONSENT, CONTACT, KIND, QUESTION
from actions.replies import STOP, Choice, Part


def consent_text() -> str:
    """Return the purpose (個人情報の保護に関する法律 第62条), shown before anything personal is asked; the hand-over records it."""
    return (
        f"【個人情報の取り扱い】いただいた連絡先は、{city().name}の移住相談への回答と、ご希望の連絡のためだけに使います。"
        f"{city().readers}が見ます。"
        "法律で認められた場合を除き、ほかの目的には使わず、ほかに渡しません。消してほしいときは「会話を消す（この端末とサーバー）」で消せます。"
    )


_ASKED = {
    QUESTION: (
        "ご相談の内容を、このまま書いてください。相談員にそのまま届きます。お名前や電話番号はまだ書かないでください。",
        (Choice("これまでの会話のとおり", "/as_discussed"),),
    ),
    KIND: (
        "お返事はこのチャットに届きます。メールや電話でも受け取りますか？",
        (
            Choice("このチャットだけでよい", '/choose_contact{"kind": "chat"}'),
            Choice("メールでも受け取る", '/choose_contact{"kind": "email"}'),
            Choice("電話でも受け取る", '/choose_contact{"kind": "phone"}'),
        ),
    ),
    CONSENT: (
        "よろしいですか？",
        (
            Choice("同意して入力する", '/consent{"given": "yes"}'),
            Choice("連絡先は残さない", '/consent{"given": "no"}'),
        ),
    ),
}
# The translations of the questions.
_KEYS = {QUESTION: "ask_question", KIND: "ask_kind", CONSENT: "ask_consent"}
_CONTACT = {
    "email": "メールアドレスを書いてください。（例：name@example.jp）",
    "phone": "電話番号を書いてください。（例：090-0000-0000）",
}


def parts(requested: str, filled: Mapping[str, Any]) -> list[Part]:
    """Return the question for a slot; each can be answered in words as well, or stopped."""
    if requested == CONTACT:
        return [replies.text(_CONTACT[filled[KIND]], f"ask_{filled[KIND]}"), replies.choices([STOP], "reply")]
    words, offered = _ASKED[requested]
    if requested == CONSENT:
        words = consent_text() + words
    return [replies.text(words, _KEYS[requested]), replies.choices([*offered, STOP], "reply")]


def hint(requested: str | None, filled: Mapping[str, Any], said: str) -> str:
    """Return the key of what is `said` when an answer to a question cannot be used."""
    if said == contact.SAY["example"]:
        return "hint_example"
    if requested == CONTACT:
        return f"hint_{filled[KIND]}"
    return (_KEYS.get(requested or "") or "ask_question").replace("ask_", "hint_")
