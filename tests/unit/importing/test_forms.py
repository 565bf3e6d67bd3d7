"""The performance forms (公开13–15表) come back as the data they were built from, however laid out."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import disclosure
from disclosure import api, packs
from disclosure.document import TableBlock, plain, walk
from disclosure.document.table_on_paper import placed
from disclosure.errors import InputError
from disclosure.importing import Report, import_tables
from disclosure.importing.reading import forms, read_tables
from disclosure.importing.reading.forms import FoundForm
from disclosure.importing.verifying import table_sums
from disclosure.loading import published, read
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission
from disclosure.model.self_evaluation import Planned
from tests.departments import EXAMPLES
from tests.sampling import runs
from tests.unit.importing import layouts
from tests.unit.importing.layouts import Layout, Sheet, Span
from tests.unit.importing.test_round_trip import cells

EXAMPLE, PACK = EXAMPLES / "yuxi-beijing-2023", "yunnan-2023"
FORMATS = ("xlsx", "docx", "html")
SEEDS = range(runs(20))
FORMS = ("公开13表", "公开14表", "公开15表")
PLAIN = Layout(
    "xlsx", "as printed", "", grouping=False, wide_digits=False, spaced=False, merged=True, together=False,
    repeated=False, shuffled=False, dated=False,
)  # fmt: skip
HALF = Decimal(50)  # what two decimals of 万元 leave open

NOTHING = "无"
LEASE: dict[str, Any] = {
    "项目名称": "办公用房租赁费",
    "主管部门": "玉溪市人民政府办公室",
    "实施单位": "驻北京联络处",
    "当年财政拨款": {"年初预算": "300000", "全年预算": "400000", "执行数": "300000"},
    "上年结转": {"年初预算": "50000", "全年预算": "50000", "执行数": "50000"},
    "其他来源资金": NOTHING,
    "资金分值": "10",
    "资金得分": "7.5",
    "年度目标": "1. 完成租赁。\n2. 保障办公。",
    "完成情况": "已完成。",
    "绩效指标": [
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "租赁间数", "指标性质": "=",
         "指标值": "10", "度量单位": "间", "实际完成值": "10", "分值": "50", "得分": "50"},
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "租期", "指标性质": "=", "指标值": "12",
         "度量单位": "月", "实际完成值": "11", "分值": "20", "得分": "18.5",
         "偏差原因": "晚一个月起租。\n下年提前办理。"},
        {"一级指标": "满意度指标", "二级指标": "服务对象满意度指标", "三级指标": "职工满意度",
         "指标性质": "≥", "指标值": "90", "度量单位": "%", "实际完成值": "95", "分值": "20", "得分": "20"},
    ],
    "其他说明": "无。",
    "总分": "96",
    "自评等级": "优",
}  # fmt: skip
REPAIR: dict[str, Any] = {
    **LEASE,
    "项目名称": "维修费",
    "主管部门": None,
    "实施单位": None,
    "上年结转": NOTHING,
    "绩效指标": [
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "维修次数"},
        {"一级指标": "效益指标", "二级指标": "社会效益指标", "三级指标": "运转", "实际完成值": "正常"},
    ],
}


def written(folder: Path, **performance: Any) -> Path:
    """The example's data with other performance forms; None leaves a key out."""
    data = yaml.load((EXAMPLE / "data.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    given = {**data["绩效"], **performance}
    data["绩效"] = _without_none(given)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "data.yaml").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_none(part) for key, part in value.items() if part is not None}
    return [_without_none(part) for part in value] if isinstance(value, list) else value


