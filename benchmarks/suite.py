"""测试套件各文件所用的 CPU 时间 — CPU seconds of each test file, of the processes it started too.

    python -m pytest -p benchmarks.suite -n 2 tests/unit

What a fixture of the session builds counts to the test that asked for it first.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Generator

import pytest

KEY = "cpu"
LEAST = 0.5  # seconds worth a line


def _spent() -> float:
    """CPU seconds of this process and of the children it waited for."""
    return sum(os.times()[:4])


class _Meter:
    def __init__(self) -> None:
        self.files: Counter[str] = Counter()
        self.tests: Counter[str] = Counter()
        self._mark = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        self._mark = _spent()
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Each report carries what its phase spent: workers of xdist hand it to the one who prints."""
        report = yield
        now = _spent()
        report.user_properties = [*report.user_properties, (KEY, f"{report.when} {now - self._mark}")]
        self._mark = now
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        when = f"{report.when} "
        for name, value in report.user_properties:
            if name == KEY and str(value).startswith(when):
                seconds = float(str(value).removeprefix(when))
                self.files[report.nodeid.split("::")[0]] += seconds  # type: ignore[assignment]
                self.tests[report.nodeid] += seconds  # type: ignore[assignment]

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        terminalreporter.section(f"CPU {sum(self.files.values()):.1f} s")
        for count, spent in ((200, self.files), (60, self.tests)):
            for name, seconds in spent.most_common(count):
                if seconds >= LEAST:
                    terminalreporter.write_line(f"{seconds:8.1f}  {name}")
            terminalreporter.write_line("")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Meter(), "cpu")
