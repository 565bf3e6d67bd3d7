"""模板链 — a pack and its parents: which texts, wording and declarations are in force."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeGuard

from pydantic import ValidationError

from disclosure import extensions, terms
from disclosure.checks import CheckSet
from disclosure.document import Style
from disclosure.errors import PackError, Source
from disclosure.extensions import Extension
from disclosure.packs.manifest import GlossarySpec, Manifest
from disclosure.packs.stylesheet import harmless
from disclosure.packs.templating.wording import SECTIONS

MANIFEST = "pack.toml"
ABOVE = "上级"  # names, in a template, the nearest pack above that has the file
FORMAT_VERSION = 1  # of packs; raised, with a migration, when an older pack would be read wrongly
_LONGEST_CHAIN = 8
_FREE_KEYS = ("名称.", "科目名称.")  # of the wording: any name, any code
_NAME = re.compile(r"[\w-][\w.-]*")  # a folder's name, never a path


@dataclass(frozen=True)
class Pack:
    """模板包 — one folder: its name, where it lies, and of which installed package, where it is one's."""

    name: str
    folder: Path
    extension: Extension | None = None

    def text(self, path: str) -> str | None:
        """文件内容 — a text of the pack by its relative path, None where it has none."""
        file = self.inside(path)
        try:
            return file.read_text(encoding="utf-8") if file else None
        except UnicodeDecodeError as error:
            raise PackError(f"{self.name}/{path}：不是 UTF-8 编码，请另存为 UTF-8") from error

    def inside(self, path: str) -> Path | None:
        """包内文件 — the file of a relative path; None where there is none, or where the path leads out of the pack."""
        file = (self.folder / path).resolve()
        return file if file.is_relative_to(self.folder.resolve()) and file.is_file() else None

    def table(self, path: str) -> dict[str, Any]:
        """声明 — a TOML file of the pack, empty where it has none."""
        text = self.text(path)
        try:
            return tomllib.loads(text) if text is not None else {}
        except tomllib.TOMLDecodeError as error:
            raise PackError(f"{self.name}/{path} {_toml_fault(str(error))}") from error
        except RecursionError as error:
            raise PackError(f"{self.name}/{path}：括号套得太深") from error


