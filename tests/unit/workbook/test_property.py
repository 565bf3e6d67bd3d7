"""Whatever a department may say, the workbook says: any data, written and read back, is the same."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from disclosure import api
from disclosure.loading import expected_data, read
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission
from disclosure.model.own_data import OWN
from disclosure.model.shape import Shape
from disclosure.workbook import BOOK, Content, workbook
from tests.departments import EXAMPLES
from tests.sampling import runs
from tests.unit.workbook.clerk import data, nothing_left_out, written

LETTERS = string.ascii_letters + string.digits + "档案馆局市（），。“”=+-@#'\"<>&{}【】"
ALL = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "data.yaml").exists())
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(lambda text: f"文{text}")
DAYS = st.sampled_from(["2026年8月1日", "2026-08-01", "2026/8/1", "2026.8", "二〇二六年八月一日"])
AMOUNTS = st.decimals(min_value=-(10**8), max_value=10**8, places=2).map(str)
ITEMS, SECTIONS = (
    st.sampled_from(["2010301", "2010302", "2130599"]),
    st.sampled_from(["30101", "30201", "31002"]),
)
# Folders and files of their own are another matter, as are the facts of a pack that declares some;
# what stands once is set below.
LEFT = {
    ("上年数", "文件夹"),
    ("部门", "所属单位"),
    ("附件",),
    ("内部往来",),
    ("核定数",),
    ("格式版本",),
    ("模板",),
    ("年度",),
    (OWN,),
    ("单位",),
}
ITEM_KEYS, SECTION_KEYS = {"项", "各项", "预算完成", "各项用途", "科目名称"}, {"款", "科目"}


def values(kind: Shape, loc: Loc) -> st.SearchStrategy[Any]:
    """Any value of a place, as a data file would hold it."""
    name = str(loc[-1]) if loc else ""
    if kind.keys:
        return fields(kind, loc)
    if kind.inner and kind.kind == "list":
        return st.lists(values(kind.inner, (*loc, 0)), min_size=1, max_size=3) | st.just("无")
    if kind.inner:
        codes = SECTIONS if name in SECTION_KEYS else ITEMS
        return st.dictionaries(codes, values(kind.inner, (*loc, "")), min_size=1, max_size=3)
    if kind.choices:
        return st.sampled_from(kind.choices)
    if kind.kind in ("amount", "score"):
        return AMOUNTS
    if kind.kind == "flag":
        return st.sampled_from(["是", "否"])
    if kind.kind == "count":
        return st.integers(0, 10**6).map(str)
    if name.endswith("日期"):
        return DAYS
    if name in ITEM_KEYS:
        return ITEMS
    return SECTIONS if SECTION_KEYS & set(map(str, loc[-2:])) else WORDS


def fields(kind: Shape, loc: Loc) -> st.SearchStrategy[dict[str, Any]]:
    needed: dict[str, st.SearchStrategy[Any]] = {}
    free: dict[str, st.SearchStrategy[Any]] = {}
    for name, part in kind.keys.items():
        if (*loc, name) in LEFT:
            continue
        must = part.required or (*loc[:1], name) in (("支出", "金额"), ("结转结余", "年末结转"))
        (needed if must else free)[name] = values(part, (*loc, name))
    return st.fixed_dictionaries(needed, optional=free).filter(bool)


# No shrinking: the data are large, and a message names the cell anyway.
@settings(
    max_examples=runs(10), deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
@given(fields(expected_data.WHOLE, ()))
def test_any_data_written_and_read_back_is_the_same(data: dict[str, Any]) -> None:
    whole = nothing_left_out({"格式版本": "1", "模板": "standard", "单位": "元", "年度": "2024", **data})
    with TemporaryDirectory() as name:
        (Path(name) / BOOK).write_bytes(workbook(Content(whole), 2024))
        found = read(name)
    assert found.model_dump() == Submission.model_validate(whole, context={"unit": "元"}).model_dump()


PLACE = re.compile(r"(data\.yaml 第\d+行第\d+列|决算数据\.xlsx [^ ！!]+![A-Z]+\d+) ")


def findings(folder: Path) -> list[tuple[str, str, tuple[str, ...]]]:
    """What is found, wherever the file has it: the line of a data file is a cell of the workbook."""
    return [(one.code, PLACE.sub("", one.message), one.where) for one in api.check(folder).findings]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("example", ALL)
def test_the_workbook_has_the_findings_of_the_same_data_in_yaml(example: str, tmp_path: Path) -> None:
    assert findings(written(example, tmp_path / example)) == findings(EXAMPLES / example)


def test_it_has_them_of_faulty_data_too(tmp_path: Path) -> None:
    example = "yuxi-beijing-2023"
    faulty = {
        **data(example),
        "核定数": {"支出.决算数": "1"},
        "机关运行经费": "2",
        "参公单位机关运行经费": "3",
    }
    faulty = nothing_left_out(faulty)
    (tmp_path / "data.yaml").write_text(json.dumps(faulty, ensure_ascii=False), encoding="utf-8")
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / BOOK).write_bytes(workbook(Content(faulty), 2023))
    found = findings(tmp_path)
    assert {"XS1", "XI7"} & {code for code, _, _ in found}
    assert "XP2" in {code for code, _, _ in found}
    assert findings(tmp_path / "book") == found
