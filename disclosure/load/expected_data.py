"""数据形状 — what a data file holds at a place (pydantic's location), and how that is written there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from disclosure import terms
from disclosure.model import Submission
from disclosure.model.base import may_be_none
from disclosure.model.shape import Kind, Shape, of

WHOLE = of(Submission)


def at(loc: Iterable[int | str]) -> Shape:
    """该处形状 — what stands at pydantic's location; NOTHING where the model has no such place."""
    return WHOLE.at(loc)


def homes(key: str, shape: Shape = WHOLE, path: str = "") -> list[str]:
    """所在之处 — the paths under which the model has a key, outermost keys apart."""
    paths = [path] if path and key in shape.keys else []
    for name, below in shape.keys.items():
        paths += homes(key, below.item, f"{path}.{name}".lstrip("."))
    return paths


def is_prose(loc: Iterable[int | str]) -> bool:
    """是否成段文字 — running text rather than a name."""
    return at(loc).leaf.kind == "prose"


def is_amount(loc: Iterable[int | str]) -> bool:
    """是否金额 — money, in the unit of the file; not a score or a rate."""
    return at(loc).leaf.kind == "amount"


def required(loc: Iterable[int | str]) -> bool:
    """是否必填 — whether every key of a place must be given."""
    steps = tuple(loc)
    return all(at(steps[:end]).required for end in range(1, len(steps) + 1))


def source(loc: Iterable[int | str]) -> str:
    """出处 — form or 文号 that defines the term of a place; empty where none is noted."""
    known = {term.chinese: term.source for term in terms.glossary().values()}
    return known.get(str(list(loc)[-1]), "")


def described(shape: Shape) -> str:
    """写法 — what to write at a place of this shape."""
    match shape.kind:
        case "choice":
            return f"以下之一：{'、'.join(shape.choices)}"
        case "model":
            names = f"{'、'.join(shape.keys)}{_or_none(shape, '；没有发生的写“无”')}"
            return f"下级各项，另起一行缩进两格写“名称: 内容”，名称有：{names}"
        case kind:
            return _WRITTEN.get(kind, "文字")


def _or_none(shape: Shape, advice: str) -> str:
    return advice if may_be_none(shape) else ""


def described_in_cell(shape: Shape) -> str:
    """格子里的写法 — what to fill in on a sheet, where a place has cells of its own below it."""
    match shape.kind:
        case "model":
            return f"下列各项：{'、'.join(shape.keys)}{_or_none(shape, '；没有发生的填“无”')}"
        case "list":
            return "表中各行；没有的在标题右边填“无”"
        case _:
            return described(shape)


_WRITTEN: Mapping[Kind, str] = {
    "amount": "数字，例如 1234.56",
    "score": "数字，例如 1234.56",
    "count": "整数，例如 12",
    "flag": "“是”或“否”",
    "list": "列表，每项另起一行以短横线加空格“- ”开头；没有的写“无”",
    "map": "对照，每行写“编码: 内容”",
}
