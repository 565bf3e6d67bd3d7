"""A season of a city's bureau with twelve bodies, by the commands alone, from the list to the statistics."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from lxml import html

from disclosure import build, write
from tests.city.generated import times
from tests.departments import small
from tests.unit.test_cli import Run

HEADS = ("名称", "类型", "类别", "主管部门", "批次", "涉密不公开", "撤并", "延期", "经办人")
LISTED = (
    ("中共某市委办公室", "部门", "党委部门", "", "第一批", "", "", "", "赵一"),
    ("某市档案馆", "部门", "党委部门", "", "第一批", "", "", "", "赵一"),
    ("某市财政局", "部门", "政府部门", "", "第一批", "", "", "", "钱二"),
    ("某市审计局", "部门", "政府部门", "", "第一批", "", "", "", "钱二"),
    ("某市教育局", "部门", "政府部门", "", "第二批", "", "", "", "孙三"),
    ("某市第一中学", "单位", "政府部门", "某市教育局", "第二批", "", "", "", "孙三"),
    ("某市第二中学", "单位", "政府部门", "某市教育局", "第二批", "", "", "", "孙三"),
    ("某市水利局", "部门", "政府部门", "", "第一批", "", "", "", "李四"),
    ("某市保密局", "部门", "政府部门", "", "第一批", "依法不予公开", "", "", "李四"),
    ("某市园林局", "部门", "政府部门", "", "第一批", "", "并入某市住房城乡建设局", "", "李四"),
    ("某市总工会", "部门", "群团组织", "", "第一批", "", "", "", "周五"),
    ("某市妇女联合会", "部门", "群团组织", "", "第一批", "", "", "", "周五"),
)
SUMMED, EXPORTING, LOOKED_UP, LACKING, CORRECTED = (
    "某市教育局",
    "某市总工会",
    "某市审计局",
    "某市水利局",
    "某市财政局",
)
IMPORTED = ("收入", "支出", "结转结余", "使用非财政拨款结余", "结余分配")
SPENT = Decimal(130)  # 万元, of the small department
PLACES = {name: f"{parent}/{name}" if parent else name for name, _, _, parent, *_ in LISTED}
PUBLISHED = [name for name, *_, secret, merged, _, _ in LISTED if not (secret or merged)]
Command = Callable[..., Run]


@pytest.fixture
def bureau(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    return lambda *arguments: Run(monkeypatch, capfd, *arguments)


def test_a_season_from_the_list_to_the_statistics(tmp_path: Path, bureau: Command) -> None:
    home = tmp_path / "某市"
    assert bureau("city", "new", home, "--pack", "sichuan-2024", "--year", "2024").code == 0
    list_filled_in(home)
    assert bureau("city", "new", home).code == 0
    for number, place in enumerate([*map(PLACES.get, PUBLISHED), f"{SUMMED}/本级"]):
        workbook_filled_in(home / str(place), number)
    wrong = ratified(tmp_path, copied_wrongly=LOOKED_UP)
    assert bureau("city", "import", home, tables_sent(home), "--ratified", wrong).code == 0

    assert bureau("city", home, "--draft", "-f", "html", "--workers", 2).code == 0
    states = dict.fromkeys(PUBLISHED, "已生成") | {LOOKED_UP: "待改", LACKING: "待补"}
    assert matrix(home) == states | {"某市保密局": "不生成", "某市园林局": "不生成"}
    assert drafts(home) == {LOOKED_UP, LACKING}

    sent_back = replied(home, LOOKED_UP, "批复汇总表抄错了，已请财政局改")
    mended(home)
    assert bureau("city", "import", home, "--ratified", ratified(tmp_path)).code == 0
    answer = bureau("city", "replies", home, sent_back)
    assert answer.code == 0, answer.said

    published = bureau("city", home, "-f", "docx,pdf,html", "--pdf", "typst", "--workers", 2)
    assert published.code == 0, published.said
    assert {state for name, state in matrix(home).items() if name in PUBLISHED} == {"已生成"}
    assert drafts(home) == set()
    links = index(home)
    assert [name for name, _ in links] == [name for name in PUBLISHED for _ in range(3)]
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() in sums(home) for _, path in links)

    before = contents(home / "公开")
    corrected(home, bureau)
    again = bureau("city", home, "-f", "docx,pdf,html", "--pdf", "typst", "--workers", 2)
    assert "这次做了 1 个，没有变动的 9 个" in again.said
    changed = {name for name, data in contents(home / "公开").items() if before.get(name) != data}
    assert {name.partition("/")[0] for name in changed} == {CORRECTED, "index.html", "校验和.txt"}
    row = statistics(home)
    assert (row["应公开"], row["已公开"], row["按时"], row["更正过的"]) == (10, 10, 10, 1)


def list_filled_in(home: Path) -> None:
    book = openpyxl.load_workbook(home / "名单.xlsx")
    sheet = book["名单"]
    columns = {cell.value: cell.column for cell in sheet[3]}
    for row, body in enumerate(LISTED, 5):
        for head, value in zip(HEADS, body, strict=True):
            sheet.cell(row, columns[head], value or None)
    book.save(home / "名单.xlsx")


def workbook_filled_in(folder: Path, number: int) -> None:
    """The unit in the workbook; what else a clerk types stands in a data file beside it, as it may."""
    book = openpyxl.load_workbook(folder / "决算数据.xlsx")
    book["单位信息"]["B6"] = "万元"
    book.save(folder / "决算数据.xlsx")
    (folder / "data.yaml").write_text(json.dumps(typed(folder.name, number), ensure_ascii=False), "utf-8")
    for text in () if folder.name == LACKING else ("职责.md", "机构设置.md"):
        (folder / text).write_text("负责某某工作。", encoding="utf-8")


def typed(name: str, number: int) -> dict[str, Any]:
    """The small department, every amount a little larger from body to body."""
    tree: dict[str, Any] = times(small(), Decimal(100 + number) / 100)
    project = next(line for line in tree["支出"] if line["性质"] == "项目")
    project["项目名称"] = "办公用房租赁费"
    used = {"公务用车购置及运行维护费": {"主要用于": "公务出行"}, "公务接待": {"主要用于": "公务活动用餐"}}
    dates = {"批复日期": "2025年8月1日", "公开日期": "2025年8月15日"}
    rest = {"部门": {"性质": "行政单位"}, "公开信息": dates}
    if name == SUMMED:
        parts = {"绩效": {"自评报告": tree["绩效"]["自评报告"]}}
        return {**rest, **parts, "三公经费": used, "原因": tree["原因"], "附件": tree["附件"]}
    return {key: value for key, value in tree.items() if key not in ("模板", "年度")} | rest


def tables_sent(home: Path) -> Path:
    """One body's figures come as tables that its own programs gave, so that they are not typed."""
    folder, sent = home / EXPORTING, home.parent / "收到的表"
    write(build(folder, "xlsx"), sent)
    (sent / "上次生成.json").unlink()
    tree = json.loads((folder / "data.yaml").read_text("utf-8"))
    kept = {key: value for key, value in tree.items() if key not in IMPORTED}
    del kept["三公经费"]["年初预算"], kept["三公经费"]["全年预算"]
    (folder / "data.yaml").write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    return sent


