"""Takes out of a message what it says it is *not* about: 「市営住宅ではなく民間の部屋」 asks for a room; pure.

A classifier hears the noun and not the word behind it that rejects it. What may stand before a rejecting word is found by
the particles: of 「家を借りるのではなく買いたい」 only the verb is rejected, the house is not.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Literal

from bot.nlu import context
from bot.nlu.label_model import Scores
from bot.nlu.morphology import Morpheme

Kind = Literal["but", "except", "rather", "enough"]

_NOT = r"(?:で(?:は|も)?|じゃ)"
_LINK = r"[、,。!！\s]*"
# 「…じゃないですか」「…ではないでしょうか」 ask for a yes, they reject nothing.
_TAG = r"(?!です(?:か|よね)|か|の?[?？]|でしょうか|よね|かな|かも|と(?:だめ|いけ|困))"
# People and places are conditions, not alternatives: 東京以外から, 日本人以外でも.
_CONDITION = r"(?!から|でも|の(?:人|方|国|地域|出身|市|町)|に住)"
_REJECTING: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "but",
        re.compile(
            rf"(?:という|って|とか|ん|の|わけ|話|こと)?{_NOT}"
            rf"(?:なく(?:って|て|、)?(?!ても)|ありません(?:ので|が|けど)?|(?<=は)あらず|ない(?:です|ん(?:です|だ)?)?(?:ので|から|が|けれども?|けど|んで|し)?(?:[、,。!！\s]|(?=の|ん|ほう|方|やつ|もの|仕事|家|部屋|所|ところ|働き|住|暮|相談|制度|支援|学校|園|店|道|手段|形)|$))"
            rf"{_TAG}(?!て?も){_LINK}"
        ),
    ),
    (
        "but",
        re.compile(
            rf"(?:する|した|たい)?(?:つもり|気)(?:は|も)?(?:ない|なく|ありません)(?:です)?(?:ので|から|が|けれども?|けど|て|し){_LINK}"
        ),
    ),
    (
        "except",
        re.compile(rf"(?:以外|いがい|(?<=の)(?:ほか|他|外)(?=に|で)){_CONDITION}(?:での|の|で|に)?(?:は|も)?{_LINK}"),
    ),
    ("except", re.compile(rf"(?:を)?(?:除いた|除いて|のぞいて|除き|抜きで|抜きの){_LINK}")),
    ("rather", re.compile(rf"(?:とか|なんか|など)?より(?:も|は|かは|むしろ)?{_LINK}")),
    (
        "enough",
        re.compile(
            r"(?:の(?:話|こと|件|方|ほう))?(?:は|も|なら|って|とか)?(?:もう)?"
            r"(?:(?<=もう)(?:いい|良い|よい|けっこう|結構|十分|じゅうぶん|大丈夫)|(?<=[話件]は)(?:いい|良い|よい|結構)|(?<=ことは)(?:いい|良い)|"
            # 「ペット不可でもいいので」 gives up what it names; 「資格なしでもいいですか」 asks.
            r"(?:不可|禁止|お断り|NG|なし|無し)でも(?:いい|良い|よい|構わない|かまわない|構いません|かまいません)(?!です(?:か|よね)|でしょうか)|"
            r"(?<=[はも])(?:いら(?:ない|ん(?!で))|要ら(?:ない|ん)|いりません|要りません|必要ない|不要|結構|けっこう|興味(?:が)?(?:ない|ありません|なく)|考えて(?:い)?(?:ない|ません)|し(?:ない|ません)|希望し(?:ない|ません)|求めて(?:い)?(?:ない|ません)|探して(?:い)?(?:ない|ません)|関係(?:ない|ありません)|問わ(?:ない|ず|ません)|こだわ(?:らない|らず|りません)|気にし(?:ない|ません)|パス|やめ(?:て|とく|ておく|ときます|ました|た)|見送|置いといて|おいといて|別として|さておき|ともかく|わかった|分かった|わかりました|分かりました|知って(?:る|い?ます)))"
            r"(?:です|ん(?:です|だ)?|なん(?:です|だ)?|だ)?(?:ので|から|けれども?|けど|が|んで|し|で|て|、|。|！|!|\s)+"
        ),
    ),
)
# 「AよりB」 compares two things; only a wish says which one is meant. 思ったより compares nothing.
_WISH = re.compile(r"(?:ほう|方)が|(?:が|で)(?:いい|良い|よい)|たい|希望|興味|探し|教えて|知りた|ほしい|欲しい|好き")
_NO_THING = re.compile(
    r"(?:思った|想像|予想|予定|普段|ふだん|前|いつも|何|なに|今|これ|それ|昔|もと|元|平均|他|ほか|市|駅|月|日|時)$"
)
# Marks after which a new thing begins.
_MARKS = re.compile(r"[。、,.!！?？\n　]|(?<=[^\x00-\x7f]) ")
# Particles that end what a rejection can reach; a と, や or の joins two rejected things.
_BOUNDS = frozenset(["は", "が", "を", "に", "で", "も", "へ"])


_KEPT_SHARE, _FLOOR = 0.7, 1e-3


@dataclasses.dataclass(frozen=True)
class Wish:
    """A message without what it rejects.

    Attributes:
        kept: What the message asks for, in its own words; may be little (の話を).
        rejected: The phrases that it is not about, as they were written.
    """

    kept: str
    rejected: tuple[str, ...]


def read(text: str, words: Sequence[Morpheme]) -> Wish | None:
    """Return what is left of a message when the phrases that it rejects are taken out, None if it rejects nothing.

    Args:
        text: As typed.
        words: Its morphemes, with offsets into the text.
    """
    cuts: list[tuple[int, int, str]] = []
    for kind, pattern in _REJECTING:
        for found in pattern.finditer(text):
            begin = _begin(text, found.start(), words, kind)
            thing = text[begin : found.start()]
            if not _is_thing(thing, begin, found.start(), words) or any(
                b < found.end() and begin < e for b, e, _ in cuts
            ):
                continue
            if kind == "rather" and (_NO_THING.search(thing) or not _WISH.search(text[found.end() :])):
                continue
            cuts.append((begin, found.end(), thing))
    if not cuts:
        return None
    kept, last = [], 0
    for begin, end, _ in sorted(cuts):
        kept.append(text[last:begin])
        last = end
    kept.append(text[last:])
    rest = "".join(kept).strip(" 　、,。")
    return Wish(rest, tuple(thing for _, _, thing in sorted(cuts)))


def says_enough(kept: Sequence[Morpheme]) -> bool:
    """Whether what is left has a subject of its own."""
    return bool(context.own_words(kept))


def without_rejected(whole: Scores, kept: Scores | None, rejected: Sequence[Scores]) -> Scores:
    """Return the scores of a message that rejects something.

    Args:
        whole: Of the message as typed.
        kept: Of what is left, None where that is too little to be read alone (以外には？).
        rejected: Of each rejected phrase.
    """
    chances = dict(whole.ranking)
    for scores in rejected:
        for label, chance in scores.ranking:
            chances[label] *= 1.0 - chance
    if kept is not None:
        # What is left decides; the whole knows what the rejected phrase was the wrong half of (冬道の運転ではなく歩くの).
        alone = dict(kept.ranking)
        chances = {
            label: alone[label] ** _KEPT_SHARE * max(chance, _FLOOR) ** (1.0 - _KEPT_SHARE)
            for label, chance in chances.items()
        }
    total = sum(chances.values()) or 1.0
    ranking = sorted(((label, chance / total) for label, chance in chances.items()), key=lambda pair: -pair[1])
    return Scores(ranking, kept.nearness if kept is not None else whole.nearness)


def _begin(text: str, end: int, words: Sequence[Morpheme], kind: Kind) -> int:
    """Return where the rejected phrase begins: after the last mark or particle that ends another one."""
    marks = [found.end() for found in _MARKS.finditer(text, 0, end)]
    begin = marks[-1] if marks else 0
    before = [word for word in words if begin <= word.begin and word.end <= end]
    for position, word in reversed(list(enumerate(before))):
        is_bound = word.part_of_speech[0] == "助詞" and word.surface in _BOUNDS and word.part_of_speech[1] != "接続助詞"
        # A particle that the rejecting word itself brings along (補助金は｜いらない) bounds nothing.
        if is_bound and position < len(before) - 1 and any(w.is_content for w in before[position + 1 :]):
            return word.end
    return begin


def _is_thing(thing: str, begin: int, end: int, words: Sequence[Morpheme]) -> bool:
    return bool(thing.strip()) and any(w.is_content for w in words if begin <= w.begin and w.end <= end)
