"""模板里的值 — what a template can name: quantities, words, nodes of the vocabulary, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Literal, NoReturn

from disclosure import terms
from disclosure.document import Block
from disclosure.errors import TemplateError

Kind = Literal["元", "%", "个", "分"]
Note = Callable[[tuple[str, ...]], None]  # told the names of what is missing


class Missing:
    """待填 — a value that is not known: it prints as 【待填：…】, compares as false and is told to `note`."""

    __slots__ = ("_names", "_note")

    def __init__(self, names: tuple[str, ...], note: Note) -> None:
        self._names, self._note = names, note

    def _false(self, _other: object = None) -> bool:
        self._note(self._names)
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __contains__ = __bool__ = _false

    def __hash__(self) -> int:
        return hash(self._names)

    def __getitem__(self, _name: object) -> Missing:
        return self

    def __iter__(self) -> Iterator[Missing]:
        yield self

    def __len__(self) -> int:
        return 1


class Quantity:
    """数 — a value that is not printed yet: it can be compared, and a filter prints it."""

    __slots__ = ("_figure", "_kind", "_role", "_value")

    def __init__(self, value: Decimal | None, kind: Kind, figure: str, role: str = "") -> None:
        self._value, self._kind, self._figure, self._role = value, kind, figure, role

    def _number(self) -> Decimal:
        if self._value is None:
            raise TemplateError(
                f"“{terms_name(self._figure)}”没有数（基数为 0，不存在百分比），请先用“is 有数”判断"
            )
        return self._value

    def __lt__(self, other: object) -> bool:
        return self._number() < _comparable(other)

    def __le__(self, other: object) -> bool:
        return self._number() <= _comparable(other)

    def __gt__(self, other: object) -> bool:
        return self._number() > _comparable(other)

    def __ge__(self, other: object) -> bool:
        return self._number() >= _comparable(other)

    def __eq__(self, other: object) -> bool:
        return self._value == _comparable(other)

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> NoReturn:
        raise TemplateError(f"“{terms_name(self._figure)}”是一个数，请写明比较，例如 > 0")


class Words:
    """文字 — a name or text of the data; prints as it stands, never as mark-up."""

    __slots__ = ("_figure", "_text")

    def __init__(self, text: str, figure: str = "") -> None:
        self._text, self._figure = text, figure

    def __eq__(self, other: object) -> bool:
        return self._text == (other._text if isinstance(other, Words) else other)

    def __hash__(self) -> int:
        return hash(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __str__(self) -> NoReturn:
        raise TemplateError(f"“{self._text}”请用 |连接 过滤器合并，不要用 |join")


class Prose(Words):
    """正文文字 — text that people typed and that may itself hold {{ … }}; rendered where it is printed."""

    __slots__ = ("_place",)

    def __init__(self, text: str, place: str) -> None:
        super().__init__(text)
        self._place = place


class Blocks:
    """整块 — blocks that stand by themselves: a chart, a table."""

    __slots__ = ("_blocks",)

    def __init__(self, blocks: tuple[Block, ...]) -> None:
        self._blocks = blocks


class Node:
    """节点 — a named place of the vocabulary with what stands below it, in the order of the form."""

    __slots__ = ("_members", "_name", "_parts")

    def __init__(self, name: str, members: Mapping[str, Any], parts: tuple[str, ...] = ()) -> None:
        self._name, self._members, self._parts = name, members, parts

    def __getitem__(self, name: object) -> Any:
        return self._members[name._text if isinstance(name, Words) else str(name)]

    def __bool__(self) -> NoReturn:
        raise TemplateError(f"“{self._name}”不是一个数，请写到具体的数，例如 {self._name}.决算数 > 0")


def parts(node: Node | Missing) -> list[Any]:
    """分项 — the nodes below a node, in the order of the form."""
    if isinstance(node, Missing):
        return list(node)
    return [node._members[name] for name in node._parts]


def first_missing(values: Iterable[Any]) -> Missing | None:
    """缺的第一个 — of some values the first that is not known; None where all are."""
    return next((value for value in values if isinstance(value, Missing)), None)


def terms_name(figure: str) -> str:
    """数的中文名 — a figure id as templates write it; a key path stays as it is."""
    try:
        return terms.chinese(figure)
    except KeyError:
        return figure


def _comparable(other: object) -> Decimal:
    if isinstance(other, Quantity):
        return other._number()
    if isinstance(other, int | Decimal) and not isinstance(other, bool):
        return Decimal(other)
    raise TemplateError("数只能与数比较")
