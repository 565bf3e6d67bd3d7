"""模板链 — a pack and its parents: which texts, wording and declarations are in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, cached_property, partial, reduce
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, cast

from disclosure import extensions, terms
from disclosure.checks import CheckSet
from disclosure.document import Style
from disclosure.errors import PackError, Source, short
from disclosure.extensions import Extension
from disclosure.files import settle
from disclosure.model.own_data import OwnDeclared
from disclosure.packs.manifest import SECTIONS, GlossarySpec, Manifest, comparisons
from disclosure.packs.stylesheet import harmless
from disclosure.packs.toml_tables import Declared, merged, offered, parsed_toml, toml_string, validated

MANIFEST = "pack.toml"
FACTS = "facts.toml"
_INSTEAD, _EXTENDS = terms.chinese("stands_for"), terms.chinese("extends")
ABOVE = "上级"  # names, in a template, the nearest pack above that has the file
FORMAT_VERSION = 1  # of packs; raised, with a migration, when an older pack would be read wrongly
_LONGEST_CHAIN = 8
_LARGEST = 2_000_000  # bytes of a text of a pack
_FREE_KEYS = ("名称.", "科目名称.", "某项.", "解释.")  # of the wording: any name, any code
_NAME = re.compile(r"[\w-][\w.-]{0,79}")  # a folder's name, never a path
_MOST_KEPT = 32  # chains of packs
_Look = Callable[["Pack", str], object]  # at a file of a pack, or at those of a pattern
Looked = tuple[str, _Look, str]  # the name of a pack, at what in it
Made = TypeVar("Made")
_noted: ContextVar[set[Looked] | None] = ContextVar("noted", default=None)  # what is looked at from now on


@dataclass(frozen=True)
class Pack:
    """模板包 — one folder: its name, where it lies, and of which installed package, where it is one's.

    What was looked at is kept: as long as it is used, a pack is as it lay when it was first looked at.
    """

    name: str
    folder: Path
    extension: Extension | None = None
    _seen: dict[tuple[_Look, str], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, path: str) -> str | None:
        """文件内容 — a text of the pack by its relative path, None where it has none."""
        return cast("str | None", self._looked(Pack._text, path))

    def data(self, path: str) -> bytes | None:
        """文件的字节 — of the pack by its relative path, None where it has none."""
        return cast("bytes | None", self._looked(Pack._data, path))

    def inside(self, path: str) -> Path | None:
        """包内文件 — the file of a relative path; None where there is none or it lies outside."""
        return cast("Path | None", self._looked(Pack._inside, path))

    def files(self, pattern: str) -> Iterable[Path]:
        """各文件 — of the pack that match."""
        return cast("Iterable[Path]", self._looked(Pack._files, pattern))

    def table(self, path: str) -> dict[str, Any]:
        """声明 — a TOML file of the pack, empty where it has none."""
        return parsed_toml(self.text(path) or "", f"{self.name}/{path}")

    def stays(self) -> bool:
        """没有变 — whether everything that was looked at is still so, byte for byte."""
        anew = Pack(self.name, self.folder)
        return all(self.agrees(anew, look, path) for look, path in [*self._seen])

    def agrees(self, other: Pack, look: _Look, path: str) -> bool:
        """相同 — whether another pack is the same where this one was looked at."""
        try:
            return bool(other._looked(look, path) == self._seen[look, path])
        except (OSError, PackError):
            return False

    def _looked(self, look: _Look, path: str) -> object:
        _note({(self.name, look, path)})
        if (look, path) not in self._seen:
            self._seen[look, path] = look(self, path)
        return self._seen[look, path]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_seen": {}}  # another process looks for itself

    def _text(self, path: str) -> str | None:
        file = self.inside(path)
        if file and file.stat().st_size > _LARGEST:
            raise PackError(f"{self.name}/{path}：文件超过 {_LARGEST // 1_000_000} MB，请分成几个或改短")
        try:
            return file.read_text(encoding="utf-8") if file else None
        except UnicodeDecodeError as error:
            raise PackError(f"{self.name}/{path}：不是 UTF-8 编码，请另存为 UTF-8") from error

    def _data(self, path: str) -> bytes | None:
        file = self.inside(path)
        return file.read_bytes() if file else None

    def _inside(self, path: str) -> Path | None:
        try:
            file = self.folder / path
            real = file.resolve() if file.is_file() else None  # most that is looked for is not there
            return real if real and real.is_relative_to(self._home) else None
        except (OSError, ValueError):  # a name that no file can have
            return None

    @cached_property
    def _home(self) -> Path:
        return self.folder.resolve()

    def _files(self, pattern: str) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.glob(pattern)))


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


class _Kept(NamedTuple):
    """What was made of files of packs, and which these were."""

    made: Any
    looks: frozenset[Looked]


@dataclass(frozen=True)
class Chain:
    """模板链 — packs from the chosen one to the root; nearer packs win."""

    packs: tuple[Pack, ...]
    _made: dict[Hashable, _Kept] = field(default_factory=dict, init=False, repr=False, compare=False)

    def stays(self) -> bool:
        """没有变 — whether the packs still lie as they were read."""
        return all(pack.stays() for pack in self.packs)

    def once(self, what: Hashable, make: Callable[[], Made]) -> Made:
        """只做一次 — what is made of these packs alone, kept with them; nobody changes it."""
        kept = self._made.get(what) or self._newly(what, make)
        _note(kept.looks)
        return cast("Made", kept.made)

    def _newly(self, what: Hashable, make: Callable[[], Made]) -> _Kept:
        looks = set[Looked]()
        before = _noted.set(looks)
        try:
            self._made[what] = kept = _Kept(make(), frozenset(looks))
        finally:
            _noted.reset(before)
        return kept

    def take_over(self, former: Chain) -> None:
        """接用 — of the same packs as they lay before: what was made of files that are still the same."""
        packs = {now.name: (then, now) for then, now in zip(former.packs, self.packs, strict=True)}

        @cache
        def same(looked: Looked) -> bool:
            (then, now), look, path = packs[looked[0]], *looked[1:]
            return then.agrees(now, look, path)

        self._made.update(one for one in [*former._made.items()] if all(map(same, one[1].looks)))

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_made": {}}

    @property
    def name(self) -> str:
        """名称 — of the chosen pack."""
        return self.packs[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """各模板名称 — from the chosen pack to the root."""
        return tuple(pack.name for pack in self.packs)

    @property
    def named_by_data(self) -> tuple[str, ...]:
        """数据写的模板起 — the names from the pack that data name: one that stands for it is left out."""
        return tuple(pack.name for pack in self.packs if not pack.table(MANIFEST).get(_INSTEAD))

    @property
    def versions(self) -> tuple[tuple[str, str], ...]:
        """各模板版本 — name and version of each pack, from the chosen one to the root."""
        return tuple((pack.name, str(pack.table(MANIFEST).get("版本", ""))) for pack in self.packs)

    @property
    def manifest(self) -> Manifest:
        """说明 — the merged pack.toml of the chain."""
        return self.once("manifest", partial(self._declared, Manifest, MANIFEST, "标识"))

    def _declared(self, model: type[Declared], file: str, by: str) -> Declared:
        return validated(model, merged(self._tables(file), by=by), f"{self.name}/{file}")

    @property
    def wording(self) -> Mapping[str, Any]:
        """措辞 — the merged wording.toml: slots are those of the root pack, sections those of the chain."""
        return self.once("wording", self._wording)

    def _wording(self) -> Mapping[str, Any]:
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

    @property
    def glossary(self) -> GlossarySpec:
        """名词表 — the merged glossary.toml: general terms, and where the subjects stand among them."""
        return self.once("glossary", partial(self._declared, GlossarySpec, "glossary.toml", "名称"))

    @property
    def checks(self) -> CheckSet:
        """勾稽 — the merged checks.toml: rules by 代码, nearer packs change or switch off."""
        return self.once("checks", self._checks)

    def _checks(self) -> CheckSet:
        declared = self._declared(CheckSet, "checks.toml", "代码")
        return declared.model_copy(update={"comparisons": comparisons(self.wording)})

    @property
    def own_data(self) -> OwnDeclared:
        """自有数据 — the merged facts.toml by 名称: facts that the packs declare, with those of last year."""
        return self.once("own_data", self._own_data)

    def _own_data(self) -> OwnDeclared:
        declared = self._declared(OwnDeclared, FACTS, "名称")
        if faults := list(declared.faults()):
            raise PackError("\n".join(f"{self.name}/{FACTS}：{fault}" for fault in faults))
        return declared.complete

    @property
    def style(self) -> Style:
        """样式 — the layout profile's reference.docx and CSS."""
        return self.style_named(self.manifest.style)

    def style_named(self, name: str) -> Style:
        """某一版式 — by its name, for sheets that are laid out otherwise than the document."""
        return self.once(("style", name), partial(self._style, name))

    def _style(self, name: str) -> Style:
        reference, css = self._nearest(f"style/{name}.docx"), self.source(f"style/{name}.css")
        if reference is None or css is None:
            raise PackError(f"{self.name}：没有版式“{name}”，缺 style/{name}.docx 或 style/{name}.css")
        return Style(
            name,
            _without_metadata(reference, f"{self.name}/style/{name}.docx"),
            harmless(*css),
            self.manifest.pdf_engine,
            own_css=not self.is_delivered(f"style/{name}.css"),
        )

    def is_delivered(self, path: str) -> bool:
        """是否自带 — whether the file, which is there, is of a pack that comes with this package."""
        pack, _ = next(self._owners(path))
        return pack.folder.is_relative_to(built_in())

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

    def declared_at(self, path: str, *keys: str) -> str:
        """声明之处 — the nearest pack whose file has a table by these keys; its line, where it has a head."""
        owner = next(pack for pack in self.packs if reduce(_table_under, keys, pack.table(path)))
        lines = [*map(str.strip, (owner.text(path) or "").splitlines())]
        head = f"[{'.'.join(map(toml_string, keys))}]"
        return str(Source(f"{owner.name}/{path}", lines.index(head) + 1 if head in lines else None))

    def _nearest(self, path: str) -> bytes | None:
        found = (pack.data(path) for pack in self.packs)
        return next((data for data in found if data is not None), None)

    def _tables(self, path: str) -> list[dict[str, Any]]:
        return [pack.table(path) for pack in reversed(self.packs)]


