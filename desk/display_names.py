"""What screens, notices, files and the audit log call what the code calls by a key; each name once. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from desk.text.pack import city

CHANNELS: Mapping[str, str] = {"web": "ウェブ", "line": "LINE", "mail": "メール"}
REASONS: Mapping[str, str] = {
    "asked_for_person": "人に相談したい",
    "not_understood": "自動応答が2回続けて分からなかった",
    "assistant_failed": "自動応答が動いていなかった",
    "distress": "心の危機",
    "emergency": "緊急",
    "left_message": "伝言の書き込み",
}
# How a case ended, as its consultant chose; in the order of the dialog.
ENDINGS: Mapping[str, str] = {
    "solved": "解決した",
    "guided": "案内した",
    "referred": "他の課へつないだ",
    "visit": "来訪・予約につながった",
    "no_reply": "返事がなくなった",
    "nuisance": "いたずら・迷惑",
}


def topics() -> dict[str, str]:
    """Return the names of all topics of the city by key; 全般 is what has none. Small talk is no topic."""
    named = {key: name for key, name in city().topic_names.items() if key != "chitchat"}
    return {**named, "general": "全般"}