def built(folder: Path, out: Path, formats: Sequence[str] = FORMATS) -> dict[str, Path]:
    """The files that a folder's data make."""
    out.mkdir(parents=True, exist_ok=True)
    found = {}
    for artifact in disclosure.build(folder, formats, draft=True).artifacts:
        kind = artifact.name.rpartition(".")[2]
        found[kind] = out / f"公开表.{kind}"
        found[kind].write_bytes(artifact.data)
    return found


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Data folders: the example, and a department with two projects, the second without scores."""
    folder = tmp_path_factory.mktemp("data")
    return {"one": EXAMPLE, "two": written(folder / "two", 项目自评=[LEASE, REPAIR])}


@pytest.fixture(scope="module")
def files(sources: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """What each of them builds."""
    folder = tmp_path_factory.mktemp("built")
    return {
        (name, kind): path
        for name, source in sources.items()
        for kind, path in built(source, folder / name).items()
    }


def take(file: Path | Sequence[Path], out: Path) -> Report:
    return import_tables([file] if isinstance(file, Path) else file, out, PACK)


def lines(text: str | None) -> str:
    """Text as a table prints it: lines without blank ones."""
    return "\n".join(line.strip() for line in (text or "").splitlines() if line.strip())


def prints(text: str | None, said: str | None) -> bool:
    """Whether a typed text, its {{ … }} being any number, is what was read."""
    pieces = re.split(r"\{\{.*?\}\}", lines(text))
    return bool(re.fullmatch(r"[-\d.,%元]+".join(map(re.escape, pieces)), lines(said)))


def differences(before: Submission, after: Submission) -> list[str]:
    """Everything of the forms that was not read back as it was."""
    one, other = before.performance, after.performance
    assert one
    assert other
    assert one.situation
    assert other.situation
    assert one.whole
    assert other.whole
    fields = type(one.situation).model_fields
    wrong = [
        name for name in fields if not prints(getattr(one.situation, name), getattr(other.situation, name))
    ]
    for part in ("basic_expenditure", "project_fiscal", "project_other", "carried"):
        wrong += [f"{part}.{leaf}" for leaf in _moved(getattr(one.whole, part), getattr(other.whole, part))]
    derived = (other.whole.basic_expenditure, other.whole.project_fiscal, other.whole.project_other)
    wrong += (
        ["executed"] if any(part and part.executed is not None for part in derived) else []
    )  # the accounts say it
    for name in ("goal", "indicators", "other_remarks"):
        wrong += [name] if getattr(one.whole, name) != getattr(other.whole, name) else []
    return [*wrong, *([] if one.projects == other.projects else ["projects"])]


def _moved(one: Planned, other: Planned) -> list[str]:
    """Amounts further apart than printing them in 万元 explains, and other remarks."""
    pairs = {
        leaf: (getattr(one, leaf), getattr(other, leaf)) for leaf in ("opening_budget", "adjusted_budget")
    }
    return [leaf for leaf, (first, second) in pairs.items() if abs(first - second) > HALF] + (
        ["remark"] if one.remark != other.remark else []
    )


@pytest.mark.sampled(3)
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["one", "two"])
def test_the_forms_come_back_as_the_data_that_they_were_built_from(
    sources: dict[str, Path], files: dict[tuple[str, str], Path], name: str, kind: str, tmp_path: Path
) -> None:
    report = take(files[name, kind], tmp_path)
    assert report.doubtful == ()
    assert differences(read(sources[name]), read(tmp_path)) == []


@pytest.mark.sampled(2)
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["one", "two"])
def test_what_was_imported_builds_the_same_cells_of_the_forms(
    files: dict[tuple[str, str], Path], name: str, kind: str, tmp_path: Path
) -> None:
    take(files[name, kind], tmp_path / "data")
    again = built(tmp_path / "data", tmp_path / "again", ("xlsx",))["xlsx"]
    before, after = (
        {place: value for place, value in cells(path.read_bytes()).items() if place[0].startswith(FORMS)}
        for path in (files[name, "xlsx"], again)
    )
    assert len(before) > 150
    assert before == after


def test_a_project_without_weights_and_scores_has_none(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    take(files["two", "xlsx"], tmp_path)
    performance = read(tmp_path).performance
    assert performance is not None
    assert performance.projects is not None
    lease, repair = performance.projects
    assert [indicator.weight for indicator in lease.indicators or ()] == [50, 20, 20]
    assert [indicator.weight for indicator in repair.indicators or ()] == [None, None]
    assert (lease.money_score, repair.authority) == (Decimal("7.5"), None)


def test_each_value_knows_the_cell_that_it_was_read_from(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    take(files["two", "xlsx"], tmp_path)
    submission = read(tmp_path)
    for path, place in {
        "绩效.自评情况.部门概况": "公开13表 2023年度部门整体支出绩效自评情况!D4",
        "绩效.整体自评.基本支出.全年预算": "公开14表 2023年度部门整体支出绩效自评表!E8",
        "绩效.项目自评[1].绩效指标[2].偏差原因": "公开15表",
    }.items():
        assert f"公开表.xlsx {place}" in str(submission.source(path))


@pytest.fixture(scope="module")
def drawn(sources: dict[str, Path]) -> tuple[TableBlock, ...]:
    """The forms of the department with two projects, as laid out."""
    document = api.compose(sources["two"], draft=True).document
    found = (block for block in walk(document) if isinstance(block, TableBlock) and block.title)
    return tuple(block for block in found if "performance" in block.id)


@pytest.fixture(scope="module")
def expected(files: dict[tuple[str, str], Path]) -> dict[Loc, object]:
    """What they say, read from the workbook that is compared with the data above."""
    return entered(forms_of(files["two", "xlsx"]))


def laid_out(
    table: TableBlock, habits: Layout, draw: random.Random, change: Callable[[str], str]
) -> list[Sheet]:
    """A form moved, stretched by empty rows and columns, and cut into pages."""
    columns = {column for column in range(12) if draw.random() < 0.2}
    rows = {row for row in range(40) if draw.random() < 0.1}
    right, height = draw.randrange(3), len(table.body)
    spans = [
        Span(text(plain(cell.content), cell.value, habits, change), row, column, cell.rowspan, cell.colspan)
        for row, column, cell in placed(table.body)
    ]
    cut = draw.randrange(height // 2, height) if habits.repeated else height
    while cut < height and any(span.row < cut < span.row + span.rowspan for span in spans):
        cut += 1
    cuts = (0, cut, height) if cut < height else (0, height)
    pages = [
        _whole([_stretched(span, rows, columns, right) for span in spans if low <= span.row < high])
        for low, high in pairwise(cuts)
    ]
    title, corners = plain(table.title), ((table.number,), (table.owner, table.unit))
    return [
        Sheet(
            ((f"{title}（续表）" if number else title,), *corners),
            tuple(page),
            max(span.row + span.rowspan for span in page),
            tuple(plain(note) for note in table.notes) if number == len(pages) - 1 else (),
        )
        for number, page in enumerate(pages)
    ]


def text(said: str, value: Decimal | None, habits: Layout, change: Callable[[str], str]) -> str:
    """Amounts and scores as an office may write them."""
    if value is None:
        return said
    said = change(said)
    said = said.translate(layouts.WIDE) if habits.wide_digits else said
    return f" {said} " if habits.spaced else said


def _stretched(span: Span, rows: set[int], columns: set[int], right: int) -> Span:
    """With an empty row or column behind each of those."""
    top, left = (
        place + sum(one < place for one in added)
        for place, added in ((span.row, rows), (span.column, columns))
    )
    height = span.rowspan + sum(span.row <= one < span.row + span.rowspan - 1 for one in rows)
    width = span.colspan + sum(span.column <= one < span.column + span.colspan - 1 for one in columns)
    return replace(span, row=top, column=left + right, rowspan=height, colspan=width)


def _whole(spans: Sequence[Span]) -> list[Span]:
    """From the first row on, with empty cells where there are none."""
    first = min(span.row for span in spans)
    moved = [replace(span, row=span.row - first) for span in spans]
    covered = {
        (row, column)
        for span in moved
        for row in range(span.row, span.row + span.rowspan)
        for column in range(span.column, span.column + span.colspan)
    }
    height, width = max(row for row, _ in covered) + 1, max(column for _, column in covered) + 1
    return moved + [
        Span("", row, column)
        for row in range(height)
        for column in range(width)
        if (row, column) not in covered
    ]


def file(
    tables: Sequence[TableBlock], habits: Layout, seed: int, folder: Path, change: Callable[[str], str] = str
) -> Path:
    """The forms in a layout."""
    draw = random.Random(seed)
    sheets = [sheet for table in tables for sheet in laid_out(table, habits, draw, change)]
    path = folder / f"公开表{seed}.{habits.kind}"
    path.write_bytes(layouts.file(sheets, habits))
    return path


def forms_of(path: Path) -> list[FoundForm]:
    """What is read of a file's forms."""
    specs = packs.table_specs(packs.resolve(PACK, [packs.built_in()]), 2023)
    made, _ = read_tables.read(published.read(path, path.name), specs, 2023)
    for table in made:
        table_sums.check(table)
    return [table for table in made if isinstance(table, FoundForm)]


