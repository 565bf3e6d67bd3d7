"""`make roundtrip`: random submissions saved, loaded and saved again: the same bytes, the same figures.

A fifth are departments as clerks type them (those of `make money`: of units, with last year's folder), with
attachments, lists of subjects, facts of packs, what imports noted and what a script changed; the others hold
anything that a data file may hold. `make roundtrip`, or `python -m tests.roundtrip.run [submissions [seed]]`;
prints what was not the same, with the number that draws it again, and ends with 1 where something was not.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

import disclosure
from disclosure import InputError, Submission, deriving
from disclosure.loading import expected_data
from disclosure.model.noted_directions import Written
from tests.departments import submission
from tests.money.drawing import Drawn, departments
from tests.money.run import written
from tests.unit.saving.test_save import contents, everything
from tests.unit.workbook.test_property import fields

SUBMISSIONS, SEED = 10_000, 20261130
_SHOWN = 5
_WHOLE = {"格式版本": "1", "模板": "standard", "年度": "2024"}


@dataclass
class Tally:
    """All together: how many of each kind, and what was not the same."""

    kinds: Counter[str] = field(default_factory=Counter)
    figures: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def compare(self, called: str, kind: str, made: Submission) -> None:
        """Saved, loaded, saved again; `called` says how to draw it again."""
        self.kinds[kind] += 1
        with TemporaryDirectory() as name:
            try:
                again = self._saved_twice(called, made, Path(name))
            except InputError as error:
                self.faults.append((called, str(error)))
                return
        if everything(again) != _renamed(made, again):
            self.faults.append((called, "读回的数据不同"))
        before, after = deriving.derive(made), deriving.derive(again)
        self.figures += len(before)
        self.faults += [(called, f"数 {name} 不同") for name in before if before[name] != after.get(name)]

    def _saved_twice(self, called: str, made: Submission, folder: Path) -> Submission:
        first, second = folder / "一", folder / "二"
        disclosure.save(made, first)
        again = disclosure.load(first)
        disclosure.save(again, second)
        self.faults += [(called, told) for told in _differing_bytes(contents(first), contents(second))]
        return again


def _differing_bytes(one: dict[str, bytes], other: dict[str, bytes]) -> Iterator[str]:
    yield from (f"文件 {name} 不同" for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _renamed(made: Submission, again: Submission) -> dict[str, Any]:
    """What was saved; folders outside it have got a name inside."""
    known = everything(made)
    return {**known, "prior": again.prior} if made.last_year else known


def tried(typed: int, anything: int, seed_: int = SEED) -> Tally:
    """所试 — that many departments, and that many of anything."""
    tally = Tally()
    for one in departments(typed, seed_):
        tally.compare(f"第{one.number}个部门（{one.pack}）", *_made(one, Random(f"{seed_} {one.number}")))
    _try_anything(anything, seed_, tally)
    return tally


def _made(one: Drawn, draw: Random) -> tuple[str, Submission]:
    if not (one.units or one.last_year):
        return "部门", _with_more(submission(one.typed), draw)
    with TemporaryDirectory() as name:
        read = disclosure.load(written(Path(name) / "data", one))
    return ("汇总的部门", read) if one.units else ("有上年数据的部门", _with_more(read, draw))


def _with_more(made: Submission, draw: Random) -> Submission:
    """Now and then what stands in files of its own, and what a script changed."""
    if draw.random() < 0.3:
        text = draw.choice(
            ("一切都好。", "# 一、情况\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n", "\ufeff甲\r\n乙")
        )
        made = disclosure.attach(made, "报告", draw.choice(("报告.md", "附件/报告.txt")), text.encode())
    if draw.random() < 0.3:
        made = made.with_subjects(
            {"2010301": ("行政运行", "说明，有逗号", ""), "30101": ("基本工资", "", "人员经费")}
        )
    if draw.random() < 0.3:
        made = made.with_written({"原因.收支总计": Written("增加", {"增减": ("收支总计.增减额", "增加")})})
    if draw.random() < 0.5:
        cost = f"{draw.randrange(10**9)}.{draw.randrange(100):02}"
        made = disclosure.amend(made, {"机关运行经费": cost, "支出[1].项目名称": "某某"}, source="脚本")
    if draw.random() < 0.2:
        own = {"检查次数": "12", "清单": [{"名称": "甲: #", "金额": "1.5"}]}
        made = made.model_copy(update={"own_data": own})
    return made


def _try_anything(number: int, seed_: int, tally: Tally) -> None:
    """Any data that the models take."""

    @seed(seed_)
    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(fields(expected_data.WHOLE, ()), st.sampled_from(["元", "万元"]))
    def draw(data: dict[str, Any], unit: str) -> None:
        called = f"第{tally.kinds['任意数据']}份任意数据"
        tally.compare(called, "任意数据", submission({**_WHOLE, "单位": unit, **data}))

    draw()


def main() -> int:
    """程序入口 — what was compared, what was not the same."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else SUBMISSIONS
    typed, seed_ = number // 5, int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    tally = tried(typed, number - typed, seed_)
    print("、".join(f"{kind} {times}" for kind, times in tally.kinds.items()), f"；比过的数 {tally.figures}")
    print(
        f"不同的：{len(tally.faults)}",
        *(f"  {called}：{told}" for called, told in tally.faults[:_SHOWN]),
        sep="\n",
    )
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main())
