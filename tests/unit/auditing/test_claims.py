"""Clauses are known by their shapes (what is claimed of them: tests/contract/test_audited.py)."""

from __future__ import annotations

from pathlib import Path

from disclosure.auditing import audit
from disclosure.auditing.shapes import TRIPLE, clauses, folded


def test_a_clause_is_known_by_its_shape() -> None:
    text = "1.一般公共服务支出（类）人大事务（款）行政运行（项）：支出决算为1,112.85万元，完成预算100%。"
    found = clauses(text, 2023)
    assert [clause.shape for clause in found] == ["§", "支出决算为#万元", "完成预算#%"]
    assert [token.text for clause in found for token in clause.numbers] == ["1,112.85", "100"]
    (number,) = found[1].numbers
    assert text[number.start : number.end] == "1,112.85"


def test_brackets_before_a_subject_are_no_part_of_its_name() -> None:
    text = folded("某局（本级）一般公共服务支出（类）人大事务（款）行政运行（项）").text
    found = TRIPLE.search(text)
    assert found
    assert found.groupdict() == {"class": "一般公共服务支出", "section": "人大事务", "item": "行政运行"}
    assert found[0] == text


def test_a_number_that_is_that_of_the_year_is_not_the_year(tmp_path: Path) -> None:
    """A 文号 of last year, an amount of 2023万元."""
    said = "制定《管理办法（试行）》（某办通〔2022〕17号），支出2023万元，比2022年增加12.50万元。"
    path = tmp_path / "公开.html"
    heading = "<h1>某市某局2023年度部门决算</h1><h2>三、支出决算情况说明</h2>"
    path.write_text(f"{heading}<p>{said}</p>", encoding="utf-8")
    assert {"2023万元", "12.50万元"} <= {claim.said for claim in audit(path).claimed.claims}


def test_signs_of_shapes_in_a_text_are_no_numbers(tmp_path: Path) -> None:
    """1#楼 and 8:00~12:00, § and @: what a shape writes for numbers, subjects and names may be written."""
    said = "维修1#楼、2＃楼，§3由办公室@综合科负责，8:00～12:00办公，支出12.50万元，比2022年增加2.50万元。"
    assert [clause.shape.count("#") for clause in clauses(said, 2023)] == [
        len(clause.numbers) for clause in clauses(said, 2023)
    ]
    path = tmp_path / "公开.html"
    path.write_text(
        f"<h1>某市某局2023年度部门决算</h1><h2>三、支出决算情况说明</h2><p>{said}</p>", encoding="utf-8"
    )
    assert "12.50万元" in {claim.said for claim in audit(path).claimed.claims}
