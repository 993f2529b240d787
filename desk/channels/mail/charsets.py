"""Bytes of a mail as text, as Japan sends them; pure, linear in the input, never raises.

Python's own `iso2022_jp` knows neither the NEC and IBM characters (①, ㈱, 髙) that Microsoft's programs write under that name
(ISO-2022-JP-MS), nor the one-byte katakana; here each run is turned into CP932, which knows all of them. Only charsets of a
list are decoded: Python has others (idna, punycode, unicode_escape) that a stranger should not choose.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile(rb"\x1b(\$\([DOQ]|\$[@B]|\([BHIJ]|&@)")
# Programs that drop control characters leave the rest of the escapes behind.
_LOST_ESCAPE = re.compile(rb"\$[@B]((?:[\x21-\x7e]{2}){1,400})\([BJ]")
_KANA = re.compile("[\u3041-\u30ff]")
_UNLIKELY = re.compile("[\uff61-\uff9f\ufffd\ue000-\uf8ff\x80-\x9f]")
_ISO_2022 = frozenset({"iso-2022-jp", "iso-2022-jp-ms", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-3", "cp50220",
                       "cp50221", "cp50222", "csiso2022jp", "jis", "x-jis", "iso-2022-jp-2004"})  # fmt: skip
_CODECS = {
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "cp932", "windows-31j", "csshiftjis"), "cp932"),
    **dict.fromkeys(("euc-jp", "eucjp", "x-euc-jp", "x-euc", "cp51932"), "euc_jp"),
    **dict.fromkeys(("utf-8", "utf8", "x-unknown-utf-8", "utf-8-sig"), "utf-8"),
    **dict.fromkeys(("utf-7", "unicode-1-1-utf-7"), "utf-7"),
    **dict.fromkeys(("utf-16", "utf-16le", "utf-16be"), "utf-16"),
    **dict.fromkeys(("gb2312", "gbk", "gb18030", "x-gbk", "euc-cn"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5"), "big5hkscs"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "cp949", "ksc5601"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin1", "windows-1252", "cp1252"), "cp1252"),
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 7, 9, 10, 13, 15, 16)},
    **{f"windows-125{n}": f"cp125{n}" for n in (0, 1, 3, 4, 7)},
    **dict.fromkeys(("koi8-r", "koi8-u"), "koi8_u"),
}  # fmt: skip
# One in so many characters may be broken.
_MOSTLY = 10
_GUESSES = ("euc_jp", "cp932", "gb18030")


def decode(raw: bytes, declared: str = "") -> tuple[str, bool]:
    """Return the text and whether it could be read for certain: as declared, or as UTF-8 without a doubt.

    Args:
        raw: What was sent, its transfer encoding undone.
        declared: The charset that the mail names; empty where it names none.
    """
    name = declared.strip().strip("\"'").lower().replace(" ", "")
    if raw.startswith(b"\xef\xbb\xbf"):
        raw, name = raw[3:], "utf-8"
    if b"\x1b$" in raw or (name in _ISO_2022 and raw.isascii()):
        return _iso_2022_jp(_with_escapes(raw))
    if raw.isascii() and name not in {"utf-7", "unicode-1-1-utf-7", "utf-16", "utf-16le", "utf-16be"}:
        return raw.decode("ascii"), True
    codec = _CODECS.get(name, "")
    if codec:
        text = raw.decode("utf-16-be" if name == "utf-16be" else codec, "replace")
        broken = text.count("\ufffd")
        # A mail that was cut, or one character of another program's, is not another charset.
        if broken * _MOSTLY <= len(text):
            return text, not broken
    return _guessed(raw, codec)


def _guessed(raw: bytes, codec: str) -> tuple[str, bool]:
    try:
        # Nothing else looks like UTF-8 by chance.
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        pass
    found = []
    for guess in _GUESSES:
        try:
            text = raw.decode(guess)
        except UnicodeDecodeError:
            continue
        found.append((len(_KANA.findall(text)) - 2 * len(_UNLIKELY.findall(text)), text))
    if found:
        # Japanese has kana; what was read wrongly has half-width katakana and private characters.
        best = max(found, key=lambda one: one[0])
        return best[1], False
    return raw.decode(codec or "cp932", "replace"), False


def _with_escapes(raw: bytes) -> bytes:
    if b"\x1b" in raw:
        return raw
    return _LOST_ESCAPE.sub(lambda match: b"\x1b" + match[0][:-2] + b"\x1b(B", raw)


def _iso_2022_jp(raw: bytes) -> tuple[str, bool]:
    texts, is_whole, begin, state = [], True, 0, b"(B"
    for match in [*_ESCAPE.finditer(raw), None]:
        run = raw[begin : match.start() if match else len(raw)]
        text, is_well = _run(run, state)
        texts.append(text)
        is_whole = is_whole and is_well
        if match is not None:
            state, begin = match[1], match.end()
    return "".join(texts), is_whole


def _run(run: bytes, state: bytes) -> tuple[str, bool]:
    """Return the characters of one run under one escape."""
    if not run:
        return "", True
    if state == b"(I":
        return bytes(b | 0x80 if 0x21 <= b <= 0x5F else b for b in run).decode("cp932", "replace"), True
    if state in {b"$@", b"$B", b"$(D", b"$(O", b"$(Q"}:
        return _double(run, state)
    # Eight bits where seven were announced: Shift_JIS under a wrong name, or half-width katakana.
    if not run.isascii():
        return run.decode("cp932", "replace"), False
    return run.decode("ascii"), True


def _double(run: bytes, state: bytes) -> tuple[str, bool]:
    out, plain, at = bytearray(), [], 0
    codec = "cp932" if state in {b"$@", b"$B"} else "euc_jp" if state == b"$(D" else "euc_jis_2004"
    is_whole = True
    while at < len(run):
        lead = run[at]
        if lead < 0x21 or lead > 0x7E:
            # A line's end without going back to ASCII first: it stays what it is.
            plain.append(out.decode(codec, "replace") + (chr(lead) if lead < 0x80 else "\ufffd"))
            out.clear()
            is_whole = is_whole and lead in {0x09, 0x0A, 0x0D, 0x20}
            at += 1
            continue
        if at + 1 >= len(run) or not 0x21 <= run[at + 1] <= 0x7E:
            is_whole = False
            plain.append(out.decode(codec, "replace") + "\ufffd")
            out.clear()
            at += 1
            continue
        out += _pair(lead, run[at + 1], state)
        at += 2
    text = "".join(plain) + out.decode(codec, "replace")
    return text, is_whole and "\ufffd" not in text


def _pair(lead: int, trail: int, state: bytes) -> bytes:
    if state == b"$(D":
        return bytes((0x8F, lead | 0x80, trail | 0x80))
    if state in {b"$(O", b"$(Q"}:
        return bytes((lead | 0x80, trail | 0x80))
    # JIS X 0208 to Shift_JIS (JIS X 0208:1997, annex 1).
    first = (lead - 0x21) // 2 + (0x81 if lead < 0x5F else 0xC1)
    second = trail + (0x1F if trail < 0x60 else 0x20) if lead % 2 else trail + 0x7E
    return bytes((first, second))
