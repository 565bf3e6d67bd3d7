"""限度 — a sandbox that a template cannot hang or flood: counted steps, counted characters.

Whatever repeats (a loop's turn, a call, a print, an include) is as many steps as what it repeats is long;
whatever is compared, filtered or cut is weighed first, entry by entry; whatever joins text is measured before
it is joined. So an endless template ends in a sentence, at the same step on every machine. A second net is
processor time of this thread, never the clock on the wall, so that a busy machine refuses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from functools import wraps
from itertools import chain
from time import thread_time
from typing import Any, NamedTuple, cast

from jinja2 import nodes
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import BlockReference, Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment

from disclosure.errors import TemplateError

STEPS = 1_000_000
CHARACTERS = 3_000_000
SLOWEST = 2.0  # seconds of processor, measured: of all delivered templates with all trial departments
ROOM = 20  # how many times as long a template may take
LONGEST_TEMPLATE = 300_000
_DEEPEST_CALL = 60
_LARGEST_NUMBER = 10**15
# Filters put into the parsed template; nobody writes them.
_TURNS, _JOINED, _FLAT, _WEIGHED, _BODY = "限次", "限长", "平列", "限量", "限步"
_NODES_A_STEP = 20  # of a body that is repeated
_CHARACTERS_A_STEP = 1000  # of a text that is compared or cut
_SMALLEST_TEXT = 20  # characters of a text that is read as a template, a step
_OPENING, _ENDS_OF_LINES = "{", re.compile("\r\n|\r")
_REPEATED = (nodes.For, nodes.Macro, nodes.CallBlock, nodes.Block)
_CODES: dict[Any, Any] = {}  # compiled templates by source, name and file
_MOST_CODES = 2000
_OPEN = (LoopContext, BlockReference, TemplateModule)  # whose attributes a template may name


class Used(NamedTuple):
    """若干用量 — steps and characters."""

    steps: int
    characters: int

    def __sub__(self, other: Used) -> Used:
        return Used(self.steps - other.steps, self.characters - other.characters)


class Budget:
    """用量 — what one document's templates may still use up: or of a page of many, so many times."""

    def __init__(self, times: int = 1) -> None:
        self._times = times
        self.renew()

    def renew(self) -> None:
        """从头用起 — for the next document that the same templates make."""
        self._steps, self._characters = STEPS * self._times, CHARACTERS * self._times
        self._latest = thread_time() + SLOWEST * ROOM * self._times

    @property
    def left(self) -> Used:
        """剩余 — steps and characters."""
        return Used(self._steps, self._characters)

    def take(self, used: Used) -> bool:
        """再用 — as much as was used before; not done where less is left."""
        left = self.left - used
        if min(left) < 0:
            return False
        self._steps, self._characters = left
        return True

    def step(self, count: int = 1) -> None:
        """一步 — raises TemplateError where the steps or the time are used up."""
        self._steps -= count
        if self._steps < 0:
            raise TemplateError(
                f"重复超过 {STEPS * self._times // 10000} 万次，"
                "循环或宏可能没有尽头，请检查 for、include 和宏"
            )
        if not self._steps % 256 and thread_time() > self._latest:
            raise TemplateError(
                f"成文所用的处理器时间超过 {SLOWEST * ROOM * self._times:.0f} 秒，"
                f"是随本软件提供的最慢的模板的 {ROOM} 倍"
                "（与电脑忙不忙无关），请检查 for、include 和宏里有没有很长的比较或列表"
            )

    def weigh(self, value: Any) -> Any:
        """称量 — the same value; each of its entries, and each thousand characters, is a step."""
        if isinstance(value, str):
            self.step(str.__len__(value) // _CHARACTERS_A_STEP)
        elif isinstance(value, range | list | tuple | dict):
            self.step(len(value))
            entries = () if isinstance(value, range) else value
            for entry in chain(entries, value.values() if isinstance(value, dict) else ()):
                self.weigh(entry)
        return value

    def counted(self, values: Iterable[Any]) -> Iterator[Any]:
        """逐项计数 — the same entries, each a step."""
        for value in values:
            self.step()
            yield value

    def weighing(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """先称量 — the same function (a filter); what it is given is weighed, or counted as it flows."""

        @wraps(function)
        def weighed(*given: Any, **named: Any) -> Any:
            flow = [self.counted(one) if isinstance(one, Iterator) else self.weigh(one) for one in given]
            return function(*flow, **self.weigh(named))

        return weighed

    def joined(self, pieces: Iterable[str], between: str = "") -> str:
        """接成一串 — measured before it is joined."""
        pieces = list(pieces)
        length = sum(map(str.__len__, pieces)) + str.__len__(between) * max(len(pieces) - 1, 0)
        self.characters(length)
        return between.join(pieces)

    def characters(self, count: int) -> None:
        """若干字 — raises TemplateError where a document's text grows out of all measure."""
        self._characters -= count
        if self._characters < 0:
            raise TemplateError(
                f"文字超过 {CHARACTERS * self._times // 10000} 万字，文字可能在成倍重复，请检查循环、宏和 set"
            )


class LimitedEnvironment(ImmutableSandboxedEnvironment):
    """有限度的模板环境 — the sandbox, each repetition counted; only the vocabulary has attributes."""

    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def __init__(self, budget: Budget, **options: Any) -> None:
        # Nothing is worked out while a template is compiled, so that its code is the same for every document.
        super().__init__(optimized=False, **options)
        self._budget, self._depth = budget, 0
        self.concat = budget.joined  # type: ignore[method-assign]
        self.turns: dict[str, Callable[..., Any]] = {
            _TURNS: budget.counted,
            _JOINED: self._joined,
            _FLAT: lambda values: flat(budget.weigh(values)),
            _WEIGHED: budget.weigh,
            _BODY: budget.step,
        }

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return isinstance(obj, _OPEN) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:  # noqa: ARG002 - a text has no methods here, no format either
        return None

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - as Jinja2 has it
        flat(list(args)), flat(kwargs)
        __self._budget.step()
        __self._budget.weigh(args), __self._budget.weigh(kwargs)
        __self._depth += 1
        try:
            if __self._depth > _DEEPEST_CALL:
                raise TemplateError("宏互相调用，绕成了圈")
            return super().call(__context, __obj, *args, **kwargs)
        finally:
            __self._depth -= 1

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        self._budget.step()
        if operator == "+" and _are_texts(left, right):
            return self._budget.joined([left, right])
        if operator == "**" or not all(map(_is_number, (left, right))):
            raise TemplateError(f"“{operator}”只能用于两个不大的整数；文字用 ~ 连接，数的计算请交给数据")
        return super().call_binop(context, operator, left, right)

    def get_template(self, *args: Any, **kwargs: Any) -> Template:
        self._budget.step()
        return super().get_template(*args, **kwargs)

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        self._count_reading(source)
        return super().from_string(source, *args, **kwargs)

    def printed(self, text: str) -> str:
        """印出 — what a text prints as a template; most that is typed names nothing and is itself."""
        if names_something(text):
            return self.from_string(text).render()
        self._budget.step(1 + len(text) // _SMALLEST_TEXT)  # nothing is compiled
        _require_short(text, None)
        return self._budget.joined([_ENDS_OF_LINES.sub("\n", text).removesuffix("\n")])

    def make_globals(self, given: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """公用的名称 — themselves where nothing is added: Jinja copies them for each text it prints."""
        return super().make_globals(given) if given else self.globals

    def _count_reading(self, source: str) -> None:
        self._budget.step(100 + len(source) // _SMALLEST_TEXT)  # reading costs as much as many prints

    def compile(self, source: Any, name: Any = None, filename: Any = None, *args: Any, **kwargs: Any) -> Any:
        """编译 — code by content, kept between documents: compiling is half of composing."""
        key = (source, name, filename)
        if key not in _CODES:
            while len(_CODES) >= _MOST_CODES:
                _CODES.pop(next(iter(_CODES)), None)
            _CODES[key] = self._newly_compiled(source, name, filename, *args, **kwargs)
        return _CODES[key]

    def _newly_compiled(self, *args: Any, **kwargs: Any) -> Any:
        return super().compile(*args, **kwargs)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        _require_short(source, name)
        return super()._parse(source, name, filename)

    def _generate(self, source: nodes.Template, *args: Any, **kwargs: Any) -> str:
        """The limits go into what is run; who reads the parsed template finds it as it was written."""
        return super()._generate(counted(source), *args, **kwargs)

    def _joined(self, values: Iterable[Any]) -> str:
        return self._budget.joined(map(str, values))


def names_something(text: str) -> bool:
    """有无标记 — whether a text may be more than itself as a template."""
    return _OPENING in text


def _require_short(source: str, name: str | None) -> None:
    if len(source) > LONGEST_TEMPLATE:
        raise TemplateError(f"{name or '文字'}超过 {LONGEST_TEMPLATE // 10000} 万字，请分成几节")


def counted(tree: nodes.Template) -> nodes.Template:
    """加上计数 — loops and bodies count; what is compared, cut, joined or listed is measured."""
    _replace(tree)
    return tree


def _replace(node: nodes.Node) -> int:
    """Puts the limits into everything below a node, the innermost first; how many nodes there are."""
    size = 1 + sum(map(_replace, list(node.iter_child_nodes())))
    for field, value in list(node.iter_fields()):
        if isinstance(value, list):
            setattr(node, field, list(map(_limited, value)))
        elif isinstance(value, nodes.Node):
            setattr(node, field, _limited(value))
    _count_in(node, size)
    return size


def _count_in(node: nodes.Node, size: int) -> None:
    """Limits of a node's own; `size` is its number of nodes."""
    match node:
        case nodes.For():
            node.iter = _through(_TURNS, cast(nodes.Expr, node.iter))
        case nodes.Compare():
            node.expr = _through(_WEIGHED, node.expr)
            node.ops = [nodes.Operand(each.op, _through(_WEIGHED, each.expr)) for each in node.ops]
        case nodes.Getitem(node=cut, arg=nodes.Slice()):
            node.node = _through(_WEIGHED, cut)
        case nodes.Getitem(arg=arg) if not isinstance(arg, nodes.Const):
            node.arg = _through(_WEIGHED, arg)
    if isinstance(node, _REPEATED):
        step = _through(_BODY, nodes.Const(1 + size // _NODES_A_STEP, lineno=node.lineno))
        node.body.insert(0, nodes.ExprStmt(step, lineno=node.lineno))


def _limited(value: Any) -> Any:
    if isinstance(value, nodes.Concat):
        return _through(_JOINED, nodes.List(value.nodes, lineno=value.lineno))
    return _through(_FLAT, value) if _is_list(value) else value


def _is_list(value: Any) -> bool:
    written = isinstance(value, nodes.Tuple) and value.ctx == "load"
    return written or isinstance(value, nodes.List | nodes.Dict)


def _through(name: str, node: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def flat(values: Any) -> Any:
    """平列 — a list of a template holds no lists: nested ones would double at every step."""
    below = values.values() if isinstance(values, dict) else values
    if any(map(_nested, below)):
        raise TemplateError("列表里不能再放列表，请逐项列出")
    return values


def _nested(value: Any) -> bool:
    return isinstance(value, list | tuple | dict) and any(
        isinstance(inner, list | tuple | dict) for inner in value
    )


def _are_texts(left: Any, right: Any) -> bool:
    return isinstance(left, str) and isinstance(right, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and abs(value) < _LARGEST_NUMBER
