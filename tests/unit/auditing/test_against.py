"""A document held against last year's, against its budget, against the office's own data."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from disclosure.auditing import Audit, AuditFinding, audit_files, comparand
from disclosure.auditing.audit import of_document
from disclosure.auditing.comparing.comparand import Comparand, in_wan
from disclosure.loading import published
from disclosure.loading.published.blocks import PublishedDocument
from tests.departments import EXAMPLES
from tests.unit.auditing.test_audit import BEIJING, CHENGDU, PUTUO, page

OFFICE = "攀枝花市人民政府驻北京联络处"


@cache
def untouched(name: str) -> str:
    return page(name)


def audited(text: str, against: Sequence[Comparand]) -> Audit:
    return of_document(published.document_of(text.encode(), "公开.html", "公开.html"), against=against)


def written(text: str, folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def of_code(found: Audit, code: str) -> list[AuditFinding]:
    return [one for one in found.findings if one.code == code]


def last_year(total: str, folder: Path, *, year: int = 2022, office: str = OFFICE) -> Path:
    text = (
        f"<html><body><h1>{office}{year}年度部门决算</h1>"
        "<h2>一、收入支出决算总体情况说明</h2><p>2022年度收、支总计均为228.35万元。</p>"
        f"<h2>四、财政拨款收入支出决算总体情况说明</h2><p>2022年度财政拨款收、支总计均为{total}。</p></body></html>"
    )
    return written(text, folder, "上年.html")


def test_last_year_as_published_agrees_with_what_this_year_says_of_it(tmp_path: Path) -> None:
    one = comparand(last_year("228.33万元", tmp_path))
    assert {"grand_total.final", "fiscal_grand_total.final"} <= one.said.keys()
    found = audited(untouched(BEIJING), [one])
    assert found.held == ("上年.html",)
    assert of_code(found, "AU30") == []


def test_last_year_otherwise_than_published_is_a_doubt_with_both_places(tmp_path: Path) -> None:
    found = audited(untouched(BEIJING), [comparand(last_year("223.70万元", tmp_path))])
    (one,) = of_code(found, "AU30")
    assert one.certainty == "疑问"
    assert (one.stated, one.expected) == ("228.33万元", "223.70万元")
    assert "财政拨款收、支总计各增加40.95万元" in one.quote
    assert "上年.html 第" in one.message
    assert "公开.html 第" in str(one.place.source)


def test_a_difference_of_the_last_digit_is_only_a_hint(tmp_path: Path) -> None:
    (one,) = of_code(audited(untouched(BEIJING), [comparand(last_year("228.31万元", tmp_path))]), "AU30")
    assert one.certainty == "末位"


@pytest.mark.parametrize("other", [{"year": 2021}, {"office": "攀枝花市教育和体育局"}])
def test_another_year_or_another_body_is_not_compared(other: dict[str, object], tmp_path: Path) -> None:
    one = comparand(last_year("223.70万元", tmp_path, **other))  # type: ignore[arg-type]
    found = audited(untouched(BEIJING), [one])
    assert found.held == ()
    assert of_code(found, "AU30") == []


@pytest.mark.parametrize("name", [BEIJING, CHENGDU, PUTUO])
def test_a_document_agrees_with_the_data_it_was_made_of(name: str) -> None:
    found = audited(untouched(name), [comparand(EXAMPLES / name)])
    assert found.held == (name,)
    assert of_code(found, "AU32") == []


def test_a_document_that_says_otherwise_than_the_data_is_at_fault() -> None:
    right, wrong = "支出决算为51.32万元", "支出决算为53.12万元"
    assert right in untouched(PUTUO)
    found = audited(untouched(PUTUO).replace(right, wrong, 1), [comparand(EXAMPLES / PUTUO)])
    (one,) = (one for one in of_code(found, "AU32") if one.stated == "53.12万元")
    assert (one.certainty, one.expected) == ("确定", "51.32万元")
    assert wrong in one.quote
    assert f"{PUTUO} " in one.message


def test_an_amount_that_lies_between_two_cents_goes_up() -> None:
    """As everywhere that an amount is printed: halves away from zero."""
    assert in_wan(Decimal("12450")) == "1.25万元"
    assert in_wan(Decimal("-12450")) == "-1.25万元"


def test_data_of_last_year_are_last_years_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "上年数据"
    shutil.copytree(EXAMPLES / BEIJING, folder)
    data = (folder / "data.yaml").read_text(encoding="utf-8")
    assert "年度: 2023" in data
    (folder / "data.yaml").write_text(data.replace("年度: 2023", "年度: 2022", 1), encoding="utf-8")
    found = audited(untouched(BEIJING), [comparand(folder)])
    stated = {one.stated: one.expected for one in of_code(found, "AU30")}
    assert stated["228.33万元"] == "269.28万元"


BUDGET = """<html><body><h1>中共上海市普陀区委社会工作部2024年部门预算</h1>
<h2>一般公共预算支出预算表</h2><p>单位：万元</p>
<table><tr><th colspan="2">科目</th><th>合计</th><th>基本支出</th><th>项目支出</th></tr>
<tr><td>科目编码</td><td>科目名称</td><td></td><td></td><td></td></tr>
<tr><td></td><td>合计</td><td>{total}</td><td>{total}</td><td>0</td></tr>
<tr><td>201</td><td>一般公共服务支出</td><td>{total}</td><td>{total}</td><td>0</td></tr></table></body></html>"""


def test_the_opening_budget_is_held_against_the_budget(tmp_path: Path) -> None:
    found = {}
    assert "一般公共预算财政拨款支出年初预算为0万元" in untouched(PUTUO)
    for total in ("0.00", "264.37"):
        one = comparand(written(BUDGET.format(total=total), tmp_path, "预算.html"))
        assert (one.kind, one.year) == ("预算", 2024)
        found[total] = of_code(audited(untouched(PUTUO), [one]), "AU33")
    assert found["0.00"] == []
    told = {(one.certainty, one.stated, one.expected) for one in found["264.37"]}
    assert ("疑问", "0万元", "264.37万元") in told


def test_of_many_documents_only_what_was_found_is_kept(tmp_path: Path) -> None:
    for number in range(3):
        written(STATEMENT.format(number=number), tmp_path, f"{number}.html")
    gc.collect()
    before = documents_in_memory()
    seen: list[int] = []
    audited = audit_files([tmp_path], keep=lambda *_: seen.append(documents_in_memory()))
    gc.collect()
    assert [one.year for one in audited.audits] == [2023] * 3
    assert seen[0] > before
    assert documents_in_memory() == before


def documents_in_memory() -> int:
    return sum(isinstance(one, PublishedDocument) for one in gc.get_objects())


STATEMENT = (
    "<h1>某市某局2023年度部门决算</h1><h2>一、收入支出决算总体情况说明</h2>"
    "<p>2023年度收、支总计均为12{number}万元。</p>"
)


def test_many_documents_are_held_against_their_own(tmp_path: Path) -> None:
    folder = tmp_path / "公开"
    folder.mkdir()
    for name in (BEIJING, CHENGDU):
        written(untouched(name), folder, f"{name}.html")
    against = [comparand(EXAMPLES / BEIJING)]
    audits = audit_files([folder], against=against).audits
    assert [one.held for one in audits] == [(BEIJING,), ()]
