"""模板链 — a pack and its parents: which texts, wording and declarations are in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from disclosure import extensions, terms
from disclosure.checks import CheckSet
from disclosure.document import Style
from disclosure.errors import PackError, Source, short
from disclosure.extensions import Extension
from disclosure.files import settle
from disclosure.model.own_data import OwnDeclared
from disclosure.packs.manifest import SECTIONS, GlossarySpec, Manifest, comparisons
from disclosure.packs.stylesheet import harmless
from disclosure.packs.toml_tables import merged, offered, parsed_toml, validated

MANIFEST = "pack.toml"
FACTS = "facts.toml"
ABOVE = "上级"  # names, in a template, the nearest pack above that has the file
FORMAT_VERSION = 1  # of packs; raised, with a migration, when an older pack would be read wrongly
_LONGEST_CHAIN = 8
_LARGEST = 2_000_000  # bytes of a text of a pack
_FREE_KEYS = ("名称.", "科目名称.", "某项.")  # of the wording: any name, any code
_NAME = re.compile(r"[\w-][\w.-]{0,79}")  # a folder's name, never a path


@dataclass(frozen=True)
class Pack:
    """模板包 — one folder: its name, where it lies, and of which installed package, where it is one's."""

    name: str
    folder: Path
    extension: Extension | None = None

    def text(self, path: str) -> str | None:
        """文件内容 — a text of the pack by its relative path, None where it has none."""
        file = self.inside(path)
        if file and file.stat().st_size > _LARGEST:
            raise PackError(f"{self.name}/{path}：文件超过 {_LARGEST // 1_000_000} MB，请分成几个或改短")
        try:
            return file.read_text(encoding="utf-8") if file else None
        except UnicodeDecodeError as error:
            raise PackError(f"{self.name}/{path}：不是 UTF-8 编码，请另存为 UTF-8") from error

    def inside(self, path: str) -> Path | None:
        """包内文件 — the file of a relative path; None where there is none or it lies outside."""
        try:
            file = (self.folder / path).resolve()
            return file if file.is_relative_to(self.folder.resolve()) and file.is_file() else None
        except (OSError, ValueError):  # a name that no file can have
            return None

    def files(self, pattern: str) -> Iterable[Path]:
        """各文件 — of the pack that match."""
        return self.folder.glob(pattern)

    def table(self, path: str) -> dict[str, Any]:
        """声明 — a TOML file of the pack, empty where it has none."""
        return parsed_toml(self.text(path) or "", f"{self.name}/{path}")


