"""What is said beside a time after times were offered: a contact, a name, the subject, how many come, thanks; pure.

The digits of 090-1234-5678 are no date, 「電話番号は」 is no wish to be called. The understanding has a reader of its own
(`bot/nlu/said_beside.py`); `tests/wire/orders.json` holds both to the same answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_DASH = r"[\s\-‐–—ー−─━()]{0,2}"
# What the desk writes in the place of what it keeps to itself (desk/contact/withheld.py).
_NAMED = r"[\[［](?:電話番号|メールアドレス|郵便番号|マイナンバー|カード番号)[\]］]"
# A telephone number or a mail address, or its name, with the words around it.
_CONTACT = re.compile(
    r"(?:(?:私の|わたしの|自分の)?(?:電話(?:番号)?|でんわ|携帯(?:番号|電話)?|けいたい|連絡先|連絡|メール(?:アドレス)?|アドレス|tel|mail|e-?mail|phone)(?:は|も|が|:|：|に)?\s*)?"
    rf"(?:[a-z0-9._%+\-]{{1,64}}@[a-z0-9\-]{{1,63}}(?:\.[a-z0-9\-]{{1,63}}){{1,4}}|(?<![0-9])(?:\+81[\s\-]?|0)[0-9]{{1,4}}{_DASH}[0-9]{{1,4}}{_DASH}[0-9]{{3,4}}(?![0-9])|{_NAMED})"
    r"\s*(?:です|になります|まで|で(?=[、,\s])|に(?:お?電話|お?連絡)?(?:お願いします|ください|下さい)?|へ)?[。、,.\s]*"
)
_PEOPLE = re.compile(
    r"(?:(?:大人|家族|夫婦|親子|友人|友達|全部で|全員で|妻と|夫と|子ども?と|私たち)?(?:と|の)?(?:[0-9]{1,2}|[一二三四五六七八九])(?:人|名)|(?:夫婦|家族|親子|ふたり|ひとり|(?:夫|妻|母|父|子ども?|友人|友達)と)(?=で(?:す|[、。\s0-9]|[午来今明月火水木金土日]))|(?:夫|妻|母|父|子ども?|友人|友達)と(?=[、\s0-9]))"
    r"(?:で(?:す|行きます|伺います|参加します|お願いします)?)?(?=[。、,.!！\s]|$|[0-9]|[午来今明月火水木金土日])[。、,\s]*"
)
# Where one thing that is said ends and the next begins.
_ENDS = re.compile(
    r"([。、,.!！\s]+|(?<=です)(?![かがけの])|(?<=ます)(?![かがけの])|(?<=で)(?=お願い|よろしく|ありがと))"
)
# A family name and a given name.
_WHOLE_NAME = re.compile(
    r"(?:^|(?<=[。、,\s]))(?:(?:私|わたし|僕|名前|氏名)(?:は|:|：))?[一-龥々ァ-ヶー]{1,5}[\s・][一-龥々ぁ-んァ-ヶー]{1,6}(?:です|と申します|といいます|と言います)(?![かが])[。、,\s]*"
)
_NAME = r"[^?？、。はがをにの]{1,12}"
_SAID = re.compile(
    # Who it is.
    rf"(?:(?:私|わたし|僕|ぼく|俺|名前|なまえ|氏名)(?:は|:|：))?{_NAME}(?:です|と申します|といいます|と言います)|(?:名前|なまえ|氏名)(?:は|:|：){_NAME}|"
    # What it is about.
    rf"[^?？、。]{{1,16}}(?:の(?:こと|件|相談|話)|に関して|について)(?:で|です|を|なのですが|なんですが|(?:の|を)?(?:ご?相談|お?話)?(?:を)?(?:したい|聞きたい|伺いたい)?(?:です|と思います)?)?|"
    # With whom.
    r"(?:夫婦|家族|親子|ふたり|二人|ひとり|一人|(?:夫|妻|母|父|子ども?|友人|友達)(?:と|も))(?:一緒に?)?(?:で|です)?(?:行きます|伺います|参加します|お願いします)?|"
    # Greetings and thanks.
    r"(?:はい|ええ|どうも|本当に|ご丁寧に|早速|すぐに)*(?:ありがとう(?:ございます|ございました)?|助かります|感謝します|すみません|恐れ入ります|お手数(?:を)?(?:お?かけ|お掛け)(?:し|いたし)ますが?|"
    r"(?:どうぞ)?(?:よろしく|宜しく)(?:お願い(?:し|いたし|致し)ます)?|お願い(?:し|いたし|致し)ます|こんにちは|こんばんは|おはようございます|はじめまして|初めまして|"
    r"お世話に(?:なります|なっています|なっております)|了解(?:です|しました)?|わかりました|承知(?:し|いたし)ました|楽しみ(?:です|にして(?:い|お)?(?:ます|ります))|はい|ええ)"
)


def without(plain: str, names_a_time: Callable[[str], bool]) -> str:
    """Return a normalised text without what is said beside a time; a question stays, and so does whatever names a time.

    Args:
        plain: Lower case, in normal width.
        names_a_time: Whether a piece of it says when or how one meets.
    """
    left = plain
    for pattern in (_CONTACT, _WHOLE_NAME, _PEOPLE):
        left = pattern.sub("", left)
    pieces = _ENDS.split(left)
    return "".join(
        "" if number % 2 == 0 and _SAID.fullmatch(piece) and not names_a_time(piece) else piece
        for number, piece in enumerate(pieces)
    ).strip(" 。、,.!！")


def holds_a_contact(plain: str) -> bool:
    """Whether a contact is among it."""
    return _CONTACT.search(plain) is not None
