"""印记 — opaque stand-ins for printed values while text is rendered and parsed.

A value given to a template prints as one private-use character; what it stands for waits here and is put in
after the Markdown is parsed. So a number keeps its figure through macros, joins and blocks, and no value can
become mark-up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from disclosure.errors import TemplateError

if TYPE_CHECKING:
    from disclosure.document.tree import Block, Text

_PLANE, _NONCHARACTER = 0xFFFF, 0xFFFE
FIRST = 0xF0000
LAST = 0x10FFFD
PATTERN = re.compile(f"([{chr(FIRST)}-{chr(LAST)}])")


class Printed(str):
    """已印出的值 — an opaque character; it can be joined into text, not compared, measured or converted."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise TemplateError("已经印成文字的数不能再比较、计算或取长度；请对未加过滤器的数做判断")

    __lt__ = __le__ = __gt__ = __ge__ = __len__ = __int__ = __float__ = _refuse
    __contains__ = __getitem__ = __iter__ = __mod__ = _refuse

    def __eq__(self, other: object) -> bool:
        self._refuse()

    def __ne__(self, other: object) -> bool:
        self._refuse()

    def __hash__(self) -> int:
        return str.__hash__(self)


class Marks:
    """印记表 — what each opaque character of one document stands for."""

    def __init__(self) -> None:
        self._payloads: list[Text | tuple[Block, ...]] = []

    def add(self, payload: Text | tuple[Block, ...]) -> Printed:
        """登记 — a new character for a text or for whole blocks; raises TemplateError when none is left."""
        code = FIRST + len(self._payloads)
        if code & _PLANE >= _NONCHARACTER:  # the two noncharacters at the end of a plane
            self._payloads.extend([(), ()])
            code += 2
        if code > LAST:
            raise TemplateError("一份文件里印出的数超过 13 万个，无法生成")
        self._payloads.append(payload)
        return Printed(chr(code))

    def clear(self) -> None:
        """清空 — for the next document; what was printed before stands for nothing any more."""
        self._payloads.clear()

    def resolve(self, character: str) -> Text | tuple[Block, ...]:
        """还原 — what a character stands for."""
        return self._payloads[ord(character) - FIRST]
