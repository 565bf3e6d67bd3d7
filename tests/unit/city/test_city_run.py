"""A city is built: each body by itself; what is unchanged is left alone, what is not public any more goes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import yaml

from disclosure import packs, projects
from disclosure.city import city_run, made_with, task
from disclosure.city.body_record import BodyRecord, read_record
from disclosure.city.choice import chosen
from disclosure.city.city import City, opened
from disclosure.city.city_run import CityRun, Step
from disclosure.city.due import Wanted
from disclosure.city.task import Job, Outcome
from disclosure.errors import InputError, OutputError
from disclosure.outputs import Artifact
from tests.departments import small

HTML = Wanted(("html",))
BODIES = ("甲局", "乙局", "丙局")


def in_this_process(jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
    return ((job, task.made(job)) for job in jobs)


def write_data(home: Path, name: str, /, **changes: object) -> None:
    data = {"格式版本": "1", **small(), **changes}
    data["部门"] = (
        {**small()["部门"], "全称": f"某市{name}", **data["部门"]}
        if "部门" in changes
        else {
            **small()["部门"],
            "全称": f"某市{name}",
        }
    )
    (home / name).mkdir(exist_ok=True)
    (home / name / "data.yaml").write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), "utf-8")


def write_list(home: Path, *rows: tuple[str, ...], head: tuple[str, ...] = ("名称", "涉密", "批次")) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (head, *rows):
        book.active.append(row)
    book.save(home / "名单.xlsx")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "某市"
    folder.mkdir()
    for name in BODIES:
        write_data(folder, name)
    return folder


def ran(home: Path, wanted: Wanted = HTML, **given: object) -> CityRun:
    return city_run.run(opened(home), wanted, in_this_process, **given)  # type: ignore[arg-type]


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def published(home: Path) -> dict[str, bytes]:
    """The files of the bodies, without the index page."""
    return {name: data for name, data in files(home / "公开").items() if "/" in name}


def record(home: Path, name: str) -> BodyRecord:
    found = read_record(home / "办公" / "记录" / f"{name}.json")
    assert found is not None
    return found


def test_every_body_has_its_files_and_a_record_that_says_which(home: Path) -> None:
    run = ran(home)
    assert [(one.folder, one.state) for one in run.records] == [(name, "已生成") for name in sorted(BODIES)]
    for name in BODIES:
        its = files(home / "公开" / name)
        assert {file.name for file in record(home, name).files} == its.keys()
        assert f"某市{name}" in next(iter(its.values())).decode()


def test_what_is_unchanged_is_not_made_again(home: Path) -> None:
    ran(home)
    before = files(home)
    again = ran(home)
    assert (again.made, again.unchanged) == (frozenset(), 3)
    assert files(home) == before


CHANGES: dict[str, Callable[[Path], object]] = {
    "its data": lambda home: write_data(home, "乙局", 机关运行经费="36"),
    "a published file": lambda home: next((home / "公开" / "乙局").iterdir()).write_bytes(b""),
    "its record": lambda home: (home / "办公" / "记录" / "乙局.json").write_bytes(b"{"),
    "its own pack": lambda home: write_pack(home / "乙局" / "templates", "2"),
}


def write_pack(folder: Path, version: str) -> None:
    (folder / "某市").mkdir(parents=True, exist_ok=True)
    text = f'"名称" = "某市"\n"继承" = "standard"\n"版本" = "{version}"\n'
    (folder / "某市" / "pack.toml").write_text(text, "utf-8")


@pytest.mark.parametrize("what", CHANGES)
def test_a_body_is_made_again_where_anything_of_it_is_otherwise(what: str, home: Path) -> None:
    ran(home)
    before = published(home)
    CHANGES[what](home)
    assert ran(home).made == {"乙局"}
    if what != "its data":
        assert published(home) == before


def test_bodies_of_a_pack_of_the_city_are_made_again_when_it_changes(home: Path) -> None:
    write_pack(home / "templates", "1")
    write_data(home, "甲局", 模板="某市")
    ran(home)
    write_pack(home / "templates", "2")
    assert ran(home).made == {"甲局"}
    assert record(home, "甲局").pack_version == "2"


def test_a_delivered_pack_that_changes_concerns_its_own_bodies_alone(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered = tmp_path / "templates"
    for name in ("standard", "sangong-page"):
        shutil.copytree(packs.built_in() / name, delivered / name)
    for module in (packs, made_with):
        monkeypatch.setattr(module, "built_in", lambda: delivered)
    write_data(home, "甲局", 模板="sangong-page")
    ran(home)
    manifest = delivered / "sangong-page" / "pack.toml"
    manifest.write_text(manifest.read_text("utf-8") + "\n# 改了一处\n", "utf-8")
    assert ran(home).made == {"甲局"}


def test_other_formats_are_made_and_those_no_longer_asked_for_go(home: Path) -> None:
    ran(home)
    assert len(ran(home, Wanted(("cms",))).made) == 3
    assert {file.name for file in record(home, "甲局").files} == files(home / "公开" / "甲局").keys()


def test_settings_that_say_something_of_bodies_make_them_again_and_others_do_not(home: Path) -> None:
    ran(home)
    (home / "全市.yaml").write_text("控制数: {支出: 1000000}\n", "utf-8")
    assert ran(home).made == frozenset()
    (home / "全市.yaml").write_text("文件名: '{序号}{名称}'\n", "utf-8")
    assert len(ran(home).made) == 3
    assert list(files(home / "公开" / "丙局")) == ["001某市丙局.html"]


def test_ratified_totals_of_one_body_make_that_one_again(home: Path) -> None:
    def table(amount: str) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (
            ("单位：万元", ""),
            ("部门名称", "本年支出合计"),
            ("某市甲局", amount),
            ("某市乙局", "130"),
        ):
            book.active.append(row)
        book.save(home / "批复汇总表.xlsx")

    table("130")
    ran(home)
    assert record(home, "甲局").ratified == {"一致": 1}
    table("131")
    assert ran(home).made == {"甲局"}
    assert record(home, "甲局").state == "待改"
    assert "批复汇总表.xlsx" in str(record(home, "甲局").findings)
    assert str(home) not in str(record(home, "甲局"))


def test_a_body_that_cannot_be_published_any_more_leaves_what_is_public(home: Path) -> None:
    ran(home)
    write_data(home, "乙局", 部门={"职责": None})
    run = ran(home)
    assert (run.made, list(run.withdrawn)) == (frozenset({"乙局"}), ["乙局"])
    assert not (home / "公开" / "乙局").exists()
    assert record(home, "乙局").state == "待补"


def test_drafts_stand_with_the_office_and_never_among_what_is_published(home: Path) -> None:
    write_data(home, "乙局", 部门={"职责": None})
    ran(home, replace(HTML, draft=True))
    assert set(published(home)) == {f"{name}/某市{name}2023年度部门决算.html" for name in ("甲局", "丙局")}
    assert "草稿" in next(iter(files(home / "办公" / "草稿" / "乙局").values())).decode()
    write_data(home, "乙局")
    ran(home, replace(HTML, draft=True))
    assert not (home / "办公" / "草稿").exists()
    assert (home / "公开" / "乙局").is_dir()


def test_what_the_list_does_not_publish_is_told_and_taken_out(home: Path) -> None:
    write_list(home, *((name, "", "") for name in BODIES))
    ran(home)
    write_list(home, ("甲局", "", ""), ("乙局", "内容涉密", ""), ("丁局", "", ""))
    run = ran(home)
    assert [(one.name, one.state, one.problem[:12]) for one in run.records] == [
        ("甲局", "已生成", ""),
        ("乙局", "不生成", "涉密不公开：内容涉密"),
        ("丁局", "未交", "还没有数据：文件夹里没有"),
    ]
    assert run.withdrawn == ["丙局", "乙局"]
    assert [name.partition("/")[0] for name in published(home)] == ["甲局"]
    assert not (home / "办公" / "记录" / "丙局.json").exists()


def test_a_workbook_that_nobody_has_filled_in_is_not_handed_in(home: Path) -> None:
    projects.new(home / "丁局", pack="standard", department="某市丁局", year=2023)
    run = ran(home, replace(HTML, draft=True))
    told = {one.name: (one.state, one.problem) for one in run.records}
    assert told["丁局"] == ("未交", "还没有填：收入、支出都是空的")
    assert not (home / "办公" / "草稿").exists()
    assert ran(home, replace(HTML, draft=True)).made == frozenset()


def test_bodies_are_chosen_by_name_or_batch_and_the_others_stay_as_they_were(home: Path) -> None:
    write_list(home, ("甲局", "", "第一批"), ("乙局", "", "第二批"), ("丙局", "", "第二批"))
    bodies = opened(home).bodies
    assert ran(home, chosen=chosen(bodies, ["甲 局"])).made == {"甲局"}
    second = ran(home, chosen=chosen(bodies, batch="第二批"))
    assert (second.made, second.unchanged) == (frozenset({"乙局", "丙局"}), 0)
    assert ran(home, chosen=chosen(bodies, batch="第二批")).unchanged == 2
    with pytest.raises(
        InputError, match="名单里没有“丁局”，相近的有：.*\n名单里没有“第三批”这个批次，有的是：第一批、第二批"
    ):
        chosen(bodies, ["丁局"], "第三批")


def test_a_unit_below_its_department_has_a_place_of_its_own(home: Path) -> None:
    write_data(home / "甲局", "中心")
    rows = (("甲局", "部门", ""), ("中心", "单位", "甲局"))
    write_list(home, *rows, head=("名称", "类型", "主管部门"))
    ran(home)
    assert set(published(home)) == {
        "甲局/某市甲局2023年度部门决算.html",
        "甲局/中心/某市中心2023年度部门决算.html",
    }
    write_data(home / "甲局", "中心", 部门={"职责": None})
    assert ran(home).withdrawn == ["中心"]
    assert (home / "公开" / "甲局").is_dir()


def test_what_a_body_built_for_itself_and_marked_is_no_data_of_its(home: Path) -> None:
    ran(home)
    (home / "甲局" / "out").mkdir()
    for name in ("out/上次生成.json", "out/决算.pdf", "※标注.xlsx", "~$决算数据.xlsx", ".隐藏"):
        (home / "甲局" / name).write_bytes(b"")
    assert ran(home).made == frozenset()


def test_a_link_out_of_a_bodys_folder_is_not_followed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "别处.md").write_text("不该公开的文字", "utf-8")
    (home / "甲局" / "报告.md").symlink_to(tmp_path / "别处.md")
    write_data(home, "甲局", 附件=[{"标题": "报告", "文件": "报告.md"}])
    ran(home)
    assert "找不到这个文件" in record(home, "甲局").problem


def test_a_body_whose_files_cannot_be_written_says_so_and_the_others_are_written(home: Path) -> None:
    (home / "公开").mkdir()
    (home / "公开" / "乙局").write_text("不是文件夹", "utf-8")
    run = ran(home)
    assert [one.state for one in run.records] == ["已生成", "未能生成", "已生成"]
    assert "不是文件夹，请换一个输出文件夹" in record(home, "乙局").problem
    (home / "公开" / "乙局").unlink()
    assert ran(home).made == {"乙局"}
    assert record(home, "乙局").state == "已生成"


def test_where_no_record_can_be_written_the_run_ends_with_one_sentence(home: Path) -> None:
    (home / "办公").mkdir()
    (home / "办公" / "记录").write_text("", "utf-8")
    with pytest.raises(OutputError, match="办公/记录.*不是文件夹"):
        ran(home)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [(Wanted(("doc",)), "没有“doc”这种输出格式"), (replace(HTML, pdf="word"), "没有“word”这种 PDF 引擎")],
)
def test_what_no_body_can_be_made_with_is_refused_once(home: Path, wanted: Wanted, sentence: str) -> None:
    with pytest.raises(OutputError, match=sentence):
        ran(home, wanted)
    assert not (home / "办公").exists()


def test_a_table_of_ratified_totals_that_cannot_be_read_is_refused_once(home: Path) -> None:
    (home / "批复汇总表.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(InputError, match="批复汇总表.xlsx"):
        ran(home)


def test_a_second_run_at_once_is_refused(home: Path) -> None:
    def again(_: Step) -> None:
        with pytest.raises(
            OutputError, match="另一个 disclosure city 命令正在生成“.*某市”，请等它结束再运行"
        ):
            ran(home)

    ran(home, progress=again)
    assert not list((home / "办公").glob(".disclosure*"))
    ran(home)


def test_progress_tells_of_every_body_and_whether_it_was_made(home: Path) -> None:
    ran(home)
    write_data(home, "乙局", 机关运行经费="36")
    steps: list[Step] = []
    ran(home, progress=steps.append)
    assert [step.done for step in steps] == [1, 2, 3]
    assert {step.total for step in steps} == {3}
    assert {step.record.name: step.is_made for step in steps} == {"甲局": False, "乙局": True, "丙局": False}


def test_reports_are_made_of_all_records_and_written_together(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(city: City, records: Sequence[BodyRecord]) -> Iterator[tuple[str, bytes]]:
        assert city.folder.home == home
        yield "办公/状态.txt", "、".join(one.state for one in records).encode()

    monkeypatch.setattr(city_run, "REPORTS", (told,))
    assert ran(home, chosen=lambda body: body.name == "甲局").shown_reports == [home / "办公" / "状态.txt"]
    assert (home / "办公" / "状态.txt").read_text("utf-8") == "已生成"
    ran(home)
    assert (home / "办公" / "状态.txt").read_text("utf-8") == "已生成、已生成、已生成"


def test_bodies_come_back_in_any_order_and_leave_the_same_bytes(home: Path, tmp_path: Path) -> None:
    def backwards(jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        return reversed([*in_this_process(jobs)])

    ran(home)
    city = replace(opened(home), folder=replace(opened(home).folder, out=tmp_path / "另处"))
    city_run.run(city, HTML, backwards)
    assert files(tmp_path / "另处") == {
        name: data for name, data in files(home).items() if re.match("公开|办公", name)
    }


def test_an_outcome_of_nothing_but_files_is_written_whole(home: Path) -> None:
    def full(jobs: Iterable[Job]) -> Iterator[tuple[Job, Outcome]]:
        for job, outcome in in_this_process(jobs):
            yield job, replace(outcome, artifacts=(*outcome.artifacts, Artifact("a/../../坏", b"")))

    run = city_run.run(opened(home), HTML, full)
    assert {one.state for one in run.records} == {"未能生成"}
    assert published(home) == {}
