"""Every place is told by file, cell or line and its Chinese name; a key path is for programs."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from disclosure import api, terms
from disclosure.checks import report_printing
from disclosure.document import Document, plain, walk
from disclosure.errors import InputError
from disclosure.loading import expected_data, place_names, read
from disclosure.loading.reading_state import Data, Loc, flat
from disclosure.model import Submission
from disclosure.model.key_paths import schema_paths
from disclosure.model.pending import PENDING
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import EXAMPLES, small, submission
from tests.unit.workbook import clerk
from tests.unit.workbook.clerk import nothing_left_out

EXAMPLE = "panzhihua-chengdu-2024"
_TERMS = "|".join(
    sorted((re.escape(term.chinese) for term in terms.glossary().values()), key=len, reverse=True)
)
KEY_PATH = re.compile(rf"(?:{_TERMS})(?:\[\d+\])?\.(?:{_TERMS}|\d{{3,7}})|\w\[\d+\]")


def test_every_key_of_the_model_has_a_name_that_is_no_key_path() -> None:
    for path in schema_paths(Submission):
        name = place_names.called(path)
        assert KEY_PATH.search(name) is None
        assert name != path or "." not in path


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("预算.年初预算.各项.2010301", "2010301 行政运行的年初预算"),
        ("三公经费.公务用车购置及运行维护费.保有量", "公务用车保有量"),
        ("三公经费.公务接待.国内.批次", "国内公务接待的批次"),
        ("三公经费.政府性基金.决算数.公务接待费", "公务接待费（政府性基金）的决算数"),
        ("支出[1].金额", "支出第1行（2010301 行政运行）的金额"),
        ("支出[1].款.30101", "支出第1行（2010301 行政运行）的款 30101 基本工资"),
        ("原因.预算完成.2010301", "2010301 行政运行与预算不同的原因"),
        ("名词.2080506", "名词“2080506 机关事业单位职业年金缴费支出”的解释"),
        ("科目名称.30177", "科目 30177 的名称"),
        ("核定数.支出.决算数", "核定数“支出的决算数”"),
        ("支出.类.201.决算数", "支出·201 一般公共服务支出的决算数"),
        ("绩效.整体自评.上年结转.执行数", "整体自评的上年结转的执行数"),
    ],
)
def test_names_are_what_the_field_says(path: str, name: str) -> None:
    assert place_names.of_submission(read(EXAMPLES / EXAMPLE)).name(path) == name


def test_a_place_is_where_the_value_would_stand(tmp_path: Path) -> None:
    folder = clerk.small(tmp_path / "数据", 三公经费={"公务用车购置及运行维护费": {"主要用于": "公务"}})
    names = place_names.of_submission(read(folder))
    assert re.fullmatch(
        f"{BOOK} 三公!B\\d+ 公务用车保有量", names.place("三公经费.公务用车购置及运行维护费.保有量")
    )
    assert re.fullmatch(
        f"{BOOK} 预算!A\\d+ 2010301 行政运行的年初预算", names.place("预算.年初预算.各项.2010301")
    )
    assert re.fullmatch(f"{BOOK} 名词!A\\d+ 名词“某词”的解释", names.place("名词.某词"))


def test_a_yaml_writer_is_told_the_keys_below_the_line_that_is_there() -> None:
    place = place_names.of_submission(read(EXAMPLES / EXAMPLE)).place
    line = r"data\.yaml 第\d+行第\d+列 "
    assert re.fullmatch(line + "上年机关运行经费", place("上年数.机关运行经费"))
    assert re.fullmatch(
        line + "其他资产的净值（“国有资产”下的“其他资产”下的“净值”）", place("国有资产.其他资产.净值")
    )
    assert place("各项用途.2010301") == "data.yaml 2010301 行政运行的用途（“各项用途”下的“2010301”）"
    assert re.fullmatch(line + "名词“某词”的解释", place("名词.某词"))


def test_a_sheet_that_is_gone_is_named(tmp_path: Path) -> None:
    folder = clerk.small(tmp_path / "数据")
    book = clerk.Clerk(folder / BOOK)
    del book.book["采购"]
    book.book.create_sheet("※采购")
    book.save()
    assert place_names.of_submission(read(folder)).place("政府采购.货物") == f"{BOOK} “采购”表 政府采购的货物"


def test_data_made_in_python_keep_their_key_path() -> None:
    made = Submission.model_validate({"模板": "standard", "年度": 2024, "部门": {"全称": "某局"}})
    assert place_names.of_submission(made).place("政府采购.货物") == "政府采购的货物（政府采购.货物）"


class Told:
    """Everything that is printed of a folder: problems, what is missing, findings, 【待填】 in print."""

    def __init__(self, folder: Path) -> None:
        self.problems: list[str] = []
        self.missing: list[str] = []
        self.checked: list[str] = []
        self.document = ""
        try:
            composed = api.compose(folder, draft=True)
        except InputError as error:
            self.problems = str(error).splitlines()
            return
        self.missing, self.document = list(composed.missing), said(composed.document)
        self.checked = report_printing.text(api.check(folder)).splitlines()

    def lines(self) -> list[str]:
        return [*self.problems, *self.missing, *self.checked, *re.findall("【待填：.*?】", self.document)]


def said(document: Document) -> str:
    """What stands in it, the cells of tables too."""
    return "\n".join(
        plain(content)
        for block in walk(document)
        for content in (
            getattr(block, "content", ()),
            *(cell.content for row in getattr(block, "rows", ()) for cell in row),
        )
    )


def places(data: dict[str, Data]) -> list[Loc]:
    """Every key that is there, of leaves, sections and maps, in the order of the file."""
    places = {loc[:end]: None for loc, _ in flat(data) for end in range(1, len(loc) + 1)}
    return [loc for loc in places if isinstance(loc[-1], str)]


def removed(data: dict[str, Data]) -> dict[str, list[Loc]]:
    """What is left out together: what must be there, then ever larger parts of what may be empty."""
    every = places(data)
    optional = [loc for loc in every if not expected_data.at(loc).required]
    refused = [loc for loc in optional if loc[-1] in REFUSED]
    optional = [loc for loc in optional if loc[-1] not in REFUSED and loc[0] != LINES]
    leaves = {loc for loc, _ in flat(data)}
    return {
        "required": [loc for loc in leaves if loc in every and expected_data.at(loc).required],
        "refused": refused,
        "leaves": [loc for loc in optional if loc in leaves],
        "sections": [loc for loc in optional if loc not in leaves and len(loc) > 1],
        "all": [*(loc for loc in optional if len(loc) == 1), (LINES,)],
    }


def without(data: dict[str, Data], places: list[Loc]) -> dict[str, Any]:
    """The data with these keys taken away."""
    left: dict[str, Any] = json.loads(json.dumps(data))
    for loc in places:
        above: Any = left
        for step in loc[:-1]:
            above = above[int(step)] if isinstance(above, list) else above.get(step, {})
        above.pop(loc[-1], None)
    return left


def forms(data: dict[str, Any], example: str, folder: Path) -> Iterator[Path]:
    """The data as a data file, and as a workbook, beside the texts of its example."""
    data = nothing_left_out(data)
    for name, content in (("data.yaml", as_yaml(data)), (BOOK, workbook(Content(data), 2024))):
        home = folder / name.partition(".")[0]
        shutil.copytree(EXAMPLES / example, home)
        (home / "data.yaml").unlink()
        (home / name).write_bytes(content)
        yield home


def as_yaml(data: dict[str, Any]) -> bytes:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()


LINES = "支出"  # each line of it needs money
REFUSED = ("格式版本", "单位", "款", "文件")  # without these the data cannot be read


@pytest.mark.sampled(2)
@pytest.mark.parametrize(
    ("which", "example"),
    [
        *((which, EXAMPLE) for which in ("required", "refused", "leaves", "sections", "all")),
        ("leaves", "yuxi-beijing-2023"),
    ],
)
def test_no_key_path_is_printed_of_anything_that_is_left_out(
    which: str, example: str, tmp_path: Path
) -> None:
    data = clerk.data(example)
    for folder in forms(without(data, removed(data)[which]), example, tmp_path):
        told = Told(folder)
        assert bool(told.problems) == (which in ("required", "refused"))
        assert [line for line in told.lines() if KEY_PATH.search(line)] == []
        known = re.compile(r"data\.yaml|\.md|\.xlsx")
        assert [line for line in (*told.problems, *told.missing) if not known.search(line)] == []


def test_a_gap_is_the_sentence_and_what_it_is_made_of() -> None:
    data = small()
    del data["三公经费"]["公务接待"]["国内"]["批次"]
    found = api.compose(submission(data), draft=True)
    assert found.missing == tuple(gap.said for gap in found.gaps)
    (gap,) = found.gaps
    assert (gap.path, gap.name) == ("三公经费.公务接待.国内.批次", "国内公务接待的批次")
    assert gap.source is None


def test_an_unconfirmed_text_is_a_gap_with_what_to_do() -> None:
    data = small()
    data["部门"]["职责"] = f"{PENDING}负责某某工作。"
    found = api.compose(submission(data), draft=True)
    (gap,) = [gap for gap in found.gaps if gap.path == "部门.职责"]
    assert gap.advice == f"（核对后删去“{PENDING}”）"
    assert found.missing == tuple(gap.said for gap in found.gaps)