@dataclass(frozen=True)
class Chain:
    """模板链 — packs from the chosen one to the root; nearer packs win."""

    packs: tuple[Pack, ...]

    @property
    def name(self) -> str:
        """名称 — of the chosen pack."""
        return self.packs[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """各模板名称 — from the chosen pack to the root."""
        return tuple(pack.name for pack in self.packs)

    @cached_property
    def manifest(self) -> Manifest:
        """说明 — the merged pack.toml of the chain."""
        return Manifest.model_validate(self._checked(Manifest, _merged(self._tables(MANIFEST), by="标识")))

    @cached_property
    def wording(self) -> Mapping[str, Any]:
        """措辞 — the merged wording.toml; a slot must be one that the root pack has, a section one of the chain."""
        tables = self._tables("wording.toml")
        for pack, table in zip(reversed(self.packs), tables, strict=True):
            where = f"{pack.name}/wording.toml"
            _known_slots(tables[0], {key: value for key, value in table.items() if key != SECTIONS}, where)
            for section, own in table.get(SECTIONS, {}).items():
                self._known_section(section, where)
                _known_slots(tables[0], own, where, f"{SECTIONS}.{section}.")
        return _merged(tables)

    def _known_section(self, name: str, where: str) -> None:
        if self.source(f"sections/{name}.j2") is None:
            files = [file.stem for pack in self.packs for file in (pack.folder / "sections").glob("*.j2")]
            near = terms.nearest(name, files) or sorted(set(files))
            raise PackError(f"{where}：“{SECTIONS}”里没有“{name}”这一节，可用的有：{'、'.join(near)}")

    @cached_property
    def glossary(self) -> GlossarySpec:
        """名词表 — the merged glossary.toml: general terms, and where the subjects stand among them."""
        merged = _merged(self._tables("glossary.toml"), by="名称")
        return GlossarySpec.model_validate(self._checked(GlossarySpec, merged, "glossary.toml"))

    @cached_property
    def checks(self) -> CheckSet:
        """勾稽 — the merged checks.toml: rules by 代码, nearer packs change or switch off."""
        merged = _merged(self._tables("checks.toml"), by="代码")
        return CheckSet.model_validate(self._checked(CheckSet, merged, "checks.toml"))

    @cached_property
    def style(self) -> Style:
        """样式 — the layout profile's reference.docx and CSS."""
        name = self.manifest.style
        reference, css = self._nearest(f"style/{name}.docx"), self.source(f"style/{name}.css")
        if reference is None or css is None:
            raise PackError(f"{self.name}：没有版式“{name}”，缺 style/{name}.docx 或 style/{name}.css")
        return Style(name, reference.read_bytes(), harmless(*css))

    def source(self, path: str) -> tuple[str, str] | None:
        """模板文本 — text and shown name of `path`, or of `pack:path`; the nearest pack's where several have it."""
        pack, _, rest = self.owned(path).partition(":")
        text = next((one.text(rest) for one in self.packs if one.name == pack), None)
        return None if text is None else (text, f"{pack}/{rest}")

    def owned(self, path: str, asking: str = "") -> str:
        """哪个包的 — `path` as `pack:path`; “上级:path” is the next pack's beyond the one `asking`; "" for none."""
        wanted, _, rest = path.rpartition(":")
        names = self.names
        if wanted == ABOVE:
            below = self.owned(asking).partition(":")[0] if asking else ""
            names = names[names.index(below) + 1 :] if below else ()
        elif wanted:
            names = tuple(name for name in names if name == wanted)
        return next(
            (f"{pack.name}:{rest}" for pack in self.packs if pack.name in names and pack.inside(rest)), ""
        )

    def macros(self) -> Iterator[tuple[str, str]]:
        """宏 — every macros.j2 of the chain, root first: (template name, pack)."""
        for pack in reversed(self.packs):
            if pack.inside("macros.j2"):
                yield f"{pack.name}:macros.j2", pack.name

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """有关的扩展 — packs of installed packages by these names; not used where one's own or ours has the name."""
        own = {pack.name for pack in self.packs if pack.extension is None}
        return tuple(extensions.concerned("packs", self.names, own))

    def _nearest(self, path: str) -> Path | None:
        return next((file for pack in self.packs if (file := pack.inside(path))), None)

    def _tables(self, path: str) -> list[dict[str, Any]]:
        return [pack.table(path) for pack in reversed(self.packs)]

    def _checked(self, model: type[Any], data: dict[str, Any], file: str = MANIFEST) -> dict[str, Any]:
        try:
            model.model_validate(data)
        except ValidationError as error:
            raise PackError(
                "\n".join(_sentence(self.name, file, fault, model) for fault in error.errors())
            ) from error
        return data


def resolve(name: str, roots: Sequence[Path], stated: Source | None = None) -> Chain:
    """找模板 — the chain of a pack, looked for in `roots` in order; raises PackError with the names there are.

    `stated` is where the data name the pack, and is told with a name that is no pack's.
    """
    packs: list[Pack] = []
    while name or not packs:
        place = f"{stated}：" if stated and not packs else ""
        pack = _found(usable(name, place), roots)
        if pack is None:
            raise PackError(f"{place}{_no_pack(name, packs, roots)}")
        packs.append(pack)
        if len(packs) > _LONGEST_CHAIN:
            raise PackError(f"模板的继承成了环或太长：{' → '.join(pack.name for pack in packs)}")
        head = packs[-1].table(MANIFEST)
        _understood(name, head.get("格式版本", FORMAT_VERSION))
        name = str(head.get("继承", ""))
    return Chain(tuple(packs))


def _found(name: str, roots: Sequence[Path]) -> Pack | None:
    """The pack of this name in the first of the `roots` that has it, else that of an installed package."""
    folder = next((root / name for root in roots if (root / name / MANIFEST).is_file()), None)
    if folder:
        return Pack(name, folder)
    extension = extensions.find("packs", name)
    return Pack(name, extension.folder(MANIFEST), extension) if extension else None


def usable(name: str, place: str = "") -> str:
    """可用的名称 — the same name; raises PackError for one that is no folder's name but a path."""
    if not _NAME.fullmatch(name):
        raise PackError(f"{place}“{name[:40]}”不能作模板的名称，只用文字、数字、“-”和“_”")
    return name


def available(roots: Sequence[Path]) -> list[str]:
    """可用模板 — names of all packs in `roots`."""
    return sorted({file.parent.name for root in roots for file in root.glob(f"*/{MANIFEST}")})


def built_in() -> Path:
    """自带模板所在 — beside the package in a checkout, inside it where installed."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def _understood(name: str, version: object) -> None:
    if version != FORMAT_VERSION:
        said = f"格式版本 {version} 本程序不认识（当前为 {FORMAT_VERSION}），请换用与模板相配的程序版本"
        raise PackError(f"{name}/{MANIFEST}：{said}")


def _no_pack(name: str, packs: list[Pack], roots: Sequence[Path]) -> str:
    wanted = f"{packs[-1].name}/{MANIFEST} 继承的模板" if packs else "模板"
    names = [*available(roots), *extensions.names("packs")]
    near = terms.nearest(name, names)
    known = (
        f"相近的有：{'、'.join(near)}，全部见 disclosure pack list"
        if near
        else f"可用的有：{'、'.join(names)}"
    )
    return f"找不到{wanted}“{name}”，{known}"


def _merged(tables: Sequence[Mapping[str, Any]], *, by: str = "") -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for table in tables:
        merged = _over(merged, table, by)
    return merged


def _over(base: Mapping[str, Any], over: Mapping[str, Any], by: str) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _over(below, value, by)
        elif by and _keyed(below, by) and _keyed(value, by):
            merged[key] = _by_id(below, value, by)
        else:
            merged[key] = value
    return merged


def _keyed(value: Any, by: str) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and all(isinstance(entry, Mapping) and by in entry for entry in value)


def _by_id(base: list[Any], over: list[Any], by: str) -> list[Any]:
    merged = {entry[by]: entry for entry in base}
    for entry in over:
        merged[entry[by]] = {**merged.get(entry[by], {}), **entry}
    return list(merged.values())


def _known_slots(known: Mapping[str, Any], given: Mapping[str, Any], where: str, path: str = "") -> None:
    for key, value in given.items():
        if key not in known and not path.endswith(_FREE_KEYS):
            near = terms.nearest(key, list(known)) or list(known)
            raise PackError(f"{where}：没有“{path}{key}”这个措辞，可用的有：{'、'.join(near)}")
        if isinstance(value, Mapping) and isinstance(known.get(key), Mapping):
            _known_slots(known[key], value, where, f"{path}{key}.")


def _sentence(pack: str, file: str, fault: Any, model: type[Any]) -> str:
    path = ".".join(str(part) for part in fault["loc"])
    where = f"{pack}/{file} {path}"
    match fault["type"]:
        case "extra_forbidden":
            known = [terms.chinese(name) for name in _fields(model, fault["loc"][:-1])]
            near = terms.nearest(str(fault["loc"][-1]), known) or known
            return f"{where}：没有这个键，可用的有：{'、'.join(near)}"
        case "missing":
            return f"{where}：缺这一项，请补上"
        case "literal_error":
            return f"{where}：只能是 {fault['ctx']['expected'].replace(' or ', '、')}"
        case _:
            return f"{where}：写法不对（写的是“{fault['input']}”）"


def _fields(model: type[Any], path: Sequence[Any]) -> list[str]:
    known = {terms.chinese(name): field for name, field in model.model_fields.items()}
    for part in path:
        if isinstance(part, str) and part in known:
            inner = [known[part].annotation, *getattr(known[part].annotation, "__args__", ())]
            below = next((kind for kind in inner if hasattr(kind, "model_fields")), None)
            if below is not None:
                known = {terms.chinese(name): field for name, field in below.model_fields.items()}
    return [terms.identifier(name) for name in known]


def _toml_fault(message: str) -> str:
    place = re.search(r"line (\d+), column (\d+)", message)
    where = f"第{place[1]}行第{place[2]}列" if place else "末尾"
    return f'{where}：TOML 写法有误，请检查中文的键是否加了引号（"增加" = "增加"）、引号是否成对、是否用了全角符号'