def entered(tables: Sequence[FoundForm]) -> dict[Loc, object]:
    """What forms without doubt say, amounts as numbers."""
    return {
        loc: said if isinstance(said, str) else said.amount
        for loc, (said, _) in forms.entries(tables).items()
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_layout_is_read_right_or_refused_with_a_reason(
    drawn: tuple[TableBlock, ...], expected: dict[Loc, object], seed: int, tmp_path: Path
) -> None:
    habits = layouts.layout(seed)
    made = forms_of(file(drawn, habits, seed, tmp_path))
    said = entered(made)
    assert {loc: text for loc, text in said.items() if text != expected.get(loc)} == {}
    if habits.merged or habits.kind != "xlsx":
        assert [doubt for form in made for doubt in form.doubts] == []
        assert said == expected


def slip(at: int) -> Callable[[str], str]:
    """Raises the first digit of one amount of a file."""
    count = iter(range(10**6))

    def change(text: str) -> str:
        return (
            text.replace(text[0], str((int(text[0]) + 1) % 10), 1)
            if text[0].isdigit() and next(count) == at
            else text
        )

    return change


def test_an_amount_that_breaks_a_sum_makes_the_form_doubtful(
    drawn: tuple[TableBlock, ...], tmp_path: Path
) -> None:
    path = file(drawn, PLAIN, 0, tmp_path, slip(0))
    report = take(path, tmp_path / "data")
    ((name, reasons),) = report.doubtful
    assert name.startswith("公开14表")
    assert "合计对不上" in reasons[0]
    assert "Sheet2!" in reasons[0]
    assert "整体自评" not in (tmp_path / "data" / "导入.yaml").read_text(encoding="utf-8")


def test_projects_are_taken_all_or_none(drawn: tuple[TableBlock, ...], tmp_path: Path) -> None:
    """A list that lacks the project whose sum is broken would say that there are no others."""
    path = file(drawn[-1:], PLAIN, 0, tmp_path, slip(0))
    with_both = file(drawn[:-1], PLAIN, 1, tmp_path)
    report = take([with_both, path], tmp_path / "data")
    assert [name[:5] for name, _ in report.doubtful] == ["公开15表"] * 2
    assert [reason for _, (reason, *_) in report.doubtful if "要一起导入" in reason] != []
    performance = read(tmp_path / "data").performance
    assert performance is not None
    assert performance.projects is None


def page(tmp_path: Path, *tables: str) -> Path:
    """Forms as a page, the lines of the file being no lines of the page."""
    path = tmp_path / "公开表.html"
    path.write_text("<html><body>" + "".join(tables) + "</body></html>", encoding="utf-8")
    return path


SITUATION = (
    ("一、部门基本情况", "（一）部门概况"),
    ("一、部门基本情况", "（二）部门绩效目标的设立情况"),
    ("一、部门基本情况", "（三）部门整体收支情况"),
    ("一、部门基本情况", "（四）部门预算管理制度建设情况"),
    ("一、部门基本情况", "（五）严控“三公”经费支出情况"),
    ("二、绩效自评工作情况", "（一）绩效自评的目的"),
    ("二、绩效自评工作情况", "（二）自评组织过程", "1. 前期准备"),
    ("二、绩效自评工作情况", "（二）自评组织过程", "2. 组织实施"),
    ("三、评价情况分析及综合评价结论",),
    ("四、存在的问题和整改情况",),
    ("五、绩效自评结果应用",),
    ("六、主要经验及做法",),
    ("七、其他需说明的情况",),
)


def situation(first: str, *, rows: int = len(SITUATION)) -> str:
    """公开13表 with a text in its first row."""
    texts = [first, *[f"情况{number}。" for number in range(1, rows)]]
    body = "".join(
        "<tr>" + "".join(f"<td>{name}</td>" for name in names) + f"<td>{text}</td></tr>"
        for names, text in zip(SITUATION[:rows], texts, strict=True)
    )
    return f"<p>部门整体支出绩效自评情况</p><p>部门：某某局</p><table>{body}</table>"


def performance(folder: Path) -> dict[str, Any]:
    """What an import wrote of the forms."""
    text = (folder / "导入.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader).get("绩效", {})
    return found


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("第一段。<br>第二段。", "第一段。\n第二段。"),
        ("<p>第一段。</p><p>第二段。</p>", "第一段。\n第二段。"),
        ("第一段\n  未完。", "第一段 未完。"),
        ("无", "无"),
    ],
)
def test_paragraphs_of_a_text_stay_paragraphs(cell: str, text: str, tmp_path: Path) -> None:
    take(page(tmp_path, situation(cell)), tmp_path / "data")
    assert performance(tmp_path / "data")["自评情况"]["部门概况"] == text


