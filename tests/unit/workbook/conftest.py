"""The marker of tests that need LibreOffice: leave them out by name (`-m "not libreoffice"`), never silently."""

from __future__ import annotations

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "libreoffice: needs `soffice` on PATH; fails without it")
