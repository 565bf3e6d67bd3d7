"""同类单位 — whether two names that are much alike are those of two bodies, told apart by place or number."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

# 第一、第二，东区、西区，中学、小学：各有各的，不会是笔误
_NUMBERS = re.compile("[东西南北中上下前后左右大小一二三四五六七八九十甲乙丙丁\\d]+")
_OF_A_PLACE = r"(?:省|市|县|区|旗|镇|乡|街道|州|盟|村)"
_PLACE_ADDED = re.compile(rf".{{1,4}}{_OF_A_PLACE}分?")
# 地名、校名整个不同的：甲县五华区、盘龙区，实验小学、城东小学
_NAMED = re.compile(
    rf"{_OF_A_PLACE}|小学|中学|学校|幼儿园|学院|医院|卫生院|派出所|分局|支队|大队|中队|法庭|税务所|司法所|联络处|办事处"
)
_WHOLE_WORD = 2  # letters
# 某某县城关镇、城南镇：一字之差，在上级地名之后，是另一个乡镇；玉溪市、玉西市前面没有本级以上的市县，是笔误
_TOWN = re.compile(r"镇|乡|街道|村|区|社区|县")
_ABOVE = re.compile(r"(?:省|市|县|区|旗|州|盟).")


def are_two(name: str, other: str) -> bool:
    """是否两个单位 — a slip of the pen, or a word of what the body does, makes no other body."""
    # 驻北京联络处, 驻上海联络处 → True;  驻北京联络处, 驻申京联络处 → False
    # 人民政府, 热门政府 → False;  教育局, 教育和体育局 → False
    changes = SequenceMatcher(None, name, other).get_opcodes()
    return any(
        _tells_apart(name[start:end], other[begin:stop], name[:start], name[end:])
        for tag, start, end, begin, stop in changes
        if tag != "equal"
    )


def _tells_apart(one: str, other: str, before: str, after: str) -> bool:
    """Whether what differs, with what stands around it, is a place or a number."""
    if not one or not other:
        return _PLACE_ADDED.fullmatch(one + other) is not None
    numbered = all(map(_NUMBERS.fullmatch, (one, other)))
    is_named = _NAMED.match(after) is not None
    is_word = min(len(one), len(other)) >= _WHOLE_WORD
    sent = before.endswith("驻") and (is_word or is_named)
    town = _TOWN.match(after) is not None and _ABOVE.search(before) is not None
    return any((sent, numbered, is_word and is_named, town))