def test_what_a_draft_lacks_does_not_become_data(tmp_path: Path) -> None:
    said = situation("收入【待填：收入.财政拨款收入】元。").replace(
        "情况1。", "【待填：绩效.自评情况.绩效目标设立】"
    )
    take(page(tmp_path, said), tmp_path / "data")
    assert {"部门概况", "绩效目标设立"}.isdisjoint(performance(tmp_path / "data")["自评情况"])
    assert "待填" not in (tmp_path / "data" / "导入.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (situation("共{{ 支出.决算数 }}元。"), "会被当成要计算的内容"),
        (situation("概况。", rows=12), "没有“七、其他需说明的情况”这一行"),
        (situation("概况。").replace("五、绩效自评结果应用", "五、应用"), "认不出“五、应用”"),
        (situation("概况。") + situation("另一种概况。"), "两处的内容不同"),
    ],
)
def test_a_form_that_cannot_be_told_is_refused_with_the_reason(
    table: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as error:
        take(page(tmp_path, table), tmp_path / "data")
    assert reason in str(error.value)


def test_an_empty_form_says_none_only_where_it_says_so(tmp_path: Path) -> None:
    empty = built(written(tmp_path / "none", 项目自评=NOTHING), tmp_path / "built", ("html",))["html"]
    take(empty, tmp_path / "data")
    assert performance(tmp_path / "data")["项目自评"] == NOTHING
    text = empty.read_text(encoding="utf-8").replace("我单位没有项目支出，故此表无数据。", "")
    empty.write_text(text, encoding="utf-8")
    report = take(empty, tmp_path / "silent")
    assert "项目自评" not in performance(tmp_path / "silent")
    assert any("项目自评" in gap for gap in report.gaps)


def test_a_form_with_content_that_says_there_is_none_is_doubtful(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    text = files["two", "html"].read_text(encoding="utf-8")
    path = page(
        tmp_path,
        text.replace("涉密部门和涉密信息按保密规定不公开。", "</p><p>我单位没有项目支出，故此表无数据。"),
    )
    report = take(path, tmp_path / "data")
    assert any("又写着没有数据" in reason for _, reasons in report.doubtful for reason in reasons)
    assert "项目自评" not in performance(tmp_path / "data")


def test_the_same_forms_in_two_files_are_the_same_forms(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    take([files["two", kind] for kind in FORMATS], tmp_path)
    assert [entry["项目名称"] for entry in performance(tmp_path)["项目自评"]] == ["办公用房租赁费", "维修费"]
    assert len(performance(tmp_path)["整体自评"]["绩效指标"]) == 6


def test_a_form_that_differs_between_two_files_is_doubtful(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    text = files["two", "html"].read_text(encoding="utf-8")
    other = page(tmp_path, text.replace("晚一个月起租", "晚两个月起租"))
    report = take([files["two", "xlsx"], other], tmp_path / "data")
    assert any("是同一张表，内容不一样" in reason for _, reasons in report.doubtful for reason in reasons)
    assert "项目自评" not in performance(tmp_path / "data")


def test_importing_again_replaces_what_was_imported_and_shows_it(tmp_path: Path) -> None:
    one, other = {**LEASE, "完成情况": "进行中。"}, {**LEASE, "资金得分": "8"}
    first = built(written(tmp_path / "one", 项目自评=[one, REPAIR]), tmp_path / "a", ("xlsx",))["xlsx"]
    second = built(written(tmp_path / "other", 项目自评=[other]), tmp_path / "b", ("xlsx",))["xlsx"]
    data = tmp_path / "data"
    take(first, data)
    (data / "data.yaml").write_text("绩效: {绩效目标项目数: 2}\n", encoding="utf-8")
    report = take(second, data)
    assert "项目自评第1行的完成情况：进行中。 → 已完成。" in report.changes
    assert "项目自评第1行的资金得分：7.5 → 8" in report.changes
    assert "项目自评第2行的项目名称：维修费 → （无）" in report.changes
    submission = read(data)
    assert submission.performance is not None
    assert submission.performance.goals == 2
    assert [one.project for one in submission.performance.projects or ()] == ["办公用房租赁费"]


def test_forms_that_an_import_does_not_have_stay_as_they_were(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    take(files["two", "xlsx"], tmp_path / "data")
    before = performance(tmp_path / "data")
    text = situation("新的概况。").replace("某某局", "云南省玉溪市人民政府驻北京联络处")
    report = take(page(tmp_path, text), tmp_path / "data")
    after = performance(tmp_path / "data")
    assert (after["项目自评"], after["整体自评"]) == (before["项目自评"], before["整体自评"])
    assert any(
        change.startswith("自评情况的部门概况：") and "新的概况" in change for change in report.changes
    )


def test_a_change_within_a_long_text_is_shown_where_it_is(tmp_path: Path) -> None:
    data = tmp_path / "data"
    take(page(tmp_path, situation("很长" * 100 + "甲")), data)
    report = take(page(tmp_path, situation("很长" * 100 + "乙")), data)
    (change,) = report.changes
    assert "甲" in change
    assert "乙" in change
    assert len(change) < 120


def test_data_that_were_typed_and_are_built_and_imported_again_do_not_contradict_themselves(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    """Typed texts hold {{ … }}, typed sections say 无, and the file prints numbers."""
    data = yaml.load((EXAMPLE / "data.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    del data["绩效"]["整体自评"]["基本支出"]  # typed to the fen, printed in 万元
    (tmp_path / "data.yaml").write_text(
        json.dumps({"绩效": data["绩效"]}, ensure_ascii=False), encoding="utf-8"
    )
    take(files["one", "xlsx"], tmp_path)
    found = read(tmp_path).performance
    assert found is not None
    assert found.situation is not None
    assert "{{" in str(found.situation.money_overview)


def test_a_typed_text_that_the_form_contradicts_is_told_with_both_places(tmp_path: Path) -> None:
    data = tmp_path / "data"
    take(page(tmp_path, situation("表上的概况。")), data)
    (data / "data.yaml").write_text("绩效: {自评情况: {部门概况: 自己写的概况。}}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read(data)
    assert "两处填得不一样" in str(error.value)
    assert "第1个表格第1行第3列" in str(error.value)
    assert "自己写的概况。" in str(error.value)


def test_money_that_the_accounts_contradict_is_noted(
    files: dict[tuple[str, str], Path], tmp_path: Path
) -> None:
    text = files["one", "html"].read_text(encoding="utf-8")
    path = page(tmp_path, text.replace("322.24", "321.00").replace("-33.07", "-34.31"))
    report = take(path, tmp_path / "data")
    assert any("整体自评的基本支出的执行数" in note and "请核对" in note for note in report.notes)
