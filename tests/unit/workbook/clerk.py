"""A clerk for tests: opens the workbook with openpyxl, fills in cells by sheet, block and label, saves it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from disclosure.loading import data_files, nodes
from disclosure.loading.workbook.layout import sheets
from disclosure.model.own_data import OWN
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import EXAMPLES

CAR = "公务用车运行维护费"
# What stands in every workbook; a pack that declares facts of its own adds one more.
SHEETS = [sheet for sheet in sheets() if sheet.name != OWN]
COLUMNS = ("年初预算", "全年预算", "决算数")


class Clerk:
    """One workbook while it is being filled in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)

    def fill(self, sheet: str, block: str, label: str, value: Any, column: str = "填写") -> str:
        """A cell of a form or grid; gives its place."""
        at = self.book[sheet]
        head = self.head(at, block)
        row = next(row for row in range(head + 1, at.max_row + 1) if at.cell(row, 1).value == label)
        cell = at.cell(row, self._column(at, head, column))
        cell.value = value
        return f"{sheet}!{cell.coordinate}"

    def add(self, sheet: str, block: str, **values: Any) -> int:
        """The first empty row of a list; gives its number."""
        at = self.book[sheet]
        head = self.head(at, block)
        columns = {self._column(at, head, name): value for name, value in values.items()}
        row = head + 1
        while str(at.cell(row, 1).value).startswith("※合计") or any(
            at.cell(row, c).value is not None for c in columns
        ):
            row += 1
        for column, value in columns.items():
            at.cell(row, column).value = value
        return row

    def none(self, sheet: str, block: str) -> None:
        at = self.book[sheet]
        at.cell(self.head(at, block) - 1, 3).value = "无"

    def head(self, at: Worksheet, block: str) -> int:
        return next(row for row in range(1, at.max_row) if at.cell(row, 1).value == f"【{block}】") + 1

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def _column(self, at: Worksheet, head: int, name: str) -> int:
        return next(number for number in range(1, at.max_column + 1) if at.cell(head, number).value == name)


def written(example: str, folder: Path) -> Path:
    """An example as a folder with a workbook in place of its data file."""
    shutil.copytree(EXAMPLES / example, folder, dirs_exist_ok=True)
    (folder / "data.yaml").unlink()
    (folder / BOOK).write_bytes(workbook(Content(nothing_left_out(data(example))), 2024))
    return folder


def nothing_left_out(data: dict[str, Any]) -> dict[str, Any]:
    """What a data file says by leaving it out beside others, a clerk says by 无: a blank is not known."""
    sangong = _table(data.get("三公经费"))
    funds = (sangong, _table(sangong.get("政府性基金")), _table(sangong.get("国有资本经营")))
    amounts = [fund.get(column) for fund in funds for column in COLUMNS]
    _complete(amounts, ("因公出国境费", "公务用车购置费", CAR, "公务接待费"))
    _complete(_listed(_table(sangong.get("公务用车购置及运行维护费")).get("购置")), ("金额",))
    _complete(_listed(data.get("结转结余")), ("年初",))
    assets = [_table(data.get("国有资产")).get("固定资产")]
    _complete(assets, ("房屋构筑物", "车辆资产", "单价200万元以上大型设备", "其他固定资产"))
    return data


def _complete(tables: list[Any], parts: tuple[str, ...]) -> None:
    for table in filter(None, map(_table, tables)):
        table |= {part: table.get(part, "无") for part in parts}


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def completed(example: str, folder: Path) -> Path:
    """The example as a data file that leaves nothing out."""
    shutil.copytree(EXAMPLES / example, folder)
    (folder / "data.yaml").write_text(json.dumps(nothing_left_out(data(example))), encoding="utf-8")
    return folder


def data(example: str) -> dict[str, Any]:
    """The example's data as texts."""
    return dict(nodes.read(data_files.find(EXAMPLES / example, example)).data)


def small(folder: Path, **data: Any) -> Path:
    """A folder whose workbook holds little."""
    given = {
        "格式版本": "1",
        "模板": "standard",
        "单位": "元",
        "年度": "2024",
        "部门": {"全称": "某某市档案馆"},
        **data,
    }
    folder.mkdir(exist_ok=True)
    (folder / BOOK).write_bytes(_bytes(json.dumps(given)))
    return folder


@cache
def _bytes(given: str) -> bytes:
    return workbook(Content(json.loads(given)), 2024)


def reread(path: Path) -> bytes:
    """The bytes that openpyxl makes of a workbook it only loads and saves."""
    stream = io.BytesIO()
    openpyxl.load_workbook(path).save(stream)
    return stream.getvalue()


