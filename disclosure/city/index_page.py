"""公开目录 — the index page of what is published, as cities publish it, and the sums of all its files.

It stands beside the bodies' folders and goes on the site with them: of a body that is not published, and of
what only concerns the office, there is nothing in it, not even a name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from disclosure.city.bodies import Body
from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.city import City
from disclosure.city.city_account import CityAccount
from disclosure.city.city_folder import PUBLIC
from disclosure.city.city_page import address, city_page
from disclosure.city.progress_line import CALLED, called_file, is_public

INDEX, SUMS = f"{PUBLIC}/index.html", f"{PUBLIC}/校验和.txt"
_REST = "其他"  # bodies without a group, where others have one
_KILO, _TENTHS = 1024, 10
_SHOWN = 8  # first digits of a sum


def index_page(city: City, records: Sequence[BodyRecord]) -> Iterator[tuple[str, bytes]]:
    """公开目录 — 公开/index.html and 校验和.txt, with their paths in the folder of what is written."""
    index = _Index(city, records)
    yield INDEX, city_page(city, "index", index.given)
    sums = (
        f"{file.sha256}  {body.folder}/{file.name}\n"
        for body, record in index.public
        for file in record.files
    )
    yield SUMS, "".join(sums).encode()


@dataclass(frozen=True)
class _Index:
    """What is published: its bodies with their records, in the city's order."""

    city: City
    records: Sequence[BodyRecord]

    @cached_property
    def public(self) -> list[tuple[Body, BodyRecord]]:
        every = CityAccount(self.city, self.records).with_records
        return [(body, record) for body, record in every if is_public(body, record)]

    @property
    def given(self) -> Mapping[str, Any]:
        """What the page's template is given."""
        year = CityAccount(self.city, self.records).year or None
        kinds = [body.kind for body, _ in self.public]
        batches = filter(None, dict.fromkeys(body.batch for body, _ in self.public))
        return {
            "标题": f"{self.city.settings.name}{f'{year}年度' if year else ''}部门决算公开",
            "部门数": kinds.count("部门"),
            "单位数": kinds.count("单位"),
            "各批次": list(batches),
            "各类": list(self._groups()),
            "校验和": SUMS.removeprefix(f"{PUBLIC}/"),
        }

    def _groups(self) -> Iterator[dict[str, Any]]:
        """By group in the city's order; without groups there is one, without a name."""
        found = defaultdict[str, list[dict[str, Any]]](list)
        for (body, record), *below in self._by_top.values():
            units = [_entry_told(unit, of_unit) for unit, of_unit in below]
            found[body.group].append(_entry_told(body, record) | {"各单位": units})
        order = filter(None, (*self.city.settings.group_order, *found))
        rest = _REST if len(found) > 1 else ""
        for group in dict.fromkeys((*order, "")):
            if group in found:
                yield {"名称": group or rest, "各部门": found[group]}

    @property
    def _by_top(self) -> Mapping[str, list[tuple[Body, BodyRecord]]]:
        """Each that stands below no other on the page, by its name, followed by those that stand below it."""
        above = {body.name: body.parent for body, _ in self.public}
        found: dict[str, list[tuple[Body, BodyRecord]]] = {
            body.name: [(body, record)] for body, record in self.public if body.parent not in above
        }
        for body, record in self.public:
            if body.parent in above:
                found[_top(body.name, above)].append((body, record))
        return found


def _top(name: str, above: Mapping[str, str]) -> str:
    """The one that others stand below, and that stands below none."""
    return _top(above[name], above) if above[name] in above else name


def _entry_told(body: Body, record: BodyRecord) -> dict[str, Any]:
    return {
        "名称": body.name,
        "类型": body.kind,
        "批次": body.batch,
        "公开日期": record.published_on,
        "各文件": [_file_entry_told(body, file) for file in sorted(record.files, key=_by_format)],
    }


def _by_format(file: FileMade) -> tuple[int, str]:
    """In the order in which readers look for them; several of one format by name."""
    formats = list(CALLED.values())
    called = called_file(file.name)
    return formats.index(called) if called in formats else len(formats), file.name


def _file_entry_told(body: Body, file: FileMade) -> dict[str, str]:
    return {
        "名称": file.name,
        "格式": called_file(file.name),
        "地址": address(f"{body.folder}/{file.name}"),
        "大小": size_told(file.size),
        "校验": file.sha256,
        "短校验": file.sha256[:_SHOWN],
    }


def size_told(size: int) -> str:
    """大小 — in KB, from one MB in MB with one decimal; never less than it is."""
    tenths = -(-size * _TENTHS // _KILO**2)
    large = f"{tenths // _TENTHS}.{tenths % _TENTHS} MB"
    return large if size >= _KILO**2 else f"{-(-size // _KILO)} KB"