def _without_metadata(reference: bytes, shown: str) -> bytes:
    """A reference document whose headers may bear a picture; it is published with every document."""
    from disclosure.loading import word  # noqa: PLC0415 - lxml only where something is made

    try:
        anew = word.of_file(reference)
    except word.DocxError as error:
        raise PackError(f"{shown}：{error}") from error
    if anew.refused:
        raise PackError("；".join(f"{shown}：{sentence}" for sentence in anew.refused))
    return anew.data


def _note(looks: Iterable[Looked]) -> None:
    if (noted := _noted.get()) is not None:
        noted.update(looks)


_KEPT: dict[Chain, Chain] = {}


def resolve(name: str, roots: Sequence[Path], stated: Source | None = None) -> Chain:
    """找模板 — the chain of a pack, looked for in `roots` in order; raises PackError with names there are.

    `stated` is where the data name the pack, and is told with a name that is no pack's. A chain that was
    resolved before is given again, with all that was made of it, where its files are the same byte for byte.
    """
    found = Chain(tuple(_looked_up(name, roots, stated)))
    kept = _KEPT.get(found)
    if kept and kept.stays():
        return kept
    while len(_KEPT) >= _MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    if kept:
        found.take_over(kept)
        del _KEPT[kept]  # it would stay the key of the new one
    _KEPT[found] = found
    return found


