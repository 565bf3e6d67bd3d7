"""A city of made-up bodies with records as a run leaves them: every state, every kind of deadline."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from disclosure.city.bodies import Bodies, Body
from disclosure.city.body_record import BodyRecord, FileMade, FindingTold
from disclosure.city.city import City
from disclosure.city.city_folder import CityFolder
from disclosure.city.settings import Settings

WRONG = FindingTold(
    code="XA1",
    severity="error",
    name="收支总计相等",
    message="收入总计 130.00 万元，支出总计 120.00 万元，差 10.00 万元",
    place="公开01表 总计",
    stated="130.00",
    expected="120.00",
    basis="部门决算公开表式",
    fix="核对收入、支出各行",
    source="决算数据.xlsx 收入!C5",
)
DOUBTFUL = WRONG.model_copy(update={"severity": "warning", "code": "NF3", "message": "“较上年增加”和数不符"})


def city(home: Path, bodies: Sequence[Body], **settings: Any) -> City:
    """A city of these bodies."""
    decided = Settings.model_validate({"名称": "某市", "年度": 2024, **settings})
    return City(CityFolder(home, home), decided, Bodies(tuple(bodies)))


def files(name: str, *endings: str, pages: int = 24) -> tuple[FileMade, ...]:
    """What was made of a body, by the endings of the files."""
    return tuple(
        FileMade(
            name=f"{name}2024年度部门决算{ending}",
            size=180_000 + 1_000_000 * (ending == ".pdf"),
            sha256=hashlib.sha256(f"{name}{ending}".encode()).hexdigest(),
            pages=pages if ending == ".pdf" else None,
        )
        for ending in endings
    )


def record(body: Body, **told: Any) -> BodyRecord:
    """The record of a body; published where nothing else is said."""
    usual: dict[str, Any] = {
        "state": "已生成",
        "files": files(body.name, ".docx", ".pdf", ".html"),
        "approved_on": "2024年9月10日",
        "published_on": "2024年9月20日",
        "check_code": "-".join(re.findall("...", hashlib.sha256(body.name.encode()).hexdigest().upper()[:9])),
        "pack": "standard",
        "pack_version": "1.0",
        "year": 2024,
        "ratified": {"一致": 6},
    }
    return BodyRecord(folder=body.folder, name=body.name, kind=body.kind, **{**usual, **told})


OFFICE, FINANCE, SCHOOL = (
    Body("某市政府办公室", "某市政府办公室", group="政府部门", batch="第一批", who="张三"),
    Body("某市财政局", "某市财政局", group="政府部门", batch="第一批", who="李四"),
    Body("某市第一中学", "某市教育局/某市第一中学", "单位", parent="某市教育局", batch="第二批", who="王五"),
)
EDUCATION = Body("某市教育局", "某市教育局", group="政府部门", batch="第二批", who="王五")
PARTY = Body("某市委宣传部", "某市委宣传部", group="党委部门", batch="第一批", who="张三")
SECRET = Body("某市保密局", "某市保密局", group="党委部门", withheld="保密法第九条")
GONE = Body("某市旧城局", "某市旧城局", group="政府部门", merged="并入某市住建局")
SILENT = Body("某市档案馆", "某市档案馆", "单位", group="党委部门", batch="第二批", who="赵六")
BROKEN = Body("某市统计局", "某市统计局", group="政府部门", batch="第二批", who="赵六")
LATE = Body("某市水务局", "某市水务局", group="政府部门", batch="第一批", who="李四")
MONTH = Body("某市林业局", "某市林业局", group="政府部门", batch="第一批", who="李四")
DRAFT = Body("某市体育局", "某市体育局", group="政府部门", batch="第二批", who="赵六")
TWELVE = (PARTY, SECRET, SILENT, OFFICE, FINANCE, EDUCATION, SCHOOL, GONE, BROKEN, LATE, MONTH, DRAFT)


def twelve() -> list[BodyRecord]:
    """Records of the twelve, one of each that there may be."""
    nothing: dict[str, Any] = {
        "files": (),
        "approved_on": "",
        "published_on": "",
        "check_code": "",
        "ratified": {},
    }
    return [
        record(PARTY),
        record(SECRET, state="不生成", problem=SECRET.not_published, **nothing),
        record(
            SILENT,
            state="未交",
            problem="还没有数据：文件夹里没有填报工作簿（.xlsx），也没有 data.yaml",
            **nothing,
        ),
        record(OFFICE, waived=1, corrections=1),
        record(
            FINANCE, state="待改", findings=(WRONG, DOUBTFUL), ratified={"一致": 4, "不一致": 2}, files=()
        ),
        record(EDUCATION, findings=(DOUBTFUL,), ratified={"一致": 5, "舍入尾差": 1}),
        record(SCHOOL, approved_on="2024年9月18日", published_on="2024年10月8日"),
        record(GONE, state="不生成", problem=GONE.not_published, **nothing),
        record(
            BROKEN,
            state="未能生成",
            problem="data.yaml 第6行：不认识“公务接待非”，相近的有：公务接待费",
            **nothing,
        ),
        record(LATE, published_on="2024年10月3日"),
        record(MONTH, approved_on="2024年9月", published_on="2024年10月5日", ratified={}),
        record(
            DRAFT,
            state="待补",
            draft=True,
            missing=("决算数据.xlsx 机构!B3 机构设置", "决算数据.xlsx 三公!B30 公务用车保有量"),
            published_on="",
            files=files(DRAFT.name, ".docx"),
        ),
    ]


def many(number: int) -> tuple[list[Body], list[BodyRecord]]:
    """So many bodies, departments with units, each like one of the twelve."""
    bodies, records = [], []
    like = dict(zip(TWELVE, twelve(), strict=True))
    for place in range(number):
        model = TWELVE[place % len(TWELVE)]
        name = f"{model.name}第{place // len(TWELVE) + 1}分局"
        body = replace(model, name=name, folder=name)
        bodies.append(body)
        made = [
            one.model_copy(update={"sha256": hashlib.sha256(one.name.encode()).hexdigest()})
            for one in like[model].files
        ]
        records.append(like[model].model_copy(update={"folder": name, "name": name, "files": tuple(made)}))
    return bodies, records
