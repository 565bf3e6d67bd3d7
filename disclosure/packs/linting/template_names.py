"""名称检查 — whether every name, filter and test that a template uses exists, without rendering it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2 import nodes

from disclosure import terms
from disclosure.packs.linting.remark import Remark
from disclosure.packs.linting.template_source import Typed
from disclosure.packs.templating.limits import LimitedEnvironment
from disclosure.packs.templating.values import Node
from disclosure.packs.toml_tables import offered

PRINTING = ("金额", "金额数", "万元", "元", "百分比", "整数", "得分", "序号", "中文序号")
_ANYTHING = object()  # what only rendering can know
_OWN = {"loop", "super", "self", "caller", "varargs", "kwargs", "range"}
_MOST_OFFERED = 8


class Names:
    """名称 — what one template may name: the vocabulary, the macros, what its parents set at their top."""

    def __init__(self, env: LimitedEnvironment, inherited: Iterable[str]) -> None:
        self._env, self._inherited = env, {*inherited, *_OWN}

    def remarks(self, typed: Typed, tree: nodes.Template) -> Iterator[Remark]:
        """意见 — unknown names, filters and tests; figures compared after they are printed."""
        yield from self._unknown_names(typed, tree)
        yield from self._lost_steps(typed, tree)
        yield from self._unknown(typed, tree.find_all(nodes.Filter), self._env.filters, "过滤器")
        yield from self._unknown(typed, tree.find_all(nodes.Test), self._env.tests, "判断")
        for comparison in filter(_compares_print, tree.find_all(nodes.Compare)):
            advice = "已经印成文字的数不能再比较，请去掉过滤器，直接比较数"
            yield Remark("P107", advice, typed.place_from(comparison.lineno, ""))

    def _unknown_names(self, typed: Typed, tree: nodes.Template) -> Iterator[Remark]:
        known = {*self._env.globals, *self._inherited, *_assigned(tree)}
        lines = {node.name: node.lineno for node in _names_in(tree, "load")}
        for name in sorted(lines.keys() - known):
            fault = _offering(f"没有“{name}”这个名称", terms.nearest(name, list(map(str, known))))
            yield Remark("P102", fault, typed.place_from(lines[name], name))

    def _lost_steps(self, typed: Typed, tree: nodes.Template) -> Iterator[Remark]:
        """三公经费.决算: a step that a node of the vocabulary does not have."""
        paths = _Paths(self._env.globals, tree)
        for step in tree.find_all(nodes.Getattr):
            owner = paths.meaning(step.node)
            if isinstance(owner, Node) and step.attr not in owner._members:
                known = list(owner._members)
                near = terms.nearest(step.attr, known) or known[:_MOST_OFFERED]
                fault = _offering(f"“{owner._name}”下面没有“{step.attr}”", near)
                yield Remark("P102", fault, typed.place_from(step.lineno, step.attr))

    def _unknown(
        self, typed: Typed, used: Iterable[nodes.Filter | nodes.Test], known: Mapping[str, Any], what: str
    ) -> Iterator[Remark]:
        for node in used:
            if node.name not in known:
                fault = f"没有“{node.name}”这个{what}，{offered(node.name, self._for_packs(known))}"
                yield Remark("P103", fault, typed.place_from(node.lineno, node.name))

    def _for_packs(self, known: Iterable[str]) -> list[str]:
        return [name for name in known if name not in self._env.turns]


class _Paths:
    """What a dotted name of a template means in the vocabulary, as far as that is known without rendering."""

    def __init__(self, vocabulary: Mapping[str, Any], tree: nodes.Template) -> None:
        self._aliases = {_name_set(node): node.node for node in tree.find_all(nodes.Assign)}
        self._local = _stored(tree)
        self._vocabulary = vocabulary

    def meaning(self, node: nodes.Node, turns: int = 0) -> Any:
        """含义 — `turns` counts aliases on the way: one that names itself leads nowhere."""
        match node:
            case nodes.Name(name=name) if name in self._aliases and turns <= len(self._aliases):
                return self.meaning(self._aliases[name], turns + 1)
            case nodes.Name(name=name) if name not in self._local:
                return self._vocabulary.get(name, _ANYTHING)
            case (
                nodes.Getattr(node=inner, attr=step) | nodes.Getitem(node=inner, arg=nodes.Const(value=step))
            ):
                owner = self.meaning(inner, turns)
                return owner._members.get(step) if isinstance(owner, Node) else _ANYTHING
        return _ANYTHING


def top_names(tree: nodes.Template) -> set[str]:
    """顶层赋值 — names that a template sets at its top, for the blocks of those that extend it too."""
    return set(filter(None, map(_name_set, tree.body)))


def _name_set(node: nodes.Node) -> str:
    match node:
        case nodes.Assign(target=nodes.Name(name=name)) | nodes.Macro(name=name):
            return str(name)
    return ""


def _assigned(tree: nodes.Template) -> set[str]:
    """Names that a template gives itself, wherever: whether they reach far enough, rendering tells."""
    imported = {node.target for node in tree.find_all(nodes.Import)}
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    return _stored(tree) | imported | macros | set(_imported_names(tree))


def _stored(tree: nodes.Template) -> set[str]:
    return {node.name for node in _names_in(tree, "store", "param")}


def _imported_names(tree: nodes.Template) -> Iterator[str]:
    """{% from "…" import 甲, 乙 as 丙 %}: 甲 and 丙."""
    for node in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in node.names)


def _names_in(tree: nodes.Template, *uses: str) -> Iterator[nodes.Name]:
    return (node for node in tree.find_all(nodes.Name) if node.ctx in uses)


def _compares_print(comparison: nodes.Compare) -> bool:
    return any(map(_is_printed, (comparison.expr, *(operand.expr for operand in comparison.ops))))


def _is_printed(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in PRINTING


def _offering(fault: str, near: list[str]) -> str:
    return f"{fault}，可用的有：{'、'.join(near)}" if near else fault
