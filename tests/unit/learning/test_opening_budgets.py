"""A budget beside the final accounts gives 年初预算, where they are of one body and year."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import weasyprint

from disclosure.importing.import_file import Entry
from disclosure.learning import opening_budgets
from disclosure.learning.learned_data import LearnedData, learn_data
from disclosure.loading.reading_state import Loc
from disclosure.model import Submission
from tests.finished import BETWEEN, Finished, finished
from tests.unit.auditing.test_budget_document import HEAD, TABLES

OPENING: Loc = ("预算", "年初预算", "各项")
SAID: dict[Loc, Entry] = {("部门", "全称"): ("某市档案馆", ()), (*OPENING, "2012604"): ("15.2", ())}
ADJUSTED = finished(f"shanghai-putuo-2024{BETWEEN}平常")
DATA = LearnedData(SAID, "万元", 2024, "standard")


@pytest.fixture
def beside(tmp_path: Path) -> opening_budgets.Beside:
    (tmp_path / "预算.html").write_text(HEAD + "".join(TABLES.values()), encoding="utf-8")
    (tmp_path / "表.html").write_text("<table><tr><td>项目</td></tr></table>", encoding="utf-8")
    return opening_budgets.sorted_out([tmp_path / "预算.html", tmp_path / "表.html"])


def test_what_the_final_accounts_do_not_say_is_taken_from_the_budget(beside: opening_budgets.Beside) -> None:
    found = opening_budgets.entries_of(beside.budgets, DATA)
    assert [path.name for path in beside.tables] == ["表.html"]
    assert found[(*OPENING, "2012601")][0] == "60"
    assert (*OPENING, "2012604") not in found
    (told,) = opening_budgets.told(beside.budgets, DATA)
    assert told.endswith("是15，决算里写的是15.2，用了决算的")


def test_the_budget_of_another_body_or_year_is_not_taken(beside: opening_budgets.Beside) -> None:
    other = replace(DATA, entries={("部门", "全称"): ("某市财政局", ())})
    for data, why in ((other, "是“某市档案馆”的预算"), (replace(DATA, year=2023), "是 2024 年的预算")):
        assert opening_budgets.entries_of(beside.budgets, data) == {}
        (told,) = opening_budgets.told(beside.budgets, data)
        assert why in told


def test_what_the_final_accounts_only_round_is_no_difference(tmp_path: Path) -> None:
    text = (HEAD + "".join(TABLES.values())).replace("600,000", "600,044")
    (tmp_path / "预算.html").write_text(text, encoding="utf-8")
    (budget,) = opening_budgets.sorted_out([tmp_path / "预算.html"]).budgets
    for said, different in (("60", 0), ("60.01", 1)):
        data = replace(
            DATA, entries={("部门", "全称"): ("某市档案馆", ()), (*OPENING, "2012601"): (said, ())}
        )
        assert len(list(opening_budgets.told([budget], data))) == different


def test_a_budget_is_not_entered_below_what_the_final_accounts_say_there_is_none_of(
    beside: opening_budgets.Beside,
) -> None:
    data = replace(DATA, entries={**SAID, ("三公经费",): ("无", ())})
    assert not [loc for loc in opening_budgets.entries_of(beside.budgets, data) if loc[0] == "三公经费"]
    assert any("公务接待费" in line for line in opening_budgets.told(beside.budgets, data))


def test_a_budget_in_pdf_beside_a_finished_document_of_the_body_fills_what_that_does_not_print(
    tmp_path: Path,
) -> None:
    style = "<style>td { border: 1px solid black } table { border-collapse: collapse }</style>"
    page = weasyprint.HTML(string=style + HEAD + "".join(TABLES.values()))
    page.write_pdf(tmp_path / "预算.pdf")
    assert isinstance(ADJUSTED.source, Submission)
    department = ADJUSTED.source.department.model_copy(update={"full_name": "某市档案馆", "short_name": None})
    source = ADJUSTED.source.model_copy(update={"department": department, "year": 2024})
    of = Finished("", source, ADJUSTED.pack)
    data = learn_data(of.document("html"), pack=of.pack)
    in_pdf = opening_budgets.sorted_out([tmp_path / "预算.pdf"])
    found = opening_budgets.entries_of(in_pdf.budgets, data)
    assert {loc: text for loc, (text, _) in found.items() if loc[:3] == OPENING} == {
        (*OPENING, code): text for code, text in (("2012601", "60"), ("2012604", "15"), ("2210201", "15"))
    }
