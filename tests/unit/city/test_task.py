"""One body as a worker makes it: bytes in, bytes and a record out; whatever is wrong stands in the record."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from typing import Any

import pytest
import yaml

import disclosure
from disclosure import packs
from disclosure.city import task
from disclosure.city.bodies import Body
from disclosure.city.task import Job
from disclosure.errors import Source
from disclosure.loading.ratified_table import RatifiedTable
from disclosure.model import RatifiedTotals
from tests.departments import EXAMPLES, small

BUREAU = Body("某市某某局", "某某局")


def job(changes: dict[str, Any] | None = None, **given: Any) -> Job:
    data = {"格式版本": 1, **small(), **(changes or {})}
    files = {"data.yaml": yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode()}
    return replace(Job(BUREAU, files, ("html",), "指纹"), **given)


def test_a_body_comes_out_as_its_own_build_would_make_it() -> None:
    folder = EXAMPLES / "putuo-shegong-2024"
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
    outcome = task.made(
        Job(Body("中共上海市普陀区委社会工作部", "社会工作部"), files, ("html", "pdf"), "指纹", pdf="typst")
    )
    built = disclosure.build(folder, ("html", "pdf"), pdf="typst")
    assert outcome.artifacts == built.artifacts
    record = outcome.record
    assert (record.state, record.draft, record.year, record.pack) == ("已生成", False, 2024, built.chain.name)
    assert [(file.name, file.sha256) for file in record.files] == [
        (one.name, hashlib.sha256(one.data).hexdigest()) for one in built.artifacts
    ]
    assert [file.pages is not None for file in record.files] == [False, True]
    assert record.check_code == next(iter(built.records.values())).check_code
    assert list(record.packs) == list(built.chain.names)
    assert [one.message for one in record.findings] == [one.message for one in built.report.findings]


def test_what_cannot_be_published_is_told_and_a_draft_made_of_it_only_where_one_is_asked_for() -> None:
    lacking = {"部门": {**small()["部门"], "职责": None}}
    refused = task.made(job(lacking))
    assert (refused.record.state, refused.record.draft, refused.artifacts) == ("待补", False, ())
    assert refused.record.missing == ("data.yaml 第10行第3列 部门的职责",)
    drafted = task.made(job(lacking, draft=True))
    assert (drafted.record.state, drafted.record.draft, drafted.record.missing) == (
        "待补",
        True,
        refused.record.missing,
    )
    assert "草稿" in drafted.artifacts[0].data.decode()
    assert not task.made(job(draft=True)).record.draft


def test_an_error_of_the_figures_goes_before_what_is_missing() -> None:
    wrong = {"部门": {**small()["部门"], "职责": None}, "批复数": {"支出": "999"}}
    record = task.made(job(wrong)).record
    assert (record.state, record.errors > 0, bool(record.missing)) == ("待改", True, True)
    assert record.ratified["不一致"] == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"data.yaml": "年度: [".encode()}, "data.yaml 第1行"),
        ({"data.yaml": b"", "data.yml": b""}, "数据文件夹：同时有 data.yaml、data.yml，请只留一个"),
        ({"决算数据.xlsx": "PK\x03\x04坏了".encode()}, "决算数据.xlsx"),
        ({"说明.txt": b""}, "没有 data.yaml"),
    ],
)
def test_data_that_cannot_be_read_are_a_sentence_without_a_place_of_the_worker(
    files: dict[str, bytes], sentence: str
) -> None:
    record = task.made(job(files=files)).record
    assert (record.state, record.fingerprint) == ("未能生成", "指纹")
    assert sentence in record.problem
    assert "/tmp" not in record.problem
    assert record == task.made(job(files=files)).record


def test_a_pack_that_is_not_there_is_told_with_the_line_that_names_it() -> None:
    assert "data.yaml 第" in task.made(job({"模板": "没有的"})).record.problem


def test_what_nobody_foresaw_is_this_bodys_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "table_specs", lambda *_: 1 / 0)
    problem = task.made(job()).record.problem
    assert problem.startswith("程序遇到没有料到的情况，停在")
    assert "ZeroDivisionError" in problem


def test_the_citys_own_packs_travel_with_the_task() -> None:
    own = {
        "某市/pack.toml": '"名称" = "某市"\n"继承" = "standard"\n"版本" = "7"\n'.encode(),
    }
    record = task.made(job(pack="某市", packs=own)).record
    assert (record.pack, record.pack_version, record.state) == ("某市", "7", "已生成")


def test_the_bureaus_ratified_totals_are_compared() -> None:
    totals = RatifiedTotals.model_validate({"支出": "1300000"})
    where = {"批复数.支出": Source("批复汇总表.xlsx", cell="批复!C4")}
    table = RatifiedTable(
        "批复汇总表.xlsx", "元", {"某市某某局": totals}, {"某市某某局": where}, {"某市某某局": {}}
    )
    assert task.made(job(ratified=table)).record.ratified == {"一致": 1}


def test_corrections_kept_with_the_data_are_counted_once_whatever_their_formats() -> None:
    kept = {
        "某局更正说明.docx": b"",
        "某局更正说明.pdf": b"",
        "第二次更正说明.pdf": b"",
        "下属/更正说明.pdf": b"",
    }
    given = job()
    assert task.made(replace(given, files={**given.files, **kept})).record.corrections == 2


def test_tasks_and_outcomes_go_to_another_process_and_back() -> None:
    given = job()
    assert pickle.loads(pickle.dumps(given)) == given
    outcome = task.made(given)
    assert pickle.loads(pickle.dumps(outcome)) == outcome
