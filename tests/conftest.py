"""Options of the suite."""

from __future__ import annotations

import pytest
from hypothesis import settings

from tests import sampling

# A suite that guards a branch gives one answer; `--hypothesis-profile default` looks for new examples.
settings.register_profile("steady", derandomize=True)
settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-outlines", action="store_true", help="write tests/golden/outlines anew")


def pytest_configure(config: pytest.Config) -> None:
    """Tests that need another program are left out by name (`-m "not libreoffice"`), never silently."""
    config.addinivalue_line("markers", "chromium: needs `chromium` on PATH; fails without it")
    config.addinivalue_line("markers", "libreoffice: needs `soffice` and poppler on PATH; fails without them")
    config.addinivalue_line("markers", "sampled(number): so many of its cases; `make whole` runs all")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Cases that are not drawn are told as deselected; one that is asked for by its name always runs."""
    if any("[" in name for name in config.args):
        return
    drawn, rest = sampling.drawn(items)
    config.hook.pytest_deselected(items=rest)
    items[:] = drawn