@dataclass(frozen=True)
class UnwrittenPack(Pack):
    """未写成的模板包 — its texts by their files, in memory; it has no folder."""

    texts: Mapping[str, str] = field(default_factory=dict)

    def text(self, path: str) -> str | None:
        """文件内容 — by its relative path."""
        return self.texts.get(path)

    def inside(self, path: str) -> Path | None:
        """包内文件 — as it will be called."""
        return Path(path) if path in self.texts else None

    def files(self, pattern: str) -> Iterable[Path]:
        """各文件 — as they will be called."""
        return (path for path in map(Path, self.texts) if path.match(pattern))


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

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """各模板版本 — name and version of each pack, from the chosen one to the root."""
        return tuple((pack.name, str(pack.table(MANIFEST).get("版本", ""))) for pack in self.packs)

    @cached_property
    def manifest(self) -> Manifest:
        """说明 — the merged pack.toml of the chain."""
        return validated(Manifest, merged(self._tables(MANIFEST), by="标识"), f"{self.name}/{MANIFEST}")

    @cached_property
    def wording(self) -> Mapping[str, Any]:
        """措辞 — the merged wording.toml: slots are those of the root pack, sections those of the chain."""
        tables = self._tables("wording.toml")
        for pack, table in zip(reversed(self.packs), tables, strict=True):
            self._check_wording(f"{pack.name}/wording.toml", table, tables[0])
        return merged(tables)

    def _check_wording(self, file: str, table: Mapping[str, Any], slots: Mapping[str, Any]) -> None:
        _check_slots(slots, {key: value for key, value in table.items() if key != SECTIONS}, file)
        for section, own in table.get(SECTIONS, {}).items():
            self._check_section(section, file)
            _check_slots(slots, own, file, f"{SECTIONS}.{section}.")

    def _check_section(self, name: str, file: str) -> None:
        if self.source(f"sections/{name}.j2") is None:
            sections = self.stems("sections/*.j2")
            raise PackError(f"{file}：“{SECTIONS}”里没有“{name}”这一节，{offered(name, sections)}")

    @cached_property
    def glossary(self) -> GlossarySpec:
        """名词表 — the merged glossary.toml: general terms, and where the subjects stand among them."""
        tables = merged(self._tables("glossary.toml"), by="名称")
        return validated(GlossarySpec, tables, f"{self.name}/glossary.toml")

    @cached_property
    def checks(self) -> CheckSet:
        """勾稽 — the merged checks.toml: rules by 代码, nearer packs change or switch off."""
        tables = merged(self._tables("checks.toml"), by="代码")
        declared = validated(CheckSet, tables, f"{self.name}/checks.toml")
        return declared.model_copy(update={"comparisons": comparisons(self.wording)})

    @cached_property
    def own_data(self) -> OwnDeclared:
        """自有数据 — the merged facts.toml by 名称: facts that the packs declare, with those of last year."""
        file = f"{self.name}/{FACTS}"
        declared = validated(OwnDeclared, merged(self._tables(FACTS), by="名称"), file)
        if faults := list(declared.faults()):
            raise PackError("\n".join(f"{file}：{fault}" for fault in faults))
        return declared.complete

    @cached_property
    def style(self) -> Style:
        """样式 — the layout profile's reference.docx and CSS."""
        return self.style_named(self.manifest.style)

    def style_named(self, name: str) -> Style:
        """某一版式 — by its name, for sheets that are laid out otherwise than the document."""
        reference, css = self._nearest(f"style/{name}.docx"), self.source(f"style/{name}.css")
        if reference is None or css is None:
            raise PackError(f"{self.name}：没有版式“{name}”，缺 style/{name}.docx 或 style/{name}.css")
        return Style(
            name,
            _without_metadata(reference, f"{self.name}/style/{name}.docx"),
            harmless(*css),
            self.manifest.pdf_engine,
            own_css=self._is_own(f"style/{name}.css"),
        )

    def _is_own(self, path: str) -> bool:
        """Whether the file is of a pack that does not come with this package."""
        pack, _ = next(self._owners(path))
        return not pack.folder.is_relative_to(built_in())

    def source(self, path: str) -> tuple[str, str] | None:
        """模板文本 — text and shown name of `path` (the nearest pack's that has it) or of `pack:path`."""
        texts = ((pack.text(file) or "", f"{pack.name}/{file}") for pack, file in self._owners(path))
        return next(texts, None)

    def shown(self, file: str) -> str:
        """某文件的文本 — by the name that sentences show (pack/path); empty where there is none."""
        text, _ = self.source(file.replace("/", ":", 1)) or ("", "")
        return text

    def owned(self, path: str, asking: str = "") -> str:
        """哪个包的 — `path` as `pack:path`; “上级:path” is the next one's beyond the pack `asking`; or ""."""
        return next((f"{pack.name}:{file}" for pack, file in self._owners(path, asking)), "")

    def _owners(self, path: str, asking: str = "") -> Iterator[tuple[Pack, str]]:
        wanted, _, file = path.rpartition(":")
        return ((pack, file) for pack in self._searched(wanted, asking) if pack.inside(file))

    def _searched(self, wanted: str, asking: str) -> Sequence[Pack]:
        """The packs that the name in front of a path leaves to search."""
        if wanted == ABOVE:
            return self._above(self.owned(asking).partition(":")[0])
        return [pack for pack in self.packs if wanted in ("", pack.name)]

    def _above(self, name: str) -> Sequence[Pack]:
        return self.packs[self.names.index(name) + 1 :] if name else ()

    def stems(self, pattern: str) -> list[str]:
        """文件名 — without their endings, of the files of any pack that match."""
        files = (file for pack in self.packs for file in pack.files(pattern))
        return sorted({file.stem for file in files})

    def macros(self) -> Iterator[tuple[str, str]]:
        """宏 — every macros.j2 of the chain, root first: (template name, pack)."""
        owners = (pack.name for pack in reversed(self.packs) if pack.inside("macros.j2"))
        return ((f"{name}:macros.j2", name) for name in owners)

    @property
    def extensions(self) -> tuple[Extension, ...]:
        """有关的扩展 — installed packs by these names; not used where one's own or ours has the name."""
        own = {pack.name for pack in self.packs if pack.extension is None}
        return tuple(extensions.concerned("packs", self.names, own))

    def _nearest(self, path: str) -> Path | None:
        return next((file for pack in self.packs if (file := pack.inside(path))), None)

    def _tables(self, path: str) -> list[dict[str, Any]]:
        return [pack.table(path) for pack in reversed(self.packs)]


