"""How a message is read before it is understood: `bot.channels.reading`."""

from __future__ import annotations

import pytest

from bot.channels import reading


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ハロ-ワ-クはどこですか", "ハローワークはどこですか"),
        ("ラ−メン屋で働きたい", "ラーメン屋で働きたい"),
        ("ストーブとヒ─タ─", "ストーブとヒーター"),
        ("バスのル‐トは", "バスのルートは"),
        ("ﾊﾛ-ﾜ-ｸ", "ﾊﾛーﾜーｸ"),
        ("コワーキング一覧", "コワーキング一覧"),
        ("090-1234-5678", "090-1234-5678"),
        ("プランA-2", "プランA-2"),
        ("住まい-仕事", "住まい-仕事"),
        ("-5度", "-5度"),
    ],
)
def test_what_stands_for_the_lengthening_mark_is_read_as_it(typed: str, read: str) -> None:
    assert reading.as_read(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("電話番号は［電話番号］です。ハローワークはどこ？", "ハローワークはどこ？"),
        ("家賃はいくら？ 連絡先は［メールアドレス］", "家賃はいくら？ "),
        ("［電話番号］", "［電話番号］"),
        ("［電話番号］に電話してください", "に電話してください"),
    ],
)
def test_what_was_withheld_is_no_part_of_the_question(typed: str, read: str) -> None:
    assert reading.as_read(typed) == read


def test_the_text_itself_is_kept() -> None:
    parsed = reading.as_written({"understanding": {"language": "ja"}}, "ハロ-ワ-ク")

    assert parsed == {"text": "ハロ-ワ-ク", "understanding": {"language": "ja"}}
