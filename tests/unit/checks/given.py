"""What a case gives: an example's data, what is written otherwise, what is stated; what the checks find."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from disclosure import checks, deriving, packs
from disclosure.checks import Book, CheckReport, Finding, Outcome, waivers
from disclosure.facts import Facts, filled
from disclosure.forms.cell_names import find, labels
from disclosure.forms.spec import TableSpec
from disclosure.loading import read
from disclosure.model import Submission, Waiver

EXAMPLES = Path(__file__).parents[3] / "examples"
CENT = Decimal("0.01")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@cache
def example(name: str) -> Submission:
    """例子 — the data of an example, read once."""
    return read(EXAMPLES / name)


@cache
def chain(pack: str) -> packs.Chain:
    """模板 — a chain of the delivered packs."""
    return packs.resolve(pack, [packs.built_in()])


def written(name: str, changes: Mapping[str, Any]) -> Submission:
    """改写 — an example with other values (amounts in 元) at some key paths; 删去 takes a key away."""
    base = example(name)
    if not changes:
        return base
    data = base.model_dump(by_alias=True, exclude_none=True)  # all amounts in 元
    for path, value in changes.items():
        put(data, path, value)
    made = _entered_as(Submission.model_validate(data, context={"unit": "元"}), base)
    return made.with_origin(base._sources, base.files, base.last_year)


def _entered_as(made: Submission, base: Submission) -> Submission:
    """The unit that the example was entered in says how exact its amounts are."""
    prior = made.prior
    if prior is not None and base.prior is not None:
        prior = prior.model_copy(update={"unit": base.prior.unit})
    return made.model_copy(update={"unit": base.unit, "prior": prior})


def put(data: Any, path: str, value: Any) -> None:
    """放入 — a value at a key path (支出[1].金额); lists and sections on the way are made."""
    steps = [int(number) - 1 if number else key for key, number in _STEP.findall(path)]
    for step, following in pairwise(steps):
        if isinstance(step, int):
            data[step] = copy.copy(data[step])
            data = data[step]
        else:
            empty: Any = [] if isinstance(following, int) else {}
            old = data.get(step)
            data[step] = (
                list(old) if isinstance(old, tuple | list) else dict(old) if isinstance(old, dict) else empty
            )
            data = data[step]
    if value == "删去":
        del data[steps[-1]]
    elif isinstance(steps[-1], int) and steps[-1] == len(data):
        data.append(value)
    else:
        data[steps[-1]] = value


@cache
def specs(pack: str, year: int) -> tuple[TableSpec, ...]:
    """表 — the tables of a pack's set."""
    return packs.table_specs(chain(pack), year)


@cache
def untouched(name: str, *, tables: bool = True) -> Facts:
    """原样 — the facts of an example as it is."""
    return facts(example(name), tables=tables)


def facts(submission: Submission, *, tables: bool = True) -> Facts:
    """备齐 — figures and tables (where asked for) of the data, without a document."""
    pack = chain(submission.pack)
    wanted = specs(pack.name, submission.year) if tables else ()
    return filled(submission, deriving.derive(submission), wanted, pack.names)


def stated(made: Facts, values: Mapping[str, str]) -> Facts:
    """填报 — amounts (元) stated for figures or cells; 差一分 is a cent more than there is."""
    book, called = Book(made), labels(made.tables, made.headings)
    amounts: dict[str, Decimal] = {}
    for label, value in values.items():
        name = label if label in book else find(label, called)
        assert name is not None, f"there is no figure or cell {label}"
        amounts[name] = (book[name].value or Decimal(0)) + CENT if value == "差一分" else Decimal(value)
    return replace(made, stated={**made.stated, **amounts})


def found(made: Facts, code: str = "") -> CheckReport:
    """校验 — all rules of the data's pack, or the one with this code."""
    declared = chain(made.submission.pack).checks
    only = tuple(spec for spec in declared.checks if code in ("", spec.code))
    return checks.run(checks.Book(made), declared.model_copy(update={"checks": only}))


def ready_rows_fail(report: CheckReport, submission: Submission) -> list[Finding]:
    """备好的豁免行不成的 — findings whose row, with a reason, does not waive it and nothing but its like."""
    ready = waivers.ready(report.findings)
    return [finding for finding, row in ready.items() if not _waives_its_like(report, submission, ready, row)]


def _waives_its_like(
    report: CheckReport, submission: Submission, ready: Mapping[Finding, Any], row: Mapping[str, str]
) -> bool:
    waiver = Waiver.model_validate({**row, "理由": "属实", "姓名": "张三", "日期": "2025年1月2日"})
    results = [result for result in report.results if result.code != waivers.CODE]
    applied = list(waivers.apply(results, submission.model_copy(update={"waivers": (waiver,)})))
    left = {found for result in applied if result.outcome != Outcome.WAIVED for found in result.findings}
    return left == {finding for finding in ready if ready[finding] != row}
