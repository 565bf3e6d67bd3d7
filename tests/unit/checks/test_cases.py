"""tests/cases: what a finance person gives, and the finding that follows (or none)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from disclosure.checks.check_report import SEVERITIES
from disclosure.facts import Facts
from tests.unit.checks import given

FOLDER = Path(__file__).parents[2] / "cases"
FILES = [FOLDER / "identities.toml", FOLDER / "published_faults.toml"]
# These need a composed document (test_structure.py, test_printed.py), last year's folder (authoring),
# units (consolidation), a figure that is withheld (test_secrecy.py), or an import (test_turned.py).
_COMPOSED = {"NF1", "NF2", "NF3", "NF4", "NF5", "XS3", "XS4"}
ELSEWHERE = _COMPOSED | {"NL26", "NL26.2", "C31", "C32", "C33", "XU1", "XU2", "XM1", "XM2", "XM3"}
ELSEWHERE |= {"XM4", "XM5", "XM6", "CL26.2"}
_GIVEN = {"数据", "上年数据", "基础", "写成", "应写", "填报", "应填", "去表"}
_EXPECTED = {"代码", "现为", "应为", "级别", "位置"}
KEYS = {"名称", "错误"} | _GIVEN | _EXPECTED


def cases() -> list[Any]:
    found = []
    for file in FILES:
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["例"]:
            found.append(
                pytest.param(case, id=f"{file.stem}-{case.get('错误', case['代码'])}-{case['代码']}")
            )
    return found


def of(case: dict[str, Any], changes: str, stated: str) -> Facts:
    data = case.get("数据", "yuxi-beijing-2023")
    written = {**case.get("基础", {}), **case.get(changes, {})}
    tables = case["代码"].startswith(("T.", "CL", "XS2", "XK", "XJ"))
    made = (
        given.facts(given.written(data, written), tables=tables)
        if written
        else given.untouched(data, tables=tables)
    )
    if "上年数据" in case:
        before = given.example(case["上年数据"])
        now = made.submission
        made = replace(made, submission=now.with_origin(now._sources, now.files, before))
    return given.stated(made, case.get(stated, {}))


@pytest.mark.parametrize("case", cases())
def test_the_fault_is_found_and_the_right_version_passes(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS, f"unknown keys {set(case) - KEYS}"
    wrong = of(case, "写成", "填报")
    if "去表" in case:
        left = tuple(sheet for sheet in wrong.sheets if sheet.filled.number not in case["去表"])
        wrong = replace(wrong, sheets=left)
    report = given.found(wrong, case["代码"])
    assert given.ready_rows_fail(report, wrong.submission) == []
    hits = list(report.of(case["代码"]))
    wanted = [hit for hit in hits if hit.stated == case.get("现为", hit.stated)]
    assert wanted, f"{case['代码']} found {[(hit.stated, hit.expected) for hit in hits]}"
    hit = wanted[0]
    assert hit.expected == case.get("应为", hit.expected)
    assert hit.severity == SEVERITIES[case.get("级别", "错误")]
    assert case.get("位置", "") in "".join((*hit.where, *hit.places))
    assert hit.message
    assert hit.basis
    assert hit.fix
    assert not list(given.found(of(case, "应写", "应填"), case["代码"]).of(case["代码"]))


def test_every_declared_rule_has_a_case() -> None:
    known = {spec.code for spec in given.chain("standard").checks.checks}
    covered = {case.values[0]["代码"] for case in cases()}
    assert known - covered - ELSEWHERE == set()
    assert {code for code in covered if not code.startswith("T.")} <= known
