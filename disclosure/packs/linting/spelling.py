"""写法检查 — what must not be typed into a template, whatever it says: digits, alternates, wide signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from disclosure.packs.linting.remark import Remark
from disclosure.packs.linting.template_source import Piece, Typed, blanked, pieces, statements

_WIDE = str.maketrans("｜．（），：；“”‘’＝＞＜＋－＊／％！｛｝［］　", "|.(),:;\"\"''=><+-*/%!{}[] ")
_WIDE_SIGN = re.compile("[｜．（），：；“”‘’＝＞＜＋－＊／％！｛｝［］　]")
_LIST_NUMBER = re.compile(r"(?m)^[ \t]*(?:#+[ \t]*)?(?:[0-9]+[.、．]|[（(][0-9]+[）)])")
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
        "数字和年份不能直接写，请用数据的名称（年度、…决算数|金额）；"
        "表样本来就印的固定数字写进 pack.toml 的“固定数字”",
    ),
)


def spelling(typed: Typed, fixed: Iterable[str]) -> Iterator[Remark]:
    """写法 — of a whole template: wide signs, and where there are none, its texts by the rules."""
    yield from list(wide_signs(typed)) or _slips(typed, pieces(typed.text), fixed)


def words(typed: Typed, value: str, fixed: Iterable[str]) -> Iterator[Remark]:
    """写法 — of one text of a TOML file; its holes {…} and statements are no text."""
    offset = max(typed.text.find(value), 0)
    texts = pieces(value if _is_template(value) else _HOLE.sub(blanked, value))
    in_file = (replace(piece, offset=offset + piece.offset) for piece in texts)
    yield from _slips(typed, in_file, fixed)


def _is_template(value: str) -> bool:
    return "{{" in value or "{%" in value


def wide_signs(typed: Typed) -> Iterator[Remark]:
    """全角符号 — in the statements of a template, which can then not be read."""
    for statement in statements(typed.text):
        for sign in _WIDE_SIGN.finditer(statement.text):
            advice = f"语句里的“{sign.group()}”是全角，应改为半角“{sign.group().translate(_WIDE)}”"
            yield Remark("P106", advice, typed.place(statement.offset + sign.start()))


def _slips(typed: Typed, texts: Iterable[Piece], fixed: Iterable[str]) -> Iterator[Remark]:
    for piece in texts:
        if piece.is_wording:
            bare = _without_figures(_unnumbered(typed.text, piece), fixed)
            yield from _by_rules(typed, piece, bare)


def _by_rules(typed: Typed, piece: Piece, bare: str) -> Iterator[Remark]:
    """`bare` is what of the piece is to be judged, each character in its place."""
    for rule in RULES:
        for slip in rule.pattern.finditer(bare):
            place = typed.place(piece.offset + slip.start())
            yield Remark(rule.code, f"“{slip.group()}”：{rule.advice}", place)
            # told once, by one rule
            bare = bare[: slip.start()] + _blotted_out(slip.group()) + bare[slip.end() :]


def _without_figures(text: str, fixed: Iterable[str]) -> str:
    """The text without the figures that the form prints; the longest first: one may be part of another."""
    for figure in sorted(fixed, key=len, reverse=True):
        text = text.replace(figure, _blotted_out(figure))
    return text


def _unnumbered(text: str, piece: Piece) -> str:
    """The piece without list numbers; only at the start of a line is a number one."""
    if piece.kind != "data":
        return piece.text
    lead = "" if text[: piece.offset].rpartition("\n")[2].strip() == "" else "字"
    return _LIST_NUMBER.sub(blanked, lead + piece.text)[len(lead) :]


def _blotted_out(text: str) -> str:
    return "〇" * len(text)
