"""录入的写法 — numbers, choices and 无 as people type them; what has two readings is not taken."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from disclosure.chinese_numbers import digit_marks

NONE = "无"
_PLAIN = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
# A comma or a blank stands between groups of three, the same one throughout.
_WRITTEN = re.compile(
    r"(?P<money>(人民币)?\s*¥?)\s*"
    r"(?P<number>[-+]?([0-9]+|[0-9]{1,3}(?P<between>,\s?|\s)[0-9]{3}((?P=between)[0-9]{3})*)(\.[0-9]+)?)"
    r"\s*(?P<measure>[^\W\d]*)"
)
_IN_BRACKETS = re.compile(r"\(([0-9][0-9,]*(?:\.[0-9]+)?)\)")
_BESIDE = str.maketrans({"−": "-"})


def number(text: str, field: str) -> tuple[Decimal, str, bool]:
    """录入的数 — the number, the measure behind it, whether ¥ or 人民币 stands before; raises ValueError.

    `field` says which measures (typed_words.toml) may stand behind.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text), "", False
    if marks := digit_marks(text):
        raise ValueError(f"“{text}”里的“{marks}”像是注号，请去掉注号，只填数字")
    # ’１，１０５，２００元 → 1,105,200, 元
    folded = unicodedata.normalize("NFKC", text).translate(_BESIDE).strip().lstrip("'’‘").strip()
    found = _WRITTEN.fullmatch(folded)
    if found is None or found["measure"] not in measures(field) or (found["money"] and field != "金额"):
        # Brackets mean a minus where a number may be below 0: no count is, no score.
        raise ValueError(_no_number(text, _IN_BRACKETS.fullmatch(folded) if field == "金额" else None))
    return Decimal(re.sub(r"[,\s]", "", found["number"])), found["measure"], bool(found["money"])


def _no_number(text: str, below_zero: re.Match[str] | None) -> str:
    minus = f"；是负数的请写成“-{below_zero[1]}”，不是的去掉括号" if below_zero else ""
    return f"“{text}”不是数{minus}" if minus else f"“{text}”不是数，请填数字，例如 1234.56；没有发生的填“无”"


def is_none(value: Any) -> bool:
    """是否“无” — whether a value says of an amount, a list, a section that there is none."""
    return isinstance(value, str) and _unspaced(value) in _words()["无"]["任何处"]


def is_none_of_whole(value: Any) -> bool:
    """整块是否“无” — the same of a whole, where a stroke or a nought can mean nothing else."""
    return is_none(value) or (isinstance(value, str) and _unspaced(value) in _words()["无"]["整块"])


def official(value: Any, choices: tuple[str, ...]) -> Any:
    """可选的内容 — the choice that a fuller or shorter name means; the value itself where it means none."""
    meant = _choices().get(_unspaced(value)) if isinstance(value, str) and value not in choices else None
    return meant if meant in choices else value


def vehicle_use(text: str) -> str:
    """车辆用途 — one name for all that the same use of vehicles is called."""
    name = _unspaced(text)
    return _vehicle_uses().get(name, name)


def none_words() -> list[str]:
    """“无”的各种写法 — of an amount, a list, a section."""
    return _words()["无"]["任何处"]


def none_words_of_whole() -> list[str]:
    """整块“无”的各种写法 — of a list, a section."""
    return [*none_words(), *_words()["无"]["整块"]]


def also_written(choices: tuple[str, ...]) -> list[str]:
    """可选内容的全称 — names that mean one of the choices."""
    return [name for choice in choices for name in _words()["选项"].get(choice, ())]


def _unspaced(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def measures(field: str) -> list[str]:
    """数后面可以带的字 — behind the number of a field."""
    behind = _words()["数后"]
    return behind.get(field) or behind["其他"]


@cache
def _choices() -> Mapping[str, str]:
    return {name: choice for choice, names in _words()["选项"].items() for name in (choice, *names)}


@cache
def _vehicle_uses() -> Mapping[str, str]:
    return {_unspaced(name): use for use, names in _words()["车辆用途"].items() for name in names}


@cache
def _words() -> Mapping[str, Mapping[str, list[str]]]:
    table = Path(__file__).with_name("typed_words.toml").read_text(encoding="utf-8")
    return tomllib.loads(table)
