"""模板环境 — sandboxed Jinja2 in Chinese: strict names, few filters, every value printed as a mark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, NoReturn

from jinja2 import FunctionLoader, StrictUndefined, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing

from disclosure import terms
from disclosure.chinese_numbers import chinese_number
from disclosure.document.marks import Printed
from disclosure.errors import TemplateError, short
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.kept_code import kept_code
from disclosure.packs.templating.limits import Budget, LimitedEnvironment
from disclosure.packs.templating.number_printer import Printer
from disclosure.packs.templating.values import (
    Blocks,
    Missing,
    Node,
    Prose,
    Quantity,
    Words,
    first_missing,
    parts,
    terms_name,
)

BUILT_IN_FILTERS = ("first", "last", "list", "reverse")
_BUILT_IN_TESTS = ("defined",)
_HOLE = re.compile(r"\{([^{}]+)\}")
_CALLED = (
    (list | tuple | range, "列表"),
    (dict, "对照表"),
    (type(None), "空的内容"),
    (Words, "文字"),
    (Quantity, "数"),
    (Node, "名称"),
)

Render = Callable[[Prose], str]


class PackEnvironment(LimitedEnvironment):
    """链上的模板 — of a chain of packs alone; “上级:” names the next pack above the one that asks."""

    def __init__(self, chain: Chain, budget: Budget, **options: Any) -> None:
        super().__init__(budget, loader=FunctionLoader(self._source), **options)
        self._chain = chain

    def join_path(self, template: str, parent: str) -> str:
        return self._chain.owned(template, parent) or template

    def _source(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = self._chain.source(name)
        return None if found is None else (*found, lambda: True)

    def _newly_compiled(self, source: str, name: str | None, filename: str | None, *args: Any) -> Any:
        """Delivered templates are compiled once on a computer, as Python does with modules."""
        make = partial(super()._newly_compiled, source, name, filename, *args)
        if name is None or not self._chain.is_delivered(name):
            return make()
        return kept_code("\0".join((source, name, filename or "")), make)


def environment(
    chain: Chain, printer: Printer, budget: Budget, render: Render, body: Render
) -> LimitedEnvironment:
    """模板环境 — of a document or section; `render` gives typed text as one line, `body` as paragraphs."""
    show = _Finalize(printer, render, budget)

    @pass_context  # so that nothing is printed, and no document's mark made, while a template is compiled
    def finalize(_context: Context, value: Any) -> str:
        return show(value)

    env = PackEnvironment(
        chain, budget, undefined=ChineseUndefined, trim_blocks=True, lstrip_blocks=True, finalize=finalize
    )
    built_in, tests = env.filters, env.tests
    filters = {name: built_in[name] for name in BUILT_IN_FILTERS} | _filters(printer, show, budget, body)
    env.filters = {name: budget.weighing(filter_) for name, filter_ in filters.items()} | env.turns
    env.tests = {name: tests[name] for name in _BUILT_IN_TESTS} | dict(_TESTS)
    env.globals = {"range": env.globals["range"]}
    return env


class ChineseUndefined(StrictUndefined):
    """未定义的名称 — says in Chinese which name does not exist and which are near."""

    known: ClassVar[Sequence[str]] = ()  # names at the top, where these are not the terms

    def _fail_with_undefined_error(self, *_: Any, **__: Any) -> NoReturn:
        raise TemplateError(self._sentence())

    def _sentence(self) -> str:
        name, owner = called(self._undefined_name), self._undefined_obj
        if self._undefined_hint and owner is missing:  # of nothing that is named: of a filter
            return "列表是空的，取不出第一项和最后一项，请先用“is 空”判断"
        if isinstance(owner, Node):
            return _with_near(f"“{owner._name}”下面没有“{name}”", name, list(owner._members))
        if owner is missing:
            known = self.known or [term.chinese for term in terms.glossary().values()]
            return _with_near(f"没有“{name}”这个名称", name, list(known))
        return f"“{name}”用在了不能取下级名称的地方"

    def __getattr__(self, name: str) -> Any:
        if name[:2] == "__":
            raise AttributeError(name)
        self._fail_with_undefined_error()

    __str__ = __iter__ = __len__ = __eq__ = __ne__ = __bool__ = __hash__ = _fail_with_undefined_error
    __getitem__ = __lt__ = __le__ = __gt__ = __ge__ = __call__ = __contains__ = _fail_with_undefined_error


def _with_near(sentence: str, name: str, known: list[str]) -> str:
    near = terms.nearest(name, known) or known[:8]
    return f"{sentence}，可用的有：{'、'.join(near)}" if near else sentence


class _Finalize:
    """What `{{ … }}` may print: text of the template, marks, names, what is missing; no bare number."""

    def __init__(self, printer: Printer, render: Render, budget: Budget) -> None:
        self._printer, self._render, self._budget = printer, render, budget

    def __call__(self, value: Any) -> str:
        self._budget.step()
        match value:
            case Undefined():
                return str(value)
            case Prose():
                return self._render(value)
            case Words():
                return self._printer.words(value)
            case Missing():
                return self._printer.blank(value)
            case Blocks():
                return self._printer.marks.add(value._blocks)
            case str():
                return value
            case Quantity():
                name = terms_name(value._figure)
                raise TemplateError(f"“{name}”要写过滤器才能印出，例如 |金额、|百分比、|整数")
            case Node(_name=name):
                raise TemplateError(f"“{name}”不是一个数，请写到具体的数，例如 {name}.决算数|金额")
            case _:
                raise TemplateError(f"“{called(value)}”不能直接印出；数要加过滤器，列表要用 for 逐项印")


def called(value: Any) -> str:
    """怎样称呼 — a value as a message shows it; whatever it is made of, it is short."""
    if isinstance(value, str | int | float):
        return short(str(value)) if not isinstance(value, bool) else ("真" if value else "假")
    return next((name for kind, name in _CALLED if isinstance(value, kind)), "这样的内容")


def _filters(
    printer: Printer, show: Callable[[Any], str], budget: Budget, body: Render
) -> dict[str, Callable[..., Any]]:
    by_kind = {"元": printer.amount, "%": printer.percent}

    def in_hole(value: Any) -> Any:
        """A number by its kind; only what is printed may be lacking."""
        return by_kind.get(value._kind, printer.count)(value) if isinstance(value, Quantity) else value

    def fill(pattern: str, **holes: Any) -> str:
        def put(number: int, piece: str) -> str:
            if not number % 2:  # between the holes
                return piece
            if piece not in holes:
                raise TemplateError(
                    f"措辞“{called(pattern)}”里的“{{{piece}}}”不可用，可用的有：{'、'.join(holes)}"
                )
            return show(in_hole(holes[piece]))

        return budget.joined(put(number, piece) for number, piece in enumerate(_HOLE.split(pattern)))

    def join(values: Iterable[Any], mark: str = "、") -> str:
        return budget.joined(map(show, values), mark)

    def followed(value: Any, word: str) -> str:
        """“项目增加”后面接“增加”，不重说一遍。"""
        shown = show(value)
        typed = value._text.strip() if isinstance(value, Prose) else ""
        return shown if typed.endswith(word) else budget.joined([shown, word])

    return {
        "金额": _known(printer, printer.amount),
        "金额数": _known(printer, partial(printer.amount, word=False)),
        "万元": _known(printer, partial(printer.amount, unit="万元")),
        "元": _known(printer, partial(printer.amount, unit="元")),
        "百分比": _known(printer, printer.percent),
        "整数": _known(printer, printer.count),
        "得分": _known(printer, printer.score),
        "数值": _known(printer, printer.count),
        "绝对值": _absolute,
        "分项": parts,
        "非零": _non_zero,
        "从大到小": _from_largest,
        "逐项": list,  # of a list that is not known, one missing entry
        "连接": join,
        "join": lambda values, mark="": join(values, mark),
        "填": fill,
        "接": followed,
        "正文": lambda value: body(value) if isinstance(value, Prose) else show(value),
        "序号": lambda number: printer.typed(str(_ordinal(number))),
        "中文序号": lambda number: printer.typed(chinese_number(_ordinal(number))),
    }


def _ordinal(number: Any) -> int:
    if isinstance(number, int) and not isinstance(number, bool) and number >= 0:
        return number
    raise TemplateError(f"“{called(number)}”不是序号，序号是整数，例如 loop.index")


def _known(printer: Printer, show: Callable[[Quantity], Printed]) -> Callable[[Any], Printed]:
    def filter_(value: Any) -> Printed:
        match value:
            case Quantity():
                return show(value)
            case Missing():
                return printer.blank(value)
            case Undefined():
                str(value)  # says which name does not exist
        raise TemplateError("这个过滤器只能用在数上")

    return filter_


def _absolute(value: Any) -> Any:
    if isinstance(value, Quantity):
        return Quantity(abs(value._number()), value._kind, value._figure, value._role)
    return value


def _non_zero(nodes: Iterable[Any]) -> list[Any]:
    """非零 — the nodes whose 决算数 is not zero; what is missing stays."""
    return [node for node in nodes if isinstance(node, Missing) or _amount(node) != 0]


def _from_largest(nodes: Any) -> list[Any] | Missing:
    """从大到小 — nodes by 决算数, equal ones as they stood; what one lacks, where nobody can say."""
    finals = [node["决算数"] for node in nodes]
    absent = first_missing(finals)
    if absent is not None:
        return absent
    order = sorted(range(len(finals)), key=finals.__getitem__, reverse=True)
    return [nodes[place] for place in order]


def _amount(node: Any) -> Decimal | None:
    final = node["决算数"]
    return final._value if isinstance(final, Quantity) else None


def _filled(value: Any) -> bool:
    return not isinstance(value, Missing | Undefined)


def _has_number(value: Any) -> bool:
    """有数 — whether a figure exists; one that is missing counts, so that a draft shows it."""
    return isinstance(value, Missing) or (isinstance(value, Quantity) and value._value is not None)


def is_empty(value: Any) -> bool:
    """空 — a list known to have no entries; one that is not known is not empty, so that a draft shows it."""
    return isinstance(value, tuple | list) and not value


def _is_zero(value: Any) -> bool:
    return isinstance(value, Quantity) and value._value == 0


_TESTS = {"已填": _filled, "有数": _has_number, "零": _is_zero, "空": is_empty}
