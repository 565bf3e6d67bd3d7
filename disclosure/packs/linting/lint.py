"""模板检查 — what can be found in a pack's own files without rendering them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from disclosure.errors import PackError, Source, TemplateError
from disclosure.packs.linting.remark import Remark
from disclosure.packs.linting.spelling import spelling, wide_signs, words
from disclosure.packs.linting.template_names import Names, top_names
from disclosure.packs.linting.template_source import Typed
from disclosure.packs.pack_chain import MANIFEST, Chain, Pack
from disclosure.packs.table_specs import check_sheet_numbers
from disclosure.packs.templating.limits import LimitedEnvironment
from disclosure.packs.templating.template_faults import located

Keys = tuple[str, ...]  # that lead to a value of a TOML file

WORDING = "wording.toml"
SHEETS = "sheets/*.j2"
PAGES = "pages/*.html.j2"
TEMPLATES = ("macros.j2", "sections/*.j2", SHEETS, PAGES)
_TEXTS = ("标题", "标题行", "其他行", "左上角", "文件名", "文件标题", "图题")
_LONGEST_WAY = 8


def declared(chain: Chain) -> Iterator[Remark]:
    """声明 — whether the TOML files of a chain can be read at all; the style is checked with them."""
    readers: Iterable[tuple[str, Callable[[], object]]] = (
        ("P109", lambda: chain.manifest),
        ("P109", lambda: check_sheet_numbers(chain)),
        ("P109", lambda: chain.wording),
        ("P109", lambda: chain.glossary),
        ("P109", lambda: chain.checks),
        ("P109", lambda: chain.own_data),
        ("P403", lambda: chain.style),
    )
    for code, read in readers:
        try:
            read()
        except PackError as error:
            yield from (Remark(code, line) for line in str(error).splitlines())


def texts(chain: Chain, env: LimitedEnvironment) -> Iterator[Remark]:
    """文字与名称 — of every template and every worded TOML file of the chosen pack."""
    for path in templates(chain.packs[0], "macros.j2", "sections/*.j2"):
        yield from template(chain, env, path)
    yield from worded(chain)


def worded(chain: Chain) -> Iterator[Remark]:
    """措辞与声明里的文字 — of the chosen pack."""
    pack, fixed = chain.packs[0], tuple(chain.manifest.fixed_texts.values())
    yield from _worded(pack, WORDING, fixed)
    yield from _worded(pack, MANIFEST, fixed)


def template(chain: Chain, env: LimitedEnvironment, path: str) -> Iterator[Remark]:
    """一个模板 — of the chosen pack, with the names that it may use."""
    typed = typed_text(chain.packs[0], path)
    slips = list(spelling(typed, tuple(chain.manifest.fixed_texts.values())))
    yield from slips
    if not any(remark.code == "P106" for remark in slips):  # wide signs leave nothing to parse
        yield from _template_names(chain, env, path, typed)


def page(chain: Chain, env: LimitedEnvironment, path: str) -> Iterator[Remark]:
    """一个网页 — of the chosen pack: its signs and names; what digits HTML and its style have is nobody's."""
    typed = typed_text(chain.packs[0], path)
    yield from list(wide_signs(typed)) or _template_names(chain, env, path, typed)


def templates(pack: Pack, *patterns: str) -> list[str]:
    """模板文件 — relative paths of a pack's macros, sections, sheets and pages, or of some of them."""
    found = (file for pattern in patterns or TEMPLATES for file in sorted(pack.files(pattern)))
    return [file.relative_to(pack.folder).as_posix() for file in found]


def typed_text(pack: Pack, path: str) -> Typed:
    """原文 — of a file of a pack; empty where it has none."""
    return Typed(f"{pack.name}/{path}", pack.text(path) or "")


def _parsed(env: LimitedEnvironment, typed: Typed) -> nodes.Template | Remark:
    """A template's tree, or what keeps it from being read."""
    try:
        return env.parse(typed.text, name=typed.file)
    except TemplateSyntaxError as error:
        fault = str(located(error, typed.file)).partition("：")[2]
        return Remark("P101", fault, Source(typed.file, error.lineno, 1))
    except (TemplateError, RecursionError) as error:
        return Remark("P101", str(error) or "括号套得太深", typed.place(0))


def _template_names(chain: Chain, env: LimitedEnvironment, path: str, typed: Typed) -> Iterator[Remark]:
    tree = _parsed(env, typed)
    if isinstance(tree, Remark):
        yield tree
        return
    own = f"{chain.name}:{path}"
    inherited = top_names(tree).union(*map(top_names, _extended(chain, env, own, tree)))
    yield from Names(env, inherited).remarks(typed, tree)
    for wanted in _parent_names(tree):
        if not chain.owned(wanted, own):
            fault = f"找不到要继承的“{wanted}”，上级改名或删去了这一节"
            yield Remark("P201", fault, typed.place_from(1, wanted))


def _extended(
    chain: Chain, env: LimitedEnvironment, path: str, tree: nodes.Template
) -> Iterator[nodes.Template]:
    """The templates that one extends, the nearest first: what they set at their top, every block sees."""
    for _ in range(_LONGEST_WAY):
        path = chain.owned(next(_parent_names(tree), ""), path)
        source = chain.source(path)
        above = _parsed(env, Typed(source[1], source[0])) if source else None
        if not isinstance(above, nodes.Template):
            return
        yield above
        tree = above


def _parent_names(tree: nodes.Template) -> Iterator[str]:
    """What a template extends (上级:sections/total.j2); empty where only rendering can know."""
    for extends in tree.find_all(nodes.Extends):
        yield str(extends.template.value) if isinstance(extends.template, nodes.Const) else ""


def _worded(pack: Pack, path: str, fixed: Iterable[str]) -> Iterator[Remark]:
    typed = typed_text(pack, path)
    for keys, value in strings(pack.table(path)):
        if path == WORDING or keys[-1] in _TEXTS:  # of pack.toml few keys are texts
            yield from words(typed, value, fixed)


def strings(value: Any, keys: Keys = ()) -> Iterator[tuple[Keys, str]]:
    """各文字 — every text of a TOML table with the keys that lead to it; of a list, those of the list."""
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, Mapping):
        for key, below in value.items():
            yield from strings(below, (*keys, str(key)))
    elif isinstance(value, list):
        for below in value:
            yield from strings(below, keys)
