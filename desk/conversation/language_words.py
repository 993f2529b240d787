"""Whether words ask for another language, or for やさしい日本語, which the assistant then goes on in; pure.

Only where the whole message says it: a question about languages (英語で相談できますか) is the assistant's. On LINE there is no menu to find
a language by, and who needs one reads little else.
"""

from __future__ import annotations

import re
import unicodedata

EASY, JAPANESE = "ja-easy", "ja"
# Chinese was asked for, and nothing says which script.
ANY = ""
# Longer messages say more.
_LONGEST = 40
_WISH = (
    r"(?:で|に|を|が|して|した|もどして|戻して|もう一度|もういちど|言って|書いて|話して|説明して|教えて|答えて|見|ほしい|いい|お願い(?:します)?|おねがい(?:します)?|"
    r"ください|下さい|もらえ|いただけ|くれ|ます|ません|たい|です|か|ね|[。、!?~ー ])*"
)
_BEFORE = r"(?:もっと|もう少し|ちょっと|すこし|少し|すみません|できれば|やっぱり|全部|[、,。])*"
# Who says that they cannot read an answer needs it in other words.
_HARD = r"(?:難し|むずかし|むつかし)(?:い|く(?:て)?|すぎ(?:て|る|ます)?|かった)"
_NOT_READ = r"(?:よく|ぜんぜん|全然|まったく|あまり|いみが|意味が)?(?:わかり|分かり|理解でき|読め|よめ|わから|分から)(?:ません(?:でした)?|ない(?:です)?|なくて|にくい(?:です)?|づらい(?:です)?)"
_TEXT = r"(?:この|その|今の|さっきの)?(?:日本語|にほんご|言葉|ことば|漢字|かんじ|文章|ぶんしょう|説明|せつめい|回答|答え|こたえ|内容|文|字)"
_TOO_HARD = (
    rf"(?:{_TEXT}(?:が|は|も|の)?(?:いみ|意味)?(?:が)?(?:多くて|多すぎて|長くて|ながくて)?)?(?:{_HARD}(?:です)?[、,。]?(?:{_NOT_READ})?)(?:です)?|"
    rf"{_TEXT}(?:が|は|も|の)?(?:いみ|意味)?(?:が)?{_NOT_READ}|{_TEXT}(?:が|は)?(?:多い|多すぎる|多すぎます|長い|長すぎる|長すぎます)(?:です)?|わかりにくい(?:です)?|分かりにくい(?:です)?"
)
# Where spaces say nothing.
_JOINED: tuple[tuple[str, str], ...] = (
    (
        EASY,
        r"(?:(?:やさしい|優しい|易しい|わかりやすい|分かりやすい|簡単な|かんたんな)(?:日本語|にほんご|言葉|ことば|言い方|いいかた)|"
        r"(?:やさしく|易しく|わかりやすく|分かりやすく|簡単に|かんたんに)(?:言って|書いて|話して|説明して|教えて|答えて)|"
        r"(?:日本語|にほんご|言葉|ことば)(?:を)?(?:やさしく|わかりやすく|分かりやすく|簡単に|かんたんに)|"
        + _TOO_HARD
        + r")",
    ),
    (JAPANESE, r"(?:ふつうの|普通の|もとの|元の|いつもの)?(?:日本語|にほんご)|(?:请|請|可以|能|改?用)*(?:日文|日语|日語)(?:回答|回复|回覆|吗|嗎)*"),
    ("en", r"(?:英語|えいご)|(?:我|可以|能|想|请|請|改?用|说|說|讲|講)*(?:英文|英语|英語)(?:问|問|提问|提問|回答|回复|回覆|说|說|沟通|溝通|可以|吗|嗎|吧)*|영어로?(?:해주세요|말해주세요|답해주세요|되나요|가능한가요)?"),
    ("zh-Hant", r"(?:請|可以|能|想|改?用|我)*(?:繁體中文|繁体中文|繁體|繁中|正體中文|正體)(?:回答|回覆|可以|嗎|吧)*|(?=.*[請說講嗎覆])(?:請|可以|能|想|我|改?用|說|講)*中文(?:回答|回覆|說|講|可以|嗎|吧)*"),
    ("zh-Hans", r"(?:请|可以|能|想|改?用|我)*(?:简体中文|簡体中文|简体|简中)(?:回答|回复|可以|吗|吧)*|(?=.*[请说讲吗复])(?:请|可以|能|想|我|改?用|说|讲)*中文(?:回答|回复|说|讲|可以|吗|吧)*"),
    ("ko", r"(?:韓国語|かんこくご|한국어로?(?:해주세요|말해주세요|답해주세요|되나요|가능한가요)?)"),
    (ANY, r"(?:中国語|ちゅうごくご|中文|用中文|可以用中文)"),
)  # fmt: skip
_ENGLISH = (
    r"(?:(?:sorry|please|hi|hello|ok|ah)[,. ]+)*(?:(?:can|could|may) (?:i|we|you) (?:please )?(?:ask|write|speak|talk|use|answer|reply|do this|switch to)(?: (?:to you|me|questions?))?"
    r"|(?:please )?(?:answer|reply|write|speak|talk|switch|change)(?: to me| me)?|do you (?:speak|understand|have)|i (?:only )?speak)?(?: ?(?:in|to|with))? ?{name}(?: language)?(?:,? ?(?:please|pls|only|is ok|ok))?"
)
_COMPILED = tuple((code, re.compile(f"{_BEFORE}(?:{form}){_WISH}")) for code, form in _JOINED)
_BY_ENGLISH_NAME = tuple(
    (code, re.compile(rf"{_ENGLISH.format(name=name)}[.!? ]*"))
    for code, name in (
        ("en", "english"),
        (JAPANESE, "japanese"),
        ("zh-Hant", "(?:traditional chinese|taiwanese)"),
        ("zh-Hans", "simplified chinese"),
        ("ko", "korean"),
        (ANY, "(?:chinese|mandarin)"),
    )
)


def asked_for(text: str) -> str | None:
    """Return the code of the language that is all a message asks for, `ANY` for Chinese of either script; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain or len(plain) > _LONGEST:
        return None
    joined = plain.replace(" ", "")
    found = next((code for code, form in _COMPILED if form.fullmatch(joined)), None)
    return (
        found if found is not None else next((code for code, form in _BY_ENGLISH_NAME if form.fullmatch(plain)), None)
    )
