"""开始时所填 — what was typed to begin a folder, and what is wrong with it, each in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from disclosure import files, packs
from disclosure.authoring import pack_offers
from disclosure.authoring.pack_offers import PackOffer
from disclosure.city.city_folder import NOT_BODIES
from disclosure.errors import InputError
from disclosure.loading import data_files, published
from disclosure.sources import PACKS_FOLDER

if TYPE_CHECKING:
    from disclosure.desk.asked import Asked
from disclosure.desk.upload import Upload

FIRST_YEAR, LAST_YEAR = 2000, 2100
_NO_REGION = "不分地区"  # whose form some packs are
FIELDS = ("region", "year", "pack", "name", "kind", "unit", "last", "folder", "handed")
_MEGABYTE = 1024 * 1024


class Typed:
    """所填 — by the names of the fields, from the form, or from the address that leads back to it."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.desk = asked, asked.desk

    def said(self, field: str) -> str:
        """某一栏 — what was typed, without blanks around it."""
        return (self.asked.form.get(field) or self.asked.query.get(field, "")).strip()

    @property
    def values(self) -> dict[str, str]:
        """全部所填 — as the next page carries them on; files by the id under which they are kept."""
        typed = {field: self.said(field) for field in FIELDS} | {"handed": self.handed}
        return {field: text for field, text in typed.items() if text}

    @property
    def as_query(self) -> str:
        """全部所填 — as an address says it."""
        return urlencode(self.values)

    @cached_property
    def year(self) -> int:
        """年度 — 0 where none, or no year, was typed."""
        text = self.said("year")
        return int(text) if text.isascii() and text.isdecimal() and len(text) == len("2024") else 0

    @cached_property
    def last(self) -> Path | None:
        """上年的文件夹 — None where none of the shelf was chosen."""
        try:
            return self.desk.inside(self.said("last"))
        except InputError:
            return None

    @property
    def roots(self) -> tuple[Path, ...]:
        """书架的模板所在 — of packs that all its folders may begin with."""
        return (self.desk.home / PACKS_FOLDER,)

    @cached_property
    def offers(self) -> tuple[PackOffer, ...]:
        """可选的模板 — by region."""
        beside = [self.last / PACKS_FOLDER] if self.last else []
        return pack_offers.offers((*beside, *self.roots, packs.built_in()))

    @property
    def regions(self) -> dict[str, list[PackOffer]]:
        """各地区的模板 — those of no region last."""
        found: dict[str, list[PackOffer]] = {}
        for one in self.offers:
            found.setdefault(_region(one), []).append(one)
        return found

    @cached_property
    def pack(self) -> PackOffer | None:
        """所选模板 — the one named, else the nearest to region and year."""
        if name := self.said("pack"):
            return next((one for one in self.offers if one.name == name and not one.fault), None)
        return (
            pack_offers.nearest(self.regions.get(self.said("region"), ()), self.year) if self.year else None
        )

    @cached_property
    def handed(self) -> str:
        """交来的文件的记号 — those of this request, else those of the page before."""
        uploads = self.asked.uploads
        return self.desk.handed.keep(uploads) if uploads else self.said("handed")

    @property
    def uploads(self) -> tuple[Upload, ...]:
        """交来的文件 — as long as they are kept."""
        return self.desk.handed.of(self.handed) or ()

    def files_of(self, field: str) -> list[Upload]:
        """某一栏的文件."""
        return [one for one in self.uploads if one.field == field]

    def folder_or(self, usual: str) -> str:
        """文件夹的名称 — as typed, else the usual one."""
        return self.said("folder") or files.safe_name(usual)


def _region(one: PackOffer) -> str:
    return one.region or _NO_REGION


def name_fault(typed: Typed) -> str:
    """名称有误."""
    return "" if typed.said("name") else "请填部门或单位的全称"


def kind_fault(typed: Typed) -> str:
    """类型有误."""
    return "" if typed.said("kind") in ("部门", "单位") else "请选部门或单位"


def unit_fault(typed: Typed) -> str:
    """金额单位有误."""
    return "" if typed.said("unit") in ("元", "万元") else "请选元或万元"


def year_fault(typed: Typed) -> str:
    """年度有误."""
    if FIRST_YEAR <= typed.year <= LAST_YEAR:
        return ""
    return f"请填决算的年度，四位数字，{FIRST_YEAR}到{LAST_YEAR}之间"


def year_or_none_fault(typed: Typed) -> str:
    """年度有误 — where it may be left to what is known."""
    return year_fault(typed) if typed.said("year") else ""


def pack_fault(typed: Typed) -> str:
    """模板有误 — where one is named."""
    return "" if typed.pack or not typed.said("pack") else "没有这个模板，请从列出的里面选"


def region_fault(typed: Typed) -> str:
    """地区有误 — of no account where a pack is named."""
    return "" if typed.said("pack") or typed.said("region") in typed.regions else "请选地区，或者选一个模板"


def last_fault(typed: Typed) -> str:
    """上年的文件夹有误."""
    return "" if typed.last else "请从书架上选上年的文件夹"


def folder_fault(typed: Typed, usual: str = "") -> str:
    """文件夹的名称有误 — no name that Windows and Linux take, one of the desk's own, or there already."""
    name = typed.folder_or(usual) if usual else typed.said("folder")
    return _folder_fault(typed, name) if name else ""


def _folder_fault(typed: Typed, name: str) -> str:
    usable = files.safe_name(name)
    if usable != name:
        return f"“{name}”不能作文件夹的名称（有不能用的字，或太长），可以用“{usable}”"
    if name in NOT_BODIES or name.startswith(("~$", "※")):
        return f"“{name}”是工作台另有用处的名称，请换一个"
    if (typed.desk.home / name).exists():
        return f"书架上已有“{name}”，不会改动它；请换一个名称"
    return ""


def document_fault(typed: Typed) -> str:
    """公开的文件有误 — one, of a kind that is read."""
    given = typed.files_of("document")
    return next(_file_faults(given, tables=False), "") if given else "请选上年公开的文件"


def beside_fault(typed: Typed) -> str:
    """另外公开的表有误."""
    return next(_file_faults(typed.files_of("beside"), tables=False), "")


def tables_fault(typed: Typed) -> str:
    """导出的表有误."""
    given = typed.files_of("tables")
    return next(_file_faults(given, tables=True), "") if given else "请选导出的表，可以一次选几个"


def _file_faults(given: list[Upload], *, tables: bool) -> Iterator[str]:
    names = Counter(one.name for one in given)
    yield from (f"有两个文件都叫“{name}”，请改一个的名称" for name, count in names.items() if count > 1)
    for one in given:
        if len(one.data) > data_files.FILE_LIMIT:
            yield f"“{one.name}”太大，一个文件最多{data_files.FILE_LIMIT // _MEGABYTE} MB"
        try:
            published.require_kind(one.data, one.name, one.name, tables=tables)
        except InputError as error:
            yield str(error)
