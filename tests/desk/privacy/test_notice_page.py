"""The page that tells people what becomes of their words says what is done."""

from __future__ import annotations

from desk.db.data_category import Kept
from desk.privacy.periods import PERIODS
from desk.settings import PROJECT

NOTICE = (PROJECT / "docs" / "personal-information.md").read_text(encoding="utf-8")


def test_the_page_names_the_periods_that_the_office_begins_with() -> None:
    assert f"| 会話 | 最後の発言から {PERIODS[Kept.TALK].days}日 |" in NOTICE
    assert f"| 連絡先 | 相談が終わってから {PERIODS[Kept.CONTACT].days}日 |" in NOTICE


def test_the_page_names_the_buttons_as_the_chat_does() -> None:
    widget = PROJECT / "web" / "src" / "widget"
    menu = "".join((widget / name).read_text(encoding="utf-8") for name in ("menu.tsx", "sheet.tsx"))

    for name in ("メニュー", "会話を消す（この端末とサーバー）", "会話を保存する（テキスト）"):
        assert f"「{name}」" in NOTICE
        assert name in menu
