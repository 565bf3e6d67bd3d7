"""disclosure signoff: one page to be signed, with an annex."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, nsmap

import disclosure
from disclosure.authoring import trial_sheets
from disclosure.checks import waivers
from disclosure.document import plain, titled_tables
from tests import making
from tests.contract.sample import png
from tests.departments import EXAMPLES, small, submission
from tests.unit.test_cli import Command, run

__all__ = ["run"]
EXAMPLE = EXAMPLES / "panzhihua-beijing-2023"
NAME = "攀枝花市人民政府驻北京联络处2023年度部门决算"


def cells(made: disclosure.Sheet) -> list[list[list[str]]]:
    """The tables of the sheet's Word file."""
    (data,) = (artifact.data for artifact in made.artifacts if artifact.name.endswith(".docx"))
    tables = docx.Document(BytesIO(data)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


def pages(made: disclosure.Sheet) -> list[str]:
    (data,) = (artifact.data for artifact in made.artifacts if artifact.name.endswith(".pdf"))
    return [page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages]


def test_the_sheet_tells_what_is_to_be_signed(run: Command, tmp_path: Path) -> None:
    told = run("signoff", EXAMPLE, "-o", tmp_path)
    assert told.printed.splitlines() == [
        str(tmp_path / f"{NAME}审签单.{ending}") for ending in ("docx", "pdf")
    ]
    about, totals, changes, outcomes, places, *_ = cells(disclosure.signoff(EXAMPLE, ["docx"]))
    code = next(iter(disclosure.build(EXAMPLE, ["csv"]).records.values())).check_code
    assert about[1] == ["攀枝花市人民政府驻北京联络处", "sichuan-panzhihua-beijing-2023 1.0", code]
    assert changes[1] == [
        "财政拨款收支总计",
        "228.33",
        "269.28",
        "+40.95",
        "+17.93%",
        "本年度财政增加了项目经费的批复和拨付",
    ]
    assert outcomes[0][:5] == ["通过", "未通过", "豁免", "不适用", "未能校验"]
    report = disclosure.check(EXAMPLE)
    assert outcomes[1][:5] == [str(report.counts[outcome]) for outcome in disclosure.Outcome]
    assert places[0] == ["编制", "审核", "负责人", "保密审查"]
    assert all(place.endswith("　年　月　日") for place in places[1])
    assert totals[0][1:] == ["批复数", "印出的数", "相差"]


def test_the_totals_are_those_that_the_document_prints() -> None:
    tables = titled_tables(disclosure.compose(EXAMPLE).document)
    printed = {
        plain(cell.content) for table in tables for row in table.body for cell in row.cells if cell.value
    }
    totals = cells(disclosure.signoff(EXAMPLE, ["docx"]))[1][1:]
    assert totals
    assert {apart for *_, apart in totals} == {"无"}
    assert {amount for _, _, amount, _ in totals} - {"0.00"} <= printed  # nothing is printed as a blank


def test_without_ratified_totals_the_sheet_says_so() -> None:
    front, *_ = pages(disclosure.signoff(submission(small()), ["pdf"]))
    assert "没有填批复数，合计没有同批复核对" in front


def test_ratified_totals_stand_beside_what_is_printed_those_that_differ_first() -> None:
    ratified = {
        "收入": "130",
        "支出": "130.5",
        "基本支出": "100",
        "项目支出": "30",
        "三公经费": {"合计": "10"},
    }
    made = disclosure.signoff(submission(small(批复数=ratified)), ["docx"])
    assert cells(made)[1][1:] == [
        ["支出", "130.50", "130.00", "-0.50"],
        ["收入", "130.00", "130.00", "无"],
        ["基本支出", "100.00", "100.00", "无"],
        ["项目支出", "30.00", "30.00", "无"],
        ["“三公”经费合计", "10.00", "10.00", "无"],
    ]


def test_it_stays_one_page_whatever_is_long_and_the_annex_has_the_rest() -> None:
    reason = "按照上级部门的统一部署和年度工作安排，" * 12
    data = small(原因=dict.fromkeys(small()["原因"], reason))
    data["部门"]["全称"] = "某某省某某市某某自治县人民政府驻某某经济技术开发区综合事务管理局"
    funds = {"收入": "130", "支出": "130", "基本支出": "100", "项目支出": "30"}
    data["批复数"] = {**funds, "财政拨款": funds, "一般公共预算": funds, "三公经费": {"合计": "10"}}
    data["原因"]["公务接待费"] = "2021年接待多"
    (found,) = (one for one in disclosure.check(submission(data)).findings if one.code == "NL21")
    decided = {"理由": "确是两年前", "姓名": "张三", "日期": "2024年7月1日"}
    data["豁免"] = [dict(waivers.ready([found])[found]) | decided]
    made = disclosure.signoff(submission(data), ["docx", "pdf"])
    front, annex, *_ = pages(made)
    assert "保密审查" in front
    assert "保密审查" not in annex
    assert "…（见附页）" in front
    whole = annex.replace("\n", "")
    assert reason.rstrip("，") in whole
    assert cells(made)[-1][1][2:] == ["确是两年前", "张三", "2024年7月1日"]


def report(links: int) -> bytes:
    """An office's own .docx with links, and what is read out for its picture."""
    document = docx.Document()
    document.add_paragraph("绩效自评情况见网站。")
    document.add_picture(BytesIO(png()))
    next(iter(document.element.body.iter(f"{{{nsmap['wp']}}}docPr"))).set("descr", "现场照片")
    for number in range(links):
        key = document.part.relate_to(f"https://www.gov.cn/{number}", RELATIONSHIP_TYPE.HYPERLINK, True)
        link = parse_xml(
            f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
        )
        document.add_paragraph()._p.append(link)  # type: ignore[arg-type]
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_who_signs_is_told_what_no_page_shows(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".*"))
    (folder / "报告.docx").write_bytes(report(links=4))
    file = folder / "data.yaml"
    text = file.read_text(encoding="utf-8")
    entry = "附件:\n  - {标题: 绩效报告, 文件: 报告.docx}\n"
    file.write_text(text.replace("附件:\n", entry, 1), encoding="utf-8")
    made = disclosure.signoff(folder)
    listed = next(table[1:] for table in cells(made) if table[0] == ["种类", "项数", "内容"])
    links = "；".join(f"https://www.gov.cn/{number}" for number in range(3))
    assert sorted(listed) == [["替代文字", "1", "现场照片"], ["链接", "4", f"{links}等4项"]]
    front, annex, *_ = pages(made)
    assert "文件里页面上看不见的：" in front
    assert "链接4项" in front
    assert "保密审查" in front
    assert "现场照片" in annex
    (record,) = disclosure.build(folder, ["docx"]).records.values()
    told = {(one.kind, one.said) for one in record.unseen}
    assert told == {("替代文字", "现场照片"), *(("链接", f"https://www.gov.cn/{n}") for n in range(4))}


