"""The page that tells people what becomes of their words says what is done."""

from __future__ import annotations

from desk.db.data_category import Kept
from desk.privacy.periods import PERIODS
from desk.settings import PROJECT

DOCS = PROJECT / "docs"
NOTICE = (DOCS / "personal-information.md").read_text(encoding="utf-8")


def test_the_page_names_the_periods_that_the_office_begins_with() -> None:
    assert f"| 会話 | 最後の発言から {PERIODS[Kept.TALK].days}日 |" in NOTICE
    assert f"| 連絡先 | 相談が終わってから {PERIODS[Kept.CONTACT].days}日 |" in NOTICE


def test_the_manuals_of_the_office_name_them_too() -> None:
    manual = (DOCS / "privacy.md").read_text(encoding="utf-8")
    named = [
        (Kept.TALK, "会話・相談・添付ファイル"),
        (Kept.CONTACT, "連絡先（会話の中に書かれたものを含む）"),
        (Kept.RECEIVED, "受け取ったLINEのイベントの番号"),
        (Kept.ACCESS, "職員のログインの跡"),
    ]

    assert [kept for kept, _ in named] == list(PERIODS)
    assert [
        (kept, days) for kept, words in named if (days := f"| {words} | {PERIODS[kept].days}日 |") not in manual
    ] == []
    assert f"相談の{PERIODS[Kept.CONTACT].days}日あとに" in (DOCS / "appointments.md").read_text(encoding="utf-8")


def test_the_page_names_the_buttons_as_the_chat_does() -> None:
    widget = PROJECT / "web" / "src" / "widget"
    menu = "".join((widget / name).read_text(encoding="utf-8") for name in ("menu.tsx", "sheet.tsx"))

    for name in ("メニュー", "会話を消す（この端末とサーバー）", "会話を保存する（テキスト）"):
        assert f"「{name}」" in NOTICE
        assert name in menu
