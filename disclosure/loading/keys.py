"""键名 — mends a key that is only written wrongly, so that what stands under it is still read and checked."""

from __future__ import annotations

import re
import unicodedata

from disclosure import terms

KNOWN = frozenset(term.chinese for term in terms.glossary().values())
_MARKS = re.compile(r"[“”\"'‘’「」（）()《》〔〕\[\]\s]")


def mend(key: str) -> tuple[str, str | None]:
    """更正键名 — the key that is meant, and what to say where it is not the one that was written."""
    if _right(key):
        return key, None
    ways = (_english, _half_width, _unmarked, _run_together)
    return next(filter(None, (way(key) for way in ways)), (key, None))


def _right(key: str) -> bool:
    return key in KNOWN or (key.isascii() and key.isdigit())


def _english(key: str) -> tuple[str, str] | None:
    if key not in terms.glossary():
        return None
    chinese = terms.glossary()[key].chinese
    return chinese, f"键名请用中文“{chinese}”，不用英文“{key}”"


def _half_width(key: str) -> tuple[str, str] | None:
    folded = unicodedata.normalize("NFKC", key)
    is_meant = folded != key and _right(folded)
    return (folded, f"键名“{key}”含全角字符，请改为“{folded}”") if is_meant else None


def _unmarked(key: str) -> tuple[str, str] | None:
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", key))
    return (plain, f"键名不带引号、括号和空格，请写成“{plain}”") if _right(plain) else None


def _run_together(key: str) -> tuple[str, str] | None:
    """`年度：2023` and `年度:2023` within braces, `-项` in a list: the key is there, but not set apart."""
    dashed = key.removeprefix("-")
    if dashed != key and _right(dashed):
        return dashed, f"短横线后面要有一个空格，请写成“- {dashed}”"
    name, colon, _ = key.replace("：", ":").partition(":")
    if colon and _right(name):
        return name, f"“{key}”没有分开，冒号要用半角，后面加一个空格，例如“{name}: …”"
    return None