def test_where_there_is_nothing_but_machinery_the_sheet_says_so() -> None:
    front, *_ = pages(disclosure.signoff(submission(small()), ["pdf"]))
    assert "看不见的，只有文件的标题、目录链接、页码、样式名。" in front.replace("\n", "")


@pytest.mark.parametrize("mistake", ["缺", "错"])
def test_what_cannot_be_published_is_not_to_be_signed(mistake: str) -> None:
    data = small()
    if mistake == "缺":
        del data["政府采购"]
    else:
        data["涉密"] = ["没有这个数"]
    (artifact,) = disclosure.signoff(submission(data), ["docx"]).artifacts
    said = [paragraph.text for paragraph in docx.Document(BytesIO(artifact.data)).paragraphs]
    assert "还有错误或待填的内容，不能公开，请勿签字。" in said


def test_who_signs_is_told_of_the_page_that_sums_up() -> None:
    told = "目录后面有“一页看懂”，里面的数与后面相同，说法请一并审核。"
    for asked in ("是", "否"):
        (artifact,) = disclosure.signoff(submission(small(一页看懂=asked)), ["docx"]).artifacts
        said = [paragraph.text for paragraph in docx.Document(BytesIO(artifact.data)).paragraphs]
        assert (told in said) == (asked == "是")


def test_each_unit_signs_a_sheet_of_its_own(run: Command, tmp_path: Path) -> None:
    department = EXAMPLES / "panzhihua-chengdu-2024-units"
    told = run("signoff", department, "-o", tmp_path, "--units", "-f", "docx")
    built = disclosure.build(department, ["csv"], units=True)
    assert len(built.records) > 1
    assert [Path(line).name for line in told.printed.splitlines()] == [
        f"{record.title}审签单.docx" for record in built.records.values()
    ]
    for record in built.records.values():
        about = docx.Document(str(tmp_path / f"{record.title}审签单.docx")).tables[0]
        assert [cell.text for cell in about.rows[1].cells][::2] == [record.department, record.check_code]


def test_a_department_without_units_has_no_sheets_of_units() -> None:
    with pytest.raises(disclosure.InputError, match="没有一个所属单位写了“数据”，没有单位决算"):
        disclosure.signoff(submission(small()), ["docx"], units=True)


def test_every_name_that_a_check_of_sheets_accepts_is_given(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".*"))
    own = "".join(map(prints, trial_sheets.given()["signoff"].items()))
    making.pack(folder / "templates", "甲", parent="sichuan-panzhihua-beijing-2023", files={SHEET: own})
    file = folder / "data.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("模板: sichuan-panzhihua-beijing-2023", "模板: 甲"), encoding="utf-8")
    (artifact,) = disclosure.signoff(folder, ["html"]).artifacts
    assert "甲 1.0" in artifact.data.decode()


SHEET = "sheets/signoff.j2"


def prints(entry: tuple[str, object]) -> str:
    """A template that names all of what a sheet is given under a name."""
    name, value = entry
    match value:
        case bool():
            return f"{{% if {name} %}}{{% endif %}}\n"
        case dict():
            return "".join(prints((f"{name}.{key}", below)) for key, below in value.items())
        case [first, *_]:
            return f"{{% for 项 in {name} %}}{prints(('项', first))}{{% endfor %}}\n"
        case _:
            return f"{{{{ {name} }}}}\n"