def _looked_up(name: str, roots: Sequence[Path], stated: Source | None) -> list[Pack]:
    packs = [_pack(name, roots, place=f"{stated}：" if stated else "")]
    while parent := _parent(packs[-1]):
        packs.append(_pack(parent, roots, wanted=f"{packs[-1].name}/{MANIFEST} 继承的模板"))
        if len(packs) > _LONGEST_CHAIN:
            raise PackError(f"模板的继承成了环或太长：{' → '.join(Chain(tuple(packs)).names)}")
    return packs


def standing_for(name: str, roots: Iterable[Path]) -> str:
    """代替它的 — the pack in `roots` that says it is used in place of the one named, else that one.

    Raises PackError where several say so, and where one extends another than it stands for. A pack that
    cannot be read stands for none: it is told where it is used.
    """
    found = [pack for pack in _lying_in(roots) if _head_says(pack, _INSTEAD) == name]
    _require_one(found, name)
    return found[0].name if found else name


def _lying_in(roots: Iterable[Path]) -> Iterator[Pack]:
    folders = (file.parent for root in roots for file in sorted(root.glob(f"*/{MANIFEST}")))
    return (Pack(folder.name, folder) for folder in folders)


def _require_one(standing: Sequence[Pack], name: str) -> None:
    """At most one stands for a pack, and it extends the same."""
    if len(standing) > 1:
        said = "、".join(f"“{one.name}”" for one in standing)
        raise PackError(f"模板{said}都写着“代替 = {name}”，请只留一个，别的删去这一行")
    for pack in standing:
        if _head_says(pack, _EXTENDS) != name:
            place = f"{pack.name}/{MANIFEST}"
            raise PackError(f"{place}：“代替”与“继承”不同，代替的也要是它继承的那一个，请改成一样")


def _head_says(pack: Pack, key: str) -> object:
    """What a pack declares; nothing where it cannot be read."""
    try:
        return pack.table(MANIFEST).get(key)
    except PackError:
        return None


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


def _table_under(table: Mapping[str, Any], key: str) -> Any:
    return table.get(key, {})


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
