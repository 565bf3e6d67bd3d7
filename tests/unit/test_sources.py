"""What the verbs are given: a folder, bytes, files by name; a pack by name, by folder, by its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import sources
from tests import making
from tests.departments import EXAMPLES, MINIMAL, small, submission, text

FOLDER = EXAMPLES / "panzhihua-beijing-2023"
HEAD = '"名称" = "我市2024"\n"版本" = "1.0"\n"简介" = "例"\n"继承" = "sichuan-panzhihua-beijing-2023"\n'
WORDS = '["比较"]\n"下降" = "降低"\n'


def files_of(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def said(made: disclosure.Composed) -> str:
    return text(made.document)


def test_the_files_of_a_folder_are_the_folder() -> None:
    from_disk, from_memory = disclosure.load(FOLDER), disclosure.load(files_of(FOLDER))
    assert from_memory == from_disk
    assert from_memory.files.keys() == from_disk.files.keys()
    assert str(from_memory.source("模板")) == str(from_disk.source("模板")) == "data.yaml 第4行第5列"


def test_the_bytes_of_a_data_file_are_data_and_so_are_those_of_a_workbook(tmp_path: Path) -> None:
    assert disclosure.load(MINIMAL.encode()).department.full_name == "某某市档案馆"
    workbook = Path(EXAMPLES / "putuo-shegong-2024").glob("*.xlsx")
    for book in workbook:  # data that stand in a workbook alone
        assert disclosure.load(book.read_bytes()) == disclosure.load(book)
    broken = MINIMAL.replace("120.5", "一百").encode()
    with pytest.raises(disclosure.InputError, match=r"^data\.yaml 第8行第37列"):
        disclosure.load(broken)


def test_a_build_of_bytes_is_the_build_of_the_folder() -> None:
    ours = disclosure.build(files_of(FOLDER), ["html"])
    theirs = disclosure.build(FOLDER, ["html"])
    assert [one.data for one in ours.artifacts] == [one.data for one in theirs.artifacts]


def test_packs_among_the_files_are_the_datas_own() -> None:
    own = {"templates/我市2024/pack.toml": HEAD.encode(), "templates/我市2024/wording.toml": WORDS.encode()}
    files = files_of(FOLDER)
    files["data.yaml"] = files["data.yaml"].replace(b"sichuan-panzhihua-beijing-2023", "我市2024".encode())
    assert "降低25.76%" in said(disclosure.compose({**files, **own}))
    with pytest.raises(disclosure.PackError, match="找不到模板“我市2024”"):
        disclosure.compose(files)


def test_a_pack_is_named_or_a_folder_or_its_files(tmp_path: Path) -> None:
    folder = making.pack(tmp_path, "我市2024", files={"pack.toml": HEAD, "wording.toml": WORDS})
    by_files = disclosure.compose(FOLDER, pack={"pack.toml": HEAD, "wording.toml": WORDS})
    ways = [
        disclosure.compose(FOLDER, pack="我市2024", roots=[tmp_path]),
        disclosure.compose(FOLDER, pack=folder),
        disclosure.compose(FOLDER, pack=str(folder)),
    ]
    assert "降低25.76%" in said(by_files)
    assert all(way.document == by_files.document for way in ways)


def test_every_verb_takes_a_pack_of_files_with_data_made_in_python() -> None:
    pack, data = {"pack.toml": HEAD, "wording.toml": WORDS}, submission(small())
    assert disclosure.check(data, pack=pack).results
    assert disclosure.build(data, ["html"], draft=True, pack=pack).chain.name == "我市2024"
    assert disclosure.explain(data, "支出.决算数", pack=pack).label
    assert disclosure.figures(data, pack=pack)["支出.决算数"].value
    assert "公开01表" in disclosure.tables(data, pack=pack)
    assert "收入" in disclosure.section(data, "收入决算情况说明", pack=pack)
    assert disclosure.signoff(data, ["html"], pack=pack).artifacts
    assert not disclosure.diff(data, data, pack=pack)


@pytest.mark.parametrize(
    ("pack", "sentence"),
    [
        ({"wording.toml": WORDS}, "所给的模板里没有 pack.toml"),
        ({"pack.toml": HEAD.replace("我市2024", "../上")}, "不能作模板的名称"),
        (Path("没有这个文件夹"), "里没有 pack.toml，不是模板的文件夹"),
    ],
)
def test_what_is_no_pack_is_refused_in_a_sentence(pack: disclosure.PackChoice, sentence: str) -> None:
    with pytest.raises(disclosure.PackError, match=sentence):
        disclosure.check(submission(small()), pack=pack)


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"职责.md": b"1"}, "所给的文件里没有 data.yaml"),
        ({"data.yaml": MINIMAL.encode(), "../别处.md": b"1"}, "不是文件夹里的名称"),
        ({"data.yaml": MINIMAL.encode(), "/etc/别处": b"1"}, "不是文件夹里的名称"),
    ],
)
def test_files_that_are_no_data_folder_are_refused(files: dict[str, bytes], sentence: str) -> None:
    with pytest.raises(disclosure.InputError, match=sentence):
        disclosure.load(files)


def test_a_document_of_bytes_is_read_audited_and_reconciled_like_a_file(tmp_path: Path) -> None:
    data = submission(small())
    (file,) = disclosure.build(data, ["docx"]).artifacts
    (tmp_path / "文件").write_bytes(file.data)
    assert sources.document(file.data).blocks == sources.document(tmp_path / "文件").blocks
    assert disclosure.audit(file.data, pack="standard").of("确定") == []
    assert disclosure.reconcile(data, file.data).edits == ()


def test_tables_of_bytes_are_imported_and_no_folder_is_touched(tmp_path: Path) -> None:
    (workbook,) = disclosure.build(FOLDER, ["xlsx"]).artifacts
    in_memory = disclosure.import_tables([workbook.data], pack="sichuan-2023")
    (tmp_path / "表.xlsx").write_bytes(workbook.data)
    on_disk = disclosure.import_tables([tmp_path / "表.xlsx"], tmp_path / "数据", pack="sichuan-2023")
    assert in_memory.path is None
    assert in_memory.taken
    assert [row.replace("文件1", "表.xlsx") for row in in_memory.taken] == list(on_disk.taken)
    values = disclosure.load(in_memory.files)
    assert values.model_dump() == disclosure.load(tmp_path / "数据").model_dump()


def test_units_in_memory_make_a_department(tmp_path: Path) -> None:
    units = EXAMPLES / "panzhihua-chengdu-2024-units" / "units"
    folders = sorted(path for path in units.iterdir() if path.is_dir())
    made = disclosure.consolidate([disclosure.load(folder) for folder in folders], name="某某局")
    whole = disclosure.figures(made.submission)["支出.决算数"].value
    parts = [disclosure.figures(folder)["支出.决算数"].value or 0 for folder in folders]
    assert made.path is None
    assert whole == sum(parts)
    disclosure.save(made.submission, tmp_path / "部门")
    assert disclosure.figures(tmp_path / "部门")["支出.决算数"].value == whole
    with pytest.raises(disclosure.InputError, match="没有写部门的名称"):
        disclosure.consolidate(folders)
    with pytest.raises(disclosure.InputError, match="单位的数据没有文件夹"):
        disclosure.consolidate(map(disclosure.load, folders), tmp_path / "别处")
    assert not (tmp_path / "别处").exists()


def test_only_some_checks_are_run() -> None:
    report = disclosure.check(FOLDER, only=["XA", "NL22", "T.expenditure"])
    codes = [result.code for result in report.results]
    assert {code[:2] for code in codes} == {"XA", "NL", "T."}
    assert all(code.startswith(("XA", "NL22", "T.expenditure")) for code in codes)
    with pytest.raises(disclosure.InputError) as caught:
        disclosure.check(FOLDER, only=["XYZ", "XA", "xa"])
    assert [problem.message.partition("或以它开头的校验")[::2] for problem in caught.value.problems] == [
        ("没有代码是“XYZ”", ""),
        ("没有代码是“xa”", "，请写成“XA”"),
    ]


def test_one_alone_need_not_be_a_list() -> None:
    assert codes_of(disclosure.check(FOLDER, only="XA4")) == codes_of(disclosure.check(FOLDER, only=["XA4"]))
    alone = disclosure.build(FOLDER, "html", draft=True)
    assert [artifact.name.rpartition(".")[2] for artifact in alone.artifacts] == ["html"]
    ((_, made),) = disclosure.build_many([FOLDER / "没有的"], "html", workers=1)
    assert isinstance(made, disclosure.InputError)
    assert disclosure.signoff(FOLDER, "html").artifacts
    with pytest.raises(disclosure.OutputError, match="没有“docx,html”这种输出格式"):
        disclosure.build(FOLDER, "docx,html")


def test_packs_are_looked_for_in_a_folder_that_is_given_alone(tmp_path: Path) -> None:
    (tmp_path / "我市2024").mkdir()
    (tmp_path / "我市2024" / "pack.toml").write_text(HEAD, encoding="utf-8")
    made = disclosure.build(FOLDER, [], pack="我市2024", roots=str(tmp_path), draft=True)
    assert made.chain.name == "我市2024"


@pytest.mark.parametrize("data", [small(), {"year": 2024, "pack": "standard"}])
def test_data_given_as_files_are_told_from_files(data: dict[str, Any]) -> None:
    for verb in (disclosure.load, disclosure.build):
        with pytest.raises(disclosure.InputError, match="^给的是数据的内容，不是文件；请用 disclosure"):
            verb(data)
    with pytest.raises(disclosure.InputError, match="给的是：成品.pdf$"):
        disclosure.load({"成品.pdf": b""})


def codes_of(report: disclosure.CheckReport) -> list[str]:
    return [result.code for result in report.results]