def _budgets_of_sangong(clerk: Clerk) -> None:
    amounts = {CAR: 20000, "因公出国境费": "无", "公务用车购置费": "无", "公务接待费": "无"}
    for (label, amount), column in product(amounts.items(), COLUMNS[:2]):
        clerk.fill("三公", "三公经费（一般公共预算）", label, amount, column)


def fill_in(folder: Path) -> None:
    """A department-year as a clerk types it; 办公费 is a formula."""
    clerk = Clerk(folder / BOOK)
    for label, value in (("简称", "档案馆"), ("类型", "部门"), ("性质", "行政单位")):
        clerk.fill("单位信息", "部门", label, value)
    clerk.none("收入", "收入")
    clerk.none("财政拨款与结转", "结转结余")
    for label in ("使用非财政拨款结余", "结余分配"):
        clerk.fill("财政拨款与结转", "结余", label, "无")
    clerk.add("支出", "支出", 项="2012601 行政运行", 性质="基本")
    clerk.add("支出", "支出", 项="2012604", 性质="项目", 项目名称="档案数字化", 金额=300000)
    for code, amount in (("30101 基本工资", 800000), ("30201", "=150000+2345.67"), ("30231", 20000)):
        clerk.add("经济分类", "支出的款", 支出序号=1, 款=code, 金额=amount)
    clerk.add("经济分类", "支出的款", 支出序号=2, 款="30227", 金额=300000)
    clerk.add("预算", "各项预算", 项="2012601", 全年预算·各项=972345.67)
    clerk.add("预算", "各项预算", 项="2012604", 全年预算·各项=300000)
    _budgets_of_sangong(clerk)
    clerk.none("三公", "因公出国（境）")
    clerk.none("三公", "公务接待次数")
    clerk.none("三公", "购置公务用车")
    clerk.add("三公", "年末保有公务用车", 车型="轿车", 数量=1)
    clerk.fill("三公", "公务用车", "主要用于", "档案接收和查阅")
    clerk.fill("资产", "机关运行经费", "机关运行经费", 172345.67)
    clerk.add("资产", "车辆（按用途）", 用途="其他用车", 数量=1)
    clerk.fill("资产", "国有资产", "单价100万元以上设备", "无")
    clerk.none("采购", "政府采购")
    for label in ("绩效目标项目数", "绩效监控项目数"):
        clerk.fill("绩效", "绩效管理", label, 1)
    clerk.add("绩效", "事前评估项目", 事前评估项目="档案数字化")
    clerk.add("绩效", "自评资金", 自评资金="一般公共预算")
    clerk.add("绩效", "自评报告", 名称="部门整体绩效自评报告", 对象="本部门整体", 得分=96, 综述="按期完成")
    for label in ("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出"):
        clerk.fill("上年数", "上年数", label, 1200000)
    for label in ("政府性基金预算财政拨款支出", "国有资本经营预算财政拨款支出"):
        clerk.fill("上年数", "上年数", label, "无")
    clerk.fill("上年数", "上年数", "机关运行经费", 170000)
    for label, amount in (("因公出国境费", "无"), ("公务用车购置及运行维护费", 25000), ("公务接待费", "无")):
        clerk.fill("上年数", "上年三公经费", label, amount)
    for label in ("收支总计", "财政拨款收支总计", "一般公共预算财政拨款支出", "三公经费", "机关运行经费"):
        clerk.fill("原因说明", "增减原因", label, "工作任务变化", "事由")
    clerk.fill("原因说明", "增减原因", "公务用车购置及运行维护费", "减少长途用车", "事由")
    clerk.add("名词", "名词", 名称="2012604", 解释="反映各级档案馆开展业务的支出")
    clerk.none("附件与核定", "附件")
    clerk.fill("单位信息", "公开信息", "公开日期", "2025年9月")
    clerk.save()
    (folder / "职责.md").write_text("1.保管档案。\n2.提供查阅。\n", encoding="utf-8")
    (folder / "机构设置.md").write_text("内设科室三个。\n", encoding="utf-8")


def calculated(folder: Path, profile: Path) -> None:
    """Opened and saved by LibreOffice, as an office program does: formulas then have their results."""
    made = converted(folder / BOOK, profile, "xlsx:Calc MS Excel 2007 XML")
    (folder / BOOK).write_bytes(made.read_bytes())


def converted(path: Path, profile: Path, kind: str) -> Path:
    """What LibreOffice makes of a workbook."""
    made = profile / "made"
    office = ["soffice", f"-env:UserInstallation=file://{profile}/lo", "--headless", "--convert-to", kind]
    subprocess.run([*office, "--outdir", str(made), str(path)], check=True, capture_output=True, timeout=120)
    return (made / path.name).with_suffix(f".{kind.partition(':')[0]}")
