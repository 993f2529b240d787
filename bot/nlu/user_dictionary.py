"""The words that Sudachi does not know (institutions, programmes, districts), from the pack's `words/dictionary.csv`."""

from __future__ import annotations

from pathlib import Path

from bot import pack


def path() -> Path:
    """Return the list of words that Sudachi splits wrongly: the pack's, or the shipped one where it has none."""
    own = pack.words("dictionary.csv")
    return own if own.exists() else pack.SHIPPED / "words" / "dictionary.csv"


def user_words(text: str) -> list[str]:
    """Return Sudachi's rows of a word list: 18 columns, of which three differ per word."""
    rows = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        word, reading, kind = line.split(",")
        pos = {"place": "固有名詞,地名,一般", "name": "固有名詞,一般,*", "word": "普通名詞,一般,*"}[kind]
        rows.append(f"{word},4786,4786,4500,{word},名詞,{pos},*,*,{reading},{word},*,A,*,*,*,*")
    return rows


def compile_rows(rows: list[str], target: Path) -> None:
    """Compile the rows of a word list."""
    import sudachidict_core
    import sudachipy.sudachipy

    system = Path(sudachidict_core.__file__).parent / "resources" / "system.dic"
    source = target.with_suffix(".csv")
    source.write_text("\n".join(rows) + "\n", encoding="utf-8")
    sudachipy.sudachipy.build_user_dic(system=system, lex=[source], output=target, description="Hitohata")
