"""记录 — what the last run made of one body: its state, what was found, its files; one JSON file a body.

The same run gives the same bytes: there is no time in it. It is for the bureau, never published.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, PlainSerializer

from disclosure.checks.check_report import Severity
from disclosure.model.department import Kind

VERSION = 1  # of the format; raised when a key changes its meaning

# 已生成：有公开稿；待改：校验有错误；待补：缺内容（这两种要了草稿的有草稿）；
# 未能生成：数据、模板读不了，或生成时出错；不生成：名单说不公开、撤并、延期；未交：还没有数据；
# 审查公开的文件时，已生成：有公开的文件，未公开：没有
State = Literal["已生成", "待改", "待补", "未能生成", "不生成", "未交", "未公开"]
STATES: tuple[State, ...] = get_args(State)
Exact = Annotated[Decimal, PlainSerializer(lambda value: format(value, "f"), when_used="json")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class FileMade(_Part):
    """一个文件 — its name (in the body's folder, `CityFolder.files_of`), bytes, SHA-256, pages of a PDF."""

    name: str
    size: int
    sha256: str
    pages: int | None = None

    @classmethod
    def of(cls, name: str, data: bytes, pages: int | None = None) -> FileMade:
        """某个文件 — told by what it holds."""
        return cls(name=name, size=len(data), sha256=hashlib.sha256(data).hexdigest(), pages=pages)


class FindingTold(_Part):
    """一条发现 — as the body is told: code, place, what is stated, what it should be, how to mend it.

    `waiver` is what a waiver of it says (`checks.waivers.ready`), empty where no reason makes it right.
    """

    code: str
    severity: Severity
    name: str
    message: str
    place: str = ""
    stated: str = ""
    expected: str = ""
    basis: str = ""
    fix: str = ""
    source: str = ""  # 文件和行、格
    waiver: dict[str, str] = {}  # 代码、位置、依据数


class BodyRecord(_Part):
    """一个部门的记录 — of its last run; figures by their names, amounts in 元.

    `fingerprint` is the hash of all that it was made from (data, packs, program, fonts, what was asked);
    `problem` is the sentence that refused it; `figures` are those of the city's summary, a name each, and
    `withheld` the names of those that are not published.
    """

    version: Literal[1] = 1
    folder: str
    name: str
    kind: Kind = "部门"
    year: int | None = None
    state: State
    draft: bool = False
    fingerprint: str = ""
    pack: str = ""
    pack_version: str = ""
    packs: dict[str, str] = {}  # 模板链上各个模板：名称 → 内容的 SHA-256，看改了哪一个
    problem: str = ""
    missing: tuple[str, ...] = ()
    findings: tuple[FindingTold, ...] = ()
    waived: int = 0
    notes: tuple[str, ...] = ()
    files: tuple[FileMade, ...] = ()
    check_code: str = ""
    approved_on: str = ""  # 批复日期，照填的
    published_on: str = ""
    website: str = ""
    supervision_number: str = ""
    ratified: dict[str, int] = {}  # 批复数各种结果各几项：一致、舍入尾差、不一致、缺数
    figures: dict[str, Exact] = {}
    withheld: tuple[str, ...] = ()
    transfers: dict[str, Exact] = {}  # 与别的部门、单位的往来：“付 上缴上级支出”“收 上级补助收入” → 元
    full_name: str = ""  # 数据里写的全称、金额单位、所属单位，与名单对照
    unit: str = ""
    units: tuple[str, ...] = ()
    data: str = ""  # 数据文件（名称和内容）的 SHA-256，看是不是抄了别的部门的文件夹
    corrections: int = 0  # 公开以后改了几次

    @property
    def errors(self) -> int:
        """错误 — how many findings are errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """警告 — how many findings are warnings."""
        return sum(finding.severity == "warning" for finding in self.findings)

    def to_bytes(self) -> bytes:
        """写成 JSON — the same record gives the same bytes."""
        return (json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def read_record(path: Path) -> BodyRecord | None:
    """读记录 — None where there is none, or none that this program has written whole."""
    try:
        return BodyRecord.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None
