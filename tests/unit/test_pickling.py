"""Every exception goes from one process to another with all it says: no department breaks a pool."""

from __future__ import annotations

import importlib
import inspect
import pickle
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import disclosure
from disclosure import api
from disclosure.checks import CheckError, CheckReport, Finding, Outcome, Result
from disclosure.errors import IncompleteError, InputError, Problem, Source
from tests.departments import EXAMPLES, NARRATED

SOURCE = Source(
    "决算.xlsx", cell="支出!B5", unit="某局", also=(Source("b.yaml", 3, 4), Source("c.docx", part="第3段"))
)
PROBLEM = Problem("不是数", SOURCE, "支出.0.款", "基本支出")
FOUND = Finding(
    "X903",
    "error",
    "例",
    "职责没有写全",
    ("支出.决算数",),
    ("表1",),
    "1",
    "2",
    "改正",
    sources=("决算.xlsx B5",),
)
REPORT = CheckReport((Result("X903", "例", Outcome.FAILED, "", (FOUND,)),))
ARGUMENTS: dict[type[BaseException], tuple[Any, ...]] = {
    InputError: ([PROBLEM, Problem("没有填", path="年度")],),
    IncompleteError: ("尚不能公开", REPORT),
    CheckError: ("校验有 1 处错误", REPORT),
}


def every_exception() -> Iterator[type[BaseException]]:
    """Those that the package defines, wherever."""
    for module in pkgutil.walk_packages(disclosure.__path__, "disclosure."):
        if not module.name.endswith("__main__"):
            held = inspect.getmembers(importlib.import_module(module.name), inspect.isclass)
            own = (kind for _, kind in held if kind.__module__ == module.name)
            yield from (kind for kind in own if issubclass(kind, BaseException))


def test_every_exception_says_the_same_in_another_process() -> None:
    kinds = list(every_exception())
    assert len(kinds) > len(ARGUMENTS)
    for kind in kinds:
        error = kind(*ARGUMENTS.get(kind, ("“甲.docx”打不开",)))
        arrived = pickle.loads(pickle.dumps(error))
        assert type(arrived) is kind
        assert (str(arrived), arrived.args) == (str(error), error.args)
        assert vars(arrived) == vars(error)
        assert "“甲.docx”打不开" in str(arrived) or kind in ARGUMENTS


@pytest.mark.parametrize("kind", ARGUMENTS)
def test_what_an_exception_holds_arrives_with_its_places(kind: type[BaseException]) -> None:
    arrived: Any = pickle.loads(pickle.dumps(kind(*ARGUMENTS[kind])))
    if isinstance(arrived, InputError):
        assert arrived.problems[0] == PROBLEM
        assert str(arrived.problems[0].source) == str(SOURCE)
    else:
        assert arrived.report == REPORT
        assert arrived.report.findings[0].sources == FOUND.sources
    if isinstance(arrived, CheckError):
        assert arrived.findings == (FOUND,)


def test_one_department_of_four_that_fails_does_not_break_a_pool(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("格式版本: 1\n年度: 二〇二四\n", encoding="utf-8")
    folders = [EXAMPLES / NARRATED[0], tmp_path, EXAMPLES / NARRATED[1], EXAMPLES / NARRATED[2]]
    with ProcessPoolExecutor(2, get_context("fork")) as pool:
        jobs = [pool.submit(api.check, folder) for folder in folders]
    with pytest.raises(InputError) as here:
        api.check(tmp_path)
    arrived = jobs[1].exception()
    assert isinstance(arrived, InputError)
    assert arrived.problems == here.value.problems
    assert [len(job.result().results) > 0 for job in jobs if job is not jobs[1]] == [True] * 3
