"""disclosure correct: what was published, what it should be; nothing where readers see the same."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pypdf
import pytest

import disclosure
from disclosure.errors import IncompleteError, InputError
from tests import making
from tests.departments import EXAMPLES
from tests.unit.test_cli import Command, run

__all__ = ["run"]
YUXI = EXAMPLES / "yuxi-beijing-2023"
NAME = "云南省玉溪市人民政府驻北京联络处2023年度单位决算"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The example with the facts of its publication."""
    folder = tmp_path / "data"
    shutil.copytree(YUXI, folder, ignore=shutil.ignore_patterns(".*"))
    facts = "公开信息: {公开日期: 2024年9月10日, 网址: www.yuxi.gov.cn}\n\n收入: 无\n"
    edit(folder, "收入: 无\n", facts)
    return folder


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "data.yaml"
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")


def test_a_correction_tells_old_and_new_in_a_neutral_form(run: Command, data: Path, tmp_path: Path) -> None:
    assert run("build", data, "-o", tmp_path / "成品", "-f", "html").code == 0
    edit(data, "批次: 46", "批次: 47")
    edit(data, "2024年9月10日", "2024年10月8日")  # of the publication that follows: no correction
    edit(data, "流动资产: 161329.11", "流动资产: 161329.12")  # nobody sees it
    out = tmp_path / "更正"
    told = run("correct", data, "-o", out, "--reason", "公务接待批次少计一批次。", "--date", "2024年10月8日")
    assert told.said == ""
    assert {path.name for path in out.iterdir()} == {
        f"{NAME}更正说明.{end}" for end in ("docx", "pdf", "html")
    }
    word = docx.Document(str(out / f"{NAME}更正说明.docx"))
    title, first, *rest = (paragraph.text for paragraph in word.paragraphs if paragraph.text)
    assert title == "云南省玉溪市人民政府驻北京联络处关于更正2023年度单位决算公开内容的说明"
    assert first == (
        "云南省玉溪市人民政府驻北京联络处于2024年9月10日在www.yuxi.gov.cn公开了"
        f"《{NAME}》。经核对，其中部分内容需要更正，原因是：公务接待批次少计一批次。现将更正内容说明如下。"
    )
    assert [line.strip("　") for line in rest[-2:]] == ["云南省玉溪市人民政府驻北京联络处", "2024年10月8日"]
    figures, sentences = ([[cell.text for cell in row.cells] for row in table.rows] for table in word.tables)
    assert figures == [
        ["项目", "所在的表和行", "原公开", "更正后", "相差"],
        ["国内公务接待的批次", "公开10表：5.国内公务接待批次（个）", "46", "47", "+1"],
    ]
    assert [row[1][:10] for row in sentences] == ["原公开", "国内公务接待46批次"]
    assert [row[2][:10] for row in sentences] == ["更正后", "国内公务接待47批次"]
    shown = "".join(page.extract_text() for page in pypdf.PdfReader(out / f"{NAME}更正说明.pdf").pages)
    assert "更正的数据" in shown
    assert "46 47 +1" in shown


