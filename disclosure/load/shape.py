"""数据形状 — what the model expects at a place of the data, and how that is written in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from disclosure import terms
from disclosure.model import Submission, walk
from disclosure.model.base import Amount, Section

AMOUNT = id(Amount.__metadata__[0])  # type: ignore[attr-defined]
Shape = Any  # a type annotation without Annotated and None


def at(loc: Iterable[int | str]) -> Shape:
    """该处形状 — what stands at pydantic's location; None where the model has no such place."""
    place: Shape = Submission
    for step in loc:
        place = _below(place, step)
    return place


def keys(shape: Shape) -> dict[str, Shape]:
    """可用键名 — the keys of a model, as written in files; none for anything else."""
    if not _is_model(shape):
        return {}
    return {str(field.alias): _bare(field.annotation) for field in shape.model_fields.values()}


def homes(key: str, shape: Shape = Submission, path: str = "") -> list[str]:
    """所在之处 — the paths under which the model has a key, outermost keys apart."""
    found = [path] if path and key in keys(shape) else []
    for name, below in keys(shape).items():
        found += homes(
            key, _below(below, 0) if _origin(below) is tuple else below, f"{path}.{name}".lstrip(".")
        )
    return found


def choices(shape: Shape) -> tuple[str, ...]:
    """可选值 — the values of a choice."""
    return get_args(shape) if _origin(shape) is Literal else ()


def is_map(shape: Shape) -> bool:
    """是否对照 — whether a place holds codes with a value each."""
    return _origin(shape) is dict


def is_list(shape: Shape) -> bool:
    """是否列表."""
    return _origin(shape) is tuple


def inner(shape: Shape) -> Shape:
    """内层 — what an item of a list, or a code, holds."""
    return _below(shape, 0)


def is_word(shape: Shape) -> bool:
    """是否文字 — a text or a choice, which is not none where a whole is said to be 无."""
    return shape is str or _origin(shape) is Literal


def is_prose(loc: Iterable[int | str]) -> bool:
    """是否成段文字 — running text rather than a name."""
    return any(field is not None and walk.is_prose(field) for field in _fields(loc))


def is_amount(loc: Iterable[int | str]) -> bool:
    """是否金额 — money, in the unit of the file; not a score or a rate."""
    named = [field for field in _fields(loc) if field is not None]
    return bool(named) and AMOUNT in _marks(named[-1])


def required(loc: Iterable[int | str]) -> bool:
    """是否必填 — whether every key of a place must be given."""
    return all(field is not None and field.is_required() for field in _fields(loc))


def _fields(loc: Iterable[int | str]) -> Iterator[FieldInfo | None]:
    """The field of each step; None for a position of a list or a code."""
    place: Shape = Submission
    for step in loc:
        fields = (
            {str(field.alias): field for field in place.model_fields.values()} if _is_model(place) else {}
        )
        yield fields.get(str(step))
        place = _below(place, step)


def _marks(annotation: Any) -> set[Any]:
    """Everything that is said of a type with Annotated, at any depth."""
    if isinstance(annotation, FieldInfo):
        return _marks(annotation.annotation) | set(map(id, annotation.metadata))
    own = set(map(id, getattr(annotation, "__metadata__", ())))
    return own.union(*(_marks(part) for part in get_args(annotation) if part is not annotation))


def source(loc: Iterable[int | str]) -> str:
    """出处 — form or 文号 that defines the term of a place; empty where none is noted."""
    known = {term.chinese: term.source for term in terms.glossary().values()}
    return known.get(str(list(loc)[-1]), "")


def described(shape: Shape) -> str:
    """写法 — what to write at a place of this shape."""
    if choices(shape):
        return f"以下之一：{'、'.join(choices(shape))}"
    if _is_model(shape):
        whole = "；没有发生的写“无”" if issubclass(shape, Section) else ""
        return f"下级各项，另起一行缩进两格写“名称: 内容”，名称有：{'、'.join(keys(shape))}{whole}"
    return _WRITTEN.get(_origin(shape) or shape, "文字")


def described_in_cell(shape: Shape) -> str:
    """格子里的写法 — what to fill in on a sheet, where a place has cells of its own below it."""
    if _is_model(shape):
        whole = "；没有发生的填“无”" if issubclass(shape, Section) else ""
        return f"下列各项：{'、'.join(keys(shape))}{whole}"
    return "表中各行；没有的在标题右边填“无”" if is_list(shape) else described(shape)


_WRITTEN: dict[Any, str] = {
    Decimal: "数字，例如 1234.56",
    int: "整数，例如 12",
    bool: "“是”或“否”",
    tuple: "列表，每项另起一行以短横线加空格“- ”开头；没有的写“无”",
    dict: "对照，每行写“编码: 内容”",
}


def _below(shape: Shape, step: int | str) -> Shape:
    inner = get_args(shape)
    if _origin(shape) in (tuple, dict):
        return _bare(inner[0 if _origin(shape) is tuple else 1])
    return keys(shape).get(str(step))


def _bare(annotation: Any) -> Shape:
    while _origin(annotation) in (Annotated, Union, UnionType):
        annotation = next(part for part in get_args(annotation) if part is not NoneType)
    return annotation


def _origin(shape: Shape) -> Any:
    return get_origin(shape)


def _is_model(shape: Shape) -> bool:
    return isinstance(shape, type) and issubclass(shape, BaseModel)
