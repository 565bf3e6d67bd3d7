"""模板检查 — what can be found in a pack's own files without rendering them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from disclosure.errors import PackError, Source, TemplateError
from disclosure.packs.chain import MANIFEST, Chain, Pack
from disclosure.packs.linting.remark import Remark
from disclosure.packs.linting.spelling import spelling, words
from disclosure.packs.linting.template_names import Names, top_names
from disclosure.packs.linting.template_source import place
from disclosure.packs.table_specs import check_sheet_numbers
from disclosure.packs.templating.environment import located
from disclosure.packs.templating.limits import LimitedEnvironment

WORDING = "wording.toml"
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
        ("P403", lambda: chain.style),
    )
    for code, read in readers:
        try:
            read()
        except PackError as error:
            yield from (Remark(code, line) for line in str(error).splitlines())


def texts(chain: Chain, env: LimitedEnvironment) -> Iterator[Remark]:
    """文字与名称 — of every template and every worded TOML file of the chosen pack."""
    pack, fixed = chain.packs[0], _fixed(chain)
    for path in templates(pack):
        text = pack.text(path) or ""
        file = f"{pack.name}/{path}"
        found = list(spelling(file, text, fixed))
        yield from found
        if not any(remark.code == "P106" for remark in found):
            yield from _names(chain, env, path, text)
    yield from _worded(pack, WORDING, fixed)
    yield from _worded(pack, MANIFEST, fixed)


def templates(pack: Pack) -> list[str]:
    """模板文件 — relative paths of a pack's macros and sections."""
    files = [*pack.folder.glob("macros.j2"), *sorted(pack.folder.glob("sections/*.j2"))]
    return [file.relative_to(pack.folder).as_posix() for file in files]


def parsed(env: LimitedEnvironment, file: str, text: str) -> nodes.Template | Remark:
    """解析 — a template's tree, or what keeps it from being read."""
    try:
        return env.parse(text, name=file)
    except TemplateSyntaxError as error:
        said = str(located(error, file)).partition("：")[2]
        return Remark("P101", said, Source(file, error.lineno, 1))
    except (TemplateError, RecursionError) as error:
        return Remark("P101", str(error) or "括号套得太深", Source(file, 1, 1))


def _names(chain: Chain, env: LimitedEnvironment, path: str, text: str) -> Iterator[Remark]:
    file = f"{chain.name}/{path}"
    tree = parsed(env, file, text)
    if isinstance(tree, Remark):
        yield tree
        return
    inherited = _inherited(chain, env, f"{chain.name}:{path}", tree)
    yield from Names(env, inherited).remarks(file, text, tree)
    for extends in tree.find_all(nodes.Extends):
        wanted = extends.template.value if isinstance(extends.template, nodes.Const) else ""
        if not chain.owned(str(wanted), f"{chain.name}:{path}"):
            said = f"找不到要继承的“{wanted}”，上级改名或删去了这一节"
            yield Remark("P201", said, place(file, text, max(text.find(str(wanted)), 0)))


def _inherited(chain: Chain, env: LimitedEnvironment, path: str, tree: nodes.Template) -> set[str]:
    """Names set at the top of this template and of those that it extends: every block sees them."""
    names = top_names(tree)
    for _ in range(_LONGEST_WAY):
        extends = next(tree.find_all(nodes.Extends), None)
        wanted = extends.template.value if extends and isinstance(extends.template, nodes.Const) else ""
        path = chain.owned(str(wanted), path) if wanted else ""
        source = chain.source(path) if path else None
        above = parsed(env, source[1], source[0]) if source else None
        if not isinstance(above, nodes.Template):
            break
        names |= top_names(above)
        tree = above
    return names


def _worded(pack: Pack, path: str, fixed: set[str]) -> Iterator[Remark]:
    text = pack.text(path) or ""
    for keys, value in strings(pack.table(path)):
        if path == WORDING or keys[-1] in _TEXTS:
            yield from words(f"{pack.name}/{path}", text, value, fixed)


def strings(value: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """各文字 — every text of a TOML table with the keys that lead to it; of a list, those of the list."""
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from strings(below, (*keys, str(key)))
    elif isinstance(value, list):
        for below in value:
            yield from strings(below, keys)
    elif isinstance(value, str):
        yield keys, value


def _fixed(chain: Chain) -> set[str]:
    """固定数字 — the figures that the form itself prints, as the chain declares them."""
    return set(chain.manifest.fixed_texts.values())
