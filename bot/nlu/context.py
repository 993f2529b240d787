"""Whether a message leans on what was said before (それはいくら？ いつまで？ 夫婦の場合は？)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Literal

from bot import pack
from bot.nlu.morphology import Morpheme
from bot.nlu.text import normalise

Leaning = Literal["must", "may", "no"]

_POINTING = re.compile(
    r"^(?:(?:じゃあ?|では|で|あと|なら|ちなみに|え|はい|ふーん|へえ|なるほど)[、,]?)?(?:それ|その|そこ|そちら|そっち|これ|この|ここ|そう|そんな|さっきの|先ほどの|今の|上の)"
)
_PARTICLE = re.compile(r"^(?:って|とは|は|が|の|に|で|も|を|、)+")
# A question word or a case to be told apart, without a subject of its own.
_BARE = re.compile(
    r"^(?:じゃあ?|では|あと|ちなみに|で)?[、,]?(?:いくら|いつ|どこ|だれ|誰|何|なに|どう|どの|どれ|どうやって|どんな|なぜ|なんで|何歳|何日|何月|何年|何時|期間|期限|料金|費用|値段|条件|書類|場所|時間|締め切り|締切|上限|金額|申込|申し込み|予約|電話|連絡先|対象|もっと|詳しく|くわしく|具体的)"
)
_LONGEST = 22
# Words that fit one question as well as another, as Sudachi writes them.
_GENERAL_LINES = (
    "幾ら 何時 何処 誰 何 如何 金額 料金 費用 値段 条件 書類 期間 期限 場所 時間 場合 申し込み 申込 対象 為る",
    "有る 居る 成る 出来る 要る 掛かる 貰える 使う 教える 知る 必要 詳しい 具体 的 方法 締め切り 上限 手続き",
    "予約 連絡 先 電話 問い合わせ 夫婦 家族 子供 一人 単身 独身 二人 人 年 月 日 歳 時 まで 以内 以上 良い",
    "大丈夫 可能 無い 思う 言う 行く 其れ 其の 其処 此れ 此の 此処 其方 次 どこ いつ さっき 先程 番号 もう",
    "一度 どう 遣る 遣り方 何の 問う 合わせる 申す 込む 所 土日 平日 祝日 参加 利用 内容 例 他 外 別 始まる",
    "終わる 開く 取る 持つ 物 事 方 無料 有料 額 受ける 出す 払う 回 枚 円 万 申請 受付 受け付け 年齢 制限",
    "資格 期日 相場 窓口",
)
_GENERAL = frozenset(word for line in _GENERAL_LINES for word in line.split())

# Asked for something, rather than an answer to us (はい、大丈夫です).
_ASKS = re.compile(
    r"[?？]|(?:か|の|は|って|とか|かな|場合|とき|教えて|教えてください|知りたい|知りたいです|の方|も)[。、]?$"
    r"|いくら|いつ|どこ|誰|だれ|何|なに|どう|どの|どれ|どんな|なぜ|なんで"
)


@functools.cache
def subjects() -> dict[str, str]:
    """Return what a follow-up is about after an answer, by the answer's label."""
    # What each answer is about, in the words that people use.
    listed = pack.words("subjects.csv")
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    rows = [line.split(",", 1) for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def subject(label: str | None) -> str | None:
    """Return the subject of the last answer, None where nothing can lean on it (chitchat, outside, a person)."""
    return subjects().get(label or "")


def spelt_out(subject: str, text: str) -> str:
    """Return the message with the subject in the place of the words that point at it (それはいくら → 融資 いくら)."""
    plain = normalise(text)
    pointing = _POINTING.match(plain)
    rest = _PARTICLE.sub("", plain[pointing.end() :]) if pointing else plain
    return f"{subject}　{rest or plain}"


def without_pointing(text: str, words: Sequence[Morpheme]) -> str:
    """Return a message without the words that point back where it has none of its own: それはいくら？ asks what いくら？ asks."""
    return spelt_out("", text).strip() if points(normalise(text)) and not own_words(words) else text


def leaning(text: str, words: Sequence[Morpheme]) -> Leaning:
    """Return whether a message needs what was said before; decided by its form, never by its label.

    `must`: it has no subject of its own (それはいくら？). `may`: it is short, its subject could be a part of the
    last one (家賃は？). `no`: it stands for itself.
    """
    plain = normalise(text).replace(" ", "")
    if not plain or len(plain) > _LONGEST:
        return "no"
    own = own_words(words)
    if _POINTING.search(plain):
        return "must" if len(own) <= 1 else "may"
    if not own and _ASKS.search(plain):
        return "must"
    if _BARE.search(plain) and len(own) <= 1:
        return "must"
    return "may" if len(own) <= 2 and _ASKS.search(plain) else "no"


def asks(plain: str) -> bool:
    """Whether a message, normalised, asks for something by its form, rather than answering us (はい、大丈夫です)."""
    return _ASKS.search(plain) is not None


def points(plain: str) -> bool:
    """Whether a message, normalised, begins by pointing at what was said before (それは, そこって)."""
    return _POINTING.search(plain) is not None


def own_words(words: Sequence[Morpheme]) -> list[Morpheme]:
    """Return the words that name a subject: content words that fit no other question as well (いくら, 条件)."""
    return [w for w in words if w.is_content and w.normalized not in _GENERAL and w.part_of_speech[1] != "数詞"]
