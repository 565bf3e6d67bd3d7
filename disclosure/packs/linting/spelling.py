"""写法检查 — what must not be typed into a template, whatever it says: digits, alternates, instructions, wide signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from disclosure.packs.linting.remark import Remark
from disclosure.packs.linting.template_source import Piece, pieces, place, statements

_WIDE = str.maketrans("｜．（），：；“”‘’＝＞＜＋－＊／％！｛｝［］　", "|.(),:;\"\"''=><+-*/%!{}[] ")
_WIDE_SIGN = re.compile("[｜．（），：；“”‘’＝＞＜＋－＊／％！｛｝［］　]")
_LIST_NUMBER = re.compile(r"(?m)^[ \t]*(?:#+[ \t]*)?(?:[0-9]+[.、．]|[（(][0-9]+[）)])")
_PATH = re.compile(r"\.j2[\"']$")  # a template that is named, no text
_HOLE = re.compile(r"\{[^{}]*\}")
_WAYS = "增加|减少|增长|下降|降低|上升|提高|大于|小于|等于|高于|低于|持平|多于|少于"


@dataclass(frozen=True, slots=True)
class Rule:
    """规则 — a pattern that must not stand in printed text, and what to do about it."""

    code: str
    pattern: re.Pattern[str]
    advice: str


RULES = (
    Rule(
        "P105",
        re.compile(
            rf"(?:{_WAYS})\s*[/／]\s*(?:{_WAYS})|(?:{_WAYS})[（(](?:{_WAYS})[）)]|[（(](?:{_WAYS})[）)](?:{_WAYS})"
        ),
        "二选一的写法没有选定，请用宏 增减、比上年，或用 if 判断",
    ),
    Rule(
        "P105",
        re.compile(r"[×✕╳]{2,}|(?<![A-Za-zＡ-Ｚ])[XxＸ×]{1,}(?![A-Za-z])|[_＿]{2,}|…{3,}|\*{3,}"),
        "占位符没有换成数据的名称，例如 {{ 支出.决算数|金额 }}",
    ),
    Rule(
        "P108",
        re.compile(
            r"[（(](?:柱状|柱形|条形|饼状|饼|折线|结构)图[）)]"
            r"|[（(【][^（）()【】]{0,20}(?:请|可|应|需|自行|据实|按实际)[^（）()【】]{0,12}(?:填|写|说明|补充|插入|删|列示|选)[^（）()【】]{0,20}[）)】]"
            r"|请(?:填写|填列|补充|插入|选择|自行|据实|删除|按实际)"
        ),
        "表样的填写说明没有删去；图用 {{ 图.名称 }}，说明写在 {# #} 里",
    ),
    Rule(
        "P104",
        re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*%?|二[〇○零Ｏ][一二三四五六七八九〇○零]{2}年"),
        "数字和年份不能直接写，请用数据的名称（年度、…决算数|金额）；表样本来就印的固定数字写进 pack.toml 的“固定数字”",
    ),
)


def spelling(file: str, text: str, fixed: Iterable[str]) -> Iterator[Remark]:
    """写法 — of a whole template: wide signs first; printed and quoted texts by the rules."""
    wide = [remark for statement in statements(text) for remark in _wide(file, text, statement)]
    yield from wide
    fixed = sorted(fixed, key=len, reverse=True)
    for piece in () if wide else pieces(text):
        if piece.kind == "data" or (piece.kind == "string" and not _PATH.search(piece.text)):
            yield from _by_rules(file, text, piece, fixed)


def words(file: str, text: str, value: str, fixed: Iterable[str]) -> Iterator[Remark]:
    """写法 — of one text of a TOML file; its holes {…} and statements are no text."""
    offset = max(text.find(value), 0)
    for piece in (
        pieces(_HOLE.sub(_blank, value)) if "{{" not in value and "{%" not in value else pieces(value)
    ):
        if piece.kind in ("data", "string"):
            moved = Piece(piece.kind, piece.text, offset + piece.offset)
            yield from _by_rules(file, text, moved, sorted(fixed, key=len, reverse=True))


def _wide(file: str, text: str, statement: Piece) -> Iterator[Remark]:
    for found in _WIDE_SIGN.finditer(statement.text):
        narrow = found.group().translate(_WIDE)
        said = f"语句里的“{found.group()}”是全角，应改为半角“{narrow}”"
        yield Remark("P106", said, place(file, text, statement.offset + found.start()))


def _by_rules(file: str, text: str, piece: Piece, fixed: Iterable[str]) -> Iterator[Remark]:
    bare = _unnumbered(text, piece)
    for figure in fixed:
        bare = bare.replace(figure, "〇" * len(figure))
    for rule in RULES:
        for found in rule.pattern.finditer(bare):
            yield Remark(
                rule.code,
                f"“{found.group()}”：{rule.advice}",
                place(file, text, piece.offset + found.start()),
            )
            bare = bare[: found.start()] + "〇" * len(found.group()) + bare[found.end() :]


def _unnumbered(text: str, piece: Piece) -> str:
    """The piece without list numbers; only at the start of a line is a number one."""
    if piece.kind != "data":
        return piece.text
    lead = "" if text[: piece.offset].rpartition("\n")[2].strip() == "" else "字"
    return _LIST_NUMBER.sub(_blank, lead + piece.text)[len(lead) :]


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
