"""The marker of tests that need Chromium: leave them out by name (`-m "not chromium"`), never silently."""

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "chromium: needs `chromium` on PATH; fails without it")
