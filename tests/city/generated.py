"""A city of made-up bodies on disk, drawn by seed: five packs, units, one in a hundred broken.

Amounts are those of the trial departments times a factor of each body's own, so that no two files are alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import yaml

from disclosure.authoring import trial_departments
from disclosure.city.body_record import State

SEED = 20261130
PACKS = ("sichuan-2023", "sichuan-2024", "central-2023", "shanghai-2024", "yunnan-11-2024")
GROUPS = ("党委部门", "政府部门", "群团机关", "其他单位")
HEAD = ("序号", "名称", "类型", "类别", "主管部门", "模板", "批次", "涉密", "撤并", "延期", "经办人")
LACKING = {17: "涉密", 37: "撤并", 57: "延期", 77: "未交"}  # of every hundred
BROKEN = 97
_NOT_AMOUNTS = re.compile(r"项目数|问题数|团组数|批次|人次|得分|数量|设备|索引号|文号|年度|^(项|名称)$|日期")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Tree = dict[str, Any]
Files = dict[str, bytes]


@dataclass(frozen=True)
class Expected:
    """What the record of a body has to say: its state, and a part of the sentence why."""

    state: State = "已生成"
    sentence: str = ""


def city(home: Path, number: int, seed: int = SEED, broken: int = BROKEN) -> dict[str, Expected]:
    """The folder of a city with so many bodies; what is expected of each, by its folder.

    In every hundred the body `broken` is: each time by another fault.
    """
    rows, expected = [], dict[str, Expected]()
    for at in range(number):
        body = _Drawn(at, Random(f"{seed} {at}"))
        place, files, (name, expected[body.folder]) = home / body.folder, body.files, body.expected(broken)
        if name in _FAULTS:
            files = _FAULTS[name][0](body.tree)
        for file, data in files.items() if name != "未交" else ():
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            (place / file).write_bytes(data)
        rows.append(body.row(name))
    _write_list(home / "名单.xlsx", rows)
    return expected


def change(home: Path, folder: str) -> None:
    """As a clerk changes one word."""
    file = home / folder / "data.yaml"
    file.write_text(file.read_text("utf-8").replace("内设科室3个", "内设科室4个"), encoding="utf-8")


class _Drawn:
    """One body: a department, or in every tenth place a unit of the department before it."""

    def __init__(self, at: int, draw: Random) -> None:
        self.at, self.draw = at, draw
        self.is_unit = at % 10 == 9
        self.parent = _department(at - 1) if self.is_unit else ""
        self.name = f"{self.parent}第{at:04}中心" if self.is_unit else _department(at)
        self.folder = f"{self.parent}/{self.name}" if self.is_unit else self.name
        self.pack = PACKS[at % len(PACKS)]
        self.kind = trial_departments.small()[at % 4]

    @property
    def tree(self) -> Tree:
        """What a clerk typed; its reasons say no direction, so that they fit whatever is drawn."""
        factor = Decimal(self.draw.randrange(100, 500)) / 100
        tree: Tree = times(trial_departments.entered(self.kind, self.pack), factor)
        tree["部门"] |= {
            "全称": self.name,
            "简称": self.name[-4:],
            "类型": "单位" if self.is_unit else "部门",
        }
        tree["公开信息"] |= {"监督索引号": f"53{self.at:015}"}
        return {"格式版本": "1", **tree}

    @property
    def files(self) -> Files:
        return as_files(self.tree)

    def expected(self, broken: int) -> tuple[str, Expected]:
        """The name of what is wrong with it, or empty; and what is to be said."""
        if self.at % 100 == broken:
            name = list(_FAULTS)[self.at // 100 % len(_FAULTS)]
            return name, _FAULTS[name][1]
        name = LACKING.get(self.at % 100, "")
        states: dict[str, State] = {"": "已生成", "未交": "未交"}
        return name, Expected(states.get(name, "不生成"), {"": "", "未交": "还没有数据"}.get(name, name))

    def row(self, name: str) -> tuple[Any, ...]:
        lacking = tuple(f"{said}的理由" if said == name else "" for said in ("涉密", "撤并", "延期"))
        kind, group = "单位" if self.is_unit else "部门", GROUPS[self.at % len(GROUPS)]
        who = f"经办{self.at % 7}"
        return (self.at + 1, self.name, kind, group, self.parent, "", f"第{self.at % 3 + 1}批", *lacking, who)


def as_files(tree: Tree) -> Files:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(tree, Dumper=dumper, allow_unicode=True, sort_keys=False)
    return {"data.yaml": text.encode()}


def _department(at: int) -> str:
    return f"某市第{at:04}局"


def times(value: Any, factor: Decimal, key: str = "") -> Any:
    match value:
        case dict():
            return {name: times(part, factor, name) for name, part in value.items()}
        case list():
            return [times(part, factor, key) for part in value]
        case str() if _NUMBER.fullmatch(value) and not _NOT_AMOUNTS.search(key):
            return format(Decimal(value) * factor, "f")
        case str():
            return value.replace("厉行节约", "按实际需要安排")
    return value


def _write_list(path: Path, rows: list[tuple[Any, ...]]) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    for row in rows:
        sheet.append(row)
    book.save(path)


def _with(**changes: Any) -> Callable[[Tree], Files]:
    return lambda tree: as_files({**tree, **changes})


def _without_duties(tree: Tree) -> Files:
    return as_files({**tree, "部门": {name: said for name, said in tree["部门"].items() if name != "职责"}})


_FAULTS: dict[str, tuple[Callable[[Tree], Files], Expected]] = {
    "写坏的 YAML": (
        lambda tree: {"data.yaml": as_files(tree)["data.yaml"] + "部门: [".encode()},
        Expected("未能生成", "data.yaml 第"),
    ),
    "与批复数不符": (_with(批复数={"支出": "1"}), Expected("待改", "批复")),
    "缺职责": (_without_duties, Expected("待补", "部门的职责")),
    "没有的模板": (_with(模板="某省-2031"), Expected("未能生成", "找不到模板“某省-2031”")),
    "坏的工作簿": (
        lambda tree: {**as_files(tree), "决算数据.xlsx": "PK\x03\x04没有下载完".encode()},
        Expected("未能生成", "决算数据.xlsx"),
    ),
    "打错的数": (_with(机关运行经费="3O"), Expected("未能生成", "机关运行经费")),
    "没有的附件": (
        _with(附件=[{"标题": "报告", "文件": "附件/报告.md"}]),
        Expected("未能生成", "附件/报告.md"),
    ),
    "不认识的键": (_with(公务接待非="3"), Expected("未能生成", "公务接待非")),
    "别的编码": (
        lambda tree: {"data.yaml": as_files(tree)["data.yaml"].decode().encode("utf-16")},
        Expected("未能生成", "UTF-16"),
    ),
    "两份数据": (
        lambda tree: {**as_files(tree), "data.json": b"{}"},
        Expected("未能生成", "只留一个"),
    ),
}


def broken() -> Iterator[tuple[str, Files, Expected]]:
    """Every way in which a body is broken: its name, the files, what is to be said of it."""
    tree = _Drawn(0, Random(SEED)).tree
    return ((name, made(tree), expected) for name, (made, expected) in _FAULTS.items())