def _without_metadata(reference: Path, shown: str) -> bytes:
    """A reference document whose headers may bear a picture; it is published with every document."""
    from disclosure.loading import word  # noqa: PLC0415 - lxml only where something is made

    try:
        anew = word.of_file(reference.read_bytes())
    except word.DocxError as error:
        raise PackError(f"{shown}：{error}") from error
    if anew.refused:
        raise PackError("；".join(f"{shown}：{sentence}" for sentence in anew.refused))
    return anew.data


def resolve(name: str, roots: Sequence[Path], stated: Source | None = None) -> Chain:
    """找模板 — the chain of a pack, looked for in `roots` in order; raises PackError with names there are.

    `stated` is where the data name the pack, and is told with a name that is no pack's.
    """
    packs = [_pack(name, roots, place=f"{stated}：" if stated else "")]
    while parent := _parent(packs[-1]):
        packs.append(_pack(parent, roots, wanted=f"{packs[-1].name}/{MANIFEST} 继承的模板"))
        if len(packs) > _LONGEST_CHAIN:
            raise PackError(f"模板的继承成了环或太长：{' → '.join(Chain(tuple(packs)).names)}")
    return Chain(tuple(packs))


def usable(name: str, place: str = "") -> str:
    """可用的名称 — the same name; raises PackError for one that is no folder's name but a path."""
    if not _NAME.fullmatch(name):
        raise PackError(f"{place}“{short(name)}”不能作模板的名称，只用文字、数字、“-”和“_”")
    return name


def available(roots: Sequence[Path]) -> list[str]:
    """可用模板 — names of all packs in `roots`."""
    return sorted({file.parent.name for root in roots for file in root.glob(f"*/{MANIFEST}")})


def built_in() -> Path:
    """自带模板所在 — beside the package in a checkout, inside it where installed."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def _pack(name: str, roots: Sequence[Path], *, wanted: str = "模板", place: str = "") -> Pack:
    folders = (root / usable(name, place) for root in roots)
    for folder in folders:
        settle(folder)
        if (folder / MANIFEST).is_file():
            return Pack(name, folder)
    if extension := extensions.find("packs", name):
        return Pack(name, extension.folder(MANIFEST), extension)
    names = [*available(roots), *extensions.names("packs")]
    fault = f"找不到{wanted}“{name}”，{_offered_packs(name, names)}"
    raise PackError(f"{place}{fault}")


def _parent(pack: Pack) -> str:
    """The name of the pack above; raises PackError for a pack that is written for another program."""
    head = pack.table(MANIFEST)
    version = head.get("格式版本", FORMAT_VERSION)
    if version != FORMAT_VERSION:
        fault = (
            f"格式版本 {short(version)} 本程序不认识（当前为 {FORMAT_VERSION}），请换用与模板相配的程序版本"
        )
        raise PackError(f"{pack.name}/{MANIFEST}：{fault}")
    return str(head.get("继承", ""))


def _offered_packs(name: str, names: list[str]) -> str:
    near = terms.nearest(name, names)
    if near:
        return f"相近的有：{'、'.join(near)}，全部见 disclosure pack list"
    return f"可用的有：{'、'.join(names)}"


def _check_slots(known: Mapping[str, Any], given: Mapping[str, Any], file: str, path: str = "") -> None:
    """Raises PackError for a slot that is not `known`; `path` is where both stand, its end a dot."""
    for key, value in given.items():
        below = known.get(key)
        if below is None:
            _check_free(key, known, file, path)
        elif isinstance(value, Mapping) and isinstance(below, Mapping):
            _check_slots(below, value, file, f"{path}{key}.")


def _check_free(key: str, known: Mapping[str, Any], file: str, path: str) -> None:
    """Some tables of the wording take any key: names, and codes of subjects."""
    if not path.endswith(_FREE_KEYS):
        raise PackError(f"{file}：没有“{path}{key}”这个措辞，{offered(key, known)}")