def test_a_number_is_told_once_and_what_follows_from_it_apart(data: Path, tmp_path: Path) -> None:
    disclosure.write(disclosure.build(data, ["csv"]), tmp_path / "成品")
    edit(data, "30201: 69703.73", "30201: 79703.73")
    text = data / "data.yaml"
    text.write_text(text.read_text("utf-8").partition("\n批复数:")[0], encoding="utf-8")
    sheet = disclosure.correct(tmp_path / "成品", data, ["docx"])
    assert sheet is not None
    disclosure.write(sheet, tmp_path / "更正")
    word = docx.Document(str(tmp_path / "更正" / f"{NAME}更正说明.docx"))
    heads = [paragraph.text for paragraph in word.paragraphs if paragraph.text[1:2] == "、"]
    assert heads == ["一、更正的数据", "二、随之更正的合计、占比等", "三、更正的文字"]
    own, following, _ = (
        [[cell.text for cell in row.cells] for row in table.rows[1:]] for table in word.tables
    )
    assert own == [["30201 办公费的决算数", "公开06表：30201", "6.97万元", "7.97万元", "+1.00万元"]]
    told = [(old, new, apart) for _, _, old, new, apart in following]
    assert told == [
        ("322.24万元", "323.24万元", "+1.00万元"),
        ("282.17万元", "283.17万元", "+1.00万元"),
        ("176.69万元", "177.69万元", "+1.00万元"),
        ("172.06万元", "173.06万元", "+1.00万元"),
        ("100.00%", "100.31%", "+0.31个百分点"),
        ("87.57%", "87.60%", "+0.03个百分点"),  # of what is printed, as a reader takes one from the other
        ("4.35%", "4.34%", "-0.01个百分点"),
        ("3.74%", "3.73%", "-0.01个百分点"),
        ("4.34%", "4.32%", "-0.02个百分点"),
    ]
    assert following[3][:2] == ["302 商品和服务支出的决算数", "公开06表：302"]
    assert following[1][0].startswith("201 一般公共服务支出的决算数、20103 ")
    assert following[1][1].startswith("公开01表：201；公开02表：201、20103、2010350；公开03表：")
    assert following[-1][1] == "文字说明"


def test_what_the_office_has_not_said_is_to_be_filled_in(run: Command, data: Path, tmp_path: Path) -> None:
    disclosure.write(disclosure.build(data, ["csv"]), tmp_path / "成品")
    edit(data, "批次: 46", "批次: 47")
    told = run("correct", tmp_path / "成品", data, "-o", tmp_path / "更正", "-f", "html")
    assert told.said == "还要填：更正原因、落款日期\n"
    html = (tmp_path / "更正" / f"{NAME}更正说明.html").read_text(encoding="utf-8")
    assert re.search(r"原因是：<mark[^>]*>【待填：更正原因】</mark>", html)


def test_a_pack_may_word_the_sheet_in_its_own_way(run: Command, data: Path, tmp_path: Path) -> None:
    disclosure.write(disclosure.build(data, ["csv"]), tmp_path / "成品")
    each = "{{ 数.名称 }}（原{{ 数.原 }}，应为{{ 数.现 }}）"
    own = (
        f"# {{{{ 措辞.比较.增加 }}}}公告\n\n{{{{ 部门 }}}}更正{{% for 数 in 各数 %}}{each}{{% endfor %}}。\n"
    )
    making.pack(data / "templates", "某市", parent="yunnan-2023", files={"sheets/correction.j2": own})
    edit(data, "模板: yunnan-2023", "模板: 某市")
    edit(data, "批次: 46", "批次: 47")
    assert run("correct", tmp_path / "成品", data, "-o", tmp_path / "更正", "-f", "html").said == ""
    (file,) = (tmp_path / "更正").iterdir()
    assert "增加公告</h1>" in file.read_text("utf-8")
    assert "云南省玉溪市人民政府驻北京联络处更正国内公务接待的批次（原46，应为47）。" in file.read_text(
        "utf-8"
    )


def test_nothing_to_correct_writes_nothing(run: Command, data: Path, tmp_path: Path) -> None:
    disclosure.write(disclosure.build(data, ["csv"]), tmp_path / "成品")
    told = run("correct", tmp_path / "成品", data, "-o", tmp_path / "更正")
    assert (told.code, told.said) == (
        0,
        "读者看得见的没有变动，没有写更正说明；已经重新生成过公开稿的，请写明当初公开的那一份\n",
    )
    assert not (tmp_path / "更正").exists()


def test_only_what_was_published_is_corrected_by_what_may_be(data: Path, tmp_path: Path) -> None:
    disclosure.write(disclosure.build(data, ["csv"], draft=True), tmp_path / "草稿")
    with pytest.raises(InputError, match="上次生成的是草稿或工作稿，没有公开"):
        disclosure.correct(tmp_path / "草稿", data)
    disclosure.write(disclosure.build(data, ["csv"]), tmp_path / "成品")
    edit(data, "政府采购: 无\n", "")
    with pytest.raises(IncompleteError, match="政府采购"):
        disclosure.correct(tmp_path / "成品", data)