def ratified(folder: Path, copied_wrongly: str = "") -> Path:
    """The bureau's table of what it ratified, a row each."""
    spent = {name: SPENT * (100 + number) / 100 for number, name in enumerate(PUBLISHED)}
    own = SPENT * (100 + len(PUBLISHED)) / 100
    spent[SUMMED] = own + sum(spent[name] for name, *_, parent, _, _, _, _, _ in LISTED if parent == SUMMED)
    rows = [f"{name},{amount + (name == copied_wrongly)}" for name, amount in spent.items()]
    path = folder / "批复汇总表.csv"
    path.write_text("\n".join(["部门决算批复汇总表", "单位：万元", "单位名称,本年支出合计", *rows]), "utf-8")
    return path


def replied(home: Path, name: str, answer: str) -> Path:
    """A clerk answers each row of what was sent back, and gives the workbook another name."""
    book = openpyxl.load_workbook(home / "办公/退回意见" / f"{name}.xlsx")
    sheet = book.active
    assert sheet is not None
    (head,) = (row for row in sheet.iter_rows() if "编号" in {cell.value for cell in row})
    columns = {cell.value: cell.column for cell in head}
    said = {"处理": "已改", "回复": answer, "回复人": "钱二", "日期": "2025年8月12日"}
    for row in range(head[0].row + 1, sheet.max_row + 1):
        for column, words in said.items():
            sheet.cell(row, columns[column], words)
    path = home.parent / "回复（最终）.xlsx"
    book.save(path)
    return path


def mended(home: Path) -> None:
    for text in ("职责.md", "机构设置.md"):
        (home / LACKING / text).write_text("负责某某工作。", encoding="utf-8")


def corrected(home: Path, bureau: Command) -> None:
    """A reason was wrong in what is published: the body writes a correction and keeps it with its data."""
    data = home / CORRECTED / "data.yaml"
    data.write_text(data.read_text("utf-8").replace("项目增加", "新增项目"), encoding="utf-8")
    said = home / "办公/生成记录" / CORRECTED
    told = bureau("correct", said, home / CORRECTED, "-o", home / CORRECTED, "-f", "docx", "--reason", "写错")
    assert told.code == 0, told.said


def sheet_rows(path: Path, first: str) -> Iterator[dict[str, Any]]:
    """Rows of the first sheet below the head that begins with `first`."""
    rows = iter(list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)))
    head = next(row for row in rows if row[0] == first)
    yield from (dict(zip(map(str, head), row, strict=True)) for row in rows)


def matrix(home: Path) -> dict[str, str]:
    return {row["名称"]: row["状态"] for row in sheet_rows(home / "办公/全市进度.xlsx", "序号")}


def statistics(home: Path) -> dict[str, Any]:
    return next(sheet_rows(home / "办公/上报统计.xlsx", "范围"))


def drafts(home: Path) -> set[str]:
    return {path.name for path in (home / "办公/草稿").glob("*")}


def index(home: Path) -> list[tuple[str, Path]]:
    """The files that the index page leads to, by body, in the order of the page."""
    page = html.parse(home / "公开/index.html").getroot()
    paths = (home / "公开" / unquote(link.get("href") or "") for link in page.iter("a"))
    return [(path.parent.name, path) for path in paths if path.suffix in (".docx", ".pdf", ".html")]


def sums(home: Path) -> str:
    return (home / "公开/校验和.txt").read_text(encoding="utf-8")


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
