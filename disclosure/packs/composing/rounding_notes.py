"""提示 — what a person who builds should know although nothing is wrong: rounding tails, pressed shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from disclosure.deriving import Tail
from disclosure.money import in_unit, number_text


def tail_notes(tails: Iterable[Tail]) -> Iterator[str]:
    """尾差提示 — each approved number that rounding sets apart from its parts, once."""
    for tail in tails:
        stated, derived = (number_text(in_unit(value, "万元"), 2) for value in (tail.stated, tail.derived))
        if tail.tolerable:
            yield f"“{tail.name}”核定数{stated}万元与各项之和{derived}万元有舍入尾差，按核定数印出"
        else:
            yield (
                f"“{tail.name}”核定数{stated}万元与各项之和{derived}万元不符，超出舍入尾差，"
                "请核对；暂按各项之和印出"
            )


def pressed_notes(pressed: Mapping[str, tuple[str, str]]) -> Iterator[str]:
    """凑整提示 — each share printed otherwise than it rounds, so that its list adds to 100 % (占比凑百)."""
    for name, (printed, by_itself) in pressed.items():
        yield f"“{name}”四舍五入是{by_itself}%，为使各项占比之和为100%印作{printed}%（占比凑百）"
