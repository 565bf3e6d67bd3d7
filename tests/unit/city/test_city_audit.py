"""`disclosure city audit`: published documents in a folder fill the records that a run of the city fills."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from disclosure.city import audited_city, audited_record
from disclosure.city.audited_city import CityAudit
from disclosure.city.audited_document import DocumentRead
from disclosure.city.bodies import Bodies, Body
from disclosure.city.body_record import BodyRecord, FileMade
from disclosure.city.city_folder import CityFolder
from disclosure.city.document_owners import Owners
from disclosure.errors import OutputError
from tests.unit.auditing.test_marking import RATE, made, slipped
from tests.unit.test_cli import Run

BEIJING, CHENGDU = "某市人民政府驻北京联络处", "某市人民政府驻成都办事处"
PUTUO, ARCHIVE, SECRET, DAMAGED = "中共上海市普陀区委社会工作部", "某市档案馆", "某市保密局", "某市水利局"
BODIES = (
    ("名称", "涉密不公开"),
    (BEIJING, ""),
    (PUTUO, ""),
    (CHENGDU, ""),
    (ARCHIVE, ""),
    (SECRET, "涉密"),
    (DAMAGED, ""),
)


@cache
def of(name: str) -> str:
    """The page of another body: the same numbers, another name."""
    text = made("html").decode()
    assert PUTUO in text
    return text.replace(PUTUO, name)


def write_documents(home: Path) -> None:
    """A body by folder, one by the names of its files, one by what its document says, one that is damaged."""
    own = home / BEIJING
    own.mkdir(parents=True)
    (own / "决算.html").write_text(of(BEIJING), encoding="utf-8")
    (own / "决算.pdf").write_bytes(b"%PDF-1.7 damaged")
    (home / f"{PUTUO}2024年度决算.docx").write_bytes(slipped())
    same = made("html").decode().replace(*RATE, 1)
    (home / f"{PUTUO}2024年度决算.html").write_text(same, encoding="utf-8")
    with zipfile.ZipFile(home / "收到.zip", "w") as package:
        package.writestr("1.html", of(CHENGDU))
    (home / DAMAGED).mkdir()
    (home / DAMAGED / "决算.docx").write_bytes(b"PK\x03\x04 damaged")
    (home / "附件3.html").write_text(of(BEIJING.replace("联络处", "联洛处")), encoding="utf-8")


def write_list(path: Path) -> None:
    book = openpyxl.Workbook()
    for row in BODIES:
        book.active.append(row)
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> CityFolder:
    home = tmp_path_factory.mktemp("全市") / "公开文件"
    write_documents(home)
    write_list(home / "名单.xlsx")
    return CityFolder(home, home.with_name("审查结果"))


@pytest.fixture(scope="module")
def done(folder: CityFolder) -> CityAudit:
    return audited_city.audit(folder)


@pytest.fixture(scope="module")
def by_name(done: CityAudit) -> dict[str, BodyRecord]:
    return {record.name: record for record in done.records}


def test_every_body_of_the_list_is_published_missing_or_rightly_not(by_name: dict[str, BodyRecord]) -> None:
    assert {name: record.state for name, record in by_name.items()} == {
        BEIJING: "已生成",
        PUTUO: "已生成",
        CHENGDU: "已生成",
        ARCHIVE: "未公开",
        SECRET: "不生成",
        DAMAGED: "未能生成",
    }
    assert by_name[ARCHIVE].problem == "没有找到公开的文件"
    assert "某市水利局/决算.docx" in by_name[DAMAGED].problem


def test_what_is_wrong_in_two_formats_is_told_once_with_both_places(by_name: dict[str, BodyRecord]) -> None:
    (wrong,) = (one for one in by_name[PUTUO].findings if one.stated == "96.89%")
    assert (wrong.severity, wrong.expected) == ("error", "98.69%")
    first, second = wrong.source.split("；")
    assert first.startswith(f"{PUTUO}2024年度决算.docx 第")
    assert second.startswith(f"{PUTUO}2024年度决算.html 第")


def test_one_file_that_cannot_be_read_stops_no_other(by_name: dict[str, BodyRecord]) -> None:
    record = by_name[BEIJING]
    assert (record.year, record.errors) == (2024, 0)
    (unread,) = (one for one in record.findings if one.name == "没有审查")
    assert unread.message.startswith(f"{BEIJING}/决算.pdf：")
    assert unread.severity == "warning"


def test_a_document_in_a_package_finds_its_body_by_what_it_says(by_name: dict[str, BodyRecord]) -> None:
    record = by_name[CHENGDU]
    assert (record.year, record.full_name) == (2024, CHENGDU)
    assert record.figures["支出.决算数"] == Decimal(3078200)  # 收入支出总计307.82万元
    assert [file.name for file in record.files] == ["../../../公开文件/收到.zip"]


def test_a_document_of_nobody_is_told_with_names_that_are_near(done: CityAudit) -> None:
    (stranger,) = done.strangers
    assert stranger.startswith(
        "附件3.html：不知道是哪个单位的，没有算进去：里面写的是“某市人民政府驻北京联洛处”"
    )
    assert f"相近的有：{BEIJING}" in stranger


def test_records_and_returns_are_written_apart_from_the_documents(
    done: CityAudit, folder: CityFolder, by_name: dict[str, BodyRecord]
) -> None:
    record = folder.office / "记录" / f"{PUTUO}.json"
    assert json.loads(record.read_bytes())["name"] == PUTUO
    back = openpyxl.load_workbook(folder.office / "退回意见" / f"{PUTUO}.xlsx")["退回意见"]
    assert any("96.89%" in str(cell.value) for row in back.iter_rows() for cell in row)
    assert not (folder.office / "退回意见" / f"{ARCHIVE}.xlsx").exists()
    matrix = openpyxl.load_workbook(folder.office / "全市进度.xlsx").worksheets[0]
    said = [[cell.value for cell in row] for row in matrix.iter_rows()]
    assert any({ARCHIVE, "未公开", "没有找到公开的文件"} <= set(row) for row in said)
    assert not folder.public.exists()
    linked = folder.files_of(PUTUO, draft=False) / by_name[PUTUO].files[0].name
    assert Path(linked.as_posix()).name == f"{PUTUO}2024年度决算.docx"


BUREAU, CENTRE = (
    Body("某市水利局", "某市水利局"),
    Body("某市水文中心", "某市水利局/某市水文中心", kind="单位"),
)
LISTED = Owners(Bodies((BUREAU, CENTRE)))


@pytest.mark.parametrize(
    ("name", "said", "owner"),
    [
        ("某市水利局/某市水文中心/某市水利局水文中心决算.docx", (), CENTRE),
        ("某市水利局/某市水文中心2024年度决算.docx", (), CENTRE),
        ("某市水利局.zip/决算.docx", (), BUREAU),
        ("2024年/某市水利局（汇总）/决算.pdf", (), BUREAU),
        ("附件1.docx", ("某 市水利局",), BUREAU),
        ("附件1.docx", ("某市水力局",), None),
    ],
)
def test_a_document_is_of_the_body_that_its_name_folder_or_text_tells(
    name: str, said: tuple[str, ...], owner: Body | None
) -> None:
    assert LISTED.of(name, said) == owner


def test_without_a_list_each_folder_and_each_document_alone_is_a_body() -> None:
    owners = Owners(None)
    names = ("甲局/决算.docx", "甲局/某中心/决算.docx", "乙局.zip/决算.docx", "丙局.docx", "1.docx")
    bodies = [owners.of(name, ("丁局",) if name == "1.docx" else ()) for name in names]
    assert [body and body.folder for body in bodies] == ["甲局", "甲局", "乙局", "丙局", "丁局"]


def audited(body: Body, name: str) -> BodyRecord:
    read = DocumentRead(FileMade(name="决算.docx", size=1, sha256=""), year=2024, names=(name,))
    return audited_record.record(CityFolder(Path("公开"), Path("审查")), body, [read])


def test_what_should_not_be_public_is_an_error() -> None:
    secret = replace(BUREAU, withheld="涉密")
    (found,) = audited(secret, BUREAU.name).findings
    assert (found.severity, found.message) == (
        "error",
        "名单里写明不公开（涉密不公开：涉密），却有公开的文件",
    )


def test_a_document_that_bears_another_name_is_told_of_the_body() -> None:
    assert audited(BUREAU, "水利局").findings == ()
    (found,) = audited(BUREAU, "某市水务局").findings
    assert found.message == "文件里写的是“某市水务局”，名单里是“某市水利局”"


def test_records_of_builds_are_not_overwritten(folder: CityFolder, tmp_path: Path) -> None:
    built = CityFolder(folder.home, tmp_path)
    made_before = BodyRecord(folder=ARCHIVE, name=ARCHIVE, state="已生成", fingerprint="abc")
    path = built.office / "记录" / f"{ARCHIVE}.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(made_before.to_bytes())
    (tmp_path / "公开文件").mkdir()
    empty = CityFolder(tmp_path / "公开文件", tmp_path)
    with pytest.raises(OutputError, match="是生成的记录，不是审查的，没有写"):
        audited_city.audit(empty, folder.list_file)
    assert path.read_bytes() == made_before.to_bytes()


@pytest.mark.parametrize(("name", "said"), [("没有", "找不到这个文件夹"), ("空", "里面没有可以审查的文件")])
def test_a_folder_without_documents_is_a_sentence(
    name: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "空").mkdir()
    ran = Run(monkeypatch, capfd, "city", "audit", tmp_path / name)
    assert ran.said.splitlines() == [next(line for line in ran.said.splitlines() if said in line)]
    assert ran.code == 1


def test_the_command_counts_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "公开文件"
    (home / BEIJING).mkdir(parents=True)
    (home / BEIJING / "决算.docx").write_bytes(b"PK\x03\x04 damaged")
    ran = Run(monkeypatch, capfd, "city", "audit", home, "--workers", "1")
    assert ran.printed.splitlines() == [
        "已公开 0 家，其中有确定的差错 0 家",
        f"公开的文件读不了 1 家：{BEIJING}",
        f"各单位的退回意见和全市的表在“{tmp_path / '公开文件（审查）' / '办公'}”",
    ]
    assert f"刚做完：{BEIJING}/决算.docx" in ran.said
    assert ran.code == 1
