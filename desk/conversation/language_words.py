"""Whether words ask for another language, or for やさしい日本語, which the assistant then goes on in; pure.

Only where the whole message says it: a question about languages (英語で相談できますか) is the assistant's. On LINE there is no menu to find
a language by, and who needs one reads little else.
"""

from __future__ import annotations

import re
import unicodedata

from desk.conversation import language_wishes
from desk.conversation.language_wishes import ANY, JAPANESE

__all__ = ["ANY", "EASY", "JAPANESE", "asked_for"]
EASY = language_wishes.EASY
# Longer messages say more.
_LONGEST = 60
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
# Where spaces say nothing: やさしい日本語 by what is wished of the words, or by what is wrong with them.
_PLAINER = re.compile(
    rf"{_BEFORE}(?:"
    r"(?:やさしい|優しい|易しい|わかりやすい|分かりやすい|簡単な|かんたんな)(?:日本語|にほんご|言葉|ことば|言い方|いいかた)|"
    r"(?:やさしく|易しく|わかりやすく|分かりやすく|簡単に|かんたんに)(?:言って|書いて|話して|説明して|教えて|答えて)|"
    r"(?:日本語|にほんご|言葉|ことば)(?:を)?(?:やさしく|わかりやすく|分かりやすく|簡単に|かんたんに)|"
    rf"{_TOO_HARD}){_WISH}"
)


def asked_for(text: str) -> str | None:
    """Return the code of the language that is all a message asks for, `ANY` for Chinese of either script; None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if not plain or len(plain) > _LONGEST:
        return None
    return EASY if _PLAINER.fullmatch(plain.replace(" ", "")) else language_wishes.read(plain)
