"""名称检查 — whether every name, filter and test that a template uses exists, without rendering it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import nodes

from disclosure import terms
from disclosure.packs.linting.remark import Remark
from disclosure.packs.linting.template_source import place
from disclosure.packs.templating.limits import LimitedEnvironment
from disclosure.packs.templating.values import Node

PRINTING = ("金额", "金额数", "万元", "元", "百分比", "整数", "得分", "序号", "中文序号")
_ANYTHING = object()  # what only rendering can know
_OWN = {"loop", "super", "self", "caller", "varargs", "kwargs", "range"}


class Names:
    """名称 — what one template may name: the vocabulary, the macros, and what its parents set at their top."""

    def __init__(self, env: LimitedEnvironment, inherited: Iterable[str]) -> None:
        self._env, self._inherited = env, {*inherited, *_OWN}

    def remarks(self, file: str, text: str, tree: nodes.Template) -> Iterator[Remark]:
        """意见 — unknown names, filters and tests; figures compared after they are printed."""
        yield from self._unknown(file, text, tree)
        yield from self._chains(file, text, tree)
        yield from self._listed(file, text, tree.find_all(nodes.Filter), self._env.filters, "过滤器")
        yield from self._listed(file, text, tree.find_all(nodes.Test), self._env.tests, "判断")
        for comparison in tree.find_all(nodes.Compare):
            if any(
                _prints(side) for side in (comparison.expr, *(operand.expr for operand in comparison.ops))
            ):
                said = "已经印成文字的数不能再比较，请去掉过滤器，直接比较数"
                yield Remark("P107", said, _at(file, text, comparison.lineno, ""))

    def _unknown(self, file: str, text: str, tree: nodes.Template) -> Iterator[Remark]:
        known = {*self._env.globals, *self._inherited, *_assigned(tree)}
        used = {node.name: node.lineno for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for name in sorted(used.keys() - known):
            near = terms.nearest(name, [str(one) for one in known])
            yield Remark("P102", _said(f"没有“{name}”这个名称", near), _at(file, text, used[name], name))

    def _chains(self, file: str, text: str, tree: nodes.Template) -> Iterator[Remark]:
        """三公经费.决算: a step that a node of the vocabulary does not have."""
        local = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
        aliases = {
            assign.target.name: assign.node
            for assign in tree.find_all(nodes.Assign)
            if isinstance(assign.target, nodes.Name)
        }

        def look_up(node: nodes.Node, depth: int = 0) -> Any:
            match node:
                case nodes.Name(name=name) if name in aliases and depth < len(aliases) + 1:
                    return look_up(aliases[name], depth + 1)
                case nodes.Name(name=name) if name not in local:
                    return self._env.globals.get(name, _ANYTHING)
                case (
                    nodes.Getattr(node=inner, attr=step)
                    | nodes.Getitem(node=inner, arg=nodes.Const(value=step))
                ):
                    owner = look_up(inner, depth)
                    return owner._members.get(step, None) if isinstance(owner, Node) else _ANYTHING
            return _ANYTHING

        yield from self._lost_steps(file, text, tree, look_up)

    def _lost_steps(
        self, file: str, text: str, tree: nodes.Template, look_up: Callable[[nodes.Node], Any]
    ) -> Iterator[Remark]:
        for node in tree.find_all(nodes.Getattr):
            owner = look_up(node.node)
            if isinstance(owner, Node) and node.attr not in owner._members:
                near = terms.nearest(node.attr, list(owner._members)) or list(owner._members)[:8]
                said = _said(f"“{owner._name}”下面没有“{node.attr}”", near)
                yield Remark("P102", said, _at(file, text, node.lineno, node.attr))

    def _listed(
        self,
        file: str,
        text: str,
        used: Iterable[nodes.Filter | nodes.Test],
        known: Mapping[str, Any],
        what: str,
    ) -> Iterator[Remark]:
        shown = [name for name in known if name not in self._env.turns]
        for node in used:
            if node.name not in known:
                near = terms.nearest(node.name, shown) or shown
                said = _said(f"没有“{node.name}”这个{what}", near)
                yield Remark("P103", said, _at(file, text, node.lineno, node.name))


def _assigned(tree: nodes.Template) -> set[str]:
    """Names that a template gives itself, wherever: whether they reach far enough, rendering tells."""
    imported = {
        alias if isinstance(alias, str) else alias[1]
        for node in tree.find_all(nodes.FromImport)
        for alias in node.names
    }
    targets = {node.target for node in tree.find_all(nodes.Import)}
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    return (
        {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"} | imported | targets | macros
    )


def top_names(tree: nodes.Template) -> set[str]:
    """顶层赋值 — names that a template sets at its top, for the blocks of those that extend it too."""
    assigned = (node.target for node in tree.body if isinstance(node, nodes.Assign))
    return {target.name for target in assigned if isinstance(target, nodes.Name)} | {
        node.name for node in tree.body if isinstance(node, nodes.Macro)
    }


def _prints(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Filter) and node.name in PRINTING


def _said(fault: str, near: Iterable[str]) -> str:
    near = list(near)
    return f"{fault}，可用的有：{'、'.join(near)}" if near else fault


def _at(file: str, text: str, line: int, word: str) -> Any:
    start = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    found = re.compile(re.escape(word)).search(text, start) if word else None
    return place(file, text, found.start() if found else start)
