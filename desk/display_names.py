"""What screens, notices, files and the audit log call what the code calls by a key; each name once. Pure."""

from __future__ import annotations

from collections.abc import Mapping

TOPICS: Mapping[str, str] = {
    "housing": "住まい",
    "jobs": "仕事",
    "startup": "起業",
    "nursery": "保育園留学",
    "centre": "相談窓口",
    "subsidy": "支援金・補助",
    "life": "くらし",
    "events": "催し・交流",
    "handoff": "連絡先",
    "out_of_scope": "移住以外",
    "general": "全般",
    "family": "子育て・教育",
    "winter": "冬のくらし・雪",
    "visit": "お試し移住・見学",
}
CHANNELS: Mapping[str, str] = {"web": "ウェブ", "line": "LINE"}
REASONS: Mapping[str, str] = {
    "asked_for_person": "人に相談したい",
    "not_understood": "自動応答が2回続けて分からなかった",
    "assistant_failed": "自動応答が動いていなかった",
    "distress": "心の危機",
    "emergency": "緊急",
    "left_message": "伝言の書き込み",
}
