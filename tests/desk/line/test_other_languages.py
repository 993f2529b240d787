"""An answer in another language on LINE: `desk.channels.line.parts`."""

from __future__ import annotations

from desk.channels.line import parts

ENGLISH = {
    "type": "answer",
    "label": "housing/rent_cost",
    "title": "Rents",
    "text": "- **1K**: about ¥35,000",
    "caveat": "Translated 29 November 2026.",
    "sources": [{"title": "市", "url": "https://example.jp/"}],
    "checked": "2026-11-23",
    "outdated": False,
    "language": "en",
}
JAPANESE = {
    "type": "answer",
    "label": "housing/rent_cost",
    "title": "家賃の相場",
    "text": "むずかしい文",
    "more": "もっと",
    "easy": "家《いえ》のお金《かね》は、｜1人《ひとり》で35,000円《えん》です。",
    "easy_title": "家賃《やちん》",
    "caveat": "条件があります。",
    "easy_caveat": "決《き》まりがあります。",
    "sources": [{"title": "市", "url": "https://example.jp/"}],
    "checked": "2026-11-23",
    "outdated": False,
    "easy_first": True,
}


def test_the_version_in_another_language_has_no_japanese_around_it() -> None:
    [words] = parts.paragraphs([ENGLISH])

    assert words == "■ Rents\n\n・1K: about ¥35,000\n\nTranslated 29 November 2026."


def test_the_japanese_is_plain_with_readings_in_brackets() -> None:
    [words] = parts.paragraphs([JAPANESE])

    assert words.startswith("■ 家賃（やちん）\n\n家（いえ）のお金（かね）は、1人（ひとり）で35,000円（えん）です。")
    assert "※ 決（き）まりがあります。" in words
    assert "出典" in words
    assert parts.details(JAPANESE) == ""
