"""形状 — what a model expects at each place: the one reader of the models' annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from disclosure import terms

# A score is a number neither of money nor a count: points, a rate. Prose is running text, a word any other.
Kind = Literal[
    "amount",
    "count",
    "score",
    "flag",
    "word",
    "prose",
    "choice",
    "list",
    "map",
    "model",
    "own",
    "other",
    "nothing",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """记号 — stands in a type of the model whose Python type does not say its kind (金额, 得分: Decimal)."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class Shape:
    """形状 — what stands at a place; that it may be None is no kind, `required` says it must be given."""

    kind: Kind
    required: bool = False
    inner: Shape | None = None  # what an item of a list, or a code of a map, holds
    model: type[BaseModel] | None = None
    choices: tuple[str, ...] = ()
    pattern: str = ""  # of a code

    def __bool__(self) -> bool:
        """有无此处 — whether the model has such a place at all."""
        return self.kind != "nothing"

    @property
    def keys(self) -> Mapping[str, Shape]:
        """可用键名 — the keys of a model, as written in files; none for anything else."""
        return _by_key(self.model) if self.model else {}

    @property
    def leaf(self) -> Shape:
        """最内层 — what stands in a list or map, however deep; itself for anything else."""
        return self.inner.leaf if self.inner else self

    @property
    def item(self) -> Shape:
        """各项 — what stands in each position of a list; itself for anything else."""
        return self.inner if self.inner and self.kind == "list" else self

    @property
    def is_text(self) -> bool:
        """是否文字 — a name or running text."""
        return self.kind in ("word", "prose")

    @property
    def is_word(self) -> bool:
        """是否文字或选项 — which is not none where a whole is said to be 无."""
        return self.is_text or self.kind == "choice"

    @property
    def may_be_none(self) -> bool:
        """可写无 — amounts, counts, lists and sections can be 无; texts, choices, other models cannot."""
        return not self.is_word if self.model is None else getattr(self.model, "NONE_AS_A_WHOLE", False)

    def below(self, step: int | str) -> Shape:
        """下一级 — what stands one step below, by its key in a file or its name in Python.

        Below a fact that a pack declares anything may stand, until the pack is known.
        """
        if self.kind == "own":
            return self
        named = fields(self.model).get(str(step)) if self.model else None
        return self.inner or named or self.keys.get(str(step), NOTHING)

    def at(self, loc: Iterable[int | str]) -> Shape:
        """该处形状 — what stands at a location below this one; NOTHING where there is no such place."""
        place = self
        for step in loc:
            place = place.below(step)
        return place


NOTHING, WORD, COUNT = Shape("nothing"), Shape("word"), Shape("count")
_BY_TYPE: dict[Any, Kind] = {bool: "flag", int: "count", str: "word"}


def of(model: type[BaseModel]) -> Shape:
    """模型的形状 — a model as a shape."""
    return Shape("model", model=model)


@cache
def fields(model: type[BaseModel]) -> Mapping[str, Shape]:
    """各字段 — the shape of each field, by its name in Python."""
    return MappingProxyType(
        {
            name: _shape(field.annotation, field.metadata, required=field.is_required())
            for name, field in model.model_fields.items()
        }
    )


def models(whole: Shape) -> list[type[BaseModel]]:
    """各模型 — each model of a whole once, in the order in which a reader comes upon them."""
    found = [whole.model] if whole.model else []
    for below in whole.keys.values():
        found += models(below.leaf)
    return list(dict.fromkeys(found))


@cache
def _by_key(model: type[BaseModel]) -> Mapping[str, Shape]:
    return MappingProxyType({terms.chinese(name): shape for name, shape in fields(model).items()})


def _shape(annotation: Any, marks: Iterable[Any] = (), *, required: bool = False) -> Shape:
    bare, marks = _bare(annotation, tuple(marks))
    origin, parts = get_origin(bare), get_args(bare)
    if origin is tuple:
        return Shape("list", required, inner=_shape(parts[0]))
    if origin is dict:
        return Shape("map", required, inner=_shape(parts[1]))
    if origin is Literal:
        return Shape("choice", required, choices=parts)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        return Shape("model", required, model=bare)
    patterns = (getattr(mark, "pattern", None) for mark in marks)
    return Shape(_kind_of_type(bare, marks), required, pattern=next(filter(None, patterns), ""))


def _bare(annotation: Any, marks: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """A type without Annotated and None, and what Annotated says of it."""
    while get_origin(annotation) in (Annotated, Union, UnionType):
        marks += getattr(annotation, "__metadata__", ())
        annotation = next(part for part in get_args(annotation) if part is not NoneType)
    return annotation, marks


def _kind_of_type(bare: Any, marks: tuple[Any, ...]) -> Kind:
    marked = (mark.kind for mark in marks if isinstance(mark, Mark))
    return next(marked, _BY_TYPE.get(bare, "other"))
