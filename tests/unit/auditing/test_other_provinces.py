"""Documents in the words of provinces that no pack is made for: nothing in them is called another figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from disclosure.auditing import Audit, audit
from disclosure.auditing.audit import of_document
from disclosure.auditing.identity import Identity, is_budget
from disclosure.auditing.identity import identity as identity_of
from disclosure.errors import InputError
from disclosure.loading import published
from disclosure.loading.published.blocks import PublishedDocument
from tests.finished import of_folder

PACKS = Path(__file__).parents[2] / "packs"
TITLE = "青松县档案馆2022年度部门决算"
SANGONG = "七、财政拨款“三公”经费支出决算情况说明\n（一）“三公”经费财政拨款支出决算总体情况说明"


def document(folder: Path, text: str) -> PublishedDocument:
    file = folder / "公开.txt"
    file.write_text(text, encoding="utf-8")
    return published.document(file, file.name)


def audited(folder: Path, *lines: str) -> Audit:
    file = folder / "公开.txt"
    file.write_text("\n".join((TITLE, *lines)), encoding="utf-8")
    return audit(file, pack="central-2023")


def sure(found: Audit) -> dict[str, str]:
    """What is surely claimed, by what is printed."""
    return {claim.said: claim.figure for claim in found.claimed.claims if claim.is_sure}


@pytest.mark.parametrize(
    ("cover", "year", "bodies"),
    [
        ("青松县档案馆2022年度部门决算", 2022, ("青松县档案馆",)),
        ("2023年度长汀湾区司法局部门决算", 2023, ("长汀湾区司法局",)),
        ("临江市文化馆\n2023年度部门决算公开", 2023, ("临江市文化馆",)),
        ("云溪市水利局（汇总）2022年度部门决算", 2022, ("云溪市水利局（汇总）", "云溪市水利局")),
        (
            "青阳湾区文物保护中心2023年度一般公共预算财政拨款“三公”经费支出决算",
            2023,
            ("青阳湾区文物保护中心",),
        ),
        ("（一）财政拨款收支与2022年度决算对比情况", 2022, ()),
    ],
)
def test_year_and_body_are_read_off_the_cover(
    cover: str, year: int, bodies: tuple[str, ...], tmp_path: Path
) -> None:
    assert identity_of(document(tmp_path, cover + "\n目录\n")) == Identity(year, bodies)


def test_a_budget_that_speaks_of_last_years_accounts_is_a_budget(tmp_path: Path) -> None:
    text = "柳湾镇文化站2025年单位预算公开\n2025年“三公”经费预算为2万元，比2024年决算数减少1万元。\n"
    assert is_budget(document(tmp_path, text))
    with pytest.raises(InputError, match="预算公开"):
        audited_as_it_is(tmp_path, text)


def audited_as_it_is(folder: Path, text: str) -> Audit:
    file = folder / "公开.txt"
    file.write_text(text, encoding="utf-8")
    return audit(file)


def test_accounts_whose_title_names_the_general_public_budget_are_no_budget(tmp_path: Path) -> None:
    assert not is_budget(document(tmp_path, "2023年度一般公共预算财政拨款“三公”经费支出决算\n"))


def test_what_is_said_of_a_part_is_not_claimed_of_the_whole(tmp_path: Path) -> None:
    """支出决算为3.24万元 after the budget of 公务接待费 is not what the 三公经费 came to."""
    found = audited(
        tmp_path,
        SANGONG,
        "“三公”经费财政拨款支出预算为20.24万元，支出决算为8.53万元，完成预算的42.14%，其中：",
        "公务接待费支出预算为5.29万元，支出决算为3.24万元，完成预算的61.25%。",
    )
    assert sure(found).get("3.24万元") != "sangong.final"
    assert sure(found).get("5.29万元") != "sangong.official_reception.final"
    assert found.of("确定") == []


def test_parts_of_another_total_are_not_those_of_all_expenditure(tmp_path: Path) -> None:
    found = audited(
        tmp_path,
        "三、支出决算情况说明",
        "2022年度本年支出合计741.11万元，其中：基本支出415.02万元，占56.00%；项目支出326.09万元，占44.00%。",
        "八、政府性基金预算收入支出决算情况",
        "2022年度政府性基金预算财政拨款收入74.21万元；支出74.21万元，其中基本支出0万元，项目支出74.21万元。",
    )
    assert sure(found)["415.02万元"] == "expenditure.basic_expenditure.final"
    assert "expenditure.project_expenditure.final" not in {
        claim.figure for claim in found.claimed.claims if claim.is_sure and claim.said == "74.21万元"
    }
    assert found.of("确定") == []


@pytest.mark.parametrize(
    "right",
    [
        "“三公”经费支出决算为13.78万元，比预算减少6.11万元，比上年增加2.55万元，增长22.71%。",
        "“三公”经费支出决算为5.48万元，比预算增加0万元，比去年增加1.55万元，增长39.4%。",
        "收支较上年增加18.97万元，主要原因是财政拨款较上年增加29.45万元，政府性基金减少10.48万元。",
        "因公出国（境）费支出0万元，与年初预算持平，与2021年度决算支出持平。",
        "公务接待费支出决算为0万元，完成预算的0.00%。",
        "公务接待费支出0万元，比上年减少3.20万元，下降100%。",
    ],
)
def test_right_sentences_are_no_certain_fault(right: str, tmp_path: Path) -> None:
    assert [finding.message for finding in audited(tmp_path, SANGONG, right).of("确定")] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "公务接待费支出增加0.48万元，下降8.12%。",
        "公务接待费年初预算为0万元，支出决算为5.00万元，完成年初预算的100%。",
        "公务接待费支出决算为0万元，完成预算的100%。",
    ],
)
def test_what_can_be_right_nowhere_stays_certain(wrong: str, tmp_path: Path) -> None:
    assert audited(tmp_path, SANGONG, wrong).of("确定")


def test_a_text_written_with_half_width_marks_is_told_so_once_as_a_doubt(tmp_path: Path) -> None:
    found = audited(
        tmp_path, "本馆负责收集,整理,保管;利用档案,接待读者;", "本馆设办公室,保管股,利用股,编研股;"
    )
    marks = [finding for finding in found.findings if finding.code == "NL25.3"]
    assert [finding.certainty for finding in marks] == ["疑问"]
    assert "全文这样的有" in marks[0].message


def test_single_half_width_marks_are_faults(tmp_path: Path) -> None:
    found = audited(tmp_path, "本馆负责收集、整理，保管，利用档案；接待读者，编研史料,举办展览。")
    assert [finding.certainty for finding in found.findings if finding.code == "NL25.3"] == ["确定"]


def test_a_heading_that_its_paragraph_goes_on_behind_is_one(tmp_path: Path) -> None:
    found = audited(
        tmp_path,
        "五、一般公共预算财政拨款支出决算情况说明",
        "（二）一般公共预算财政拨款支出决算结构情况。2022年度一般公共预算财政拨款支出83.05万元，主要用于以下方面：",
        "社会保障和就业支出（类）支出83.05万元，占100%。",
    )
    last = found.claimed.sentences[-1].passage
    assert last.heading == "一般公共预算财政拨款支出决算结构情况"


def test_two_numbers_before_one_unit_both_have_it(tmp_path: Path) -> None:
    found = audited(
        tmp_path,
        "一、收入支出决算总体情况说明",
        "2022年度收、支总计741.11万元。与2021年相比，收、支总计各减少25.03、25.03万元，下降3.27%。",
    )
    assert [finding for finding in found.findings if finding.code == "AU5"] == []


def test_a_check_over_facts_of_a_pack_holds_in_a_document() -> None:
    one = of_folder(PACKS / "declared", "safety-2024", "平常")
    found = of_document(one.document("html"), pack=one.pack, roots=one.roots)
    assert found.of("确定") == []
