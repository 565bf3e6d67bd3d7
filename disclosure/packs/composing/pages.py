"""网页 — pages about many documents (目录、进度、汇总): HTML templates of the packs, `pages/*.html.j2`.

What is given is printed as text whatever it holds; what a page shows of its own stands in its template. A
name that does not exist is an error. The limits are those of templates, as many times as there is to print.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from disclosure.errors import TemplateError
from disclosure.packs.pack_chain import Chain
from disclosure.packs.templating.environment import (
    BUILT_IN_FILTERS,
    ChineseUndefined,
    PackEnvironment,
    called,
    is_empty,
)
from disclosure.packs.templating.limits import Budget, LimitedEnvironment
from disclosure.packs.templating.template_faults import located
from disclosure.packs.templating.values import Node

_FOLDER, ENDING = "pages/", ".html.j2"
_A_DOCUMENT = 10_000  # values, for which the limits of one document are enough


def page(chain: Chain, name: str, given: Mapping[str, Any]) -> bytes:
    """一页 — `pages/<name>.html.j2` of the packs with what is given, by Chinese names, as HTML.

    Texts, whole numbers, yes and no, lists and mappings are given; raises TemplateError with file and line.
    """
    path = f"{_FOLDER}{name}{ENDING}"
    try:
        return environment_of_page(chain, given).get_template(path).render().encode()
    except Exception as error:  # any failure inside a template is the template's, told with its place
        raise located(error, path, chain.shown) from error


def environment_of_page(chain: Chain, given: Mapping[str, Any]) -> LimitedEnvironment:
    """模板环境 — the names, filters and tests that a page's template sees with what is given."""
    budget = Budget(1 + _amount_given(given) // _A_DOCUMENT)
    env = _PageEnvironment(
        chain,
        budget,
        undefined=type("Undefined", (ChineseUndefined,), {"known": tuple(given)}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    filters = {name: env.filters[name] for name in (*BUILT_IN_FILTERS, "length")}
    env.filters = {name: budget.weighing(filter_) for name, filter_ in filters.items()} | env.turns
    env.tests = {"defined": env.tests["defined"], "空": is_empty}
    env.globals = {name: _for_template(name, value) for name, value in given.items()}
    return env


class _PageEnvironment(PackEnvironment):
    """Pages use pages alone: what is compiled for documents escapes nothing."""

    def _source(self, name: str) -> Any:
        return super()._source(name) if name.rpartition(":")[2].startswith(_FOLDER) else None


@pass_context  # so that nothing is printed while a template is compiled
def _printable(_context: Context, value: Any) -> str | int:
    """What `{{ … }}` may print: texts and whole numbers; the engine escapes them."""
    if isinstance(value, Undefined):
        return str(value)  # says which name does not exist
    if isinstance(value, str | int) and not isinstance(value, bool):
        return value
    raise TemplateError(f"“{called(value)}”不能直接印出，列表要用 for 逐项印，名称要写到具体的一项")


def _for_template(name: str, value: Any) -> Any:
    match value:
        case Mapping():
            return Node(name, {key: _for_template(key, below) for key, below in value.items()})
        case list() | tuple():
            return tuple(_for_template(name, below) for below in value)
        case _:
            return value


def _amount_given(given: Any) -> int:
    """How many there are, those of lists and mappings included."""
    match given:
        case Mapping():
            return sum(map(_amount_given, given.values()))
        case list() | tuple():
            return sum(map(_amount_given, given))
        case _:
            return 1
